"""What `gradgradcheck` draws comes from the learner's generator, as in PyTorch: later random numbers are the same."""

import pytest

import autograd_nb as torch


def test_its_upstream_gradients_are_drawn():
    torch.manual_seed(0)
    x = torch.rand(3, 3, requires_grad=True, dtype=torch.double)
    assert torch.autograd.gradgradcheck(torch.sin, (x,))
    assert torch.rand(1).item() == 0.20812976360321045  # recorded from PyTorch
    assert torch.autograd.gradcheck(torch.sin, (x,))
    assert torch.rand(1).item() == 0.9297990202903748


def test_one_walk_for_several_upstream_gradients_has_to_find_what_several_find():
    class Numbered(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            return g * (g.sum().item() * 0 + 2)

    x = torch.ones(3, dtype=torch.double, requires_grad=True)
    assert torch.autograd.gradcheck(Numbered.apply, x)
    text = r"(?s)^While computing batched gradients, got: vmap: .*\n\ngradcheck or gradgradcheck failed while testing "
    with pytest.raises(RuntimeError, match=text):
        torch.autograd.gradcheck(Numbered.apply, x, check_batched_grad=True)
