"""`show(y)` among other widgets, in a real JupyterLab and Notebook 7."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import View

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch, ipywidgets",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny.backward()",
    "w = torch.show(y)\nw",
    (
        "slider = ipywidgets.IntSlider()\n"
        "ipywidgets.jslink((w, 'step'), (slider, 'value'))\n"
        "ipywidgets.jslink((w, 'steps'), (slider, 'max'))\n"
        "ipywidgets.VBox([slider, w])"
    ),
    (
        "chosen = ipywidgets.Label('nothing')\n"
        "def choose(change):\n"
        "    node = next((n for n in w.document['nodes'] if n['id'] == change['new']), None)\n"
        "    chosen.value = 'nothing' if node is None else 'chosen: ' + (node['name'] or node['op'])\n"
        "w.observe(choose, 'selected')\n"
        "reached = ipywidgets.Label()\n"
        "w.observe(lambda change: setattr(reached, 'value', f'step {change.new}'), 'step')\n"
        "ipywidgets.VBox([chosen, reached])"
    ),
    "w.step, w.steps, w.selected",
    "w.step = 1\nw.selected = 1",
    "x.grad.zero_();",
    "w.playing = True",
    "w.close()",
]
PLACED, AMONG, LABEL = 2, 3, 4


def test_a_slider_is_linked_and_the_choice_observed(server, notebook):
    server.write("show.ipynb", CELLS)
    notebook.open("show.ipynb")
    notebook.run(0, 1, PLACED, AMONG, LABEL)
    placed, among = notebook.view(PLACED), notebook.view(AMONG)
    label, reached = (notebook.cell(LABEL).locator(".widget-label").nth(i) for i in (0, 1))
    for view in (placed, among):
        view.ends_at(3)
        expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert placed.is_live()
    notebook.picture("40-show-among-widgets", notebook.cell(AMONG))

    # A slider steps; both places follow.
    readout = notebook.cell(AMONG).locator(".widget-readout")
    expect(readout).to_have_text("3")
    readout.click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type("2")
    notebook.page.keyboard.press("Enter")
    for view in (placed, among):
        expect(view.part("step")).to_have_text("2 / 3")
        expect(view.grad("x")).to_contain_text("None")
    # The view steps; the slider follows.
    placed.button("Step back").click()
    expect(readout).to_have_text("1")

    # A node is chosen; the kernel hears of it.
    expect(label).to_have_text("nothing")
    placed.node("x").click()
    expect(label).to_have_text("chosen: x")
    expect(among.part("inspector")).to_contain_text("leaf")
    notebook.page.keyboard.press("Escape")
    expect(label).to_have_text("nothing")
    notebook.run(5)
    expect(notebook.cell(5)).to_contain_text("(1, 3, None)")

    # The kernel speaks; the views do.
    placed.button("Step forward").click()
    expect(reached).to_have_text("step 2")  # what a view says travels beside the cells, and may come after one
    notebook.run(6)
    expect(placed.part("step")).to_have_text("1 / 3")
    expect(among.part("inspector")).to_contain_text("DotBackward0")
    expect(label).to_have_text("chosen: DotBackward0")
    notebook.run(7)
    placed.ends_at(4)
    expect(placed.grad("x")).to_have_attribute("data-change", "zero")
    notebook.run(6, 8)
    placed.ends_at(4)
    among.ends_at(4)
    expect(placed.button("Play")).to_be_visible()
    notebook.check_console()

    # A page that is loaded anew finds the widget where it was.
    placed.button("Step back").click()
    expect(readout).to_have_text("3")
    notebook.save()
    notebook.open("show.ipynb")
    expect(notebook.view(PLACED).part("step")).to_have_text("3 / 4")
    assert notebook.view(PLACED).is_live()
    # ipywidgets loses every widget of a page in which one is closed while it still looks for them in the kernel.
    expect(readout).to_have_text("3")
    expect(label).to_have_text("chosen: DotBackward0")

    # Closed, it stays in the notebook as a picture of its end, not as an error.
    notebook.run(9)
    expect(notebook.cell(PLACED).locator('[data-live="false"]')).to_have_count(1)
    expect(notebook.view(PLACED).part("node")).to_have_count(4)
    notebook.check_console()


def test_opened_again_without_its_kernel_it_still_draws(server, notebook):
    server.write("show-saved.ipynb", CELLS[:3])
    notebook.open("show-saved.ipynb")
    notebook.run(0, 1, PLACED)
    notebook.view(PLACED).ends_at(3)
    notebook.save()
    notebook.restart_kernel()
    notebook.open("show-saved.ipynb")
    view = notebook.view(PLACED)
    view.ends_at(3)
    view.button("Step back").click()
    expect(view.part("step")).to_have_text("2 / 3")
    expect(notebook.cell(PLACED)).not_to_contain_text("model not found")
    notebook.check_console()


def test_in_notebook_7(server, notebook):
    server.write("show-seven.ipynb", CELLS)
    notebook.open("show-seven.ipynb", app="notebook")
    notebook.run(0, 1, PLACED, AMONG)
    among = View(notebook.cell(AMONG).locator('[data-autograd="view"]').first)
    among.ends_at(3)
    notebook.run(6)
    expect(among.part("step")).to_have_text("1 / 3")
    expect(notebook.cell(AMONG).locator(".widget-readout")).to_have_text("1")
    notebook.check_console()
