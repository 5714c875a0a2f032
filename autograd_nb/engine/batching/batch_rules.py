"""Which function has which rule for all examples of a batch at once, see at_once.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.node import Variable

from .at_once import (
    Call,
    Unfit,
    alike,
    along,
    elementwise,
    joined,
    like_new,
    normed,
    ordered,
    overwriting,
    padded,
    picked,
    put,
    reduced,
    seen,
    seen_in_size,
    sent_back,
    sized,
    sized_as,
    squeezed,
    summed_to,
    turned,
)
from .at_once_layers import (
    batch_normed,
    class_loss,
    convolved,
    embedded,
    image,
    layer_normed,
    linear,
    loss,
    outer,
    product,
    summed,
)
from .batches import Batch, batch_of, batched, of_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from .at_once import Rule

OPERATORS = "add sub mul truediv floordiv mod pow and or xor lshift rshift"
ELEMENTWISE = """
abs absolute acos acosh add addcdiv addcmul angle arccos arccosh arcsin arcsinh arctan arctan2 arctanh asin asinh atan
atan2 atanh bitwise_and bitwise_not bitwise_or bitwise_xor ceil clamp clamp_max clamp_min clip copysign cos cosh deg2rad
digamma div divide eq erf erfc erfinv exp exp2 expm1 fix floor floor_divide float_power fmax fmin fmod frac ge greater
greater_equal gt heaviside hypot i0 isclose isfinite isinf isnan le lerp less less_equal lgamma log log10 log1p log2
logaddexp logaddexp2 logical_and logical_not logical_or logical_xor logit lt masked_fill maximum minimum mul
multiply nan_to_num ne neg negative not_equal polygamma positive pow rad2deg reciprocal relu remainder round rsqrt rsub
sigmoid sign signbit sin sinc sinh sqrt square sub subtract tan tanh true_divide trunc where xlogy
"""
ACTIVATIONS = """
celu elu gelu hardshrink hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish relu6 selu silu softplus softshrink
softsign tanhshrink threshold
"""
COPIES = "bool clone contiguous detach double float half int long ones_like zeros_like"
SIGNS = "__abs__ __invert__ __neg__ __pos__ __eq__ __ge__ __gt__ __le__ __lt__ __ne__"


def _names(text: str, rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(text.split(), rule)


DIM = (1, "dim", ...)
LAST = (1, "dim", -1)
SECOND_LAST = (2, "dim", -1)
SECOND_FIRST = (2, "dim", 0)

RULES: dict[str, Rule] = {
    **_names(f"{ELEMENTWISE} {ACTIVATIONS} {COPIES} {SIGNS}", elementwise),
    **_names("to type_as", alike(0)),
    **{f"__{name}__": elementwise for name in OPERATORS.split()},
    **{f"{name}_": overwriting for name in [*ELEMENTWISE.split(), "copy"]},
    **{f"__i{name}__": overwriting for name in OPERATORS.split()},
    **_names("floordiv mod truediv", elementwise),  # of the module `operator`, for what stands on the right
    **_names("binary", elementwise),  # an operator that found a batch on its right
    # along dimensions
    **_names("sum mean nansum nanmean any all amax amin std var std_mean var_mean", reduced(flat=False)),
    **_names("prod argmax argmin count_nonzero", reduced()),
    **_names("max", reduced("amax", flat=False)),
    **_names("min", reduced("amin", flat=False)),
    **_names("norm vector_norm", normed),
    **_names("cumsum cumprod cummax cummin logcumsumexp logsumexp softmax log_softmax softmin", along(DIM)),
    **_names("median nanmedian index_select select narrow unflatten", along(DIM)),
    **_names("sort argsort mode glu", along(LAST)),
    **_names("topk kthvalue diff", along(SECOND_LAST)),
    **_names("chunk split tensor_split", along(SECOND_FIRST)),
    **_names("unbind", along((1, "dim", 0))),
    **_names("unsqueeze", along(DIM, grows=1)),
    **_names("transpose", along((1, "dim0", ...), (2, "dim1", ...))),
    **_names("swapaxes", along((1, "axis0", ...), (2, "axis1", ...))),
    **_names("movedim moveaxis", along((1, "source", ...), (2, "destination", ...))),
    **_names("diagonal", along((2, "dim1", 0), (3, "dim2", 1))),
    **_names("flatten", along((1, "start_dim", 0), (2, "end_dim", -1))),
    **_names("roll", along((2, "dims", ...))),
    **_names("normalize", along((2, "dim", 1))),
    **_names("gather", along(DIM, also=True)),
    **_names("cosine_similarity", along((2, "dim", 1), also=True)),
    **_names("view reshape expand repeat", sized),
    **_names("view_as reshape_as expand_as", sized_as),
    **_names("sum_to_size", summed_to),
    **_names("new_zeros new_ones", like_new),
    **_names("permute flip", ordered),
    **_names("squeeze", squeezed),
    **_names("t", turned),
    **_names("cat concat stack", joined),
    **_names("getitem", picked),
    **_names("setitem", put),
    **_names("pad", padded),
    **_names("one_hot", alike(0)),
    # matrices
    **_names("tril triu inv inverse det slogdet logdet cholesky eigh eigvalsh svdvals pinv matrix_exp", alike(2)),
    **_names("matmul __matmul__", product()),
    **_names("mm", product(2, 2)),
    **_names("mv", product(2, 1)),
    **_names("dot inner", product(1, 1)),
    **_names("bmm", product(3, 3)),
    **_names("outer ger", outer),
    **_names("einsum", summed),
    # layers and losses
    **_names("linear", linear),
    **_names("layer_norm", layer_normed),
    **_names("batch_norm", batch_normed),
    **_names("embedding", embedded),
    **_names("mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy_with_logits", loss),
    **_names("binary_cross_entropy", loss),
    **_names("cross_entropy nll_loss", class_loss),
    **_names("conv1d", convolved(1)),
    **_names("conv2d", convolved(2)),
    **_names("conv3d", convolved(3)),
    **_names("max_pool1d avg_pool1d adaptive_avg_pool1d adaptive_max_pool1d", image(2)),
    **_names("max_pool2d avg_pool2d adaptive_avg_pool2d adaptive_max_pool2d pixel_shuffle", image(3)),
    **_names("max_pool3d avg_pool3d adaptive_avg_pool3d adaptive_max_pool3d", image(4)),
}
"""By the name of the function, or of the method."""

SLOPES = """
elu_backward gelu_backward hardshrink_backward hardswish_backward hardtanh_backward leaky_relu_backward
log_sigmoid_backward sigmoid_backward softplus_backward softshrink_backward tanh_backward threshold_backward
"""
ROWS: dict[str, Rule] = {
    **_names(f"add div mul sub {SLOPES}", elementwise),
    **_names("_softmax_backward_data _log_softmax_backward_data", along((2, "dim", ...), also=True)),
    **_names("embedding_dense_backward index_add select_backward slice_backward", sent_back),
    **_names("alias", seen()),
    **_names("select slice unbind split split_with_sizes", seen("dim")),
    **_names("unsqueeze", seen("dim")),
    **_names("transpose", seen("dim0", "dim1")),
    **_names("diagonal", seen("dim1", "dim2")),
    **_names("view reshape expand", seen_in_size),
    **_names("squeeze", squeezed),
    **_names("permute", lambda call: call.function(call.alone(), dims=(0, *[d + 1 for d in call.named["dims"]]))),
    **_names("t", turned),
}
"""By the name of a row that formulas use."""
RULES |= {f"row of {name}": rule for name, rule in ROWS.items()}


def known(function: Callable[..., Any]) -> bool:
    """Whether there is a rule for a function."""
    return function.__name__ in RULES


OWN_WORDS = (elementwise, sized, linear, put)
"""Rules of which PyTorch hands on what is wrong with the whole; of others it says what is wrong with an example."""


def at_once(batch: Batch, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a function gives for all examples; `NotImplemented` where it has no rule, or the rule does not fit.

    An error is not raised, but given: where one example is as wrong, it is what PyTorch says.
    """
    rule = RULES.get(function.__name__)
    if rule is None or not batch.size:
        return NotImplemented
    try:
        return _of(batch, rule(Call(batch, function, args, kwargs)))
    except RuntimeError as error:
        return error if rule in OWN_WORDS else NotImplemented
    except Exception:  # noqa: BLE001 - what is wrong with one example, if anything, the call for it says
        return NotImplemented


def _of(batch: Batch, result: Any) -> Any:
    """A result as one of the batch."""
    if isinstance(result, Variable):
        if batch_of(result) is batch:
            return result
        if not result.ndim or result.shape[0] != batch.size:  # type: ignore[attr-defined]  # variables are tensors here
            raise Unfit
        return batched(batch, None, result, 0)
    if not isinstance(result, (tuple, list)):
        raise Unfit
    return of_parts(type(result), [_of(batch, part) for part in result])
