"""How fast the page is. The figures are printed (`pytest -s`), not judged: a busy machine would fail a limit."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scenes import BUSY

pytestmark = pytest.mark.browser

BACKWARD = "y.backward()\n"
CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch, time",
    "x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny",
    "y.backward()",
    "w = torch.tensor(0.999, requires_grad=True)\nb = torch.tensor(1.0)\nfor _ in range(500):\n    b = b * w + 0.1\nb",
    "b.backward()",
    f"{BUSY.replace(BACKWARD, '')}y",
    "y.backward()",
    (
        "torch.manual_seed(0)\n"
        "inputs, wanted = torch.randn(64, 4), torch.randn(64, 1)\n"
        "weight, bias = torch.zeros(4, 1, requires_grad=True), torch.zeros(1, requires_grad=True)\n"
        "first = ((inputs @ weight + bias - wanted) ** 2).mean()\n"
        "first"
    ),
    (
        "for _ in range(10_000):\n"
        "    loss = ((inputs @ weight + bias - wanted) ** 2).mean()\n"
        "    loss.backward()\n"
        "    with torch.no_grad():\n"
        "        weight.sub_(0.01 * weight.grad)\n"
        "        bias.sub_(0.01 * bias.grad)\n"
        "    weight.grad.zero_()\n"
        "    bias.grad.zero_()"
    ),
]
CHAPTER, WALK, LOOP, LOOP_WALK, BUSY_CELL, BUSY_WALK, UNTRAINED, TRAINING = range(1, 9)

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
# A click comes after a press, which gives the focus: with that JupyterLab makes the cell the active one. And people
# take longer between two clicks than what follows a click: the rows of a history, the line in its editor.
CLICKS = """async root => {
  const pause = () => new Promise(go => setTimeout(go, 100));
  const times = [];
  for (const node of [...root.querySelectorAll('[data-autograd="node"]')].slice(0, 20)) {
    node.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    node.focus({ preventScroll: true });
    await pause();
    const start = performance.now();
    node.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await new Promise(go => requestAnimationFrame(() => setTimeout(go)));  // painted
    times.push(performance.now() - start);
    await pause();
  }
  return times;
}"""
FRAMES = """async () => {
  const times = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await new Promise(go => requestAnimationFrame(() => setTimeout(go)));
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
LONG = """() => {
  window.long = [];
  window.longObserver = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) window.long.push(duration);
  });
  window.longObserver.observe({ type: 'longtask' });
}"""
MESSAGES = """() => {
  window.messages = [];
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.anyMessage.connect((_, { direction, msg }) => {
    const { msg_type: type } = msg.header;
    if (direction === 'recv' && /^(update_display_data|comm_open|comm_msg)$/.test(type))
      window.messages.push([type, new TextEncoder().encode(JSON.stringify(msg.content)).length]);
  });
}"""
SENT = "() => window.messages.splice(0)"


class Clock:
    """What the page costs the processor, in milliseconds: whatever else the machine does meanwhile."""

    PARTS = ("TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.before = self.read()

    def read(self) -> dict[str, float]:
        found = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        return {part: found[part] * 1000 for part in self.PARTS}

    def parts(self, times: int) -> dict[str, float]:
        """Since the last call, each of so many times."""
        now = self.read()
        each = {part.removesuffix("Duration").lower(): (now[part] - self.before[part]) / times for part in self.PARTS}
        self.before = now
        return each


def test_figures(server, notebook, capsys):
    server.write("speed.ipynb", CELLS)
    notebook.open("speed.ipynb")
    page = notebook.page
    page.evaluate(MESSAGES)
    messages = {}
    notebook.run(0, CHAPTER, WALK)
    notebook.view(CHAPTER).ends_at(3)
    page.wait_for_timeout(300)
    messages["2.5.1", 3] = page.evaluate(SENT)
    notebook.run(LOOP, LOOP_WALK)
    expect(notebook.view(LOOP).part("step")).to_contain_text("/")
    page.wait_for_timeout(1000)
    messages["1,000 operations, folded", 1001] = page.evaluate(SENT)
    notebook.run(BUSY_CELL, BUSY_WALK)
    busy = notebook.view(BUSY_CELL)
    expect(busy.part("node")).to_have_count(142)
    busy.ends_at(131)
    page.wait_for_timeout(1000)
    messages["142 nodes", 131] = page.evaluate(SENT)
    steps = busy.root.evaluate(STEPS)
    frames = page.evaluate(FRAMES)
    clock = Clock(page)
    clicks = busy.root.evaluate(CLICKS)
    of_clicks = clock.parts(len(clicks))
    again = busy.root.evaluate(CLICKS)
    of_again = clock.parts(len(again))
    notebook.run(UNTRAINED)
    expect(notebook.view(UNTRAINED).part("node").first).to_be_visible()
    page.evaluate(SENT)
    page.evaluate(LATE)
    page.evaluate(LONG)
    started = page.evaluate("performance.now()")
    notebook.run(TRAINING)
    took = page.evaluate("performance.now()") - started
    late = page.evaluate("() => { clearInterval(window.lateTimer); return window.late; }")
    expect(notebook.view(UNTRAINED).grad("weight")).to_contain_text("0.")
    page.wait_for_timeout(500)
    long = page.evaluate("() => { window.longObserver.disconnect(); return window.long; }")
    messages["10,000 steps of training", 1] = page.evaluate(SENT)
    with capsys.disabled():
        print("\npainted after the kernel's answer, ms:")
        for cell, name in ((CHAPTER, "2.5.1"), (LOOP, "1,000 operations, folded"), (BUSY_CELL, "142 nodes")):
            print(f"  {name:<28}{notebook.painted[cell]:>8.0f}")
        print(f"a step at 142 nodes, ms of scripting: median {statistics.median(steps):.1f}, most {max(steps):.1f}")
        print(f"an idle frame, ms: median {statistics.median(frames):.1f}, most {max(frames):.1f}")
        for which, times, parts in (("first", clicks, of_clicks), ("second", again, of_again)):
            print(
                f"a {which} click to the painted inspector, ms: {statistics.median(times):.1f}, most {max(times):.1f}"
            )
            print("  of the processor: " + ", ".join(f"{name} {each:.1f}" for name, each in parts.items()))
        print(f"10,000 steps of training: {took / 1000:.1f} s; the page was late by at most {max(late):.0f} ms")
        print(f"  tasks of more than 50 ms in the page: {len(long)}, the longest {max(long, default=0):.0f} ms")
        print("messages of a walk, bytes:")
        for (name, visited), sent in messages.items():
            total = sum(size for _, size in sent)
            each = f", {total / visited:.0f} a visited node" if visited > 1 else ""
            print(f"  {name:<28}{total:>8}{each}: {', '.join(f'{kind} {size}' for kind, size in sent) or 'none'}")
    # One for the notebook's output, with all of it, and one for a page that may have been reloaded, which says little.
    for (name, visited), sent in messages.items():
        assert [kind for kind, _ in sent] == ["update_display_data", "comm_open"], name
        assert sent[1][1] < 300, name
        assert visited == 1 or sum(size for _, size in sent) <= 2048 * visited, name
    notebook.check_console()
