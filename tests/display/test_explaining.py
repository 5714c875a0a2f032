"""Explanations below a traceback: what they say, which node they mark, and that nothing else changes."""

import json
from pathlib import Path

import jsonschema
import nbformat
import pytest
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import List

from autograd_nb.display import explaining
from autograd_nb.display.ipython import load_ipython_extension, unload_ipython_extension
from autograd_nb.display.svg import to_svg
from autograd_nb.trace import document
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete
from tests.test_pytest_plugin import run_pytest

SCHEMA = json.loads((Path(document.__file__).parent / "schema.json").read_text(encoding="utf-8"))
SETUP = """import autograd_nb as torch
x = torch.arange(4.0, requires_grad=True)
h = x * x
y = h.sum()"""


class Publisher(DisplayPublisher):
    """Collects what a front end would be sent."""

    sent = List()

    def publish(self, data, metadata=None, **_):
        self.sent.append((data, metadata or {}))


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    shell.display_pub = Publisher()
    shell.history_manager.enabled = False
    load_ipython_extension(shell)
    shell.run_cell(SETUP)
    shell.display_pub.sent.clear()
    yield shell
    unload_ipython_extension(shell)
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def said(shell, code, **options):
    """What stands below the traceback of a cell: text, HTML, name of the marked node or None without a graph."""
    shell.display_pub.sent.clear()
    shell.run_cell(code, **options)
    if not shell.display_pub.sent:
        return None
    ((data, metadata),) = shell.display_pub.sent
    assert metadata[MIME]["explains"]
    if MIME not in data:
        return data["text/plain"], data["text/html"], None
    jsonschema.Draft202012Validator(SCHEMA).validate(data[MIME])
    names = {node["id"]: node["name"] or node["op"] for node in complete(data[MIME])["nodes"]}
    assert "<img" in data["text/html"]
    return data["text/plain"], data["text/html"], names[data[MIME]["problem"]["node"]]


@pytest.mark.parametrize(
    ("code", "words", "node"),
    [
        ("h.backward()", "The result is not a single number", "h"),
        ("h.backward(torch.ones(3))", "must have its shape", "h"),
        ("y.backward()\ny.backward()", "A walk frees what it needed", "h"),
        ("z = x.exp()\nz.add_(1)\nz.sum().backward()", "was overwritten in place", "z"),
        ("c = torch.ones(4)\nz = (x * c).sum()\ntorch.autograd.grad(z, c)", "Call requires_grad_(True)", "c"),
        ("z = h.detach()\nz.backward()", "Numbers are taken out of the graph by h.detach()", "z"),
        ("z = torch.ones(2).sum()\nz.backward()", "asked for gradients", "z"),
        ("torch.autograd.grad(y, torch.ones(1, requires_grad=True))", "does not depend on this input", "y"),
        ("h.numpy()", "NumPy does not record what it does", "h"),
        ("x += 1", "torch.no_grad()", "x"),
        ("x[0] = 1", "torch.no_grad()", "x"),
        ("x.grad = torch.ones(3)", "one number for each number of its tensor", "x"),
        ("x.item()", "one element", "x"),
        ("h.backward(2.0)", "The gradient is a tensor of the result's shape", "h"),
        ("x.grad.zero_()", "no backward() has reached x yet", "x"),
        ("y.backward\nfor leaf in [x]:\n    leaf.grad.zero_()", "y.backward alone calls nothing", "x"),
        ("z = y.item()\nz.backward()", "take numbers out of the graph", ""),
        ("z = h.detach().numpy()\nz.backward()", "take numbers out of the graph", ""),
        ("x.view(2, 2).add_(1)", "torch.no_grad()", "ViewBackward0"),
        ("torch.autograd.backward([h], [2.0])", "must be a tensor", "h"),
        ("h.backward(torch.tensor(1.0))", "must have its shape", "h"),
        ("torch.arange(4, requires_grad=True)", "write 4.0, not 4", None),
        ("torch.arange(4).requires_grad_()", "write 4.0, not 4", None),
        ("h.requires_grad = False", "y.detach() gives the same numbers", "h"),
        ("import numpy as np\nnp.sin(h)", "torch.sin, not np.sin", "h"),
        ("if x: pass", ".all() or .any()", "x"),
        ("float(x)", "Only a tensor with one element", "x"),
        ("torch.autograd.grad(y, torch.ones(1))", "Call requires_grad_(True)", "y"),
        ("torch.ones(1).retain_grad()", "No gradient will ever arrive here", None),
        ("torch.ones(1).register_hook(print)", "No gradient will ever arrive here", None),
        ("x.grad = 1.0", "x.grad = None", "x"),
        ("y.backward(inputs=[])", "Leave out inputs", "y"),
        ("with torch.no_grad():\n    v = h[1:]\nv.add_(1)", "Put both lines inside, or both outside", "v"),
        ("h(2)", "A tensor was called like a function", None),
        ("torch.ones(2) + torch.ones(3)", "Look at both .shape", None),
        (
            "with torch.no_grad():\n    z = (x * 2).sum()\nz.backward()",
            "x * 2 was computed while gradients were switched off",
            "z",
        ),
        (
            "with torch.inference_mode():\n    z = x.sum()\nz.backward()",
            "x.sum() was computed under inference_mode",
            "z",
        ),
        ("z = (h.argmax() - 1.0) ** 2\nz.backward()", "h.argmax() has no derivative", "z"),
        ("z = x.detach() * h.data\nz.sum().backward()", "out of the graph by x.detach() and h.data:", ""),
        ("a = x.exp()\na.sum().backward()\nb = (a * 2).sum()\nb.backward()", "cut it off between the two", "a"),
        ("with torch.no_grad():\n    x -= 1\ny.backward()", "call backward() before x -= 1, or compute", "h"),
        ("z = [None][0]\nz.sum()", "A function without return gives None, too", None),
        ("z = x.detach() * (x > 1) * x.data\nz.sum().backward()", "x > 1 has no derivative", ""),
        ("x - 0.1 * x.grad", "x.grad is None: no backward() has reached x yet", "x"),
        ("-x.grad", "x.grad is None: no backward() has reached x yet", "x"),
        ("y.backward()\nx.grad = None\nx - 0.1 * x.grad", "is None since x.grad = None emptied it", "x"),
        ("c = torch.ones(4)\nc.grad.zero_()", "c does not require gradients", None),
        ("net = torch.nn.Linear(2, 1)\nnet.weight.grad.zero_()", "net.weight.grad is None", "net.weight"),
        (
            "nets = [torch.nn.Sequential(torch.nn.Linear(2, 1))]\n-nets[0][0].bias.grad",
            "nets[0][0].bias.grad is None",
            "",
        ),
        (
            "torch.nn.functional.cross_entropy(x[None], torch.tensor([4]))",
            "Classes are counted from 0",
            "UnsqueezeBackward0",
        ),
        ("torch.optim.SGD([h], lr=0.1)", "This tensor was computed from others", "h"),
    ],
)
def test_errors_are_explained_and_their_place_is_marked(shell, code, words, node):
    text, html, marked = said(shell, code)
    assert words in text
    assert "`" not in text
    assert 'role="note"' in html
    assert marked == node


def test_what_was_overwritten_is_named_with_its_versions_and_the_line(shell):
    text, html, marked = said(shell, "z = x.exp()\nz.add_(1)\nz.sum().backward()")
    assert text.startswith("ExpBackward0 needs z as it was at version 0, but z.add_(1) changed it in place: now it is")
    assert "<code>z.add_(1)</code>" in html
    assert marked == "z"


def test_a_state_that_is_carried_on_is_not_to_be_computed_again(shell):
    code = (
        "w = torch.tensor(0.5, requires_grad=True)\nstate = torch.tensor(1.0)\nfor _ in range(2):\n"
        "    state = torch.tanh(w * state)\n    loss = (state - 1) ** 2\n    loss.backward()"
    )
    text, html, marked = said(shell, code)
    assert text == (
        "loss is computed from state (TanhBackward0), and an earlier call, loss.backward(), has been through there: a "
        "walk frees what it needed from the forward computation, to save memory. If the gradient is not to go back "
        "that far, cut it off between the two, as with state.detach(). If it is, add the results up and call "
        "backward() once, or let the first call keep the graph: loss.backward(retain_graph=True)."
    )
    assert "<code>state.detach()</code>" in html
    assert marked == "state"


@pytest.mark.parametrize("step", ["optimizer.step()", "with torch.no_grad():\n    w.mul_(2)"])
def test_a_parameter_that_was_changed_too_early_is_not_to_be_cloned(shell, step):
    by = step.splitlines()[-1].strip()
    code = (
        "w = torch.ones(3, requires_grad=True)\noptimizer = torch.optim.SGD([w], lr=0.1)\nw.grad = w.detach()\n"
        f"loss = (w * w).sum()\n{step}\nloss.backward()"
    )
    text, _, _ = said(shell, code)
    assert text == (
        f"MulBackward0 needs w as it was at version 0, but {by} changed it in place: now it is at version 1. A leaf "
        f"may change when the walks that need its old numbers are over: call backward() before {by}, or compute again "
        "after it what loss is computed from."
    )


def test_a_gradient_that_was_asked_for_in_vain(shell):
    with pytest.warns(UserWarning, match="not a leaf Tensor"):
        text, html, marked = said(shell, "y.backward(retain_graph=True)\nh.grad")
    assert text == (
        "h was computed from other tensors, so backward() passes its gradient on and keeps none of it. "
        "Where it ends up is x.grad. To keep it here as well, call h.retain_grad() before backward()."
    )
    assert "<code>h.retain_grad()</code>" in html
    assert marked == "h"
    assert said(shell, "1 + 1") is None


@pytest.mark.parametrize("code", ["h.grad.zero_()", "h - 0.1 * h.grad"])
def test_using_a_gradient_that_is_not_there(shell, code):
    with pytest.warns(UserWarning, match="not a leaf Tensor"):
        text, _, marked = said(shell, code)
    assert text.startswith("h was computed from other tensors")
    assert marked == "h"


@pytest.mark.parametrize(
    ("code", "warning", "words", "node"),
    [
        (
            "y.backward(create_graph=True)",
            "will create a reference cycle",
            "the gradient in x.grad has a graph of its own, and this graph holds x",
            "y",
        ),
        ("z = torch.tensor(h)", "To copy construct from a tensor", "no gradient comes back through the copy to h", "h"),
        ("z = torch.tensor(x)", "To copy construct from a tensor", "x.detach().clone() says so", "x"),
        ("c = torch.ones(2)\nz = torch.tensor(c)", "To copy construct from a tensor", "c.clone() does the same", None),
        (
            "p = h[:, None]\nloss = torch.nn.functional.mse_loss(p, torch.ones(4))",
            "Using a target size",
            "p has shape [4, 1], and its target another.",
            "p",
        ),
        ("x = x - 0.1 * x\nx.grad", "not a leaf Tensor", "with torch.no_grad(): x -= ...", "x"),
        # Nobody holds the tensor any more when the cell has ended.
        (
            "h.sum().backward(create_graph=True)",
            "reference cycle",
            "torch.autograd.grad(h.sum(), x, cre",
            "SumBackward0",
        ),
        ("z = torch.tensor(h + 1)", "To copy construct from a tensor", "(h + 1).detach().clone() says", "AddBackward0"),
        ("(h + 1).grad", "not a leaf Tensor", "here as well, call (h + 1).retain_grad()", "AddBackward0"),
        (
            "loss = torch.nn.functional.mse_loss(h[:, None] + 1, torch.ones(4))",
            "Using a target size",
            "has shape [4, 1], and its target another.",
            "AddBackward0",
        ),
    ],
)
def test_warnings_are_explained(shell, code, warning, words, node):
    with pytest.warns(UserWarning, match=warning):
        text, html, marked = said(shell, code)
    assert words in text
    assert 'role="note"' in html
    assert marked == node


def test_what_was_noticed_is_let_go_when_the_cell_has_ended(shell):
    with pytest.warns(UserWarning, match="To copy construct"):
        shell.run_cell("import weakref\nz = (h + 1)\ngone = weakref.ref(z)\nc = torch.tensor(z)\ndel z")
    assert shell.user_ns["gone"]() is None


@pytest.mark.parametrize("ask", ["z.requires_grad = True", "z.requires_grad_()"])
def test_a_loss_that_was_cut_off_and_told_to_require_a_gradient(shell, ask):
    text, html, marked = said(shell, f"z = h.detach().sum()\n{ask}\nz.backward()")
    assert text == (
        "backward() began at z and ended there: what z was computed from is cut off by h.detach(), and "
        "requires_grad=True makes a new leaf of it, but mends no cut. x.grad got nothing. Leave out the cut instead."
    )
    assert "<code>h.detach()</code>" in html
    assert marked == "z"
    document = complete(shell.display_pub.sent[0][0][MIME])
    assert [(walk["call"], walk["root"]) for walk in document["backwards"]] == [("z.backward()", document["root"])]
    assert said(shell, "leaf = torch.tensor(2.0, requires_grad=True)\nleaf.backward()") is None, "nothing is cut off"


def test_the_sweeps_do_not_meet_what_the_walk_does_not(shell):
    code = "with torch.autograd.set_detect_anomaly(True):\n    z = (x * 0).sqrt()\n    (z * 0).sum().backward()"
    with pytest.warns(UserWarning, match="Error detected in SqrtBackward0") as warned:
        text, _, marked = said(shell, code)
    assert len(warned) == 1
    assert text.startswith("The derivative is not a number here")
    assert marked == "z"


def test_with_anomaly_detection_it_says_the_same(shell):
    code = "with torch.autograd.set_detect_anomaly(True):\n    z = x.tanh()\n    z.mul_(3)\n    z.sum().backward()"
    with pytest.warns(UserWarning, match="Error detected in TanhBackward0"):
        text, _, marked = said(shell, code)
    assert text.startswith("TanhBackward0 needs z as it was at version 0, but z.mul_(3) changed it in place: now it is")
    assert marked == "z"


NOT_OURS = ["1 / 0", "None.colour", "def f(:", "x.colour", "raise KeyError('x')", "1 + None", "x.grad = x * 1\n-None"]


@pytest.mark.parametrize("code", NOT_OURS)
def test_other_errors_are_left_alone(shell, code):
    assert said(shell, code) is None


def test_an_error_that_was_caught_is_no_news(shell):
    assert said(shell, "try:\n    h.backward()\nexcept RuntimeError:\n    pass") is None


def test_the_traceback_is_ipythons(shell, capsys):
    def traceback():
        shell.run_cell("h.backward()")
        return capsys.readouterr().out

    with_explanation = traceback()
    unload_ipython_extension(shell)
    assert traceback() == with_explanation
    assert len(shell.display_pub.sent) == 1, "nothing below it once the extension is unloaded"


def test_the_cells_of_the_nodes_go_with_it(shell):
    shell.run_cell("z = x * 3", cell_id="c1")
    shell.run_cell("z.backward()", cell_id="c2")
    ((_, metadata),) = shell.display_pub.sent
    assert metadata[MIME]["cell_id"] == "c2"
    assert metadata[MIME]["cells"] == {"c1": [2]}
    assert "model_id" not in metadata[MIME]


def test_a_fault_of_ours_is_not_the_learners(shell, monkeypatch, caplog):
    monkeypatch.setattr(explaining, "of_error", lambda error: 1 / 0)
    assert said(shell, "h.backward()") is None
    assert "could not be explained" in caplog.text


def test_texts_are_texts(shell):
    text, html, _ = said(shell, "z = x * 2\nz.backward(torch.ones(3))")
    assert "<script" not in html
    evil = explaining.Explanation("E", "<b>", "Use `<script>alert(1)</script>` & <i>.", None)
    assert evil.bundle(None)["text/html"].endswith(
        "Use <code>&lt;script&gt;alert(1)&lt;/script&gt;</code> &amp; &lt;i&gt;.</div>"
    )
    assert text


def test_the_picture_marks_the_node(shell):
    said(shell, "h.numpy()")
    ((data, _),) = shell.display_pub.sent
    plain = {key: value for key, value in complete(data[MIME]).items() if key != "problem"}
    assert to_svg(complete(data[MIME])).count(">!<") == to_svg(plain).count(">!<") + 1


def test_it_speaks_of_the_learners_own_names_and_calls(shell):
    assert said(shell, "h.backward()")[0] == (
        "The result is not a single number, so there is no single gradient. Reduce it first, as in "
        "h.sum().backward(), or say how much each component counts: h.backward(gradient=torch.ones_like(h))."
    )
    twice = "Compute %s again before the second call, or let the first call keep the graph: %s."
    shell.run_cell("loss = (x * x).sum()\nloss.backward()")
    assert said(shell, "loss.backward()")[0].endswith(twice % ("loss", "loss.backward(retain_graph=True)"))
    shell.run_cell("q = (x ** 3).sum()\ng, = torch.autograd.grad(q, x, create_graph=True)\nt = g.sum()")
    shell.run_cell("h, = torch.autograd.grad(t, x)")
    kept = "torch.autograd.grad(t, x, retain_graph=True)"
    assert said(shell, "t.backward()")[0].endswith(twice % ("t", kept))


@pytest.mark.parametrize("saved_with_it", [True, False])
def test_nbval_accepts_notebooks_saved_with_and_without_it(tmp_path, saved_with_it):
    words = "The result is not a single number"
    metadata = {MIME: {"explains": "RuntimeError"}}
    error = nbformat.v4.new_output(
        "error",
        ename="RuntimeError",
        evalue="grad can be implicitly created only for scalar outputs",
        traceback=[],
    )
    below = nbformat.v4.new_output("display_data", data={"text/plain": words}, metadata=metadata)
    cells = [
        nbformat.v4.new_code_cell(f"%load_ext autograd_nb\n{SETUP}", execution_count=1),
        nbformat.v4.new_code_cell(
            "h.backward()",
            execution_count=2,
            outputs=[error, below] if saved_with_it else [error],
            metadata={"tags": ["raises-exception"]},
        ),
    ]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "errors.ipynb")
    results, text = run_pytest(tmp_path, "--nbval", "--nbval-current-env")
    assert results == [None, None], text
