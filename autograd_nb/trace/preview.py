"""Values as a document shows them: PyTorch's numbers, whole up to 64 elements, beyond with statistics.

>>> preview(np.array([0.0, 4.0]))
{'text': '[0., 4.]'}
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypedDict

import numpy as np

from autograd_nb.engine import printing

from .kept import SMALL, Array, Kept, Large, edge


class _Text(TypedDict):
    text: str


class Preview(_Text, total=False):
    """What stands between "tensor(" and the first suffix, and figures about what it leaves out."""

    stats: dict[str, str]


def preview(kept: Kept) -> Preview | None:
    """The preview of an array, or of what was kept of one; None stays None (no gradient, not recorded).

    Beyond 64 elements `stats` tells of all of them, if they can still be asked.
    """
    if kept is None:
        return None
    if isinstance(kept, Large):
        shown: Preview = {"text": _summary(kept)}
        tensor = None if kept.of is None else kept.of()
        if tensor is not None and tensor._changes == kept.version:
            shown["stats"] = _statistics(tensor._array)
        return shown
    if kept.size <= SMALL:
        return {"text": _numbers(kept.tobytes(), kept.shape, kept.dtype, printing.options())}
    return {"text": _summary(Large(kept)), "stats": _statistics(kept)}


@lru_cache(1 << 12)
def _numbers(numbers: bytes, shape: tuple[int, ...], dtype: np.dtype[Any], _: object) -> str:
    """The text of a small array, by the options in force: what one node sends is as a rule what arrives at another."""
    return printing.numbers(np.ndarray(shape, dtype, numbers), SMALL)


def scalar(number: Any) -> Preview | None:
    """The preview of a Python number, as Python writes it."""
    return None if number is None else {"text": repr(number)[:40]}


def _summary(large: Large) -> str:
    """The ends of each dimension, printed as the whole array is: the text depends on nothing else."""
    options = printing.get_printoptions()
    most = edge(len(large.shape))
    if options["edgeitems"] <= most:
        return printing.numbers(large.ends, SMALL if large.ends.shape == large.shape else 0)
    with printing.printoptions(edgeitems=most, sci_mode=options["sci_mode"]):
        return printing.numbers(large.ends, SMALL if large.ends.shape == large.shape else 0)


def _statistics(array: Array) -> dict[str, str]:
    with np.errstate(all="ignore"):
        figures = {"min": array.min(), "max": array.max(), "mean": array.mean()}
        finite = int(np.isfinite(array).sum())
    texts = {name: printing.numbers(np.asarray(figure)) for name, figure in figures.items()}
    return {**texts, "finite": str(finite), "numel": str(array.size)}
