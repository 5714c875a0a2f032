"""What each node of a document is called, and how it is written inside a formula.

A name comes from where the value was assigned (`y = ...`), from the learner's namespace, or from how an
operand is written, in this order. Inside a function the namespace goes first: the learner sees its variables.
"""

from __future__ import annotations

import re
import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Node, Variable

from . import names
from .collect import Collected, Input, Key, Scalar, Thing, key_of
from .entries import Constant, Made, made_of, of_tensor
from .operands import match_operands
from .places import WITHIN
from .preview import preview
from .sentences import joined, say
from .templates import Formula, fill
from .variables import variables

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT = 24  # characters of an expression that stands for an operand
DEPTH = 2  # steps inside one call that are written out within each other
MANY = 8  # operands of `cat` and the like that are written out
LEAF, CONSTANT = "\ue000", "\ue001"  # stand for operands without a name, see `worded`


class Labels:
    """The names of everything in one document.

    Args:
        collected: what is in the document.
        namespace: the learner's variables.
    """

    def __init__(self, collected: Collected, namespace: Mapping[str, object]) -> None:
        self._collected = collected
        self._sites: dict[Key, names.Site | None] = {}
        self._tensors: dict[Key, weakref.ref[Variable]] = {}  # a tensor of an operation
        self._variables: dict[Key, str] = {}
        self._results: dict[tuple[Key, int], str] = {}  # the variable of each result of an operation
        self._written: dict[Key, str] = {}  # names of operands
        self._texts: dict[Key, str] = {}  # operands without a name
        self._letter: str | None = None
        owners: dict[str, Key] = {}  # what the learner calls by a name outside of functions
        for name, tensor in variables(namespace, Variable):
            key = key_of(tensor if tensor._grad_fn is None else tensor._grad_fn)
            owners.setdefault(name, key)
            self._results.setdefault((key, tensor._output_nr), name)
            if tensor._output_nr == collected.only.get(key, 0):
                self._variables.setdefault(key, name)
                self._tensors.setdefault(key, weakref.ref(tensor))
        for key in collected.inputs:
            self._sites[key] = self._site(collected.things[key])
        self._compound, self._last = self._calls()
        self._on_the_way = self._last.keys() | self._called_back()
        self._read_operands(namespace, owners)

    def turn_to(self, collected: Collected) -> None:
        """Name the same graph, held in another way."""
        self._collected = collected
        self._letter = None

    def tensor(self, key: Key) -> Variable | None:
        """The learner's tensor that an operation has made, as long as it is there."""
        known = self._tensors.get(key)
        return None if known is None else known()

    # ---- places ----

    def site(self, key: Key) -> names.Site | None:
        """Where an operation is written."""
        return self._sites.get(key)

    @staticmethod
    def _site(thing: Thing) -> names.Site | None:
        made = made_of(thing) if isinstance(thing, Node) else None
        return None if made is None or made.code is None else names.locate(made.code, made.lasti)

    def _calls(self) -> tuple[set[Key], dict[Key, Key]]:
        """Which operations share one call of the learner's (`1 / x` makes two), and for all but its last which that is.

        Those before a step in the package's own loop (`einsum` turns one operand after the other) belong to its call.
        """
        compound: set[Key] = set()
        last: dict[Key, Key] = {}
        for key, inputs in reversed(self._collected.inputs.items()):
            made = _made(self._collected.things[key])
            if made is None or made.code is None:
                continue
            in_module = made.path[:1] == (WITHIN,)
            if in_module:
                compound.add(key)
            for i in inputs:
                before = _made(i.thing)
                if before is None or before.code is not made.code or before.lasti != made.lasti:
                    continue
                same = in_module or key in last
                if (same and before.path == made.path) or (not in_module and before.path < made.path):
                    compound |= {key, i.key}
                    last.setdefault(i.key, last.get(key, key))
        return compound, last

    def _called_back(self) -> set[Key]:
        """Operations that are not the result of their call: it went on after them, by way of the learner's functions.

        `torch.func.grad(f)(x)` hands f a view of x, and later has a walk record its result.
        """
        found: set[Key] = set()
        newest: dict[tuple[int, int], tuple[Key, Made]] = {}
        for key in self._collected.inputs:  # in the order of making
            made = _made(self._collected.things[key])
            if made is None or made.code is None or made.path[:1] == (WITHIN,):
                continue
            before, then = newest.get((id(made.code), made.lasti), (key, made))
            if then.within is None and (made.within is not None or then.path < made.path):
                found.add(before)
            newest[id(made.code), made.lasti] = key, made
        return found

    def iterations(self) -> dict[Key, int]:
        """The how-manieth of its place each operation is, from 1, where several calls made some: mostly in a loop."""
        places: dict[tuple[object, ...], dict[object, list[Key]]] = {}
        for key in self._collected.inputs:
            made = _made(self._collected.things[key])
            if made is None or made.code is None:
                continue
            module, number = made.path if made.path[:1] == (WITHIN,) else (0, 0)
            turns = places.setdefault((id(made.code), made.lasti, () if module else made.path), {})
            turns.setdefault(number or self._last.get(key, key), []).append(key)
        loops = [turns for turns in places.values() if len(turns) > 1]
        return {key: turn for turns in loops for turn, keys in enumerate(turns.values(), 1) for key in keys}

    # ---- names ----

    def _read_operands(self, namespace: Mapping[str, object], owners: Mapping[str, Key]) -> None:
        constants = (thing.tensor() for thing in self._collected.things.values() if isinstance(thing, Constant))
        drawn = self._collected.things.keys() | {key_of(tensor) for tensor in constants if tensor is not None}
        for key, inputs in self._collected.inputs.items():
            site = self._sites.get(key)
            if site is None or key in self._compound:
                continue
            values = [i.thing.value if isinstance(i.thing, Scalar) else None for i in inputs]
            op = getattr(self._collected.things[key], "op", None)
            aside = () if op is None else op.aside
            turned = len(site.operands) == 2 and self._is(inputs[0], site.operands[1])
            turned = turned and not self._is(inputs[0], site.operands[0])  # `0 + x` is add(x, 0)
            for i, operand in zip(inputs, match_operands(site, values, namespace, aside, turned), strict=True):
                if operand is None or isinstance(i.thing, Scalar):
                    continue
                # A function's X is no name for the picture where that has the learner's own X.
                owner = owners.get(operand.name, i.key) if site.local and isinstance(i.thing, Node) else i.key
                if operand.name and (owner == i.key or owner not in drawn):
                    self._written.setdefault(i.key, operand.name)
                elif len(operand.text) <= SHORT:
                    self._texts.setdefault(i.key, operand.text)

    def _is(self, i: Input, operand: names.Operand) -> bool:
        """Whether an operand is written as an input is known to be."""
        site = self._sites.get(i.key)
        known = () if site is None else (site.expression, *site.targets)
        return operand.text in known or (operand.name != "" and operand.name == self._variables.get(i.key))

    def name(self, key: Key, thing: Thing) -> str:
        """The name of a node, empty if it has none. What was found once holds, even if the name moves on."""
        if isinstance(thing, Scalar):
            return ""
        holder = self._holder(thing)
        if holder is not None and holder.name:
            return str(holder.name)
        tensor = thing.tensor() if isinstance(thing, Constant) else None
        variable = self._variables.get(key if tensor is None else key_of(tensor), "")
        target, local = self._target(key, thing)
        found = (variable or target) if local else (target or variable)
        several = isinstance(thing, Node) and len(thing.results) > 1  # a variable is one of them
        if found and holder is not None and (found == (target if several else variable) or not local):
            holder.name = found
        written = self._written.get(key, "")
        return found or (written if not isinstance(thing, Node) or written.isidentifier() else "")

    @staticmethod
    def _holder(thing: Thing) -> Any:
        if isinstance(thing, Node):
            return made_of(thing)
        tensor = thing.tensor() if isinstance(thing, Constant) else thing
        return of_tensor(tensor) if isinstance(tensor, Variable) else None

    def _target(self, key: Key, thing: Thing) -> tuple[str, bool]:
        site = self._sites.get(key)
        if site is None or key in self._on_the_way:
            return "", False
        if isinstance(thing, Node) and len(thing.results) > 1:
            return ", ".join(filter(None, site.targets)), site.local
        return (site.targets[0] if len(site.targets) == 1 else ""), site.local

    # ---- text of operands ----

    def label(self, i: Input, depth: int = 0) -> str:
        """How an operand is written in the formula of its consumer."""
        thing = i.thing
        if isinstance(thing, Scalar):
            return CONSTANT if thing.value is None else repr(thing.value)[:SHORT]
        if isinstance(thing, Node):
            return self.result(i.key, thing, i.output_nr, depth)
        name = self.name(i.key, thing)
        if name:
            return name
        if i.key in self._texts:
            return self._texts[i.key]
        if isinstance(thing, Variable):
            return LEAF
        shown = preview(thing.value)
        return shown["text"] if shown is not None and len(shown["text"]) <= SHORT else CONSTANT

    def result(self, key: Key, node: Node, number: int = 0, depth: int = 0) -> str:
        """How one of an operation's results is written: `values, places = x.max(0)` names two."""
        name = self.name(key, node)
        parts = name.split(", ")
        if len(parts) == 1 and key in self._collected.several:
            name = self._results.get((key, number), name)
        return (parts[number] if number < len(parts) > 1 else name) or self.expression(key, node, depth)

    def shown(self, key: Key, node: Node) -> str:
        """The name of an operation in its card: that of each result that the graph takes."""
        if not (name := self.name(key, node)) or len(node.results) < 2:
            return name
        used = self._collected.several.get(key) or [self._collected.only.get(key, 0)]
        return ", ".join(dict.fromkeys(self.result(key, node, each) for each in used))

    def expression(self, key: Key, node: Node, depth: int = 0) -> str:
        """An unnamed operation: its source if short, else its symbol.

        A step inside a call of the learner's (`1 / x`) has no source of its own, so there it is its formula.
        """
        site = self._site(node)
        if site is not None and key not in self._on_the_way:
            text = site.expression
        else:
            text = Formula(self._formula(key, node, depth + 1)[0] if depth < DEPTH else "")
        return text if 0 < len(worded(text)) <= SHORT else _stand_in(node)

    def formulas(self, key: Key, node: Node) -> tuple[str, list[str]]:
        """The formula of an operation's value and those of its local derivatives, with operands filled in."""
        if node.op is None:
            return "", []
        text, labels = self._formula(key, node)
        name = self.name(key, node)
        # In `y = y * w` the y of the formulas is the one that went in. plugged.ts does the same.
        labels["z"] = self.letter() if name in {"", *labels.values()} else name
        return text, [_reckoned(fill(line, labels)) for line in node.op.local]

    def letter(self) -> str:
        """What formulas call a result without a name: a letter that nothing in the graph has. text.ts does the same."""
        if self._letter is None:
            taken = {self.name(key, thing) for key, thing in self._collected.things.items()}
            self._letter = next((each for each in ("z", "r", "s") if each not in taken), "result")
        return self._letter

    def _formula(self, key: Key, node: Node, depth: int = 0) -> tuple[str, dict[str, str]]:
        """The formula of an operation's value, and the operands that were filled in."""
        op = node.op
        if op is None:
            return "", {}
        inputs = self._collected.inputs.get(key, [])
        labels = {name: self.label(i, depth) for name, i in zip(op.inputs, inputs, strict=False)}
        for name, value in node.options.items():
            labels.setdefault(name, value if isinstance(value, str) else _plain(value))
        if op.variadic and inputs:
            shown = [self.label(i, depth) for i in inputs[:MANY]]
            labels[op.inputs[0]] = ", ".join(shown) + ("…" if len(inputs) > MANY else "")
        return fill(op.formula, labels), labels


def worded(text: str) -> str:
    """A formula or a label with words for the operands that have no name, in the language of who reads it.

    >>> worded(f"{LEAF} · x")
    'leaf · x'
    """
    if LEAF not in text and CONSTANT not in text:
        return text
    words = {LEAF: say("leaf"), CONSTANT: say("constant")}
    return joined(*(words.get(part, part) for part in re.split(f"([{LEAF}{CONSTANT}])", text)))


def symbol(node: Node) -> str:
    """The short display of an operation; the learner's own function is called as its class is."""
    return type(node).__name__.removesuffix("Backward") if node.op is None else node.op.symbol


def _stand_in(node: Node) -> str:
    """The symbol in the place of an operand; where it is a sign, with the gaps that it stands between."""
    sign = symbol(node)
    if sign[0].isalnum():
        return sign
    return f"(… {sign} …)" if len(node.next_functions) == 2 else "(…)"


def _made(thing: Thing) -> Made | None:
    return made_of(thing) if isinstance(thing, Node) else None


def _plain(value: Any) -> str:
    return "…" if isinstance(value, Variable) else repr(value)[:SHORT]


_LESS_ONE = re.compile(r" \*\* \((\d+(?:\.\d+)?) − 1\)")


def _reckoned(text: str) -> str:
    """A power rule with its number worked out, and what is transposed twice as it was.

    >>> _reckoned("2 · x ** (2 − 1)"), _reckoned("3 · x ** (3 − 1)"), _reckoned("∂ @ wᵀᵀ")
    ('2 · x', '3 · x ** 2', '∂ @ w')
    """

    def power(found: re.Match[str]) -> str:
        exponent = float(found[1]) - 1
        return "" if exponent == 1 else f" ** {exponent:g}" if exponent > 0 else f" ** ({exponent:g})"

    return _LESS_ONE.sub(power, text).replace("ᵀᵀ", "")
