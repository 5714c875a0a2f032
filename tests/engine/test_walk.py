"""The walk: its order, its sums, and that it is all or nothing."""

from __future__ import annotations

import gc
import threading
import tracemalloc
import warnings

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import events


def test_a_shared_node_waits_for_all_of_its_users():
    x = torch.tensor(3.0, requires_grad=True)
    a = x * 2
    b = a + a
    c = b + b
    seen = []
    a.register_hook(lambda g: seen.append(g.item()))
    c.backward()
    assert seen == [4.0]  # once, with the whole sum; plain recursion would come by four times
    assert x.grad.item() == 8.0


def test_among_ready_nodes_the_one_made_last_goes_first():
    x = torch.ones(2, requires_grad=True)
    first, second = x.sin(), x.cos()
    y = (first * second).sum()
    order = []
    for node in (y.grad_fn, first.grad_fn, second.grad_fn):
        node.register_hook(lambda *_, node=node: order.append(node.name()))
    y.backward()
    assert order == ["SumBackward0", "CosBackward0", "SinBackward0"]


def test_a_gradient_is_added_into_the_same_tensor():
    x = torch.ones(2, requires_grad=True)
    x.sum().backward()
    kept = x.grad
    x.sum().backward()
    assert x.grad is kept
    assert kept.tolist() == [2.0, 2.0]


def test_grad_shares_no_memory_with_the_seed():
    x = torch.ones(2, requires_grad=True)
    seed = torch.ones(2)
    (x + 0).backward(seed)
    x.grad.zero_()
    assert seed.tolist() == [1.0, 1.0]


def test_leaves_of_one_sum_do_not_share_their_gradients():
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    (x + w).sum().backward()
    x.grad.zero_()
    assert w.grad.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("failure", [ValueError("mine"), KeyboardInterrupt()])
def test_after_an_exception_gradients_and_graph_are_what_they_were(failure):
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    inner = x.exp()
    y = (w * inner).sum()  # w's gradient is ready before the walk reaches x

    def fail(_):
        raise failure

    handle = inner.register_hook(fail)
    with pytest.raises(type(failure)):
        y.backward()
    assert x.grad is None
    assert w.grad is None
    handle.remove()
    y.backward()  # nothing was freed
    assert w.grad.tolist() == x.grad.tolist() == pytest.approx([np.e, np.e])


def test_a_second_walk_fails_and_changes_nothing():
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    inner = x.exp()
    y = (w + inner).sum()
    y.backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward()
    assert w.grad.tolist() == [1.0, 1.0]


def test_nodes_that_saved_nothing_can_be_walked_again():
    x = torch.ones(3, requires_grad=True)
    y = (x + 1).sum()
    y.backward()
    y.backward()
    assert x.grad.tolist() == [2.0, 2.0, 2.0]


def test_broadcasting_is_undone():
    row, column = torch.ones(3, requires_grad=True), torch.ones(2, 1, requires_grad=True)
    (row * column * 2).sum().backward()
    assert row.grad.tolist() == [4.0, 4.0, 4.0]
    assert column.grad.tolist() == [[6.0], [6.0]]


def test_promotion_is_undone():
    x = torch.ones(2, requires_grad=True)
    w = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    (x * w).sum().backward()
    assert x.grad.dtype is torch.float32
    assert w.grad.dtype is torch.float64


def test_grad_runs_only_what_leads_to_its_inputs():
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    a, b = x.exp(), w.exp()
    y = (a * b).sum()
    ran = []
    for node in (a.grad_fn, b.grad_fn):
        node.register_hook(lambda *_, node=node: ran.append(node))
    torch.autograd.grad(y, x)
    assert ran == [a.grad_fn]
    assert x.grad is None


def test_grad_of_a_result_in_between():
    x = torch.tensor(2.0, requires_grad=True)
    a = x * x
    (g,) = torch.autograd.grad(a * 3, a)
    assert g.item() == 3.0


def test_an_unused_input_is_an_error_that_frees_nothing():
    x, other = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    y = (x * x).sum()
    with pytest.raises(RuntimeError, match="appears to not have been used in the graph"):
        torch.autograd.grad(y, [x, other])
    y.backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_backward_into_a_result_in_between():
    x = torch.ones(2, requires_grad=True)
    a = x * 3
    (a * a).sum().backward(inputs=[a])
    assert a.grad.tolist() == [6.0, 6.0]
    assert x.grad is None


def test_second_derivatives_come_from_the_same_formulas():
    x = torch.tensor(2.0, requires_grad=True)
    (first,) = torch.autograd.grad(x**3, x, create_graph=True)
    (second,) = torch.autograd.grad(first, x, create_graph=True)
    (third,) = torch.autograd.grad(second, x)
    assert (first.item(), second.item(), third.item()) == (12.0, 12.0, 6.0)


def test_a_chain_of_a_million_nodes_neither_recurses_nor_leaks():
    x = torch.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(1_000_000):
        y = y + 1
    y.backward()
    assert x.grad.item() == 1.0
    del y
    gc.collect()


def test_threads_do_not_disturb_each_other():
    results: dict[int, float] = {}

    def work(n: int) -> None:
        x = torch.tensor(float(n), requires_grad=True)
        for _ in range(200):
            x.grad = None
            with torch.no_grad():
                hidden = x * x
            (x * x + hidden).backward()
        results[n] = x.grad.item()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 5)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == {n: 2.0 * n for n in range(1, 5)}
    assert torch.is_grad_enabled()


class Listener:
    """Writes down what the engine says."""

    def __init__(self):
        self.heard = []

    def applied(self, node, inputs, output):
        self.heard.append(("applied", node.name()))

    def cut(self, output, source, how):
        self.heard.append(("cut", how))

    def backward_started(self, walk):
        self.heard.append(("started", [s.tolist() for s in walk.seeds]))

    def visited(self, walk, node, upstream, contributions):
        sent = [None if c is None else np.asarray(c).tolist() for c in contributions]
        self.heard.append((node.name(), [np.asarray(u).tolist() for u in upstream], sent))

    def backward_ended(self, walk, error):
        self.heard.append(("ended", [change for _, change in walk.accumulated], error))

    def overwritten(self, tensor):
        self.heard.append(("overwritten", tensor._version, tensor._grad_of is not None))

    def grad_changed(self, leaf, change):
        self.heard.append(("changed", change))


@pytest.fixture
def listener():
    mine = Listener()
    before = events.observe(mine)
    yield mine
    events.observe(before)


def test_an_observer_hears_of_everything(listener):
    x = torch.tensor(3.0, requires_grad=True)
    y = x * x
    y.backward()
    x.grad.zero_()
    x.grad = None
    y.detach()
    assert listener.heard == [
        ("applied", "MulBackward0"),
        ("started", [1.0]),
        ("MulBackward0", [1.0], [3.0, 3.0]),
        ("torch::autograd::AccumulateGrad", [6.0], []),
        ("ended", ["fill"], None),
        ("overwritten", 1, True),
        ("changed", "none"),
        ("cut", "detach"),
    ]


def test_an_observer_hears_of_failure_and_of_no_accumulation(listener):
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    y.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()
    name, accumulated, error = listener.heard[-1]
    assert (name, accumulated, type(error)) == ("ended", [], RuntimeError)


@pytest.mark.parametrize(
    "share",
    [
        lambda x, w, seed: x + w,  # one array is sent to both
        lambda x, w, seed: x * 1 + 0,
        lambda x, w, seed: x.clone() + w * 1,
        lambda x, w, seed: torch.cat([x, w])[: len(x)],
    ],
)
@pytest.mark.parametrize("size", [2, 5000])
def test_a_gradient_taken_over_is_nobody_elses(share, size):
    x, w, seed = torch.ones(size, requires_grad=True), torch.ones(size, requires_grad=True), torch.ones(size)
    kept = []
    y = share(x, w, seed)
    y.register_hook(kept.append)
    y.backward(seed)
    x.grad.fill_(7)
    assert set(seed.tolist()) == {1.0}
    assert w.grad is None or 7.0 not in w.grad.tolist()
    assert set(kept[0].tolist()) == {1.0}


def test_large_gradients_are_summed_in_place():
    x = torch.ones(500_000, requires_grad=True)  # two million bytes
    y = (x * 2 + x * 3 + x * 4 + x * 5).sum()
    tracemalloc.start()
    try:
        y.backward()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000  # the sum and one contribution; a new array for each sum would make three
    assert x.grad[0].item() == 14.0


def test_a_gradient_that_somebody_keeps_is_not_added_to():
    x = torch.ones(5_000, requires_grad=True)
    kept = []
    first = x.exp()
    second = x + 0
    second.register_hook(kept.append)
    ((first + second) * torch.full((5_000,), 3.0)).sum().backward()
    assert kept[0].unique().tolist() == [3.0]
    assert x.grad.unique().item() == pytest.approx(3 + 3 * np.e)


def test_an_overflow_in_a_sum_is_as_silent_as_everywhere():
    x = torch.tensor([3e38], requires_grad=True)
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        (x * 3e38 + x * 3e38).sum().backward()
    assert x.grad.item() == np.inf


def test_leaves_can_be_roots():
    x, w = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
    torch.autograd.backward([x, w, x * w])
    assert (x.grad.item(), w.grad.item()) == (2.0, 2.0)


def test_what_hooks_were_to_find_is_undone_when_a_walk_fails():
    x = torch.ones(2, requires_grad=True)
    y = torch.ones(2, requires_grad=True)
    x.grad = torch.full((2,), 5.0)
    mine, number = x.grad, torch.full((2,), 7.0)
    seen = []
    x.register_post_accumulate_grad_hook(lambda t: seen.append(t.grad.clone()))
    first = y * 2
    first.register_hook(lambda g: 1 / 0)
    kept = first * 3
    kept.retain_grad()
    kept.grad = number
    with pytest.raises(ZeroDivisionError):
        (kept + x).sum().backward()
    assert [found.tolist() for found in seen] == [[6.0, 6.0]]
    assert x.grad is mine
    assert mine.tolist() == [5.0, 5.0]
    assert kept.grad is number
    assert y.grad is None


def test_a_derivative_that_is_unknown_is_asked_for_only_where_it_leads_to_what_is_wanted():
    a, x = torch.tensor([2.0, 3.0], requires_grad=True), torch.tensor([1.0, 2.0], requires_grad=True)
    (found,) = torch.autograd.grad(torch.igamma(a, x).sum(), x)
    np.testing.assert_allclose(found.numpy(), [0.36787945, 0.27067056], rtol=1e-6)  # x ** (a - 1) * exp(-x) / gamma(a)
    with pytest.raises(NotImplementedError, match="the derivative for 'igamma: input' is not implemented"):
        torch.igamma(a, x).sum().backward()


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("x * w", ["MulBackward0 w", "MulBackward0 x"]),
        ("torch.dot(x, w)", ["MulBackward0 x", "MulBackward0 w"]),
        ("torch.where(x > 0, x, w)", ["WhereBackward0 w", "WhereBackward0 x"]),
        ("torch.lerp(x, w, 0.25)", ["MulBackward1 w", "MulBackward1 x"]),
    ],
)
def test_a_recorded_walk_computes_contributions_in_pytorch_s_order(code: str, sent: list[str]) -> None:
    """In the alphabet of PyTorch's names of the inputs, `other` before `self`: the next walk comes in that order."""
    x, w = (torch.tensor(numbers, requires_grad=True) for numbers in ([0.5, 2.0], [1.5, 0.5]))
    y = eval(code).exp().sum()
    gradients = dict(zip("xw", torch.autograd.grad(y, (x, w), create_graph=True), strict=True))
    made = sorted(gradients, key=lambda name: gradients[name].grad_fn._sequence_nr())
    assert [f"{gradients[name].grad_fn.name()} {name}" for name in made] == sent
