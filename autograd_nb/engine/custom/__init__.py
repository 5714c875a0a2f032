"""The parts of `autograd.Function`, which function.py puts together."""

from autograd_nb.engine.later import Later

_LATER = "function_vmap"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
