"""What nbconvert makes of notebooks with graphs, read in a browser with the network cut."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbconvert import HTMLExporter, LatexExporter, MarkdownExporter, get_exporter
from playwright.sync_api import expect

from autograd_nb.trace.document import MIME
from tests.readers.conftest import ROOT, chromium, nbconvert

pytestmark = pytest.mark.browser

TEXT = "tensor(28., grad_fn=<MulBackward0>)"
CELLS = ["import torch\nx = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny", "y.backward()"]


def shown(document, **more):
    """A cell as it is saved, showing a graph."""
    output = nbformat.v4.new_output("display_data", data={"text/plain": TEXT, MIME: document, **more})
    return nbformat.v4.new_code_cell("y", outputs=[output], execution_count=1)


def page_of(path, kind="autograd_html"):
    """Convert in this process, which is quicker; the page's path."""
    html, _ = get_exporter(kind)().from_filename(str(path))
    page = path.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    return page


def golden():
    return json.loads((ROOT / "tests/golden/dot_history.json").read_text(encoding="utf-8"))


def test_interactive_graphs_in_one_file(notebook, offline):
    nbconvert(notebook, "--to", "autograd_html")
    page = offline.open(notebook.with_suffix(".html"))
    view = page.locator('[data-autograd="view"]')
    expect(view).to_have_count(1)
    expect(view.locator('[data-autograd="text"]')).to_have_text(TEXT)
    view.locator('[data-autograd="node"][data-op="DotBackward0"]').click()
    expect(view.locator('[data-autograd="inspector"]')).to_contain_text("torch.dot(x, x)")
    view.get_by_role("button", name="Restart", exact=True).click()
    expect(view.locator('[data-autograd="grad"]')).to_contain_text("None")
    for _ in range(3):
        view.get_by_role("button", name="Step forward", exact=True).click()
    expect(view.locator('[data-autograd="grad"]')).to_contain_text("[0., 4., 8., 12.]")
    expect(page.locator("img")).to_have_count(0)
    assert (offline.outside, offline.said) == ([], [])


def test_the_view_comes_once_however_many_graphs(write, offline):
    path = write(*[shown(golden()) for _ in range(5)])
    page = page_of(path)
    one = page_of(write(shown(golden()), name="one"))
    assert page.stat().st_size < one.stat().st_size + 4 * 40_000
    expect(offline.open(page).locator('[data-autograd="view"]')).to_have_count(5)
    assert offline.said == []


def test_without_scripts_the_page_shows_the_picture(notebook, browser):
    saved = page_of(notebook)
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(saved.as_uri())
    expect(page.get_by_role("img", name=f"Computation graph of {TEXT}")).to_be_visible()
    expect(page.get_by_text(TEXT).first).to_be_visible()
    context.close()


def test_plain_html_shows_the_picture_and_the_values(notebook, offline):
    nbconvert(notebook, "--to", "html")
    page = offline.open(notebook.with_suffix(".html"))
    picture = page.get_by_role("img", name=f"Computation graph of {TEXT}")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 300
    page.get_by_text("Values and gradients").click()
    expect(page.get_by_role("cell", name="DotBackward0")).to_be_visible()
    expect(page.locator('[data-autograd="view"]')).to_have_count(0)


@pytest.mark.parametrize("kind", ["html", "autograd_html"])
def test_executed_on_the_way(write, offline, kind):
    """The graph in the page has seen what the cells below it did."""
    path = write(*CELLS)
    nbconvert(path, "--execute", "--to", kind)
    page = offline.open(path.with_suffix(".html"))
    if kind == "html":
        page.get_by_text("Values and gradients").click()
        expect(page.get_by_role("cell", name="[0., 4., 8., 12.]").first).to_be_visible()
    else:
        expect(page.locator('[data-autograd="grad"]')).to_contain_text("[0., 4., 8., 12.]")


def test_executed_notebooks_hold_nothing_volatile(write):
    path = write(*CELLS)
    nbconvert(path, "--execute", "--to", "notebook", "--inplace")
    saved = nbformat.read(path, as_version=4)
    assert "widgets" not in saved.metadata
    assert [output.metadata for output in saved.cells[0].outputs if "metadata" in output] == [{}]
    assert saved.cells[0].outputs[-1].data[MIME]["changes"][0]["by"] == "y.backward()"


def test_sanitised_html_keeps_text_and_values(notebook):
    """nbconvert's own sanitiser, which drops every picture of every notebook: it shows the tag as text."""
    html, _ = HTMLExporter(sanitize_html=True).from_filename(str(notebook))
    output = html[html.index('data-mime-type="text/html"') :]
    assert "tensor(28., grad_fn=&lt;MulBackward0&gt;)" in output
    assert "<td>DotBackward0</td><td>14.</td>" in output
    assert "<img" not in output.split("</details>")[0]


def test_the_page_runs_no_script_of_an_output(write, offline):
    """Names and values are text, also in the interactive page."""
    document = golden()
    document["nodes"][0]["name"] = "</script><script>document.title = 'run'</script>"
    document["text"] = "<img src=x onerror=\"document.title = 'run'\">"
    path = write(shown(document))
    page = offline.open(page_of(path))
    expect(page.locator('[data-autograd="view"]')).to_have_count(1)
    assert page.title() == "written"


@pytest.mark.parametrize("document", [{"version": 2}, {"version": 1, "nodes": 7}, 3, None], ids=str)
def test_a_document_that_cannot_be_read_is_one_line_and_the_text(write, offline, document):
    path = write(shown(document))
    page = offline.open(page_of(path))
    expect(page.locator('[data-autograd="text"]')).to_have_text(TEXT)
    expect(page.get_by_role("status")).to_contain_text("cannot be drawn")
    assert offline.said == []


def test_only_formulas_ask_for_mathjax(write):
    def fetched(*cells):
        html = page_of(write(*cells)).read_text(encoding="utf-8")
        return [address for address in ("mathjax", "require.js") if f"/{address}" in html]

    assert fetched("1") == []
    assert fetched(nbformat.v4.new_markdown_cell("$x^2$"), "1") == ["mathjax"]


def test_markdown_and_latex_say_what_pytorch_says(write):
    """A LaTeX document has no place for our picture; `graph(y).save("y.pdf")` makes one to be included."""
    path = write(shown(golden(), **{"text/html": "<p>picture</p>"}))
    latex, _ = LatexExporter().from_filename(str(path))
    assert "tensor(28., grad\\_fn=<MulBackward0>)" in latex
    markdown, _ = MarkdownExporter().from_filename(str(path))
    assert "picture" in markdown


def test_pdf_by_way_of_a_browser(notebook, tmp_path):
    """`--to webpdf` starts a Chromium of Playwright's own; here Playwright finds the one of this machine instead."""
    browsers = tmp_path / "browsers"
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p:\n"
        "    try: p.chromium.launch()\n"
        "    except Exception as error: print(error)\n"
    )
    place = re.search(r"doesn't exist at (\S+)", _python(code, PLAYWRIGHT_BROWSERS_PATH=str(browsers)))
    assert place, "Playwright says where it looks"
    link = browsers / place[1].removeprefix(f"{browsers}/")
    link.parent.mkdir(parents=True)
    link.symlink_to(chromium())
    arguments = ("--to", "webpdf", "--disable-chromium-sandbox")
    nbconvert(notebook, *arguments, PLAYWRIGHT_BROWSERS_PATH=str(browsers))
    pdf = notebook.with_suffix(".pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000


def _python(code, **variables):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=True).stdout
