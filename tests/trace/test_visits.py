"""A walk is kept as it was told: what a document says of it is what a walk would that was written down at once."""

from __future__ import annotations

import threading
import weakref

import autograd_nb as torch
from autograd_nb.trace import document
from autograd_nb.trace.kept import Large
from autograd_nb.trace.record import recording
from autograd_nb.trace.visits import LARGEST, visits_of

MANY = 32


def told(y: torch.Tensor) -> list[object]:
    """The last walk as the document of `y` tells it."""
    walk = document.collect(y)["backwards"][-1]
    return [(step["order"], step["upstream"], step["sends"]) for step in walk["steps"]]


def test_the_last_turn_is_told_like_a_single_walk() -> None:
    def turn(x: torch.Tensor) -> torch.Tensor:
        y = ((x * x + x).exp() * 3).sum()
        y.backward()
        return y

    with recording():
        alone = turn(torch.arange(4.0, requires_grad=True))
        for _ in range(MANY):
            looped = turn(torch.arange(4.0, requires_grad=True))
        assert type(looped.grad_fn._visits) is tuple  # so it is as it was told
        assert told(looped) == told(alone)


def test_graphs_that_live_on_are_told_in_every_turn() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        y = (x * x).sum()
        z = y * 2
        for _ in range(MANY):
            (y + 1).backward(retain_graph=True)
    assert len(visits_of(y.grad_fn)) == MANY
    assert len(document.collect(y)["backwards"]) == MANY
    assert not visits_of(z.grad_fn)


def test_what_a_hook_changes_in_place_was_sent_as_it_was() -> None:
    def turn(x: torch.Tensor) -> torch.Tensor:
        y = x * 2
        y.register_hook(lambda g: g.mul_(10))
        z = (y + 1).exp().sum()
        z.backward()
        return z

    with recording():
        alone = turn(torch.ones(2, requires_grad=True))
        for _ in range(MANY):
            looped = turn(torch.ones(2, requires_grad=True))
        assert told(looped) == told(alone)


def test_functions_of_the_learner_are_told_at_once() -> None:
    mine = torch.zeros(2)

    class Same(torch.autograd.Function):
        @staticmethod
        def forward(ctx: object, x: torch.Tensor) -> torch.Tensor:
            return x * 1

        @staticmethod
        def backward(ctx: object, g: torch.Tensor) -> torch.Tensor:
            return mine

    x = torch.ones(2, requires_grad=True)
    with recording():
        for _ in range(MANY):
            y = (Same.apply(x * 1) * 1).sum()
            y.backward()
        mine.add_(7)
        sent = [edge for step in told(y) for edge in step[2]]  # type: ignore[index, attr-defined]  # each is a triple
    assert not any("7" in str(edge) for edge in sent)


def test_a_walk_that_fails_in_a_loop() -> None:
    x = torch.ones(2, requires_grad=True)
    errors = []
    with recording():
        for turn in range(MANY):
            y = (x * x).sum()
            if turn == MANY - 1:
                y.grad_fn.next_functions[0][0].register_prehook(lambda grads: 1 / 0)
            try:
                y.backward()
            except ZeroDivisionError as error:
                errors.append(error)
    assert len(errors) == 1
    walk = document.collect(y)["backwards"][-1]
    assert walk["error"]["type"] == "ZeroDivisionError"
    assert len(walk["steps"]) >= 1


def test_of_large_arrays_only_what_is_shown_is_kept() -> None:
    large = torch.ones(LARGEST + 1, requires_grad=True)
    with recording():
        y = (large * 2).sum()
        y.backward()
    _, _, arrived, (sent,) = y.grad_fn._visits
    _, _, also_arrived, (last, _) = y.grad_fn.next_functions[0][0]._visits
    assert arrived.size == 1
    assert type(sent) is type(last) is Large
    assert also_arrived is sent
    assert type(large._trace.lines[0][-1]) is Large
    assert document.collect(y)["backwards"][0]["steps"][1]["upstream"]["text"] == "[1., 1., 1.,  ..., 1., 1., 1.]"


def test_an_upstream_gradient_of_the_learner_may_change_afterwards() -> None:
    x = torch.ones(2, requires_grad=True)
    v = torch.tensor([3.0, 4.0])
    with recording():
        y = x + 1
        y.backward(gradient=v)
        v.zero_()
        seen = [(order, upstream["text"]) for order, upstream, _ in told(y)]  # type: ignore[misc]  # each is a triple
        assert seen == [(1, "[3., 4.]"), (2, "[3., 4.]")]


def test_leaves_are_served_as_soon_as_they_can_be() -> None:
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    with recording():
        y = ((x * 2 + w).exp() * w).sum()
        y.backward(retain_graph=True)
        quick = told(y)
        y.grad_fn.register_hook(lambda *_: None)  # now the walk is an unusual one
        y.backward()
        assert told(y) == quick
    assert len(quick) == 7


def test_nothing_is_kept_alive() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        for _ in range(MANY):
            y = (x * x).sum()
            y.backward()
        node = weakref.ref(y.grad_fn)
        del y
        assert node() is None
    leaf = weakref.ref(x)
    del x
    assert leaf() is None


def test_two_threads_may_loop_at_once() -> None:
    ends: dict[int, list[object]] = {}

    def loop(number: int) -> None:
        x = torch.full((2,), float(number), requires_grad=True)
        for _ in range(10 * MANY):
            y = (x * x * x).sum()
            y.backward()
        ends[number] = told(y)

    with recording():
        threads = [threading.Thread(target=loop, args=(number,)) for number in (2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for number in (2, 3):
            x = torch.full((2,), float(number), requires_grad=True)
            y = (x * x * x).sum()
            y.backward()
            assert told(y) == ends[number]
