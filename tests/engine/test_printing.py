"""printing: the text of a tensor, to the letter of PyTorch (printed.json: what it wrote for random arrays)."""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_nb.engine import printing

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = json.loads((pathlib.Path(__file__).parent / "printed.json").read_text(encoding="utf-8"))


@dataclass
class FakeNode:
    text: str

    def name(self) -> str:
        return self.text


@dataclass
class FakeTensor:
    """All that tensor_text reads of a tensor."""

    _array: np.ndarray
    requires_grad: bool = False
    grad_fn: FakeNode | None = None


@pytest.fixture(autouse=True)
def _default_options() -> Iterator[None]:
    with printing.printoptions():
        yield


def text(values: Any, dtype: str = "float32", grad_fn: str = "", requires_grad: bool = False) -> str:
    node = FakeNode(grad_fn) if grad_fn else None
    return printing.tensor_text(FakeTensor(np.array(values, dtype), requires_grad, node))


@pytest.mark.parametrize("case", RECORDED, ids=range(len(RECORDED)))
def test_random_arrays_read_as_in_pytorch(case: dict[str, Any]) -> None:
    values = [v == "True" if v in {"True", "False"} else float(v) for v in case["values"]]
    if case["dtype"].startswith(("int", "uint")):
        values = [int(v) for v in case["values"]]
    array = np.array(values, case["dtype"]).reshape(case["shape"])
    node = FakeNode(case["grad_fn"]) if case["grad_fn"] else None
    printing.set_printoptions(**case["options"])
    assert printing.tensor_text(FakeTensor(array, case["requires_grad"], node)) == case["text"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (3.0, "tensor(3.)"),
        (-0.0, "tensor(-0.)"),
        (1e-5, "tensor(1.0000e-05)"),
        (123456.789, "tensor(123456.7891)"),
        ([1.5, 2.25, -3.125], "tensor([ 1.5000,  2.2500, -3.1250])"),
        ([1.0, float("nan")], "tensor([1., nan])"),
        ([float("-inf"), float("inf")], "tensor([-inf, inf])"),
        ([1e-8, 1.0], "tensor([1.0000e-08, 1.0000e+00])"),
        ([], "tensor([])"),
        ([[]], "tensor([], size=(1, 0))"),
    ],
)
def test_floats(values: Any, expected: str) -> None:
    assert text(values) == expected


def test_unusual_dtypes_are_named() -> None:
    assert text([1], "int64") == "tensor([1])"
    assert text([True], "bool") == "tensor([True])"
    assert text([1], "int32") == "tensor([1], dtype=torch.int32)"
    assert text([1], "float64") == "tensor([1.], dtype=torch.float64)"
    assert text([], "int64") == "tensor([], dtype=torch.int64)"


def test_where_gradients_come_from() -> None:
    assert text(28, grad_fn="MulBackward0") == "tensor(28., grad_fn=<MulBackward0>)"
    assert text(1, requires_grad=True) == "tensor(1., requires_grad=True)"
    assert text(1, requires_grad=True, grad_fn="torch::autograd::CopySlices").endswith("grad_fn=<CopySlices>)")


def test_a_suffix_too_long_for_the_line_begins_a_new_one() -> None:
    assert text([1.5] * 8, grad_fn="MulBackward0") == (
        "tensor([1.5000, 1.5000, 1.5000, 1.5000, 1.5000, 1.5000, 1.5000, 1.5000],\n       grad_fn=<MulBackward0>)"
    )


def test_summaries() -> None:
    assert text(range(1001), "int64") == "tensor([   0,    1,    2,  ...,  998,  999, 1000])"
    assert "..." not in text(range(1000), "int64")
    assert printing.numbers(np.arange(65), threshold=64) == "[ 0,  1,  2,  ..., 62, 63, 64]"
    assert "..." not in printing.numbers(np.arange(64), threshold=64)
    printing.set_printoptions(threshold=5, edgeitems=2)
    assert text(np.arange(36).reshape(6, 6), "int64") == (
        "tensor([[ 0,  1,  ...,  4,  5],\n        [ 6,  7,  ..., 10, 11],\n        ...,\n"
        "        [24, 25,  ..., 28, 29],\n        [30, 31,  ..., 34, 35]])"
    )


@pytest.mark.parametrize(
    ("precision", "message"),
    [
        ("a", "Format specifier missing precision"),
        (-1, "Format specifier missing precision"),
        (2.5, "Invalid format specifier '.2.5f' for object of type 'float'"),
    ],
)
def test_a_precision_that_is_none_is_told_when_digits_are_written(precision: Any, message: str) -> None:
    printing.set_printoptions(precision=precision)
    assert text([1.0, float("nan")]) == "tensor([1., nan])"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        text([1.5])


def test_profiles_go_by_their_exact_names_and_a_line_may_end_within_a_column() -> None:
    printing.set_printoptions(threshold=5, profile="Full")
    assert text(range(12), "int64") == "tensor([ 0,  1,  2,  ...,  9, 10, 11])"
    printing.set_printoptions(profile=3)  # type: ignore[arg-type]  # PyTorch takes it
    printing.set_printoptions(threshold=1000, linewidth=20.5)  # type: ignore[arg-type]  # PyTorch takes it
    assert text(range(4), "float32") == "tensor([0., 1., 2.,\n        3.])"


def test_options_and_profiles() -> None:
    printing.set_printoptions(precision=2)
    assert text([1 / 3]) == "tensor([0.33])"
    printing.set_printoptions(profile="default", sci_mode=False)
    assert text([1e-8, 1e4]) == "tensor([    0.0000, 10000.0000])"
    printing.set_printoptions(linewidth=120)
    assert printing.get_printoptions() == {
        "precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 120, "sci_mode": None,
    }  # fmt: skip
    printing.set_printoptions(profile="full")
    assert "..." not in text(range(1500), "int64")


def test_options_for_a_while() -> None:
    with printing.printoptions(precision=1):
        assert text([0.25]) == "tensor([0.2])"
    assert text([0.25]) == "tensor([0.2500])"


@given(st.lists(st.floats(width=32), max_size=30))
def test_every_number_is_written_once(values: list[float]) -> None:
    written = printing.numbers(np.array(values, "float32")).strip("[]").replace("\n", " ")
    assert len([part for part in written.split(",") if part.strip()]) == len(values)


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=30))
def test_integers_can_be_read_back(values: list[int]) -> None:
    assert json.loads(printing.numbers(np.array(values))) == values
