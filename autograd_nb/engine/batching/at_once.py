"""How a function is computed for all examples of a batch at once: its rule.

A batch that is mapped lies in one tensor, the whole, with the examples along its first dimension. Most functions have
a mechanical rule: one that goes element by element is called with the wholes, lined up; one along a dimension is called
with the next dimension; a product of matrices is a product of batches of matrices. A function without a rule, or one
whose arguments do not fit it, is called example by example (batches.py), which also says what is wrong with arguments.

The rules are those of PyTorch's aten/src/ATen/functorch/BatchRules*.cpp, written with the functions themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.node import Variable

from .batches import Batch, batch_of, batched, innermost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Rule = Callable[["Call"], Any]


class Unfit(Exception):  # noqa: N818 - a signal, which never leaves this file
    """The arguments are not such as the rule knows."""


class Call(list[Any]):
    """The arguments of one call by position, of which some are of the batch; those by name are `named`."""

    def __init__(self, batch: Batch, function: Callable[..., Any], args: Sequence[Any], named: dict[str, Any]) -> None:
        super().__init__(args)
        self.batch, self.function, self.named = batch, function, dict(named)
        if "axis" in named:
            raise Unfit
        if "input" in named:
            self.insert(0, self.named.pop("input"))
        if not self:
            raise Unfit

    def has(self, value: Any) -> bool:
        """Whether a value is of this batch."""
        return batch_of(value) is self.batch

    def alone(self) -> Any:
        """The whole of the first argument, the only one that may be of the batch."""
        if not self.has(self[0]) or innermost(self[1:], self.named) is self.batch:
            raise Unfit
        return self[0]._whole()

    def spread(self, value: Any) -> Any:
        """The whole of an argument, which repeats a tensor that all examples share."""
        if self.has(value):
            return value._whole()
        return value.expand(self.batch.size, *value.shape) if isinstance(value, Variable) else value  # type: ignore[attr-defined]  # variables are tensors here

    def result(self) -> Any:
        """What the function gives for the arguments as they are by now."""
        return self.function(*self, **self.named)

    def wholes(self, values: Sequence[Any]) -> list[Any]:
        """The wholes of the tensors among values, with dimensions of one more where an example has fewer than others.

        Raises:
            Unfit: for tensors in lists; and where the dtype of the result would depend on that an example is a number.
        """
        tensors = [v for v in values if isinstance(v, Variable)]
        if innermost([v for v in values if not isinstance(v, Variable)], {}) is self.batch:
            raise Unfit
        ranks = [t.ndim for t in tensors]  # type: ignore[attr-defined]  # variables are tensors here
        if 0 in ranks and len({t.dtype for t in tensors}) > 1:  # type: ignore[attr-defined]  # variables are tensors here
            raise Unfit
        return [lined_up(v._whole(), max(ranks)) if self.has(v) else v for v in values]


def lined_up(whole: Any, rank: int) -> Any:
    """The whole of examples of so many dimensions, if need be with dimensions of one in front of these."""
    missing = rank + 1 - whole.ndim
    return whole.reshape(whole.shape[0], *(1,) * missing, *whole.shape[1:]) if missing else whole


# -- families of functions --------------------------------------------------------------------------------------------


def elementwise(call: Call) -> Any:
    """Every element of the result comes of one of each argument."""
    values = [*call, *call.named.values()]
    if True in [v for v in values[1:] if isinstance(v, bool)]:  # what may be to be changed in place
        raise Unfit
    only = values[0]
    if len(values) == 1 and only._source is not None:  # stays as it lies
        return batched(call.batch, None, call.function(only._source), only._lie)
    return _called(call, call.wholes(values))


def _called(call: Call, values: list[Any]) -> Any:
    return call.function(*values[: len(call)], **dict(zip(call.named, values[len(call) :])))


def overwriting(call: Call) -> Any:
    """The same, written over the first argument."""
    target = call[0]
    if target._source is None or any(isinstance(v, Variable) and v.ndim > target.ndim for v in call):  # type: ignore[attr-defined]  # variables are tensors here
        raise Unfit
    _called(call, call.wholes([*call, *call.named.values()]))
    return target


def alike(rank: int) -> Rule:
    """The rule of a function of so many last dimensions, which takes any number of them in front of these."""

    def rule(call: Call) -> Any:
        if call[0].ndim < rank:
            raise Unfit
        call[0] = call.alone()
        return call.result()

    return rule


def padded(call: Call) -> Any:
    """`pad` with numbers, which begins at the last dimension."""
    if len(call) != 2 or call.named.get("mode", "constant") != "constant" or len(call[1]) > 2 * call[0].ndim:
        raise Unfit
    return alike(0)(call)


def normed(call: Call) -> Any:
    """The norm of a vector, along a dimension, or of all elements."""
    dim = call[2] if len(call) > 2 else call.named.get("dim")
    if dim is not None:
        if not isinstance(dim, int):
            raise Unfit
        return along((2, "dim", ...))(call)
    whole = call.alone()
    if len(call) > 1 + (whole.ndim == 2) or call.named:
        raise Unfit
    return call.function(whole.reshape(whole.shape[0], -1), *(call[1:] or [2]), dim=1)


def along(*arguments: tuple[int, str, Any], grows: int = 0, also: bool = False) -> Rule:
    """The rule of a function along dimensions, each told by place, name and default of its argument (... for none).

    Args:
        arguments: where the dimensions are.
        grows: how many dimensions more than its argument the result has.
        also: whether the other arguments may be of the batch.
    """

    def rule(call: Call) -> Any:
        rank = call[0].ndim + grows
        if also:
            if len({v.ndim for v in call if isinstance(v, Variable)}) > 1:  # type: ignore[attr-defined]  # variables are tensors here
                raise Unfit
            call[:] = [call.spread(v) for v in call]
        else:
            call[0] = call.alone()
        for place, name, default in arguments:
            if place < len(call):
                call[place] = _next(call[place], rank)
            else:
                call.named[name] = _next(call.named.get(name, default), rank)
        return call.result()

    return rule


def _next(dim: Any, rank: int) -> Any:
    """A dimension, or several, of an example in the whole."""
    if isinstance(dim, (tuple, list)) and dim:
        return [_next(d, rank) for d in dim]
    if not isinstance(dim, int) or isinstance(dim, bool) or not -rank <= dim < rank:
        raise Unfit
    return dim + 1 if dim >= 0 else dim


def reduced(over: str = "", flat: bool = True) -> Rule:
    """The rule of a reduction, over a dimension or over all.

    Args:
        over: the method that reduces over dimensions as this function does over all, if that is another one.
        flat: whether the elements are laid in one row to reduce over all; else all dimensions are named.
    """
    one = along((1, "dim", ...))

    def rule(call: Call) -> Any:
        if len(call) > 1 and isinstance(call[1], Variable):
            return elementwise(call)
        dim = call[1] if len(call) > 1 else call.named.get("dim")
        if dim is not None:
            return one(call)
        whole = call.alone()
        given = {name: value for name, value in call.named.items() if name != "dim"}
        if len(call) > 2 or given.get("keepdim"):
            raise Unfit
        if flat or whole.ndim == 1:
            whole = whole.reshape(whole.shape[0], -1)
        function = getattr(type(whole), over) if over else call.function
        return function(whole, 1 if flat else tuple(range(1, whole.ndim)), **given)

    return rule


def sized(call: Call) -> Any:
    """A view of another size, which is told by numbers."""
    whole, size = call.alone(), _listed(call[1:] or [call.named["size"]])
    if call.function.__name__ in ("expand", "repeat"):
        whole = lined_up(whole, len(size))
    return call.function(whole, (1 if call.function.__name__ == "repeat" else whole.shape[0], *size))


def sized_as(call: Call) -> Any:
    """A view of the size of another tensor."""
    x, other = call
    return getattr(x, call.function.__name__.removesuffix("_as"))(other.shape)


def summed_to(call: Call) -> Any:
    """The sum over what a shape was spread along."""
    whole, shape = call.alone(), _listed(call[1:])
    rank = whole.ndim - 1
    lined = whole.sum_to_size((whole.shape[0], *(1,) * (rank - len(shape)), *shape))
    return lined.reshape(whole.shape[0], *shape) if rank > len(shape) else lined


def like_new(call: Call) -> Any:
    """`new_zeros` and `new_ones`, which take nothing of the tensor but its kind."""
    whole, size = call.alone(), _listed(call[1:])
    return call.function(whole, (whole.shape[0], *size), **call.named)


def ordered(call: Call) -> Any:
    """Dimensions in an order, as `permute` and `flip` are told it."""
    rank = call[0].ndim
    dims = [_next(d, rank) for d in _listed(call[1:] or [call.named["dims"]])]
    return call.function(call.alone(), [0, *dims] if call.function.__name__ == "permute" else dims)


def _listed(given: Any) -> list[int]:
    found = list(given[0]) if len(given) == 1 and isinstance(given[0], (tuple, list)) else list(given)
    if not all(isinstance(n, int) for n in found):
        raise Unfit
    return found


def squeezed(call: Call) -> Any:
    """Without dimensions of one, of the example."""
    if len(call) > 1 or call.named:
        return along((1, "dim", ...))(call)
    whole = call.alone()
    return whole.squeeze([d for d in range(1, whole.ndim) if whole.shape[d] == 1])


def turned(call: Call) -> Any:
    """`t()` and `.T` of a matrix, or of less."""
    whole = call.alone()
    if whole.ndim > 3:
        raise Unfit
    return whole.transpose(1, 2) if whole.ndim == 3 else whole


def joined(call: Call) -> Any:
    """`cat` and `stack`."""
    parts, dim = list(call[0]), call[1] if len(call) > 1 else call.named.get("dim", 0)
    first = next(p for p in parts if call.has(p))
    wholes = [call.spread(p) for p in parts]
    if len({p.ndim for p in parts}) > 1 or len({p.dtype for p in parts}) > 1:
        raise Unfit
    return call.function(wholes, _next(dim, first.ndim + (call.function.__name__ == "stack")))


def picked(call: Call) -> Any:
    """`x[index]`: behind the examples of `x`, or in what they share by numbers that are of the batch."""
    x, index = call
    if not call.has(x):
        if not call.has(index):
            raise Unfit
        return x[index._whole()]
    whole = x._whole()
    if not call.has(index):
        return whole[_behind(index)]
    own = index._whole()
    return whole[numbers_of(call.batch, own.ndim), own]


def _behind(index: Any) -> tuple[Any, ...]:
    """An index that all examples share, for the whole."""
    parts = index if isinstance(index, tuple) else (index,)
    if innermost(parts, {}) is not None or any(isinstance(p, (list, bool)) for p in parts):
        raise Unfit
    return slice(None), *parts


def seen(*dims: str) -> Rule:
    """The rule of a row that is a view, of which these options are dimensions."""

    def rule(call: Call) -> Any:
        for name in dims:
            given = call.named[name]
            call.named[name] = given + 1 if isinstance(given, int) else tuple([d + 1 for d in given])
        return call.function(call.alone(), **call.named)

    return rule


def seen_in_size(call: Call) -> Any:
    """The rule of a row that is a view of another size."""
    whole, size = call.alone(), call.named["size"]
    whole = lined_up(whole, len(size)) if call.function.__name__ == "row of expand" else whole
    return call.function(whole, size=(whole.shape[0], *size))


def sent_back(call: Call) -> Any:
    """A gradient put among zeros, at an index that all examples share."""
    whole, place = call.alone(), _behind(call.named["indices"])
    lists = [k for k, part in enumerate(place) if isinstance(part, np.ndarray)]
    if lists and len(lists) != lists[-1] - lists[0] + 1:  # NumPy puts what it finds in the first dimension
        raise Unfit
    return call.function(whole, shape=(whole.shape[0], *call.named["shape"]), indices=place)


def put(call: Call) -> Any:
    """`x[index] = value`."""
    x, index, value = call
    if x._source is None:
        raise Unfit
    whole, place = x._whole(), _behind(index)
    whole[place] = lined_up(value._whole(), whole[place].ndim - 1) if call.has(value) else value
    return x


def numbers_of(batch: Batch, ndim: int) -> Any:
    """The numbers of the examples, along the first of so many dimensions."""
    from autograd_nb.engine.creation import arange

    return arange(batch.size).reshape(batch.size, *(1,) * (ndim - 1))
