"""A notebook in miniature: cells run one after the other in one namespace, with recording on."""

from __future__ import annotations

import itertools
import linecache
from typing import TYPE_CHECKING, Any

import pytest

import autograd_nb as torch
from autograd_nb.trace import document, record

if TYPE_CHECKING:
    from collections.abc import Iterator

numbers = itertools.count()


class Session:
    """`cell()` runs code as IPython does: under a file name of its own, whose text linecache knows."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__", "torch": torch}

    def cell(self, text: str, *, readable: bool = True) -> Session:
        filename = f"<cell {next(numbers)}>"
        if readable:
            linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
        exec(compile(text, filename, "exec"), self.names)
        return self

    def document(self, name: str) -> dict[str, Any]:
        """The document of a variable, before folding and layout."""
        return document.collect(self.names[name], self.names)

    def nodes(self, name: str) -> dict[str, dict[str, Any]]:
        """The nodes of a variable's document, by name, else by formula or value."""
        found = {}
        for node in self.document(name)["nodes"]:
            found[node["name"] or node["formula"] or node["value"]["text"]] = node
        return found


@pytest.fixture
def session() -> Iterator[Session]:
    with record.recording():
        yield Session()
