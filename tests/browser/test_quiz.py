"""Predict, then check, in a real JupyterLab, without a kernel, and on a page of its own."""

import json

import pytest
from playwright.sync_api import expect

import autograd_nb as torch
from tests.browser.conftest import View

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)",
    "torch.quiz(y, of=x)",
    "x.grad",
    "y.backward()\nx.grad",
]
ASKED = 2


def answer(view, text):
    field = view.part("quiz").get_by_role("textbox", name="What does x.grad hold after y.backward()?")
    field.fill(text)
    field.press("Enter")


def check(page, view, picture):
    """The whole exchange, wherever the view stands."""
    quiz = view.part("quiz")
    expect(quiz).to_contain_text("What does x.grad hold after y.backward()?")
    expect(view.grad("x")).to_have_text("None")
    expect(view.button("Play")).to_be_hidden()
    for name in ("x", "DotBackward0", "y"):
        view.node(name).click()
        assert "12." not in view.root.inner_text()
    page.keyboard.press("Escape")
    picture("70-quiz-asked")

    answer(view, "1 2")
    expect(quiz).to_contain_text("x has 4 numbers, this answer has 2.")
    expect(view.grad("x")).to_have_text("None")

    answer(view, "0 2 4 6")
    verdict = quiz.locator("output")
    expect(verdict).to_contain_text("A share is missing")
    expect(verdict).to_contain_text("Or: The local derivative of y is missing")
    view.ends_at(3)
    expect(view.node("x")).to_have_attribute("data-state", "error")
    expect(view.grad("x")).to_have_text("[0., 4., 8., 12.]")
    expect(view.root.locator('[data-autograd="edge"][data-state="current"]')).to_have_count(1)
    picture("71-quiz-wrong")

    view.button("Ask again").click()
    expect(view.grad("x")).to_have_text("None")
    expect(verdict).to_have_text("")
    answer(view, "[0, 4, 8, 12]")
    expect(verdict).to_have_text("Right: that is what x.grad will hold.")
    view.ends_at(3)
    expect(view.root.locator('[data-state="error"]')).to_have_count(0)
    picture("72-quiz-right")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_jupyterlab(server, notebook, theme):
    name = f"quiz-{theme}.ipynb"
    server.write(name, CELLS)
    notebook.open(name, again=False)
    notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
    notebook.run(0, 1, ASKED, 3)
    expect(notebook.cell(3).locator(".jp-OutputArea-output")).to_have_count(0)
    view = notebook.view(ASKED)
    check(notebook.page, view, lambda picture: notebook.picture(f"{picture}-{theme}", view.root))
    notebook.run(4)
    expect(notebook.cell(4)).to_contain_text("tensor([ 0.,  4.,  8., 12.])")
    notebook.check_console()
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})


def test_without_its_kernel_it_asks_as_before(server, notebook):
    server.write("quiz-saved.ipynb", CELLS[:3])
    notebook.open("quiz-saved.ipynb")
    notebook.run(0, 1, ASKED)
    answer(notebook.view(ASKED), "0 4 8 12")
    notebook.save()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open("quiz-saved.ipynb")
    check(notebook.page, notebook.view(ASKED), lambda picture: None)
    notebook.check_console()


def test_on_a_page_of_its_own(browser, tmp_path):
    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    (tmp_path / "quiz.html").write_text(torch.quiz(y, of=x).to_html(), encoding="utf-8")
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "quiz.html").as_uri())
    view = View(page.locator('[data-autograd="view"]'))
    assert "12." not in page.locator("body").inner_text()
    check(page, view, lambda picture: None)
    assert page.evaluate(STORED) == {"local": {}, "session": {}, "cookie": "", "databases": [], "caches": []}
    assert asked == [(tmp_path / "quiz.html").as_uri()], "no network"
    page.close()


# Whatever a page can keep beyond its own life.
STORED = """async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  cookie: document.cookie,
  databases: (await indexedDB.databases()).map(each => each.name),
  caches: await globalThis.caches?.keys().catch(() => []) ?? [],
})"""
NAMES = """async () => {
  const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
  const asked = kernel.requestExecute({
    code: '', store_history: false, user_expressions: { names: 'sorted(globals()), x.grad' },
  });
  return (await asked.done).content.user_expressions.names.data['text/plain'];
}"""


def test_it_needs_no_network_and_stores_nothing(server, notebook):
    """Neither in the browser nor in the kernel nor on the disk; in the notebook there is nothing new, either."""
    server.write("quiz-offline.ipynb", CELLS[:3])
    notebook.open("quiz-offline.ipynb", again=False)
    notebook.run(0, 1, ASKED)
    view = notebook.view(ASKED)
    expect(view.part("quiz")).to_be_visible()
    before = notebook.save()
    stored, names = (notebook.page.evaluate(each) for each in (STORED, NAMES))
    files = sorted(path for path in server.notebooks.rglob("*") if path.is_file())
    notebook.page.context.set_offline(True)
    try:
        answer(view, "0 2 4 6")
        expect(view.part("quiz").locator("output")).to_contain_text("A share is missing")
        view.button("Ask again").click()
        answer(view, "0 4 8 12")
        expect(view.part("quiz").locator("output")).to_contain_text("Right")
        view.ends_at(3)
    finally:
        notebook.page.context.set_offline(False)
    # JupyterLab itself may have stored where its panels are.
    held = json.dumps([each for each in notebook.page.evaluate(STORED).items() if each not in stored.items()])
    assert [word for word in ("quiz", "0 2 4 6", "0 4 8 12", "0, 4, 8") if word in held] == []
    assert names == notebook.page.evaluate(NAMES)
    assert names.endswith("None)")
    assert [cell.outputs for cell in notebook.save().cells] == [cell.outputs for cell in before.cells]
    assert files == sorted(path for path in server.notebooks.rglob("*") if path.is_file())
    notebook.check_console("net::ERR_INTERNET_DISCONNECTED", "Failed to fetch")  # what JupyterLab asks its server
