"""The view for people who see colours differently: Chromium shows it as they see it.

WCAG 2.2, 1.4.1 (Use of Color): what a colour says is said by a shape, a sign or a word besides.
"""

from __future__ import annotations

import functools
import io
import itertools
import math

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, View
from tests.browser.scenes import SCENES, THEMES, Scene

pytestmark = pytest.mark.browser

VISIONS = ("none", "protanopia", "deuteranopia", "tritanopia")
HUES = ("warm", "cool", "leaf", "bad")
# Two colours of one brightness that a row of words tells apart at a glance lie about this far apart in CIELAB.
APART = 20
# Fields in the page's hues, as a picture shows them under a vision.
FIELDS = """hues => {
  const box = document.createElement('div');
  box.id = 'fields';
  box.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9; display: flex';
  for (const hue of hues) {
    const field = document.createElement('div');
    field.style.cssText = `width: 10px; height: 10px; background: var(--ag-${hue})`;
    box.append(field);
  }
  document.querySelector('.ag-view').append(box);
}"""
LAB = """colours => colours.map(([r, g, b]) => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `lab(from rgb(${r} ${g} ${b}) l a b)`;
  const said = getComputedStyle(probe).color;
  probe.remove();
  return said.match(/-?[\\d.]+(e-?\\d+)?/g).slice(0, 3).map(Number);
})"""
scenes = {scene.name: scene for scene in SCENES}
html = functools.cache(Scene.html)


@pytest.fixture
def seen(browser):
    """A scene in a theme, and a way to see it through other eyes."""
    page = browser.new_page()
    eyes = page.context.new_cdp_session(page)

    def show(name: str, theme: str) -> View:
        scene = scenes[name]
        page.set_viewport_size({"width": scene.width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.set_content(html(scene))
        view = View(page.locator('[data-autograd="view"]'))
        expect(view.part("node").first).to_be_visible()
        scene.act(view)
        return view

    def through(vision: str) -> None:
        eyes.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})

    yield show, through
    page.close()


def picture(locator, mode: str = "RGB") -> Image.Image:
    return Image.open(io.BytesIO(locator.screenshot())).convert(mode)


@pytest.mark.parametrize("theme", THEMES)
def test_gradients_tangents_leaves_and_errors_keep_apart(seen, theme):
    show, through = seen
    view = show("sweeps", theme)
    page = view.root.page
    page.evaluate(FIELDS, HUES)
    for vision in VISIONS:
        through(vision)
        fields = picture(page.locator("#fields"))
        colours = [fields.getpixel((5 + 10 * place, 5)) for place in range(len(HUES))]
        lab = dict(zip(HUES, page.evaluate(LAB, colours), strict=True))
        near = {
            (one, other): round(math.dist(lab[one], lab[other]), 1)
            for one, other in itertools.combinations(HUES, 2)
            if math.dist(lab[one], lab[other]) < APART
        }
        assert near == {}, vision


def test_the_measure_finds_colours_that_fall_together(seen):
    """Red and green of one brightness: the pair that it is all about."""
    show, through = seen
    page = show("graph", "light").root.page
    through("deuteranopia")
    page.evaluate("document.querySelector('.ag-view').style.cssText += '--ag-warm: #b3401a; --ag-leaf: #6b6b00'")
    page.evaluate(FIELDS, HUES)
    fields = picture(page.locator("#fields"))
    warm, leaf = page.evaluate(LAB, [fields.getpixel((5, 5)), fields.getpixel((25, 5))])
    assert math.dist(warm, leaf) < APART


@pytest.mark.parametrize("theme", THEMES)
def test_without_any_colour_no_two_samples_of_a_legend_look_alike(seen, theme):
    show, through = seen
    for name in ("sweeps", "loop", "cut", "error"):
        view = show(name, theme)
        through("achromatopsia")
        entries = view.part("legend").locator(".ag-entry:visible")
        words, samples = entries.all_inner_texts(), entries.locator(".ag-sample")
        assert len(words) == samples.count() > 1
        drawn = [picture(samples.nth(place), "L") for place in range(samples.count())]
        for (one, a), (other, b) in itertools.combinations(zip(words, drawn, strict=True), 2):
            size = (min(a.width, b.width), min(a.height, b.height))
            pairs = zip(a.crop((0, 0, *size)).tobytes(), b.crop((0, 0, *size)).tobytes(), strict=True)
            clearly = sum(abs(p - q) > 40 for p, q in pairs)
            assert clearly >= 20, (name, one, other, clearly)


@pytest.mark.parametrize("theme", THEMES)
def test_what_a_colour_says_is_said_besides(seen, theme):
    show, through = seen

    through("achromatopsia")
    view = show("walk", theme)
    view.root.screenshot(path=SCREENSHOTS / f"colourless-walk-{theme}.png")
    # The steps of a walk are numbered; the gradient has its sign, a leaf its word.
    went = view.root.locator(':is([data-state="visited"], [data-state="current"])[data-autograd="node"]')
    assert sorted(went.locator(".ag-order:visible").all_text_contents()) == ["1", "2"]
    expect(view.node("DotBackward0")).to_contain_text("∂")
    expect(view.node("x")).to_contain_text("leaf")

    view = show("sweeps", theme)
    view.root.screenshot(path=SCREENSHOTS / f"colourless-sweeps-{theme}.png")
    for sign in ("→", "∂"):
        expect(view.node("DotBackward0")).to_contain_text(sign)

    view = show("error", theme)
    view.root.screenshot(path=SCREENSHOTS / f"colourless-error-{theme}.png")
    failed = view.root.locator('[data-autograd="node"][data-state="error"]')
    expect(failed).to_have_count(1)
    expect(failed.locator(".ag-alarm-icon")).to_be_visible()
    expect(view.root).to_contain_text("failed at MulBackward0")
