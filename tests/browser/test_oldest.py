"""The oldest JupyterLab and Notebook that are supported run tests of the newest."""

import re
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Server
from tests.browser.test_lab import (
    test_a_saved_notebook_untrusted_and_without_kernel as test_untrusted_without_kernel,
)
from tests.browser.test_lab import test_reload_restart_and_the_saved_file, test_the_chapter
from tests.browser.test_notebook7 import test_the_chapter_in_notebook_7

__all__ = [
    "test_reload_restart_and_the_saved_file",
    "test_the_chapter",
    "test_the_chapter_in_notebook_7",
    "test_untrusted_without_kernel",
]

pytestmark = pytest.mark.browser

OLDEST = Path(sys.prefix) / "oldest"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    assert OLDEST.exists(), "`make venv` puts the oldest JupyterLab beside the newest"
    running = Server(tmp_path_factory.mktemp("jupyter"), OLDEST)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.mark.parametrize(("app", "package"), [("lab", "jupyterlab"), ("notebook", "notebook")])
def test_it_is_the_oldest(server, notebook, app, package):
    (floor,) = re.findall(rf'"{package}>=([0-9.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    server.write("version.ipynb", ["1"])
    notebook.open("version.ipynb", app=app)
    assert notebook.page.evaluate("jupyterapp.version").startswith(f"{floor}.")
