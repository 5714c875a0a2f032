"""The quick walk does what the walk does, and leaves to it what is unusual."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import events
from autograd_nb.engine.quick import quick_walk

if TYPE_CHECKING:
    from collections.abc import Callable


def only_the_walk(patch: pytest.MonkeyPatch) -> None:
    """As if quick_walk.py were not there."""
    patch.setattr(quick_walk, "walk", lambda starts, *_: starts)


def left(patch: pytest.MonkeyPatch) -> list[int]:
    """How many edges each quick walk leaves to the walk."""
    counts: list[int] = []
    quick = quick_walk.walk

    def counted(*arguments: Any) -> Any:
        rest = quick(*arguments)
        counts.append(len(rest))
        return rest

    patch.setattr(quick_walk, "walk", counted)
    return counts


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        return x * 2

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        return g * 2


UNARY: tuple[Callable[[Any], Any], ...] = (
    torch.sin,
    torch.relu,
    torch.sigmoid,
    lambda x: x * 0.5,
    lambda x: 1 / (x * x + 1),
    lambda x: x.clone().mul_(0.5),
    lambda x: x.clone(),
    Doubled.apply,
    lambda x: x.unbind(0)[0] if x.ndim and len(x) else x,
    lambda x: torch.cat((x, x)) if x.ndim else torch.stack((x, x)),
    lambda x: x.sum(),
    lambda x: x.mean() if x.ndim else x,
    lambda x: x.max(0).values if x.ndim else x,
)
BINARY: tuple[Callable[[Any, Any], Any], ...] = (
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / (y * y + 1),
    torch.maximum,
)


def gradients(seed: int, hooked: bool) -> list[Any]:
    """All that a random program leaves behind: values, gradients, what hooks were told, what is freed."""
    choice = random.Random(seed)
    shapes: list[tuple[int, ...]] = [(), (3,), (2, 3), (40, 40)]
    numbers = np.random.default_rng(seed)
    values = [torch.tensor(numbers.normal(size=choice.choice(shapes)).astype("float32")) for _ in range(4)]
    leaves = [t.requires_grad_() for t in values[:3]]
    told: list[Any] = []
    for _ in range(choice.randrange(4, 20)):
        try:
            if choice.random() < 0.5:
                made = choice.choice(UNARY)(choice.choice(values))
            else:
                made = choice.choice(BINARY)(choice.choice(values), choice.choice(values))
        except RuntimeError:  # the shapes have none in common
            continue
        values.append(made)
        if hooked and choice.random() < 0.2 and made.requires_grad:
            number = len(values)
            made.register_hook(lambda g, i=number: told.append((i, g.numpy().tobytes())))
    if hooked:
        leaves[0].register_post_accumulate_grad_hook(lambda t: told.append(t.grad.numpy().tobytes()))
    root = sum(t.sum() for t in values[-3:]) + leaves[0].sum()
    root.backward()
    grads = [t.grad if t.grad is None else (t.grad.dtype, t.grad.shape, t.grad.numpy().tobytes()) for t in leaves]
    states = [[kept.state for kept in t.grad_fn.kept()] for t in values if t.grad_fn is not None]
    return [root.item(), grads, told, states]


@pytest.mark.parametrize("hooked", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_both_walks_give_the_same_gradients_to_the_last_bit(seed: int, hooked: bool, monkeypatch: pytest.MonkeyPatch):
    quick = gradients(seed, hooked)
    with monkeypatch.context() as patch:
        only_the_walk(patch)
        assert gradients(seed, hooked) == quick


class Watcher:
    """Writes down what it sees of walks."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def __getattr__(self, event: str) -> Any:
        return lambda *_: None

    walked = None

    def visited(self, walk: Any, node: Any, upstream: Any, sent: Any) -> None:
        arrays = [g if g is None else (g.dtype, g.shape, g.tobytes()) for g in (*upstream, *sent)]
        self.seen.append((node.name(), arrays))

    def backward_ended(self, walk: Any, error: Any) -> None:
        self.seen.append(([how for _, how in walk.accumulated], str(error)))


def watched(seed: int, hooked: bool) -> list[Any]:
    mine = Watcher()
    before = events.observe(mine)  # type: ignore[arg-type]  # it answers to all names
    try:
        gradients(seed, hooked)
    finally:
        events.observe(before)
    return mine.seen


@pytest.mark.parametrize("hooked", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_who_watches_sees_the_same_in_the_same_order(seed: int, hooked: bool, monkeypatch: pytest.MonkeyPatch):
    quick = watched(seed, hooked)
    with monkeypatch.context() as patch:
        only_the_walk(patch)
        assert watched(seed, hooked) == quick


def test_who_watches_sees_no_large_arrays_laid_by(monkeypatch: pytest.MonkeyPatch):
    counts = left(monkeypatch)
    monkeypatch.setattr(quick_walk, "ROOM", 100)
    x = torch.ones(101, requires_grad=True)
    before = events.observe(Watcher())  # type: ignore[arg-type]  # it answers to all names
    try:
        (x * x).sum().backward()
    finally:
        events.observe(before)
    (x * x).sum().backward()
    assert counts == [1, 0]
    assert x.grad.tolist() == [4.0] * 101


def test_a_usual_graph_is_walked_quickly_to_its_end(monkeypatch: pytest.MonkeyPatch):
    counts = left(monkeypatch)
    x = torch.ones(3, requires_grad=True)
    (2 * torch.dot(x, x) + (x.exp() * x).sum()).backward()
    x.mean().backward()
    assert counts == [0, 0]


def test_hooks_hear_what_they_hear_without_it(monkeypatch: pytest.MonkeyPatch):
    counts = left(monkeypatch)
    x, w = torch.ones(3, requires_grad=True), torch.tensor(2.0, requires_grad=True)
    y = x * w
    told: list[str] = []
    y.register_hook(lambda g: told.append(f"y {g.tolist()}"))
    w.register_hook(lambda g: told.append(f"w {g.item()}"))
    (y.sin() + y).sum().backward()
    slope = 1 + float(torch.tensor(2.0).cos())
    assert [each.split()[0] for each in told] == ["y", "w"]
    assert w.grad.item() == pytest.approx(3 * slope, rel=1e-6)
    assert x.grad.tolist() == pytest.approx([2 * slope] * 3, rel=1e-6)
    assert counts[0] > 0


def test_a_freed_or_changed_graph_raises_as_it_does_without_it(monkeypatch: pytest.MonkeyPatch):
    x = torch.ones(3, requires_grad=True)

    def errors() -> list[str]:
        texts = []
        y = x.sin().sum()
        y.backward()
        with pytest.raises(RuntimeError) as freed:
            y.backward()
        a = x.exp()
        b = a.sin()
        a.zero_()
        with pytest.raises(RuntimeError) as changed:
            b.sum().backward()
        texts += [str(freed.value), str(changed.value)]
        return texts

    quick = errors()
    before = x.grad.tolist()
    with monkeypatch.context() as patch:
        only_the_walk(patch)
        assert errors() == quick
    assert x.grad.tolist() == pytest.approx([2 * value for value in before])


def test_a_large_sum_is_made_in_place_and_never_in_what_somebody_holds():
    x = torch.ones(5000, requires_grad=True)
    seed = torch.ones(5000)
    y = x + 0
    (y + y).backward(seed)
    assert seed.tolist() == [1.0] * 5000
    assert x.grad.tolist() == [2.0] * 5000


def test_what_runs_meanwhile_may_compute(monkeypatch: pytest.MonkeyPatch):
    """A debugger or a finalizer that comes in between finds tensors that work."""
    x = torch.ones(3, requires_grad=True)
    seen: list[float] = []
    fit = quick_walk.fit
    monkeypatch.setattr(quick_walk, "fit", lambda *given: (seen.append((x.detach() / 0).sum().item()), fit(*given))[1])
    (x * torch.tensor(2.0, requires_grad=True)).sum().backward()
    assert seen == [float("inf")]
    assert x.grad.tolist() == [2.0] * 3
