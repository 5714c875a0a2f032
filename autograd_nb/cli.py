"""`autograd-nb lab | notebooks | kernel`: the chapter's notebooks in a folder, JupyterLab on them, the kernel."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
import webbrowser
from pathlib import Path
from typing import NoReturn

import autograd_nb
from autograd_nb import chapter
from autograd_nb.kernel import spec

FOLDER = "autograd-notebooks"
"""Where `autograd-nb lab` puts the notebooks unless it is told."""

OF_TERMINALS = {"www-browser", "links", "elinks", "lynx", "w3m"}

COLOUR = re.compile(r"\x1b\[[\d;]*m")


class Problem(Exception):  # noqa: N818 - what is wrong, in a sentence for the user
    """Ends the command with a message."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line. Returns 0, or 1 after a message that says what to do."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command is not lab:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.command(options) or 0)
    except Problem as problem:
        print(f"autograd-nb: {problem}", file=sys.stderr)  # noqa: T201 - a command line speaks by printing
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograd-nb", description="PyTorch's autograd to watch, in notebooks.")
    parser.add_argument("--version", action="version", version=f"autograd_nb {autograd_nb.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser(
        "lab",
        help="open JupyterLab on the notebooks of the chapter",
        description="Copy the notebooks of the chapter to DIR, where they are not there yet, and open JupyterLab on "
        "them. Further options go to JupyterLab, such as --no-browser or --port=8890.",
    )
    one.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(FOLDER), help=f"default: {FOLDER}")
    one.set_defaults(command=lab)

    one = commands.add_parser(
        "notebooks",
        help="copy the notebooks of the chapter",
        description="Copy the notebooks of the chapter to DIR. A file that is there is never overwritten.",
    )
    one.add_argument("folder", metavar="DIR", type=Path)
    one.add_argument(
        "--execute",
        action="store_true",
        help="run all notebooks of DIR and save what they show; the chapter is copied only to a DIR without notebooks",
    )
    one.set_defaults(command=notebooks)

    one = commands.add_parser("kernel", help="repair the kernel", description="The kernel 'Python 3 (autograd_nb)'.")
    actions = one.add_subparsers(required=True, metavar="ACTION")
    one = actions.add_parser("install", help="put the kernelspec in place (pip has done so once)")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="for every JupyterLab of this user")
    where.add_argument("--sys-prefix", action="store_true", help="for this environment (the default)")
    where.add_argument("--prefix", metavar="DIR", help="for the environment in DIR")
    one.add_argument("--name", default=spec.NAME, help=f"default: {spec.NAME}. Another for each further environment")
    one.set_defaults(command=kernel_install)
    return parser


def lab(options: argparse.Namespace) -> None:
    """`autograd-nb lab [DIR]`. JupyterLab runs in this process and ends it."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise Problem(
            "JupyterLab is not installed in this environment: `pip install jupyterlab` brings it. "
            f"The notebooks alone come with `autograd-nb notebooks {options.folder}`."
        )
    _copy(options.folder, required=False)
    wrong = spec.problem()
    if wrong is not None:
        _say(wrong)
    arguments = [f"--ServerApp.root_dir={options.folder.resolve()}", *options.rest]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container; Jupyter wants to be told
        arguments.append("--allow-root")
    if not any("browser" in argument.lower() for argument in options.rest) and not _browser():
        _say("There is no browser on this machine: open one of the addresses below from another.")
        arguments.append("--no-browser")
    _run_lab(arguments)


def _run_lab(arguments: list[str]) -> NoReturn:
    from jupyterlab.labapp import main as jupyterlab  # type: ignore[import-untyped]  # it ships no types

    sys.argv = ["jupyter-lab", *arguments]
    sys.exit(jupyterlab())


def _browser() -> bool:
    """Whether there is a browser that can show JupyterLab: those of a terminal cannot, unless they are asked for."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return "BROWSER" in os.environ or Path(getattr(found, "name", "")).name not in OF_TERMINALS


def notebooks(options: argparse.Namespace) -> int:
    """`autograd-nb notebooks DIR [--execute]`."""
    if not options.execute:
        _copy(options.folder)
        return 0
    if not list(_in(options.folder)):
        _copy(options.folder)
    return sum([_execute(path) for path in _in(options.folder)]) > 0


def _in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ipynb"))


def _copy(folder: Path, *, required: bool = True) -> None:
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file; name a folder for the notebooks.")
    try:
        done = chapter.copy(folder)
    except OSError as error:
        if not required and _in(folder):
            _say(f"{folder} cannot be written ({error.strerror}): it is opened as it is.")
            return
        raise Problem(
            f"{folder} cannot be written ({error.strerror}); name another folder, such as {Path('~') / FOLDER}."
        ) from None
    if done.new:
        _say(f"copied to {folder}: {', '.join(done.new)}")
    if done.kept:
        _say(f"kept as they were in {folder}: {', '.join(done.kept)}")


def _execute(path: Path) -> bool:
    """Execute one notebook and say how it went. Whether it failed."""
    try:
        changed = chapter.execute(path)
    except ImportError:
        raise Problem("executing notebooks needs nbclient, which is not installed: pip install nbclient") from None
    except Exception as error:  # noqa: BLE001 - one notebook must not keep the others from being executed
        _say(f"{path.name}: not saved. {_why(error)}")
        return True
    _say(f"{path.name}: {'saved' if changed else 'as it was'}")
    return False


def _why(error: Exception) -> str:
    """What kept a notebook from being executed, in one sentence."""
    lines = [line for line in COLOUR.sub("", str(error)).splitlines() if line.strip()] or [type(error).__name__]
    match type(error).__name__:
        case "CellExecutionError":
            return f"A cell failed: {lines[-1]}"
        case "NoSuchKernel":
            return f"Its kernel is not installed here: {lines[0]}"
        case "NotJSONError":
            return "It is no notebook: it does not hold JSON."
        case "NBFormatError" | "NotebookValidationError" | "ValidationError":
            return f"Its format is not known here, perhaps it is newer: {lines[0]}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"It cannot be written: {error.strerror}"
    return f"{type(error).__name__}: {lines[0]}"


def kernel_install(options: argparse.Namespace) -> None:
    """`autograd-nb kernel install [--user | --sys-prefix | --prefix DIR] [--name NAME]`."""
    try:
        done = spec.install(user=options.user, prefix=options.prefix, name=options.name)
    except ValueError:
        raise Problem(f"{options.name!r} is no name for a kernel: use letters, digits, '-', '.' and '_'.") from None
    except OSError as error:
        other = "" if options.user else " `autograd-nb kernel install --user` needs no more than your home."
        raise Problem(f"the kernelspec cannot be written: {error}.{other}") from None
    _say(f"installed the kernel '{spec.display_name(options.name)}' in {done.place}")
    if done.before is not None:
        _say(f"It started {done.before} before; with --name there is room for both.")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    sys.exit(main())
