"""What the learner calls things: where an operation is written, what its value and its operands are called.

While code runs only `(code object, last instruction)` is kept. When a document is made, the positions that
Python keeps for each instruction lead back to the exact piece of text (`torch.dot(x, x)` inside
`2 * torch.dot(x, x)`), and the syntax tree of that piece tells its operands and where its value goes.

>>> find("y = 2 * x", 4, 9).targets
('y',)
>>> [operand.text for operand in find("y = 2 * x", 4, 9).operands]
['2', 'x']

`python -X no_debug_ranges` keeps lines only: the line is shown alone then, and operands and targets are known when
it holds a single operation.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import itertools
import linecache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

LINE = 200  # characters of a line or expression that go into a document
NAME = 40  # characters of a name
_SITES = 4096  # sites and files remembered; then the memory starts anew

Position = tuple[int, int, int, int]  # first line (from 1), last line, first column, last column (characters)


@dataclasses.dataclass(frozen=True)
class Operand:
    """One operand as it is written: its text, its name if it is one, its value if it is a number."""

    text: str
    name: str = ""
    number: complex | None = None


@dataclasses.dataclass(frozen=True)
class Site:
    """One place in the source: `line` without indentation, and the expression in its columns `start:end`."""

    line: str
    expression: str
    start: int
    end: int
    lineno: int
    targets: tuple[str, ...] = ()  # what the expression's value is assigned to
    operands: tuple[Operand, ...] = ()
    receiver: Operand | None = None  # of a call `receiver.method(...)`; may be a module
    local: bool = False  # inside a function, whose variables the learner's namespace does not show

    def source(self, iteration: int | None = None) -> dict[str, Any]:
        """The document's form of this place."""
        return {
            "line": self.line,
            "expression": self.expression,
            "start": self.start,
            "end": self.end,
            "lineno": self.lineno,
            "iteration": iteration,
        }


class Tree(NamedTuple):
    """A parsed file: its lines, its expressions by position, and the parent of each node."""

    lines: list[str]
    places: dict[Position, list[ast.AST]]
    parents: dict[ast.AST, ast.AST]


_sites: dict[tuple[int, int], tuple[CodeType, Site | None]] = {}
_trees: dict[str, Tree] = {}


def locate(code: CodeType, lasti: int) -> Site | None:
    """The place of one instruction, or None where there is no source text (`exec` of a string, stdin)."""
    key = (id(code), lasti)
    known = _sites.get(key)
    if known is None or known[0] is not code:
        if len(_sites) >= _SITES:
            _sites.clear()
        known = _sites[key] = (code, _locate(code, lasti))
    return known[1]


def _locate(code: CodeType, lasti: int) -> Site | None:
    try:
        lines = linecache.getlines(code.co_filename)
        if not lines:
            return None
        tree = parsed(code.co_filename, lines)
        site = _exact(code, lasti, tree) or _whole_line(line_of(code, lasti), tree)
    except (SyntaxError, ValueError, RecursionError, OSError, IndexError, StopIteration):
        return None
    if site is not None and code.co_flags & 0x2:  # CO_NEWLOCALS: a function, lambda or comprehension
        return dataclasses.replace(site, local=True)
    return site


def only_value(code: CodeType, name: str, site: Site) -> bool:
    """Whether the file of a piece of code gives a variable one value only, in the line of `site`."""
    try:
        tree = parsed(code.co_filename, linecache.getlines(code.co_filename))
    except (SyntaxError, ValueError, RecursionError):
        return False
    places = (node for nodes in tree.places.values() for node in nodes)
    stored = [n.lineno for n in places if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)]
    return stored == [site.lineno]


def find(text: str, start: int, end: int) -> Site:
    """The site of `text[start:end]`, a piece of a one-line program (for tests and examples)."""
    tree = _read([text])
    return _site((1, 1, start, end), tree)


# ---- positions -----------------------------------------------------------------------------------


def line_of(code: CodeType, lasti: int) -> int:
    """The line of an instruction, which is known without columns, too."""
    for first, last, line in code.co_lines():
        if first <= lasti < last and line is not None:
            return line
    return code.co_firstlineno


def _exact(code: CodeType, lasti: int, tree: Tree) -> Site | None:
    place = place_of(code, lasti, tree)
    return None if place is None else _site(place, tree)


def place_of(code: CodeType, lasti: int, tree: Tree) -> Position | None:
    """Where the expression of an instruction stands, where Python keeps columns."""
    first, last, start, end = next(itertools.islice(code.co_positions(), lasti // 2, None))
    if first is None or last is None or start is None or end is None or not 1 <= first <= last <= len(tree.lines):
        return None
    columns = characters(tree.lines[first - 1], start), characters(tree.lines[last - 1], end)
    return _indented((first, last, *columns), tree)


def _indented(position: Position, tree: Tree) -> Position:
    """Where a position is in the file: marimo compiles a cell without the indentation that it has there."""
    if node_at(position, tree) is not None:
        return position
    first, last, start, end = position
    line = tree.lines[first - 1]
    moved = ((first, last, start + by, end + by) for by in range(1, len(line) - len(line.lstrip()) + 1))
    return next((each for each in moved if each in tree.places), position)


def _whole_line(number: int, tree: Tree) -> Site | None:
    """The line alone; if it holds one operation, that operation."""
    if not 1 <= number <= len(tree.lines):
        return None
    here = [p for p in tree.places if p[0] == p[1] == number]
    nodes = [node for position in here for node in tree.places[position] if _is_operation(node, tree)]
    if len(nodes) == 1:
        return _site(_position(nodes[0], tree.lines), tree)
    line = tree.lines[number - 1].strip()
    return Site(_cut(line), _cut(line), 0, min(len(line), LINE), number)


def _is_operation(node: ast.AST, tree: Tree) -> bool:
    if isinstance(node, ast.Attribute):
        return not isinstance(tree.parents.get(node), (ast.Call, ast.Attribute)) and node.attr in {"T", "mT"}
    return isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call, ast.AugAssign, ast.Subscript))


def characters(line: str, column: int) -> int:
    """The column in characters of a column in UTF-8 bytes, which is what Python counts in."""
    return column if line.isascii() else len(line.encode()[:column].decode(errors="ignore"))


def _position(node: ast.AST, lines: list[str]) -> Position:
    first, last = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]  # of statements and expressions alone
    start, end = node.col_offset, node.end_col_offset or 0  # type: ignore[attr-defined]  # of statements and expressions alone
    return first, last, characters(lines[first - 1], start), characters(lines[last - 1], end)


# ---- parsing -------------------------------------------------------------------------------------


def parsed(filename: str, lines: list[str]) -> Tree:
    """The syntax tree of a file."""
    known = _trees.get(filename)
    if known is None or known.lines is not lines:
        if len(_trees) >= _SITES // 16:
            _trees.clear()
        known = _trees[filename] = _read(lines)
    return known


def _read(lines: list[str]) -> Tree:
    places: dict[Position, list[ast.AST]] = {}
    parents: dict[ast.AST, ast.AST] = {}
    stack: list[ast.AST] = [ast.parse("".join(lines))]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.expr, ast.stmt)):
            places.setdefault(_position(node, lines), []).append(node)
        for child in ast.iter_child_nodes(node):
            parents[child] = node
            stack.append(child)
    return Tree(lines, places, parents)


def site_of(node: ast.AST, tree: Tree) -> Site:
    """The site of one expression of a file."""
    return _site(_position(node, tree.lines), tree)


def _site(position: Position, tree: Tree) -> Site:
    node = node_at(position, tree)
    if node is not None and isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        node = _statement(node, tree)  # `c[0] = 5`: Python points at `c[0]`
    if isinstance(node, ast.Expr):
        node = node.value
    if node is not None:
        position = _position(node, tree.lines)
    first, last, start, end = position
    raw = tree.lines[first - 1].rstrip()
    line = raw.lstrip()
    shift = len(raw) - len(line)
    if last != first:
        rows = [raw[start:], *tree.lines[first : last - 1], tree.lines[last - 1][:end]]
        expression = " ".join(part.strip() for part in rows)
        end = len(raw)
    else:
        expression = raw[start:end]
    start, end = max(start - shift, 0), max(end - shift, 0)
    if node is not None and last == first and not _same(expression, node):
        expression, start, end = ast.unparse(node), 0, len(line)  # in an f-string before Python 3.12
    operands, receiver = _operands(node) if node is not None else ((), None)
    return Site(
        line=_cut(line),
        expression=_cut(expression),
        start=min(start, LINE),
        end=min(end, LINE),
        lineno=first,
        targets=_targets(node, tree) if node is not None else (),
        operands=operands,
        receiver=receiver,
    )


def node_at(position: Position, tree: Tree) -> ast.AST | None:
    """What stands there, if something that ends there begins there."""
    nodes = tree.places.get(position)
    if nodes:
        return next((node for node in nodes if isinstance(node, (ast.AugAssign, ast.expr))), nodes[0])
    # A method call over several lines: Python starts it at the attribute, the tree at the receiver.
    first, last, start, end = position
    around = [p for p in tree.places if p[1] == last and p[3] == end and (p[0], p[2]) <= (first, start)]
    if not around:
        return None
    nearest = max(around, key=lambda p: (p[0], p[2]))
    return next((node for node in tree.places[nearest] if isinstance(node, ast.expr)), None)


def _same(text: str, node: ast.AST) -> bool:
    if isinstance(node, ast.stmt):
        return True
    try:
        return ast.dump(ast.parse(text, mode="eval").body) == ast.dump(node)
    except SyntaxError:
        return False


def _statement(node: ast.AST, tree: Tree) -> ast.AST:
    while not isinstance(node, (ast.stmt, ast.comprehension)) and node in tree.parents:
        node = tree.parents[node]
    if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        return node.iter
    return node


# ---- reading the syntax --------------------------------------------------------------------------


def _targets(node: ast.AST, tree: Tree) -> tuple[str, ...]:
    """The names that the value of `node` is given where it stands."""
    if isinstance(node, ast.AugAssign):
        return _names(node.target)
    parent = tree.parents.get(node)
    if isinstance(parent, ast.Assign):
        return _names(parent.targets[0]) if parent.value is node else ()
    if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
        return _names(parent.target) if parent.value is node else ()
    return ()


def _names(target: ast.AST) -> tuple[str, ...]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return tuple(_name(part) for part in target.elts)
    name = _name(target)
    return (name,) if name else ()


def _name(node: ast.AST) -> str:
    """`w`, `self.w`, `params[0]`, `params["w"]`: what can stand as the name of a value. Else empty."""
    inner = node
    while isinstance(inner, (ast.Attribute, ast.Subscript)):
        if isinstance(inner, ast.Subscript) and not isinstance(inner.slice, ast.Constant):
            return ""
        inner = inner.value
    if not isinstance(inner, ast.Name):
        return ""
    name = ast.unparse(node)
    return name if len(name) <= NAME and usable(name) else ""


def _operands(node: ast.AST) -> tuple[tuple[Operand, ...], Operand | None]:
    """The operands of an expression in their order, and the part before the dot of a method call."""
    receiver: Operand | None = None
    parts: list[ast.AST] = []
    match node:
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.AugAssign(target=target, value=value):
            parts = [target, value]
        case ast.UnaryOp(operand=value) | ast.Subscript(value=value) | ast.Attribute(value=value):
            parts = [value]
        case ast.Compare(left=left, comparators=comparators):
            parts = [left, *comparators]
        case ast.Assign(targets=[ast.Subscript(value=target)], value=value):
            parts = [target, value]
        case ast.Name():
            parts = [node]
        case ast.Call(func=func, args=args, keywords=keywords):
            parts = [*args, *(keyword.value for keyword in keywords)]
            if isinstance(func, ast.Attribute):
                receiver = _operand(func.value)
    return tuple(_operand(part) for part in _flat(parts)), receiver


def _flat(parts: list[ast.AST]) -> Iterator[ast.AST]:
    """Operands, literal lists taken apart: `torch.stack([a, b])`. After a star nothing is known."""
    for part in parts:
        if isinstance(part, ast.Starred):
            return
        if isinstance(part, (ast.List, ast.Tuple)):
            yield from part.elts
        else:
            yield part


def _operand(node: ast.AST) -> Operand:
    number: complex | None = None
    match node:
        case ast.Constant(value=bool() | int() | float() as number):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as positive)):
            number = -positive
        case ast.NamedExpr(target=ast.Name(id=name)):
            return Operand(name, name)
    return Operand(_cut(ast.unparse(node)), _name(node), number)


# ---- names in a namespace ------------------------------------------------------------------------


@functools.lru_cache(maxsize=_SITES)
def usable(name: str) -> bool:
    """Whether `name` is one that a learner gave: not `_`, `_3`, `In`, `Out`."""
    return not name.startswith("_") and name.partition("[")[0] not in {"In", "Out"}


def _cut(text: str) -> str:
    text = " ".join(text.split("\n"))
    return text if len(text) <= LINE else text[: LINE - 1] + "…"
