"""What `%load_ext autograd_nb` does to IPython, and how `%unload_ext autograd_nb` undoes it.

A tensor with a `grad_fn` that ends a cell is displayed as PyTorch's line and its graph. The choice of
mechanism:

- The last value of a cell is published as `display_data` with a display id, not as `execute_result`:
  JupyterLab remembers the places of display ids for `display_data` only, and `update_display` has to find
  the output again. IPython itself allows for this (`_ipython_display_`), so `Out[n]`, `_`, `__`,
  `ExecutionResult.result` and the history are as always, and `y;` shows nothing. What is lost is the number
  beside the output.
- `display(y)` and `display(y, display_id=...)` remain IPython's own, with our bundle: whoever gives an id
  updates it.

Tensors without a `grad_fn` are PyTorch's text, and so is everything in a terminal.
"""

from __future__ import annotations

import logging
import sys
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.tensor import Tensor
from autograd_nb.trace import record
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.files import files_of, files_of_changes, files_of_unseen
from autograd_nb.trace.wire import Shortened

from . import mime
from .live import LiveOutput, LiveOutputs
from .signatures import make_legible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

    from autograd_nb.engine.graph import Variable

log = logging.getLogger("autograd_nb")

CELLS = 2000
"""Texts of cells whose place in the notebook is remembered."""


def load_ipython_extension(shell: InteractiveShell, cells: Iterable[ExecutionInfo] = ()) -> None:
    """Turn rich display, recording and live outputs on. Loading twice is harmless.

    Args:
        shell: IPython.
        cells: those that began before, in their order. One of them may be running still.

    Example:
        >>> from IPython.core.interactiveshell import InteractiveShell
        >>> shell = InteractiveShell()
        >>> load_ipython_extension(shell)
        >>> unload_ipython_extension(shell)
    """
    if shell not in _sessions:
        session = _sessions[shell] = Session(shell)
        session.start(cells)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Turn everything off again; IPython is as it was before."""
    session = _sessions.pop(shell, None)
    if session is not None:
        session.stop()


def current_shell() -> InteractiveShell | None:
    """The IPython that runs this, where there is one. It is not loaded to find out."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()  # type: ignore[no-untyped-call,unused-ignore] # newer versions have types


def cells_of(shell: InteractiveShell | None, tensor: Variable | None) -> tuple[str | None, mime.Homes]:
    """The cell that is running, and which cell made what in `tensor`'s graph, as far as that is known."""
    session = None if shell is None else _sessions.get(shell)
    if session is None or tensor is None:
        return None, {}
    return session._cell_id, session._homes(tensor)


class Session:
    """The extension at work in one IPython shell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.outputs = LiveOutputs(self._update, lambda: shell.user_ns)
        self._cell_id: str | None = None
        self._files: dict[str, str] = {}  # the name a cell's code is compiled under -> the cell's id
        self._undo: list[Callable[[], object]] = []

    def start(self, cells: Iterable[ExecutionInfo] = ()) -> None:
        """Record, format, and look after each cell."""
        record.start()
        self._undo.append(record.stop)
        self._undo.append(make_legible(self.shell.inspector))
        formatters = self.shell.display_formatter
        if formatters is None or "text/html" not in formatters.active_types:
            return  # a terminal
        self._undo.append(self.outputs.close)
        self._format(formatters.ipython_display_formatter, self.display_result)
        self._format(formatters.mimebundle_formatter, self.mimebundle)
        for event, hook in (("pre_run_cell", self.pre_run_cell), ("post_run_cell", self.post_run_cell)):
            self.shell.events.register(event, hook)
            self._undo.append(partial(self.shell.events.unregister, event, hook))
        for cell in cells:
            self.pre_run_cell(cell)

    def stop(self) -> None:
        """Undo all of it, last first. Widgets that were shown stay as they are."""
        while self._undo:
            self._undo.pop()()
        widget = sys.modules.get("autograd_nb.display.widget")
        if widget is not None:
            widget.followers.clear()

    def _format(self, formatter: Any, function: Callable[[Tensor], object]) -> None:
        before = formatter.type_printers.get(Tensor)
        formatter.for_type(Tensor, function)
        if before is None:
            self._undo.append(lambda: formatter.pop(Tensor, None))
        else:
            self._undo.append(lambda: formatter.for_type(Tensor, before))

    # Formatters. NotImplementedError is IPython's "not handled here": it goes on as if we were not there.

    def display_result(self, tensor: Tensor) -> None:
        """Publish the tensor that ends a cell."""
        hook: Any = self.shell.displayhook
        if not _is_displaying(hook):
            raise NotImplementedError  # display(y)
        output, data = self._show(tensor, updatable=True)
        self.shell.display_pub.publish(data=data, metadata=output.metadata, transient={"display_id": output.display_id})
        hook.log_output({"text/plain": data["text/plain"]})

    def mimebundle(self, tensor: Tensor) -> tuple[dict[str, Any], dict[str, Any]]:
        """The bundle and metadata for `display(y)`."""
        output, data = self._show(tensor, updatable=False)
        return data, output.metadata

    def _show(self, tensor: Tensor, *, updatable: bool) -> tuple[LiveOutput, dict[str, Any]]:
        if tensor.grad_fn is None:
            raise NotImplementedError
        try:
            document = make_document(tensor, self.shell.user_ns, followed=True)
            data = mime.bundle(document, shortened := Shortened())
        except Exception:  # the value can still be shown
            log.exception("the graph of this tensor could not be drawn")
            raise NotImplementedError from None
        output = self.outputs.add(
            tensor, document, self._cell_id, self._homes, updatable=updatable, shortened=shortened
        )
        return output, data

    def _homes(self, tensor: Variable) -> mime.Homes:
        """Which cell made which nodes, and which changes of gradients; empty where the front end names no cells."""
        if self._cell_id is None:
            return {}
        changes, unseen = self._cells(files_of_changes(tensor)), self._cells(files_of_unseen(tensor))
        known = {"changes": changes} if changes else {}
        return {"cells": self._cells(files_of(tensor)), **known, **({"unseen": unseen} if unseen else {})}

    def _cells(self, files: Mapping[int, str]) -> dict[str, list[int]]:
        cells: dict[str, list[int]] = {}
        for number, file in files.items():
            if file in self._files:
                cells.setdefault(self._files[file], []).append(number)
        return cells

    def _update(self, data: dict[str, Any], metadata: dict[str, Any], display_id: str) -> None:
        self.shell.display_pub.publish(data=data, metadata=metadata, transient={"display_id": display_id}, update=True)

    # Events.

    def pre_run_cell(self, info: ExecutionInfo) -> None:
        """Note the cell; what it displayed before is about to be replaced."""
        cell_id: str | None = getattr(info, "cell_id", None)
        self._cell_id = cell_id
        self.outputs.supersede(cell_id)
        record.recorder.noticed.clear()
        record.recorder.held = {}
        if cell_id is not None:
            self._note_file(info, cell_id)

    def _note_file(self, info: ExecutionInfo, cell_id: str) -> None:
        # Kernels name a cell's file after its text: of two cells of the same text, the one that ran last is meant.
        code = str(info.raw_cell)
        transformed = str(getattr(info, "transformed_cell", None) or code)
        number = self.shell.execution_count - bool(info.store_history)  # it has been counted already
        name = self.shell.compile.get_code_name(code, transformed, number)
        self._files.pop(name, None)
        self._files[name] = cell_id
        if len(self._files) > CELLS:
            del self._files[next(iter(self._files))]

    def post_run_cell(self, result: ExecutionResult) -> None:
        """Show in the outputs above what the cell did, and explain how it failed."""
        self.outputs.refresh()
        record.recorder.unseen.settle()
        try:
            self._explain(result.error_in_exec)
        except Exception:  # the learner has an error already
            log.exception("an error could not be explained")
        finally:
            record.recorder.held = None

    def _explain(self, error: BaseException | None) -> None:
        """Say, below a traceback or a warning, what it means. The traceback stays as it is."""
        from . import explaining

        namespace = self.shell.user_ns
        explanation = None if error is None else explaining.of_error(error)
        # `h.grad.zero_()` and `0.1 * h.grad` fail because `h` keeps no gradient: that is what is to be said, then.
        if error is None or (isinstance(error, (AttributeError, TypeError)) and "NoneType" in str(error)):
            noticed = [(about, known()) for about, known in record.recorder.noticed]
            said = (explaining.of_notice(about, tensor, namespace) for about, tensor in noticed if tensor is not None)
            explanation = next((each for each in said if each is not None), explanation)
        if explanation is None:
            return
        volatile: dict[str, Any] = {"explains": explanation.kind}
        cell_id, homes = cells_of(self.shell, explanation.tensor)
        if cell_id is not None:
            volatile |= mime.placed(cell_id, homes)
        data = explanation.bundle(explanation.document(namespace))
        self.shell.display_pub.publish(data=data, metadata={MIME: volatile})


_sessions: weakref.WeakKeyDictionary[InteractiveShell, Session] = weakref.WeakKeyDictionary()


def _is_displaying(hook: Any) -> bool:
    """Whether IPython is displaying the value of a cell, rather than something passed to `display`."""
    # A kernel's hook holds the message it is about to send; any other says that it is active, from IPython 9 on.
    return getattr(hook, "msg", None) is not None or bool(getattr(hook, "is_active", False))
