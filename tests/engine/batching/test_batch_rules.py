"""Each rule for all examples of a batch gives what the calls for each example give, gradients too."""

# ruff: noqa: PLW0108 - the name of an argument says which examples the function takes

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import pytest

import autograd_nb as torch
from autograd_nb.engine.batching import batch_rules
from autograd_nb.engine.batching.at_once import elementwise, overwriting

if TYPE_CHECKING:
    from collections.abc import Callable

F, vmap, grad = torch.nn.functional, torch.func.vmap, torch.func.grad

V = torch.tensor([[0.3, 0.7, 0.2], [0.9, 0.4, 0.6]])
M = torch.tensor(
    [[[2.0, 0.3, 0.1], [0.4, 1.5, 0.2], [0.3, 0.1, 1.2]], [[1.1, 0.2, 0.5], [0.2, 2.3, 0.4], [0.5, 0.4, 3]]]
)
S = M + M.mT
W = torch.tensor([0.5, 0.1, 0.8])
N = torch.tensor([[1.5, 0.2, 0.4], [0.1, 0.9, 0.3]])
I = torch.tensor([[0, 2], [1, 1]])
IMAGES = torch.arange(96.0).mul(0.37).sin().reshape(2, 1, 3, 4, 4)

TWO = """add sub mul div true_divide divide multiply subtract rsub atan2 arctan2 copysign eq ne lt le gt ge greater less
greater_equal less_equal not_equal float_power floor_divide fmax fmin fmod heaviside hypot isclose logaddexp logaddexp2
maximum minimum pow remainder xlogy"""
THREE = "addcdiv addcmul"
OF_WHOLE = "bitwise_and bitwise_or bitwise_xor logical_and logical_or logical_xor"
OPERATORS = {"and", "or", "xor", "lshift", "rshift"}
ON_MATRICES = ("inv", "inverse", "det", "slogdet", "logdet", "svdvals", "pinv", "matrix_exp")

CALLS: dict[str, tuple[Callable[..., Any], ...]] = {
    "lerp": (lambda a: a.lerp(W, 0.3),),
    "where": (lambda a: torch.where(a > 0.5, a, W), lambda a: torch.where(a > 0.5, a, 0.0)),
    "masked_fill": (lambda a: a.masked_fill(a > 0.5, 2.0),),
    "clamp": (lambda a: a.clamp(0.4, 0.6), lambda a: torch.clamp(W, a)),
    "clip": (lambda a: a.clip(0.4, 0.6),),
    "clamp_max": (lambda a: a.clamp_max(0.6),),
    "clamp_min": (lambda a: a.clamp_min(W),),
    "polygamma": (lambda a: torch.polygamma(1, a),),
    "__invert__": (lambda a: ~(a > 0.5),),
    "float_power_": (lambda a: a.double().float_power_(2),),
    "to": (lambda a: a.to(torch.float64),),
    "type_as": (lambda a: a.type_as(I),),
    "threshold": (lambda a: F.threshold(a, 0.5, 0.0),),
    "sum": (lambda a: a.sum(), lambda a: a.sum(0), lambda a: a.sum(-1, keepdim=True)),
    "mean": (lambda a: a.mean(), lambda a: torch.outer(a, a).mean((0, 1))),
    "nansum": (lambda a: a.nansum(),),
    "nanmean": (lambda a: a.nanmean(0),),
    "any": (lambda a: (a > 0.8).any(),),
    "all": (lambda a: (a > 0.1).all(0),),
    "amax": (lambda a: a.amax(),),
    "amin": (lambda a: a.amin(0),),
    "std": (lambda a: a.std(), lambda a: a.std(0)),
    "var": (lambda a: a.var(correction=0),),
    "std_mean": (torch.std_mean,),
    "var_mean": (lambda a: torch.var_mean(a, 0),),
    "prod": (lambda a: a.prod(), lambda a: a.prod(0)),
    "argmax": (lambda a: a.argmax(), lambda a: a.argmax(0)),
    "argmin": (lambda a: a.argmin(),),
    "count_nonzero": (lambda a: a.count_nonzero(),),
    "max": (lambda a: a.max(), lambda a: a.max(0), lambda a: torch.max(a, W)),
    "min": (lambda a: a.min(), lambda a: a.min(0)),
    "norm": (lambda a: a.norm(), lambda a: torch.linalg.norm(a, 1)),
    "vector_norm": (torch.linalg.vector_norm,),
    "unflatten": (lambda a: a.unflatten(0, (3, 1)),),
    "index_select": (lambda a: a.index_select(0, I[0]),),
    "select": (lambda a: a.select(0, 1),),
    "narrow": (lambda a: a.narrow(0, 1, 2),),
    "glu": (lambda a: F.glu(a[:2]),),
    "topk": (lambda a: a.topk(2),),
    "kthvalue": (lambda a: a.kthvalue(2),),
    "diff": (lambda a: a.diff(),),
    "chunk": (lambda a: a.chunk(2),),
    "split": (lambda a: a.split(2),),
    "tensor_split": (lambda a: a.tensor_split(2),),
    "unbind": (lambda a: a.unbind(), lambda a: list(a)),
    "unsqueeze": (lambda a: a.unsqueeze(1), lambda a: a.unsqueeze(-2)),
    "transpose": (lambda m: m.transpose(0, 1),),
    "swapaxes": (lambda m: m.swapaxes(0, -1),),
    "movedim": (lambda m: m.movedim(0, 1),),
    "moveaxis": (lambda m: torch.moveaxis(m, (0, 1), (1, 0)),),
    "diagonal": (lambda m: m.diagonal(),),
    "flatten": (lambda m: m.flatten(),),
    "roll": (lambda a: a.roll(1, 0),),
    "normalize": (lambda a: F.normalize(a, dim=0),),
    "gather": (lambda a: a.gather(0, I[0]), lambda a: W.gather(0, a.argsort())),
    "cosine_similarity": (lambda a: F.cosine_similarity(a, W, 0),),
    "view": (lambda a: a.view(3, 1), lambda a: a.sum().view(1)),
    "reshape": (lambda m: m.reshape(-1),),
    "expand": (lambda a: a.expand(2, -1),),
    "repeat": (lambda a: a.repeat(2, 1),),
    "view_as": (lambda a: a.view_as(torch.ones(3, 1)),),
    "reshape_as": (lambda a: a.reshape_as(torch.ones(3, 1)),),
    "expand_as": (lambda a: a.expand_as(N),),
    "sum_to_size": (lambda m: m.sum_to_size(1, 3), lambda m: m.sum_to_size(3), lambda m: m.sum_to_size([1])),
    "new_zeros": (lambda a: a.new_zeros(2), lambda a: a.new_zeros((2, 3), dtype=torch.int64)),
    "new_ones": (lambda a: a.new_ones(2), lambda m: m.new_ones(())),
    "copy_": (lambda a: (a * 1).copy_(W), lambda m: (m * 1).copy_(m[0])),
    "permute": (lambda m: m.permute(1, 0),),
    "flip": (lambda m: m.flip(0), lambda m: m.flip([0, 1])),
    "squeeze": (lambda a: a[None].squeeze(), lambda a: a[None].squeeze(0)),
    "t": (lambda m: m.t(), lambda m: m.T, lambda a: a.sum().t()),
    "cat": (lambda a: torch.cat([W, a]),),
    "concat": (lambda a: torch.concat((a, a), -1),),
    "stack": (lambda a: torch.stack([a, W], 1),),
    "getitem": (lambda a: a[1], lambda a: a[..., None], lambda m: m[1:, ::2], lambda a: a[a.argsort()]),
    "setitem": (
        lambda a: written(a, 0, 2.0),
        lambda a: written(a, slice(1, 3), a[:2]),
        lambda m: written(m, 1, m[0, 0]),
    ),
    "pad": (lambda a: F.pad(a, (1, 2), value=3.0),),
    "one_hot": (lambda a: F.one_hot(a.argsort(), 4),),
    "tril": (lambda m: m.tril(),),
    "triu": (lambda m: m.triu(1),),
    "eigh": (lambda m: torch.linalg.eigh(m + m.T)[0],),
    "eigvalsh": (lambda m: torch.linalg.eigvalsh(m + m.T),),
    "cholesky": (lambda m: torch.linalg.cholesky(m @ m.T),),
    "matmul": (lambda m: m.matmul(m), lambda m: m.matmul(W), lambda m: N.matmul(m), lambda a: N.matmul(a)),
    "__matmul__": (
        lambda a: a @ W,
        lambda a: a @ N.T,
        lambda m: W @ m,
        lambda m: m @ m.expand(2, 3, 3),
        lambda a: N @ a,
    ),
    "mm": (lambda m: torch.mm(N, m),),
    "mv": (lambda a: N.mv(a), lambda m: m.mv(W)),
    "dot": (lambda a: a.dot(W), lambda a: W.dot(a)),
    "inner": (lambda a: torch.inner(a, a),),
    "bmm": (lambda m: torch.bmm(m[None], m[None]),),
    "outer": (lambda a: torch.outer(W, a),),
    "ger": (lambda a: torch.ger(a, W),),
    "einsum": (
        lambda a: torch.einsum("i,i->", a, W),
        lambda m: torch.einsum("ij,jk", m, m),
        lambda m: torch.einsum("ii -> i", [m]),
    ),
    "linear": (
        lambda a: F.linear(a, N),
        lambda a: F.linear(W, a[None] * N, a[:2]),
        lambda m: F.linear(m, m, m[0]),
        lambda m: F.linear(m, N, m[0, :2]),
    ),
    "layer_norm": (lambda a: F.layer_norm(a, (3,), W), lambda a: F.layer_norm(a, (3,), a, bias=W, eps=0.1)),
    "batch_norm": (
        lambda m: F.batch_norm(m, None, None, W, m[0], True),
        lambda x: F.batch_norm(x, None, None, training=True, eps=0.1),
    ),
    "embedding": (
        lambda a: F.embedding(a.argsort(), N.T),
        lambda m: F.embedding(I, m),
        lambda m: F.embedding(m.argsort()[0], m),
    ),
    "mse_loss": (lambda a: F.mse_loss(a, W), lambda a: F.mse_loss(a, W, reduction="none")),
    "l1_loss": (lambda a: F.l1_loss(a, W, reduction="sum"),),
    "smooth_l1_loss": (lambda a: F.smooth_l1_loss(a, W, beta=0.2),),
    "huber_loss": (lambda a: F.huber_loss(W, a),),
    "binary_cross_entropy": (lambda a: F.binary_cross_entropy(a, W),),
    "binary_cross_entropy_with_logits": (lambda a: F.binary_cross_entropy_with_logits(a, W),),
    "cross_entropy": (
        lambda a: F.cross_entropy(a, torch.tensor(1)),
        lambda m: F.cross_entropy(m, torch.tensor([0, 2, -100])),
        lambda m: F.cross_entropy(m, torch.tensor([0, 2, 1]), reduction="sum", ignore_index=2),
        lambda m: F.cross_entropy(m, m.argmax(1), reduction="none"),
    ),
    "nll_loss": (lambda a: F.nll_loss(a[None], torch.tensor([1])), lambda a: F.nll_loss(a, torch.tensor(1))),
    "conv1d": (lambda x: F.conv1d(x[0], torch.ones(1, 4, 2)), lambda m: F.conv1d(m, torch.ones(2, 3, 1))),
    "conv2d": (
        lambda x: F.conv2d(x, torch.ones(2, 3, 2, 2)),
        lambda x: F.conv2d(x[0], torch.ones(2, 3, 2, 2)),
        lambda x: F.conv2d(IMAGES[0], x[:, :, :2, :2], x[0, :1, 0, 0], padding=1),
        lambda x: F.conv2d(IMAGES[1, 0], x.view(3, 1, 4, 4), groups=3),
    ),
    "conv3d": (lambda x: F.conv3d(x[None], torch.ones(1, 1, 2, 2, 2)),),
    "pixel_shuffle": (lambda x: F.pixel_shuffle(x.reshape(1, 4, 3, 4), 2),),
}


def pools(kind: str) -> dict[str, tuple[Callable[..., Any], ...]]:
    """Calls of a pooling function of one, two and three dimensions."""
    one, two, three = (getattr(F, f"{kind}{n}d") for n in (1, 2, 3))
    return {
        f"{kind}1d": (lambda x: one(x[:, 0], 2),),
        f"{kind}2d": (lambda x: two(x, 2), lambda x: two(x[0], 2)),
        f"{kind}3d": (lambda x: three(x[None], 2),),
    }


for kind in ("max_pool", "avg_pool", "adaptive_avg_pool", "adaptive_max_pool"):
    CALLS |= pools(kind)


def written(a: Any, index: Any, value: Any) -> Any:
    """A copy, of which a part was written over."""
    copy = a * 1
    copy[index] = value
    return copy


def calls(name: str) -> tuple[Callable[..., Any], ...]:
    """Functions of one example that meet the rule of a name."""
    if name in CALLS:
        return CALLS[name]
    rule, bare = batch_rules.RULES[name], name.strip("_")
    if name.startswith("__") and bare.removeprefix("i") in batch_rules.OPERATORS.split():
        kind = bare.removeprefix("i")
        return (lambda a: getattr(_number(a, kind).clone(), name)(2),)
    if rule in (elementwise, overwriting) and hasattr(torch.Tensor, name):
        return (lambda a: getattr(_number(a, bare).clone(), name)(*_others(a, bare)),)
    function = getattr(F, name, None) or getattr(torch, name, None) or getattr(torch.linalg, name)
    if name in ON_MATRICES or rule in (elementwise, overwriting):
        return (lambda a: function(a.clone()),)
    return (lambda a: function(a, 0),)


def _number(a: Any, name: str) -> Any:
    whole = name in OPERATORS or name in OF_WHOLE.split() or name == "bitwise_not"
    return (a * 9).long() if whole else a + 1 if name in ("acosh", "arccosh") else a


def _others(a: Any, name: str) -> tuple[Any, ...]:
    if name in OF_WHOLE.split():
        return (torch.tensor([1, 2, 3]),)
    if name in {"eq", "ge", "gt", "le", "lt", "ne", "sub", "mul", "truediv", "mod", *TWO.split()}:
        return (W,)
    if name in THREE.split():
        return a, W
    given = {"lerp": (W, 0.3), "masked_fill": (W > 0.3, 2.0), "clamp": (0.4,), "clip": (0.4,), "clamp_max": (0.4,)}
    given |= {"clamp_min": (0.4,), "threshold": (0.5, 0.0), "polygamma": (1,)}
    return given.get(name, ())


def has(name: str) -> bool:
    """Whether there is such a function; names of in-place methods are made of those of all others."""
    if name in ("binary", "floordiv", "mod", "truediv"):
        return False  # inner names, which operators come by
    return any(hasattr(place, name) for place in (torch, F, torch.Tensor, torch.linalg, operator))


@pytest.mark.parametrize("name", [name for name in batch_rules.RULES if has(name)])
def test_all_at_once_is_each(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = []
    rule = batch_rules.at_once

    def watched(batch: Any, function: Any, args: Any, kwargs: Any) -> Any:
        found = rule(batch, function, args, kwargs)
        if found is NotImplemented or isinstance(found, RuntimeError):
            missed.append(function.__name__)
        return found

    for call in calls(name):
        examples = S if name in ON_MATRICES else {"m": M, "x": IMAGES}.get(call.__code__.co_varnames[0], V)
        for dim in (0, -1):
            given = examples.movedim(0, dim).contiguous()
            monkeypatch.setattr(batch_rules, "at_once", watched)
            found = [vmap(call, in_dims=dim)(given)]
            assert not missed, "called for each example"
            found.append(slopes(call, given, dim))
            monkeypatch.setattr(batch_rules, "at_once", lambda *_: NotImplemented)
            wanted = vmap(call, in_dims=dim)(given), slopes(call, given, dim)
            for one, other in zip(flat(found), flat(wanted), strict=True):
                torch.testing.assert_close(one, other, equal_nan=True)
            missed.clear()


def slopes(call: Callable[..., Any], given: Any, dim: int) -> Any:
    """The gradient of the results, each weighted in another way; zeros where PyTorch knows none."""

    def total(a: Any) -> Any:
        parts = [p for p in flat(call(a * 1)) if p.is_floating_point()]
        return sum((p.reshape(-1) * torch.arange(1.0, p.numel() + 1)).sum() for p in parts) + 0 * a.sum()

    try:
        return vmap(grad(total), in_dims=dim)(given)
    except (NotImplementedError, RuntimeError) as error:
        if "derivative for" not in str(error):
            raise
        return torch.zeros(())


def flat(result: Any) -> list[Any]:
    """All tensors of a result."""
    return [p for part in result for p in flat(part)] if isinstance(result, (tuple, list)) else [result]
