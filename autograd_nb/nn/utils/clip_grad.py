"""Limits on gradients.

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from __future__ import annotations

import math
import warnings
from types import GeneratorType
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable


def _all(given: Any) -> list[Any]:
    return [given] if isinstance(given, Variable) else list(given)


def _gradients(parameters: Any) -> list[Any]:
    return [p.grad for p in _all(parameters) if p.grad is not None]


def get_total_norm(
    tensors: Any, norm_type: float = 2.0, error_if_nonfinite: bool = False, foreach: bool | None = None
) -> Tensor:
    """The length of all tensors together, as one vector.

    >>> import autograd_nb as torch
    >>> get_total_norm([torch.tensor([3.0]), torch.tensor([[4.0]])])
    tensor(5.)
    """
    del foreach
    given: list[Any] = _all(tensors)
    if not given:
        return Tensor._wrap(np.zeros((), np.float32))
    with no_grad():
        total: Any = stack([g.norm(norm_type) for g in given]).norm(norm_type)
    if error_if_nonfinite and not math.isfinite(total.item()):
        raise RuntimeError(
            f"The total norm of order {float(norm_type)} for gradients from `parameters` is non-finite, so it cannot "
            "be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set "
            "`error_if_nonfinite=False`"
        )
    found: Tensor = total
    return found


def clip_grads_with_norm_(parameters: Any, max_norm: float, total_norm: Any, foreach: bool | None = None) -> None:
    """Scale all gradients, whose length is known, down to `max_norm`, in place.

    >>> x = torch.tensor([3.0, 4.0], requires_grad=True)
    >>> (x**2 / 2).sum().backward()
    >>> torch.nn.utils.clip_grads_with_norm_([x], 1.0, torch.nn.utils.get_total_norm([x.grad]))
    >>> x.grad
    tensor([0.6000, 0.8000])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.clip_grads_with_norm_.html
    """
    del foreach
    gradients = _gradients(parameters)
    with no_grad():
        factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
        for g in gradients:
            g.mul_(factor)


def clip_grad_norm_(
    parameters: Any,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Scale all gradients down, in place, so that together they are no longer than `max_norm`; returns their length.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([3.0, 4.0], requires_grad=True)
    >>> (x**2 / 2).sum().backward()
    >>> torch.nn.utils.clip_grad_norm_([x], max_norm=1.0)
    tensor(5.)
    >>> x.grad
    tensor([0.6000, 0.8000])
    """
    given = _all(parameters)
    if not given and isinstance(parameters, GeneratorType):
        warnings.warn("`parameters` is an empty generator, no gradient clipping will occur.", stacklevel=2)
    total = get_total_norm(_gradients(given), norm_type, error_if_nonfinite, foreach)
    clip_grads_with_norm_(given, max_norm, total, foreach)
    return total


def clip_grad_value_(parameters: Any, clip_value: float, foreach: bool | None = None) -> None:
    """Bring every element of the gradients into [-clip_value, clip_value], in place. Their direction changes.

    >>> x = torch.tensor([3.0, 0.5], requires_grad=True)
    >>> (x**2 / 2).sum().backward()
    >>> torch.nn.utils.clip_grad_value_([x], 1.0)
    >>> x.grad
    tensor([1.0000, 0.5000])

    Raises:
        RuntimeError: there is no gradient.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.clip_grad_value_.html
    """
    del foreach
    limit = float(clip_value)
    gradients = list(_gradients(parameters))
    if not gradients:
        raise RuntimeError(
            "Expected !nested_tensorlist[0].empty() to be true, but got false.  (Could this error message be improved? "
            " If so, please report an enhancement request to PyTorch.)"
        )
    with no_grad():
        for g in gradients:
            g.clamp_(-limit, limit)


def clip_grad_norm(
    parameters: Iterable[Any], max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = False
) -> Tensor:
    """The old name of `clip_grad_norm_`; it warns that it is one.

    >>> x = torch.tensor([3.0, 4.0], requires_grad=True)
    >>> (x**2 / 2).sum().backward()
    >>> torch.nn.utils.clip_grad_norm([x], max_norm=1.0)
    tensor(5.)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.clip_grad_norm.html
    """
    warnings.warn(
        "`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.",
        FutureWarning,
        stacklevel=2,
    )
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite)
