"""Everything by keyboard alone, in a real JupyterLab; and no motion for those who asked for none."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    (
        "speed = torch.tensor([3.0, 4.0], requires_grad=True)\n"
        "energy = torch.tensor(0.0)\n"
        "for mass in (1.0, 2.0, 3.0, 4.0):\n"
        "    energy = energy + mass * torch.dot(speed, speed) / 2\n"
        "energy"
    ),
    "energy.backward()\nenergy = None",
]
SHOWN = 1

# What can be used with a mouse: each element that a key has to reach, too. Nodes share one place in the order of Tab.
USABLE = """root => {
  const shown = each => each.checkVisibility({ visibilityProperty: true }) && !each.disabled;
  const found = [...root.querySelectorAll('button, input, select, summary, [data-autograd="node"]')].filter(shown);
  window.unreached = new Set(found.map(each => each.closest('[data-autograd="node"]') ? 'a node' : nameOf(each)));
  function nameOf(each) {
    return each.getAttribute('aria-label') || each.title || each.textContent.trim() || each.tagName;
  }
  root.addEventListener('focusin', ({ target }) => {
    window.unreached.delete(target.closest('[data-autograd="node"]') ? 'a node' : nameOf(target));
  });
  return window.unreached.size;
}"""
FOCUS_CELL = """cell => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = cell;
  notebook.widgets[cell].node.querySelector('[data-autograd="view"]').focus();
}"""


def test_every_control_is_reached_by_tab(server, notebook):
    server.write("keyboard.ipynb", CELLS)
    notebook.open("keyboard.ipynb", again=False)
    notebook.run(0, SHOWN, 2)
    view = notebook.view(SHOWN)
    expect(view.part("ledger").locator("tbody tr")).to_have_count(1)
    view.node("speed").press("Enter")  # with the inspector open there is most to reach
    expect(view.part("inspector")).to_be_visible()
    assert view.root.evaluate(USABLE) > 12
    notebook.page.evaluate(FOCUS_CELL, SHOWN)
    for _ in range(60):
        notebook.page.keyboard.press("Tab")
        if not view.root.evaluate("root => root.contains(document.activeElement)"):
            break
    assert notebook.page.evaluate("() => [...window.unreached]") == []
    notebook.check_console()


def test_a_lesson_without_a_mouse(server, notebook):
    server.write("lesson.ipynb", CELLS)
    notebook.open("lesson.ipynb", again=False)
    notebook.run(0, SHOWN, 2)
    view, press = notebook.view(SHOWN), notebook.page.keyboard.press
    at = view.part("step")
    view.node("speed").focus()
    last = int(at.inner_text().partition("/")[2])
    for key, step in (("[", last - 1), ("]", last), ("[", last - 1)):
        press(key)
        expect(at).to_have_text(f"{step} / {last}")
    press("p")
    view.ends_at(last)

    # To the loop, open it, into it; and what is seen is said.
    press("ArrowRight")
    loop = view.part("node", kind="group").first
    expect(loop).to_be_focused()
    expect(loop).to_have_attribute("aria-label", re.compile("loop.*4 turns", re.IGNORECASE))
    press("Enter")
    press("Escape")
    expect(view.part("inspector")).to_be_hidden()
    view.node("speed").focus()
    press("Enter")
    expect(view.part("inspector")).to_be_visible()
    expect(view.part("inspector")).to_have_attribute("aria-live", "polite")
    expect(view.node("speed")).to_have_attribute(
        "aria-label", "leaf speed, value [3., 4.], speed.grad [30., 40.], visit 17"
    )
    press("Escape")
    expect(view.node("speed")).to_be_focused()
    expect(notebook.cell(SHOWN).locator(".cm-content")).to_contain_text("energy = torch.tensor(0.0)")
    notebook.check_console()


# All that is read at the counter of steps, and whether anything moves, while a walk comes.
WATCH = """root => {
  window.read = new Set();
  window.moved = 0;
  const look = () => {
    window.read.add(root.querySelector('[data-autograd="step"]').textContent);
    const moving = root.getAnimations({ subtree: true }).filter(each => each.playState === 'running');
    window.moved = Math.max(window.moved, moving.length);
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_motion_is_for_those_who_want_it(server, notebook, wish):
    server.write(f"motion-{wish}.ipynb", CELLS)
    notebook.open(f"motion-{wish}.ipynb", again=False)
    notebook.page.emulate_media(reduced_motion=wish)
    try:
        notebook.run(0, SHOWN)
        view = notebook.view(SHOWN)
        expect(view.node("speed")).to_be_visible()
        notebook.page.wait_for_timeout(500)
        view.root.evaluate(WATCH)
        notebook.run(2)
        expect(view.grad("speed")).to_contain_text("[30., 40.]")
        notebook.page.wait_for_timeout(1000)
        read, moved = notebook.page.evaluate(
            "() => { cancelAnimationFrame(window.watching); return [[...window.read], window.moved]; }"
        )
    finally:
        notebook.page.emulate_media(reduced_motion="reduce")
    between = [text for text in read if text and text.split(" / ")[0] not in ("0", text.split(" / ")[-1])]
    if wish == "reduce":
        assert (between, moved) == ([], 0)
    else:
        assert between
        assert moved
    notebook.check_console()
