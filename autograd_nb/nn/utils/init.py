"""`skip_init`: a module whose parameters are filled by somebody else."""

from __future__ import annotations

import inspect
from typing import Any

from autograd_nb.engine.creation import get_rng_state, set_rng_state
from autograd_nb.nn.modules.module import Module


def skip_init(module_cls: Any, *args: Any, **kwargs: Any) -> Any:
    """Make a module without drawing random numbers: what its parameters hold is no matter.

    >>> import autograd_nb as torch
    >>> skip_init(torch.nn.Linear, 5, 1)
    Linear(in_features=5, out_features=1, bias=True)

    Raises:
        RuntimeError: for what is no module, and for modules that do not take `device`.
    """
    if not issubclass(module_cls, Module):
        raise RuntimeError(f"Expected a Module; got {module_cls}")  # noqa: TRY004 - PyTorch's type
    if "device" not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    state = get_rng_state()
    made = module_cls(*args, **kwargs)
    set_rng_state(state)
    return made
