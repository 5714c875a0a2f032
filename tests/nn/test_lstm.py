"""An LSTM in single precision is one node for each layer and direction, with the numbers of its gates written out."""

from __future__ import annotations

import pytest

import autograd_nb as torch
from autograd_nb import nn
from autograd_nb.autograd import forward_ad

KINDS = [{}, {"num_layers": 2, "bidirectional": True}, {"bias": False}, {"batch_first": True}]


def of(layer: nn.LSTM, x: torch.Tensor, state: torch.Tensor) -> list[torch.Tensor]:
    """What a layer gives, and the gradients of all that it is made of."""
    out, (h, c) = layer(x, (state, state * 0.5))
    inputs = [x, state, *layer.parameters()]
    return [out, h, c, *torch.autograd.grad(out.sin().sum() + 3 * h.sum() + c.square().sum(), inputs)]


def pair(kind: dict) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """The same in single precision, where it is one node, and in double precision, where it is not."""
    torch.manual_seed(0)
    layer = nn.LSTM(3, 2, **kind)
    x, state = torch.randn(4, 4, 3), torch.randn(layer.num_layers * (1 + layer.bidirectional), 4, 2)
    single = of(layer, x.requires_grad_(), state.requires_grad_())
    double = of(layer.double(), x.detach().double().requires_grad_(), state.detach().double().requires_grad_())
    return single, double


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_its_numbers_are_those_of_the_gates(kind):
    for one, gates in zip(*pair(kind)):
        torch.testing.assert_close(one, gates.float(), rtol=1e-5, atol=1e-6)


def test_it_is_one_node_that_gives_states_and_memory():
    layer = nn.LSTM(3, 2)
    out, (h, c) = layer(torch.ones(2, 1, 3))
    assert repr(out).endswith("grad_fn=<MkldnnRnnLayerBackward0>)")
    node = out.grad_fn
    assert [id(following.variable) for following, _ in node.next_functions[1:5]] == list(map(id, layer.parameters()))
    assert h.grad_fn.next_functions == ((node, 1),)
    assert c.grad_fn.next_functions == ((node, 2),)
    assert out.is_contiguous()
    assert h._version == 0


@pytest.mark.parametrize("layer", [nn.LSTM(3, 2).double(), nn.LSTM(3, 3, proj_size=2)], ids=["double", "projections"])
def test_what_onednn_does_not_know_shows_its_gates(layer):
    x = torch.ones(2, 1, 3, dtype=layer.weight_ih_l0.dtype)
    assert layer(x)[0].grad_fn.name() == "StackBackward0"


def test_its_gradient_can_be_differentiated():
    def second(dtype: torch.dtype) -> list[torch.Tensor]:
        torch.manual_seed(1)
        layer = nn.LSTM(3, 2).to(dtype)
        x = torch.linspace(-1, 1, 18).reshape(3, 2, 3).to(dtype).requires_grad_()
        (g,) = torch.autograd.grad(layer(x)[0].sin().sum(), x, create_graph=True)
        return list(torch.autograd.grad(g.square().sum(), [x, *layer.parameters()]))

    for one, gates in zip(second(torch.float32), second(torch.float64)):
        torch.testing.assert_close(one, gates.float(), rtol=1e-4, atol=1e-6)


def test_walks_along_a_kept_graph_do_not_mix():
    layer, x = nn.LSTM(3, 2), torch.ones(2, 1, 3, requires_grad=True)
    out, (h, _) = layer(x)
    first = torch.autograd.grad(out.sum(), x, retain_graph=True)[0]
    other = torch.autograd.grad(2 * h.sum(), x, retain_graph=True)[0]
    assert torch.equal(torch.autograd.grad(out.sum(), x, retain_graph=True)[0], first)
    assert torch.equal(torch.autograd.grad(2 * h.sum(), x)[0], other)
    assert not torch.equal(first, other)


def test_an_input_that_was_changed_is_noticed():
    x = torch.ones(2, 1, 3, requires_grad=True) * 1
    out, _ = nn.LSTM(3, 2)(x)
    x.add_(1)
    with pytest.raises(RuntimeError, match=r"modified by an inplace operation: \[torch\.FloatTensor \[2, 1, 3\]\]"):
        out.sum().backward()


def test_forward_mode_does_not_know_it():
    x = torch.ones(2, 1, 3)
    with forward_ad.dual_level(), pytest.raises(NotImplementedError, match=r"forward AD with mkldnn_rnn_layer that do"):
        nn.LSTM(3, 2)(forward_ad.make_dual(x, torch.ones_like(x)))


def test_weights_that_do_not_fit_are_refused_in_pytorchs_words():
    layer = nn.LSTM(3, 2)
    layer.weight_hh_l0 = nn.Parameter(torch.ones(8, 3))
    with pytest.raises(RuntimeError, match=r"^mat1 and mat2 shapes cannot be multiplied \(1x2 and 3x8\)$"):
        layer(torch.ones(2, 1, 3))
