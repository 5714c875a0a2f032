"""errors: the texts that learners search the web for, and what to do about them."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest

from autograd_nb.engine import errors, explain

# Situation, and the text of PyTorch 2.7.1 (recorded, or from its sources).
TEXTS = [
    (errors.scalar_outputs_only(), "RuntimeError: grad can be implicitly created only for scalar outputs"),
    (
        errors.element_no_grad(),
        "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
    ),
    (
        errors.second_backward(),
        (
            "RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after "
            "they have already been freed). Saved intermediate values of the graph are freed when you call .backward() "
            "or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or "
            "if you need to access saved tensors after calling backward."
        ),
    ),
    (
        errors.grad_shape_mismatch(0, (3,), (4,)),
        (
            "RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a shape "
            "of torch.Size([4])."
        ),
    ),
    (
        errors.modified_inplace("torch.FloatTensor", (4,), "ExpBackward0", 0, 1, 0),
        (
            "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace "
            "operation: [torch.FloatTensor [4]], which is output 0 of ExpBackward0, is at version 1; expected version "
            "0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with "
            "torch.autograd.set_detect_anomaly(True)."
        ),
    ),
    (
        errors.modified_inplace("torch.FloatTensor", (3,), None, 0, 1, 0, anomaly=True),
        (
            "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace "
            "operation: [torch.FloatTensor [3]] is at version 1; expected version 0 instead. Hint: the backtrace "
            "further above shows the operation that failed to compute its gradient. The variable in question was "
            "changed in there or anywhere later. Good luck!"
        ),
    ),
    (
        errors.only_float_requires_grad(factory=True),
        "RuntimeError: Only Tensors of floating point and complex dtype can require gradients",
    ),
    (
        errors.only_float_requires_grad(),
        "RuntimeError: only Tensors of floating point dtype can require gradients",
    ),
    (
        errors.cannot_call_numpy(),
        "RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ),
    (errors.gradient_type("float"), "TypeError: gradients can be either Tensors or None, but got float"),
    (
        errors.grad_assign_shape((4,), (3,)),
        (
            "RuntimeError: attempting to assign a gradient of size '[4]' to a tensor of size '[3]'. Please ensure that "
            "the gradient and the tensor are the same size"
        ),
    ),
    (
        errors.grad_assign_dtype("double", "float"),
        (
            "RuntimeError: attempting to assign a gradient with dtype 'double' to a tensor with dtype 'float'. Please "
            "ensure that the gradient and the tensor have the same dtype"
        ),
    ),
    (
        errors.nan_gradient("SqrtBackward0", 0),
        "RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.",
    ),
    (
        errors.broadcast_mismatch(3, 4, 0),
        "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0",
    ),
    (
        errors.dim_out_of_range(5, 2),
        "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 5)",
    ),
    (
        errors.dim_out_of_range(3, 0),
        "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 3)",
    ),
    (
        errors.argument_must_be("dot", "input", 1, "Tensor", "int"),
        "TypeError: dot(): argument 'input' (position 1) must be Tensor, not int",
    ),
    (
        errors.first_element("ones", "size", 1, "str"),
        "TypeError: ones(): argument 'size' (position 1) must be tuple of ints, but found element of type str at pos 0",
    ),
    (errors.shape_invalid((4, 2), 6), "RuntimeError: shape '[4, 2]' is invalid for input of size 6"),
    (
        errors.expand_mismatch(3, 2, 0, (3, 3), (2, 3)),
        (
            "RuntimeError: The expanded size of the tensor (3) must match the existing size (2) at non-singleton "
            "dimension 0.  Target sizes: [3, 3].  Tensor sizes: [2, 3]"
        ),
    ),
    (
        errors.matmul_shapes((2, 3), (2, 3)),
        "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
    ),
    (errors.mv_shapes((2, 3), 2), "RuntimeError: size mismatch, got input (2), mat (2x3), vec (2)"),
    (errors.too_many_dimensions(), "ValueError: too many dimensions 'str'"),
]


@pytest.mark.parametrize(("error", "text"), TEXTS)
def test_texts(error: Exception, text: str) -> None:
    assert f"{type(error).__name__}: {error}" == text


def test_what_to_do_is_found_from_the_exception() -> None:
    with pytest.raises(RuntimeError) as caught:
        raise errors.leaf_inplace()
    assert "torch.no_grad()" in (errors.explain(caught.value) or "")
    assert "requires_grad=True" in (errors.explain(errors.element_no_grad(0)) or "")
    assert errors.explain(AttributeError("'NoneType' object has no attribute 'zero_'")) is not None
    assert errors.explain(TypeError("'Tensor' object is not callable")) is not None
    assert errors.explain(KeyError("x")) is None
    assert errors.explain(RuntimeError("something else")) is None


PACKAGE = import_module("autograd_nb.engine.errors")  # itself, not what stands for it until it is used
MODULES = [import_module(each.name) for each in pkgutil.iter_modules(PACKAGE.__path__, f"{PACKAGE.__name__}.")]


def functions() -> list[object]:
    return [
        f
        for module in MODULES
        for name, f in vars(module).items()
        if inspect.isfunction(f) and not name.startswith("_") and f.__module__ == module.__name__
    ]


def test_no_text_hides_another() -> None:
    names = [f.__name__ for f in functions() if f.__module__ != "autograd_nb.engine.errors.vmap"]
    assert sorted({*names}) == sorted(names)
    assert all(inspect.ismodule(vars(PACKAGE)[module.__name__.rpartition(".")[2]]) for module in MODULES)


@pytest.mark.parametrize("function", functions(), ids=lambda f: f.__name__)
def test_every_text_says_what_it_answers(function: object) -> None:
    assert inspect.getdoc(function)


def test_explanations_are_for_learners() -> None:
    error = explain.explained(errors.empty_inputs)()
    assert errors.explain(error) == "Leave out `inputs` to fill the gradients of all leaves, or name at least one."


def test_warnings_name_the_way_out() -> None:
    assert ".retain_grad()" in errors.NON_LEAF_GRAD
    assert "autograd.grad" in errors.CREATE_GRAPH
    assert "detach().clone()" in errors.COPY_CONSTRUCT
    assert errors.anomaly_forward("SqrtBackward0", "  File x").endswith(
        "Traceback of forward call that caused the error:\n  File x"
    )
    assert "No forward pass information" in errors.anomaly_forward("SqrtBackward0")
    assert "should not be instantiated" in errors.function_instantiated(int)
