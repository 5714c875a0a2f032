"""Large arrays, forward and backward: where the time goes into numbers, and into memory that need not be touched."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

import autograd_nb

from .measure import Row, compare, head, mean, show
from .rivals import Rivals

LIMIT = 1.20
ELEMENTS = 1_000_000
ROWS = 1000
SIDE = 512
ROUNDS = 11

Value = Callable[[Any, Any, Any], Any]

ELEMENTWISE: dict[str, Value] = {
    "x + y": lambda t, x, y: (x + y).sum(),
    "x * y": lambda t, x, y: (x * y).sum(),
    "x / y": lambda t, x, y: (x / y).sum(),
    "x ** 2": lambda t, x, y: (x**2).sum(),
    "sqrt x": lambda t, x, y: t.sqrt(x).sum(),
    "exp x": lambda t, x, y: t.exp(x).sum(),
    "log x": lambda t, x, y: t.log(x).sum(),
    "sin x": lambda t, x, y: t.sin(x).sum(),
    "tanh x": lambda t, x, y: t.tanh(x).sum(),
    "relu x": lambda t, x, y: t.relu(x).sum(),
    "sigmoid x": lambda t, x, y: t.sigmoid(x).sum(),
    "softmax x": lambda t, x, y: (t.softmax(x, 0) * y).sum(),
    "sum x": lambda t, x, y: x.sum(),
    "mean x": lambda t, x, y: x.mean(),
    "x + one row": lambda t, x, y: (x.reshape(ROWS, -1) + y[: ELEMENTS // ROWS]).sum(),
    "mean (x - y) ** 2": lambda t, x, y: ((x - y) ** 2).mean(),
    "x * x + x * y + exp x": lambda t, x, y: (x * x + x * y + t.exp(x)).sum(),
}
PRODUCTS: dict[str, Value] = {
    "a @ b": lambda t, a, b: t.matmul(a, b).sum(),
    "(a @ b) @ a": lambda t, a, b: t.matmul(t.matmul(a, b), a).sum(),
}
"""Functions of two arrays; `t` has NumPy's names, or PyTorch's where NumPy has none."""

Pair = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]


def arrays(shape: tuple[int, ...]) -> Pair:
    """Two arrays of positive and negative numbers near 1, away from poles."""
    rng = np.random.default_rng(0)
    first, second = (rng.uniform(0.5, 1.5, shape).astype(np.float32) for _ in range(2))
    return first, second


def by_torch(torch: ModuleType, value: Value, given: Pair) -> Callable[[], object]:
    """Gradients by PyTorch or by us."""
    x, y = (torch.tensor(array, requires_grad=True) for array in given)

    def run() -> object:
        x.grad = y.grad = None
        value(torch, x, y).backward()
        return x.grad

    return run


def by_hips(hips: ModuleType, value: Value, given: Pair) -> Callable[[], object] | None:
    """Gradients by HIPS autograd; None where it has no such function."""
    import autograd.numpy as t

    gradient = hips.grad(lambda pair: value(t, *pair))
    return _tried(lambda: gradient(given))


def by_mygrad(mygrad: ModuleType, value: Value, given: Pair) -> Callable[[], object] | None:
    """Gradients by MyGrad; None where it has no such function."""
    x, y = (mygrad.tensor(array) for array in given)

    def run() -> object:
        value(mygrad, x, y).backward()
        return x.grad

    return _tried(run)


def _tried(run: Callable[[], object]) -> Callable[[], object] | None:
    try:
        run()
    except AttributeError:
        return None
    return run


def cells(value: Value, given: Pair, rivals: Rivals) -> dict[str, Callable[[], object]]:
    """What is run, by whom; the first is ours."""
    found: dict[str, Callable[[], object] | None] = {"autograd_nb": by_torch(autograd_nb, value, given)}
    if rivals.torch is not None:
        found["PyTorch"] = by_torch(rivals.torch, value, given)
    if rivals.hips is not None:
        found["HIPS"] = by_hips(rivals.hips, value, given)
    if rivals.mygrad is not None:
        found["MyGrad"] = by_mygrad(rivals.mygrad, value, given)
    return {name: cell for name, cell in found.items() if cell is not None}


def run(rivals: Rivals) -> None:
    """Print the table."""
    columns = ("PyTorch", "HIPS", "MyGrad")
    head(f"Large arrays, forward and backward (wanted: a mean of at most {LIMIT:.2f} of PyTorch's time)", columns)
    rows: list[Row] = []
    for values, shape in ((ELEMENTWISE, (ELEMENTS,)), (PRODUCTS, (SIDE, SIDE))):
        given = arrays(shape)
        for name, value in values.items():
            rows.append(compare(cells(value, given, rivals), ROUNDS))
            show(f"{name}, {' x '.join(map(str, shape))}", rows[-1], columns)
    mean(f"elementwise on {ELEMENTS}", rows[: len(ELEMENTWISE)], columns)
    mean("all", rows, columns)
