"""Single lines at the border of what is allowed, and what PyTorch answers to each (lines.json).

Empty tensors, numbers without dimensions, whole numbers and truth values, shapes that nearly fit, arguments of another
type, in-place changes of what may not be changed. A line is the code, the answer, and the warnings, if there are any.
"""

from __future__ import annotations

import json
import pathlib
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine import warn
from autograd_nb.nn.modules.hooks import EVERYWHERE
from tests.pythons import today

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = json.loads((pathlib.Path(__file__).parent / "lines.json").read_text(encoding="utf-8"))


def answer(code: str) -> str:
    scope: dict[str, Any] = {"torch": torch, "np": np}
    try:
        try:
            return repr(eval(code, scope))
        except SyntaxError:
            exec(code, scope)
            return repr(scope.get("r"))
    except Exception as error:  # noqa: BLE001 - any error is an answer
        return f"{type(error).__name__}: {error}"


@pytest.fixture(autouse=True)
def _no_hooks_left() -> Iterator[None]:
    """A line that is refused halfway leaves its hooks of all modules to whatever runs next in this process."""
    yield
    for hooks in EVERYWHERE.values():
        hooks.clear()


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_line(line: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    code, expected, *told = line
    if told:  # what warns once in a process is to warn here, whichever test in the same process was told before
        monkeypatch.setattr(warn, "_told", set())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = answer(code)
    assert found == today(expected)
    assert [str(w.message) for w in caught if w.category is UserWarning] == (told[0] if told else [])


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "torch.ones(3).T",
            "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is",
        ),
        ("torch.tensor(1.0).T", "Tensor.T is deprecated on 0-D tensors. This function is the identity in these cases."),
        ("torch.cholesky(torch.eye(2))", "torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be"),
        ("torch.eye(2).qr()", "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future"),
        ("torch.chain_matmul(torch.eye(2), torch.eye(2))", "torch.chain_matmul is deprecated and will be removed in a"),
        ("torch.triangular_solve(torch.eye(2), torch.eye(2))", "torch.triangular_solve is deprecated in favor of"),
        ("torch.ones(3).cross(torch.ones(3))", "Using torch.cross without specifying the dim arg is deprecated."),
        ("torch.tensor(1.0).mH", "Tensor.mH is deprecated on 0-D tensors. Consider using x.conj()."),
        ("torch.meshgrid(torch.ones(2))", "torch.meshgrid: in an upcoming release, it will be required to pass the in"),
        ("torch.frombuffer(b'12', dtype=torch.int8)", "The given buffer is not writable, and PyTorch does not support"),
    ],
)
def test_what_is_said_once(code: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warn, "_told", set())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        eval(code)
        eval(code)
    assert len(caught) == 1
    assert str(caught[0].message).startswith(text)
    assert caught[0].filename == "<string>"  # the line that was written, not one of ours


def test_a_limit_below_the_other_is_refused() -> None:
    with pytest.raises(AssertionError):
        torch.nn.Hardtanh(5)


def test_a_message_names_a_type_as_pytorch_does() -> None:
    for value, name in ((torch.float32, "torch.dtype"), (torch.Size([1]), "torch.Size"), (np.ones(1), "numpy.ndarray")):
        with pytest.raises(TypeError, match=f"argument 'tensor' \\(position 2\\) must be Tensor, not {name}$"):
            torch.dot(torch.ones(1), value)
    for value, name in ((torch.device("cpu"), "torch.device"), (torch.ones(2).max(0), "torch.return_types.max")):
        with pytest.raises(AttributeError, match=f"'{name}' object has no attribute 'grad'"):
            value.grad  # noqa: B018 - it is the look-up that fails
        assert type(value).__name__ == name.rsplit(".", 1)[1]
    node = (torch.ones(1, requires_grad=True) * 2).grad_fn
    assert repr(type(node)) == "<class 'MulBackward0'>"
    assert repr(type(node.next_functions[0][0])) == "<class 'AccumulateGrad'>"
