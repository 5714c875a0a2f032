"""A saved notebook, opened by somebody who did not run it: untrusted, without a kernel."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
    "torch.show(y)",
    "y.backward(retain_graph=True)",
    "x.grad.zero_()",
    "b = torch.tensor(1.0)\nfor _ in range(6):\n    b = b * x.sum()\nb",
    "b.backward()",
    "x.grad = None\ny.backward()",
]
SHOWN = (1, 2, 5)


@pytest.fixture(scope="module")
def screen(server, notebook):
    """A notebook is run, cell after cell, and saved; what its views said on the screen then."""
    server.write("mine.ipynb", CELLS)
    notebook.open("mine.ipynb")
    notebook.run(*range(len(CELLS)))
    for cell in SHOWN:
        expect(notebook.view(cell).grad("x")).to_contain_text("[0., 4., 8., 12.]")
        # A cell that still runs has no number yet.
        expect(notebook.view(cell).part("ledger").locator("tr").last).to_contain_text("cell [8], line 2")
    said = {cell: words(notebook, cell) for cell in SHOWN}
    notebook.page.wait_for_timeout(800)  # the notebook's own copy of a widget follows a little later
    notebook.save()
    notebook.check_console()
    return said


def words(notebook, cell):
    """All that a view says but for its controls' own words, in the order of the page."""
    notebook.show(cell)
    return notebook.view(cell).root.evaluate("root => root.textContent")


def opened(server, notebook, name):
    """A copy that nobody has trusted, whose kernel is not to be had here."""
    saved = json.loads((server.notebooks / "mine.ipynb").read_text(encoding="utf-8"))
    saved["metadata"]["kernelspec"] = {"name": "not-installed-here", "display_name": "none", "language": "python"}
    (server.notebooks / name).write_text(json.dumps(saved), encoding="utf-8")
    notebook.open(name, kernel=False)
    dialog = notebook.page.locator(".jp-Dialog")
    dialog.get_by_role("button", name=re.compile("no kernel", re.IGNORECASE)).click()
    trusted = "jupyterapp.shell.currentWidget.content.model.cells.get(1).trusted"
    assert notebook.page.evaluate(trusted) is False


def test_the_views_say_what_they_said_on_the_screen(server, notebook, screen):
    opened(server, notebook, "theirs.ipynb")
    for cell in SHOWN:
        expect(notebook.view(cell).part("node").first).to_be_visible()
        assert words(notebook, cell) == screen[cell]
        assert not notebook.view(cell).is_live()
    notebook.view(1).button("Restart").click()
    expect(notebook.view(1).grad("x")).to_contain_text("None")
    notebook.check_console()


def test_the_pictures_show_the_last_state_too(server, notebook, screen):
    """JupyterLab's sanitiser cleans the HTML of untrusted outputs."""
    page_config = server.config / "labconfig" / "page_config.json"
    page_config.write_text('{"disabledExtensions": {"autograd-nb": true}}')
    try:
        opened(server, notebook, "elsewhere.ipynb")
    finally:
        page_config.unlink()
    for cell in SHOWN:
        output = notebook.cell(cell).locator(".jp-OutputArea-output").first
        expect(output).to_contain_text("grad_fn=<MulBackward0>")
        assert output.locator("img").evaluate("image => image.complete && image.naturalWidth") > 300
        output.locator("summary").click()
        rows = output.locator("table").last.locator("tr").all_inner_texts()
        changes = re.findall(r"x\.grad\t([^\t]*)", "\n".join(rows))
        assert changes[-2:] == ["None", "[0., 4., 8., 12.]"], rows
    expect(notebook.page.locator('[data-autograd="view"]')).to_have_count(0)
    notebook.check_console()
