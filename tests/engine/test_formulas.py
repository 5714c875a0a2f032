"""Every formula that a row has, as the view's own test reads them (labextension/test/tex.test.ts)."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from pathlib import Path

from autograd_nb.engine import ops
from autograd_nb.engine.op import Op

KEPT = Path(__file__).parents[1] / "data" / "formulas.json"


def formulas() -> list[str]:
    """The templates of all rows, each once."""
    modules = [import_module(f"{ops.__name__}.{module.name}") for module in pkgutil.iter_modules(ops.__path__)]
    rows = [value for module in modules for value in vars(module).values() if isinstance(value, Op)]
    return sorted({text for row in rows for text in (row.formula, *row.local) if text})


def test_the_list_of_formulas_is_that_of_the_rows() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert kept == formulas(), f"write formulas() to {KEPT.name} anew, and see what its test in labextension/ says"
    assert len(kept) > 350
