"""What makes `Tensor` a class to derive from: its type, and the little that it knows of subclasses.

What such a class gets stands in subclasses.py, which is loaded when there is one.
"""

from __future__ import annotations

from inspect import Signature, signature
from typing import Any, ClassVar

from . import overrides
from .arguments.absent import OF_TENSORS
from .node import Variable


class TensorMeta(type):
    """The type of `Tensor`, by which pickles know the class though a learner sees it as `torch.Tensor`."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        """Make a class; one that a learner derives from `Tensor` asks its `__torch_function__`."""
        if mcs.plain in bases and "_overrides" not in body:
            from .subclasses import Subclassed

            overrides.begin()
            bases = tuple(Subclassed if base is mcs.plain else base for base in bases)
        return super().__new__(mcs, name, bases, body)

    plain: ClassVar[type | None] = None
    """`Tensor` itself, once it is there."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make a tensor of sizes or data, as PyTorch's class does."""
        if cls is not TensorMeta.plain:
            return super().__call__(*args, **kwargs)
        from .tensor_types import made_of

        return made_of(None, args, kwargs)

    def __dir__(cls) -> list[str]:
        return [name for name in super().__dir__() if name not in OF_TENSORS]

    @property
    def __signature__(cls) -> Signature:  # `__call__` would hide it
        return signature(cls.__init__.__get__(cls))  # type: ignore[misc]  # of the very class


class Derivable(Variable):
    """What `Tensor` has for classes that are derived from it."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """A tensor without its array, or of a learner's class with it."""
        if cls._overrides:
            from .subclasses import made_as

            return made_as(cls, args, kwargs)
        return super().__new__(cls)

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """What functions do with tensors of a subclass: what they always do, and their results are of the class."""
        from .subclasses import by_default

        return by_default(cls, func, types, args, kwargs or {})

    @staticmethod
    def _make_subclass(kind: Any, data: Any, require_grad: bool = False) -> Any:
        """A leaf of the class `kind` in the memory of `data`."""
        from .subclasses import around

        made = around(kind, data)
        made._requires_grad = require_grad
        return made
