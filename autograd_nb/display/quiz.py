"""`quiz(y, of=x)`: predict a gradient, then see the walk that gives it and where a wrong answer departs.

The question is an output like any graph's: it works in a notebook that was opened again, without its kernel. The
document holds the answer, the page shows nothing of it before the learner has given theirs. Nothing is stored.
"""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.trace import document as documents
from autograd_nb.trace import given
from autograd_nb.trace.document import MIME
from autograd_nb.trace.foresight import Foresight
from autograd_nb.trace.mistakes import Mistakes
from autograd_nb.trace.preview import preview
from autograd_nb.trace.sentences import count, say
from autograd_nb.trace.wire import shorten

from . import html, mime
from .ipython import current_shell

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 64
"""Numbers that a quiz may ask for."""


class Quiz:
    """A question, and what there is to say of its answers.

    In a notebook it is displayed with a field for the answer. Elsewhere `check` takes it.
    """

    def __init__(self, question: str, plain: dict[str, Any], whole: dict[str, Any]) -> None:
        self.question = question
        self._plain = plain
        self._whole = whole

    def __repr__(self) -> str:
        return self.question

    def check(self, answer: object) -> str:
        """What there is to say of an answer: a tensor, an array, a list, or a text with the numbers.

        >>> import autograd_nb as torch
        >>> x = torch.arange(4., requires_grad=True)
        >>> asked = quiz(2 * torch.dot(x, x), of=x)
        >>> asked.check([0, 4, 8, 12])
        'Right: that is what x.grad will hold.'
        >>> asked.check("1 2")
        'x has 4 numbers, this answer has 2.'
        """
        asked = self._whole["quiz"]
        given = numbers(answer)
        if len(given) != asked["size"]:
            return f"{asked['name']} has {_numbers(asked['size'])}, this answer has {len(given)}."
        for case in asked["cases"]:
            if all(_close(one, float(other)) for one, other in zip(given, case["numbers"], strict=True)):
                return str(case["says"]).replace("`", "")
        right = asked["cases"][0]["numbers"]
        good = sum(_close(one, float(other)) for one, other in zip(given, right, strict=True))
        return f"Not yet: {good} of {_numbers(asked['size'])} {'is' if asked['size'] == 1 else 'are'} right."

    def to_html(self) -> str:
        """One page with the question that needs neither network nor kernel."""
        return html.page(self._whole, fallback=self._plain)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        forms = mime.bundle(self._plain)
        return {**forms, "text/plain": self.question, MIME: shorten(self._whole)}


def quiz(y: Variable, of: Variable, gradient: Variable | None = None) -> Quiz:
    """Ask what `of.grad` holds after `y.backward()`. Nothing is walked and no gradient changes.

    Args:
        y: a result; a single number, or give `gradient`.
        of: a leaf that it was computed from.
        gradient: what would be given to `backward`.

    Raises:
        TypeError: one of them is no tensor.
        RuntimeError: `backward` itself would be refused; PyTorch's text.
        ValueError: `of` is no leaf of the graph or too large, or the graph cannot be walked without side effects.

    >>> import autograd_nb as torch
    >>> x = torch.arange(4., requires_grad=True)
    >>> y = 2 * torch.dot(x, x)
    >>> torch.quiz(y, of=x)
    What does x.grad hold after y.backward()?
    >>> x.grad is None
    True
    """
    given.tensor(y, "quiz()")
    given.tensor(of, "of= of quiz()")
    if gradient is not None:
        given.tensor(gradient, "gradient= of quiz()")
    frame = sys._getframe(1)
    shell = current_shell()
    namespace = shell.user_ns if shell is not None else {**frame.f_globals, **frame.f_locals}
    if of._grad_fn is not None or not of._requires_grad:
        raise ValueError("quiz(y, of=x) asks for the gradient of a leaf: a tensor made with requires_grad=True")
    if not 0 < of._array.size <= LARGEST:
        raise ValueError(f"quiz() asks for at most {LARGEST} numbers, and this leaf has {of._array.size}")
    foreseen = Foresight(y, _seed(y, gradient))
    if (id(of),) not in foreseen.ids or all(leaf is not of for leaf in foreseen.leaves):
        raise ValueError("quiz(y, of=x): y was not computed from x")
    return _ask(y, foreseen, of, gradient, namespace)


def _ask(
    y: Variable, foreseen: Foresight, of: Variable, gradient: Variable | None, namespace: Mapping[str, object]
) -> Quiz:
    plain = documents.collect(y, namespace)
    named = {node["id"]: node["name"] for node in plain["nodes"]}
    result = named[plain["root"]] or "y"
    mistakes = Mistakes(foreseen, of, plain)
    call = f"{result}.backward({'' if gradient is None else 'gradient=...'})"
    whole = _with_walk(plain, foreseen, call)
    right, *wrong = mistakes.cases()
    question = say("What does %1.grad hold after %2?", mistakes.name, call)
    whole["quiz"] = {
        "of": mistakes.id,
        "name": mistakes.name,
        "question": question,
        "hint": say("%1, such as %2", _numbers(of._array.size), _example(of)),
        "size": of._array.size,
        "cases": [
            {
                "numbers": [repr(float(number)) for number in case.value.reshape(-1)],
                "right": case.right,
                "says": case.says,
                "nodes": list(case.nodes),
                "edges": list(case.edges),
            }
            for case in (right, *wrong)
        ],
    }
    return Quiz(question, documents.finish(plain), documents.finish(whole))


def _seed(y: Variable, gradient: Variable | None) -> Any:
    if gradient is None:
        if y._array.size != 1:
            raise errors.scalar_outputs_only()
        return np.ones_like(y._array)
    if gradient._array.shape != y._array.shape:
        raise errors.grad_shape_mismatch(0, gradient._array.shape, y._array.shape)
    return gradient._array


def _with_walk(plain: dict[str, Any], foreseen: Foresight, call: str) -> dict[str, Any]:
    """The document as it will be: the walk, and what it does to the gradients."""
    at, number = len(plain["changes"]), len(plain["backwards"])
    changes: list[dict[str, Any]] = []
    for visit in foreseen.visits:
        leaf = getattr(visit.node, "variable", None)
        node = foreseen.id(visit.node)
        if leaf is None or node is None:
            continue
        before = leaf._grad
        grad = visit.upstream if before is None else before._array + visit.upstream
        how = "fill" if before is None else "add"
        change = {"node": node, "change": how, "grad": preview(grad), "by": call, "backward": number, "source": None}
        changes.append(change)
    steps = foreseen.steps(plain, {change["node"]: at + n for n, change in enumerate(changes)})
    walk = {
        "call": call,
        "kind": "backward",
        "source": None,
        "at": at,
        "seed": preview(foreseen.seed),
        "root": plain["root"],
        "steps": steps,
        "zeroings": [],
        "error": None,
    }
    nodes = [dict(node) for node in plain["nodes"]]
    return {
        **plain,
        "nodes": nodes,
        "changes": [*plain["changes"], *changes],
        "backwards": [*plain["backwards"], walk],
    }


def _example(leaf: Variable) -> str:
    """What an answer of the right form looks like; no number of it is meant."""
    written: Any = preview(np.arange(leaf._array.size, dtype=np.float32).reshape(leaf._array.shape))
    flat = re.sub(r"\[ +", "[", " ".join(written["text"].split()))
    return flat if len(flat) <= 40 else f"{flat[:36]} ..."


def _numbers(number: int) -> str:
    return count("%1 number", number)


def _close(one: float, other: float) -> bool:
    """As near as four printed decimals. The page compares in the same way (labextension/src/quiz.ts)."""
    if math.isnan(other) or math.isinf(other):
        return one == other or (math.isnan(one) and math.isnan(other))
    return abs(one - other) <= 1e-4 + 1e-3 * abs(other)


def numbers(answer: object) -> list[float]:
    """The numbers of an answer in their order; what cannot be read as a number counts as none.

    >>> numbers("tensor([0., -4, 1/2, 1e-3])"), numbers([[1, 2], [3, 4]])
    ([0.0, -4.0, 0.5, 0.001], [1.0, 2.0, 3.0, 4.0])
    """
    if isinstance(answer, Variable):
        return [float(number) for number in answer._array.reshape(-1)]
    if not isinstance(answer, str):
        return [float(number) for number in np.asarray(answer, dtype=float).reshape(-1)]
    found = []
    for word in re.findall(r"[^\s,;()\[\]]+", re.sub(r"\w*tensor\(|dtype=\S+", " ", answer)):
        above, _, below = word.partition("/")
        try:
            found.append(float(above) / float(below or 1))
        except (ValueError, ZeroDivisionError):
            found.append(math.nan)
    return found
