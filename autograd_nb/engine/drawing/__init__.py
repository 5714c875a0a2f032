"""Random numbers as on PyTorch's CPU: the same seed gives the same."""

from autograd_nb.engine.later import Later

_LATER = "variates"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
