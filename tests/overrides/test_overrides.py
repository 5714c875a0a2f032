"""What PyTorch answers to the programs of this folder is what we answer."""

import copy
import pickle
import subprocess
import sys

import pytest

import autograd_nb as torch
from tests.learning import check, programs


@pytest.mark.parametrize("name", programs("overrides"))
def test_program(name: str):
    check("overrides", name)


def test_nothing_looks_at_its_arguments_before_there_is_a_subclass():
    code = """
import autograd_nb as torch
from autograd_nb.engine import overrides
torch.stack([torch.ones(1, requires_grad=True), torch.nn.Linear(1, 1).weight[0]]).sum().backward()
assert not overrides.begun and "autograd_nb.engine.subclasses" not in __import__("sys").modules
late = torch.Tensor.add
class Mine(torch.Tensor):
    pass
assert overrides.begun and torch.Tensor.add is late
assert type(torch.stack([torch.ones(1), Mine([1.0])])) is Mine
"""
    subprocess.run([sys.executable, "-c", code], check=True)


class Noted(torch.Tensor):
    """Pickles know a class by its name."""


def test_copies_and_pickles_are_of_the_class():
    x = Noted([1.0, 2.0]).requires_grad_()
    x.note = "mine"
    for y in (pickle.loads(pickle.dumps(x)), copy.copy(x), copy.deepcopy(x)):
        assert type(y) is Noted
        assert y.tolist() == [1.0, 2.0]
        assert y.requires_grad
        assert y.note == "mine"
