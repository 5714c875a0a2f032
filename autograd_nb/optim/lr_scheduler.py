"""`torch.optim.lr_scheduler`: learning rates that change from epoch to epoch. Call `step()` after `optimizer.step()`.

Source: https://pytorch.org/docs/2.7/optim.html#how-to-adjust-learning-rate
"""

from autograd_nb.engine.arguments.sources import cite

from .combined import ChainedScheduler, SequentialLR
from .cycles import CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR
from .plateau import ReduceLROnPlateau
from .schedules import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiplicativeLR,
    MultiStepLR,
    PolynomialLR,
    StepLR,
)
from .scheduling import LRScheduler

__all__ = [
    "ChainedScheduler",
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "MultiplicativeLR",
    "OneCycleLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
]


class _LRScheduler(LRScheduler):
    """The name of `LRScheduler` in older programs, which derive their own from it."""


for _name in __all__:
    globals()[_name].__module__ = __name__  # by which programs tell a scheduler from a function of their own
    cite(globals()[_name], f"torch.optim.lr_scheduler.{_name}")
