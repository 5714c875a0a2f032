"""The examples in docstrings print what they say. As in PyTorch's, `torch` is there without being imported."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import warnings

import pytest

import autograd_nb
from autograd_nb.engine import functional

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(autograd_nb.__path__, "autograd_nb.")
    if not module.name.endswith("__main__")  # that runs the program
)
FEWEST = 380
"""There are more examples than this: they can only be missed by looking in the wrong place."""


def examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    found = doctest.DocTestFinder(exclude_empty=True).find(module, name, extraglobs={"torch": autograd_nb})
    # What a module lends to another is found at home.
    return [each for each in found if each.examples and each.filename == inspect.getsourcefile(module)]


def of_torch() -> list[str]:
    """What says that it is of torch, as PyTorch's does: nobody finds it in the module that it is written in."""
    made_of_methods = functional.names()
    every = {name: getattr(autograd_nb, name) for name in autograd_nb.__all__ if name not in made_of_methods}
    homes = {"torch", "torch._C", "autograd_nb"}
    return [name for name, thing in every.items() if callable(thing) and getattr(thing, "__module__", "") in homes]


@pytest.mark.parametrize("name", MODULES)
def test_they_print_what_they_say(name: str) -> None:
    told: list[str] = []
    for example in examples(name):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some are of what PyTorch warns of
            doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("name", of_torch())
def test_those_of_torch_do(name: str) -> None:
    told: list[str] = []
    thing = getattr(autograd_nb, name)
    found = doctest.DocTestFinder(exclude_empty=True).find(
        thing, name, module=False, globs={}, extraglobs={"torch": autograd_nb}
    )
    for example in found:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


def test_there_are_many() -> None:
    assert sum(len(examples(name)) for name in MODULES) > FEWEST
