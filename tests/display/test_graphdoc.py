"""GraphDoc: one document, its forms, its files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from IPython.core.formatters import DisplayFormatter

import autograd_nb as torch
from autograd_nb.display import dot
from autograd_nb.display.graphdoc import GraphDoc
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.wire import complete
from tests.trace.examples import golden

if TYPE_CHECKING:
    from pathlib import Path

STARTS = {
    "y.svg": b"<svg ",
    "y.html": b"<!doctype html>",
    "y.json": b'{"version": 1',
    "y.dot": b"digraph ",
    "y.txt": b"tensor(28.",
    "y.pdf": b"%PDF-1.4",
    "Y.SVG": b"<svg ",
}


@pytest.mark.parametrize(("name", "start"), STARTS.items(), ids=STARTS)
def test_save_goes_by_the_suffix(name: str, start: bytes, tmp_path: Path) -> None:
    GraphDoc(golden("dot")).save(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_at_the_end_of_a_cell_it_is_a_picture_that_keeps_what_it_shows() -> None:
    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    asked = torch.graph(y)
    y.backward()
    data, metadata = DisplayFormatter().format(asked)
    assert list(data) == ["text/plain", MIME, "text/html"]
    assert data["text/plain"] == repr(asked)
    assert complete(data[MIME]) == asked.to_dict()
    assert asked.to_dict()["backwards"] == []
    assert "<img alt='Computation graph of tensor(28." in data["text/html"]
    assert metadata == {}


@pytest.mark.parametrize("name", ["y.svg", "y.html", "y.dot", "y.pdf"])
def test_every_picture_takes_a_direction(name: str, tmp_path: Path) -> None:
    for direction in ("right", "down"):
        GraphDoc(golden("dot")).save(tmp_path / f"{direction}-{name}", direction=direction)
    assert (tmp_path / f"right-{name}").read_bytes() != (tmp_path / f"down-{name}").read_bytes()
    with pytest.raises(ValueError, match="direction must be 'right' or 'down', got 'up'"):
        GraphDoc(golden("dot")).save(tmp_path / f"up-{name}", direction="up")
    assert not (tmp_path / f"up-{name}").exists()


def test_graphviz_draws_pixels(tmp_path: Path) -> None:
    pytest.importorskip("graphviz")
    target = tmp_path / "y.png"
    try:
        GraphDoc(golden("dot")).save(str(target))
    except RuntimeError as error:
        pytest.skip(str(error))
    picture = target.read_bytes()
    assert picture.startswith(b"\x89PNG")
    # As sharp as the one that the page exports: two pixels for each that Graphviz would make.
    wide = dot.digraph(golden("dot")).pipe(format="png")
    assert int.from_bytes(picture[16:20]) >= 1.9 * int.from_bytes(wide[16:20])


def test_without_graphviz_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"'dot' program was not found; install Graphviz, or save as \.svg or \.pdf"):
        GraphDoc(golden("dot")).save(tmp_path / "y.png")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "slide.png").write_bytes(b"the picture of last year")
    with pytest.raises(RuntimeError, match="not found"):
        GraphDoc(golden("dot")).save(tmp_path / "slide.png")
    assert (tmp_path / "slide.png").read_bytes() == b"the picture of last year"


@pytest.mark.parametrize("name", ["y.bmp", "y"])
def test_other_suffixes_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"must end in one of \.svg, \.html, \.json, \.dot, \.txt, \.png, \.pdf"):
        GraphDoc(golden("dot")).save(tmp_path / name)


def test_other_forms_are_refused() -> None:
    with pytest.raises(ValueError, match="a graph has the forms svg, html, json, dot, txt, png, pdf, not 'bmp'"):
        GraphDoc(golden("dot")).form("bmp")


@pytest.mark.parametrize(
    ("value", "name"),
    [(3, "int"), (None, "NoneType"), ([torch.ones(1)], "list"), (torch.nn.Linear(1, 1), "Linear: call it, and give")],
)
def test_a_graph_is_one_of_a_tensor(value: object, name: str) -> None:
    with pytest.raises(TypeError, match=rf"^graph\(\) takes a tensor, not {name}"):
        torch.graph(value)


def test_json_is_the_document_in_its_order() -> None:
    text = GraphDoc(golden("dot")).to_json()
    assert json.loads(text) == golden("dot")
    assert list(json.loads(text))[:4] == ["version", "text", "root", "nodes"]
    assert "×" in text


def test_a_dictionary_taken_out_is_a_copy() -> None:
    graph = GraphDoc(golden("dot"))
    graph.to_dict()["nodes"].clear()
    assert graph.to_dict() == golden("dot")


def test_repr_is_short() -> None:
    assert repr(GraphDoc(golden("dot"))) == "<GraphDoc of tensor(28., grad_fn=<MulBackward0>): 4 nodes>"
    assert repr(GraphDoc(golden("loop"))) == "<GraphDoc of tensor(512., grad_fn=<MulBackward0>): 19 nodes>"
    assert len(repr(GraphDoc(golden("dot") | {"text": "x" * 1000}))) < 100


def test_a_picture_is_the_same_before_and_after_all_layouts_are_made() -> None:
    x = torch.arange(3.0, requires_grad=True)
    y = x
    for _ in range(9):
        y = y * x
    shown = torch.graph(y)
    assert shown._doc["layout"] is None, "one picture needs one of the four layouts"
    before = [shown.to_svg(direction=direction) for direction in ("right", "down")]
    assert shown.to_dict() == make_document(y, locals())
    assert shown.to_json() == json.dumps(make_document(y, locals()), ensure_ascii=False)
    assert [shown.to_svg(direction=direction) for direction in ("right", "down")] == before
