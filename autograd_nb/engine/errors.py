"""PyTorch's error and warning texts about gradients, each once, with the misunderstanding it answers.

Every function returns an exception ready to raise (``raise errors.scalar_outputs_only()``) or the text of a
warning. What PyTorch says stands in the body, to the letter of PyTorch 2.7. The docstring is addressed to the
learner: it says what to do, and :func:`explain` hands it out for an exception that was made here.

Texts about shapes, indices and arguments live in :mod:`.tensor_errors`, those about making tensors in
:mod:`.creation_errors`; all can be reached from here.

>>> error = scalar_outputs_only()
>>> error
RuntimeError('grad can be implicitly created only for scalar outputs')
>>> print(explain(error)[:46])
The result is not a single number, so there is
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .creation_errors import *  # noqa: F403 (one address for all texts: errors.<situation>)
from .explain import explain as explain  # noqa: PLC0414 (said again here for the users of `errors`)
from .explain import explained
from .tensor_errors import *  # noqa: F403 - one address for all texts

if TYPE_CHECKING:
    from collections.abc import Sequence

# ---- starting a backward pass ------------------------------------------------------------------------------


@explained
def scalar_outputs_only() -> RuntimeError:
    """The result is not a single number, so there is no single gradient.

    Reduce it first, as in `y.sum().backward()`, or say how much each component counts:
    `y.backward(gradient=torch.ones(len(y)))`.
    """
    return RuntimeError("grad can be implicitly created only for scalar outputs")


@explained
def element_no_grad(i: int = 0) -> RuntimeError:
    """Nothing that this value was computed from asked for gradients.

    Create the input with `requires_grad=True` (or call `x.requires_grad_(True)`) before computing, and look for
    `detach()`, `.data`, `.item()`, NumPy or `no_grad` on the way.
    """
    return RuntimeError(f"element {i} of tensors does not require grad and does not have a grad_fn")


@explained
def second_backward() -> RuntimeError:
    """A walk frees what it needed from the forward computation, to save memory.

    Compute y again before the second call, or keep the graph with `y.backward(retain_graph=True)`.
    """
    return RuntimeError(
        "Trying to backward through the graph a second time (or directly access saved tensors after they "
        "have already been freed). Saved intermediate values of the graph are freed when you call "
        ".backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the "
        "graph a second time or if you need to access saved tensors after calling backward."
    )


@explained
def grad_shape_mismatch(i: int, grad_shape: Sequence[int], output_shape: Sequence[int]) -> RuntimeError:
    """The gradient given to `backward()` weighs the result, component by component: it must have its shape."""
    return RuntimeError(
        f"Mismatch in shape: grad_output[{i}] has a shape of torch.Size({list(grad_shape)}) and "
        f"output[{i}] has a shape of torch.Size({list(output_shape)})."
    )


@explained
def gradient_type(got: str) -> TypeError:
    """The gradient given to `backward()` must be a tensor of the shape of the result.

    Write `torch.tensor(...)` around the numbers.
    """
    return TypeError(f"gradients can be either Tensors or None, but got {got}")


@explained
def gradient_count(tensors: int, gradients: int) -> RuntimeError:
    """Give one gradient (or `None`) for each tensor that `backward()` starts from."""
    return RuntimeError(f"got {tensors} tensors and {gradients} gradients")


@explained
def empty_inputs() -> RuntimeError:
    """Leave out `inputs` to fill the gradients of all leaves, or name at least one."""
    return RuntimeError("`inputs` argument to `backward()` cannot be empty.")


@explained
def both_seed_names() -> RuntimeError:
    """Two names for the same thing: give `grad_tensors` alone."""
    return RuntimeError(
        "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to `backward()`. Please only use "
        "`grad_tensors`."
    )


@explained
def no_inputs() -> ValueError:
    """Name at least one tensor to differentiate by."""
    return ValueError("grad requires non-empty inputs.")


@explained
def batched_grad_shape(i: int, grad_shape: Sequence[int], output_shape: Sequence[int]) -> RuntimeError:
    """Each entry along the first dimension of the gradient weighs the result once: it must have its shape."""
    return RuntimeError(
        "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The "
        "sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch was "
        f"detected: grad_output[{i}] has a shape of torch.Size({list(grad_shape)}) and output[{i}] has a shape of "
        f"torch.Size({list(output_shape)}). If you only want some tensors in `grad_output` to be considered batched, "
        "consider using vmap."
    )


@explained
def data_type(got: str) -> TypeError:
    """Assign a tensor: `x.data = torch.tensor(...)`."""
    return TypeError(f"Variable data has to be a tensor, but got {got}")


@explained
def unused_input() -> RuntimeError:
    """The result does not depend on this input.

    Check that the very tensor you named went into the computation (not a copy), or pass `allow_unused=True`
    to get `None`.
    """
    return RuntimeError(
        "One of the differentiated Tensors appears to not have been used in the graph. Set "
        "allow_unused=True if this is the desired behavior."
    )


@explained
def input_requires_no_grad() -> RuntimeError:
    """Call `requires_grad_(True)` on the tensor before it is used in the computation."""
    return RuntimeError("One of the differentiated Tensors does not require grad")


# ---- in-place changes --------------------------------------------------------------------------------------


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

    In-place operations end in `_`, or are `x[...] =` or `+=`. Use the form without `_`, or work on a `clone()`.
    """
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


# ---- requires_grad, .grad, hooks ---------------------------------------------------------------------------


@explained
def change_requires_grad_flag(wanted: bool = False) -> RuntimeError:
    """Only tensors that you created can be told not to require gradients.

    A computed one inherits it from its inputs. `y.detach()` gives the same numbers without the history.
    """
    instead = (
        " If you want to use a computed variable in a subgraph that doesn't require differentiation use "
        "var_no_grad = var.detach()."
    )
    return RuntimeError(f"you can only change requires_grad flags of leaf variables.{'' if wanted else instead}")


@explained
def only_float_requires_grad(factory: bool = False) -> RuntimeError:
    """Gradients need numbers that can change by a little: write 4.0, not 4, or give `dtype=torch.float32`."""
    if factory:
        return RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    return RuntimeError("only Tensors of floating point dtype can require gradients")


@explained
def cannot_call_numpy() -> RuntimeError:
    """NumPy does not record what it does, so the gradient would be lost.

    Use torch functions (`torch.sin`, not `np.sin`), or say `y.detach().numpy()` where you only want to look or
    plot.
    """
    return RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


@explained
def retain_grad_without_grad() -> RuntimeError:
    """No gradient will ever arrive here: make the input require gradients first."""
    return RuntimeError("can't retain_grad on Tensor that has requires_grad=False")


@explained
def hook_without_grad() -> RuntimeError:
    """No gradient will ever arrive here, so the hook would never run: make the input require one first."""
    return RuntimeError("cannot register a hook on a tensor that doesn't require gradient")


@explained
def post_accumulate_hook_not_leaf() -> RuntimeError:
    """Gradients are added up in leaves only; on a computed tensor use `register_hook`."""
    return RuntimeError("post accumulate grad hooks cannot be registered on non-leaf tensors")


@explained
def grad_assign_type(got: str) -> TypeError:
    """`.grad` holds a tensor of the leaf's shape, or `None` for "no gradient yet". To reset it: `x.grad = None`."""
    return TypeError(f"assigned grad expected to be a Tensor or None but got grad of type {got}")


@explained
def grad_assign_shape(grad_shape: Sequence[int], shape: Sequence[int]) -> RuntimeError:
    """A gradient has one number for each number of its tensor, so the shapes must be the same."""
    return RuntimeError(
        f"attempting to assign a gradient of size '{list(grad_shape)}' to a tensor of size "
        f"'{list(shape)}'. Please ensure that the gradient and the tensor are the same size"
    )


@explained
def grad_assign_dtype(grad_dtype: str, dtype: str) -> RuntimeError:
    """A gradient has the dtype of its tensor: convert it with `.to(x.dtype)`."""
    return RuntimeError(
        f"attempting to assign a gradient with dtype '{grad_dtype}' to a tensor with dtype '{dtype}'. "
        "Please ensure that the gradient and the tensor have the same dtype"
    )


@explained
def grad_assign_self() -> RuntimeError:
    """A tensor cannot be its own gradient: assign a `clone()`."""
    return RuntimeError("can't assign Variable as its own grad")


@explained
def deepcopy_non_leaf() -> RuntimeError:
    """A computed tensor hangs in its graph; copy its numbers with `y.detach().clone()`."""
    return RuntimeError(
        "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the "
        "moment.  If you were attempting to deepcopy a module, this may be because of a "
        "torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001"
    )


# ---- anomaly mode, custom functions ------------------------------------------------------------------------


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


# ---- forward mode ------------------------------------------------------------------------------------------


@explained
def tangent_shape(tensor: Sequence[int], tangent: Sequence[int]) -> RuntimeError:
    """A direction says for every element how it moves: it has the shape of the tensor."""
    return RuntimeError(
        "Trying to set a forward gradient that has a different size than that of the original Tensor, this is not "
        f"supported. Tensor is of size {list(tensor)} while the given forward gradient is of size {list(tangent)}."
    )


@explained
def no_jvp() -> NotImplementedError:
    """Give your function a static method `jvp(ctx, *grad_inputs)` that says how its results move."""
    return NotImplementedError(
        "You must implement the jvp function for custom autograd.Function to use it with forward mode AD."
    )


# ---- what hooks return -------------------------------------------------------------------------------------


@explained
def hook_result_type(got: str) -> TypeError:
    """A hook returns a tensor that replaces the gradient, or `None` to leave it as it is."""
    return TypeError(f"expected Variable, but hook returned '{got}'")


@explained
def hook_result_tuple(got: str) -> TypeError:
    """A hook of a node returns a tuple of gradients, one for each it was given, or `None` to leave them as they are."""
    return TypeError(f"expected tuple, but hook returned '{got}'")


@explained
def hook_result_count(hook: str, got: int, expected: int) -> RuntimeError:
    """A hook of a node returns as many gradients as it was given."""
    return RuntimeError(
        f"hook '{hook}' has returned an incorrect number of values (got {got}, but expected {expected})"
    )


@explained
def hook_result_for_none() -> RuntimeError:
    """No gradient came here, so there is none to replace."""
    return RuntimeError("can't replace a None gradient with a non-None value")


@explained
def hook_result_dtype(hook: str, was: str, got: str) -> RuntimeError:
    """What replaces a gradient has its dtype."""
    return RuntimeError(f"hook '{hook}' has changed the type of value (was {was} got {got})")


@explained
def hook_result_shape(hook: str) -> RuntimeError:
    """What replaces a gradient has its shape."""
    return RuntimeError(f"hook '{hook}' has changed the size of value")


# ---- hooks for saved tensors ------------------------------------------------------------------------------


@explained
def pack_hook_inplace() -> RuntimeError:
    """A pack hook gets the very tensor that was computed with. Change a `clone()` of it."""
    return RuntimeError(
        "A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack hook can not "
        "be modified by in-place operations as this can lead to unexpected side-effects. Please open an issue if you "
        "need to perform in-place operations on the input to a pack hook."
    )


@explained
def unpack_hook_type(got: str) -> TypeError:
    """An unpack hook gives back the value that was saved, as a tensor."""
    return TypeError(f"Output of saved tensor unpack_hook expected to be a Tensor but got result of type {got}")


@explained
def register_hooks_arguments(saved: object, hooks: tuple[object, ...]) -> TypeError:
    """Give two functions: one that packs, one that unpacks."""
    given = ", ".join(repr(value) for value in (saved, *hooks))
    return TypeError(
        "register_hooks(): incompatible function arguments. The following argument types are supported:\n"
        "    1. (self: torch._C._autograd.SavedTensor, arg0: Callable, arg1: Callable) -> None\n\n"
        f"Invoked with: {given}"
    )


@explained
def default_hooks_arguments(pack: object, unpack: object) -> TypeError:
    """Give two functions: one that packs, one that unpacks."""
    return TypeError(
        "_push_saved_tensors_default_hooks(): incompatible function arguments. The following argument types are "
        f"supported:\n    1. (arg0: Callable, arg1: Callable) -> None\n\nInvoked with: {pack!r}, {unpack!r}"
    )


@explained
def saved_none_hooks() -> RuntimeError:
    """The other input needs no gradient, so this one was not saved."""
    return RuntimeError("Calling register_hooks on a saved tensor with value None is forbidden")


@explained
def saved_freed_hooks() -> RuntimeError:
    """Register the hooks before `backward()`, or keep the graph with `retain_graph=True`."""
    return RuntimeError(
        "Calling register_hooks on a saved tensor after it has been freed. Saved intermediate values of the graph are "
        "freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through "
        "the graph a second time or if you need to access saved variables after calling backward."
    )


@explained
def saved_hooks_set() -> RuntimeError:
    """The value was packed already, by hooks of this node or of a saved_tensors_hooks block around the operation."""
    return RuntimeError(
        "Calling register_hooks on a saved tensor whose hooks have already been set. Hint: only one pair of hooks is "
        "allowed at a time."
    )


# ---- warnings (PyTorch appends "(Triggered internally at ...)", which depends on its build) ---------------

# For the reader who looks for .grad on an intermediate result: PyTorch keeps gradients of leaves only.
NON_LEAF_GRAD = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute "
    "won't be populated during autograd.backward(). If you indeed want the .grad field to be populated "
    "for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor "
    "by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 "
    "for more informations."
)

# For second derivatives: autograd.grad(..., create_graph=True) hands the gradient back instead of storing it.
CREATE_GRAPH = (
    "Using backward() with create_graph=True will create a reference cycle between the parameter and its "
    "gradient which can cause a memory leak. We recommend using autograd.grad when creating the graph to "
    "avoid this. If you have to use this function, make sure to reset the .grad fields of your parameters "
    "to None after use to break the cycle and avoid the leak."
)

# For autograd.grad(..., only_inputs=False), which once filled .grad of all other leaves.
ONLY_INPUTS = (
    "only_inputs argument is deprecated and is ignored now (defaults to True). To accumulate gradient for other parts "
    "of the graph, please use torch.autograd.backward."
)

# For torch.tensor(x) of a tensor: it copies and forgets the history, which is easily overlooked.
COPY_CONSTRUCT = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor)."
)

LIST_OF_ARRAYS = (
    "Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a "
    "single numpy.ndarray with numpy.array() before converting to a tensor."
)

NOT_WRITABLE = (
    "The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means writing to "
    "this tensor will result in undefined behavior. You may want to copy the array to protect its data or make it "
    "writable before converting it to a tensor. This type of warning will be suppressed for the rest of this program."
)


BUFFER_NOT_WRITABLE = (
    "The given buffer is not writable, and PyTorch does not support non-writable tensors. This means you can write to "
    "the underlying (supposedly non-writable) buffer using the tensor. You may want to copy the buffer to protect its "
    "data or make it writable before converting it to a tensor. This type of warning will be suppressed for the rest "
    "of this program."
)


def function_instantiated(cls: type) -> str:
    """Warning text for calling a custom Function's class instead of its apply()."""
    return (
        f"{cls!r} should not be instantiated. Methods on autograd functions are all static, so you should "
        "invoke them on the class itself. Instantiating an autograd function will raise an error in a "
        "future version of PyTorch."
    )


TRANSPOSED_BATCH = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an "
    "error in a future release. Consider `x.mT` to transpose batches of matrices or "
    "`x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor."
)


def transposed_number(name: str) -> str:
    """Text of the warning where one number is transposed."""
    what = "Consider using x.conj()." if name in ("H", "mH", "adjoint()") else (
        "This function is the identity in these cases.")  # fmt: skip
    return f"{'' if name == 'adjoint()' else 'Tensor.'}{name} is deprecated on 0-D tensors. {what}"


def no_degrees_of_freedom(name: str) -> str:
    """Text of the warning where a variance has nothing left to divide by."""
    return (
        f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input "
        "numel divided by output numel)."
    )
