"""The pages of the documentation say what happens, and link to what is there."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "autograd_nb" / "docs"
ENGINE = ROOT / "autograd_nb" / "engine"
VIEW = [ROOT / folder for folder in ("autograd_nb/trace", "autograd_nb/display", "labextension/src")]
PAGES = sorted(DOCS.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_print_what_they_say(page: Path):
    text = page.read_text(encoding="utf-8").replace("```", "")  # else doctest takes the closing fence for output
    example = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert example.examples or page.name != "guide.md"
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*.md")], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    linked = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    targets = [target.partition("#")[0] for target in linked if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path):
    """By their path in the repository, or from the folder on that a page is about."""
    named = re.findall(r"`((?:[\w.-]+/)*[\w-]+(?:\.(?:py|ts|json|md|txt)|/))`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not any((folder / name).exists() for folder in (ROOT, ENGINE, *VIEW))] == []


def test_the_page_about_the_engine_says_where_to_find_every_file_and_folder():
    page = (DOCS / "engine.md").read_text(encoding="utf-8")
    there = [path.name for path in ENGINE.glob("*.py")] + [f"{path.parent.name}/" for path in ENGINE.glob("*/*.py")]
    assert {name for name in there if f"`{name}`" not in page} == {"__init__.py"}, (
        "say on the page what a new one is for"
    )


def test_the_page_about_the_view_says_where_to_find_every_file():
    page = (DOCS / "view.md").read_text(encoding="utf-8")
    there = [path for folder in VIEW for path in folder.iterdir() if path.suffix in {".py", ".ts"}]
    written = [path.name for path in there if path.name != "__init__.py" and not path.name.endswith(".d.ts")]
    assert len(written) > 100
    missing = [name for name in written if not re.search(rf"`(?:[\w/]+/)?{re.escape(name)}`", page)]
    assert missing == [], "say on the page what a new file is for"


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
