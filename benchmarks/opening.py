"""How long a learner waits: from the command until a notebook's first cell has run, in a real browser.

`autograd-nb lab` with our extension, our kernel and the chapter's notebooks, against `jupyter lab` with none of them.
It needs the environment of the tests and Chromium, which `python -m benchmarks` does not: `make bench` runs it after.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import nbformat
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS, READY, free_port

from .measure import head, show
from .starting import pairs

ROUNDS = 5
TOKEN = "bench"
OURS = ("-m", "autograd_nb.cli", "lab", "course")
THEIRS = ("-m", "jupyter", "lab", "--ServerApp.root_dir=course", "--allow-root")
RUN = """async () => {
  const { content, sessionContext } = jupyterapp.shell.currentWidget;
  content.activeCellIndex = 0;
  await jupyterapp.commands.execute('notebook:run-cell');
  if (!content.widgets[0].model.executionCount) throw new Error('the cell did not run');
}"""


def seconds(browser: BrowserContext, command: tuple[str, ...], kernel: str) -> float:
    """From the start of the server until the first cell of a new notebook has run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "course").mkdir()
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
        made.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
        nbformat.write(made, home / "course" / "first.ipynb")
        start = time.perf_counter()
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, *command, "--no-browser", *_options(port)],
            cwd=home,
            env=_environment(home, ours=command is OURS),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/api/status?token={TOKEN}")
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}/lab/tree/first.ipynb?token={TOKEN}&reset")
            page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context", timeout=120_000)
            page.evaluate(READY, "first.ipynb")
            page.evaluate(RUN)
            taken = time.perf_counter() - start
            page.close()
        finally:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/api/shutdown?token={TOKEN}", method="POST")
            with suppress(OSError, subprocess.TimeoutExpired):
                urllib.request.urlopen(request, timeout=10).close()
                server.wait(15)
            server.kill()
            server.wait()
    return taken


def _options(port: int) -> list[str]:
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": TOKEN,
        "LabApp.expose_app_in_browser": True,
    }
    return [f"--{name}={value}" for name, value in options.items()]


def _environment(home: Path, *, ours: bool) -> dict[str, str]:
    """With nothing of the user's; without our extension where it is not wanted."""
    if not ours:
        disabled = home / "config" / "labconfig" / "page_config.json"
        disabled.parent.mkdir(parents=True)
        disabled.write_text(json.dumps({"disabledExtensions": {"autograd-nb": True}}))
    folders = {name: str(home / name.lower()) for name in ("config", "data", "runtime")}
    return {
        **os.environ,
        **{f"JUPYTER_{name.upper()}_DIR": folder for name, folder in folders.items()},
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(3000):
        if server.poll() is not None:
            raise RuntimeError(f"the server has ended with {server.returncode}")
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.02)
    raise RuntimeError("the server did not answer within a minute")


def main() -> None:
    """Print the ratio."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("\nOpening a notebook: there is no Chromium on this machine to open it in.")
        return
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=CHROMIUM_FLAGS
        )
        browser.set_default_timeout(120_000)

        def ours() -> float:
            return seconds(browser, OURS, "autograd_nb")

        def theirs() -> float:
            return seconds(browser, THEIRS, "python3")

        head("From the command to a cell that has run (wanted: at most 1.30)", ["jupyter lab"], "autograd-nb lab")
        show("in Chromium", pairs(ours, "jupyter lab", theirs, ROUNDS), ["jupyter lab"])
        browser.close()


if __name__ == "__main__":
    main()
