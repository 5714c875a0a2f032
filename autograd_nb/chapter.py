"""The notebooks of the chapter: copied to a learner's folder, executed again, saved with nothing volatile in them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from autograd_nb.kernel.alias import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT = 600
"""Seconds that one cell may take."""

CELL_FOLDER = re.compile(r"[^\s\"']*ipykernel_\d+[/\\](?=\d+\.py\b)")
"""Where ipykernel pretends that a cell's code lies: its process is in it, and a warning quotes it."""


def same_everywhere(text: str) -> str:
    """What a cell has written, without the notice of the alias and the kernel's process.

    >>> same_everywhere("ipykernel_4711/220.py:3: UserWarning: ...")
    '220.py:3: UserWarning: ...'
    """
    return CELL_FOLDER.sub("", text.replace(f"{NOTICE}\n", ""))


@dataclass
class Copied:
    """What `copy` did: the names of the notebooks that are new in the folder, and of those that were there."""

    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@contextlib.contextmanager
def shipped() -> Iterator[list[Path]]:
    """The notebooks that come with the package, in the order of the chapter."""
    package = resources.files("autograd_nb")
    with resources.as_file(package) as folder:
        found = folder / "_notebooks"
        if not found.is_dir():  # a clone, installed with `pip install -e`
            found = folder.parent / "notebooks"
        yield sorted(found.glob("*.ipynb"))


def copy(folder: Path) -> Copied:
    """Copy the notebooks to `folder`, which is made if need be. A file that is there is never written.

    Raises:
        OSError: the folder cannot be made or written.
    """
    done = Copied()
    with shipped() as notebooks:
        for notebook in notebooks:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                with (folder / notebook.name).open("xb") as file:  # "x": never a file that is there
                    file.write(notebook.read_bytes())
            except FileExistsError:
                done.kept.append(notebook.name)
            else:
                done.new.append(notebook.name)
    return done


def execute(path: Path) -> bool:
    """Run a notebook from the top in its own kernel and save what it shows. Whether the file has changed.

    The kernel's home is empty, so that no start-up file of the user takes part.

    Raises:
        ImportError: nbclient is not installed.
        nbformat.reader.NotJSONError, nbformat.ValidationError: the file is no notebook of a known format.
        nbclient.exceptions.CellExecutionError: a cell fails that is not marked as failing.
        jupyter_client.kernelspec.NoSuchKernel: the notebook's kernel is not installed.
        OSError: the file cannot be written. It is as it was.
    """
    import nbformat
    from nbclient import NotebookClient

    if sys.platform == "win32":  # zmq needs a loop that watches sockets
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)  # type: ignore[no-untyped-call]  # nbformat is typed in part
    client = NotebookClient(notebook, timeout=TIMEOUT)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "IPYTHONDIR": home}
        # On its standard error ipykernel announces at each start that the connection is not encrypted.
        client.execute(env=environment, cwd=str(path.parent), stderr=subprocess.DEVNULL)
    normalise(notebook)
    after: str = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"  # type: ignore[no-untyped-call]  # as above
    if after != before:
        _replace(path.resolve(), after)
    return after != before


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all: what is in it may be all that its author has."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def normalise(notebook: Any) -> None:
    """Take out what differs from run to run (times, widgets' states, live models), and the notice of the alias."""
    from autograd_nb.trace.document import MIME

    notebook.metadata.pop("widgets", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            ours = output.get("metadata", {}).pop(MIME, {})
            if "explains" in ours:  # which error it explains: the same in every run
                output.metadata[MIME] = {"explains": ours["explains"]}
            if "text" in output:
                output.text = same_everywhere(output.text)
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("text") != ""]
