"""`backward` and `grad`: what they are given is checked here; the walk itself is in walk.py."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from . import errors, events
from .graph import Edge, Node, Variable
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Sequence


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Any = None,
) -> None:
    """Add the gradient of `tensors` to `.grad` of the leaves they were computed from.

    Args:
        tensors: a tensor or a sequence of tensors that require grad.
        grad_tensors: for each of them the upstream gradient v of the product v·J, of its shape; None stands for 1
            and is allowed for scalars only.
        retain_graph: keep what the nodes saved, so that the graph can be walked again. Default: `create_graph`.
        create_graph: record the walk itself, so that gradients can be differentiated again.
        inputs: the only tensors whose `.grad` may change.

    Raises:
        RuntimeError: with PyTorch's texts, see errors.py. Nothing has changed then.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.backward.html
    """
    roots = _tuple(tensors)
    try:
        if inputs is not None:
            inputs = _tuple(inputs)
            if not inputs:
                raise errors.empty_inputs()
        seeds = _seeds(roots, _seed_tuple(grad_tensors, len(roots)), create_graph)
    except Exception as error:
        _refuse("backward", roots, error)
        raise
    if create_graph:
        warnings.warn(errors.CREATE_GRAPH, stacklevel=3)
    _walk("backward", roots, seeds, _keep(retain_graph, create_graph), create_graph, inputs).run()


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    is_grads_batched: bool = False,
    allow_unused: bool | None = None,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of `outputs` with respect to `inputs`, handed back; no `.grad` changes.

    Args are those of `backward`; `allow_unused` gives None for an input that was not used instead of an error,
    `materialize_grads` zeros.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad.html
    """
    if is_grads_batched:
        raise NotImplementedError("is_grads_batched is not here: call grad once for each row of grad_outputs")
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False."
        )
    roots, wanted = _tuple(outputs), _tuple(inputs)
    try:
        seeds = _seeds(roots, _seed_tuple(grad_outputs, len(roots)), create_graph)
    except Exception as error:
        _refuse("grad", roots, error)
        raise
    strict = not (allow_unused or materialize_grads)
    walk = _walk("grad", roots, seeds, _keep(retain_graph, create_graph), create_graph, wanted, not strict)
    walk.run()
    results: list[Any] = []
    for tensor, edge in zip(wanted, walk.targets or ()):
        g = walk.found.get(edge)
        if g is None and materialize_grads:
            g = tensor.new_zeros(tensor.shape).requires_grad_()
        elif g is not None and not isinstance(g, Variable):
            g = Node.wrap(np.array(g, order="C"))
        results.append(g)
    return tuple(results)


def _walk(
    kind: Literal["backward", "grad"],
    roots: Sequence[Any],
    seeds: list[tuple[Edge, Any]],
    keep_graph: bool,
    create_graph: bool,
    inputs: tuple[Any, ...] | None,
    allow_unused: bool = True,
) -> Walk:
    """A walk ready to run; the inputs that it is to end at are checked."""
    try:
        return Walk(kind, seeds, keep_graph, create_graph, inputs, allow_unused)
    except Exception as error:
        _refuse(kind, roots, error, next((t for t in inputs or () if t.edge()[0] is None), None))
        raise


def _refuse(kind: str, roots: Sequence[Any], error: Exception, culprit: Any = None) -> None:
    if events.observer is not None:
        events.observer.refused(kind, roots, error, culprit)


def _keep(retain_graph: bool | None, create_graph: bool) -> bool:
    return create_graph if retain_graph is None else retain_graph


def _tuple(tensors: Any) -> tuple[Any, ...]:
    return (tensors,) if isinstance(tensors, Variable) else tuple(tensors)


def _seed_tuple(seeds: Any, length: int) -> tuple[Any, ...]:
    if seeds is None:
        return (None,) * length
    return (seeds,) if isinstance(seeds, Variable) else tuple(seeds)


def _seeds(roots: Sequence[Any], given: Sequence[Any], create_graph: bool) -> list[tuple[Edge, Any]]:
    """Check the upstream gradients in PyTorch's order and put 1 where none is given."""
    if len(roots) != len(given):
        raise errors.gradient_count(len(roots), len(given))
    seeds: list[Any] = []
    for i, (root, seed) in enumerate(zip(roots, given)):
        if isinstance(seed, Variable):
            if seed._array.shape != root._array.shape:
                raise errors.grad_shape_mismatch(i, seed._array.shape, root._array.shape)
            seeds.append(seed if create_graph else seed._array)
        elif seed is not None:
            raise errors.gradient_type(type(seed).__name__)
        elif not root.requires_grad:
            seeds.append(None)  # refused below, whatever its shape
        else:
            if root._array.size != 1:
                raise errors.scalar_outputs_only()
            one = np.array(1, root._array.dtype)
            if root._array.ndim:
                one = one.reshape(root._array.shape)
            seeds.append(Node.wrap(one) if create_graph else one)
    starts = []
    for i, root in enumerate(roots):
        edge = root.edge()
        if edge[0] is None:
            raise errors.element_no_grad(i)
        starts.append((edge, seeds[i]))
    return starts
