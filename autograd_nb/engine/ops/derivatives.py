"""Rows of derivatives that PyTorch knows as operations of their own: what a recorded walk leaves in the graph.

Each takes an upstream gradient `x` and what the operation saved, `y`. It is linear in `x`; where no element touches
another it sends back by itself what it sends forward.
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine import errors
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op, once

# A table is read row by row; one argument a line would hide it.
# fmt: off

OF_RESULT = {"x": "grad_output", "y": "output"}
OF_INPUT = {"x": "grad_output", "y": "self"}


def again(xp: Any, row: Op, *inputs: Any, **options: Any) -> Any:
    """Use a row inside its own formula."""
    return row.forward(*inputs, **options) if xp.plain else inputs[0]._apply(row, *inputs, **options)


def final(name: str, formula: Any, inputs: int = 1, grad_fn: str = "NotImplemented") -> Any:
    """`formula` as one that is not differentiated again by its first `inputs` values, tensors, for PyTorch's is not.

    What it gives still depends on the upstream gradient, so that the operation can be read forwards. A walk that comes
    to a tensor says that there is no derivative. PyTorch has a node of its own for some, a general one for others.
    """
    def refuse(xp: Any, g: Any) -> Any:
        if grad_fn == "NotImplemented":
            raise errors.derivative_undefined(name)
        raise errors.argument_without_derivative(name)

    def nothing(tensor: str) -> Any:
        def zeros(xp: Any, g: Any, shape: tuple[int, ...]) -> Any:
            return xp.zeros(shape, g)

        zeros.names = (f"{tensor}_shape",)  # type: ignore[attr-defined]  # what it saves
        return zeros

    letters = ("y", "w", "v")[:inputs]
    symbol = name.strip("_").removesuffix("_backward") + " ′"
    guard = Op(name, "NotImplemented", lambda x: x, vjp=(refuse,), formula="{x}", local=("not defined",), symbol=symbol)
    row = Op(
        name, grad_fn, lambda x, *others: x, inputs=("x", *letters), vjp=(lambda xp, g: g, *map(nothing, letters)),
        formula="{x}", local=("1", *("not defined",) * inputs), symbol=symbol,
    )

    def closed(xp: Any, g: Any, *values: Any) -> Any:
        if xp.plain:
            return formula(xp, g, *values)
        tensors = values[:inputs]
        found = formula(xp, g, *[tensor.detach() for tensor in tensors], *values[inputs:])
        return found._apply(row, found, *[tensor._apply(guard, tensor) for tensor in tensors])

    code = formula.__code__
    closed.names = code.co_varnames[2 : code.co_argcount]  # type: ignore[attr-defined]  # what it saves
    return closed


TANH_BACKWARD: Op = Op(
    "tanh_backward", "TanhBackwardBackward0", once(lambda x, y: x * (1 - y * y)),
    vjp=(lambda xp, g, y: again(xp, TANH_BACKWARD, g, y), lambda xp, g, x, y: g * (-2 * y * x)),
    formula="{x} · (1 − {y}²)", local=("1 − {y}²", "−2 · {y} · {x}"), numbers=True, saved_as=OF_RESULT,
)
SIGMOID_BACKWARD: Op = Op(
    "sigmoid_backward", "SigmoidBackwardBackward0", lambda x, y: x * (1 - y) * y,  # in half precision, too, rounded at each step
    vjp=(lambda xp, g, y: again(xp, SIGMOID_BACKWARD, g, y), lambda xp, g, x, y: g * x * (1 - 2 * y)),
    formula="{x} · {y} · (1 − {y})", local=("{y} · (1 − {y})", "{x} · (1 − 2 · {y})"), numbers=True, saved_as=OF_RESULT,
)
RELU_BACKWARD: Op = Op(  # the result is never negative, and nan lets the gradient pass
    "threshold_backward", "ThresholdBackwardBackward0", lambda x, y: ARRAYS.where(y != 0, x, 0),
    vjp=(lambda xp, g, y: again(xp, RELU_BACKWARD, g, y), lambda xp, g: xp.zeros_like(g)),
    formula="{x} where {y} > 0, else 0", local=("1 where {y} > 0, else 0", "0"), saved_as=OF_INPUT,
)


def _sum_kept(xp: Any, x: Any, dim: int) -> Any:
    return xp.sum(x, dim, True) if x.ndim else x


def _softmax_result(xp: Any, g: Any, x: Any, y: Any, dim: int) -> Any:
    return x * g - _sum_kept(xp, y * x, dim) * g - x * _sum_kept(xp, y * g, dim)


SOFTMAX_BACKWARD: Op = Op(
    "_softmax_backward_data", "SoftmaxBackwardDataBackward0",
    once(lambda x, y, dim: y * (x - _sum_kept(ARRAYS, x * y, dim))),
    vjp=(lambda xp, g, y, dim: again(xp, SOFTMAX_BACKWARD, g, y, dim=dim), _softmax_result),
    formula="{y} · ({x} − sum({x} · {y}))",
    local=("{y}ᵢ · (1 − {y}ᵢ), −{y}ᵢ · {y}ⱼ between two", "{x} − sum({x} · {y}), −{y}ᵢ · {x}ⱼ between two"),
    symbol="softmax ′", saved_as=OF_RESULT,
)
LOG_SOFTMAX_BACKWARD = Op(
    "_log_softmax_backward_data", "LogSoftmaxBackwardDataBackward0",
    once(lambda x, y, dim: x - ARRAYS.exp(y) * _sum_kept(ARRAYS, x, dim)),
    vjp=(
        lambda xp, g, y, dim: g - _sum_kept(xp, g * xp.exp(y), dim),
        lambda xp, g, x, y, dim: -_sum_kept(xp, x, dim) * xp.exp(y) * g,
    ),
    formula="{x} − exp {y} · sum {x}", local=("1 − exp {y}ᵢ, −exp {y}ⱼ between two", "−exp {y} · sum {x}"),
    symbol="log_softmax ′", saved_as=OF_RESULT,
)
