"""Small tensors, forward and backward: where the time goes into calls, not into numbers."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

import autograd_nb

from . import chapter
from .measure import Row, compare, head, mean, show
from .rivals import Rivals

LIMIT = 0.60


class Small(NamedTuple):
    """A program in the two ways in which the rivals are used."""

    cell: Callable[
        [ModuleType], Callable[[], object]
    ]  # for PyTorch and us: build what is needed, give what is repeated
    value: Callable[[Any, Any], Any] | None  # the function of one array, in NumPy's names: for HIPS and MyGrad


def sines(torch: ModuleType) -> Callable[[], object]:
    """A hundred sines of four elements."""
    x = torch.arange(4.0, requires_grad=True)

    def run() -> object:
        x.grad = None
        y = x
        for _ in range(100):
            y = y.sin()
        y.sum().backward()
        return y

    return run


def _sines(np: Any, x: Any) -> Any:
    for _ in range(100):
        x = np.sin(x)
    return x.sum()


def loop(torch: ModuleType) -> Callable[[], object]:
    """A hundred turns of b = b * w + x on single numbers."""
    w, x = torch.tensor(0.9, requires_grad=True), torch.tensor(0.1, requires_grad=True)

    def run() -> object:
        w.grad = x.grad = None
        b = torch.tensor(1.0)
        for _ in range(100):
            b = b * w + x
        b.backward()
        return b

    return run


def scratch(torch: ModuleType) -> Callable[[], object]:
    """A step of a perceptron with one hidden layer, from scratch."""
    torch.manual_seed(0)
    inputs, labels = torch.randn(8, 4), torch.randn(8, 1)
    sizes = ((4, 16), (16,), (16, 1), (1,))
    w1, b1, w2, b2 = parameters = [torch.randn(*size).requires_grad_() for size in sizes]

    def run() -> object:
        hidden = torch.relu(inputs @ w1 + b1)
        loss = ((hidden @ w2 + b2 - labels) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for p in parameters:
                p.sub_(0.01 * p.grad)
                p.grad.zero_()
        return loss

    return run


def modules(torch: ModuleType) -> Callable[[], object]:
    """The same with `nn` and `optim`."""
    torch.manual_seed(0)
    inputs, labels = torch.randn(8, 4), torch.randn(8, 1)
    net = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
    loss_of, optimizer = torch.nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.01)

    def run() -> object:
        optimizer.zero_grad()
        loss = loss_of(net(inputs), labels)
        loss.backward()
        optimizer.step()
        return loss

    return run


def _of_chapter(program: chapter.Program) -> Callable[[ModuleType], Callable[[], object]]:
    return lambda torch: chapter.cell(torch, program)


VALUES: dict[str, Callable[[Any, Any], Any]] = {
    "2.5.1  2 * dot(x, x)": lambda np, x: 2 * np.matmul(x, x),
    "2.5.1  x.sum()": lambda np, x: x.sum(),
    "2.5.2  x * x, gradient=": lambda np, x: (x * x).sum(),
}
"""The programs of the chapter that HIPS and MyGrad have words for."""

PROGRAMS = {name: Small(_of_chapter(program), VALUES.get(name)) for name, program in chapter.PROGRAMS.items()} | {
    "100 x  y = y.sin()": Small(sines, _sines),
    "100 x  b = b * w + x": Small(loop, None),
    "MLP step, from scratch": Small(scratch, None),
    "MLP step, nn and optim": Small(modules, None),
}


def by_hips(hips: ModuleType, value: Callable[[Any, Any], Any]) -> Callable[[], object]:
    """A gradient by HIPS autograd."""
    import autograd.numpy as np

    gradient = hips.grad(lambda x: value(np, x))
    x = np.arange(4.0, dtype=np.float32)
    return lambda: gradient(x)


def by_mygrad(mygrad: ModuleType, value: Callable[[Any, Any], Any]) -> Callable[[], object]:
    """A gradient by MyGrad."""
    x = mygrad.tensor(np.arange(4.0, dtype=np.float32))

    def run() -> object:
        value(mygrad, x).backward()
        return x.grad

    return run


def cells(program: Small, rivals: Rivals) -> dict[str, Callable[[], object]]:
    """What is run, by whom; the first is ours."""
    found = {"autograd_nb": program.cell(autograd_nb)}
    if rivals.torch is not None:
        found["PyTorch"] = program.cell(rivals.torch)
    if program.value is not None:
        if rivals.hips is not None:
            found["HIPS"] = by_hips(rivals.hips, program.value)
        if rivals.mygrad is not None:
            found["MyGrad"] = by_mygrad(rivals.mygrad, program.value)
    return found


def run(rivals: Rivals) -> None:
    """Print the table."""
    columns = ("PyTorch", "HIPS", "MyGrad")
    head(f"Small tensors, forward and backward (wanted: a mean of at most {LIMIT:.2f} of PyTorch's time)", columns)
    rows: list[Row] = []
    for name, program in PROGRAMS.items():
        rows.append(compare(cells(program, rivals)))
        show(name, rows[-1], columns)
    mean("the five of the chapter", rows[: len(chapter.PROGRAMS)], columns)
    mean("all", rows, columns)
    if rivals.torch is not None:
        floor(rivals.torch)


def floor(torch: ModuleType) -> None:
    """How far NumPy lets us go: the bare calls that a hundred sines and their way back are made of."""
    x, g = np.arange(4.0, dtype=np.float32), np.ones(4, np.float32)

    def bare() -> None:
        y, z = x, g
        saved = []
        for _ in range(100):
            saved.append(y)
            y = np.sin(y)
        for y in reversed(saved):
            z = z * np.cos(y)

    row = compare({"autograd_nb": bare, "PyTorch": sines(torch)})
    show("NumPy's calls of the sines alone", row, ("PyTorch", "HIPS", "MyGrad"))
