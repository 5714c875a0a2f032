"""Below a traceback: what the error means, and the graph with the place marked.

The exception and its traceback stay PyTorch's and IPython's. What stands below them is an output of its own, made
when the cell has ended, from what the engine says of its errors (`autograd_nb.engine.explain`).
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.display import mime
from autograd_nb.display.story import overwritten
from autograd_nb.engine import errors
from autograd_nb.engine.explain import explain
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor
from autograd_nb.trace.behind import behind
from autograd_nb.trace.document import MIME, make_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

PACKAGE = str(Path(__file__).parents[1])

MOST_TEXT = 2000  # as the recorder keeps of an error's text


class Explanation(NamedTuple):
    """What is to be said of one error or warning.

    Attributes:
        kind: name of the exception's class.
        text: the exception's text.
        sentence: the explanation, with code between backticks.
        tensor: the tensor it is about, where one is.
    """

    kind: str
    text: str
    sentence: str
    tensor: Variable | None

    def document(self, namespace: Mapping[str, object]) -> dict[str, Any] | None:
        """The GraphDoc of the tensor with the problem marked; None where there is no graph to speak of."""
        if self.tensor is None:
            return None
        document = make_document(self.tensor, namespace)
        walks = document["backwards"]
        failed = (walks[-1]["error"] if walks else None) or {"text": None, "node": None}
        ours = failed["text"] == self.text[:MOST_TEXT]
        if len(document["nodes"]) < 2 and not ours and not self.tensor._requires_grad:
            return None
        node = failed["node"] if ours else None
        # What was changed, by which line, comes before what that means.
        facts = overwritten(next((each for each in document["nodes"] if each["id"] == node), {}))
        problem = {
            "type": self.kind,
            "text": self.text[:MOST_TEXT],
            "explanation": f"{facts} {self.sentence}" if facts and "inplace" in self.text else self.sentence,
            "node": document["root"] if node is None else node,
        }
        return {**document, "problem": problem}

    def bundle(self, document: dict[str, Any] | None) -> dict[str, Any]:
        """The output: the explanation in plain words, and the picture for those who see it."""
        sentence = self.sentence if document is None else document["problem"]["explanation"]
        note = f'<div role="note" style="{NOTE}">{_spelled(sentence)}</div>'
        data = {"text/plain": sentence.replace("`", "")}
        if document is None:
            return {**data, "text/html": note}
        forms = mime.bundle(document)
        return {**data, MIME: document, "text/html": f"{note}\n{forms['text/html']}"}


NOTE = "border-left:4px solid #b3261e;padding:2px 12px;margin:4px 0;max-width:52em"


def of_error(error: BaseException) -> Explanation | None:
    """What there is to say of an exception; None of those that are not about gradients.

    >>> of_error(KeyError("x")) is None
    True
    >>> of_error(AttributeError("'NoneType' object has no attribute 'zero_'")).sentence[:23]
    'Something here is None.'
    """
    sentence = explain(error)
    if sentence is None or not (hasattr(error, "explanation") or _is_ours(str(error))):
        return None
    return Explanation(type(error).__name__, str(error), sentence, _concerned(error))


def of_missed_grad(tensor: Variable, namespace: Mapping[str, object]) -> Explanation:
    """Where the gradient of a tensor that is no leaf went, and which leaf holds it."""
    document = make_document(tensor, namespace)
    name = next((node["name"] for node in document["nodes"] if node["id"] == document["root"]), "")
    cut = behind(document)
    leaves = [
        f"`{node['name']}.grad`"
        for node in document["nodes"]
        if node["kind"] == "leaf" and node["requires_grad"] and node["name"] and node["id"] not in cut
    ]
    where = " and ".join([", ".join(leaves[:-1]), leaves[-1]] if len(leaves) > 1 else leaves)
    where = where if leaves and len(leaves) <= 4 else "the `.grad` of the leaves it was computed from"
    what = f"`{name}`" if name else "This tensor"
    call = f"`{name or 'y'}.retain_grad()`"
    sentence = (
        f"{what} was computed from other tensors, so backward() passes its gradient on and keeps none of it. "
        f"Where it ends up is {where}. To keep it here as well, call {call} before backward()."
    )
    return Explanation("UserWarning", errors.NON_LEAF_GRAD, sentence, tensor)


def _is_ours(text: str) -> bool:
    """Whether an error of plain Python looks like a misunderstood gradient: it names something that tensors have."""
    missing = re.fullmatch(r"'NoneType' object has no attribute '(\w+)'", text)
    return hasattr(Tensor, missing[1]) if missing else "'Tensor' object" in text


def _concerned(error: BaseException) -> Variable | None:
    """The tensor whose method, or with which a function of this package, was called."""
    for frame in _frames(error):
        if frame.f_code.co_filename.startswith(PACKAGE):
            values = [frame.f_locals.get(name) for name in frame.f_code.co_varnames]
            return next((tensor for value in values for tensor in _tensors(value)), None)
    return None


def _frames(error: BaseException) -> Iterator[FrameType]:
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame
        step = step.tb_next


def _tensors(value: object) -> Iterator[Variable]:
    for each in value if isinstance(value, (tuple, list)) else (value,):
        if isinstance(each, Variable):
            yield each


def _spelled(sentence: str) -> str:
    """A sentence as HTML, what stands between backticks as code.

    >>> _spelled("Use `x < y`.")
    'Use <code>x &lt; y</code>.'
    """
    parts = sentence.split("`")
    return "".join(f"<code>{escape(part)}</code>" if i % 2 else escape(part) for i, part in enumerate(parts))
