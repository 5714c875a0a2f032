"""One batch out of a list of examples: tensors are stacked, numbers become tensors, containers are gone through."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import numpy as np

from autograd_nb.engine.creation import as_tensor, tensor
from autograd_nb.engine.dtypes import float64
from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.tensor import Tensor


def default_collate(batch: Any) -> Any:
    """Put examples of one structure into one batch of this structure.

    >>> default_collate([(1, {"a": 2.0}), (3, {"a": 4.0})])
    [tensor([1, 3]), {'a': tensor([2., 4.], dtype=torch.float64)}]

    Raises:
        TypeError: for examples that are no tensors, arrays, numbers, strings, dicts or sequences.
        RuntimeError: for tensors or sequences of several sizes.
    """
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch, 0)
    if isinstance(first, np.ndarray):
        if first.dtype.kind not in "biuf":
            raise _cannot_be_batched(first.dtype)
        return stack([as_tensor(array) for array in batch], 0)
    if isinstance(first, np.generic):
        return as_tensor(batch)
    if isinstance(first, (bool, int)):
        return tensor(batch)
    if isinstance(first, float):
        return tensor(batch, dtype=float64)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        return _mapping(first, {key: default_collate([example[key] for example in batch]) for key in first})
    if isinstance(first, Sequence):
        if any(len(example) != len(first) for example in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        return _sequence(first, [default_collate(parts) for parts in zip(*batch)])
    raise _cannot_be_batched(type(first))


def default_convert(data: Any) -> Any:
    """NumPy's arrays and numbers as tensors, also inside of dicts and sequences; everything else as it is.

    >>> import numpy
    >>> torch.utils.data.default_convert({"x": numpy.array([1.5, 2.5]), "name": "text"})
    {'x': tensor([1.5000, 2.5000], dtype=torch.float64), 'name': 'text'}
    """
    if isinstance(data, (np.ndarray, np.generic)):
        return data if data.dtype.kind not in "biuf" else as_tensor(data)
    if isinstance(data, Mapping):
        return _mapping(data, {key: default_convert(value) for key, value in data.items()})
    if isinstance(data, tuple) and not hasattr(data, "_fields"):
        return [default_convert(value) for value in data]
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _sequence(data, [default_convert(value) for value in data])
    return data


def _mapping(like: Mapping[Any, Any], values: dict[Any, Any]) -> Any:
    """`values` in a mapping of the same type."""
    if isinstance(like, MutableMapping):
        filled = copy.copy(like)
        filled.update(values)
        return filled
    return values


def _sequence(like: Sequence[Any], values: list[Any]) -> Any:
    """`values` in a sequence of the same type; a tuple becomes a list."""
    make: Callable[..., Any] = type(like)
    if hasattr(like, "_fields"):
        return make(*values)
    if isinstance(like, MutableSequence):
        filled = copy.copy(like)
        for i, value in enumerate(values):
            filled[i] = value
        return filled
    return values


def _cannot_be_batched(kind: object) -> TypeError:
    return TypeError(
        f"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {kind}"
    )
