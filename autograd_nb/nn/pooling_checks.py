"""What PyTorch refuses in the windows of a pool, in the order in which it looks at them.

Source: PyTorch's aten/src/ATen/native/Pool.h
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.methods.base import axis

from .convolution import several

Sizes = tuple[int, ...]

_INTS = {2: "two", 3: "three"}


def windows(
    name: str, n: int, kernel: Any, stride: Any, padding: Any, dilation: Any = 1
) -> tuple[Sizes, Sizes, Sizes, Sizes]:
    """The four as one number for each dimension; without a stride the windows lie side by side.

    Raises:
        RuntimeError: if there are more or fewer numbers.
    """
    steps = kernel if stride is None or (stride != 0 and not stride) else stride
    found = several(kernel, n), several(steps, n), several(padding, n), several(dilation, n)
    for what, numbers in zip(("kernel_size", "stride", "padding", "dilation"), found):
        if len(numbers) != n:
            raise RuntimeError(f"{name}: {what} must {_wanted(name, what)} single int, or a tuple of {_INTS[n]} ints")
    return found


def _wanted(name: str, what: str) -> str:
    """How PyTorch begins to say it; it has four ways."""
    if name == "avg_pool3d":
        return "be omitted, a" if what == "stride" else "be a"
    if what == "stride":
        return "either be omitted, a"
    return "be either a" if what == "dilation" else "either be a"


def one(name: str, **given: Any) -> list[int]:
    """One number of each, for a pool along one dimension that is made of the one for images."""
    found = {what: several(value, 1) for what, value in given.items()}
    for what, numbers in found.items():
        if len(numbers) != 1:
            raise RuntimeError(f"{name}() argument '{what}' should contain one int (got {len(numbers)})")
    return [numbers[0] for numbers in found.values()]


def line(name: str, x: Any) -> None:
    """A pool along one dimension has a dimension for the channels, and may have one for the batch."""
    if x._array.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {x._array.ndim}-dimensional tensor for argument #1 'self' (while "
            f"checking arguments for {name})"
        )


def line_alone(shape: list[int], kernel: Any, stride: Any, padding: Any, dilation: Any, ceil: bool) -> None:
    """What the quicker `max_pool1d` refuses, which is not made of that for images."""
    if len(shape) not in (2, 3) or 0 in shape[-2:]:
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:"
            f"{shape}"
        )
    every = {
        "kernel_size": (kernel, "an int, list"),
        "stride": (stride or kernel, "None, an int, list"),
        "padding": (padding, "an int, list"),
        "dilation": (dilation, "an int, list"),
    }
    found = {}
    for what, (value, wanted) in every.items():
        numbers = several(value, 1)
        if len(numbers) != 1:
            comma = "," * (what in ("stride", "padding"))
            raise RuntimeError(
                f"max_pool1d() {what} must be {wanted} of ints{comma} or tuple of ints of size 1 but got size "
                f"{len(numbers)}"
            )
        (found[what],) = numbers
    if stride == 0:
        found["stride"] = 0
    k, p = found["kernel_size"], found["padding"]
    for what in ("kernel_size", "stride"):
        _positive(what, found[what])
    if p < 0:
        raise RuntimeError(f"max_pool1d() padding must be non-negative, but got {p}")
    if p > k // 2:
        raise RuntimeError(
            f"max_pool1d() padding should be at most half of kernel size, but got padding={p} and kernel_size={k}"
        )
    _positive("dilation", found["dilation"])
    count = places(shape[-1], k, found["stride"], p, found["dilation"], ceil)
    if count < 1:
        raise RuntimeError(f"max_pool1d() Invalid computed output size: {count}")


def _positive(what: str, number: int) -> None:
    if number <= 0:
        raise RuntimeError(f"max_pool1d() {what} must be greater than zero, but got {number}")


def has_planes(n: int, x: Any) -> None:
    """The mean of images asks for the dimension of the channels, the others for the number of dimensions."""
    if n == 2:
        axis(-3, x._array.ndim)
    else:
        batched(n, x)


def batched(n: int, x: Any) -> None:
    """Refuse what is neither one example nor a batch."""
    if x._array.ndim not in (n + 1, n + 2):
        raise RuntimeError(f"non-empty {n + 1}D or {n + 2}D (batch mode) tensor expected for input")


def places(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    """How many windows there are in one dimension; below 1 if none fits.

    Raises:
        RuntimeError: if they do not move, or lie outside by more than half.
    """
    if stride == 0:
        raise RuntimeError("stride should not be zero")
    if padding < 0:
        raise RuntimeError(f"pad must be non-negative, but got pad: {padding}")
    if padding > int((dilation * (kernel - 1) + 1) / 2):
        raise RuntimeError(
            f"pad should be at most half of effective kernel size, but got pad={padding}, kernel_size={kernel} and "
            f"dilation={dilation}"
        )
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    count = (room + (stride - 1 if ceil else 0)) // stride + 1
    return count - 1 if ceil and (count - 1) * stride >= size + padding else count


def fit(
    name: str, n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, ceil: bool
) -> tuple[int, ...]:
    """How many windows there are in each dimension.

    Raises:
        RuntimeError: if there are none in one of them, or something is not above 0.
    """
    shape = x._array.shape
    sizes = shape[len(shape) - n :]
    found = [places(*each, ceil) for each in zip(sizes, kernel, stride, padding, dilation)]
    if min(*kernel, *stride, *dilation) <= 0:
        raise _not_positive(n, kernel, stride, dilation)
    if not x._array.size or x._array.ndim not in (n + 1, n + 2):
        _not_empty(name, n, list(shape))
    if name == "avg_pool3d" and any(size < k for size, k in zip(sizes, kernel)):
        image = " ".join(f"{letter}: {size}" for letter, size in zip("THW", sizes))
        window = " ".join(f"k{letter}: {k}" for letter, k in zip("THW", kernel))
        raise RuntimeError(f"input image ({image}) smaller than kernel size ({window})")
    if any(m < 1 for m in found):
        before, after = ("x".join(map(str, (shape[len(shape) - n - 1], *ns))) for ns in (sizes, found))
        raise RuntimeError(f"Given input size: ({before}). Calculated output size: ({after}). Output size is too small")
    return tuple(found)


def _not_positive(n: int, kernel: Sizes, stride: Sizes, dilation: Sizes) -> RuntimeError:
    every = (("kernel size", "k", kernel), ("stride", "d", stride), ("dilation", "dilation", dilation))
    what, prefix, numbers = next(each for each in every if min(each[2]) <= 0)
    told = " ".join(f"{prefix}{letter}: {number}" for letter, number in zip("THW"[-n:], numbers))
    return RuntimeError(f"{what} should be greater than zero, but got {told}")


def _not_empty(name: str, n: int, shape: list[int]) -> None:
    """Only the batch may be empty."""
    each = shape[1:] if len(shape) == n + 2 else shape
    if n == 2 and (len(shape) not in (3, 4) or 0 in each):
        raise RuntimeError(
            f"Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:{shape}"
        )
    if n == 3 and 0 in each:
        place = "avg_pool3d()" if name == "avg_pool3d" else "max_pool3d_with_indices_out_cpu_template()"
        raise RuntimeError(
            f"{place}: Expected input's non-batch dimensions to have positive length, but input has a shape of {shape} "
            "and non-batch dimension 0 has length zero!"
        )
