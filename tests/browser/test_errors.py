"""What stands below a traceback in a real JupyterLab."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0, requires_grad=True)\nh = x * x\ny = h.sum()",
    "h.backward()",
    "y.backward()\nh.grad",
    "y.backward()",
    "x += 1",
    "c = torch.ones(4)\n(x * c).numpy()",
    "%unload_ext autograd_nb\nh.backward()",
]


def run(notebook, *cells):
    """Run cells that raise: the command is refused, the cell has run all the same."""
    for cell in cells:
        notebook.page.evaluate(
            """async index => {
              const panel = jupyterapp.shell.currentWidget;
              panel.content.activeCellIndex = index;
              panel.content.deselectAll();
              await panel.content.scrollToItem(index);
              await jupyterapp.commands.execute('notebook:run-cell').catch(() => null);
            }""",
            cell,
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_explanation_and_the_node_below_the_traceback(server, notebook, theme):
    name = f"errors-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    run(notebook, 0, 1, 2)
    cell, view = notebook.cell(2), notebook.view(2)
    expect(cell).to_contain_text("RuntimeError: grad can be implicitly created only for scalar outputs")
    outputs = cell.locator(".jp-OutputArea-output")
    expect(outputs).to_have_count(2)
    explanation = view.part("explanation")
    expect(explanation).to_contain_text("The result is not a single number, so there is no single gradient.")
    expect(view.node("h")).to_have_attribute("data-state", "error")
    expect(view.node("x")).to_have_attribute("data-state", "idle")
    notebook.picture(f"50-error-{theme}", cell)
    view.node("h").click()
    expect(view.part("inspector").locator('[data-autograd="error"]')).to_contain_text("RuntimeError")
    expect(view.part("inspector")).to_contain_text("h = x * x")

    run(notebook, 3)
    expect(notebook.view(3).part("explanation")).to_contain_text("Where it ends up is x.grad.")
    expect(notebook.view(3).part("explanation").locator("code").first).to_have_text("h")
    expect(notebook.view(3).node("h")).to_have_attribute("data-state", "error")
    notebook.picture(f"51-non-leaf-{theme}", notebook.cell(3))
    run(notebook, 4)
    expect(notebook.view(4).part("explanation")).to_contain_text("retain_graph=True")
    expect(notebook.view(4).node("h")).to_have_attribute("data-state", "error")
    run(notebook, 5)
    expect(notebook.cell(5).get_by_role("note")).to_contain_text("with torch.no_grad():")
    notebook.picture(f"52-leaf-{theme}", notebook.cell(5))
    run(notebook, 6)
    expect(notebook.view(6).node("MulBackward0")).to_have_attribute("data-state", "error")
    expect(notebook.view(6).part("explanation")).to_contain_text("NumPy does not record")
    run(notebook, 7)
    expect(notebook.cell(7).locator(".jp-OutputArea-output")).to_have_count(1)
    notebook.check_console("Error: Cell execution")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})


SILENT = [
    CELLS[0],
    CELLS[1],
    "y.backward(create_graph=True)",
    "z = torch.tensor(h)",
    "z = h.detach().sum()\nz.requires_grad = True\nz.backward()",
    "z = h.sum().item()\nz.backward()",
    "x.grad = None\nx.grad.zero_()",
]


def test_warnings_and_what_goes_wrong_in_silence(server, notebook):
    server.write("silent.ipynb", SILENT)
    notebook.open("silent.ipynb", again=False)
    run(notebook, *range(len(SILENT)))
    for cell, words, marked in (
        (2, "a circle, whose memory is freed late", "y"),
        (3, "no gradient comes back through the copy to h", "h"),
        (4, "what z was computed from is cut off by h.detach()", "z"),
        (5, "take numbers out of the graph", ""),
        (6, "x.grad is None since x.grad = None emptied it", "x"),
    ):
        view = notebook.view(cell)
        expect(view.part("explanation")).to_contain_text(words)
        failed = view.root.locator('[data-autograd="node"][data-state="error"]')
        expect(failed).to_have_count(1)
        expect(failed).to_have_attribute("data-name", marked)
        notebook.picture(f"53-silent-{cell}", notebook.cell(cell))
    expect(notebook.cell(2)).to_contain_text("UserWarning: Using backward() with create_graph=True")
    expect(notebook.cell(4)).not_to_contain_text("Warning")
    expect(notebook.view(5).part("edge", cut="item")).to_have_count(1)
    notebook.check_console("Error: Cell execution")
