"""What a tensor looks like inside of a function of functions: which of them follow it.

`func.grad`, `vjp` and `jvp` are a level each, and so is `vmap`; the innermost has the highest number and is written
first. The numbers inside are those of the tensor itself.

Source: PyTorch's torch/_tensor_str.py.
"""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import duals, errors
from autograd_nb.engine.modes import modes, no_grad
from autograd_nb.engine.node import Variable

from .batches import IN_PLACE_OPERATORS, Batch, batch_of, examples_of

if TYPE_CHECKING:
    from typing import Self


class Tracking:
    """One run of a transform that follows tensors, for the time of the block: all that are made in it."""

    def __init__(self) -> None:
        self.given: list[Any] = []  # what the function is called with: tensors that stand for its arguments

    def owns(self, base: Any) -> bool:
        """Whether the tensor that views are taken of was made in the function, or is an argument of it."""
        return self in base._born or any(one is base or one._base is base for x in self.given for one in examples_of(x))

    def __enter__(self) -> Self:
        here = modes.here
        here.transforms = (*here.transforms, self)
        duals.watch(1)
        return self

    def __exit__(self, *_: object) -> None:
        here = modes.here
        here.transforms = here.transforms[:-1]
        self.given.clear()
        duals.watch(-1)


def refuse_captured(tensor: Any, name: str = "", other: Any = None) -> None:
    """Refuse to change a tensor in place that the function that is differentiated did not make, nor was given.

    Args:
        tensor: what is to change.
        name: the method that changes it; without one, that which is called just now.
        other: its argument.

    Raises:
        RuntimeError: with PyTorch's name of the operation.
    """
    running = [layer for layer in modes.here.transforms if isinstance(layer, Tracking)]
    made = not running or running[-1] in tensor._born
    if not made or (running and tensor._base is not None and not running[-1].owns(tensor._base)):
        raise errors.vmap.captured(name + _overload(name, other) if name else _operation())


def _operation() -> str:
    """PyTorch's name of the method that is called just now."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        name, given = frame.f_code.co_name, frame.f_locals
        if name in IN_PLACE_OPERATORS:
            name = _OPERATORS.get(name[3:-2], name[3:-2]) + "_"
        if name[-1] == "_" and name[0] != "_":
            return name + _overload(name, next((given[k] for k in ("other", "value", "exponent") if k in given), None))
        frame = frame.f_back
    return "copy_"


_OPERATORS = {"truediv": "div", "floordiv": "floor_divide", "mod": "remainder"}
_OF_TENSORS = frozenset(
    f"{name}_" for name in "add sub mul div floor_divide subtract multiply divide true_divide xlogy copysign".split()
)
_OF_EITHER = frozenset(f"{name}_" for name in "pow remainder fmod eq ne lt le gt ge fill masked_fill".split())


def _overload(name: str, other: Any) -> str:
    if name in _OF_TENSORS:
        return ".Tensor"
    return "" if name not in _OF_EITHER else ".Tensor" if isinstance(other, Variable) else ".Scalar"


def text(tensor: Any) -> str:
    """A tensor as it is written inside of functions of functions, or after it has left them."""
    layers = modes.here.transforms
    batch = batch_of(tensor)
    return _text(tensor, tensor, layers if batch is None or batch in layers else (*batch.around, batch))


def _text(whole: Any, one: Any, layers: tuple[Any, ...]) -> str:
    """`whole` holds the numbers; `one` is the tensor, or an example of the batch that it is."""
    from autograd_nb.engine.printing import plain_text

    if not layers:
        return plain_text(whole)
    layer, rest = layers[-1], layers[:-1]
    level = len(layers)
    if isinstance(layer, Batch):
        if batch_of(one) is not layer:
            return _text(whole, one, rest)
        inner = _text(_all_of(whole), one._own[0] if one._source is None else one._source, rest)
        return _wrapped(f"BatchedTensor(lvl={level}, bdim={one._lie}", inner)
    sample = one if batch_of(one) is None else one._first()
    if layer not in sample._born:
        return _text(whole, one, rest)
    return _wrapped(f"GradTrackingTensor(lvl={level}", _text(_untracked(whole), one, rest))


def _wrapped(head: str, inner: str) -> str:
    return f"{head}, value=\n{textwrap.indent(inner, '    ')}\n)"


def _untracked(whole: Any) -> Any:
    with no_grad():
        return whole.detach()


def _all_of(whole: Any) -> Any:
    """The memory in which all examples lie, if it is known, or such as they would lie in."""
    from autograd_nb.engine.functions.joining import stack

    if whole._source is not None:
        return whole._source
    with no_grad():
        return stack(whole._own)
