"""Write the golden documents as they travel, for the parser in TypeScript: `python -m tests.golden.shorten`."""

from __future__ import annotations

import json
from pathlib import Path

from autograd_nb.trace.wire import shorten

GOLDEN = Path(__file__).parent


def short(path: Path) -> str:
    """The text of the file in `short/`."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps(shorten(document), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    for path in GOLDEN.glob("*.json"):
        (GOLDEN / "short" / path.name).write_text(short(path), encoding="utf-8")
