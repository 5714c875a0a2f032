"""The same extension in a real Notebook 7."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_chapter_in_notebook_7(server, notebook):
    cells = [
        "%load_ext autograd_nb\nimport autograd_nb as torch",
        "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
        "y.backward()\nx.grad",
        "x.grad.zero_();",
        "x.grad = None",
    ]
    server.write("seven.ipynb", cells)
    notebook.open("seven.ipynb", app="notebook")
    notebook.run(0, 1)
    view = notebook.view(1)
    expect(view.part("node")).to_have_count(4)
    print(f"painted {notebook.painted[1]:.0f} ms after the kernel's answer")
    notebook.run(2)
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert view.is_live()
    view.node("x").press("Enter")
    expect(view.part("inspector")).to_contain_text("requires_grad")
    view.button("Step back").click()
    expect(view.grad("x")).to_contain_text("None")
    notebook.picture("11-notebook-7")
    notebook.run(3)
    view.ends_at(4)
    expect(view.grad("x")).to_have_attribute("data-change", "zero")

    notebook.run(4)
    view.ends_at(5)
    expect(view.grad("x")).to_contain_text("None")
    expect(view.grad("x")).to_have_attribute("data-change", "none")

    notebook.save()
    notebook.page.reload()
    notebook.ready()
    view = notebook.view(1)
    view.ends_at(5)
    expect(view.root.locator("xpath=ancestor::*[@data-live='true']")).to_have_count(1)
    notebook.restart_kernel()
    expect(view.root.locator("xpath=ancestor::*[@data-live='false']")).to_have_count(1)
    view.node("DotBackward0").click()
    expect(view.part("inspector")).to_contain_text("14.")
    notebook.check_console()
