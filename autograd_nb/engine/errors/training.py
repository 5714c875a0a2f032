"""PyTorch's texts about targets of losses, layers and optimisers (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence

# ---- targets of losses -------------------------------------------------------------------------------------


@explained
def target_size(target: object, prediction: object) -> ValueError:
    """Prediction and target are compared number by number, so both have the same shape.

    Where one has a dimension of size 1 more, `squeeze(1)` takes it away and `unsqueeze(1)` adds it.
    """
    return ValueError(
        f"Using a target size ({target}) that is different to the input size ({prediction}) is deprecated. "
        "Please ensure they have the same size."
    )


@explained
def no_probability(what: str) -> RuntimeError:
    """This loss takes probabilities, numbers from 0 to 1, for the prediction and for the target.

    Let the prediction go through `torch.sigmoid`, or use `binary_cross_entropy_with_logits`, which does that itself.
    """
    return RuntimeError(f"all elements of {what} should be between 0 and 1")


@explained
def class_dtype(found: str) -> RuntimeError:
    """The target of this loss says which class is right, as a whole number: convert it with `.long()`."""
    return RuntimeError(f"expected scalar type Long but found {found}")


@explained
def one_class_each() -> RuntimeError:
    """The target has one class, a whole number, for each row of the prediction: `target.squeeze(1)` drops a dimension.

    Probabilities of all classes, such as one-hot rows, are given in floating point.
    """
    return RuntimeError("0D or 1D target tensor expected, multi-target not supported")


@explained
def no_such_class(target: int) -> IndexError:
    """Classes are counted from 0 to one less than the columns of the prediction.

    Either the target begins to count at 1, or the last layer has too few outputs.
    """
    return IndexError(f"Target {target} is out of bounds.")


@explained
def whole_numbers(kernel: str, dtype: str) -> NotImplementedError:
    """This takes numbers with fractions, and got whole numbers or truth values: convert them with `.float()`.

    Of a loss, the prediction comes first and the target second.
    """
    return NotImplementedError(f"\"{kernel}\" not implemented for '{dtype}'")


# ---- layers ------------------------------------------------------------------------------------------------


@explained
def embedding_dtype(got: str, function: str) -> RuntimeError:
    """An embedding looks rows up by their numbers, which are whole: convert them with `.long()`."""
    return RuntimeError(
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
        f"{got} instead (while checking arguments for {function})"
    )


@explained
def no_such_row() -> IndexError:
    """The rows of an embedding are counted from 0 to `num_embeddings - 1`, and one of these numbers lies outside."""
    return IndexError("index out of range in self")


@explained
def channels(groups: int, weight: Sequence[int], shape: Sequence[int], wanted: int) -> RuntimeError:
    """The input of a convolution has its channels in dimension 1, after the batch, as many as `in_channels` says."""
    return RuntimeError(
        f"Given groups={groups}, weight of size {list(weight)}, expected input{list(shape)} to have {wanted} channels, "
        f"but got {shape[1]} channels instead"
    )


@explained
def no_parameter(kind: str, name: str) -> TypeError:
    """In the place of a parameter comes a parameter: write `nn.Parameter(...)` around the tensor.

    To change only its numbers: `with torch.no_grad(): layer.weight.copy_(...)`.
    """
    return TypeError(f"cannot assign '{kind}' as parameter '{name}' (torch.nn.Parameter or None expected)")


# ---- optimisers --------------------------------------------------------------------------------------------


@explained
def optimized_tensor(kind: str) -> TypeError:
    """An optimiser takes a list, also for a single tensor: `[w]`."""
    return TypeError(
        f"params argument given to the optimizer should be an iterable of Tensors or dicts, but got {kind}"
    )


@explained
def nothing_to_optimize() -> ValueError:
    """No parameter was found. A module knows the layers that are its attributes, not those in a plain list.

    Put them into `nn.ModuleList` or `nn.Sequential`. And what `parameters()` gives can be gone through only once.
    """
    return ValueError("optimizer got an empty parameter list")


@explained
def optimize_non_leaf() -> ValueError:
    """This tensor was computed from others, so no gradient stays with it, and a step would change a copy.

    Compute first and ask for gradients last: `w = (0.01 * torch.randn(2)).requires_grad_()`.
    """
    return ValueError("can't optimize a non-leaf Tensor")
