"""What derivatives of functions rest on: inputs of their own, and results cut loose from these afterwards.

`func.grad(f)(x)` computes `f` on a stand-in for `x`. When `x` itself takes part in a graph, because the call is
inside of another such function, the stand-in is tied to it and the result stays differentiable; else the stand-in
is a leaf that nobody else knows, and what depends on it alone is handed back without a history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .arriving import fit
from .backward import grad
from .graph import AccumulateGrad, Node, Variable
from .modes import enable_grad, modes
from .namespaces import TENSORS
from .tensor import Tensor
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def stand_in(x: Tensor) -> Tensor:
    """A tensor with the value of `x` that requires grad; tied to `x` if that requires grad as well."""
    if x.requires_grad:
        with enable_grad():
            return x.view_as(x)
    return x.detach().requires_grad_()


def gradients(
    outputs: Sequence[Any], inputs: Sequence[Tensor], seeds: Sequence[Any] | None = None
) -> tuple[Tensor | None, ...]:
    """The gradients of outputs with a history of their own, None for inputs that took no part.

    Outputs that depend on nothing are passed over.
    """
    given = seeds if seeds is not None else [None] * len(outputs)
    pairs = [(out, seed) for out, seed in zip(outputs, given) if out is not None and out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    outs, own = zip(*pairs)
    with enable_grad():
        return grad(outs, inputs, own, create_graph=True, allow_unused=True)


def pushed_forward(
    outputs: Sequence[Tensor], inputs: Sequence[Tensor], tangents: Sequence[Tensor]
) -> tuple[list[Tensor], list[Tensor]]:
    """The Jacobian-vector product: how the outputs move when the inputs move along the tangents.

    The backward formula of every operation is linear in the upstream gradient u. So the gradients of the inputs,
    differentiated by u, are the derivative in the other direction: two walks back make one forward, and the one row
    of every operation serves both. What stood for u comes second: leaves to be given to `released`. Any u gives the
    same; it is 1, because a formula that takes logarithms of it (`logcumsumexp`) knows nothing at 0.

    Source: J. Townsend, "A new trick for calculating Jacobian vector products" (2017).
    """
    with enable_grad():
        ups = [out.new_ones(out.shape).requires_grad_() for out in outputs]
        back = gradients(outputs, inputs, ups)
        reached = [(g, t) for g, t in zip(back, tangents) if g is not None]
        moved = gradients([g for g, _ in reached], ups, [t for _, t in reached])
    return [out.new_zeros(out.shape) if m is None else m for out, m in zip(outputs, moved)], ups


def pushed_through(node: Node, tangents: Sequence[np.ndarray[Any, Any] | None]) -> list[list[np.ndarray[Any, Any]]]:
    """How the results of one operation move: `pushed_forward` for a single node, told to no observer.

    Args:
        node: an operation that still has what it saved.
        tangents: how each of its inputs moves, parallel to `next_functions`; None where it does not.

    Returns:
        For each moving input its share in the movement of each result; the results move by the sums.

    Raises:
        RuntimeError: what the operation saved was freed, or changed in place.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> [[share]] = pushed_through((x * 3).grad_fn, [np.array([0., 1.], np.float32)])
    >>> share
    array([0., 3.], dtype=float32)
    """
    count = len(node.results) if node.op is None or node.op.outputs < 0 else node.op.outputs
    shares = []
    with enable_grad():
        ups = [Tensor._wrap(np.ones(shape, dtype), requires_grad=True) for shape, dtype in node.results[:count]]
        sent = node.contributions(TENSORS, [*ups, *[None] * (len(node.results) - count)])
        for (following, number), c, tangent in zip(node.next_functions, sent, tangents):
            if following is None or tangent is None:
                continue
            moved: dict[Any, Any] = {}
            if c is not None:
                walk = Walk(
                    "grad", [(fit(c, *following.results[number], TENSORS).edge(), tangent)], True, False, tuple(ups)
                )
                if walk.roots:
                    walk.run(tell=False)
                    moved = walk.found
            found = [moved.get(up.edge()) for up in ups]
            shares.append([np.zeros_like(up._array) if m is None else m for up, m in zip(ups, found)])
    return shares


def released(results: Iterable[Any], own: Sequence[Tensor]) -> list[Any]:
    """Results, without history where all that this leads to are leaves of our `own` (or nobody records)."""
    ours = {id(leaf) for leaf in own}
    return [
        r.detach()
        if isinstance(r, Tensor) and r.requires_grad and not (modes.grad and _leads_elsewhere(r, ours))
        else r
        for r in results
    ]


def _leads_elsewhere(result: Variable, ours: set[int]) -> bool:
    """Whether the graph behind a result has a leaf that is not one of ours."""
    first = result.edge()[0]
    stack, seen = [first], {first}
    while stack:
        node = stack.pop()
        if isinstance(node, AccumulateGrad) and id(node.variable) not in ours:
            return True
        for following, _ in node.next_functions if node is not None else ():
            if following is not None and following not in seen:
                seen.add(following)
                stack.append(following)
    return False


__all__ = ["gradients", "pushed_forward", "pushed_through", "released", "stand_in"]
