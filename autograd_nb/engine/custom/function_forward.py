"""How the results of a learner's own function move: its `jvp` is asked, and what that returns is checked.

Source: PyTorch's torch/csrc/autograd/custom_function.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import duals, errors
from autograd_nb.engine.batching.batches import batch_of
from autograd_nb.engine.node import Variable

if TYPE_CHECKING:
    from autograd_nb.engine.duals import Level
    from autograd_nb.engine.function import Function, FunctionCtx


def push(function: type[Function], ctx: FunctionCtx, args: tuple[Any, ...], outputs: list[Any]) -> None:
    """Let the results of `function.apply(*args)` move on every level of this thread.

    Raises:
        NotImplementedError: the function has no `jvp`.
        RuntimeError: `jvp` returned what does not fit.
    """
    for level in duals.moving():
        tangents = [level.tangent(a) if isinstance(a, Variable) else None for a in args]
        if all(t is None for t in tangents):
            continue
        given = [_filled(ctx, a, t) for a, t in zip(args, tangents)]
        ctx._to_forward = ctx._to_forward or ()  # what was kept for backward is not there yet
        versions = [0 if t is None or batch_of(t) is not None else t._changes for t in given]
        with duals.below(level):
            answer: Any = function.jvp(ctx, *given)
        found = answer if isinstance(answer, tuple) else (answer,)
        _check_answer(found, len(outputs))
        for i, (out, tangent) in enumerate(zip(outputs, found)):
            if not isinstance(out, Variable):
                continue
            if out._array.dtype.kind != "f" or any(out is t for t in ctx._without_gradient):
                if tangent is not None:
                    raise _not_differentiable(i)
                continue
            place = next((k for k, a in enumerate(args) if a is out), None)
            if place is not None and tangents[place] is not None:
                if tangent is not tangents[place] or given[place]._changes == versions[place]:
                    raise RuntimeError(_NOT_IN_PLACE)
            elif tangent is not None:
                _set(level, out, tangent, args, given, written=place is not None)
        node = ctx._node()
        if node is not None:
            level.results[node] = [level.tangent(out) for out in outputs if isinstance(out, Variable)]


def _set(
    level: Level, out: Variable, tangent: Variable, args: tuple[Any, ...], given: list[Any], written: bool
) -> None:
    """Let a result move along what `jvp` returned for it."""
    moves: Any = tangent  # or many of them, in a batch
    if moves.shape != out._array.shape:
        raise errors.tangent_shape(out._array.shape, tuple(moves.shape))
    if written:
        level.rewrite(out, tangent)
    else:
        _check_view(out, args, tangent, given)
        level.move(out, tangent)


def _check_answer(found: tuple[Any, ...], expected: int) -> None:
    for i, tangent in enumerate(found):
        if tangent is not None and not isinstance(tangent, Variable):
            raise RuntimeError(f"expected Variable or None (got {type(tangent).__name__}) for grad output {i}.")
    if len(found) != expected:
        raise RuntimeError(
            f"Function's jvp returned an invalid number of forward gradients (expected {expected} but got {len(found)})"
        )


def _not_differentiable(i: int) -> RuntimeError:
    return RuntimeError(
        f"Function's jvp returned a gradient at position {i}, but  the corresponding forward output is not a "
        "differentiable Tensor.You should return None at that position instead."
    )


def _filled(ctx: FunctionCtx, arg: Any, tangent: Any) -> Any:
    """What `jvp` gets for an argument: zeros for a tensor that does not move, unless it wants None."""
    if tangent is None and isinstance(arg, Variable) and arg._array.dtype.kind == "f" and ctx._materialize:
        tensor: Any = arg
        return tensor.new_zeros(tensor.shape)
    return tangent


def _check_view(out: Variable, args: tuple[Any, ...], tangent: Variable, given: list[Any]) -> None:
    """A result that is a view of an argument moves as a view of that argument's tangent."""
    if out._counter is None:
        return
    for arg, its in zip(args, given):
        if isinstance(arg, Variable) and its is not None and arg._counter is out._counter:
            if batch_of(tangent) is not None:
                continue
            if tangent._base is None:
                raise RuntimeError(
                    "A custom Function's forward is returning a view (or an input as-is) but the jvp is not returning "
                    "a view."
                )
            if tangent._base is not its and tangent._base is not its._base:
                whose = "the given" if its._base is None else "the same base as the given"
                raise RuntimeError(
                    f"A custom Function is returning a view but the jvp is not returning a view of {whose} grad input."
                )


_NOT_IN_PLACE = (
    "An inplace custom Function is not modifying the forward mode gradients inplace. If the forward is modifying an "
    "input inplace, then the jvp function must modify the corresponding gradient inplace."
)
