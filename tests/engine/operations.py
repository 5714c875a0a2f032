"""The page `autograd_nb/docs/operations.md`: all operations, as the rows and the checks of tests/engine say.

    python -m tests.engine.operations

writes it anew.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import string
import textwrap
from typing import TYPE_CHECKING

import autograd_nb
from autograd_nb.engine.op import OPTION
from tests.engine import public_names, test_formulas
from tests.engine.test_rows import EXAMPLES, ONCE, RECORDED, ROUGH, ROWS, UNDEFINED, check_first, check_second

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from autograd_nb.engine.op import Op

PAGE = pathlib.Path(autograd_nb.__file__).parent / "docs" / "operations.md"
COMMAND = "python -m tests.engine.operations"

HEAD = f"""\
# Operations

Every operation that can be recorded, as the rows of `autograd_nb/engine/ops` have it. The page is made by
`{COMMAND}`; a test fails when it is not what the rows give.

- *call*: PyTorch's function with its tensors and its options; each overload that PyTorch tells apart has a line.
- *node*: the name of its `grad_fn`; none for operations without a gradient.
- *value* and *local derivatives*: what the graph shows, one derivative for each input. `z` is the value.
- *1st* and *2nd*: what came out when the gradient, and the gradient of the gradient, were compared with central
  differences while this page was made: ✓ where they agree (to 6 and 5 digits), ≈ where single precision allows one
  digit only, ✗ where they do not, – where there is none, *undefined* where PyTorch refuses as well.
"""


def page() -> str:
    """The whole text."""
    return "\n".join([HEAD, *_tables(), *_missing()]).rstrip() + "\n"


def _tables() -> Iterator[str]:
    rooms = dict.fromkeys(name.partition(".")[0] for name in ROWS)
    for room in rooms:
        rows = {name: row for name, row in ROWS.items() if name.startswith(f"{room}.")}
        module = importlib.import_module(f"autograd_nb.engine.ops.{room}")
        summary = (module.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")
        yield f"## {room}\n\n{summary}\n"
        yield "| call | node | value | local derivatives | 1st | 2nd |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for name, row in sorted(rows.items(), key=lambda item: (item[1].name, item[1].grad_fn, item[0])):
            cells = (f"`{_call(row)}`", row.grad_fn and f"`{row.grad_fn}`", *_formulas(row), *_checked(name, row))
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        yield ""
    derived = len(RECORDED) - len(UNDEFINED)
    yield (
        f"{len(ROWS)} rows, {len({row.name for row in ROWS.values()})} names; {derived} rows have derivatives, "
        f"{len(UNDEFINED)} refuse them, {len(ROWS) - len(RECORDED)} have none.\n"
    )


def _call(row: Op) -> str:
    """PyTorch's name with the tensors and the options that the formulas know of."""
    texts = (row.formula, *row.local)
    named = dict.fromkeys(field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field)
    named |= dict.fromkeys(need.name for needs in row.needs for need in needs if need.kind == OPTION)
    options = [name for name in named if name not in row.inputs and name.rstrip("0123456789") != "z"]
    return f"{row.name}({', '.join([*row.inputs, *(f'{name}=' for name in options)])})"


def _formulas(row: Op) -> tuple[str, str]:
    """The formulas, with the names of operands in the place of the braces."""
    value, *local = (text.replace("{", "").replace("}", "") for text in (row.formula, *row.local))
    return value, "; ".join(local) or "–"


def _checked(name: str, row: Op) -> tuple[str, str]:
    """What comes out of both checks, now."""
    if name not in RECORDED:
        return "–", "–"
    if name in UNDEFINED:
        return "undefined", "undefined"
    second = "undefined" if name in ONCE else _verdict(name, row, check_second, 1e-5)
    return _verdict(name, row, check_first, 1e-6), second


def _verdict(name: str, row: Op, check: Callable[..., None], tolerance: float) -> str:
    try:
        check(EXAMPLES[row], ROUGH.get(name, tolerance))
    except AssertionError:
        return "✗"
    return "≈" if name in ROUGH else "✓"


def _missing() -> Iterator[str]:
    """What PyTorch documents and is not here."""
    recorded = json.loads(public_names.FILE.read_text(encoding="utf-8"))
    yield "## Not here\n"
    yield (
        "What PyTorch documents as a function, or as a method or attribute of tensors, and autograd_nb does not have. "
        "Among it are complex, sparse and quantized tensors, other devices and compilation, which are left out on "
        "purpose.\n"
    )
    yield "| of | documented | here | missing |"
    yield "| --- | --- | --- | --- |"
    absent = {}
    for name, functions in recorded.items():
        absent[name] = [f for f in functions if not hasattr(public_names.place(autograd_nb, name), f)]
        here = len(functions) - len(absent[name])
        yield f"| `{name}` | {len(functions)} | {here} ({here / len(functions):.0%}) | {len(absent[name])} |"
    yield ""
    for name, functions in absent.items():
        yield f"Missing of `{name}`:\n"
        yield textwrap.fill(", ".join(f"`{f}`" for f in functions), 118, break_long_words=False) + "\n"


def main() -> None:
    """Write the page, and the list of formulas for the view's own test."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    test_formulas.KEPT.write_text(
        json.dumps(test_formulas.formulas(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
