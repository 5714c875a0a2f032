"""autograd_nb: learn automatic differentiation in Jupyter, with PyTorch's API and text.

>>> import autograd_nb as torch
>>> x = torch.arange(4.0, requires_grad=True)
>>> y = 2 * torch.dot(x, x)
>>> y
tensor(28., grad_fn=<MulBackward0>)
>>> y.backward()
>>> x.grad
tensor([ 0.,  4.,  8., 12.])

Here the public names are gathered, nothing else. The engine is `autograd_nb.engine`; what shows graphs is loaded when
it is first asked for, so that `import autograd_nb` costs little more than `import numpy`.
"""

from __future__ import annotations

import importlib as _importlib
from typing import Any as _Any

from . import autograd, linalg
from .engine import functional as _functional
from .engine.contract import cosine_similarity, einsum, tensordot
from .engine.creation import (
    arange,
    as_tensor,
    empty,
    empty_like,
    eye,
    from_numpy,
    full,
    full_like,
    linspace,
    logspace,
    normal,
    ones,
    ones_like,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
    scalar_tensor,
    tensor,
    zeros,
    zeros_like,
)
from .engine.device import device
from .engine.dtypes import (
    Size,
    can_cast,
    dtype,
    finfo,
    float16,
    float32,
    float64,
    get_default_dtype,
    iinfo,
    int8,
    int16,
    int32,
    int64,
    promote_types,
    result_type,
    set_default_dtype,
    uint8,
)
from .engine.dtypes import bool_ as bool  # noqa: A004 - PyTorch's name
from .engine.dtypes import float16 as half
from .engine.dtypes import float32 as float  # noqa: A004 - PyTorch's name
from .engine.dtypes import float64 as double
from .engine.dtypes import int16 as short
from .engine.dtypes import int32 as int  # noqa: A004 - PyTorch's name
from .engine.dtypes import int64 as long
from .engine.joining import (
    broadcast_tensors,
    cat,
    concat,
    concatenate,
    hstack,
    is_tensor,
    meshgrid,
    stack,
    vstack,
    where,
)
from .engine.modes import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from .engine.printing import set_printoptions
from .engine.random import Generator, initial_seed, manual_seed, seed
from .engine.statistics import std_mean, var_mean
from .engine.tensor import Tensor

TORCH_API = "2.7.0"
"""The PyTorch release whose behaviour is reproduced."""

globals().update(_functional.functions())

_LAZY = {
    "graph": "display.graphdoc",
    "history": "trace.history",
    "recording": "trace.record",
}
"""Names that are loaded when first used, and the modules they come from."""

__all__ = sorted({name for name in globals() if not name.startswith("_") and name != "annotations"} | set(_LAZY))  # noqa: PLE0605


def __getattr__(name: str) -> _Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - reads a file, and is rarely asked for

        return version("autograd_nb")
    if name in _LAZY:
        return getattr(_importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def load_ipython_extension(ipython: _Any) -> None:
    """`%load_ext autograd_nb`: graphs beside tensors, recording, live views."""
    from .display.ipython import load_ipython_extension as load  # noqa: PLC0415 - IPython only when asked for

    load(ipython)


def unload_ipython_extension(ipython: _Any) -> None:
    """`%unload_ext autograd_nb`: IPython is as it was."""
    from .display.ipython import unload_ipython_extension as unload  # noqa: PLC0415

    unload(ipython)
