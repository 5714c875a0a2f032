"""`torch.autograd.grad_mode`: whether operations are recorded.

Source: https://pytorch.org/docs/2.7/autograd.html#locally-disabling-gradient-computation
"""

from autograd_nb.engine.modes import enable_grad, inference_mode, no_grad, set_grad_enabled

__all__ = ["enable_grad", "inference_mode", "no_grad", "set_grad_enabled"]
