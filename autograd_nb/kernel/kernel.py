"""The kernel `autograd_nb`: ipykernel's Python, the extension loaded, `torch` ours."""

from __future__ import annotations

import platform
from typing import Any

from ipykernel.ipkernel import IPythonKernel

import autograd_nb
from autograd_nb.kernel import alias


class AutogradKernel(IPythonKernel):
    """IPython's kernel in all it does; `import torch` gives autograd_nb, and graphs are shown."""

    implementation = "autograd_nb"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        alias.on()
        if self.shell is not None:
            self.shell.extension_manager.load_extension("autograd_nb")

    @property
    def implementation_version(self) -> str:  # type: ignore[override]
        """Ours. Read when a front end asks for it."""
        return str(autograd_nb.__version__)

    @property
    def banner(self) -> str:  # type: ignore[override]
        """What a console says first."""
        return (
            f"autograd_nb {autograd_nb.__version__} on Python {platform.python_version()}: "
            f"import torch gives autograd_nb, with the API of PyTorch {autograd_nb.TORCH_API}.\n"
            "%autograd tells what is on.\n"
        )
