"""Nodes, edges, saved tensors, hooks."""

from __future__ import annotations

import gc
import weakref

import pytest

import autograd_nb as torch


def test_a_constant_has_no_edge():
    x = torch.ones(2, requires_grad=True)
    y = x * 3
    assert y.grad_fn.next_functions[1] == (None, 0)
    assert y.grad_fn.next_functions[0][0].variable is x


def test_a_leaf_has_one_accumulator_while_the_graph_lives():
    x = torch.ones(2, requires_grad=True)
    y = x * x
    (first, _), (second, _) = y.grad_fn.next_functions
    assert first is second


def test_what_a_formula_names_is_saved():
    x = torch.ones(2, requires_grad=True)
    w = torch.full((2,), 2.0)
    assert [s.name for s in (x * w).grad_fn.kept()] == ["other"]  # w needs no gradient, so x is not kept
    assert [s.name for s in x.exp().grad_fn.kept()] == ["result"]
    assert (x + w).grad_fn.kept() == []


def test_states_of_a_saved_tensor():
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    (kept,) = y.grad_fn.kept()
    assert (kept.state, kept.version) == ("kept", 0)
    z = y.sum()
    y.add_(1)
    (overwritten,) = z.grad_fn.next_functions[0][0].kept()
    assert overwritten.state == "overwritten"
    fresh = x.exp()
    node = fresh.grad_fn
    fresh.sum().backward()
    (freed,) = node.kept()
    assert freed.state == "freed"


def test_saved_values_read_as_in_pytorch():
    x = torch.ones(2, requires_grad=True)
    node = (x**2).grad_fn
    assert node._saved_self is x
    assert node._saved_exponent == 2
    assert "_saved_self" in dir(node)
    with pytest.raises(AttributeError, match="'PowBackward0' object has no attribute '_saved_other'"):
        _ = node._saved_other


def test_a_graph_dies_with_its_root():
    x = torch.ones(2, requires_grad=True)
    y = (x.exp() * x).sum()
    node = weakref.ref(y.grad_fn)
    gc.disable()
    try:
        del y
        assert node() is None  # by counting references alone: there is no cycle
    finally:
        gc.enable()


def test_hooks_see_and_change_gradients():
    x = torch.ones(2, requires_grad=True)
    y = x * 3
    y.register_hook(lambda g: g * 10)
    y.sum().backward()
    assert x.grad.tolist() == [30.0, 30.0]


def test_a_removed_hook_is_silent():
    x = torch.ones(2, requires_grad=True)
    heard = []
    with x.register_hook(heard.append):
        (x * 2).sum().backward()
    (x * 2).sum().backward()
    assert len(heard) == 1


def test_node_hooks_before_and_after():
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    y.grad_fn.register_prehook(lambda gs: (gs[0] * 0,))
    seen = []
    y.grad_fn.register_hook(lambda inputs, outputs: seen.append((inputs[0].tolist(), outputs[0].tolist())))
    y.sum().backward()
    assert seen == [([0.0, 0.0], [0.0, 0.0])]
    assert x.grad.tolist() == [0.0, 0.0]


def test_retain_grad_survives_an_in_place_change():
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    y.retain_grad()
    y += 1
    (y * y).sum().backward()
    assert y.grad.tolist() == [6.0, 6.0]


def test_retained_gradients_add_up():
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    y.retain_grad()
    for _ in range(2):
        y.sum().backward(retain_graph=True)
    assert y.grad.tolist() == [2.0, 2.0]


def test_several_results_of_one_node():
    x = torch.arange(6.0).reshape(2, 3).requires_grad_()
    a, b = x.unbind()
    assert (a.output_nr, b.output_nr) == (0, 1)
    assert a.grad_fn is b.grad_fn
    (b * 2).sum().backward()
    assert x.grad.tolist() == [[0.0, 0.0, 0.0], [2.0, 2.0, 2.0]]
