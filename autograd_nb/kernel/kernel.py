"""The kernel `autograd_nb`: ipykernel's Python, the extension loaded, `torch` ours."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from IPython.utils.tokenutil import token_at_cursor

import autograd_nb

from . import alias


class AutogradKernel(IPythonKernel):
    """IPython's kernel in all it does; `import torch` gives autograd_nb, and graphs are shown."""

    implementation = "autograd_nb"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]  # ipykernel is typed in part
        alias.on()
        _keep_numpy()
        if self.shell is not None:
            self.shell.extension_manager.load_extension("autograd_nb")

    @property
    def implementation_version(self) -> str:  # type: ignore[override]  # a trait there, worked out here
        """Ours. Read when a front end asks for it."""
        return str(autograd_nb.__version__)

    @property
    def banner(self) -> str:  # type: ignore[override]  # a trait there, worked out here
        """What a console says first."""
        return (
            f"autograd_nb {autograd_nb.__version__} on Python {platform.python_version()}: "
            f"import torch gives autograd_nb, with the API of PyTorch {autograd_nb.TORCH_API}.\n"
            "%autograd tells what is on.\n"
        )

    def do_inspect(  # type: ignore[override] # not awaitable, as in IPythonKernel
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()
    ) -> dict[str, Any]:
        """Answer Shift-Tab: of a tensor and its methods, its shape and what it is in the graph come first."""
        reply: Any = super().do_inspect(code, cursor_pos, detail_level, omit_sections)  # type: ignore[no-untyped-call]  # untyped there
        data = reply.get("data", {})
        what = self._tensor_at(code, cursor_pos)
        if what is not None and "text/plain" in data:
            data["text/plain"] = f"{what}\n{data['text/plain']}"
            data.pop("text/html", None)  # the same without that line
        return dict(reply)

    def _tensor_at(self, code: str, cursor_pos: int) -> str | None:
        tensors = sys.modules.get("autograd_nb.engine.tensor")
        if tensors is None or self.shell is None:
            return None
        name = token_at_cursor(code, cursor_pos)
        owner = name.rpartition(".")[0]
        for each, start in ((name, ""), (owner, f"{owner}: ")):
            found = self.shell._ofind(each) if each else None
            if found is not None and found.found and isinstance(found.obj, tensors.Tensor):
                return f"{start}{_described(found.obj)}"
        return None


def _keep_numpy() -> None:
    """Let pip, asked by a cell, refuse what would set NumPy back: notebooks for Colab begin with such a cell."""
    ours = Path(__file__).with_name("constraints.txt").as_uri()  # without spaces, which would end the name
    theirs = os.environ.get("PIP_CONSTRAINT", "").split()
    os.environ["PIP_CONSTRAINT"] = " ".join([*theirs, ours])


def _described(tensor: Any) -> str:
    place = "leaf" if tensor.is_leaf else f"made by {type(tensor.grad_fn).__name__}"
    grad = ", requires_grad" if tensor.requires_grad else ""
    return f"Tensor of shape {list(tensor.shape)}, {tensor.dtype}, {place}{grad}"
