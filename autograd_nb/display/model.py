"""The model that keeps one displayed graph alive in pages.

Only ipywidgets can make it, which takes as long to load as all of the display: `live` imports this module when the
first graph has been shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets

from . import mime
from .halves import ANY, Beside

if TYPE_CHECKING:
    from collections.abc import Iterable

VIEW = {"_view_count", "_view_module", "_view_module_version", "_view_name"}
"""What every model of ipywidgets says of its view, and this one, which has none, does not."""


class GraphModel(Beside, ipywidgets.Widget):  # type: ignore[misc] # ipywidgets has no types
    """The kernel's half of `labextension/src/model.ts`: the newest state of one displayed graph.

    It has no view of its own, so that no output can ever ask for a model that is gone.
    """

    _model_name = traitlets.Unicode("GraphModel").tag(sync=True)
    _model_module = traitlets.Unicode("autograd-nb").tag(sync=True)
    _model_module_version = traitlets.Unicode(ANY).tag(sync=True)

    document = traitlets.Dict(help="The GraphDoc.").tag(sync=True, to_json=mime.travelling)
    html = traitlets.Unicode(help="Its HTML fallback, for the saved notebook.").tag(sync=True)

    homes = traitlets.Dict(help="Which cell made what in it, as `mime.metadata` takes it.").tag(sync=True)

    def spares(self, key: str | Iterable[str] | None) -> bool:
        """The output's own update has brought what is new, and what was there when this is made."""
        return key is not None or self.comm is None

    def get_state(self, key: str | Iterable[str] | None = None, drop_defaults: bool = False) -> dict[str, Any]:
        """The state, or a part of it; nothing of a view."""
        state = super().get_state(key, drop_defaults)
        return {name: value for name, value in state.items() if name not in VIEW}

    def __repr__(self) -> str:
        return "GraphModel()"
