"""`show(y)`: the graph as a widget that a learner places, links and observes.

The default display of a tensor needs no widget. This one is asked for: its traits can be linked to sliders, set
from code and observed. What the traits hold is what the page shows, in both directions.

While a widget is open, what cells (and callbacks of other widgets) do to its graph is recorded and shown. It
holds the tensor weakly, and ends with `close()`.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import sys
import weakref
from typing import TYPE_CHECKING, Any, ClassVar

import ipywidgets
import traitlets

from autograd_nb.trace import given, record
from autograd_nb.trace.document import MIME, make_document, renewed
from autograd_nb.trace.layout import DIRECTIONS

from . import mime
from .following import Following
from .halves import ANY, CONTENT, Beside
from .ipython import cells_of, current_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from autograd_nb.engine.graph import Variable

log = logging.getLogger("autograd_nb")

FOLLOWED = 64
"""Widgets kept up to date at a time. Beyond it the oldest stay as they are."""


class Shown(traitlets.HasTraits):
    """What every host of the widget has: the traits, and the tie to a tensor.

    Attributes:
        document: the GraphDoc that is drawn.
        step: where the view stands in the history of its backward walks; 0 is before everything, None the end.
        steps: how many there are. The page counts them, since a folded loop is walked in one.
        playing: whether the view plays from `step` on.
        speed: 2 plays twice as fast.
        direction: where values flow to, "right" or "down"; None as the learner's settings say.
        selected: the id of the node that is inspected, see `document["nodes"]`; None for none.
    """

    document = traitlets.Dict(help="The GraphDoc that is drawn.").tag(sync=True, to_json=mime.travelling)
    step = traitlets.Int(None, min=0, allow_none=True, help="Where the view stands; None: at the end.").tag(sync=True)
    steps = traitlets.Int(0, min=0, help="How many steps there are.").tag(sync=True)
    playing = traitlets.Bool(False, help="Whether it plays.").tag(sync=True)
    speed = traitlets.Float(1.0, min=0.1, max=20.0, help="2 plays twice as fast.").tag(sync=True)
    direction = traitlets.Enum([None, *DIRECTIONS], None, help="Where values flow to; None: as the settings say.").tag(
        sync=True
    )
    selected = traitlets.Int(None, min=0, allow_none=True, help="Id of the inspected node.").tag(sync=True)

    _following: Following | None = None

    _born_whole: ClassVar[bool] = False  # whether it opens with its document; otherwise that comes a moment later

    def follow(self, tensor: Variable, document: dict[str, Any]) -> None:
        """Show `tensor`, whose GraphDoc is `document`, and what happens to it from now on."""
        self._following = Following(tensor, document)
        self._draw(document)
        followers.add(self)

    def update(self, tensor: Variable | None = None) -> None:
        """Show what has happened to the graph, or the graph of another tensor in the same place.

        After each cell this is done of itself. Call it for a new tensor, as a slider's callback makes one, or
        where no IPython tells the ends of cells.

        >>> import autograd_nb as torch
        >>> x = torch.tensor(2., requires_grad=True)
        >>> widget = torch.show(x * x)
        >>> widget.update(x * x * x)
        >>> widget.document["text"]
        'tensor(8., grad_fn=<MulBackward0>)'
        >>> widget.close()

        Raises:
            TypeError: it is no tensor.
        """
        if tensor is not None:
            given.tensor(tensor, "update()")
            self.follow(tensor, make_document(tensor, _namespace(sys._getframe(1)), followed=True))
        elif self._following is not None:
            self.refresh(functools.partial(renewed, namespace=_namespace(None)))

    def refresh(self, make: Callable[[Variable], dict[str, Any]]) -> None:
        """Show the newest document, which `make` makes, if anything happened to the graph."""
        if self._following is None:
            return
        if self._following.tensor() is None:
            followers.discard(self)  # nothing can happen to it any more
            return
        document = self._following.newer(make)
        if document is not None:
            self._draw(document)

    def _draw(self, document: dict[str, Any]) -> None:
        self.document = document

    def close(self) -> None:
        """End: the page no longer shows the widget, and nothing is kept."""
        followers.discard(self)
        self._following = None
        super().close()  # type: ignore[misc] # of ipywidgets

    def __repr__(self) -> str:
        return "autograd_nb.show()"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The widget, and for those who know no widgets PyTorch's text and a picture."""
        view = self._view_bundle()
        if view is None:
            return None
        data, metadata = view
        return {**data, **self._forms()}, {**metadata, **self._metadata()}

    def _view_bundle(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """What the widget library displays; None where there is nothing to see."""
        data = ipywidgets.DOMWidget._repr_mimebundle_(self)
        return None if data is None else (data, {})

    def _forms(self) -> dict[str, Any]:
        forms = mime.bundle(self.document)
        del forms[MIME]
        return forms

    def _metadata(self) -> dict[str, Any]:
        return {}


class GraphWidget(Beside, Shown, ipywidgets.DOMWidget):  # type: ignore[misc] # ipywidgets has no types
    """The kernel's half of `labextension/src/widget.ts`, for JupyterLab and Notebook 7.

    Its output carries the document, too. There the extension draws the output from it and then obeys the widget,
    so a notebook that is opened again still shows the graph, not "model not found".
    """

    _model_name = traitlets.Unicode("ShowModel").tag(sync=True)
    _model_module = traitlets.Unicode("autograd-nb").tag(sync=True)
    _model_module_version = traitlets.Unicode(ANY).tag(sync=True)
    _view_name = traitlets.Unicode("ShowView").tag(sync=True)
    _view_module = traitlets.Unicode("autograd-nb").tag(sync=True)
    _view_module_version = traitlets.Unicode(ANY).tag(sync=True)

    _displayed = False
    _placed = False  # among other widgets, or it may be: somebody has asked for its address
    _cell_id: str | None = None  # of the cell that displayed it last

    html = traitlets.Unicode(help="The document's HTML fallback, for the saved notebook.").tag(sync=True)
    homes = traitlets.Dict(help="Which cell made what in it, as `mime.metadata` takes it.").tag(sync=True)

    def _draw(self, document: dict[str, Any]) -> None:
        html = mime.bundle(document)["text/html"]
        with self.hold_sync():
            self.document, self.html, self.homes = document, html, self._cells()[1]
            self.revision += 1
            # Before the page hears of the revision: whoever is behind then has not got this.
            if self._displayed:
                self._publish(update=True)

    @property
    def model_id(self) -> str | None:
        """What other widgets call it. Among these it has no output: from now on its traits bring the content."""
        if self.document and not self._placed and self.comm is not None:
            self._placed = True
            before, self.whole = self.whole, True
            try:
                self.send_state(CONTENT)
            finally:
                self.whole = before
        return self._address

    @property
    def _address(self) -> str | None:
        return None if self.comm is None else str(self.comm.comm_id)

    def spares(self, key: str | Iterable[str] | None) -> bool:
        """An output of its own brings what is new, and as long as it stands nowhere nobody needs it."""
        return key is not None and (self._displayed or not self._placed)

    def _ipython_display_(self) -> None:
        """Be an output that is found again: what cells do later reaches the notebook, whoever runs and saves it."""
        if current_shell() is None or self.comm is None:
            raise NotImplementedError  # IPython's "not handled here"
        self._displayed, self._cell_id = True, self._cells()[0]
        self._publish(update=False)

    def close(self) -> None:
        """End: the page no longer shows the widget, and nothing is kept."""
        self._placed = True  # nobody needs the content any more
        super().close()

    def _publish(self, *, update: bool) -> None:
        shell = current_shell()
        bundle = self._repr_mimebundle_()
        if shell is not None and bundle is not None:
            data, metadata = bundle
            transient = {"display_id": self._address}
            shell.display_pub.publish(data=data, metadata=metadata, transient=transient, update=update)

    def _cells(self) -> tuple[str | None, mime.Homes]:
        return cells_of(current_shell(), None if self._following is None else self._following.tensor())

    def _view_bundle(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        # No widget-view+json: of all forms nbconvert would choose that one, and show nothing where its library or our
        # extension is not to be had.
        return None if self.comm is None else ({}, {})

    def _forms(self) -> dict[str, Any]:
        return mime.bundle(self.document, None if self._following is None else self._following.shortened)

    def _metadata(self) -> dict[str, Any]:
        running, homes = self._cells()
        return mime.metadata(str(self._address), self._cell_id or running, homes, self.revision)


class _Followers:
    """The open widgets, brought up to date after every cell and every callback of another widget."""

    def __init__(self) -> None:
        self._widgets: list[weakref.ref[Shown]] = []
        self._seen = -1
        self._undo = contextlib.ExitStack()

    def __len__(self) -> int:
        return len(self._widgets)

    def add(self, widget: Shown) -> None:
        """Bring `widget` up to date from now on."""
        if not self._widgets:
            self._begin()
        if all(known() is not widget for known in self._widgets):
            self._widgets.append(weakref.ref(widget))
        del self._widgets[:-FOLLOWED]

    def discard(self, widget: Shown) -> None:
        """Leave `widget` as it is."""
        before = len(self._widgets)
        self._widgets = [known for known in self._widgets if known() not in {widget, None}]
        if before and not self._widgets:
            self._undo.close()

    def clear(self) -> None:
        """Leave all of them as they are: the extension is unloaded."""
        self._widgets.clear()
        self._undo.close()

    def _begin(self) -> None:
        self._undo.enter_context(record.recording())
        shell = current_shell()
        if shell is not None:
            # Not `post_run_cell`: callbacks of widgets are no cells, and a slider may well call backward().
            shell.events.register("post_execute", self.refresh)
            self._undo.callback(shell.events.unregister, "post_execute", self.refresh)

    def refresh(self) -> None:
        """Look for news."""
        if self._seen == record.recorder.happened:
            return
        self._seen = record.recorder.happened
        namespace = _namespace(None)
        # One tensor may be shown more than once.
        make = functools.cache(lambda tensor: renewed(tensor, namespace))
        self._widgets = [known for known in self._widgets if known() is not None]
        for widget in [known() for known in self._widgets]:
            if widget is None:
                continue
            try:
                widget.refresh(make)
            except Exception:  # the learner's cell has run well: a picture must not make it look otherwise
                log.exception("a shown graph could not be brought up to date")
                self.discard(widget)


followers = _Followers()
"""The widgets of this process."""


def show(y: Variable, *, host: str | None = None, **traits: Any) -> Shown:
    """The graph of `y` as a widget: place it among others, link it, set it, observe it.

    Args:
        y: a tensor.
        host: "jupyterlab" (JupyterLab and Notebook 7, with the extension that comes with this package) or
            "anywidget" (VS Code, Colab, marimo; needs the package anywidget). Default: what fits the place.
        traits: `step`, `playing`, `speed`, `direction`, `selected`, and what all widgets have, such as `layout`.

    Raises:
        TypeError: `y` is no tensor.
        ValueError: there is no such host.
        TraitError: a trait was given what it cannot be.
        ImportError: anywidget was asked for and is not installed.

    Example:
        A slider that steps through the history, in the page alone, with or without a kernel::

            view, slider = torch.show(y), ipywidgets.IntSlider()
            ipywidgets.jslink((view, "step"), (slider, "value"))
            ipywidgets.jslink((view, "steps"), (slider, "max"))
            ipywidgets.VBox([slider, view])

        >>> import autograd_nb as torch
        >>> x = torch.arange(4., requires_grad=True)
        >>> view = torch.show(2 * torch.dot(x, x), speed=2)
        >>> view.observe(lambda change: None, "selected")
        >>> view.document["text"], view.step, view.speed
        ('tensor(28., grad_fn=<MulBackward0>)', None, 2.0)
        >>> view.close()
    """
    given.tensor(y, "show()")
    make = _class(host)
    with record.recording():
        document = make_document(y, _namespace(sys._getframe(1)), followed=True)
        first = {"document": document} if make._born_whole else {}
        widget: Shown = make(**first, **traits)
        widget.follow(y, document)
    return widget


def _class(host: str | None) -> type[Shown]:
    if host not in {None, "jupyterlab", "anywidget"}:
        raise ValueError(f"show() knows the hosts 'jupyterlab' and 'anywidget', not {host!r}")
    place = _place()
    if host == "anywidget" or (host is None and place is not None):
        try:
            from .anyhost import AnyGraphWidget
        except ModuleNotFoundError as error:
            where = f"in {place} " if place else ""
            raise ImportError(
                f"{where}show() needs the package anywidget: install it with '%pip install anywidget'"
            ) from error
        return AnyGraphWidget
    return GraphWidget


def _place() -> str | None:
    """The front end, if it is known to be one that does not load our JupyterLab extension."""
    shell = current_shell()
    if shell is not None and "__vsc_ipynb_file__" in shell.user_ns:
        return "VS Code"
    if "google.colab" in sys.modules:
        return "Colab"
    marimo = sys.modules.get("marimo")  # it may be imported elsewhere too
    if marimo is not None and marimo.running_in_notebook():
        return "marimo"
    return None


def _namespace(frame: Any) -> Mapping[str, object]:
    """The learner's variables: the notebook's, or those of a calling frame."""
    shell = current_shell()
    if shell is not None:
        names: Mapping[str, object] = shell.user_ns
        return names
    return {} if frame is None else {**frame.f_globals, **frame.f_locals}
