"""What the losses have in common as layers: a function, and options that are fixed.

Source: https://pytorch.org/docs/2.7/nn.html#loss-functions
"""

from __future__ import annotations

from inspect import Parameter, Signature
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from autograd_nb.engine.graph import Variable
from autograd_nb.nn.losses import chosen

from .module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


HOME = f"{__name__.rpartition('.')[0]}.loss"
"""Where they are found."""


class Loss(Module):
    """A loss of `nn.functional`, with options that are fixed when the module is made.

    `options` names those options in PyTorch's order, with their defaults.
    """

    function: ClassVar[Callable[..., Any]]
    options: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        given = _given(_SHARED.get(tuple(self.options), type(self).__name__), self.options, args, kwargs)
        older = given.pop("size_average", None), given.pop("reduce", None)
        if older != (None, None):
            given["reduction"] = chosen(*older)
        for name, value in given.items():
            if name in ("weight", "pos_weight") or isinstance(value, Variable):
                self.register_buffer(name, value)
            else:
                setattr(self, name, value)

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of input and target.

        >>> torch.nn.MSELoss().forward(torch.tensor([3.0]), torch.tensor([1.0]))
        tensor(4.)
        """
        return self._of(input, target)

    def _of(self, *inputs: Any) -> Tensor:
        options = {name: getattr(self, name) for name in self.options if name not in ("size_average", "reduce")}
        found: Tensor = type(self).function(*inputs, **options)
        return found


_SHARED = {
    ("size_average", "reduce", "reduction"): "_Loss",
    ("weight", "size_average", "reduce", "reduction"): "_WeightedLoss",
}
"""Whose arguments these are in PyTorch, where a loss without more of its own takes them from a base class."""


def _given(owner: str, options: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The value of each option, as Python would read them, with its words for those that are too many."""
    names = list(options)
    if len(args) > len(names):
        raise TypeError(
            f"{owner}.__init__() takes from 1 to {len(names) + 1} positional arguments but {len(args) + 1} were given"
        )
    for name in kwargs:
        if name not in options:
            raise TypeError(f"{owner}.__init__() got an unexpected keyword argument '{name}'")
        if name in names[: len(args)]:
            raise TypeError(f"{owner}.__init__() got multiple values for argument '{name}'")
    return options | dict(zip(names, args)) | kwargs


class OfTwo(Loss):
    """One that is called with two inputs and a target."""

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]  # arguments of its own
        """The loss of two inputs and a target.

        >>> torch.nn.MarginRankingLoss().forward(torch.tensor([1.0]), torch.tensor([3.0]), torch.tensor([1.0]))
        tensor(2.)
        """
        return self._of(input1, input2, target)


class OfTriplet(Loss):
    """One that is called with an example, one of its kind and one of another."""

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:  # type: ignore[override]  # arguments of its own
        """The loss of an example, one of its kind and one of another.

        >>> torch.nn.TripletMarginLoss().forward(torch.zeros(1, 2), torch.zeros(1, 2), torch.ones(1, 2))
        tensor(0.)
        """
        return self._of(anchor, positive, negative)


class OfAboveZero(OfTriplet):
    """The same with a margin that has to be positive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.margin <= 0:
            raise ValueError(f"{type(self).__name__}: expected margin to be greater than 0, got {self.margin} instead")


class OfSequences(Loss):
    """One that is called with sequences and their lengths."""

    def forward(  # type: ignore[override]  # arguments of its own
        self, log_probs: Tensor, targets: Tensor, input_lengths: Any, target_lengths: Any
    ) -> Tensor:
        """The loss of sequences and their lengths.

        >>> even = torch.zeros(2, 3).log_softmax(1)
        >>> torch.nn.CTCLoss().forward(even, torch.tensor([1]), torch.tensor(2), torch.tensor(1))
        tensor(1.0986)
        """
        return self._of(log_probs, targets, input_lengths, target_lengths)


class OfCounts(Loss):
    """One whose input may be a logarithm, and is called so."""

    def forward(self, log_input: Tensor, target: Tensor) -> Tensor:
        """The loss of rates, or their logarithms, and counts.

        >>> torch.nn.PoissonNLLLoss().forward(torch.tensor([0.0]), torch.tensor([1.0]))
        tensor(1.)
        """
        return self._of(log_input, target)


class OfSpread(Loss):
    """One that is called with means, numbers and variances; its options go by name."""

    _lends = ("__init__",)

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(full=full, eps=eps, reduction=reduction)

    def forward(self, input: Tensor, target: Tensor, var: Any) -> Tensor:  # type: ignore[override]  # arguments of its own
        """The loss of means, numbers and variances.

        >>> torch.nn.GaussianNLLLoss().forward(torch.tensor([1.0]), torch.tensor([3.0]), torch.tensor([1.0]))
        tensor(2.)
        """
        return self._of(input, target, var)


def _named(function: Any, name: str) -> Any:
    """A copy of a function that Python calls by the name of a class, where arguments are missing or too many."""
    copy = FunctionType(function.__code__, function.__globals__, function.__name__)
    copy.__qualname__ = name
    return copy


def loss(name: str, function: Callable[..., Any], text: str, base: type[Loss] = Loss, /, **options: Any) -> type[Loss]:
    """A layer of this function, with the default values of its options; `text` is its docstring."""
    parameters = [Parameter(key, Parameter.POSITIONAL_OR_KEYWORD, default=value) for key, value in options.items()]
    body = {
        "function": staticmethod(function),
        "options": options,
        "__doc__": text,
        "__module__": HOME,
        "__signature__": Signature(parameters),
        "forward": _named(base.forward, f"{name}.forward"),
    }
    return type(name, (base,), body)
