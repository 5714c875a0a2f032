"""What PyTorch answers to the programs of this folder is what we answer."""

import pickle
import weakref

import pytest

import autograd_nb as torch
from autograd_nb.utils.data import default_collate
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


def one_by_one(rows):
    return default_collate(rows)


def test_the_rows_of_a_batch_taken_at_once_are_those_taken_one_by_one() -> None:
    x = torch.arange(24.0).reshape(3, 8).T  # not in the order of memory
    whole = torch.utils.data.TensorDataset(x, torch.arange(8), torch.arange(16).reshape(8, 2) > 6)
    parts = torch.utils.data.random_split(whole, [5, 3], torch.Generator().manual_seed(1))
    for examples in (whole, *parts, torch.utils.data.Subset(parts[0], [4, 0, -1])):
        torch.manual_seed(2)
        batches = list(torch.utils.data.DataLoader(examples, 3, shuffle=True))
        torch.manual_seed(2)
        singly = list(torch.utils.data.DataLoader(examples, 3, shuffle=True, collate_fn=one_by_one))
        assert [str(b) for b in batches] == [str(b) for b in singly]
        assert [[t.stride() for t in b] for b in batches] == [[t.stride() for t in b] for b in singly]
        assert all(type(b) is list for b in batches)
        batches[0][0].zero_()
    assert x.tolist() == torch.arange(24.0).reshape(3, 8).T.tolist()


def test_rows_that_ask_for_gradients_and_wrong_numbers_are_taken_one_by_one() -> None:
    x = torch.arange(4.0, requires_grad=True)
    ((batch,),) = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), 4)
    assert type(batch.grad_fn).__name__ == "StackBackward0"
    with pytest.raises(IndexError, match="index 4 is out of bounds for dimension 0 with size 4"):
        list(torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x.detach()), 2, sampler=[0, 4]))
