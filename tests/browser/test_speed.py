"""How fast the page is. The figures are printed (`pytest -s`), not judged: a busy machine would fail a limit."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import BUSY

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch, time",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
    "y.backward()",
    "w = torch.tensor(0.999, requires_grad=True)\nb = torch.tensor(1.0)\nfor _ in range(500):\n    b = b * w + 0.1\nb",
    "b.backward()",
    f"{BUSY}y",
    (
        "torch.manual_seed(0)\n"
        "inputs, wanted = torch.randn(64, 4), torch.randn(64, 1)\n"
        "weight, bias = torch.zeros(4, 1, requires_grad=True), torch.zeros(1, requires_grad=True)\n"
        "for _ in range(10_000):\n"
        "    loss = ((inputs @ weight + bias - wanted) ** 2).mean()\n"
        "    loss.backward()\n"
        "    with torch.no_grad():\n"
        "        weight.sub_(0.01 * weight.grad)\n"
        "        bias.sub_(0.01 * bias.grad)\n"
        "    weight.grad.zero_()\n"
        "    bias.grad.zero_()\n"
        "loss"
    ),
]
CHAPTER, WALK, LOOP, LOOP_WALK, BUSY_CELL, TRAINING = range(1, 7)

# Scripting only: from the key or click until its handlers have returned.
STEPS = """root => {
  const press = key => root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const times = [];
  for (const key of [...Array(100).fill('['), ...Array(100).fill(']')]) {
    const start = performance.now();
    press(key);
    times.push(performance.now() - start);
  }
  return times;
}"""
CLICKS = """async root => {
  const times = [];
  for (const node of [...root.querySelectorAll('[data-autograd="node"]')].slice(0, 20)) {
    const start = performance.now();
    node.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await new Promise(go => requestAnimationFrame(() => setTimeout(go)));  // painted
    times.push(performance.now() - start);
  }
  return times;
}"""
LATE = """() => {
  window.late = [];
  let before = performance.now();
  window.lateTimer = setInterval(() => {
    const now = performance.now();
    window.late.push(now - before - 20);
    before = now;
  }, 20);
}"""
MESSAGES = """() => {
  window.messages = [];
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.anyMessage.connect((_, { direction, msg }) => {
    const { msg_type: type } = msg.header;
    if (direction === 'recv' && /^(update_display_data|comm_open|comm_msg)$/.test(type))
      window.messages.push([type, JSON.stringify(msg.content).length]);
  });
}"""


def test_figures(server, notebook, capsys):
    server.write("speed.ipynb", CELLS)
    notebook.open("speed.ipynb")
    page = notebook.page
    page.evaluate(MESSAGES)
    notebook.run(0, CHAPTER, WALK)
    notebook.view(CHAPTER).ends_at(3)
    page.wait_for_timeout(300)
    messages = page.evaluate("window.messages")
    notebook.run(LOOP, LOOP_WALK, BUSY_CELL)
    busy = notebook.view(BUSY_CELL)
    expect(busy.part("node")).to_have_count(142)
    steps = busy.root.evaluate(STEPS)
    clicks = busy.root.evaluate(CLICKS)
    page.evaluate(LATE)
    started = page.evaluate("performance.now()")
    notebook.run(TRAINING)
    took = page.evaluate("performance.now()") - started
    late = page.evaluate("() => { clearInterval(window.lateTimer); return window.late; }")
    expect(notebook.view(TRAINING).part("node").first).to_be_visible()
    with capsys.disabled():
        print("\npainted after the kernel's answer, ms:")
        for cell, name in ((CHAPTER, "2.5.1"), (LOOP, "1,000 operations, folded"), (BUSY_CELL, "142 nodes, walked")):
            print(f"  {name:<28}{notebook.painted[cell]:>8.0f}")
        print(f"a step at 142 nodes, ms of scripting: median {statistics.median(steps):.1f}, most {max(steps):.1f}")
        print(f"a click to the painted inspector, ms: median {statistics.median(clicks):.1f}, most {max(clicks):.1f}")
        print(f"10,000 steps of training: {took / 1000:.1f} s; the page was late by at most {max(late):.0f} ms")
        print(f"messages for the first walk of 2.5.1, bytes: {messages}")
    # One by each way: the notebook's output, and the model that a reloaded page finds.
    assert sorted(kind for kind, _ in messages) == ["comm_open", "update_display_data"]
    notebook.check_console()
