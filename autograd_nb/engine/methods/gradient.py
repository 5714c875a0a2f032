"""What ties a tensor to the graph: `grad_fn`, `requires_grad`, `.grad`, `backward`, hooks, `detach`."""

from __future__ import annotations

import warnings
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import backward, duals, errors, events
from autograd_nb.engine.arguments.signatures import METHODS, match
from autograd_nb.engine.graph import AccumulateGrad, Node, Variable
from autograd_nb.engine.hooks import Hooks, RemovableHandle
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name

from .base import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


class Gradient(Base):
    """A tensor as a part of a graph."""

    @property
    def grad_fn(self) -> Node | None:
        """The node that made this tensor; None for leaves.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> (x * 3).grad_fn.name()
        'MulBackward0'
        >>> x.grad_fn is None
        True
        """
        if self._base is not None:
            self.refresh_view()
        return self._grad_fn

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made this tensor.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> x.is_leaf, (x * 3).is_leaf
        (True, False)

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.is_leaf.html
        """
        return self.grad_fn is None

    @property
    def volatile(self) -> bool:
        """What `no_grad` was before it; warns, and is False.

        >>> torch.ones(2).volatile
        False
        """
        warnings.warn("volatile was removed (Variable.volatile is always False)", stacklevel=2)
        return False

    @property
    def output_nr(self) -> int:
        """Which result of `grad_fn` this tensor is, counted from 0.

        >>> first, second = torch.tensor([1.0, 2.0], requires_grad=True).unbind()
        >>> second.output_nr
        1
        """
        return self._output_nr

    @property
    def requires_grad(self) -> bool:
        """Whether gradients are computed for this tensor. Only leaves can be told to.

        The result of an operation requires grad if one of its inputs does.

        >>> weight, data = torch.ones(2, requires_grad=True), torch.ones(2)
        >>> (weight * data).requires_grad, (data * data).requires_grad
        (True, False)

        Raises:
            RuntimeError: on setting it for a dtype that has no gradient, or for the result of an operation.

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.requires_grad.html
        """
        base = self._base
        return (self._requires_grad and not self._follows) or (base is not None and base._requires_grad)

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise RuntimeError("requires_grad must be a bool")  # noqa: TRY004 - PyTorch's type
        if value and self.grad_fn is not None:
            raise errors.change_requires_grad_flag(wanted=True)
        if value and self._array.dtype.kind not in "fc":
            raise errors.only_float_requires_grad(assigned=True)
        self.requires_grad_(value)

    @requires_grad.deleter
    def requires_grad(self) -> None:
        raise RuntimeError("requires_grad must be a bool")

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) computing gradients for this leaf; returns `self`.

        >>> torch.tensor([1.0, 2.0]).requires_grad_()
        tensor([1., 2.], requires_grad=True)

        Raises:
            RuntimeError: for a dtype that has no gradient, or for a tensor that is the result of an operation.
        """
        if modes.here.transforms:
            raise errors.vmap.requires_grad()
        return self._asking(requires_grad)

    def _asking(self, requires_grad: bool) -> Tensor:
        """`requires_grad_` of a tensor that is being made, which transforms let pass."""
        if requires_grad and self._array.dtype.kind not in "fc":
            raise errors.only_float_requires_grad()
        if self.grad_fn is not None:
            if not requires_grad:
                raise errors.change_requires_grad_flag()
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        if requires_grad and self._inference and not modes.inference:
            raise errors.inference_requires_grad()
        self._requires_grad = bool(requires_grad)
        if self._follows:
            self._follows = False
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    @property
    def grad(self) -> Tensor | None:
        """The gradient that `backward` has added up in this leaf, or None.

        It has the leaf's shape and dtype. Each `backward` adds to it; setting it to None, as `zero_grad` does, starts
        anew.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> (x**2).backward()
        >>> x.grad
        tensor(6.)

        Raises:
            RuntimeError: on setting it to a tensor of another shape or dtype.

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.grad.html
        """
        if self._grad is None and self._grad_fn is not None and self._retain is None and self._requires_grad:
            if events.observer is not None:
                events.observer.warned("non_leaf_grad", self)
            warnings.warn(errors.NON_LEAF_GRAD, stacklevel=2)
        grad: Tensor | None = self._grad
        if grad is not None and grad._grad_of is None:
            grad._grad_of = weakref.ref(self)
        return grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None:
            if not isinstance(value, Variable):
                raise errors.grad_assign_type(type_name(value))
            if value is self:
                raise errors.grad_assign_self()
            if value._array.dtype != self._array.dtype:
                raise errors.grad_assign_dtype(value.dtype.cpp_name, self.dtype.cpp_name)
            if value._array.shape != self._array.shape:
                raise errors.grad_assign_shape(value._array.shape, self._array.shape)
        changed = value is not self._grad
        self._grad = value
        if changed and events.observer is not None:
            events.observer.grad_changed(self, "none" if value is None else "assign")

    @grad.deleter
    def grad(self) -> None:
        self.grad = None

    def backward(
        self, gradient: Any = None, retain_graph: bool | None = None, create_graph: bool = False, inputs: Any = None
    ) -> None:
        """Add the gradient of this tensor to `.grad` of the leaves it was computed from.

        Args:
            gradient: the upstream gradient v of the vector-Jacobian product v·J, of this tensor's shape; may be left
                out for a scalar, where it is 1.
            retain_graph: keep the saved tensors, so that the graph can be walked again.
            create_graph: record the walk, so that gradients can be differentiated again.
            inputs: the only tensors whose `.grad` may change.

        Raises:
            RuntimeError: with PyTorch's texts; gradients and graph are unchanged then.

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.backward.html

        >>> x = torch.arange(4.0, requires_grad=True)
        >>> (2 * torch.dot(x, x)).backward()
        >>> x.grad
        tensor([ 0.,  4.,  8., 12.])
        """
        backward.run_backward(self, gradient, retain_graph, create_graph, inputs)

    def retain_grad(self) -> None:
        """Have `.grad` filled for this non-leaf tensor as well.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> y = x * 2
        >>> y.retain_grad()
        >>> (y**2).backward()
        >>> y.grad
        tensor(12.)

        Raises:
            RuntimeError: the tensor requires no gradient.
        """
        if not self.requires_grad:
            raise errors.retain_grad_without_grad()
        if modes.here.transforms:
            raise errors.vmap.retain_grad()
        node = self._grad_fn
        if node is None or self._retain is not None:
            return
        owner = weakref.ref(self)

        def keep(gradient: Tensor) -> None:
            tensor = owner()
            if tensor is not None:
                if modes.walk is not None:
                    modes.walk.undo.append((tensor, tensor._grad, None))
                tensor._grad = gradient.clone() if tensor._grad is None else tensor._grad + gradient

        node.hooks = node.hooks or Hooks()
        self._retain = RemovableHandle(node.hooks.retain.setdefault(self._output_nr, {}), keep)

    @property
    def retains_grad(self) -> bool:
        """Whether `retain_grad` was asked for on this non-leaf tensor.

        >>> y = torch.tensor(3.0, requires_grad=True) * 2
        >>> y.retain_grad()
        >>> y.retains_grad
        True

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.retains_grad.html
        """
        return self._retain is not None

    def register_hook(self, hook: Callable[[Tensor], Tensor | None]) -> RemovableHandle:
        """`hook(grad)` runs when the gradient of this tensor is complete; what it returns replaces it.

        What is returned here is a handle, whose `remove()` takes the hook away again.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> handle = x.register_hook(lambda grad: 10 * grad)
        >>> (x**2).backward()
        >>> x.grad
        tensor(60.)

        Raises:
            RuntimeError: the tensor requires no gradient.
        """
        if not self.requires_grad:
            raise errors.hook_without_grad()
        node, number = self.edge()
        node = node or Node((), ())  # to a view whose base alone asks for a gradient none comes
        if isinstance(node, AccumulateGrad):
            self._hooked = node  # a hook on a leaf lives as long as the leaf
        node.hooks = node.hooks or Hooks()
        return RemovableHandle(node.hooks.on_output.setdefault(number, {}), hook)

    @property
    def _backward_hooks(self) -> OrderedDict[int, Callable[..., Any]] | None:
        """The hooks of this tensor by the number of their handle; None if it never had one."""
        node = self._grad_fn or (self._accumulator() if self._accumulator is not None else None)
        if node is None or node.hooks is None or self._output_nr not in node.hooks.on_output:
            return None
        return OrderedDict(node.hooks.on_output[self._output_nr])

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> RemovableHandle:
        """`hook(leaf)` runs after a gradient was added to this leaf's `.grad`.

        It is the place for a step of an optimizer of each parameter's own, after which its gradient can be dropped.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> handle = x.register_post_accumulate_grad_hook(lambda leaf: print("got", leaf.grad))
        >>> (x**2).backward()
        got tensor(6.)

        Raises:
            RuntimeError: the tensor requires no gradient, or is no leaf.
        """
        if not self.requires_grad:
            raise errors.hook_without_grad()
        if self.grad_fn is not None:
            raise errors.post_accumulate_hook_not_leaf()
        node = self._hooked = self.accumulator() or Node((), ())

        def after(*_: Any) -> None:
            returned: Any = hook(self)  # type: ignore[arg-type,func-returns-value]  # the only implementer is Tensor
            if isinstance(returned, Variable):
                if returned is not self:
                    raise RuntimeError("Tensor post accumulate grad hooks should return None.")
            elif returned is not None:
                raise errors.hook_result_type(type_name(returned))

        after.of_leaf = True  # type: ignore[attr-defined]  # a mark
        handle = node.register_hook(after)
        hooks = node.hooks.after  # type: ignore[union-attr]  # the handle's
        for key in [key for key, other in hooks.items() if not hasattr(other, "of_leaf")]:
            hooks[key] = hooks.pop(key)  # those of the node run after those of its leaf
        return handle

    def _is_view(self) -> bool:
        """Whether this tensor shows the memory of another one, its `_base`."""
        return self._base is not None

    # -- the same memory, without the history --------------------------------------------------------

    def detach(self, *excess: Any) -> Tensor:
        """The same memory, cut from the graph: no gradient flows back through it.

        In-place changes of either are seen, and counted, in both.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> (x * x.detach()).backward()  # the second factor is a constant
        >>> x.grad
        tensor(3.)
        """
        if excess:
            match(METHODS, "detach", excess, {}, self)
        out = self._alias()
        if not self._inference:
            out._counter = self.counter()
        if events.observer is not None and self._requires_grad:
            events.observer.cut(out, self, "detach")
        return out

    def detach_(self) -> Tensor:
        """Cut this very tensor from the graph; returns `self`.

        >>> y = torch.tensor(3.0, requires_grad=True) * 2
        >>> y.detach_()
        tensor(6.)

        Raises:
            RuntimeError: the tensor is a view of another one.
        """
        if self._base is not None:
            raise errors.detach_view()
        if self._grad_fn is not None:
            self.counter().cut = True
        self._requires_grad, self._grad_fn, self._output_nr, self._retain = False, None, 0, None
        if duals.active:
            duals.stop(self)
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    @property
    def data(self) -> Tensor:
        """The same memory, cut from the graph, unseen by the version counter: in-place changes go unnoticed.

        So a gradient can become wrong without an error; `detach()` and `torch.no_grad()` are safer.

        >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> x.data.mul_(10)
        tensor([10., 20.])
        >>> x
        tensor([10., 20.], requires_grad=True)
        """
        out = self._alias()
        if events.observer is not None and self._requires_grad:
            events.observer.cut(out, self, "data")
        return out

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Variable):
            raise errors.data_type(type_name(value))
        if self._requires_grad and value._array.dtype.kind not in "fc":
            raise RuntimeError("data set to a tensor that requires gradients must be floating point or complex dtype")
        if value._array is self._array:
            return  # as after `x.data -= 1`
        self._starts_at = value.storage_offset()
        self._array, self._inference = value._array, value._inference
        if events.observer is not None:
            events.observer.data_set(self)

    @data.deleter
    def data(self) -> None:
        raise RuntimeError("Deleting tensor data is not allowed. Delete tensor instead!")

    def _alias(self) -> Tensor:
        out: Any = Variable.__new__(type(self))
        out._array = self._array
        if self._base is not None or self._starts_at:
            out._starts_at = self.storage_offset()  # type: ignore[attr-defined]  # in Access
        if self._inference:
            out._inference, out._counted = True, not modes.inference
        return out
