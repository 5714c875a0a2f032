"""`torch.func`: derivatives as functions of functions.

>>> import autograd_nb as torch
>>> torch.func.grad(torch.sin)(torch.tensor(0.0))
tensor(1.)

Source: https://pytorch.org/docs/2.7/func.api.html
"""

from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.nn.calling import functional_call, stack_module_state

from .batch_norm import replace_all_batch_norm_modules_
from .functionalize import functionalize
from .transforms import grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, vjp
from .vmap import vmap

__all__ = [
    "functional_call",
    "functionalize",
    "grad",
    "grad_and_value",
    "hessian",
    "jacfwd",
    "jacrev",
    "jvp",
    "linearize",
    "replace_all_batch_norm_modules_",
    "stack_module_state",
    "vjp",
    "vmap",
]

_cite_each(globals(), __all__, "torch.func.")
