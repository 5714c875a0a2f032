"""What PyTorch accepts: the signatures of its functions, and what it says to a call that fits none of them.

PyTorch reads the arguments of every function written in C++ in one way. This is that way, asked only when a call
has failed, or when its arguments are of types that have not been seen with this function yet (see calling.py).

>>> complaint(FUNCTIONS, "dot", (1,), {})
TypeError("dot(): argument 'input' (position 1) must be Tensor, not int")
>>> complaint(FUNCTIONS, "eye", (3,), {})

signatures.txt has the signatures of PyTorch 2.7.1 in its own notation, as its torchgen makes them from
native_functions.yaml. A method that stands there without brackets takes no arguments.

Source: PyTorch's torch/csrc/utils/python_arg_parser.cpp and invalid_arguments.cpp.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.warn import warn_once

from . import absent
from .accepted import KINDS, is_index

if TYPE_CHECKING:
    from collections.abc import Callable

INTS = ("IntArrayRef", "SymIntArrayRef")

PLAIN = frozenset(("int64_t", "SymInt", "double", "Scalar", *INTS))
"""Types of arguments that are numbers."""

METHODS, FUNCTIONS = "methods", "functions"

NUMPY_NAMES = {"dim": ("axis",), "keepdim": ("keepdims",), "input": ("x", "a", "x1"), "other": ("x2",)}

NUMBERS_AS_TENSORS = frozenset(
    f"{name}{ending}"
    for name in "add div divide mul multiply sub subtract true_divide floor_divide copy".split()
    for ending in ("", "_")
) | {"to"}
"""Functions that take a number wherever they take a tensor."""

WITHOUT_NAMES = frozenset(
    """all any argsort gather index_add index_copy index_copy_ index_select scatter scatter_add sort squeeze_""".split()
)
"""Functions that have a signature with the name of a dimension, and refuse it."""


class Misfit(Exception):  # noqa: N818 - no error yet: another signature may fit
    """Arguments do not fit a signature; what PyTorch says of it is put together only if nothing else fits."""

    def __init__(self, say: Callable[..., TypeError], *about: Any) -> None:
        super().__init__()
        self.say, self.about = say, about

    def error(self) -> TypeError:
        """What PyTorch says."""
        return self.say(*self.about)


class Parameter(NamedTuple):
    """One argument: `kind` is PyTorch's C++ type, `size` is above 0 if one number may stand for a list of them."""

    kind: str
    name: str
    size: int
    default: str | None
    none: bool
    by_keyword: bool
    numbers: bool

    @classmethod
    def read(cls, text: str, by_keyword: bool, numbers: bool) -> Parameter:
        """Read `IntArrayRef[1]? dim=None`."""
        kind, _, name = text.partition(" ")
        name, has_default, default = name.partition("=")
        none = kind.endswith("?") or default == "None"
        kind, _, size = kind.rstrip("?").partition("[")
        return cls(kind, name, int(size[:-1] or 0), default if has_default else None, none, by_keyword, numbers)

    @property
    def type(self) -> str:
        """What messages call it."""
        return KINDS[self.kind].name

    def keyword(self, kwargs: dict[str, Any]) -> str:
        """The name under which it was given, PyTorch's or NumPy's; "" if it was not."""
        return next((name for name in (self.name, *NUMPY_NAMES.get(self.name, ())) if name in kwargs), "")

    def plain(self, value: Any) -> Any:
        """A tensor or a number of NumPy's that stands for a Python number as that number."""
        if isinstance(value, (list, tuple)) and self.kind in INTS:
            plain = [self.plain(element) for element in value]
            return value if all(a is b for a, b in zip(plain, value)) else plain
        if self.kind in PLAIN and isinstance(value, (Variable, np.generic)):
            return value.item()  # type: ignore[union-attr]  # a tensor has it
        return value

    def takes(self, value: Any) -> bool:
        """Whether `value` is of the right type."""
        return KINDS[self.kind].takes(value, self.size) or (self.numbers and KINDS["Scalar"].takes(value, 0))


class Signature(NamedTuple):
    """One way to call a function."""

    name: str
    parameters: tuple[Parameter, ...]
    hidden: bool  # deprecated: accepted, but not told of

    @classmethod
    def read(cls, text: str) -> Signature:
        """Read `sum(IntArrayRef[1]? dim, bool keepdim=False, *, ScalarType? dtype=None)`."""
        name, _, rest = text.partition("(")
        inside, _, note = rest.rpartition(")")
        parameters: list[Parameter] = []
        by_keyword = False
        for part in inside.split(", ") if inside else ():
            if part == "*":
                by_keyword = True
            else:
                numbers = name in NUMBERS_AS_TENSORS and part.startswith("Tensor")
                parameters.append(Parameter.read(part, by_keyword, numbers))
        return cls(name, tuple(parameters), bool(note))

    @property
    def least(self) -> int:
        """How many arguments have no default."""
        return sum(p.default is None for p in self.parameters)

    @property
    def places(self) -> int:
        """How many arguments have a position."""
        return sum(not p.by_keyword for p in self.parameters)

    @property
    def several(self) -> bool:
        """Whether sizes may be given one by one: `view(2, 3)` for `view((2, 3))`."""
        return self.places == 1 and self.parameters[0].kind in INTS

    def __str__(self) -> str:
        parts = []
        for p in self.parameters:
            if p.by_keyword and "*" not in parts:
                parts.append("*")
            parts.append(f"{p.type} {p.name}" + ("" if p.default is None else f" = {p.default}"))
        return f"({', '.join(parts)})"

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[Parameter, Any]:
        """The arguments by parameter.

        Raises:
            Misfit: they do not fit.
            TypeError: they fit by their number and types, but a list of tensors holds something else.
        """
        if len(args) > self.places and not self.several:
            raise Misfit(self._too_many, len(args))
        bound: dict[Parameter, Any] = {}
        place, used = 0, 0
        for number, p in enumerate(self.parameters):
            if place < len(args):
                if p.by_keyword:
                    raise Misfit(self._too_many, len(args))
                if place == 0 and self.several and is_index(args[0]):
                    bound[p], place = args, len(args)
                    continue
                value, position = args[place], place + 1
                place += 1
            else:
                name = p.keyword(kwargs)
                if not name:
                    if p.default is None:
                        raise Misfit(self._missing, number)
                    continue
                value, position = kwargs[name], 0
                used += 1
            if value is not None or not p.none:
                self._check(p, number, value, position, args)
                bound[p] = value
        if place < len(args):
            raise Misfit(self._too_many, len(args))
        if used < len(kwargs):
            raise Misfit(self._keyword, kwargs, len(args))
        return bound

    def _check(self, p: Parameter, number: int, value: Any, position: int, args: tuple[Any, ...]) -> None:
        """Raise if `value` is not of the right type; a position of 0 is a keyword."""
        if p.type == "tuple of Tensors" and isinstance(value, (list, tuple)):
            check_tensors(value, number, p.kind != "TensorList")
        elif not p.takes(value):
            raise Misfit(self._wrong, p, value, position, args)

    def _too_many(self, given: int) -> TypeError:
        return errors.too_many_arguments(self.name, self.places, given, self.least)

    def _missing(self, number: int) -> TypeError:
        missing = (p.name for p in self.parameters[number:] if p.default is None)
        return errors.missing_argument(self.name, *missing)

    def _wrong(self, p: Parameter, value: Any, position: int, args: tuple[Any, ...]) -> TypeError:
        if position and p.kind in INTS and (self.several or isinstance(value, (list, tuple))):
            first = value[0] if isinstance(value, (list, tuple)) else args[0]
            return errors.first_element(self.name, p.name, position, type_name(first))
        return errors.argument_must_be(self.name, p.name, position or None, p.type, type_name(value))

    def _keyword(self, kwargs: dict[str, Any], places: int) -> TypeError:
        names = [p.name for p in self.parameters]
        for key in kwargs:
            if key not in names:
                return errors.unexpected_keyword(self.name, key)
            if names.index(key) < places:
                return errors.multiple_values(self.name, key)
        return TypeError("invalid keyword arguments")


def check_tensors(values: Any, number: int, none: bool = False) -> None:
    """Raise if an element of the argument of this number is no tensor, nor None where that is allowed."""
    for i, value in enumerate(values):
        if not isinstance(value, Variable) and not (none and value is None):
            raise errors.no_tensor_in_list(i, number, type_name(value))


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    """The lines of signatures.txt by section and name."""
    table: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    with open(__file__.removesuffix("py") + "txt", encoding="utf-8") as file:  # noqa: PTH123 (pathlib is slow to load)
        lines = file.read().splitlines()
    for line in lines:
        if line[0] == "[":
            section = table[line[1:-1]] = {}
        else:
            section.setdefault(line.partition("(")[0], []).append(line)
    return table


@functools.cache
def signatures(section: str, name: str) -> tuple[Signature, ...] | None:
    """The ways to call a function or method, deprecated ones last; None if PyTorch reads its arguments otherwise.

    >>> for signature in signatures(METHODS, "any"):
    ...     print(signature)
    ()
    (tuple of ints dim = None, bool keepdim = False)
    (int dim, bool keepdim = False)
    (name dim, bool keepdim = False)
    """
    lines = _table()[section].get(name)
    if lines is None:
        return None
    read = [Signature.read(line) for line in lines if "(" in line]
    return tuple(sorted(read, key=lambda signature: signature.hidden))


class Match(NamedTuple):
    """The signature that a call fits, and its arguments by parameter."""

    way: Signature
    bound: dict[Parameter, Any]

    @property
    def by_type(self) -> bool:
        """Whether all calls with arguments of these types fit: a tensor that stands for a number must have no size."""
        numbers = (value for p, value in self.bound.items() if p.kind in PLAIN)
        return not any(isinstance(x, Variable) for n in numbers for x in (n if isinstance(n, (tuple, list)) else (n,)))

    def plain(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """The arguments with Python's numbers for tensors and NumPy's numbers; None if there are none of these."""
        last = len(self.way.parameters) - 1
        by_name = {name: p for p in self.way.parameters for name in (p.name, *NUMPY_NAMES.get(p.name, ()))}
        given = tuple(self.way.parameters[min(i, last)].plain(value) for i, value in enumerate(args))
        named = {name: by_name[name].plain(value) for name, value in kwargs.items()}
        same = all(a is b for a, b in zip((*given, *named.values()), (*args, *kwargs.values())))
        return None if same else (given, named)

    def modern(self, section: str) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """The arguments of an old way, in which factors stand between the tensors, as the present way takes them.

        PyTorch warns of the first such call in a process.

        >>> from autograd_nb.engine.creation import ones
        >>> match(METHODS, "add_", (-0.5, ones(1)), {}).modern(METHODS)
        ((tensor([1.]),), {'alpha': -0.5})
        """
        if not self.way.hidden or not any(p.kind == "Scalar" for p in self.bound):
            return None
        name = self.way.name
        present = [f"\n\t{name}{way}" for way in signatures(section, name) or () if not way.hidden]
        warn_once(
            f"This overload of {name} is deprecated:\n\t{name}{self.way}\nConsider using one of the following "
            f"signatures instead:{''.join(present)}",
            "deprecated overload",
        )
        tensors = tuple(value for p, value in self.bound.items() if p.kind == "Tensor" and not p.by_keyword)
        named = {p.name: value for p, value in self.bound.items() if p.kind == "Scalar" or p.by_keyword}
        return tensors, named


def match(section: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], own: Any = None) -> Match | None:
    """How PyTorch takes these arguments, besides the tensor `own` before the dot; None where it has no signatures.

    Raises:
        TypeError, RuntimeError: what PyTorch says if it does not.
    """
    ways = signatures(section, name)
    if ways is None:
        return None
    if not ways:
        if args or kwargs:
            raise errors.no_arguments(name, len(args), bool(kwargs))
        return None
    for way in ways:
        bound = _bound(way, args, kwargs, alone=len(ways) == 1)
        if bound is not None:
            refused = _not_unpacked(way, bound) or _unnamed(way, bound, own)
            if refused is not None:
                raise refused
            if any(isinstance(value, complex) and p.kind == "Scalar" for p, value in bound.items()):
                raise errors.not_provided("A complex number", "Keep real and imaginary parts in tensors of their own.")
            return Match(way, bound)
    count = len(args) + len(kwargs)
    plausible = [way for way in ways if not way.hidden and way.least <= count <= len(way.parameters)]
    if len(plausible) == 1:
        _bound(plausible[0], args, kwargs, alone=True)
    raise errors.invalid_combination(name, args, kwargs, [str(way) for way in ways if not way.hidden])


def complaint(section: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exception | None:
    """What PyTorch says to these arguments; None if it takes them."""
    try:
        match(section, name, args, kwargs)
    except (TypeError, RuntimeError) as error:
        return error
    return None


def _bound(way: Signature, args: tuple[Any, ...], kwargs: dict[str, Any], alone: bool) -> dict[Parameter, Any] | None:
    """The arguments by parameter; None if they do not fit, and there are other ways to try."""
    try:
        return way.bind(args, kwargs)
    except Misfit as misfit:
        if alone:
            raise misfit.error() from None
        return None


def _not_unpacked(way: Signature, bound: dict[Parameter, Any]) -> Exception | None:
    """PyTorch looks at the first element of a list only to choose a signature, at the others when it takes them."""
    for p, values in bound.items():
        if p.kind in INTS and isinstance(values, (list, tuple)):
            for i, value in enumerate(values):
                if not hasattr(value, "__index__") or not _one_whole(value):
                    return errors.later_element(way.name, p.name, i + 1, type_name(value))
    return None


def _one_whole(value: Any) -> bool:
    """Whether a tensor is one whole number; all else is looked at elsewhere."""
    return not isinstance(value, Variable) or (value._array.size == 1 and value._array.dtype.kind in "iub")


def _unnamed(way: Signature, bound: dict[Parameter, Any], own: Any) -> Exception | None:
    """A dimension given by its name: no tensor here has names, and some functions do not look at them."""
    names: Any = next((value for p, value in bound.items() if p.kind in ("Dimname", "DimnameList")), [])
    if isinstance(names, (list, tuple)) and not names:
        return None
    name = names[0] if isinstance(names, (list, tuple)) else names
    if name is not None and not name.isidentifier():
        return errors.invalid_name(name)
    if way.name in WITHOUT_NAMES:
        return errors.names_unsupported(way.name.rstrip("_"))
    first = own if own is not None else next(iter(bound.values()))
    tensor = first[0] if isinstance(first, (list, tuple)) and first else first
    if not isinstance(tensor, Variable):  # names for a tensor that is to be made
        return None if names is None else NotImplementedError(absent.reason("names"))
    return errors.no_such_name(name, tensor._array.ndim)
