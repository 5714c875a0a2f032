"""A vector walked with gradient=: the product written out, and the whole table on demand."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0, requires_grad=True)\ny = x * x\ny",
    "y.backward(gradient=torch.tensor([1.0, 0.0, 2.0, 1.0]))",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_product_and_the_table(server, notebook, theme):
    name = f"jacobian-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    notebook.run(0, 1)
    view = notebook.view(1)
    view.node("y").click()
    part = view.part("jacobian")
    summary = part.locator("summary")
    expect(summary).to_have_text("Full Jacobian ∂y/∂x, 4 × 4")
    expect(part.locator("table")).to_be_hidden()
    summary.press("Enter")
    expect(part.locator("tr")).to_have_count(4)
    notebook.run(2)
    expect(part).to_contain_text("v = [1., 0., 2., 1.]")
    expect(part).to_contain_text("v · ∂y/∂x = [0., 0., 8., 6.]")
    expect(part.locator("tr").nth(2)).to_have_text("2. ×∂y[2]0.0.4.0.")
    part.evaluate("part => part.scrollIntoView({ block: 'nearest' })")  # a live view may draw it anew meanwhile
    notebook.picture(f"60-jacobian-{theme}", view.root)
    view.button("Step back").click()
    expect(part.locator("table")).to_be_visible()
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
