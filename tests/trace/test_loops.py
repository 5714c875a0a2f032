"""What a loop holds back comes out whole: the document of its last turn is that of a walk made alone."""

from __future__ import annotations

import threading
import weakref

import autograd_nb as torch
from autograd_nb.trace import document
from autograd_nb.trace.loops import LARGEST, LONGEST, TURNS
from autograd_nb.trace.record import recorder, recording

MANY = 2 * TURNS


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
        assert looped.grad_fn._trace.visits is None  # so it was held back
        assert told(looped) == told(alone)


def test_graphs_that_live_on_are_told_in_every_turn() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        y = (x * x).sum()
        z = y * 2
        for _ in range(MANY):
            (y + 1).backward(retain_graph=True)
    assert len(y.grad_fn._trace.visits) == MANY - 1  # the last is still held back
    assert len(document.collect(y)["backwards"]) == MANY
    assert z.grad_fn._trace.visits is None


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
        sent = [edge for step in told(y) for edge in step[2]]  # type: ignore[index, attr-defined]
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


def test_large_arrays_and_long_walks_are_not_held_back() -> None:
    large = torch.ones(LARGEST + 1, requires_grad=True)
    one = torch.ones((), requires_grad=True)
    with recording():
        for _ in range(MANY):
            y = (large * 2).sum()
            y.backward()
            z = one
            for _ in range(LONGEST + 10):
                z = z * 1
            z.backward()
    held = [entry for trace in recorder.loops._done for entry in trace.told or ()]
    assert len(held) <= LONGEST
    assert not any(c is not None and c.size > LARGEST for entry in held for c in entry[3])
    recorder.loops.settle()


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
