"""`show(y)` in a real marimo: its own server, its own page, nothing from a network."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import textwrap
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, SCREENSHOTS, View, free_port
from tests.browser.test_hostile_text import CODE, WALK, check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("marimo")
pytestmark = pytest.mark.browser

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import autograd_nb as torch
    from autograd_nb.trace import record

    record.start()  # marimo has no %load_ext
    return mo, torch


@app.cell
def _(torch):
    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    y
    return x, y


@app.cell
def _(mo, torch, y):
    w = torch.show(y)
    view = mo.ui.anywidget(w)
    view
    return view, w


@app.cell
def _(mo, view):
    mo.md(f"selected {view.value['selected']}, steps {view.value['steps']}")
    return


@app.cell
def _(mo, w, x, y):
    def walk(_):
        y.backward(retain_graph=True)
        w.update()

    def first(_):
        w.step = 1

    def other(_):
        w.update((x * x * x).sum())

    buttons = [
        mo.ui.button(label="Backward", on_click=walk),
        mo.ui.button(label="First", on_click=first),
        mo.ui.button(label="Other", on_click=other),
    ]
    mo.hstack(buttons)
    return (buttons,)


if __name__ == "__main__":
    app.run()
"""

HOSTILE = f"""\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import autograd_nb as torch
    from autograd_nb.trace import record

    record.start()
    x = torch.arange(4.0, requires_grad=True)
{textwrap.indent(CODE, "    ")}
    {WALK}
    mo.ui.anywidget(torch.show(y))
    return


if __name__ == "__main__":
    app.run()
"""


@pytest.fixture
def address(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A marimo server that runs APP, or another that a test asks for, with nothing of the user's."""
    notebook = tmp_path / "graph.py"
    notebook.write_text(getattr(request, "param", APP), encoding="utf-8")
    port, password = free_port(), secrets.token_hex(16)
    options = ["--headless", "--host=127.0.0.1", f"--port={port}", "--token", f"--token-password={password}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "marimo", "run", *options, str(notebook)],
            env=environment,
            cwd=tmp_path,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                break
            assert process.poll() is None, (tmp_path / "server.log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}?access_token={password}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def test_the_view_in_marimo(browser, address):
    page = browser.new_page()
    wrong: list[str] = []
    outside: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            outside.append(asked.url) if asked.url.startswith("http") and "127.0.0.1" not in asked.url else None
        ),
    )
    page.goto(address)
    view = View(page.locator('[data-autograd="view"]').first)
    told = page.get_by_text("selected ")
    expect(view.part("node")).to_have_count(4, timeout=60_000)
    expect(view.root).to_have_attribute("aria-label", "tensor(28., grad_fn=<MulBackward0>)")
    expect(view.node("DotBackward0")).to_have_attribute("aria-label", "DotBackward0, value 14., no gradient yet")
    expect(view.grad("x")).to_contain_text("None")

    # The kernel walks; the page shows it.
    page.get_by_role("button", name="Backward", exact=True).click()
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    expect(told).to_contain_text("steps 3")

    # A click is known to the kernel: cells that depend on it run again.
    view.node("x").click()
    expect(view.part("inspector")).to_contain_text("leaf")
    expect(told).to_contain_text("selected 0")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "42-marimo.png")

    # What the page cannot make, the kernel makes.
    for kind, start in {"PDF": b"%PDF-", "DOT": b"digraph", "HTML": b"<!doctype html>"}.items():
        view.button("Export").click()
        with page.expect_download() as waiting:
            view.button(f"Export as {kind}").click()
        assert waiting.value.path().read_bytes().startswith(start)

    # The kernel steps; the page obeys. Then another graph in the same place.
    page.get_by_role("button", name="First", exact=True).click()
    expect(view.part("step")).to_have_text("1 / 3")
    page.get_by_role("button", name="Other", exact=True).click()
    expect(view.root).to_have_attribute("aria-label", "tensor(36., grad_fn=<SumBackward0>)")
    assert wrong == []
    assert outside == []
    page.close()


@pytest.mark.parametrize("address", [HOSTILE], indirect=True, ids=["hostile"])
def test_the_learners_words_are_text(browser, address):
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    view = View(page.locator('[data-autograd="view"]').first)
    expect(view.part("node").first).to_be_visible(timeout=60_000)
    view.ends_at(4)
    check(view)
    view.node("שלום").press("Enter")  # the very expression, though marimo compiles cells without their indentation
    marked = view.part("inspector").locator("pre.ag-source mark")
    expect(marked).to_have_text('table["<img src=x onerror=window.hacked=1>"] * 2')
    assert wrong == []
    page.close()
