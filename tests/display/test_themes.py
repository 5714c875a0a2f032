"""The static pictures and the page show one thing in one colour."""

import re
from pathlib import Path

from autograd_nb.display.themes import THEMES

ROOT = Path(__file__).resolve().parents[2]

HUES = {"gradient": "warm", "tangent": "cool", "leafline": "leaf", "error": "bad"}


def test_gradients_tangents_leaves_and_errors_have_the_page_s_hues():
    sheet = (ROOT / "labextension" / "style" / "theme.css").read_text(encoding="utf-8")
    for place, theme in enumerate(("light", "dark")):
        for name, hue in HUES.items():
            assert THEMES[theme][name] == re.findall(rf"--ag-{hue}: (#[0-9a-f]{{6}});", sheet)[place], (theme, name)


def test_the_dark_hues_are_those_of_a_page_that_follows_the_system():
    sheet = (ROOT / "labextension" / "style" / "theme.css").read_text(encoding="utf-8")
    for hue in HUES.values():
        light, *dark = re.findall(rf"--ag-{hue}: (#[0-9a-f]{{6}});", sheet)
        assert len(dark) == 2
        assert dark[0] == dark[1] != light
