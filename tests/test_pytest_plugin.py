"""nbval on small notebooks, in one real run of pytest: what passes, what fails, and what is left alone."""

import copy
import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree as ET

import nbformat
import pytest

from autograd_nb import chapter, pytest_plugin
from autograd_nb.kernel.alias import NOTICE
from autograd_nb.trace.document import MIME

ROOT = Path(__file__).resolve().parents[1]
FIRST = json.loads((ROOT / "tests/golden/dot.json").read_text(encoding="utf-8"))
LATER = json.loads((ROOT / "tests/golden/dot_history.json").read_text(encoding="utf-8"))


def display(text, html="<b>graph</b>", **extra):
    return {"text/plain": text, "text/html": html, **extra}


def graph(document, html="<b>graph</b>", text=FIRST["text"]):
    return display(text, html, **{MIME: document})


def changed(document, **fields):
    """The document with fields of its first node changed."""
    result = copy.deepcopy(document)
    result["nodes"][0].update(fields)
    return result


# name: (what the cell displays, what the notebook has saved, whether nbval is to pass)
CASES = {
    "same": (graph(FIRST), graph(FIRST), True),
    "saved_after_updates": (graph(FIRST), graph(LATER, "<b>its history</b>"), True),
    "changed_in_place_later": (
        graph(FIRST),
        graph(changed(FIRST, version=1, value={"text": "[5., 5., 5., 5.]"})),
        True,
    ),
    "other_text": (graph(FIRST), graph(FIRST, text="tensor(29., grad_fn=<MulBackward0>)"), False),
    "other_value": (graph(FIRST), graph(changed(FIRST, value={"text": "[5., 5., 5., 5.]"})), False),
    "other_name": (graph(FIRST), graph(changed(FIRST, name="w")), False),
    "edge_missing": (graph(FIRST), graph({**FIRST, "edges": FIRST["edges"][1:]}), False),
    "node_missing": (graph(FIRST), graph({**FIRST, "nodes": FIRST["nodes"][1:]}), False),
    "graph_lost": (display(FIRST["text"]), graph(FIRST), False),
    "graph_new": (graph(FIRST), display(FIRST["text"]), False),
    "malformed": (graph(FIRST), graph({"version": 1, "nodes": 7}), False),
    "malformed_alike": (graph({"nodes": 7}), graph({"nodes": 7}), True),
    "plain_html": (display("a", "<i>b</i>"), display("a", "<i>b</i>"), True),
    "plain_html_differs": (display("a", "<i>b</i>"), display("a", "<i>c</i>"), False),
}


def cell(displayed, saved):
    source = f"display(json.loads({json.dumps(displayed)!r}), raw=True)"
    if saved is None:
        return nbformat.v4.new_code_cell(source, execution_count=1)
    output = nbformat.v4.new_output("display_data", data=saved)
    return nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1)


def run_pytest(folder, *arguments):
    """Run pytest in `folder`, apart from this project: each test's failure or None in order, and the text."""
    found = entry_points(group="pytest11").names
    loaded = [] if "autograd_nb" in found else ["-p", "autograd_nb.pytest_plugin"]
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}"]
    done = subprocess.run(
        [*command, *loaded, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    tests = ET.parse(report).iter("testcase")
    return [test.find("failure") for test in tests], done.stdout + done.stderr


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """One notebook with a cell for every case, checked by nbval in one run: the failure, or None, by case."""
    folder = tmp_path_factory.mktemp("nbval")
    (folder / "pytest.ini").write_text("[pytest]\n")
    start = nbformat.v4.new_code_cell("import json\nfrom IPython.display import display", execution_count=1)
    cells = [cell(shown, saved) for shown, saved, _ in CASES.values()]
    nbformat.write(nbformat.v4.new_notebook(cells=[start, *cells]), folder / "cases.ipynb")
    results, text = run_pytest(folder, "--nbval", "--nbval-current-env")
    assert len(results) == len(CASES) + 1, text
    return dict(zip(CASES, results[1:], strict=True))


@pytest.mark.parametrize("case", CASES)
def test_nbval_says(failures, case):
    passed = failures[case] is None
    assert passed == CASES[case][2], "" if passed else failures[case].text


def test_a_failure_shows_the_line_that_differs(failures):
    text = failures["other_value"].text
    assert "node 0: leaf x, torch.float32 [4], [0., 1., 2., 3.]" in text
    assert "node 0: leaf x, torch.float32 [4], [5., 5., 5., 5.]" in text


@pytest.mark.parametrize("saved_with_it", [True, False])
def test_the_notice_of_the_alias_is_not_the_notebooks(tmp_path, saved_with_it):
    """It comes when `torch` is first imported: in another cell, where other cells are run."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    source = f"import sys\nprint('mine', file=sys.stderr)\nprint({NOTICE!r}, file=sys.stderr)\nprint(1)"
    stderr = f"mine\n{NOTICE}\n" if saved_with_it else "mine\n"
    outputs = [
        nbformat.v4.new_output("stream", name="stderr", text=stderr),
        nbformat.v4.new_output("stream", name="stdout", text="1\n"),
    ]
    cell = nbformat.v4.new_code_cell(source, outputs=outputs, execution_count=1)
    alone = nbformat.v4.new_code_cell(f"import sys\nprint({NOTICE!r}, file=sys.stderr)", execution_count=2)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell, alone]), tmp_path / "notice.ipynb")
    results, text = run_pytest(tmp_path, "--nbval", "--nbval-current-env")
    assert results == [None, None], text


COURSE = """
import torch
from torch import nn
torch.manual_seed(1)
x = torch.arange(3.0, requires_grad=True)
---
y = (x**2).sum()
y
---
y.backward()
x.grad
---
net = nn.Linear(2, 1)
def loss_of(): return ((net(torch.ones(4, 2)) - 1) ** 2).mean()
loss = loss_of()
loss
---
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    sgd.zero_grad()
    loss = loss_of()
    loss.backward()
    sgd.step()
loss
---
y.backward()
---
h = x * 2
h.sum().backward()
h.grad
---
torch.graph(y), print(torch.graph(y).to_text())
---
x.grad = None
with torch.no_grad():
    x += 1
x
"""


def test_a_course_saves_its_notebooks_and_checks_them(tmp_path):
    """Graphs, walks in later cells, a training loop, a failing cell and a warning with their explanations: executed
    and saved by our command, then compared by nbval with nothing but the plugin. Twice the same bytes.
    """
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in COURSE.split("---\n")]
    cells[5].metadata["tags"] = ["raises-exception"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "autograd_nb", "display_name": "Python 3", "language": "python"}
    path = tmp_path / "own.ipynb"
    nbformat.write(notebook, path)
    assert chapter.execute(path)
    saved = path.read_bytes()
    assert not chapter.execute(path)
    assert path.read_bytes() == saved
    shown = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.outputs]
    assert sum(MIME in output.get("data", {}) for output in shown) == 5
    assert [output.metadata for output in shown if output.get("metadata")] == [
        {MIME: {"explains": "RuntimeError"}},
        {MIME: {"explains": "UserWarning"}},
    ]
    results, text = run_pytest(tmp_path, "--nbval")
    assert results == [None] * len(cells), text


def test_without_nbval_it_does_nothing(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_other.py").write_text(
        "def test_other(pytestconfig):\n    assert not pytestconfig.pluginmanager.hasplugin('autograd_nb-graphs')\n"
    )
    results, text = run_pytest(tmp_path)
    assert results == [None], text


def test_it_lives_without_nbval_being_installed(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_other.py").write_text("def test_other():\n    pass\n")
    results, text = run_pytest(tmp_path, "-p", "no:nbval")
    assert results == [None], text


def test_the_skeleton_leaves_out_what_updates_change():
    assert pytest_plugin.skeleton(FIRST) == pytest_plugin.skeleton(LATER)
    assert pytest_plugin.skeleton(FIRST) != pytest_plugin.skeleton(changed(FIRST, dtype="torch.float64"))


@pytest.mark.parametrize("document", [None, 7, [], {}, {"nodes": [7], "edges": []}, {"nodes": [], "edges": 3}])
def test_the_skeleton_of_anything_else_is_itself(document):
    assert pytest_plugin.skeleton(document) == repr(document)
