"""`gradcheck(fast_mode=True)`: one number for each output and input in place of a whole Jacobian.

With `u` a direction of the input and `v` one of the output, differences along `u` give J u, and one walk back from `v`
gives v J. Both lead to v J u.

Source: PyTorch's torch/autograd/gradcheck.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.backward import grad
from autograd_nb.engine.drawing.random import Generator
from autograd_nb.engine.drawing.sampling import rand
from autograd_nb.engine.tensor import Tensor

from .jacobians import Array, analytical, differences, moved, numerical, outputs_of
from .undefined import GradcheckError

Limits = tuple[float, float, float, float]
"""eps, atol, rtol, nondet_tol."""

_SLOW_WOULD_DO = """
Fast gradcheck failed but element-wise differences are small. This means that the
test might've passed in slow_mode!

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck:

If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `fast_mode=False` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_fast_mode=False`
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_fast_mode=False`
""".strip()

_NOTE = """

NOTE: If your op relies on non-deterministic operations i.e., it is listed here:
https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html
this failure might be expected.

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck.
If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `nondet_tol=<tol>` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_nondet_tol=<tol>`.
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_nondet_tol=<tol>`
"""


def not_reentrant(nondet_tol: float) -> GradcheckError:
    """Two walks over the same graph gave different gradients."""
    return GradcheckError(
        "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives "
        "different values, although analytical gradient matches numerical gradient.The tolerance for "
        f"nondeterminism was {nondet_tol}." + _NOTE
    )


def compare_fast(func: Any, given: tuple[Any, ...], checked: list[int], moving: list[int], limits: Limits) -> None:
    """Walk back once from each output in `moving`, and compare with differences along one direction of each input.

    Raises:
        GradcheckError: with both numbers, and both whole Jacobians.
    """
    eps, atol, rtol, nondet_tol = limits
    outputs = outputs_of(func(*given))
    drawn = _directions([*(given[i] for i in checked), *(outputs[j] for j in moving)])
    us, vs = drawn[: len(checked)], drawn[len(checked) :]
    along = [differences(func, given, i, u, eps) for i, u in zip(checked, us)]
    if not moving and any(np.abs(row).max(initial=0) > nondet_tol for rows in along for row in rows):
        raise GradcheckError("Numerical gradient for function expected to be zero")
    walked = [_walked(outputs[j], [given[i] for i in checked], v, nondet_tol) for j, v in zip(moving, vs)]
    for k, (i, u) in enumerate(zip(checked, us)):
        for n, (j, v) in enumerate(zip(moving, vs)):
            found, expected = np.dot(walked[n][k], u), np.dot(v, along[k][j])
            if not np.allclose(found, expected, rtol, atol * float(u.sum()) * float(v.sum())):
                whole = numerical(func, given, i, j, eps), analytical(outputs[j], given[i])
                raise _mismatch("", n, k, (expected, found), whole, limits)


def compare_fast_forward(
    func: Any, given: tuple[Any, ...], checked: list[int], moving: list[int], limits: Limits
) -> None:
    """Move each input in one direction, and compare with differences.

    Raises:
        GradcheckError: with both, and both whole Jacobians.
    """
    eps, atol, rtol, _ = limits
    for k, (i, u) in enumerate(zip(checked, _directions([given[i] for i in checked]))):
        along, found = differences(func, given, i, u, eps), moved(func, given, checked, i, u)
        for n, j in enumerate(moving):
            if not np.allclose(found[j], along[j], rtol, atol * float(u.sum())):
                units = np.eye(given[i]._array.size)
                whole = (
                    numerical(func, given, i, j, eps),
                    np.array([moved(func, given, checked, i, unit)[j] for unit in units]),
                )
                raise _mismatch("computed with forward mode ", n, k, (along[j], found[j]), whole, limits)


def _directions(tensors: list[Any]) -> list[Array]:
    """Random vectors of length 1 without negative numbers, the same in each check."""
    generator = Generator()
    drawn = [rand(t._array.size, generator=generator)._array.astype(t._array.dtype) for t in tensors]
    return [numbers / np.linalg.norm(numbers) for numbers in drawn]


def _walked(out: Any, inputs: list[Any], v: Array, nondet_tol: float) -> list[Array]:
    """What a walk back from `v` brings to each input, as vectors; the same again in a second walk."""
    seed = Tensor._wrap(v.reshape(out._array.shape))
    walks = []
    for _ in range(2):
        found = grad(out, inputs, seed, retain_graph=True, allow_unused=True)
        walks.append([np.zeros(x._array.size) if g is None else g._array.reshape(-1) for g, x in zip(found, inputs)])
    if not all(np.allclose(a, b, rtol=0, atol=nondet_tol) for a, b in zip(*walks)):
        raise not_reentrant(nondet_tol)
    return walks[0]


def _mismatch(
    mode: str, output: int, place: int, pair: tuple[Any, Any], whole: tuple[Array, Array], limits: Limits
) -> GradcheckError:
    _, atol, rtol, _ = limits
    numbers, walked = (Tensor._wrap(jacobian) for jacobian in whole)
    text = (
        f"Jacobian {mode}mismatch for output {output} with respect to input {place},\n"
        f"numerical:{Tensor._wrap(pair[0])}\nanalytical:{Tensor._wrap(pair[1])}\n"
        "\nThe above quantities relating the numerical and analytical jacobians are computed \n"
        "in fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background \n"
        "about fast mode. Below, we recompute numerical and analytical jacobians in slow mode:\n\n"
        f"Numerical:\n {numbers}\nAnalytical:\n{walked}\n\n"
        f"The max per-element difference (slow mode) is: {(numbers - walked).abs().max()}.\n"
    )
    return GradcheckError(text + (_SLOW_WOULD_DO if np.allclose(whole[1], whole[0], rtol, atol) else ""))
