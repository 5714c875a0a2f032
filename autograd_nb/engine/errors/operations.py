"""PyTorch's error texts of single operations: fills, blends, repeating, counting, joining (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence

# ---- element by element ------------------------------------------------------------------------------------


@explained
def derivative_undefined(name: str) -> RuntimeError:
    """This function jumps: PyTorch defines no derivative for it. `detach()` its input to keep it out of the graph."""
    return RuntimeError(f"derivative for aten::{name} is not implemented")


@explained
def forward_undefined(name: str) -> NotImplementedError:
    """This function jumps, so nobody can say how its result moves. `detach()` its input to keep it still."""
    return NotImplementedError(f"Trying to use forward AD with aten::{name} that does not support it.")


@explained
def forward_unknown(name: str) -> NotImplementedError:
    """PyTorch does not know how the result moves. `detach()` the input to keep it still."""
    return NotImplementedError(
        f"Trying to use forward AD with {name} that does not support it because it has not been implemented yet.\n"
        "Please file an issue to PyTorch at https://github.com/pytorch/pytorch/issues/new?template=feature-request.yml "
        "so that we can prioritize its implementation or submit a PR adding the implementation to derivatives.yaml"
    )


@explained
def argument_without_derivative(what: str) -> NotImplementedError:
    """PyTorch has no derivative with respect to this argument: `detach()` it to keep it out of the graph."""
    return NotImplementedError(f"the derivative for '{what}' is not implemented.")


@explained
def negative_slope_in_place(name: str) -> RuntimeError:
    """In place, the sign of the input is read off the result, which a negative slope turns round: write to a copy."""
    more = (
        " File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu backward "
        "calculation with negative slope"
        if name == "leakyReLu"
        else ""
    )
    return RuntimeError(
        f"In-place {name} backward calculation is triggered with a negative slope which is not supported. This is "
        "caused by calling in-place forward function with a negative slope, please call out-of-place version instead."
        f"{more}"
    )


@explained
def division_by_zero() -> RuntimeError:
    """Whole numbers have no infinity to stand for a quotient by zero: divide floating point numbers instead."""
    return RuntimeError("ZeroDivisionError")


@explained
def mask_dtype(function: str, got: str) -> RuntimeError:
    """A mask holds truth values: compare, or convert with `.bool()`."""
    return RuntimeError(f"{function}_ only supports boolean masks, but got mask with dtype {got}")


def masked_fill_value(ndim: int) -> RuntimeError:
    """One value fills all places."""
    return RuntimeError(
        f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {ndim} dimension(s)."
    )


def lerp_dtype(name: str, expected: str, got: str) -> RuntimeError:
    """Blending does not mix dtypes."""
    return RuntimeError(f"expected dtype {expected} for `{name}` but got dtype {got}")


def addcdiv_integers() -> RuntimeError:
    """Whole numbers are not divided here."""
    return RuntimeError(
        "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true "
        "division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * "
        "torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) "
        "for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / "
        "tensor2), for all dtypes."
    )


def integral_alpha() -> RuntimeError:
    """Whole numbers stay whole."""
    return RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")


def rounding_mode(got: str) -> RuntimeError:
    """There are two ways to round a quotient."""
    return RuntimeError(f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{got}'")


def clamp_without_limits() -> RuntimeError:
    """What has no limit is not to be limited."""
    return RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")


def fill_value_dims(ndim: int) -> RuntimeError:
    """One number fills a tensor."""
    return RuntimeError(f"fill_ only supports 0-dimension value tensor but got tensor with {ndim} dimensions.")


def clamp_mixed(low: str, high: str) -> TypeError:
    """Both limits are tensors, or both are numbers."""
    wrong = f"      didn't match because some of the arguments have invalid types: (!{low}!, !{high}!)\n"
    return TypeError(
        f"clamp() received an invalid combination of arguments - got ({low}, {high}), but expected one of:\n"
        f" * (Tensor min = None, Tensor max = None)\n{wrong} * (Number min = None, Number max = None)\n{wrong}"
    )


def relu_bool() -> RuntimeError:
    """Truth values are not numbers."""
    return RuntimeError("Boolean inputs not supported for relu")


def heaviside_dtypes() -> RuntimeError:
    """Both tensors must be of one dtype."""
    return RuntimeError("heaviside is not yet implemented for tensors with different dtypes.")


def did_not_match(a: str, b: str) -> RuntimeError:
    """Tensors of different dtypes are not close."""
    return RuntimeError(f"{a} did not match {b}")


# ---- repeating and turning -----------------------------------------------------------------------------------


@explained
def repeat_dims() -> RuntimeError:
    """Say for each dimension how often it is repeated; new ones come first."""
    return RuntimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")


def repeats_size(repeats: int, size: int, dim: int) -> RuntimeError:
    """One number of repeats for each element."""
    return RuntimeError(
        "repeats must have the same size as input along dim, but got "
        f"repeats.size(0) = {repeats} and input.size({dim}) = {size}"
    )


def repeats_negative() -> RuntimeError:
    """Nothing can be there less than never."""
    return RuntimeError("Repeats must be non-negative")


def rotation_dims(dims: Sequence[int], ndim: int) -> RuntimeError:
    """A rotation takes place in a plane of two dimensions."""
    if len(dims) != 2:
        return RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if ndim < 2:
        return RuntimeError(f"expected total dims >= 2, but got total dims = {ndim}")
    return RuntimeError(f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}")


def needs_two_dims() -> RuntimeError:
    """Left and right are the ends of the second dimension."""
    return RuntimeError("Input must be >= 2-d.")


def unfold_size(dim: int, size: int, window: int) -> RuntimeError:
    """The window must fit in."""
    return RuntimeError(f"maximum size for tensor at dimension {dim} is {size} but size is {window}")


def split_indivisible(function: str, dim: int, size: int, parts: int) -> RuntimeError:
    """All parts are of the same size."""
    return RuntimeError(
        f"torch.{function} attempted to split along dimension {dim}, but the size of the dimension {size} is not "
        f"divisible by the split_size {parts}!"
    )


def tensor_split_dims() -> RuntimeError:
    """There must be a dimension to split."""
    return RuntimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims")


def split_needs_dims(function: str, needed: int, ndim: int) -> RuntimeError:
    """There must be a dimension to split."""
    return RuntimeError(
        f"torch.{function} requires a tensor with at least {needed} dimension, but got a tensor with {ndim} dimensions!"
    )


@explained
def triangle_dims(function: str) -> RuntimeError:
    """Triangles are parts of matrices."""
    return RuntimeError(f"{function}: input tensor must have at least 2 dimensions")


# ---- counting and choosing -----------------------------------------------------------------------------------


def quantile_dtype() -> RuntimeError:
    """Quantiles lie between elements: whole numbers are converted first."""
    return RuntimeError("quantile() input tensor must be either float or double dtype")


def quantile_share() -> RuntimeError:
    """One share, or a vector of them."""
    return RuntimeError("quantile() q must be a scalar or 1D tensor")


def quantile_dtypes() -> RuntimeError:
    """Shares are of the dtype of the tensor."""
    return RuntimeError("quantile() q tensor must be same dtype as the input tensor")


def quantile_range(got: float | None) -> RuntimeError:
    """Nothing lies below less than no or more than all elements."""
    if got is None:
        return RuntimeError("quantile() q values must be in the range [0, 1]")
    return RuntimeError(f"quantile() q must be in the range [0, 1] but got {got:g}")


def quantile_interpolation(got: str) -> RuntimeError:
    """There are five ways between two elements."""
    return RuntimeError(
        f"quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got {got}"
    )


def quantile_empty() -> RuntimeError:
    """No elements, no quantiles."""
    return RuntimeError("quantile() input tensor must be non-empty")


def histogram_bins(bins: int) -> RuntimeError:
    """At least one part."""
    return RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")


def histogram_range() -> RuntimeError:
    """The range begins before it ends."""
    return RuntimeError("torch.histc: max must be larger than min")


def bincount_input() -> RuntimeError:
    """Only 0, 1, 2, ... are counted."""
    return RuntimeError("bincount only supports 1-d non-negative integral inputs.")


def bincount_weights() -> RuntimeError:
    """One weight for each element."""
    return RuntimeError("weights should be 1-d and have the same length as input")


def diff_of_scalar() -> RuntimeError:
    """A number has no neighbours."""
    return RuntimeError("diff expects input to be at least one-dimensional")


def cov_dims(ndim: int, name: str = "cov") -> RuntimeError:
    """Rows are variables, columns observations."""
    return RuntimeError(
        f"{name}(): expected input to have two or fewer dimensions but got an input with {ndim} dimensions"
    )


# ---- joining -------------------------------------------------------------------------------------------------


def needs_vector(shape: Sequence[int]) -> RuntimeError:
    """Flatten it first."""
    return RuntimeError(f"Expect a 1D vector, but got shape {list(shape)}")


def broadcast_shapes_mismatch() -> RuntimeError:
    """Compared from the last dimension, sizes must be equal or one of them 1."""
    return RuntimeError("Shape mismatch: objects cannot be broadcast to a single shape")


def unflatten_sizes(sizes: Sequence[int], dim: int, size: int) -> RuntimeError:
    """The new sizes hold as many elements as the old one."""
    return RuntimeError(
        f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {dim} ({size}) in the input "
        "tensor"
    )


@explained
def expected_scalar_type(expected: str, got: str) -> RuntimeError:
    """Products do not mix dtypes: convert one with `.float()` or `.to(other.dtype)`."""
    return RuntimeError(f"expected scalar type {expected} but found {got}")


@explained
def found_dtype(found: str, expected: str) -> RuntimeError:
    """A loss takes one dtype: a target that comes from NumPy or holds whole numbers is converted with `.float()`."""
    return RuntimeError(f"Found dtype {found} but expected {expected}")


def negative_strides(stride: Sequence[int]) -> RuntimeError:
    """Steps go forward only; flip() copies in the other order."""
    return RuntimeError(f"as_strided: Negative strides are not supported at the moment, got strides: {list(stride)}")


def storage_overflow(size: Sequence[int], stride: Sequence[int]) -> RuntimeError:
    """Sizes are not negative."""
    return RuntimeError(f"Storage size calculation overflowed with sizes={list(size)} and strides={list(stride)}")


def scatter_slice(source: Sequence[int], slice_size: Sequence[int]) -> RuntimeError:
    """What is written has the shape of the place where it is written."""
    return RuntimeError(
        f"expected src to have a size equal to the slice of self. src size = {list(source)}, slice size = "
        f"{list(slice_size)}"
    )


def as_strided_bounds(
    size: Sequence[int], stride: Sequence[int], offset: int, itemsize: int, numel: int
) -> RuntimeError:
    """The view would reach beyond the memory."""
    needed = (offset + sum((n - 1) * step for n, step in zip(size, stride)) + 1) * itemsize
    return RuntimeError(
        f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset}, and itemsize {itemsize} "
        f"requiring a storage size of {needed} are out of bounds for storage of size {numel * itemsize}"
    )


def dtype_of_out(wanted: str, own: str) -> RuntimeError:
    """Numbers are made in the dtype of the tensor that they are written to."""
    return RuntimeError(f"dtype {wanted} does not match dtype of out parameter ({own})")
