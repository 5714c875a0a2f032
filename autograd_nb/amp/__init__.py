"""`torch.amp`, automatic mixed precision: what a training loop says of it, where nothing is computed in less.

It is for GPUs. Without one PyTorch switches it off and warns, and so do these; a loop that has it runs as it is.

>>> scaler = GradScaler("cuda", enabled=torch.cuda.is_available())
>>> with autocast("cuda", enabled=torch.cuda.is_available()):
...     x = torch.tensor(2.0, requires_grad=True) ** 2
>>> scaler.scale(x)
tensor(4., grad_fn=<PowBackward0>)

Source: https://pytorch.org/docs/2.7/amp.html
"""

from .casting import autocast, custom_bwd, custom_fwd, is_autocast_available
from .grad_scaler import GradScaler

__all__ = ["GradScaler", "autocast", "custom_bwd", "custom_fwd", "is_autocast_available"]
