"""PyTorch's texts about starting a backward pass, and about tangents of forward mode (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

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
    """No graph leads from this value to an input that asked for gradients.

    Create the input with `requires_grad=True` (or call `x.requires_grad_(True)`) before computing, and look for
    `detach()`, `.data`, `.item()`, NumPy or `no_grad` on the way. A gradient has a graph of its own only if it was
    computed with `create_graph=True`.
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
