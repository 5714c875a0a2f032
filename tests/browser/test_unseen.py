"""Changes of numbers that a graph was computed from, in a real JupyterLab: by the book, and behind its back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)",
    "h = x * x\ny = h.sum()\ny",
    "x.data.mul_(10)  # nobody notices",
    "y.backward()",
]
SHOWN = 1


def test_a_change_behind_autograds_back_is_marked_after_the_walk(server, notebook):
    server.write("unseen.ipynb", CELLS)
    notebook.open("unseen.ipynb", again=False)
    notebook.run(0, SHOWN)
    view = notebook.view(SHOWN)
    note = view.root.locator('[data-autograd="unseen"][role="note"]')
    expect(view.node("MulBackward0")).to_be_visible()
    expect(note).to_be_hidden()
    notebook.run(2, 3)
    view.ends_at(3)
    expect(note).to_contain_text("MulBackward0 saved x, and then x.data.mul_(10) changed it behind autograd's back")
    expect(view.node("MulBackward0").locator('[data-autograd="unseen"]')).to_have_count(1)
    expect(view.node("SumBackward0").locator('[data-autograd="unseen"]')).to_have_count(0)
    expect(view.grad("x")).to_contain_text("[20., 40., 60.]")  # as in PyTorch: of the new numbers
    view.node("MulBackward0").click()
    why = view.part("inspector").locator('[data-autograd="unseen"]')
    expect(why).to_contain_text("x.data.mul_(10)")
    why.get_by_role("button", name="cell [3], line 1").click()
    expect(notebook.cell(2).locator(".cm-content")).to_be_focused()
    expect(notebook.cell(2).locator(".ag-made-line")).to_have_count(1)
    notebook.picture("20-unseen", view.root)
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(notebook.page.locator("body[data-jp-theme-light=false]")).to_have_count(1)
    expect(note).to_be_visible()
    notebook.picture("20-unseen-dark", view.root)
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})


def test_a_step_downhill_leaves_the_graph_what_it_was(server, notebook):
    """Its own cell, in which no walk and no gradient takes part, brings the view above up to date."""
    step = "with torch.no_grad():\n    x -= 0.5 * x.grad"
    server.write("downhill.ipynb", [*CELLS[:2], "y.backward()", step])
    notebook.open("downhill.ipynb", again=False)
    notebook.run(0, SHOWN, 2)
    view = notebook.view(SHOWN)
    view.ends_at(3)
    expect(view.node("x")).to_contain_text("leaf, shape [3]")
    notebook.run(3)
    expect(view.node("x")).to_contain_text("leaf, now [")
    expect(view.node("x")).to_contain_text("[1., 2., 3.]")
    expect(view.grad("x")).to_contain_text("[2., 4., 6.]")
    view.node("x").click()
    inspector = view.part("inspector")
    expect(inspector).to_contain_text("tensor([0., 0., 0.]) by x -= 0.5 * x.grad, line 2")
    view.node("MulBackward0").click()
    expect(inspector).to_contain_text("× [1., 2., 3.]")
    notebook.picture("21-downhill", view.root)
    notebook.check_console()
