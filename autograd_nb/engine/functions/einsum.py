"""Products and sums in Einstein's notation.

The graph is PyTorch's, step by step: permutations, and one product of matrices for each pair of operands.

Source: PyTorch's aten/src/ATen/native/Linear.cpp.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import check_tensors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor

ELLIPSIS = "..."


@over_batches
def einsum(equation: Any, *operands: Any) -> Tensor:
    """Products and sums in Einstein's notation: what is named in the inputs and not in the result is summed over.

    Args:
        equation: a letter for each dimension of each operand, `"ij,jk->ik"`; without `->` the result has the letters
            that occur once, in alphabetical order. `...` stands for any dimensions, which are broadcast.
        operands: the tensors, also as one list.

    >>> A, v = torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([1., 10.])
    >>> torch.einsum("ij,j->i", A, v)  # matrix times vector
    tensor([21., 43.])
    >>> torch.einsum("ii", A), torch.einsum("ij->ji", A)  # trace and transpose
    (tensor(5.), tensor([[1., 3.],
            [2., 4.]]))

    Raises:
        RuntimeError: letters that do not fit the dimensions, or sizes that do not meet.

    Source: https://pytorch.org/docs/2.7/generated/torch.einsum.html
    """
    if not operands or isinstance(equation, (list, tuple)):
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or at least one operand and its "
            "subscripts list"
        )
    if isinstance(equation, Variable):
        equation, operands = _written_out((equation, *operands))
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    if not isinstance(equation, str):
        raise errors.argument_must_be("einsum", "equation", 1, "str", type_name(equation))
    check_tensors(operands, 1)
    left, arrow, right = equation.replace(" ", "").partition("->")
    subscripts = [_labels(part, i) for i, part in enumerate(left.split(","))]
    if len(operands) < len(subscripts):
        raise RuntimeError("einsum(): fewer operands were provided than specified in the equation")
    if len(operands) > len(subscripts):
        raise RuntimeError("einsum(): more operands were provided than specified in the equation")
    hidden = _check_operands(subscripts, operands)
    result = _labels(right) if arrow else _default_result(subscripts)
    _check_result(result, subscripts)
    everywhere = {label for part in subscripts for label in part}
    summed = sorted(everywhere - set(result) - {ELLIPSIS})
    if ELLIPSIS in everywhere and ELLIPSIS not in result:
        summed.append(ELLIPSIS)
    order = [*result, *summed]
    kept = sum(hidden if label == ELLIPSIS else 1 for label in result)
    _check_sizes(subscripts, operands, hidden)
    aligned = [_align(x, part, order, hidden) for x, part in zip(operands, subscripts, strict=True)]
    total = aligned[0]
    for number, x in enumerate(aligned[1:], 1):
        total = _multiply(total, x, kept, aligned[number + 1 :])
    over = range(kept, total._array.ndim)
    if not over:
        return total
    if len(aligned) == 1:
        return total.sum(tuple(over))
    return total.view(total._array.shape[:kept])


def _labels(part: str, operand: int = 0) -> list[str]:
    """The letters of one operand, an ellipsis counting as one."""
    labels: list[str] = []
    for i, letter in enumerate(part.replace(ELLIPSIS, "…")):
        if letter == "…":
            labels.append(ELLIPSIS)
        elif letter.isascii() and letter.isalpha():
            labels.append(letter)
        elif letter == ".":
            raise RuntimeError(f"einsum(): found '.' for operand {operand} that is not part of any ellipsis")
        else:
            raise RuntimeError(
                f"einsum(): invalid subscript given at index {i} in the equation string, subscripts must be in [a-zA-Z]"
            )
    return labels


def _default_result(subscripts: list[list[str]]) -> list[str]:
    every = [label for part in subscripts for label in part]
    once = sorted(label for label in set(every) - {ELLIPSIS} if every.count(label) == 1)
    return [ELLIPSIS, *once] if ELLIPSIS in every else once


def _check_operands(subscripts: list[list[str]], operands: Sequence[Any]) -> int:
    """Compare the numbers of dimensions; gives how many an ellipsis stands for."""
    hidden = 0
    for i, (part, x) in enumerate(zip(subscripts, operands, strict=True)):
        ndim, named = x._array.ndim, len(part) - (ELLIPSIS in part)
        if ELLIPSIS in part:
            if named > ndim:
                raise RuntimeError(
                    f"einsum(): the number of subscripts in the equation ({named}) is more than the number of "
                    f"dimensions ({ndim}) for operand {i}"
                )
            hidden = max(hidden, ndim - named)
        elif named != ndim:
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({named}) does not match the number of "
                f"dimensions ({ndim}) for operand {i} and no ellipsis was given"
            )
    return hidden


def _check_result(result: list[str], subscripts: list[list[str]]) -> None:
    for label in result:
        if result.count(label) > 1:
            raise RuntimeError(f"einsum(): output subscript {label} appears more than once in the output")
        if label != ELLIPSIS and not any(label in part for part in subscripts):
            raise RuntimeError(
                f"einsum(): output subscript {label} does not appear in the equation for any input operand"
            )


def _check_sizes(subscripts: list[list[str]], operands: Sequence[Any], hidden: int) -> None:
    """Every label has one size, or 1, in all operands."""
    for i, (part, x) in enumerate(zip(subscripts, operands, strict=True)):
        own: dict[Any, int] = {}
        for label, size in zip(_spread(part, x._array.ndim, hidden), x._array.shape, strict=True):
            if own.setdefault(label, size) != size:
                raise RuntimeError(
                    f"einsum(): subscript {label} is repeated for operand {i} but the sizes don't match, {size} != "
                    f"{own[label]}"
                )
    sizes: dict[Any, int] = {}
    for i, (part, x) in enumerate(zip(subscripts, operands, strict=True)):
        for label, size in zip(_spread(part, x._array.ndim, hidden), x._array.shape, strict=True):
            known = sizes.setdefault(label, size)
            if known == 1:
                sizes[label] = size
            elif size not in (1, known):
                raise RuntimeError(
                    f"einsum(): subscript {label} has size {size} for operand {i} which does not broadcast with "
                    f"previously seen size {known}"
                )


def _spread(part: list[str], ndim: int, hidden: int) -> list[Any]:
    """A label for each dimension; those under an ellipsis are numbers, counted so that the last ones meet."""
    own = ndim - len(part) + 1
    spread: list[Any] = []
    for label in part:
        spread += range(hidden - own, hidden) if label == ELLIPSIS else [label]
    return spread


def _align(x: Any, part: list[str], order: list[str], hidden: int) -> Any:
    """Bring the dimensions into the common order, missing ones as 1, repeated ones as their diagonal."""
    places: dict[Any, int] = {}
    j = 0
    for label in part:
        if label == ELLIPSIS:
            for _ in range(hidden - (x._array.ndim - j - (len(part) - part.index(label) - 1))):
                x = x.unsqueeze(j)
            for k in range(hidden):
                places[k] = j
                j += 1
        elif label in places:
            place = places[label]
            if x._array.shape[j] != x._array.shape[place]:
                raise RuntimeError(
                    f"einsum(): subscript {label} is repeated for operand 0 but the sizes don't match, "
                    f"{x._array.shape[j]} != {x._array.shape[place]}"
                )
            x = x.diagonal(0, place, j).movedim(-1, place)
        else:
            places[label] = j
            j += 1
    wanted: list[Any] = []
    for label in order:
        wanted += range(hidden) if label == ELLIPSIS else [label]
    for label in wanted:
        if label not in places:
            x = x.unsqueeze(-1)
            places[label] = j
            j += 1
    return x.permute(tuple(places[label] for label in wanted))


def _multiply(a: Any, b: Any, kept: int, later: list[Any]) -> Any:
    """The product of two aligned operands, summed over what no later operand needs; those dimensions stay as 1."""
    shared = []
    for dim in range(kept, a._array.ndim):
        if any(x._array.shape[dim] != 1 for x in later):
            continue
        if a._array.shape[dim] != 1 and b._array.shape[dim] != 1:
            shared.append(dim)
        elif a._array.shape[dim] != 1:
            a = a.sum((dim,), True)
        elif b._array.shape[dim] != 1:
            b = b.sum((dim,), True)
    return _sum_of_products(a, b, set(shared)) if shared else a * b


def _sum_of_products(a: Any, b: Any, summed: set[int]) -> Any:
    """One `bmm`: dimensions of both are the batch, of one its rows or columns, the summed ones what is contracted."""
    left, right = a._array.shape, b._array.shape
    dims = [d for d in range(len(left)) if d not in summed]
    both = [d for d in dims if left[d] != 1 and right[d] != 1]
    rows = [d for d in dims if left[d] != 1 and right[d] == 1]
    columns = [d for d in dims if left[d] == 1]
    inner = sorted(summed)
    batch, m, n = (math.prod(s[d] for d in ds) for s, ds in ((left, both), (left, rows), (right, columns)))
    size = math.prod(left[d] for d in inner)
    x = a.permute((*both, *rows, *inner, *columns)).reshape((batch, m, size))
    y = b.permute((*both, *inner, *columns, *rows)).reshape((batch, size, n))
    shape = [*(left[d] for d in both), *(left[d] for d in rows), *(1 for _ in inner), *(right[d] for d in columns)]
    order = [*both, *rows, *inner, *columns]
    return x.bmm(y).view(tuple(shape)).permute(tuple(order.index(d) for d in range(len(left))))


def _written_out(given: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Tensors that are each followed by the numbers of their dimensions, as an equation and the tensors."""
    pairs, last = given[: len(given) // 2 * 2], given[len(given) // 2 * 2 :]

    def letters(numbers: Any) -> str:
        for n in numbers:
            if n is not Ellipsis and not 0 <= n < len(_LETTERS):
                raise ValueError("einsum(): subscript in subscript list is not within the valid range [0, 52)")
        return "".join("..." if n is Ellipsis else _LETTERS[n] for n in numbers)

    equation = ",".join(letters(numbers) for numbers in pairs[1::2])
    return equation + "".join("->" + letters(numbers) for numbers in last), pairs[::2]


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
