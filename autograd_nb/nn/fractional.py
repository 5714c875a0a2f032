"""Pooling with windows that begin where chance has it, so that an image shrinks by any factor.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.FractionalMaxPool2d.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import rand
from autograd_nb.engine.ops import pooling as ops

from .convolution import several
from .pooling import named_after

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def fractional_max_pool2d(
    input: Tensor,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest of each of `output_size` windows of an image, or of `output_ratio` times its size.

    Where the windows begin is drawn anew at each call (Graham, 2014). With `return_indices` the places come, too.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.functional.fractional_max_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2, output_size=2).shape
    torch.Size([1, 2, 2])

    Raises:
        ValueError: neither `output_size` nor `output_ratio` is given.
        RuntimeError: the windows are too large for the input.
    """
    return _pool(2, input, kernel_size, output_size, output_ratio, return_indices, _random_samples)


def fractional_max_pool3d(
    input: Tensor,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest of each of `output_size` windows of a volume, or of `output_ratio` times its size.

    Where the windows begin is drawn anew at each call (Graham, 2014).

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.functional.fractional_max_pool3d(torch.ones(1, 1, 5, 5, 5), 2, output_size=3).shape
    torch.Size([1, 1, 3, 3, 3])

    Raises:
        ValueError: neither `output_size` nor `output_ratio` is given.
        RuntimeError: the windows are too large for the input.
    """
    return _pool(3, input, kernel_size, output_size, output_ratio, return_indices, _random_samples)


def _with_places(pool: Any, text: str) -> Any:
    def largest(
        input: Tensor,
        kernel_size: Any,
        output_size: Any = None,
        output_ratio: Any = None,
        return_indices: bool = False,
        _random_samples: Any = None,
    ) -> tuple[Tensor, Tensor]:
        del return_indices
        found: tuple[Tensor, Tensor] = pool(input, kernel_size, output_size, output_ratio, True, _random_samples)
        return found

    return named_after(largest, pool, text)


fractional_max_pool2d_with_indices = _with_places(
    fractional_max_pool2d,
    """`fractional_max_pool2d` with the places of the largest elements, counted row by row through the image.

    >>> image = torch.tensor([[[1.0, 2.0], [4.0, 3.0]]])
    >>> torch.nn.functional.fractional_max_pool2d_with_indices(image, 2, output_size=1)
    (tensor([[[4.]]]), tensor([[[2]]]))
    """,
)
fractional_max_pool3d_with_indices = _with_places(
    fractional_max_pool3d,
    """`fractional_max_pool3d` with the places of the largest elements, counted row by row through the volume.

    >>> volume = torch.arange(27.0).reshape(1, 3, 3, 3)
    >>> torch.nn.functional.fractional_max_pool3d_with_indices(volume, 2, output_size=1)[1].shape
    torch.Size([1, 1, 1, 1])
    """,
)


_NAMES = ("time", "height", "width")


def _pool(n: int, x: Any, kernel: Any, size: Any, ratio: Any, both: bool, samples: Any) -> Any:
    name = f"fractional_max_pool{n}d"
    if size is None and ratio is None:
        raise ValueError(f"{name} requires specifying either an output_size or an output_ratio")
    if size is None:
        if len(ratio) != n:
            raise ValueError(f"{name} requires output_ratio to be a tuple of length {n}")
        size = [int(x.size(d - n) * r) for d, r in enumerate(ratio)]
    if samples is None:
        samples = rand(1 if x.dim() == n + 1 else x.size(0), x.size(-n - 1), n, dtype=x.dtype)
    window, places = _sizes(n, "kernel_size", kernel), _sizes(n, "output_size", size)
    _check(n, x._array.shape, window, places, samples._array.shape)
    values, indices = x._apply(
        ops.FRACTIONAL_MAX_2D if n == 2 else ops.FRACTIONAL_MAX_3D, x,
        kernel=window, places=places, samples=samples._array,
    )  # fmt: skip
    return (values, indices) if both else values


def _sizes(n: int, name: str, given: Any) -> tuple[int, ...]:
    if isinstance(given, (tuple, list)) and len(given) != n:
        raise RuntimeError(f"fractional_max_pool{n}d: {name} must either be a single Int or tuple of Ints")
    return several(given, n)


def _check(n: int, shape: Any, window: Any, places: Any, drawn: Any) -> None:
    name = f"fractional_max_pool{n}d" + ("()" if n == 2 else "_out()")
    if len(shape) not in (n + 1, n + 2):
        raise RuntimeError(f"{name}: Expected {n + 1}D or {n + 2}D tensor, but got: {list(shape)}")
    for d, length in enumerate(shape[1:] if len(shape) == n + 2 else shape, len(shape) - n - 1):
        if length == 0:
            raise RuntimeError(
                f"{name}: Expected input to have non-zero size for non-batch dimensions, but got{list(shape)} with "
                f"dimension {d} being empty."
            )
    for d in range(n) if n == 2 else (0, 2, 1):  # PyTorch's order; of volumes something has to be left over
        called, length, k, count = _NAMES[d - n], shape[d - n], window[d], places[d]
        if count + k - 1 > length - (n == 3):
            raise RuntimeError(f"{name}: pool {called} {k} too large relative to input {called} {length}")
    if len(drawn) != 3:
        raise RuntimeError(f"Expect _random_samples to have 3 dimensions, got {len(drawn)}")
    batch = 1 if len(shape) == n + 1 else shape[0]
    if drawn[0] < batch:
        raise RuntimeError(f"Expect _random_samples.size(0) no less then input batch size; got {drawn[0]}")
    if drawn[1] < shape[-n - 1]:
        raise RuntimeError(f"Expect _random_samples.size(1) no less then input channel size; got {drawn[1]}")
    if drawn[2] != n:
        raise RuntimeError(f"Expect _random_samples.size(2) equals to {n}; got {drawn[2]}.")
