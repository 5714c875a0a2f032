"""The graph of a derivative, in a real JupyterLab."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.tensor(2.0, requires_grad=True)\ny = x ** 3\n(g,) = torch.autograd.grad(y, x, create_graph=True)\ng",
    "g.backward()\nx.grad",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_second_walk_plays_over_what_the_first_recorded(server, notebook, theme):
    name = f"second-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    notebook.run(0, 1)
    view = notebook.view(1)
    expect(view.part("band")).to_have_count(1)
    expect(view.part("layers")).to_contain_text("visited 1 operation and recorded 3 new")
    expect(view.root.locator("[data-derivative]")).to_have_count(3)
    view.node("g").click()
    expect(view.part("made-by")).to_contain_text("while it visited PowBackward0 (y).")
    notebook.run(2)
    view.ends_at(6)
    expect(view.grad("x")).to_have_text("12.")
    expect(view.node("g")).to_have_attribute("data-order", "1")
    notebook.picture(f"77-second-{theme}", notebook.cell(1))
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
