"""What is to be said of an error where its graph is known: in the learner's own names, with the line that is the cause.

The sentences of `autograd_nb.engine.explain` hold for every error of a kind. Here is what a document tells beyond them.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.trace.behind import behind
from autograd_nb.trace.sentences import listing, say, together

from .story import changed_saved

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.graph import Variable

    Document = dict[str, Any]

MOST_CUTS = 3  # of which a sentence tells


def name_of(document: Document) -> str:
    """The name of the tensor that a document is about, empty if it has none."""
    return next((str(node["name"]) for node in document["nodes"] if node["id"] == document["root"]), "")


def written(document: Document, otherwise: str, most: int = 24) -> str:
    """The name of that tensor or, where it has none, how it is written, ready for a dot behind it."""
    name = name_of(document)
    if name:
        return name
    sources = [node["source"] for node in document["nodes"] if node["id"] == document["root"] and node.get("source")]
    text = str(sources[0]["expression"]) if sources else ""
    try:
        tree = ast.parse(text if len(text) <= most else "", mode="eval").body
    except (SyntaxError, ValueError):
        return otherwise
    return text if isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)) else f"({text})"


def by_name(text: str, document: Document) -> str | None:
    """What is to be said of the error with this text; None where that of its kind is all."""
    name = name_of(document)
    if text == str(errors.scalar_outputs_only()) and name:
        return say(
            "The result is not a single number, so there is no single gradient. Reduce it first, as in "
            "`%1.sum().backward()`, or say how much each component counts: "
            "`%1.backward(gradient=torch.ones_like(%1))`.",
            name,
        )
    if text == str(errors.second_backward()):
        return _second_backward(document, name)
    if text == str(errors.element_no_grad()):
        return _cut_off(document, name)
    if "modified by an inplace operation" in text:
        return _changed_leaf(document, name)
    return None


def _second_backward(document: Document, name: str) -> str | None:
    """Another walk from there, or a new result that hangs on what a walk has been through."""
    *walks, last = document["backwards"] or [{"error": None}]
    number = (last["error"] or {"node": None})["node"]
    been = [walk for walk in walks if any(step["node"] == number for step in walk["steps"])]
    freed = next((walk for walk in reversed(been) if "_graph=True" not in walk["call"]), None)
    if freed is not None and freed["root"] != document["root"]:
        node = next(node for node in document["nodes"] if node["id"] == number)
        shared = str(node["name"])
        return together(
            say(
                "%1 is computed from %2, and an earlier call, `%3`, has been through there: a walk frees what it "
                "needed from the forward computation, to save memory.",
                f"`{name}`" if name else say("This result"),
                f"`{shared}` ({node['op']})" if shared else say("a result of %1", node["op"]),
                freed["call"],
            ),
            say(
                "If the gradient is not to go back that far, cut it off between the two, as with `%1.detach()`. If it "
                "is, add the results up and call `backward()` once, or let the first call keep the graph: `%2`.",
                shared if shared.isidentifier() else "h",
                _keeping(freed["call"], name),
            ),
        )
    if not name:
        return None
    return say(
        "A walk frees what it needed from the forward computation, to save memory. Compute `%1` again before the "
        "second call, or let the first call keep the graph: `%2`.",
        name,
        _keeping("" if freed is None else freed["call"], name),
    )


def _keeping(call: str, name: str) -> str:
    """The call of a walk, as it would have kept the graph."""
    if not re.fullmatch(r"[\w.]+\(.*\)", call) or "_graph" in call:
        return f"{name or 'y'}.backward(retain_graph=True)"
    return f"{call[:-1]}{'' if call.endswith('()') else ', '}retain_graph=True)"


WHY: dict[str, Callable[[str], str]] = {
    "no_derivative": lambda where: say(
        "`%1` has no derivative: whole numbers, places and truth values do not change a little when what they are "
        "computed from does. Put something smooth in its place, such as a loss function.",
        where,
    ),
    "no_grad": lambda where: say(
        "`%1` was computed while gradients were switched off, by `no_grad` or `set_grad_enabled(False)`: compute it "
        "outside.",
        where,
    ),
    "inference_mode": lambda where: say("`%1` was computed under `inference_mode`: compute it outside.", where),
}


def _cut_off(document: Document, name: str) -> str | None:
    """Which line cut a result off from its leaves, where that is known."""
    hidden = behind(document)
    # `a > b` cuts one place off twice.
    cuts = {
        (str(edge["cut"]), str(edge["source"]["expression"])): None
        for edge in document["edges"]
        if edge["cut"] and edge["to"] not in hidden and edge.get("source") and edge["source"].get("expression")
    }
    if not 0 < len(cuts) <= MOST_CUTS:
        return None
    taken = [f"`{where}`" for how, where in cuts if how not in WHY]
    said = [WHY[how](where) for how, where in cuts if how in WHY]
    if taken:
        said.append(
            say(
                "Numbers are taken out of the graph by %1: leave that out, or go on with the tensor itself.",
                listing(taken),
            )
        )
    whose = f"`{name}`" if name else say("this result")
    return together(say("The way back from %1 to what requires gradients is cut off.", whose), *said)


def _changed_leaf(document: Document, name: str) -> str | None:
    """What to do where not a result was changed, but a parameter."""
    *_, last = document["backwards"] or [{"error": None}]
    number = (last["error"] or {"node": None})["node"]
    saved = changed_saved(next((node for node in document["nodes"] if node["id"] == number), {}))
    leaves = {node["name"] for node in document["nodes"] if node["kind"] == "leaf" and node["requires_grad"]}
    if saved is None or str(saved["label"]).removesuffix("ᵀ") not in leaves:
        return None
    return say(
        "A leaf may change when the walks that need its old numbers are over: call `backward()` before `%1`, or "
        "compute again after it what %2 is computed from.",
        saved["by"],
        f"`{name}`" if name else say("the result"),
    )


def of_missing(expression: str, leaf: Variable, document: Document) -> str | None:
    """Why the `.grad` of a tensor that an expression asks for is None."""
    if leaf._grad_fn is not None:
        return None
    if not leaf._requires_grad:
        return say(
            "`%1.grad` is `None`, and stays so: `%1` does not require gradients. Say `%1.requires_grad_(True)` before "
            "anything is computed from it.",
            expression,
        )
    last = next((change for change in reversed(document["changes"]) if change["node"] == document["root"]), None)
    if last is not None and last["change"] == "none" and last["by"]:
        return say(
            "`%1.grad` is `None` since `%2` emptied it. The next `backward()` that reaches `%1` fills it again.",
            expression,
            last["by"],
        )
    return say(
        "`%1.grad` is `None`: no `backward()` has reached `%1` yet. Call it (with its brackets: `y.backward` alone "
        "calls nothing) on a result that is computed from `%1`, and look for what cuts that off.",
        expression,
    )
