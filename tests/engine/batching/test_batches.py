"""What a batch refuses in words that PyTorch has changed since 2.7, and what its engine rests on."""

from __future__ import annotations

import textwrap

import pytest

import autograd_nb as torch
from autograd_nb.engine.batching.batches import Batch, batched

X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
CONTROL = (
    "vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that "
    "yet, please shout over at https://github.com/pytorch/functorch/issues/257 ."
)
VOICE = "Please voice your support in https://github.com/pytorch/functorch/issues/256"
DYNAMIC = "vmap: We do not support batching operators that can output dynamic shape. Attempted to vmap over aten::"
SAID = {
    CONTROL: [
        lambda a: a if a.sum() > 3 else -a,
        lambda a: bool(a[0]),
        lambda a: a[0] and a[1],
        lambda a: not a[0],
        min,
        lambda a: a[0].is_nonzero(),
    ],
    f"{DYNAMIC}nonzero. {VOICE}": [lambda a: a.nonzero(), torch.nonzero, torch.argwhere],
    f"{DYNAMIC}_unique2. {VOICE}": [lambda a: a.unique(), torch.unique],
    f"{DYNAMIC}unique_consecutive. {VOICE}": [torch.unique_consecutive],
    "vmap: Attempted to vmap over `mask` in torch.masked_select(self, mask) We cannot support this because for each "
    f"batch this would return a differently shaped Tensor. {VOICE}": [lambda a: a.masked_select(a > 2)],
    "vmap over torch.allclose isn't supported yet. Please voice your support over at "
    "github.com/pytorch/functorch/issues/275": [lambda a: torch.allclose(a, a)],
}


@pytest.mark.parametrize("text", SAID)
def test_refused_in_the_words_of_2_7(text: str) -> None:
    for function in SAID[text]:
        with pytest.raises(RuntimeError) as refused:
            torch.func.vmap(function)(X)
        assert str(refused.value) == text


def test_in_place_operators_on_what_all_examples_share_are_refused() -> None:
    shared = torch.zeros(3)

    def change(a: torch.Tensor) -> torch.Tensor:
        nonlocal shared
        shared += a
        return a

    with pytest.raises(RuntimeError, match=r"vmap: inplace arithmetic\(self, \*extra_args\) is not possible because"):
        torch.func.vmap(change)(X)
    assert shared.tolist() == [0, 0, 0]


def test_after_an_error_nothing_runs_any_more() -> None:
    with pytest.raises(ZeroDivisionError):
        torch.func.vmap(torch.func.grad(lambda b: b / (1 // 0)))(X)
    assert torch.ones(1, requires_grad=True).mul(2).requires_grad
    assert str(torch.ones(1)) == "tensor([1.])"
    assert len(torch.rand(2)) == 2


def test_examples_differ_in_shape() -> None:
    with Batch(2) as batch, pytest.raises(RuntimeError, match=r"\[1\] at entry 0 and \[2\] at entry 1"):
        batched(batch, [torch.ones(1), torch.ones(2)])


def test_a_batch_keeps_the_texts_of_what_was_given() -> None:
    with Batch(2) as batch:
        text = repr(batched(batch, list(X), X))
    assert text == f"BatchedTensor(lvl=1, bdim=0, value=\n{textwrap.indent(repr(X), '    ')}\n)"


def test_a_number_out_of_a_batch_that_a_transform_follows() -> None:
    for function in (lambda a: a.sum().item() * a.sum(), lambda a: a.sum() if a.sum() > 1 else -a.sum()):
        with pytest.raises(RuntimeError, match=r"It looks like you're either \(1\) calling .item\(\) on a Tensor or"):
            torch.func.vmap(torch.func.grad(function))(X)


def test_views_of_captured_tensors_are_captured() -> None:
    kept = torch.zeros(3)

    def change(a: torch.Tensor) -> torch.Tensor:
        part = kept[0]
        part.mul_(2)
        return a.sum()

    with pytest.raises(RuntimeError, match=r"in-place operation \(aten::mul_.Tensor\) that would mutate a captured"):
        torch.func.grad(change)(X)
