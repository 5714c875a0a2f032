"""The chapter's functions, written once for both libraries: `torch` here is whichever is handed in."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

Program = Callable[[ModuleType, Any], Any]


def simple(torch: ModuleType, x: Any) -> Any:
    """2.5.1: y = 2 x·x."""
    y = 2 * torch.dot(x, x)
    y.backward()
    return y


def total(torch: ModuleType, x: Any) -> Any:
    """2.5.1: the sum."""
    y = x.sum()
    y.backward()
    return y


def seeded(torch: ModuleType, x: Any) -> Any:
    """2.5.2: a vector, with a seed."""
    y = x * x
    y.backward(gradient=torch.ones(len(y)))
    return y


def detached(torch: ModuleType, x: Any) -> Any:
    """2.5.3: a cut."""
    y = x * x
    u = y.detach()
    z = u * x
    z.sum().backward()
    return z


def control_flow(torch: ModuleType, x: Any) -> Any:
    """2.5.4: a loop and a branch; the input is a vector here, as in the chapter's third exercise."""
    b = x * 2
    while b.norm() < 1000:
        b = b * 2
    c = b if b.sum() > 0 else 100 * b
    d = c.sum()
    d.backward()
    return d


PROGRAMS: dict[str, Program] = {
    "2.5.1  2 * dot(x, x)": simple,
    "2.5.1  x.sum()": total,
    "2.5.2  x * x, gradient=": seeded,
    "2.5.3  u = y.detach(); u * x": detached,
    "2.5.4  while and if": control_flow,
}


def cell(torch: ModuleType, program: Program) -> Callable[[], Any]:
    """A program on four elements as a notebook runs it: reset the gradient, forward, backward."""
    x = torch.arange(4.0, requires_grad=True)
    x.sum().backward()

    def run() -> Any:
        x.grad.zero_()
        return program(torch, x)

    return run
