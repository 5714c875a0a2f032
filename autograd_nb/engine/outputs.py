"""`out=`: results written into tensors that are there already.

>>> from .creation import tensor, zeros
>>> from .functional import functions
>>> place = zeros(2)
>>> functions()["exp"](tensor([0.0, 0.0]), out=place) is place
True
>>> place
tensor([1., 1.])

Source: PyTorch's aten/src/ATen/native/Resize.cpp.
"""

from __future__ import annotations

import functools
import warnings
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from . import duals, errors, return_types
from .dtypes import castable
from .graph import Variable
from .inplace import overlapping, refuse_overlap
from .modes import modes, no_grad
from .naming import type_name
from .warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable

WITHOUT = frozenset(
    """adjoint align_as allclose alias as_strided broadcast_to chunk detach detach_ diagonal dsplit equal expand flatten
    hsplit is_floating_point is_inference is_nonzero item moveaxis movedim narrow numel permute ravel reshape select
    selu size split squeeze swapaxes swapdims t tensor_split transpose unbind unflatten unique unique_consecutive
    unsqueeze view_as vsplit""".split()
)
"""Functions that take no `out`: mostly those that make views."""

STRICT = frozenset(
    """addbmm addmm addmv aminmax argmax argmin baddbmm bmm cumprod cumsum diag gather index_select isin
    kthvalue matmul max min mm mode msort mv norm prod slice_scatter sort sum take topk
    _linalg_det _linalg_eigh _linalg_slogdet _linalg_solve_ex _linalg_svd cross inverse linalg_cholesky_ex linalg_cross
    linalg_inv_ex linalg_ldl_factor_ex linalg_lu linalg_lu_factor_ex linalg_lu_solve linalg_qr linalg_vector_norm qr
    renorm slogdet svd triangular_solve""".split()
)
"""Functions whose results are never cast into `out`."""

TYPED_BY_OUT = frozenset("cumprod cumsum prod sum".split())
"""Functions that compute in the dtype of `out`, where none is asked for."""

APART = frozenset("gather index_select kthvalue masked_select take topk".split())
"""Functions that read elements in any order, so that `out` may not lie where one of the inputs does."""

ELEMENTWISE = frozenset(
    """abs absolute acos acosh add addcdiv addcmul airy_ai angle arccos arccosh arcsin arcsinh arctan arctan2
    arctanh asin asinh atan atan2 atanh bernoulli bessel_j0 bessel_j1 bessel_y0 bessel_y1 bitwise_and
    bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor ceil chebyshev_polynomial_t
    chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w clamp clamp_max clamp_min clip copysign
    cos cosh cumprod cumsum deg2rad digamma div divide entr eq erf erfc erfcx erfinv exp exp2 expit expm1 fix
    floor floor_divide fmax fmin fmod frac gammainc gammaincc gammaln gcd ge greater greater_equal gt hardshrink
    heaviside hermite_polynomial_h hermite_polynomial_he hypot i0 i0e i1 i1e igamma igammac isneginf isposinf
    kron laguerre_polynomial_l lcm ldexp le legendre_polynomial_p lerp less less_equal lgamma log log10 log1p
    log2 log_ndtr logaddexp logaddexp2 logcumsumexp logical_and logical_not logical_or logical_xor logit lt
    maximum minimum modified_bessel_i0 modified_bessel_i1 modified_bessel_k0 modified_bessel_k1 msort mul
    multiply nan_to_num ndtri ne neg negative nextafter nonzero normal not_equal pow psi rad2deg reciprocal
    remainder round rsqrt scaled_modified_bessel_k0 scaled_modified_bessel_k1 sgn shifted_chebyshev_polynomial_t
    shifted_chebyshev_polynomial_u shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w sigmoid sign
    signbit sin sinc sinh spherical_bessel_j0 sqrt square sub subtract take_along_dim tan tanh true_divide trunc
    where xlog1py xlogy zeta""".split()
)
"""Functions that read while they write: `out` may be one of the inputs, but not lie over a part of one."""

_SAME = "Found dtype {out.scalar_name} but expected {own.scalar_name}"
_TRUTHS = "{name} only supports bool tensor for result, got: {out.scalar_name}"
_LIKE_INPUT = (
    "Expected the dtype for input and out to match, but got {own.scalar_name} for input's dtype and "
    "{out.scalar_name} for out's dtype."
)
_NORM = "{name} expected out tensor dtype {own.scalar_name} but got: {out.scalar_name}"
_TENSORDOT = (
    "tensordot: Expected the output tensor to have dtype {own.scalar_name}, but got an output tensor with dtype "
    "{out.scalar_name}"
)
_NO_TRUTHS = "{name} does not support non-boolean outputs."
_QUANTILE = "{name}() out tensor must be same dtype as the input tensor"

_ASKING = ("all", "any")  # whose answers are numbers, too, where numbers are asked for

_NUMBERED = (
    "torch.searchsorted(): output tensor's dtype is wrong, it can only be Int(int32) or Long(int64) depending on "
    "whether out_int32 flag is True, but we got output tensor's dtype {out.scalar_name} and out_int32 flag is {short}"
)

REFUSALS = {
    **dict.fromkeys("abs absolute ceil fix floor frac hardshrink neg negative round sgn sign trunc".split(), _SAME),
    **dict.fromkeys(("bitwise_not", "clamp"), _SAME),
    **dict.fromkeys(("bucketize", "searchsorted"), _NUMBERED),
    **dict.fromkeys(_ASKING, _TRUTHS),
    **dict.fromkeys(("amax", "amin"), _LIKE_INPUT),
    **dict.fromkeys(("isneginf", "isposinf", "signbit"), _NO_TRUTHS),
    **dict.fromkeys(("dot", "vdot"), "result dtype {out.scalar_name} does not match input dtype {own.scalar_name}"),
    **dict.fromkeys(("quantile", "nanquantile"), _QUANTILE.format(name="quantile")),
    **dict.fromkeys(
        ("cummax", "cummin", "logcumsumexp"), "expected scalar_type {own.scalar_name} but found {out.scalar_name}"
    ),
    **dict.fromkeys(("inner", "tensordot"), _TENSORDOT),
    "linalg_matrix_norm": _NORM.replace("{name}", "linalg.matrix_norm"),
    "linalg_norm": _NORM.replace("{name}", "linalg.norm"),
    "linalg_vecdot": "linalg.vecdot: Expected out of dtype{own.scalar_name} but found {out.scalar_name}",
    "float_power": (
        "the output given to float_power has dtype {out.scalar_name} but the operation's result requires dtype "
        "{own.scalar_name}"
    ),
    "multinomial": "multinomial expects Long tensor out, got: {out.scalar_name}",
    "nan_to_num": "nan_to_num: dtype of out: {out.scalar_name} should be same as input: {own.scalar_name}",
    "take": (
        "take(): self and out expected to have the same dtype, but got self.dtype = {own.scalar_name} and out.dtype = "
        "{out.scalar_name}"
    ),
    "where": "Expected out type to be {own.scalar_name} but got {out.scalar_name}",
    "nonzero": "nonzero: Expected out tensor to have scalar type Long but got scalar type{out.scalar_name}",
}
"""Those which say that in words of their own."""

CASTING = {
    **{name: name for name in ("cholesky", "cholesky_inverse", "cholesky_solve")},
    "linalg_cond": "linalg.cond",
    "linalg_householder_product": "torch.linalg.householder_product",
    "linalg_pinv": "linalg.pinv",
    "linalg_tensorinv": "tensorinv",
    "linalg_tensorsolve": "tensorsolve",
}
"""Those which cast where nothing is lost, with what they call themselves where something would be."""


WITHOUT_GRADIENT = frozenset(
    """all any argmax argmin bitwise_and bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor
    bucketize eq float_power ge greater greater_equal gt isin isneginf isposinf le less less_equal logical_and
    logical_not logical_or logical_xor lt ne nonzero not_equal searchsorted signbit""".split()
)
"""Functions whose results have no gradient, or that ask for the dtype first: what requires one may be read."""

OWN_NAMES = {
    **dict.fromkeys(("column_stack", "dstack", "hstack", "vstack", "row_stack"), "cat"),
    "inverse": "linalg_inv_ex",
    "slogdet": "_linalg_slogdet",
    "linalg_vecdot": "sum",
    "norm": "linalg_vector_norm",
}
"""What PyTorch calls the operation that refuses, where it is not the function that was called."""

JOINING = frozenset("cat column_stack concat concatenate dstack hstack row_stack stack vstack".split())

COMPOSED = frozenset(
    """linalg_norm linalg_matrix_norm linalg_cond linalg_matrix_rank linalg_tensorinv linalg_tensorsolve
    tensordot""".split()
)
"""Functions that copy a result with a history into `out`, and so its history."""


def written(
    name: str,
    out: Any,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    warns: bool = True,
) -> Any:
    """Call `function` and put what it gives into `out`, a tensor or a tuple of them.

    `warns` says whether a warning is given where `out` is of another shape and not empty.

    Raises:
        RuntimeError: if a gradient would have to flow, or the numbers cannot be cast. `out` is as it was then.
    """
    if name == "nonzero" and kwargs.get("as_tuple"):
        raise RuntimeError("nonzero does not support the out kwarg when as_tuple is True")
    places = out if isinstance(out, (tuple, list)) else (out,)
    for place in places:
        if not isinstance(place, Variable):
            raise TypeError(f"{name}(): argument 'out' must be Tensor, not {type_name(place)}")
    given = [*_tensors(args), *_tensors(tuple(kwargs.values())), *places]
    recorded = nullcontext if name in COMPOSED else no_grad
    read = places if name in WITHOUT_GRADIENT else given
    if recorded is no_grad and modes.grad and any(tensor.requires_grad for tensor in read):
        raise RuntimeError(
            f"{OWN_NAMES.get(name, name)}(): functions with out=... arguments don't support automatic differentiation, "
            "but one of the arguments requires grad."
        )
    if duals.active and any(level.tangent(tensor) is not None for level in duals.moving() for tensor in given):
        raise NotImplementedError(
            f"Trying to use forward AD with {name}_out that does not support it because it is an out= function"
        )
    _refuse_overlaps(name, places, given[: -len(places)])
    if name in TYPED_BY_OUT and kwargs.get("dtype") is None:
        kwargs = {**kwargs, "dtype": places[0].dtype}
    with recorded():
        found = function(*args, **kwargs)
    results = found if isinstance(found, tuple) else (found,)
    if len(places) != len(results):
        raise TypeError(f"expected tuple of {len(results)} elements but got {len(places)}")
    for place, result in zip(places, results, strict=True):
        _check(name, place, result)
    for place, result in zip(places, results, strict=True):
        _write(place, result, recorded, warns)
    if isinstance(found, return_types.Results):
        return return_types.written(type(found))(places)
    return type(found)(places) if isinstance(found, tuple) else out


def _refuse_overlaps(name: str, places: Any, inputs: list[Any]) -> None:
    for place in places:
        if name.removeprefix("special_") in ELEMENTWISE and overlapping(place._array):
            raise errors.shared_elements_inplace()
        for tensor in inputs:
            if name in APART | JOINING and np.shares_memory(place._array, tensor._array):
                raise errors.overlapping_inplace()
            if name.removeprefix("special_") in ELEMENTWISE:
                refuse_overlap(place._array, tensor._array)


def with_out(function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
    """`function` with `out=`. A decorator; `name` is that of PyTorch's own function in its texts."""

    @functools.wraps(function)
    def call(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is None:
            return function(*args, **kwargs) if kwargs else function(*args)  # a call without is quicker
        return written(name or function.__name__, out, function, args, kwargs)

    return call


def into_out(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, which makes tensors, with `out=`: in the dtype of `out`, and in its shape if they fit."""

    @functools.wraps(function)
    def call(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is None:
            return function(*args, **kwargs) if kwargs else function(*args)
        if isinstance(out, Variable):
            own: Any = out
            if kwargs.setdefault("dtype", own.dtype) not in (own.dtype, None):
                raise errors.dtype_of_out(kwargs["dtype"].scalar_name, own.dtype.scalar_name)
            kwargs["dtype"] = own.dtype
        name = function.__name__

        def shaped(*args: Any, **kwargs: Any) -> Any:
            made = function(*args, **kwargs)
            numbers, wanted = out._array.size, made._array.size
            if name == "arange" and numbers and numbers != wanted:
                warn(
                    f"The number of elements in the out tensor of shape {list(out._array.shape)} is {numbers} which "
                    f"does not match the computed number of elements {wanted}. Note that this may occur as a result of "
                    f"rounding error. The out tensor will be resized to a tensor of shape ({wanted},)."
                )
            return made.reshape(out._array.shape) if name in SPACED and made._array.size == out._array.size else made

        said = name if name == "normal" else f"aten::{name}"
        return written(said, out, shaped, args, kwargs, warns=False)

    return call


SPACED = frozenset(("arange", "range", "linspace", "logspace"))
"""Functions whose numbers fill an `out` of their number in whatever shape it is."""


def _tensors(values: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if isinstance(value, Variable):
            found.append(value)
        elif isinstance(value, (tuple, list)):
            found += _tensors(tuple(value))
    return found


def _check(name: str, place: Any, result: Any) -> None:
    here, there = result._array.dtype, place._array.dtype
    if name in _ASKING and there.name in ("bool", "uint8"):
        return
    if here != there and name in REFUSALS:
        short = here.itemsize == 4
        raise RuntimeError(REFUSALS[name].format(name=name, own=result.dtype, out=place.dtype, short=short))
    if name in STRICT and here != there:
        raise RuntimeError(
            f"Expected out tensor to have dtype {result.dtype.cpp_name}, but got {place.dtype.cpp_name} instead"
        )
    if not castable(here, there):
        if name in JOINING:
            raise TypeError(
                f"torch.cat(): input types can't be cast to the desired output type {place.dtype.scalar_name}"
            )
        if name in CASTING:
            raise RuntimeError(
                f"{CASTING[name]}: Expected result to be safely castable from {result.dtype.scalar_name} dtype, but "
                f"got result with dtype {place.dtype.scalar_name}"
            )
        raise errors.result_type_cast(result.dtype.scalar_name, place.dtype.scalar_name)


def _write(place: Any, result: Any, recorded: Callable[[], Any], warns: bool) -> None:
    if place._array.shape != result._array.shape:
        if place._array.size and warns:
            warnings.warn(
                f"An output with one or more elements was resized since it had shape {list(place._array.shape)}, which "
                f"does not match the required output shape {list(result._array.shape)}. This behavior is deprecated, "
                "and in a future PyTorch release outputs will not be resized unless they have zero elements. You can "
                "explicitly reuse an out tensor t by resizing it, inplace, to zero elements with t.resize_(0).",
                stacklevel=4,
            )
        place._array, place._starts_at = np.empty(result._array.shape, place._array.dtype), 0
    with recorded():
        place.copy_(result)
