"""Arguments: NumPy's names are understood, and wrong ones are refused in PyTorch's words."""

from __future__ import annotations

import warnings

import pytest

import autograd_nb as torch
from autograd_nb.engine import warn

M = torch.arange(6.0).reshape(2, 3)
x = torch.ones(3)


def test_numpy_names_for_dimensions() -> None:
    assert M.sum(axis=0).tolist() == [3.0, 5.0, 7.0]
    assert M.sum(axis=1, keepdims=True).tolist() == [[3.0], [12.0]]
    assert torch.mean(M, axis=[0, 1]).item() == 2.5
    assert M.cumsum(axis=0).tolist() == [[0.0, 1.0, 2.0], [3.0, 5.0, 7.0]]
    assert M.argmax(axis=1).tolist() == [2, 2]
    assert torch.cat((x, x), axis=0).shape == (6,)
    assert torch.sum(a=M).item() == 15.0
    assert torch.add(x1=x, x2=x).tolist() == [2.0, 2.0, 2.0]


def test_what_is_given_one_by_one_can_be_given_by_name() -> None:
    assert torch.flip(x, dims=[0]).tolist() == [1.0, 1.0, 1.0]
    assert M.permute(dims=(1, 0)).shape == (3, 2)
    assert torch.reshape(M, shape=(3, 2)).shape == (3, 2)
    assert M.view(size=(6,)).shape == (6,)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("x.unsqueeze()", 'unsqueeze() missing 1 required positional arguments: "dim"'),
        ("torch.unsqueeze(x)", 'unsqueeze() missing 1 required positional arguments: "dim"'),
        ("x.swapdims()", 'swapdims() missing 2 required positional argument: "dim0", "dim1"'),
        ("torch.exp()", 'exp() missing 1 required positional arguments: "input"'),
        ("x.unsqueeze(0, foo=1)", "unsqueeze() got an unexpected keyword argument 'foo'"),
        ("torch.dot(x, x, x)", "dot() takes 2 positional arguments but 3 were given"),
        ("torch.exp(x, 1)", "exp() takes 1 positional argument but 2 were given"),
        ("torch.exp(2)", "exp(): argument 'input' (position 1) must be Tensor, not int"),
        ("torch.dot(x, 2)", "dot(): argument 'tensor' (position 2) must be Tensor, not int"),
        ("x.dot(2)", "dot(): argument 'tensor' (position 1) must be Tensor, not int"),
    ],
)
def test_text(code: str, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        eval(code)
    assert str(caught.value) == text


def test_an_error_inside_stays_what_it_is() -> None:
    with pytest.raises(TypeError) as caught:
        M.sum(1.5)
    assert "invalid combination" in str(caught.value)


OLDER = {
    "torch.add(x, 2, x)": 3.0,
    "x.add(2, x)": 3.0,
    "x.clone().add_(-2, x)": -1.0,
    "torch.sub(x, 2, x)": -1.0,
    "x.clone().sub_(2, x)": -1.0,
    "torch.addcmul(x, 2, x, x)": 3.0,
    "x.clone().addcmul_(2, x, x)": 3.0,
    "torch.addcdiv(x, 2, x, x)": 3.0,
    "torch.addmm(2, m, m, m)": 4.0,
    "torch.addmm(2, m, 3, m, m)": 8.0,
    "m.addmm(2, 3, m, m)": 8.0,
    "torch.addmv(2, x, 3, m, x)": 8.0,
    "torch.addr(2, m, 3, x, x)": 5.0,
    "b.baddbmm(2, 3, b, b)": 8.0,
    "torch.addbmm(2, m, 3, b, b)": 8.0,
}
"""Calls in the manner of PyTorch 1.4, with the factor before the tensor that it is of, and what all elements are."""


@pytest.mark.parametrize("code", OLDER)
def test_factors_between_the_tensors(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warn, "_told", set())
    scope = {"torch": torch, "x": torch.ones(2), "m": torch.ones(2, 2), "b": torch.ones(1, 2, 2)}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = [eval(code, scope) for _ in range(2)]
    assert all((part == OLDER[code]).all() for part in found)
    assert len(caught) == 1  # once in a process


def test_what_is_said_of_factors_between_the_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warn, "_told", set())
    x = torch.ones(2, requires_grad=True)
    text = (
        "This overload of addcmul is deprecated:\n\taddcmul(Number value, Tensor tensor1, Tensor tensor2)\nConsider "
        "using one of the following signatures instead:\n\taddcmul(Tensor tensor1, Tensor tensor2, *, Number value = 1)"
    )
    with pytest.warns(UserWarning, match="deprecated") as caught:
        y = x.addcmul(2, x, x)  # type: ignore[call-arg, arg-type]  # of long ago
    assert str(caught[0].message) == text
    assert caught[0].filename == __file__
    y.sum().backward()
    assert x.grad.tolist() == [5.0, 5.0]
    with pytest.raises(TypeError, match=r"^add\(\) takes 1 positional argument but 2 were given"):
        x.add(2, "3")
