"""Chromium with the network cut, and nbconvert as a reader runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import numpy as np
import pypdfium2
import pytest

from autograd_nb.trace.document import MIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "notebooks"
DOCUMENT = CHAPTER / "2.5-automatic-differentiation.ipynb"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


TEXT = "tensor(28., grad_fn=<MulBackward0>)"
CELLS = ["import torch\nx = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny", "y.backward()"]


def shown(document: object, **more: object) -> Any:
    """A cell as it is saved, showing a graph."""
    output = nbformat.v4.new_output("display_data", data={"text/plain": TEXT, MIME: document, **more})
    return nbformat.v4.new_code_cell("y", outputs=[output], execution_count=1)


def golden(name: str = "dot_history") -> Any:
    return json.loads((ROOT / f"tests/golden/{name}.json").read_text(encoding="utf-8"))


def shows_the_graph(path: Path) -> bool:
    """Whether a page of the PDF has the surface of a leaf, in the pictures' own colour."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=2, rev_byteorder=True).to_numpy()[:, :, :3] for page in document]
    return any(np.count_nonzero((page == list(bytes.fromhex("eef7f1"))).all(axis=2)) > 2000 for page in pages)


def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path is not None, "these tests need Chromium on the PATH"
    return path


def nbconvert(notebook: Path, *arguments: str, **variables: str) -> str:
    """Run `jupyter nbconvert` beside the notebook; what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(notebook.parent / "ipython"), **variables}
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", *arguments, str(notebook)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """The user's document as it is saved."""
    return Path(shutil.copy(DOCUMENT, tmp_path / "document.ipynb"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Save a notebook of code cells for our kernel; a cell is its source, or a ready-made cell."""

    def write(*cells: object, name: str = "written") -> Path:
        ready = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        made = nbformat.v4.new_notebook(cells=ready)
        made.metadata["kernelspec"] = {"name": "autograd_nb", "display_name": "autograd_nb", "language": "python"}
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(made, path)
        return path

    return write


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield browser
    browser.close()


class Offline:
    """A page that cannot reach anything, what it asked for and what its console said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: Path) -> Page:
        self.page.goto(path.as_uri())
        return self.page

    @property
    def outside(self) -> list[str]:
        """Addresses beyond this machine that the page asked for."""
        return [address for address in self.asked if address.startswith("http")]


@pytest.fixture
def offline(browser: Browser) -> Iterator[Offline]:
    context = browser.new_context(offline=True, reduced_motion="reduce", viewport={"width": 1100, "height": 900})
    context.set_default_timeout(20_000)
    yield Offline(context.new_page())
    context.close()
