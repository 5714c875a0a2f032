"""What a graph held in page and kernel is free again once its output, cell, notebook or kernel is gone: counted."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch, gc, weakref",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
    "z = (x * x).sum()\nz",
    "w = torch.show(y)\nw",
    "y.backward(retain_graph=True)\nif 'z' in globals():\n    z.backward(retain_graph=True)",
    (
        "from autograd_nb.display.live import LiveOutput\n"
        "from autograd_nb.display.model import GraphModel\n"
        "gc.collect()\n"
        "count = lambda kind: sum(type(each) is kind for each in gc.get_objects())\n"
        "f'{count(LiveOutput)} LiveOutput {count(GraphModel)} GraphModel'"
    ),
    "node = weakref.ref(z.grad_fn)\n%xdel z\nnode() is None",
]
DOT, SUM, SHOW, WALK, COUNT, DROP = range(1, 7)

ALIVE = """function () {
  const isView = each => { try { return each.dataset.autograd === 'view'; } catch { return false; } };  // prototypes
  return this.filter(isView).length;
}"""


class Heap:
    """What the page's memory holds, after the garbage is collected."""

    def __init__(self, page: Any) -> None:
        self.cdp = page.context.new_cdp_session(page)

    def views(self) -> int:
        """Roots of views, in the page or not."""
        for _ in range(2):
            self.cdp.send("HeapProfiler.collectGarbage")
        prototype = self.cdp.send("Runtime.evaluate", {"expression": "HTMLElement.prototype"})
        held = self.cdp.send("Runtime.queryObjects", {"prototypeObjectId": prototype["result"]["objectId"]})
        call = {"functionDeclaration": ALIVE, "objectId": held["objects"]["objectId"], "returnByValue": True}
        number: int = self.cdp.send("Runtime.callFunctionOn", call)["result"]["value"]
        for held_object in (held["objects"], prototype["result"]):
            self.cdp.send("Runtime.releaseObject", {"objectId": held_object["objectId"]})
        return number

    def becomes(self, views: int) -> None:
        """Wait until so many are left: a page lets go of some things a little later."""
        for _ in range(20):
            if self.views() == views:
                return
            time.sleep(0.25)
        assert self.views() == views


@pytest.fixture
def heap(notebook):
    return Heap(notebook.page)


def kernel(notebook, cell: int = COUNT) -> str:
    """What the kernel holds of outputs, as it says itself."""
    notebook.run(cell)
    return notebook.cell(cell).locator(".jp-OutputArea-output").inner_text().strip("'\n ")


def test_outputs_and_cells(server, notebook, heap):
    server.write("freeing.ipynb", CELLS)
    notebook.open("freeing.ipynb")
    assert heap.views() == 0
    notebook.run(0, DOT, SUM, SHOW, WALK)
    assert heap.views() == 3
    assert kernel(notebook) == "2 LiveOutput 2 GraphModel"

    # Cells that run again put new views in the place of old ones.
    for _ in range(5):
        notebook.run(DOT, SUM, SHOW, WALK)
    heap.becomes(3)
    assert kernel(notebook) == "2 LiveOutput 2 GraphModel"

    # An output that is cleared; the kernel hears of it.
    choose(notebook, DOT)
    notebook.command("notebook:clear-cell-output")
    heap.becomes(2)
    expect_kernel(notebook, "1 LiveOutput 1 GraphModel")

    # A cell that is deleted.
    choose(notebook, SUM)
    notebook.command("notebook:delete-cell")
    heap.becomes(1)
    walk, count = WALK - 1, COUNT - 1
    expect_kernel(notebook, "0 LiveOutput 0 GraphModel", count)

    # A cell that is moved is taken out and put in again: its graph goes on.
    notebook.run(DOT, walk)
    assert notebook.view(DOT).is_live()
    choose(notebook, DOT)
    notebook.command("notebook:move-cell-down")
    notebook.page.wait_for_timeout(1500)
    assert kernel(notebook, count) == "1 LiveOutput 1 GraphModel"
    assert notebook.view(DOT + 1).is_live()
    notebook.check_console()


def test_views_beside_the_notebook(server, notebook, heap):
    """An output's second view, the side panel, a widget: what is closed is free, and what stays goes on."""
    server.write("freeing-beside.ipynb", [*CELLS[:6], CLOSED])
    notebook.open("freeing-beside.ipynb")
    notebook.run(0, DOT, SHOW)
    heap.becomes(2)
    choose(notebook, DOT)
    notebook.command("notebook:create-output-view")
    heap.becomes(3)
    notebook.page.evaluate(CLOSE_CLONE)
    heap.becomes(2)
    notebook.run(WALK)
    notebook.view(DOT).ends_at(3)
    assert notebook.view(DOT).is_live()

    notebook.command("autograd:show")
    heap.becomes(3)

    # A widget that is closed leaves its picture in the notebook, and nothing in the kernel.
    assert kernel(notebook) == "1 LiveOutput 1 GraphModel"
    assert kernel(notebook, COUNT + 1) == "True"
    assert kernel(notebook) == "1 LiveOutput 1 GraphModel"
    expect(notebook.cell(SHOW).locator('[data-live="false"]')).to_have_count(1)

    # The panel lets go when the last notebook is closed.
    notebook.command("docmanager:save")
    notebook.command("application:close")
    heap.becomes(0)
    # JupyterLab says this of a notebook from which any output had a second view, 1 + 1 too.
    notebook.check_console("Cannot read properties of null (reading 'changed')")


CLOSED = "gone = weakref.ref(w)\nw.close()\n%xdel w\ngc.collect()\ngone() is None"
CLOSE_CLONE = """() => {
  for (const widget of [...jupyterapp.shell.widgets('main')]) if (!widget.context) widget.close();
}"""


def choose(notebook, cell: int) -> None:
    notebook.page.evaluate("index => { jupyterapp.shell.currentWidget.content.activeCellIndex = index; }", cell)


def expect_kernel(notebook, held: str, cell: int = COUNT) -> None:
    """The page tells the kernel some time after an output has gone."""
    for _ in range(20):
        if kernel(notebook, cell) == held:
            return
        notebook.page.wait_for_timeout(250)
    assert kernel(notebook, cell) == held


def test_kernels_and_notebooks(server, notebook, heap):
    server.write("freeing-kernel.ipynb", CELLS)
    notebook.open("freeing-kernel.ipynb")
    notebook.run(0, DOT, SUM, SHOW, WALK)
    heap.becomes(3)
    assert notebook.view(SUM).is_live()

    # What a learner has dropped goes, though it was looked at, and its model with the next walk.
    notebook.run(DROP)
    expect(notebook.cell(DROP)).to_contain_text("True")
    notebook.run(WALK)
    expect_kernel(notebook, "1 LiveOutput 1 GraphModel")

    notebook.restart_kernel()
    expect(notebook.cell(DOT).locator('[data-live="false"]')).to_have_count(1)
    heap.becomes(3)
    notebook.command("notebook:clear-all-cell-outputs")
    heap.becomes(0)
    notebook.run(0, DOT, SUM, SHOW, WALK)
    heap.becomes(3)
    notebook.command("docmanager:save")
    notebook.command("application:close")
    heap.becomes(0)
    notebook.check_console()
