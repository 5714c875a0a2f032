"""Small programs, and what PyTorch answers to them: the tests of nn, optim, func and autograd rest on these.

Each folder has `programs.py`, a dictionary of sources, and `answers.json`, recorded from PyTorch by

    python -m tests.learning FOLDER...

run by a Python that has PyTorch. In every program `torch` is there; a line that is an expression has an answer.
"""

from __future__ import annotations

import ast
import importlib
import json
import pathlib
import re
import sys
import warnings
from typing import Any

from tests.pythons import today

HERE = pathlib.Path(__file__).parent
NUMBER = re.compile(r"-?\d+\.\d*(?:e[+-]\d+)?")


def lines(source: str) -> list[str]:
    """The statements of a program."""
    return [ast.get_source_segment(source, node) or "" for node in ast.parse(source).body]


def answer(code: str, scope: dict[str, Any]) -> str | None:
    """What a line answers: the text of its value, or its error; None for a statement that went well."""
    tree = ast.parse(code)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if isinstance(tree.body[0], ast.Expr):
                return repr(eval(code, scope))
            exec(code, scope)
        except Exception as error:  # noqa: BLE001 - any error is an answer
            return f"{type(error).__name__}: {error}"
    return None


def answers(source: str, torch: Any) -> list[str | None]:
    """What all lines of a program answer."""
    torch.manual_seed(0)
    scope: dict[str, Any] = {"torch": torch, "F": torch.nn.functional, "nn": torch.nn}
    return [answer(code, scope) for code in lines(source)]


def same(ours: str | None, theirs: str | None) -> bool:
    """Equal, but for the last printed digit of numbers (and columns, which move with a sign)."""
    if ours == theirs or ours is None or theirs is None:
        return ours == theirs
    if re.sub(r"\s+", " ", NUMBER.sub("#", ours)) != re.sub(r"\s+", " ", NUMBER.sub("#", theirs)):
        return False
    pairs = zip(NUMBER.findall(ours), NUMBER.findall(theirs), strict=True)
    return all(abs(float(a) - float(b)) <= 1.001 * unit(b) for a, b in pairs)


def unit(number: str) -> float:
    """What the last printed digit of a number stands for."""
    mantissa, _, exponent = number.partition("e")
    return 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def programs(folder: str) -> dict[str, str]:
    """The sources of a folder, by name."""
    found: dict[str, str] = importlib.import_module(f"tests.{folder}.programs").PROGRAMS
    return found


def recorded(folder: str) -> dict[str, list[str | None]]:
    """PyTorch's answers, by name."""
    found: dict[str, list[str | None]] = json.loads((HERE / folder / "answers.json").read_text(encoding="utf-8"))
    return found


def check(folder: str, name: str) -> None:
    """Compare our answers with PyTorch's, line by line."""
    import autograd_nb

    source = programs(folder)[name]
    for code, ours, theirs in zip(lines(source), answers(source, autograd_nb), recorded(folder)[name], strict=True):
        assert same(ours, theirs and today(theirs)), f"{code}\n ours: {ours}\ntheirs: {theirs}"


def main() -> None:
    """Record."""
    import torch

    for folder in sys.argv[1:]:
        found = {name: answers(source, torch) for name, source in programs(folder).items()}
        text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
        (HERE / folder / "answers.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
