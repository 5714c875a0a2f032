"""One operation read forwards: the same row as in the walk, in the other direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import events
from autograd_nb.engine.forward import pushed_through
from autograd_nb.engine.walk import Walk
from tests.engine.test_rows import EXAMPLES, RECORDED, UNDEFINED, leaves, nodes_behind, outputs_of

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op


@pytest.mark.parametrize(
    "row",
    [row for name, row in RECORDED.items() if name not in UNDEFINED],
    ids=[n for n in RECORDED if n not in UNDEFINED],
)
def test_tangents_and_gradients_of_every_row_agree(row: Op) -> None:
    """For any weights w and tangents t, w·(J·t) is (w·J)·t: forwards and backwards are one matrix."""
    numbers = np.random.default_rng(3)
    example = EXAMPLES[row]
    nodes = [node for node in nodes_behind(outputs_of(example, leaves(example))) if node.op is row]
    for node in nodes:
        tangents = [
            None if f is None else numbers.normal(size=f.results[nr][0]).astype(f.results[nr][1])
            for f, nr in node.next_functions
        ]
        shares = pushed_through(node, tangents)
        count = len(shares[0])
        weights = [numbers.normal(size=shape).astype(dtype) for shape, dtype in node.results[:count]]
        forwards = sum((w * sum(share[nr] for share in shares)).sum() for nr, w in enumerate(weights))
        back = _sent(node, weights)
        backwards = sum((g * t).sum() for g, t in zip(back, tangents, strict=True) if g is not None and t is not None)
        np.testing.assert_allclose(forwards, backwards, rtol=1e-4, atol=1e-4)


def _sent(node: Any, weights: list[Any]) -> list[Any]:
    """What a walk that begins at a node sends to its inputs."""
    found: list[Any] = []

    class Listener:
        def backward_started(self, walk: Walk) -> None: ...
        def backward_ended(self, walk: Walk, error: Any) -> None: ...
        def visited(self, walk: Walk, visited: Any, upstream: Any, contributions: list[Any]) -> None:
            if visited is node:
                found.extend(contributions)

    listener: Any = Listener()
    Walk("backward", [((node, nr), w) for nr, w in enumerate(weights)], True, False).run(tell=listener)
    return found


def test_nobody_is_told_of_a_walk() -> None:
    class Deaf:
        def applied(self, *_: Any) -> None: ...
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    x = torch.tensor([1.0, 2.0], requires_grad=True)
    node = torch.dot(x, x).grad_fn
    deaf: Any = Deaf()
    before = events.observe(deaf)
    try:
        one = np.array([1, 0], np.float32)
        assert [float(share) for (share,) in pushed_through(node, [one, one])] == [1.0, 1.0]
    finally:
        events.observe(before)
    assert x.grad is None


def test_a_freed_operation_cannot_be_read_forwards() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = torch.dot(x, x)
    y.backward()
    with pytest.raises(RuntimeError, match="second time"):
        pushed_through(y.grad_fn, [np.ones(2, np.float32), None])
