"""The public names, in torch's spelling. `autograd_nb` loads this module when the first of them is used.

A new name is imported here, or in `_rare_names` if most notebooks do without it, and is public from then on: `__all__`
is everything that does not begin with an underscore.
"""

import math as _math
import sys as _sys

from .engine import functional as _functional
from .engine.arguments.calling import as_pytorch as _as_pytorch
from .engine.arguments.sources import cite_all as _cite_all
from .engine.creation import (
    as_tensor,
    empty,
    empty_like,
    eye,
    from_numpy,
    full,
    full_like,
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
from .engine.drawing.random import Generator, default_generator, initial_seed, manual_seed, seed
from .engine.drawing.sampling import binomial, get_rng_state, poisson, set_rng_state
from .engine.dtypes import (
    Size,
    can_cast,
    dtype,
    float16,
    float32,
    float64,
    get_default_dtype,
    int8,
    int16,
    int32,
    int64,
    promote_types,
    result_type,
    set_default_dtype,
    uint8,
)
from .engine.dtypes import bool_ as bool
from .engine.dtypes import float16 as half
from .engine.dtypes import float32 as float
from .engine.dtypes import float64 as double
from .engine.dtypes import int16 as short
from .engine.dtypes import int32 as int
from .engine.dtypes import int64 as long
from .engine.functions.joining import (
    broadcast_tensors,
    cat,
    concat,
    concatenate,
    hstack,
    is_tensor,
    meshgrid,
    row_stack,
    stack,
    vstack,
    where,
)
from .engine.memory.layouts import (
    channels_last,
    channels_last_3d,
    contiguous_format,
    layout,
    memory_format,
    preserve_format,
    sparse_coo,
    strided,
)
from .engine.modes import (
    enable_grad,
    inference_mode,
    is_anomaly_check_nan_enabled,
    is_anomaly_enabled,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from .engine.printing import set_printoptions
from .engine.sequences import arange, linspace, logspace, range
from .engine.tensor import Tensor
from .engine.warn import is_warn_always_enabled, set_warn_always

_cite_all(globals(), "torch.")

can_cast, promote_types, result_type = _as_pytorch(can_cast), _as_pytorch(promote_types), _as_pytorch(result_type)

pi, e, inf, nan, newaxis = _math.pi, _math.e, _math.inf, _math.nan, None

__getattr__ = _functional.function  # what is a method, too: made when it is first used, and there are hundreds
__all__ = sorted(_functional.names().union(name for name in globals() if name[0] != "_"))  # noqa: PLE0605 - all names

# `%load_ext` does not bring the engine, but waits for it: what the rest of this cell does is recorded already.
_extension = _sys.modules.get("autograd_nb.kernel.extension")
if _extension is not None:
    _extension.arrived()
