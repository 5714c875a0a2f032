"""What a truth value meant to the learner's program: which `if` or `while` asked for it, and what it decided there.

Python asks for the parts of a condition one by one, until it knows: a part may be the opposite of the whole (`not`),
all of it, or leave it open. Only what the syntax tree says for certain is said of the whole.
"""

from __future__ import annotations

import ast
import dis
import linecache
from typing import TYPE_CHECKING, NamedTuple

from . import names

if TYPE_CHECKING:
    from types import CodeType

    from .names import Position, Site, Tree

_ASKING = ("POP_JUMP", "JUMP_IF", "TO_BOOL", "UNARY_NOT")
_BETWEEN = {"CACHE", "COPY", "EXTENDED_ARG", "NOP", "NOT_TAKEN", "TO_BOOL"}
_COMPARING = {"COMPARE_OP", "CONTAINS_OP", "IS_OP"}
_KEPT = 4096  # answers remembered; then the memory starts anew


class Decision(NamedTuple):
    """What was decided: the condition with its word (`if`, `elif`, `while`), or the part of one that was asked for."""

    text: str
    outcome: bool
    site: Site


_decisions: dict[tuple[int, int, bool], tuple[CodeType, Decision | None]] = {}


def decision(code: CodeType, lasti: int, outcome: bool) -> Decision | None:
    """What an answer decided, None where no `if` or `while` asked: `assert`, `max` of tensors.

    Args:
        code: the learner's, and `lasti` the instruction that asked.
        lasti: as above.
        outcome: the answer.
    """
    key = (id(code), lasti, outcome)
    known = _decisions.get(key)
    if known is None or known[0] is not code:
        if len(_decisions) >= _KEPT:
            _decisions.clear()
        known = _decisions[key] = (code, _decision(code, lasti, outcome))
    return known[1]


def _decision(code: CodeType, lasti: int, outcome: bool) -> Decision | None:
    try:
        tree = names.parsed(code.co_filename, linecache.getlines(code.co_filename))
        part = _asked(code, lasti, tree)
    except (SyntaxError, ValueError, RecursionError, IndexError, StopIteration):
        return None
    if part is None:
        return None
    if isinstance(part, ast.Compare) and len(part.ops) > 1 and outcome:
        first = _first(part, code, lasti, tree)
        if len(first.ops) < len(part.ops):
            return Decision(ast.unparse(first), True, names.site_of(part, tree)) if _under_test(part, tree) else None
    whole, outcome, is_open = _whole(part, outcome, tree)
    if is_open:
        site = names.site_of(whole, tree)
        return Decision(site.expression, outcome, site) if _under_test(whole, tree) else None
    word = _word(whole, tree)
    site = names.site_of(whole, tree)
    return Decision(f"{word} {site.expression}", outcome, site) if word else None


def _under_test(part: ast.AST, tree: Tree) -> bool:
    """Whether a part of a condition belongs to an `if` or `while`."""
    while isinstance(tree.parents.get(part), (ast.BoolOp, ast.UnaryOp)):
        part = tree.parents[part]
    return bool(_word(part, tree))


def _asked(code: CodeType, lasti: int, tree: Tree) -> ast.AST | None:
    """The expression whose truth value was asked for."""
    asking, position = _instruction(code, lasti, tree)
    if position is None:
        return _alone(code, lasti, tree)
    node = names.node_at(position, tree)
    if asking.startswith(_ASKING) or asking in _COMPARING:
        return node
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bool"
    return node if called else None


def _instruction(code: CodeType, lasti: int, tree: Tree) -> tuple[str, Position | None]:
    """The instruction that asked, and where the value stands: what made it is just before a jump."""
    made = None
    for each in dis.get_instructions(code):
        if each.offset == lasti:
            value = made if made is not None and each.opname.startswith(_ASKING) else each
            return each.opname, _position(value, tree)
        if each.opname not in _BETWEEN:
            made = each
    return "", None


def _position(instruction: dis.Instruction, tree: Tree) -> Position | None:
    first, last, start, end = instruction.positions or (None, None, None, None)
    if first is None or last is None or start is None or end is None:
        return None
    lines = tree.lines
    return first, last, names.characters(lines[first - 1], start), names.characters(lines[last - 1], end)


def _alone(code: CodeType, lasti: int, tree: Tree) -> ast.AST | None:
    """Without columns: the condition of the only `if` or `while` of the line, if it has no parts."""
    line = names.line_of(code, lasti)
    at = [node for place, nodes in tree.places.items() if place[0] == line for node in nodes]
    tests = [node.test for node in at if isinstance(node, (ast.If, ast.While, ast.IfExp))]
    plain = len(tests) == 1 and not isinstance(tests[0], (ast.BoolOp, ast.UnaryOp))
    return tests[0] if plain and not (isinstance(tests[0], ast.Compare) and len(tests[0].ops) > 1) else None


def _first(chain: ast.Compare, code: CodeType, lasti: int, tree: Tree) -> ast.Compare:
    """The part of a chain such as `0 < y < 2` that has been compared by then."""
    _, position = _instruction(code, lasti, tree)
    comparing = (each for each in dis.get_instructions(code) if each.offset <= lasti and each.opname in _COMPARING)
    count = sum(_position(each, tree) == position for each in comparing)
    return ast.Compare(chain.left, chain.ops[:count], chain.comparators[:count])


def _whole(node: ast.AST, outcome: bool, tree: Tree) -> tuple[ast.AST, bool, bool]:
    """The largest expression that the answer decides, its value, and whether the condition is open still."""
    while True:
        above = tree.parents.get(node)
        if isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.Not):
            outcome = not outcome
        elif isinstance(above, ast.BoolOp):
            if node is not above.values[-1] and outcome is isinstance(above.op, ast.And):
                return node, outcome, True
        elif not isinstance(above, ast.NamedExpr):
            return node, outcome, False
        node = above


def _word(test: ast.AST, tree: Tree) -> str:
    """How the condition begins that this is the whole of; empty if it is none."""
    above = tree.parents.get(test)
    if isinstance(above, ast.comprehension):
        return "if" if test in above.ifs else ""
    if not isinstance(above, (ast.If, ast.While, ast.IfExp)) or above.test is not test:
        return ""
    if isinstance(above, ast.While):
        return "while"
    written = tree.lines[above.lineno - 1][above.col_offset :]
    return "elif" if isinstance(above, ast.If) and written.startswith("elif") else "if"


_around: dict[tuple[int, int], tuple[CodeType, tuple[str, bool] | None]] = {}


def around(code: CodeType, lasti: int) -> tuple[str, bool] | None:
    """The nearest condition under which a piece of code stands, and how it fell when that ran.

    Whoever asked, a tensor or a plain number: under `if k % 2 == 0:` nothing runs unless that was true.
    """
    key = (id(code), lasti)
    known = _around.get(key)
    if known is None or known[0] is not code:
        if len(_around) >= _KEPT:
            _around.clear()
        known = _around[key] = (code, _standing(code, lasti))
    return known[1]


def _standing(code: CodeType, lasti: int) -> tuple[str, bool] | None:
    try:
        tree = names.parsed(code.co_filename, linecache.getlines(code.co_filename))
        place = names.place_of(code, lasti, tree)
        node = None if place is None else names.node_at(place, tree)
    except (SyntaxError, ValueError, RecursionError, IndexError, StopIteration):
        return None
    while node is not None and not isinstance(node, _LATER):
        above = tree.parents.get(node)
        test, outcome = _ruled(node, above)
        if test is not None:
            return f"{_word(test, tree)} {names.site_of(test, tree).expression}", outcome
        node = above
    return None


_LATER = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ClassDef,
)  # run when they are called, not where they stand


def _ruled(node: ast.AST, above: ast.AST | None) -> tuple[ast.expr | None, bool]:
    """The condition that rules over a part of what is around it, and what it has to be for that part to run."""
    if isinstance(above, ast.If) and node is not above.test:
        return above.test, node in above.body
    if isinstance(above, ast.IfExp) and node is not above.test:
        return above.test, node is above.body
    if isinstance(above, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)) and node not in above.generators:
        tests = [test for each in above.generators for test in each.ifs]
        return (tests[-1], True) if tests else (None, False)
    return None, False
