"""A real Jupyter server, a real Chromium, and a driver for notebooks in JupyterLab and Notebook 7."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.browser.scripts import LOOKS, OPEN_IN_PLACE, OPENED, READY, RESTARTED, RUN_CELL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
MIME = "application/vnd.autograd-nb.graph.v1+json"
PATIENCE = 20_000  # milliseconds that anything in the page may take on a busy machine

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Known, and not ours: see what each comes from.
ALLOWED_ERRORS = (
    r"reading 'schema'",  # Notebook 7.6 says this without our extension, too
    r"Command 'filebrowser:open-path' not registered",  # nor is this of Notebook 7's file browser ours
    r"net::ERR_ABORTED",  # requests under way when a page is reloaded
    r"WebSocket connection to",  # the kernel's socket when a page is reloaded or a kernel restarted
    # The server remembers where a static file is by its name alone, whether it is Lab's or Notebook 7's. Both have
    # MathJax's fonts under the same names: who asks second is refused the other's.
    r"status of 403 .*/static/(lab|notebook)/[^/]+\.woff\]",
    # The server lists a kernel for a moment before that has the time of its last activity, and trips over it.
    r"status of 500 .*/api/kernels\?\d+\]",
    r"create_subshell_request",  # JupyterLab asks for one per widget comm; a restart comes between
)
UNTOUCHED = ["JupyterLab", 1280, 900]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One Jupyter server with nothing of the user's: own folders for settings, data and notebooks.

    `jupyterlab` is the folder of another JupyterLab and Notebook than the environment's.
    """

    def __init__(self, home: Path, jupyterlab: Path | None = None) -> None:
        self.home = home
        self.jupyterlab = jupyterlab
        self.notebooks = home / "notebooks"
        self.config = home / "config"
        self.token = secrets.token_hex(16)
        self.address = f"http://127.0.0.1:{free_port()}"
        for folder in (self.notebooks, self.config / "labconfig", home / "path" / "labextensions"):
            folder.mkdir(parents=True)
        # The tree's own build, before any that may be installed.
        (home / "path" / "labextensions" / "autograd-nb").symlink_to(ROOT / "autograd_nb" / "_labextension")
        news = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        news.parent.mkdir(parents=True)
        news.write_text('{"fetchNews": "false", "checkForUpdates": false}')  # a toast would cover the page
        # Python 3 without a debugger, whose state JupyterLab tries in vain to restore after a restart.
        kernel = home / "path" / "kernels" / "python3" / "kernel.json"
        kernel.parent.mkdir(parents=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        kernel.write_text(json.dumps({"argv": command, "display_name": "Python 3", "language": "python"}))
        self.process = self._start()
        atexit.register(self._kill)

    def _start(self) -> subprocess.Popen[bytes]:
        bin_folder = Path(sys.executable).parent
        environment = {
            **os.environ,
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "JUPYTER_PATH": str(self.home / "path"),
            "JUPYTER_CONFIG_DIR": str(self.config),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"),
        }
        if self.jupyterlab is not None:
            environment["PYTHONPATH"] = f"{self.jupyterlab}{os.pathsep}{ROOT}"
            environment["JUPYTERLAB_DIR"] = str(self.jupyterlab / "share" / "jupyter" / "lab")
            environment["JUPYTER_PATH"] += f"{os.pathsep}{self.jupyterlab / 'share' / 'jupyter'}"
        command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.address.rpartition(":")[2],
            "ServerApp.port_retries": 0,
            "IdentityProvider.token": self.token,
            "ServerApp.root_dir": self.notebooks,
            "LabApp.expose_app_in_browser": True,
            "JupyterNotebookApp.expose_app_in_browser": True,
        }
        command += [f"--{name}={value}" for name, value in options.items()]
        with (self.home / "server.log").open("wb") as log:
            return subprocess.Popen(
                command, env=environment, cwd=self.home, stdout=log, stderr=log, start_new_session=True
            )

    def url(self, path: str, **query: str) -> str:
        pairs = {"token": self.token, **query}
        return f"{self.address}/{path}?" + "&".join(f"{k}={v}" if v else k for k, v in pairs.items())

    def wait(self) -> None:
        for _ in range(600):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(self.url("api/status"), timeout=5):
                return
            time.sleep(0.1)
        raise RuntimeError((self.home / "server.log").read_text()[-3000:])

    def stop(self) -> None:
        """Ask first, so that the server ends its kernels."""
        request = urllib.request.Request(self.url("api/shutdown"), method="POST")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(request, timeout=10).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        self._kill()

    def _kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def write(self, name: str, cells: list[Any], kernel: str = "python3") -> str:
        """Save a notebook; a cell is its source, or a ready-made cell. Nothing on disk is trusted."""
        ready = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        notebook = nbformat.v4.new_notebook(cells=ready)
        notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
        nbformat.write(notebook, self.notebooks / name)
        return name

    def read(self, name: str) -> Any:
        return nbformat.read(self.notebooks / name, as_version=4)


class Notebook:
    """A notebook open in a page."""

    def __init__(self, page: Page, server: Server, errors: list[str]) -> None:
        self.page = page
        self.server = server
        self.errors = errors
        self.name = ""
        self.looks: list[Any] | None = None  # of the page just loaded
        self.painted: dict[int, float] = {}

    def open(self, name: str, *, app: str = "lab", kernel: bool = True, again: bool = True) -> Notebook:
        """`again` loads the page anew. A JupyterLab that is there already opens a notebook in half the time."""
        self.name = name
        loaded = again or not self.page.evaluate(OPEN_IN_PLACE, [name, self.server.address])
        if loaded:
            place = f"lab/tree/{name}" if app == "lab" else f"notebooks/{name}"
            self.page.goto(self.server.url(place, **({"reset": ""} if app == "lab" else {})))
        if kernel:
            self.ready()
        if loaded:
            self.looks = self.page.evaluate(LOOKS)
            self.page.evaluate(OPENED)
        return self

    @property
    def untouched(self) -> bool:
        """Whether the page is as it was when it was loaded, or is so soon: a theme comes when its sheets have come."""
        for _ in range(20):
            looks = self.page.evaluate(LOOKS)
            if looks == self.looks and looks[: len(UNTOUCHED)] == UNTOUCHED:
                return True
            self.page.wait_for_timeout(100)
        return False

    def ready(self) -> None:
        self.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context")
        self.page.evaluate(READY, self.name)

    def run(self, *cells: int) -> None:
        for index in cells:
            painted = self.page.evaluate(RUN_CELL, index)
            if painted is not None:
                self.painted[index] = painted

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        self.page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments or {}])

    def begin(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Start a command that waits for something, such as a dialog."""
        self.page.evaluate(
            "([name, args]) => { void jupyterapp.commands.execute(name, args); }", [name, arguments or {}]
        )

    def save(self) -> Any:
        self.command("docmanager:save")
        return self.server.read(self.name)

    def restart_kernel(self) -> None:
        self.page.evaluate("() => { window.restarted = jupyterapp.commands.execute('notebook:restart-kernel'); }")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.page.evaluate(RESTARTED)

    def show(self, cell: int) -> None:
        self.page.evaluate("index => jupyterapp.shell.currentWidget.content.scrollToItem(index)", cell)

    def cell(self, index: int) -> Locator:
        self.show(index)
        panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").first
        return panel.locator(f'.jp-Notebook-cell[data-windowed-list-index="{index}"]')

    def view(self, cell: int) -> View:
        return View(self.cell(cell).locator('[data-autograd="view"]').first)

    def picture(self, name: str, of: Locator | None = None) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        (of or self.page).screenshot(path=SCREENSHOTS / f"{name}.png")  # type: ignore[union-attr]  # both have it

    def check_console(self, *allowed: str) -> None:
        """No error so far but the known ones and those allowed here; forgets them."""
        known = (*ALLOWED_ERRORS, *map(re.escape, allowed))
        errors = [error for error in self.errors if not any(re.search(part, error) for part in known)]
        self.errors.clear()
        assert not errors, "\n".join(errors)


class View:
    """The picture of a graph, by the attributes that every host has."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def part(self, part: str, **data: str) -> Locator:
        more = "".join(f'[data-{key}="{value}"]' for key, value in data.items())
        return self.root.locator(f'[data-autograd="{part}"]{more}')

    def node(self, name: str) -> Locator:
        """By the learner's name, or by the name of the grad_fn."""
        return self.root.locator(
            f'[data-autograd="node"][data-name="{name}"], [data-autograd="node"][data-op="{name}"]'
        ).first

    def grad(self, name: str) -> Locator:
        return self.part("grad", name=name).first

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def is_live(self) -> bool:
        holder = self.root.locator("xpath=ancestor::*[@data-live][1]")
        return holder.get_attribute("data-live") == "true"

    def ends_at(self, steps: int) -> None:
        expect(self.part("step")).to_have_text(f"{steps} / {steps}", timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("jupyter"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[BrowserContext]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("the browser tests need Chromium on the PATH")
    expect.set_options(timeout=PATIENCE)
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("chromium"),
        executable_path=chromium,
        headless=True,
        args=CHROMIUM_FLAGS,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="session")
def kept() -> list[Notebook]:
    """The page of the module before, where that left it as it was."""
    return []


@pytest.fixture(scope="module")
def notebook(
    server: Server, browser: BrowserContext, kept: list[Notebook], request: pytest.FixtureRequest
) -> Iterator[Notebook]:
    """A page to open notebooks in, with everything its console complains about."""
    before = kept.pop() if kept else None
    opened = Notebook(before.page, server, before.errors) if before else _listening(browser.new_page(), server)
    opened.looks = before.looks if before else None
    opened.errors.clear()
    failed = request.session.testsfailed
    yield opened
    # Not that of an older JupyterLab, whose server goes now.
    if request.session.testsfailed == failed and server.jupyterlab is None and opened.untouched:
        kept.append(opened)
    else:
        opened.page.close()


def _listening(page: Page, server: Server) -> Notebook:
    errors: list[str] = []
    page.on(
        "console",
        lambda message: (
            errors.append(f"{message.text} [{message.location['url']}]") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(f"{request.url}: {request.failure}"))
    return Notebook(page, server, errors)


@pytest.fixture
def golden() -> Callable[[str], Any]:
    return lambda name: json.loads((ROOT / "tests" / "golden" / f"{name}.json").read_text(encoding="utf-8"))
