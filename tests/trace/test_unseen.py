"""What was changed behind autograd's back is marked, with the line that did it; what autograd notices is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.display.text import to_text
from autograd_nb.trace import record
from autograd_nb.trace.document import make_document
from autograd_nb.trace.record import recording
from tests.display.test_explaining import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

jsonschema = pytest.importorskip("jsonschema")

START = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"


@pytest.fixture(autouse=True)
def recorded() -> Iterator[None]:
    with recording():
        yield


def unseen(code: str, session: Any) -> list[tuple[str, str, str]]:
    """The operation, what it had saved, and the line, for each mark in the document of `y`."""
    session.cell(START + code)
    document = session.document("y")
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    ops = {node["id"]: node["op"] for node in document["nodes"]}
    return [
        (ops[each["node"]], each["says"].split("`")[1], each["source"]["line"] if each["source"] else "")
        for each in document.get("unseen", [])
    ]


@pytest.mark.parametrize(
    ("code", "marks"),
    [
        ("y = (x * x).sum()\nx.data.mul_(2)", [("MulBackward0", "x", "x.data.mul_(2)")]),
        ("y = (x * x).sum()\nx.data -= 1", [("MulBackward0", "x", "x.data -= 1")]),
        ("y = (x * x).sum()\nx.data[0] = 5.0", [("MulBackward0", "x", "x.data[0] = 5.0")]),
        ("y = (x * x).sum()\nx.data = torch.zeros(2)", [("MulBackward0", "x", "x.data = torch.zeros(2)")]),
        ("h = x.exp()\ny = h.sum()\nh.data.zero_()", [("ExpBackward0", "h", "h.data.zero_()")]),
        ("d = x.data\ny = (x * x).sum()\nd.add_(1)", [("MulBackward0", "x", "d.add_(1)")]),
        ("h = x + 1\ny = (h * h).sum()\na = h.detach().numpy()\na[0] = 7", [("MulBackward0", "h", "")]),
        (
            "a = (x.exp()).detach().numpy()\nh = x.exp()\ny = h.sum()\nh.detach().numpy()[1] = 0",
            [("ExpBackward0", "h", "")],
        ),
        ("y = (x * x).sum()\nx.detach().numpy()[0] = 7", [("MulBackward0", "x", "")]),
        ("c = torch.ones(2)\ny = (x * c).sum()\nc.numpy()[0] = 7", [("MulBackward0", "c", "")]),
        ("y = (x * x).sum()\nx.data.mul_(2)\ny.backward()", [("MulBackward0", "x", "x.data.mul_(2)")]),
        ("y = (x * x).sum()\nx.detach().numpy()[0] = 7\ny.backward()", [("MulBackward0", "x", "")]),
        (
            "h = x * x\ny = (h * x).sum()\nx.data.mul_(2)\ny.backward()",
            [("MulBackward0", "x", "x.data.mul_(2)"), ("MulBackward0", "x", "x.data.mul_(2)")],
        ),
    ],
)
def test_it_is_marked(code: str, marks: list[tuple[str, str, str]], session: Any) -> None:
    assert unseen(code, session) == marks


@pytest.mark.parametrize(
    "code",
    [
        "y = (x * x).sum()",
        "x.data.mul_(2)\ny = (x * x).sum()\ny.backward()",
        "y = (x + 1).sum()\nx.data.mul_(2)",  # nothing was saved
        "y = (x * x).sum()\nx.data.mul_(1)",  # nothing was changed
        "y = (x * x).sum()\ny.backward()\nx.data.mul_(2)",  # too late to matter
        "y = (x * x).sum()\nx.data",
        "y = (x * x).sum()\nx.detach().numpy()",
        "h = x[0]\ny = h * h\nx.data[1] = 9.0",  # another part of the memory
        "y = (x * x).sum()\nx.detach().clone().mul_(2)",
        "a = x.detach().numpy()\na[0] = 7\ny = (x * x).sum()",
        "for _ in range(3):\n    y = (x * x).sum()\n    y.backward()\n    x.data -= 0.1 * x.grad\n    x.grad = None",
        "x = torch.tensor([float('nan')], requires_grad=True)\ny = (x * x).sum()\nx.detach().numpy()",
    ],
)
def test_it_is_not_marked(code: str, session: Any) -> None:
    assert unseen(code, session) == []


def test_what_autograd_notices_is_its_business(session: Any) -> None:
    assert unseen("y = (x * x).sum()\nwith torch.no_grad():\n    x.mul_(2)", session) == []
    (node,) = [node for node in session.document("y")["nodes"] if node["op"] == "MulBackward0"]
    assert {saved["state"] for saved in node["saved"]} == {"overwritten"}


def test_nothing_fails_and_the_gradients_are_those_of_pytorch(session: Any) -> None:
    session.cell(START + "y = (x * x).sum()\nx.data.mul_(3)\ny.backward()")
    assert session.names["x"].grad.tolist() == [6.0, 12.0]


def test_large_tensors_are_known_by_their_writes(session: Any) -> None:
    code = "x = torch.ones(100, requires_grad=True)\ny = (x * x).sum()\nx.data.mul_(2)\ny.backward()"
    assert unseen(code, session) == [("MulBackward0", "x", "x.data.mul_(2)")]


def test_readers_of_text_are_told(session: Any) -> None:
    session.cell(START + "y = (x * x).sum()\nx.data.mul_(2)")
    assert "MulBackward0 saved x, and then x.data.mul_(2) changed it behind autograd's back" in to_text(
        session.document("y")
    )


def test_in_a_program(session: Any) -> None:
    del session
    x = torch.ones(2, requires_grad=True)
    y = (x * x).sum()
    x.data.mul_(2)
    (found,) = make_document(y)["unseen"]
    assert found["says"].form[1:] == ["MulBackward0", "x", "x.data.mul_(2)"]


def test_a_look_takes_no_number_from_the_operations(session: Any) -> None:
    session.cell(START + "y = x * x\nx.data.mul_(2)\nx.detach().numpy()[0] = 1\nz = y * y")
    numbers = [session.names[name].grad_fn._sequence_nr() for name in "yz"]
    assert numbers[1] == numbers[0] + 1


@pytest.mark.parametrize("where", ["between = x.detach().numpy()\n", ""])
def test_numpy_is_caught_at_large_arrays(where: str, session: Any) -> None:
    code = "x = torch.ones(5000, requires_grad=True)\na = x.detach().numpy()\n"
    assert unseen(code + "y = (x * x).sum()\n" + where + "y.backward()", session) == []
    session.cell("z = (x * x).sum()\n" + where)
    record.recorder.unseen.settle()  # where a cell ends
    session.cell("a[2500] = 7.0")
    document = session.document("z")
    assert [each["source"] for each in document["unseen"]] == [None]
    assert "as an array of NumPy's" in document["unseen"][0]["says"]


@pytest.mark.parametrize("size", [20_000, 1_000_000])
@pytest.mark.parametrize(
    "shared",
    [
        "x = torch.ones({size}, requires_grad=True)\na = x.detach().numpy()",
        "x = torch.ones({size}, requires_grad=True)\na = np.asarray(x.data)",
        "a = np.ones({size}, np.float32)\nx = torch.from_numpy(a).requires_grad_()",
        "a = np.ones({size}, np.float32)\nx = torch.as_tensor(a).requires_grad_()",
    ],
)
@pytest.mark.parametrize("change", ["a[len(a) // 2] = 7", "a *= -1", "a[10:-10] = a[10:-10] * 2"])
def test_numpy_is_caught_in_the_middle_of_what_is_larger(size: int, shared: str, change: str, session: Any) -> None:
    session.cell(f"import numpy as np\n{shared.format(size=size)}\ny = (x * x).sum()")
    record.recorder.unseen.settle()
    session.cell("a.sum()")
    assert "unseen" not in session.document("y")
    session.cell(change)
    assert [each["source"] for each in session.document("y")["unseen"]] == [None]


def test_of_what_numpy_was_given_the_latest_is_watched() -> None:
    watched = record.recorder.unseen
    tensors = [torch.ones(900_000, requires_grad=True).detach() for _ in range(4)]
    arrays = [tensor.numpy() for tensor in tensors]
    beyond = torch.ones(3_000_000, requires_grad=True).detach()
    assert beyond.numpy().size
    known = [lent.array() for lent in watched._lent]
    found = [any(array is not None and np.may_share_memory(array, each) for array in known) for each in arrays]
    assert found == [False, False, True, True]
    assert not any(array is not None and np.may_share_memory(array, beyond.numpy()) for array in known)


def test_what_numpy_changed_before_is_no_change(session: Any) -> None:
    session.cell("x = torch.ones(5000, requires_grad=True)\na = x.detach().numpy()\na[2500] = 7.0")
    record.recorder.unseen.settle()
    session.cell("y = (x * x).sum()\ny.backward()")
    assert "unseen" not in session.document("y")


def test_what_is_gone_is_let_go() -> None:
    watched = record.recorder.unseen
    array = torch.ones(5000, requires_grad=True).detach().numpy()
    known = len(watched._lent)
    del array
    watched.settle()
    assert len(watched._lent) < known
