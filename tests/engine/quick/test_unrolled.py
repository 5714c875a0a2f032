"""The quick way through each row does what the loops do, and leaves to them what is not as usual."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine.ops import elementwise
from autograd_nb.engine.quick import unrolled
from autograd_nb.engine.quick.unrolled import forward_source, send_source
from tests.engine.test_rows import EXAMPLES, ROWS, every_derivative, leaves, nodes_behind, outputs_of, weighted

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

WAYS = ("apply", "optional", "unary", "binary", "finish")


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


def test_tensors_among_the_options_have_a_quick_way_back_until_they_are_changed():
    x, i = torch.ones(3, requires_grad=True), torch.tensor([2, 0, 2])
    g = np.ones(3, np.float32)
    for y in (x.index_select(0, i), x.gather(0, i), torch.where(i == 2, x, 0.0), torch.take(x, i)):
        [sent, *_] = y.grad_fn.send(y.grad_fn, g)
        assert sent.tolist() == [1.0, 0.0, 1.0 if y.grad_fn.name() == "WhereBackward0" else 2.0]
    y = x.index_select(0, i)
    i.zero_()
    assert y.grad_fn.send(y.grad_fn, g) is None
    with pytest.raises(RuntimeError, match=r"\[torch.LongTensor \[3\]\] is at version 1; expected version 0 instead"):
        y.sum().backward()


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


def test_a_version_is_saved_with_an_input_unless_it_is_0():
    x, w = torch.ones(2, requires_grad=True), torch.ones(2)
    before = x * w
    w.add_(1)
    after = x * w
    assert (before.grad_fn.saved, after.grad_fn.saved) == ([w], [(w, 1)])
    assert [node.kept()[0].version for node in (before.grad_fn, after.grad_fn)] == [0, 1]
    with pytest.raises(RuntimeError, match="is at version 1; expected version 0 instead"):
        before.sum().backward()
    assert x.grad is None
    after.sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]
    after = x * w
    w.add_(1)
    with pytest.raises(RuntimeError, match="is at version 2; expected version 1 instead"):
        after.sum().backward()


def test_what_is_written_has_neither_loop_nor_question_whose_answer_is_known():
    back = send_source(elementwise.MUL, 3)
    saved = next(line for line in forward_source(elementwise.MUL, "binary").splitlines() if "mask == 3" in line)
    assert "for " not in back + saved
    assert "isinstance" not in back + saved  # both need a gradient, so both are tensors
    assert "mask" not in forward_source(elementwise.SIN, "unary")  # there is one input


def test_a_traceback_shows_the_written_line():
    with pytest.raises(AttributeError) as failure:
        elementwise.SIN.unary(None)
    assert "a = x._array" in "".join(traceback.format_tb(failure.tb))


def test_without_the_wish_for_arrays_numbers_are_made_arrays(monkeypatch: pytest.MonkeyPatch):
    """NumPy before 2.3 does not take `out=...`."""
    assert ("out=..." in forward_source(elementwise.SIN, "unary")) == (np.lib.NumpyVersion(np.__version__) >= "2.3.0")
    with monkeypatch.context() as patch:
        patch.setattr(unrolled, "_TAKES_DOTS", False)
        assert "out=..." not in forward_source(elementwise.SIN, "unary")
        forget_the_ways()
        x = torch.tensor(2.0, requires_grad=True)
        y = (x.sin() * x + 1).exp()
        y.backward()
        assert (type(y._array), y.dtype, x.grad.dtype) == (np.ndarray, torch.float32, torch.float32)
        older = [y.item(), x.grad.item()]
    forget_the_ways()
    x = torch.tensor(2.0, requires_grad=True)
    y = (x.sin() * x + 1).exp()
    y.backward()
    assert [y.item(), x.grad.item()] == older


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div", "sin", "exp", "log", "sqrt", "tanh", "maximum", "atan2"])
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_numbers_on_the_way_back_have_the_bits_of_arrays(name: str, dtype: Any):
    """A tensor without dimensions is differentiated with NumPy's numbers, one with a dimension of one with arrays."""
    function = getattr(torch, name)
    count = 2 if name in ("add", "sub", "mul", "div", "maximum", "atan2") else 1
    for values in ((1.7, 0.3), (2.5e4, 3e-5), (0.0, 1.0), (float("inf"), 2.0), (1.0, 1.0)):
        found = []
        for shape in ((), (1,)):
            inputs = [torch.tensor(v, dtype=dtype).reshape(shape).requires_grad_() for v in values[:count]]
            function(*inputs).backward(torch.full(shape, 0.7, dtype=dtype))
            found.append([t.grad._array.reshape(()).tobytes() for t in inputs])
            assert all(t.grad.dtype == dtype and t.grad.shape == shape for t in inputs)
        assert found[0] == found[1]


def test_a_comparison_is_quick_too_and_is_told():
    x = torch.ones(2, requires_grad=True)
    with torch.inference_mode():
        assert (x < 2).is_inference()
    y = x < torch.tensor([0.0, 2.0])
    assert (y.tolist(), y.requires_grad, y.grad_fn) == ([False, True], False, None)
    with pytest.raises(RuntimeError, match="must match the size"):
        _ = x < torch.ones(3)
