"""PyTorch's error texts of reading and writing at places named by an index: gather, scatter, take (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


# ---- gathering and scattering ------------------------------------------------------------------------------


@explained
def index_dtype(function: str) -> RuntimeError:
    """Indices are whole numbers: convert with `.long()`."""
    return RuntimeError(f"{function}(): Expected dtype int64 for index")


@explained
def index_dims(what: str = "input") -> RuntimeError:
    """The index has as many dimensions as the tensor: unsqueeze it."""
    return RuntimeError(f"Index tensor must have the same number of dimensions as {what} tensor")


@explained
def gather_size(at: int, index: Sequence[int], shape: Sequence[int], dim: int) -> RuntimeError:
    """Apart from the dimension gathered along, the index may not be larger than the tensor."""
    return RuntimeError(
        f"Size does not match at dimension {at} expected index {list(index)} to be no larger than self {list(shape)} "
        f"apart from dimension {dim}"
    )


def scatter_size(index: Sequence[int], shape: Sequence[int], dim: int, src: Sequence[int] | None) -> RuntimeError:
    """The index may not be larger than what is written, nor, apart from `dim`, than where it is written to."""
    text = f"Expected index {list(index)} to be no larger than self {list(shape)} apart from dimension {dim}"
    if src is not None:
        text += f" and to be no larger size than src {list(src)}"
    return RuntimeError(text)


@explained
def place_out_of_bounds(index: int, dim: int, size: int) -> RuntimeError:
    """Here indices run from 0 to size - 1, not backwards."""
    return RuntimeError(f"index {index} is out of bounds for dimension {dim} with size {size}")


@explained
def scatter_dtypes() -> RuntimeError:
    """What is written must be of the dtype of the tensor: convert it with `.to()`."""
    return RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")


@explained
def several_zeros(function: str, source: str) -> RuntimeError:
    """Of a product with several factors 0 only the first derivative is known: leave out `create_graph=True`."""
    return RuntimeError(
        f"{function}(): Double backward is unsupported for {source} when >1 zeros in {source} are scattered to the "
        "same position in self"
    )


def scatter_reduction() -> RuntimeError:
    """There are two ways to join."""
    return RuntimeError("reduce argument must be either add or multiply.")


def scatter_reduce_reduction(got: str) -> RuntimeError:
    """There are five ways to join."""
    return RuntimeError(f"reduce argument must be either sum, prod, mean, amax or amin, got {got}")


def take_along_dims(own: int, index: int) -> RuntimeError:
    """The indices have as many dimensions as the tensor."""
    return RuntimeError(
        "torch.take_along_dim(): input and indices should have the same number of dimensions, "
        f"but got {own} dimensions for input, and {index} dimensions for indices"
    )


def take_dtype(function: str, got: str) -> RuntimeError:
    """Indices are whole numbers."""
    return RuntimeError(f"{function}(): Expected a long tensor for index, but got {got}")


def take_out_of_range(index: int, size: int) -> IndexError:
    """There are only so many elements."""
    return IndexError(f"out of range: tried to access index {index} on a tensor of {size} elements.")


def put_numbers(source: int, index: int) -> IndexError:
    """One element for each place."""
    return IndexError(
        "put_(): Expected source and index to have the same number of elements, but got source.numel() = "
        f"{source}, index.numel() = {index}"
    )


def put_dtypes(own: str, source: str) -> RuntimeError:
    """What is written is of the dtype of the tensor: convert it with .to()."""
    return RuntimeError(
        f"put_(): self and source expected to have the same dtype, but got self.dtype = {own} and source.dtype = "
        f"{source}"
    )


def put_into_nothing() -> IndexError:
    """There is no place to write to."""
    return IndexError("put_(): Tried to put elements into an empty tensor")


def take_from_nothing() -> IndexError:
    """There is no element to take."""
    return IndexError("take(): tried to take from an empty tensor")


def index_add_number(index: int, source: int, dim: int) -> RuntimeError:
    """One slice for each index."""
    return RuntimeError(
        f"index_add_(): Number of indices ({index}) should be equal to source.size(dim): ({source}), for dim: {dim}"
    )


def index_add_shapes(own: Sequence[int], source: Sequence[int]) -> RuntimeError:
    """Slices have the shape of those they are added to."""
    return RuntimeError(
        "source tensor shape must match self tensor shape, excluding the specified dimension. "
        f"Got self.shape = {list(own)} source.shape = {list(source)}"
    )


def index_copy_vector(ndim: int) -> IndexError:
    """The index has one dimension."""
    return IndexError(f"index_copy_(): Index should have dimension 1 or 0 (got {ndim})")


def index_copy_one(index: int) -> IndexError:
    """One slice for each index."""
    return IndexError(f"index_copy_(): When source is scalar, index should have one element (got {index})")


def index_copy_dims(source: int, own: int) -> IndexError:
    """What is copied has as many dimensions as what it is copied into."""
    return IndexError(
        "index_copy_(): When source and destination are not scalars, their dimensionality must match. Source "
        f"dimensionality ({source}), destination dimensionality ({own})"
    )


def index_copy_dtype(got: str) -> RuntimeError:
    """Indices are whole numbers."""
    return RuntimeError(f"index_copy_(): Expected a long tensor for index, but got {got}")


def index_copy_dtypes(own: str, source: str) -> RuntimeError:
    """Slices are of the dtype of the tensor."""
    return RuntimeError(
        f"index_copy_(): self and source expected to have the same dtype, but got (self) {own} and (source) {source}"
    )


def index_copy_slices(own: Sequence[int], source: Sequence[int], dim: int) -> RuntimeError:
    """Slices have the same shape."""
    sizes = [" ".join(map(str, size)) for size in (own, source)]
    return RuntimeError(
        "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: "
        f"{sizes[0]} at dimension {dim} and source slice shape: {sizes[1]} at dimension 0."
    )


def index_copy_number(index: int, source: int) -> IndexError:
    """One slice for each index."""
    return IndexError(f"index_copy_(): Number of indices ({index}) should be equal to source.size(dim) ({source})")


def index_copy_bounds(index: int, dim: int, size: int) -> IndexError:
    """Indices run from 0 to size - 1."""
    return IndexError(f"index_copy_(): index {index} is out of bounds for dimension {dim} with size {size}")


def index_fill_dtype() -> IndexError:
    """Indices are whole numbers."""
    return IndexError("index_fill_(): Expected dtype int64 for index.")


def index_fill_value(ndim: int) -> RuntimeError:
    """One value fills all slices."""
    return RuntimeError(
        f"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {ndim} dimension(s)."
    )


def index_slices_dtype(function: str, got: str) -> RuntimeError:
    """Indices are whole numbers."""
    return RuntimeError(f"{function}(): Expected dtype int32/int64 for index but got: {got}")


def index_slices_dtypes(function: str, own: str, source: str) -> RuntimeError:
    """Slices are of the dtype of the tensor."""
    return RuntimeError(f"{function}(): self ({own}) and source ({source}) must have the same scalar type")


@explained
def index_select_bounds(wrong: int | None, size: int) -> Exception:
    """Indices run from 0 to size - 1; PyTorch has a way of its own through columns, which names the wrong one."""
    if wrong is not None:
        return RuntimeError(f"INDICES element is out of DATA bounds, id={wrong} axis_dim={size}")
    return IndexError("index out of range in self")


def index_select_of_nothing() -> RuntimeError:
    """There is no slice to choose."""
    return RuntimeError("index_select(): self indexing axis dim should be positive")


def index_select_vector() -> IndexError:
    """The index has one dimension."""
    return IndexError("index_select(): Index is supposed to be a vector")


def index_select_dtype() -> RuntimeError:
    """Indices are whole numbers."""
    return RuntimeError("index_select(): Expected dtype int32 or int64 for index")


@explained
def masked_select_dtype() -> RuntimeError:
    """A mask holds truth values: compare, or convert with `.bool()`."""
    return RuntimeError("masked_select: expected BoolTensor for mask")


def masked_scatter_number() -> RuntimeError:
    """There must be an element for each place."""
    return RuntimeError("Number of elements of source < number of ones in mask")


def masked_scatter_dtypes(own: str, source: str) -> RuntimeError:
    """What is written is of the dtype of the tensor."""
    return RuntimeError(f"masked_scatter: expected self and source to have same dtypes but got{own} and {source}")


@explained
def value_shape(shape: Sequence[int], result: Sequence[int]) -> RuntimeError:
    """What is assigned must fit its places, or be one value for all."""
    return RuntimeError(
        f"shape mismatch: value tensor of shape {list(shape)} cannot be broadcast to indexing result of shape "
        f"{list(result)}"
    )


@explained
def slice_of_scalar() -> IndexError:
    """A tensor without dimensions is a single number: leave the index out."""
    return IndexError("slice() cannot be applied to a 0-dim tensor.")


def index_of_nothing() -> IndexError:
    """There is no element to choose."""
    return IndexError("index is out of bounds for dimension with size 0")


def index_array_dtype() -> IndexError:
    """Indices are whole numbers, or a mask of truth values."""
    return IndexError("tensors used as indices must be long, int, byte or bool tensors")


def index_shapes(shapes: Sequence[Sequence[int]]) -> IndexError:
    """Indices of several dimensions belong together element by element: their shapes must fit each other."""
    return IndexError(
        "shape mismatch: indexing tensors could not be broadcast together with shapes "
        + ", ".join(str(list(shape)) for shape in shapes)
    )


def put_without_index(one: bool) -> RuntimeError:
    """There is no index: write `x[...] = values` or `x.copy_(values)`."""
    if one:
        return RuntimeError("sym_strides() called on an undefined Tensor")
    return RuntimeError("ntensor >= 3 INTERNAL ASSERT FAILED, please report a bug to PyTorch.")


def index_put_dtypes(own: str, source: str) -> RuntimeError:
    """What is written is of the dtype of the tensor: convert it with .to()."""
    return RuntimeError(
        f"Index put requires the source and destination dtypes match, got {own} for the destination and {source} for "
        "the source."
    )


def cannot_delete() -> TypeError:
    """A tensor keeps its size: index what is to be kept."""
    return TypeError("Tensor does not support deleting items")
