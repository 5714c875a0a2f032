"""`torch.optim`: optimizers, which change parameters by their gradients.

>>> import autograd_nb as torch
>>> x = torch.tensor([1.0], requires_grad=True)
>>> torch.optim.SGD([x], lr=0.1).zero_grad()

Source: https://pytorch.org/docs/2.7/optim.html
"""

import importlib as _importlib
from typing import Any as _Any

from autograd_nb.engine.arguments.elsewhere import also_found as _also_found
from autograd_nb.engine.arguments.sources import cite_each as _cite_each

from . import lr_scheduler
from .adafactor import Adafactor
from .adam import Adam, AdamW
from .adam_kin import Adamax, NAdam, RAdam
from .adaptive import Adadelta, Adagrad, RMSprop
from .lbfgs import LBFGS
from .optimizer import Optimizer
from .sgd import SGD
from .signs import ASGD, Rprop
from .sparse_adam import SparseAdam

__all__ = [
    "ASGD",
    "LBFGS",
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "SparseAdam",
    "lr_scheduler",
    "swa_utils",
]

_cite_each(globals(), __all__, "torch.optim.")


_also_found(
    __name__,
    {
        "adadelta": "adaptive",
        "adagrad": "adaptive",
        "adamax": "adam_kin",
        "adamw": "adam",
        "asgd": "signs",
        "nadam": "adam_kin",
        "radam": "adam_kin",
        "rmsprop": "adaptive",
        "rprop": "signs",
    },
)


def __getattr__(name: str) -> _Any:
    if name == "swa_utils":  # it knows modules
        return _importlib.import_module(f"{__name__}.swa_utils")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
