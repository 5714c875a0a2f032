"""Reductions, orderings and products: values, errors and the shape of graphs, as PyTorch answered (answers.json)."""

from __future__ import annotations

import json
import math
import pathlib
import warnings
from typing import Any

import pytest

import autograd_nb as torch

ANSWERS = json.loads((pathlib.Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))

M = torch.arange(6.0).reshape(2, 3)
PLAIN: dict[str, Any] = {
    "torch": torch,
    "M": M,
    "I": torch.arange(6).reshape(2, 3),
    "B": torch.ones(2, 3).bool(),
    "h": M.half(),
    "d": M.double(),
    "e": torch.empty(0),
    "E": torch.empty(0, 3),
    "s": torch.tensor(2.0),
    "v": torch.ones(3),
    "o": torch.ones,
}
RECORDED: dict[str, Any] = {
    "torch": torch,
    "M": torch.arange(6.0).reshape(2, 3).requires_grad_(),
    "v": torch.tensor([1.0, -1, 2], requires_grad=True),
    "w": torch.tensor([1.0, 2.0], requires_grad=True),
    "S": torch.tensor([[2.0, 1], [1, 3]], requires_grad=True),
    "A1": torch.rand(1, 2, 3, requires_grad=True),
    "A3": torch.rand(2, 2, 3, requires_grad=True),
    "A4": torch.rand(5, 2, 2, 3, requires_grad=True),
    "B3": torch.rand(2, 3, 2, requires_grad=True),
}


def answer(code: str, scope: dict[str, Any]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return repr(eval(code, dict(scope)))
        except Exception as error:  # noqa: BLE001 - any error is an answer
            return f"{type(error).__name__}: {error}"


def names(node: Any) -> Any:
    """The graph behind a node, by names, inputs after it."""
    if node is None:
        return None
    return [node.name().split("::")[-1], *[names(following) for following, _ in node.next_functions]]


@pytest.mark.parametrize("code", ANSWERS["values"])
def test_value_or_error(code: str) -> None:
    assert answer(code, PLAIN) == ANSWERS["values"][code]


@pytest.mark.parametrize("code", ANSWERS["graphs"])
def test_graph(code: str) -> None:
    assert names(eval(code, dict(RECORDED)).grad_fn) == ANSWERS["graphs"][code]


def test_a_second_positional_dimension_is_no_keepdim() -> None:
    with pytest.raises(TypeError, match=r"sum\(\): argument 'keepdim' \(position 2\) must be bool, not int"):
        torch.ones(2, 3).sum(0, 1)


def test_the_gradient_of_a_norm_at_zero_is_zero() -> None:
    for p in (1, 2, 3, 1.5, 0.5, float("inf"), -float("inf")):
        x = torch.zeros(3, requires_grad=True)
        x.norm(p).backward()
        assert x.grad.tolist() == [0.0, 0.0, 0.0]


def test_a_count_sends_nothing_back() -> None:
    x = torch.ones(3, requires_grad=True)
    x.norm(0).backward()
    assert x.grad is None


def test_a_decomposition_that_has_no_slope_says_so_when_it_is_asked_for() -> None:
    q, _ = torch.linalg.qr(torch.ones(3, 2, requires_grad=True), mode="complete")
    assert repr(q.grad_fn).startswith("<LinalgQrBackward0")
    with pytest.raises(RuntimeError, match="not differentiable when mode='complete' and nrows > ncols"):
        q.sum().backward()


def test_what_fills_up_the_full_matrices_of_singular_vectors_has_no_slope() -> None:
    x = torch.tensor([[1.0, 2.0, 0.5], [0.3, -1.0, 2.0]], dtype=torch.float64, requires_grad=True)
    u, s, vh = torch.linalg.svd(x)
    assert [u.shape, s.shape, vh.shape] == [(2, 2), (2,), (3, 3)]
    assert torch.allclose(u @ torch.diag(s) @ vh[:2], x)
    (full,) = torch.autograd.grad((vh[:2] ** 3).sum() + s.sum(), x)
    _, s, vh = torch.linalg.svd(x, full_matrices=False)
    (thin,) = torch.autograd.grad((vh**3).sum() + s.sum(), x)
    assert torch.allclose(full, thin)


def test_a_triangle_without_inverse_is_solved_with_infinities() -> None:
    a = torch.tensor([[2.0, 1.0], [0.0, 0.0]])
    found = torch.linalg.solve_triangular(a, torch.ones(2, 1), upper=True)
    assert found.flatten().tolist() == [-math.inf, math.inf]
