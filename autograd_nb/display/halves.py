"""What the kernel's half of a widget tells the page's half of itself.

The page's half comes from the environment of JupyterLab, the kernel's from its own. Whatever versions meet, the page
finds its class (the version of the module is no matter of the widget manager) and compares for itself: it says which
versions there are, and listens to a kernel that speaks its protocol only. `labextension/src/versions.ts` is the other
side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from autograd_nb._version import version

if TYPE_CHECKING:
    from collections.abc import Iterable

PROTOCOL = 5
"""Version of what the two halves say to each other."""

ANY = "*"
"""The version of its module that a widget asks the widget manager for."""

CONTENT = {"document", "html", "homes"}
"""What an output says of a graph, too."""


class Half(traitlets.HasTraits):
    """A widget that says which version it is of."""

    protocol = traitlets.Int(read_only=True, help="What it says to the page's half.").tag(sync=True)
    version = traitlets.Unicode(read_only=True, help="The kernel's version of autograd_nb.").tag(sync=True)

    @traitlets.default("protocol")
    def _protocol(self) -> int:
        return PROTOCOL

    @traitlets.default("version")
    def _version(self) -> str:
        return version()


class Beside(Half):
    """A widget beside an output that is brought up to date with the same content: it says only that there is news.

    A page that was reloaded, whose output is behind, asks for the whole state, and is sent whole states from then on.
    """

    revision = traitlets.Int(help="Later states have higher numbers.").tag(sync=True)

    whole = traitlets.Bool(False, help="Whether pages are sent what they have not asked for.")

    def spares(self, key: str | Iterable[str] | None) -> bool:
        """Whether this part of the state, None for all of it, goes without the content."""
        raise NotImplementedError

    def get_state(self, key: str | Iterable[str] | None = None, drop_defaults: bool = False) -> dict[str, Any]:
        """The state, or a part of it; without the content where a page has that already."""
        if not self.whole and self.spares(key):
            keys: Iterable[str] = self.keys if key is None else [key] if isinstance(key, str) else key  # type: ignore[attr-defined] # of ipywidgets
            key = set(keys) - CONTENT
        state: dict[str, Any] = super().get_state(key, drop_defaults)  # type: ignore[misc]  # untyped there
        return state

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Tell pages what has changed, or all where one of them asks."""
        self.whole = self.whole or key is None
        super().send_state(key)  # type: ignore[misc]  # untyped there
