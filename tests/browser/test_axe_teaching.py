"""axe-core looks at what stands around the graph: questions, explanations, tables of derivatives."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import serious

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "y = 2 * torch.dot(x, x)\ntorch.quiz(y, of=x)",
    "torch.quiz(y, of=x)",
    "h = x * x\nh",
    "h.backward(torch.tensor([1.0, 0.0, 2.0, 1.0]))\nz = x * x\nz.backward()",
]


def test_nothing_serious(server, notebook):
    server.write("axe-teaching.ipynb", CELLS)
    notebook.open("axe-teaching.ipynb", again=False)
    notebook.run(*range(len(CELLS)))
    expect(notebook.view(4).part("explanation")).to_be_visible()
    wrong = notebook.view(2)
    wrong.part("quiz").get_by_role("textbox").fill("0 2 4 6")
    wrong.button("Check").click()
    wrong.ends_at(3)
    vector = notebook.view(3)
    vector.node("h").press("Enter")
    vector.part("jacobian").locator("summary").press("Enter")
    expect(vector.part("jacobian").locator("table")).to_be_visible()
    for theme in ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"):
        notebook.command("apputils:change-theme", {"theme": theme})
        assert serious(notebook, '[data-autograd="view"]') == [], theme
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})


def test_by_keyboard_alone(server, notebook):
    server.write("keys-teaching.ipynb", CELLS[:2])
    notebook.open("keys-teaching.ipynb", again=False)
    notebook.run(0, 1)
    view, keyboard = notebook.view(1), notebook.page.keyboard
    view.part("quiz").get_by_role("textbox").focus()
    keyboard.type("[0, 4, 8, 12]")  # brackets step in the view, not here
    keyboard.press("Tab")
    expect(view.button("Check")).to_be_focused()
    keyboard.press("Enter")
    expect(view.part("quiz").locator("output")).to_have_text("Right: that is what x.grad will hold.")
    view.ends_at(3)
    expect(notebook.cell(1).locator(".cm-content")).to_have_text("y = 2 * torch.dot(x, x)torch.quiz(y, of=x)")
