"""Convolutions as functions: `conv1d`, `conv2d`, `conv3d`, their transposed forms, `unfold` and `fold`.

Inputs have the shape (batch, channels, *sizes), or (channels, *sizes) for a single example.

Source: https://pytorch.org/docs/2.7/nn.functional.html#convolution-functions
"""

from __future__ import annotations

import math
from operator import index
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.accepted import is_index
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import convolution as ops
from autograd_nb.engine.warn import warn_once

from . import convolution_checks as checks
from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


def each(value: Any, n: int) -> tuple[Any, ...]:
    """What a layer keeps of an argument: all of several, or the one for each dimension. Nobody looks at them yet.

    >>> each(3, 2), each([1, 2], 2), each("ab", 2)
    ((3, 3), (1, 2), ('a', 'b'))
    """
    return tuple(value) if hasattr(value, "__iter__") else (value,) * n


def several(value: Any, n: int) -> Sizes:
    """One number for all dimensions, or one for each.

    >>> several(3, 2), several([1, 2], 2), several((4,), 2)
    ((3, 3), (1, 2), (4, 4))
    """
    given = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return tuple(map(index, given * n if len(given) == 1 else given))


def _convolution(n: int, text: str) -> Callable[..., Tensor]:
    def function(
        input: Tensor,
        weight: Tensor,
        bias: Any = None,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        return _convolve(n, input, weight, bias, stride, padding, dilation, groups)

    return _named(function, f"conv{n}d", text)


def _transposed_convolution(n: int, text: str) -> Callable[..., Tensor]:
    def function(
        input: Tensor,
        weight: Tensor,
        bias: Any = None,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        dilation: Any = 1,
    ) -> Tensor:
        return _transposed(n, input, weight, bias, stride, padding, output_padding, groups, dilation)

    return _named(function, f"conv_transpose{n}d", text)


def _named(function: Any, name: str, text: str) -> Callable[..., Tensor]:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return as_pytorch(function)


conv1d = _convolution(
    1,
    """A window sliding along one dimension: at each place the sum of its elements times `weight`, plus `bias`.

    The window is not turned round, as in mathematics: it is a cross-correlation. See `conv2d` for the arguments.

    Shapes: `input` (batch, in, length) or (in, length), `weight` (out, in / groups, kernel), `bias` (out).

    >>> torch.nn.functional.conv1d(torch.arange(4.0).reshape(1, 1, 4), torch.tensor([[[1.0, -1.0]]]))
    tensor([[[-1., -1., -1.]]])

    Raises:
        RuntimeError: the channels do not fit the weight, or the window is longer than the input.
    """,
)
conv2d = _convolution(
    2,
    """A window sliding over images: at each place the sum of its elements times `weight`, plus `bias`.

    `stride` is the step from place to place; `padding` puts so many zeros around ("same": as many as keep the size);
    `dilation` leaves gaps in the window; `groups` parts of the channels do not see each other.

    Shapes: `input` (batch, in, height, width), `weight` (out, in / groups, *kernel), `bias` (out). A size n becomes
    (n + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down.

    >>> image = torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]).reshape(1, 1, 2, 4)
    >>> torch.nn.functional.conv2d(image, torch.tensor([[[[-1.0, 1.0]]]]))  # where it becomes brighter
    tensor([[[[0., 1., 0.],
              [0., 1., 0.]]]])

    Raises:
        RuntimeError: the channels do not fit the weight, or the window is larger than the image.
    """,
)
conv3d = _convolution(
    3,
    """A window sliding through volumes. See `conv2d` for the arguments.

    Shapes: `input` (batch, in, depth, height, width), `weight` (out, in / groups, *kernel), `bias` (out).

    >>> torch.nn.functional.conv3d(torch.ones(1, 1, 2, 2, 3), torch.ones(1, 1, 2, 2, 2))
    tensor([[[[[8., 8.]]]]])
    """,
)
conv_transpose1d = _transposed_convolution(
    1,
    """What `conv1d` sends back to its input, as an operation of its own: each element adds a multiple of `weight`.

    Shapes: `input` (batch, in, length), `weight` (in, out / groups, kernel), `bias` (out). A length n becomes
    (n - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.

    >>> x = torch.tensor([[[1.0, 2.0]]])
    >>> torch.nn.functional.conv_transpose1d(x, torch.ones(1, 1, 3), stride=2)
    tensor([[[1., 1., 3., 2., 2.]]])

    Raises:
        RuntimeError: the channels do not fit the weight, or `output_padding` is no smaller than stride and dilation.
    """,
)
conv_transpose2d = _transposed_convolution(
    2,
    """What `conv2d` sends back to its input, as an operation of its own: it makes images larger.

    Shapes: `input` (batch, in, height, width), `weight` (in, out / groups, *kernel), `bias` (out). See
    `conv_transpose1d` for the sizes.

    >>> image = torch.tensor([[[[1.0, 2.0]]]])
    >>> torch.nn.functional.conv_transpose2d(image, torch.ones(1, 1, 2, 2), stride=2)
    tensor([[[[1., 1., 2., 2.],
              [1., 1., 2., 2.]]]])
    """,
)
conv_transpose3d = _transposed_convolution(
    3,
    """What `conv3d` sends back to its input, as an operation of its own: it makes volumes larger.

    Shapes: `input` (batch, in, depth, height, width), `weight` (in, out / groups, *kernel), `bias` (out).

    >>> torch.nn.functional.conv_transpose3d(torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 2, 2, 2), stride=2).shape
    torch.Size([1, 1, 2, 2, 4])
    """,
)


def _operands(name: str, n: int, input: Any, weight: Any) -> tuple[Any, Any, bool]:
    """Both as tensors, the input as a batch; whether it was one."""
    x: Any = check_tensor(name, input)
    w: Any = check_tensor(name, weight, "weight", 2)
    if x._array.ndim not in (n + 1, n + 2):
        raise RuntimeError(
            f"Expected {n + 1}D (unbatched) or {n + 2}D (batched) input to {name}, but got input of size: "
            f"{list(x._array.shape)}"
        )
    batched = x._array.ndim == n + 2
    return (x if batched else x.unsqueeze(0)), w, batched


def _convolve(n: int, input: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any, groups: int) -> Any:
    if bias is not None and bias._array.dtype != input._array.dtype:
        kinds = f"Input type ({input.dtype.cpp_name}) and bias type ({bias.dtype.cpp_name})"
        raise RuntimeError(f"{kinds} should be the same")
    x, w, batched = _operands(f"conv{n}d", n, input, weight)
    named = isinstance(padding, str)
    if named:
        checks.as_many_dims(x, w)
    steps, ends, gaps, _ = checks.each(n, w, stride=stride, padding=0 if named else padding, dilation=dilation)
    checks.numbers(steps, ends, gaps, (), groups)
    checks.weight(x, w, groups)
    if named:
        x, ends = _padding_by_name(x, w, padding, steps, gaps)
    checks.fit(x, w, bias, ends, gaps, groups)
    checks.same_dtype(x, w)
    found = x._apply(ops.CONVOLUTION, x, w, bias, stride=steps, padding=ends, dilation=gaps, groups=groups)
    return found if batched else found.squeeze(0)


def _transposed(
    n: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: int,
    dilation: Any,
) -> Any:
    x, w, batched = _operands(f"conv_transpose{n}d", n, input, weight)
    steps, ends, gaps, more = checks.each(
        n, w, stride=stride, padding=padding, dilation=dilation, output_padding=output_padding
    )
    checks.numbers(steps, ends, gaps, more, groups)
    checks.weight(x, w, groups)
    checks.fit_transposed(x, w, bias, groups)
    checks.same_dtype(x, w, transposed=True)
    checks.more(more, steps, gaps)
    sizes, kernel = x._array.shape[2:], w._array.shape[2:]
    shape = tuple(
        (size - 1) * s - 2 * p + d * (k - 1) + m + 1
        for size, s, p, d, k, m in zip(sizes, steps, ends, gaps, kernel, more)
    )
    found = x._apply(ops.TRANSPOSED, x, w, bias, shape=shape, stride=steps, padding=ends, dilation=gaps, groups=groups)
    return found if batched else found.squeeze(0)


def _padding_by_name(x: Any, w: Any, padding: str, steps: Sizes, gaps: Sizes) -> tuple[Any, Sizes]:
    """`"valid"`: none; `"same"`: as much as keeps the sizes, more of it at the end where it does not come out even."""
    n = len(steps)
    if padding == "valid":
        return x, (0,) * n
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any(s != 1 for s in steps):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    total = [d * (k - 1) for d, k in zip(gaps, w._array.shape[2:])]
    if all(t % 2 == 0 for t in total):
        return x, tuple(t // 2 for t in total)
    warn_once(
        "Using padding='same' with even kernel lengths and odd dilation may require a zero-padded copy of the input be "
        "created",
        "padding='same'",
    )
    from .layers import pad

    odd = [end for t in reversed(total) for end in (0, t % 2)]
    return pad(x, odd), tuple(t // 2 for t in total)


@over_batches
def unfold(input: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """The windows of images as columns: shape (batch, channels and window, places).

    A convolution is a product of matrices with these. A gradient goes back through `fold`.

    Shapes: `input` (batch, channels, height, width), or without the batch.

    >>> torch.nn.functional.unfold(torch.arange(6.0).reshape(1, 1, 2, 3), kernel_size=2)
    tensor([[[0., 1.],
             [1., 2.],
             [3., 4.],
             [4., 5.]]])

    Raises:
        RuntimeError: the input has another number of dimensions, or no window fits in it.
    """
    x: Any = check_tensor("im2col", input)
    _check_sizes("im2col", kernel_size=kernel_size, dilation=dilation, padding=padding, stride=stride)
    _check_windows("kernel size", *_windows(kernel_size, stride, padding, dilation))
    for d in (1, 2):
        x.size(d)
    if x._array.ndim not in (3, 4) or 0 in x._array.shape[-3:]:
        raise RuntimeError(
            f"Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for "
            f"input, but got: {list(x._array.shape)}"
        )
    options = dict(zip(("kernel", "stride", "padding", "dilation"), _windows(kernel_size, stride, padding, dilation)))
    _check_blocks(x._array.shape, **options)
    if x._array.dtype.kind != "b":
        check_float("im2col_out_cpu", x)
    batched = x._array.ndim == 4
    wide = x if batched else x.unsqueeze(0)
    found = wide._apply(ops.UNFOLD, wide, **options)
    return found if batched else found.squeeze(0)


def _check_sizes(function: str, **sizes: Any) -> None:
    """Refuse what is no number, or two, in the order of arguments."""
    for position, (name, size) in enumerate(sizes.items(), 2):
        first = size[0] if isinstance(size, (tuple, list)) and size else size
        if not is_index(first):
            raise errors.first_element(function, name, position, type_name(first))


def _check_windows(size: str, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> None:
    """Refuse windows of nothing."""
    for name, short, given in (
        (size, "kernel", kernel),
        ("dilation", "dilation", dilation),
        ("padding", "pad", padding),
        ("stride", "stride", stride),
    ):
        if min(given) < (name != "padding"):
            wanted = "non-negative" if name == "padding" else "greater than zero"
            raise RuntimeError(
                f"{name} should be {wanted}, but got {short}_height: {given[0]} {short}_width: {given[1]}"
            )


def _check_blocks(shape: tuple[int, ...], kernel: Any, stride: Any, padding: Any, dilation: Any) -> None:
    """Refuse images into which no window fits."""
    found = tuple(
        (size + 2 * p - d * (k - 1) - 1) // s + 1
        for size, k, s, p, d in zip(shape[-2:], kernel, stride, padding, dilation)
    )
    if min(found) < 1:
        raise RuntimeError(
            f"Given input with spatial size {tuple(shape[-2:])}, kernel_size={tuple(kernel)}, "
            f"dilation={tuple(dilation)}, padding={tuple(padding)}, calculated shape of the array of sliding blocks as "
            f"{found}, but its components must be at least one."
        )


@over_batches
def fold(
    input: Tensor, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Columns added up to images, where the windows were: the opposite direction of `unfold`.

    Where windows overlap their elements are added: `fold(unfold(x))` is x times the number of windows over each place.

    Shapes: `input` (batch, channels and window, places), or without the batch, to (batch, channels, *output_size).

    >>> columns = torch.nn.functional.unfold(torch.ones(1, 1, 2, 3), kernel_size=2)
    >>> torch.nn.functional.fold(columns, output_size=(2, 3), kernel_size=2)
    tensor([[[[1., 2., 1.],
              [1., 2., 1.]]]])

    Raises:
        RuntimeError: such columns do not come from images of this size and windows.
    """
    x: Any = check_tensor("col2im", input)
    _check_sizes(
        "col2im",
        output_size=output_size,
        kernel_size=kernel_size,
        dilation=dilation,
        padding=padding,
        stride=stride,
    )
    _check_windows("kernel size", *_windows(kernel_size, stride, padding, dilation))
    options = dict(zip(("kernel", "stride", "padding", "dilation"), _windows(kernel_size, stride, padding, dilation)))
    batched = x._array.ndim == 3
    if x._array.ndim not in (2, 3) or 0 in x._array.shape[-2:]:
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for "
            f"input, but got: {list(x._array.shape)}"
        )
    wide = x if batched else x.unsqueeze(0)
    shape = several(output_size, 2)
    _check_columns(wide._array.shape, shape, **options)
    if x._array.dtype.kind != "b":
        check_float("col2im_out_cpu", x)
    found = wide._apply(ops.FOLD, wide, shape=shape, **options)
    return found if batched else found.squeeze(0)


def _check_columns(
    columns: tuple[int, ...], shape: Sizes, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes
) -> None:
    """Refuse columns that are not what windows over images of `shape` give."""
    if columns[1] % math.prod(kernel):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
            f"input.size(1)={columns[1]} and kernel_size={kernel}."
        )
    counts = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(shape, kernel, stride, padding, dilation)]
    if math.prod(counts) != columns[2]:
        raise RuntimeError(
            f"Given output_size={shape}, kernel_size={kernel}, dilation={dilation}, padding={padding}, "
            f"stride={stride}, expected size of input's dimension 2 to match the calculated number of sliding blocks "
            f"{counts[0]} * {counts[1]} = {math.prod(counts)}, but got input.size(2)={columns[2]}."
        )


def _windows(kernel: Any, stride: Any, padding: Any, dilation: Any) -> tuple[Sizes, ...]:
    return several(kernel, 2), several(stride, 2), several(padding, 2), several(dilation, 2)
