"""The classes of `torch.nn`, by what they are: see each file. They are found here, too, as in PyTorch."""

import importlib as _importlib
from typing import Any as _Any

_PYTORCHS = {
    "batchnorm": "normalization",
    "channelshuffle": "images",
    "container": "containers",
    "conv": "convolution",
    "distance": "loss",
    "dropout": "images",
    "flatten": "layers",
    "fold": "images",
    "instancenorm": "normalization",
    "linear": "layers",
    "padding": "images",
    "pixelshuffle": "images",
    "rnn": "recurrent",
    "sparse": "tables",
    "upsampling": "images",
}
"""PyTorch's names of its files, and the files here in which the same classes are."""


def __getattr__(name: str) -> _Any:
    if name in _PYTORCHS:
        return _importlib.import_module(f"{__name__}.{_PYTORCHS[name]}")
    classes = _importlib.import_module(__name__.rpartition(".")[0])
    found = vars(classes).get(name)
    if isinstance(found, type):
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
