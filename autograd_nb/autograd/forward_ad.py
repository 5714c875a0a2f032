"""`torch.autograd.forward_ad`: values that carry a tangent along.

A dual tensor is a value and the direction in which it moves. What is computed from dual tensors moves as well, and
`unpack_dual` says how. Here this is found from the recorded graph when it is asked for, by going back twice (see
`engine.transform.pushed_forward`): every operation's backward row is also its forward one.

>>> import autograd_nb as torch
>>> with dual_level():
...     x = make_dual(torch.tensor(3.0), torch.tensor(1.0))
...     unpack_dual(x * x).tangent
tensor(6.)

Source: https://pytorch.org/docs/2.7/generated/torch.autograd.forward_ad.dual_level.html
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.transform import gradients, pushed_forward, released, stand_in

__all__ = ["UnpackedDualTensor", "dual_level", "enter_dual_level", "exit_dual_level", "make_dual", "unpack_dual"]


class _Levels(threading.local):
    """The dual tensors of each level that this thread has entered, with their tangents."""

    def __init__(self) -> None:
        self.open: list[list[tuple[Any, Any]]] = []


_levels = _Levels()


class UnpackedDualTensor(NamedTuple):
    """A value and its tangent, which is None if it does not move."""

    primal: Any
    tangent: Any


class dual_level:  # noqa: N801 - PyTorch's name
    """The block inside of which dual tensors carry their tangents; it cannot stand in another one."""

    def __enter__(self) -> int:
        self.level = enter_dual_level()
        return self.level

    def __exit__(self, *_: object) -> None:
        exit_dual_level(level=self.level)


def enter_dual_level() -> int:
    """Begin what `dual_level` encloses."""
    if _levels.open:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    _levels.open.append([])
    return len(_levels.open) - 1


def exit_dual_level(*, level: int | None = None) -> None:
    """End it: tangents are forgotten."""
    if not _levels.open or (level is not None and level != len(_levels.open) - 1):
        raise RuntimeError(
            "Trying to exit a forward AD level that was not the last one that was created. This is not supported."
        )
    _levels.open.pop()


def make_dual(tensor: Any, tangent: Any, *, level: int | None = None) -> Any:
    """The value of `tensor`, moving in the direction of `tangent`.

    Raises:
        RuntimeError: outside of a level, or for a tangent of another shape.
    """
    if not _levels.open:
        raise RuntimeError(
            "Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first."
        )
    del level
    for name, value in (("tensor", tensor), ("tangent", tangent)):
        if not isinstance(value, Variable):
            raise TypeError(f"make_dual(): argument '{name}' must be Tensor, not {type(value).__name__}")
        if value._array.dtype.kind != "f":
            given: Any = value
            told = "primal" if name == "tensor" else name
            raise ValueError(f"Expected {told} to be floating point or complex, but got: {given.dtype}")
    if tensor._array.shape != tangent._array.shape:
        raise errors.tangent_shape(tensor._array.shape, tangent._array.shape)
    if any(tensor is known for known, _ in _levels.open[-1]):
        raise RuntimeError(
            "Making a dual Tensor based on a Tensor that already has a forward gradient at the same level "
            f"{len(_levels.open) - 1} is not supported."
        )
    dual = stand_in(tensor)
    _levels.open[-1].append((dual, tangent))
    return dual


def unpack_dual(tensor: Any, *, level: int | None = None) -> UnpackedDualTensor:
    """A tensor's value, and how it moves when the dual tensors of this level move along their tangents."""
    del level
    if not _levels.open:
        return UnpackedDualTensor(tensor, None)
    pairs = _levels.open[-1]
    duals = [dual for dual, _ in pairs]
    for dual, tangent in pairs:
        if tensor is dual:
            return UnpackedDualTensor(released([tensor], duals)[0], tangent)
    tangent = None
    if tensor.requires_grad and any(
        g is not None for g in gradients([tensor], duals, [tensor.new_zeros(tensor.shape)])
    ):
        moved, ups = pushed_forward([tensor], duals, [t for _, t in pairs])
        (tangent,) = released(moved, [*duals, *ups])
    return UnpackedDualTensor(released([tensor], duals)[0], tangent)
