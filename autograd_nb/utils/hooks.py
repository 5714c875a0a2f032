"""`torch.utils.hooks`: what registering a hook gives back."""

from autograd_nb.engine.hooks import RemovableHandle

__all__ = ["RemovableHandle"]
