"""Who is measured beside us. Those that cannot be had here are left out, and said to be."""

import importlib
import os
from types import ModuleType
from typing import NamedTuple

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Rivals(NamedTuple):
    """The modules; None for what is not installed."""

    torch: ModuleType | None
    hips: ModuleType | None
    mygrad: ModuleType | None

    def versions(self) -> list[str]:
        """What the report is headed by."""
        from importlib.metadata import version

        named = {"PyTorch": ("torch", self.torch), "HIPS autograd": ("autograd", self.hips)}
        named["MyGrad"] = ("mygrad", self.mygrad)
        return [f"{name} {version(package)}" for name, (package, module) in named.items() if module is not None]


def one_thread() -> None:
    """Keep the linear algebra of NumPy and PyTorch to one thread; to be called before either is imported."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))


def find() -> Rivals:
    """Import the rivals."""
    found = Rivals(_import("torch"), _import("autograd"), _import("mygrad"))
    if found.torch is not None:
        found.torch.set_num_threads(1)
    return found


def _import(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print(f"{name} cannot be imported here ({error}): its column is left out.")
        return None
