"""The table of operations, in the order of a calculus course: one row per operation and overload."""

from autograd_nb.engine.later import Later

_LATER = "bessel decompositions factoring gammas order parts places replacing sampling singular special spread"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
