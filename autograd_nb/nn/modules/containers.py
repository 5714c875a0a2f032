"""Modules that hold other modules: in a row, in a list, under names.

Source: https://pytorch.org/docs/2.7/nn.html#containers
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.nn.parameter import Parameter

from .module import Module, _indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from typing_extensions import Self


class Sequential(Module):
    """Modules one after the other.

    >>> import autograd_nb as torch
    >>> torch.nn.Sequential(torch.nn.Flatten(), torch.nn.ReLU())
    Sequential(
      (0): Flatten(start_dim=1, end_dim=-1)
      (1): ReLU()
    )
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        given = args[0].items() if len(args) == 1 and isinstance(args[0], OrderedDict) else enumerate(args)
        for name, module in given:
            _add(self, str(name), module)

    def forward(self, input: Any) -> Any:
        """The output of each is the input of the next."""
        for module in self._modules.values():
            input = module(input)
        return input

    def append(self, module: Module) -> Self:
        """Add a module at the end."""
        _add(self, str(len(self)), module)
        return self

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self._modules.items())[index]))
        return self._modules[_key(self._modules, index)]

    def __setitem__(self, index: int, module: Module) -> None:
        _add(self, _key(self._modules, index), module)

    def __delitem__(self, index: int) -> None:
        del self._modules[_key(self._modules, index)]
        object.__setattr__(self, "_modules", {str(i): m for i, m in enumerate(self._modules.values())})


class ModuleList(Module):
    """A list of modules; what it does with them is the user's affair."""

    def __init__(self, modules: Iterable[Module] | None = None) -> None:
        super().__init__()
        self.extend(modules or ())

    def append(self, module: Module) -> Self:
        """Add a module at the end."""
        _add(self, str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Self:
        """Add several modules at the end."""
        for module in modules:
            self.append(module)
        return self

    def insert(self, index: int, module: Module) -> None:
        """Put a module before the one at `index`."""
        parts = list(self._modules.values())
        parts.insert(index, module)
        object.__setattr__(self, "_modules", {str(i): m for i, m in enumerate(parts)})

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(list(self._modules.values())[index])
        return self._modules[_key(self._modules, index)]

    def __setitem__(self, index: int, module: Module) -> None:
        _add(self, _key(self._modules, index), module)

    def __repr__(self) -> str:
        """Equal neighbours are counted: `(0-2): 3 x Linear(...)`."""
        groups: list[tuple[int, int, str]] = []
        for i, module in enumerate(self):
            text = repr(module)
            if groups and groups[-1][2] == text:
                groups[-1] = (groups[-1][0], i, text)
            else:
                groups.append((i, i, text))
        if not groups:
            return "ModuleList()"
        lines = [
            f"  ({a}): {_indented(text)}" if a == b else f"  ({a}-{b}): {b - a + 1} x {_indented(text)}"
            for a, b, text in groups
        ]
        return "ModuleList(\n" + "\n".join(lines) + "\n)"


class ModuleDict(Module):
    """Modules under names."""

    def __init__(self, modules: Mapping[str, Module] | None = None) -> None:
        super().__init__()
        for name, module in (modules or {}).items():
            _add(self, name, module)

    def keys(self) -> Iterable[str]:
        """The names."""
        return self._modules.keys()

    def values(self) -> Iterable[Any]:
        """The modules."""
        return self._modules.values()

    def items(self) -> Iterable[tuple[str, Any]]:
        """Names and modules."""
        return self._modules.items()

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __getitem__(self, name: str) -> Any:
        return self._modules[name]

    def __setitem__(self, name: str, module: Module) -> None:
        _add(self, name, module)


class ParameterList(Module):
    """A list of parameters; tensors become parameters."""

    def __init__(self, values: Iterable[Any] | None = None) -> None:
        super().__init__()
        self._size = 0
        self.extend(values or ())

    def append(self, value: Any) -> Self:
        """Add a parameter at the end."""
        self._size += 1
        self[self._size - 1] = value
        return self

    def extend(self, values: Iterable[Any]) -> Self:
        """Add several parameters at the end."""
        for value in values:
            self.append(value)
        return self

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(self._size))

    def __getitem__(self, index: int) -> Any:
        return getattr(self, _key(range(self._size), index))

    def __setitem__(self, index: int, value: Any) -> None:
        tensor = isinstance(value, Variable) and not isinstance(value, Parameter)
        setattr(self, _key(range(self._size), index), Parameter(value) if tensor else value)

    def __repr__(self) -> str:
        lines = []
        for i, value in enumerate(self):
            if isinstance(value, Variable):
                tensor: Any = value
                size = "x".join(str(n) for n in tensor.size())
                kind = "Parameter" if isinstance(value, Parameter) else "Tensor"
                lines.append(f"    ({i}): {kind} containing: [{tensor.dtype} of size {size}]")
            else:
                lines.append(f"    ({i}): Object of type: {type(value).__name__}")
        return "ParameterList(\n" + "\n".join(lines) + "\n)" if lines else "ParameterList()"


def _add(holder: Module, name: str, module: Any) -> None:
    if not isinstance(module, Module):
        kind = type(module)
        shown = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
        raise TypeError(f"{shown} is not a Module subclass")
    holder.add_module(name, module)


def _key(held: Any, index: Any) -> str:
    """The name of the entry at a place counted from either end."""
    number = int(index.__index__())
    if not -len(held) <= number < len(held):
        raise IndexError(f"index {number} is out of range")
    return str(list(held)[number])
