"""Files that a page asks its kernel for by messages of its model, where there is no other way to a kernel.

In VS Code, Colab and marimo a view knows nothing but its model. What it asks is answered with the file, or, where a
page in a sandbox cannot hand files to the browser, with the place at which the kernel has put it.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .graphdoc import GraphDoc

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("svg", "png", "pdf", "dot", "html")


def answer(document: Mapping[str, Any], asked: object) -> dict[str, Any] | None:
    """The answer to a message of a page, or None where it is no question of this kind.

    Args:
        document: what the page shows.
        asked: `export` is the question's number; `kind` and `direction` say which file. With `keep` it is put into the
            kernel's folder under a name of its own; `file` are its bytes in base64, where the page has made it.

    Returns:
        The number as `export`, and `file` (base64), or `path` where it was kept, or `error`, a sentence.

    >>> two = {"version": 1, "text": "2", "root": 0, "nodes": [], "edges": [], "backwards": [], "changes": []}
    >>> made = answer(two, {"export": 7, "kind": "dot", "direction": "right"})
    >>> made["export"], base64.b64decode(made["file"])[:7]
    (7, b'digraph')
    >>> answer(two, {"export": 8, "kind": "exe"})
    {'export': 8, 'error': 'there are no exe files of a graph'}
    """
    if not isinstance(asked, dict) or "export" not in asked:
        return None
    kind = str(asked.get("kind"))
    said: dict[str, Any] = {"export": asked["export"]}
    if kind not in KINDS:
        return said | {"error": f"there are no {kind} files of a graph"}
    try:
        given = asked.get("file")
        made = (
            base64.b64decode(given, validate=True)
            if given
            else GraphDoc(document).form(kind, str(asked.get("direction", "right")))
        )
        if not asked.get("keep"):
            return said | {"file": base64.b64encode(made).decode("ascii")}
        return said | {"path": str(_kept(made, kind))}
    except (ValueError, OSError, RuntimeError) as error:
        return said | {"error": str(error)}


def _kept(made: bytes, kind: str) -> Path:
    """Write a file that was not there before."""
    number = 0
    while True:
        path = Path(f"graph{f'-{number}' if number else ''}.{kind}").absolute()
        try:
            with path.open("xb") as file:
                file.write(made)
        except FileExistsError:
            number += 1
        else:
            return path
