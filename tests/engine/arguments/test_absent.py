"""What is not here says why, and `hasattr` says that it is not here."""

from __future__ import annotations

import json
import pathlib

import pytest

import autograd_nb as torch
from autograd_nb.engine.arguments.absent import _REASON, OF_TENSORS, reason

DOCUMENTED = json.loads((pathlib.Path(__file__).parents[2] / "data" / "public_names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(set(_REASON) - OF_TENSORS))
def test_a_function_that_is_absent_says_why(name: str) -> None:
    assert not hasattr(torch, name)
    if name not in {"bfloat16", "cfloat", "cdouble", "chalf"}:  # dtypes have a text of their own
        with pytest.raises(AttributeError, match=r"module 'autograd_nb' has no attribute '\w+': .*autograd_nb"):
            getattr(torch, name)


@pytest.mark.parametrize("name", sorted(OF_TENSORS))
def test_a_method_that_is_absent_says_why(name: str) -> None:
    assert not hasattr(torch.ones(2), name)
    assert not hasattr(torch.Tensor, name)
    assert name not in dir(torch.Tensor)
    with pytest.raises(AttributeError, match=rf"'Tensor' object has no attribute '{name}': .+; \w+"):
        getattr(torch.ones(2), name)


def test_a_transform_says_why_it_is_absent() -> None:
    assert not hasattr(torch.fft, "rfft")
    with pytest.raises(AttributeError, match=r"module 'autograd_nb.fft' has no attribute 'fft': complex numbers"):
        torch.fft.fft  # noqa: B018 - the look-up is what is tested
    with pytest.raises(AttributeError, match=r"^module 'autograd_nb.fft' has no attribute 'softmax'$"):
        torch.fft.softmax  # noqa: B018 - the look-up is what is tested


def test_a_tensor_with_a_mask_says_why_it_is_absent() -> None:
    assert not hasattr(torch.masked, "masked_tensor")
    with pytest.raises(
        AttributeError, match=r"module 'autograd_nb.masked' has no attribute 'MaskedTensor': tensors that"
    ):
        torch.masked.MaskedTensor  # noqa: B018 - the look-up is what is tested
    with pytest.raises(AttributeError, match=r"^module 'autograd_nb.masked' has no attribute 'stft'$"):
        torch.masked.stft  # noqa: B018 - the look-up is what is tested


@pytest.mark.parametrize("name", ["load", "save", "ScriptModule", "freeze", "trace_module"])
def test_a_script_says_why_it_is_absent(name: str) -> None:
    with pytest.raises(AttributeError, match=rf"^module 'autograd_nb.jit' has no attribute '{name}': autograd_nb \w+ "):
        getattr(torch.jit, name)
    with pytest.raises(AttributeError, match=r"^module 'autograd_nb.jit' has no attribute 'softmax'$"):
        torch.jit.softmax  # noqa: B018 - the look-up is what is tested


def test_a_profiler_says_why_it_is_absent() -> None:
    with pytest.raises(
        AttributeError, match=r"module 'autograd_nb.autograd' has no attribute 'profiler': autograd_nb has"
    ):
        torch.autograd.profiler  # noqa: B018 - the look-up is what is tested


def test_a_name_that_nobody_knows_has_pythons_text() -> None:
    assert reason("softmaxx") is None
    with pytest.raises(AttributeError, match=r"^module 'autograd_nb' has no attribute 'softmaxx'$"):
        torch.softmaxx  # noqa: B018 - the look-up is what is tested


def test_every_reason_is_for_a_name_that_pytorch_has() -> None:
    known = {name for names in DOCUMENTED.values() for name in names}
    beyond = set(
        """sparse distributed multiprocessing futures monitor profiler hub uint16 uint32 uint64 export
        names refine_names align_to rename rename_ align_as complex bfloat16 nested
        fx library ops onnx package quantization ao quasirandom mps cpu Stream Event Storage UntypedStorage TypedStorage
        FloatStorage DoubleStorage HalfStorage LongStorage IntStorage ShortStorage CharStorage ByteStorage BoolStorage
        float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz qint8 quint8 qint32
        MaskedTensor as_masked_tensor is_masked_tensor masked_tensor""".split()
    )
    assert set(_REASON) <= known | beyond


@pytest.mark.parametrize("make", [lambda: torch.tensor([1.0], names=["C"]), lambda: torch.zeros(2, names=("N",))])
def test_a_tensor_with_named_dimensions_is_refused(make) -> None:
    with pytest.raises(NotImplementedError, match=r"^named dimensions are not part of autograd_nb; use their numbers$"):
        make()


def test_no_names_are_no_names() -> None:
    assert torch.zeros(2, names=None).tolist() == [0.0, 0.0]
