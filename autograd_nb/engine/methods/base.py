"""What every method rests on: the one contract `_apply`, and how operands of several types meet.

`Tensor` implements `_apply` and `_apply_inplace`; the methods of this folder are written against them.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import METHODS, complaint, match
from autograd_nb.engine.batching.batches import Met, batch_of, each
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import default_numpy, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.memory.layouts import brought
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.overrides import of_operator

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.dtypes import dtype as DType
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Base(Variable):
    """The contract: `_apply(op, *inputs, **options)` computes and records one operation."""

    if TYPE_CHECKING:  # what Tensor gives in return

        @property
        def dtype(self) -> DType: ...  # noqa: D102 - see Tensor
        @property
        def requires_grad(self) -> bool: ...  # noqa: D102 - see Gradient
        def _apply(self, op: Op, *inputs: Any, **options: Any) -> Tensor: ...
        def _apply_inplace(self, op: Op, *inputs: Any, **options: Any) -> Tensor: ...
        def _finish(self, op: Op, inputs: tuple[Any, ...], options: dict[str, Any], z: Any) -> Tensor: ...
        def _cast(self, dtype: np.dtype[Any]) -> Tensor: ...
        def _written(self) -> None: ...

        detach: Callable[[], Tensor]
        clone: Callable[[], Tensor]
        requires_grad_: Callable[..., Tensor]

    def _apply_several(self, op: Op, *inputs: Any, **options: Any) -> tuple[Tensor, ...]:
        """`_apply` for an operation with several results."""
        results: Any = self._apply(op, *inputs, **options)
        return results

    def _binary(self, op: Op, x: Any, y: Any, **options: Any) -> Tensor:
        """`op` on two operands, of which one may be a Python number; NotImplemented for anything else.

        Operands are brought to PyTorch's common dtype, which is not always NumPy's: a zero-dimensional tensor or a
        number gives way to a tensor with dimensions.
        """
        if op.quick and not options:
            return op.binary(x, y)
        try:
            pair = operands(x, y)
        except Met:

            def binary(x: Any, y: Any) -> Tensor:
                return self._binary(op, x, y, **options)

            return each(binary, (x, y), {})
        if pair is None:
            return of_operator(op.name, x, y)
        try:
            z = modes.here.quiet(op.forward, *pair, **options)
        except ValueError:
            raise broadcast_error(np.shape(pair[0]), np.shape(pair[1])) from None
        return self._finish(op, (x, y), options, z)

    def _check_alpha(self, other: Any, alpha: Any) -> Any:
        """Whole numbers have whole factors, which wrap around where the dtype does not hold them."""
        whole = self._array.dtype.kind != "f" and (other._array.dtype.kind != "f" if isinstance(other, Variable)
                                                   else not isinstance(other, float))  # fmt: skip
        if whole and isinstance(alpha, float):
            raise errors.integral_alpha()
        truth = other._array.dtype.kind == "b" if isinstance(other, Variable) else isinstance(other, bool)
        if isinstance(alpha, bool) and not (truth and self._array.dtype.kind == "b"):
            raise errors.boolean_alpha()
        if truth and self._array.dtype.kind == "b":
            return bool(alpha)
        if isinstance(other, Variable):
            return fitting(alpha, promote_arrays(self._array, other._array))
        return fitting(alpha, promote_scalar(self._array, other)) if isinstance(other, NUMBERS) else alpha

    def _unary(self, op: Op, **options: Any) -> Tensor:
        """`op` on this tensor; integers become the default floating point dtype first."""
        if op.quick and not options:
            return op.unary(self)
        a = self._array
        if a.dtype.kind != "f":
            a = brought(a, default_numpy())
        return self._finish(op, (self,), options, modes.here.quiet(op.forward, a, **options))


def or_reflected(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """An operator that a batch behind it takes over: Python asks that first, but not behind a parameter."""

    @functools.wraps(operation)
    def found(self: Any, other: Any) -> Any:
        try:
            return operation(self, other)
        except Met:
            return NotImplemented

    return found


def reflected(result: Any, operator: str, tensor: Any, other: Any) -> Any:
    """What a method gives that is an operator by another name: a batch may have been left to take over."""
    if result is NotImplemented and batch_of(other) is not None:
        return getattr(other, f"__r{operator}__")(tensor)
    return result


def power_of_2(like: Any, exponent: Any) -> Any:
    """2 to the powers that a tensor holds, in the dtype of another tensor that they are to be multiplied with."""
    dtype = like._array.dtype if like._array.dtype.kind == "f" else default_numpy()
    return like._wrap(np.array(2, dtype)) ** exponent


def operands(x: Any, y: Any) -> tuple[Any, Any] | None:
    """The arrays of two operands in their common dtype; None if one is neither tensor nor number."""
    if isinstance(x, Variable):
        a = x._array
        if not isinstance(y, Variable):
            return _with_number(a, y) if isinstance(y, NUMBERS) else None
        b = y._array
        if a.dtype is not b.dtype:
            common = promote_arrays(a, b)
            quiet = modes.here.quiet
            return quiet(brought, a, common), quiet(brought, b, common)
        return a, b
    if not isinstance(x, NUMBERS):
        return None
    b, a = _with_number(y._array, x)
    return a, b


def beside_number(op: Op, x: Any, y: Any) -> Any:
    """A product or quotient of half precision and one number, computed in single and rounded once, as PyTorch's.

    None where `op` is something else, or both have dimensions.
    """
    if op.symbol not in _ROUNDED_ONCE:
        return None
    number = y if not isinstance(y, Variable) or (not y._array.ndim and x._array.ndim) else None
    if number is None or (isinstance(number, Variable) and number._array.dtype == np.float16):
        return None
    other = number._array if isinstance(number, Variable) else number
    wide = modes.here.quiet(op.forward, x._array.astype(np.float32), np.float32(other))
    return modes.here.quiet(wide.astype, np.float16)


_ROUNDED_ONCE = frozenset("×÷")


def _with_number(a: Any, number: Any) -> tuple[Any, Any]:
    """An array and a Python number in their common dtype.

    A zero-dimensional array is four times as quick in NumPy as a Python number is.
    """
    if a.dtype.kind == "f":
        return a, modes.here.quiet(np.array, number, a.dtype)
    common = promote_scalar(a, number)
    return brought(a, common), fitted(number, common)


def fitted(number: Any, dtype: np.dtype[Any]) -> Any:
    """A number beside whole numbers: what their dtype does not hold wraps around, as in PyTorch.

    Of NumPy's numbers only the value counts, as with Python's.

    >>> fitted(-1, np.dtype(np.uint8))
    array(255, dtype=uint8)
    """
    if isinstance(number, np.generic):
        number = float(number) if isinstance(number, np.bool_) else number.item()
    if type(number) is not int or dtype.kind not in "iu":
        return number
    limits = np.iinfo(dtype)
    if limits.min <= number <= limits.max:
        return number
    if not -(2**63) <= number < 2**63:
        raise errors.integer_overflow()
    return np.array(number).astype(dtype)


def fitting_power(exponent: Any, common: np.dtype[Any]) -> Any:
    """An exponent beside whole numbers, refused where their dtype does not hold it: this one does not wrap around."""
    return fitting(exponent, common) if common.kind in "iu" else fitted(exponent, common)


NUMBERS = (int, float, np.number, np.bool_)
"""What counts as a Python number beside a tensor (bool is an int)."""

OPERANDS = (Variable, *NUMBERS)
"""What an in-place operator takes; it leaves the rest to Python, which says that there is no such operation."""


class _Absent:
    def __repr__(self) -> str:
        return "..."  # what `help` shows


ABSENT: Any = _Absent()
"""Stands for an argument that was not given to a method that is called too often to be wrapped."""


def done(result: Any, function: str, other: Any, excess: tuple[Any, ...] = ()) -> Tensor:
    """Turn NotImplemented, and arguments that nobody asked for, into PyTorch's error: a method was called."""
    if result is NotImplemented or excess:
        raise wrong_arguments(function, "other", other, excess)
    return result


def wrong_arguments(function: str, name: str, other: Any, excess: tuple[Any, ...]) -> Exception:
    """What PyTorch says to these arguments of a method; `other` is the first, and may be absent."""
    given = () if other is ABSENT else (other,)
    refused = complaint(METHODS, function, (*given, *excess), {})
    return refused or errors.argument_must_be(function, name, 1, "Tensor", type_name(other))


def older_call(tensor: Any, function: str, args: tuple[Any, ...]) -> Tensor:
    """`x.add(2, y)` for `x.add(y, alpha=2)`.

    Raises:
        TypeError: PyTorch's, for any other arguments.
    """
    found = match(METHODS, function, args, {}, tensor)
    modern = found and found.modern(METHODS)
    if not modern:
        raise wrong_arguments(function, "other", args[0], args[1:])
    result: Tensor = getattr(tensor, function)(*modern[0], **modern[1])
    return result


def must_be_tensor(function: str, other: Any, name: str = "other", position: int = 1) -> Any:
    """`other`, which must be a tensor."""
    if not isinstance(other, Variable):
        raise errors.argument_must_be(function, name, position, "Tensor", type_name(other))
    return other


def broadcast_error(a: tuple[int, ...], b: tuple[int, ...]) -> Exception:
    """Name the last dimension in which two shapes differ, as PyTorch does."""
    for back in range(1, min(len(a), len(b)) + 1):
        m, n = a[-back], b[-back]
        if m != n and 1 not in (m, n):
            return errors.broadcast_mismatch(m, n, max(len(a), len(b)) - back)
    return RuntimeError(f"shapes {list(a)} and {list(b)} cannot be broadcast together")


def check_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Raise PyTorch's error if two shapes have none in common."""
    try:
        np.broadcast_shapes(a, b)
    except ValueError:
        raise broadcast_error(a, b) from None


def check_division(kernel: str, x: Any, y: Any) -> None:
    """Refuse to divide truth values, and whole numbers by zero."""
    if isinstance(x, Variable) and isinstance(y, Variable):
        check_broadcast(x._array.shape, y._array.shape)
    kinds = {v._array.dtype.kind if isinstance(v, Variable) else np.asarray(v).dtype.kind for v in (x, y)}
    if kinds == {"b"}:
        raise errors.not_for_dtype(kernel, "Bool")
    if kinds <= set("biu") and not np.all(y._array if isinstance(y, Variable) else y):
        raise errors.division_by_zero()


def no_common_shape(arrays: list[Any]) -> Exception:
    """Which two of several shapes do not fit."""
    for a, b in itertools.combinations(arrays, 2):
        error = broadcast_error(a.shape, b.shape)
        if "must match" in str(error):
            return error
    return RuntimeError("shapes cannot be broadcast together")


def sizes(given: tuple[Any, ...]) -> tuple[int, ...]:
    """`f(2, 3)` and `f((2, 3))` alike."""
    if len(given) == 1 and not isinstance(given[0], int) and not _is_number(given[0]):
        given = tuple(given[0])
    return tuple(int(n) for n in given)


def _is_number(value: Any) -> bool:
    return isinstance(value, Variable) and value._array.ndim == 0


def axes(dim: Any, ndim: int) -> tuple[int, ...]:
    """`dim` as non-negative axes.

    Raises:
        IndexError: for a dimension that the tensor does not have, in PyTorch's words.
        RuntimeError: for a dimension named twice.
    """
    given = tuple(dim) if isinstance(dim, (tuple, list)) else (dim,)
    found = tuple(axis(int(d), ndim) for d in given)
    if len(set(found)) != len(found):
        raise errors.repeated_dim(next(d for i, d in enumerate(found) if d in found[:i]))
    return found


def axis(dim: int, ndim: int) -> int:
    """`dim` as a non-negative axis of a tensor with `ndim` dimensions (a scalar counts as having one)."""
    size = max(ndim, 1)
    if not -size <= dim < size:
        raise errors.dim_out_of_range(dim, ndim)
    return int(dim) % size


def real_axis(dim: int, ndim: int) -> int:
    """The same where a number, which has no dimension, has none to go along either."""
    if not ndim:
        raise errors.no_dimensions(dim)
    return axis(dim, ndim)
