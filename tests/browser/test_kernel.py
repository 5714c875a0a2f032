"""The kernel of its own, chosen in JupyterLab, on the user's document."""

import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from autograd_nb.display import halves
from tests.test_pytest_plugin import run_pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "notebooks" / "2.5-automatic-differentiation.ipynb"


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
        shutil.copytree(ROOT / "autograd_nb" / "_kernelspec", place)


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


def test_several_notebooks_with_a_kernel_each(server, notebook, spec):
    """Copies of one notebook in one window: the ids of cells and models are the same, the kernels are not."""
    sources = ["import torch\nx = torch.full((2,), {}, requires_grad=True)", "y = (x * x).sum()\ny", "y.backward()"]
    for name, value in (("left.ipynb", 1.0), ("right.ipynb", 5.0)):
        cells = [nbformat.v4.new_code_cell(source.format(value)) for source in sources]
        for number, cell in enumerate(cells):
            cell.id = f"cell-{number}"
        server.write(name, cells, kernel="autograd_nb")

    def switch(name):
        notebook.command("docmanager:open", {"path": name})
        notebook.name = name
        notebook.ready()
        return notebook.view(1)

    notebook.open("left.ipynb")
    notebook.run(0, 1)
    right = switch("right.ipynb")
    notebook.run(0, 1, 2)
    expect(right.grad("x")).to_contain_text("[10., 10.]")
    left = switch("left.ipynb")
    expect(left.node("x")).to_contain_text("[1., 1.]")
    expect(left.grad("x")).to_contain_text("None")
    notebook.run(2)
    expect(left.grad("x")).to_contain_text("[2., 2.]")
    expect(switch("right.ipynb").grad("x")).to_contain_text("[10., 10.]")
    notebook.restart_kernel()
    expect(switch("left.ipynb").root.locator("xpath=ancestor::*[@data-live='true']")).to_have_count(1)
    notebook.check_console()


@pytest.fixture
def environment(server, request):
    """The kernel of an environment that has another version of the package, as far as versions are noted down there."""
    place = server.home / "environments" / request.param
    noted = place / f"autograd_nb-{request.param}.dist-info" / "METADATA"
    spec = server.home / "path" / "kernels" / f"autograd_nb_{request.param}" / "kernel.json"
    for file in (noted, spec):
        file.parent.mkdir(parents=True, exist_ok=True)
    noted.write_text(f"Metadata-Version: 2.1\nName: autograd_nb\nVersion: {request.param}\n")
    start = {
        "argv": [sys.executable, "-m", "autograd_nb.kernel", "-f", "{connection_file}"],
        "env": {"PYTHONPATH": f"{place}{os.pathsep}{ROOT}"},
        "display_name": f"autograd_nb {request.param}",
        "language": "python",
        "metadata": {"debugger": False},
    }
    spec.write_text(json.dumps(start))
    return spec.parent.name, request.param


@pytest.mark.parametrize("environment", ["99.0.0", "0.0.1"], indirect=True)
def test_front_end_and_kernel_from_two_environments(server, notebook, environment):
    """An older kernel and a newer one: said with the first graph, which is drawn, follows and plays."""
    kernel, version = environment
    difference = f"The kernel has autograd_nb {version}, this page has"
    cells = ["import torch\nx = torch.ones(2, requires_grad=True)", "y = (x * x).sum()\ny", "y.backward()", "print(x)"]
    notebook.open(server.write(f"{kernel}.ipynb", cells, kernel=kernel))
    notebook.run(0, 1)
    view = notebook.view(1)
    expect(view.part("node")).to_have_count(3)
    expect(view.part("note")).to_contain_text(difference)
    notebook.run(2)
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[2., 2.]")
    assert view.is_live()
    expect(view.part("note")).to_contain_text(difference)
    view.button("Restart").click()
    view.button("Play").click()
    view.ends_at(3)
    saved = notebook.save()
    assert difference not in str(saved), "it is said of this session, not of the notebook"
    assert f"'{version}'" not in str(saved.cells)
    notebook.page.reload()
    notebook.ready()
    expect(notebook.view(1).part("note")).to_contain_text(difference)
    notebook.restart_kernel()
    notebook.check_console()


OTHER = """
import torch
from autograd_nb.display import halves
from tests.test_pytest_plugin import run_pytest
halves.version = lambda: "99.0.0"
halves.PROTOCOL = {protocol}
x = torch.ones(2, requires_grad=True)
"""
DIFFERENT = "The kernel has autograd_nb 99.0.0, this page has"


def test_a_kernel_of_another_version(server, notebook, spec):
    """As from another environment: its graphs are drawn and follow, and the page says which versions have met."""
    cells = [OTHER.format(protocol=halves.PROTOCOL), "y = (x * x).sum()\ny", "y.backward()", "torch.show(y)"]
    notebook.open(server.write("newer.ipynb", cells, kernel="autograd_nb"))
    notebook.run(0, 1, 2, 3)
    for index in (1, 3):
        view = notebook.view(index)
        expect(view.part("note")).to_contain_text(DIFFERENT)
        expect(view.grad("x")).to_contain_text("[2., 2.]")
        expect(view.root.locator("xpath=ancestor::*[@data-live='true']")).to_have_count(1)
    notebook.picture("16-versions", notebook.cell(1))
    saved = notebook.save()
    assert "99.0.0" not in str(saved.cells[1].outputs), "it is said of this session, not of the notebook"
    notebook.check_console()


def test_a_kernel_that_speaks_another_protocol(server, notebook, spec):
    """What it sends its half of the widget is not used; graphs are drawn and follow by the notebook's outputs."""
    cells = [OTHER.format(protocol=99), "y = (x * x).sum()\ny", "y.backward()"]
    notebook.open(server.write("protocol.ipynb", cells, kernel="autograd_nb"))
    notebook.run(0, 1, 2)
    view = notebook.view(1)
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[2., 2.]")
    expect(view.part("note")).to_contain_text(DIFFERENT)
    assert not view.is_live()
    notebook.check_console()


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
    assert ours.pop("revision") == 14, "counts what has happened"
    changes = {"backward": [0], "sum": [1, 2], "vector": [3, 4], "detach": [5, 6], "y-again": [7, 8]}
    expected = {"output": 1, "cell_id": "y", "cells": {"": [1, 3]}, "changes": changes}
    assert ours == expected, "nothing that another run would change"
    notebook.check_console()
    (server.notebooks / "pytest.ini").write_text("[pytest]\n")
    results, text = run_pytest(server.notebooks, "--nbval", "document.ipynb")
    assert results == [None] * sum(cell.cell_type == "code" for cell in saved.cells), text
