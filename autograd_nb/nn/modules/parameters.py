"""Parameters in a list, and under names.

Source: https://pytorch.org/docs/2.7/nn.html#containers
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.nn.parameter import Parameter

from .containers import _key
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self


class ParameterList(Module):
    """A list of parameters; tensors become parameters.

    Unlike a plain list it makes them parameters of the module that it is assigned to.

    >>> weights = torch.nn.ParameterList([torch.ones(2), torch.zeros(3)])
    >>> weights[1].requires_grad, sum(w.numel() for w in weights)
    (True, 5)
    """

    def __init__(self, values: Iterable[Any] | None = None) -> None:
        super().__init__()
        self._size = 0
        if values is not None:
            self.extend(values)

    def append(self, value: Any) -> Self:
        """Add a parameter at the end. Returns the list.

        >>> len(torch.nn.ParameterList([torch.ones(2)]).append(torch.zeros(3)))
        2
        """
        setattr(self, str(self._size), _as_parameter(value))
        self._size += 1
        return self

    def extend(self, values: Iterable[Any]) -> Self:
        """Add several parameters at the end. Returns the list.

        >>> len(torch.nn.ParameterList().extend([torch.ones(2), torch.zeros(3)]))
        2
        """
        if not hasattr(values, "__iter__") or isinstance(values, Variable):
            raise TypeError(f"ParameterList.extend should be called with an iterable, but got {type(values).__name__}")
        for value in values:
            self.append(value)
        return self

    def __iadd__(self, values: Iterable[Any]) -> Self:
        return self.extend(values)

    def __call__(self, *_: Any, **__: Any) -> Any:
        """A list computes nothing."""
        raise RuntimeError("ParameterList should not be called.")

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(self._size))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return type(self)(list(self)[index])
        return getattr(self, _key(range(self._size), index))

    def __setitem__(self, index: int, value: Any) -> None:
        setattr(self, _key(range(self._size), index), _as_parameter(value))

    def extra_repr(self) -> str:
        """A line for each parameter.

        >>> print(torch.nn.ParameterList([torch.ones(2)]).extra_repr())
          (0): Parameter containing: [torch.float32 of size 2]
        """
        return "\n".join(f"  ({i}): {_described(value, 'dtype')}" for i, value in enumerate(self))


class ParameterDict(Module):
    """Parameters under names; tensors become parameters.

    >>> import autograd_nb as torch
    >>> torch.nn.ParameterDict({"scale": torch.ones(2)})
    ParameterDict(  (scale): Parameter containing: [torch.FloatTensor of size 2])
    """

    def __init__(self, parameters: Any = None) -> None:
        super().__init__()
        self._keys: dict[str, None] = {}
        if parameters is not None:
            self.update(parameters)

    def __getitem__(self, key: str) -> Any:
        return getattr(self, _name(key))

    def __setitem__(self, key: str, value: Any) -> None:
        name = _name(key)
        self._keys[name] = None
        setattr(self, name, _as_parameter(value))

    def __delitem__(self, key: str) -> None:
        del self._keys[key]
        delattr(self, _name(key))

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def keys(self) -> Iterable[str]:
        """The names, in the order in which the parameters came.

        >>> list(torch.nn.ParameterDict({"a": torch.ones(1)}).keys())
        ['a']
        """
        return self._keys.keys()

    def values(self) -> Iterable[Any]:
        """The parameters.

        >>> [value.item() for value in torch.nn.ParameterDict({"a": torch.ones(1)}).values()]
        [1.0]
        """
        return (self[key] for key in self._keys)

    def items(self) -> Iterable[tuple[str, Any]]:
        """Names and parameters.

        >>> [(name, value.item()) for name, value in torch.nn.ParameterDict({"a": torch.ones(1)}).items()]
        [('a', 1.0)]
        """
        return ((key, self[key]) for key in self._keys)

    def get(self, key: str, default: Any = None) -> Any:
        """The parameter of this name, or `default`.

        >>> torch.nn.ParameterDict().get("a", 3)
        3
        """
        return getattr(self, key) if key in self else default

    def setdefault(self, key: str, default: Any = None) -> Any:
        """The parameter of this name; if there is none, `default` from now on.

        >>> torch.nn.ParameterDict().setdefault("a", torch.ones(1)).item()
        1.0
        """
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: str) -> Any:
        """Take a parameter out, and return it.

        >>> torch.nn.ParameterDict({"a": torch.ones(1)}).pop("a").item()
        1.0

        Raises:
            AttributeError: there is none of this name.
        """
        value = self[key]
        del self[key]
        return value

    def popitem(self) -> tuple[str, Any]:
        """Take the last parameter out, and return its name and it.

        >>> torch.nn.ParameterDict({"a": torch.ones(1), "b": torch.zeros(1)}).popitem()[0]
        'b'
        """
        if not self._keys:
            raise KeyError("popitem(): dictionary is empty")
        key = next(reversed(self._keys))
        return key, self.pop(key)

    def clear(self) -> None:
        """Take all parameters out.

        >>> weights = torch.nn.ParameterDict({"a": torch.ones(1)})
        >>> weights.clear()
        >>> len(weights)
        0
        """
        for key in list(self._keys):
            del self[key]

    def copy(self) -> ParameterDict:
        """Another one with the same parameters.

        >>> weights = torch.nn.ParameterDict({"a": torch.ones(1)})
        >>> weights.copy()["a"] is weights["a"]
        True
        """
        return ParameterDict(OrderedDict(self.items()))

    def fromkeys(self, keys: Iterable[str], default: Any = None) -> ParameterDict:
        """Another one with these names, and one value for all.

        >>> list(torch.nn.ParameterDict().fromkeys(["a", "b"], 0.0).items())
        [('a', 0.0), ('b', 0.0)]
        """
        return ParameterDict([(key, default) for key in keys])

    def update(self, parameters: Any) -> None:
        """Take over names and parameters, those of a plain dictionary in the order of their names.

        >>> weights = torch.nn.ParameterDict({"a": torch.ones(1)})
        >>> weights.update({"a": torch.zeros(1), "b": torch.zeros(1)})
        >>> weights["a"].item(), len(weights)
        (0.0, 2)
        """
        if not hasattr(parameters, "__iter__"):
            raise TypeError(
                "ParametersDict.update should be called with an iterable of key/value pairs, but got "
                + type(parameters).__name__
            )
        if isinstance(parameters, (OrderedDict, ParameterDict)):
            pairs = list(parameters.items())
        elif hasattr(parameters, "items"):
            pairs = sorted(parameters.items())
        else:
            pairs = list(parameters)
        for j, pair in enumerate(pairs):
            if not hasattr(pair, "__iter__"):
                raise TypeError(
                    f"ParameterDict update sequence element #{j} should be Iterable; is{type(pair).__name__}"
                )
            if len(pair) != 2:
                raise ValueError(f"ParameterDict update sequence element #{j} has length {len(pair)}; 2 is required")
            self[pair[0]] = pair[1]

    def __or__(self, other: Any) -> ParameterDict:
        both = self.copy()
        both.update(other)
        return both

    def __ror__(self, other: Any) -> Any:
        both = other.copy()
        both.update(self)
        return both

    def __ior__(self, other: Any) -> Self:
        self.update(other)
        return self

    def extra_repr(self) -> str:
        """A line for each parameter.

        >>> print(torch.nn.ParameterDict({"a": torch.ones(2)}).extra_repr())
          (a): Parameter containing: [torch.FloatTensor of size 2]
        """
        return "\n".join(f"  ({key}): {_described(value, 'type')}" for key, value in self.items())

    def __call__(self, input: Any) -> Any:  # noqa: ARG002 - named in errors
        """Not to be called.

        Raises:
            RuntimeError: always.
        """
        raise RuntimeError("ParameterDict should not be called.")


def _as_parameter(value: Any) -> Any:
    """A tensor becomes a parameter; anything else is kept as it is."""
    return Parameter(value) if isinstance(value, Variable) and not isinstance(value, Parameter) else value


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(
            "Index given to ParameterDict cannot be used as a key as it is not a string (type is "
            f"'{type(key).__name__}'). Open an issue on github if you need non-string keys."
        )
    return key


def _described(value: Any, kind_of_numbers: str) -> str:
    """A parameter in a line. A dictionary tells its type in the older way, a list its dtype."""
    if not isinstance(value, Variable):
        return f"Object of type: {type(value).__name__}"
    tensor: Any = value
    size = "x".join(str(n) for n in tensor.size())
    kind = "Parameter" if isinstance(value, Parameter) else "Tensor"
    numbers = tensor.dtype if kind_of_numbers == "dtype" else tensor.type()
    return f"{kind} containing: [{numbers} of size {size}]"
