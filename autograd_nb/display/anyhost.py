"""The widget of `show(y)` where our JupyterLab extension is not loaded: anywidget sends the view with it.

Imported only where it is wanted: anywidget is no dependency of this package.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import anywidget

from .asked import answer
from .widget import Shown


def module() -> str:
    """The view as an ES module with the `render` that anywidget calls: the script of exported pages, and one line.

    >>> module().splitlines()[-1]
    'export default autogradView.widget;'
    """
    script = resources.files("autograd_nb.display").joinpath("standalone.js").read_text(encoding="utf-8")
    return f"{script}\nexport default autogradView.widget;\n"


class AnyGraphWidget(Shown, anywidget.AnyWidget):
    """The kernel's half of `labextension/src/anywidget.ts`.

    Example:
        >>> import autograd_nb as torch
        >>> widget = torch.show(torch.ones(2, requires_grad=True).sum(), host="anywidget")
        >>> isinstance(widget, AnyGraphWidget)
        True
        >>> widget.close()
    """

    _esm = module()
    _born_whole = True  # a page may be given what it opened with, and draw that before it hears of more

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._asked)

    def _asked(self, _: object, content: object, __: object) -> None:
        """A page wants a file."""
        said = answer(self.document, content)
        if said is not None:
            self.send(said)

    def _view_bundle(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        found: tuple[dict[str, Any], dict[str, Any]] | None = anywidget.AnyWidget._repr_mimebundle_(self)
        return found
