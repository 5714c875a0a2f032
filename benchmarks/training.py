"""A training loop of 10,000 steps with the recorder on, which is what the extension adds to it, and off."""

import gc
import resource
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import autograd_nb as torch

from .measure import compare, head, show

STEPS = 10_000
ROUNDS = 40  # on and off take turns of STEPS / ROUNDS steps

Step = Callable[[], object]


def scalar() -> Step:
    """One number goes downhill: nothing but the cost of recording."""
    x = torch.tensor(3.0, requires_grad=True)

    def step() -> None:
        y = (x - 1) ** 2
        y.backward()
        with torch.no_grad():
            x.sub_(0.01 * x.grad)
        x.grad = None

    return step


def regression() -> Step:
    """Linear regression by hand on 64 examples of 4 features."""
    torch.manual_seed(0)
    inputs, wanted = torch.randn(64, 4), torch.randn(64, 1)
    w, b = torch.zeros(4, 1, requires_grad=True), torch.zeros(1, requires_grad=True)

    def step() -> None:
        loss = ((inputs @ w + b - wanted) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w.sub_(0.01 * w.grad)
            b.sub_(0.01 * b.grad)
        w.grad.zero_()
        b.grad.zero_()

    return step


def from_scratch() -> Step:
    """The loop of the book's section 3.4: minibatches of 10 of 1,000 examples, and the update by hand."""
    torch.manual_seed(0)
    inputs = torch.randn(1000, 2)
    wanted = (inputs @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)
    w, b = (0.01 * torch.randn(2, 1)).requires_grad_(), torch.zeros(1, requires_grad=True)
    batches = _batches(lambda: torch.randperm(1000).split(10))

    def step() -> None:
        batch = next(batches)
        loss = (inputs[batch] @ w + b - wanted[batch]) ** 2 / 2
        loss.sum().backward()
        with torch.no_grad():
            for parameter in (w, b):
                parameter.sub_(0.03 * parameter.grad / 10)
                parameter.grad.zero_()

    return step


def concise() -> Step:
    """The same with a data loader, a layer, a loss and an optimizer: section 3.5."""
    torch.manual_seed(0)
    inputs = torch.randn(1000, 2)
    wanted = (inputs @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)
    data = torch.utils.data.TensorDataset(inputs, wanted)
    loader = torch.utils.data.DataLoader(data, batch_size=10, shuffle=True)
    net, loss = torch.nn.Sequential(torch.nn.Linear(2, 1)), torch.nn.MSELoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
    batches = _batches(lambda: loader)

    def step() -> None:
        x, y = next(batches)
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()

    return step


def _batches(epoch: Callable[[], Iterable[Any]]) -> Iterator[Any]:
    """All minibatches of one epoch after the other."""
    while True:
        yield from epoch()


def network(examples: int, hidden: int) -> Step:
    """Two layers with `nn` and `optim`."""
    torch.manual_seed(0)
    inputs, wanted = torch.randn(examples, 4), torch.randn(examples, 1)
    net = torch.nn.Sequential(torch.nn.Linear(4, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 1))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def step() -> None:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(net(inputs), wanted).backward()
        optimizer.step()

    return step


LOOPS: dict[str, Callable[[], Step]] = {
    "one number": scalar,
    "regression, 64 examples": regression,
    "the book's, from scratch": from_scratch,
    "the book's, concise": concise,
    "network 4-16-1, 32 examples": lambda: network(32, 16),
    "network 4-64-1, 256 examples": lambda: network(256, 64),
}


def turns(step: Step) -> Step:
    """So many steps that all rounds together are the whole loop."""

    def run() -> None:
        for _ in range(STEPS // ROUNDS):
            step()

    return run


def memory() -> None:
    """What 10,000 steps hold on to that 1,000 did not."""
    step = regression()
    held = []
    tracemalloc.start()
    with torch.recording():
        for steps in (STEPS // 10, STEPS - STEPS // 10):
            for _ in range(steps):
                step()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    unit = 1 if sys.platform == "darwin" else 1024
    most = []
    with torch.recording():
        for steps in (STEPS // 10, STEPS - STEPS // 10):
            for _ in range(steps):
                step()
            most.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    print(f"  {'memory from step 1,000 to 10,000':<34}{(held[1] - held[0]) / 1024:>10.1f} kB held", end="")
    print(f"{(most[1] - most[0]) / 1024:>10.1f} kB more at most")


def run() -> None:
    """Print the ratios."""
    columns = ["not"]
    head("A training loop of 10,000 steps (wanted: at most 1.50)", columns, "recorded")
    for name, make in LOOPS.items():
        calls = {"recorded": turns(make()), "not": turns(make())}
        show(name, compare(calls, rounds=ROUNDS, around=torch.recording), columns)
    memory()
