"""Words of a drawing can be read, however large it is: what has no room is panned."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = [
    "%load_ext autograd_nb\nimport autograd_nb as torch",
    (
        "X, T, W = torch.ones(8, 4), torch.zeros(8, 3), torch.ones(3, 4, requires_grad=True)\n"
        "loss = ((X @ W.T + 1).tanh() - T).pow(2).mean()\n"
        "loss"
    ),
    "loss.backward()",
]
LOSS = 1
READABLE = 6.5  # pixels

# The heights of the fonts as they stand on the screen: of the smallest words of all.
SMALLEST = """root => Math.min(...[...root.querySelectorAll('.ag-scene text')].map(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""


@pytest.mark.parametrize("width", [1600, 1280, 640])
def test_no_word_is_smaller_than_can_be_read(server, notebook, width):
    server.write("readable.ipynb", CELLS)
    notebook.open("readable.ipynb")
    notebook.run(0, LOSS, 2)
    notebook.page.set_viewport_size({"width": width, "height": 900})
    view = notebook.view(LOSS)
    view.node("TanhBackward0").dispatch_event("click")
    expect(view.root).to_have_attribute("data-inspecting", "")
    expect(view.node("TanhBackward0")).to_be_in_viewport()
    notebook.page.wait_for_timeout(300)
    assert view.root.evaluate(SMALLEST) >= READABLE
    # All of it, however small, is what Fit shows.
    if width == 1280:
        expect(view.root.locator(".ag-graph")).to_have_attribute("data-pannable", "")
        view.button("Fit").click()
        assert view.root.evaluate(SMALLEST) < READABLE
    notebook.page.set_viewport_size({"width": 1280, "height": 900})
    notebook.check_console()


TENSORS = [
    CELLS[0],
    (
        "row = torch.arange(40.0).sub(7.5).requires_grad_()\n"
        "table = (torch.arange(60.0).reshape(6, 10) * 1234.5).requires_grad_()\n"
        "total = row.exp().log().sum() + table.tanh().sum()\n"
        "total"
    ),
    "total.backward()",
]

# Where the inspector would have to be scrolled sideways.
CUT = """root => [...root.querySelectorAll('[data-autograd="inspector"], [data-autograd="inspector"] *')]
  .filter(each => each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX !== 'visible')
  .map(each => `${each.className}: ${each.textContent.slice(0, 40)}`)"""

# Where the numbers of a printed tensor end on the screen; each column of them has to be one place.
ENDS = """code => [...new Set([...code.querySelectorAll('.ag-row > span')]
  .filter(each => /[0-9.],$/.test(each.textContent))
  .map(each => Math.round(each.getBoundingClientRect().right)))].sort((a, b) => a - b)"""


@pytest.mark.parametrize("width", [1280, 640])
def test_long_rows_of_numbers_go_on_below(server, notebook, width):
    server.write("rows.ipynb", TENSORS)
    notebook.open("rows.ipynb")
    notebook.run(0, 1, 2)
    notebook.page.set_viewport_size({"width": width, "height": 900})
    view = notebook.view(1)
    for name in ("row", "table", "ExpBackward0", "TanhBackward0"):
        view.node(name).dispatch_event("click")
        value = view.part("inspector").locator(".ag-value .ag-block")
        expect(value).to_contain_text("tensor([")
        assert view.root.evaluate(CUT) == []
        ends = value.evaluate(ENDS)
        assert ends, "there are numbers"
        assert all(right - left > 20 or right - left < 2 for left, right in pairwise(ends)), (
            "they stand below each other"
        )
    notebook.picture(f"20-rows-{width}", view.root)
    notebook.page.set_viewport_size({"width": 1280, "height": 900})
    notebook.check_console()
