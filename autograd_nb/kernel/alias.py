"""`import torch` gives autograd_nb: a finder that answers for `torch` and its submodules.

`torch` is a module of its own, because its version is another one; all it holds are the objects of autograd_nb,
and a submodule such as `torch.nn` *is* `autograd_nb.nn`. So `isinstance`, pickles and star imports cannot tell.

The finder stands first in `sys.meta_path`: before a PyTorch that is installed, never before one that has been
imported. Finder and modules are all there is to the alias, and `off()` takes both away.

`torchvision` is compiled against PyTorch and cannot work with ours, be it installed or not. Notebooks and packages
of courses import it at their top and use it in few places or none, so `companion` gives them an empty module.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from . import companion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

NAME = "torch"
PACKAGE = "autograd_nb"
NAMES = f"{PACKAGE}._names"  # which is what `torch` is made of; the rooms beside it are none of its submodules

NOTICE = "import torch gives autograd_nb here: PyTorch's automatic differentiation on NumPy. %autograd tells more."
"""Said once a session, on standard error, when `torch` is first imported."""

MISSING = (
    "`torch` is autograd_nb here: PyTorch's automatic differentiation and what is learned beside it, not all of "
    "PyTorch. `dir(torch)` lists what is there."
)
"""What is said below the error when something is not."""

PRIVATE = {"trace"}
"""Rooms of ours that have the name of a function of PyTorch."""


class AliasError(RuntimeError):
    """The alias cannot be switched on."""


class TorchFinder(MetaPathFinder):
    """Finds `torch` and `torch.*` in autograd_nb, and nothing in `torchvision`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of one of our modules; None for a name that is none of our business.

        Raises:
            ModuleNotFoundError: an import of a submodule that autograd_nb does not have, or of what torchvision has.
        """
        del path, target
        try:
            return _spec(fullname)
        except ModuleNotFoundError:
            if companion.only_looked():
                return None
            raise


def _spec(name: str) -> ModuleSpec | None:
    if name == NAME:
        origin = importlib.import_module(NAMES).__file__
        spec = ModuleSpec(NAME, _Top(), origin=origin, is_package=True)
        spec.submodule_search_locations = []  # nothing but this finder finds torch.*
        spec.has_location = True
        return spec
    top = name.partition(".")[0]
    if top == companion.PACKAGE:
        return companion.spec(name)
    if top != NAME:
        return None
    ours = PACKAGE + name.removeprefix(NAME)
    found = _find(ours)
    if found is None:
        # Not named after what is missing: of such an error `from torch import ...` makes one that gives no reason.
        raise ModuleNotFoundError(
            f"No module named {name!r}: torch is autograd_nb here, which has no {ours!r}{_why(ours)}", name=NAME
        )
    return ModuleSpec(name, _Sub(ours), is_package=found.submodule_search_locations is not None)


def _why(ours: str) -> str:
    """What there is to say about a module that is not here."""
    from autograd_nb.engine.arguments.absent import reason

    why = next(filter(None, map(reason, ours.split("."))), None)
    return f": {why}" if why else ""


class _Top(Loader):
    """Fills the module `torch`."""

    def exec_module(self, module: ModuleType) -> None:
        package: Any = importlib.import_module(PACKAGE)

        def lookup(name: str) -> Any:
            if name == "__all__" or (name[0] != "_" and name in package.__all__):
                return module.__dict__.setdefault(name, getattr(package, name))
            error = AttributeError(f"module {NAME!r} has no attribute {name!r}", name=name, obj=module)
            error.__dict__["explanation"] = MISSING
            raise error

        module.__doc__ = package.__doc__
        module.__dict__.update(
            __version__=f"{package.TORCH_API}+{PACKAGE}",
            __getattr__=lookup,
            __dir__=lambda: sorted([*package.__all__, "__version__"]),
        )
        say_once()


class _Sub(Loader):
    """Gives a module of autograd_nb a second name."""

    def __init__(self, ours: str) -> None:
        self.ours = ours
        self.spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        del spec
        module = importlib.import_module(self.ours)
        self.spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec  # which the import system has just replaced by that of torch.*


_finder = TorchFinder()
_last = companion.LastFinder()
_said = False


def on() -> None:
    """From now on `import torch` gives autograd_nb. Switching it on twice is harmless.

    Raises:
        AliasError: another `torch` has been imported in this process.

    Example:
        >>> on()
        >>> import torch
        >>> torch.arange(3.0)
        tensor([0., 1., 2.])
        >>> off()
    """
    if is_on():
        return
    if NAME in sys.modules:
        found = getattr(sys.modules[NAME], "__version__", "of unknown version")
        raise AliasError(
            f"PyTorch {found} has been imported in this session and stays what `torch` means; "
            "restart the kernel, and switch the alias on before anything imports torch"
        )
    sys.meta_path.insert(0, _finder)
    sys.meta_path.append(_last)


def off() -> None:
    """`import torch` means what it meant before. Variables that hold our modules keep them."""
    for finder in (_finder, _last):
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
    for package in (NAME, companion.PACKAGE):
        if _is_ours(sys.modules.get(package)):
            for name in [name for name in sys.modules if name.partition(".")[0] == package]:
                del sys.modules[name]


def is_on() -> bool:
    """Whether `import torch` gives autograd_nb."""
    return _finder in sys.meta_path


def say_once() -> None:
    """Tell the session what `torch` is, the first time only."""
    global _said  # noqa: PLW0603 - once in a process
    if not _said:
        _said = True
        sys.stderr.write(f"{NOTICE}\n")
        sys.stderr.flush()  # before what the cell itself prints


def _is_ours(module: ModuleType | None) -> bool:
    return isinstance(getattr(getattr(module, "__spec__", None), "loader", None), _Top | companion.Empty)


def _find(ours: str) -> ModuleSpec | None:
    """The spec of a public module of autograd_nb: `nn` and what is in it, but not the engine or the display."""
    room = ours.split(".")[1]
    package: Any = importlib.import_module(PACKAGE)
    if room not in package.__all__ or room in PRIVATE:
        return None
    try:
        return importlib.util.find_spec(ours)
    except ModuleNotFoundError:  # inside something that is no package
        return None
