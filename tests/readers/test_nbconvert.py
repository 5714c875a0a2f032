"""What nbconvert makes of notebooks with graphs, read in a browser with the network cut."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter, MarkdownExporter, get_exporter
from playwright.sync_api import expect

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete
from tests.readers.conftest import CELLS, CHAPTER, TEXT, chromium, golden, nbconvert, shown, shows_the_graph

pytestmark = pytest.mark.browser


def page_of(path, kind="autograd_html"):
    """Convert in this process, which is quicker; the page's path."""
    html, _ = get_exporter(kind)().from_filename(str(path))
    page = path.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    return page


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
    assert complete(saved.cells[0].outputs[-1].data[MIME])["changes"][0]["by"] == "y.backward()"


def test_sanitised_html_keeps_text_and_values(notebook):
    """nbconvert's own sanitiser, which drops every picture of every notebook: it shows the tag as text."""
    html, _ = HTMLExporter(sanitize_html=True).from_filename(str(notebook))
    output = html[html.index('data-mime-type="text/html"') :]
    assert "tensor(28., grad_fn=&lt;MulBackward0&gt;)" in output
    assert "<td>DotBackward0</td><td>14.</td>" in output
    assert "<img" not in output.split("</details>")[0]


def test_a_sanitised_page_of_ours_has_the_graph_in_words(notebook, offline):
    """No tag of ours is left for the sanitiser to show."""
    html, _ = get_exporter("autograd_html")(sanitize_html=True).from_filename(str(notebook))
    page = notebook.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    said = offline.open(page).locator("pre", has_text="x, leaf").inner_text()
    assert "dot, DotBackward0, value 14." in said
    assert [tag for tag in ("img", "div", "script", "details", "th") if f"&lt;{tag}" in html] == []
    assert "autogradView" not in html


def test_as_nbviewer_converts(notebook, offline):
    """nbviewer 1.0.1 puts the HTML of nbconvert's basic template, not sanitised, into a page of its own."""
    html, _ = HTMLExporter(template_name="basic").from_filename(str(notebook))
    page = notebook.with_suffix(".html")
    page.write_text(f"<!doctype html><meta charset='utf-8'>{html}", encoding="utf-8")
    picture = offline.open(page).get_by_role("img", name=f"Computation graph of {TEXT}")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 300


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


@pytest.mark.parametrize("name", sorted(path.name for path in CHAPTER.glob("*.ipynb")))
def test_the_chapter_in_one_file_each(name, tmp_path, offline):
    page = offline.open(page_of(Path(shutil.copy(CHAPTER / name, tmp_path))))
    expect(page.locator('[data-autograd="view"]').first).to_be_visible()
    assert "$" not in page.locator(".jp-MarkdownOutput").evaluate_all("all => all.map(one => one.textContent).join()")
    assert (offline.outside, offline.said) == ([], [])


def test_formulas_are_drawn_by_the_browser(write, offline):
    formulas = r"Inline $a < b$.", r"$$\frac{\partial y}{\partial x}$$", r"\begin{align*} a &= b \end{align*}", "`$no$`"
    latex = nbformat.v4.new_output("display_data", data={"text/latex": "$x^2$", "text/plain": "x squared"})
    cells = (nbformat.v4.new_markdown_cell("\n\n".join(formulas)), nbformat.v4.new_code_cell("f", outputs=[latex]))
    page = offline.open(page_of(write(*cells)))
    assert page.locator("math").evaluate_all("all => all.map(one => one.getAttribute('display'))") == [
        "inline",
        "block",
        "block",
        "inline",
    ]
    assert page.locator("math").first.text_content() == "a<b"
    assert page.locator("mfrac").bounding_box()["height"] > 20
    expect(page.locator("code")).to_have_text("$no$")
    assert (offline.outside, offline.said) == ([], [])


def test_mathjax_is_asked_for_what_is_left_only(write):
    def fetched(*cells):
        html = page_of(write(*cells)).read_text(encoding="utf-8")
        return [address for address in ("mathjax", "require.js") if f"/{address}" in html]

    assert fetched("1") == []
    assert fetched(nbformat.v4.new_markdown_cell("$x^2$"), "1") == []
    assert fetched(nbformat.v4.new_markdown_cell(r"$\nosuchthing{x}$"), "1") == ["mathjax"]
    assert fetched(nbformat.v4.new_markdown_cell(r"$\frac{$"), "1") == ["mathjax"]
    output = nbformat.v4.new_output("display_data", data={"text/latex": r"$\nosuchthing$"})
    assert fetched(nbformat.v4.new_code_cell("f", outputs=[output])) == ["mathjax"]


@pytest.mark.parametrize("call", ["torch.show(y)", "torch.show(y, host='anywidget')"])
def test_a_shown_widget_needs_no_widget_library(write, offline, call):
    path = write(CELLS[0], call, CELLS[1])
    nbconvert(path, "--execute", "--to", "autograd_html")
    view = offline.open(path.with_suffix(".html")).locator('[data-autograd="view"]')
    expect(view).to_have_count(2)
    for each in view.all():
        expect(each.locator('[data-autograd="grad"]')).to_contain_text("[0., 4., 8., 12.]")
    assert (offline.outside, offline.said) == ([], [])


def test_a_shown_widget_is_a_picture_in_plain_html(write, offline):
    path = write(CELLS[0].removesuffix("\ny"), "torch.show(y)", CELLS[1])
    nbconvert(path, "--execute", "--to", "html")
    page = offline.open(path.with_suffix(".html"))
    expect(page.get_by_role("img", name=f"Computation graph of {TEXT}")).to_be_visible()
    page.get_by_text("Values and gradients").click()
    expect(page.get_by_role("cell", name="[0., 4., 8., 12.]").first).to_be_visible()


def test_markdown_says_what_html_says(write):
    markdown, _ = MarkdownExporter().from_filename(str(write(shown(golden(), **{"text/html": "<p>picture</p>"}))))
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
    assert shows_the_graph(notebook.with_suffix(".pdf"))


def _python(code, **variables):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=True).stdout
