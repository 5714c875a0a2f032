"""Images that are bent: read at the places of a grid.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.grid_sample.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.ops import warping as ops
from autograd_nb.engine.warn import warn

from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor

MODES = {"bilinear": ops.BILINEAR, "nearest": ops.NEAREST, "bicubic": ops.BICUBIC}
PADDINGS = {"zeros": ops.ZEROS, "border": ops.BORDER, "reflection": ops.REFLECTION}


@over_batches
def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """The image `input`, of shape (N, C, H, W) or (N, C, D, H, W), read at the places of `grid`.

    Args:
        input: the images, or volumes.
        grid: places (x, y) or (x, y, z) between -1 and 1, of shape (N, h, w, 2) or (N, d, h, w, 3).
        mode: how to read between elements: "bilinear", "nearest", or "bicubic" for flat images.
        padding_mode: what is outside: "zeros", the "border", or the image's "reflection".
        align_corners: whether -1 and 1 are the middles of the first and last element, or their outer edges.

    Raises:
        ValueError, RuntimeError: with PyTorch's texts.

    >>> import autograd_nb as torch
    >>> places = torch.tensor([[[[0.0, 0.0], [-0.5, -0.5]]]])
    >>> grid_sample(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), places, align_corners=False)
    tensor([[[[2.5000, 1.0000]]]])
    """
    if mode not in MODES:
        raise ValueError(
            f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'"
        )
    if padding_mode not in PADDINGS:
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: "
            f"'{padding_mode}'"
        )
    if align_corners is None:
        warn(
            "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please "
            "specify align_corners=True if the old behavior is desired. See the documentation of grid_sample for "
            "details.",
        )
    x: Any = check_tensor("grid_sampler", input)
    y: Any = check_tensor("grid_sampler", grid, "grid", 2)
    _check(x, y, mode)
    row = ops.GRID_SAMPLE_2D if x._array.ndim == 4 else ops.GRID_SAMPLE_3D
    options = {"padding_mode": PADDINGS[padding_mode], "align_corners": bool(align_corners)}
    found: Tensor = x._apply(row, x, y, interpolation_mode=MODES[mode], **options)
    return found


def _check(x: Any, y: Any, mode: str) -> None:
    shape, places = x._array.shape, y._array.shape
    sizes = f"input with sizes {list(shape)} and grid with sizes {list(places)}"
    if shape[:1] != places[:1]:
        raise RuntimeError(f"grid_sampler(): expected grid and input to have same batch size, but got {sizes}")
    if places[-1:] != (len(shape) - 2,):
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {len(shape) - 2} in last dimension, but got grid with sizes "
            f"{list(places)}"
        )
    for d, size in enumerate(shape[2:], 2):
        if size == 0:
            raise RuntimeError(
                "grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes "
                f"{list(shape)} with dimension {d} being empty"
            )
    if len(shape) not in (4, 5) or len(shape) != len(places):
        kind = f"{len(shape)}D" if len(shape) in (4, 5) else "4D or 5D"
        raise RuntimeError(
            f"grid_sampler(): expected {kind} input and grid with same number of dimensions, but got {sizes}"
        )
    if len(shape) == 5 and mode == "bicubic":
        raise RuntimeError("grid_sampler(): bicubic interpolation only supports 4D input")
    check_float(f"grid_sampler_{len(shape) - 2}d_cpu{'_kernel_impl' if len(shape) == 4 else ''}", x)
    if x.dtype != y.dtype:
        raise errors.expected_scalar_type(x.dtype.scalar_name, y.dtype.scalar_name)


@over_batches
def affine_grid(theta: Tensor, size: Sequence[int], align_corners: bool | None = None) -> Tensor:
    """For each element of an image of this size, the place to which the map `theta` takes it, for `grid_sample`.

    Args:
        theta: maps of shape (N, 2, 3), or (N, 3, 4) for volumes.
        size: that of the images: (N, C, H, W) or (N, C, D, H, W).
        align_corners: whether -1 and 1 are the middles of the first and last element, or their outer edges.

    >>> import autograd_nb as torch
    >>> affine_grid(torch.tensor([[[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]]]), (1, 1, 1, 2), align_corners=True)
    tensor([[[[-0.5000,  0.0000],
              [ 1.5000,  0.0000]]]])
    """
    if align_corners is None:
        warn(
            "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please "
            "specify align_corners=True if the old behavior is desired. See the documentation of grid_sample for "
            "details.",
        )
        align_corners = False
    x: Any = theta
    if not x.is_floating_point():
        raise ValueError(f"Expected theta to have floating point type, but got {x.dtype}")
    n = len(size) - 2
    if n not in (2, 3):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size "
            f"{size}."
        )
    if x._array.ndim != 3 or x._array.shape[1:] != (n, n + 1):
        raise ValueError(
            f"Expected a batch of {n}D affine matrices of shape Nx{n}x{n + 1} for size {size}. Got {x.shape}."
        )
    if align_corners and min(size[2:]) == 1:
        warn(
            "Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. This "
            "is not an intended use case of affine_grid. See the documentation of affine_grid for details.",
        )
    elif min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    if x._array.shape[0] != size[0]:
        batches = f"[{size[0]}, {n + 1}] but got: [{x._array.shape[0]}, {n + 1}]"
        raise RuntimeError(f"Expected size for first two dimensions of batch2 tensor to be: {batches}.")
    found: Tensor = x._apply(ops.AFFINE_GRID, x, size=tuple(size), align_corners=bool(align_corners))
    return found
