"""Every row with inputs that nobody chose: shapes, dtypes, strides, nothing at all, nan and infinities.

What a row must do with them is said without knowing the row: raise one of PyTorch's exceptions in its own words and
change nothing; or give the same for a view as for a copy of it, and gradients of the shape and dtype of the inputs.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import autograd_nb as torch
from tests.engine.examples_derivatives import DERIVATIVES
from tests.engine.test_rows import EXAMPLES, ROWS

if TYPE_CHECKING:
    from tests.engine.examples import Example

Array = np.ndarray[Any, Any]

SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 1e30, 200.0]
DTYPES = ["float64", "float64", "float64", "float32", "float16", "int64", "int32", "uint8", "bool"]
SHAPES = ["as it is", "as it is", "as it is", "empty", "one", "number", "more", "less"]
LAYOUTS = ["whole", "whole", "transposed", "sliced", "backwards", "expanded", "inner"]

PYTORCHS = (RuntimeError, IndexError, TypeError, ValueError, NotImplementedError)
NUMPYS_WORDS = re.compile(
    r"ufunc|ndarray|numpy|operands could not|cannot reshape array|\baxis\b|axes|object is not|has no attribute|"
    r"unsupported operand|zero-size array|could not broadcast|input array|shape-mismatch|gufunc|NoneType"
)


INNER = {f"convolution.{name}" for name in ("TO_INPUT", "TO_WEIGHT", "TO_BIAS", "BACK_THROUGH_TRANSPOSED")}
INNER |= {"reduce.PROD_OTHERS", "pathwise.STANDARD_GAMMA"} | {name for name, row in ROWS.items() if row in DERIVATIVES}
"""Rows that only derivatives or samplers call, with inputs that fit."""

INNER |= {"recurrent.LSTM"}
"""A layer calls it with inputs that fit, and says itself of others what is wrong: see tests/nn/test_lstm.py."""

OF_MEMORY = {"shape.AS_STRIDED", "shape.AS_STRIDED_OUTSIDE"}
"""Rows that read memory wherever it lies, so that of a copy, which lies otherwise, they see other numbers or none."""


class Given(NamedTuple):
    """One argument: the numbers of its leaf, and how the argument is seen in them."""

    array: Array
    layout: str

    def leaf(self) -> Any:
        leaf = torch.tensor(self.array)
        return leaf.requires_grad_() if leaf.is_floating_point() else leaf

    def view(self, leaf: Any) -> Any:
        if self.layout == "transposed":
            return leaf.transpose(0, -1)
        if self.layout == "sliced":
            return leaf[..., ::2]
        if self.layout == "expanded":
            return leaf.expand(3, *leaf.shape[1:])
        if self.layout == "backwards":  # NumPy would turn the steps round; tensors have none below 0
            return leaf.flip(0)
        if self.layout == "inner":
            return leaf.unsqueeze(0).expand(2, *leaf.shape)[1]
        return leaf


def reshaped(array: Array, shape: str, dim: int) -> Array:
    """The array with nothing in it, one slice of it, one number of it, or with a dimension more or less."""
    dim = dim % array.ndim if array.ndim else 0
    if shape == "number":
        return array.reshape(-1)[:1].reshape(())
    if shape == "more":
        return array[np.newaxis]
    if array.ndim and shape in ("empty", "one", "less"):
        return {"empty": array.take([], dim), "one": array.take([0], dim), "less": array.take(0, dim)}[shape]
    return array


@st.composite
def arguments(draw: Any, example: Example) -> list[Given]:
    """The inputs of an example, changed; often all in the same way, so that some calls are accepted."""
    alike = draw(st.booleans())
    shape, dtype, dim = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(DTYPES)), draw(st.integers(0, 2))
    found = []
    for array in example.inputs:
        if not alike:
            shape, dtype = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(DTYPES))
        changed = reshaped(array.copy(), shape, dim)
        if changed.size and draw(st.booleans()):
            changed = changed.copy()
            changed.reshape(-1)[draw(st.integers(0, changed.size - 1))] = draw(st.sampled_from(SPECIAL))
        with np.errstate(all="ignore"):
            changed = changed.astype(dtype)
        layout = draw(st.sampled_from(LAYOUTS)) if changed.ndim else "whole"
        if layout == "transposed":
            changed = np.ascontiguousarray(changed.swapaxes(0, -1))
        elif layout == "sliced":
            changed = np.repeat(changed, 2, axis=-1)
        elif layout == "backwards":
            changed = changed[::-1].copy()
        elif layout == "expanded":
            layout = "expanded" if len(changed) else "whole"
            changed = changed[:1]
        found.append(Given(changed, layout))
    return found


def run(example: Example, arguments: list[Any]) -> list[Any]:
    """The tensors that a call gives."""
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of shapes that are broadcast, of sizes that make no sense
        result = example.call(*arguments)
    return list(result) if isinstance(result, tuple) else [result]


def refused(error: Exception) -> None:
    assert isinstance(error, PYTORCHS), repr(error)
    assert not NUMPYS_WORDS.search(str(error)), repr(error)


def unchanged(leaves: list[Any], given_: list[Given]) -> None:
    for leaf, one in zip(leaves, given_, strict=True):
        np.testing.assert_array_equal(leaf.detach().numpy(), one.array)
        assert leaf._version == 0
        assert leaf.grad is None
        assert leaf.grad_fn is None


def total(outputs: list[Any]) -> Any:
    parts = [out.double().sum() for out in outputs if out.requires_grad]
    return sum(parts[1:], parts[0]) if parts else None


def walks(leaves: list[Any], outputs: list[Any]) -> None:
    """Gradients belong to their inputs; a second walk finds the same; a walk that fails leaves none."""
    number = total(outputs)
    if number is None:
        return
    try:
        number.backward(retain_graph=True)
    except PYTORCHS as error:
        refused(error)
        assert all(leaf.grad is None for leaf in leaves)
        return
    first = [None if leaf.grad is None else leaf.grad.numpy().copy() for leaf in leaves]
    for leaf, gradient in zip(leaves, first, strict=True):
        if gradient is not None:
            assert leaf.requires_grad
            assert gradient.shape == tuple(leaf.shape)
            assert leaf.grad.dtype == leaf.dtype
    number.backward()
    with np.errstate(all="ignore"):
        for leaf, gradient in zip(leaves, first, strict=True):
            if gradient is not None:
                np.testing.assert_allclose(leaf.grad.numpy(), gradient + gradient, rtol=1e-3)
    second = [None if leaf.grad is None else leaf.grad.numpy().copy() for leaf in leaves]
    try:
        number.backward()
    except RuntimeError as error:
        assert "second time" in str(error)  # noqa: PT017 - a graph that saved nothing may be walked for ever
        for leaf, gradient in zip(leaves, second, strict=True):
            np.testing.assert_array_equal(leaf.grad if gradient is None else leaf.grad.numpy(), gradient)


def check(example: Example, given_: list[Given], *, of_memory: bool = False) -> None:
    leaves = [one.leaf() for one in given_]
    views = [one.view(leaf) for one, leaf in zip(given_, leaves, strict=True)]
    try:
        outputs = run(example, views)
    except Exception as error:  # noqa: BLE001 - which ones are allowed is what is tested
        refused(error)
        unchanged(leaves, given_)
        return
    unchanged(leaves, given_)
    assert all(step >= 0 for out in outputs for step in out.stride())
    if not of_memory:
        alike(outputs, run(example, [view.detach().clone() for view in views]))
    walks(leaves, outputs)


def alike(outputs: list[Any], copies: list[Any]) -> None:
    for out, copy in zip(outputs, copies, strict=True):
        assert (out.dtype, out.shape) == (copy.dtype, copy.shape)
        np.testing.assert_allclose(out.detach().numpy(), copy.numpy(), rtol=1e-2 if out.itemsize == 2 else 1e-5)


@pytest.mark.parametrize("way", [torch.from_numpy, torch.tensor, torch.as_tensor, torch.asarray])
@settings(derandomize=True, database=None, deadline=None, max_examples=30)
@given(data=st.data())
def test_an_array_whose_elements_lie_backwards_is_refused(way: Any, data: Any) -> None:
    shape = tuple(data.draw(st.lists(st.integers(0, 3), max_size=3)))
    steps = tuple(slice(None, None, data.draw(st.sampled_from([1, 2, -1, -2]))) for _ in shape)
    array = np.arange(float(np.prod(shape))).reshape(shape)[(*steps, ...)]
    if array.size and min(array.strides, default=0) < 0:
        with pytest.raises(ValueError, match="At least one stride in the given numpy array is negative"):
            way(array)
        array = array.copy()
    tensor = way(array)
    assert tensor.tolist() == array.tolist()
    assert all(step >= 0 for step in tensor.stride())


@pytest.mark.parametrize("name", [name for name in ROWS if name not in INNER])
def test_a_row_with_any_input(name: str) -> None:
    example = EXAMPLES[ROWS[name]]

    @settings(derandomize=True, database=None, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
    @given(arguments(example))
    def search(given_: list[Given]) -> None:
        check(example, given_, of_memory=name in OF_MEMORY)

    search()
