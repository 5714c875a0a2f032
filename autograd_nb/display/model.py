"""The model that keeps one displayed graph alive in pages.

Only ipywidgets can make it, which takes as long to load as all of the display: `live` imports this module when the
first graph has been shown.
"""

from __future__ import annotations

import ipywidgets
import traitlets

from autograd_nb.display.halves import ANY, Half


class GraphModel(Half, ipywidgets.Widget):  # type: ignore[misc] # ipywidgets has no types
    """The kernel's half of `labextension/src/model.ts`: the newest state of one displayed graph.

    It has no view of its own, so that no output can ever ask for a model that is gone.
    """

    _model_name = traitlets.Unicode("GraphModel").tag(sync=True)
    _model_module = traitlets.Unicode("autograd-nb").tag(sync=True)
    _model_module_version = traitlets.Unicode(ANY).tag(sync=True)

    document = traitlets.Dict(help="The GraphDoc.").tag(sync=True)
    html = traitlets.Unicode(help="Its HTML fallback, for the saved notebook.").tag(sync=True)

    def __repr__(self) -> str:
        return "GraphModel()"
