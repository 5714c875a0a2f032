"""The tensor that stands for all examples of a batch: every method of it is that method of all of them.

What would take numbers out of it is refused in PyTorch's words, see batches.py.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.dtypes import Size
from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.memory.storage import place_in
from autograd_nb.engine.modes import enable_grad
from autograd_nb.engine.node import Variable
from autograd_nb.engine.tensor import Tensor

from . import batch_rules
from .batches import Batch, Met, assign, batch_of, batched, each, examples_of, met, picked
from .tracking import Tracking, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Batched(Tensor):
    """All examples of a batch, which lie in one tensor along a dimension of it, or are tensors of their own.

    It has no array. What it consists of are tensors, or batches of an outer batch.
    """

    _overrides = False
    batches = True
    """By which the engine knows this class, which it does not load before it is needed."""

    @classmethod
    def of(cls, batch: Batch, examples: list[Any] | None, source: Any, dim: int) -> Batched:
        """The tensor for these examples, or for those that lie in `source` along `dim`.

        Raises:
            RuntimeError: they differ in shape.
        """
        if examples is not None:
            first = examples[0].shape
            for i, example in enumerate(examples):
                if example.shape != first:
                    raise errors.vmap.stack_sizes(list(first), i, list(example.shape))
        self = object.__new__(cls)  # without what other tensors have: who asks for that is met by `Met`
        self.__dict__.update(_batch=batch, _own=examples, _source=source, _lie=dim)
        return self

    @property
    def _examples(self) -> list[Any]:
        """The tensors, one for each example; of an empty batch one that is thought of, which tells the shape.

        They are views of the source, taken anew each time: a view knows of no gradient that was asked for later.
        """
        if self._own is not None:
            return self._own
        return [self._example(i) for i in range(max(self._batch.size, 1))]

    def _example(self, i: int) -> Any:
        """The tensor of one example."""
        if self._own is not None:
            return self._own[i]
        if not self._batch.size:
            return self._source.new_zeros(self.shape)
        with enable_grad():
            return self._source.select(self._lie, i)

    def _whole(self) -> Any:
        """All examples in one tensor, along its first dimension."""
        if self._source is None:
            return stack(self._own)
        return self._source.movedim(self._lie, 0) if self._lie else self._source

    def __getattr__(self, name: str) -> Any:
        if name in Variable.__slots__:
            raise Met
        raise AttributeError(f"'Tensor' object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        for i, example in enumerate(self._examples):
            setattr(example, name, value._examples[i] if isinstance(value, Batched) else value)

    @property
    def requires_grad(self) -> bool:
        """Whether a transform inside of the batch follows it: what is outside of it is not known here."""
        return bool(self._first().requires_grad) and self._followed()

    @requires_grad.setter
    def requires_grad(self, value: Any) -> None:  # noqa: ARG002 - what a setter is given
        raise errors.vmap.requires_grad()

    @property
    def grad_fn(self) -> Any:
        """The node that made the first example, as far as it is known here."""
        return self._first().grad_fn if self.requires_grad else None

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made it, as far as it is known here."""
        return self.grad_fn is None

    def _followed(self) -> bool:
        """Whether it was made in a transform inside of the batch."""
        return any(isinstance(layer, Tracking) for layer in self._first()._born[self._batch.depth + 1 :])

    def _first(self) -> Any:
        """A tensor in which examples lie, or the first of them."""
        first: Any = self
        while isinstance(first, Batched):
            first = first._own[0] if first._source is None else first._source
        return first

    @property
    def shape(self) -> Any:
        """The shape of one example."""
        source, dim = self._source, self._lie
        if source is None:
            return self._own[0].shape
        shape: tuple[int, ...] = source._array.shape if batch_of(source) is None else tuple(source.shape)
        return Size(shape[:dim] + shape[dim + 1 :])

    @property
    def ndim(self) -> int:
        """How many dimensions an example has."""
        return len(self.shape)

    @property
    def dtype(self) -> Any:
        """The dtype of all examples."""
        return self._first().dtype

    @property
    def T(self) -> Any:
        """Each example transposed."""
        return self.t() if self.ndim == 2 else self._joined("T")

    def register_hook(self, hook: Callable[[Any], Any]) -> Any:
        """A hook that is called with the gradients of all examples.

        Raises:
            RuntimeError: no gradient is asked for inside of the batch.
        """
        if not self.requires_grad:
            raise errors.hook_without_grad()
        source, batch, dim = self._source, self._batch, self._lie
        if source is None:
            raise errors.vmap.no_storage()

        def called(g: Any) -> Any:
            told = hook(Batched.of(batch, None, g, dim))
            return told if told is None else told._whole().movedim(0, dim)

        return source.register_hook(called)

    def _joined(self, name: str) -> Any:
        return self._batch.joined([getattr(example, name) for example in self._examples])

    def _alias(self) -> Any:
        raise Met

    def _apply(self, op: Any, *inputs: Any, **options: Any) -> Any:
        """A row for all examples, of those that formulas use (see ROWS of batch_rules.py)."""

        def row(first: Any, *others: Any, **options: Any) -> Any:
            return first._apply(op, first, *others, **options)

        row.__name__ = f"row of {op.name}"
        if not batch_rules.known(row):
            raise Met
        return each(row, inputs, options)

    _wrap = Tensor._wrap

    def _cast(self, dtype: Any) -> Any:
        return batched(self._batch, None, self._whole()._cast(dtype))

    def _as_strided(self, geometry: Any) -> Any:
        """The view of each example that has this geometry: all examples lie one behind the other."""
        whole = self._whole()
        shape, strides, offset, order = geometry
        behind = (whole.shape[0], *shape), (math.prod(whole.shape[1:]), *strides), offset, (0, *[d + 1 for d in order])
        return batched(self._batch, None, whole._as_strided(behind))

    def __repr__(self) -> str:
        return text(self)

    def __len__(self) -> int:
        return len(self._example(0))

    def __iter__(self) -> Iterator[Tensor]:
        return iter(self.unbind(0))

    def __getitem__(self, index: Any) -> Any:
        return picked(self, index)

    def __setitem__(self, index: Any, value: Any) -> None:
        assign(self, index, value)

    def __contains__(self, element: object) -> bool:
        raise errors.vmap.item()

    def __format__(self, spec: str) -> str:
        if self.ndim == 0:
            self.item()
        return object.__format__(self, spec)

    __hash__ = object.__hash__

    def __deepcopy__(self, memo: Any) -> Any:
        raise NotImplementedError("Cannot access storage of BatchedTensorImpl")


def as_strided(self: Batched, size: Any, stride: Any, storage_offset: int | None = None) -> Any:
    """`Tensor.as_strided` of each example: an offset is counted from where the first one begins.

    Raises:
        RuntimeError: when it would see what is no part of the example.
    """
    starts = [place_in(x._array) for x in examples_of(self)]
    first = examples_of(self)[0]
    offset = starts[0] if storage_offset is None else storage_offset

    def end(start: int, sizes: Any, steps: Any) -> int:
        return start + sum((n - 1) * step for n, step in zip(sizes, steps)) + 1

    own, wanted = end(starts[0], first.shape, first.stride()), end(offset, size, stride)
    if all(size) and (offset < starts[0] or wanted > own):
        raise errors.vmap.strided_outside(size, stride, offset, (offset, wanted), (starts[0], own))
    places = iter(starts)

    def view(x: Any) -> Any:
        if batch_of(x) is None:
            return x.as_strided(size, stride, offset + next(places) - starts[0])
        return x._batch.joined([view(part) for part in x._examples])

    return view(self)


def _refuses(error: Callable[[], Exception], followed: Callable[[], Exception] | None = None) -> Any:
    """A method that is refused, in other words where a transform inside of the batch follows the tensor."""

    def refused(self: Any, *args: Any, **kwargs: Any) -> Any:
        del args, kwargs
        said = followed if followed is not None and self._followed() else error
        raise said()

    return refused


def _looped(name: str) -> Any:
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(self, name)(*args, **kwargs)

    call.__name__ = name

    def method(*args: Any, **kwargs: Any) -> Any:
        return met(call, args, kwargs)

    method.__name__ = name
    return method


def _of_one(name: str) -> Any:
    """A method that says of one example what holds for all."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(self._example(0), name)(*args, **kwargs)

    method.__name__ = name
    return method


def _seen(name: str) -> property:
    return property(lambda self: self._joined(name))


def _reflected(function: Any) -> Any:
    return lambda self, other: each(function, (other, self), {})


for _name in ("dim", "is_floating_point", "nelement", "numel"):
    setattr(Batched, _name, _of_one(_name))

_OWN = frozenset(vars(Batched))
_KEPT = frozenset(
    """__new__ __init__ __class__ __dict__ __weakref__ __doc__ __module__ __slots__ __reduce__ __reduce_ex__
    __init_subclass__ __subclasshook__ __getattribute__ __delattr__ __dir__ __sizeof__ __str__
    accumulator counter edge refresh_view""".split()
)
"""What Python asks for, and the engine of one tensor."""

for _name in dir(Tensor):
    _value = getattr(Tensor, _name)
    _private = _name[0] == "_" and not _name.endswith("__")  # asks for the array, and is met
    if _private or _name in _OWN or _name in _KEPT:
        continue
    if isinstance(_value, property):
        setattr(Batched, _name, _seen(_name))
    elif callable(_value) and not isinstance(vars(Tensor).get(_name), (staticmethod, classmethod)):
        setattr(Batched, _name, _looped(_name))
for _name, _function in {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "truediv": operator.truediv, "pow": operator.pow,
    "floordiv": operator.floordiv, "mod": operator.mod, "matmul": operator.matmul, "and": lambda x, y: x & y,
    "or": lambda x, y: x | y, "xor": operator.xor,  # `operator.and_` is named like what changes a tensor in place
}.items():  # fmt: skip
    setattr(Batched, f"__r{_name}__", _reflected(_function))
for _name, _said in errors.vmap.REFUSED.items():
    if hasattr(Tensor, _name) and not _name.startswith("new"):
        setattr(Batched, _name, _refuses(_said))
for _name in ("item", "__float__", "__int__", "__index__", "__complex__"):
    setattr(Batched, _name, _refuses(errors.vmap.item, errors.vmap.number))
for _name in ("__bool__", "is_nonzero"):
    setattr(Batched, _name, _refuses(errors.vmap.data_dependent, errors.vmap.number))
for _name in ("tolist", "numpy", "__array__", "data_ptr", "apply_", "map_", "__dlpack__"):
    setattr(Batched, _name, _refuses(errors.vmap.no_storage))
Batched.data = property(_refuses(errors.vmap.data))  # type: ignore[assignment,method-assign]  # replaced on purpose
Batched.backward = _refuses(errors.vmap.backward)  # type: ignore[method-assign]  # replaced on purpose
Batched.requires_grad_ = _refuses(errors.vmap.requires_grad)  # type: ignore[method-assign]  # replaced on purpose
