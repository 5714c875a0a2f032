"""`torch.nn.utils`: limits on gradients, parameters as one vector, sequences of several lengths, weights otherwise.

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

import importlib as _importlib
from typing import Any as _Any

from . import parametrizations, parametrize, rnn
from .clip_grad import clip_grad_norm, clip_grad_norm_, clip_grad_value_, clip_grads_with_norm_, get_total_norm
from .convert_parameters import parameters_to_vector, vector_to_parameters
from .weight_norm import remove_weight_norm, weight_norm

_LAZY = {
    "fuse_conv_bn_eval": "fusion",
    "fuse_conv_bn_weights": "fusion",
    "fuse_linear_bn_eval": "fusion",
    "fuse_linear_bn_weights": "fusion",
    "fusion": "fusion",
    "prune": "prune",
    "remove_spectral_norm": "older_spectral",
    "skip_init": "init",
    "spectral_norm": "older_spectral",
    "stateless": "stateless",
}
"""Names that are loaded when first used, and the modules they are in."""

__all__ = [  # noqa: PLE0604 - those that are loaded late stand at the end
    "clip_grad_norm",
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grads_with_norm_",
    "get_total_norm",
    "parameters_to_vector",
    "parametrizations",
    "parametrize",
    "remove_weight_norm",
    "rnn",
    "vector_to_parameters",
    "weight_norm",
    *_LAZY,
]


def __getattr__(name: str) -> _Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = _importlib.import_module(f"{__name__}.{_LAZY[name]}")
    found = globals()[name] = getattr(module, name, module)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
