"""`show(y)` as VS Code and Colab show it: ipywidgets' own manager for pages, anywidget's own script, a real kernel.

Neither host runs here. What they bring to a widget does: a frame of another origin beside the page that speaks with
the kernel, their themes, their looks of bare elements, and what they do with keys, files and buttons. See `hosts/`.
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, SCREENSHOTS, View
from tests.browser.test_hostile_text import CODE, SETUP, WALK, check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, FrameLocator, Page

    from tests.browser.conftest import Server

anywidget = pytest.importorskip("anywidget")
pytestmark = pytest.mark.browser

HERE = Path(__file__).parent / "hosts"
MODULES = ROOT / "labextension" / "node_modules"
FILES = {
    "require.js": MODULES / "requirejs" / "require.js",
    "manager.js": MODULES / "@jupyter-widgets" / "html-manager" / "dist" / "libembed-amd.js",
    "anywidget.js": Path(anywidget.__file__).parent / "nbextension" / "index.js",
    **{path.name: path for path in HERE.iterdir()},
}
MARKS = {
    "vscode": "__vsc_ipynb_file__ = 'graph.ipynb'",
    "colab": (
        "import sys, types\n"
        "colab, output = types.ModuleType('google.colab'), types.ModuleType('google.colab.output')\n"
        "output.enable_custom_widget_manager = lambda: None\n"
        "output._widgets = types.SimpleNamespace(_installed_url=None)\n"
        "sys.modules |= {'google.colab': colab, 'google.colab.output': output}"
    ),
}


class Host:
    """A notebook in a host: cells are run, outputs looked at."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)

    def run(self, code: str) -> None:
        self.page.evaluate("code => run(code)", code)

    def frame(self, index: int = 0) -> FrameLocator:
        """Where outputs are: there is one for all in VS Code."""
        return self.page.frame_locator("iframe").nth(index)

    def view(self, index: int = 0) -> View:
        return View(self.frame(index).locator('[data-autograd="view"]').first)

    def theme(self, theme: str) -> None:
        self.page.evaluate("theme => window.theme(theme)", theme)

    def said(self, code: str, text: str) -> None:
        """Run a cell, which is to print `text`, at last: what the page tells the kernel is under way for a moment."""
        self.run(f"print({code})")
        for _ in range(20):
            if self.page.locator("section").last.locator("pre").last.inner_text().strip() == text:
                return
            self.page.wait_for_timeout(100)
            self.run(f"print({code})")
        assert self.page.locator("section").last.inner_text() == text

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"43-{self.name}-{name}.png", full_page=True)


def ask(server: Server, method: str, path: str) -> Any:
    request = urllib.request.Request(server.url(path), method=method, data=b"{}" if method == "POST" else None)
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    return json.loads(body) if body else None


def answer_with(pages: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    """What gives the pages of a host, and the scripts they load."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            found = name in pages or name in FILES
            self.send_response(200 if found else 204 if name == "favicon.ico" else 404)
            self.send_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
            self.end_headers()
            if found:
                self.wfile.write(pages[name].encode() if name in pages else FILES[name].read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def kernel(server: Server) -> Iterator[str]:
    identity = ask(server, "POST", "api/kernels")["id"]
    yield identity
    ask(server, "DELETE", f"api/kernels/{identity}")


@pytest.fixture
def open_host(server: Server, browser: BrowserContext, kernel: str) -> Iterator[Callable[[str, str], Host]]:
    with contextlib.ExitStack() as stack:

        def opened(name: str, theme: str) -> Host:
            socket = server.url(f"api/kernels/{kernel}/channels").replace("http", "ws", 1)
            pages: dict[str, str] = {}
            web = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), answer_with(pages)))
            stack.callback(web.shutdown)
            threading.Thread(target=web.serve_forever, daemon=True).start()
            port = web.server_address[1]
            # By another name it is another origin, as in both hosts.
            setup = {"socket": socket, "frame": f"http://localhost:{port}/frame.html", "shared": name == "vscode"}
            within = {"host": name, "theme": theme}
            pages["around.js"] = f"window.setup = {json.dumps(setup)}"
            pages["within.js"] = f"window.setup = {json.dumps(within)}"
            pages["look.css"] = FILES[f"{name}.css"].read_text(encoding="utf-8")
            page = browser.new_page()
            stack.callback(page.close)
            host = Host(page, name)
            page.goto(f"http://127.0.0.1:{port}/notebook.html")
            page.wait_for_function("() => window.run")
            host.run(MARKS[name])
            return host

        yield opened


CONTRAST = """view => {
  const brush = document.createElement('canvas').getContext('2d');
  const luminance = (colour) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const parts = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = luminance(getComputedStyle(view).backgroundColor);
  const gradient = view.querySelector('.ag-grad .ag-warm');
  return [getComputedStyle(view).color, getComputedStyle(gradient).fill].map((colour) => {
    const [low, high] = [luminance(colour), ground].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
}"""


def check_legible(view: View) -> None:
    assert min(view.root.evaluate(CONTRAST)) >= 4.5, "WCAG 2.2, 1.4.3"


GRAPH = "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny"
SHOWN = """w = torch.show(y)
slider, heard = ipywidgets.IntSlider(max=3, description='step'), []
w.observe(lambda change: heard.append(change['new']), 'selected')
ipywidgets.VBox([slider, w])"""


def test_in_vscode(open_host):
    host = open_host("vscode", "light")
    host.run("%load_ext autograd_nb\nimport autograd_nb as torch, ipywidgets, traitlets")
    host.run(GRAPH)
    expect(host.frame().locator("img")).to_be_visible()
    host.run(SHOWN)
    view = host.view()
    expect(view.part("node")).to_have_count(4)
    assert "mono" not in view.root.evaluate("view => getComputedStyle(view).fontFamily").lower()
    for theme in ("light", "high-contrast", "dark"):
        host.theme(theme)
        light = "true" if theme == "light" else "false"
        expect(view.root.locator("xpath=..")).to_have_attribute("data-jp-theme-light", light)
        check_legible(view)

    host.run("y.backward()")
    view.ends_at(3)
    expect(view.grad("x")).to_contain_text("[0., 4., 8., 12.]")
    host.run("_ = traitlets.link((w, 'step'), (slider, 'value'))")
    readout = host.frame().locator(".widget-readout")
    expect(readout).to_have_text("3")
    host.run("w.step = 1")
    expect(view.part("step")).to_have_text("1 / 3")
    expect(readout).to_have_text("1")
    host.frame().locator(".noUi-handle").press("ArrowRight")
    expect(view.part("step")).to_have_text("2 / 3")

    view.node("x").click()
    expect(view.part("inspector")).to_contain_text("leaf")
    host.said("heard", "[0]")
    host.picture("dark")

    # Keys that the view understands are not the editor's too; those of its buttons are pressed once.
    frame = host.page.frames[1]
    frame.evaluate("() => { window.leaked.length = 0; }")
    view.node("x").press("ArrowRight")
    view.node("DotBackward0").press("[")
    expect(view.part("step")).to_have_text("1 / 3")
    assert frame.evaluate("window.leaked") == []
    frame.wait_for_function("() => document.querySelector('.ag-view button[tabindex]')")
    view.button("Step forward").press("Enter")
    expect(view.part("step")).to_have_text("2 / 3")
    view.button("Step forward").press(" ")
    expect(view.part("step")).to_have_text("3 / 3")

    # Files: the editor is asked to keep what the page, and what the kernel makes.
    for kind, start in {"SVG": "<svg", "DOT": "digraph"}.items():
        view.button("Export").click()
        view.button(f"Export as {kind}").click()
        frame.wait_for_function("() => window.files.length")
        kept = frame.evaluate("window.files.pop()")
        assert kept["name"] == f"graph.{kind.lower()}"
        assert kept["start"].startswith(start)
        view.root.press("Escape")

    host.run("w.update((x * x * x).sum())")
    expect(view.root).to_have_attribute("aria-label", "tensor(36., grad_fn=<SumBackward0>)")
    host.run("w.close()")
    expect(view.root).to_have_count(0)
    assert host.wrong == []


def test_in_colab(open_host):
    host = open_host("colab", "dark")
    host.run("%load_ext autograd_nb\nimport autograd_nb as torch, ipywidgets, traitlets")
    host.run(GRAPH)
    host.run(SHOWN)
    view = host.view(1)
    expect(view.part("node")).to_have_count(4)
    expect(host.frame(1).locator(".noUi-handle")).to_be_visible()  # it has brought its colours
    check_legible(view)
    host.run("y.backward()")
    view.ends_at(3)
    host.run("_ = traitlets.link((w, 'step'), (slider, 'value'))\nw.step = 1")
    expect(view.part("step")).to_have_text("1 / 3")
    host.frame(1).locator(".noUi-handle").press("ArrowRight")
    expect(view.part("step")).to_have_text("2 / 3")
    view.node("x").click()
    host.said("heard", "[0]")
    host.picture("dark")

    # Another output is another frame, with a manager of its own: only the kernel ties the two.
    host.run("w")
    other = host.view(2)
    expect(other.part("step")).to_have_text("2 / 3")
    expect(other.part("inspector")).to_contain_text("leaf")
    other.button("Step forward").click()
    expect(view.part("step")).to_have_text("3 / 3")
    expect(host.frame(1).locator(".widget-readout")).to_have_text("3")
    host.theme("light")
    for each in (view, other):
        expect(each.root).to_have_css("background-color", "rgb(255, 255, 255)")
        check_legible(each)
    host.picture("light")
    assert host.wrong == []


@pytest.mark.parametrize("name", ["vscode", "colab"])
def test_the_learners_words_are_text(open_host, name):
    host = open_host(name, "light")
    host.run(SETUP)
    host.run(f"{CODE}y")
    host.run("torch.show(y)")
    host.run(WALK)
    view = host.view(0 if name == "vscode" else 1)
    view.ends_at(4)
    check(view)
    picture = host.frame(0).locator("img").first  # what an output shows without our extension
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.src.startsWith('data:') && image.naturalWidth > 300")
    assert all(frame.evaluate("() => window.hacked ?? null") is None for frame in host.page.frames)
    assert host.wrong == []
