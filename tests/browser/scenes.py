"""What the gallery shows: for each picture some code, what is done in the view, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.trace.conftest import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import View

PAGE = Path(__file__).resolve().parents[2] / "autograd_nb" / "docs" / "gallery.md"
PICTURES = PAGE.with_suffix("")
THEMES = ("light", "dark")

HEAD = """\
# Gallery

Made by `make gallery`, which runs the browser tests that take these pictures: each is a page of its own, exported with
`graph(y).save("y.html")`, or a JupyterLab where that is said. Every scene is shown in the light and in the dark theme.
"""


def inspect(name: str) -> Callable[[View], None]:
    return lambda view: view.node(name).click()


def back(times: int) -> Callable[[View], None]:
    def act(view: View) -> None:
        for _ in range(times):
            view.button("Step back").click()

    return act


def answer(view: View) -> None:
    view.part("quiz").get_by_role("textbox").fill("0 2 4 6")
    view.button("Check").click()


def compare(view: View) -> None:
    view.part("compare").click()


def nothing(view: View) -> None:
    pass


@dataclass(frozen=True)
class Scene:
    """One page, from which a picture is taken in each theme."""

    name: str
    title: str
    says: str
    code: str
    act: Callable[[View], None] = nothing
    shows: str = ""  # an attribute value of data-autograd that has to be seen
    form: str = "torch.graph(y).to_html()"
    width: int = 900
    zoom: float = 1
    nodes: int | None = field(default=None)

    def html(self) -> str:
        session = Session()
        recorder = __import__("autograd_nb").recording()
        with recorder:
            session.cell(self.code)
            session.cell(f"page = {self.form}")
        page: Any = session.names["page"]
        return str(page)


SIMPLE = "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\n"
NETWORK = """\
torch.manual_seed(0)
net = torch.nn.Sequential(
    torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)
)
features, target = torch.randn(5, 4), torch.randn(5, 1)
y = torch.nn.functional.mse_loss(net(features) * 1.5 + 0.5, target).sqrt()
y = (y + y.exp().log()) / 2
y.backward()
"""
BUSY = """\
torch.manual_seed(0)
x = torch.randn(3, requires_grad=True)
names = ["sin", "exp", "tanh", "sigmoid", "cos", "abs", "square"]
parts = []
for turn in range(32):
    w = torch.randn(3, requires_grad=True)
    h = getattr(x * w, names[(turn * turn + turn // 3) % 7])()
    parts.append(getattr(h, names[(turn * 3 + turn // 5) % 7])() if turn % 3 else h + turn)
y = torch.stack(parts).mean()
y.backward()
"""

DERIVED = """\
x = torch.arange(4.0, requires_grad=True)
h = (x.sin() * x.exp()).tanh()
for _ in range(2):
    h = h * x + h.cos()
y = h.sum()
(slope,) = torch.autograd.grad(y, x, create_graph=True)
y = (slope * slope).sum()
y.backward()
"""


def fit(view: View) -> None:
    view.button("Fit").press("Enter")


SCENES = [
    Scene("graph", "A graph", "`y = 2 * torch.dot(x, x)`, before anything went back.", SIMPLE, nodes=4),
    Scene(
        "walk",
        "A walk, one step at a time",
        "After `y.backward()`: the second of three steps. dot has received its gradient and sends it on, twice.",
        SIMPLE + "y.backward()\n",
        back(1),
        "step",
    ),
    Scene(
        "inspector",
        "What a node did",
        "A click on dot: upstream gradient times local derivative, with the numbers, and the line that made it.",
        SIMPLE + "y.backward()\n",
        inspect("DotBackward0"),
        "inspector",
    ),
    Scene(
        "ledger",
        "The history of .grad",
        "Filled, added to because nobody zeroed it, zeroed, filled again, set to None.",
        SIMPLE
        + "y.backward()\nz = x.sum()\nz.backward()\nx.grad.zero_()\ny = 2 * torch.dot(x, x)\ny.backward()\n"
        + "x.grad = None\n",
        shows="ledger",
    ),
    Scene(
        "downhill",
        "A step downhill",
        "A leaf keeps the value that the graph was computed from: its gradients belong to that. Beside it stands what "
        "it is by now, and which line changed it.",
        "x = torch.tensor(3.0, requires_grad=True)\ny = (x - 1) ** 2\ny.backward()\n"
        "with torch.no_grad():\n    x -= 0.1 * x.grad\n",
        inspect("x"),
        "inspector",
    ),
    Scene(
        "hook",
        "What a hook does",
        "`x.register_hook(lambda g: g.clamp(max=3))`: what arrives at x is the sum of what is sent to it; x.grad gets "
        "what the hook turns it into.",
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\nx.register_hook(lambda g: g.clamp(max=3))\n"
        "y = (x * x).sum()\ny.backward()\n",
        inspect("x"),
        "inspector",
    ),
    Scene(
        "cut",
        "Where a gradient stops",
        "`u = y.detach()`: behind the cut nothing is walked.",
        "x = torch.arange(4.0, requires_grad=True)\nw = x * x\nu = w.detach()\ny = (u * x).sum()\ny.backward()\n",
    ),
    Scene(
        "loop",
        "A loop, folded",
        "A hundred turns are one group, with their number. It opens on a click.",
        "w = torch.tensor(0.9, requires_grad=True)\ny = torch.tensor(1.0)\n"
        "for _ in range(100):\n    y = y * w + 0.2\ny.backward()\n",
    ),
    Scene(
        "error",
        "An error, where it happened",
        "A second `backward()`. The node that failed is marked; the inspector says which saved tensor is gone and what "
        "to do instead.",
        SIMPLE + "y.backward()\ntry:\n    y.backward()\nexcept RuntimeError:\n    pass\n",
        shows="error",
    ),
    Scene(
        "quiz",
        "Predict, then check",
        "`torch.quiz(y, of=x)`, answered as if x were used once.",
        SIMPLE,
        answer,
        "quiz",
        "torch.quiz(y, of=x).to_html()",
    ),
    Scene(
        "sweeps",
        "Forward beside reverse",
        "Tangents down, gradients up, and what each of the two costs.",
        SIMPLE,
        compare,
        "sweeps",
    ),
    Scene(
        "second",
        "A gradient of a gradient",
        "`create_graph=True` recorded the walk itself; this is the graph of the second derivative.",
        "x = torch.tensor(3.0, requires_grad=True)\ncube = x ** 3\n"
        "(slope,) = torch.autograd.grad(cube, x, create_graph=True)\ny = slope\ny.backward()\n",
    ),
    Scene(
        "sweeps-thirty",
        "Both sweeps of thirty nodes",
        "`torch.sweeps(y)` of a small network: 121 forward sweeps, or one reverse sweep.",
        NETWORK.replace("y.backward()\n", ""),
        shows="sweeps",
        form="torch.sweeps(y).to_html()",
        width=1200,
    ),
    Scene(
        "sweeps-many",
        "Both sweeps of a hundred and fifty nodes",
        "On a projector of 1024 by 768, at 150 %.",
        BUSY.replace("y.backward()\n", ""),
        shows="sweeps",
        form="torch.sweeps(y).to_html()",
        width=683,
        zoom=1.5,
    ),
    Scene(
        "second-thirty",
        "The graph of a derivative among others",
        "What the first walk recorded stands in a frame, thirty operations in all; each says for which it was made.",
        DERIVED,
        lambda view: view.node("slope").press("Enter"),  # it lies beyond the edge of the picture
        "inspector",
        width=1200,
    ),
    Scene(
        "second-many",
        "The graph of a derivative, as a whole",
        "A hundred and thirty nodes after a click on *Fit*.",
        BUSY.replace("range(32)", "range(12)").replace(
            "y.backward()\n",
            "(slope,) = torch.autograd.grad(y, x, create_graph=True)\ny = (slope * slope).sum()\ny.backward()\n",
        ),
        fit,
        width=1200,
    ),
    Scene("thirty", "Thirty nodes", "A small network and its loss, walked.", NETWORK, width=1200),
    Scene(
        "many",
        "A hundred and fifty nodes",
        "A part of them, by the tensor that was asked for, and a map of the rest. *Fit* shows the whole.",
        BUSY,
        width=1200,
    ),
    Scene("narrow", "Half a window", "The same walk in a narrow column.", SIMPLE + "y.backward()\n", width=480),
    Scene(
        "projector",
        "On a projector",
        "A page of slides, at twice the size.",
        SIMPLE + "y.backward()\n",
        width=640,
        zoom=2,
    ),
]

LAB = [
    ("lab", "In JupyterLab", "A notebook, with the side panel that follows the latest walk."),
]


def names() -> list[str]:
    """The pictures, in the order of the page."""
    return [f"{name}-{theme}" for name in [*(s.name for s in SCENES), *(n for n, _, _ in LAB)] for theme in THEMES]


def page(axe: str) -> str:
    """The text of the gallery; `axe` is its last section."""
    told = [(scene.name, scene.title, scene.says) for scene in SCENES] + LAB
    parts = [HEAD]
    for name, title, says in told:
        light, dark = (f"![{title}, {theme} theme](gallery/{name}-{theme}.png)" for theme in THEMES)
        parts.append(f"## {title}\n\n{says}\n\n{light}\n\n{dark}\n")
    return "\n".join([*parts, axe])
