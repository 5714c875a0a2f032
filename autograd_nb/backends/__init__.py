"""`torch.backends`: libraries that PyTorch computes with, as programs ask and set them at their start. Here is none.

>>> mps.is_available(), cudnn.is_available(), cuda.is_built()
(False, False, False)

Source: https://pytorch.org/docs/2.7/backends.html
"""

from . import cuda, cudnn, mps

__all__ = ["cuda", "cudnn", "mps"]
