"""What happened, as plain data: events of the engine -> history on each node -> one JSON document. Knows no display."""

import sys
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """This package shares its name with `torch.trace`, the sum of a diagonal: called, it is that."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from autograd_nb.engine.functional import functions

        return functions()["trace"](*args, **kwargs)


sys.modules[__name__].__class__ = _Package
