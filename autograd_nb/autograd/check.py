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

from .fast import Limits, compare_fast, compare_fast_forward, not_reentrant
from .jacobians import analytical, moved, numerical, outputs_of
from .together import check_at_once, check_forward_at_once
from .undefined import GradcheckError, check_backward, check_forward, check_multiplied

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


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
        check_batched_forward_grad: whether moving in two directions at once has to find what moving twice finds.
        fast_mode: whether to compare one number for each output and input, the Jacobian along a random direction of
            each, in place of whole Jacobians: quicker for large tensors, and less strict.

    `check_grad_dtypes` and `masked` choose among checks that PyTorch has for its own implementations; they change
    nothing here.

    >>> x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    >>> torch.autograd.gradcheck(torch.sin, (x,))
    True
    >>> torch.autograd.gradcheck(lambda x: x.detach() * x, (x,), raise_exception=False)
    False

    Raises:
        GradcheckError: with both Jacobians.
    """
    del check_grad_dtypes, masked
    _check_options(check_forward_ad, check_backward_ad, check_batched_grad, check_batched_forward_grad)
    given = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)

    def called(*args: Any) -> list[Any]:
        results = func(*args)
        _refuse_bool(results)
        return outputs_of(results)

    try:
        _check_inputs(given)
        outputs = called(*given)
        checked = [i for i, x in enumerate(given) if isinstance(x, Variable) and x._requires_grad]
        moving = [j for j, out in enumerate(outputs) if out.requires_grad]
        limits = eps, atol, rtol, nondet_tol
        if check_backward_ad:
            (compare_fast if fast_mode else _compare_backward)(func, given, checked, moving, limits)
        if check_forward_ad:
            (compare_fast_forward if fast_mode else _compare_forward)(func, given, checked, moving, limits)
            if check_undefined_grad:
                check_forward(called, given)
            if check_batched_forward_grad:
                check_forward_at_once(func, given)
        if check_backward_ad:
            if check_batched_grad:
                check_at_once(given, outputs)
            check_multiplied(called, given)
            if check_undefined_grad:
                check_backward(called, given)
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
    del gen_non_contig_grad_outputs, check_grad_dtypes, masked
    if not (check_fwd_over_rev or check_rev_over_rev):
        raise AssertionError("Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True")
    for name, asked in (("undefined", check_undefined_grad), ("batched", check_batched_grad)):
        if asked and not check_rev_over_rev:
            raise AssertionError(f"Setting check_{name}_grad=True requires check_rev_over_rev to be True")
    given = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)
    ups: tuple[Any, ...]
    if grad_outputs is None:
        ups = tuple(out.new_empty(out.shape).uniform_(-1, 1).requires_grad_() for out in outputs_of(func(*given)))
    else:
        ups = (grad_outputs,) if isinstance(grad_outputs, Variable) else tuple(grad_outputs)

    every = (*given, *ups)
    recorded = [isinstance(t, Variable) and t._requires_grad for t in every]

    def first(*args: Any) -> tuple[Any, ...]:
        args = tuple(t.requires_grad_() if asked else t for t, asked in zip(args, recorded))
        x, v = args[: len(given)], args[len(given) :]
        wanted = [t for t, asked in zip(x, recorded) if asked]
        found = grad(outputs_of(func(*x)), wanted, v, create_graph=True, allow_unused=True)
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
        fast_mode=fast_mode,
    )


def _check_options(forward: bool, backward: bool, batched: bool, batched_forward: bool) -> None:
    if not (forward or backward):
        raise AssertionError("Expected at least one of check_forward_ad or check_backward_ad to be True")
    if batched and not backward:
        raise AssertionError("Setting check_batched_grad=True requires check_backward_ad to be True")
    if batched_forward and not forward:
        raise AssertionError("Setting check_batched_forward_grad=True requires check_forward_ad to be True")


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


def _refuse_bool(results: Any) -> None:
    """Differences of what has no gradient have to be 0, and of truth values there are none."""
    for r in results if isinstance(results, (tuple, list)) else (results,):
        if not r.requires_grad and r._array.dtype.kind == "b":
            raise errors.bool_subtraction(True)


def _compare_backward(func: Any, given: tuple[Any, ...], checked: list[int], moving: list[int], limits: Limits) -> None:
    """The Jacobian by walking back from every element of the outputs, compared with that of differences."""
    eps, atol, rtol, nondet_tol = limits
    for j, out in enumerate(outputs_of(func(*given))):
        for k, i in enumerate(checked):
            expected = numerical(func, given, i, j, eps)
            if j not in moving:
                if not np.allclose(expected, 0, atol=atol, rtol=rtol):
                    raise GradcheckError("Numerical gradient for function expected to be zero")
                continue
            found = analytical(out, given[i])
            if not np.allclose(found, expected, rtol=rtol, atol=atol):
                raise GradcheckError(
                    f"Jacobian mismatch for output {j} with respect to input {k},\n"
                    f"numerical:{Tensor._wrap(expected)}\nanalytical:{Tensor._wrap(found)}\n"
                )
            if not np.allclose(found, analytical(out, given[i]), rtol=0, atol=nondet_tol):
                raise not_reentrant(nondet_tol)


def _compare_forward(func: Any, given: tuple[Any, ...], checked: list[int], moving: list[int], limits: Limits) -> None:
    """The Jacobian by moving every element of the inputs, compared with that of differences."""
    eps, atol, rtol, _ = limits
    columns = [[moved(func, given, checked, i, unit) for unit in np.eye(given[i]._array.size)] for i in checked]
    for j in moving:
        for k, i in enumerate(checked):
            expected = numerical(func, given, i, j, eps)
            found = np.array([column[j] for column in columns[k]]).reshape(expected.shape)
            if not np.allclose(found, expected, rtol=rtol, atol=atol):
                raise GradcheckError(
                    f"Jacobian computed with forward mode mismatch for output {j} with respect to input {k},\n"
                    f"numerical:{Tensor._wrap(expected)}\nanalytical:{Tensor._wrap(found)}\n"
                )
