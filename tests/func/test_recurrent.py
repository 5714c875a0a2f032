"""Recurrent layers in a batch: PyTorch has no rule for most of them, so each example by itself is the measure."""

from __future__ import annotations

from typing import Any

import pytest

import autograd_nb as torch
from autograd_nb import nn
from autograd_nb.func import functional_call, grad, vmap

LAYERS = {
    "RNN": lambda: nn.RNN(3, 2, batch_first=True),
    "GRU": lambda: nn.GRU(3, 2, 2, bidirectional=True),
    "LSTM": lambda: nn.LSTM(3, 2, proj_size=1),
    "RNNCell": lambda: nn.RNNCell(3, 2),
    "GRUCell": lambda: nn.GRUCell(3, 2),
    "LSTMCell": lambda: nn.LSTMCell(3, 2),
}


@pytest.mark.parametrize("name", LAYERS)
def test_examples_of_a_batch(name: str):
    torch.manual_seed(0)
    layer = LAYERS[name]()
    params = dict(layer.named_parameters())
    x = torch.randn(2, 4, 3)

    def outputs(x: Any) -> Any:
        found = layer(x)
        return found if isinstance(found, torch.Tensor) else found[0]

    def loss(params: Any, x: Any) -> Any:
        found = functional_call(layer, params, (x,))
        return (found if isinstance(found, torch.Tensor) else found[0]).pow(2).sum()

    assert torch.allclose(vmap(outputs)(x), torch.stack([outputs(row) for row in x]))
    together = vmap(grad(loss), (None, 0))(params, x)
    for place, row in enumerate(x):
        alone = torch.autograd.grad(loss(params, row), list(params.values()))
        for mine, expected in zip(together.values(), alone, strict=True):
            assert torch.allclose(mine[place], expected, atol=1e-6)
