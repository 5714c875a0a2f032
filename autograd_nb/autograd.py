"""`torch.autograd`: gradients, grad mode, anomaly detection.

Source: https://pytorch.org/docs/2.7/autograd.html
"""

from .engine.backward import backward, grad
from .engine.function import Function
from .engine.modes import (
    detect_anomaly,
    enable_grad,
    inference_mode,
    no_grad,
    set_detect_anomaly,
    set_grad_enabled,
)

__all__ = [
    "Function",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "grad",
    "inference_mode",
    "no_grad",
    "set_detect_anomaly",
    "set_grad_enabled",
]
