"""Which way the program went: kept on the graph that was asked about, and gone with it."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from autograd_nb.display.text import to_text
from autograd_nb.trace.branches import MOST
from autograd_nb.trace.document import finish

CHAPTER = """
def f(a):
    b = a * 2
    while b.norm() < 1000:
        b = b * 2
    if b.sum() > 0:
        c = b
    else:
        c = 100 * b
    return c
torch.manual_seed(1)
a = torch.randn(size=(), requires_grad=True)
d = f(a)
e = f(-a)
"""


def told(document: dict[str, Any]) -> list[tuple[str, bool, int]]:
    return [
        (branch["text"], branch["outcome"], branch["source"]["lineno"])
        for node in document["nodes"]
        for branch in node.get("branches", ())
    ]


def test_the_chapter_s_control_flow(session: Any) -> None:
    session.cell(CHAPTER)
    loop = ("while b.norm() < 1000", True, 4)
    ends = ("while b.norm() < 1000", False, 4)
    assert told(session.document("d")) == [*[loop] * 10, ends, ("if b.sum() > 0", True, 6)]
    assert told(session.document("e")) == [*[loop] * 10, ends, ("if b.sum() > 0", False, 6)]
    text = to_text(finish(session.document("d")))
    assert "while b.norm() < 1000: yes, 10 times, then no\nif b.sum() > 0: yes\n" in text


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if y > 3: pass", [("if y > 3", True, 3)]),
        (
            "if y < 3:  # small\n    pass\nelif y.exp() > 1:\n    pass",
            [("if y < 3", False, 3), ("elif y.exp() > 1", True, 5)],
        ),
        ("if y:\n    pass", [("if y", True, 3)]),
        (
            "if y.detach() > 3 and y > 9:\n    pass",
            [("y.detach() > 3", True, 3), ("if y.detach() > 3 and y > 9", False, 3)],
        ),
        ("if y < 3 or y > 9:\n    pass", [("y < 3", False, 3), ("if y < 3 or y > 9", False, 3)]),
        ("if y > 3 or y > 9:\n    pass", [("if y > 3 or y > 9", True, 3)]),
        ("if not y > 3:\n    pass", [("if not y > 3", False, 3)]),
        ("if not (y > 3 and y > 4):\n    pass", [("y > 3", True, 3), ("if not (y > 3 and y > 4)", False, 3)]),
        ("while not y > 3:\n    pass", [("while not y > 3", False, 3)]),
        ("n = 0\nwhile y > 3 and n < 2:\n    n += 1", [("y > 3", True, 4)] * 3),
        ("if 3 < y < 9:\n    pass", [("3 < y", True, 3), ("if 3 < y < 9", True, 3)]),
        ("if 9 < y < 10:\n    pass", [("if 9 < y < 10", False, 3)]),
        ("z = y * 2 if y > 9 else y", [("if y > 9", False, 3)]),
        ("z = [v for v in (y, x) if v > 3]", [("if v > 3", True, 3)]),
        ("if (y > 3).any():\n    pass", [("if (y > 3).any()", True, 3)]),
        ("if (y > 3\n        and y > 4):\n    pass", [("y > 3", True, 3), ("if y > 3 and y > 4", True, 3)]),
        ("if torch.all(y.reshape(1)[0: 1] > 3): pass", [("if torch.all(y.reshape(1)[0: 1] > 3)", True, 3)]),
        ("if max(y, x) is y:\n    pass", []),
        ("assert y > 3", []),
        ("small = not y > 3", []),
        ("bool(y > 3)", []),
        ("if 3 > 2:\n    pass", []),
        ("if torch.ones(()) > 0:\n    pass", []),
    ],
)
def test_what_counts_as_a_branch(session: Any, code: str, expected: list[Any]) -> None:
    session.cell(f"x = torch.tensor(2., requires_grad=True)\ny = x * 3\n{code}")
    assert told(session.document("y")) == expected


def test_an_endless_question_does_not_grow(session: Any) -> None:
    session.cell("x = torch.tensor(2., requires_grad=True)\ny = x * 3\nfor i in range(100):\n    if y > i: pass")
    assert len(told(session.document("y"))) == MOST


def test_a_decision_keeps_no_graph_alive(session: Any) -> None:
    session.cell("x = torch.tensor(2., requires_grad=True)\ny = x * 3\nif (y * y).sum() > 1:\n    pass")
    node = weakref.ref(session.names.pop("y").grad_fn)
    gc.collect()
    assert node() is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "for k in range(2):\n    if k % 2 == 0:\n        y = y * x\n    else:\n        y = y.sin()",
            ["k % 2 == 0: yes", "no"],
        ),
        ("d = torch.ones(())\nif d > 0:\n    y = y * x", ["d > 0: yes"]),
        ("k = 3\nif k == 2:\n    y = y * x\nelif k > 2:\n    y = y.sin()", ["elif k > 2: yes"]),
        ("k = 3\nif k == 2:\n    pass\nelif k > 4:\n    pass\nelse:\n    y = y.sin()", ["elif k > 4: no"]),
        ("k = 3\ny = y.sin() if k else y.cos()", ["k: yes"]),
        ("k = 0\ny = y.sin() if k else y.cos()", ["k: no"]),
        ("y = sum([y * k for k in range(3) if k > 1])", ["k > 1: yes", None]),
        ("if (y * y).sum() > 1:\n    y = y + (\n        x\n    )", ["(y * y).sum() > 1: yes"]),
        ("while y < 7:\n    y = y + x", [None]),
        ("if True:\n    def f(y):\n        return y * x\ny = f(y)", [None]),
        ("y = y * x", [None]),
    ],
)
def test_an_operation_knows_the_branch_that_it_was_made_in(session: Any, code: str, expected: list[Any]) -> None:
    """Whoever asked: a tensor of the graph, a plain number."""
    session.cell(f"x = torch.tensor(2., requires_grad=True)\ny = x * 3\n{code}")
    made = [node for node in session.document("y")["nodes"] if node["kind"] == "op"][1:]
    found = [node.get("under") for node in made]
    words = [None if each is None else f"{each['text']}: {'yes' if each['outcome'] else 'no'}" for each in found]
    assert len(words) == len(expected)
    for word, end in zip(words, expected, strict=True):
        assert word is end is None or (word or "").endswith(end or "nothing")
