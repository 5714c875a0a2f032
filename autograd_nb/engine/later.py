"""Modules that are loaded when something of them is first used: texts of errors, rows that a course hardly asks for.

Where a package has a `Later` in the place of such a module, `from package import module` gives that, and nothing of the
module is read until one of its names is. (`importlib.util.LazyLoader` does as much, but a second thread that comes
while the module is being loaded finds half of it.)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for the module of this name.

    >>> texts = Later("autograd_nb.engine.errors")
    >>> texts.scalar_outputs_only()
    RuntimeError('grad can be implicitly created only for scalar outputs')
    """

    def __init__(self, module: str) -> None:
        self.__module = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__module), name)
        setattr(self, name, found)  # from now on it is found without coming here
        return found
