"""creation: what PyTorch answers to calls of its creation functions, right and wrong ones (created.json)."""

from __future__ import annotations

import json
import pathlib
import types
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_nb.engine import creation, dtypes, functional, modes, warn
from autograd_nb.engine import errors as E
from autograd_nb.engine.drawing import random

HERE = pathlib.Path(__file__).parent
CREATED = json.loads((HERE / "created.json").read_text(encoding="utf-8"))
STEPPED = json.loads((HERE / "stepped.json").read_text(encoding="utf-8"))

torch = types.SimpleNamespace(
    **{name: getattr(creation, name) for name in creation.__all__},
    **{d.name: d for d in dtypes.ALL},
    **{name: d for name, d in dtypes.ALIASES.items() if name != "bool"},
    Generator=random.Generator,
    bernoulli=functional.functions()["bernoulli"],
    manual_seed=random.manual_seed,
)


@pytest.mark.parametrize(("code", "answer", "warned"), CREATED, ids=[c[0] for c in CREATED])
def test_calls_are_answered_as_by_pytorch(
    code: str, answer: str, warned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warn, "_told", {E.LIST_OF_ARRAYS, E.NOT_WRITABLE})  # as in the process that was recorded
    scope = {"torch": torch, "T": torch.tensor, "np": np, "x": torch.ones(2, requires_grad=True)}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            got = repr(eval(code, scope))
        except Exception as error:  # noqa: BLE001 (the text is what is compared)
            got = f"{type(error).__name__}| {error}"
    assert got == answer
    assert [str(w.message) for w in caught] == warned


@pytest.mark.parametrize("case", STEPPED, ids=range(len(STEPPED)))
def test_steps_are_pytorchs_to_the_last_bit(case: dict[str, Any]) -> None:
    dtype = getattr(dtypes, case["dtype"])
    made = getattr(creation, case["function"])(*case["args"], dtype=dtype)
    np.testing.assert_array_equal(made._array, np.array(case["values"], dtype.numpy))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("torch.tensor([np.ones(2), np.ones(2)])", E.LIST_OF_ARRAYS),
        ("torch.from_numpy(np.broadcast_to(np.ones(1), (2,)))", E.NOT_WRITABLE),
    ],
)
def test_what_is_said_of_arrays_once(code: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warn, "_told", set())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            eval(code, {"torch": torch, "np": np})
    assert [str(w.message) for w in caught] == [text]


def test_arrays_are_copied_or_shared() -> None:
    array = np.array([1.0, 2.0])
    copied, shared = creation.tensor(array), creation.from_numpy(array)
    array[0] = 5
    assert copied._array.tolist() == [1.0, 2.0]
    assert shared._array.tolist() == [5.0, 2.0]
    assert creation.as_tensor(array)._array.base is not None
    assert creation.as_tensor(shared) is shared


def test_copying_a_tensor_warns_at_the_learners_line() -> None:
    with pytest.warns(UserWarning, match="To copy construct from a tensor") as caught:
        creation.tensor(creation.ones(2))
    assert caught[0].filename == __file__
    assert str(caught[0].message) == E.COPY_CONSTRUCT


def test_too_large_for_a_float_is_infinity_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert creation.tensor([1e300])._array.tolist() == [float("inf")]
        assert creation.tensor(1e6, dtype=dtypes.float16)._array.item() == float("inf")


def test_tensors_made_in_inference_mode_are_marked() -> None:
    with modes.inference_mode():
        assert creation.zeros(2).is_inference()
    assert not creation.zeros(2).is_inference()


def test_random_tensors() -> None:
    random.manual_seed(0)
    assert repr(creation.randn(4)) == "tensor([ 1.5410, -0.2934, -2.1788,  0.5684])"
    assert repr(creation.rand(2, dtype=dtypes.float64)).endswith("dtype=torch.float64)")
    assert creation.randint(3, (5,))._array.max() < 3
    assert creation.randint(2, 3, (5,))._array.tolist() == [2] * 5
    assert creation.randint(low=2, high=3, size=(1,))._array.tolist() == [2]
    assert sorted(creation.randperm(6)._array.tolist()) == list(range(6))
    means = creation.normal(creation.tensor([0.0, 100.0]), 0.001)
    np.testing.assert_allclose(means._array, [0, 100], atol=0.01)
    assert creation.normal(0, 1, (2, 3)).shape == (2, 3)
    assert creation.randn(size=(), requires_grad=True).requires_grad


def test_the_generator_can_be_put_back() -> None:
    state = creation.get_rng_state()
    first = creation.rand(3)
    creation.set_rng_state(state)
    np.testing.assert_array_equal(creation.rand(3)._array, first._array)


NESTED = st.integers(0, 3).flatmap(
    lambda n: st.lists(st.lists(st.floats(width=32) | st.integers(-5, 5), min_size=n, max_size=n), max_size=4)
)


@given(NESTED)
def test_lists_become_what_numpy_makes_of_them(rows: list[list[float]]) -> None:
    made = creation.tensor(rows)._array
    np.testing.assert_array_equal(made, np.array(rows, np.float32).astype(made.dtype))


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-5, 5).filter(bool))
def test_whole_ranges_are_pythons(start: int, end: int, step: int) -> None:
    if (end - start) * step >= 0:
        assert creation.arange(start, end, step)._array.tolist() == list(range(start, end, step))


class Foreign:
    """An array of another library."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __dlpack__(self, **options: Any) -> Any:
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self) -> Any:
        return self.array.__dlpack_device__()


def test_an_array_of_another_library():
    array = np.arange(3, dtype=np.float32)
    copied, shared = creation.tensor(Foreign(array)), creation.as_tensor(Foreign(array))
    array[0] = 7
    assert copied.tolist() == [0, 1, 2]
    assert shared.tolist() == [7, 1, 2]
    assert creation.tensor(Foreign(np.array(3))).tolist() == 3
    assert creation.as_tensor(Foreign(array), dtype=dtypes.float64).dtype is dtypes.float64
