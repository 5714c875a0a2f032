"""The MyST page of the documentation, built as Sphinx and Jupyter Book 1 build it, and read with the network cut."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.readers.conftest import ROOT, TEXT, shows_the_graph

CONFIGURATION = """
project = "A book"
extensions = ["myst_nb"]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
"""
PAGE = ROOT / "autograd_nb" / "docs" / "book.md"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    sources = tmp_path_factory.mktemp("book")
    (sources / "conf.py").write_text(CONFIGURATION)
    shutil.copy(PAGE, sources / "index.md")
    return sources


def build(book, builder):
    """Every warning is an error."""
    target = book.parent / f"{book.name}-built"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(target / "ipython")}
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-d", target / "read", "-b", builder, book, target / builder]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return target / builder


@pytest.mark.browser
def test_a_page_of_a_book(book, offline):
    page = offline.open(build(book, "html") / "index.html")
    views = page.locator('[data-autograd="view"]')
    expect(views).to_have_count(2)
    expect(views.first.locator('[data-autograd="text"]')).to_have_text(TEXT)
    expect(views.first.locator('[data-autograd="grad"]')).to_contain_text("[0., 4., 8., 12.]")
    views.first.locator('[data-autograd="node"][data-op="DotBackward0"]').click()
    expect(views.first.locator('[data-autograd="inspector"]')).to_contain_text("torch.dot(x, x)")
    views.first.get_by_role("button", name="Restart", exact=True).click()
    expect(views.first.locator('[data-autograd="grad"]')).to_contain_text("None")
    expect(page.locator("img")).to_have_count(0)
    assert (offline.outside, offline.said) == ([], [])


@pytest.mark.browser
def test_a_page_of_a_book_without_scripts(book, browser):
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((build(book, "dirhtml") / "index.html").as_uri())
    picture = page.get_by_role("img", name=f"Computation graph of {TEXT}").first
    expect(picture).to_be_visible()
    asked = page.locator(".cell_output").last
    expect(asked).to_contain_text("DotBackward0")
    expect(asked).not_to_contain_text("[0., 6., 12., 18.]")
    context.close()


def test_a_book_in_print(book):
    built = build(book, "latex")
    (source,) = built.glob("*.tex")
    names = re.findall(r"sphinxincludegraphics\{\{(\w+)\}\.pdf\}", source.read_text(encoding="utf-8"))
    assert len(names) == 2
    assert all(shows_the_graph(built / f"{name}.pdf") for name in names)


def test_a_book_in_words(book):
    (page,) = build(book, "text").glob("*.txt")
    assert TEXT in page.read_text(encoding="utf-8")
