"""What `gradcheck` asks beside Jacobians: what comes of gradients that are 0, and of those that are not there at all.

Source: PyTorch's torch/autograd/gradcheck.py.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.backward import grad
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.walk import Walk

from .forward_ad import dual_level, make_dual, unpack_dual

if TYPE_CHECKING:
    from collections.abc import Callable

    Outputs = Callable[..., list[Any]]


class GradcheckError(RuntimeError):
    """Gradients and differences do not agree."""


_SEE = 'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'


def check_multiplied(outputs_of: Outputs, given: tuple[Any, ...]) -> None:
    """No upstream gradient, no gradient."""
    outputs, wanted = _differentiable(outputs_of(*given)), _differentiable(given)
    if not outputs:
        return
    nothing = [Tensor._wrap(np.zeros_like(out._array)) for out in outputs]
    for g in grad(outputs, wanted, nothing, allow_unused=True):
        if g is not None and g._array.any():
            raise GradcheckError("backward not multiplied by grad_output")


def check_backward(outputs_of: Outputs, given: tuple[Any, ...]) -> None:
    """The same where no gradient reaches the results, or all but one of them.

    Raises:
        GradcheckError: the way back fails, or gives a gradient.
    """
    count = len(_differentiable(outputs_of(*given)))
    for left_out in [None, *range(count)] if count > 1 else [None]:
        outputs = _differentiable(outputs_of(*given))
        starts: list[Any] = [
            (out.edge(), None if left_out in (None, k) else np.zeros_like(out._array)) for k, out in enumerate(outputs)
        ]
        walk = Walk("grad", starts, False, False, tuple(_differentiable(given)), True)
        try:
            walk.run(tell=False)
        except RuntimeError as error:
            _warn()
            raise GradcheckError(f"Expected backward function to handle undefined output grads. {_SEE}") from error
        for edge in walk.targets or ():
            g = walk.found.get(edge)
            if g is not None and np.any(g):
                _warn()
                raise GradcheckError(
                    "Expected all input grads to be undefined or zero when all output grads are undefined or zero. "
                    + _SEE
                )


def check_forward(outputs_of: Outputs, given: tuple[Any, ...]) -> None:
    """An input that does not move and one that moves along zeros: the results must move alike.

    Raises:
        GradcheckError: they do not.
    """
    rng = np.random.default_rng(0)  # of our own: the learner's random numbers go on as they were
    moving = [i for i, x in enumerate(given) if isinstance(x, Variable) and x._requires_grad]
    with dual_level():
        duals = list(given)
        for i in moving:
            still: Any = given[i].detach()
            duals[i] = make_dual(still, Tensor._wrap(rng.uniform(size=still.shape).astype(still._array.dtype)))
        for i in moving:
            still = given[i].detach()
            zeros, nothing = list(duals), list(duals)
            zeros[i], nothing[i] = make_dual(still, Tensor._wrap(np.zeros_like(still._array))), given[i].detach()
            pairs = zip(outputs_of(*zeros), outputs_of(*nothing))
            for number, found in enumerate([unpack_dual(out).tangent for out in pair] for pair in pairs):
                if None not in found and not np.allclose(*(tangent._array for tangent in found)):
                    raise GradcheckError(
                        "Mismatch in tangent values for output with index: ",
                        number,
                        " when input: ",
                        given[i],
                        " has an undefined tangent value. ",
                        " Got: ",
                        found[0],
                        " but expected: ",
                        found[1],
                    )


def _differentiable(values: Any) -> list[Any]:
    return [x for x in values if isinstance(x, Variable) and x.requires_grad]  # type: ignore[attr-defined]  # variables are tensors here


def _warn() -> None:
    warnings.warn(
        "Backwards compatibility: New undefined gradient support checking feature is enabled by default, but it may "
        "break existing callers of this function. If this is true for you, you can call this function with "
        '"check_undefined_grad=False" to disable the feature',
        stacklevel=4,
    )
