"""`torch.autograd.function`: operations that a learner defines.

Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
"""

from autograd_nb.engine.custom.function_node import FunctionNode as BackwardCFunction
from autograd_nb.engine.custom.once_differentiable import once_differentiable
from autograd_nb.engine.function import Function, FunctionCtx, InplaceFunction

__all__ = ["BackwardCFunction", "Function", "FunctionCtx", "InplaceFunction", "once_differentiable"]
