"""What a call of the view was given has to be a tensor: said at its door, not by what misses an attribute inside."""

from __future__ import annotations

from autograd_nb.engine.graph import Variable


def tensor(value: object, taker: str) -> Variable:
    """The value, if it is a tensor.

    Args:
        value: what somebody has given.
        taker: what takes it, as it is to be named: "graph()".

    Raises:
        TypeError: it is something else.

    >>> tensor(3, "graph()")
    Traceback (most recent call last):
    TypeError: graph() takes a tensor, not int
    >>> tensor(torch.nn.Linear(1, 1), "graph()")
    Traceback (most recent call last):
    TypeError: graph() takes a tensor, not Linear: call it, and give the tensor that it returns
    """
    if isinstance(value, Variable):
        return value
    hint = ": call it, and give the tensor that it returns" if callable(value) else ""
    raise TypeError(f"{taker} takes a tensor, not {type(value).__name__}{hint}")
