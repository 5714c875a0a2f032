"""`torch.utils`: reading data in batches (`utils.data`) and lending memory to other libraries (`utils.dlpack`).

Source: https://pytorch.org/docs/2.7/data.html
"""

from . import data, dlpack

__all__ = ["data", "dlpack"]
