"""The chapter in a real JupyterLab: what a learner sees, clicks, reloads, restarts, copies and breaks."""

import json
import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

pytestmark = pytest.mark.browser

CHAPTER = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0)\nx",
    "x.requires_grad_(True)\nx.grad",
    "y = 2 * torch.dot(x, x)\ny",
    "y.backward()\nx.grad",
    "x.grad == 4 * x",
    "x.grad.zero_()\ny = x.sum()\ny.backward()\nx.grad",
]
SHOWN = 3  # the cell whose output is the graph of y


def start(server, notebook, name, cells=None, **options):
    server.write(name, cells or CHAPTER)
    return notebook.open(name, **options)


def saved(document, **fields):
    """A code cell as it stands in a saved notebook, with a graph's output."""
    data = {"text/plain": "tensor(28., grad_fn=<MulBackward0>)", MIME: document, "text/html": "<p>fallback</p>"}
    output = nbformat.v4.new_output("display_data", data={**data, **fields})
    return nbformat.v4.new_code_cell("y", outputs=[output], execution_count=1)


def test_the_chapter(server, notebook):
    start(server, notebook, "chapter.ipynb")
    notebook.run(0, 1, 2)
    expect(notebook.cell(1).locator(".jp-OutputArea-output")).to_have_text("tensor([0., 1., 2., 3.])")
    expect(notebook.page.locator('[data-autograd="view"]')).to_have_count(0)

    notebook.run(SHOWN)
    view = notebook.view(SHOWN)
    text = "tensor(28., grad_fn=<MulBackward0>)"
    expect(view.part("text")).to_have_text(text)
    expect(view.root).to_have_attribute("aria-label", text)
    expect(view.part("node")).to_have_count(4)
    for name, kind in (("x", "leaf"), ("DotBackward0", "op"), ("y", "op")):
        expect(view.node(name)).to_have_attribute("data-kind", kind)
        expect(view.node(name)).to_have_attribute("data-state", "idle")
    expect(view.part("node", kind="constant")).to_have_count(1)
    expect(view.grad("x")).to_contain_text("None")
    expect(view.part("legend")).to_be_visible()
    expect(view.part("ledger")).to_be_hidden()
    notebook.picture("01-graph", view.root)
    print(f"painted {notebook.painted[SHOWN]:.0f} ms after the kernel's answer")
    assert notebook.painted[SHOWN] < 1000

    # Inspect, by mouse and by keyboard.
    view.node("DotBackward0").click()
    inspector = view.part("inspector")
    for words in ("DotBackward0", "14.", "y = 2 * torch.dot(x, x)", "torch.float32"):
        expect(inspector).to_contain_text(words)
    expect(inspector.locator("mark")).to_have_text("torch.dot(x, x)")
    notebook.picture("02-inspector", view.root)
    notebook.page.keyboard.press("Escape")
    expect(inspector).to_be_hidden()
    view.node("x").focus()
    notebook.page.keyboard.press("Enter")
    expect(inspector).to_contain_text("leaf")
    notebook.page.keyboard.press("ArrowRight")
    expect(inspector).to_contain_text("DotBackward0")
    notebook.page.keyboard.press("Escape")

    # A later cell walks; the output above shows it.
    notebook.run(4)
    view.ends_at(3)
    orders = [view.node(name).get_attribute("data-order") for name in ("y", "DotBackward0", "x")]
    assert orders == ["1", "2", "3"]
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    expect(view.grad("x")).to_have_attribute("data-change", "fill")
    expect(view.part("ledger").locator("tbody tr")).to_have_count(1)
    expect(view.part("ledger")).to_contain_text("y.backward()")
    notebook.show(SHOWN)
    notebook.picture("03-walked", view.root)
    view.node("DotBackward0").click()
    expect(inspector).to_contain_text("tensor(2.)")
    notebook.picture("04-walked-inspector", view.root)

    # Step through it.
    view.button("Step back").click()
    expect(view.part("step")).to_have_text("2 / 3")
    expect(view.grad("x")).to_contain_text("None")
    expect(view.node("DotBackward0")).to_have_attribute("data-state", "current")
    notebook.picture("05-step", view.root)
    view.button("Restart").click()
    expect(view.part("step")).to_have_text("0 / 3")
    expect(view.node("y")).to_have_attribute("data-state", "idle")
    view.button("Step forward").click()
    expect(view.node("y")).to_have_attribute("data-state", "current")
    slider = view.root.get_by_role("slider", name="Backward step")
    slider.fill("2")
    expect(view.part("step")).to_have_text("2 / 3")
    view.node("y").focus()
    notebook.page.keyboard.press("]")
    view.ends_at(3)
    view.node("y").press("[")
    expect(view.part("step")).to_have_text("2 / 3")
    view.button("Restart").click()
    view.button("Play").click()
    view.ends_at(3)
    expect(view.button("Play")).to_be_visible()

    # zero_() empties, a second backward adds: both in one cell, one update.
    notebook.run(5, 6)
    view.ends_at(5)
    expect(view.grad("x")).to_contain_text("[1., 1., 1., 1.]")
    expect(view.grad("x")).to_have_attribute("data-change", "add")
    changes = view.part("ledger").locator("tbody tr")
    assert [row.get_attribute("data-change") for row in changes.all()] == ["fill", "zero", "add"]
    view.button("Step back").click()
    expect(view.grad("x")).to_contain_text("[0., 0., 0., 0.]")
    expect(view.grad("x")).to_have_attribute("data-change", "zero")
    notebook.show(SHOWN)
    notebook.picture("06-zeroed", view.root)
    expect(inspector).to_contain_text("DotBackward0")  # the selection has survived every update
    expect(notebook.cell(6).locator(".jp-OutputArea-output")).to_have_text("tensor([1., 1., 1., 1.])")
    notebook.check_console()


PLACES = """async root => {
  const place = () => {
    const { x, y, width } = root.querySelector('[data-autograd="inspector"]').getBoundingClientRect();
    return [x, y, width].map(Math.round).join();
  };
  const body = root.querySelector('.ag-graph');
  const seen = [];
  root.querySelector('[data-op="DotBackward0"]').dispatchEvent(new MouseEvent('click', { bubbles: true }));
  for (let i = 0; i < 100 && root.dataset.inspecting !== ''; i++) {
    seen.push([place(), body.clientWidth]);
    await new Promise(requestAnimationFrame);
  }
  return [seen[0], [place(), body.clientWidth]];
}"""


def test_the_inspector_lies_at_once_where_its_column_will_be(server, notebook):
    start(server, notebook, "room.ipynb", CHAPTER[:4])
    notebook.run(0, 1, 2, SHOWN)
    view = notebook.view(SHOWN)
    expect(view.node("DotBackward0")).to_be_visible()
    (first, before), (then, after) = view.root.evaluate(PLACES)
    assert first == then
    assert after < before
    notebook.check_console()


def test_the_walk_is_played_in_order(server, notebook):
    notebook.page.emulate_media(reduced_motion="no-preference")
    start(server, notebook, "motion.ipynb", again=False)
    notebook.run(0, 1, 2, SHOWN)
    view = notebook.view(SHOWN)
    expect(view.part("node")).to_have_count(4)
    notebook.page.evaluate(
        """view => {
             window.seen = [];
             const look = () => {
               const now = view.querySelector('[data-autograd="node"][data-state="current"]');
               const name = now && (now.dataset.op || now.dataset.name);
               if (name && window.seen.at(-1) !== name) window.seen.push(name);
             };
             new MutationObserver(look).observe(view, { subtree: true, attributes: true });
           }""",
        view.root.element_handle(),
    )
    notebook.run(4)
    view.ends_at(3)
    assert notebook.page.evaluate("window.seen") == ["MulBackward0", "DotBackward0", "x"]
    notebook.page.emulate_media(reduced_motion="reduce")
    notebook.check_console()


def test_reload_restart_and_the_saved_file(server, notebook):
    start(server, notebook, "again.ipynb")
    notebook.run(0, 1, 2, SHOWN)
    notebook.save()
    notebook.page.reload()
    notebook.ready()
    view = notebook.view(SHOWN)
    expect(view.part("node")).to_have_count(4)
    notebook.run(4)  # JupyterLab has forgotten the display id: this comes by the model
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert view.is_live()
    notebook.page.wait_for_timeout(800)  # the notebook's own copy follows a little later
    (output,) = notebook.save().cells[SHOWN].outputs
    assert [change["change"] for change in complete(output.data[MIME])["changes"]] == ["fill"]
    assert "[0., 4., 8., 12.]" in json.dumps(output.data["text/html"]).replace("  ", " ")

    notebook.page.reload()
    notebook.ready()
    view = notebook.view(SHOWN)
    view.ends_at(3)
    expect(view.root.locator("xpath=ancestor::*[@data-live='true']")).to_have_count(1)
    notebook.check_console()

    notebook.restart_kernel()
    expect(view.root.locator("xpath=ancestor::*[@data-live='false']")).to_have_count(1)
    expect(view.part("text")).to_be_visible()
    view.node("DotBackward0").click()
    expect(view.part("inspector")).to_contain_text("14.")
    view.button("Step back").click()
    expect(view.part("step")).to_have_text("2 / 3")
    expect(notebook.page.get_by_text("model not found")).to_have_count(0)
    notebook.run(*range(5))  # and all over again
    notebook.view(SHOWN).ends_at(3)
    notebook.check_console()


def test_a_copy_beside_does_not_go_live(server, notebook):
    start(server, notebook, "original.ipynb")
    notebook.run(0, 1, 2, SHOWN)
    notebook.run(4)
    notebook.view(SHOWN).ends_at(3)
    notebook.save()
    shutil.copy(server.notebooks / "original.ipynb", server.notebooks / "copy.ipynb")
    original = notebook.page.evaluate("jupyterapp.shell.currentWidget.id")
    notebook.command("docmanager:open", {"path": "copy.ipynb", "options": {"mode": "split-right"}})
    notebook.name = "copy.ipynb"
    notebook.ready()
    notebook.page.evaluate("id => jupyterapp.shell.activateById(id)", original)
    notebook.name = "original.ipynb"
    notebook.ready()
    notebook.run(6)
    panels = notebook.page.locator(".jp-NotebookPanel")
    expect(panels).to_have_count(2)
    steps = [panels.nth(i).locator('[data-autograd="step"]').first for i in range(2)]
    expect(steps[0]).to_have_text("5 / 5")
    notebook.page.wait_for_timeout(600)
    expect(steps[1]).to_have_text("3 / 3")
    expect(panels.nth(1).locator('[data-live="true"]')).to_have_count(0)
    notebook.picture("07-copy-beside")
    notebook.check_console()


def test_a_saved_notebook_untrusted_and_without_kernel(server, notebook, golden):
    server.write("saved.ipynb", [saved(golden("dot_history"))], kernel="not-installed-here")
    notebook.open("saved.ipynb", kernel=False)
    dialog = notebook.page.locator(".jp-Dialog")
    dialog.get_by_role("button", name=re.compile("no kernel", re.IGNORECASE)).click()
    view = notebook.view(0)
    trusted = "jupyterapp.shell.currentWidget.content.model.cells.get(0).trusted"
    assert notebook.page.evaluate(trusted) is False
    expect(view.part("node").first).to_be_visible()
    view.node("DotBackward0").click()
    expect(view.part("inspector")).to_contain_text("14.")
    view.button("Restart").click()
    expect(view.grad("x")).to_contain_text("None")
    assert not view.is_live()
    notebook.check_console()


def open_without(extensions, server, notebook, name):
    """Open a notebook in a JupyterLab that lacks some extensions."""
    page_config = server.config / "labconfig" / "page_config.json"
    page_config.write_text(json.dumps({"disabledExtensions": dict.fromkeys(extensions, True)}))
    try:
        start(server, notebook, name)
    finally:
        page_config.unlink()


def test_html_where_our_renderer_is_absent(server, notebook):
    open_without(["autograd-nb"], server, notebook, "fallback.ipynb")
    notebook.run(0, 1, 2, SHOWN, 4)
    output = notebook.cell(SHOWN).locator(".jp-OutputArea-output")
    expect(output.locator("img")).to_be_visible()
    assert output.locator("img").evaluate("image => image.naturalWidth") > 300
    expect(output).to_contain_text("tensor(28., grad_fn=<MulBackward0>)")
    output.locator("summary").first.click()
    expect(output.locator("table").first).to_contain_text("DotBackward0")
    expect(output.locator("table").first).to_contain_text("[0., 4., 8., 12.]")
    expect(notebook.page.locator('[data-autograd="view"]')).to_have_count(0)
    notebook.picture("08-html-fallback", output)
    # JupyterLab says these of any widget whose extension is disabled.
    notebook.check_console("Exception opening new comm", "No version of module autograd-nb is registered")


def test_drawn_and_updated_without_a_widget_manager(server, notebook):
    widgets = ["@jupyter-widgets/jupyterlab-manager", "anywidget"]  # the second cannot start without the first
    open_without(widgets, server, notebook, "no-widgets.ipynb")
    notebook.run(0, 1, 2, SHOWN, 4)
    view = notebook.view(SHOWN)
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert not view.is_live()
    notebook.check_console("Exception opening new comm")


def hostile(document):
    """Documents that no kernel of ours would send."""
    script = "<img src=x onerror=alert(1)><script>window.hacked = true</script>"
    named = json.loads(json.dumps(document))
    named["nodes"][0]["name"] = script
    named["text"] = script
    endless = {**document, "edges": [{"from": 3, "to": 3, "input": 0, "cut": None}] * 3}
    return {
        "version": {**document, "version": 2},
        "no_nodes": {key: value for key, value in document.items() if key != "nodes"},
        "no_text": {key: value for key, value in document.items() if key not in ("text", "layout")},
        "wrong_types": {**document, "nodes": "x", "edges": 7, "layout": None},
        "a_list": [1, 2, 3],
        "a_number": 7,
        "nothing": None,
        "a_million": {**document, "nodes": [0] * 1_000_000},
        "huge": {**document, "nodes": [{"id": i, "kind": "leaf"} for i in range(60_000)]},
        "path": {**document, "layout": {**document["layout"], "edges": [{"path": "M0 0<script>"}]}},
        "endless": endless,
        "script": named,
    }


def test_hostile_documents(server, notebook, golden):
    documents = hostile(golden("dot"))
    server.write("hostile.ipynb", [saved(document) for document in documents.values()])
    notebook.open("hostile.ipynb")
    for index, name in enumerate(documents):
        cell = notebook.cell(index)
        expect(cell.locator(".jp-OutputArea-output")).to_contain_text("tensor(28." if name != "script" else "<img")
        if name not in ("script", "endless"):
            expect(cell.locator('[data-autograd="node"]')).to_have_count(0)
            expect(notebook.view(index).root.get_by_role("status")).to_be_visible()
    assert notebook.page.evaluate("window.hacked") is None
    expect(notebook.page.locator(".jp-OutputArea-output script, .jp-OutputArea-output img")).to_have_count(0)
    notebook.show(0)
    notebook.picture("09-hostile")
    notebook.check_console()


def test_an_interrupt_during_backward(server, notebook):
    cells = [
        *CHAPTER[:4],
        "import time\nhook = x.register_hook(lambda g: time.sleep(60))",
        "y.backward()",
        "hook.remove()\ny.backward()\nx.grad",
    ]
    start(server, notebook, "interrupt.ipynb", cells, again=False)
    notebook.run(0, 1, 2, SHOWN, 4)
    view = notebook.view(SHOWN)
    notebook.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 5; }",
    )
    notebook.begin("notebook:run-cell")
    notebook.page.wait_for_timeout(700)
    notebook.command("notebook:interrupt-kernel")
    expect(notebook.cell(5).locator(".jp-OutputArea-output")).to_contain_text("KeyboardInterrupt")
    view = notebook.view(SHOWN)
    expect(view.part("error").first).to_be_visible()
    expect(view.grad("x")).to_contain_text("None")
    notebook.picture("10-interrupted", view.root)
    notebook.run(6)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    notebook.check_console()


def test_themes_and_widths(server, notebook):
    cells = [
        *CHAPTER[:5],
        "w = torch.tensor(0.9, requires_grad=True)\nb = torch.tensor(1.0)",
        "for _ in range(100):\n    b = b * w + x.sum()\nb",
        "b.backward()",
        "u = (x * x).detach()\nz = (u * x).sum()\nz",
        "z.backward()\nz.backward()",
    ]
    start(server, notebook, "looks.ipynb", cells, again=False)
    notebook.run(*range(len(cells)))
    for cell in (SHOWN, 6, 8):
        expect(notebook.view(cell).part("node").first).to_be_visible()
    notebook.view(SHOWN).node("DotBackward0").click()
    notebook.command("application:toggle-left-area")
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook.command("apputils:change-theme", {"theme": theme})
        for width in (1280, 640):
            notebook.page.set_viewport_size({"width": width, "height": 900})
            for cell, name in ((SHOWN, "dot"), (6, "loop"), (8, "detach")):
                view = notebook.view(cell)
                view.root.scroll_into_view_if_needed()
                box = view.root.bounding_box()
                assert box["width"] < width
                notebook.picture(f"look-{theme.split()[1].lower()}-{width}-{name}", view.root)
    notebook.command("application:toggle-left-area")
    notebook.page.set_viewport_size({"width": 1280, "height": 900})
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    notebook.check_console()
