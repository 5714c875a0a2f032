"""`func.vmap`: how a function comes to all examples of a batch at once, on the way there and on the way back."""

from autograd_nb.engine.later import Later

_LATER = "tracking"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
