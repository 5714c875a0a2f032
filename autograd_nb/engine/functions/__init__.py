"""Functions of torch that are no methods of a tensor, and what they have in common."""

from autograd_nb.engine.later import Later

_LATER = "contract"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
