"""axe-core looks at the view: in outputs and in the side panel, in both themes, with everything open."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
    "y = 2 * torch.dot(x, x)\ny",
    "b = torch.tensor(1.0)\nfor _ in range(9):\n    b = b * x.sum()\nb",
    "u = (x * x).detach()\nz = (u * x).sum()\nz",
    "y.backward()\nb.backward()\nx.grad = None\nz.backward()\nz.backward()",
    "t = torch.arange(60.0).reshape(6, 10).requires_grad_()\nt.tanh().sum()",
]
LONG = 5
LOOK = """async selector => {
  const found = await axe.run(selector, { resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(node => `${impact} ${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""


def serious(notebook, selector):
    notebook.page.add_script_tag(path=AXE)
    found = notebook.page.evaluate(LOOK, selector)
    for line in found:
        print(line)
    return [line for line in found if line.startswith(("serious", "critical"))]


def test_nothing_serious(server, notebook):
    assert AXE.exists(), "axe-core is a development dependency of the front end: run `npm ci` in labextension/"
    server.write("axe.ipynb", CELLS)
    notebook.open("axe.ipynb", again=False)
    notebook.run(0, 1, 2, 3, LONG, 4)  # the panel follows the last
    notebook.command("autograd:show")
    expect(notebook.page.locator("#autograd-nb-panel").locator('[data-autograd="error"]').first).to_be_visible()
    for index, name in ((1, "DotBackward0"), (2, "x"), (3, "")):
        view = notebook.view(index)
        if name:  # the third has opened by itself: its walk failed
            view.node(name).press("Enter")
        expect(view.part("inspector")).to_be_visible()
    long = notebook.view(LONG)
    long.node("t").press("Enter")  # a value that has to be scrolled
    block = long.part("inspector").locator(".ag-block").first
    assert block.evaluate("block => block.scrollHeight > block.clientHeight")
    block.press("ArrowDown")
    notebook.page.wait_for_function("block => block.scrollTop > 0", arg=block.element_handle())
    for theme in ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"):
        notebook.command("apputils:change-theme", {"theme": theme})
        assert serious(notebook, '[data-autograd="view"]') == [], theme
        assert serious(notebook, "#autograd-nb-panel") == [], theme
        notebook.show(1)
        notebook.picture(f"17-axe-{theme.split(' ', 1)[1].lower().replace(' ', '-')}")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    notebook.check_console()


def test_forced_colors(server, notebook):
    server.write("forced.ipynb", CELLS)
    notebook.open("forced.ipynb", again=False)
    notebook.page.emulate_media(forced_colors="active")
    try:
        notebook.run(0, 1, 2, 3, 4)
        view = notebook.view(1)
        view.node("DotBackward0").press("Enter")
        notebook.picture("18-forced-dot", view.root)
        notebook.picture("18-forced-loop", notebook.view(2).root)
        assert serious(notebook, '[data-autograd="view"]') == []
    finally:
        notebook.page.emulate_media(forced_colors="none")
    notebook.check_console()
