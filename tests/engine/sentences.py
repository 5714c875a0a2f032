"""The file `labextension/src/sentences.ts`: what Python says of errors, where the tools for language packs look.

    python -m tests.engine.sentences

writes it anew.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import autograd_nb.engine
from autograd_nb.engine import explain

PAGE = Path(__file__).resolve().parents[2] / "labextension" / "src" / "sentences.ts"
COMMAND = "python -m tests.engine.sentences"

HEAD = f"""\
/**
 * The sentences by which Python explains errors, for translators. `{COMMAND}` writes this file.
 *
 * Nothing imports it: JupyterLab's tools read it, and `said` of translation.ts finds a sentence by its text.
 */

import {{ trans }} from './translation';

export const sentences = (): string[] => [
"""


def text() -> str:
    """The file."""
    for module in pkgutil.iter_modules(autograd_nb.engine.__path__, "autograd_nb.engine."):
        importlib.import_module(module.name)
    told = sorted(set(explain.sentences))
    lines = [f"  trans.__({json.dumps(each, ensure_ascii=False)})," for each in told]
    return HEAD + "\n".join(lines) + "\n];\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
