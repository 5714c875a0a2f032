"""Where gradients stop, in a real JupyterLab: scissors with their line, grey behind them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nimport math",
    (
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "s = torch.tensor(2.0, requires_grad=True)\nw = torch.ones(2, requires_grad=True)"
    ),
    "u = (x * x).detach()\ny = (u * w * math.sin(s)).sum()\ny",
    "y.backward()\nprint(x.grad, s.grad, w.grad)",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gradient_stops_at_a_cut_and_the_line_is_told(server, notebook, theme):
    name = f"cuts-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    notebook.run(0, 1, 2)
    view = notebook.view(2)
    cuts = view.root.locator('[data-autograd="edge"][data-cut]')
    assert sorted(cut.get_attribute("data-cut") for cut in cuts.all()) == ["detach", "item"]
    # The product was gone when the picture was made: it is drawn as it was, grey.
    behind = view.root.locator('[data-autograd="node"][data-behind]')
    expect(behind).to_have_count(3)
    view.node("u").click()
    told = view.part("cut")
    expect(told).to_contain_text("detach() cuts here: no gradient goes back")
    expect(told.locator("mark")).to_have_text("(x * x).detach()")
    behind.and_(view.root.locator('[data-op="MulBackward0"]')).press("Enter")
    expect(told).to_contain_text("Nothing refers to it any more.")
    notebook.picture(f"75-cuts-{theme}", notebook.cell(2))
    notebook.run(3)
    view.ends_at(4)
    expect(behind.and_(view.root.locator('[data-state="visited"]'))).to_have_count(0)
    expect(notebook.cell(3)).to_contain_text("None None tensor(")
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
