"""Export from the view itself: five kinds of files, three of them without a kernel."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import View

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "y = 2 * torch.dot(x, x)\ny.backward()\ny",
]
STARTS = {"SVG": b"<svg", "PNG": b"\x89PNG", "PDF": b"%PDF-", "DOT": b"digraph", "HTML": b"<!doctype html>"}


def export(view, kind):
    """What a click on the view's own button hands to the browser's downloads."""
    page = view.root.page
    view.node("x").hover()
    view.button("Export").click()
    with page.expect_download() as waiting:
        view.button(f"Export as {kind}").click()
    expect(view.button("Export")).to_have_attribute("aria-expanded", "false")
    assert waiting.value.suggested_filename == f"graph.{kind.lower()}"
    return waiting.value.path().read_bytes()


def test_every_kind_by_mouse_and_the_page_stands_alone(server, notebook, browser, tmp_path):
    server.write("exports.ipynb", CELLS)
    notebook.open("exports.ipynb", again=False)
    notebook.run(0, 1)
    view = notebook.view(1)
    files = {kind: export(view, kind) for kind in STARTS}
    for kind, start in STARTS.items():
        assert files[kind].startswith(start), kind
    assert b"DotBackward0" in files["DOT"]
    notebook.page.evaluate(
        """async () => {
          const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
          const code = 'assert len([cell for cell in In if cell]) == 2, In';
          const { content } = await kernel.requestExecute({ code, store_history: false }).done;
          if (content.status !== 'ok') throw new Error(content.evalue);
        }"""
    )
    notebook.check_console()

    (tmp_path / "graph.html").write_bytes(files["HTML"])
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{tmp_path / 'graph.html'}")
    alone = View(page.locator('[data-autograd="view"]'))
    alone.ends_at(3)
    alone.node("DotBackward0").click()
    expect(alone.part("inspector")).to_contain_text("torch.dot(x, x)")
    expect(alone.root.locator(".ag-kind")).to_have_text(["SVG", "PNG"])
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.close()


def test_by_keyboard(server, notebook):
    server.write("keys.ipynb", CELLS)
    notebook.open("keys.ipynb", again=False)
    notebook.run(0, 1)
    view = notebook.view(1)
    view.button("Export").press("Enter")
    expect(view.button("Export as SVG")).to_be_visible()
    notebook.picture("60-export", view.root)
    view.button("Export as SVG").press("Escape")
    expect(view.button("Export as SVG")).to_be_hidden()
    expect(view.button("Export")).to_be_focused()
    view.button("Export").press("Enter")
    with notebook.page.expect_download():
        view.button("Export as HTML").press("Enter")
    expect(view.button("Export")).to_be_focused()
    view.button("Export").press("Enter")
    view.root.focus()
    expect(view.button("Export as SVG")).to_be_hidden()
    notebook.check_console()


def test_without_a_kernel_it_says_what_cannot_be_made(server, notebook):
    server.write("saved.ipynb", CELLS)
    notebook.open("saved.ipynb")
    notebook.run(0, 1)
    notebook.save()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    view = notebook.view(1)
    for kind in ("SVG", "PNG", "HTML"):
        assert export(view, kind).startswith(STARTS[kind])
    for kind in ("PDF", "DOT"):
        view.button("Export").click()
        view.button(f"Export as {kind}").click()
        expect(view.part("export")).to_contain_text(f"The kernel makes {kind} files, and this notebook has none.")
        notebook.picture(f"61-export-{kind.lower()}", view.root)
        view.button(f"Export as {kind}").press("Escape")
    notebook.check_console()
