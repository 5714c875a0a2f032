"""JupyterLab's own settings editor, by clicks: a view that is open follows."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_panel import CELLS, SHOWN, prefer, runs_down

pytestmark = pytest.mark.browser

FIELD = "jp-SettingsEditor-autograd-nb:plugin_"

# The editor opens in front of the notebook: both are to be seen.
BESIDE = """() => {
  const { shell } = jupyterapp;
  const editor = [...shell.widgets('main')].find(each => each.id === 'setting-editor');
  shell.add(editor, 'main', { mode: 'split-right' });
}"""

# A walk that plays: how long it takes tells the speed.
PLAYED = """async root => {
  root.querySelector('button[aria-label="Restart"]').click();
  const begin = performance.now();
  root.querySelector('button[aria-label="Play"]').click();
  const step = root.querySelector('[data-autograd="step"]');
  while (step.textContent !== '3 / 3') await new Promise(go => setTimeout(go, 10));
  return performance.now() - begin;
}"""


def test_the_settings_editor(server, notebook):
    server.write("editor.ipynb", CELLS[:3])
    notebook.open("editor.ipynb")
    page = notebook.page
    page.set_viewport_size({"width": 1800, "height": 900})
    page.emulate_media(reduced_motion="no-preference")
    try:
        notebook.run(0, SHOWN, 2)
        view = notebook.view(SHOWN)
        view.ends_at(3)
        slow = view.root.evaluate(PLAYED)
        assert not runs_down(view)

        notebook.begin("settingeditor:open", {"query": "Autograd"})
        field = {name: page.locator(f'[id="{FIELD}{name}"]') for name in ("direction", "values", "speed")}
        expect(field["speed"]).to_have_value("1")
        page.evaluate(BESIDE)
        field["direction"].select_option(label="Top to bottom")
        expect(view.button("Draw left to right")).to_have_count(1)
        assert runs_down(view)
        field["values"].uncheck()
        expect(view.node("y").locator(".ag-number").first).to_be_hidden()
        field["speed"].fill("8")
        field["speed"].press("Tab")
        notebook.picture("70-settings-editor")
        saved = server.home / "settings" / "autograd-nb" / "plugin.jupyterlab-settings"
        for _ in range(100):
            if saved.exists() and '"speed": 8' in saved.read_text():
                break
            page.wait_for_timeout(100)
        fast = view.root.evaluate(PLAYED)
        assert fast < 0.5 * slow, (fast, slow)
        field["values"].check()
        expect(view.node("y").locator(".ag-number").first).to_be_visible()
    finally:
        prefer(server, "{}")
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
    notebook.check_console()
