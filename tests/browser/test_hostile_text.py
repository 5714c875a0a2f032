"""Names, source lines and string values that look like markup, in the learner's own code: text in every host."""

import pytest
from playwright.sync_api import expect

import autograd_nb as torch
from tests.browser.conftest import View
from tests.trace.conftest import Session

pytestmark = pytest.mark.browser

MARKUP = "</script><img src=x onerror=window.hacked=1><b>&amp;\\u0000`$x$`😀\\u202etxet\\u202c"
SETUP = "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)"
CODE = f"""\
table = {{"<img src=x onerror=window.hacked=1>": x, "😀": x}}
שלום = table["<img src=x onerror=window.hacked=1>"] * 2  # </script><script>window.hacked=1</script> 😀 \u202etxet
מכפלה = torch.dot(שלום, table["😀"])  # {"very long " * 60}
y = מכפלה * torch.tensor(1.0)  # <style>*{{display:none}}</style> &lt;i&gt; {MARKUP}
"""


WALK = "y.backward()  # <img src=x onerror=window.hacked=1>"
SOURCE = "# <style>*{display:none}</style> &lt;i&gt;"


def check(view):
    """What stands there is the text, and nothing of it became an element or ran."""
    view.node("DotBackward0").press("Enter")
    inspector = view.part("inspector")
    expect(inspector).to_contain_text('table["😀"]')
    view.node("שלום").press("Enter")
    expect(inspector.locator("pre.ag-source")).to_contain_text("</script><script>window.hacked=1</script> 😀")
    expect(view.node("שלום")).to_have_attribute("data-name", "שלום")
    view.node("y").press("Enter")
    expect(inspector.locator("pre.ag-source")).to_contain_text(SOURCE)
    markup = view.root.evaluate("root => root.querySelectorAll('img, script, style, b, i').length")
    assert markup == 0
    room = view.root.evaluate("root => [root.scrollWidth, root.clientWidth]")
    assert room[0] <= room[1] + 1, "a long line widens nothing"
    assert view.root.evaluate("() => window.hacked") is None


def test_in_output_panel_and_anywidget(server, notebook):
    cells = [SETUP, f"{CODE}y", WALK, f"{CODE}torch.show(y, host='anywidget')", f"{WALK}\nx.grad.zero_()"]
    server.write("hostile-text.ipynb", cells)
    notebook.open("hostile-text.ipynb", again=False)
    notebook.run(0, 1, 2)
    notebook.command("autograd:show")
    output = notebook.view(1)
    output.ends_at(4)
    check(output)
    notebook.picture("80-hostile-output", output.root)
    side = View(notebook.page.locator('#autograd-nb-panel [data-autograd="view"]'))
    side.ends_at(4)
    check(side)
    notebook.picture("81-hostile-panel", side.root)

    notebook.run(3, 4)
    widget = View(notebook.cell(3).locator('[data-autograd="view"]').first)
    widget.ends_at(6)  # x has a history already
    check(widget)
    notebook.picture("82-hostile-anywidget", widget.root)
    notebook.check_console()


def test_in_notebook_7(server, notebook):
    server.write("hostile-seven.ipynb", [SETUP, f"{CODE}y", WALK])
    notebook.open("hostile-seven.ipynb", app="notebook")
    notebook.run(0, 1, 2)
    view = notebook.view(1)
    view.ends_at(4)
    check(view)
    notebook.check_console()


def test_in_exported_files(browser, tmp_path):
    """The page for slides, and the pictures that are made of it: opened by themselves, none of them runs a word."""
    session = Session()
    with torch.recording():
        for cell in (SETUP.partition("\n")[2], CODE, WALK):
            session.cell(cell)
    made = torch.graph(session.names["y"], session.names)
    page = browser.new_page()
    made.save(tmp_path / "slides.html")
    page.goto((tmp_path / "slides.html").as_uri())
    view = View(page.locator('[data-autograd="view"]'))
    view.ends_at(4)
    check(view)
    for kind, start in {"SVG": b"<svg", "PNG": b"\x89PNG"}.items():
        view.node("y").hover()
        view.button("Export").click()
        with page.expect_download() as waiting:
            view.button(f"Export as {kind}").click()
        waiting.value.save_as(tmp_path / f"page.{kind.lower()}")
        assert (tmp_path / f"page.{kind.lower()}").read_bytes().startswith(start)
    made.save(tmp_path / "python.svg")
    for name in ("page.svg", "python.svg"):
        page.goto((tmp_path / name).as_uri())
        assert page.locator("script, image, foreignObject").count() == 0
        expect(page.locator("text", has_text="שלום").first).to_be_visible()
        assert page.evaluate("() => window.hacked") is None
    page.close()


def test_what_an_error_says(server, notebook):
    cells = [SETUP, "raise RuntimeError('<img src=x onerror=window.hacked=1>')"]
    cells.append("שלום = x * 2  # <img src=x onerror=window.hacked=1>\nשלום.backward()")
    server.write("hostile-error.ipynb", cells)
    notebook.open("hostile-error.ipynb", again=False)
    for cell in range(3):
        notebook.page.evaluate(
            """async index => {
              jupyterapp.shell.currentWidget.content.activeCellIndex = index;
              await jupyterapp.commands.execute('notebook:run-cell').catch(() => null);
            }""",
            cell,
        )
    view = notebook.view(2)
    expect(view.part("explanation")).to_contain_text("The result is not a single number")
    view.node("שלום").click()
    expect(view.part("inspector")).to_contain_text("# <img src=x onerror=window.hacked=1>")
    assert notebook.page.evaluate("() => window.hacked") is None
    assert view.root.evaluate("root => root.querySelectorAll('img, script').length") == 0
    notebook.check_console("Error: Cell execution")
