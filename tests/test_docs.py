"""The pages of the documentation say what happens, and link to what is there."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "autograd_nb" / "docs"
PAGES = sorted(DOCS.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_print_what_they_say(page: Path):
    text = page.read_text(encoding="utf-8").replace("```", "")  # else doctest takes the closing fence for output
    example = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert example.examples or page.name != "guide.md"
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    linked = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    targets = [target.partition("#")[0] for target in linked if "://" not in target]
    assert [target for target in targets if not (DOCS / target).exists()] == []


def test_the_index_lists_every_page():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^- \[([a-z]+\.md)\]\(\1\)", index, re.MULTILINE)) == {
        page.name for page in PAGES if page.name != "index.md"
    }


def test_the_gallery_names_every_picture_and_no_other() -> None:
    named = re.findall(r"\]\(gallery/([^)]+)\)", (DOCS / "gallery.md").read_text(encoding="utf-8"))
    there = sorted((DOCS / "gallery").glob("*.png"))
    assert sorted(named) == [path.name for path in there]
    assert sum(path.stat().st_size for path in there) < 1_500_000
