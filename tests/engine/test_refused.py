"""Calls with wrong arguments, and the TypeError that PyTorch gives for each (refused.json).

Every function and method that PyTorch's argument parser serves, with values of other types in each place, too few and
too many arguments, unknown keywords. The answers are PyTorch 2.13's, for functions whose signatures are as in 2.7;
what only 2.7 says, because it still has names for dimensions, stands below.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import pytest

import autograd_nb as torch
import autograd_nb.nn.functional as F
from autograd_nb.engine.signatures import FUNCTIONS, METHODS, signatures

REFUSED = json.loads((pathlib.Path(__file__).parent / "refused.json").read_text(encoding="utf-8"))


def scope() -> dict[str, Any]:
    return {
        "torch": torch,
        "np": np,
        "F": F,
        "T": torch.ones(2, 2),
        "S": torch.tensor(1.0),
        "G": torch.tensor(1.0, requires_grad=True),
        "I": torch.tensor(1),
    }


@pytest.mark.parametrize(("code", "text"), REFUSED, ids=[line[0] for line in REFUSED])
def test_what_is_refused(code: str, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        eval(code, scope())
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("T.squeeze(None)", "Please look up dimensions by name, got: name = None."),
        ("torch.softmax(T, 'rows')", "Name 'rows' not found in Tensor[None, None]."),
        ("T.sum('rows')", "Name 'rows' not found in Tensor[None, None]."),
        (
            "T.cumsum('2')",
            (
                "Invalid name: a valid identifier contains only digits, alphabetical characters, and/or underscore and "
                "starts with a non-digit. got: '2'."
            ),
        ),
        (
            "T.sort('rows')",
            (
                "sort: You passed a dimname (string) to this op in place of a dimension index but it does not yet "
                "support this behavior. Please pass a dimension index to work around this."
            ),
        ),
    ],
)
def test_no_dimension_has_a_name(code: str, text: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        eval(code, scope())
    assert str(caught.value) == text


@pytest.mark.parametrize("value", ["'a'", "[1]", "1.5", "{}"])
def test_what_was_changed_is_as_it_was(value: str) -> None:
    x = torch.zeros(2)
    for method in ("fill_", "add_", "copy_", "clamp_", "pow_"):
        with pytest.raises(TypeError):
            eval(f"x.{method}({value}, {{}})", {"x": x})
    assert x.tolist() == [0.0, 0.0]
    assert x._version == 0


def test_types_that_were_taken_before_are_looked_at_where_they_do_not_decide() -> None:
    x = torch.ones(2, 2)
    assert x.tril(torch.tensor(0)).tolist() == [[1.0, 0.0], [1.0, 1.0]]
    with pytest.raises(TypeError, match=r"argument 'diagonal' .* must be int, not Tensor"):
        x.tril(torch.tensor(0.5))


def test_numbers_of_numpy_and_tensors_without_dimensions_stand_for_numbers() -> None:
    x = torch.arange(4.0).reshape(2, 2)
    assert x.squeeze(np.int64(1)).shape == (2, 2)
    assert x.var(torch.tensor(1)).shape == (2,)
    assert torch.cumsum(x, axis=torch.tensor(1)).tolist() == [[0.0, 1.0], [2.0, 5.0]]
    assert torch.sub(1, x).tolist() == [[1.0, 0.0], [-1.0, -2.0]]


def test_every_method_that_pytorch_parses_is_known() -> None:
    assert [str(way) for way in signatures(METHODS, "any") or ()][-1] == "(name dim, bool keepdim = False)"
    assert signatures(METHODS, "exp") == ()
    assert signatures(FUNCTIONS, "einsum") is None
