"""What a document says of each node and edge of its graph.

Most of that never changes. `Writer.again` writes what may have, and gives back the very same entry where it has not:
who is asked for the document again and again knows by that what is to be done anew.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Node, Variable

from . import branches, questions
from .collect import Collected, Key, Scalar, Thing, key_of
from .entries import Constant, made_of
from .jacobian import FREED, jacobian
from .labels import Labels, symbol, worded
from .ledger import source_of
from .orders import made_by, recording_walks
from .preview import preview, scalar
from .record import recorder
from .remains import is_gone
from .unseen import changed_unseen
from .visits import version as told

if TYPE_CHECKING:
    from collections import deque

    import numpy as np

    from autograd_nb.engine.node import VersionCounter
    from autograd_nb.engine.saved import Kept

    from .branches import Branch
    from .entries import Write


class Writer:
    """Writes down one collected graph."""

    def __init__(self, collected: Collected, labels: Labels, root: Variable) -> None:
        self.collected = collected
        self._labels = labels
        self._root = weakref.ref(root)  # which this may be kept with
        self.ids = {key: number for number, key in enumerate(collected.things)}
        self.walks = recording_walks(collected)
        self.edge_numbers: dict[tuple[Key, int], int] = {}  # by operation and input
        self._used = _used(collected)
        self._kept: dict[Key, tuple[object, list[dict[str, Any]]]] = {}  # by what it was written from
        self._decided: dict[Key, tuple[object, list[dict[str, Any]]]] = {}

    def label(self, key: Key) -> str:
        """How the learner calls an operation."""
        thing = self.collected.things[key]
        return worded(self._labels.result(key, thing)) if isinstance(thing, Node) else self._labels.name(key, thing)

    def turn_to(self, collected: Collected) -> None:
        """Write from the same graph, held in another way."""
        self.collected = collected
        self._labels.turn_to(collected)

    # ---- nodes ----

    def nodes(self) -> list[dict[str, Any]]:
        """All nodes, ids in creation order."""
        turns = self._labels.iterations()
        written = [
            {"id": self.ids[key]} | self._node(key, thing, turns.get(key))
            for key, thing in self.collected.things.items()
        ]
        if self._has_table():
            written[self.ids[self.collected.root]]["jacobian"] = self._jacobian()
        return written

    def again(self, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """All nodes as they are by now; of `before`, what `nodes` or this gave, those that are as they were."""
        things = self.collected.things.items()
        now = [self._again(key, thing, node) for (key, thing), node in zip(things, before, strict=False)]
        if self._has_table():
            number = self.ids[self.collected.root]
            table = self._jacobian()
            if table != now[number].get("jacobian"):
                now[number] = now[number] | {"jacobian": table}
        return now

    def _again(self, key: Key, thing: Thing, before: dict[str, Any]) -> dict[str, Any]:
        if isinstance(thing, Node):
            now = before | self._changing(key, thing)
            if now["value"] is None:
                now["value"] = self._value(thing, *self._result(key, thing))
        elif isinstance(thing, Variable):
            now = {"id": before["id"]} | self._leaf(key, thing, before["name"])
        else:
            now = {key: part for key, part in before.items() if key != "late"} | _late(thing)
        return before if now == before else now

    def _has_table(self) -> bool:
        """Whether the shown tensor has more than one number, and so a table of derivatives."""
        root = self._root()
        return root is not None and root._grad_fn is not None and root._array.size > 1

    def _jacobian(self) -> dict[str, Any]:
        """The derivatives of the shown tensor, if they are few."""
        shown: Any = self._root()
        root: Node = shown._grad_fn
        made = made_of(root)
        found = None if made is None else made.jacobian
        if found is None:
            found = jacobian(root, shown._output_nr)
            if made is not None and found.missing != FREED:
                made.jacobian = found
        tables = [(leaf(), table) for leaf, table in found.tables]
        keys = [(None if leaf is None else key_of(leaf), table) for leaf, table in tables]
        return {
            "tables": sorted(
                ({"node": self.ids[key], "value": preview(table)} for key, table in keys if key in self.ids),
                key=lambda entry: entry["node"],
            ),
            "missing": found.missing,
        }

    def _node(self, key: Key, thing: Thing, turn: int | None) -> dict[str, Any]:
        if isinstance(thing, Node):
            return self._operation(key, thing, turn)
        name = self._labels.name(key, thing)
        if isinstance(thing, Scalar):
            return _fields("constant", name, value=scalar(thing.value))
        if isinstance(thing, Constant):
            return _fields(
                "constant",
                name,
                shape=list(thing.shape),
                dtype=_dtype(thing.dtype),
                value=preview(thing.value),
                version=thing.version,
            ) | _late(thing)
        return self._leaf(key, thing, name)

    def _leaf(self, key: Key, thing: Variable, name: str) -> dict[str, Any]:
        """A leaf with the value that the graph was computed from, and beside it what it is by now."""
        now = preview(thing._array)
        used = self._used.get(key)
        value = now if used is None or used.value is None else preview(used.value)
        later: dict[str, Any] = {}
        if used is not None and value != now:
            source, by = _written(thing._counter, used.version)
            later = {"later": {"value": now, "by": by, "source": source}}
        fields = _fields(
            "leaf" if thing._requires_grad else "constant",
            name,
            shape=list(thing._array.shape),
            dtype=_dtype(thing._array.dtype),
            value=value,
            grad=None if thing._grad is None else preview(thing._grad._array),
            requires_grad=thing._requires_grad,
            version=thing._changes,
        )
        return fields | later

    def _operation(self, key: Key, node: Node, turn: int | None) -> dict[str, Any]:
        formula, local = self._labels.formulas(key, node)
        site = self._labels.site(key)
        tensor, number = self._result(key, node)
        shape, dtype = node.results[number] if number < len(node.results) else ((), None)
        gone: dict[str, Any] = {"gone": True} if is_gone(node) else {}
        return (
            _fields(
                "op",
                self._labels.shown(key, node),
                op=node.name().rpartition("::")[2],
                symbol=symbol(node),
                formula=worded(formula),
                local=[worded(line) for line in local],
                shape=list(shape),
                dtype=_dtype(dtype),
                value=self._value(node, tensor, number),
                requires_grad=True,
                is_leaf=False,
                source=None if site is None else site.source(turn),
            )
            | gone
            | _under(node)
            | self._results(key, node)
            | self._changing(key, node)
            | self._walk(node)
        )

    def _changing(self, key: Key, node: Node) -> dict[str, Any]:
        """What may be said otherwise of an operation later."""
        tensor = self._tensor(key, node)
        made = made_of(node)
        decided = {} if made is None or not made.branches else {"branches": self._branches(key, made.branches)}
        return {
            "grad": None if tensor is None or tensor._grad is None else preview(tensor._grad._array),
            "retains_grad": tensor is not None and tensor._retain is not None,
            "version": 0 if tensor is None else tensor._changes,
            "saved": self._saved(key, node),
        } | decided

    def _results(self, key: Key, node: Node) -> dict[str, Any]:
        """Each result that is used, where these are several."""
        made = made_of(node)
        values = () if made is None else made.values
        found = [
            {
                "name": self._labels.result(key, node, number),
                "value": preview(values[number]) if number < len(values) else None,
            }
            for number in self.collected.several.get(key, ())
        ]
        return {"results": found} if found else {}

    def _value(self, node: Node, tensor: Variable | None, number: int) -> dict[str, Any] | None:
        made = made_of(node)
        values = () if made is None else made.values
        shown: Any = preview(values[number]) if number < len(values) else None
        return preview(tensor._array) if shown is None and tensor is not None else shown  # type: ignore[return-value]  # previews are dictionaries

    def _branches(self, key: Key, decisions: tuple[Branch, ...]) -> list[dict[str, Any]]:
        known = self._decided.get(key)
        if known is None or known[0] is not decisions:
            known = self._decided[key] = decisions, branches.written(decisions)
        return known[1]

    def _walk(self, node: Node) -> dict[str, Any]:
        found = made_by(node, self.ids, self.walks, self._labels.name)
        return {} if found is None else {"made_by": found}

    def _result(self, key: Key, node: Node) -> tuple[Variable | None, int]:
        """Which of its results an operation is shown with, and that tensor if it is alive."""
        tensor = self._tensor(key, node)
        return tensor, self.collected.only.get(key, 0) if tensor is None else tensor._output_nr

    def _tensor(self, key: Key, node: Node) -> Variable | None:
        """The result of an operation if it is still alive and still that: the shown one, a named one, any."""
        made = made_of(node)
        recorded = None if made is None or made.output is None else made.output()
        only = self.collected.only.get(key)
        for tensor in (self._root(), self._labels.tensor(key), recorded):
            if tensor is not None and tensor._grad_fn is node and only in {None, tensor._output_nr}:
                return tensor
        return None

    def _saved(self, key: Key, node: Node) -> list[dict[str, Any]]:
        """What the operation keeps for the way back."""
        if is_gone(node):
            return []
        kept = node.kept() if node.saved else []
        states = node.saved is None, [(tensor.name, tensor.version, tensor.state) for tensor in kept]
        known = self._kept.get(key)
        if known is None or known[0] != states or any(tensor.state == "overwritten" for tensor in kept):
            known = self._kept[key] = states, self._written_saved(key, node)
        return known[1]

    def _written_saved(self, key: Key, node: Node) -> list[dict[str, Any]]:
        """The same in the document's form, inputs first, numbers included: they are let go of as well."""
        inputs = self.collected.inputs[key]
        op = node.op
        positions = {} if op is None else {op.saved_as.get(n, n): i for i, n in enumerate(op.inputs)}
        found = {}
        for tensor in node.kept():
            position = positions.get(tensor.name, len(inputs))
            given = _option(node, tensor.name)
            if position < len(inputs):
                label = self._labels.label(inputs[position])
            elif given is not None:
                label = self._labels.name(key_of(given), given)
            else:
                label = self._labels.result(key, node, _result_number(node, tensor.name))
            found[tensor.name] = (position, label, tensor.version, tensor.state, _overwriting(tensor))
        state = "freed" if node.saved is None else "kept"
        for name, position in positions.items():
            if position < len(inputs) and isinstance(inputs[position].thing, Scalar) and f"_saved_{name}" in dir(node):
                found[name] = (position, self._labels.label(inputs[position]), 0, state, {})
        return [
            {"name": name, "label": worded(label), "version": told(node, name, state, version), "state": state} | then
            for name, (_, label, version, state, then) in sorted(found.items(), key=lambda item: item[1][0])
        ]

    def unseen(self, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What operations had saved and was changed behind autograd's back."""
        found = []
        for key, name, at in recorder.unseen.among(self.collected.things):
            node = nodes[self.ids[key]]
            labels = {saved["name"]: saved["label"] or saved["name"] for saved in node["saved"]}
            found.append({"node": node["id"]} | changed_unseen(node["op"], labels.get(name, name), at))
        return found

    # ---- edges ----

    def edges(self) -> list[dict[str, Any]]:
        """All edges, in the order of the nodes that they lead to."""
        several = self.collected.several
        parts: list[tuple[int, int, int, str | None]] = [
            (self.ids[i.key], self.ids[key], index, None)
            for key, inputs in self.collected.inputs.items()
            for index, i in enumerate(inputs)
            if i.key in self.ids
        ]
        cuts = {(self.ids[source], self.ids[target], cut.how): cut for source, target, cut in self.collected.cuts}
        parts += [(source, target, 0, how) for source, target, how in cuts]
        parts = sorted(set(parts), key=lambda part: (part[1], part[2], part[0]))
        numbers = {(end, index): n for n, (_, end, index, cut) in enumerate(parts) if cut is None}
        for key, inputs in self.collected.inputs.items():
            for index in range(len(inputs)):
                if (self.ids[key], index) in numbers:
                    self.edge_numbers[key, index] = numbers[self.ids[key], index]
        taken = {
            (self.ids[key], index): several[i.key].index(i.output_nr)
            for key, inputs in self.collected.inputs.items()
            for index, i in enumerate(inputs)
            if i.key in several
        }
        return [
            {"from": start, "to": end, "input": index, "cut": how}
            | ({"source": source_of(cuts[start, end, how].place)[0]} if how is not None else {})
            | ({"result": taken[end, index]} if how is None and (end, index) in taken else {})
            for start, end, index, how in parts
        ]


def _fields(kind: str, name: str, **given: Any) -> dict[str, Any]:
    """A node's fields in the document's order, but for the id."""
    return {
        "kind": kind,
        "name": name,
        "op": "",
        "symbol": "",
        "formula": "",
        "local": [],
        "shape": [],
        "dtype": "",
        "value": None,
        "grad": None,
        "requires_grad": False,
        "is_leaf": True,
        "retains_grad": False,
        "version": 0,
        "saved": [],
        "source": None,
    } | given


def _overwriting(tensor: Kept) -> dict[str, Any]:
    """Of a saved tensor that was overwritten since: its version now, and what made the next after the saved one."""
    if tensor.state != "overwritten" or tensor.counter is None:
        return {}
    source, by = _written(tensor.counter, tensor.version)
    return {"now": tensor.counter.value, "by": by, "source": source}


def _written(counter: VersionCounter | None, version: int) -> tuple[dict[str, Any] | None, str]:
    """Which line wrote first over a piece of memory that was at this version, and with what call."""
    writes: deque[Write] | None = None if counter is None else counter._trace
    at = next((at for after, at in list(writes or ()) if after > version), None)
    return (None, "") if at is None else source_of(at)


def _used(collected: Collected) -> dict[Key, Constant]:
    """The leaves as they were when they were used, last."""
    found: dict[Key, Constant] = {}
    for key, inputs in collected.inputs.items():  # in the order of making
        made = made_of(collected.things[key])  # type: ignore[arg-type]  # only operations have inputs
        operands = {} if made is None or made.operands is None else made.operands
        for at, given in enumerate(inputs):
            if isinstance(given.thing, Variable) and isinstance(operands.get(at), Constant):
                found[given.key] = operands[at]
    return found


def _option(node: Node, saved: str) -> Variable | None:
    """The tensor that an operation was given beside its inputs, such as the condition of `where`, by its saved name."""
    names = {} if node.op is None else {name: own for own, name in node.op.saved_as.items()}
    given = getattr(node, "options", {}).get(names.get(saved, saved))
    return given if isinstance(given, Variable) else None


def _result_number(node: Node, saved: str) -> int:
    """Which result of an operation is saved under a name: a row calls them z, z1, z2."""
    names = {} if node.op is None else {name: own for own, name in node.op.saved_as.items()}
    own = names.get(saved, saved)
    return int(own[1:]) if own[0] == "z" and own[1:].isdigit() else 0


def _late(thing: Thing) -> dict[str, Any]:
    """Said of a constant that was told to require gradients when it had been used: the graph does not lead to it."""
    tensor = thing.tensor() if isinstance(thing, Constant) else None
    return {"late": True} if tensor is not None and tensor._requires_grad and tensor._grad_fn is None else {}


def _dtype(dtype: np.dtype[Any] | None) -> str:
    return "" if dtype is None else f"torch.{dtype.name}"


def _under(node: Node) -> dict[str, Any]:
    """The branch of the program in which an operation was made, if it is one."""
    made = made_of(node)
    found = None if made is None or made.code is None else questions.around(made.code, made.lasti)
    return {} if found is None else {"under": {"text": found[0], "outcome": found[1]}}
