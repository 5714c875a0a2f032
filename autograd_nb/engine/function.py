"""`autograd.Function`: operations that a learner defines, with a backward of their own.

Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
"""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

import numpy as np

from . import errors, events
from .graph import Edge, Node, Variable
from .modes import modes, no_grad
from .tensor import Tensor, gradient_edges


class FunctionCtx:
    """What forward hands to backward: saved tensors, and whatever attributes it sets."""

    needs_input_grad: tuple[bool, ...] = ()

    def __init__(self) -> None:
        self._to_save: tuple[Any, ...] = ()
        self._dirty: tuple[Any, ...] = ()
        self._without_gradient: tuple[Any, ...] = ()
        self._materialize = True
        self._node: FunctionNode | None = None

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors for backward; they are checked to be unchanged then."""
        for i, t in enumerate(tensors):
            if t is not None and not isinstance(t, Variable):
                raise errors.save_for_backward_type(i, type(t).__name__)
        self._to_save = tensors

    def mark_dirty(self, *tensors: Any) -> None:
        """Say which inputs forward changed in place."""
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Any) -> None:
        """Say which results have no gradient."""
        self._without_gradient = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether backward gets zeros (the default) or None for results that received no gradient."""
        self._materialize = value

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """What `save_for_backward` kept.

        Raises:
            RuntimeError: when it was freed by an earlier backward, or changed in place since.
        """
        return self._to_save if self._node is None else self._node.unpack()


class FunctionNode(Node):
    """The node of a learner's own function; `ctx` holds what its forward left."""

    __slots__ = ("ctx", "used")

    ctx: FunctionCtx
    used: list[Edge | None]  # for each argument of forward: where its gradient goes, None where it is no tensor

    function: ClassVar[type[Function]]

    def unpack(self) -> tuple[Any, ...]:
        """The saved tensors, checked to be what they were."""
        if self.saved is None:
            raise errors.second_backward()
        values: list[Any] = []
        for kept in self.saved:
            if kept is None:
                values.append(None)
                continue
            tensor, version, number = kept
            if tensor._version != version:
                raise errors.modified_inplace(
                    tensor.type(),
                    tensor._array.shape,
                    None if tensor._grad_fn is None else tensor._grad_fn.name(),
                    tensor._output_nr,
                    tensor._version,
                    version,
                    modes.anomaly,
                )
            if number is not None:  # a result: kept without its history, which would be a reference cycle
                tensor = tensor.detach()
                tensor._requires_grad, tensor._grad_fn, tensor._output_nr = True, self, number
            values.append(tensor)
        return tuple(values)

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """What the learner's backward returns, one for each tensor that forward was given."""
        ctx = self.ctx
        given = []
        for g, (shape, dtype) in zip(grads, self.metadata):
            if g is None:
                given.append(Node.wrap(np.zeros(shape, dtype)) if ctx._materialize else None)
            else:
                given.append(g if isinstance(g, Variable) else Node.wrap(np.asarray(g)))
        results = self.function.backward(ctx, *given)
        sent = list(results) if isinstance(results, tuple) else [results]
        expected = len(self.used)
        while len(sent) > expected and sent[-1] is None:
            sent.pop()
        if len(sent) != expected:
            raise errors.gradient_number(self.name(), expected, len(sent))
        contributions = []
        for position, (c, edge) in enumerate(zip(sent, self.used)):
            if edge is None:
                if c is not None:
                    raise errors.gradient_for_non_tensor(self.name(), position)
                continue
            contributions.append(None if c is None or edge[0] is None else c if not xp.plain else c._array)
        return contributions

    def release(self) -> None:
        """Let go of the saved tensors."""
        if self.saved:
            self.saved = None

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{type(self).__name__} object at {hex(id(self))}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("ctx", "used"):
            raise AttributeError(name)
        return getattr(self.ctx, name)


class _FunctionMeta(type):
    """Gives each Function the class of its nodes: `Square` has `SquareBackward`."""

    node_class: type[FunctionNode]

    def __init__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> None:
        super().__init__(name, bases, members)
        cls.node_class = type(
            f"{name}Backward",
            (FunctionNode,),
            {"__slots__": (), "function": cls, "__module__": "torch.autograd.function"},
        )


class Function(metaclass=_FunctionMeta):
    """Subclass this with static methods `forward(ctx, ...)` and `backward(ctx, *grad_outputs)`; call `apply`.

    >>> import autograd_nb as torch
    >>> class Square(torch.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         ctx.save_for_backward(x)
    ...         return x * x
    ...
    ...     @staticmethod
    ...     def backward(ctx, g):
    ...         (x,) = ctx.saved_tensors
    ...         return 2 * x * g
    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> Square.apply(x)
    tensor(9., grad_fn=<SquareBackward>)
    """

    def __init__(self, *_: Any, **__: Any) -> None:
        warnings.warn(
            f"{self.__class__} should not be instantiated. Methods on autograd functions are all static, so you "
            "should invoke them on the class itself. Instantiating an autograd function will raise an error in a "
            "future version of PyTorch.",
            DeprecationWarning,
            stacklevel=2,
        )

    def __call__(self, *_: Any, **__: Any) -> Any:
        """The old style of calling an instance, which PyTorch refuses."""
        raise errors.legacy_function()

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        """Compute the results. With `setup_context` it gets no ctx."""
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        """Fill ctx after forward, where forward itself gets none."""
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """Send a gradient to each input of forward, None to those that are no tensors."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
            "backward mode AD."
        )

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """Compute and record."""
        ctx = FunctionCtx()
        tensors = tuple(a for a in args if isinstance(a, Variable))
        edges, mask = gradient_edges(tensors)
        ctx.needs_input_grad = tuple(isinstance(a, Variable) and a._requires_grad for a in args)
        with no_grad():
            if cls.setup_context is not Function.setup_context:
                results = cls.forward(*args)
                cls.setup_context(ctx, args, results)
            else:
                results = cls.forward(ctx, *args)
        if not (modes.grad and mask):
            return results
        several = isinstance(results, tuple)
        outputs = [
            r.view_as(r) if isinstance(r, Tensor) and any(r is t for t in tensors if t not in ctx._dirty) else r
            for r in (results if several else (results,))
        ]
        kept = [o for o in outputs if isinstance(o, Variable)]
        node = cls.node_class(tuple(edges), tuple((o._array.shape, o._array.dtype) for o in kept))
        ends = iter(edges)
        node.used = [next(ends) if isinstance(a, Variable) else None for a in args]
        node.ctx = ctx
        node.saved = [_save(t, outputs) for t in ctx._to_save]
        ctx._node, ctx._to_save = node, ()
        for number, out in enumerate(kept):
            if out._array.dtype.kind == "f" and not any(out is t for t in ctx._without_gradient):
                out._base = None
                out._requires_grad, out._grad_fn, out._output_nr = True, node, number
        if events.observer is not None:
            events.observer.applied(node, tensors, kept[0] if len(kept) == 1 else tuple(kept))
        return tuple(outputs) if several else outputs[0]


Function.__module__ = "torch.autograd.function"


def _save(tensor: Any, outputs: list[Any]) -> Any:
    if tensor is None:
        return None
    for number, out in enumerate(outputs):
        if out is tensor:
            alias = Tensor._wrap(tensor._array)
            alias._counter = tensor.counter()
            return alias, tensor._version, number
    return tensor, tensor._version, None


def once_differentiable(backward: Any) -> Any:
    """Mark a backward whose own gradient is not known: differentiating it again is an error."""

    def wrapped(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            results = backward(ctx, *grads)
        if not (modes.grad and any(g is not None and g.requires_grad for g in grads)):
            return results

        class NotAgain(Function):
            @staticmethod
            def forward(_: Any, *values: Any) -> Any:
                out = tuple(v.clone() for v in values[len(grads) :])
                return out if len(out) > 1 else out[0]

            @staticmethod
            def backward(*_: Any) -> Any:
                raise errors.once_differentiable_twice()

        return NotAgain.apply(*grads, *(results if isinstance(results, tuple) else (results,)))

    return wrapped
