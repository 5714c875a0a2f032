"""The node of a learner's own function: runs its `backward` and checks what that returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from autograd_nb.engine import duals, errors
from autograd_nb.engine.graph import Edge, Node, Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.saved import Packed, SavedTensor

if TYPE_CHECKING:
    from autograd_nb.engine.function import Function, FunctionCtx
    from autograd_nb.engine.saved import SavedHooks


class FunctionNode(Node):
    """What `apply` leaves behind.

    Attributes:
        ctx: holds what the learner's forward left.
        used: for each argument of forward where its gradient goes, None where it is no tensor.
        returned: for each result of forward its number among the tensors returned, None where it is no tensor.
        unfilled: the tensors returned for which backward gets None instead of zeros.
    """

    __slots__ = ("ctx", "returned", "unfilled", "used")

    ctx: FunctionCtx
    used: list[Edge | None]
    returned: list[int | None]
    unfilled: tuple[int, ...]

    function: ClassVar[type[Function]]

    def save(self, tensors: tuple[Any, ...], outputs: list[Any]) -> None:
        """Keep what `save_for_backward` was given; a result without its history, which would be a cycle."""
        self.saved = []
        for place, tensor in enumerate(tensors):
            number = next((i for i, out in enumerate(outputs) if out is tensor), None)
            if tensor is None:
                self.saved.append(None)
                continue
            kept = tensor
            if number is not None:
                kept = tensor._alias()
                kept._counter = tensor.counter()
                if not tensor._requires_grad:
                    number = None
            self.saved.append((kept, tensor._changes, number))
            if modes.saved_hooks:
                self.pack(place, modes.saved_hooks[-1])

    def pack(self, place: int, hooks: SavedHooks) -> None:
        """Send one saved tensor through hooks of the learner's."""
        if self.saved is not None:
            tensor, _, number = self.saved[place]
            self.saved[place] = Packed(tensor if number is None else self._result(tensor, number), hooks, number)

    def unpack(self) -> tuple[Any, ...]:
        """The saved tensors, checked to be what they were.

        Raises:
            RuntimeError: when they were freed by an earlier backward, or one was changed in place.
        """
        if self.saved is None:
            raise errors.second_backward()
        return tuple(self._value(kept) for kept in self.saved)

    def _value(self, kept: Any) -> Any:
        if kept is None:
            return None
        if type(kept) is Packed:
            return self.restored(kept)
        tensor, version, number = kept
        if tensor._changes != version:
            raise errors.modified_inplace(
                tensor.type(),
                tensor._array.shape,
                tensor.made_by() if number is None else self.name(),
                tensor._output_nr if number is None else number,
                tensor._changes,
                version,
                modes.anomaly,
            )
        return tensor if number is None else self._result(tensor, number)

    def _result(self, tensor: Any, number: int) -> Any:
        """A saved result as a tensor of this graph."""
        result = tensor._alias()
        result._counter = tensor.counter()
        result._requires_grad, result._grad_fn, result._output_nr = True, self, number
        if duals.active:
            duals.move_again(result, self, number)
        return result

    @property
    def _raw_saved_tensors(self) -> tuple[SavedTensor, ...]:
        """The saved tensors, for `register_hooks`."""
        if self.saved is None:
            raise errors.second_backward()
        return tuple(SavedTensor(self, None if kept is None else i) for i, kept in enumerate(self.saved))

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """What the learner's backward returns, one for each tensor that forward was given."""
        given = [None if number is None else self._given(grads, number) for number in self.returned]
        results = self.function.choose_backward()(self.ctx, *given)
        sent = list(results) if isinstance(results, tuple) else [results]
        expected = len(self.used)
        while len(sent) > expected and sent[-1] is None:
            sent.pop()
        if len(sent) != expected:
            raise errors.gradient_number(self.name(), expected, len(sent))
        contributions: list[Any] = []
        for position, (c, edge) in enumerate(zip(sent, self.used)):
            if edge is None:
                if c is not None:
                    raise errors.gradient_for_non_tensor(self.name(), position + 1)
                continue
            if c is not None and not isinstance(c, Variable):
                raise errors.gradient_no_variable(type_name(c))
            if c is None or edge[0] is None:
                contributions.append(None)
                continue
            shape = edge[0].results[edge[1]][0]
            if not _expands(shape, c.shape):  # type: ignore[attr-defined]  # variables are tensors here
                raise errors.gradient_shape_invalid(self.name(), len(contributions), tuple(c.shape), shape)  # type: ignore[attr-defined]  # as above
            contributions.append(c._array if xp.plain else c)
        return contributions

    def _given(self, grads: list[Any], number: int) -> Any:
        """The gradient of one result, as a tensor."""
        g = grads[number]
        if g is None:
            filled = self.ctx._materialize and number not in self.unfilled
            return Node.wrap(np.zeros(*self.results[number])) if filled else None
        return g if isinstance(g, Variable) else Node.wrap(np.asarray(g))

    def release(self) -> None:
        """Let go of the saved tensors."""
        if self.saved:
            self.saved = None

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{type(self).__name__} object at {hex(id(self))}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("ctx", "used", "_notes"):
            raise AttributeError(name)
        return getattr(self.ctx, name)


class Error(Node):
    """The node of a gradient that was declared not to be differentiable again."""

    __slots__ = ()

    def contributions(self, _: Any, __: list[Any]) -> list[Any]:
        """Refuse."""
        raise errors.once_differentiable_twice()


def _expands(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    """Whether a value of `shape` can be broadcast to `to`."""
    return len(shape) <= len(to) and all(n in (1, m) for n, m in zip(reversed(shape), reversed(to)))
