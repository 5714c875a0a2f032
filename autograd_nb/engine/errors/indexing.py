"""PyTorch's texts about indexing (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


@explained
def index_out_of_bounds(index: int, dim: int, size: int) -> IndexError:
    """Indices run from 0 to size - 1, or from -1 backwards to -size."""
    return IndexError(f"index {index} is out of bounds for dimension {dim} with size {size}")


@explained
def cannot_assign(got: str, kind: str) -> TypeError:
    """A part of a tensor is set to a number or a tensor: write `torch.tensor(...)` around a list or an array."""
    return TypeError(f"can't assign a {got} to a {kind}")


@explained
def select_out_of_range(index: int, shape: Sequence[int], dim: int) -> IndexError:
    """Indices run from 0 to size - 1, or from -1 backwards to -size."""
    return IndexError(f"select(): index {index} out of range for tensor of size {list(shape)} at dimension {dim}")


@explained
def too_many_indices(ndim: int) -> IndexError:
    """There are more indices than dimensions: look at `.shape`."""
    return IndexError(f"too many indices for tensor of dimension {ndim}")


@explained
def index_of_scalar() -> IndexError:
    """A tensor without dimensions is a single number: use `.item()`, or leave the index out."""
    return IndexError(
        "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
        "convert a 0-dim tensor to a number"
    )


def index_type(got: str) -> IndexError:
    """Indices are ints, slices, tensors."""
    return IndexError(
        f"only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {got})"
    )


def invalid_data_type(got: str) -> TypeError:
    """Tensors hold numbers and are indexed by numbers, not by names."""
    return TypeError(f"new(): invalid data type '{got}'")


def mask_shape(mask: Sequence[int], i: int, shape: Sequence[int], dim: int) -> IndexError:
    """A mask has the shape of what it selects from."""
    return IndexError(
        f"The shape of the mask {list(mask)} at index {i} does not match the shape of the indexed tensor "
        f"{list(shape)} at index {dim}"
    )
