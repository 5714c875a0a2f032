"""random: the numbers of PyTorch's CPU generator (random.json holds what PyTorch drew)."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd_nb.engine.drawing import random
from autograd_nb.engine.numerics import cephes

RECORDED = json.loads((pathlib.Path(__file__).parent / "random.json").read_text(encoding="utf-8"))


def draw(sampler: str, args: list[str], dtype: np.dtype) -> np.ndarray:
    n = int(args[0]) if args else 0
    if sampler == "cache":  # an odd number of normals leaves one over, which the next call takes
        return np.concatenate([random.normal((m,)) for m in (3, 1, 16, 2)])
    if sampler == "randperm":
        return random.permutation(n)
    if sampler.startswith("randint"):
        return random.integers((n,), int(args[1]), int(args[2]), dtype)
    if sampler == "bern":
        return random.bernoulli(np.full(n, 0.3, dtype))
    if sampler == "bern_":
        return random.coin_flips((n,), 0.3).astype(dtype)
    low, high, mean, std = (-3, 5, 2, 3) if sampler in {"uniform", "normal"} else (0, 1, 0, 1)
    if sampler in {"rand", "uniform"}:
        return random.uniform((n,), dtype, low, high)
    return random.normal((n,), dtype, mean, std)


@pytest.mark.parametrize("case", RECORDED, ids=lambda c: f"{c['sampler']}-{'-'.join(c['args'])}-{c['seed']}")
def test_the_numbers_are_pytorchs(case: dict[str, Any]) -> None:
    random.manual_seed(case["seed"])
    dtype = np.dtype(case["dtype"])
    drawn = draw(case["sampler"], case["args"], dtype)
    expected = np.array(case["values"], dtype)
    assert drawn.dtype == dtype
    if dtype == np.float64 and case["sampler"] in {"normal", "randn"}:
        np.testing.assert_allclose(drawn, expected, rtol=0, atol=1e-14)  # the C library's last bit
    else:
        np.testing.assert_array_equal(drawn, expected)
    assert random.uniform((1,))[0] == np.float32(case["after"][0])  # and the generator stands at the same place


def test_seeds() -> None:
    assert random.manual_seed(-1).initial_seed() == 2**64 - 1
    assert random.manual_seed(1.5).initial_seed() == 1
    assert random.initial_seed() == 1
    first = random.uniform((3,))
    random.manual_seed(2**32 + 1)  # the twister has 32 bits of seed
    np.testing.assert_array_equal(random.uniform((3,)), first)
    assert random.seed() == random.initial_seed()
    with pytest.raises(ValueError, match=r"^invalid literal for int\(\) with base 10: 'a'$"):
        random.manual_seed("a")
    with pytest.raises(RuntimeError, match=r"^Overflow when unpacking long$"):
        random.manual_seed(2**64)


def test_a_state_can_be_returned_to() -> None:
    generator = random.Generator().manual_seed(3)
    random.normal((3,), generator=generator)  # leaves a spare normal
    state = generator.state_bytes()
    first = random.normal((20,), generator=generator), random.normal((2,), generator=generator)
    other = random.Generator()
    other.set_state_bytes(state)
    again = random.normal((20,), generator=other), random.normal((2,), generator=other)
    np.testing.assert_array_equal(np.concatenate(first), np.concatenate(again))
    assert other.initial_seed() == 3
    with pytest.raises(
        RuntimeError,
        match="Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 5055",
    ):
        generator.set_state_bytes(state[:-1])


def test_generators_do_not_share_their_streams() -> None:
    random.manual_seed(0)
    before = random.uniform((2,))
    random.manual_seed(0)
    random.uniform((5,), generator=random.Generator())
    np.testing.assert_array_equal(random.uniform((2,)), before)


@settings(deadline=None)  # the first call is slow on a busy machine
@given(st.integers(0, 200), st.integers(0, 2**64 - 1))
def test_a_permutation_holds_everything_once(n: int, seed: int) -> None:
    assert sorted(random.permutation(n, random.Generator().manual_seed(seed)).tolist()) == list(range(n))


@given(st.integers(-(2**62), 2**62), st.integers(1, 2**62))
def test_integers_stay_in_their_range(low: int, span: int) -> None:
    drawn = random.integers((50,), low, low + span)
    assert drawn.min() >= low
    assert drawn.max() < low + span


def test_moments() -> None:
    random.manual_seed(0)
    drawn = random.normal((100_000,))
    assert abs(drawn.mean()) < 0.01
    assert abs(drawn.std() - 1) < 0.01
    assert abs(random.coin_flips((100_000,), 0.25).mean() - 0.25) < 0.01


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(RuntimeError, match="random_ expects 'from' to be less than 'to', but got from=5 >= to=2"):
        random.integers((2,), 5, 2)
    with pytest.raises(RuntimeError, match=r"normal expects std >= 0.0, but found std -1"):
        random.normal((2,), std=-1.0)
    with pytest.raises(NotImplementedError, match="\"normal_kernel_cpu\" not implemented for 'Long'"):
        random.normal((2,), np.dtype("int64"))
    with pytest.raises(NotImplementedError, match="\"check_uniform_bounds\" not implemented for 'Bool'"):
        random.uniform((2,), np.dtype("bool"))


def test_the_polynomials_are_logarithm_sine_and_cosine() -> None:
    x = np.linspace(1e-6, 6.28, 10_001, dtype=np.float32)
    np.testing.assert_allclose(cephes.log(x), np.log(x.astype(np.float64)), rtol=2e-7, atol=2e-7)
    sine, cosine = cephes.sincos(x)
    np.testing.assert_allclose(sine, np.sin(x.astype(np.float64)), rtol=0, atol=2e-7)
    np.testing.assert_allclose(cosine, np.cos(x.astype(np.float64)), rtol=0, atol=2e-7)
