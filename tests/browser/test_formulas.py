"""Formulas in the inspector: typeset by JupyterLab's own typesetter, in outputs, widgets and the side panel."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import View

pytestmark = pytest.mark.browser

BAD = "<b>$x$</b>\\href{javascript:alert(1)}{x}"
CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "y = (1 / torch.sqrt(1 + x ** 2)).sum()\ny",
    "y.backward()",
    f"names = {{{BAD!r}: x}}\nz = names[{BAD!r}] * 2\nz",
]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_the_chain_rule_is_typeset(server, notebook, app):
    server.write(f"formulas-{app}.ipynb", CELLS)
    notebook.open(f"formulas-{app}.ipynb", app=app)
    notebook.run(0, 1, 2)
    view = notebook.view(1)
    view.ends_at(7)
    view.node("SqrtBackward0").click()
    math = view.part("inspector").locator('[role="math"]')
    expect(math).to_have_count(2)
    expect(math.first.locator("mjx-container")).to_be_visible()
    expect(math.first).to_have_attribute("aria-label", "z = √(1 + x ** 2)")
    expect(view.part("inspector").locator("code", has_text="√")).to_have_count(0)
    notebook.picture(f"18-formulas-{app}")
    # The next step shows the same at once.
    view.button("Step back").click()
    assert math.count() == 2
    notebook.command("autograd:show")
    side = View(notebook.page.locator("#autograd-nb-panel [data-autograd=view]").first)
    side.node("SqrtBackward0").press("Enter")
    expect(side.part("inspector").locator('[role="math"] mjx-container').first).to_be_visible()
    notebook.check_console()


def test_what_a_name_says_is_never_markup(server, notebook):
    server.write("formulas-bad.ipynb", CELLS)
    notebook.open("formulas-bad.ipynb", again=False)
    notebook.run(0, 3)
    view = notebook.view(3)
    view.node("z").click()
    inspector = view.part("inspector")
    expect(inspector).to_contain_text("href{javascript")
    assert inspector.locator("b, a, mjx-container a").count() == 0
    notebook.check_console()
