"""The classes of `torch.nn`, by what they are: see each file. They are found here, too, as in PyTorch."""

import importlib as _importlib
from typing import Any as _Any

from autograd_nb.engine.arguments.elsewhere import also_found as _also_found

from . import utils as utils

_also_found(
    __name__,
    {
        "channelshuffle": "images",
        "container": "containers parameters",
        "conv": "convolution lazy_convolution",
        "dropout": "layers images",
        "flatten": "layers",
        "fold": "images",
        "linear": "layers",
        "pixelshuffle": "images",
        "rnn": "recurrent cells",
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
