"""Modules that hold other modules: in a row, in a list, under names.

Source: https://pytorch.org/docs/2.7/nn.html#containers
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from .module import Module, _indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Self


class Sequential(Module):
    """Modules one after the other: the output of each is the input of the next.

    They go by number, or by name if an `OrderedDict` is given; `net[0]`, `len(net)` and slices work as for a list.

    >>> net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.ReLU())
    >>> net
    Sequential(
      (0): Flatten(start_dim=1, end_dim=-1)
      (1): ReLU()
    )
    >>> net(torch.ones(2, 3, 4)).shape
    torch.Size([2, 12])

    Raises:
        TypeError: something is no module.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        given = args[0].items() if len(args) == 1 and isinstance(args[0], OrderedDict) else enumerate(args)
        for name, module in given:
            self.add_module(str(name), module)

    def forward(self, input: Any) -> Any:
        """The output of each is the input of the next.

        >>> torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Flatten(0)).forward(torch.tensor([[-1.0, 2.0]]))
        tensor([0., 2.])
        """
        for module in self._modules.values():
            input = module(input)
        return input

    def append(self, module: Module) -> Self:
        """Add a module at the end. Returns the container.

        >>> torch.nn.Sequential(torch.nn.ReLU()).append(torch.nn.Tanh())
        Sequential(
          (0): ReLU()
          (1): Tanh()
        )
        """
        self.add_module(str(len(self)), module)
        return self

    def extend(self, sequential: Iterable[Module]) -> Self:
        """Add several modules at the end. Returns the container.

        >>> len(torch.nn.Sequential().extend([torch.nn.ReLU(), torch.nn.Tanh()]))
        2
        """
        for module in sequential:
            self.append(module)
        return self

    def insert(self, index: int, module: Module) -> Self:
        """Put a module before the one at `index`. Returns the container.

        >>> torch.nn.Sequential(torch.nn.ReLU()).insert(0, torch.nn.Tanh())[0]
        Tanh()

        Raises:
            IndexError: there is no such place.
            AssertionError: it is no module.
        """
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")  # noqa: TRY004 - PyTorch's type
        if not -len(self) <= index <= len(self):
            raise IndexError(f"Index out of range: {index}")
        _inserted(self, index, module)
        return self

    def pop(self, key: int | slice) -> Any:
        """Take a module out, and return it; those after it move up.

        >>> net = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Tanh())
        >>> net.pop(0), net
        (ReLU(), Sequential(
          (0): Tanh()
        ))

        Raises:
            IndexError: there is no module at this place.
        """
        module = self[key]
        del self[key]
        return module

    def __add__(self, other: Any) -> Sequential:
        if not isinstance(other, Sequential):
            raise ValueError(  # noqa: TRY004 - PyTorch's type
                f"add operator supports only objects of Sequential class, but {type(other)} is given."
            )
        return Sequential(*self, *other)

    def __iadd__(self, other: Any) -> Self:
        if not isinstance(other, Sequential):
            raise ValueError(  # noqa: TRY004 - PyTorch's type
                f"add operator supports only objects of Sequential class, but {type(other)} is given."
            )
        return self.extend(other)

    def __mul__(self, other: int) -> Sequential:
        self._check_factor(other)
        return Sequential(*[module for _ in range(other) for module in self])

    __rmul__ = __mul__

    def __imul__(self, other: int) -> Self:
        self._check_factor(other)
        mine = list(self)
        for module in mine * (other - 1):
            self.append(module)
        return self

    def _check_factor(self, other: Any) -> None:
        if not isinstance(other, int):
            raise TypeError(f"unsupported operand type(s) for *: {type(self)} and {type(other)}")
        if other <= 0:
            raise ValueError(f"Non-positive multiplication factor {other} for {type(self)}")

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self._modules.items())[index]))
        return self._modules[_key(self._modules, index)]

    def __setitem__(self, index: int, module: Module) -> None:
        setattr(self, _key(self._modules, index), module)

    def __delitem__(self, index: int | slice) -> None:
        _deleted(self, index)


class ModuleList(Module):
    """A list of modules; what it does with them is the user's affair.

    Unlike a plain list it makes them parts of the module that it is assigned to, so that their parameters are found.

    >>> layers = torch.nn.ModuleList([torch.nn.Linear(2, 2) for _ in range(3)])
    >>> x = torch.ones(2)
    >>> for layer in layers:
    ...     x = layer(x)
    >>> x.shape, len(list(layers.parameters()))
    (torch.Size([2]), 6)
    """

    def __init__(self, modules: Iterable[Module] | None = None) -> None:
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def append(self, module: Module) -> Self:
        """Add a module at the end. Returns the list.

        >>> len(torch.nn.ModuleList([torch.nn.ReLU()]).append(torch.nn.Tanh()))
        2
        """
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Self:
        """Add several modules at the end. Returns the list.

        >>> len(torch.nn.ModuleList().extend([torch.nn.ReLU(), torch.nn.Tanh()]))
        2

        Raises:
            TypeError: nothing that can be gone through.
        """
        if not hasattr(modules, "__iter__"):
            raise TypeError(f"ModuleList.extend should be called with an iterable, but got {type(modules).__name__}")
        for module in modules:
            self.append(module)
        return self

    def insert(self, index: int, module: Module) -> None:
        """Put a module before the one at `index`.

        >>> layers = torch.nn.ModuleList([torch.nn.ReLU()])
        >>> layers.insert(0, torch.nn.Tanh())
        >>> layers[0]
        Tanh()
        """
        _inserted(self, index, module)

    def pop(self, key: int | slice) -> Any:
        """Take a module out, and return it; those after it move up.

        >>> layers = torch.nn.ModuleList([torch.nn.ReLU(), torch.nn.Tanh()])
        >>> layers.pop(0), len(layers)
        (ReLU(), 1)
        """
        module = self[key]
        del self[key]
        return module

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return ModuleList([*self, *other])

    def __iadd__(self, modules: Iterable[Module]) -> Self:
        return self.extend(modules)

    def __delitem__(self, index: int | slice) -> None:
        _deleted(self, index)

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(list(self._modules.values())[index])
        return self._modules[_key(self._modules, index)]

    def __setitem__(self, index: int, module: Module) -> None:
        setattr(self, _key(self._modules, index), module)

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
            return f"{self._get_name()}()"
        lines = [
            f"  ({a}): {_indented(text)}" if a == b else f"  ({a}-{b}): {b - a + 1} x {_indented(text)}"
            for a, b, text in groups
        ]
        return f"{self._get_name()}(\n" + "\n".join(lines) + "\n)"


class ModuleDict(Module):
    """Modules under names, as in a dictionary; their parameters are found as those of parts.

    >>> choices = torch.nn.ModuleDict({"relu": torch.nn.ReLU(), "tanh": torch.nn.Tanh()})
    >>> choices["relu"](torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """

    def __init__(self, modules: Mapping[str, Module] | None = None) -> None:
        super().__init__()
        if modules is not None:
            self.update(modules)

    def keys(self) -> Iterable[str]:
        """The names, in the order in which the modules came.

        >>> list(torch.nn.ModuleDict({"act": torch.nn.ReLU()}).keys())
        ['act']
        """
        return self._modules.keys()

    def values(self) -> Iterable[Any]:
        """The modules.

        >>> list(torch.nn.ModuleDict({"act": torch.nn.ReLU()}).values())
        [ReLU()]
        """
        return self._modules.values()

    def items(self) -> Iterable[tuple[str, Any]]:
        """Names and modules.

        >>> list(torch.nn.ModuleDict({"act": torch.nn.ReLU()}).items())
        [('act', ReLU())]
        """
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
        self.add_module(name, module)

    def __delitem__(self, name: str) -> None:
        del self._modules[name]

    def clear(self) -> None:
        """Take all modules out.

        >>> parts = torch.nn.ModuleDict({"act": torch.nn.ReLU()})
        >>> parts.clear()
        >>> len(parts)
        0
        """
        self._modules.clear()

    def pop(self, key: str) -> Any:
        """Take a module out, and return it.

        >>> torch.nn.ModuleDict({"act": torch.nn.ReLU()}).pop("act")
        ReLU()

        Raises:
            KeyError: there is none of this name.
        """
        module = self[key]
        del self[key]
        return module

    def update(self, modules: Any) -> None:
        """Take over names and modules, from a dictionary or from pairs.

        >>> parts = torch.nn.ModuleDict()
        >>> parts.update([("act", torch.nn.ReLU())])
        >>> parts["act"]
        ReLU()

        Raises:
            TypeError: it is neither.
            ValueError: a pair is not of length 2.
        """
        if not hasattr(modules, "__iter__"):
            raise TypeError(
                "ModuleDict.update should be called with an iterable of key/value pairs, but got "
                + type(modules).__name__
            )
        if hasattr(modules, "items"):
            for name, module in modules.items():
                self[name] = module
            return
        for number, pair in enumerate(modules):
            if not hasattr(pair, "__iter__"):
                raise TypeError(
                    f"ModuleDict update sequence element #{number} should be Iterable; is{type(pair).__name__}"
                )
            if len(pair) != 2:
                raise ValueError(f"ModuleDict update sequence element #{number} has length {len(pair)}; 2 is required")
            self[pair[0]] = pair[1]


def _numbered(holder: Module, parts: list[Any]) -> None:
    object.__setattr__(holder, "_modules", {str(i): module for i, module in enumerate(parts)})


def _inserted(holder: Module, index: int, module: Module) -> None:
    parts = list(holder._modules.values())
    parts.insert(index, module)
    _numbered(holder, parts)


def _deleted(holder: Module, index: Any) -> None:
    parts = list(holder._modules.values())
    del parts[index if isinstance(index, slice) else int(_key(range(len(parts)), index))]
    _numbered(holder, parts)


def _key(held: Any, index: Any) -> str:
    """The name of the entry at a place counted from either end."""
    number = operator.index(index)
    if not -len(held) <= number < len(held):
        raise IndexError(f"index {number} is out of range")
    return str(list(held)[number])
