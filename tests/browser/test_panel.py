"""The side panel "Autograd": follows the active notebook, obeys the command palette and the settings."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import View

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "y = 2 * torch.dot(x, x)\ny",
    "y.backward()",
    "z = x.exp().sum()\nz",
]
SHOWN = 1


def panel(notebook):
    holder = notebook.page.locator("#autograd-nb-panel")
    expect(holder).to_be_visible()
    return View(holder.locator('[data-autograd="view"]').first)


def prefer(server, text):
    folder = server.home / "settings" / "autograd-nb"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.jupyterlab-settings").write_text(text)


def test_it_follows_the_active_notebook(server, notebook):
    server.write("panel.ipynb", CELLS)
    notebook.open("panel.ipynb")
    notebook.command("autograd:show")
    expect(notebook.page.locator("#autograd-nb-panel")).to_contain_text("No graph yet")
    notebook.run(0, SHOWN)
    side = panel(notebook)
    expect(side.part("text")).to_have_text("tensor(28., grad_fn=<MulBackward0>)")
    notebook.run(2)
    side.ends_at(3)
    expect(side.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    notebook.picture("14-panel")

    # Tied to the code as the output is.
    side.node("DotBackward0").press("Enter")
    expect(notebook.cell(SHOWN).locator(".ag-made-expression")).to_have_text("torch.dot(x, x)")
    expect(side.part("inspector")).to_contain_text("14.")
    notebook.picture("15-panel-inspector")

    notebook.run(3)
    expect(side.part("text")).to_contain_text("SumBackward0")
    expect(side.part("inspector")).to_be_hidden()
    notebook.run(2)  # a second walk of y fails: that is the latest now
    expect(side.part("text")).to_contain_text("MulBackward0")
    expect(side.root).to_contain_text("backward(retain_graph=True)")
    notebook.picture("15-panel-error")
    server.write("other.ipynb", ["1 + 1"])
    notebook.command("docmanager:open", {"path": "other.ipynb"})
    expect(notebook.page.locator("#autograd-nb-panel")).to_contain_text("No graph yet")
    notebook.command("docmanager:open", {"path": "panel.ipynb"})
    expect(side.part("text")).to_contain_text("MulBackward0")
    notebook.save()
    notebook.command("application:close")
    expect(notebook.page.locator("#autograd-nb-panel")).to_contain_text("No graph yet")
    notebook.check_console()


def test_commands(server, notebook, tmp_path):
    server.write("commands.ipynb", CELLS[:3])
    notebook.open("commands.ipynb")
    notebook.run(0, 1, 2)
    notebook.command("autograd:show")
    side = panel(notebook)
    side.ends_at(3)
    notebook.command("application:toggle-right-area")
    expect(side.root).to_be_hidden()
    notebook.command("autograd:restart")
    expect(side.part("step")).to_have_text("0 / 3")
    notebook.command("autograd:step-forward")
    expect(side.part("step")).to_have_text("1 / 3")
    notebook.command("autograd:step-back")
    expect(side.part("step")).to_have_text("0 / 3")
    notebook.command("autograd:play")
    side.ends_at(3)
    starts = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF-", "dot": b"digraph", "html": b"<!doctype html>"}
    for kind, start in starts.items():
        with notebook.page.expect_download() as waiting:
            notebook.begin(f"autograd:export-{kind}")
        path = tmp_path / f"graph.{kind}"
        waiting.value.save_as(path)
        assert path.read_bytes().startswith(start)
    # As the palette offers them.
    notebook.command("apputils:activate-command-palette")
    notebook.page.keyboard.type("autograd")
    offered = notebook.page.locator(".lm-CommandPalette-itemLabel")
    for label in (
        "Show Autograd Panel",
        "Play or Pause the Last Walk",
        "Step Forward",
        "Export Graph as SVG",
        "Values on Nodes",
    ):
        expect(offered.filter(has_text=label).first).to_be_visible()
    notebook.page.keyboard.press("Escape")
    notebook.check_console()


def test_settings(server, notebook):
    prefer(server, '{"graphs": false, "values": false, "speed": 4, "direction": "down"}')
    try:
        server.write("settings.ipynb", CELLS)
        notebook.open("settings.ipynb")
        notebook.run(0, SHOWN)
        cell = notebook.cell(SHOWN)
        expect(cell.locator(".ag-closed pre")).to_have_text("tensor(28., grad_fn=<MulBackward0>)")
        expect(cell.locator('[data-autograd="node"]')).to_have_count(0)
        notebook.picture("16-closed", cell)
        cell.get_by_role("button", name="Show graph").click()
        view = notebook.view(SHOWN)
        expect(view.part("node")).to_have_count(4)
        expect(cell.locator(".ag-closed")).to_be_hidden()
        expect(view.node("y").locator(".ag-number")).to_be_hidden()
        assert runs_down(view)
        notebook.picture("16-settings", cell)
    finally:
        prefer(server, "{}")
    notebook.check_console()


def test_open_views_honour_settings_at_once(server, notebook):
    """Changed by commands of the palette, as by the settings editor: what is drawn already follows."""
    server.write("live-settings.ipynb", [*CELLS[:3], "w = torch.show(y)\nw", "w.direction = 'right'"])
    notebook.open("live-settings.ipynb")
    notebook.page.set_viewport_size({"width": 1700, "height": 900})
    notebook.run(0, SHOWN, 2, 3)
    notebook.command("autograd:show")
    views = [notebook.view(SHOWN), notebook.view(3), panel(notebook)]
    try:
        for view in views:
            view.ends_at(3)
            expect(view.node("y").locator(".ag-number")).to_be_visible()
        assert [runs_down(view) for view in views] == [False, False, True]  # to the right the panel would cut it
        notebook.command("autograd:toggle-direction")
        notebook.command("autograd:toggle-values")
        for view in views:
            expect(view.node("y").locator(".ag-number")).to_be_hidden()
            assert runs_down(view)
            expect(view.part("step")).to_have_text("3 / 3")
        notebook.picture("17-top-to-bottom")
        saved = server.home / "settings" / "autograd-nb" / "plugin.jupyterlab-settings"
        assert '"direction": "down"' in saved.read_text()
        notebook.command("autograd:toggle-values")
        notebook.run(4)  # what the program asks of its widget counts more
        expect(views[0].node("y").locator(".ag-number")).to_be_visible()
        assert [runs_down(view) for view in views] == [True, False, True]
        views[0].button("Draw left to right").click()
        assert [runs_down(view) for view in views] == [False, False, True]
        notebook.command("autograd:toggle-graphs")
        notebook.run(SHOWN)
        expect(notebook.cell(SHOWN).get_by_role("button", name="Show graph")).to_be_visible()
    finally:
        notebook.page.set_viewport_size({"width": 1280, "height": 900})
        prefer(server, "{}")
    notebook.check_console()


def runs_down(view):
    boxes = [view.node(name).bounding_box() for name in ("x", "y")]
    return boxes[0]["y"] + boxes[0]["height"] < boxes[1]["y"]


def test_in_notebook_7(server, notebook):
    server.write("panel7.ipynb", CELLS)
    notebook.open("panel7.ipynb", app="notebook")
    notebook.run(0, SHOWN)
    notebook.command("autograd:show")
    notebook.run(2)
    side = panel(notebook)
    side.ends_at(3)
    box = side.root.bounding_box()
    assert box["x"] + box["width"] <= 1280  # none of it is cut off
    notebook.picture("19-panel-notebook-7")
    notebook.check_console()
