"""The learner's variables that hold tensors, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from .names import NAME, usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@runtime_checkable
class HasParameters(Protocol):
    """A module of `nn`: its parameters are known by their paths, as in PyTorch."""

    def named_parameters(self) -> Iterator[tuple[str, Any]]:
        """Path and parameter."""


def variables(namespace: Mapping[str, object], kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """The learner's variables of one type, in the order in which they were made."""
    for name, value in list(namespace.items()):
        if not usable(name):
            continue
        if isinstance(value, kind):
            yield name[:NAME], value
        elif isinstance(value, HasParameters):
            for path, parameter in value.named_parameters():
                yield f"{name}.{path}"[:NAME], parameter
