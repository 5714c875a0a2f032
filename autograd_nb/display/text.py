"""A GraphDoc in words, for terminals and screen readers: the graph as an indented tree, then what backward did.

No drawing characters, which screen readers spell out; every node is told once, later uses refer to it by
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards
from autograd_nb.trace.fold import group_of

from .story import WORDS, Story, overwritten, story, turned
from .svg import clean
from .sweeptext import gradients, sweep_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from autograd_nb.trace.cards import Document

DEEPEST = 12  # levels of indentation; deeper nodes stay at this one
MOST_STEPS = 100
TOO_LATE = "requires_grad was set too late for this graph"
CUTS = {
    "detach": "cut off by detach()",
    "data": "cut off by .data",
    "no_grad": "not recorded under no_grad",
    "inference_mode": "not recorded under inference_mode",
    "item": "cut off by item()",
    "tolist": "cut off by tolist()",
    "numpy": "cut off by numpy()",
    "copy": "cut off by torch.tensor(), which copies numbers only",
    "no_derivative": "cut off by an operation without derivative",
}


def to_text(doc: Document) -> str:
    """The document as plain text, ending in a line break.

    >>> two = {"id": 0, "kind": "constant", "name": "", "value": {"text": "2"}}
    >>> print(to_text({"text": "tensor(2)", "root": 0, "nodes": [two], "edges": []}), end="")
    tensor(2)
    <BLANKLINE>
    2, constant
    """
    return _Teller(doc).tell()


def decisions(doc: Document) -> list[str]:
    """Which way the program went, a line for each `if` and `while` that hung on a value of the graph.

    >>> asked = [{"text": "while b < 9", "outcome": yes, "source": None} for yes in (True, True, False)]
    >>> decisions({"nodes": [{"id": 1, "branches": asked}]})
    ['while b < 9: yes, 2 times, then no']
    """
    found: list[tuple[str, list[bool]]] = []
    for node in doc["nodes"]:
        for branch in node.get("branches", ()):
            if not found or found[-1][0] != branch["text"]:
                found.append((branch["text"], []))
            found[-1][1].append(branch["outcome"])
    return [f"{text}: {_answer(outcomes)}" for text, outcomes in found]


def _answer(outcomes: list[bool]) -> str:
    count, yes = len(outcomes), sum(outcomes)
    if yes in {0, count}:
        word = "yes" if yes else "no"
        return word if count == 1 else f"{word}, {count} times"
    if yes == count - 1 and not outcomes[-1]:
        return f"yes, {yes} times, then no" if yes > 1 else "yes, then no"
    return f"yes {_times(yes)}, no {_times(count - yes)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


class _Teller:
    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.nodes: dict[int, Any] = {node["id"]: node for node in doc["nodes"]}
        self.group = group_of(doc)
        self.story: Story = story(doc)
        self.inputs: dict[int, list[tuple[int, str | None]]] = {}
        for edge in doc["edges"]:
            start, end = self.drawn(edge["from"]), self.drawn(edge["to"])
            if start != end:
                near = self.inputs.setdefault(end, [])
                arrives = (start, _cut(edge))
                if arrives not in near or self.nodes[end]["kind"] != "group":
                    near.append(arrives)

    def drawn(self, number: int) -> int:
        return self.group.get(number, number)

    def tell(self) -> str:
        lines = [*str(self.doc.get("text", "")).split("\n"), ""]
        lines += self.tree()
        for name in ("folded", "omitted"):
            count = self.doc.get(name)
            if count:
                words = "inside loops are not listed" if name == "folded" else "of the graph are left out"
                lines.append(f"({count} nodes {words})")
        lines += decisions(self.doc)
        for says in dict.fromkeys(each["says"] for each in self.doc.get("unseen") or []):
            lines += ["", str(says).replace("`", "")]
        told = str(self.doc.get("layers") or "").replace("`", "")
        for part in ([told] if told else [], *self.history(), *sweep_sections(self.doc, self.name)):
            lines += ["", *part] if part else []
        return "".join(f"{clean(line)}\n" for line in "\n".join(lines).split("\n"))  # a terminal obeys some characters

    # ---- the tree -----------------------------------------------------------------------------------------------
    def tree(self) -> Iterator[str]:
        seen: set[int] = set()
        root = self.doc.get("root")
        ends = {self.drawn(edge["from"]) for edge in self.doc["edges"]}
        tops = [self.drawn(root)] if root in self.nodes else []
        tops += [n for n in self.nodes if n not in self.group and n not in ends and n not in tops]
        stack: list[tuple[int, int, str | None]] = [(number, 0, None) for number in reversed(tops)]
        while stack:
            number, depth, cut = stack.pop()
            again = number in seen and self.nodes[number]["kind"] != "constant"
            seen.add(number)
            words = self.name(number) + ", see above" if again else self.node(number)
            if cut:
                words += f", {cut}"
            yield "  " * min(depth, DEEPEST) + words
            if not again:
                near = self.inputs.get(number, [])
                stack += [(start, depth + 1, how) for start, how in reversed(near)]

    def name(self, number: int) -> str:
        node = self.nodes[number]
        if node["kind"] == "constant":
            return str(node.get("name") or cards.value(node))
        bold, light = cards.title(node)
        return f"{bold} {light}".strip() or cards.value(node)

    def node(self, number: int) -> str:
        node = cards.face(self.nodes[number], self.nodes)
        if node["kind"] == "constant":
            late = f", {TOO_LATE}" if node.get("late") else ""
            return f"{cards.written(node)}, constant{late}"
        told = self.story.card(node)
        parts = [" ".join(cards.title(node)).strip(), cards.described(node), f"value {_values(node)}"]
        if node["kind"] == "leaf":
            if node.get("later"):
                parts.append(f"now {cards.line(node['later']['value'])}")
            change = self.story.changes.get(number)
            grad = f"grad {cards.line(node.get('grad'))}" + (f" ({change})" if change else "")
            parts.append(grad if node.get("requires_grad") else "no gradient")
        elif told.orders:
            step = self.story.visits.get(number)
            parts.append(f"gradient {gradients(self.doc, step, 'upstream') if step else cards.line(told.upstream)}")
            parts.append(f"visited {told.badge.replace('–', ' to ')}")
        return ", ".join(part for part in parts if part)

    # ---- the story ----------------------------------------------------------------------------------------------
    def history(self) -> Iterator[list[str]]:
        changes = self.doc.get("changes") or []
        done: set[int] = set()
        for walk in self.doc.get("backwards") or []:
            yield self.others(changes, done, int(walk.get("at", 0)))
            yield self.walk(walk, done)
        yield self.others(changes, done, len(changes))

    def others(self, changes: list[Any], done: set[int], end: int) -> list[str]:
        """Changes of .grad that no walk of this graph made."""
        lines = []
        for index, change in enumerate(changes[:end]):
            if index not in done:
                done.add(index)
                lines.append(f"{change['by'] or 'A change'}: {self.changed(change)}")
        return lines

    def changed(self, change: Mapping[str, Any]) -> str:
        words = WORDS.get(change["change"], str(change["change"]))
        grad = f"{self.name(change['node'])}.grad"
        if change["change"] == "none":
            return f"{grad} is {words}."
        return _stop(f"{grad} is {words} and now holds {cards.line(change['grad'])}")

    def walk(self, walk: Mapping[str, Any], done: set[int]) -> list[str]:
        seed = f" with seed {cards.line(walk['seed'])}" if walk.get("seed") else ""
        lines = [f"{walk['call']}{seed}:"]
        visits = list(self.visits(walk, done))
        lines += visits[:MOST_STEPS]
        if len(visits) > MOST_STEPS:
            lines.append(f"  and {len(visits) - MOST_STEPS} more steps.")
        error = walk.get("error")
        if error:
            at = error.get("node")
            place = f" at {self.name(self.drawn(at))}" if at in self.nodes else ""
            lines.append(f"  Failed{place}: {error['type']}: {error['text']}")
            facts = overwritten(self.nodes.get(at, {})).replace("`", "") if "inplace" in error["text"] else ""
            lines += [f"  {facts}"] if facts else []
        return lines

    def visits(self, walk: Mapping[str, Any], done: set[int]) -> Iterator[str]:
        steps = walk["steps"]
        position = 0
        while position < len(steps):
            step = steps[position]
            drawn = self.drawn(step["node"])
            last = position
            if drawn != step["node"]:  # a loop is told once
                while last + 1 < len(steps) and self.drawn(steps[last + 1]["node"]) == drawn:
                    last += 1
            number = f"{step['order']}" if last == position else f"{step['order']} to {steps[last]['order']}"
            yield f"  {number}. {self.sentence(step, steps[position : last + 1], drawn, done)}"
            position = last + 1

    def sentence(self, step: Mapping[str, Any], steps: list[Any], drawn: int, done: set[int]) -> str:
        received = gradients(self.doc, step, "upstream")
        if step["kind"] == "capture":
            handed = _stop(f"The gradient of {self.name(drawn)} is handed back: {received}")
            return f"{handed} Its .grad stays as it is."
        if step.get("arrived"):
            received = turned(step.get("upstream"), step["arrived"])
        changes = self.doc.get("changes") or []
        index = step.get("change")
        if step["kind"] == "accumulate":
            sentence = f"{self.name(drawn)} receives {received}"
            if index is None or index >= len(changes):
                return _stop(sentence)
            done.add(index)
            return f"{sentence}; {self.changed(changes[index])}"
        sent: dict[int, list[str]] = {}
        for one in steps:
            for send in one.get("sends", []):
                start = self.drawn(self.doc["edges"][send["edge"]]["from"])
                if start != drawn:
                    sent.setdefault(start, []).append(turned(send["value"], send.get("computed")))
        parts = []
        for start, values in sent.items():
            many = len(values) > 3
            what = f"{len(values)} contributions" if many else " and ".join(values)
            parts.append(f"{what} to {self.name(start)}")
        return f"{self.name(drawn)} receives {received} and sends {', '.join(parts) or 'nothing on'}."


def _values(node: Mapping[str, Any]) -> str:
    """The value of a node, or of each of its results."""
    results = node.get("results")
    if not results:
        return str(cards.value(node))
    return " and ".join(f"{cards.line(each['value'])} of {each['name']}" for each in results)


def _cut(edge: Mapping[str, Any]) -> str | None:
    """How and where a gradient is stopped on an edge."""
    how = edge.get("cut")
    if not how:
        return None
    source = edge.get("source")
    return CUTS.get(how, str(how)) + (f" in {source['line']}" if source else "")


def _stop(sentence: str) -> str:
    """The sentence with its full stop; PyTorch's "512." brings its own.

    >>> _stop("it is 512."), _stop("it is None")
    ('it is 512.', 'it is None.')
    """
    return sentence if sentence.endswith(".") else sentence + "."
