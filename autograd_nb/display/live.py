"""Keeps displayed graphs up to date: what later cells do to a graph shows in the output above.

A graph is displayed once, complete. From then on its output is watched, holding the tensor weakly: what a
learner has dropped is not kept alive by having been looked at. After each cell, every output whose graph
was walked, or one of whose leaves had its `.grad` changed, is sent its newest document once, in two ways,
because each loses something: `update_display` reaches the saved notebook but not a page that was reloaded;
the traits of a `GraphModel` reach reloaded pages.

A model is only made with the first change: a graph that nobody walks costs no comm. Its id is fixed when
the graph is displayed and stands in the output's metadata; the front end goes live when a model with that
id appears. The id is the cell's, with a number: it is saved with the notebook, and another run gives the same.
Whoever runs cells without naming them (nbclient, nbval) has no page to keep alive: no id, no model.
"""

from __future__ import annotations

import functools
import itertools
import logging
import threading
import uuid
import weakref
from typing import TYPE_CHECKING, Any, Protocol

import traitlets

from autograd_nb.display import mime
from autograd_nb.engine.graph import AccumulateGrad
from autograd_nb.trace.document import make_document
from autograd_nb.trace.entries import OfTensor
from autograd_nb.trace.record import recorder

try:
    import ipywidgets
except ImportError:  # every graph is still displayed, and updated through `update_display`
    ipywidgets = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from autograd_nb.engine.graph import Node, Variable
    from autograd_nb.trace.entries import Made

log = logging.getLogger("autograd_nb")

LIMIT = 64
"""Outputs kept up to date at a time. Beyond it the oldest stay as they are."""

NODES_LIMIT = 4000
"""Nodes, in all, of the graphs kept up to date: what bounds the time that one more cell can take."""

LOOK_THROUGH = 20_000
"""Nodes of a graph that are looked through for news."""


class Publish(Protocol):
    """Sends `update_display` for the output that was displayed under `display_id`."""

    def __call__(self, data: dict[str, Any], metadata: dict[str, Any], display_id: str) -> None:
        """Send it."""


if ipywidgets is not None:

    class GraphModel(ipywidgets.Widget):  # type: ignore[misc] # ipywidgets has no types
        """The kernel's half of `labextension/src/model.ts`: the newest state of one displayed graph.

        It has no view of its own, so that no output can ever ask for a model that is gone.
        """

        _model_name = traitlets.Unicode("GraphModel").tag(sync=True)
        _model_module = traitlets.Unicode("autograd-nb").tag(sync=True)
        _model_module_version = traitlets.Unicode("^1.0.0").tag(sync=True)  # PROTOCOL in model.ts

        document = traitlets.Dict(help="The GraphDoc.").tag(sync=True)
        html = traitlets.Unicode(help="Its HTML fallback, for the saved notebook.").tag(sync=True)

        def __repr__(self) -> str:
            return "GraphModel()"


class LiveOutput:
    """One output that shows a graph."""

    def __init__(
        self,
        tensor: Variable,
        document: dict[str, Any],
        cell_id: str | None,
        cells: dict[str, list[int]] | None,
        number: int,
        *,
        updatable: bool,
    ) -> None:
        root: Any = tensor._grad_fn
        self.tensor = weakref.ref(tensor)
        self.node = weakref.ref(root)
        self.latest = latest(root)
        self.document = document
        self.cell_id = cell_id
        self.cells = cells
        self.model_id = f"{cell_id}-{number}"
        self.display_id = uuid.uuid4().hex if updatable else None
        self.model: Any = None

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata of the output."""
        return {} if self.cell_id is None else mime.metadata(self.model_id, self.cell_id, self.cells)

    def shown(self) -> Variable | None:
        """The displayed tensor, or None once it is gone or an in-place operation gave it another history."""
        tensor = self.tensor()
        return tensor if tensor is not None and tensor._grad_fn is self.node() else None

    def refresh(self, make: Callable[[Variable], dict[str, Any]], publish: Publish) -> None:
        """Send the newest document, which `make` makes, if anything happened to the graph."""
        tensor, root = self.shown(), self.node()
        if tensor is None or root is None or latest(root) == self.latest:
            return
        self.latest = latest(root)
        document = _as_first_shown(make(tensor), self.document)
        if document == self.document:
            return
        self.document = document
        data = mime.bundle(document)
        self._send(document, data["text/html"])
        if self.display_id is not None:
            publish(data, self.metadata, self.display_id)

    def _send(self, document: dict[str, Any], html: str) -> None:
        if ipywidgets is None or self.cell_id is None:
            return
        if self.model is None:
            self.model = GraphModel(model_id=self.model_id, document=document, html=html)
        else:
            with self.model.hold_sync():
                self.model.document, self.model.html = document, html

    def close(self) -> None:
        """Stop following. The output stays as it is."""
        if self.model is not None:
            self.model.close()
            self.model = None


class LiveOutputs:
    """The outputs of one IPython shell that are kept up to date, oldest first.

    Cells may run in other threads (JupyterLab's subshells): a lock guards the list, and nothing depends on
    the thread.
    """

    def __init__(self, publish: Publish, namespace: Callable[[], Mapping[str, object]]) -> None:
        self._publish = publish
        self._namespace = namespace
        self._outputs: list[LiveOutput] = []
        self._lock = threading.RLock()
        self._seen = recorder.happened
        self._numbers: dict[str, int] = {}  # of the outputs that each cell has shown in its present run

    def __len__(self) -> int:
        return len(self._outputs)

    def __iter__(self) -> Iterator[LiveOutput]:
        return iter(list(self._outputs))

    def add(
        self,
        tensor: Variable,
        document: dict[str, Any],
        cell_id: str | None = None,
        cells: dict[str, list[int]] | None = None,
        *,
        updatable: bool = True,
    ) -> LiveOutput:
        """Keep the output that shows `document` up to date from now on.

        Args:
            tensor: what is displayed; it has a `grad_fn`.
            document: its GraphDoc.
            cell_id: the cell whose output it is.
            cells: which cell made which nodes, see `mime.metadata`.
            updatable: whether the output is published under our display id, or by somebody else.
        """
        with self._lock:
            number = 0
            if cell_id is not None:
                number = self._numbers[cell_id] = self._numbers.get(cell_id, 0) + 1
            output = LiveOutput(tensor, document, cell_id, cells, number, updatable=updatable)
            self._outputs.append(output)
            nodes = itertools.accumulate(len(each.document["nodes"]) for each in reversed(self._outputs))
            kept = max(1, sum(count <= NODES_LIMIT for count in itertools.islice(nodes, LIMIT)))
            for old in self._outputs[:-kept]:
                old.close()
            del self._outputs[:-kept]
        return output

    def supersede(self, cell_id: str | None) -> None:
        """The cell runs again: its outputs are about to be replaced."""
        if cell_id is not None:
            self._keep(lambda output: output.cell_id != cell_id)
            self._numbers.pop(cell_id, None)

    def refresh(self) -> None:
        """Bring every output up to date whose graph was touched, once. Called when a cell has ended."""
        with self._lock:
            if self._seen == recorder.happened:
                return
            self._seen = recorder.happened
            self._keep(lambda output: output.shown() is not None)
            namespace = self._namespace()
            # The same tensor is often displayed more than once.
            make = functools.cache(lambda tensor: make_document(tensor, namespace))
            for output in self:
                self._refresh(output, make)

    def _refresh(self, output: LiveOutput, make: Callable[[Variable], dict[str, Any]]) -> None:
        try:
            output.refresh(make, self._publish)
        except Exception:  # the learner's cell has run well: a picture must not make it look otherwise
            log.exception("a displayed graph could not be brought up to date")
            self._keep(lambda other: other is not output)

    def _keep(self, wanted: Callable[[LiveOutput], bool]) -> None:
        with self._lock:
            for output in self:
                if not wanted(output):
                    output.close()
                    self._outputs.remove(output)

    def close(self) -> None:
        """Stop following all outputs."""
        self._keep(lambda _: False)


def latest(root: Node) -> int:
    """The number of the last walk or gradient change that this graph has seen; 0 for none.

    A graph too large to look through counts as touched by everything that happens.
    """
    clocks = [0]
    seen = {root}
    todo = [root]
    while todo:
        node = todo.pop()
        clocks.extend(_clocks(node._trace))
        if isinstance(node, AccumulateGrad):
            clocks.extend(_clocks(node.variable._trace))
        for following, _ in node.next_functions:
            if following is not None and following not in seen:
                seen.add(following)
                todo.append(following)
        if len(seen) > LOOK_THROUGH:
            return recorder.happened
    return max(clocks)


def _clocks(trace: Made | OfTensor | None) -> Iterator[int]:
    if trace is not None and trace.visits:
        yield trace.visits[-1].walk.clock
    if isinstance(trace, OfTensor) and trace.ledger:
        yield trace.ledger[-1].clock


def _as_first_shown(document: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """A newer document with the text and names first shown: `y` above is still y after `y = x.sum()`."""
    names = {(node["id"], node["op"]): node["name"] for node in first["nodes"]}
    nodes = [{**node, "name": names.get((node["id"], node["op"]), node["name"])} for node in document["nodes"]]
    return {**document, "text": first["text"], "nodes": nodes}
