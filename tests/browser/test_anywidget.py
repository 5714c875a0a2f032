"""`show(y)` without our JupyterLab extension: the module in a plain page, and anywidget's own way in JupyterLab."""

import html
import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, View

pytest.importorskip("anywidget")
pytestmark = pytest.mark.browser

MODEL = """
class Model {
  constructor(values) { this.values = values; this.listeners = {}; this.saved = 0; }
  get(name) { return this.values[name]; }
  set(name, value) {
    if (this.values[name] === value) return;
    this.values[name] = value;
    for (const listener of this.listeners['change:' + name] ?? []) listener();
  }
  save_changes() { this.saved += 1; }
  send(content) { (this.said ??= []).push(content); }
  hear(content) { for (const listener of this.listeners['msg:custom'] ?? []) listener(content); }
  on(event, listener) { (this.listeners[event] ??= []).push(listener); }
  off(event, listener) { this.listeners[event] = this.listeners[event].filter(each => each !== listener); }
}
"""
PAGE = """
<!doctype html><html lang="en"><meta charset="utf-8"><title>A place</title>
<body style="margin: 12px; %s"><div id="place"></div>
<script id="module" type="text/plain">%s</script>
<script type="module">
%s
const text = document.getElementById('module').textContent;
const widget = (await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))).default;
window.model = new Model({ document: %s, step: 2, steps: 0, playing: false, speed: 1, selected: null });
const shadow = document.getElementById('place').attachShadow({ mode: 'open' });  // as marimo does
const el = document.createElement('div');
shadow.append(el);
window.clear = widget.render({ model, el });
</script></body></html>
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_a_plain_page(browser, golden, theme):
    from autograd_nb.display.anyhost import module

    ground = "background: #fff; color: #222" if theme == "light" else "background: #1e1e1e; color: #ddd"
    document = json.dumps(golden("dot_backward")).replace("<", "\\u003c")
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if request.url.startswith("http") else None)
    page.set_content(PAGE % (ground, module().replace("</script", "<\\/script"), MODEL, document))
    view = View(page.locator('[data-autograd="view"]'))
    expect(view.part("step")).to_have_text("2 / 3")
    assert page.evaluate("model.get('steps')") == 3
    background = view.root.evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if theme == "light" else "rgb(17, 20, 24)")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"41-anywidget-{theme}.png")
    view.node("x").click()
    assert page.evaluate("model.get('selected')") == 0
    page.evaluate("model.set('step', 3)")
    view.ends_at(3)
    page.evaluate("document.body.style.color = document.body.style.color === 'rgb(34, 34, 34)' ? '#ddd' : '#222'")
    expect(view.root).not_to_have_css("background-color", background)
    page.evaluate("clear()")
    expect(view.root).to_have_count(0)
    assert page.evaluate("Object.values(model.listeners).flat().length") == 0
    assert errors == []
    page.close()


def test_drawn_before_it_stands_anywhere(browser, golden):
    """As VS Code has it: the view is made, and then put into the page."""
    from autograd_nb.display.anyhost import module

    later = PAGE.replace("shadow.append(el);", "window.put = () => shadow.append(el);")
    assert later != PAGE
    document = json.dumps(golden("dot_backward")).replace("<", "\\u003c")
    page = browser.new_page()
    script = module().replace("</script", "<\\/script")
    page.set_content(later % ("background: #1e1e1e; color: #ddd", script, MODEL, document))
    page.wait_for_function("() => window.clear")
    page.evaluate("put()")
    view = View(page.locator('[data-autograd="view"]'))
    expect(view.part("step")).to_have_text("2 / 3")
    expect(view.root).to_have_css("background-color", "rgb(17, 20, 24)")
    page.close()


def test_with_anywidget_in_jupyterlab(server, notebook):
    cells = [
        "%load_ext autograd_nb\nimport autograd_nb as torch, ipywidgets",
        "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)",
        "w = torch.show(y, host='anywidget')\nw",
        "y.backward()",
        "w.step = 1",
        "w.step, w.steps, w.selected",
    ]
    server.write("any.ipynb", cells)
    notebook.open("any.ipynb")
    notebook.run(0, 1, 2)
    view = notebook.view(2)
    expect(view.part("node")).to_have_count(4)
    notebook.run(3)
    view.ends_at(3)
    notebook.run(4)
    expect(view.part("step")).to_have_text("1 / 3")
    view.node("x").click()
    expect(view.part("inspector")).to_contain_text("leaf")
    notebook.run(5)
    expect(notebook.cell(5)).to_contain_text("(1, 3, 0)")
    for kind, start in {"PDF": b"%PDF-", "DOT": b"digraph", "HTML": b"<!doctype html>"}.items():
        view.button("Export").click()
        with notebook.page.expect_download() as waiting:
            view.button(f"Export as {kind}").click()
        assert waiting.value.path().read_bytes().startswith(start)
    notebook.check_console()


# The strictest of what outputs are shown in: Colab's frame has an origin of its own, VS Code's web view a policy.
POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:"
FRAME = '<!doctype html><html lang="en"><title>A place</title><iframe sandbox="allow-scripts" srcdoc="%s"></iframe>'
FRAME_STYLE = "iframe { width: 900px; height: 700px; border: 0 }"


def test_in_a_frame_of_its_own_from_what_the_kernel_sends(browser, tmp_path, monkeypatch):
    """What VS Code and Colab do with a widget, without either: its state, and the module in it, in a sandbox."""
    import autograd_nb as torch
    from autograd_nb.display.asked import answer

    x = torch.arange(4.0, requires_grad=True)
    with torch.recording():
        y = 2 * torch.dot(x, x)
        y.backward()
        widget = torch.show(y, host="anywidget")
    state = json.loads(json.dumps(widget.get_state()))
    document = widget.document
    widget.close()
    values = {name: value for name, value in state.items() if not name.startswith("_")} | {"layout": None}
    inner = PAGE % (
        "background: #fff; color: #222",
        state["_esm"].replace("</script", "<\\/script"),
        MODEL,
        json.dumps(values["document"]).replace("<", "\\u003c"),
    )
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: errors.append(request.url) if request.url.startswith("http") else None)
    page.set_content(FRAME % html.escape(inner.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}')))
    page.add_style_tag(content=FRAME_STYLE)
    view = View(page.frame_locator("iframe").locator('[data-autograd="view"]'))
    expect(view.part("step")).to_have_text("2 / 3")
    expect(view.node("DotBackward0")).to_have_attribute("data-state", "current")
    view.node("x").click()
    expect(view.part("inspector")).to_contain_text("leaf")
    frame = page.frames[1]
    assert frame.evaluate("model.get('selected')") == 0
    assert frame.evaluate("self.origin") == "null"
    view.button("Step forward").click()
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    assert {"document", "step", "steps", "playing", "speed", "selected"} <= values.keys()
    assert errors == []

    # Files: the kernel's answers are those of the widget's own half. This sandbox lets no file out.
    monkeypatch.chdir(tmp_path)

    def kernel():
        asked = None
        while asked is None:  # the policy lets nothing wait in the page
            page.wait_for_timeout(20)
            asked = frame.evaluate("model.said?.shift() ?? null")
        frame.evaluate("said => model.hear(said)", answer(document, asked))
        return asked

    view.node("x").hover()
    view.button("Export").click()
    expect(view.root.locator(".ag-kind")).to_have_text(["SVG", "PNG", "PDF", "DOT", "HTML"])
    for kind, start in {"PDF": b"%PDF-", "DOT": b"digraph", "HTML": b"<!doctype html>", "SVG": b"<svg"}.items():
        view.button(f"Export as {kind}").click()
        if kind != "SVG":
            assert kernel()["kind"] == kind.lower()
        expect(view.part("export")).to_contain_text(f"graph.{kind.lower()} was handed to the browser.")
        view.button("Save it where the kernel runs").click()
        assert kernel()["keep"] is True
        saved = tmp_path / f"graph.{kind.lower()}"
        expect(view.part("export")).to_contain_text(f"Saved as {saved}")
        assert saved.read_bytes().startswith(start)
    page.screenshot(path=SCREENSHOTS / "42-anywidget-export.png")
    assert all("allow-downloads" in said for said in errors), "what the browser itself says of the sandbox"
    page.close()
