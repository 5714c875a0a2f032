"""Modules under the names of PyTorch's files, for programs that import from the file and not from the package.

The rooms here are cut otherwise than PyTorch's. What an editor imports by itself, as in
`from torch.nn.modules.conv import Conv2d`, is found all the same: a module of that name looks in the files that
have it.
"""

from __future__ import annotations

import functools
import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


def also_found(package: str, places: dict[str, str]) -> None:
    """Make the modules `places` of `package`; of each is told in which files its names are, `.` for the package's own.

    >>> import autograd_nb.nn
    >>> from autograd_nb.nn.modules.conv import Conv2d
    >>> Conv2d is autograd_nb.nn.Conv2d
    True
    """
    for name, files in places.items():
        module = ModuleType(f"{package}.{name}", f"What PyTorch has in {name}.py.")
        module.__spec__ = ModuleSpec(module.__name__, None)
        module.__dict__["__getattr__"] = functools.partial(_look, module.__name__, package, files.split())
        sys.modules[module.__name__] = module
        setattr(sys.modules[package], name, module)


def _look(module: str, package: str, files: list[str], name: str) -> Any:
    for file in files:
        found = vars(importlib.import_module(package if file == "." else f"{package}.{file}")).get(name)
        if found is not None:
            return found
    raise AttributeError(f"module {module!r} has no attribute {name!r}")
