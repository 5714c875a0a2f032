"""Both sweeps: PyTorch's tangents and gradients, and counts that can be checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.autograd import forward_ad
from autograd_nb.trace.entries import made_of
from autograd_nb.trace.jacobian import FREED, OWN_CODE
from autograd_nb.trace.sweeps import FEW, MOST, NO_FORWARD, RUNS, Cost, Sweeps, kept_sweeps, sweep
from tests.engine.test_rows import EXAMPLES, STEP, outputs_of


def both(y: Any, most: int = FEW) -> Sweeps:
    found = sweep(y.grad_fn, y.output_nr, most)
    assert not isinstance(found, str), found
    return found


def test_the_books_expression_as_pytorch_sweeps_it() -> None:
    """((log x²)·sin x) + x⁻¹ at 2: the tangents of torch.autograd.forward_ad, the gradients of retain_grad()."""
    x = torch.tensor(2.0, requires_grad=True)
    a = x * x
    b = torch.log(a)
    c = torch.sin(x)
    d = b * c
    r = x.reciprocal()
    y = d + r
    found = both(y)
    tangents = {visit.thing(): float(visit.value) for visit in found.forward[0].visits}
    gradients = {visit.thing(): float(visit.value) for visit in found.reverse[0].visits}
    pytorch = {
        a: (4.0, 0.2273),
        b: (1.0, 0.9093),
        c: (-0.4161, 1.3863),
        d: (0.3324, 1.0),
        r: (-0.25, 1.0),
        y: (0.0824, 1.0),
    }
    for tensor, (tangent, gradient) in pytorch.items():
        assert tangents[tensor.grad_fn] == pytest.approx(tangent, abs=5e-5)
        assert gradients[tensor.grad_fn] == pytest.approx(gradient, abs=5e-5)
    assert tangents[x] == 1.0
    assert gradients[x] == pytest.approx(0.0824, abs=5e-5)
    # Nine edges, a product each. Forward sums where two tangents meet: at a, d and y; reverse at x, used four times.
    assert found.forward[0].visits[1].shares[0].value == 2.0
    assert found.tangents[0][1][:2] == (9, 3)
    assert found.gradients[:2] == (9, 3)
    assert found.total == 9


def test_tangents_of_a_matrix_product_and_of_one_of_several_results() -> None:
    W = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
    h = torch.tanh(W @ torch.tensor([0.25, -0.25]))
    m = h.max(0).values
    found = both(m)
    assert (found.inputs, found.outputs, len(found.forward)) == (6, 1, 6)
    along = found.forward[1].visits  # W[0, 1]
    np.testing.assert_allclose(along[2].value, [-0.2350, 0, 0], atol=5e-5)
    np.testing.assert_allclose(along[-1].value, -0.2350, atol=5e-5)


def test_gradients_of_several_results_are_not_added() -> None:
    x = torch.arange(4.0, requires_grad=True)
    a, b = x.chunk(2)
    found = both((a * b).sum() + (a * a).sum())
    assert found.gradients[:2] == (9, 2), "three shares come to a, one comes to b"


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row.name)
def test_the_last_tangent_is_that_of_forward_ad(row: Any) -> None:
    example = EXAMPLES[row]
    tensors = [torch.tensor(array, requires_grad=True) for array in example.inputs]
    outputs = [out for out in outputs_of(example, tensors) if out.grad_fn is not None and out.numel()]
    if not outputs or set(row.local) == {"not defined"}:
        return
    found = sweep(outputs[0].grad_fn, outputs[0].output_nr, MOST)
    if isinstance(found, str):
        assert found == OWN_CODE
        return
    run = found.forward[0]
    start = next(at for at, tensor in enumerate(tensors) if tensor is run.start())
    reached = run.visits[-1]
    given = [torch.tensor(array) for array in example.inputs]
    if row.no_forward:  # PyTorch has no forward mode for it; differences tell, too
        above, below = (
            outputs_of(example, [*given[:start], given[start] + step * torch.tensor(run.seed), *given[start + 1 :]])[0]
            for step in (STEP, -STEP)
        )
        np.testing.assert_allclose(reached.value, ((above - below) / (2 * STEP)).numpy(), rtol=1e-4, atol=1e-6)
        return
    with forward_ad.dual_level():
        given[start] = forward_ad.make_dual(given[start], torch.tensor(run.seed))
        moved = outputs_of(example, given)[0]
        tangent = forward_ad.unpack_dual(moved).tangent
    if tangent is None:
        assert reached.thing() is not outputs[0].grad_fn or not reached.value.any()
        return
    np.testing.assert_allclose(reached.value, tangent.numpy(), rtol=1e-5, atol=1e-7)


def test_what_each_mode_holds() -> None:
    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    found = both(y)
    # dot keeps x, four numbers, once; × keeps the number 2, which is no tensor. A tangent of x, then one of dot.
    assert found.gradients == Cost(3, 1, 1, 4)
    assert found.tangents[0][1] == Cost(3, 1, 2, 5)
    assert found.total == 12


def test_numbers_of_all_leaves_take_turns() -> None:
    w = torch.ones(100, requires_grad=True)
    b = torch.ones((), requires_grad=True)
    found = both((w * b).sum())
    assert [(run.start() is b, run.element) for run in found.forward] == [(False, n) for n in range(RUNS - 1)] + [
        (True, 0)
    ]
    assert found.inputs == 101


def test_of_a_large_graph_few_are_kept_and_beyond_the_limit_none() -> None:
    x = torch.ones(8, requires_grad=True)
    y = x
    for _ in range(FEW):
        y = y * 2
    assert len(both(y).forward) == len(both(y).reverse) == 1
    assert kept_sweeps((y * 2).grad_fn, 0) is None
    assert sweep((y * 2).grad_fn, 0, FEW) == f"it has more than {FEW} operations"
    assert len(both(y * 2, MOST).forward) == RUNS


def test_of_many_numbers_they_are_made_when_asked_for_and_of_very_many_never() -> None:
    x = torch.ones(2**13, requires_grad=True)
    y = x * x
    assert len(both(y).forward) == RUNS  # as many numbers as may be
    z = y.sum()
    assert kept_sweeps(z.grad_fn, 0) is None
    assert sweep(z.grad_fn, 0, FEW) == "it has more than 16,384 numbers"
    assert len(both(z, MOST).forward) == RUNS
    wide = torch.ones(2**20, requires_grad=True).sum()
    assert sweep(wide.grad_fn, 0, MOST) == "it has more than 1,048,576 numbers"


def test_a_freed_graph_and_the_learners_own_code_are_left_alone() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    assert sweep(y.grad_fn, 0, FEW) == FREED
    h = x * x
    h.retain_grad()
    z = h * 2
    assert sweep(z.grad_fn, 0, FEW) == OWN_CODE
    assert x.grad == 4.0
    assert h.grad is None


def test_hooks_on_saved_tensors_are_not_called() -> None:
    called: list[Any] = []
    x = torch.tensor(2.0, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: called.append(t) or t):
        y = x * x
    assert sweep(y.grad_fn, 0, FEW) == OWN_CODE
    assert called == []


def test_they_are_kept_for_after_the_walk(session: Any) -> None:
    session.cell("x = torch.tensor(3.0, requires_grad=True)\ny = x * x\ny.backward()")
    kept = made_of(session.names["y"].grad_fn).sweeps
    assert float(kept.forward[0].visits[-1].value) == 6.0
    session.cell("def loss():\n    return x * x\nfor _ in range(4):\n    z = loss()\n    z.backward()")
    assert made_of(session.names["z"].grad_fn).sweeps is None  # a loop is not slowed down by them


def test_what_pytorch_does_not_differentiate_is_not_swept() -> None:
    x = torch.eye(2).requires_grad_()
    assert sweep(torch.linalg.ldl_factor(x)[0].grad_fn, 0, FEW) == NO_FORWARD


def test_an_empty_result_has_no_sweep() -> None:
    x = torch.ones(0, requires_grad=True)
    assert sweep((x * 2).grad_fn, 0, FEW) == "nothing in it has a number"


def test_in_place_and_views() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x * 3
    y[0] = y[1] * 2
    found = both(y.sum())
    assert [float(run.visits[-1].value) for run in found.forward] == [0.0, 9.0]
