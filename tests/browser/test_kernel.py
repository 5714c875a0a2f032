"""The kernel of its own, chosen in JupyterLab, on the user's document."""

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DOCUMENT = Path(__file__).resolve().parents[2] / "notebooks" / "2.5-automatic-differentiation.ipynb"


@pytest.fixture
def document(server):
    """As someone brings it: from another kernel, without outputs."""
    read = nbformat.read(DOCUMENT, as_version=4)
    read.metadata = nbformat.NotebookNode()
    for cell in read.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(read, server.notebooks / "document.ipynb")
    return read


@pytest.fixture
def spec(server):
    """The kernelspec of this tree, started by this interpreter."""
    place = server.home / "path" / "kernels" / "autograd_nb"
    if not place.exists():
        shutil.copytree(DOCUMENT.parents[1] / "autograd_nb" / "_kernelspec", place)


def test_two_windows_on_one_notebook(server, browser, notebook, spec):
    """The second window shows what is saved, and goes live with the same kernel."""
    cells = ["import torch\nx = torch.ones(2, requires_grad=True)\ny = (x * x).sum()\ny", "y.backward()", "y.item()"]
    notebook.open(server.write("windows.ipynb", cells, kernel="autograd_nb"))
    notebook.run(0)
    notebook.save()
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    other = type(notebook)(page, server, errors).open("windows.ipynb")
    expect(other.view(0).part("node")).to_have_count(3)
    notebook.run(1)
    for each in (notebook, other):
        view = each.view(0)
        expect(view.grad("x")).to_contain_text("[2., 2.]")
        expect(view.root.locator("xpath=ancestor::*[@data-live='true']")).to_have_count(1)
    other.run(2)
    expect(other.cell(2)).to_contain_text("2.0")
    other.check_console()
    page.close()
    notebook.check_console()


def test_a_kernel_of_another_version(server, notebook, spec):
    """Front end and kernel speak different versions: graphs are drawn and follow, by the way that has no version."""
    newer = """
import torch
from autograd_nb.display.live import GraphModel
init = GraphModel.__init__
GraphModel.__init__ = lambda self, **state: init(self, _model_module_version="^2.0.0", **state)
x = torch.ones(2, requires_grad=True)
"""
    cells = [newer, "y = (x * x).sum()\ny", "y.backward()"]
    notebook.open(server.write("newer.ipynb", cells, kernel="autograd_nb"))
    notebook.run(0, 1, 2)
    view = notebook.view(1)
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[2., 2.]")
    assert not view.is_live()
    notebook.page.wait_for_timeout(500)
    assert [error for error in notebook.errors if "autograd-nb, version ^2.0.0 is not registered" in error]
    notebook.check_console("autograd-nb, version ^2.0.0 is not registered")


def test_the_users_document_runs_unchanged(server, notebook, document, spec):
    notebook.open("document.ipynb", kernel=False)
    dialog = notebook.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Select Kernel")
    choice = dialog.locator("select")
    choice.select_option(label="Python 3 (autograd_nb)")
    dialog.locator("button.jp-mod-accept").click()
    notebook.ready()

    index = {cell.id: number for number, cell in enumerate(document.cells)}
    notebook.run(index["version"])
    version = notebook.cell(index["version"])
    expect(version).to_contain_text("2.7.0+autograd_nb")
    expect(version).to_contain_text("import torch gives autograd_nb here")

    notebook.run(index["x"], index["place"], index["y"])
    view = notebook.view(index["y"])
    expect(view.part("node")).to_have_count(4)
    expect(view.part("text")).to_have_text("tensor(28., grad_fn=<MulBackward0>)")
    notebook.run(index["backward"])
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert view.is_live()
    rest = ["check", "sum", "vector", "detach", "y-again", "f", "d", "check-d"]
    notebook.run(*(index[cell] for cell in rest))
    expect(notebook.cell(index["check-d"])).to_contain_text("tensor(True)")
    view.ends_at(11)
    notebook.show(index["y"])
    notebook.picture("12-kernel")

    saved = notebook.save()
    assert saved.metadata.kernelspec.name == "autograd_nb"
    (output,) = saved.cells[index["y"]].outputs
    ours = output.metadata["application/vnd.autograd-nb.graph.v1+json"]
    assert ours == {"model_id": "y-1", "cell_id": "y", "cells": {"y": [1, 3]}}, "nothing that another run would change"
    notebook.check_console()
