"""The kernelspec: where it is, whether it works, and how it is put in place.

`pip install` has placed it already, to be found from this environment. Installing it again repairs it, or lets a
JupyterLab of another environment start the kernel of this one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

NAME = "autograd_nb"
MODULE = "autograd_nb.kernel"
REPAIR = "autograd-nb kernel install"

OURS = {sys.executable, "python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])}
"""What a kernelspec may start to start this very Python: Jupyter puts it in the place of the bare names."""


@dataclass(frozen=True)
class Installed:
    """Where a kernelspec is now, and the Python that the one in its place started, if that was another one."""

    place: Path
    before: str | None


def install(*, user: bool = False, prefix: str | None = None, name: str = NAME) -> Installed:
    """Put the kernelspec in place, starting this very Python.

    Args:
        user: for all environments of this user.
        prefix: for one environment, by default this one.
        name: another name than `autograd_nb`, for one more environment of the same user.

    Raises:
        ValueError: the name is none for a kernel.
        OSError: the folder cannot be written.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    manager = KernelSpecManager()
    kernels = Path(manager.user_kernel_dir) if user else Path(prefix or sys.prefix, "share", "jupyter", "kernels")
    before = _started_by(kernels / name)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / NAME
        source.mkdir()
        for item in resources.files("autograd_nb").joinpath("_kernelspec").iterdir():
            (source / item.name).write_bytes(item.read_bytes())
        spec = json.loads((source / "kernel.json").read_text(encoding="utf-8"))
        # Where it will be found, "python" may be another one than ours.
        spec["argv"][0] = sys.executable
        spec["display_name"] = display_name(name)
        (source / "kernel.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")
        place = manager.install_kernel_spec(str(source), name, user=user, prefix=None if user else prefix or sys.prefix)
    return Installed(Path(place), None if before in OURS else before)


def _started_by(place: Path) -> str | None:
    """The program that the kernelspec in a folder starts; None where there is none to be read."""
    try:
        return str(json.loads((place / "kernel.json").read_text(encoding="utf-8"))["argv"][0])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def display_name(name: str) -> str:
    """What a list of kernels shows for it."""
    return f"Python 3 ({name})"


def problem() -> str | None:
    """What is wrong with the kernel as Jupyter finds it, in one sentence; None if nothing is."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(NAME)
    except NoSuchKernel:
        return f"The kernel {NAME!r} is not installed: run `{REPAIR}`."
    except Exception as error:  # noqa: BLE001 - whatever stands in that file
        return f"The kernelspec of {NAME!r} cannot be read ({error}): run `{REPAIR}`."
    place = f"The kernelspec in {spec.resource_dir}"
    argv: list[Any] = list(spec.argv)  # whatever stands there: Jupyter does not check it
    if MODULE not in argv[1:] or not isinstance(argv[0], str):
        return f"{place} does not start this kernel: run `{REPAIR}`."
    program = shutil.which(argv[0])
    if program is None:
        return f"{place} starts {argv[0]!r}, which is not there: run `{REPAIR}`."
    if argv[0] not in OURS and not _has_package(program):
        return f"{place} starts {program!r}, which has no autograd_nb: run `{REPAIR}`."
    return None


def _has_package(python: str) -> bool:
    look = "import importlib.util, sys; sys.exit(importlib.util.find_spec('autograd_nb') is None)"
    done = subprocess.run([python, "-c", look], capture_output=True, check=False)  # noqa: S603 - Jupyter would start it
    return done.returncode == 0
