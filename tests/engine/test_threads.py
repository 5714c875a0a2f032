"""Several threads, each with graphs of its own, or with a leaf in common; modes belong to a thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

import autograd_nb as torch
from autograd_nb.autograd.graph import saved_tensors_hooks

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = 4


def together(work: Callable[[int], Any]) -> list[Any]:
    """What each thread gives; all begin at the same time."""
    start = threading.Barrier(THREADS)

    def begin(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


def train(number: int) -> Any:
    """A small network of this thread's own, forty steps of it."""
    w = torch.linspace(-1.0, 1.0, 6).reshape(2, 3).mul(number + 1).requires_grad_()
    b = torch.zeros(2, requires_grad=True)
    for step in range(40):
        x = torch.arange(3.0) * (step % 5) / 4
        loss = ((w @ x + b).tanh() - number).pow(2).sum()
        view = (w * 2)[0]
        view.mul_(b[0] + 1)
        (loss + view.sum()).backward(retain_graph=bool(step % 2))
        with torch.no_grad():
            for leaf in (w, b):
                leaf.sub_(leaf.grad, alpha=0.05)
                leaf.grad = None
    return w.detach().numpy().copy(), b.detach().numpy().copy()


def test_threads_with_graphs_of_their_own_do_not_disturb_each_other() -> None:
    alone = [train(number) for number in range(THREADS)]
    for mine, theirs in zip(together(train), alone, strict=True):
        np.testing.assert_array_equal(mine[0], theirs[0])
        np.testing.assert_array_equal(mine[1], theirs[1])


def test_modes_belong_to_a_thread() -> None:
    inside = threading.Barrier(THREADS)

    def work(number: int) -> tuple[bool, ...]:
        modes = [
            torch.no_grad,
            torch.enable_grad,
            torch.inference_mode,
            lambda: torch.autograd.set_detect_anomaly(True),
        ]
        with modes[number]():
            inside.wait()
            found = torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.is_anomaly_enabled()
            inside.wait()
        return found

    assert together(work) == [
        (False, False, False),
        (True, False, False),
        (False, True, False),
        (True, False, True),
    ]


def test_hooks_for_saved_tensors_belong_to_a_thread() -> None:
    inside = threading.Barrier(THREADS)

    def work(number: int) -> int:
        packed: list[Any] = []
        x = torch.ones(2, requires_grad=True)
        if number:
            inside.wait()
            x.exp()
            inside.wait()
        else:
            with saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
                inside.wait()
                x.exp()
                inside.wait()
        return len(packed)

    assert together(work) == [1, 0, 0, 0]


def test_a_graph_may_be_walked_by_another_thread() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = (x**3).sum()
    thread = threading.Thread(target=y.backward)
    thread.start()
    thread.join()
    assert x.grad.tolist() == [3.0, 12.0]


def test_a_leaf_in_common_loses_no_gradient() -> None:
    leaf = torch.zeros(200_000, requires_grad=True)

    def work(number: int) -> None:
        for _ in range(10):
            (leaf * (number + 1)).sum().backward()

    together(work)
    assert set(leaf.grad.tolist()) == {100.0}


def test_a_hook_may_walk_another_graph() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    other = torch.tensor(5.0, requires_grad=True)

    def walk(gradient: Any) -> Any:
        with torch.enable_grad():
            (other * other).backward()
        return gradient * other.grad

    y = x * 3
    y.register_hook(walk)
    y.backward()
    assert (x.grad.item(), other.grad.item()) == (30.0, 10.0)
