"""The kernelspec: where it is, whether it works, and how it is put in place.

`pip install` has placed it already, to be found from this environment. Installing it again repairs it, or lets a
JupyterLab of another environment start the kernel of this one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from importlib import resources
from pathlib import Path

NAME = "autograd_nb"
REPAIR = "autograd-nb kernel install"


def install(*, user: bool = False, prefix: str | None = None) -> Path:
    """Put the kernelspec in place, starting this very Python. Returns its folder.

    Args:
        user: for all environments of this user.
        prefix: for one environment, by default this one.

    Raises:
        OSError: the folder cannot be written.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / NAME
        source.mkdir()
        for item in resources.files("autograd_nb").joinpath("_kernelspec").iterdir():
            (source / item.name).write_bytes(item.read_bytes())
        spec = json.loads((source / "kernel.json").read_text(encoding="utf-8"))
        # Where it will be found, "python" may be another one than ours.
        spec["argv"][0] = sys.executable
        (source / "kernel.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")
        place = KernelSpecManager().install_kernel_spec(
            str(source), NAME, user=user, prefix=None if user else prefix or sys.prefix
        )
    return Path(place)


def problem() -> str | None:
    """What is wrong with the kernel as Jupyter finds it, in one sentence; None if nothing is."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(NAME)
    except NoSuchKernel:
        return f"The kernel {NAME!r} is not installed: run `{REPAIR}`."
    except Exception as error:  # noqa: BLE001 - whatever stands in that file
        return f"The kernelspec of {NAME!r} cannot be read ({error}): run `{REPAIR}`."
    program = spec.argv[0] if spec.argv else ""
    if shutil.which(program) is None and not os.access(program, os.X_OK):
        return f"The kernelspec in {spec.resource_dir} starts {program!r}, which is not there: run `{REPAIR}`."
    return None
