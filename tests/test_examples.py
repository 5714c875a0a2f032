"""The examples in docstrings print what they say. As in PyTorch's, `torch` is there without being imported."""

from __future__ import annotations

import builtins
import doctest
import importlib
import inspect
import pkgutil
import warnings
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

import autograd_nb
from autograd_nb import _names, _rare_names
from autograd_nb.engine import functional
from autograd_nb.engine.arguments.absent import OF_TENSORS
from autograd_nb.engine.methods import Methods

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(autograd_nb.__path__, "autograd_nb.")
    if not module.name.endswith("__main__")  # that runs the program
)
FEWEST = 1400
"""There are more examples than this: they can only be missed by looking in the wrong place."""
FEWEST_METHODS = 500
"""There are more methods and properties than this."""


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """An example leaves its last value in `builtins._`, and IPython keeps off what others set there."""
    yield
    vars(builtins).pop("_", None)


def examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    found = doctest.DocTestFinder(exclude_empty=True).find(module, name, extraglobs={"torch": autograd_nb})
    # What a module lends to another is found at home.
    return [each for each in found if each.examples and each.filename == inspect.getsourcefile(module)]


def of_torch() -> list[str]:
    """What says that it is of torch, as PyTorch's does: nobody finds it in the module that it is written in."""
    made_of_methods = functional.names()
    every = {name: getattr(autograd_nb, name) for name in autograd_nb.__all__ if name not in made_of_methods}
    every |= {f"nn.{name}": getattr(autograd_nb.nn, name) for name in autograd_nb.nn.__all__}
    homes = {name: getattr(thing, "__module__", "") for name, thing in every.items() if callable(thing)}
    return [name for name, home in homes.items() if not home.startswith("autograd_nb.")]


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
    thing = attrgetter(name)(autograd_nb)
    found = doctest.DocTestFinder(exclude_empty=True).find(
        thing, name, module=False, globs={}, extraglobs={"torch": autograd_nb}
    )
    assert any(example.examples for example in found)
    for example in found:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


def test_what_is_asked_of_a_tensor_shows_one() -> None:
    rooms = [part for part in Methods.__mro__ if part.__module__.startswith(Methods.__module__)]
    public = {name: thing for part in rooms for name, thing in vars(part).items() if name[0] != "_"}
    assert len(public) > FEWEST_METHODS
    missing = [name for name, thing in public.items() if ">>>" not in (thing.__doc__ or "") and name not in OF_TENSORS]
    assert missing == []


@pytest.mark.parametrize("names", [_names, _rare_names])
def test_what_is_called_by_its_name_shows_one(names: ModuleType) -> None:
    public = {name: getattr(autograd_nb, name) for name in names.__all__}
    called = {name: thing for name, thing in public.items() if callable(thing) and not inspect.ismodule(thing)}
    missing = [name for name, thing in called.items() if ">>>" not in (thing.__doc__ or "")]
    assert missing == []


def test_there_are_many() -> None:
    assert sum(len(examples(name)) for name in MODULES) > FEWEST
