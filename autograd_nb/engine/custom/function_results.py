"""What becomes of the results of a learner's own function: tensors of the graph, views or not, changed in place or not.

Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
"""

from __future__ import annotations

import warnings
import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, events
from autograd_nb.engine.graph import Edge, Variable
from autograd_nb.engine.memory.geometry import geometry_in
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from autograd_nb.engine.function import FunctionCtx

    from .function_node import FunctionNode


def mark_views(ctx: FunctionCtx, outputs: list[Any]) -> None:
    """Note of results that are views that they may not be changed in place: this backward knows nothing of it."""
    node = ctx._node()
    several = sum(isinstance(out, Tensor) and out._grad_fn is not None and out._grad_fn is node for out in outputs)
    for out in outputs:
        if isinstance(out, Tensor) and out._base is not None and not any(out is t for t in ctx._dirty):
            out._view_made_in = "several" if several > 1 else "custom"


def check_dirty(ctx: FunctionCtx, tensors: tuple[Any, ...]) -> None:
    """Refuse, or warn of, what was marked as changed in place and is no input."""
    for out in ctx._dirty:
        if not any(out is t for t in tensors):
            text = (
                "ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have been mutated "
                "should be passed to ctx.mark_dirty()."
            )
            if out._base is not None:
                raise RuntimeError(text)
            warnings.warn(text, stacklevel=3)


def check_saved(ctx: FunctionCtx, results: tuple[Any, ...], tensors: tuple[Any, ...]) -> None:
    """Refuse an input that was saved and is returned as it was: it would save its own result."""
    saved = (*ctx._to_save, *(ctx._to_forward or ()))
    for t in tensors:
        kept = any(t is s for s in saved) and not any(t is d for d in ctx._dirty)
        if kept and any(t is r for r in results):
            raise errors.returned_input_saved()


def own_result(ctx: FunctionCtx, result: Tensor, tensors: tuple[Any, ...], recording: bool) -> Tensor:
    """A result that is an input as it was, as a view of its own: the graph has to tell them apart."""
    if not any(result is t for t in tensors):
        return result
    if any(result is t for t in ctx._dirty):
        return result if recording or not result._requires_grad else result.detach()
    without_gradient = any(result is t for t in ctx._without_gradient)
    if result._requires_grad and (not recording or without_gradient):
        own = result.detach()
    else:
        with no_grad():
            own = result.view_as(result)
        own._view_made_in = ""
    if without_gradient:
        ctx._without_gradient = (*ctx._without_gradient, own)
    return own


def record(
    kind: type[FunctionNode], ctx: FunctionCtx, args: tuple[Any, ...], edges: tuple[Edge, ...], outputs: list[Any]
) -> None:
    """Hang the results onto the graph."""
    for i, t in enumerate(ctx._to_save):
        if t is not None and not isinstance(t, Variable):
            raise errors.save_for_backward_type(i, type_name(t))
    kept = [o for o in outputs if isinstance(o, Tensor)]
    differentiable = [o._array.dtype.kind == "f" and not any(o is t for t in ctx._without_gradient) for o in kept]
    node = kind(edges, tuple((o._array.shape, o._array.dtype) for o in kept))
    ends = iter(edges)
    node.used = [next(ends) if isinstance(a, Variable) else None for a in args]
    numbers = iter(range(len(kept)))
    node.returned = [next(numbers) if isinstance(o, Tensor) else None for o in outputs]
    node.ctx = ctx
    node.unfilled = ()
    for number, out in enumerate(kept):
        dirty = any(out is t for t in ctx._dirty)
        if not differentiable[number]:
            if not ctx._materialize_non_diff_grads:
                node.unfilled = (*node.unfilled, number)
            if out._requires_grad:
                out._requires_grad, out._grad_fn, out._output_nr = False, None, 0
        elif dirty:
            _rewrite(node, number, out, len(kept))
        else:
            if out._base is not None:
                out._view_version = out._changes
            out._requires_grad, out._grad_fn, out._output_nr = True, node, number
    to_save, ctx._to_save = ctx._to_save, ()  # first of all: a hook for what is saved may raise
    ctx._recorded = weakref.ref(node)
    node.save(to_save, kept)
    if events.observer is not None:
        tensors = tuple(a for a in args if isinstance(a, Variable))
        events.observer.applied(node, tensors, kept[0])


def _rewrite(node: FunctionNode, number: int, tensor: Tensor, results: int) -> None:
    """Give an input that forward changed in place its new history."""
    if tensor._grad_fn is None and tensor._requires_grad:
        raise RuntimeError("a leaf Variable that requires grad has been used in an in-place operation.")
    if tensor._base is None:
        tensor._set_history(node, number)
        return
    if tensor._view_made_in:
        raise tensor._view_refused()
    if results > 1:
        raise errors.dirty_view_with_others()
    if tensor._base._grad_fn is None and tensor._base._requires_grad:
        raise errors.view_of_leaf_inplace()
    tensor._rebase(node, (tensor,), geometry_in(tensor._array, tensor._base._array))
