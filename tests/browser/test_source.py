"""Code and graph together: a chosen node marks its line, the cursor on a line lights up its nodes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import View

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "# the same text as elsewhere\ns = torch.dot(x, x)",
    "# its twin, never run\ns = torch.dot(x, x)",
    "y = 2 * s\nz = y.exp().log()\nz",
]
SHOWN = 3

PUT_CURSOR = """([cell, line]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = cell;
  notebook.mode = 'edit';
  notebook.activeCell.editor.focus();
  notebook.activeCell.editor.setCursorPosition({ line, column: 2 });
}"""
SET_SOURCE = "([cell, text]) => jupyterapp.shell.currentWidget.content.widgets[cell].model.sharedModel.setSource(text)"


@pytest.fixture
def view(server, notebook):
    server.write("source.ipynb", CELLS)
    notebook.open("source.ipynb", again=False)
    notebook.run(0, 1, SHOWN)
    view = notebook.view(SHOWN)
    expect(view.node("MulBackward0")).to_be_visible()
    yield view
    notebook.check_console()


def marked(notebook, cell, kind="line"):
    return notebook.cell(cell).locator(f".cm-editor .ag-made-{kind}")


def lit(view):
    return view.root.locator('[data-autograd="node"][data-made]')


def test_a_node_marks_its_line(notebook, view):
    view.node("DotBackward0").click()
    expect(marked(notebook, 1)).to_have_text("s = torch.dot(x, x)")
    expect(marked(notebook, 1, "expression")).to_have_text("torch.dot(x, x)")
    expect(marked(notebook, 2)).to_have_count(0)  # the same text, but not what made it
    notebook.picture("12-source")

    view.node("LogBackward0").click()
    expect(marked(notebook, SHOWN)).to_have_text("z = y.exp().log()")
    expect(marked(notebook, 1)).to_have_count(0)
    view.node("ExpBackward0").click()
    expect(marked(notebook, SHOWN, "expression")).to_have_text("y.exp()")
    notebook.page.keyboard.press("Escape")
    expect(marked(notebook, SHOWN)).to_have_count(0)

    # From the inspector to the line, by keyboard.
    view.node("DotBackward0").click()
    view.button("made by line 2").press("Enter")
    expect(notebook.cell(1).locator(".cm-editor.cm-focused")).to_have_count(1)
    expect(lit(view)).to_have_count(1)


def test_the_cursor_lights_up_what_its_line_made(notebook, view):
    expect(lit(view)).to_have_count(0)
    notebook.page.evaluate(PUT_CURSOR, [SHOWN, 1])
    expect(lit(view)).to_have_count(2)
    assert {node.get_attribute("data-op") for node in lit(view).all()} == {"ExpBackward0", "LogBackward0"}
    notebook.picture("13-cursor")
    notebook.page.keyboard.press("ArrowUp")
    expect(lit(view)).to_have_count(1)  # asking two elements for an attribute is an error, not a reason to wait
    expect(lit(view)).to_have_attribute("data-op", "MulBackward0")
    notebook.page.evaluate(PUT_CURSOR, [1, 1])
    expect(lit(view)).to_have_attribute("data-op", "DotBackward0")
    notebook.page.evaluate(PUT_CURSOR, [2, 1])
    expect(lit(view)).to_have_count(0)


def test_the_side_panel_is_lit_as_well(notebook, view):
    notebook.command("autograd:show")
    side = View(notebook.page.locator('#autograd-nb-panel [data-autograd="view"]'))
    expect(side.node("MulBackward0")).to_be_visible()
    notebook.page.evaluate(PUT_CURSOR, [1, 1])
    for each in (view, side):
        expect(lit(each)).to_have_attribute("data-op", "DotBackward0")
    side.node("ExpBackward0").dispatch_event("click")
    expect(marked(notebook, SHOWN, "expression")).to_have_text("y.exp()")
    notebook.page.evaluate(SET_SOURCE, [SHOWN, "y = 2 * s\nz = y.exp().sin()\nz"])
    expect(marked(notebook, SHOWN)).to_have_count(0)
    expect(side.part("inspector")).to_contain_text("The cell has been edited since")
    notebook.page.evaluate(PUT_CURSOR, [SHOWN, 1])
    for each in (view, side):
        expect(lit(each)).to_have_count(0)
    notebook.page.evaluate(SET_SOURCE, [SHOWN, CELLS[SHOWN]])
    notebook.page.evaluate(PUT_CURSOR, [SHOWN, 1])
    for each in (view, side):
        expect(lit(each)).to_have_count(2)
    notebook.command("application:toggle-right-area")


def test_an_edited_cell_is_noticed(notebook, view):
    view.node("DotBackward0").click()
    inspector = view.part("inspector")
    notebook.page.evaluate(SET_SOURCE, [1, "# one\n# two\ns = torch.dot(x, x)"])
    expect(marked(notebook, 1, "expression")).to_have_text("torch.dot(x, x)")  # it has moved
    notebook.page.evaluate(SET_SOURCE, [1, "# one\n# two\ns = torch.dot(x, 3 * x)"])
    expect(marked(notebook, 1)).to_have_count(0)
    expect(inspector).to_contain_text("The cell has been edited since")
    notebook.page.evaluate(PUT_CURSOR, [1, 2])
    expect(lit(view)).to_have_count(0)
    notebook.page.evaluate(SET_SOURCE, [1, CELLS[1]])
    expect(marked(notebook, 1)).to_have_count(1)
    expect(inspector).not_to_contain_text("edited since")


def test_without_a_kernel_and_without_cell_ids(server, notebook, view):
    """As a notebook comes from nbconvert: lines are known by their text where only one cell has it."""
    del view
    saved = notebook.save()
    for cell in saved.cells:
        for output in cell.outputs:
            if "metadata" in output:
                output.metadata = {}
    server.write("bare.ipynb", saved.cells)
    notebook.open("bare.ipynb", again=False)
    view = notebook.view(SHOWN)
    view.node("MulBackward0").click()
    expect(marked(notebook, SHOWN, "expression")).to_have_text("2 * s")
    view.node("DotBackward0").click()  # written in two cells: no telling which
    expect(view.part("inspector")).to_contain_text("made by line 2")
    expect(notebook.page.locator(".ag-made-line")).to_have_count(0)


LEDGER = [
    CELLS[0],
    "y = 2 * torch.dot(x, x)\ny",
    "# one of two that read the same\ny.backward(retain_graph=True)",
    "# two of two that read the same\ny.backward(retain_graph=True)",
    "for _ in range(40): print('far away')",
    "x.grad.zero_()",
]


def test_a_row_of_the_ledger_leads_to_its_line(server, notebook):
    server.write("ledger.ipynb", LEDGER)
    notebook.open("ledger.ipynb", again=False)
    notebook.run(*range(6))
    view = notebook.view(1)
    rows = view.part("ledger").locator("tbody tr")
    expect(rows).to_have_count(3)
    places = rows.locator(".ag-note")
    expect(places).to_have_text(["cell [3], line 2", "cell [4], line 2", "cell [6], line 1"])
    notebook.picture("18-ledger", view.root)

    places.nth(1).get_by_role("button").click()
    expect(marked(notebook, 3)).to_have_text("y.backward(retain_graph=True)")
    expect(marked(notebook, 2)).to_have_count(0)
    expect(notebook.cell(3).locator(".cm-editor.cm-focused")).to_have_count(1)
    expect(view.part("step")).to_have_text("6 / 7")

    notebook.show(1)
    places.nth(2).get_by_role("button").press("Enter")
    expect(marked(notebook, 5)).to_have_text("x.grad.zero_()")
    expect(notebook.page.locator(".ag-made-line")).to_have_count(1)
    expect(notebook.cell(5).locator(".cm-editor.cm-focused")).to_be_in_viewport()

    notebook.page.evaluate(SET_SOURCE, [3, "y.backward()"])
    notebook.show(1)
    expect(places).to_have_text(["cell [3], line 2", "line 2, edited since", "cell [6], line 1"])
    notebook.page.evaluate(SET_SOURCE, [3, LEDGER[3]])
    expect(places.nth(1)).to_have_text("cell [4], line 2")

    # A notebook that is opened again, without a kernel.
    notebook.save()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.page.reload()
    notebook.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context")
    expect(places.nth(1)).to_have_text("cell [4], line 2")
    notebook.check_console()


def test_a_row_of_the_ledger_leads_to_a_cell_that_ran_after_the_page_was_reloaded(server, notebook):
    server.write("reloaded.ipynb", LEDGER)
    notebook.open("reloaded.ipynb")
    notebook.run(0, 1)
    notebook.save()
    notebook.page.reload()
    notebook.ready()
    view = notebook.view(1)
    expect(view.part("node")).to_have_count(4)
    notebook.run(2, 3, 5)  # JupyterLab has forgotten the output's place: this comes by the model
    rows = view.part("ledger").locator("tbody tr")
    expect(rows).to_have_count(3)
    places = rows.locator(".ag-note")
    cells = ["cell [3], line 2", "cell [4], line 2", "cell [5], line 1"]
    expect(places).to_have_text(cells)
    places.nth(1).get_by_role("button").click()
    expect(marked(notebook, 3)).to_have_text("y.backward(retain_graph=True)")
    expect(marked(notebook, 2)).to_have_count(0)
    expect(notebook.cell(3).locator(".cm-editor.cm-focused")).to_have_count(1)
    notebook.show(1)
    notebook.picture("19-ledger-reloaded", view.root)

    # And so it is saved.
    notebook.page.wait_for_timeout(800)
    notebook.save()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.page.reload()
    notebook.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context")
    expect(places).to_have_text(cells)
    notebook.check_console()
