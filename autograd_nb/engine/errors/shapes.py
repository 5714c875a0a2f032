"""PyTorch's texts about shapes (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


@explained
def broadcast_mismatch(a_size: int, b_size: int, dim: int) -> RuntimeError:
    """Compared from the last dimension, sizes must be equal or one of them 1.

    Look at both `.shape`; `unsqueeze` or `reshape` one of them.
    """
    return RuntimeError(
        f"The size of tensor a ({a_size}) must match the size of tensor b ({b_size}) at non-singleton dimension {dim}"
    )


@explained
def expand_mismatch(
    target: int, existing: int, dim: int, target_shape: Sequence[int], shape: Sequence[int]
) -> RuntimeError:
    """Only dimensions of size 1 can be expanded, and what is assigned must fit its place.

    Compare both shapes.
    """
    return RuntimeError(
        f"The expanded size of the tensor ({target}) must match the existing size ({existing}) at "
        f"non-singleton dimension {dim}.  Target sizes: {list(target_shape)}.  Tensor sizes: "
        f"{list(shape)}"
    )


@explained
def expand_leading(dim: int) -> RuntimeError:
    """A dimension that is put in front needs a size; -1 means "as it is", and there is nothing yet."""
    return RuntimeError(
        f"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {dim}"
    )


@explained
def expand_too_few(target_shape: Sequence[int], shape: Sequence[int], kind: str = "torch.FloatTensor") -> RuntimeError:
    """`expand()` cannot drop dimensions; use `squeeze()` or indexing."""
    dims = len(shape)
    return RuntimeError(
        f"expand({kind}{{{list(shape)}}}, size={list(target_shape)}): the number of sizes "
        f"provided ({len(target_shape)}) must be greater or equal to the number of dimensions in the "
        f"tensor ({dims})"
    )


@explained
def inplace_shape(shape: Sequence[int], broadcast: Sequence[int]) -> RuntimeError:
    """An in-place operation keeps the shape of its tensor, but the result would be larger: drop the `_`."""
    return RuntimeError(f"output with shape {list(shape)} doesn't match the broadcast shape {list(broadcast)}")


@explained
def shared_elements_inplace() -> RuntimeError:
    """Several elements of an expanded tensor are one place in memory: write into a `clone()` of it."""
    return RuntimeError(
        "unsupported operation: more than one element of the written-to tensor refers to a single memory location. "
        "Please clone() the tensor before performing the operation."
    )


@explained
def overlapping_inplace() -> RuntimeError:
    """What is read would change while it is being written over: read from a `clone()` of it."""
    return RuntimeError(
        "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory "
        "location. Please clone() the tensor before performing the operation."
    )


@explained
def shape_invalid(shape: Sequence[int], numel: int) -> RuntimeError:
    """Reshaping keeps every element: the new sizes must multiply to the number of elements."""
    return RuntimeError(f"shape '{list(shape)}' is invalid for input of size {numel}")


def only_one_inferred() -> RuntimeError:
    """-1 may stand for one unknown size only."""
    return RuntimeError("only one dimension can be inferred")


@explained
def view_incompatible() -> RuntimeError:
    """A view shares memory, but here (after a transpose?) the elements lie out of order: `reshape()` copies."""
    return RuntimeError(
        "view size is not compatible with input tensor's size and stride (at least one dimension spans "
        "across two contiguous subspaces). Use .reshape(...) instead."
    )


@explained
def no_dimensions(dim: int) -> IndexError:
    """A single number has no dimension to go along."""
    return IndexError(f"Dimension specified as {dim} but tensor has no dimensions")


@explained
def unique_of_nothing() -> RuntimeError:
    """Slices with nothing in them cannot be told apart."""
    return RuntimeError("There are 0 sized dimensions, and they aren't selected, so unique cannot be applied")


@explained
def addmv_dimensions(own: int, matrix: int, vector: int) -> RuntimeError:
    """A matrix times a vector is added to a vector."""
    return RuntimeError(f"vector + matrix @ vector expected, got {own}, {matrix}, {vector}")


@explained
def addmv_sizes(own: Sequence[int], matrix: Sequence[int], vector: Sequence[int]) -> RuntimeError:
    """The matrix has as many columns as the vector has elements, and as many rows as what it is added to."""
    sizes = ", ".join(f"{name} ({'x'.join(map(str, s))})" for name, s in (("mat", matrix), ("vec", vector)))
    return RuntimeError(f"size mismatch, got input ({own[0] if own else ''}), {sizes}")


@explained
def addmv_dtypes(own: str, matrix: str, vector: str) -> RuntimeError:
    """Bring all three to one dtype first."""
    return RuntimeError(f"addmv input tensors must have the same dtype, but got {own}, {matrix}, and {vector}")


@explained
def dim_out_of_range(dim: int, ndim: int) -> IndexError:
    """Dimensions count from 0, or backwards from -1; a tensor of shape [2, 3] has dimensions 0 and 1."""
    n = max(ndim, 1)  # PyTorch lets a tensor without dimensions be addressed as if it had one
    return IndexError(f"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})")


def permute_length(ndim: int, dims: int) -> RuntimeError:
    """Permute() needs every dimension once."""
    return RuntimeError(
        "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the "
        f"desired ordering of dimensions i.e. input.dim() = {ndim} is not equal to len(dims) = {dims}"
    )


def permute_repeated() -> RuntimeError:
    """Permute() needs every dimension once."""
    return RuntimeError("permute(): duplicate dims are not allowed.")


def repeated_dim(dim: int) -> RuntimeError:
    """A reduction names each dimension once."""
    return RuntimeError(f"dim {dim} appears multiple times in the list of dims")


def negative_size(size: int, shape: Sequence[int]) -> RuntimeError:
    """Sizes are not negative."""
    return RuntimeError(f"Trying to create tensor with negative dimension {size}: {list(shape)}")


@explained
def cat_dims(first: int, other: int) -> RuntimeError:
    """`torch.cat` joins along a dimension that all of them have; `torch.stack` makes a new one."""
    return RuntimeError(f"Tensors must have same number of dimensions: got {first} and {other}")


@explained
def cat_sizes(dim: int, expected: int, got: int, number: int) -> RuntimeError:
    """All sizes but the one along which is joined must be the same: look at each `.shape`."""
    return RuntimeError(
        f"Sizes of tensors must match except in dimension {dim}. Expected size {expected} but got size "
        f"{got} for tensor number {number} in the list."
    )


def stack_sizes(first: Sequence[int], other: Sequence[int], number: int) -> RuntimeError:
    """Stacked tensors have the same shape."""
    return RuntimeError(
        f"stack expects each tensor to be equal size, but got {list(first)} at entry 0 and {list(other)} "
        f"at entry {number}"
    )


def empty_reduction(function: str, dim: int | None = None) -> RuntimeError | IndexError:
    """The largest of no elements does not exist."""
    if dim is not None:
        return IndexError(f"{function}(): Expected reduction dim {dim} to have non-zero size.")
    return RuntimeError(
        f"{function}(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
        "reduction dim with the 'dim' argument."
    )
