"""Every row of the table of operations: complete, and its derivatives right, the second ones too."""

from __future__ import annotations

import importlib
import pkgutil
import string
from typing import Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import namespaces, ops
from autograd_nb.engine.op import Op
from tests.engine.examples import EXAMPLES as EARLIER
from tests.engine.examples import ZEROS, Example
from tests.engine.examples_derivatives import DERIVATIVES
from tests.engine.examples_more import MORE_EXAMPLES
from tests.engine.examples_nn import NN_EXAMPLES

EXAMPLES = EARLIER | NN_EXAMPLES | MORE_EXAMPLES | DERIVATIVES
STEP = 1e-6
Array = np.ndarray[Any, Any]


def all_rows() -> dict[str, Op]:
    """Every row, by the module and name under which it is first found."""
    found: dict[Op, str] = {}
    for room in pkgutil.iter_modules(ops.__path__):
        module = importlib.import_module(f"{ops.__name__}.{room.name}")
        for name, value in vars(module).items():
            if isinstance(value, Op):
                found.setdefault(value, f"{room.name}.{name}")
    return {name: row for row, name in found.items()}


ROWS = all_rows()
RECORDED = {name: row for name, row in ROWS.items() if row.outputs}
UNDEFINED = {name: row for name, row in RECORDED.items() if set(row.local) == {"not defined"}}
ONCE = {
    "alignment.CTC_LOSS",
    "decompositions.CDIST",
    "decompositions.PDIST",
    "margins.MULTILABEL_MARGIN",
    "margins.MULTI_MARGIN",
    "nn.HARDSIGMOID",
    "pathwise.STANDARD_GAMMA",
}
"""Rows whose derivative PyTorch does not differentiate again."""

NOT_AGAIN = pytest.raises(
    (NotImplementedError, RuntimeError), match=r"^(the )?derivative for ('\w+'|aten::\w+) is not implemented"
)

every_row = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
every_derivative = pytest.mark.parametrize(
    "row",
    [row for name, row in RECORDED.items() if name not in UNDEFINED],
    ids=[name for name in RECORDED if name not in UNDEFINED],
)
every_recorded_row = pytest.mark.parametrize("row", RECORDED.values(), ids=RECORDED)


def leaves(example: Example) -> list[Any]:
    return [torch.tensor(array, requires_grad=True) for array in example.inputs]


def outputs_of(example: Example, tensors: list[Any]) -> list[Any]:
    """The results a gradient can flow back from."""
    result = example.call(*tensors)
    results = result if isinstance(result, tuple) else (result,)
    return [out for out in results if out.is_floating_point()]


def nodes_behind(outputs: list[Any]) -> list[Any]:
    reached: list[Any] = []
    stack = [out.grad_fn for out in outputs]
    while stack:
        node = stack.pop()
        if node is not None and node not in reached:
            reached.append(node)
            inner = getattr(node, "inner", None)
            stack += [following for following, _ in node.next_functions] + [inner]
    return reached


def weighted(outputs: list[Any]) -> Any:
    """One number made of all outputs, each element with a weight of its own."""
    weight = np.random.default_rng(1)
    total = torch.zeros((), dtype=torch.float64)
    for out in outputs:
        total = total + (out * torch.tensor(weight.uniform(0.5, 1.5, tuple(out.shape)))).sum()
    return total


def first(example: Example, arrays: list[Array]) -> list[Array]:
    """The gradient with respect to each input, read with arrays."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    weighted(outputs_of(example, tensors)).backward()
    return [np.zeros_like(a) if t.grad is None else t.grad.numpy() for a, t in zip(arrays, tensors, strict=True)]


def differences(function: Any, arrays: list[Array]) -> list[Array]:
    """The gradient of a number by central differences."""
    slopes = []
    for array in arrays:
        slope = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            before = array[place]
            array[place] = before + STEP
            above = function(arrays)
            array[place] = before - STEP
            below = function(arrays)
            array[place] = before
            slope[place] = (above - below) / (2 * STEP)
        slopes.append(slope)
    return slopes


def check_first(example: Example, tolerance: float = 1e-6) -> None:
    arrays = [array.copy() for array in example.inputs]
    measured = differences(
        lambda now: weighted(outputs_of(example, [torch.tensor(array) for array in now])).item(), arrays
    )
    for slope, gradient in zip(measured, first(example, arrays), strict=True):
        np.testing.assert_allclose(gradient, slope, rtol=tolerance, atol=tolerance)


def check_second(example: Example, tolerance: float = 1e-5) -> None:
    """The gradient of a weighted sum of the gradients: recorded by create_graph, against differences of the first."""
    arrays = [array.copy() for array in example.inputs]
    weight = [np.random.default_rng(2).uniform(0.5, 1.5, array.shape) for array in arrays]

    def slope_sum(now: list[Array]) -> float:
        return sum(float((w * g).sum()) for w, g in zip(weight, first(example, now), strict=True))

    tensors = leaves(example)
    gradients = torch.autograd.grad(
        weighted(outputs_of(example, tensors)), tensors, create_graph=True, allow_unused=True
    )
    total = torch.zeros((), dtype=torch.float64)
    for gradient, w in zip(gradients, weight, strict=True):
        if gradient is not None:
            total = total + (gradient * torch.tensor(w)).sum()
    recorded: Any = [None] * len(tensors)
    if total.requires_grad:
        recorded = torch.autograd.grad(total, tensors, allow_unused=True)
    for slope, second, array in zip(differences(slope_sum, arrays), recorded, arrays, strict=True):
        found = np.zeros_like(array) if second is None else second.numpy()
        np.testing.assert_allclose(found, slope, rtol=tolerance, atol=tolerance)


@every_row
def test_every_field_is_filled(row: Op) -> None:
    assert row.name
    assert row.formula
    assert row.symbol
    assert callable(row.forward)
    assert row.inputs
    assert len(row.local) == len(row.vjp)
    assert all(row.local)
    assert bool(row.grad_fn) == bool(row.vjp) == (row.outputs != 0)


@every_row
def test_there_is_an_example(row: Op) -> None:
    assert row in EXAMPLES, "add what calls it to tests/engine/examples.py"


def test_no_example_is_left_over() -> None:
    assert set(EXAMPLES) <= set(ROWS.values())


@every_recorded_row
def test_the_example_records_the_row_and_its_texts_name_what_is_there(row: Op) -> None:
    example = EXAMPLES[row]
    nodes = [node for node in nodes_behind(outputs_of(example, leaves(example))) if node.op is row]
    assert nodes, "the example does not call this row"
    known = {*row.inputs, "z", *nodes[0].options}
    for text in (row.formula, *row.local):
        assert {field for _, field, _, _ in string.Formatter().parse(text) if field is not None} <= known
    assert nodes[0].name().split("::")[-1] == row.grad_fn


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if not row.outputs])
def test_what_has_no_gradient_records_nothing(name: str) -> None:
    example = EXAMPLES[ROWS[name]]
    assert not example.call(*leaves(example)).requires_grad


ROUGH = {"elementwise.CAST": 1e-1}
"""Rows whose example loses precision on purpose: differences see steps of single precision."""


@every_derivative
def test_the_first_derivative(row: Op, request: pytest.FixtureRequest) -> None:
    check_first(EXAMPLES[row], ROUGH.get(request.node.callspec.id, 1e-6))


@every_derivative
def test_a_walk_that_is_recorded_gives_the_same_gradient(row: Op) -> None:
    given = leaves(EXAMPLES[row])
    total = weighted(outputs_of(EXAMPLES[row], given))
    found = [
        torch.autograd.grad(total, given, retain_graph=True, create_graph=recorded, allow_unused=True)
        for recorded in (False, True)
    ]
    for plain, recorded in zip(*found, strict=True):
        assert (plain is None) == (recorded is None)
        if plain is not None:
            torch.testing.assert_close(recorded.detach(), plain, equal_nan=True)


@every_derivative
def test_the_second_derivative(row: Op, request: pytest.FixtureRequest) -> None:
    if request.node.callspec.id in ONCE:
        with NOT_AGAIN:
            check_second(EXAMPLES[row])
        return
    check_second(EXAMPLES[row], ROUGH.get(request.node.callspec.id, 1e-5))


@pytest.mark.parametrize("row", UNDEFINED.values(), ids=UNDEFINED)
def test_what_has_no_derivative_says_so(row: Op) -> None:
    example = EXAMPLES[row]
    said = "'[a-z0-9_ :]+'" if row.grad_fn != "NotImplemented" else f"aten::{row.name}"
    with pytest.raises(RuntimeError, match=f"derivative for {said} is not implemented|Double backward is unsupported"):
        weighted(outputs_of(example, leaves(example))).backward()


@pytest.mark.parametrize("name", ZEROS)
def test_derivatives_where_elements_are_zero(name: str) -> None:
    check_first(ZEROS[name])
    check_second(ZEROS[name])


def test_both_readings_of_a_formula_know_the_same_names() -> None:
    arrays, tensors = (
        {name for name in dir(reading) if not name.startswith("_")}
        for reading in (namespaces.Arrays, namespaces.Tensors)
    )
    assert arrays == tensors
