"""What README.md says is what happens."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_it_says():
    text = README.replace("```", "")  # else doctest takes the closing fence for output
    example = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    assert len(example.examples) >= 4
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


def test_pictures_and_files_exist():
    linked = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert linked
    assert [target for target in linked if not (ROOT / target.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("text", re.findall(r"make ([a-z]+)", README) or ["none"])
def test_every_make_command_is_a_target(text: str):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{text}:", makefile, re.MULTILINE)


def test_the_layout_names_what_is_there():
    named = re.findall(r"^\| `([^`]+)` \|", README.partition("## What is where")[2], re.MULTILINE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
