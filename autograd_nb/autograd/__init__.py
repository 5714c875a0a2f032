"""`torch.autograd`: gradients, grad mode, anomaly detection, and functions of functions.

Source: https://pytorch.org/docs/2.7/autograd.html
"""

import importlib as _importlib
import warnings as _warnings
from typing import Any as _Any

from autograd_nb.engine.arguments.absent import reason as _reason
from autograd_nb.engine.arguments.elsewhere import also_found as _also_found
from autograd_nb.engine.backward import backward, grad
from autograd_nb.engine.function import Function
from autograd_nb.engine.modes import (
    detect_anomaly,
    enable_grad,
    inference_mode,
    no_grad,
    set_detect_anomaly,
    set_grad_enabled,
)
from autograd_nb.engine.modes import (
    modes as _modes,
)
from autograd_nb.engine.naming import type_name as _type_name
from autograd_nb.engine.saved import SavedTensor
from autograd_nb.engine.tensor import Tensor


class _VariableMeta(type):
    """What `Variable` is: a name of old programs, which now stands for tensors."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Tensor)

    def __call__(cls, data: _Any = None, requires_grad: bool = False, volatile: _Any = None) -> _Any:
        if volatile is not None:
            _warnings.warn("volatile was removed (Variable.volatile is always False)", stacklevel=2)
        if data is not None and not isinstance(data, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {_type_name(data)}")
        out = Tensor() if data is None else data.detach()
        return out.requires_grad_() if requires_grad else out


class _Engine:
    """What is left of the engine as an object: something can be put off to the end of the walk that runs."""

    @staticmethod
    def queue_callback(callback: _Any) -> None:
        """Call `callback` when the walk has ended well.

        Raises:
            RuntimeError: if none is running.
        """
        if _modes.walk is None:
            raise RuntimeError("Final callbacks can only be installed during backward pass.")
        _modes.walk.callbacks.append(callback)


class Variable(metaclass=_VariableMeta):
    """`Variable(tensor, requires_grad=True)` is a leaf in the memory of `tensor`; kept for old programs.

    >>> import autograd_nb as torch
    >>> Variable(torch.ones(2), requires_grad=True)
    tensor([1., 1.], requires_grad=True)
    """

    _execution_engine = _Engine()


_LAZY = {
    "anomaly_mode": "anomaly_mode",
    "forward_ad": "forward_ad",
    "function": "function",
    "functional": "functional",
    "grad_mode": "grad_mode",
    "graph": "graph",
    "gradcheck": "check",
    "gradgradcheck": "check",
    "is_multithreading_enabled": "grad_mode",
    "set_multithreading_enabled": "grad_mode",
}
"""Names that are loaded when first used, and the modules they are in."""

__all__ = [  # noqa: PLE0604 - those that are loaded late stand at the end
    "Function",
    "SavedTensor",
    "Variable",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "grad",
    "inference_mode",
    "no_grad",
    "set_detect_anomaly",
    "set_grad_enabled",
    *_LAZY,
]


def __getattr__(name: str) -> _Any:
    if name not in _LAZY:
        why = f": {_reason('profiler')}" if name == "profiler" else ""
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{why}")
    module = _importlib.import_module(f"{__name__}.{_LAZY[name]}")
    found = globals()[name] = getattr(module, name, module)
    return found


_also_found(__name__, {"variable": ".", "gradcheck": "check"})
del globals()["gradcheck"]  # the file can be imported from, and the name is that of the function


def __dir__() -> list[str]:
    return sorted(__all__)
