"""`torch.testing`: whether two results are as close as their dtype allows, and tensors to test with.

Source: https://pytorch.org/docs/2.7/testing.html
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine.creation import empty, randint, tensor
from .engine.dtypes import Size, bool_, dtype, float16, float32, float64
from .engine.tensor import Tensor
from .engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["assert_allclose", "assert_close", "make_tensor"]

_TOLERANCES = {float16: (1e-3, 1e-5), float32: (1.3e-6, 1e-5), float64: (1e-7, 1e-7)}
"""For each dtype the relative and the absolute one; for others both are 0."""

_NUMBERS = (bool, int, float, np.number, np.bool_)


class _Options:
    """What `assert_close` was asked for."""

    def __init__(self, rtol: float | None, atol: float | None, message: Any, **checks: bool) -> None:
        self.given = None if rtol is None or atol is None else (rtol, atol)
        self.message = message
        self.checks = checks

    def tolerances(self, *dtypes: dtype) -> tuple[float, float]:
        """The loosest of these dtypes, unless they were given."""
        if self.given is not None:
            return self.given
        rtols, atols = zip(*(_TOLERANCES.get(kind, (0.0, 0.0)) for kind in dtypes))
        return max(rtols), max(atols)

    def fail(self, text: str, place: tuple[Any, ...]) -> None:
        """Raise with the text, or what was given instead of it."""
        if place:
            text += f"\n\nThe failure occurred for item {''.join(str([part]) for part in place)}"
        raise AssertionError(
            text if self.message is None else self.message(text) if callable(self.message) else self.message
        )


def assert_close(
    actual: Any,
    expected: Any,
    *,
    allow_subclasses: bool = True,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_device: bool = True,
    check_dtype: bool = True,
    check_layout: bool = True,
    check_stride: bool = False,
    msg: str | Callable[[str], str] | None = None,
) -> None:
    """Raise an AssertionError with a text that says where, unless two results are close: tensors, numbers, or several.

    Close are |actual - expected| <= atol + rtol · |expected|, with tolerances that depend on the dtype.

    >>> import autograd_nb as torch
    >>> assert_close(torch.ones(2) / 3 * 3, torch.ones(2))
    >>> assert_close(1.0, 1.1)
    Traceback (most recent call last):
    AssertionError: Scalars are not close!
    <BLANKLINE>
    Expected 1.1 but got 1.0.
    Absolute difference: 0.10000000000000009 (up to 1e-07 allowed)
    Relative difference: 0.09090909090909098 (up to 1e-07 allowed)
    """
    del check_device, check_layout  # there is one of each
    if (rtol is None) != (atol is None):
        raise ValueError(
            f"Both 'rtol' and 'atol' must be either specified or omitted, but got no "
            f"{'rtol' if rtol is None else 'atol'}."
        )
    options = _Options(rtol, atol, msg, nan=equal_nan, dtype=check_dtype, stride=check_stride, classes=allow_subclasses)
    _compare(actual, expected, options, ())


_LOOSER = {float16: (1e-3, 1e-3), float32: (1e-4, 1e-5), float64: (1e-5, 1e-8)}
"""What `assert_allclose` allowed."""


def assert_allclose(
    actual: Any,
    expected: Any,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = True,
    msg: str = "",
) -> None:
    """What older programs call: like `assert_close`, with wider tolerances and without a look at the dtype.

    PyTorch warns that it is deprecated.

    >>> import autograd_nb as torch
    >>> assert_allclose(torch.ones(2) / 3 * 3, 1 / 3 * torch.ones(2) * 3)
    """
    warn(
        "`torch.testing.assert_allclose()` is deprecated since 1.12 and will be removed in a future release. Please "
        "use `torch.testing.assert_close()` instead. You can find detailed upgrade instructions in "
        "https://github.com/pytorch/pytorch/issues/61844.",
        FutureWarning,
    )
    one = actual if isinstance(actual, Tensor) else tensor(actual)
    other = expected if isinstance(expected, Tensor) else tensor(expected, dtype=one.dtype)
    if rtol is None and atol is None:
        rtol, atol = (max(limits) for limits in zip(*(_LOOSER.get(t.dtype, (0.0, 0.0)) for t in (one, other))))
    assert_close(one, other, rtol=rtol, atol=atol, equal_nan=equal_nan, check_dtype=False, msg=msg or None)


def _compare(actual: Any, expected: Any, options: _Options, place: tuple[Any, ...]) -> None:
    if _several(actual) and _several(expected):
        if len(actual) != len(expected):
            options.fail(f"The length of the sequences mismatch: {len(actual)} != {len(expected)}", place)
        for i, (one, other) in enumerate(zip(actual, expected)):
            _compare(one, other, options, (*place, i))
    elif isinstance(actual, Mapping) and isinstance(expected, Mapping):
        _compare_keys(set(actual), set(expected), options, place)
        for key in _in_order(actual):
            _compare(actual[key], expected[key], options, (*place, key))
    elif actual is None or expected is None:
        if actual is not expected:
            options.fail(f"None mismatch: {actual} is not {expected}", place)
    elif isinstance(actual, bool | np.bool_) and isinstance(expected, bool | np.bool_):
        if actual != expected:
            options.fail(f"Booleans mismatch: {bool(actual)} is not {bool(expected)}", place)
    elif isinstance(actual, _NUMBERS) and isinstance(expected, _NUMBERS):
        _compare_numbers(actual, expected, options, place)
    elif all(isinstance(value, Tensor | np.ndarray) for value in (actual, expected)) and (
        options.checks["classes"] or type(actual) is type(expected)
    ):
        _compare_tensors(_tensor(actual), _tensor(expected), options, place)
    else:
        text = f"No comparison pair was able to handle inputs of type {_type(actual)} and {_type(expected)}." + (
            f"\n\nThe failure occurred for item {''.join(str([part]) for part in place)}" if place else ""
        )
        raise TypeError(text)


def _several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _in_order(mapping: Mapping[Any, Any]) -> list[Any]:
    try:
        return sorted(mapping)
    except TypeError:
        return list(mapping)


def _type(value: Any) -> str:
    return "<class 'torch.Tensor'>" if type(value) is Tensor else str(type(value))


def _tensor(value: Any) -> Any:
    from .engine.creation import as_tensor

    return as_tensor(value).detach()


def _compare_keys(actual: set[Any], expected: set[Any], options: _Options, place: tuple[Any, ...]) -> None:
    if actual != expected:
        missing, additional = sorted(expected - actual), sorted(actual - expected)
        options.fail(
            "The keys of the mappings do not match:\n"
            f"Missing keys in the actual mapping: {missing}\n"
            f"Additional keys in the actual mapping: {additional}",
            place,
        )


def _compare_numbers(actual: Any, expected: Any, options: _Options, place: tuple[Any, ...]) -> None:
    a, b = (value.item() if isinstance(value, np.generic) else value for value in (actual, expected))
    kinds = [float64 if isinstance(value, float) else bool_ for value in (a, b)]
    if options.checks["dtype"] and type(a) is not type(b):
        options.fail(f"The (d)types do not match: {type(a)} != {type(b)}.", place)
    tolerances = options.tolerances(*kinds)
    if not _close(np.float64(a), np.float64(b), tolerances, options.checks["nan"]):
        options.fail(_told("Scalars", f"Expected {b} but got {a}.", _scalar_differences(a, b), tolerances), place)


def _scalar_differences(a: Any, b: Any) -> list[tuple[str, Any]]:
    away = abs(a - b)
    return [("Absolute difference", away), ("Relative difference", away / abs(b) if b else float("inf"))]


def _close(a: Any, b: Any, tolerances: tuple[float, float], nan: bool) -> Any:
    rtol, atol = tolerances
    with np.errstate(all="ignore"):
        close = (a == b) | (np.isfinite(b) & (np.abs(a - b) <= atol + rtol * np.abs(b)))
    return close | (np.isnan(a) & np.isnan(b)) if nan else close


def _told(what: str, counted: str, differences: list[tuple[str, Any]], tolerances: tuple[float, float]) -> str:
    rtol, atol = tolerances
    exact = rtol == 0 and atol == 0
    lines = [
        f"{text}: {value}" + ("" if exact else f" (up to {tolerance} allowed)")
        for (text, value), tolerance in zip(differences, (atol, rtol))
    ]
    return "\n".join([f"{what} are not {'equal' if exact else 'close'}!\n", counted, *lines])


def _compare_tensors(actual: Any, expected: Any, options: _Options, place: tuple[Any, ...]) -> None:
    attributes = {"shape": (actual.shape, expected.shape)}
    if options.checks["dtype"]:
        attributes["dtype"] = (actual.dtype, expected.dtype)
    if options.checks["stride"]:
        attributes["stride()"] = (actual.stride(), expected.stride())
    for name, (one, other) in attributes.items():
        if one != other:
            options.fail(f"The values for attribute '{name}' do not match: {one} != {other}.", place)
    tolerances = options.tolerances(actual.dtype, expected.dtype)
    a, b = actual._array, expected._array
    wide = np.float64 if "f" in (a.dtype.kind, b.dtype.kind) else np.int64
    kind = np.promote_types(a.dtype, b.dtype) if wide is np.float64 else np.dtype(np.int64)
    matches = np.asarray(_close(a.astype(wide), b.astype(wide), tolerances, options.checks["nan"]))
    if matches.all():
        return
    with np.errstate(all="ignore"):
        away = np.abs(a.astype(kind) - b.astype(kind))
        share = away.astype(kind if kind.kind == "f" else np.float32) / np.abs(b.astype(kind))
        share = share if kind.kind == "f" else share.astype(np.float32)
    if not matches.shape:
        counted = f"Expected {b.item()} but got {a.item()}."
        options.fail(_told("Scalars", counted, _scalar_differences(a.item(), b.item()), tolerances), place)
    differences = []
    for name, values in (("absolute", away), ("relative", share)):
        where = np.unravel_index(np.argmax(np.where(matches, 0, values)), matches.shape)
        index = tuple(int(i) for i in where)
        differences.append((f"Greatest {name} difference", f"{values[where].item()} at index {index}"))
    wrong = int((~matches).sum())
    counted = f"Mismatched elements: {wrong} / {matches.size} ({wrong / matches.size:.1%})"
    options.fail(_told("Tensor-likes", counted, differences, tolerances), place)


def _ends(dtype: dtype, low: float | None, high: float | None) -> tuple[float, float]:
    """Between which numbers those of `make_tensor` are."""
    least: float
    beyond: float
    if dtype is bool_:
        least, beyond, usual = 0, 2, (0, 2)
    elif dtype.is_floating_point:
        beyond = float(np.finfo(dtype.numpy).max)
        least, usual = -beyond, (-9, 9)
    else:
        info = np.iinfo(dtype.numpy)
        least, beyond, usual = info.min, info.max + (dtype.numpy.itemsize < 8), (max(-9, int(info.min)), 10)
    bottom, top = (own if given is None else given for given, own in zip((low, high), usual))
    if math.isnan(bottom) or math.isnan(top):
        raise ValueError(f"`low` and `high` cannot be NaN, but got low={bottom} and high={top}")
    if bottom >= top:
        raise ValueError(f"`low` must be less than `high`, but got {bottom} >= {top}")
    if top < least or bottom >= beyond:
        raise ValueError(
            f"The value interval specified by `low` and `high` is [{bottom}, {top}), but {dtype} only supports "
            f"[{least}, {beyond})"
        )
    return max(bottom, least), min(top, beyond)


def make_tensor(
    *shape: Any,
    dtype: dtype,
    device: Any,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
    noncontiguous: bool = False,
    exclude_zero: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """A tensor of random numbers from `low` (-9) to `high` (9, and 10 for whole numbers).

    What lies next to it in memory is not its own if it is `noncontiguous`; with `exclude_zero` zeros become the
    smallest positive number of the dtype.

    Raises:
        ValueError: if `low` is not less than `high`.

    >>> import autograd_nb as torch
    >>> make_tensor(2, 3, dtype=torch.float64, device="cpu").shape
    torch.Size([2, 3])
    """
    sizes = Size(shape[0]) if len(shape) == 1 and isinstance(shape[0], Sequence) else Size(shape)
    floating = dtype.is_floating_point
    bottom, top = _ends(dtype, low, high)
    if requires_grad and not floating:
        raise ValueError(
            f"`requires_grad=True` is not supported for boolean and integral dtypes, but got dtype={dtype!r}"
        )
    if noncontiguous and memory_format is not None:
        raise ValueError(
            f"The parameters `noncontiguous` and `memory_format` are mutually exclusive, but got {noncontiguous=} and "
            f"{memory_format=}"
        )
    noncontiguous = noncontiguous and math.prod(sizes) > 1
    if noncontiguous and sizes:
        sizes = Size((*sizes[:-1], 2 * sizes[-1]))
    made: Any = empty(sizes, dtype=dtype, device=device)
    made = made.uniform_(bottom, top) if floating else randint(math.ceil(bottom), math.ceil(top), sizes, dtype=dtype)
    if noncontiguous and sizes:
        made = made[..., 1::2]
    elif memory_format is not None:
        made = made.clone(memory_format=memory_format)
    if exclude_zero:
        made[made == 0] = float(np.finfo(dtype.numpy).tiny) if floating else 1
    found: Tensor = made.requires_grad_() if requires_grad and floating else made
    return found
