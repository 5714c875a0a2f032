"""What the kernel's half of a widget tells the page's half of itself.

The page's half comes from the environment of JupyterLab, the kernel's from its own. Whatever versions meet, the page
finds its class (the version of the module is no matter of the widget manager) and compares for itself: it says which
versions there are, and listens to a kernel that speaks its protocol only. `labextension/src/versions.ts` is the other
side.
"""

from __future__ import annotations

import traitlets

from autograd_nb._version import version

PROTOCOL = 4
"""Version of what the two halves say to each other."""

ANY = "*"
"""The version of its module that a widget asks the widget manager for."""


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
