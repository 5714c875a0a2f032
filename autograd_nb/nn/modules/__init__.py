"""The classes of `torch.nn`, by what they are: see each file. They are found here, too, as in PyTorch."""

import importlib as _importlib
from typing import Any as _Any

from autograd_nb.engine.elsewhere import also_found as _also_found

from . import utils as utils

_also_found(
    __name__,
    {
        "batchnorm": "normalization synced",
        "channelshuffle": "images",
        "container": "containers parameters",
        "conv": "convolution",
        "distance": "loss",
        "dropout": "layers images",
        "flatten": "layers",
        "fold": "images",
        "instancenorm": "normalization",
        "linear": "layers",
        "padding": "images",
        "pixelshuffle": "images",
        "rnn": "recurrent",
        "sparse": "tables",
        "upsampling": "images",
    },
)


def __getattr__(name: str) -> _Any:
    classes = _importlib.import_module(__name__.rpartition(".")[0])
    found = vars(classes).get(name)
    if isinstance(found, type):
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
