"""Below a traceback: what the error means, and the graph with the place marked.

The exception and its traceback stay PyTorch's and IPython's. What stands below them is an output of its own, made
when the cell has ended, from what the engine says of its errors (`autograd_nb.engine.explain`).
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.creation import tensor
from autograd_nb.engine.explain import explain
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor
from autograd_nb.trace import record
from autograd_nb.trace.behind import behind
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.names import locate
from autograd_nb.trace.sentences import known, listing, say, together

from . import mime
from .story import overwritten
from .wording import by_name, name_of, of_missing, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

PACKAGE = str(Path(__file__).parents[1])

MOST_TEXT = 2000  # as the recorder keeps of an error's text
MOST_LEAVES = 4  # that a sentence names


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
        sentence = by_name(self.text, document) or self.sentence
        # What was changed, by which line, comes before what that means.
        facts = overwritten(next((each for each in document["nodes"] if each["id"] == node), {}))
        problem = {
            "type": self.kind,
            "text": self.text[:MOST_TEXT],
            "explanation": together(facts, sentence) if facts and "inplace" in self.text else sentence,
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
        return {**data, MIME: forms[MIME], "text/html": f"{note}\n{forms['text/html']}"}


NOTE = "border-left:4px solid #771111;padding:2px 12px;margin:4px 0;max-width:52em"


def of_error(error: BaseException) -> Explanation | None:
    """What there is to say of an exception; None of those that are not about gradients.

    >>> of_error(KeyError("x")) is None
    True
    >>> of_error(AttributeError("'NoneType' object has no attribute 'zero_'")).sentence[:23]
    'Something here is `None'
    """
    missing = _missing(error)
    if missing is not None:
        return missing
    sentence = explain(error)
    if sentence is None or not (hasattr(error, "explanation") or _is_ours(str(error))):
        return None
    about = (_concerned(error), _taken_out(error))  # no `or`: tensors have truth values
    return Explanation(
        type(error).__name__, str(error), known(sentence), next((each for each in about if each is not None), None)
    )


def of_notice(about: str, tensor: Variable, namespace: Mapping[str, object]) -> Explanation | None:
    """What there is to say of a warning, or of a walk that went nowhere; None where nothing is wrong."""
    document = make_document(tensor, namespace)
    speak, text = _NOTICES[about]
    sentence = speak(tensor, document)
    return None if sentence is None else Explanation("UserWarning", text, sentence, tensor)


def _non_leaf_grad(_: Variable, document: dict[str, Any]) -> str:
    """Where the gradient of a tensor that is no leaf went, and which leaf holds it."""
    name = name_of(document)
    leaves = _leaves(document)
    if name and name in leaves:
        return say(
            "`%1` is not the leaf any more: this is a new tensor, computed from the leaf that had the name before, "
            "and the gradient goes to that one. To change a leaf in place: `with torch.no_grad(): %1 -= ...`.",
            name,
        )
    few = 0 < len(leaves) <= MOST_LEAVES
    return say(
        "%1 was computed from other tensors, so `backward()` passes its gradient on and keeps none of it. Where it "
        "ends up is %2. To keep it here as well, call `%3.retain_grad()` before `backward()`.",
        f"`{name}`" if name else say("This tensor"),
        _gradients(leaves) if few else say("the `.grad` of the leaves it was computed from"),
        written(document, "y"),
    )


def _create_graph(_: Variable, document: dict[str, Any]) -> str:
    leaves = _leaves(document)[:MOST_LEAVES] or ["x"]
    return say(
        "With `create_graph=True` the gradient in %1 has a graph of its own, and this graph holds `%2`, which "
        "holds the gradient: a circle, whose memory is freed late. For a second derivative let the gradient be handed "
        "to you, `g, = torch.autograd.grad(%3, %2, create_graph=True)`, or set `%2.grad = None` when you are done.",
        _gradients(leaves),
        leaves[0],
        written(document, "y"),
    )


def _copy_construct(tensor: Variable, document: dict[str, Any]) -> str:
    name = written(document, "x")
    if not tensor._requires_grad:
        return say(
            "`torch.tensor` copies the numbers. `%1.clone()` does the same, and says that a copy is meant.", name
        )
    return say(
        "`torch.tensor` copies the numbers and nothing else: no gradient comes back through the copy to `%1`. If "
        "that is meant, `%1.detach().clone()` says so; if not, go on with `%1` itself, or with `%1.clone()`.",
        name,
    )


def _target_size(tensor: Variable, document: dict[str, Any]) -> str:
    return say(
        "%1 has shape %2, and its target another. Both are stretched until they match, so that numbers are compared "
        "which do not belong together, and the loss is wrong without an error. Give both one shape: `squeeze(1)` takes "
        "a dimension of size 1 away, `unsqueeze(1)` adds one.",
        f"`{name}`" if (name := name_of(document)) else say("The prediction"),
        f"`{list(tensor._array.shape)}`",
    )


def _from_leaf(_: Variable, document: dict[str, Any]) -> str | None:
    """A loss was cut off, and told to require a gradient so that backward() does not complain."""
    name, hidden = name_of(document) or "y", behind(document)
    lost = [
        node["name"]
        for node in document["nodes"]
        if node["kind"] == "leaf" and node["requires_grad"] and node["name"] and node["id"] in hidden
    ]
    if not hidden:
        return None
    cuts = [edge for edge in document["edges"] if edge["cut"] and edge["to"] not in hidden]
    where = next((edge["source"]["expression"] for edge in cuts if edge.get("source")), "")
    began = (
        say(
            "`backward()` began at `%1` and ended there: what `%1` was computed from is cut off by `%2`, and "
            "`requires_grad=True` makes a new leaf of it, but mends no cut.",
            name,
            where,
        )
        if where
        else say(
            "`backward()` began at `%1` and ended there: what `%1` was computed from is cut off, and "
            "`requires_grad=True` makes a new leaf of it, but mends no cut.",
            name,
        )
    )
    missing = [say("%1 got nothing.", _gradients(lost))] if 0 < len(lost) <= MOST_LEAVES else []
    return together(began, *missing, say("Leave out the cut instead."))


_NOTICES: dict[str, tuple[Callable[[Variable, dict[str, Any]], str | None], str]] = {
    "non_leaf_grad": (_non_leaf_grad, errors.NON_LEAF_GRAD),
    "create_graph": (_create_graph, errors.CREATE_GRAPH),
    "copy_construct": (_copy_construct, errors.COPY_CONSTRUCT),
    "target_size": (_target_size, errors.TARGET_SIZE),
    "from_leaf": (_from_leaf, ""),  # PyTorch says nothing
}


def _leaves(document: dict[str, Any]) -> list[str]:
    """The names of the leaves that a walk reaches."""
    cut = behind(document)
    return [
        str(node["name"])
        for node in document["nodes"]
        if node["kind"] == "leaf" and node["requires_grad"] and node["name"] and node["id"] not in cut
    ]


def _gradients(leaves: list[str]) -> str:
    return listing([f"`{leaf}.grad`" for leaf in leaves])


def _is_ours(text: str) -> bool:
    """Whether an error of plain Python looks like a misunderstood gradient: it names something that tensors have."""
    missing = re.fullmatch(r"'NoneType' object has no attribute '(\w+)'", text)
    return missing is None or hasattr(Tensor, missing[1])


def _concerned(error: BaseException) -> Variable | None:
    """The tensor whose method, or with which a function of this package, was called."""
    for frame, _ in _frames(error):
        if frame.f_code.co_filename.startswith(PACKAGE):
            values = [frame.f_locals.get(name) for name in frame.f_code.co_varnames]
            return next((tensor for value in values for tensor in _tensors(value)), None)
    return None


def _missing(error: BaseException) -> Explanation | None:
    """What there is to say where a `.grad` that is None was used: of this package nothing need have been called."""
    if not isinstance(error, (AttributeError, TypeError)) or "NoneType" not in str(error):
        return None
    frames = [each for each in _frames(error) if not each[0].f_code.co_filename.startswith(PACKAGE)]
    site = locate(frames[-1][0].f_code, frames[-1][1]) if frames else None
    if site is None:
        return None
    names = {**frames[-1][0].f_globals, **frames[-1][0].f_locals}
    for asked in re.finditer(r"(?<![\w.\])])([^\W\d]\w*(?:\.\w+|\[\d+\])*)\.grad\b", site.expression):
        tensor = _at(asked[1], names)
        if isinstance(tensor, Variable) and tensor._grad is None:
            sentence = of_missing(asked[1], tensor, make_document(tensor, names))
            if sentence is not None:
                return Explanation(type(error).__name__, str(error), sentence, tensor)
    return None


def _at(path: str, names: Mapping[str, object]) -> object:
    """What stands at `net[0].weight`, found without running any code of the learner's; None if nothing does."""
    first, *rest = re.findall(r"\w+", path)
    value = names.get(first)
    for part in rest:
        own = getattr(value, "__dict__", {})
        places = (own, own.get("_parameters"), own.get("_modules"))
        if isinstance(value, (list, tuple)):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = next((place[part] for place in places if isinstance(place, dict) and part in place), None)
    return value


def _taken_out(error: BaseException) -> Variable | None:
    """A number or an array that has no `backward`, as a tensor: a graph that it was taken out of comes with it."""
    value = getattr(error, "obj", None)
    if not isinstance(value, (float, np.ndarray)):
        return None
    found = tensor(value)
    record.recorder.copied(found, value)
    return found


def _frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    """From the learner's call inward: each frame, and the instruction it had come to."""
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame, step.tb_lasti
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
