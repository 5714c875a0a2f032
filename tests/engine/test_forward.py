"""Forward mode: every row moves its results as differences say, without a graph and through a walk."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.autograd import forward_ad
from autograd_nb.engine import duals
from tests.engine.test_rows import EXAMPLES, NOT_AGAIN, ONCE, ROUGH, every_derivative, outputs_of, weighted

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op

STEP = 1e-6


def directions(example: Any) -> list[Any]:
    numbers = np.random.default_rng(4)
    return [numbers.normal(size=array.shape).astype(array.dtype) for array in example.inputs]


def moved(example: Any, along: list[Any]) -> list[Any]:
    """How the results move; zeros where they do not."""
    with forward_ad.dual_level():
        given = [
            forward_ad.make_dual(torch.tensor(array), torch.tensor(t))
            for array, t in zip(example.inputs, along, strict=True)
        ]
        found = [(out, forward_ad.unpack_dual(out).tangent) for out in outputs_of(example, given)]
        return [np.zeros(tuple(out.shape)) if t is None else t.numpy() for out, t in found]


def refused(row: Op) -> Any:
    """What PyTorch says of rows that it has no forward mode for."""
    return pytest.raises(NotImplementedError, match=f"Trying to use forward AD with {row.no_forward} that does")


@every_derivative
@pytest.mark.parametrize("recorded", [False, True], ids=["not recorded", "recorded"])
def test_every_row_moves_its_results_as_differences_say(
    row: Op, recorded: bool, request: pytest.FixtureRequest
) -> None:
    example, along = EXAMPLES[row], directions(EXAMPLES[row])

    def at(step: float) -> list[Any]:
        given = [torch.tensor(array + step * t) for array, t in zip(example.inputs, along, strict=True)]
        return [out.double().numpy() for out in outputs_of(example, given)]

    with torch.set_grad_enabled(recorded):
        if row.no_forward:
            with refused(row):
                moved(example, along)
            return
        tangents = moved(example, along)
    tolerance = next((limit for name, limit in ROUGH.items() if name in request.node.callspec.id), 1e-6)
    for tangent, above, below in zip(tangents, at(STEP), at(-STEP), strict=True):
        np.testing.assert_allclose(tangent, (above - below) / (2 * STEP), rtol=tolerance, atol=tolerance)


@every_derivative
def test_forward_over_reverse_is_reverse_over_reverse(row: Op, request: pytest.FixtureRequest) -> None:
    """The tangent of the gradient is the Hessian times the tangent; the Hessian is its own transpose."""
    if request.node.callspec.id in ONCE:
        with NOT_AGAIN:
            check_both_orders(EXAMPLES[row])
        return
    if row.no_forward:
        with refused(row):
            check_both_orders(EXAMPLES[row])
        return
    check_both_orders(EXAMPLES[row])


def check_both_orders(example: Any) -> None:
    along = directions(example)
    leaves = [torch.tensor(array, requires_grad=True) for array in example.inputs]
    total = weighted(outputs_of(example, leaves))
    slopes = torch.autograd.grad(total, leaves, create_graph=True, allow_unused=True)
    product: Any = sum((g * torch.tensor(t)).sum() for g, t in zip(slopes, along, strict=True) if g is not None)
    expected: Any = [None] * len(leaves)
    if isinstance(product, torch.Tensor) and product.requires_grad:
        expected = torch.autograd.grad(product, leaves, allow_unused=True)
    with forward_ad.dual_level():
        given = [
            forward_ad.make_dual(torch.tensor(array), torch.tensor(t)).requires_grad_()
            for array, t in zip(example.inputs, along, strict=True)
        ]
        gradients = torch.autograd.grad(weighted(outputs_of(example, given)), given, allow_unused=True)
        found = [None if g is None else forward_ad.unpack_dual(g).tangent for g in gradients]
    for mine, other, array in zip(found, expected, example.inputs, strict=True):
        zeros = np.zeros_like(array)
        np.testing.assert_allclose(
            zeros if mine is None else mine.numpy(), zeros if other is None else other.numpy(), rtol=1e-7, atol=1e-9
        )


def test_a_level_of_one_thread_is_none_of_another() -> None:
    seen: list[Any] = []
    x = torch.ones(2)
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(x, x)

        def elsewhere() -> None:
            seen.append(repr(dual * 2))
            with forward_ad.dual_level():
                seen.append(repr(forward_ad.make_dual(x, 3 * x) * dual))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert repr(dual * dual) == "tensor([1., 1.], tangent=tensor([2., 2.]))"
    assert seen == ["tensor([2., 2.])", "tensor([1., 1.], tangent=tensor([3., 3.]))"]
    assert not duals.active


def test_what_moved_is_not_kept() -> None:
    with forward_ad.dual_level():
        x = forward_ad.make_dual(torch.ones(2), torch.ones(2))
        y = (x * x).sum()
        gone = weakref.ref(forward_ad.unpack_dual(y).tangent)
        del y
        gc.collect()
        assert gone() is None
        kept = weakref.ref(forward_ad.unpack_dual(x).tangent)
    assert kept() is None


def test_a_level_ends_with_an_error() -> None:
    x = torch.ones(2)

    def fails(_: Any) -> None:
        raise KeyError

    for call in (
        lambda: torch.func.jvp(fails, (x,), (x,)),
        lambda: torch.func.jacfwd(fails)(x),
        lambda: torch.autograd.functional.jacobian(fails, x, vectorize=True, strategy="forward-mode"),
    ):
        with pytest.raises(KeyError):
            call()
        assert not duals.active
        assert not duals.here.open


def test_directions_of_one_depth_know_nothing_of_each_other() -> None:
    """A Jacobian along all elements at once is that along one after the other, also of a Jacobian."""
    x = torch.tensor([0.3, -0.7, 1.2], dtype=torch.float64)

    def f(x: Any) -> Any:
        return torch.stack([x.prod(), (x.sin() * x).sum()])

    inner = torch.func.jacfwd(f)
    columns = [torch.func.jvp(inner, (x,), (unit,))[1] for unit in torch.eye(3, dtype=torch.float64)]
    assert torch.allclose(torch.func.jacfwd(inner)(x), torch.stack(columns, -1))
    assert torch.allclose(torch.func.jacfwd(inner)(x), torch.func.jacrev(torch.func.jacrev(f))(x))
