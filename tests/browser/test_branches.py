"""Control flow on the page: loops fold into a counted group that opens, and the branch taken is named."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    (
        "def f(a):\n"
        "    b = a * 2\n"
        "    while b.norm() < 1000:\n"
        "        b = b * 2\n"
        "    if b.sum() > 0:\n"
        "        c = b\n"
        "    else:\n"
        "        c = 100 * b\n"
        "    return c\n"
        "a = torch.tensor(-0.5, requires_grad=True)\n"
        "d = f(a)\n"
        "d"
    ),
]


def test_loops_and_branches(server, notebook):
    server.write("branches.ipynb", CELLS)
    notebook.open("branches.ipynb", again=False)
    notebook.run(0, 1)
    view = notebook.view(1)
    said = view.part("branches").locator("li")
    expect(said).to_have_text(["while b.norm() < 1000: yes, 10 times, then no", "if b.sum() > 0: no"])
    group = view.root.locator('[data-kind="group"]')
    expect(group).to_contain_text("10 turns of 1 operation")
    notebook.picture("20-branches", notebook.cell(1))
    group.click()
    expect(group).to_have_count(0)
    turns = view.root.locator('[data-autograd="node"][data-op="MulBackward0"]')
    expect(turns).to_have_count(12)
    turns.nth(1).press("Enter")
    expect(view.part("inspector")).to_contain_text(", the first time in this graph")
    view.button("Fold loops").click()
    expect(group).to_have_count(1)
    notebook.check_console()
