"""Write documents with sentences in them as they travel, for the page's test of translations:

python -m tests.golden.said
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import List

from autograd_nb.display.ipython import load_ipython_extension, unload_ipython_extension
from autograd_nb.trace.document import MIME

FOLDER = Path(__file__).parent / "said"
COMMAND = "python -m tests.golden.said"

SETUP = "import autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)\nh = x * x\ny = h.sum()"

CASES = {
    "explained": "z = x.sum() / 0\nz.backward(torch.ones(3))",
    "inplace": "z = x.exp()\nz.add_(1)\nz.sum().backward()",
    "warning": "h.grad",
    "circle": "y.backward(create_graph=True)",
    "copy": "z = torch.tensor(h)",
    "cut_off": "z = y.detach()\nz.requires_grad_()\nz.backward()",
    "second": "g, = torch.autograd.grad(y, x, create_graph=True)\ns = g.sum()\ns",
    "rows": "torch.arange(65.0, requires_grad=True) * 2",
    "unnamed": "torch.ones(65, requires_grad=True) * torch.arange(65.0).reshape(5, 13).flatten()",
    "own_code": "handle = h.register_hook(print)\nv = h * 2\nv",
    "hooked": (
        "x.register_hook(lambda g: 10 * g)\nh.register_hook(lambda g: -g)\n"
        "h.grad_fn.register_prehook(lambda grads: (2 * grads[0],))\nh.backward(torch.ones(4))\nh"
    ),
    "sent": ("h.grad_fn.register_hook(lambda sent, received: (10 * sent[0], sent[1]))\nh.backward(torch.ones(4))\nh"),
    "several": "a, b = x.reshape(2, 2).unbind(0)\nv = (a * b).sum() + (a * a).sum()\nv.backward()\nv",
    "quiz": "h.sum().backward()\ny = 2 * torch.dot(x, x)\nq = torch.quiz(y, of=x)\ndisplay(q)",
    "unseen": "p = (h * x).sum()\nx.data.mul_(2)\np.backward()\np",
    "updated": "loss = (x * x).sum()\nloss.backward()\nwith torch.no_grad():\n    x -= 0.5 * x.grad\nloss",
    "late": "c = torch.ones(4)\nv = (c * x).sum()\nc.requires_grad_()\nv.backward()\nv",
    "unseen_numpy": "v = (x * x.exp()).sum()\nx.detach().numpy()[1] = 5.0\nv",
    "sweeps": "display(torch.sweeps(y))",
    "sweeps_back": "w = torch.tensor(2.0, requires_grad=True)\ndisplay(torch.sweeps(w * torch.ones(3)))",
    "sweeps_along": "display(torch.sweeps(y, of=x, direction=torch.ones(4)))",
}


class Publisher(DisplayPublisher):
    """Collects what a front end would be sent."""

    sent = List()

    def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
        self.sent.append(data)


def document(code: str) -> dict[str, Any]:
    """The document that a cell shows."""
    shell: Any = InteractiveShell.instance()
    shell.display_pub = Publisher()
    shell.history_manager.enabled = False
    load_ipython_extension(shell)
    try:
        shell.run_cell(SETUP)
        shell.display_pub.sent.clear()
        shell.run_cell(code)
        shown: dict[str, Any] = next(data[MIME] for data in reversed(shell.display_pub.sent) if MIME in data)
        return shown
    finally:
        unload_ipython_extension(shell)
        shell.history_manager.end_session()
        InteractiveShell.clear_instance()


def text(name: str) -> str:
    """The file of a case."""
    return json.dumps(document(CASES[name]), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        (FOLDER / f"{case}.json").write_text(text(case), encoding="utf-8")
