"""`import torchvision` while `torch` is autograd_nb: an empty module, which says at its first use why it is empty.

>>> import importlib.util
>>> torchvision = importlib.util.module_from_spec(spec("torchvision"))
>>> torchvision.__loader__.exec_module(torchvision)
>>> torchvision.ops
Traceback (most recent call last):
    ...
AttributeError: torchvision needs PyTorch itself, and torch is autograd_nb here: there is no torchvision.ops
"""

from __future__ import annotations

from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import ModuleType

PACKAGE = "torchvision"

MODULES = {PACKAGE} | {
    f"{PACKAGE}.{name}"
    for name in "datasets io models ops transforms transforms.functional transforms.v2 tv_tensors utils".split()
}
"""What can be imported. Any other name of the package is something in a module, and is not there."""

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
