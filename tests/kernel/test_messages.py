"""What the kernel sends a page for the chapter's graphs: 2 KB for each node that a walk has visited."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete
from tests.display.test_mime import CELLS, VISITED, visited
from tests.kernel.conftest import ROOT, Kernel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHAPTER = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOWN = {"y": ("y = x.sum()", "y = x * x"), "z": ("z = u * x", "z = y * x"), "d": ("d = f(a)",)}


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Kernel]:
    kernel = Kernel(tmp_path)
    yield kernel
    kernel.stop()


def sent(kernel: Kernel, code: str) -> dict[str, list[tuple[dict[str, Any] | None, int]]]:
    """The messages of a cell of a page that JupyterLab has opened: by view, the document of each and its bytes."""
    found: dict[str, list[tuple[dict[str, Any] | None, int]]] = {}
    views = kernel.__dict__.setdefault("views", {})

    def note(message: dict[str, Any]) -> None:
        content = message["content"]
        assert message["msg_type"] != "error", content
        if message["msg_type"] not in {"display_data", "update_display_data", "comm_open", "comm_msg"}:
            return
        if "comm_id" in content:
            view, document = content["comm_id"], None
        elif MIME in content["data"]:
            volatile = content["metadata"][MIME]
            view = views.setdefault(content["transient"]["display_id"], f"{volatile['cell_id']}-{volatile['output']}")
            document = complete(content["data"][MIME])
        else:
            return
        size = len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        found.setdefault(view, []).append((document, size))

    kernel.client.session.metadata = {"cellId": str(uuid.uuid4())}
    kernel.client.execute_interactive(code, timeout=60, output_hook=note)
    return found


def check(kernel: Kernel, code: str) -> int:
    """How many graphs the messages of a cell are about that a walk has visited."""
    walked = 0
    for messages in sent(kernel, code).values():
        documents = [document for document, _ in messages if document is not None]
        assert len(documents) == 1, "one message for each view; that of its model says no more than a number"
        if any(walk["steps"] for walk in documents[0]["backwards"]):
            walked += 1
            assert sum(size for _, size in messages) <= VISITED * visited(documents[0]), code
    return walked


def test_examples(page: Kernel) -> None:
    page.run("import torch")
    for cells, _ in CELLS.values():
        *making, walk = cells
        for cell in [*making, "y"]:
            check(page, cell)
        assert check(page, walk) >= 1, walk


@pytest.mark.parametrize("path", CHAPTER, ids=lambda path: path.stem)
def test_the_chapter(page: Kernel, path: Path) -> None:
    """Also with each tensor shown that a cell has made."""
    walked = 0
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        walked += check(page, cell.source)
        for name, made in SHOWN.items():
            if any(line in cell.source for line in made):
                walked += check(page, name)
    assert walked >= 3
