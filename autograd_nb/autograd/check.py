"""`gradcheck` and `gradgradcheck`: compare gradients with differences.

>>> import autograd_nb as torch
>>> gradcheck(lambda x: x**2, torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True))
True

Source: https://pytorch.org/docs/2.7/generated/torch.autograd.gradcheck.gradcheck.html
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.backward import grad
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor

from .forward_ad import dual_level, make_dual, unpack_dual
from .together import check_at_once
from .undefined import GradcheckError, check_backward, check_forward, check_multiplied

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]

Array = np.ndarray[Any, Any]


def gradcheck(  # noqa: D417 - the options that change nothing are named together
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Whether the gradients of `func` with respect to every input that requires grad are what differences say.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: a tensor or a tuple; in double precision, for differences of float32 are too rough.
        eps: the step of the differences.
        atol: how near is near enough, for numbers near 0.
        rtol: how near is near enough, as a share.
        raise_exception: whether to raise an error or to return False.
        nondet_tol: by how much two walks over the same graph may differ.
        check_forward_ad: whether to compare forward mode with differences as well.
        check_backward_ad: whether to compare backward mode.

        check_undefined_grad: whether to look for gradients that come from nowhere.
        check_batched_grad: whether one walk back for two upstream gradients has to find what two walks find.

    `check_grad_dtypes`, `check_batched_forward_grad`, `fast_mode` and `masked` choose among checks that PyTorch has for
    its own implementations; they change nothing here.

    >>> x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    >>> torch.autograd.gradcheck(torch.sin, (x,))
    True
    >>> torch.autograd.gradcheck(lambda x: x.detach() * x, (x,), raise_exception=False)
    False

    Raises:
        GradcheckError: with both Jacobians.
    """
    del check_grad_dtypes, fast_mode, masked
    _check_options(check_forward_ad, check_backward_ad, check_batched_grad, check_batched_forward_grad)
    given = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)

    def outputs_of(*args: Any) -> list[Any]:
        results = func(*args)
        _refuse_bool(results)
        return _outputs(results)

    try:
        _check_inputs(given)
        outputs = outputs_of(*given)
        checked = [i for i, x in enumerate(given) if isinstance(x, Variable) and x._requires_grad]
        for j, out in enumerate(outputs if check_backward_ad else ()):
            for k, i in enumerate(checked):
                _compare(func, given, i, k, out, j, (eps, atol, rtol, nondet_tol))
        if check_forward_ad:
            moving = [j for j, out in enumerate(outputs) if out.requires_grad]
            _compare_forward(func, given, checked, moving, (eps, atol, rtol))
            if check_undefined_grad:
                check_forward(outputs_of, given)
        if check_backward_ad:
            if check_batched_grad:
                check_at_once(given, outputs)
            check_multiplied(outputs_of, given)
            if check_undefined_grad:
                check_backward(outputs_of, given)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """`gradcheck` of the gradients: whether second derivatives are what differences of the first say.

    Args are those of `gradcheck`; `grad_outputs` are the upstream gradients, drawn at random where none are given.
    `check_rev_over_rev` and `check_fwd_over_rev` say whether to differentiate the gradients backwards and forwards.

    >>> x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    >>> torch.autograd.gradgradcheck(torch.sin, (x,))
    True

    Raises:
        GradcheckError: with both Jacobians.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.gradcheck.gradgradcheck.html
    """
    del gen_non_contig_grad_outputs, check_grad_dtypes, fast_mode, masked
    if not (check_fwd_over_rev or check_rev_over_rev):
        raise AssertionError("Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True")
    for name, asked in (("undefined", check_undefined_grad), ("batched", check_batched_grad)):
        if asked and not check_rev_over_rev:
            raise AssertionError(f"Setting check_{name}_grad=True requires check_rev_over_rev to be True")
    given = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)
    ups: tuple[Any, ...]
    if grad_outputs is None:
        ups = tuple(out.new_empty(out.shape).uniform_(-1, 1).requires_grad_() for out in _outputs(func(*given)))
    else:
        ups = (grad_outputs,) if isinstance(grad_outputs, Variable) else tuple(grad_outputs)

    every = (*given, *ups)
    recorded = [isinstance(t, Variable) and t._requires_grad for t in every]

    def first(*args: Any) -> tuple[Any, ...]:
        args = tuple(t.requires_grad_() if asked else t for t, asked in zip(args, recorded))
        x, v = args[: len(given)], args[len(given) :]
        wanted = [t for t, asked in zip(x, recorded) if asked]
        found = grad(_outputs(func(*x)), wanted, v, create_graph=True, allow_unused=True)
        return tuple(g for g in found if g is not None)

    return gradcheck(
        first,
        every,
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_batched_grad=check_batched_grad,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
    )


def _check_options(forward: bool, backward: bool, batched: bool, batched_forward: bool) -> None:
    if not (forward or backward):
        raise AssertionError("Expected at least one of check_forward_ad or check_backward_ad to be True")
    if batched and not backward:
        raise AssertionError("Setting check_batched_grad=True requires check_backward_ad to be True")
    if batched_forward and not forward:
        raise AssertionError("Setting check_batched_forward_grad=True requires check_forward_ad to be True")


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


def _check_inputs(given: tuple[Any, ...]) -> None:
    some = False
    for i, x in enumerate(given):
        if isinstance(x, Variable) and x._requires_grad:
            some = True
            if x._array.dtype != np.float64:
                warnings.warn(
                    f"Input #{i} requires gradient and is not a double precision floating point or complex. This check "
                    "will likely fail if all the inputs are not of double precision floating point or complex. ",
                    stacklevel=3,
                )
            if 0 in x._array.strides and x._array.size > 1:
                raise RuntimeError(
                    f"The {i}th input has a dimension with stride 0. gradcheck only supports inputs that are "
                    "non-overlapping to be able to compute the numerical gradients correctly. You should call "
                    ".contiguous on the input before passing it to gradcheck."
                )
    if not some:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True."
        )


def _outputs(results: Any) -> list[Any]:
    """The results that can have a gradient."""
    several = results if isinstance(results, (tuple, list)) else (results,)
    return [r for r in several if isinstance(r, Variable) and r._array.dtype.kind == "f"]


def _refuse_bool(results: Any) -> None:
    """Differences of what has no gradient have to be 0, and of truth values there are none."""
    for r in results if isinstance(results, (tuple, list)) else (results,):
        if not r.requires_grad and r._array.dtype.kind == "b":
            raise errors.bool_subtraction(True)


def _compare(
    func: Any, given: tuple[Any, ...], i: int, k: int, out: Any, j: int, limits: tuple[float, float, float, float]
) -> None:
    eps, atol, rtol, nondet_tol = limits
    numerical = _numerical(func, given, i, j, eps)
    if not out.requires_grad:
        if not np.allclose(numerical, 0, atol=atol, rtol=rtol):
            raise GradcheckError("Numerical gradient for function expected to be zero")
        return
    analytical = _analytical(out, given[i])
    if not np.allclose(analytical, numerical, rtol=rtol, atol=atol):
        n, a = Tensor._wrap(numerical), Tensor._wrap(analytical)
        raise GradcheckError(
            f"Jacobian mismatch for output {j} with respect to input {k},\nnumerical:{n}\nanalytical:{a}\n"
        )
    if not np.allclose(analytical, _analytical(out, given[i]), rtol=0, atol=nondet_tol):
        raise GradcheckError(
            "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives "
            "different values, although analytical gradient matches numerical gradient.The tolerance for "
            f"nondeterminism was {nondet_tol}." + _NOTE
        )


def _compare_forward(
    func: Any, given: tuple[Any, ...], checked: list[int], moving: list[int], limits: tuple[float, float, float]
) -> None:
    """The Jacobian by moving every element of the inputs, compared with that of differences."""
    eps, atol, rtol = limits
    columns = [[_moved(func, given, checked, i, k) for k in range(given[i]._array.size)] for i in checked]
    for j in moving:
        for k, i in enumerate(checked):
            numerical = _numerical(func, given, i, j, eps)
            analytical = np.array([column[j] for column in columns[k]]).reshape(numerical.shape)
            if not np.allclose(analytical, numerical, rtol=rtol, atol=atol):
                raise GradcheckError(
                    f"Jacobian computed with forward mode mismatch for output {j} with respect to input {k},\n"
                    f"numerical:{Tensor._wrap(numerical)}\nanalytical:{Tensor._wrap(analytical)}\n"
                )


def _moved(func: Any, given: tuple[Any, ...], checked: list[int], i: int, k: int) -> list[Array]:
    """How the outputs move with element `k` of input `i`, each as a row."""
    with dual_level():
        dual = []
        for n, x in enumerate(given):
            if n in checked:
                tangent = np.zeros_like(x._array)
                if n == i:
                    tangent.flat[k] = 1
                x = make_dual(x.detach(), Tensor._wrap(tangent))  # noqa: PLW2901 - in the place of the input
            dual.append(x)
        outputs = _outputs(func(*dual))
        tangents = [unpack_dual(out).tangent for out in outputs]
    return [
        np.zeros(out._array.size) if t is None else t._array.reshape(-1).copy() for out, t in zip(outputs, tangents)
    ]


def _analytical(out: Any, x: Any) -> Array:
    """The Jacobian by walking back from every element: a row for each element of the input."""
    jacobian = np.zeros((x._array.size, out._array.size), x._array.dtype)
    for k in range(out._array.size):
        seed = np.zeros(out._array.size, out._array.dtype)
        seed[k] = 1
        (g,) = grad(out, x, Tensor._wrap(seed.reshape(out._array.shape)), retain_graph=True, allow_unused=True)
        if g is not None:
            jacobian[:, k] = g._array.reshape(-1)
    return jacobian


def _numerical(func: Any, given: tuple[Any, ...], i: int, j: int, eps: float) -> Array:
    """The Jacobian by moving every element of the input a little up and a little down."""
    array = given[i]._array
    rows = []
    for place in np.ndindex(array.shape):
        before = array[place]
        ends = []
        for step in (-eps, eps):
            array[place] = before + step
            try:
                ends.append(_outputs(func(*given))[j]._array.copy())
            finally:
                array[place] = before
        _check_alike(ends, f"when inputs are perturbed on index {place} by {eps}")
        rows.append(((ends[1] - ends[0]) / (2 * eps)).reshape(-1))
    size = _outputs(func(*given))[j]._array.size
    return np.array(rows).reshape(array.size, size)


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
