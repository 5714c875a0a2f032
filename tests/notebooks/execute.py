"""Execute the notebooks of the chapter and save them, so that a second run changes no byte.

`make notebooks` runs this file; `--check` executes and compares instead of saving; `--check-form` only looks
at the form in which they are saved. A notebook in that form holds nothing of the machine or the moment.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograd_nb import chapter as courses

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
KERNELS = {"python3": "Python 3 (ipykernel)", "autograd_nb": "Python 3 (autograd_nb)"}


def chapter() -> list[Path]:
    """The notebooks in the order of the chapter."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path: Path) -> NotebookNode:
    """A notebook as it is saved."""
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run all cells in a fresh kernel of this interpreter and return the notebook in its normal form.

    The kernel's home is empty, so that no start-up file of the user takes part, and its standard error is
    dropped: ipykernel announces there on every start that the connection is not encrypted.
    """
    if sys.platform == "win32":  # zmq needs a loop that watches sockets
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    client = NotebookClient(notebook, timeout=120, kernel_name=notebook.metadata.kernelspec.name)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "IPYTHONDIR": home}
        client.execute(env=environment, cwd=str(NOTEBOOKS), stderr=subprocess.DEVNULL)
    return normalise(notebook)


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run: times, widget state, versions, what lives in the kernel."""
    name = notebook.metadata.kernelspec.name
    kernel = NotebookNode(display_name=KERNELS[name], language="python", name=name)
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info=NotebookNode(name="python"))
    courses.normalise(notebook)
    return notebook


def written(notebook: NotebookNode) -> str:
    """The text of the file, as Jupyter itself would write it."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Save all notebooks, or say which ones are not as they should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="execute and compare, save nothing")
    parser.add_argument("--check-form", action="store_true", help="do not execute; see that nothing volatile is saved")
    options = parser.parse_args(arguments)
    changed = 0
    for path in chapter():
        notebook = read(path)
        text = written(normalise(notebook) if options.check_form else execute(notebook))
        same = path.read_text(encoding="utf-8") == text
        changed += not same
        if not same and not (options.check or options.check_form):
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'as saved' if same else 'changed'}")
    return int(changed > 0 and (options.check or options.check_form))


if __name__ == "__main__":
    sys.exit(main())
