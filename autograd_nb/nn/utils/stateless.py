"""`functional_call` by its older name.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.stateless.functional_call.html
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.warn import warn
from autograd_nb.nn.calling import functional_call as _functional_call

__all__ = ["functional_call"]


def functional_call(
    module: Any,
    parameters_and_buffers: dict[str, Any],
    args: Any = None,
    kwargs: dict[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call `module` with other tensors in the place of its parameters and buffers: see `func.functional_call`.

    >>> net = torch.nn.Linear(1, 1, bias=False)
    >>> call = torch.nn.utils.stateless.functional_call
    >>> call(net, {"weight": torch.tensor([[3.0]])}, torch.tensor([2.0]))
    tensor([6.])
    """
    warn(
        "`torch.nn.utils.stateless.functional_call` is deprecated as of PyTorch 2.0 and will be removed in a future "
        "version of PyTorch. Please use `torch.func.functional_call` instead which is a drop-in replacement.",
        FutureWarning,
    )
    return _functional_call(module, parameters_and_buffers, args, kwargs, tie_weights=tie_weights, strict=strict)
