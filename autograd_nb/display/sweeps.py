"""`sweeps(y)`: forward mode beside reverse mode on the learner's own expression."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.trace import document as documents
from autograd_nb.trace import given
from autograd_nb.trace.sweeps import MOST, Sweeps, kept_sweeps, sweep

from .graphdoc import GraphDoc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograd_nb.engine.tensor import Tensor


class BothSweeps(GraphDoc):
    """A graph with both of its sweeps. In a notebook it is the interactive view, elsewhere its text."""

    def __repr__(self) -> str:
        return self.to_text().rstrip()


def sweeps(
    y: Tensor,
    of: Tensor | None = None,
    direction: Tensor | None = None,
    namespace: Mapping[str, object] | None = None,
) -> BothSweeps:
    """What forward mode and reverse mode make of the graph of `y`, number by number, and what each of them costs.

    Nothing changes by it: no `.grad` is filled and the graph is kept.

    Args:
        y: a result that requires grad; its graph may have 300 operations and a million numbers.
        of: the leaf to push forward from; by default each number of the leaves in its turn, eight at most.
        direction: the tangent of `of`, of its shape; by default 1 at every number.
        namespace: where names come from, by default the variables of the caller.

    Raises:
        TypeError: one of them is no tensor.
        RuntimeError: `y` does not require grad, or `direction` has another shape than `of`; PyTorch's text.
        ValueError: the graph is too large or freed, needs the learner's own code, or has no leaf `of`.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> y = torch.dot(x, x)
    >>> print(str(sweeps(y)).partition("Forward sweep")[2])  # doctest: +NORMALIZE_WHITESPACE
     from x[0] with tangent [1., 0.], beside the values:
      1. x moves by [1., 0.].
      2. y = dot moves by 1. + 1. = 2.
      2 local derivatives, 1 addition; holds at most 2 tangents (3 numbers) at a time.
      Every derivative: 2 sweeps, 4 local derivatives.
    <BLANKLINE>
    Reverse sweep from y with seed 1., after the values:
      1. y = dot receives 1. and sends [1., 2.] and [1., 2.] to x.
      2. x receives [2., 4.].
      2 local derivatives, 1 addition; keeps 1 value (2 numbers) until then.
      Every derivative: 1 sweep, 2 local derivatives.
    <BLANKLINE>
    Reverse mode wins here: y has 1 number, x has 2. 1 reverse sweep gives every derivative; forward mode takes
    2 sweeps, one for each number of x.
    """
    given.tensor(y, "sweeps()")
    if namespace is None:
        frame = sys._getframe(1)
        namespace = {**frame.f_globals, **frame.f_locals}
    return BothSweeps(documents.finish(documents.collect(y, namespace, _found(y, of, direction), opened=True)))


def _found(y: Tensor, of: Tensor | None, direction: Tensor | None) -> Sweeps:
    root = y.grad_fn
    if root is None:
        raise errors.element_no_grad(0)
    if of is None and direction is not None:
        raise ValueError("direction is the tangent of a leaf: say which, sweeps(y, of=x, direction=...)")
    if of is None:
        small = kept_sweeps(root, y.output_nr)
        answer = sweep(root, y.output_nr, MOST) if small is None else small
    else:
        answer = sweep(root, y.output_nr, MOST, (of, _tangent(of, direction)))
    if isinstance(answer, str):
        raise ValueError(f"this graph cannot be swept: {answer}")  # noqa: TRY004 - of the graph
    if of is not None and len(answer.forward[0].visits) == 1:
        raise ValueError("y was not computed from the tensor that is given as `of`")
    return answer


def _tangent(of: Tensor, direction: Tensor | None) -> Any:
    given.tensor(of, "of= of sweeps()")
    if of.grad_fn is not None or not of.requires_grad:
        raise ValueError(
            "a forward sweep begins at a leaf: `of` has to be a tensor that you made with requires_grad=True"
        )
    if direction is None:
        return of.new_ones(of.shape)._array
    given.tensor(direction, "direction= of sweeps()")
    if tuple(direction.shape) != tuple(of.shape):
        raise errors.grad_shape_mismatch(0, direction._array.shape, of._array.shape)
    return direction._array.astype(of._array.dtype)
