"""`autograd.Function`: operations that a learner defines, with a backward of their own.

Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
"""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any

from . import duals, errors
from .batching.batches import innermost
from .custom import function_forward, function_vmap
from .custom.function_node import FunctionNode
from .custom.function_results import check_dirty, check_saved, mark_views, own_result, record
from .graph import Variable, gradient_edges
from .modes import modes, no_grad
from .tensor import Tensor

if TYPE_CHECKING:
    import weakref


class FunctionCtx:
    """What forward hands to backward: saved tensors, and whatever attributes it sets.

    >>> class Scale(torch.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x, factor):
    ...         ctx.factor = factor
    ...         return x * factor
    ...
    ...     @staticmethod
    ...     def backward(ctx, g):
    ...         return g * ctx.factor, None
    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> Scale.apply(x, 2).backward()
    >>> x.grad
    tensor(2.)

    Source: https://pytorch.org/docs/2.7/autograd.html#context-method-mixins
    """

    needs_input_grad: tuple[bool, ...] = ()
    _materialize_non_diff_grads = True  # whether backward gets zeros for results marked as not differentiable

    def __init__(self) -> None:
        self._to_save: tuple[Any, ...] = ()
        self._to_forward: tuple[Any, ...] | None = None
        self._dirty: tuple[Any, ...] = ()
        self._without_gradient: tuple[Any, ...] = ()
        self._materialize = True
        self._recorded: weakref.ref[FunctionNode] | None = None  # weak: the node has this, and all goes with the graph
        self._of: type = Function  # whose context this is

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors for backward; they are checked to be unchanged then.

        Inputs and results belong here, numbers and the like onto `ctx` itself: a tensor that hangs on `ctx` is neither
        checked nor freed.

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
        >>> Square.apply(x).backward()
        >>> x.grad
        tensor(6.)

        Raises:
            TypeError: for what is neither a tensor nor None.
        """
        self._to_save = tensors

    def save_for_forward(self, *tensors: Any) -> None:
        """Keep tensors for `jvp`, which runs as soon as forward has: they are its `saved_tensors`.

        >>> class Square(torch.autograd.Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         ctx.save_for_forward(x)
        ...         return x * x
        ...
        ...     @staticmethod
        ...     def jvp(ctx, tangent):
        ...         (x,) = ctx.saved_tensors
        ...         return 2 * x * tangent
        >>> with torch.autograd.forward_ad.dual_level():
        ...     x = torch.autograd.forward_ad.make_dual(torch.tensor(3.0), torch.tensor(1.0))
        ...     torch.autograd.forward_ad.unpack_dual(Square.apply(x)).tangent
        tensor(6.)

        Raises:
            TypeError: for what is neither a tensor nor None.
        """
        if any(t is not None and not isinstance(t, Variable) for t in tensors):
            raise errors.save_for_forward_type()
        self._to_forward = tensors

    def mark_dirty(self, *tensors: Any) -> None:
        """Say which inputs forward changed in place. It has to return them.

        >>> class Add1(torch.autograd.Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         ctx.mark_dirty(x)
        ...         return x.add_(1)
        ...
        ...     @staticmethod
        ...     def backward(ctx, g):
        ...         return g
        >>> x = torch.tensor(3.0, requires_grad=True).clone()
        >>> _ = Add1.apply(x)
        >>> x
        tensor(4., grad_fn=<Add1Backward>)
        """
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Any) -> None:
        """Say which results have no gradient.

        >>> class Sorted(torch.autograd.Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         values, places = x.sort()
        ...         ctx.mark_non_differentiable(places)
        ...         ctx.places = places
        ...         return values, places
        ...
        ...     @staticmethod
        ...     def backward(ctx, g, _):
        ...         return torch.zeros_like(g).index_add(0, ctx.places, g)
        >>> values, places = Sorted.apply(torch.tensor([2.0, 1.0], requires_grad=True))
        >>> values.requires_grad, places.requires_grad
        (True, False)
        """
        self._without_gradient = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether backward gets zeros (the default) or None for results that received no gradient.

        >>> class Both(torch.autograd.Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         ctx.set_materialize_grads(False)
        ...         return x * 2, x * 3
        ...
        ...     @staticmethod
        ...     def backward(ctx, g, h):
        ...         print(g, h)
        ...         return 2 * g
        >>> first, second = Both.apply(torch.tensor(1.0, requires_grad=True))
        >>> first.backward()
        tensor(1.) None
        """
        self._materialize = value

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """What `save_for_backward` kept.

        >>> class Square(torch.autograd.Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         ctx.save_for_backward(x)
        ...         return x * x
        >>> y = Square.apply(torch.tensor(3.0, requires_grad=True))
        >>> y.grad_fn.saved_tensors
        (tensor(3., requires_grad=True),)

        Raises:
            RuntimeError: when it was freed by an earlier backward, or changed in place since.
        """
        if self._to_forward is not None:
            return self._to_forward
        if self._recorded is None:
            return self._to_save
        node = self._recorded()
        if node is None:
            raise errors.second_backward()
        return node.unpack()

    @property
    def saved_variables(self) -> tuple[Any, ...]:
        """The old name of `saved_tensors`."""
        warnings.warn("'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning, stacklevel=2)
        return self.saved_tensors

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'{self._of.__name__}Backward' object has no attribute '{name}'")

    def __repr__(self) -> str:
        node = self._node()
        return object.__repr__(self) if node is None else repr(node)

    def _node(self) -> FunctionNode | None:
        """The node that the call has left behind, None before that and when the graph is gone."""
        return None if self._recorded is None else self._recorded()


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

    Args of `apply` are handed to forward; backward returns one gradient for each of them, in their order, None for what
    is no tensor or needs none. `jvp` and `vmap` are for forward mode and for `torch.func`.

    Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.Function
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
                results = function_vmap.outside(cls.forward, args)
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
        check_dirty(ctx, tensors)
        for t in ctx._dirty:
            t.counter().value += 1
        recording = modes.grad and mask != 0
        if apart:
            check_saved(ctx, given, tensors)
        outputs = [own_result(ctx, r, tensors, recording) if isinstance(r, Tensor) else r for r in given]
        if recording:
            record(cls.node_class, ctx, args, edges, outputs)
        mark_views(ctx, outputs)
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


_NO_BACKWARD = (
    "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
    "backward mode AD."
)
