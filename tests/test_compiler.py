"""`torch.compile` and `torch.jit` around ordinary code: it runs as it is, under the names that PyTorch gives it."""

from __future__ import annotations

import pytest

import autograd_nb as torch
from autograd_nb import nn


def test_a_function_stays_what_it_is():
    @torch.compile(mode="reduce-overhead")
    def f(x):
        return x.sin() * 2

    assert f.__name__ == "f"
    x = torch.tensor(1.0, requires_grad=True)
    f(x).backward()
    assert x.grad == 2 * x.cos()


def test_a_module_is_a_part_of_what_it_becomes():
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
    compiled = torch.compile(net)
    assert repr(compiled).startswith("OptimizedModule(\n  (_orig_mod): Sequential(\n    (0): Linear(in_features=2")
    assert list(compiled.state_dict()) == ["_orig_mod.0.weight", "_orig_mod.0.bias"]
    x = torch.ones(1, 2)
    assert torch.equal(compiled(x), net(x))
    assert compiled.training
    assert not compiled.eval().training
    assert not net.training
    assert len(compiled) == 2
    compiled.note = "kept by the module itself"
    assert net.note == compiled.note
    with pytest.raises(AttributeError, match=r"^'Sequential' object has no attribute 'nothing'$"):
        compiled.nothing  # noqa: B018 - the look-up is what is tested
    with pytest.raises(TypeError, match=r"^'OptimizedModule' object is not subscriptable$"):
        compiled[0]
    assert torch.compile(net, disable=True) is net
    assert net.compile() is None


def test_its_parameters_are_trained():
    net = nn.Linear(2, 1)
    compiled = torch.compile(net)
    before = net.weight.tolist()
    optimizer = torch.optim.SGD(compiled.parameters(), lr=0.1)
    compiled(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    assert net.weight.tolist() != before


def test_hooks_of_the_module_run_once():
    net = nn.Linear(2, 1)
    seen = []
    net.register_forward_hook(lambda *_: seen.append("inner"))
    torch.compile(net)(torch.ones(1, 2))
    assert seen == ["inner"]


@pytest.mark.parametrize(
    ("kwargs", "error", "text"),
    [
        ({"model": 3}, AssertionError, "A callable function is expected, but <class 'int'> is provided."),
        (
            {"mode": "default", "options": {"a": 1}},
            RuntimeError,
            "Either mode or options can be specified, but both ca",
        ),
        (
            {"mode": "quick"},
            RuntimeError,
            "Unrecognized mode=quick, should be one of: default, reduce-overhead, max-au",
        ),
    ],
)
def test_what_cannot_be_compiled_is_refused(kwargs, error, text):
    with pytest.raises(error) as caught:
        torch.compile(**kwargs)
    assert str(caught.value).startswith(text)


def test_nothing_is_none():
    with pytest.raises(RuntimeError, match=r"^Model can't be None$"):
        torch.compile()(None)


def test_what_is_marked_for_scripts_runs_as_python():
    class Net(nn.Module):
        @torch.jit.ignore
        def helper(self, x: torch.Tensor) -> torch.Tensor:
            return x + 1

        @torch.jit.ignore(drop=True)
        def other(self, x: torch.Tensor) -> torch.Tensor:
            return x

        @torch.jit.export
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.helper(x) if not torch.jit.is_scripting() else x

    net = torch.jit.script(Net())
    assert net(torch.ones(2)).tolist() == [2.0, 2.0]
    assert torch.jit.trace(net, (torch.ones(2),)) is net
    with pytest.raises(AttributeError, match=r"^'Net' object has no attribute 'save'$"):
        net.save("net.pt")


def test_what_asks_whether_it_is_compiled_is_answered():
    assert not torch.compiler.is_compiling()
    assert not torch.jit.is_tracing()
    assert torch.compiler.disable()(abs) is torch.compiler.disable(abs) is abs
