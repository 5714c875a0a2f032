"""Names and places, without the engine: a `Probe` notes where it is computed with, as the recorder does."""

from __future__ import annotations

import linecache
import sys
import types
from typing import Any, ClassVar

import pytest

from autograd_nb.trace import names
from autograd_nb.trace.operands import match_operands


class Probe:
    """Each operation on it appends the (code, lasti) of its caller to `Probe.seen`."""

    seen: ClassVar[list[tuple[types.CodeType, int]]] = []

    def note(self, *_: Any, **__: Any) -> Probe:
        frame = sys._getframe(1)
        self.seen.append((frame.f_code, frame.f_lasti))
        return Probe()

    __add__ = __radd__ = __mul__ = __rmul__ = __matmul__ = __sub__ = __rsub__ = __neg__ = __getitem__ = note
    __pow__ = __rtruediv__ = __imul__ = __call__ = __lt__ = __setitem__ = sum = dot = where = stack = note
    T = property(note)

    def __iter__(self) -> Any:
        frame = sys._getframe(1)
        self.seen.append((frame.f_code, frame.f_lasti))
        return iter((Probe(), Probe()))


number = iter(range(10_000))


def run(text: str, namespace: dict[str, Any] | None = None, *, readable: bool = True) -> list[names.Site | None]:
    """The sites of a cell's operations, in the order in which they happened."""
    filename = f"<names {next(number)}>"
    if readable:
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    Probe.seen = []
    torch = types.ModuleType("torch")
    for function in ("dot", "where", "stack"):
        setattr(torch, function, Probe())
    space = {"x": Probe(), "w": Probe(), "torch": torch} | (namespace or {})
    exec(compile(text, filename, "exec"), space)
    return [names.locate(*seen) for seen in Probe.seen]


def one(text: str, **namespace: Any) -> names.Site:
    site = run(text, namespace)[-1]
    assert site is not None
    return site


def test_the_exact_expression_and_its_columns_in_the_stripped_line() -> None:
    inner, outer = run("if True:\n    y = 2 * torch.dot(x, x)\n")
    assert inner is not None
    assert outer is not None
    assert inner.source() == {
        "line": "y = 2 * torch.dot(x, x)",
        "expression": "torch.dot(x, x)",
        "start": 8,
        "end": 23,
        "lineno": 2,
        "iteration": None,
    }
    assert (outer.expression, outer.start, outer.end) == ("2 * torch.dot(x, x)", 4, 23)
    assert inner.targets == ()
    assert outer.targets == ("y",)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("y = x * w", ("y",)),
        ("y: object = x * w", ("y",)),
        ("print((y := x * w) is None)", ("y",)),
        ("y = z = x * w", ("y",)),
        ("y = x; y *= 2", ("y",)),
        ("a, b = x * w", ("a", "b")),
        ("a, b = x", ()),
        ("self = type('M', (), {})(); self.h = x * w", ("self.h",)),
        ("c = {}; c['k'] = x * w", ("c['k']",)),
        ("_ = x * w", ()),
        ("x * w", ()),
        ("y = [x * w]", ()),
        ("y = (x * w)", ("y",)),
        ("f = lambda v: v * 2\ny = f(x)", ()),
        ("y = (x\n     .sum())", ("y",)),
    ],
)
def test_what_the_value_is_assigned_to(text: str, targets: tuple[str, ...]) -> None:
    sites = [site for site in run(text) if site is not None and site.expression not in {"x", "a, b = x * w"}]
    if text == "a, b = x * w":
        assert sites[0].targets == targets
    else:
        assert [site.targets for site in sites[-1:]] in ([targets], [])


def operands(text: str, inputs: list[Any], **namespace: Any) -> list[str | None]:
    site = one(text, **namespace)
    space = {"torch": types.ModuleType("torch")} | namespace
    return [operand and operand.name for operand in match_operands(site, inputs, space)]


@pytest.mark.parametrize(
    ("text", "inputs", "expected"),
    [
        ("x * w", [None, None], ["x", "w"]),
        ("2 * x", [None, 2], ["x", ""]),  # PyTorch's order: mul(x, 2)
        ("1 - x", [None, 1], ["x", ""]),
        ("x - 1", [None, 1], ["x", ""]),
        ("-x", [None], ["x"]),
        ("x.T", [None], ["x"]),
        ("x[0]", [None], ["x"]),
        ("x[0] = w", [None, None], ["x", "w"]),
        ("x *= w", [None, None], ["x", "w"]),
        ("torch.dot(x, w)", [None, None], ["x", "w"]),
        ("x.dot(w)", [None, None], ["x", "w"]),
        ("x.sum()", [None], ["x"]),
        ("x.sum(0)", [None], ["x"]),
        ("torch.where(x, other=w)", [None, None], ["x", "w"]),
        ("torch.stack([x, w])", [None, None], ["x", "w"]),
        ("torch.stack(*[(x, w)])", [None, None], [None, None]),
        ("(x + 1) * w", [None, None], ["", "w"]),
        ("(q := x) * w", [None, None], ["q", "w"]),
        ("x ** -2", [None, -2], ["x", ""]),
        ("x < w", [None, None], ["x", "w"]),
    ],
)
def test_the_operands_as_they_are_written(text: str, inputs: list[Any], expected: list[str]) -> None:
    assert operands(text, inputs) == expected


def test_operands_with_dots_and_constant_indices_are_names() -> None:
    model = types.SimpleNamespace(w=Probe())
    assert operands("model.w * params[0]", [None, None], model=model, params=[2]) == ["model.w", "params[0]"]


def test_columns_count_characters() -> None:
    site = one("größe = 'ä'; Ω = x * w", x=Probe())
    assert site.expression == "x * w"
    assert site.line[site.start : site.end] == "x * w"
    assert site.targets == ("Ω",)


def test_an_expression_over_several_lines_is_one_text_that_starts_on_its_line() -> None:
    site = one("y = torch.dot(\n    x,\n    w,\n)")
    assert (site.line, site.expression) == ("y = torch.dot(", "torch.dot( x, w, )")
    assert (site.start, site.end, site.lineno) == (4, 14, 1)
    assert site.targets == ("y",)


def test_inside_functions_lambdas_and_comprehensions() -> None:
    site = one("def f(a):\n    b = a * 2\n    return b\nf(x)")
    assert (site.targets, site.local, site.lineno) == (("b",), True, 2)
    assert one("(lambda a: a * w)(x)").expression == "a * w"
    assert one("[a * w for a in [x]]").expression == "a * w"
    assert not one("y = x * w").local


def test_an_f_string_keeps_a_readable_expression() -> None:
    assert one("f'{x * w}'").expression == "x * w"


def test_code_without_source_has_no_site() -> None:
    assert run("y = x * w", readable=False) == [None]


def test_text_that_is_not_the_program_does_no_harm() -> None:
    filename = "<changed>"
    linecache.cache[filename] = (3, None, ["((("], filename)
    Probe.seen = []
    exec(compile("\n\n\nx * x", filename, "exec"), {"x": Probe()})
    assert names.locate(*Probe.seen[0]) is None


def test_long_lines_are_cut() -> None:
    site = one("y = " + " + ".join(["x"] * 200))
    assert len(site.line) == len(site.expression) == names.LINE
    assert site.line.endswith("…")
    assert site.end <= names.LINE


def test_without_columns_the_line_is_shown_and_a_single_operation_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_exact", lambda *_: None)
    single = one("y = x * w")
    assert (single.targets, [o.name for o in single.operands]) == (("y",), ["x", "w"])
    double = one("y = x * w + w")
    assert (double.expression, double.targets, double.operands) == ("y = x * w + w", (), ())


def test_a_cell_that_was_compiled_without_its_indentation() -> None:
    """As marimo does: the file has each cell in a function, and what runs is the function's body by itself."""
    body = "y = (x *\n     w) + w.exp()\n"
    text = "def _(x, w):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    linecache.cache["<marimo>"] = (len(text), None, text.splitlines(keepends=True), "<marimo>")
    code = compile("\n" + body, "<marimo>", "exec")
    binary, call = (
        next(i for i, at in enumerate(code.co_positions()) if at == where) * 2
        for where in ((2, 3, 4, 17), (3, 3, 10, 17))
    )
    whole, part = (names.locate(code, at) for at in (binary, call))
    assert whole is not None
    assert part is not None
    assert part.expression == "w.exp()"
    assert part.line == "w) + w.exp()"
    assert whole.targets == ("y",)
    assert [operand.text for operand in whole.operands] == ["x * w", "w.exp()"]
