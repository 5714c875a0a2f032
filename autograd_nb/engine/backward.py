"""`backward` and `grad`: what they are given is checked here; the walk itself is in walk.py."""

from __future__ import annotations

import math
import operator
import warnings
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from . import duals, errors, events, overrides
from .batching import batches
from .graph import Edge, Node, Variable
from .hooks import as_it_lies
from .modes import modes
from .naming import type_name
from .quick.usual import unwatched, watched
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Sequence


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: Any = None,
) -> None:
    """Add the gradient of `tensors` to `.grad` of the leaves they were computed from.

    Args:
        tensors: a tensor or a sequence of tensors that require grad, or of gradient edges.
        grad_tensors: for each of them the upstream gradient v of the product v·J, of its shape; None stands for 1
            and is allowed for scalars only.
        retain_graph: keep what the nodes saved, so that the graph can be walked again. Default: `create_graph`.
        create_graph: record the walk itself, so that gradients can be differentiated again.
        grad_variables: the old name of `grad_tensors`.
        inputs: the only tensors whose `.grad` may change.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> torch.autograd.backward((x**2).sum())
    >>> x.grad
    tensor([2., 4.])
    >>> torch.autograd.backward(3 * x, torch.tensor([1.0, 10.0]))
    >>> x.grad
    tensor([ 5., 34.])

    Raises:
        RuntimeError: with PyTorch's texts, see errors/gradients.py. Nothing has changed then.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.backward.html
    """
    if grad_variables is not None:
        warnings.warn("`grad_variables` is deprecated. Use `grad_tensors` instead.", FutureWarning, stacklevel=2)
        if grad_tensors is not None:
            raise errors.both_seed_names()
        grad_tensors = grad_variables
    run_backward(tensors, grad_tensors, retain_graph, create_graph, inputs)


def run_backward(tensors: Any, grad_tensors: Any, retain_graph: bool | None, create_graph: bool, inputs: Any) -> None:
    """What `backward` of this module and of tensors have in common."""
    if modes.here.transforms:
        raise errors.vmap.backward()
    roots = (tensors,) if isinstance(tensors, Variable) else _tuple(tensors)
    as_tensors = _as_tensors(create_graph)
    try:
        if inputs is not None:
            inputs = _tuple(inputs)
            if not inputs:
                raise errors.empty_inputs()
        seeds = _seeds(roots, _seed_tuple(grad_tensors, len(roots)), as_tensors)
        if inputs is not None:
            _check_inputs(inputs)
            _retain(inputs)
    except Exception as error:
        _refuse("backward", roots, error)
        raise
    if create_graph:
        warnings.warn(errors.CREATE_GRAPH, stacklevel=3)
        if events.observer is not None and isinstance(roots[0], Variable):
            events.observer.warned("create_graph", roots[0])
    keep = _keep(retain_graph, create_graph)
    watcher = events.observer
    given = grad_tensors is not None
    walk: Walk | None
    if inputs is not None or as_tensors or not seeds:
        walk = _walk("backward", roots, seeds, keep, create_graph, inputs)
    elif watcher is None:
        walk = unwatched(seeds, keep)
    elif getattr(watcher, "walked", None) is None:
        walk = Walk("backward", seeds, keep, False)
    else:
        walk = watched(watcher, seeds, keep, given)
    if walk is not None:
        walk.given = given
        walk.run()


def _check_inputs(inputs: tuple[Any, ...]) -> None:
    for tensor in inputs:
        if not hasattr(tensor, "edge"):
            raise RuntimeError(f"all inputs have to be Tensors or GradientEdges, but got {type_name(tensor)}")


def _retain(inputs: tuple[Any, ...]) -> None:
    """Results of operations that `backward` is asked to fill keep their gradients from now on, as in PyTorch."""
    for tensor in inputs:
        if isinstance(tensor, Variable) and not tensor.requires_grad:  # type: ignore[attr-defined]  # a tensor
            raise errors.retain_grad_without_grad()
    for tensor in inputs:
        if isinstance(tensor, Variable):
            keep: Any = tensor
            keep.retain_grad()


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of `outputs` with respect to `inputs`, handed back; no `.grad` changes.

    Args are those of `backward`; `allow_unused` gives None for an input that was not used instead of an error,
    `materialize_grads` zeros. With `is_grads_batched` each of `grad_outputs` has one more dimension in front: one walk
    goes back with all its entries, and the gradients have that dimension too. `only_inputs` changes nothing.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> (slope,) = torch.autograd.grad(x**3, x, create_graph=True)
    >>> slope
    tensor(27., grad_fn=<MulBackward0>)
    >>> torch.autograd.grad(slope, x)
    (tensor(18.),)

    Raises:
        RuntimeError: for an output that is no single number and has no upstream gradient, an input that was not used,
            and a graph that was walked before and not kept.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad.html
    """
    _require_sense(materialize_grads, allow_unused)
    roots, wanted = _tuple(outputs), _tuple(inputs)
    if overrides.begun and (found := overrides.overriding((*roots, *wanted), {})):
        options = {"retain_graph": retain_graph, "create_graph": create_graph, "only_inputs": only_inputs}
        options |= {"grad_outputs": grad_outputs, "allow_unused": allow_unused, "is_grads_batched": is_grads_batched}
        options["materialize_grads"] = materialize_grads
        return overrides.dispatched(grad, found, (roots, wanted), options)
    if not only_inputs:
        warnings.warn(errors.ONLY_INPUTS, FutureWarning, stacklevel=2)
    given = _seed_tuple(grad_outputs, len(roots))
    keep = _keep(retain_graph, create_graph)
    strict = not (allow_unused or materialize_grads)
    if modes.here.mapped and (batch := batches.innermost((roots, wanted), {})) is not None:
        return _mapped(batch, roots, wanted, given, (retain_graph, create_graph), strict)
    if is_grads_batched:
        return _batched(roots, wanted, given, keep, create_graph, strict, materialize_grads)
    try:
        seeds = _seeds(roots, given, _as_tensors(create_graph) or _of_batch(given))
        if not wanted:
            raise errors.no_inputs()
        _check_inputs(wanted)
    except Exception as error:
        _refuse("grad", roots, error)
        raise
    if not roots and strict:
        raise errors.unused_input()
    walk = _walk("grad", roots, seeds, keep, create_graph, wanted, not strict)
    walk.given = grad_outputs is not None
    walk.run()
    results: list[Any] = []
    for tensor, edge in zip(wanted, walk.targets or ()):
        g = walk.found.get(edge)
        if g is None and materialize_grads:
            g = _zeros(tensor)
        elif g is not None and not isinstance(g, Variable):
            g = Node.wrap(as_it_lies(g))
        results.append(g)
    return tuple(results)


def _zeros(tensor: Any) -> Any:
    """What is given for an input that took no part."""
    if not isinstance(tensor, Variable):
        raise RuntimeError(  # noqa: TRY004 - PyTorch's type
            "materialize_grads cannot be used when the given input is a GradientEdge"
        )
    return Node.wrap(np.zeros(*_described(tensor)[1:]), requires_grad=True)


def _require_sense(materialize_grads: bool, allow_unused: bool | None) -> None:
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False."
        )


def _mapped(
    batch: Any, roots: Any, wanted: Any, given: Any, graph: tuple[bool | None, bool], strict: bool
) -> tuple[Any, ...]:
    """`grad` inside of a function that is mapped: the gradients of all examples."""
    from .batching import spreading

    if not any(root.requires_grad for root in roots):
        raise errors.element_no_grad()

    def walk(outputs: Any, inputs: Any, seeds: Any) -> Any:
        return grad(outputs, inputs, seeds, *graph, allow_unused=True)

    found = spreading.gradients(batch, roots, wanted, given, walk)
    if strict and any(g is None for g in found):
        raise errors.unused_input()
    return tuple(found)


def _batched(
    roots: tuple[Any, ...],
    wanted: tuple[Any, ...],
    given: tuple[Any, ...],
    keep: bool,
    create_graph: bool,
    strict: bool,
    materialize: bool,
) -> tuple[Any, ...]:
    """One walk for all entries of the upstream gradients."""
    for i, (root, seeds) in enumerate(zip(roots, given)):
        shape = _described(root)[1]
        if isinstance(seeds, Variable) and seeds._array.shape[1:] != shape:
            # PyTorch takes off the dimension of the batch twice where it says this.
            raise errors.batched_grad_shape(i, seeds._array.shape[2:], shape)
    for root, seeds in zip(roots, given):
        if seeds is None and _described(root)[1]:
            raise errors.scalar_outputs_only()
    with batches.Batch(errors.vmap.one_size([getattr(seeds, "shape", ()) for seeds in given])) as batch:
        ups = [batch.of(seeds) for seeds in given]
        found = grad(roots, wanted, ups, keep, create_graph, allow_unused=not strict or None)
    wholes = [None if g is None else batch.whole(g) for g in found]
    return tuple(_zeros(tensor) if g is None and materialize else g for g, tensor in zip(wholes, wanted))


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
    make = Walk
    if _of_batch([seed for _, seed in seeds]):
        from .batching.batched_walk import BatchedWalk

        make = BatchedWalk
    try:
        return make(kind, seeds, keep_graph, create_graph, inputs, allow_unused)
    except Exception as error:
        _refuse(kind, roots, error, next((t for t in inputs or () if t.edge()[0] is None), None))
        raise


def _refuse(kind: str, roots: Sequence[Any], error: Exception, culprit: Any = None) -> None:
    if events.observer is not None:
        events.observer.refused(kind, roots, error, culprit)


def _keep(retain_graph: bool | None, create_graph: bool) -> bool:
    return create_graph if retain_graph is None else bool(operator.index(retain_graph))


def _tuple(tensors: Any) -> tuple[Any, ...]:
    single = isinstance(tensors, Variable) or hasattr(tensors, "output_nr")  # a GradientEdge is a tuple itself
    return (tensors,) if single else tuple(tensors)


def _seed_tuple(seeds: Any, length: int) -> tuple[Any, ...]:
    if seeds is None:
        return (None,) * length
    if isinstance(seeds, Variable):
        return (seeds,)
    try:
        return tuple(seeds)
    except TypeError as error:
        error.__dict__["explanation"] = (
            "The gradient is a tensor of the result's shape, not a plain number: torch.tensor(2.0), or torch.full_like."
        )
        raise


def _described(root: Any) -> tuple[Edge, tuple[int, ...], Any]:
    """Where a root is in the graph, its shape and its dtype."""
    try:
        edge: Edge = root.edge()
    except AttributeError:
        raise AssertionError from None  # PyTorch's word for what is no tensor
    if edge[0] is None:
        return edge, root._array.shape, root._array.dtype
    return edge, *edge[0].results[edge[1]]


def _of_batch(values: Sequence[Any]) -> bool:
    """Whether one of the values is a batch."""
    return bool(modes.here.mapped) and batches.innermost(values, {}) is not None


def _as_tensors(create_graph: bool) -> bool:
    """Whether gradients are tensors on the way: they are to be recorded, or to move."""
    return create_graph or (duals.active > 0 and bool(duals.moving()))


def _seeds(roots: Sequence[Any], given: Sequence[Any], as_tensors: bool) -> list[tuple[Edge, Any]]:
    """Check the upstream gradients in PyTorch's order and put 1 where none is given."""
    if (
        len(roots) == 1 and len(given) == 1 and given[0] is None and isinstance(roots[0], Variable)
    ):  # by far the most common
        edge = node, number = roots[0].edge()
        shape, dtype = node.results[number] if node is not None else ((0,), None)
        if math.prod(shape) == 1:
            return [(edge, _one(shape, dtype, as_tensors))]
    seeds: list[Any] = []
    starts = []
    for i, (root, seed) in enumerate(zip(roots, given)):
        edge, shape, dtype = _described(root)
        starts.append(edge)
        if isinstance(seed, Variable):
            if seed.shape != shape:  # type: ignore[attr-defined]  # variables are tensors here
                raise errors.grad_shape_mismatch(i, tuple(seed.shape), shape)  # type: ignore[attr-defined]  # as above
            seeds.append(seed if as_tensors else seed._array)
        elif seed is not None:
            raise errors.gradient_type(type_name(seed))
        elif edge[0] is None:
            seeds.append(None)  # refused below, whatever its shape
        else:
            if math.prod(shape) != 1:
                raise errors.scalar_outputs_only()
            seeds.append(_one(shape, dtype, as_tensors))
    if len(roots) > len(given):
        raise errors.gradient_count(len(roots), len(given))
    for i, (node, _) in enumerate(starts):
        if node is None:
            raise errors.element_no_grad(i)
    return list(zip(starts, seeds))


def _one(shape: tuple[int, ...], dtype: Any, as_tensors: bool) -> Any:
    """The upstream gradient of a single number that was given none."""
    one = np.array(1, dtype)
    if shape:
        one = one.reshape(shape)
    return Node.wrap(one) if as_tensors else one
