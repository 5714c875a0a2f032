"""Every backward() of the chapter's notebooks, in JupyterLab: what the view says is multiplied and added again."""

import ast
import re

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

NOTEBOOKS = sorted((ROOT / "notebooks").glob("2.5.*.ipynb"))

# The facts of the inspector, as they stand there.
INSPECTED = """inspector => {
  const texts = (of, selector) => [...of.querySelectorAll(selector)].map(each => each.textContent);
  const rules = [...inspector.querySelectorAll('.ag-rule:not([data-autograd="jacobian"])')].map(rule => ({
    title: rule.querySelector('.ag-rule-title').textContent,
    shares: [...rule.querySelectorAll('.ag-share')].map(share => ({
      note: texts(share, '.ag-note'), code: texts(share, 'code') })),
  }));
  const jacobian = inspector.querySelector('[data-autograd="jacobian"]');
  const rows = jacobian && [...jacobian.querySelectorAll('tbody tr')].map(row => texts(row, 'td'));
  const product = jacobian && { code: texts(jacobian, ':scope > div > code'), rows };
  return { rules, jacobian: product, all: inspector.innerText };
}"""


def numbers(text):
    """What PyTorch prints of numbers, as an array."""
    return np.array(ast.literal_eval(text.strip()))


def with_views(path):
    """The notebook's cells; after each that walks back stands one that shows what it began at."""
    cells = []
    for cell in nbformat.read(path, 4).cells:
        cells.append(cell)
        walked = re.findall(r"^(\w+)(?:\.sum\(\))?\.backward\(", cell.source, re.MULTILINE)
        if walked and cell.cell_type == "code":
            cells.append(nbformat.v4.new_code_cell(walked[-1], metadata={"tags": ["shown"]}))
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return cells


def products(rule):
    """How many "upstream × local = contribution" of a rule come out as they are written."""
    checked = 0
    for share in rule["shares"]:
        *before, _, result = share["code"]
        written = before[-1]
        factors = [numbers(factor) for factor in written.split(" × ")]
        assert len(factors) == 2, written
        contribution = numbers(result)
        np.testing.assert_allclose(
            np.broadcast_to(factors[0] * factors[1], contribution.shape), contribution, rtol=1e-4
        )
        checked += 1
    return checked


def sums(rule):
    """Whether the uses of a tensor add up to what stands below them."""
    parts = [numbers(share["code"][0]) for share in rule["shares"] if share["note"][0].startswith("from ")]
    (total,) = [numbers(share["code"][0]) for share in rule["shares"] if share["note"][0] == "sum"] or [parts[0]]
    np.testing.assert_allclose(sum(parts), total, rtol=1e-4)
    return parts


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_walk(server, notebook, path):
    cells = with_views(path)
    server.write(path.name, cells)
    notebook.open(path.name, again=False)
    shown = [at for at, cell in enumerate(cells) if "shown" in cell.metadata.get("tags", ())]
    assert shown
    seen = {"products": 0, "sums": 0, "freed": 0, "seeds": 0}
    for at, cell in enumerate(cells):
        if cell.cell_type == "code":
            notebook.run(at)
        if at in shown:  # as the learner sees it, before later cells go on
            look(notebook, notebook.view(at), seen)
    assert seen["products"] >= 2 * len(shown) - 1, seen
    assert seen["sums"] or "control-flow" in path.stem, seen  # there nothing is used twice
    assert seen["seeds"] == (2 if "non-scalar" in path.stem else 0), seen
    assert seen["freed"] >= len(shown) - seen["seeds"] - 3, seen
    notebook.check_console()


def look(notebook, view, seen):
    root = view.root
    expect(view.part("node").first).to_be_visible()
    group = view.part("node", kind="group")
    if group.count():
        group.first.press("Enter")
        expect(group).to_have_count(0)
        notebook.page.keyboard.press("Escape")
    sent, received = [], []
    for node in view.part("node").all():
        if node.get_attribute("data-kind") == "constant":
            continue
        node.press("Enter")
        inspector = view.part("inspector")
        expect(inspector).to_be_visible()
        facts = inspector.evaluate(INSPECTED)
        for rule in facts["rules"]:
            if rule["title"].startswith("Chain rule"):
                if not any("= " in share["code"] for share in rule["shares"]):
                    assert node.get_attribute("data-state") == "idle", facts["all"]  # behind a cut, or another's graph
                    continue
                seen["products"] += products(rule)
                sent += [numbers(share["code"][-1]) for share in rule["shares"]]
            else:
                if any(
                    note in ("not yet", "nothing in this walk") for share in rule["shares"] for note in share["note"]
                ):
                    continue  # behind a cut
                parts = sums(rule)
                received += parts
                seen["sums"] += len(parts) > 1
        if node.get_attribute("data-kind") == "op" and "freed by the walk" in facts["all"]:
            assert re.search(r"version 0, freed by the walk", facts["all"])
            expect(node).to_have_attribute("data-freed", "true")
            seen["freed"] += 1
        if facts["jacobian"] and facts["jacobian"]["code"]:
            seen["seeds"] += products_with(facts["jacobian"])
    for each in received:
        assert any(np.array_equal(each, other) for other in sent), "what a node received is what another one sent"
    assert root.locator('[data-autograd="edge"][data-state="visited"]').count() == len(sent)


def products_with(jacobian):
    """v · J, written out."""
    v = numbers(jacobian["code"][0].removeprefix("v = "))
    weights = [float(row[0].removesuffix(" ×")) for row in jacobian["rows"]]
    np.testing.assert_array_equal(v, weights)
    table = np.array([[float(number) for number in row[1:]] for row in jacobian["rows"]])
    result = numbers(jacobian["code"][2])
    np.testing.assert_allclose(v @ table, result, rtol=1e-4)
    return 1
