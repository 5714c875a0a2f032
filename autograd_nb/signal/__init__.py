"""`torch.signal`: windows, which fade a signal in and out before it is taken apart into waves.

>>> windows.hann(5)
tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])

Source: https://pytorch.org/docs/2.7/signal.html
"""

from . import windows

__all__ = ["windows"]
