"""The first lines of PyTorch's notebooks: which device there is, and switches for those that are not there."""

import pytest

import autograd_nb as torch
from autograd_nb.kernel import alias


def test_every_way_to_choose_a_device_chooses_the_cpu():
    by_name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    newer = torch.accelerator.current_accelerator().type if torch.accelerator.is_available() else "cpu"
    assert (by_name, newer) == ("cpu", "cpu")
    assert torch.accelerator.device_count() == 0
    assert torch.accelerator.current_accelerator() is None
    assert not torch.backends.mps.is_built()
    assert not torch.backends.cuda.is_built()
    assert not torch.backends.cudnn.is_available()
    assert torch.backends.cudnn.version() is None


def test_switches_have_pytorchs_values_and_can_be_set(monkeypatch):
    cudnn = torch.backends.cudnn
    assert (cudnn.enabled, cudnn.benchmark, cudnn.deterministic, cudnn.allow_tf32) == (True, False, False, True)
    monkeypatch.setattr(cudnn, "deterministic", True)
    assert torch.backends.cudnn.deterministic
    assert torch.backends.cuda.matmul.allow_tf32 is False
    monkeypatch.setattr(torch.backends.cuda.matmul, "allow_tf32", True)
    assert torch.backends.cuda.matmul.allow_tf32 is True


def test_they_are_imported_as_from_pytorch():
    alias.on()
    try:
        space = {}
        exec("import torch.backends.cudnn as cudnn\nfrom torch import accelerator, backends", space)
    finally:
        alias.off()
    assert space["cudnn"] is torch.backends.cudnn
    assert space["accelerator"] is torch.accelerator


@pytest.mark.parametrize("room", ["backends", "accelerator"])
def test_what_is_missing_says_so(room):
    with pytest.raises(AttributeError, match=f"^module 'autograd_nb.{room}' has no attribute 'nosuch'$"):
        getattr(torch, room).nosuch  # noqa: B018 - the look-up is what is tested
