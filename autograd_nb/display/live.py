"""Keeps displayed graphs up to date: what later cells do to a graph shows in the output above.

A graph is displayed once, complete. From then on its output is watched, holding the tensor weakly: what a
learner has dropped is not kept alive by having been looked at. After each cell, every output whose graph
was walked, or one of whose leaves had its `.grad` changed, is sent its newest document once, by `update_display`.
This reaches the saved notebook, but not a page that was reloaded: therefore a `GraphModel` says that there is
something new, and has it ready for a page that did not get it.

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
from typing import TYPE_CHECKING, Any, Protocol

from autograd_nb.trace.document import renewed
from autograd_nb.trace.record import recorder

from . import mime
from .following import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from autograd_nb.engine.graph import Variable
    from autograd_nb.trace.wire import Shortened

log = logging.getLogger("autograd_nb")

LIMIT = 64
"""Outputs kept up to date at a time. Beyond it the oldest stay as they are."""

DISPLAY_ID = 8
"""Characters of a display id: it is sent with every update, and only the outputs of one page are to be told apart."""

NODES_LIMIT = 4000
"""Nodes, in all, of the graphs kept up to date: what bounds the time that one more cell can take."""


class Publish(Protocol):
    """Sends `update_display` for the output that was displayed under `display_id`."""

    def __call__(self, data: dict[str, Any], metadata: dict[str, Any], display_id: str) -> None:
        """Send it."""


@functools.cache
def _model() -> Any:
    """The class `GraphModel`; None without ipywidgets, where `update_display` has to do alone."""
    try:
        from .model import GraphModel
    except ImportError:
        return None
    return GraphModel


class LiveOutput(Following):
    """One output that shows a graph."""

    def __init__(
        self,
        tensor: Variable,
        document: dict[str, Any],
        cell_id: str | None,
        homes: Callable[[Variable], mime.Homes] | None,
        number: int,
        *,
        updatable: bool,
        shortened: Shortened | None = None,
    ) -> None:
        super().__init__(tensor, document, shortened)
        self.cell_id = cell_id
        self._homes = homes
        self.number = number
        self.model_id = mime.model_id_of(cell_id, number)
        self.display_id = uuid.uuid4().hex[:DISPLAY_ID] if updatable else None
        self.model: Any = None
        self.when_gone: Callable[[LiveOutput], None] | None = None

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata of the output."""
        return self._metadata(self.homes())

    def _metadata(self, homes: mime.Homes) -> dict[str, Any]:
        return {} if self.cell_id is None else mime.metadata(self.number, self.cell_id, homes, self.revision)

    def homes(self) -> mime.Homes:
        """Which cell made what in the graph, by now."""
        tensor = self.tensor()
        return {} if tensor is None or self._homes is None else self._homes(tensor)

    def refresh(self, make: Callable[[Variable], dict[str, Any]], publish: Publish) -> None:
        """Send the newest document, which `make` makes, if anything happened to the graph."""
        document = self.newer(make)
        if document is None:
            return
        data = mime.bundle(document, self.shortened)
        homes = self.homes()
        if self.display_id is not None:
            publish(data, self._metadata(homes), self.display_id)
        # After it: who hears of this and is behind has not got the other.
        self._tell({"revision": self.revision, "document": document, "html": data["text/html"], "homes": homes})

    def _tell(self, state: dict[str, Any]) -> None:
        if self.cell_id is None or _model() is None:
            return
        if self.model is None:
            self.model = _model()(model_id=self.model_id, whole=self.display_id is None, **state)
            self.model.comm.on_close(lambda _: self._gone())
        else:
            with self.model.hold_sync():
                for name, value in state.items():
                    setattr(self.model, name, value)

    def _gone(self) -> None:
        """The page has closed the model: its output was cleared, or its cell deleted."""
        if self.when_gone is not None:
            self.when_gone(self)

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
        homes: Callable[[Variable], mime.Homes] | None = None,
        *,
        updatable: bool = True,
        shortened: Shortened | None = None,
    ) -> LiveOutput:
        """Keep the output that shows `document` up to date from now on.

        Args:
            tensor: what is displayed; it has a `grad_fn`.
            document: its GraphDoc.
            cell_id: the cell whose output it is.
            homes: asked which cell made what, see `mime.metadata`.
            updatable: whether the output is published under our display id, or by somebody else.
            shortened: what `mime.bundle` has kept of the document.
        """
        with self._lock:
            number = 0
            if cell_id is not None:
                number = self._numbers[cell_id] = self._numbers.get(cell_id, 0) + 1
            output = LiveOutput(tensor, document, cell_id, homes, number, updatable=updatable, shortened=shortened)
            output.when_gone = self._forget
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
        if any(output.cell_id is not None for output in self._outputs):
            _model()  # the graph has been shown by now; a page that is opened next asks the kernel for its widgets
        with self._lock:
            if self._seen == recorder.happened:
                return
            self._seen = recorder.happened
            self._keep(lambda output: output.tensor() is not None)
            namespace = self._namespace()
            # The same tensor is often displayed more than once.
            make = functools.cache(lambda tensor: renewed(tensor, namespace))
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

    def _forget(self, gone: LiveOutput) -> None:
        self._keep(lambda output: output is not gone)

    def close(self) -> None:
        """Stop following all outputs."""
        self._keep(lambda _: False)
