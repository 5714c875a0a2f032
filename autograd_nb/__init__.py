"""autograd_nb: learn automatic differentiation in Jupyter, with PyTorch's API and text.

>>> import autograd_nb as torch
>>> x = torch.arange(4.0, requires_grad=True)
>>> y = 2 * torch.dot(x, x)
>>> y
tensor(28., grad_fn=<MulBackward0>)
>>> y.backward()
>>> x.grad
tensor([ 0.,  4.,  8., 12.])

The public names are gathered in `autograd_nb._names` and `autograd_nb._rare_names`; the engine is
`autograd_nb.engine`. It is loaded, with NumPy, when the first name is used: the kernel, the command line, `%load_ext`
and the pytest plugin start without it. What shows graphs is loaded later still, when it is first asked for.
"""

from __future__ import annotations

import gc as _gc
import importlib as _importlib
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any

from . import version as version

if _TYPE_CHECKING:
    from . import accelerator as accelerator
    from . import amp as amp
    from . import autograd as autograd
    from . import backends as backends
    from . import compiler as compiler
    from . import cuda as cuda
    from . import distributions as distributions
    from . import fft as fft
    from . import func as func
    from . import functional as functional
    from . import jit as jit
    from . import linalg as linalg
    from . import masked as masked
    from . import nn as nn
    from . import optim as optim
    from . import overrides as overrides
    from . import random as random
    from . import serialization as serialization
    from . import signal as signal
    from . import special as special
    from . import testing as testing
    from . import types as types
    from . import utils as utils
    from ._names import *  # noqa: F403 - type checkers see the names that __getattr__ gives
    from ._rare_names import *  # noqa: F403 - the same
    from .amp import autocast as autocast
    from .amp.casting import is_autocast_enabled as is_autocast_enabled
    from .compiler import compile as compile
    from .cuda import OutOfMemoryError as OutOfMemoryError
    from .display.graphdoc import graph as graph
    from .display.quiz import quiz as quiz
    from .display.sweeps import sweeps as sweeps
    from .display.widget import show as show
    from .engine import return_types as return_types
    from .func import vmap as vmap
    from .nn.as_functions import alpha_dropout as alpha_dropout
    from .nn.as_functions import alpha_dropout_ as alpha_dropout_
    from .nn.as_functions import batch_norm as batch_norm
    from .nn.as_functions import celu as celu
    from .nn.as_functions import conv_tbc as conv_tbc
    from .nn.as_functions import dropout as dropout
    from .nn.as_functions import dropout_ as dropout_
    from .nn.as_functions import embedding as embedding
    from .nn.as_functions import feature_alpha_dropout as feature_alpha_dropout
    from .nn.as_functions import feature_alpha_dropout_ as feature_alpha_dropout_
    from .nn.as_functions import feature_dropout as feature_dropout
    from .nn.as_functions import feature_dropout_ as feature_dropout_
    from .nn.as_functions import group_norm as group_norm
    from .nn.as_functions import instance_norm as instance_norm
    from .nn.as_functions import layer_norm as layer_norm
    from .nn.as_functions import max_pool1d as max_pool1d
    from .nn.as_functions import max_pool2d as max_pool2d
    from .nn.as_functions import max_pool3d as max_pool3d
    from .nn.as_functions import native_channel_shuffle as native_channel_shuffle
    from .nn.as_functions import rms_norm as rms_norm
    from .nn.as_functions import rrelu as rrelu
    from .nn.as_functions import selu as selu
    from .nn.as_functions import threshold as threshold
    from .nn.functional import adaptive_avg_pool1d as adaptive_avg_pool1d
    from .nn.functional import avg_pool1d as avg_pool1d
    from .nn.functional import bilinear as bilinear
    from .nn.functional import celu_ as celu_
    from .nn.functional import channel_shuffle as channel_shuffle
    from .nn.functional import conv1d as conv1d
    from .nn.functional import conv2d as conv2d
    from .nn.functional import conv3d as conv3d
    from .nn.functional import conv_transpose1d as conv_transpose1d
    from .nn.functional import conv_transpose2d as conv_transpose2d
    from .nn.functional import conv_transpose3d as conv_transpose3d
    from .nn.functional import hardshrink as hardshrink
    from .nn.functional import pairwise_distance as pairwise_distance
    from .nn.functional import pixel_shuffle as pixel_shuffle
    from .nn.functional import pixel_unshuffle as pixel_unshuffle
    from .nn.functional import prelu as prelu
    from .nn.functional import rrelu_ as rrelu_
    from .nn.functional import selu_ as selu_
    from .nn.functional import threshold_ as threshold_
    from .nn.losses_as_functions import binary_cross_entropy_with_logits as binary_cross_entropy_with_logits
    from .nn.losses_as_functions import cosine_embedding_loss as cosine_embedding_loss
    from .nn.losses_as_functions import ctc_loss as ctc_loss
    from .nn.losses_as_functions import hinge_embedding_loss as hinge_embedding_loss
    from .nn.losses_as_functions import kl_div as kl_div
    from .nn.losses_as_functions import margin_ranking_loss as margin_ranking_loss
    from .nn.losses_as_functions import poisson_nll_loss as poisson_nll_loss
    from .nn.losses_as_functions import triplet_margin_loss as triplet_margin_loss
    from .nn.native import native_batch_norm as native_batch_norm
    from .nn.native import native_group_norm as native_group_norm
    from .nn.native import native_layer_norm as native_layer_norm
    from .serialization import load as load
    from .serialization import save as save
    from .trace.history import history as history
    from .trace.record import recording as recording
    from .utils.dlpack import to_dlpack as to_dlpack


TORCH_API = version.__version__
"""The PyTorch release whose behaviour is reproduced."""

_LAZY = {
    "OutOfMemoryError": "cuda",
    "accelerator": "accelerator",
    "amp": "amp",
    "autocast": "amp",
    "autograd": "autograd",
    "backends": "backends",
    "compile": "compiler",
    "compiler": "compiler",
    "cuda": "cuda",
    "distributions": "distributions",
    "fft": "fft",
    "func": "func",
    "functional": "functional",
    "graph": "display.graphdoc",
    "history": "trace.history",
    "is_autocast_enabled": "amp.casting",
    "jit": "jit",
    "linalg": "linalg",
    "load": "serialization",
    "masked": "masked",
    "nn": "nn",
    "optim": "optim",
    "overrides": "overrides",
    "quiz": "display.quiz",
    "random": "random",
    "recording": "trace.record",
    "return_types": "engine.return_types",
    "save": "serialization",
    "serialization": "serialization",
    "show": "display.widget",
    "signal": "signal",
    "special": "special",
    "sweeps": "display.sweeps",
    "testing": "testing",
    "to_dlpack": "utils.dlpack",
    "trace": "trace",
    "types": "types",
    "utils": "utils",
    "vmap": "func",
}
"""Names that come from elsewhere when they are first used: from these modules, or they are these modules."""

_LAZY |= dict.fromkeys(
    """adaptive_avg_pool1d avg_pool1d bilinear celu_ channel_shuffle conv1d conv2d conv3d conv_transpose1d
    conv_transpose2d conv_transpose3d hardshrink pairwise_distance pixel_shuffle
    pixel_unshuffle prelu rrelu_ selu_ threshold_""".split(),
    "nn.functional",
)

_LAZY |= dict.fromkeys(
    """alpha_dropout alpha_dropout_ batch_norm celu conv_tbc dropout dropout_ embedding feature_alpha_dropout
    feature_alpha_dropout_ feature_dropout feature_dropout_ group_norm instance_norm layer_norm max_pool1d max_pool2d
    max_pool3d native_channel_shuffle rms_norm rrelu selu threshold""".split(),
    "nn.as_functions",
)

_LAZY |= dict.fromkeys("native_batch_norm native_group_norm native_layer_norm".split(), "nn.native")

_LAZY |= dict.fromkeys(
    """binary_cross_entropy_with_logits cosine_embedding_loss ctc_loss hinge_embedding_loss kl_div
    margin_ranking_loss poisson_nll_loss triplet_margin_loss""".split(),
    "nn.losses_as_functions",
)


def _loaded(module: str) -> _Any:
    """One of our modules. Nothing that is made while it loads is garbage, so nobody need look for any."""
    collecting = _gc.isenabled()
    _gc.disable()
    try:
        return _importlib.import_module(f"{__name__}.{module}")
    finally:
        if collecting:
            _gc.enable()


def __getattr__(name: str) -> _Any:
    if name == "__version__":
        from ._version import version

        return version()
    if name in _LAZY:
        module = _loaded(_LAZY[name])
        return getattr(module, name, module)
    if name == "__all__":
        return sorted({*_loaded("_names").__all__, *_loaded("_rare_names").__all__, *_LAZY, "TORCH_API", "version"})
    if not name.startswith("_"):
        for names in map(_loaded, ("_names", "_rare_names")):
            if hasattr(names, name):  # from now on it is found without coming here
                return globals().setdefault(name, getattr(names, name))
        dtypes = _loaded("engine.dtypes")
        if name in dtypes.ABSENT:
            return getattr(dtypes, name)
    reason = _loaded("engine.arguments.absent").reason(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{(reason and ': ' + reason) or ''}")


def __dir__() -> list[str]:
    return sorted([*__getattr__("__all__"), "__version__"])


def load_ipython_extension(ipython: _Any) -> None:
    """`%load_ext autograd_nb`: graphs beside tensors, recording, live views, and the magic `%autograd`."""
    from .kernel.extension import load

    load(ipython)


def unload_ipython_extension(ipython: _Any) -> None:
    """`%unload_ext autograd_nb`: IPython is as it was."""
    from .kernel.extension import unload

    unload(ipython)
