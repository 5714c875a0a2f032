"""What the activation functions have in common as layers: a function, and options that are fixed.

Source: https://pytorch.org/docs/2.7/nn.html#non-linear-activations-weighted-sum-nonlinearity
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from .module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


HOME = f"{__name__.rpartition('.')[0]}.activation"
"""Where they are found."""


class Activation(Module):
    """A function of `nn.functional`, with options that are fixed when the module is made.

    `options` names those options with their defaults, in the order of the arguments. `shown` are those that the
    print-out names; `inplace` is shown where it is True.
    """

    _lends = ("forward",)

    function: ClassVar[Callable[..., Any]]
    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        names = list(self.options)
        for name in kwargs:
            if name not in self.options:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{name}'")
        if len(args) > len(names):
            takes = f"from 1 to {len(names) + 1} positional arguments" if names else "1 positional argument"
            raise TypeError(f"{type(self).__name__}.__init__() takes {takes} but {len(args) + 1} were given")
        given = {**dict(zip(names, args)), **kwargs}
        for name, default in self.options.items():
            setattr(self, name, given.get(name, default))

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input.

        >>> torch.nn.ReLU().forward(torch.tensor([-1.0, 2.0]))
        tensor([0., 2.])
        """
        found: Tensor = type(self).function(input, **{name: getattr(self, name) for name in self.options})
        return found

    def extra_repr(self) -> str:
        """The options."""
        shown = [f"{name}={getattr(self, name)!r}" for name in self.options if name != "inplace"]
        return ", ".join([*shown, "inplace=True"] if getattr(self, "inplace", False) else shown)


def activation(name: str, function: Callable[..., Any], text: str, **options: Any) -> type[Activation]:
    """A layer of this function, with the default values of its options; `text` is its docstring."""
    body = {"function": staticmethod(function), "options": options, "__doc__": text, "__module__": HOME}
    return type(name, (Activation,), body)
