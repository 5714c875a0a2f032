"""PyTorch's error texts about wrong arguments, each once (reached as `errors.<situation>`, see `errors`).

Source: PyTorch's torch/csrc/utils/python_arg_parser.cpp and invalid_arguments.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.explain import explained
from autograd_nb.engine.naming import type_name

if TYPE_CHECKING:
    from collections.abc import Sequence


def not_provided(what: str, instead: str) -> NotImplementedError:
    """Say that this environment lacks something of PyTorch, and what to use instead (our own text)."""
    return NotImplementedError(f"{what} is not part of autograd_nb. {instead}")


@explained
def argument_must_be(function: str, name: str, position: int | None, expected: str, got: str) -> TypeError:
    """Functions of torch take tensors: write `torch.tensor(...)` around plain numbers and lists.

    >>> argument_must_be("dot", "input", 1, "Tensor", "int")
    TypeError("dot(): argument 'input' (position 1) must be Tensor, not int")
    """
    place = "" if position is None else f" (position {position})"
    return TypeError(f"{function}(): argument '{name}'{place} must be {expected}, not {got}")


@explained
def first_element(function: str, name: str, position: int, got: str) -> TypeError:
    """Sizes are whole numbers: `torch.ones(2, 3)` or `torch.ones((2, 3))`. Halve with `//`."""
    return TypeError(
        f"{function}(): argument '{name}' (position {position}) must be tuple of ints, but found element of type {got} "
        "at pos 0"
    )


@explained
def later_element(function: str, name: str, number: int, got: str) -> TypeError:
    """Sizes are whole numbers: `torch.ones(2, 3)` or `torch.ones((2, 3))`. Halve with `//`."""
    return TypeError(
        f"{function}(): argument '{name}' failed to unpack the object at pos {number} with error "
        f'"type must be tuple of ints,but got {got}"'
    )


def no_tensor_in_list(number: int, argument: int, got: str) -> TypeError:
    """Say which element of a list of tensors is none."""
    return TypeError(f"expected Tensor as element {number} in argument {argument}, but got {got}")


def missing_argument(function: str, *names: str) -> TypeError:
    """Say which arguments are missing, as PyTorch's argument parser does (its plural is the wrong way round).

    >>> missing_argument("cumsum", "dim")
    TypeError('cumsum() missing 1 required positional arguments: "dim"')
    """
    noun = "arguments" if len(names) == 1 else "argument"
    missing = ", ".join(f'"{name}"' for name in names)
    return TypeError(f"{function}() missing {len(names)} required positional {noun}: {missing}")


def too_many_arguments(function: str, takes: int, given: int, least: int | None = None) -> TypeError:
    """Say that fewer arguments are taken than were given; `least` must be.

    >>> too_many_arguments("sum", 2, 3, 1)
    TypeError('sum() takes from 1 to 2 positional arguments but 3 were given')
    """
    if least is not None and least != takes:
        return TypeError(f"{function}() takes from {least} to {takes} positional arguments but {given} were given")
    arguments, were = "argument" if takes == 1 else "arguments", "was" if given == 1 else "were"
    return TypeError(f"{function}() takes {takes} positional {arguments} but {given} {were} given")


def no_arguments(method: str, given: int, keywords: bool, owner: str = "TensorBase") -> TypeError:
    """Say that a method takes no arguments at all."""
    if keywords:
        return TypeError(f"{owner}.{method}() takes no keyword arguments")
    return TypeError(f"{owner}.{method}() takes no arguments ({given} given)")


def unexpected_keyword(function: str, keyword: str) -> TypeError:
    """Say that a keyword is unknown."""
    return TypeError(f"{function}() got an unexpected keyword argument '{keyword}'")


def multiple_values(function: str, keyword: str) -> TypeError:
    """Say that an argument was given by position and by keyword."""
    return TypeError(f"{function}() got multiple values for argument '{keyword}'")


def invalid_combination(function: str, args: Sequence[Any], kwargs: dict[str, Any], ways: Sequence[str]) -> TypeError:
    """List the signatures of a function, none of which fits, and say why where the number of arguments does.

    >>> print(invalid_combination("f", (1,), {}, ("(str name)", "(*, int size)")))
    f() received an invalid combination of arguments - got (int), but expected one of:
     * (str name)
          didn't match because some of the arguments have invalid types: (!int!)
     * (*, int size)
    <BLANKLINE>
    """
    start = f"{function}() received an invalid combination of arguments - got"
    count = len(args) + len(kwargs)
    if len(ways) == 1:
        parts = ways[0][1:-1].split(", ")
        unknown = _unknown(parts, kwargs)
        if unknown:
            return TypeError(f"{start} unrecognized keyword arguments: {', '.join(unknown)}")
        given = _marked(parts, args, kwargs) if count == len(parts) else _given(args, kwargs)
        return TypeError(f"{start} {given}, but expected {ways[0]}")
    lines = [f"{start} {_given(args, kwargs)}, but expected one of:"]
    for way in ways:
        lines.append(f" * {way}")
        parts = way[1:-1].split(", ")
        if count == len(parts):
            unknown = _unknown(parts, kwargs)
            what = (
                f"keywords were incorrect: {', '.join(unknown)}"
                if unknown
                else f"arguments have invalid types: {_marked(parts, args, kwargs)}"
            )
            lines.append(f"      didn't match because some of the {what}")
    return TypeError("\n".join((*lines, "")))


def invalid_name(name: str) -> RuntimeError:
    """Say what the name of a dimension may look like."""
    return RuntimeError(
        "Invalid name: a valid identifier contains only digits, alphabetical characters, and/or underscore and starts "
        f"with a non-digit. got: '{name}'."
    )


@explained
def no_such_name(name: str | None, ndim: int) -> RuntimeError:
    """Dimensions are counted from 0 here, or from the end with -1; leave the argument out to mean all of them.

    >>> no_such_name("rows", 2)
    RuntimeError("Name 'rows' not found in Tensor[None, None].")
    """
    if name is None:
        return RuntimeError("Please look up dimensions by name, got: name = None.")
    return RuntimeError(f"Name '{name}' not found in Tensor[{', '.join(['None'] * ndim)}].")


@explained
def names_unsupported(function: str) -> RuntimeError:
    """Dimensions are counted from 0 here, or from the end with -1."""
    return RuntimeError(
        f"{function}: You passed a dimname (string) to this op in place of a dimension index but it does not yet "
        "support this behavior. Please pass a dimension index to work around this."
    )


def _keywords(kwargs: dict[str, Any]) -> list[tuple[str, Any]]:
    """PyTorch keeps keywords in a hash table, which gives the last one first."""
    return list(reversed(kwargs.items()))


def _listed(parts: list[str], args: Sequence[Any]) -> str:
    """In brackets; PyTorch leaves the last comma where there are keywords only."""
    return f"({', '.join(parts)}{'' if args or not parts else ', '})"


def _given(args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """The types of the arguments."""
    return _listed([*map(type_name, args), *(f"{key}={type_name(value)}" for key, value in _keywords(kwargs))], args)


def _unknown(parts: list[str], kwargs: dict[str, Any]) -> list[str]:
    """The keywords that are not among the last names of a signature, as many as there are keywords."""
    known = [part.rpartition(" ")[2] for part in parts[max(0, len(parts) - len(kwargs)) :]]
    return [key for key, _ in _keywords(kwargs) if key not in known]


def _marked(parts: list[str], args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """The types of the arguments, between exclamation marks where they are not what the signature says."""
    shown = []
    for i, part in enumerate(parts):
        kind, _, name = part.rpartition(" ")
        value = args[i] if i < len(args) else kwargs[name]
        got = type_name(value)
        text = _described(value) if i < len(args) else f"{name}={_described(value)}"
        shown.append(text if got == kind or (kind, got) == ("float", "int") else f"!{text}!")
    return _listed(shown, args)


def _described(value: Any) -> str:
    """The type of a value, of a list with those of its elements."""
    if not isinstance(value, (list, tuple)):
        return type_name(value)
    inside = ", ".join(map(type_name, value))
    if isinstance(value, list):
        return f"{type_name(value)} of [{inside}]"
    return f"{type_name(value)} of ({inside}{',' if len(value) == 1 else ''})"
