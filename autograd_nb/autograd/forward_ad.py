"""`torch.autograd.forward_ad`: values that carry a tangent along.

A dual tensor is a value and the direction in which it moves. What is computed from dual tensors moves as well, at once
and without a graph, and `unpack_dual` says how. Every operation's row serves, see `engine.forward`.

>>> import autograd_nb as torch
>>> with dual_level():
...     x = make_dual(torch.tensor(3.0), torch.tensor(1.0))
...     x * x
tensor(9., tangent=6.0)

Source: https://pytorch.org/docs/2.7/generated/torch.autograd.forward_ad.dual_level.html
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autograd_nb.engine import duals
from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.engine.batching.batches import over_wholes
from autograd_nb.engine.forward import primal
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import _Mode
from autograd_nb.engine.transform import moving

__all__ = ["UnpackedDualTensor", "dual_level", "enter_dual_level", "exit_dual_level", "make_dual", "unpack_dual"]


class UnpackedDualTensor(NamedTuple):
    """A value and its tangent, which is None if it does not move.

    >>> with torch.autograd.forward_ad.dual_level():
    ...     x = torch.autograd.forward_ad.make_dual(torch.tensor(3.0), torch.tensor(1.0))
    ...     torch.autograd.forward_ad.unpack_dual(x * x)
    UnpackedDualTensor(primal=tensor(9.), tangent=tensor(6.))
    """

    primal: Any
    tangent: Any


class dual_level(_Mode):  # noqa: N801 - PyTorch's name
    """The block inside of which dual tensors carry their tangents; it cannot stand in another one.

    >>> with torch.autograd.forward_ad.dual_level():
    ...     x = torch.autograd.forward_ad.make_dual(torch.tensor(0.0), torch.tensor(2.0))
    ...     torch.autograd.forward_ad.unpack_dual(x.sin()).tangent
    tensor(2.)
    """

    def __enter__(self) -> int:  # type: ignore[override]  # the number of the level
        return enter_dual_level()

    def __exit__(self, *_: object) -> None:
        exit_dual_level()


class _set_fwd_grad_enabled(_Mode):  # noqa: N801 - PyTorch's name
    """Whether results move, from now on; as a context manager, put the old setting back at the end."""

    def __init__(self, mode: bool) -> None:
        self.mode = mode
        self.before = duals.here.enabled, duals.here.levels
        duals.here.enabled = mode
        duals.here.levels = duals.here.open if mode else ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        duals.here.enabled, duals.here.levels = self.before

    def clone(self) -> _set_fwd_grad_enabled:
        """Another one with the same setting."""
        return self.__class__(self.mode)


def _is_fwd_grad_enabled() -> bool:
    return duals.here.enabled


def enter_dual_level() -> int:
    """Begin what `dual_level` encloses; the number of the level.

    >>> level = torch.autograd.forward_ad.enter_dual_level()
    >>> torch.autograd.forward_ad.exit_dual_level()
    >>> level
    0

    Raises:
        RuntimeError: inside of another level.
    """
    if duals.here.dual is not None:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    (duals.here.dual,) = duals.enter(1, duals.depth())
    return 0


def exit_dual_level(*, level: int | None = None) -> None:
    """End it: tangents are forgotten.

    >>> _ = torch.autograd.forward_ad.enter_dual_level()
    >>> x = torch.autograd.forward_ad.make_dual(torch.tensor(3.0), torch.tensor(1.0))
    >>> torch.autograd.forward_ad.exit_dual_level()
    >>> x
    tensor(3.)

    Raises:
        RuntimeError: where no level has begun, and for a number that is not that of the last.
    """
    if duals.here.dual is None and level is None:
        raise RuntimeError("Dual level must be a positive number.")
    if duals.here.dual is None or level not in (None, 0):
        raise RuntimeError(
            "Trying to exit a forward AD level that was not the last one that was created. This is not supported."
        )
    ended, duals.here.dual = duals.here.dual, None
    duals.leave((ended,))


def make_dual(tensor: Any, tangent: Any, *, level: int | None = None) -> Any:
    """The value of `tensor`, moving in the direction of `tangent`: a view of it.

    >>> with torch.autograd.forward_ad.dual_level():
    ...     torch.autograd.forward_ad.make_dual(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 0.0])) * 3
    tensor([3., 6.], tangent=tensor([3., 0.]))

    Raises:
        RuntimeError: outside of a level, for a tangent of another shape, and for tensors that move already.
        ValueError: for dtypes without fractions.
    """
    current = duals.here.dual
    if current is None:
        raise RuntimeError(
            "Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first."
        )
    del level
    return moving(tensor, current, tangent)


def unpack_dual(tensor: Any, *, level: int | None = None) -> UnpackedDualTensor:
    """A tensor's value, which does not move, and its tangent. Outside of a level nothing moves.

    >>> torch.autograd.forward_ad.unpack_dual(torch.tensor(3.0))
    UnpackedDualTensor(primal=tensor(3.), tangent=None)
    """
    del level
    current = duals.here.dual
    if current is None:
        return UnpackedDualTensor(tensor, None)
    if not isinstance(tensor, Variable):
        raise TypeError(f"_unpack_dual(): argument 'dual' (position 1) must be Tensor, not {type(tensor).__name__}")
    with duals.only(tuple(level for level in duals.here.levels if level is not current)):
        value = _value(tensor)
    return UnpackedDualTensor(value, _tangent(tensor))


_value, _tangent = over_wholes(primal), over_wholes(duals.tangent)


def __getattr__(name: str) -> Any:
    if name == "_current_level":
        return -1 if duals.here.dual is None else 0
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_cite_each(globals(), __all__, "torch.autograd.forward_ad.")
