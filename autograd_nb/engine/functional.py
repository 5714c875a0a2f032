"""`torch.exp(x)` for `x.exp()`: the functions that are methods as well.

A function differs from its method in one thing: it says so when its first argument is no tensor.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from . import outputs, tensor_errors
from .calling import Signature, again_with, count_input
from .graph import Variable
from .methods import Methods
from .methods.gradient import Gradient
from .naming import type_name

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING: Any = object()

IN_PLACE_FUNCTIONS = frozenset(
    """abs_ acos_ acosh_ asin_ asinh_ atan_ atanh_ ceil_ clamp_ clamp_max_ clamp_min_ clip_ cos_ cosh_ deg2rad_ detach_
    erf_ erfc_ exp_ exp2_ expm1_ fill_ fix_ floor_ frac_ index_put_ log_ log10_ log1p_ log2_ logit_ nan_to_num_ neg_
    negative_ rad2deg_ reciprocal_ relu_ round_ rsqrt_ sigmoid_ sin_ sinc_ sinh_ sqrt_ square_ tan_ tanh_ trunc_ xlogy_
    resize_as_ zero_""".split()
)
"""The in-place methods that PyTorch has as functions, too."""

NUMBER_FIRST = {
    "pow": "__rpow__",
    "remainder": "__rmod__",
    "xlogy": "_rxlogy",
    "float_power": "_rfloat_power",
    "polygamma": "polygamma",
    "bitwise_and": "__rand__",
    "bitwise_or": "__ror__",
    "bitwise_xor": "__rxor__",
}
"""Functions whose first argument may be a number, and the method of the second that computes them then."""

TENSOR_OR_NUMBER = {
    **dict.fromkeys("copysign eq fmod ge gt le lt ne".split(), "other"),
    "clamp_max": "max",
    "clamp_min": "min",
}
"""Functions of two tensors, or of a tensor and a number, but not the other way round; and the second one's name."""

NOT_FUNCTIONS = frozenset(
    """backward view view_as reshape_as expand expand_as sum_to_size contiguous repeat item tolist numpy size dim
    ndimension nelement element_size stride storage_offset is_contiguous data_ptr to type type_as double float half
    long int short char byte bool cpu cuda new_tensor new_zeros new_ones new_full new_empty counter accumulator edge
    refresh_view where unfold""".split()
)
"""Public methods for which PyTorch has no function of the same name (or one of its own, as for `where`)."""


def _function(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    method = inspect.unwrap(method)

    @functools.wraps(method)
    def function(input: Any = MISSING, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(input, Variable):
            if name in NUMBER_FIRST and args and isinstance(args[0], Variable):
                return getattr(args[0], NUMBER_FIRST[name])(input, *args[1:], **kwargs)
            input = _input(name, input, kwargs, args)
        try:
            return method(input, *args, **kwargs)
        except TypeError as error:
            if "out" in kwargs and name not in outputs.WITHOUT and error.__traceback__.tb_next is None:  # type: ignore[union-attr]
                out = kwargs.pop("out")
                return function(input, *args, **kwargs) if out is None else _into(out, input, *args, **kwargs)
            count_input(error, name)
            again = again_with(error, Signature.of(method, name, "input", own=False), kwargs)
            if again is None:
                raise
        return method(input, *args, *again[0], **again[1])

    def _into(out: Any, *args: Any, **kwargs: Any) -> Any:
        return outputs.written(name, out, function, args, kwargs)

    function.__name__ = function.__qualname__ = name
    function.__module__ = "autograd_nb"  # where pickle finds it, whatever the name it is used under
    return function


def _input(name: str, given: Any, kwargs: dict[str, Any], args: tuple[Any, ...] = ()) -> Variable:
    """The first argument under one of its other names; an error if it is missing, or no tensor."""
    if given is MISSING:
        given = next((kwargs.pop(other) for other in ("x", "a", "x1") if other in kwargs), MISSING)
    if given is MISSING:
        raise tensor_errors.missing_argument(name, "input")
    if not isinstance(given, Variable):
        if name in TENSOR_OR_NUMBER and isinstance(given, (int, float)) and len(args) == 1:
            other = TENSOR_OR_NUMBER[name]
            got = f"{type_name(given)}, {type_name(args[0])}"
            kinds = (f"Tensor input, {kind} {other}, *, Tensor out = None" for kind in ("Tensor", "Number"))
            raise tensor_errors.invalid_combination(name, got, *kinds)
        raise tensor_errors.argument_must_be(name, "input", 1, "Tensor", type_name(given))
    return given


@functools.cache
def functions() -> dict[str, Callable[..., Any]]:
    """Every function made from a method, by name."""
    found = {}
    for name in dir(Methods):
        method = getattr(Methods, name)
        in_place = name.endswith("_") and name not in IN_PLACE_FUNCTIONS
        tied = name in vars(Gradient) and not name.startswith("detach")
        if tied:
            continue
        if callable(method) and not name.startswith("_") and name not in NOT_FUNCTIONS and not in_place:
            found[name] = _function(name, method)
    return found
