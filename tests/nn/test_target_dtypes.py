"""The squared error of a target of another dtype has a value and no derivative: in PyTorch until 2.12, which casts."""

import pickle

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.nn import functional as F


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (torch.tensor(np.array([1.0, 2.0])), "Found dtype Double but expected Float"),
        (torch.tensor([1, 2]), "Found dtype Long but expected Float"),
    ],
)
def test_backward_refuses_and_nothing_arrives(target, message):
    x = torch.tensor([0.5, 0.5], requires_grad=True)
    loss = F.mse_loss(x, target)
    assert loss.item() == 1.25
    with pytest.raises(RuntimeError, match=f"^{message}$"):
        loss.backward()
    assert x.grad is None


def test_a_target_that_is_learned_is_refused_as_well():
    target = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"^Found dtype Float but expected Double$"):
        F.mse_loss(torch.tensor([0.5, 0.5]), target).backward()


def test_an_array_that_was_saved_has_the_dtype_that_it_had():
    """NumPy makes a dtype anew for an array that it loads: equal to that of others, but another object."""
    loaded = torch.from_numpy(pickle.loads(pickle.dumps(np.array([1.0, 2.0]))))
    x = torch.tensor([0.5, 0.5], dtype=torch.float64, requires_grad=True)
    F.mse_loss(x, loaded).backward()
    assert x.grad.tolist() == [-0.5, -1.5]
    x.grad = loaded
    F.cross_entropy(x[None], torch.tensor([1]), weight=loaded).backward()
    assert x.grad.tolist() == [1.5, 1.5]
