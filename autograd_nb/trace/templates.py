"""Templates of formulas with operands put into them, in parentheses where they would be read wrongly."""

from __future__ import annotations

import ast
import re
import string
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Formula(str):
    """A formula of ours in the place of an operand: what its signs mean is known to its operation only."""

    __slots__ = ()


_LOOSE, _SUM, _PRODUCT, _POWER, _ATOM = range(5)
_BINDING = dict.fromkeys("+-−", _SUM) | dict.fromkeys("·×*/@", _PRODUCT)
_CLOSED = "(),[]{}|‖=;:"
_GLYPHS = str.maketrans({"·": "*", "×": "*", "−": "-", "²": "**2", "³": "**3", "ᵀ": ".T", "√": "sqrt "})


def fill(template: str, labels: Mapping[str, str]) -> str:
    """Put operands into a template, in parentheses where they would be read wrongly.

    >>> fill("{x} · {y}", {"x": "a + b", "y": "c"})
    '(a + b) · c'
    >>> fill("log({x})", {"x": "a + b"})
    'log(a + b)'
    >>> fill("mean {x}", {"x": "torch.stack(parts)"})
    'mean (torch.stack(parts))'
    """
    text = ""
    for literal, field, before, after in _holes(template):
        text += literal
        if field is None:
            continue
        label = labels.get(field, field)
        strength = _strength(label)
        if before == _POWER and strength == _ATOM and _is_called(label) and _names_function(literal):
            strength = _LOOSE  # `mean torch.stack(parts)` would be read as a name
        # `a − (b + c)`, but `a + b − c`: operators of one rank are read from the left. Powers never are.
        text += label if strength > before and (strength > after or strength == after < _POWER) else f"({label})"
    return text


@cache
def _holes(template: str) -> list[tuple[str, str | None, int, int]]:
    """The pieces of a row's template: text, operand, and how firmly that is held by both sides."""
    pieces = [(literal, field) for literal, field, _, _ in string.Formatter().parse(template)]
    following = [literal for literal, _ in pieces[1:]] + [""]
    return [(text, field, _before(text), _after(after)) for (text, field), after in zip(pieces, following, strict=True)]


def _before(literal: str) -> int:
    """How firmly an operand is held by what stands on its left; a word such as `log` holds most."""
    text = literal.rstrip()
    if not text or text[-1] in _CLOSED:
        return _LOOSE
    return _POWER if text.endswith("**") else _BINDING.get(text[-1], _POWER)


def _after(literal: str) -> int:
    """How firmly an operand is held by what stands on its right: a raised 2 most, a word after a space least."""
    if literal.lstrip().startswith("**"):
        return _POWER
    if not literal or literal[0] in _CLOSED:
        return _LOOSE
    if literal[0] != " ":
        return _BINDING.get(literal[0], _POWER)
    text = literal.lstrip()
    return _BINDING.get(text[0], _LOOSE) if text else _LOOSE


def _strength(label: str) -> int:
    """How firmly the parts of an operand hold together by themselves."""
    if isinstance(label, Formula) and " " in label:
        return _SUM  # `x · x` may be a dot product
    return _ATOM if label.isidentifier() else _parsed_strength(str(label))


_FUNCTION = re.compile(r"(?:^|[^\w.])([a-z_0-9]+) $")
_CONNECTIVES = frozenset("and as at by from in inside is of over to where with".split())


@cache
def _names_function(literal: str) -> bool:
    """Whether a function without brackets stands before an operand, as in `log x`, and no word of a sentence."""
    found = _FUNCTION.search(literal)
    return found is not None and found[1] not in _CONNECTIVES and not found[1].isdigit()


@lru_cache(maxsize=4096)
def _is_called(label: str) -> bool:
    if not label.endswith(")"):
        return False
    try:
        return isinstance(ast.parse(label.translate(_GLYPHS), mode="eval").body, ast.Call)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False


@lru_cache(maxsize=4096)
def _parsed_strength(label: str) -> int:
    """What holds an expression together, by Python's own grammar."""
    try:
        tree: ast.AST = ast.parse(label.translate(_GLYPHS), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return _SUM if " " in label and not (label[0] == "(" and label[-1] == ")") else _ATOM
    match tree:
        case ast.BinOp(op=ast.Add() | ast.Sub()) | ast.UnaryOp():
            return _SUM
        case ast.BinOp(op=ast.Pow()):
            return _POWER
        case ast.BinOp():
            return _PRODUCT
        case ast.Compare() | ast.BoolOp() | ast.IfExp() | ast.Lambda() | ast.NamedExpr():
            return _LOOSE
    return _ATOM
