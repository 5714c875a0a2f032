"""PyTorch's texts about `requires_grad`, `.grad` and tensors that take part in a graph (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


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
def only_float_requires_grad(factory: bool = False, assigned: bool = False) -> RuntimeError:
    """Gradients need numbers that can change by a little: write 4.0, not 4, or give `dtype=torch.float32`."""
    if factory:
        return RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    kinds = "floating point and complex" if assigned else "floating point"  # PyTorch writes both
    return RuntimeError(f"only Tensors of {kinds} dtype can require gradients")


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
