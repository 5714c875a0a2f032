"""PyTorch's error texts about shapes, indices, dtypes and arguments, each once (see `errors` for gradients).

Reached as `errors.<situation>`. Shapes come as any sequence of ints, everything else as plain values;
what a dtype is called depends on the text: `scalar_name` (Float), `cpp_name` (float) or `c_name` (int64_t).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .argument_errors import *  # noqa: F403 (one address for all texts)
from .explain import explained
from .operation_errors import *  # noqa: F403 (one address for all texts)

if TYPE_CHECKING:
    from collections.abc import Sequence


def _size(shape: Sequence[int]) -> str:
    """Write a shape as PyTorch does inside messages: [2, 3]."""
    return str(list(shape))


def not_provided(what: str, instead: str) -> NotImplementedError:
    """Say that this environment lacks something of PyTorch, and what to use instead (our own text)."""
    return NotImplementedError(f"{what} is not part of autograd_nb. {instead}")


# ---- turning tensors into numbers --------------------------------------------------------------------------


@explained
def not_a_scalar(numel: int) -> RuntimeError:
    """The method `item()` is for tensors with one element; use `tolist()`, or reduce first with `sum()` or `mean()`."""
    return RuntimeError(f"a Tensor with {numel} elements cannot be converted to Scalar")


@explained
def not_a_python_scalar() -> ValueError:
    """Only a tensor with one element is a number; use `tolist()`, or reduce first with `sum()` or `mean()`."""
    return ValueError("only one element tensors can be converted to Python scalars")


@explained
def ambiguous_bool(numel: int = 2) -> RuntimeError:
    """A comparison gives one truth value for each element; combine them with `.all()` or `.any()` before `if`."""
    if numel == 0:
        return RuntimeError("Boolean value of Tensor with no values is ambiguous")
    return RuntimeError("Boolean value of Tensor with more than one value is ambiguous")


@explained
def len_of_scalar() -> TypeError:
    """A tensor without dimensions has no length; it is a single number."""
    return TypeError("len() of a 0-d tensor")


@explained
def iteration_over_scalar() -> TypeError:
    """A tensor without dimensions cannot be looped over; it is a single number."""
    return TypeError("iteration over a 0-d tensor")


# ---- shapes ------------------------------------------------------------------------------------------------


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
        f"non-singleton dimension {dim}.  Target sizes: {_size(target_shape)}.  Tensor sizes: "
        f"{_size(shape)}"
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
        f"expand({kind}{{{_size(shape)}}}, size={_size(target_shape)}): the number of sizes "
        f"provided ({len(target_shape)}) must be greater or equal to the number of dimensions in the "
        f"tensor ({dims})"
    )


@explained
def inplace_shape(shape: Sequence[int], broadcast: Sequence[int]) -> RuntimeError:
    """An in-place operation keeps the shape of its tensor, but the result would be larger: drop the `_`."""
    return RuntimeError(f"output with shape {_size(shape)} doesn't match the broadcast shape {_size(broadcast)}")


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
    return RuntimeError(f"shape '{_size(shape)}' is invalid for input of size {numel}")


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
    return RuntimeError(f"Trying to create tensor with negative dimension {size}: {_size(shape)}")


def cat_dims(first: int, other: int) -> RuntimeError:
    """Cat() joins along a dimension that exists in all of them; stack() makes a new one."""
    return RuntimeError(f"Tensors must have same number of dimensions: got {first} and {other}")


def cat_sizes(dim: int, expected: int, got: int, number: int) -> RuntimeError:
    """All sizes but the one along which is joined must agree."""
    return RuntimeError(
        f"Sizes of tensors must match except in dimension {dim}. Expected size {expected} but got size "
        f"{got} for tensor number {number} in the list."
    )


def stack_sizes(first: Sequence[int], other: Sequence[int], number: int) -> RuntimeError:
    """Stacked tensors have the same shape."""
    return RuntimeError(
        f"stack expects each tensor to be equal size, but got {_size(first)} at entry 0 and {_size(other)} "
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


# ---- indexing ----------------------------------------------------------------------------------------------


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
    return IndexError(f"select(): index {index} out of range for tensor of size {_size(shape)} at dimension {dim}")


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
        f"The shape of the mask {_size(mask)} at index {i} does not match the shape of the indexed tensor "
        f"{_size(shape)} at index {dim}"
    )


# ---- products ----------------------------------------------------------------------------------------------


@explained
def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> RuntimeError:
    """The first matrix needs as many columns as the second has rows; often a transpose (`.T`) is missing."""
    return RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({a[0]}x{a[1]} and {b[0]}x{b[1]})")


@explained
def mv_shapes(mat: Sequence[int], vec: int) -> RuntimeError:
    """The vector needs as many elements as the matrix has columns."""
    return RuntimeError(f"size mismatch, got input ({mat[0]}), mat ({mat[0]}x{mat[1]}), vec ({vec})")


@explained
def dot_shapes(a: int, b: int) -> RuntimeError:
    """A dot product pairs the elements of two vectors of the same length."""
    return RuntimeError(
        f"inconsistent tensor size, expected tensor [{a}] and src [{b}] to have the same number of "
        f"elements, but got {a} and {b} elements respectively"
    )


@explained
def dot_dims(a: int, b: int) -> RuntimeError:
    """`torch.dot` takes two vectors; for matrices use `@` (`torch.matmul`)."""
    return RuntimeError(f"1D tensors expected, but got {a}D and {b}D tensors")


@explained
def dot_dtypes(a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert one with `.float()` or `.to(other.dtype)`."""
    return RuntimeError(f"dot : expected both vectors to have same dtype, but found {a} and {b}")


@explained
def addmm_dtypes(name: str, a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert the input with `.float()`, or the layer with `.double()`."""
    return RuntimeError(f"{name} and mat2 must have the same dtype, but got {a} and {b}")


@explained
def matmul_dtypes(a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert one with `.float()` or `.to(other.dtype)`."""
    return RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {a} != {b}")


class LinAlgError(RuntimeError):
    """A matrix without an inverse, or not positive definite. `torch.linalg.LinAlgError`.

    >>> try:
    ...     torch.linalg.inv(torch.zeros(2, 2))
    ... except torch.linalg.LinAlgError as error:
    ...     print(str(error).split(",")[0])
    linalg.inv: The diagonal element 1 is zero
    """


LinAlgError.__name__ = "_LinAlgError"  # what PyTorch prints


def mm_needs_matrix(name: str = "self") -> RuntimeError:
    """Torch.mm takes two matrices; torch.matmul (@) takes vectors as well."""
    return RuntimeError(f"{name} must be a matrix")


# ---- numbers of the wrong kind -----------------------------------------------------------------------------


@explained
def mean_dtype(function: str, got: str, which: str = "Input") -> RuntimeError:
    """The mean of whole numbers need not be whole: convert first, `x.float().mean()`."""
    return RuntimeError(
        f"{function}(): could not infer output dtype. {which} dtype must be either a floating point or "
        f"complex dtype. Got: {got}"
    )


def nanmean_dtype(got: str) -> RuntimeError:
    """Only floating point numbers can be nan: convert first, or call mean()."""
    return RuntimeError(f"nanmean(): expected input to have floating point or complex dtype but got {got}")


def boolean_alpha() -> RuntimeError:
    """A factor is a number."""
    return RuntimeError("Boolean alpha only supported for Boolean results.")


def inverted_float() -> TypeError:
    """Bits are turned over in whole numbers and truth values only."""
    return TypeError("~ (operator.invert) is only implemented on integer and Boolean-type tensors")


def result_type_cast(source: str, target: str) -> RuntimeError:
    """An in-place operation keeps the dtype of its tensor."""
    return RuntimeError(f"result type {source} can't be cast to the desired output type {target}")


def where_condition(got: str) -> RuntimeError:
    """The condition says yes or no for each element."""
    return RuntimeError(f"where expected condition to be a boolean tensor, but got a tensor with dtype {got}")


def bool_subtraction(two: bool) -> RuntimeError:
    """Truth values are not numbers; convert with .int() to calculate."""
    if two:
        return RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or "
            "`logical_xor()` operator instead."
        )
    return RuntimeError(
        "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert "
        "a mask, use the `~` or `logical_not()` operator instead."
    )


def bool_negation() -> RuntimeError:
    """Truth values are not numbers."""
    return RuntimeError(
        "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a "
        "mask, use the `~` or `logical_not()` operator instead."
    )


@explained
def integer_negative_power() -> RuntimeError:
    """A negative power of a whole number is a fraction: write 2.0 instead of 2."""
    return RuntimeError("Integers to negative integer powers are not allowed.")


@explained
def value_overflow(type_name: str) -> RuntimeError:
    """The number does not fit the dtype; choose a larger one."""
    return RuntimeError(f"value cannot be converted to type {type_name} without overflow")


def inference_version() -> RuntimeError:
    """Nothing counts the changes of tensors made under inference_mode."""
    return RuntimeError("Inference tensors do not track version counter.")
