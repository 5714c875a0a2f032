"""The document in words."""

from __future__ import annotations

import pytest

import autograd_nb as torch
from autograd_nb.display.text import to_text
from autograd_nb.trace.fold import fold
from tests.trace.examples import NAMES, doubling, golden, recurrent

EXPECTED = {
    "dot": """\
tensor(28., grad_fn=<MulBackward0>)

y = ×, MulBackward0, value 28.
  dot, DotBackward0, value 14.
    x, leaf, shape [4], value [0., 1., 2., 3.], grad None
    x, see above
  2, constant
""",
    "dot_history": """\
tensor(28., grad_fn=<MulBackward0>)

y = ×, MulBackward0, value 28., gradient 1., visited 1
  dot, DotBackward0, value 14., gradient 2., visited 2
    x, leaf, shape [4], value [0., 1., 2., 3.], grad [1., 5., 9., 13.] (added to)
    x, see above
  2, constant

y.backward(retain_graph=True) with seed 1.:
  1. y = × receives 1. and sends 2. to dot.
  2. dot receives 2. and sends [0., 2., 4., 6.] and [0., 2., 4., 6.] to x.
  3. x receives [0., 4., 8., 12.]; x.grad is filled and now holds [0., 4., 8., 12.].

x.grad.zero_(): x.grad is zeroed and now holds [0., 0., 0., 0.].
s.backward(): x.grad is added to and now holds [1., 1., 1., 1.].

y.backward(retain_graph=True) with seed 1.:
  1. y = × receives 1. and sends 2. to dot.
  2. dot receives 2. and sends [0., 2., 4., 6.] and [0., 2., 4., 6.] to x.
  3. x receives [0., 4., 8., 12.]; x.grad is added to and now holds [1., 5., 9., 13.].
""",
    "detach": """\
tensor([ 0.,  1.,  8., 27.], grad_fn=<MulBackward0>)

z = ×, MulBackward0, value [0., 1., 8., 27.], gradient [1., 1., 1., 1.], visited 1
  u = [0., 1., 4., 9.], constant
    y = ×, MulBackward0, value [0., 1., 4., 9.], cut off by detach() in u = y.detach()
      x, leaf, shape [4], value [0., 1., 2., 3.], grad [0., 1., 4., 9.] (filled)
      x, see above
  x, see above

z.sum().backward() with seed 1.:
  1. z = × receives [1., 1., 1., 1.] and sends [0., 1., 4., 9.] to x.
  2. x receives [0., 1., 4., 9.]; x.grad is filled and now holds [0., 1., 4., 9.].
""",
    "loop": """\
tensor(512., grad_fn=<MulBackward0>)

b × 9, 9 turns of 1 operation, value 512., gradient 1., visited 1 to 9
  a, leaf, scalar, value 1., grad 512. (filled)
(18 nodes inside loops are not listed)

b.backward() with seed 1.:
  1 to 9. b × 9 receives 1. and sends 512. to a.
  10. a receives 512.; a.grad is filled and now holds 512.
""",
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_whole_texts(name: str, expected: str) -> None:
    assert to_text(golden(name)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_drawn_node_is_told_once(name: str) -> None:
    document = golden(name)
    tree = to_text(document).split("\n\n")[1]
    leaves = sum(", leaf, " in line for line in tree.splitlines())
    assert leaves == sum(node["kind"] == "leaf" for node in document["nodes"])


def test_a_failed_walk_says_where_and_why() -> None:
    text = to_text(golden("error"))
    assert "  Failed at y = ×: RuntimeError: Trying to backward through the graph a second time" in text


def test_a_gradient_handed_back_is_no_change() -> None:
    document = golden("dot_backward")
    document["changes"] = []
    step = document["backwards"][0]["steps"][2]
    step["kind"] = "capture"
    del step["change"]
    assert "  3. The gradient of x is handed back: [0., 4., 8., 12.]. Its .grad stays as it is.\n" in to_text(document)


def test_a_leaf_that_was_changed_since_is_told_with_both_values() -> None:
    document = golden("dot")
    document["nodes"][0]["later"] = {"value": {"text": "[0., 0., 0.,\n        0.]"}, "by": "x.zero_()", "source": None}
    assert "x, leaf, shape [4], value [0., 1., 2., 3.], now [0., 0., 0., 0.], grad None\n" in to_text(document)


def test_what_is_left_out_is_said() -> None:
    assert "(7 nodes of the graph are left out)\n" in to_text(golden("dot") | {"omitted": 7})


def test_deep_graphs_neither_recurse_nor_run_off_the_page() -> None:
    lines = to_text(doubling(3000)).splitlines()
    assert len(lines) > 6000
    assert max(len(line) - len(line.lstrip()) for line in lines) == 24


def test_a_long_loop_is_told_in_a_few_lines() -> None:
    document = recurrent(500)
    fold(document)
    assert len(to_text(document).splitlines()) == 8


def test_results_that_are_used_beside_each_other_receive_gradients_of_their_own():
    x = torch.arange(4.0, requires_grad=True)
    with torch.recording():
        a, b = x.chunk(2)
        y = (a * b).sum() + a.sum()
        y.backward()
    text = torch.graph(y, {"x": x, "a": a, "b": b, "y": y}).to_text()
    gradients = "gradient [3., 4.] for a and [0., 1.] for b"
    assert f"a, b = split, SplitBackward0, value [0., 1.] of a and [2., 3.] of b, {gradients}, visited 5" in text
    assert "a, b = split receives [3., 4.] for a and [0., 1.] for b and sends [3., 4., 0., 1.] to x." in text


def test_a_constant_that_asks_for_gradients_too_late():
    x = torch.ones(2, requires_grad=True)
    c = torch.tensor([3.0, 4.0])
    with torch.recording():
        y = (x * c).sum()
    assert ", constant\n" in torch.graph(y).to_text()
    c.requires_grad_()
    assert ", constant, requires_grad was set too late for this graph\n" in torch.graph(y).to_text()
    d = torch.zeros(2)
    with torch.recording():
        y = (x * d).sum()
    d[0] = x.sum()
    assert "too late" not in torch.graph(y).to_text(), "it is a result by now"
