"""Mixed precision: what is switched off without a GPU, and the scaling of gradients, which works on the CPU."""

from __future__ import annotations

import warnings

import pytest

import autograd_nb as torch
from autograd_nb import nn

STEPS = [
    (8.0, 4.0, [[0.875, 0.875]]),
    (6.5, 8.0, [[0.75, 0.75]]),
    (float("inf"), 4.0, [[0.75, 0.75]]),
    (5.0, 4.0, [[0.625, 0.625]]),
    (3.5, 8.0, [[0.5, 0.5]]),
]
"""Of each step the scaled loss, the factor after it, and the weights."""

STATE = {"scale": 8.0, "growth_factor": 2.0, "backoff_factor": 0.5, "growth_interval": 2, "_growth_tracker": 0}


def told(make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = make()
    assert all(w.filename == __file__ for w in caught), "they point at the learner's line"
    return result, [(w.category.__name__, str(w.message)) for w in caught]


def test_without_a_gpu_it_is_switched_off_and_says_so():
    context, texts = told(lambda: torch.autocast("cuda", dtype=torch.float16))
    assert texts == [("UserWarning", "User provided device_type of 'cuda', but CUDA is not available. Disabling")]
    with context:
        assert (torch.ones(2, 2) @ torch.ones(2)).dtype is torch.float32
    scaler, texts = told(torch.amp.GradScaler)
    assert texts == [("UserWarning", "torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.")]
    assert not scaler.is_enabled()


def test_older_names_say_which_are_newer():
    _, texts = told(lambda: torch.cuda.amp.autocast(enabled=False))
    expected = (
        "`torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead."
    )
    assert texts == [("FutureWarning", expected)]
    _, texts = told(lambda: torch.cuda.amp.GradScaler(enabled=False))
    assert texts == [("FutureWarning", expected.replace("autocast", "GradScaler"))]
    forward, texts = told(lambda: torch.cuda.amp.custom_fwd(abs))
    assert forward is abs
    assert texts[0][1].endswith("Please use `torch.amp.custom_fwd(args..., device_type='cuda')` instead.")


def test_on_the_cpu_it_has_to_be_switched_off():
    with pytest.raises(NotImplementedError, match=r"^autocast on the CPU is not part .* Give enabled=False"):
        torch.autocast("cpu")
    with torch.autocast(device_type="cpu", enabled=False):
        assert torch.ones(2).sum().item() == 2
    context, texts = told(lambda: torch.autocast("cpu", dtype=torch.float32))
    assert texts[0][1].startswith("In CPU autocast, but the target dtype is not supported. Disabling autocast.\nCPU A")
    assert context(torch.sin)(torch.zeros(())).item() == 0


def test_what_is_no_device_is_refused():
    with pytest.raises(ValueError, match=r"^Expected `device_type` of type `str`, got: `<class 'torch.device'>`$"):
        torch.autocast(torch.device("cpu"))
    with pytest.raises(RuntimeError, match=r"device type at start of device string: tpu$"):
        torch.autocast("tpu")
    with pytest.raises(RuntimeError, match=r"^User specified an unsupported autocast device_type 'meta'$"):
        torch.autocast("meta")


def test_the_loop_of_the_recipe():
    """A loop with everything switched off gives the numbers of a loop without."""

    def train(mixed: bool) -> list[float]:
        torch.manual_seed(0)
        net = nn.Linear(3, 1)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        scaler = torch.amp.GradScaler("cuda", enabled=torch.cuda.is_available())
        losses = []
        for _ in range(3):
            optimizer.zero_grad()
            with torch.autocast(device_type="cuda", dtype=torch.float16, enabled=torch.cuda.is_available()):
                loss = net(torch.ones(2, 3)).square().mean()
            if mixed:
                scaler.scale(loss).backward()
                scaler.unscale_(optimizer)
                scaler.step(optimizer)
                scaler.update()
            else:
                loss.backward()
                optimizer.step()
            losses.append(loss.item())
        return losses

    assert train(mixed=True) == train(mixed=False)


def test_factors_and_weights_are_pytorchs():
    """Recorded from PyTorch: five steps, of which the third is left out."""
    net = nn.Linear(2, 1)
    nn.init.constant_(net.weight, 1.0)
    nn.init.zeros_(net.bias)
    optimizer = torch.optim.SGD(net.parameters(), 0.125)
    scaler = torch.amp.GradScaler("cpu", init_scale=4.0, growth_interval=2)
    steps = []
    for i in range(5):
        optimizer.zero_grad()
        scaled = scaler.scale(net(torch.ones(1, 2)).sum() * (float("inf") if i == 2 else 1))
        scaled.backward()
        scaler.step(optimizer)
        scaler.update()
        steps.append((scaled.item(), scaler.get_scale(), net.weight.tolist()))
    assert steps == STEPS
    assert scaler.state_dict() == STATE


def test_calls_in_the_wrong_order_are_refused():
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scaler = torch.amp.GradScaler("cpu")
    for name in ("update", "step", "unscale_"):
        with pytest.raises(AssertionError, match=rf"^Attempted {name} but _scale is None\.  This may indicate"):
            getattr(scaler, name)(*([] if name == "update" else [optimizer]))
    with pytest.raises(ValueError, match=r"^outputs must be a Tensor or an iterable of Tensors$"):
        scaler.scale(3)
    scaler.scale(weight * 2).backward()
    with pytest.raises(AssertionError, match=r"^No inf checks were recorded prior to update\.$"):
        scaler.update()
    with pytest.raises(RuntimeError, match=r"^Closure use is not currently supported"):
        scaler.step(optimizer, closure=None)
    scaler.unscale_(optimizer)
    with pytest.raises(RuntimeError, match=r"^unscale_\(\) has already been called on this optimizer since"):
        scaler.unscale_(optimizer)
    scaler.step(optimizer)
    with pytest.raises(RuntimeError, match=r"^step\(\) has already been called since the last update\(\)\.$"):
        scaler.step(optimizer)
    with pytest.raises(RuntimeError, match=r"^unscale_\(\) is being called after step\(\)\.$"):
        scaler.unscale_(optimizer)
    with pytest.raises(AssertionError, match=r"^new_scale should be a float or a 1-element"):
        scaler.update(torch.ones(2))
    weight.grad = None
    scaler.update()
    with pytest.raises(AssertionError, match=r"^No inf checks were recorded for this optimizer\.$"):
        scaler.step(optimizer)


def test_gradients_in_half_precision_are_refused():
    weight = torch.ones(2, dtype=torch.float16, requires_grad=True)
    weight.grad = torch.ones(2, dtype=torch.float16)
    scaler = torch.amp.GradScaler("cpu")
    scaler.scale(torch.ones(()))
    with pytest.raises(ValueError, match=r"^Attempting to unscale FP16 gradients\.$"):
        scaler.unscale_(torch.optim.SGD([weight], lr=0.1))


def test_its_state_can_be_loaded():
    state = {**STATE, "scale": 8.0, "_growth_tracker": 3}
    scaler = torch.amp.GradScaler("cpu")
    scaler.scale(torch.ones(()))
    scaler.load_state_dict(state)
    assert scaler.state_dict() == state
    with pytest.raises(RuntimeError, match=r"^The source state dict is empty"):
        scaler.load_state_dict(torch.amp.GradScaler("cpu", enabled=False).state_dict())
    with pytest.raises(AssertionError, match=r"^The growth factor must be > 1\.0\.$"):
        torch.amp.GradScaler("cpu", growth_factor=1.0)
