from __future__ import annotations

import gc
import threading
import tracemalloc
import weakref
from typing import Any

import pytest

import autograd_nb as torch
from autograd_nb.engine import events
from autograd_nb.trace import failures, record, visits
from autograd_nb.trace.entries import KEPT, VISITS, made_of
from autograd_nb.trace.kept import Large
from autograd_nb.trace.places import WITHIN
from autograd_nb.trace.record import Recorder, recording
from autograd_nb.trace.visits import visits_of


def test_recording_can_be_nested_and_ends_as_it_was() -> None:
    before = events.observer
    with recording() as outer:
        with recording() as inner:
            assert inner is outer is events.observer
        assert outer.active
    assert events.observer is before


def test_start_and_stop_are_idempotent_and_leave_open_blocks_alone() -> None:
    mine = Recorder()
    mine.start()
    mine.start()
    with mine.recording():
        mine.stop()
        assert mine.active
    assert not mine.active
    mine.stop()


def test_blocks_may_overlap_in_several_threads() -> None:
    mine = Recorder()
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with mine.recording():
            inside.set()
            leave.wait(5)

    thread = threading.Thread(target=work)
    with mine.recording():
        thread.start()
        assert inside.wait(5)
    assert mine.active
    leave.set()
    thread.join()
    assert not mine.active


def test_an_operation_knows_its_caller_and_its_value() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        y = x * 3
    made = made_of(y.grad_fn)
    assert made.code.co_name == "test_an_operation_knows_its_caller_and_its_value"
    assert made.value.tolist() == [3.0, 3.0]
    assert made.operands[1] == 3
    assert made.operands[0].tensor() is x
    assert made.operands[0].value.tolist() == [1.0, 1.0]
    y.detach().add_(1)
    assert made.value.tolist() == [3.0, 3.0]


class Twice(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * 2


class Shifted(torch.nn.Linear):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) + 1


def ours(x: torch.Tensor) -> torch.Tensor:
    return x.sin()


def test_in_a_module_an_operation_knows_the_learners_code_that_is_nearest() -> None:
    net = torch.nn.Sequential(torch.nn.Linear(2, 2), Twice(), torch.nn.ReLU(), Shifted(2, 2), torch.nn.Tanh())
    net[2].register_forward_hook(lambda module, args, output: output.cos())
    layer = torch.nn.TransformerEncoderLayer(2, 1, 2, dropout=0.0, activation=ours)
    patched = torch.nn.Identity()
    patched.forward = ours  # type: ignore[method-assign]  # as some learners do
    x = torch.ones(3, 2, requires_grad=True)

    def found(y: torch.Tensor) -> dict[str, str]:
        names = {}
        todo = [y.grad_fn]
        for node in todo:
            made = made_of(node)
            if made is not None:
                names[node.name()] = f"{made.code.co_name}, {made.path[0] == WITHIN}"
                todo += [following for following, _ in node.next_functions if following is not None]
        return names

    with recording():
        made = found(net(x))
        activated = found(layer(x))
        changed = found(patched(x))
        with pytest.raises(RuntimeError):
            net(torch.ones(3, 5))
        after = made_of((x * 3).grad_fn)
    here = "test_in_a_module_an_operation_knows_the_learners_code_that_is_nearest"
    assert made["TanhBackward0"] == made["ReluBackward0"] == f"{here}, True"
    assert made["AddmmBackward0"] == f"{here}, True"  # of the first layer: it is met last
    assert made["MulBackward0"] == made["AddBackward0"] == "forward, False"
    assert made["CosBackward0"] == "<lambda>, False"
    assert activated["SinBackward0"] == changed["SinBackward0"] == "ours, False"
    assert after.path[0] != WITHIN


def test_large_values_are_kept_by_their_ends() -> None:
    x = torch.ones(1000, 50, requires_grad=True)
    with recording():
        y = x * 3
    kept = made_of(y.grad_fn).value
    assert isinstance(kept, Large)
    assert kept.ends.shape == (7, 7)
    assert kept.of() is y


@pytest.mark.parametrize("length", [4, 40, 4000])  # times 5: kept whole, copied whole, only its ends are looked up
def test_what_is_kept_of_an_array_is_what_it_was(length: int) -> None:
    numbers = torch.arange(5.0 * length)
    x = numbers.reshape(5, length).T.clone().requires_grad_()
    c = numbers.reshape(5, length).T.clone()
    before = c.tolist()
    with recording():
        y = x + c
        y.backward(torch.ones(length, 5))
        y.detach().mul_(0)
        c.mul_(0)
        x.grad.mul_(3)
        x.grad.zero_()
        x.grad = None
    made = made_of(y.grad_fn)
    result, constant = made.value, made.operands[1].value
    changes = [(change.change, change.value) for change in x._trace.ledger]
    assert [change for change, _ in changes] == ["fill", "inplace", "zero", "none"]
    for kept, (first, last) in [
        (result, (0, 2 * before[-1][-1])),
        (constant, (0, before[-1][-1])),
        (changes[0][1], (1, 1)),
        (changes[1][1], (3, 3)),
        (changes[2][1], (0, 0)),
    ]:
        assert isinstance(kept, Large) is (length > 4)
        assert kept.shape == (length, 5)
        shown = kept.ends if isinstance(kept, Large) else kept
        assert shown[0, 0] == first
        assert shown[-1, -1] == last
        assert shown.dtype == "float32"


def test_a_fault_of_the_recorder_is_none_of_the_learners(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with recording():
        for name in ("files", "OfWalk", "write", "keep", "used", "large", "called", "place_from", "inherit"):
            monkeypatch.setattr(record, name, broken)
        monkeypatch.setattr(visits, "of_leaf", broken)
        monkeypatch.setattr(failures, "Visit", broken)
        x = torch.ones(2, requires_grad=True)
        (x * 3).sum().backward()
        x.grad.zero_()
        assert x.detach().tolist() == [1.0, 1.0]
    assert x.grad.tolist() == [0.0, 0.0]


def test_constants_are_kept_as_they_were() -> None:
    x = torch.ones(2, requires_grad=True)
    c = torch.ones(2)
    with recording():
        y = x + c
        c.add_(5)
    constant = made_of(y.grad_fn).operands[1]
    assert constant.value.tolist() == [1.0, 1.0]
    assert constant.tensor() is c


def test_a_leaf_may_have_had_another_form_when_it_was_used() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        before = x * 2
        x.data = torch.full((3,), 5.0)
        between = x * 2
    operand = made_of(between.grad_fn).operands[0]
    assert operand.value.tolist() == [5.0, 5.0, 5.0]
    assert operand.tensor() is x
    assert made_of(before.grad_fn).operands[0].value.tolist() == [1.0, 1.0]


def test_of_a_form_that_is_gone_the_value_is_not_known() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        kept = x * 2, x.data
        x.data = torch.ones(3)
        between = x * 2
        x.data = torch.ones(4)
    assert made_of(kept[0].grad_fn).operands[0].value.tolist() == [1.0, 1.0]
    assert made_of(between.grad_fn).operands[0].value is None


def test_a_node_keeps_its_last_walks_only() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        y = (x * x).sum()
        for _ in range(VISITS + 5):
            y.backward(retain_graph=True)
    assert len(visits_of(y.grad_fn)) == VISITS
    assert len(x._trace.ledger) == VISITS + 5
    assert visits_of(y.grad_fn)[-1].walk is x._trace.ledger[-1].walk


def test_a_training_loop_does_not_grow() -> None:
    w = torch.ones(3, requires_grad=True)

    def step() -> None:
        (w * w).sum().backward()
        with torch.no_grad():
            w.sub_(w.grad * 0.01)
        w.grad.zero_()

    with recording():
        for _ in range(KEPT + 50):
            step()
        gc.collect()
        objects = len(gc.get_objects())
        tracemalloc.start()
        for _ in range(KEPT + 50):  # until what was kept before counting is replaced
            step()
        gc.collect()
        first = tracemalloc.get_traced_memory()[0]
        for _ in range(500):
            step()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - first
        tracemalloc.stop()
        for _ in range(20_000):
            step()
        gc.collect()
        assert len(gc.get_objects()) - objects < 100
    assert grown < 20_000  # bytes


def test_the_graph_dies_with_its_tensors() -> None:
    x = torch.ones(2, requires_grad=True)
    with recording():
        y = (x * x).sum()
        y.backward(retain_graph=True)
        node: Any = weakref.ref(y.grad_fn)
        del y
    assert node() is None


def test_a_gradient_that_an_optimizer_changes_is_told_of_once() -> None:
    with recording():
        x = torch.ones(2, requires_grad=True)
        (x * x).sum().backward()
        x.grad.grad = torch.ones(2)
        torch.optim.SGD([x.grad], lr=1.0).step()
    assert x.grad.tolist() == [1.0, 1.0]
    assert [change.change for change in x._trace.ledger] == ["fill", "inplace"]
    assert len(x.grad._counter._trace) == 1


@pytest.mark.parametrize("asks", [False, True])
def test_a_tensor_without_rows_is_walked_over(asks: bool) -> None:
    empty = torch.empty(0, 3, requires_grad=asks)
    with recording():
        assert list(empty) == []
        assert empty.unbind() == ()
        with torch.no_grad():
            assert list(empty) == []
