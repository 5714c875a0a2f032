"""Modules that learn their shapes from the first input.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.modules.lazy.LazyModuleMixin.html
"""

from __future__ import annotations

from itertools import chain
from typing import Any, ClassVar

from autograd_nb.engine.warn import warn
from autograd_nb.nn.parameter import is_lazy


class LazyModuleMixin:
    """What makes a module of a class wait for its first input; it stands before `Module` among the bases.

    The first call hands its arguments to `initialize_parameters`, which has to give every parameter its shape. From
    then on the module is one of the class `cls_to_become`, unless that is None.

    >>> import autograd_nb as torch
    >>> class Scale(LazyModuleMixin, torch.nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.weight = torch.nn.UninitializedParameter()
    ...
    ...     def initialize_parameters(self, input):
    ...         self.weight.materialize(input.shape[-1:])
    ...         torch.nn.init.ones_(self.weight)
    ...
    ...     def forward(self, input):
    ...         return self.weight * input
    >>> import warnings
    >>> with warnings.catch_warnings(action="ignore"):
    ...     scale = Scale()
    >>> scale.weight
    <UninitializedParameter>
    >>> scale(torch.arange(3.0))
    tensor([0., 1., 2.], grad_fn=<MulBackward0>)
    """

    cls_to_become: ClassVar[type[Any] | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waits = True
        warn(
            "Lazy modules are a new feature under heavy development so changes to the API or functionality can happen "
            "at any moment."
        )

    def initialize_parameters(self, *args: Any, **kwargs: Any) -> None:
        """Give every parameter its shape, after what the module is called with; every subclass has its own.

        >>> layer = torch.nn.LazyLinear(3)
        >>> layer.initialize_parameters(torch.ones(5, 2))
        >>> layer.weight.shape
        torch.Size([3, 2])
        """
        raise NotImplementedError(f"initialize_parameters is not implemented for {type(self).__name__}")

    def has_uninitialized_params(self) -> bool:
        """Whether a parameter or buffer has no shape yet.

        >>> torch.nn.LazyLinear(3).has_uninitialized_params()
        True
        """
        me: Any = self
        return any(map(is_lazy, chain(me._parameters.values(), me._buffers.values())))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The first call fixes the shapes."""
        me: Any = super()
        if self.__dict__.get("_waits"):
            self.initialize_parameters(*args, **kwargs)
            if self.has_uninitialized_params():
                raise RuntimeError(f"module {type(self).__name__} has not been fully initialized")
            del self._waits
            if self.cls_to_become is not None:
                self.__class__ = self.cls_to_become  # this is what lazy means
                return self(*args, **kwargs)
        return me.__call__(*args, **kwargs)


LazyModuleMixin.__module__ = "torch.nn.modules.lazy"
