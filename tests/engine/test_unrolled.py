"""The quick way through each row does what the loops do, and leaves to them what is not as usual."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import pytest

import autograd_nb as torch
from autograd_nb.engine.ops import elementwise
from autograd_nb.engine.unrolled import make_source, send_source
from tests.engine.test_rows import EXAMPLES, ROWS, every_derivative, leaves, nodes_behind, outputs_of, weighted

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

WAYS = ("apply", "unary", "binary", "finish")


def without_quick_ways(patch: pytest.MonkeyPatch) -> None:
    for row in ROWS.values():
        patch.setattr(row, "quick", False)
        for way in WAYS:
            if way in vars(row):
                patch.delattr(row, way)


def forget_the_ways() -> None:
    """They were written for rows that had no quick way."""
    for row in ROWS.values():
        for way in WAYS:
            vars(row).pop(way, None)


def told(example: Example) -> list[Any]:
    """Everything that can be seen of an example: values, graph, what is saved, what is freed, gradients."""
    torch.manual_seed(0)
    tensors = leaves(example)
    outputs = outputs_of(example, tensors)
    nodes = nodes_behind(outputs)
    graph = [(node.name(), node.options, node.results, len(node.next_functions)) for node in nodes]
    saved = [[(kept.name, kept.shape, kept.version, kept.state) for kept in node.kept()] for node in nodes]
    weighted(outputs).backward()
    freed = [[kept.state for kept in node.kept()] for node in nodes]
    values = [out._array.tobytes() for out in outputs]
    gradients = [t.grad if t.grad is None else (t.grad._array.dtype, t.grad._array.tobytes()) for t in tensors]
    return [values, str(graph), saved, freed, gradients]


@every_derivative
def test_both_ways_tell_the_same(row: Op, monkeypatch: pytest.MonkeyPatch):
    example = EXAMPLES[row]
    quick = told(example)
    with monkeypatch.context() as patch:
        without_quick_ways(patch)
        assert not any(node.send for node in nodes_behind(outputs_of(example, leaves(example))))
        loops = told(example)
        forget_the_ways()
    assert quick == loops


def test_a_quick_node_has_a_quick_way_back():
    x = torch.ones(2, requires_grad=True)
    for y in (x.sin(), x * 2, x * x, x.sum(), x.dot(x), torch.relu(x), x**2):
        assert y.grad_fn.send is not None


def test_what_is_not_as_usual_is_left_to_the_loops():
    x = torch.ones(2, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(lambda t: t * 3, lambda t: t):
        y = x.sin()
    assert y.grad_fn.send is None
    z = x.sin()
    z.grad_fn._raw_saved_self.register_hooks(lambda t: t * 3, lambda t: t)
    assert z.grad_fn.send is None
    y.sum().backward()
    z.sum().backward()
    assert torch.allclose(x.grad, 2 * torch.cos(3 * x))


def test_a_number_and_a_tensor_without_gradient_are_told_apart():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    other = torch.tensor([3.0, 4.0])
    for factor, expected in ((other, [3.0, 4.0]), (5, [5.0, 5.0]), (True, [1.0, 1.0])):
        x.grad = None
        (x * factor).sum().backward()
        assert x.grad.tolist() == expected
        x.grad = None
        (factor * x).sum().backward()
        assert x.grad.tolist() == expected


def test_what_is_written_has_neither_loop_nor_question_whose_answer_is_known():
    text = make_source(elementwise.MUL, 3) + send_source(elementwise.MUL, 3)
    assert "for " not in text
    assert "isinstance" not in text  # both need a gradient, so both are tensors


def test_a_traceback_shows_the_written_line():
    with pytest.raises(AttributeError) as failure:
        elementwise.SIN.unary(None)
    assert "a = x._array" in "".join(traceback.format_tb(failure.tb))
