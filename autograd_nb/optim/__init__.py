"""`torch.optim`: optimizers, which change parameters by their gradients.

>>> import autograd_nb as torch
>>> x = torch.tensor([1.0], requires_grad=True)
>>> torch.optim.SGD([x], lr=0.1).zero_grad()

Source: https://pytorch.org/docs/2.7/optim.html
"""

from . import lr_scheduler
from .adafactor import Adafactor
from .adam import Adam, AdamW
from .adam_kin import Adamax, NAdam, RAdam
from .adaptive import Adadelta, Adagrad, RMSprop
from .lbfgs import LBFGS
from .optimizer import Optimizer
from .sgd import SGD
from .signs import ASGD, Rprop

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
    "lr_scheduler",
]
