"""`torch.utils`: data in batches (`data`), graphs in less memory (`checkpoint`), memory lent to others (`dlpack`).

Source: https://pytorch.org/docs/2.7/data.html
"""

from . import benchmark, checkpoint, data, dlpack, hooks

__all__ = ["benchmark", "checkpoint", "data", "dlpack", "hooks"]
