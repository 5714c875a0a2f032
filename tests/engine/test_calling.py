"""Arguments: NumPy's names are understood, and wrong ones are refused in PyTorch's words."""

from __future__ import annotations

import pytest

import autograd_nb as torch

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
