"""PyTorch's texts about `autograd.Function` and anomaly mode (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


@explained
def nan_gradient(function: str, output: int) -> RuntimeError:
    """The derivative is not a number here, as with 0/0, sqrt at 0 times 0, or log of a negative number.

    Look at the forward line named in the warning above.
    """
    return RuntimeError(f"Function '{function}' returned nan values in its {output}th output.")


def anomaly_forward(function: str, traceback: str = "") -> str:
    """Warning text under anomaly detection: where the failing operation was computed, if that is known."""
    if not traceback:
        return (
            f"Error detected in {function}. No forward pass information available. Enable detect anomaly "
            "during forward pass for more information."
        )
    return f"Error detected in {function}. Traceback of forward call that caused the error:\n{traceback}"


def anomaly_induced(function: str, traceback: str) -> str:
    """Warning text for a node that was made on a walk: where what that walk went through was computed."""
    return (
        f"\n\nPrevious calculation was induced by {function}. Traceback of forward call that induced the previous "
        f"calculation:\n{traceback}"
    )


@explained
def gradient_number(function: str, expected: int, got: int) -> RuntimeError:
    """Return one gradient from `backward()` for each argument of `forward()`, `None` for what is no tensor."""
    return RuntimeError(
        f"function {function} returned an incorrect number of gradients (expected {expected}, got {got})"
    )


@explained
def gradient_for_non_tensor(function: str, position: int) -> RuntimeError:
    """This argument of `forward()` was no tensor: return `None` in its place."""
    return RuntimeError(
        f"function {function} returned a gradient different than None at position {position}, but the "
        "corresponding forward input was not a Variable"
    )


@explained
def gradient_shape_invalid(function: str, i: int, got: Sequence[int], expected: Sequence[int]) -> RuntimeError:
    """The gradient with respect to an input has the shape of that input."""
    return RuntimeError(
        f"Function {function} returned an invalid gradient at index {i} - got {list(got)} but expected shape "
        f"compatible with {list(expected)}"
    )


@explained
def gradient_no_variable(got: str) -> RuntimeError:
    """Return tensors from `backward()`, or `None` for an argument that has no gradient."""
    return RuntimeError(f"expected Variable or None (got {got})")


@explained
def dirty_not_returned() -> RuntimeError:
    """What `forward()` changed in place and marked dirty, it must return as well."""
    return RuntimeError(
        "Some elements marked as dirty during the forward method were not returned as output. The inputs that are "
        "modified inplace must all be outputs of the Function."
    )


@explained
def dirty_view_with_others() -> RuntimeError:
    """Return only the view that was changed, or change a `clone()` of it."""
    return RuntimeError(
        "If your Function modifies inplace an input that is a view of another Tensor, your Function cannot return more "
        "than one Tensor. This is not supported by the current autograd engine. You should either make sure the input "
        "is not a view (using .clone() for example) or make your Function only return one Tensor (potentially "
        "splitting it into two Functions: one doing the inplace that returns a single Tensor and a second one that "
        "does the other operations). You can ask on the forum https://discuss.pytorch.org/ if you need help to do this "
        "change."
    )


def mark_non_differentiable_type() -> RuntimeError:
    """Results are marked, which are tensors."""
    return RuntimeError("mark_non_differentiable only accepts variable arguments, but got ")


def mark_dirty_type() -> RuntimeError:
    """Inputs are marked, which are tensors."""
    return RuntimeError("mark_dirty can only accept variables, but argument ")


_EXTENDING = "For more details, please see https://pytorch.org/docs/main/notes/extending.func.html"


def function_without_setup_context() -> RuntimeError:
    """What forward keeps for backward is said apart, in setup_context."""
    return RuntimeError(
        "In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must "
        f"override the setup_context staticmethod. {_EXTENDING}"
    )


def function_without_vmap(name: str) -> RuntimeError:
    """How a batch goes through has to be said."""
    return RuntimeError(
        f"You tried to vmap over {name}, but it does not have vmap support. Please override and implement the vmap "
        f"staticmethod or set generate_vmap_rule=True. {_EXTENDING}"
    )


def function_vmap_twice(name: str) -> RuntimeError:
    """How a batch goes through is said once."""
    return RuntimeError(
        f"You tried to vmap over {name}, but it has both generate_vmap_rule=True and an overridden vmap staticmethod. "
        "Please set generate_vmap_rule=False or delete the overridden vmap staticmethod to avoid ambiguity. "
        f"{_EXTENDING}"
    )


@explained
def returned_input_saved() -> RuntimeError:
    """With `setup_context`, save `x.view_as(x)` where `forward()` returns `x` as it is."""
    return RuntimeError(
        "A input that has been returned as-is as output is being saved for backward. This is not supported if you "
        "override setup_context. You should return and save a view of the input instead, e.g. with x.view_as(x) or "
        "setup ctx inside the forward function itself."
    )


@explained
def save_for_forward_type() -> AssertionError:
    """Keep what is no tensor as an attribute: `ctx.n = n`."""
    return AssertionError(
        "save_for_forward expects all arguments to be tensors; you should save non-tensors as attributes on ctx."
    )


@explained
def save_for_backward_type(i: int, got: str) -> TypeError:
    """`ctx.save_for_backward` is for tensors; keep anything else as an attribute: `ctx.n = n`."""
    return TypeError(f"save_for_backward can only save variables, but argument {i} is of type {got}")


@explained
def legacy_function() -> RuntimeError:
    """Declare forward and backward with `@staticmethod` (first argument `ctx`) and call `Square.apply(x)`."""
    return RuntimeError(
        "Legacy autograd function with non-static forward method is deprecated. Please use new-style "
        "autograd function with static forward method. (Example: "
        "https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
    )


@explained
def once_differentiable_twice() -> RuntimeError:
    """This `backward()` was declared not to be differentiable itself; drop `@once_differentiable` if it is."""
    return RuntimeError("trying to differentiate twice a function that was marked with @once_differentiable")
