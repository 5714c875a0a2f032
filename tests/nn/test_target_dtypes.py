"""The squared error of a target of another dtype has a value and no derivative: in PyTorch until 2.12, which casts."""

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
