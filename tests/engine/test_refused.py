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
from autograd_nb.engine.arguments.signatures import FUNCTIONS, METHODS, signatures

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
        "B": torch.tensor([True, False]),
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


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("None / T", "TypeError: unsupported operand type(s) for /: 'NoneType' and 'Tensor'"),
        ("[1, 2] ** T", "TypeError: unsupported operand type(s) for ** or pow(): 'list' and 'Tensor'"),
        ("torch.no_grad(None)", "TypeError: no_grad.__init__() takes 1 positional argument but 2 were given"),
        ("torch.einsum('ij,ij', T, None)", "TypeError: expected Tensor as element 1 in argument 1, but got NoneType"),
        ("torch.broadcast_tensors(T, 1)", "TypeError: expected Tensor as element 1 in argument 0, but got int"),
        (
            "torch.split(T, None)",
            "TypeError: split_with_sizes(): argument 'split_sizes' (position 2) must be tuple of ints, not NoneType",
        ),
        (
            "T.norm(2, 0, None)",
            "TypeError: linalg_vector_norm(): argument 'keepdim' (position 4) must be bool, not NoneType",
        ),
        ("T.type('a')", "ValueError: invalid type: 'a'"),
        ("T.type([1])", "TypeError: dtype must be a type, str, or dtype object"),
        ("torch.nn.Parameter([1])", "AttributeError: 'list' object has no attribute 'detach'"),
        (
            "torch.nn.Linear('a', 1)",
            (
                "TypeError: empty(): argument 'size' failed to unpack the object at pos 2 with error "
                '"type must be tuple of ints,but got str"'
            ),
        ),
        (
            "torch.autograd.grad(G * 2, [1])",
            "RuntimeError: all inputs have to be Tensors or GradientEdges, but got int",
        ),
        ("torch.autograd.grad(['a'], G)", "AssertionError: "),
        (
            "torch.tensor(1.0, requires_grad=None)",
            "TypeError: tensor(): argument 'requires_grad' must be bool, not NoneType",
        ),
        ("torch.addcmul(B, B, B)", "NotImplementedError: \"addcmul_cpu_out\" not implemented for 'Bool'"),
        ("torch.pow(True, B)", "NotImplementedError: \"pow\" not implemented for 'Bool'"),
        ("torch.addmv(B, B.expand(2, 2), B)", "NotImplementedError: \"addmv_impl_cpu\" not implemented for 'Bool'"),
        ("torch.bucketize(B, B)", "NotImplementedError: \"searchsorted_out_cpu\" not implemented for 'Bool'"),
        ("torch.arange(2, dtype=torch.bool)", "NotImplementedError: \"arange_cpu\" not implemented for 'Bool'"),
        (
            "torch.linspace(0, 1, 3, dtype=torch.bool)",
            "NotImplementedError: \"linspace_cpu\" not implemented for 'Bool'",
        ),
        ("torch.cat([T, S])", "RuntimeError: zero-dimensional tensor (at position 1) cannot be concatenated"),
        ("F.mse_loss(T, None)", "AttributeError: 'NoneType' object has no attribute 'size'"),
        ("F.softmax(1, 0)", "AttributeError: 'int' object has no attribute 'softmax'"),
        ("F.margin_ranking_loss(T, None, T)", "AttributeError: 'NoneType' object has no attribute 'dim'"),
        (
            "T.fill_(1j)",
            (
                "NotImplementedError: A complex number is not part of autograd_nb. Keep real and imaginary parts in "
                "tensors of their own."
            ),
        ),
    ],
)
def test_what_is_refused_elsewhere(code: str, error: str) -> None:
    with pytest.raises(Exception) as caught:
        eval(code, scope())
    assert f"{type(caught.value).__name__}: {caught.value}" == error


def test_inference_tensors_are_refused_in_words_of_their_own() -> None:
    with torch.inference_mode():
        x = torch.ones(2)
    with pytest.raises(RuntimeError, match="Setting requires_grad=True on inference tensor"):
        x.requires_grad_()
    with pytest.raises(RuntimeError, match="Inference tensors do not track version counter"):
        _ = x._version


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
