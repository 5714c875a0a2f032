"""What Shift-Tab says of a function's parameters."""

import inspect
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import autograd_nb as torch
from autograd_nb.display.signatures import legible


@pytest.mark.parametrize(
    ("thing", "signature"),
    [
        (torch.exp, "(input) -> Tensor"),
        (torch.ones(2).exp, "() -> Tensor"),
        (torch.matmul, "(input, other: Tensor) -> Tensor"),
        (torch.add, "(input, other, *, alpha: float = 1) -> Tensor"),
        (torch.cat, "(tensors: Sequence[Tensor], dim: int = 0) -> Tensor"),
        (torch.sum, "(input, dim=None, keepdim: bool = False, *, dtype=None, axis=None, keepdims=None) -> Tensor"),
        (torch.nn.functional.relu, "(input: Tensor, inplace: bool = False) -> Tensor"),
        (torch.nn.Parameter, "(data=None, requires_grad: bool = True) -> None"),
    ],
)
def test_ours_read_as_in_pytorchs_documentation(thing, signature):
    assert str(inspect.signature(legible(thing))) == signature


def mine(x: "int", *excess) -> "str":
    """A learner's own."""


@pytest.mark.parametrize("thing", [mine, print, len, 7, None, torch.float32, inspect])
def test_everything_else_is_left_alone(thing):
    assert legible(thing) is thing


@pytest.mark.parametrize("space", [torch, torch.Tensor, torch.nn, torch.nn.functional, torch.optim, torch.linalg])
def test_no_public_function_shows_quotes_or_any(space):
    found = {name: legible(getattr(space, name)) for name in dir(space) if not name.startswith("_")}
    ours = {name: thing for name, thing in found.items() if thing is not getattr(space, name)}
    assert ours
    for name, thing in ours.items():
        annotations = [each.annotation for each in inspect.signature(thing).parameters.values()]
        assert not [each for each in annotations if isinstance(each, str) or each is Any], name


def test_the_extension_shows_them_and_leaves_nothing_behind():
    shell = InteractiveShell()
    before = dict(vars(shell.inspector))
    shell.run_line_magic("load_ext", "autograd_nb")
    try:
        shown = shell.inspector.info(torch.matmul, "torch.matmul")
        assert shown["definition"].startswith("torch.matmul(input, other: Tensor) -> Tensor")
        assert shown["docstring"].startswith(torch.matmul.__doc__.partition("\n")[0])
    finally:
        shell.run_line_magic("unload_ext", "autograd_nb")
    assert vars(shell.inspector) == before
