"""What nbconvert makes of graphs on the way to print."""

import base64
import shutil

import nbformat
import pypdfium2
import pytest
from nbconvert import LatexExporter, get_exporter

import autograd_nb as torch
from tests.readers.conftest import TEXT, golden, nbconvert, shown, shows_the_graph

SENTENCE = "backward() has freed what this node had saved."


def converted(path, kind="autograd_latex"):
    latex, resources = get_exporter(kind)().from_filename(str(path))
    return latex, resources.get("outputs", {})


def said(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].get_textpage().get_text_bounded()


def test_each_graph_is_a_picture_in_a_file(write):
    path = write(shown(golden()))
    nbconvert(path, "--to", "autograd_latex")
    (picture,) = path.parent.glob("written_files/*.pdf")
    assert f"{{written_files/{picture.name}}}" in path.with_suffix(".tex").read_text(encoding="utf-8")
    assert shows_the_graph(picture)
    for words in (TEXT, "DotBackward0", "[1., 5., 9., 13.]"):
        assert words in said(picture.read_bytes())


def test_an_explanation_stands_beside_its_picture(write):
    document = golden("error")
    problem = {"type": "RuntimeError", "text": "x", "explanation": SENTENCE, "node": document["root"]}
    cell = shown({**document, "problem": problem})
    cell.outputs[0].data["text/plain"] = SENTENCE
    latex, pictures = converted(write(cell))
    assert SENTENCE in latex
    assert len(pictures) == 1


def test_a_question_is_not_answered(write):
    x = torch.arange(4.0, requires_grad=True)
    asked = torch.quiz(2 * torch.dot(x, x), of=x)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=asked)
    latex, pictures = converted(write(nbformat.v4.new_code_cell("torch.quiz(y, of=x)", outputs=[output])))
    assert "What does x.grad hold after" in latex
    (picture,) = pictures.values()
    assert "DotBackward0" in said(picture)
    assert "[0., 4., 8., 12.]" not in said(picture)


def test_both_sweeps_are_told_beside_their_picture(write):
    x = torch.arange(4.0, requires_grad=True)
    output = nbformat.v4.new_output("display_data", data=torch.sweeps(torch.dot(x, x))._repr_mimebundle_())
    latex, pictures = converted(write(nbformat.v4.new_code_cell("torch.sweeps(y)", outputs=[output])))
    assert "Reverse mode wins here" in latex
    assert len(pictures) == 1


@pytest.mark.parametrize("document", [{"version": 2}, {"version": 1, "nodes": 7}, 3, None], ids=str)
def test_a_document_that_cannot_be_drawn_is_its_text(write, document):
    latex, pictures = converted(write(shown(document)))
    assert "tensor(28., grad\\_fn=<MulBackward0>)" in latex
    assert pictures == {}


def test_other_pictures_stay(write):
    pixel = base64.b64encode(b"not looked at").decode()
    output = nbformat.v4.new_output("display_data", data={"image/png": pixel, "text/plain": "a figure"})
    _, pictures = converted(write(nbformat.v4.new_code_cell("f", outputs=[output])))
    assert list(pictures.values()) == [b"not looked at"]


def test_executed_first(write):
    path = write("import torch\nx = torch.ones(2, requires_grad=True)\ny = (3 * x).sum()\ny", "y.backward()")
    nbconvert(path, "--execute", "--to", "autograd_latex")
    (picture,) = path.parent.glob("written_files/*.pdf")
    assert "[3., 3.]" in said(picture.read_bytes())


def test_plain_latex_says_what_pytorch_says(write):
    latex, _ = LatexExporter().from_filename(str(write(shown(golden()))))
    assert "tensor(28., grad\\_fn=<MulBackward0>)" in latex


@pytest.mark.skipif(not (shutil.which("xelatex") and shutil.which("pandoc")), reason="needs LaTeX (xelatex) and pandoc")
def test_pdf_through_latex(notebook):
    nbconvert(notebook, "--to", "autograd_pdf")
    assert shows_the_graph(notebook.with_suffix(".pdf"))
