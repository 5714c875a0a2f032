"""What notebooks import beside `torch`, while that is autograd_nb.

`import torchvision` gives an empty module, which says at its first use why it is empty. `import d2l`, the package of
"Dive into Deep Learning", works where it is installed; where it is not, the error says how: what it asks for would set
NumPy back to a version that autograd_nb does not run on.

>>> import importlib.util
>>> torchvision = importlib.util.module_from_spec(spec("torchvision"))
>>> torchvision.__loader__.exec_module(torchvision)
>>> torchvision.ops
Traceback (most recent call last):
    ...
AttributeError: torchvision needs PyTorch itself, and torch is autograd_nb here: there is no torchvision.ops
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

PACKAGE = "torchvision"

MODULES = {PACKAGE} | {
    f"{PACKAGE}.{name}"
    for name in "datasets io models ops transforms transforms.functional transforms.v2 tv_tensors utils".split()
}
"""What can be imported. Any other name of the package is something in a module, and is not there."""

BOOK = "d2l"

REASON = f"{PACKAGE} needs PyTorch itself, and torch is autograd_nb here"


def spec(name: str) -> ModuleSpec:
    """The spec of the empty module of this name.

    Raises:
        ModuleNotFoundError: it is not the name of a module.

    Example:
        >>> spec("torchvision.transforms").name
        'torchvision.transforms'
    """
    if name not in MODULES:
        # Not named after what is missing: of such an error `from ... import` makes one that gives no reason.
        raise ModuleNotFoundError(f"{REASON}: there is no {name}", name=PACKAGE)
    return ModuleSpec(name, Empty(), is_package=True)


class Empty(Loader):
    """Fills a module with nothing but the reason why."""

    def exec_module(self, module: ModuleType) -> None:
        """Let every name be refused with the reason."""

        def lookup(name: str) -> NoReturn:
            raise AttributeError(f"{REASON}: there is no {module.__name__}.{name}", name=name, obj=module)

        module.__dict__.update(__doc__=f"Empty: {REASON}.", __getattr__=lookup)


class LastFinder(MetaPathFinder):
    """Asked when nobody else has found a module: says how the book's package is installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None.

        Raises:
            ModuleNotFoundError: it is the book's package, and somebody imports it.
        """
        del path, target
        if fullname == BOOK and not only_looked():
            raise ModuleNotFoundError(
                f"No module named {BOOK!r}: `pip install --no-deps {BOOK}` installs it for autograd_nb, with "
                "matplotlib, pandas, scipy and requests beside it; on its own it asks for a NumPy that is too old",
                name=BOOK,
            )
        return None


def only_looked() -> bool:
    """Whether the finder that asks was called by `importlib.util.find_spec`, with which libraries see what there is."""
    return sys._getframe(3).f_code is importlib.util.find_spec.__code__
