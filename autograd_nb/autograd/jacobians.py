"""The Jacobians that `gradcheck` compares: by walking back, by moving forward, and by differences.

Each has a row for each element of the input.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.backward import grad
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor

from .forward_ad import dual_level, make_dual, unpack_dual

Array = np.ndarray[Any, Any]


def outputs_of(results: Any) -> list[Any]:
    """The results that can have a gradient."""
    several = results if isinstance(results, (tuple, list)) else (results,)
    return [r for r in several if isinstance(r, Variable) and r._array.dtype.kind == "f"]


def moved(func: Any, given: tuple[Any, ...], checked: list[int], i: int, along: Array) -> list[Array]:
    """How the outputs move when input `i` moves `along`, each as a row."""
    with dual_level():
        dual = []
        for n, x in enumerate(given):
            if n in checked:
                tangent = along.reshape(x._array.shape) if n == i else np.zeros_like(x._array)
                x = make_dual(x.detach(), Tensor._wrap(tangent))  # noqa: PLW2901 - in the place of the input
            dual.append(x)
        outputs = outputs_of(func(*dual))
        tangents = [unpack_dual(out).tangent for out in outputs]
    return [
        np.zeros(out._array.size) if t is None else t._array.reshape(-1).copy() for out, t in zip(outputs, tangents)
    ]


def analytical(out: Any, x: Any) -> Array:
    """The Jacobian by walking back from every element: a row for each element of the input."""
    jacobian = np.zeros((x._array.size, out._array.size), x._array.dtype)
    for k in range(out._array.size):
        seed = np.zeros(out._array.size, out._array.dtype)
        seed[k] = 1
        (g,) = grad(out, x, Tensor._wrap(seed.reshape(out._array.shape)), retain_graph=True, allow_unused=True)
        if g is not None:
            jacobian[:, k] = g._array.reshape(-1)
    return jacobian


def numerical(func: Any, given: tuple[Any, ...], i: int, j: int, eps: float) -> Array:
    """The Jacobian by moving every element of the input a little up and a little down."""
    array = given[i]._array
    rows = []
    for place in np.ndindex(array.shape):
        before = array[place]
        ends = []
        for step in (-eps, eps):
            array[place] = before + step
            try:
                ends.append(outputs_of(func(*given))[j]._array.copy())
            finally:
                array[place] = before
        _check_alike(ends, f"when inputs are perturbed on index {place} by {eps}")
        rows.append(((ends[1] - ends[0]) / (2 * eps)).reshape(-1))
    size = outputs_of(func(*given))[j]._array.size
    return np.array(rows).reshape(array.size, size)


def differences(func: Any, given: tuple[Any, ...], i: int, along: Array, eps: float) -> list[Array]:
    """How much the outputs differ along one direction of input `i`, each as a row."""
    array = given[i]._array
    before, step = array.copy(), eps * along.reshape(array.shape)
    ends = []
    for moved_to in (before - step, before + step):
        array[...] = moved_to
        try:
            ends.append([out._array.copy() for out in outputs_of(func(*given))])
        finally:
            array[...] = before
    for pair in zip(*ends):
        _check_alike(list(pair), f"when inputs are perturbed by {eps}")
    return [((above - below) / (2 * eps)).reshape(-1) for below, above in zip(*ends)]


def _check_alike(ends: list[Array], when: str) -> None:
    below, above = ends
    if below.shape != above.shape:
        raise AssertionError(
            f"Expected `func` to return outputs with the same shape {when}, but got: shapes torch.Size("
            f"{list(below.shape)}) and torch.Size({list(above.shape)})."
        )
    if below.dtype != above.dtype:
        raise AssertionError(
            f"Expected `func` to return outputs with the same dtype {when}, but got: dtypes torch.{below.dtype} and "
            f"torch.{above.dtype}."
        )
