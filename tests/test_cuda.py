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

    assert torch.cuda.memory_reserved() == torch.cuda.max_memory_reserved(0) == len(torch.cuda.memory_stats()) == 0
    assert torch.cuda.get_arch_list() == torch.cuda.get_rng_state_all() == []


def test_the_states_of_no_gpu_can_be_set():
    torch.cuda.set_rng_state_all(torch.cuda.get_rng_state_all())
    with pytest.raises(RuntimeError, match=r"^Found no NVIDIA driver on your system\."):
        torch.cuda.set_rng_state_all([torch.get_rng_state()])


def test_seeding_by_chance_leaves_the_cpu_alone():
    before = torch.get_rng_state()
    torch.cuda.seed()
    torch.cuda.seed_all()
    assert torch.equal(torch.get_rng_state(), before)


def test_a_program_may_wait_for_its_lack_of_memory():
    assert torch.cuda.OutOfMemoryError is torch.OutOfMemoryError
    assert str(torch.OutOfMemoryError) == "<class 'torch.OutOfMemoryError'>"
    with pytest.raises(RuntimeError):
        raise torch.cuda.OutOfMemoryError


@pytest.mark.parametrize(
    "name",
    """current_device current_stream default_stream get_device_capability get_device_name get_device_properties init
    ipc_collect mem_get_info reset_peak_memory_stats set_device synchronize""".split(),
)
def test_what_needs_a_gpu_says_so(name):
    with pytest.raises(RuntimeError, match=r"^Found no NVIDIA driver on your system\."):
        getattr(torch.cuda, name)()
