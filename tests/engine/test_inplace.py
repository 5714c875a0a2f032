"""In-place changes: versions, views, and the histories that they leave."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest

import autograd_nb as torch


def leaf():
    return torch.arange(4.0, requires_grad=True)


def test_views_share_memory_and_version():
    x = torch.zeros(4)
    view = x[1:3]
    view.add_(1)
    assert x.tolist() == [0.0, 1.0, 1.0, 0.0]
    assert x._version == view._version == 1
    assert x.detach()._version == 1
    x.data.add_(1)  # unseen by the counter
    assert x._version == 1


def test_a_view_written_through_gives_its_base_a_new_history():
    x = leaf()
    y = x * 1
    view = y[1:3]
    view.mul_(10)
    assert (y.grad_fn.name(), view.grad_fn.name()) == ("torch::autograd::CopySlices", "AsStridedBackward0")
    y.sum().backward()
    assert x.grad.tolist() == [1.0, 10.0, 10.0, 1.0]


def test_a_view_made_before_its_base_was_changed_follows():
    x = leaf()
    y = x * 1
    view = y[:2]
    y.mul_(3)
    view.sum().backward()
    assert x.grad.tolist() == [3.0, 3.0, 0.0, 0.0]


def test_writing_a_recorded_value_into_plain_memory():
    x = leaf()
    y = torch.zeros(4)
    y[:2] = x[:2] ** 2
    assert y.requires_grad
    y.sum().backward()
    assert x.grad.tolist() == [0.0, 2.0, 0.0, 0.0]


def test_second_derivative_through_an_overwritten_part():
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x**3
    y[1] = x[0] ** 2
    (g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    assert g.tolist() == [5.0, 0.0, 27.0]
    (h,) = torch.autograd.grad(g.sum(), x)
    assert h.tolist() == [8.0, 0.0, 18.0]


def test_a_saved_result_that_is_overwritten_is_noticed():
    y = leaf().exp()
    y[0] = 0
    with pytest.raises(RuntimeError, match=r"output 0 of ExpBackward0, is at version 1; expected version 0"):
        y.sum().backward()


def test_what_nothing_saved_may_be_overwritten():
    x = leaf()
    y = x * 2
    y.add_(1)
    y.sum().backward()
    assert x.grad.tolist() == [2.0, 2.0, 2.0, 2.0]


def test_the_old_value_is_what_a_product_in_place_saves():
    x, w = leaf(), torch.full((4,), 2.0, requires_grad=True)
    y = x * 1
    y *= w
    y.sum().backward()
    assert w.grad.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_a_mask_changed_after_use_is_noticed():
    x = leaf()
    mask = torch.tensor([True, False, True, False])
    y = torch.where(mask, x, 0.0)
    mask.zero_()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_an_index_changed_after_use_is_noticed():
    x = leaf()
    index = torch.tensor([0, 0])
    y = x[index]
    index.fill_(3)
    assert y.tolist() == [x[0].item()] * 2
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda x: x.add_(1), "a leaf Variable that requires grad is being used in an in-place operation."),
        (
            lambda x: x[0].add_(1),
            "a view of a leaf Variable that requires grad is being used in an in-place operation.",
        ),
        (lambda x: x.__setitem__(0, 1.0), "a view of a leaf Variable"),
        (lambda x: torch.ones(2).add_(torch.ones(3, 2)), "doesn't match the broadcast shape"),
        (lambda x: torch.ones(2).long().add_(0.5), "result type Float can't be cast to the desired output type Long"),
    ],
)
def test_what_pytorch_forbids_changes_nothing(change, text):
    x = leaf()
    with pytest.raises(RuntimeError, match=text.replace("(", r"\(").replace(".", r"\.")):
        change(x)
    assert x.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert x._version == 0


def test_a_leaf_may_be_changed_where_nothing_is_recorded():
    x = leaf()
    with torch.no_grad():
        x -= 1
    assert x.is_leaf
    assert x.requires_grad
    assert x._version == 1


def test_expanded_memory_cannot_be_written():
    with pytest.raises(RuntimeError, match="more than one element of the written-to tensor"):
        torch.ones(1).expand(3).add_(1)


@pytest.mark.parametrize(
    "change",
    [
        lambda x, y: x.add_(y),
        lambda x, y: x.sub_(y),
        lambda x, y: x.mul_(y),
        lambda x, y: x.div_(y),
        lambda x, y: x.mul_(0.5),
        lambda x, y: x.copy_(y),
        lambda x, y: x.fill_(3),
        lambda x, y: x.zero_(),
        lambda x, y: x.exp_(),
    ],
)
def test_a_large_tensor_is_changed_without_an_array_beside_it(change):
    x, y = torch.ones(500_000), torch.full((500_000,), 2.0)
    change(x, y)
    tracemalloc.start()
    try:
        change(x, y)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000  # bytes, where the tensor has two million


def test_what_does_not_fit_changes_nothing():
    x = torch.ones(2)
    with pytest.raises(RuntimeError, match="output with shape"):
        x.add_(torch.ones(3, 2))
    assert x.tolist() == [1.0, 1.0]
    assert x._version == 0


@pytest.mark.parametrize("name", ["erf_", "lgamma_", "square_", "sin_", "logit_"])
def test_what_was_overwritten_keeps_its_history(name: str) -> None:
    """The formula wants the value from before; differentiated again, it wants where that came from, too."""

    def second(change: Any) -> Any:
        x = torch.tensor([0.3, 0.7], dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(change(x * 1).sum(), x, create_graph=True)
        return torch.autograd.grad(slope.sum(), x)[0]

    written, fresh = (second(lambda x, way=way: getattr(x, way)()) for way in (name, name[:-1]))
    np.testing.assert_allclose(written.numpy(), fresh.numpy(), rtol=1e-12)
    assert fresh.numpy().all()


def test_one_value_may_go_where_elements_lie_on_top_of_each_other_and_a_part_may_be_written_to() -> None:
    x = torch.zeros(1, 2)
    wide = x.expand(3, 2)
    wide.fill_(7)
    assert x.tolist() == [[7.0, 7.0]]
    wide[1].add_(torch.tensor([1.0, 2.0]))
    wide[2, 0] = 5.0
    assert wide.zero_() is wide
    wide[0] = torch.tensor([3.0, 4.0])
    assert x.tolist() == [[3.0, 4.0]]
    assert x._version == 5
    for refused in (lambda: wide.add_(1), lambda: wide.copy_(torch.ones(3, 2)), lambda: wide.fill_(torch.tensor(1.0))):
        with pytest.raises(RuntimeError, match="more than one element of the written-to tensor"):
            refused()
    assert x.tolist() == [[3.0, 4.0]]


def test_a_gradient_finds_its_way_through_a_part_of_a_repeated_row() -> None:
    leaf = torch.ones(1, 2, requires_grad=True)
    x = leaf * 1
    x.expand(3, 2)[1].mul_(torch.tensor([2.0, 3.0]))
    x.sum().backward()
    assert leaf.grad.tolist() == [[2.0, 3.0]]


def test_the_same_memory_with_a_dimension_more_is_another_operand() -> None:
    x = torch.ones(2, 2)
    with pytest.raises(RuntimeError, match="some elements of the input tensor and the written-to tensor refer to"):
        x.unsqueeze(0).add_(x)
    assert x.tolist() == [[1.0, 1.0], [1.0, 1.0]]
