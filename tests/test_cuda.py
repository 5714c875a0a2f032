"""What programs ask of `torch.cuda` before they settle for the CPU."""

import pytest

import autograd_nb as torch


def test_the_usual_choice_of_a_device():
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    assert torch.ones(2, device=device).device == torch.device("cpu")
    assert [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())] == []


def test_seeding_it_leaves_the_cpu_alone():
    torch.manual_seed(3)
    expected = torch.rand(3).tolist()
    torch.manual_seed(3)
    torch.cuda.manual_seed(0)
    torch.cuda.manual_seed_all(0)
    torch.cuda.empty_cache()
    assert torch.rand(3).tolist() == expected
    with pytest.raises(ValueError, match="invalid literal"):
        torch.cuda.manual_seed("a")


@pytest.mark.parametrize("device", [None, 1, "cuda:1", torch.device("cuda")])
def test_no_tensor_goes_there(device):
    with pytest.raises(RuntimeError, match=r"^Found no NVIDIA driver on your system\."):
        torch.ones(2).cuda(device)


def test_nothing_is_there():
    assert not torch.cuda.is_initialized()
    assert not torch.cuda.is_bf16_supported()
    assert torch.cuda.memory_allocated() == torch.cuda.max_memory_allocated("cuda:0") == 0


@pytest.mark.parametrize("call", [torch.cuda.current_device, torch.cuda.get_device_name, torch.cuda.synchronize])
def test_what_needs_a_gpu_says_so(call):
    with pytest.raises(RuntimeError, match=r"^Found no NVIDIA driver on your system\."):
        call()
