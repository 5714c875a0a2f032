"""What PyTorch answers to the programs of this folder is what we answer."""

import pytest

import autograd_nb as torch
from autograd_nb.optim import optimizer
from autograd_nb.optim.optimizer import required
from tests.learning import check, programs


@pytest.mark.parametrize("name", programs("optim"))
def test_program(name: str):
    check("optim", name)


def test_hooks_of_all_optimizers() -> None:
    log: list[object] = []
    before = optimizer.register_optimizer_step_pre_hook(lambda o, args, kwargs: log.append(type(o).__name__))
    after = optimizer.register_optimizer_step_post_hook(lambda o, args, kwargs: log.append((len(args), kwargs)))
    x = torch.ones(1, requires_grad=True)
    torch.optim.SGD([x], lr=1.0).step()
    torch.optim.LBFGS([x]).step(lambda: x.square().sum() + 1)
    before.remove()
    after.remove()
    torch.optim.SGD([x], lr=1.0).step()
    assert log == ["SGD", (1, {}), "LBFGS", (2, {})]  # the optimizer itself is the first argument


def test_a_hook_before_a_step_returns_arguments_or_nothing() -> None:
    x = torch.ones(1, requires_grad=True)
    sgd = torch.optim.SGD([x], lr=1.0)
    sgd.register_step_pre_hook(lambda o, args, kwargs: 3)
    with pytest.raises(RuntimeError, match=r"must return None or a tuple of \(new_args, new_kwargs\), but got 3\.$"):
        sgd.step()


def test_an_option_without_a_default_is_asked_for():
    class Own(torch.optim.Optimizer):
        def __init__(self, params, lr=required):
            super().__init__(params, {"lr": lr})

    with pytest.raises(ValueError, match=r"^parameter group didn't specify a value of required .* lr$"):
        Own([torch.zeros(1)])
    assert Own([{"params": torch.zeros(1), "lr": 0.2}]).param_groups[0]["lr"] == 0.2
    assert repr(required) == "<required parameter>"


def test_a_differentiable_optimizer_without_a_step_on_tensors_is_refused_at_its_step() -> None:
    x = torch.ones(2, requires_grad=True) * 2
    own = torch.optim.Optimizer(
        [x], {"lr": 0.1, "differentiable": True}
    )  # of tensors that were computed, as PyTorch takes them
    x.grad = torch.ones(2)
    with pytest.raises(NotImplementedError, match=r"^a differentiable optimizer is not here"):
        own.step()


@pytest.mark.parametrize(("name", "written"), [("SGD", 1), ("Adam", 1), ("AdamW", 2), ("NAdam", 2), ("ASGD", 2)])
def test_an_error_about_a_saved_weight_says_how_often_a_step_writes(name: str, written: int) -> None:
    x = torch.ones(2, requires_grad=True)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    getattr(torch.optim, name)([x], lr=0.1).step()
    with pytest.raises(RuntimeError, match=f"is at version {written}; expected version 0 instead"):
        y.backward()
