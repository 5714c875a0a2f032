"""`torch.utils.dlpack`: memory lent to other array libraries, and borrowed from them."""

from autograd_nb.engine.memory.exchange import from_dlpack, to_dlpack

__all__ = ["from_dlpack", "to_dlpack"]
