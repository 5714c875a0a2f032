"""`torch.types`: names for type hints.

Source: PyTorch's torch/types.py.
"""

from __future__ import annotations

import os
from typing import IO, Any

from .engine.device import device
from .engine.dtypes import Size

Number = int | float | bool
Device = device | str | int | None
FileLike = str | os.PathLike[str] | IO[bytes]
Storage = Any

__all__ = ["Device", "FileLike", "Number", "Size", "Storage"]
