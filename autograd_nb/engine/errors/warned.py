"""PyTorch's warnings. PyTorch appends "(Triggered internally at ...)", which depends on its build (see `errors`)."""

from __future__ import annotations

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

# For a loss of a prediction of shape (4, 1) and a target of shape (4,): all pairs are compared. What comes before it
# names the sizes.
TARGET_SIZE = "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size."

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
