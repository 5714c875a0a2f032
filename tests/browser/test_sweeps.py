"""Forward mode beside reverse mode in a real JupyterLab."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
    "a = torch.tensor(2.0, requires_grad=True)\ns = torch.log(a ** 2) * torch.sin(a) + 1 / a\ntorch.sweeps(s)",
    "y.backward()",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_sweeps_on_the_learners_own_expression(server, notebook, theme):
    name = f"sweeps-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    notebook.run(0, 1)
    view = notebook.view(1)
    compare = view.part("compare")
    expect(compare).to_have_text("Compare forward and reverse mode")
    expect(view.part("sweeps")).to_be_hidden()
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "true")
    expect(view.node("y").locator('[data-autograd="tangent"]')).to_have_text("→ 4.")
    expect(view.part("derivative")).to_have_text("[0., 4., 8., 12.]")
    costs = view.part("sweeps").locator(".ag-costs")
    expect(costs.locator("tr", has_text="sweeps for every derivative")).to_have_text("sweeps for every derivative41")
    expect(costs.locator("tr", has_text="local derivatives in all")).to_have_text("local derivatives in all123")
    expect(view.part("sweeps")).to_contain_text("Reverse mode wins here: y has 1 number, x has 4.")
    notebook.picture(f"70-sweeps-{theme}", notebook.cell(1))

    # Forward first, with the values; the gradients come afterwards.
    view.button("Restart").click()
    for _ in range(3):
        view.button("Step forward").click()
    expect(view.part("step")).to_have_text("3 / 6")
    expect(view.node("y")).to_have_attribute("data-moves", "now")
    expect(view.node("y")).to_have_attribute("data-state", "idle")
    expect(view.root.locator(".ag-caption")).to_contain_text("That is ∂y/∂x[1].")
    notebook.picture(f"71-forward-{theme}", notebook.cell(1))
    view.button("Step forward").click()
    expect(view.node("y")).to_have_attribute("data-state", "current")

    # From another number of x.
    view.root.get_by_label("Where the forward sweep begins").select_option(label="x[3]")
    expect(view.node("y").locator('[data-autograd="tangent"]')).to_have_text("→ 12.")

    # Nothing of this has touched x.grad. The walk does, and is what is shown then.
    notebook.run(3)
    view.ends_at(3)
    expect(view.part("sweeps")).to_be_hidden()
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    expect(view.part("ledger").locator("tbody tr")).to_have_count(1)
    compare.click()
    expect(view.part("derivative")).to_have_text("[0., 4., 8., 12.]")  # the graph is freed, the sweeps are kept

    # Asked for, they are there at once.
    notebook.run(2)
    asked = notebook.view(2)
    expect(asked.part("sweeps")).to_be_visible()
    expect(asked.node("s").locator('[data-autograd="tangent"]')).to_have_text("→ 0.0824")
    expect(asked.part("derivative")).to_have_text("0.0824")
    notebook.picture(f"72-book-{theme}", notebook.cell(2))
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
