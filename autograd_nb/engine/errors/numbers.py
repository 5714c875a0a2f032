"""PyTorch's texts about tensors that cannot be numbers, and about numbers of the wrong kind (see `errors`)."""

from __future__ import annotations

from autograd_nb.engine.explain import explained

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
