"""Names, values, source lines and errors are text in every form that Python writes, whatever stands in them."""

from __future__ import annotations

import json
import shutil
import subprocess
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from autograd_nb.display.graphdoc import GraphDoc
from autograd_nb.display.html import fallback_html
from tests.trace.examples import golden

FREE = {
    *("text", "name", "op", "symbol", "formula", "local", "label", "line", "expression", "by", "call", "type"),
    *("explanation", "says", "question", "hint", "missing", "reason"),
}
"""Keys of a document whose values are words of the learner, of a library, or of an error."""

TEXTS = {
    "markup": "\"'><img src=x onerror=alert(1)><script>alert(2)</script><!-- &lt;b&gt; ]]> </title></style>",
    "dot": '"]; evil [label="gone" URL="http://x"]; // \\" \\N \\G \\l <b>bold</b> {a|b} \\',
    "template": "${alert(1)} {{alert(1)}} `%s` {0} %(a)s $$x^2$$ \\(x\\)",
    "control": "a\x1b[31mred\x1b[0m \x00\x01\x07\x08\x0b\x0c\x7f\x9b b\r\nc\u2028d\u202ee\ufffe\ufeff",
    "surrogate": "one \ud800 half",
    "long": "W" * 20_000,
}


def poisoned(found: Any, text: str, key: str = "") -> Any:
    """A document with `text` wherever words stand."""
    if isinstance(found, dict):
        return {name: poisoned(value, text, name) for name, value in found.items()}
    if isinstance(found, list):
        return [poisoned(value, text, key) for value in found]
    return text if isinstance(found, str) and key in FREE else found


@pytest.fixture(params=["detach", "dot_history", "error", "loop"])
def clean(request: pytest.FixtureRequest) -> dict[str, Any]:
    return golden(request.param)


@pytest.fixture(params=TEXTS)
def document(request: pytest.FixtureRequest, clean: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = poisoned(clean, TEXTS[request.param])
    return found


def shape(svg: str) -> list[tuple[str, frozenset[str]]]:
    """The elements of a picture and the names of their attributes, without the texts."""
    elements = ET.fromstring(svg).iter()
    return [(each.tag, frozenset(each.attrib)) for each in elements]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_svg(document: dict[str, Any], theme: str) -> None:
    svg = GraphDoc(document).to_svg(theme)
    svg.encode()
    allowed = {
        "svg",
        "style",
        "defs",
        "marker",
        "g",
        "rect",
        "path",
        "circle",
        "line",
        "text",
        "tspan",
        "title",
        "desc",
    }
    for tag, attributes in shape(svg):
        assert tag.removeprefix("{http://www.w3.org/2000/svg}") in allowed
        assert not [name for name in attributes if name.startswith("on") or name.endswith("href")]


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script":
            self.scripts.append(data)


def elements(html: str) -> Elements:
    reader = Elements()
    reader.feed(html)
    reader.close()
    return reader


def test_the_fallback(clean: dict[str, Any], document: dict[str, Any]) -> None:
    html = fallback_html(document)
    html.encode()
    ours = {tag for tag, _ in elements(fallback_html(clean)).found} | {"td", "th", "tr"}
    for tag, attributes in elements(html).found:
        assert tag in ours
        assert not [name for name in attributes if name.startswith("on")]


def test_the_page(clean: dict[str, Any], document: dict[str, Any]) -> None:
    html = GraphDoc(document).to_html()
    html.encode()
    before, after = elements(GraphDoc(clean).to_html()), elements(html)
    assert [tag for tag, _ in after.found] == [tag for tag, _ in before.found]
    assert [names for _, names in after.found] == [names for _, names in before.found]
    assert len(after.scripts) == len(before.scripts)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz reads the DOT text")
def test_dot(clean: dict[str, Any], document: dict[str, Any]) -> None:
    def read(text: str) -> dict[str, Any]:
        done = subprocess.run(["dot", "-Tdot_json"], input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"syntax error" not in done.stderr
        answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8", "replace"), strict=False)
        return answer

    before, after = read(GraphDoc(clean).to_dot()), read(GraphDoc(document).to_dot())
    names = [[thing["name"] for thing in graph.get("objects", [])] for graph in (before, after)]
    assert names[0] == names[1]
    edges = [[(edge["tail"], edge["head"]) for edge in graph.get("edges", [])] for graph in (before, after)]
    assert edges[0] == edges[1]
    assert not any("URL" in thing for thing in after.get("objects", []))


def test_text_holds_nothing_that_a_terminal_obeys(document: dict[str, Any]) -> None:
    text = GraphDoc(document).to_text()
    text.encode()
    odd = {c for c in text if (c < " " and c != "\n") or "\x7f" <= c < "\xa0"}
    assert odd == set()


def test_json_is_read_back(document: dict[str, Any]) -> None:
    assert json.loads(GraphDoc(document).to_json()) == document


def test_files_are_written(document: dict[str, Any], tmp_path: Any) -> None:
    for suffix in (".svg", ".html", ".dot", ".txt", ".json", ".pdf"):
        GraphDoc(document).save(tmp_path / f"graph{suffix}")
        assert (tmp_path / f"graph{suffix}").stat().st_size > 0
