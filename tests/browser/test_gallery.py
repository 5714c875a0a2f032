"""Takes the pictures of the gallery, and lets axe-core look at each scene: `make gallery` puts them into the docs."""

from __future__ import annotations

import functools
import io
import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, View
from tests.browser.scenes import LAB, PAGE, PICTURES, SCENES, THEMES, Scene, names, page
from tests.browser.test_axe import AXE

pytestmark = pytest.mark.browser

WRITE = os.environ.get("AUTOGRAD_NB_GALLERY") == "write"
# Off is the one rule that compares what is read on a button with its name: it joins the lines of a card, "dot",
# "DotBackward0", "14.", to one word, which no name can hold.
LOOK = """async selector => {
  const found = await axe.run(selector, { rules: { 'label-content-name-mismatch': { enabled: false } } });
  const count = list => list.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return {
    version: axe.version,
    rules: found.passes.length + found.violations.length,
    passes: count(found.passes),
    unsure: count(found.incomplete),
    violations: found.violations.map(({ id, impact, help }) => `${impact}: ${id} (${help})`),
  };
}"""
report: dict[str, dict[str, object]] = {}
html = functools.cache(Scene.html)  # the same in both themes


def keep(name: str, picture: bytes) -> None:
    """A picture in few colours, chosen so that those of small things, as samples in the legend, are among them."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    folder = PICTURES if WRITE else SCREENSHOTS / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    image.save(folder / f"{name}.png", optimize=True)


def look(name: str, shown, selector: str) -> None:
    shown.evaluate(AXE.read_text(encoding="utf-8"))
    found = shown.evaluate(LOOK, selector)
    report[name] = found
    serious = [each for each in found["violations"] if each.startswith(("serious", "critical"))]
    assert serious == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene(browser, scene, theme):
    shown = browser.new_page()
    try:
        wrong: list[str] = []
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("request", lambda asked: wrong.append(asked.url) if asked.url.startswith("http") else None)
        shown.set_viewport_size({"width": int(scene.width * scene.zoom), "height": int(900 * scene.zoom)})
        shown.emulate_media(color_scheme=theme)
        shown.set_content(html(scene))
        shown.add_style_tag(content=f"body {{ zoom: {scene.zoom} }}")
        view = View(shown.locator('[data-autograd="view"]'))
        expect(view.part("node").first).to_be_visible()
        if scene.nodes is not None:
            expect(view.part("node")).to_have_count(scene.nodes)
        scene.act(view)
        if scene.shows:
            expect(view.part(scene.shows).first).to_be_visible()
        shown.wait_for_timeout(300)
        keep(f"{scene.name}-{theme}", view.root.screenshot())
        look(f"{scene.title}, {theme}", shown, '[data-autograd="view"]')
        assert wrong == []
    finally:
        shown.close()


def test_jupyterlab(server, notebook):
    cells = [
        "%load_ext autograd_nb\nimport autograd_nb as torch\nx = torch.arange(4.0, requires_grad=True)",
        "y = 2 * torch.dot(x, x)\ny",
        "y.backward()",
    ]
    server.write("gallery.ipynb", cells)
    notebook.open("gallery.ipynb")
    notebook.page.set_viewport_size({"width": 1500, "height": 900})
    notebook.command("application:toggle-left-area")
    notebook.run(0, 1, 2)
    notebook.view(1).ends_at(3)
    notebook.command("autograd:show")
    expect(notebook.page.locator("#autograd-nb-panel").locator('[data-autograd="node"]').first).to_be_visible()
    notebook.view(1).node("DotBackward0").click()
    for theme in THEMES:
        notebook.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
        notebook.page.wait_for_timeout(500)
        expect(notebook.page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page until all is loaded
        keep(f"{LAB[0][0]}-{theme}", notebook.page.screenshot())
        look(f"{LAB[0][1]}, view, {theme}", notebook.page, '[data-autograd="view"]')
        look(f"{LAB[0][1]}, side panel, {theme}", notebook.page, "#autograd-nb-panel")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    notebook.command("application:toggle-left-area")
    notebook.page.set_viewport_size({"width": 1280, "height": 900})
    notebook.check_console()


def axe_section() -> str:
    """The last section of the page: what axe-core found."""
    version = next(iter(report.values()))["version"]
    rows = [
        f"| {name} | {found['rules']} | {found['passes']} | {len(found['violations'])} | {found['unsure']} |"
        for name, found in report.items()
    ]
    told = sorted({each for found in report.values() for each in found["violations"]})
    return "\n".join(
        [
            "## What axe-core says",
            "",
            f"axe-core {version} has looked at every scene. What it calls serious or critical fails the test.",
            "*Unsure* is what it asks a person to look at, such as contrast over a curve. One rule of all is off,",
            "`label-content-name-mismatch`: it joins the lines of a card to one word, and looks for that in the name.",
            "",
            "| scene | rules that apply | elements that pass | violations | unsure |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            "Violations: " + ("; ".join(told) if told else "none") + ".",
            "",
        ]
    )


def test_the_page():
    """Runs last: it needs what the others found."""
    if len(report) < len(SCENES) * len(THEMES):
        pytest.skip("the scenes were not all looked at in this run")
    if WRITE:
        for old in PICTURES.glob("*.png"):
            if old.stem not in names():
                old.unlink()
        PAGE.write_text(page(axe_section()), encoding="utf-8")
    head, _, _ = PAGE.read_text(encoding="utf-8").partition("## What axe-core says")
    assert head == page(""), "the scenes have changed: run `make gallery`"
