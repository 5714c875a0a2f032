"""What one more cell costs below large graphs that are displayed: each that it touches is told again."""

import json
from time import process_time
from typing import Any

import autograd_nb as torch
from autograd_nb.display import mime
from autograd_nb.display.live import LiveOutputs
from autograd_nb.trace.document import make_document
from autograd_nb.trace.wire import Shortened

from .measure import milliseconds

SIZES = (300, 500, 800, 1000)
ROUNDS = 5


def graph(operations: int, x: Any, w: Any) -> Any:
    """A loop of three kinds of turns, which a view folds."""
    y = x
    for turn in range(operations // 6):
        match turn % 3:
            case 0:
                y = (torch.tanh(y * w) + x) * 0.5
            case 1:
                y = torch.sin(y) * torch.cos(y + 1) - w
            case _:
                y = (torch.exp(-y) / (1 + y * y)).sigmoid()
    return y.sum()


def run() -> None:
    """Print the times of the processor."""
    sent: list[bytes] = []
    outputs = LiveOutputs(lambda data, *_: sent.append(json.dumps(data).encode()), dict)
    with torch.recording():
        x, w = (torch.rand(5).requires_grad_() for _ in range(2))
        ys = [graph(size, x, w) for size in SIZES]
        for y in ys:
            document = make_document(y, {}, followed=True)
            mime.bundle(document, shortened := Shortened())
            outputs.add(y, document, shortened=shortened)

        def backward() -> None:
            for y in ys:
                y.backward(retain_graph=True)

        def zero() -> None:
            x.grad.zero_()

        def other() -> None:
            (2 * torch.ones(1, requires_grad=True)).backward()

        cells = {
            "backward() through all of them": backward,
            "x.grad.zero_()": zero,
            "backward() of another graph": other,
        }
        print(f"\nOne more cell below graphs of {', '.join(map(str, SIZES))} operations (wanted: below 300 ms)")
        for name, cell in cells.items():
            times = []
            for _ in range(ROUNDS):
                cell()
                sent.clear()
                start = process_time()
                outputs.refresh()
                times.append(process_time() - start)
            print(f"  {name:<34}{milliseconds(min(times))}, {sum(map(len, sent)):,} bytes")
    outputs.close()
