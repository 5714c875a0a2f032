"""PyTorch's texts about changes in place of what gradients need, and of views (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


@explained
def modified_inplace(
    type_name: str,
    shape: Sequence[int],
    output_of: str | None,
    output_nr: int,
    version: int,
    expected: int,
    anomaly: bool = False,
) -> RuntimeError:
    """A value that the backward pass still needs was overwritten in place.

    In-place operations end in `_`, or are `x[...] =` or `+=`, or were asked for with `inplace=True`. Use the form that
    gives a new tensor, or work on a `clone()`.
    """
    type_name = "CPUBoolType" if type_name == "torch.BoolTensor" else type_name  # which PyTorch has no older name for
    what = f"[{type_name} {list(shape)}]"
    if output_of is not None:
        what += f", which is output {output_nr} of {output_of},"
    hint = (
        "the backtrace further above shows the operation that failed to compute its gradient. The "
        "variable in question was changed in there or anywhere later. Good luck!"
        if anomaly
        else "enable anomaly detection to find the operation that failed to compute its gradient, with "
        "torch.autograd.set_detect_anomaly(True)."
    )
    return RuntimeError(
        "one of the variables needed for gradient computation has been modified by an inplace operation: "
        f"{what} is at version {version}; expected version {expected} instead. Hint: {hint}"
    )


@explained
def leaf_inplace() -> RuntimeError:
    """The numbers of a leaf that requires grad may not be changed behind the record's back.

    Update it inside `with torch.no_grad():`, or compute a new tensor.
    """
    return RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")


@explained
def view_of_leaf_inplace() -> RuntimeError:
    """Assigning to a part of a leaf that requires grad changes the leaf itself.

    Do it inside `with torch.no_grad():`, or on `x.clone()`.
    """
    return RuntimeError("a view of a leaf Variable that requires grad is being used in an in-place operation.")


def _output(made_by: tuple[int, str] | None) -> str:
    return "A result" if made_by is None else f"Output {made_by[0]} of {made_by[1]}"


def _created(made_by: tuple[int, str] | None, mode: str) -> str:
    start = "A view was created" if made_by is None else f"{_output(made_by)} is a view of a view which was created"
    return f"{start} in {mode} mode"


def _what_is(indirect: bool) -> str:
    return "its base or another view of its base has been" if indirect else "is being"


@explained
def no_grad_view_inplace(made_by: tuple[int, str] | None = None, indirect: bool = False) -> RuntimeError:
    """The part was taken under `no_grad` but is changed outside: is the change to be recorded or not?

    Put both lines inside, or both outside.
    """
    return RuntimeError(
        f"{_created(made_by, 'no_grad')} and {_what_is(indirect)} modified inplace with grad mode enabled. Given "
        "that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by "
        "moving both the view and the inplace either both inside the no_grad block (if you don't want the "
        "inplace to be tracked) or both outside (if you want the inplace to be tracked)."
    )


@explained
def multi_view_inplace(made_by: tuple[int, str] | None, indirect: bool = False) -> RuntimeError:
    """Pieces that were made together (by unbind, split, chunk, a loop) may not be changed in place.

    Index the piece instead, or `clone()` it.
    """
    what, whose = _what_is(indirect), f"{_output(made_by)} is a view and"
    start = f"{whose} {what} modified inplace" if made_by is not None else (
        f"{_created(made_by, 'no_grad')} and {what} modified inplace with grad mode enabled")  # fmt: skip
    return RuntimeError(
        f"{start}. This view is the output of a function that returns multiple views. Such functions do not allow "
        "the output views to be modified inplace. You should replace the inplace operation by an out-of-place one."
    )


@explained
def custom_view_inplace(made_by: tuple[int, str] | None, indirect: bool = False) -> RuntimeError:
    """Your function returned a view (or its input as it was): `clone()` that before changing it in place."""
    what, whose = _what_is(indirect), f"{_output(made_by)} is a view and"
    start = f"{whose} {what} modified inplace" if made_by is not None else (
        f"{_created(made_by, 'no_grad')} and {what} modified inplace with grad mode enabled")  # fmt: skip
    return RuntimeError(
        f"{start}. This view was created inside a custom Function (or because an input was returned as-is) and the "
        "autograd logic to handle view+inplace would override the custom backward associated with the custom Function, "
        "leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the "
        "custom Function."
    )


@explained
def detach_view() -> RuntimeError:
    """A view belongs to the tensor that it shows, and so does its history: use `detach()`, not `detach_()`."""
    return RuntimeError(
        "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) "
        "for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and "
        "hence detach_() cannot be called on these gradients. To fix this error, please refer to the "
        "Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution."
    )


@explained
def saved_detached() -> RuntimeError:
    """A derivative needs this tensor's place in the graph, which `detach_()` took from it: use `detach()`."""
    return RuntimeError(
        "Trying to use a saved tensor that has been detached in-place, i.e. with .detach_()."
        "This is not supported, please use out-of-place `.detach()` instead"
    )


@explained
def inference_saved() -> RuntimeError:
    """Tensors made under `inference_mode` can never take part in gradients.

    Use `torch.no_grad()` instead, or `clone()`.
    """
    return RuntimeError(
        "Inference tensors cannot be saved for backward. To work around you can make a clone to get a "
        "normal tensor and use it in autograd."
    )


@explained
def inference_requires_grad() -> RuntimeError:
    """Tensors made under `inference_mode` can never take part in gradients.

    Use `torch.no_grad()` instead, or `clone()`.
    """
    return RuntimeError("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.")


@explained
def inference_view_inplace(made_by: tuple[int, str] | None = None, indirect: bool = False) -> RuntimeError:
    """The part was taken under `inference_mode` but is changed outside. Put both lines inside, or both outside."""
    return RuntimeError(
        f"{_created(made_by, 'inference')} and {_what_is(indirect)} modified inplace in normal mode. Given that "
        "this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the "
        "view and the inplace either both inside the inference_mode block (if you don't want the inplace to be "
        "tracked) or both outside (if you want the inplace to be tracked)."
    )


@explained
def set_grad_enabled_type(got: str) -> TypeError:
    """Say `True` or `False`."""
    return TypeError(f"set_grad_enabled(): argument 'enabled' (position 1) must be bool, not {got}")


@explained
def inference_inplace() -> RuntimeError:
    """Tensors made under `inference_mode` cannot be changed outside: `clone()` first, or use `torch.no_grad()`."""
    return RuntimeError(
        "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to "
        "get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for "
        "more details."
    )
