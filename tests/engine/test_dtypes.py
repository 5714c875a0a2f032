"""dtypes: promotion, casts, limits, Size and device, against what PyTorch answered (promotion.json)."""

from __future__ import annotations

import copy
import json
import pathlib
import pickle

import numpy as np
import pytest

from autograd_nb.engine import dtypes, limits
from autograd_nb.engine.device import CPU, check_device, device

RECORDED = json.loads((pathlib.Path(__file__).parent / "promotion.json").read_text(encoding="utf-8"))
BY_NAME = {d.name: d for d in dtypes.ALL}
PAIRS = [tuple(pair.split(",")) for pair in RECORDED["promote"]]


class FakeTensor:
    """All that result_type reads of a tensor."""

    def __init__(self, array: np.ndarray) -> None:
        self._array = array


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_promotion_of_two_types_is_pytorchs(a: str, b: str) -> None:
    expected = RECORDED["promote"][f"{a},{b}"]
    assert dtypes.promote_types(BY_NAME[a], BY_NAME[b]).name == expected
    assert dtypes.promote_arrays(np.ones(2, a), np.ones(2, b)).name == expected
    assert dtypes.promote_arrays(np.ones((), a), np.ones((), b)).name == expected


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_tensor_with_dimensions_beats_one_without(a: str, b: str) -> None:
    expected = RECORDED["zero"][f"{a},{b}"]
    assert dtypes.promote_arrays(np.ones(2, a), np.ones((), b)).name == expected
    assert dtypes.promote_arrays(np.ones((), b), np.ones(2, a)).name == expected
    assert dtypes.result_type(FakeTensor(np.ones(2, a)), FakeTensor(np.ones((), b))).name == expected


@pytest.mark.parametrize("case", RECORDED["scalar"])
def test_a_number_only_lifts_the_category(case: str) -> None:
    name, dims, scalar = case.split(",")
    array = np.ones((2,) * int(dims), name)
    number = {"True": True, "2": 2, "2.5": 2.5}[scalar]
    assert dtypes.promote_scalar(array, number).name == RECORDED["scalar"][case]
    assert dtypes.result_type(FakeTensor(array), number).name == RECORDED["scalar"][case]
    assert dtypes.result_type(number, FakeTensor(array)).name == RECORDED["scalar"][case]


def test_numpy_scalars_count_as_numbers() -> None:
    assert dtypes.promote_scalar(np.ones(2, "f4"), np.float64(2)).name == "float32"
    assert dtypes.promote_scalar(np.ones(2, "i4"), np.float32(2)).name == "float32"
    assert dtypes.promote_scalar(np.ones(2, "?"), np.int8(2)).name == "int64"
    assert dtypes.promote_scalar(np.ones(2, "i4"), np.bool_(1)).name == "float32"  # PyTorch reads it as a float


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError):
        dtypes.promote_scalar(np.ones(2), "a")
    with pytest.raises(NotImplementedError, match="complex number is not part"):
        dtypes.promote_scalar(np.ones(2), 1j)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_casts_never_go_down_a_category(a: str, b: str) -> None:
    assert dtypes.can_cast(BY_NAME[a], BY_NAME[b]) is RECORDED["cast"][f"{a},{b}"]


def test_limits() -> None:
    assert [repr(limits.finfo(d)) for d in dtypes.ALL[:3]] == RECORDED["finfo"]
    assert [repr(limits.iinfo(d)) for d in dtypes.ALL[3:8]] == RECORDED["iinfo"]
    assert limits.finfo().eps == 2.0**-23
    with pytest.raises(TypeError, match="requires a floating point input type"):
        limits.finfo(dtypes.int64)
    with pytest.raises(TypeError, match="requires an integer input type"):
        limits.iinfo(dtypes.float32)


def test_a_dtype_is_one_object() -> None:
    for d in dtypes.ALL:
        assert copy.deepcopy(d) is d
        assert pickle.loads(pickle.dumps(d)) is d
        assert dtypes.from_numpy_dtype(d.numpy) is d
        assert dtypes.dtype_of(np.ones(2, d.numpy)) is d
    assert repr(dtypes.bool_) == "torch.bool"
    assert dtypes.ALIASES["long"] is dtypes.int64


def test_both_of_numpys_long_types_are_int64() -> None:
    assert dtypes.from_numpy_dtype(np.dtype("q")) is dtypes.int64
    assert dtypes.from_numpy_dtype(np.dtype("int64")) is dtypes.int64


def test_absent_dtypes_say_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bfloat16': use float32"):
        _ = dtypes.bfloat16
    with pytest.raises(TypeError, match=r"can't convert np.ndarray of type numpy.str_"):
        dtypes.from_numpy_dtype(np.array(["a"]).dtype)


def test_dtype_arguments() -> None:
    assert dtypes.as_dtype("zeros", dtypes.int8) is dtypes.int8
    assert dtypes.as_dtype("zeros", bool) is dtypes.bool_
    with pytest.raises(TypeError) as caught:
        dtypes.as_dtype("zeros", "float32")
    assert str(caught.value) == "zeros(): argument 'dtype' must be torch.dtype, not str"


def test_the_default_dtype() -> None:
    dtypes.set_default_dtype(dtypes.float64)
    try:
        assert dtypes.get_default_dtype() is dtypes.float64
        assert dtypes.promote_scalar(np.arange(3), 0.5).name == "float64"
    finally:
        dtypes.set_default_dtype(dtypes.float32)
    with pytest.raises(TypeError, match=r"^only floating-point types"):
        dtypes.set_default_dtype(dtypes.int64)
    with pytest.raises(TypeError, match=r"^invalid dtype object"):
        dtypes.set_default_dtype("float32")  # type: ignore[arg-type]  # it is to be refused


def test_size_stays_a_size() -> None:
    size = dtypes.Size([2, 3])
    assert size == (2, 3)
    assert repr(size) == "torch.Size([2, 3])"
    assert repr(dtypes.Size([])) == "torch.Size([])"
    for changed, expected in (
        (size[1:], (3,)),
        (size + dtypes.Size([1]), (2, 3, 1)), (size * 2, (2, 3, 2, 3)), (2 * size, (2, 3, 2, 3)),
        (pickle.loads(pickle.dumps(size)), (2, 3)), (dtypes.size_of((4, 5)), (4, 5)),
    ):  # fmt: skip
        assert type(changed) is dtypes.Size
        assert changed == expected
    assert size.numel() == 6
    assert type(size[0]) is int
    with pytest.raises(TypeError) as caught:
        dtypes.Size([1, 1.5])  # type: ignore[list-item]  # it is to be refused
    assert str(caught.value) == "torch.Size() takes an iterable of 'int' (item 1 is 'float')"


def test_devices() -> None:
    assert repr(device("cpu")) == "device(type='cpu')"
    assert repr(device("cuda:1")) == "device(type='cuda', index=1)"
    assert str(device("cpu", 0)) == "cpu:0"
    assert device("cpu") == device(device("cpu"))
    assert device("cpu") != device("cpu:0")
    assert check_device("cpu") is check_device(None) is check_device(CPU) is CPU
    for wrong, kind, text in (
        ("cuda", RuntimeError, "Found no NVIDIA driver"),
        ("abc", RuntimeError, "at start of device string: abc"),
        ("meta", NotImplementedError, "is not part of autograd_nb"),
        ("cpu:x", RuntimeError, "Invalid device string: 'cpu:x'"),
        (1.5, TypeError, r"device\(\) received an invalid combination of arguments - got \(float\)"),
    ):
        with pytest.raises(kind, match=text):
            check_device(wrong)
