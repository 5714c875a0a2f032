"""The functions that PyTorch documents, recorded once into tests/data/public_names.json by

    python -m tests.engine.public_names

run by a Python that has PyTorch.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pathlib
from typing import Any

FILE = pathlib.Path(__file__).parents[1] / "data" / "public_names.json"
PLACES = ("torch", "torch.Tensor", "torch.nn.functional", "torch.linalg", "torch.special")


def place(torch: Any, name: str) -> Any:
    """What `name` is under a module that stands for `torch`."""
    found = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def documented(owner: Any) -> list[str]:
    """The public functions of a module, or methods and attributes of a class, that have a text."""
    names = []
    for name in dir(owner):
        value = inspect.getattr_static(owner, name)
        if name.startswith("_") or inspect.ismodule(value) or inspect.isclass(value):
            continue
        own = (getattr(value, "__module__", None) or "torch").startswith("torch")
        has_text = bool((getattr(value, "__doc__", None) or "").strip())
        if own and has_text and (callable(value) or inspect.isclass(owner)):
            names.append(name)
    return sorted(names)


def main() -> None:
    """Record."""
    torch = importlib.import_module("torch")
    found = {name: documented(place(torch, name)) for name in PLACES}
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
