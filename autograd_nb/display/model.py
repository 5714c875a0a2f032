"""The model that keeps one displayed graph alive in pages.

Only ipywidgets can make it, which takes as long to load as all of the display: `live` imports this module when the
first graph has been shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets

from autograd_nb.display import mime
from autograd_nb.display.halves import ANY, Half

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT = {"document", "html", "homes"}
VIEW = {"_view_count", "_view_module", "_view_module_version", "_view_name"}
"""What every model of ipywidgets says of its view, and this one, which has none, does not."""


class GraphModel(Half, ipywidgets.Widget):  # type: ignore[misc] # ipywidgets has no types
    """The kernel's half of `labextension/src/model.ts`: the newest state of one displayed graph.

    Where the output's own update reaches the page it says only that there was one. A page that was reloaded, whose
    output is behind, asks for the whole state, and is sent whole states from then on.

    It has no view of its own, so that no output can ever ask for a model that is gone.
    """

    _model_name = traitlets.Unicode("GraphModel").tag(sync=True)
    _model_module = traitlets.Unicode("autograd-nb").tag(sync=True)
    _model_module_version = traitlets.Unicode(ANY).tag(sync=True)

    revision = traitlets.Int(help="Later states have higher numbers.").tag(sync=True)
    document = traitlets.Dict(help="The GraphDoc.").tag(sync=True, to_json=mime.travelling)
    html = traitlets.Unicode(help="Its HTML fallback, for the saved notebook.").tag(sync=True)

    homes = traitlets.Dict(help="Which cell made what in it, as `mime.metadata` takes it.").tag(sync=True)

    whole = traitlets.Bool(False, help="Whether pages are sent what they have not asked for.")

    def get_state(self, key: str | Iterable[str] | None = None, drop_defaults: bool = False) -> dict[str, Any]:
        """The state, or a part of it; without the document where a page has that already."""
        keys = set(self.keys if key is None else [key] if isinstance(key, str) else key)
        if not self.whole and (key is not None or self.comm is None):
            keys -= CONTENT
        state: dict[str, Any] = super().get_state(keys - VIEW, drop_defaults)
        return state

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Tell pages what has changed, or all where one of them asks."""
        self.whole = self.whole or key is None
        super().send_state(key)

    def __repr__(self) -> str:
        return "GraphModel()"
