"""`autograd.Function`: operations that a learner defines, with a backward of their own.

Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
"""

from __future__ import annotations

import functools
import inspect
import warnings
from typing import Any

from . import duals, errors, events, function_forward, function_vmap
from .batches import innermost
from .function_node import Error, FunctionNode
from .geometry import geometry_in
from .graph import NO_EDGE, Edge, Variable
from .modes import modes, no_grad
from .naming import type_name
from .tensor import Tensor, gradient_edges


class FunctionCtx:
    """What forward hands to backward: saved tensors, and whatever attributes it sets."""

    needs_input_grad: tuple[bool, ...] = ()
    _materialize_non_diff_grads = True  # whether backward gets zeros for results marked as not differentiable

    def __init__(self) -> None:
        self._to_save: tuple[Any, ...] = ()
        self._to_forward: tuple[Any, ...] | None = None
        self._dirty: tuple[Any, ...] = ()
        self._without_gradient: tuple[Any, ...] = ()
        self._materialize = True
        self._node: FunctionNode | None = None
        self._of: type = Function  # whose context this is

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors for backward; they are checked to be unchanged then."""
        self._to_save = tensors

    def save_for_forward(self, *tensors: Any) -> None:
        """Keep tensors for `jvp`, which runs as soon as forward has: they are its `saved_tensors`."""
        if any(t is not None and not isinstance(t, Variable) for t in tensors):
            raise errors.save_for_forward_type()
        self._to_forward = tensors

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
        if self._to_forward is not None:
            return self._to_forward
        return self._to_save if self._node is None else self._node.unpack()

    @property
    def saved_variables(self) -> tuple[Any, ...]:
        """The old name of `saved_tensors`."""
        warnings.warn("'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning, stacklevel=2)
        return self.saved_tensors

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'{self._of.__name__}Backward' object has no attribute '{name}'")

    def __repr__(self) -> str:
        return object.__repr__(self) if self._node is None else repr(self._node)


class _FunctionMeta(type):
    """Gives each Function the class of its nodes: `Square` has `SquareBackward`."""

    node_class: type[FunctionNode]
    _backward_cls: type[FunctionNode]  # PyTorch's name for it

    def __init__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> None:
        super().__init__(name, bases, members)
        cls.node_class = type(
            f"{name}Backward",
            (FunctionNode,),
            {"__slots__": (), "function": cls, "__module__": "torch.autograd.function"},
        )
        cls._backward_cls = cls.node_class


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

    generate_vmap_rule = False

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
        raise NotImplementedError(_NO_BACKWARD)

    @staticmethod
    def vjp(ctx: Any, *grad_outputs: Any) -> Any:
        """Another name for backward."""
        raise NotImplementedError(_NO_BACKWARD)

    @staticmethod
    def jvp(*_: Any) -> Any:
        """How the results move when the inputs move along the tangents given, one for each argument of forward."""
        raise errors.no_jvp()

    @staticmethod
    def vmap(info: Any, in_dims: Any, *args: Any) -> Any:
        """How a batch goes through: given what it is and where it lies in each argument; gives results and where."""
        raise NotImplementedError(
            "To use autograd.Function with vmap, you must either override the vmap staticmethod or set "
            "generate_vmap_rule=True."
        )

    @classmethod
    def choose_backward(cls) -> Any:
        """The one of backward and vjp that the learner wrote.

        Raises:
            RuntimeError: if it is both.
        """
        if cls.vjp is Function.vjp:
            return cls.backward
        if cls.backward is not Function.backward:
            raise RuntimeError(
                "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You should only "
                "implement one of them."
            )
        return cls.vjp

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: C901 - one thing after the other
        """Compute and record. Arguments may be named, and have defaults, where there is a `setup_context`."""
        apart = cls.setup_context is not Function.setup_context
        if modes.here.transforms:
            _check_transforms(cls, apart)
            if innermost(args, kwargs) is not None:
                return function_vmap.apply(cls, args, kwargs)
        if apart and (kwargs or not _fits(cls.forward, args)):
            bound = inspect.signature(cls.forward).bind(*args, **kwargs)
            bound.apply_defaults()
            args = bound.args
        elif kwargs:
            raise TypeError(f"{cls.__name__}.apply() takes no keyword arguments")
        ctx = FunctionCtx()
        ctx._of = cls
        tensors = tuple(a for a in args if isinstance(a, Variable))
        edges, mask = gradient_edges(tensors)
        ctx.needs_input_grad = tuple(isinstance(a, Tensor) and a.requires_grad for a in args)
        with no_grad(), duals.only(()):
            if apart:
                results = cls.forward(*args)
                cls.setup_context(ctx, args, results)
            else:
                results = cls.forward(ctx, *args)
        if not all(isinstance(t, Variable) for t in ctx._without_gradient):
            raise errors.mark_non_differentiable_type()
        if not all(isinstance(t, Variable) for t in ctx._dirty):
            raise errors.mark_dirty_type()
        several = isinstance(results, tuple)
        given = results if several else (results,)
        if any(not any(t is r for r in given) for t in ctx._dirty):
            raise errors.dirty_not_returned()
        _check_dirty(ctx, tensors)
        for t in ctx._dirty:
            t.counter().value += 1
        recording = modes.grad and mask != 0
        if apart:
            _check_saved(ctx, given, tensors)
        outputs = [_own(ctx, r, tensors, recording) if isinstance(r, Tensor) else r for r in given]
        if recording:
            _record(cls.node_class, ctx, args, edges, outputs)
        _mark_views(ctx, outputs)
        if duals.active:
            function_forward.push(cls, ctx, args, outputs)
        ctx._to_forward = None
        return tuple(outputs) if several else outputs[0]


class InplaceFunction(Function):
    """The base of functions that may overwrite their input; kept for old programs."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace


for _public in (Function, InplaceFunction):
    _public.__module__ = "torch.autograd.function"


def _fits(forward: Any, args: tuple[Any, ...]) -> bool:
    """Whether there is an argument for each parameter, so that none needs its default or is missing."""
    code = getattr(forward, "__code__", None)
    return code is not None and code.co_argcount == len(args) and not code.co_flags & inspect.CO_VARARGS


def _check_transforms(cls: type[Function], apart: bool) -> None:
    """Refuse what functions of functions know nothing of."""
    if not apart:
        raise errors.function_without_setup_context()
    if modes.here.mapped:
        own = cls.vmap is not Function.vmap
        if own == cls.generate_vmap_rule:
            raise errors.function_vmap_twice(cls.__name__) if own else errors.function_without_vmap(cls.__name__)


def _mark_views(ctx: FunctionCtx, outputs: list[Any]) -> None:
    """Note of results that are views that they may not be changed in place: this backward knows nothing of it."""
    several = sum(isinstance(out, Tensor) and out._grad_fn is not None and out._grad_fn is ctx._node for out in outputs)
    for out in outputs:
        if isinstance(out, Tensor) and out._base is not None and not any(out is t for t in ctx._dirty):
            out._view_made_in = "several" if several > 1 else "custom"


def _check_dirty(ctx: FunctionCtx, tensors: tuple[Any, ...]) -> None:
    for out in ctx._dirty:
        if not any(out is t for t in tensors):
            text = (
                "ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have been mutated "
                "should be passed to ctx.mark_dirty()."
            )
            if out._base is not None:
                raise RuntimeError(text)
            warnings.warn(text, stacklevel=3)


def _check_saved(ctx: FunctionCtx, results: tuple[Any, ...], tensors: tuple[Any, ...]) -> None:
    for t in tensors:
        kept = any(t is s for s in ctx._to_save) and not any(t is d for d in ctx._dirty)
        if kept and any(t is r for r in results):
            raise errors.returned_input_saved()


def _own(ctx: FunctionCtx, result: Tensor, tensors: tuple[Any, ...], recording: bool) -> Tensor:
    """A result that is an input as it was, as a view of its own: the graph has to tell them apart."""
    if not any(result is t for t in tensors):
        return result
    if any(result is t for t in ctx._dirty):
        return result if recording or not result._requires_grad else result.detach()
    without_gradient = any(result is t for t in ctx._without_gradient)
    if result._requires_grad and (not recording or without_gradient):
        own = result.detach()
    else:
        with no_grad():
            own = result.view_as(result)
        own._view_made_in = ""
    if without_gradient:
        ctx._without_gradient = (*ctx._without_gradient, own)
    return own


def _record(
    kind: type[FunctionNode], ctx: FunctionCtx, args: tuple[Any, ...], edges: tuple[Edge, ...], outputs: list[Any]
) -> None:
    """Hang the results onto the graph."""
    for i, t in enumerate(ctx._to_save):
        if t is not None and not isinstance(t, Variable):
            raise errors.save_for_backward_type(i, type_name(t))
    kept = [o for o in outputs if isinstance(o, Tensor)]
    differentiable = [o._array.dtype.kind == "f" and not any(o is t for t in ctx._without_gradient) for o in kept]
    node = kind(edges, tuple((o._array.shape, o._array.dtype) for o in kept))
    ends = iter(edges)
    node.used = [next(ends) if isinstance(a, Variable) else None for a in args]
    numbers = iter(range(len(kept)))
    node.returned = [next(numbers) if isinstance(o, Tensor) else None for o in outputs]
    node.ctx = ctx
    node.unfilled = ()
    for number, out in enumerate(kept):
        dirty = any(out is t for t in ctx._dirty)
        if not differentiable[number]:
            if not ctx._materialize_non_diff_grads:
                node.unfilled = (*node.unfilled, number)
            if out._requires_grad:
                out._requires_grad, out._grad_fn, out._output_nr = False, None, 0
        elif dirty:
            _rewrite(node, number, out, len(kept))
        else:
            if out._base is not None:
                out._view_version = out._changes
            out._requires_grad, out._grad_fn, out._output_nr = True, node, number
    node.save(ctx._to_save, kept)
    ctx._node, ctx._to_save = node, ()
    if events.observer is not None:
        tensors = tuple(a for a in args if isinstance(a, Variable))
        events.observer.applied(node, tensors, kept[0])


def _rewrite(node: FunctionNode, number: int, tensor: Tensor, results: int) -> None:
    """Give an input that forward changed in place its new history."""
    if tensor._grad_fn is None and tensor._requires_grad:
        raise RuntimeError("a leaf Variable that requires grad has been used in an in-place operation.")
    if tensor._base is None:
        tensor._set_history(node, number)
        return
    if tensor._view_made_in:
        raise tensor._view_refused()
    if results > 1:
        raise errors.dirty_view_with_others()
    if tensor._base._grad_fn is None and tensor._base._requires_grad:
        raise errors.view_of_leaf_inplace()
    tensor._rebase(node, (tensor,), geometry_in(tensor._array, tensor._base._array))


_NO_BACKWARD = (
    "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
    "backward mode AD."
)


def once_differentiable(backward: Any) -> Any:
    """Mark a backward whose own gradient is not known: differentiating it again is an error."""

    @functools.wraps(backward)
    def wrapped(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            results = backward(ctx, *grads)
        if not modes.grad or not any(isinstance(g, Tensor) and g.requires_grad for g in grads):
            return results
        sent = results if isinstance(results, tuple) else (results,)
        cut = [None if c is None else c.detach().requires_grad_() for c in sent]
        edges = tuple(NO_EDGE if c is None else c.edge() for c in cut)
        none: Any = ((), None)
        node = Error(edges, tuple(none if c is None else (c._array.shape, c._array.dtype) for c in cut))
        for number, c in enumerate(cut):
            if c is not None:
                c._grad_fn, c._output_nr = node, number
        return tuple(cut) if isinstance(results, tuple) else cut[0]

    return wrapped
