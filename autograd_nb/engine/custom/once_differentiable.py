"""A learner's backward that cannot be differentiated itself.

Source: https://pytorch.org/docs/2.7/notes/extending.html
"""

from __future__ import annotations

import functools
from typing import Any

from autograd_nb.engine.graph import NO_EDGE
from autograd_nb.engine.modes import modes, no_grad
from autograd_nb.engine.tensor import Tensor

from .function_node import Error


def once_differentiable(backward: Any) -> Any:
    """Mark a backward whose own gradient is not known: differentiating it again is an error.

    >>> class Square(torch.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         ctx.save_for_backward(x)
    ...         return x * x
    ...
    ...     @staticmethod
    ...     @torch.autograd.function.once_differentiable
    ...     def backward(ctx, g):
    ...         (x,) = ctx.saved_tensors
    ...         return 2 * x * g
    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> (slope,) = torch.autograd.grad(Square.apply(x) * x, x, create_graph=True)
    >>> try:
    ...     slope.backward()
    ... except RuntimeError as error:
    ...     print(error)
    trying to differentiate twice a function that was marked with @once_differentiable

    Source: https://pytorch.org/docs/2.7/notes/extending.html
    """

    @functools.wraps(backward)
    def wrapped(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            results = backward(ctx, *grads)
        if not modes.grad or not any(isinstance(g, Tensor) and g.requires_grad for g in grads):
            return results
        sent = results if isinstance(results, tuple) else (results,)
        cut = [None if c is None else c.detach().requires_grad_() for c in sent]
        edges = tuple(NO_EDGE if c is None else c.edge() for c in cut)
        none: Any = ((), None)
        node = Error(edges, tuple(none if c is None else (c._array.shape, c._array.dtype) for c in cut))
        for number, c in enumerate(cut):
            if c is not None:
                c._grad_fn, c._output_nr = node, number
        return tuple(cut) if isinstance(results, tuple) else cut[0]

    return wrapped
