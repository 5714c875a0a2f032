"""What `gradgradcheck` draws comes from the learner's generator, as in PyTorch: later random numbers are the same."""

import autograd_nb as torch


def test_its_upstream_gradients_are_drawn():
    torch.manual_seed(0)
    x = torch.rand(3, 3, requires_grad=True, dtype=torch.double)
    assert torch.autograd.gradgradcheck(torch.sin, (x,))
    assert torch.rand(1).item() == 0.20812976360321045  # recorded from PyTorch
    assert torch.autograd.gradcheck(torch.sin, (x,))
    assert torch.rand(1).item() == 0.9297990202903748
