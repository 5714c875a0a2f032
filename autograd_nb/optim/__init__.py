"""`torch.optim`: optimizers, which change parameters by their gradients.

>>> import autograd_nb as torch
>>> x = torch.tensor([1.0], requires_grad=True)
>>> torch.optim.SGD([x], lr=0.1).zero_grad()

Source: https://pytorch.org/docs/2.7/optim.html
"""

from . import lr_scheduler
from .adam import Adam, AdamW
from .adaptive import Adadelta, Adagrad, RMSprop
from .optimizer import Optimizer
from .sgd import SGD

__all__ = ["SGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "lr_scheduler"]
