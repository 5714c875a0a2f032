"""A page of its own, opened as a file with the network cut."""

import pytest
from playwright.sync_api import expect

import autograd_nb as torch
from tests.readers.conftest import TEXT

pytestmark = pytest.mark.browser


def walked():
    with torch.recording():
        x = torch.arange(4.0, requires_grad=True)
        y = 2 * torch.dot(x, x)
        y.backward()
    return torch.graph(y)


def without_scripts(browser, path):
    page = browser.new_context(offline=True, java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    return page


def test_a_page_of_one_graph(tmp_path, offline, browser):
    path = tmp_path / "y.html"
    walked().save(path)
    page = offline.open(path)
    view = page.locator('[data-autograd="view"]')
    expect(view.locator('[data-autograd="grad"]')).to_contain_text("[0., 4., 8., 12.]")
    view.locator('[data-autograd="node"][data-op="DotBackward0"]').click()
    expect(view.locator('[data-autograd="inspector"]')).to_contain_text("14.")
    expect(page.locator("img")).to_have_count(0)
    assert (offline.outside, offline.said) == ([], [])

    plain = without_scripts(browser, path)
    expect(plain.get_by_role("img", name=f"Computation graph of {TEXT}")).to_be_visible()
    plain.context.close()


def test_a_page_of_a_question(tmp_path, offline, browser):
    x = torch.arange(4.0, requires_grad=True)
    path = tmp_path / "quiz.html"
    path.write_text(torch.quiz(2 * torch.dot(x, x), of=x).to_html(), encoding="utf-8")
    view = offline.open(path).locator('[data-autograd="view"]')
    expect(view.locator('[data-autograd="grad"]')).to_contain_text("None")
    expect(view.locator('[data-autograd="quiz"]')).to_be_visible()
    assert (offline.outside, offline.said) == ([], [])

    plain = without_scripts(browser, path)
    expect(plain.get_by_role("img", name="Computation graph of")).to_be_visible()
    expect(plain.locator("body")).not_to_contain_text("[0., 4., 8., 12.]")
    plain.context.close()


@pytest.mark.parametrize("width", [480, 600, 700, 780, 860, 1100])
def test_who_changed_a_gradient_is_not_broken_within_a_word(tmp_path, offline, width):
    with torch.recording():
        weight = torch.tensor([[-1.2345, 2.3456, 3.4567], [0.1234, -4.5678, 9.8765]], requires_grad=True)
        loss = (weight * weight).sum()
        loss.backward()
    path = tmp_path / "loss.html"
    torch.graph(loss).save(path)
    page = offline.open(path)
    page.set_viewport_size({"width": width, "height": 800})
    table = page.locator('[data-autograd="ledger"]')
    expect(table.locator(".ag-by .ag-code")).to_have_text("loss.backward()")
    assert table.locator(".ag-by .ag-code").evaluate("code => code.getClientRects().length") == 1
    assert table.evaluate("table => table.parentElement.scrollWidth - table.parentElement.clientWidth") <= 0
