"""How the functions of `torch.special` are made of rows, and what makes them PyTorch's: source, `out=`, arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors as _errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.arguments.sources import cite
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.outputs import with_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


def named(function: Any, name: str, text: str) -> Any:
    """The function, with a name and a docstring."""
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


def of_one(row: Op, text: str, half: bool = False) -> Callable[[Tensor], Tensor]:
    """The function that applies a row to a tensor; only some know half precision."""
    name = row.name.removeprefix("special_")

    def function(input: Tensor) -> Tensor:
        if not half and input._array.dtype == np.float16:
            raise _errors.not_for_dtype(f"{name}_cpu", input.dtype.scalar_name)
        return input._unary(row)

    found: Callable[[Tensor], Tensor] = named(function, name, text)
    return found


def pair(input: Any, other: Any) -> tuple[Any, Any]:
    """Two tensors; a number beside a tensor becomes one."""
    like: Any = input if isinstance(input, Variable) else other
    x, y = (v if isinstance(v, Variable) else like.new_tensor(np.asarray(v)) for v in (input, other))
    return x, y


def of_degree(row: Op, text: str) -> Callable[[Any, Any], Tensor]:
    """The function that applies a row to a tensor and a degree, either of which may be a number."""
    name = row.name.removeprefix("special_")

    def function(x: Any, n: Any) -> Tensor:
        place, degree = pair(x, n)
        if place._array.dtype == np.float16:
            raise _errors.not_for_dtype(f"{name}_cpu", place.dtype.scalar_name)
        found: Tensor = place._floats(name, row, degree)
        return found

    found: Callable[[Any, Any], Tensor] = named(function, name, text)
    return found


def publish(names: dict[str, Any], public: Iterable[str]) -> None:
    """Put the public functions of a room in their places; those that were made here belong there."""
    for name in public:
        function = names[name]
        if function.__module__ == __name__:
            function.__module__ = names["__name__"]
        cite(function, "special", "")
        names[name] = as_pytorch(with_out(function, f"special_{name}"), f"special_{name}")
