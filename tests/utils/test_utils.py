"""What PyTorch answers to the programs of this folder is what we answer."""

import pickle
import weakref

import pytest

import autograd_nb as torch
from tests.learning import check, programs


@pytest.mark.parametrize("name", programs("utils"))
def test_program(name: str):
    check("utils", name)


def test_a_checkpoint_keeps_nothing_that_was_computed_inside():
    inside = []

    def part(x):
        y = x.exp()
        inside.append(weakref.ref(y))
        return y.sin()

    x = torch.ones(3, requires_grad=True)
    y = torch.utils.checkpoint.checkpoint(part, x, use_reentrant=False)
    assert inside[0]() is None
    y.sum().backward()
    assert len(inside) == 2
    assert torch.equal(x.grad, x.exp().cos() * x.exp())


def test_a_loader_is_pickled_without_an_alias() -> None:
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.arange(4.0)), 2)
    again = pickle.loads(pickle.dumps(loader))
    assert [batch.tolist() for (batch,) in again] == [[0.0, 1.0], [2.0, 3.0]]
