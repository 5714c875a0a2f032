"""`torch.exp(x)` for `x.exp()`: the functions that are methods as well.

A function differs from its method in one thing: it says so when its first argument is no tensor.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from . import errors, outputs, overrides
from .arguments.accepted import is_number
from .arguments.calling import Reader
from .arguments.signatures import NUMBERS_AS_TENSORS, NUMPY_NAMES
from .arguments.sources import of_function
from .batching.batches import Met, met
from .creation import tensor
from .graph import Variable
from .methods import QUICK, Methods
from .methods.gradient import Gradient
from .naming import type_name
from .tensor import Tensor
from .wrapping import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING: Any = object()

IN_PLACE_FUNCTIONS = frozenset(
    """abs_ acos_ acosh_ addmv_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ arctanh_ as_strided_ asin_ asinh_
    atan_ atanh_ ceil_ clamp_ clamp_max_ clamp_min_ clip_ cos_ cosh_ deg2rad_ detach_ erf_ erfc_ exp2_ exp_
    expm1_ fill_ fix_ floor_ frac_ gcd_ i0_ index_put_ lcm_ ldexp_ log10_ log1p_ log2_ log_ logit_ nan_to_num_
    neg_ negative_ rad2deg_ reciprocal_ relu_ resize_as_ round_ rsqrt_ sigmoid_ sin_ sinc_ sinh_ sqrt_ square_
    tan_ tanh_ trunc_ xlogy_ zero_""".split()
)
"""The in-place methods that PyTorch has as functions, too."""

NUMBER_FIRST = {
    "pow": "__rpow__",
    "remainder": "__rmod__",
    "xlogy": "_rxlogy",
    "float_power": "_rfloat_power",
    "polygamma": "polygamma",
    "isin": "_found",
    "add": "__radd__",
    "mul": "__rmul__",
    "multiply": "__rmul__",
    "bitwise_and": "__rand__",
    "bitwise_or": "__ror__",
    "bitwise_xor": "__rxor__",
    "bitwise_left_shift": "__rlshift__",
    "bitwise_right_shift": "__rrshift__",
}
"""Functions whose first argument may be a number, and the method of the second that computes them then."""

EITHER_FIRST = frozenset({"add", "mul", "multiply"})
"""Those of them that take a number for a tensor as well, which matters with `out` or `alpha`."""

NOT_FUNCTIONS = frozenset(
    """backward view view_as reshape_as expand expand_as sum_to_size contiguous repeat item tolist numpy size dim
    ndimension nelement element_size stride storage_offset is_contiguous data_ptr to type type_as double float half
    long int short char byte bool cpu cuda new_tensor new new_zeros new_ones new_full new_empty counter accumulator edge
    made_by refresh_view where unfold untyped_storage storage set_ share_memory_ as_subclass
    new_empty_strided""".split()
)
"""Public methods for which PyTorch has no function of the same name (or one of its own, as for `where`)."""


IN_PYTHON = {"norm": "layout", "split": "split"}
"""Functions that PyTorch has in Python, and what they ask of a tensor first: who is none lacks it."""

FIRST_WORDS = {"isin": ("elements",), "split": ("tensor",)}
"""What the first argument is called where that is not `input`."""

PYTHON_WORDS = {"split_size_or_sections": "split_size"}
"""Words of functions in Python, which are not those of the methods."""

PARSED_AS = {"unique": "_unique2"}
"""What a function in Python gives its tensor to: that refuses it, under its own name."""


def _made(name: str, method: Callable[..., Any]) -> Callable[..., Any]:  # noqa: C901 - each question once per call
    few = 1 if name in QUICK else 0  # what is called most often is looked at only when it fails
    reader = Reader(method, name, own=False, more="input")
    seen = reader.seen

    def call(input: Any = MISSING, /, *args: Any, **kwargs: Any) -> Any:  # noqa: C901, PLR0912 - and no call for any
        given = type(input) is Tensor or isinstance(input, Variable)
        if len(args) > few or kwargs or not given:
            if kwargs:
                kinds: Any = (type(input), *map(type, args), *kwargs, *map(type, kwargs.values()))
            elif len(args) == 1:  # the usual case, in a third of the time
                kinds = (input.__class__, args[0].__class__)
            else:
                kinds = (type(input), *map(type, args))
            try:
                if kinds not in seen:
                    reader.first_look(args if input is MISSING else (input, *args), kwargs, kinds)
            except Met:
                return met(call, args if input is MISSING else (input, *args), kwargs)
        if not given:
            found = _number_first(reader, call, input, args, kwargs)
            if found is not MISSING:
                return found
            input = _input(name, input, kwargs)
        try:
            return method(input, *args, **kwargs) if kwargs else method(input, *args)  # a call without is quicker
        except Met:
            return met(call, args if input is MISSING else (input, *args), kwargs)
        except Exception as error:
            if overrides.concerned(call, (input, *args), kwargs):
                return overrides.after(error, call, (input, *args), kwargs)
            if "out" in kwargs and name not in outputs.WITHOUT and not reader.was_entered(error):
                reader.look((input, *args), kwargs)
                out = kwargs.pop("out")
                if out is not None:
                    return outputs.written(name, out, call, (input, *args), kwargs)
                again: Any = ((input, *args), kwargs)
            else:
                again = _own_words(name, input, args, kwargs) or reader.corrected(error, (input, *args), kwargs)
            if again is None:
                raise
        return call(*again[0], **again[1])

    def tell() -> None:
        nonlocal method
        method = overrides.looking(call, method)

    stand_in(call, method)
    overrides.look_first(tell)
    call.__doc__ = of_function(name, call.__doc__)
    call.__name__ = call.__qualname__ = name
    call.__module__ = "autograd_nb"  # where pickle finds it, whatever the name it is used under
    return call


def _own_words(name: str, input: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The arguments in the words of the method; None if they are already."""
    if name not in IN_PYTHON or PYTHON_WORDS.keys().isdisjoint(kwargs):
        return None
    return (input, *args), {PYTHON_WORDS.get(word, word): value for word, value in kwargs.items()}


def _number_first(reader: Reader, call: Any, number: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What is computed where a number stands before the first tensor; MISSING if it may not stand there."""
    name = reader.name
    if not (args and isinstance(args[0], Variable)):
        return MISSING
    if name in NUMBER_FIRST and not (kwargs and name in EITHER_FIRST):
        return _of_number(name, number, *args, **kwargs)
    modern = reader.modern((number, *args), kwargs) if len(args) > 2 and is_number(number) else None
    return call(*modern[0], **modern[1]) if modern else MISSING


def _of_number(name: str, number: Any, x: Any, *args: Any, out: Any = None, **kwargs: Any) -> Any:
    """A function whose first argument is a number, computed by a method of the second."""
    method = getattr(x, NUMBER_FIRST[name])
    if out is None:
        return method(number, *args, **kwargs)
    return outputs.written(name, out, method, (number, *args), kwargs)


def _input(name: str, given: Any, kwargs: dict[str, Any]) -> Variable:
    """The first argument under one of its other names; an error if it is missing, or no tensor."""
    if given is MISSING:
        own = FIRST_WORDS.get(name) or ("input", *NUMPY_NAMES["input"])
        given = next((kwargs.pop(other) for other in own if other in kwargs), MISSING)
    if given is MISSING:
        raise errors.missing_argument(name, "input")
    if name in NUMBERS_AS_TENSORS and is_number(given):
        return tensor(given)
    if not isinstance(given, Variable):
        first = IN_PYTHON.get(name)
        if first is not None:
            getattr(given, first)
        raise errors.argument_must_be(PARSED_AS.get(name, name), "input", 1, "Tensor", type_name(given))
    return given


@functools.cache
def names() -> frozenset[str]:
    """The names of the methods that are functions, too."""
    tied = {name for name in vars(Gradient) if not name.startswith("detach")}
    found = {name for name in dir(Methods) if name[0] != "_" and callable(getattr(Methods, name, None))}
    in_place = {name for name in found if name.endswith("_")} - IN_PLACE_FUNCTIONS
    return frozenset(found - tied - in_place - NOT_FUNCTIONS)


@functools.cache
def function(name: str) -> Callable[..., Any]:
    """The function that is made from the method of this name.

    Raises:
        AttributeError: there is none.
    """
    if name not in names():
        raise AttributeError(f"no function is made from a method {name!r}")
    return _made(name, inspect.unwrap(getattr(Methods, name)))


def functions() -> dict[str, Callable[..., Any]]:
    """Every function made from a method, by name."""
    return {name: function(name) for name in sorted(names())}
