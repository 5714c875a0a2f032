"""The user's document, as it was handed over, and the notebook that holds it: the same words, code and outputs."""

from pathlib import Path

from tests.notebooks import execute as notebooks

DOCUMENT = Path(__file__).parents[1] / "data" / "users_document.txt"
NOTEBOOK = notebooks.NOTEBOOKS / "2.5-automatic-differentiation.ipynb"
VERSION = ("2.7.0+cpu", "2.7.0+autograd_nb")


def printed(cell) -> list[str]:
    """A cell as the document prints it: its number, its code, what it shows."""
    if cell.cell_type == "markdown":
        return [cell.source]
    shown = [output.get("text") or output.data["text/plain"] for output in cell.outputs]
    return [f"In [{cell.execution_count}]:\n{cell.source}", *(text.rstrip("\n") for text in shown)]


def test_the_notebook_is_the_document_to_the_letter():
    notebook = notebooks.read(NOTEBOOK)
    parts = [part for cell in notebook.cells for part in printed(cell)]
    document = DOCUMENT.read_text(encoding="utf-8").replace(*VERSION)
    paragraphs = [line for line in document.split("\n") if line.strip()]
    assert [line for part in parts for line in part.split("\n") if line.strip()] == paragraphs


def test_it_is_for_our_kernel_and_replayed_by_nbval():
    notebook = notebooks.read(NOTEBOOK)
    assert notebook.metadata.kernelspec.name == "autograd_nb"
    for cell in notebook.cells:
        assert "tags" not in cell.metadata, "nothing is left out of the comparison"
        assert "NBVAL" not in cell.source
