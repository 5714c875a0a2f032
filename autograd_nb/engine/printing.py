"""How PyTorch writes a tensor: ``tensor([1.5000, 2.0000], grad_fn=<MulBackward0>)``.

All numbers of a tensor are written alike, so one look at all of them decides the form (`_number_strings`):
whole numbers as ``2.``, others with four digits after the point, with an exponent as soon as sizes differ much.
Then the strings are laid out in brackets, as many on a line as fit (`_Layout`). Tensors of more than 1000
elements show the first and last three along each dimension.

>>> numbers(np.array([1.5, 2.0], dtype=np.float32))
'[1.5000, 2.0000]'

Source: the PyTorch documentation of ``torch.set_printoptions``; compared with PyTorch on random arrays.
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import dtypes, duals
from .modes import modes

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = np.ndarray[Any, Any]

INDENT = len("tensor(")  # continuation lines stand below the first number


class _Options(NamedTuple):
    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


_PROFILES = {
    "default": _Options(),
    "short": _Options(precision=2, edgeitems=2),
    "full": _Options(threshold=math.inf),
}
_options = _PROFILES["default"]


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Set how tensors are written. What is not given stays; only `sci_mode` returns to automatic.

    Args:
        precision: digits after the point.
        threshold: number of elements beyond which a tensor is summarised.
        edgeitems: how many elements at each end a summary shows.
        linewidth: characters in a line.
        profile: "default", "short" or "full", taken before the other options.
        sci_mode: True for exponents always, False for never, None to choose.

    >>> torch.set_printoptions(precision=2)
    >>> torch.tensor([1 / 3])
    tensor([0.33])
    >>> torch.set_printoptions(profile="default")
    """
    global _options  # noqa: PLW0603 (PyTorch's options are one for the whole process, too)
    if profile is not None:
        _options = _PROFILES.get(profile, _options)
    given = {"precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    _options = _options._replace(sci_mode=sci_mode, **changes)


def get_printoptions() -> dict[str, Any]:
    """Return the options in force, ready to be passed to `set_printoptions`.

    >>> get_printoptions()["precision"]
    4
    """
    return _options._asdict()


def options() -> _Options:
    """The same as they are kept, which tells at once whether any has changed."""
    return _options


@contextlib.contextmanager
def printoptions(**changes: Any) -> Iterator[None]:
    """Change the options for a while; takes what `set_printoptions` takes."""
    global _options  # noqa: PLW0603 - as above
    before = _options
    set_printoptions(**changes)
    try:
        yield
    finally:
        _options = before


# ---- numbers -> strings ------------------------------------------------------------------------------------


def _float_strings(values: list[float]) -> tuple[list[str], int]:
    """Write floats alike. As in PyTorch the width counts finite nonzero numbers only; nan may stick out."""
    telling = [abs(v) for v in values if v and v - v == 0.0]
    if not telling:
        return [("%.0f." if v == 0.0 else "%.0f") % v for v in values], 1
    precision = _options.precision
    sci_mode = _options.sci_mode
    if sci_mode is None:
        low, high = min(telling), max(telling)
        sci_mode = high > 1e8 or low < 1e-4 or high / low > 1000.0
    if sci_mode:
        form = f".{precision}e"
        texts = [format(v, form) for v in values]
    elif all(v.is_integer() for v in telling):
        texts = [("%.0f." if v - v == 0.0 else "%.0f") % v for v in values]
    else:
        form = f".{precision}f"
        texts = [format(v, form) for v in values]
    return texts, max(len(text) for v, text in zip(values, texts, strict=True) if v and v - v == 0.0)


def _number_strings(array: Array) -> tuple[list[str], int]:
    """Write the elements of an array, in order, padded to one width; return the strings and the width."""
    values = array.ravel().tolist()
    if array.dtype.kind == "f":
        texts, width = _float_strings(values)
    else:
        texts = [str(v) for v in values]
        width = max(map(len, texts), default=1)
    return [text.rjust(width) for text in texts], width


# ---- strings -> lines --------------------------------------------------------------------------------------


def _vector(texts: list[str], width: int, indent: int) -> str:
    """Write one row in brackets, broken into lines."""
    in_line = max(1, int((_options.linewidth - indent) // (width + 2)))
    if len(texts) <= in_line:
        return "[" + ", ".join(texts) + "]"
    lines = [", ".join(texts[i : i + in_line]) for i in range(0, len(texts), in_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"


class _Layout:
    """The brackets around the strings of one array, which may have been cut down to its edges.

    `cut` says for each dimension whether elements are left out in its middle.
    """

    def __init__(self, texts: list[str], width: int, shape: tuple[int, ...], cut: tuple[bool, ...]) -> None:
        self.texts, self.width, self.shape, self.cut = texts, width, shape, cut

    def lines(self, start: int, dim: int, indent: int) -> str:
        """Write the part that begins at the string number `start`, from dimension `dim` inwards."""
        size, edge = self.shape[dim], _options.edgeitems
        below = len(self.shape) - dim - 1
        if not below:
            row = self.texts[start : start + size]
            if self.cut[dim]:
                # the extra space is PyTorch's
                row.insert(edge, " ..." if edge else "...")
            return _vector(row, self.width, indent)
        step = math.prod(self.shape[dim + 1 :])
        parts = [self.lines(start + i * step, dim + 1, indent + 1) for i in range(size)]
        if self.cut[dim]:
            parts.insert(edge, "...")
        return "[" + ("," + "\n" * below + " " * (indent + 1)).join(parts) + "]"


def _edges(array: Array) -> tuple[Array, tuple[bool, ...]]:
    """Keep the first and last `edgeitems` along every dimension that has more than both."""
    edge = _options.edgeitems
    cut = tuple(size > 2 * edge for size in array.shape)
    for dim, long in enumerate(cut):
        if long:
            array = array.take([*range(edge), *range(-edge, 0)], axis=dim)
    return array, cut


def format_array(array: Array, indent: int = INDENT, threshold: float | None = None) -> str:
    """Write the numbers of an array as they stand inside ``tensor(...)``.

    Args:
        array: any shape, any dtype that a tensor can have.
        indent: the column of the first character, to which continuation lines are indented.
        threshold: number of elements beyond which to summarise, instead of the option's.

    >>> print(format_array(np.arange(6).reshape(2, 3), indent=1))
    [[0, 1, 2],
      [3, 4, 5]]
    """
    if array.size == 0:
        return "[]"
    shape = array.shape
    if array.size > (_options.threshold if threshold is None else threshold):
        array, cut = _edges(array)
        shape = array.shape
    else:
        cut = (False,) * len(shape)
    texts, width = _number_strings(array)
    if not shape:
        return texts[0]
    if len(shape) == 1 and not cut[0]:
        return _vector(texts, width, indent)
    return _Layout(texts, width, shape, cut).lines(0, 0, indent)


def numbers(array: Array, threshold: float | None = None) -> str:
    """Write what stands between "tensor(" and the first suffix, for previews of values and gradients.

    >>> numbers(np.array(28.0))
    '28.'
    """
    return format_array(array, INDENT, threshold)


# ---- the whole tensor --------------------------------------------------------------------------------------


def _suffixes(tensor: Any) -> list[str]:
    """Name what the numbers do not show: an empty shape, an unusual dtype, and where gradients come from."""
    array = tensor._array
    dtype = dtypes.dtype_of(array)
    default = dtypes.get_default_dtype()
    suffixes = []
    if array.size == 0:
        if array.ndim != 1:
            suffixes.append(f"size={tuple(array.shape)}")
        usual = dtype is default  # without numbers, nothing else shows an int64 or bool
    else:
        if not _options.edgeitems:  # a summary may then be nothing but dots
            suffixes.append(f"size={tuple(array.shape)}")
        usual = dtype is default or dtype is dtypes.int64 or dtype is dtypes.bool_
    if not usual:
        suffixes.append(f"dtype={dtype!r}")
    try:
        grad_fn = tensor.grad_fn
        name = grad_fn and grad_fn.name().rpartition("::")[2]
    except RuntimeError:  # a view that was made in a special way, whose base was changed
        name = "Invalid"
    if name is not None:
        suffixes.append(f"grad_fn=<{name}>")
    elif tensor.requires_grad:
        suffixes.append("requires_grad=True")
    tangent = duals.tangent(tensor) if duals.active else None
    if tangent is not None:
        suffixes.append(f"tangent={tangent}")
    return suffixes


def tensor_text(tensor: Any) -> str:
    """Write a tensor as ``repr`` shows it."""
    if modes.here.transforms:
        from .batching.tracking import text as inside

        return inside(tensor)
    return plain_text(tensor)


def plain_text(tensor: Any) -> str:
    """The numbers and what they do not show; a suffix that does not fit the line begins a new one.

    Reads ``_array``, ``grad_fn`` and ``requires_grad``.
    """
    kind = f"{type(tensor).__name__}(" if getattr(tensor, "_overrides", False) else "tensor("
    text = kind + format_array(tensor._array, len(kind))
    suffixes = _suffixes(tensor)
    if not suffixes:
        return text + ")"
    column = len(text) - text.rfind("\n") + 1  # two more than there are, and so PyTorch breaks lines early
    for suffix in suffixes:
        if column + len(suffix) + 2 > _options.linewidth:
            text += ",\n" + " " * len(kind) + suffix
            column = len(kind) + len(suffix)
        else:
            text += ", " + suffix
            column += len(suffix) + 2
    return text + ")"
