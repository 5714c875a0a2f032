"""`torch.backends.cuda`: switches for products on a GPU, with PyTorch's values. Setting them changes nothing.

Source: https://pytorch.org/docs/2.7/backends.html#module-torch.backends.cuda
"""

from __future__ import annotations

from types import SimpleNamespace

__all__ = ["is_built", "matmul"]

matmul = SimpleNamespace(allow_tf32=False)


def is_built() -> bool:
    """Whether there is code for a GPU: False.

    Example:
        >>> is_built()
        False
    """
    return False
