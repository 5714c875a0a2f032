"""PyTorch's error texts about making tensors: data, steps, devices, dtypes, random numbers (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence

# ---- creation ----------------------------------------------------------------------------------------------


@explained
def ragged_sequence(expected: int, dim: int, got: int) -> ValueError:
    """All rows of a tensor have the same length."""
    return ValueError(f"expected sequence of length {expected} at dim {dim} (got {got})")


def too_many_dimensions(got: str = "str") -> ValueError:
    """Tensors hold numbers, not text."""
    return ValueError(f"too many dimensions '{got}'")


def dtype_not_inferred(got: str) -> RuntimeError:
    """Tensors hold numbers."""
    return RuntimeError(f"Could not infer dtype of {got}")


def no_shape(got: str) -> ValueError:
    """What has a length must give its elements, too."""
    return ValueError(f"could not determine the shape of object type '{got}'")


def list_in_itself() -> TypeError:
    """A list that contains itself has no last level."""
    return TypeError("new(): self-referential lists are incompatible")


def not_a_sequence() -> TypeError:
    """All rows of a tensor have the same depth."""
    return TypeError("not a sequence")


def list_for_number(got: str, whole: bool) -> TypeError:
    """All rows of a tensor have the same depth."""
    if whole:
        return TypeError(f"'{got}' object cannot be interpreted as an integer")
    return TypeError(f"must be real number, not {got}")


def not_an_array(got: str) -> TypeError:
    """Only arrays can share their memory; torch.tensor copies anything."""
    return TypeError(f"expected np.ndarray (got {got})")


def eye_size(name: str, size: int) -> RuntimeError:
    """Sizes are not negative."""
    return RuntimeError(f"{name} must be greater or equal to 0, got {size}")


@explained
def arange_direction() -> RuntimeError:
    """Counting from start with this step never reaches the end: change the sign of the step."""
    return RuntimeError("upper bound and larger bound inconsistent with step sign")


def size_overflow(sizes: Sequence[int]) -> RuntimeError:
    """No computer has room for so many elements."""
    return RuntimeError(f"Storage size calculation overflowed with sizes={list(sizes)}")


def arange_step() -> RuntimeError:
    """Counting with step 0 never ends."""
    return RuntimeError("step must be nonzero")


def arange_range(start: float, end: float) -> RuntimeError:
    """Counting needs a finite start and end."""
    return RuntimeError(f"unsupported range: {start:g} -> {end:g}")


def negative_steps() -> RuntimeError:
    """Linspace needs a number of points."""
    return RuntimeError("number of steps must be non-negative")


def random_range(low: int, high: int) -> RuntimeError:
    """Randint draws from low to high - 1."""
    return RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")


def not_for_dtype(kernel: str, dtype: str) -> NotImplementedError:
    """Random real numbers need a floating point dtype."""
    return NotImplementedError(f"\"{kernel}\" not implemented for '{dtype}'")


def no_such_device(text: str) -> RuntimeError:
    """This is no device that PyTorch knows."""
    return RuntimeError(
        "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, "
        f"lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type at start of device string: {text}"
    )


def device_string(text: str) -> RuntimeError:
    """A device is a name, or a name with a number: cpu, cuda:0."""
    return RuntimeError(f"Invalid device string: '{text}'")


@explained
def no_cuda() -> RuntimeError:
    """This environment computes on the CPU, which is enough to learn autograd: leave out `.to("cuda")`."""
    return RuntimeError(
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a "
        "driver from http://www.nvidia.com/Download/index.aspx"
    )


# ---- dtypes ------------------------------------------------------------------------------------------------


def numpy_type(scalar_type: type) -> TypeError:
    """Arrays of text or objects hold no numbers."""
    return TypeError(
        f"can't convert np.ndarray of type {scalar_type.__module__}.{scalar_type.__name__}. The only "
        "supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, "
        "uint64, uint32, uint16, uint8, and bool."
    )


def default_dtype(is_dtype: bool) -> TypeError:
    """The default dtype is for Python floats."""
    text = "only floating-point types are supported as the default type"
    return TypeError(text if is_dtype else f"invalid dtype object: {text}")


def finfo_of_integer() -> TypeError:
    """Integers have no precision."""
    return TypeError("torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'")


def iinfo_of_float() -> TypeError:
    """What floats can hold is told by finfo."""
    return TypeError("torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'")


def iinfo_of_bool() -> TypeError:
    """Truth values have no limits."""
    return TypeError("torch.bool is not supported by torch.iinfo")


def size_item(i: int, got: str) -> TypeError:
    """Sizes are whole numbers."""
    return TypeError(f"torch.Size() takes an iterable of 'int' (item {i} is '{got}')")


# ---- random numbers ----------------------------------------------------------------------------------------


def integer_overflow() -> RuntimeError:
    """Whole numbers, and seeds, have 64 bits."""
    return RuntimeError("Overflow when unpacking long")


def number_out_of_bounds(name: str, dtype: str) -> RuntimeError:
    """Each dtype holds numbers up to a limit."""
    return RuntimeError(f"{name} is out of bounds for {dtype}")


def generator_state_dtype() -> TypeError:
    """A state is a row of bytes."""
    return TypeError("RNG state must be a torch.ByteTensor")


def generator_state_type(got: str) -> TypeError:
    """A state is a tensor."""
    return TypeError(f"expected a torch.ByteTensor, but got {got}")


def generator_state_size(wanted: int, got: int) -> RuntimeError:
    """A state is a row of so many bytes."""
    return RuntimeError(
        f"Expected a CPUGeneratorImplState of size {wanted} but found the input RNG state size to be {got}"
    )


def generator_state_order() -> RuntimeError:
    """The bytes of a state lie one after the other."""
    return RuntimeError("RNG state must be contiguous")


def generator_state() -> RuntimeError:
    """Only what get_rng_state() gave can be set."""
    return RuntimeError("Invalid mt19937 state")


def seed_type(got: str) -> RuntimeError:
    """A seed is a whole number."""
    return RuntimeError(f"manual_seed expected a long, but got {got}")


def flip_probability(p: float) -> RuntimeError:
    """A probability lies between 0 and 1."""
    return RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p:g}")


def negative_std(std: float) -> RuntimeError:
    """A standard deviation is not negative."""
    return RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")


@explained
def probability_range() -> RuntimeError:
    """Probabilities lie between 0 and 1."""
    return RuntimeError(
        "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  "
        "If so, please report an enhancement request to PyTorch.)"
    )


@explained
def array_turned_round() -> ValueError:
    """NumPy turns an array round without moving its elements; tensors have them in order: copy the array first."""
    return ValueError(
        "At least one stride in the given numpy array is negative, and tensors with negative strides are not currently "
        "supported. (You can probably work around this by making a copy of your array  with array.copy().) "
    )


@explained
def not_data(problem: str) -> TypeError:
    """The class takes sizes, as in `torch.Tensor(2, 3)`, or a list; `torch.tensor(x)` takes one number, too."""
    return TypeError(f"new(): {problem}")


def tensor_with_device(new: bool) -> RuntimeError:
    """A tensor is on a device already; `x.to(device)` puts it on another."""
    if new:
        return RuntimeError(
            "Legacy tensor new of the form tensor.new(tensor, device=device) is not supported.  "
            "Use torch.as_tensor(...) instead."
        )
    return RuntimeError(
        "Legacy tensor constructor of the form torch.Tensor(tensor, device=device) is not supported.  "
        "Use torch.tensor(...) or torch.as_tensor(...) instead."
    )


@explained
def other_tensor_type(wanted: str, got: str) -> TypeError:
    """The class of a dtype takes a tensor of this dtype only; `x.float()`, `x.long()` or `x.to(dtype)` convert."""
    rest = (
        "device=cpu, layout=Strided, requires_grad=false (default), pinned_memory=false (default), "
        "memory_format=(nullopt))"
    )
    return TypeError(f"expected TensorOptions(dtype={wanted}, {rest} (got TensorOptions(dtype={got}, {rest})")


def not_a_base(name: str) -> TypeError:
    """Inherit from torch.Tensor instead."""
    return TypeError(f"type '{name}' is not an acceptable base type")
