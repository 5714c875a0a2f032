"""A walk with many upstream gradients at once gives what as many walks give, for every row, and is told as these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import duals, events
from autograd_nb.engine.batching import batch_rules
from autograd_nb.engine.batching.batched_walk import BatchedWalk
from autograd_nb.engine.batching.batches import Batch
from autograd_nb.engine.ops.pathwise import STANDARD_GAMMA
from autograd_nb.engine.walk import Walk
from tests.engine.test_rows import EXAMPLES, NOT_AGAIN, ONCE, every_derivative, leaves, outputs_of

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op

COUNT = 3


def given(example: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Outputs, leaves and a batch of upstream gradients for each output."""
    tensors = leaves(example)
    outputs = [out for out in outputs_of(example, tensors) if out.requires_grad]
    numbers = np.random.default_rng(5)
    seeds = [torch.tensor(numbers.normal(size=(COUNT, *out.shape)), dtype=out.dtype) for out in outputs]
    return outputs, tensors, seeds


def close(found: Any, expected: Any) -> None:
    for one, other in zip(found, expected, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert one.dtype is other.dtype
            np.testing.assert_allclose(one.detach().numpy(), other.detach().numpy(), rtol=1e-5, atol=1e-7)


def stacked(rows: list[Any]) -> list[Any]:
    return [None if column[0] is None else torch.stack(column) for column in zip(*rows, strict=True)]


@every_derivative
def test_gradients_of_a_batch_are_those_of_each(row: Op) -> None:
    outputs, tensors, seeds = given(EXAMPLES[row])
    each = [
        torch.autograd.grad(outputs, tensors, [s[i] for s in seeds], retain_graph=True, allow_unused=True)
        for i in range(COUNT)
    ]
    options = {"is_grads_batched": True, "retain_graph": True, "allow_unused": True}
    close(torch.autograd.grad(outputs, tensors, seeds, **options), stacked(each))


@every_derivative
def test_gradients_of_a_batch_can_be_differentiated_again(row: Op, request: pytest.FixtureRequest) -> None:
    outputs, tensors, seeds = given(EXAMPLES[row])
    if request.node.callspec.id in ONCE:
        with NOT_AGAIN:
            again(outputs, tensors, seeds, at_once=True)
        return
    close(again(outputs, tensors, seeds, at_once=True), again(outputs, tensors, seeds, at_once=False))


def again(outputs: list[Any], tensors: list[Any], seeds: list[Any], at_once: bool) -> Any:
    """The gradient of the sum of the squares of all gradients."""
    options: dict[str, Any] = {"create_graph": True, "allow_unused": True}
    if at_once:
        found = torch.autograd.grad(outputs, tensors, seeds, is_grads_batched=True, **options)
    else:
        found = stacked([torch.autograd.grad(outputs, tensors, [s[i] for s in seeds], **options) for i in range(COUNT)])
    total = sum((g**2).sum() for g in found if g is not None and g.requires_grad)
    if not isinstance(total, torch.Tensor):
        return []
    return torch.autograd.grad(total, tensors, retain_graph=True, allow_unused=True)


@every_derivative
def test_a_batch_of_tangents_moves_results_as_each(row: Op) -> None:
    example = EXAMPLES[row]
    if row.no_forward or row is STANDARD_GAMMA:  # whose example asks NumPy
        return
    numbers = np.random.default_rng(6)
    along = [torch.tensor(numbers.normal(size=(COUNT, *a.shape)), dtype=torch.tensor(a).dtype) for a in example.inputs]
    with Batch(COUNT, "same") as batch:
        at_once = [batch.whole(t) for t in tangents(example, [batch.of(t) for t in along])]
    each = [tangents(example, [t[i] for t in along]) for i in range(COUNT)]
    close(at_once, stacked(each))


def tangents(example: Any, along: list[Any]) -> list[Any]:
    """How the results move."""
    levels = (level,) = duals.enter(1, duals.depth())
    try:
        own = [torch.tensor(array) for array in example.inputs]
        for x, t in zip(own, along, strict=True):
            level.move(x, t)
        outputs = outputs_of(example, own)
        moved = [level.tangent(out) for out in outputs]
        return [out.new_zeros(out.shape) if t is None else t for t, out in zip(moved, outputs, strict=True)]
    finally:
        duals.leave(levels)


F = torch.nn.functional
WEIGHT = torch.linspace(-1, 1, 12).reshape(3, 4)
USUAL = {
    "layers": lambda x: F.linear(torch.tanh(F.linear(x, WEIGHT)), WEIGHT.t()).sigmoid(),
    "activations": lambda x: F.relu(x) + F.gelu(x) * F.leaky_relu(x) - F.softplus(x) + F.elu(x),
    "softmax": lambda x: torch.softmax(x, 0) * F.log_softmax(x, 0),
    "elements": lambda x: torch.stack([x[0] * x[1], x[2] / x[3], x[1:].sum(), x[[0, 2]].prod()]),
    "views": lambda x: (x.view(2, 2).t() @ x.reshape(2, 2)).unsqueeze(0).expand(3, 2, 2).flatten()[:5],
    "reductions": lambda x: torch.cat([x.mean()[None], x.view(2, 2).sum(1), x.view(2, 2).amax(0), x.var()[None]]),
}


@pytest.mark.parametrize("transform", ["jacrev", "jacfwd", "hessian"])
@pytest.mark.parametrize("name", USUAL)
def test_usual_functions_go_through_no_loop(name: str, transform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each node, and each operation read forwards, is computed for all directions at once."""
    looped = []
    rule = batch_rules.at_once

    def watched(batch: Any, function: Any, args: Any, kwargs: Any) -> Any:
        found = rule(batch, function, args, kwargs)
        if found is NotImplemented or isinstance(found, RuntimeError):
            looped.append(function.__name__)
        return found

    def sent_by(self: Any, node: Any, wanted: Any, grads: Any) -> Any:
        try:
            return Walk._sent_by(self, node, wanted, grads)
        except RuntimeError:
            looped.append(node.name())
            raise

    monkeypatch.setattr(batch_rules, "at_once", watched)
    monkeypatch.setattr(BatchedWalk, "_sent_by", sent_by)
    x = torch.tensor([0.3, -0.7, 1.2, 2.1])
    function = USUAL[name]
    if transform == "hessian":
        torch.func.hessian(lambda x: function(x).sum())(x)
    else:
        getattr(torch.func, transform)(function)(x)
    assert looped == []


def _lists(arrays: Any) -> list[Any]:
    return [None if a is None else a.tolist() for a in arrays]


class Told:
    """An observer that keeps what it is told of walks."""

    def __init__(self) -> None:
        self.walks: list[list[Any]] = []

    def backward_started(self, walk: Any) -> None:
        self.walks.append([walk.starts[0][1].tolist()])

    def visited(self, walk: Any, node: Any, upstream: Any, contributions: Any) -> None:
        del walk
        self.walks[-1].append((node.name(), _lists(upstream), _lists(contributions)))

    def backward_ended(self, walk: Any, error: Any) -> None:
        self.walks[-1] += [[node.name() for node in walk.captured], repr(error)]

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def told(monkeypatch: pytest.MonkeyPatch, walk: Any) -> list[list[Any]]:
    observer = Told()
    with monkeypatch.context() as patch:
        patch.setattr(events, "observer", observer)
        walk()
    return observer.walks


@pytest.mark.parametrize("create_graph", [False, True])
def test_who_watches_hears_of_one_walk_for_each(create_graph: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = (x * 3).tanh()
    y.grad_fn.register_prehook(lambda g: (g[0] * 2,))
    options = {"retain_graph": True, "create_graph": create_graph}

    def each() -> None:
        for row in torch.eye(2):
            torch.autograd.grad(y, x, row, **options)

    at_once = told(monkeypatch, lambda: torch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True, **options))
    assert at_once == told(monkeypatch, each)
    assert len(at_once) == 2


def test_who_watches_hears_of_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x.sin()
    y.register_hook(lambda g: g.sum())

    def walk() -> None:
        with pytest.raises(RuntimeError, match="has changed the size of value"):
            torch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True)

    ((seed, captured, error),) = told(monkeypatch, walk)
    assert (seed, captured, error[:12]) == ([1.0, 0.0], [], "RuntimeError")
