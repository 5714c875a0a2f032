"""What a page asks its kernel for by its model, and what it is told."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from autograd_nb.display.asked import answer
from autograd_nb.display.graphdoc import GraphDoc
from tests.trace.examples import golden

if TYPE_CHECKING:
    from pathlib import Path


def said(**asked: Any) -> dict[str, Any]:
    found = answer(golden("dot_backward"), {"export": 3, **asked})
    assert found is not None
    assert found.pop("export") == 3
    return found


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("kind", ["svg", "pdf", "dot", "html"])
def test_the_file_that_save_writes(kind: str, direction: str) -> None:
    made = GraphDoc(golden("dot_backward")).form(kind, direction)
    assert base64.b64decode(said(kind=kind, direction=direction)["file"]) == made


def test_kept_files_write_over_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = base64.b64encode(b"\x89PNG of the page").decode()
    for name in ("graph.png", "graph-1.png"):
        assert said(kind="png", file=given, keep=True) == {"path": str(tmp_path / name)}
        assert (tmp_path / name).read_bytes() == b"\x89PNG of the page"
    assert said(kind="dot", keep=True) == {"path": str(tmp_path / "graph.dot")}
    assert (tmp_path / "graph.dot").read_text(encoding="utf-8").startswith("digraph")


def test_what_cannot_be_made_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(kind="../../x") == {"error": "there are no ../../x files of a graph"}
    assert said(kind="pdf", direction="up") == {"error": "direction must be 'right' or 'down', got 'up'"}
    assert "error" in said(kind="dot", file="no base64!", keep=True)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("PATH", "")
    assert "install Graphviz, or save as .svg or .pdf" in said(kind="png")["error"]


@pytest.mark.parametrize("message", [None, "export", 7, {}, {"type": "anywidget-command"}])
def test_other_messages_are_left_to_others(message: object) -> None:
    assert answer(golden("dot"), message) is None
