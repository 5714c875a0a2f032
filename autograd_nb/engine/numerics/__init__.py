"""Functions of numbers that NumPy has not, or not to PyTorch's last bit. They know arrays and nothing of tensors."""

from autograd_nb.engine.later import Later

_LATER = "bessel gammas special"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
