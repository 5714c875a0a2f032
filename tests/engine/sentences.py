"""What Python says in words, where the page and the tools for language packs look: two files of `labextension/src`.

    python -m tests.engine.sentences

writes them anew.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import autograd_nb.engine
from autograd_nb.engine import explain
from autograd_nb.trace.sentences import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(autograd_nb.__file__).parent
PAGE = PACKAGE.parent / "labextension" / "src"
COMMAND = "python -m tests.engine.sentences"

SENTENCES = f"""\
/**
 * What Python says in words, for translators. `{COMMAND}` writes this file.
 *
 * Nothing imports it: JupyterLab's tools read it, and `said` of translation.ts finds a sentence by its English text.
 */

import {{ trans }} from './translation';

export const sentences = (): string[] => [
"""

PLURALS = f"""\
/** By the template for one thing, that for many. `{COMMAND}` writes this file. */
export const MANY: ReadonlyMap<string, string> = new Map([
"""


def explanations() -> set[str]:
    """What is said of errors."""
    for module in pkgutil.walk_packages(autograd_nb.engine.__path__, "autograd_nb.engine."):
        importlib.import_module(module.name)
    return set(explain.sentences)


def templates(function: str) -> set[str]:
    """The templates that a function of `autograd_nb.trace.sentences` is called with."""
    texts = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return {template for text in texts if "sentences" in text for template in templates_in(text, function)}


def templates_in(source: str, function: str) -> Iterator[str]:
    """Those in the text of one module.

    Raises:
        ValueError: one of them is no literal, so that no translator can find it.
    """
    tree = ast.parse(source)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == "sentences"
        for alias in node.names
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(template)), *_]) if name == function:
                yield template
            case ast.Call(func=ast.Name(id=name)) if name == function and name in imported:
                raise ValueError(f"line {node.lineno}: {ast.unparse(node)}: no literal")


def files() -> dict[Path, str]:
    """The files."""
    lines = [f"  trans.__({_quoted(each)})," for each in [*sorted(explanations()), *sorted(templates("say"))]]
    lines += [f"  trans._n({_quoted(one)}, {_quoted(many)}, 0)," for one, many in sorted(MANY.items())]
    pairs = [f"  [{_quoted(one)}, {_quoted(many)}]," for one, many in sorted(MANY.items())]
    return {
        PAGE / "sentences.ts": SENTENCES + "\n".join(lines) + "\n];\n",
        PAGE / "plurals.ts": PLURALS + "\n".join(pairs) + "\n]);\n",
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")
