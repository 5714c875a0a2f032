"""Tensor: an array, the gradient beside it, and the edge into the graph that made it.

What operations a tensor has stands in `methods/`; this file holds what they all rest on: `_apply` computes and
records one operation, `_apply_inplace` does the same over the memory of its first input.
"""

from __future__ import annotations

import warnings
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from . import backward, errors, events, tensor_errors
from .device import device as Device
from .dtypes import Size, from_numpy_dtype
from .graph import NO_EDGE, AccumulateGrad, Edge, Hooks, Node, RemovableHandle, Variable, node_class
from .inplace import CopySlices, as_strided_history, geometry_in
from .methods import Methods
from .modes import modes
from .op import INPUT
from .printing import tensor_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .dtypes import dtype as DType
    from .op import Op

_CPU = Device("cpu")


class Tensor(Methods, Variable):
    """An n-dimensional array whose operations can be recorded and differentiated.

    Made by the creation functions (`tensor`, `zeros`, `arange`, ...), not by calling the class with data of any kind.

    Source: https://pytorch.org/docs/2.7/tensors.html
    """

    __hash__ = object.__hash__
    __array_priority__ = 1000  # `ndarray * tensor` is the tensor's business

    def __init__(self, data: Any = ()) -> None:
        from .creation import tensor

        self._array = data._array if isinstance(data, Variable) else tensor(data)._array.astype(np.float32)

    @classmethod
    def _wrap(cls, array: Any, requires_grad: bool = False) -> Tensor:
        """A tensor around this very array (a NumPy scalar becomes a zero-dimensional array)."""
        self = _new(cls)
        self._array = array if type(array) is np.ndarray else np.asarray(array)
        if requires_grad:
            self._requires_grad = True
        return self

    # -- operations ------------------------------------------------------------------------------

    def _apply(self, op: Op, *inputs: Any, **options: Any) -> Any:
        """Compute `op` on `inputs` (tensors or Python scalars; the first is usually `self`) and record it.

        Returns a tensor, or a tuple of tensors where the operation has several results.
        """
        arrays = [t._array if isinstance(t, Variable) else t for t in inputs]
        if options:
            plain = {k: v._array if isinstance(v, Variable) else v for k, v in options.items()}
            z = modes.quiet(op.forward, *arrays, **plain)
        else:
            z = modes.quiet(op.forward, *arrays)
        if type(z) is tuple:
            outputs = tuple([Tensor._wrap(a) for a in z])
            if op.view:
                for out in outputs:
                    out._view_of(inputs[0])
            _record(op, inputs, options, outputs)
            return outputs
        return self._finish(op, inputs, options, z)

    def _finish(self, op: Op, inputs: tuple[Any, ...], options: dict[str, Any], z: Any) -> Tensor:
        """The value `z` of `op` as a recorded tensor."""
        out = _new(Tensor)
        out._array = z if type(z) is np.ndarray else np.asarray(z)
        if op.view:
            out._view_of(inputs[0])
        _record(op, inputs, options, (out,))
        return out

    def _apply_inplace(self, op: Op, *inputs: Any, **options: Any) -> Tensor:
        """Compute `op` (whose first input is `self`) over the memory of `self` and record that.

        Raises:
            RuntimeError: where PyTorch forbids it: leaves that require grad and views of them, results that do not
                fit into the dtype or shape of `self`. Nothing has changed then.
        """
        self._check_inplace()
        arrays = [t._array if isinstance(t, Variable) else t for t in inputs]
        plain = {k: v._array if isinstance(v, Variable) else v for k, v in options.items()} if options else options
        z = np.asarray(modes.quiet(op.forward, *arrays, **plain))
        if z.shape != self._array.shape:
            raise tensor_errors.inplace_shape(self._array.shape, z.shape)
        if not np.can_cast(z.dtype, self._array.dtype, "same_kind"):
            raise tensor_errors.result_type_cast(
                from_numpy_dtype(z.dtype).scalar_name, self.dtype.scalar_name
            )
        edges, mask = gradient_edges(inputs)
        recording = modes.grad and mask != 0
        if recording and mask & ~1 and any(n.kind == INPUT and n.index == 0 for n in op.plan(mask).needs):
            inputs = (self.detach().clone(), *inputs[1:])  # the formula wants the value from before
        np.copyto(self._array, z, casting="unsafe")
        self.counter().value += 1
        if recording:
            node = node_class(op)(edges, mask, inputs, options, (self,))
            self._rebase(node)
            watcher = events.observer
            if watcher is not None:
                watcher.applied(self._grad_fn, inputs, self)  # type: ignore[arg-type]  # set by _rebase
        self._tell_leaf()
        return self

    def _check_inplace(self) -> None:
        """Refuse what PyTorch refuses before anything is written."""
        if not self._array.flags.writeable:
            raise tensor_errors.shared_elements_inplace()
        if self._inference and not modes.inference:
            raise errors.inference_inplace()
        if not modes.grad:
            return
        base = self._base
        if base is None:
            if self._requires_grad and self._grad_fn is None:
                raise errors.leaf_inplace()
        elif base._requires_grad and base._grad_fn is None:
            raise errors.view_of_leaf_inplace()
        elif self._view_made_in == "no_grad" and base._requires_grad:
            raise errors.no_grad_view_inplace()

    def _rebase(self, node: Node) -> None:
        """Give `self` the history `node` after an in-place operation; a view passes it to its base."""
        base = self._base
        if base is not None:
            shape_strides_offset = geometry_in(self._array, base._array)
            slices = CopySlices(base, node, shape_strides_offset)
            base._set_history(slices)
            self._view_version = -1
            self.refresh_view()
        else:
            self._set_history(node)

    def _set_history(self, node: Node) -> None:
        self._requires_grad = True
        self._grad_fn = node
        self._output_nr = 0
        if self._retain is not None:
            self._retain.remove()
            self._retain = None
            self.retain_grad()

    def _view_of(self, source: Tensor) -> None:
        """Note that `self` shares the memory of `source`."""
        self._base = source if source._base is None else source._base
        self._counter = source.counter()
        self._view_version = self._counter.value
        if not modes.grad:
            self._view_made_in = "no_grad"

    def refresh_view(self) -> None:
        """Replay the view on its base when the memory has changed since (PyTorch's `AsStridedBackward0`)."""
        if self._view_version == self._version:
            return
        self._view_version = self._version
        if self._base._requires_grad:
            self._grad_fn = as_strided_history(self._base, self._array)
            self._requires_grad = True
            self._output_nr = 0

    def _tell_leaf(self) -> None:
        """When this tensor is some leaf's `.grad`, tell the observer that it was changed."""
        watcher = events.observer
        if watcher is not None and self._grad_of is not None:
            leaf = self._grad_of()
            if leaf is not None and leaf._grad is self:
                watcher.grad_changed(leaf, "inplace" if self._array.any() else "zero")

    # -- the graph ---------------------------------------------------------------------------------

    @property
    def grad_fn(self) -> Node | None:
        """The node that made this tensor; None for leaves."""
        if self._base is not None:
            self.refresh_view()
        return self._grad_fn

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made this tensor."""
        return self.grad_fn is None

    @property
    def output_nr(self) -> int:
        """Which result of `grad_fn` this tensor is."""
        return self._output_nr

    @property
    def requires_grad(self) -> bool:
        """Whether gradients are computed for this tensor. Only leaves can be told to."""
        if self._base is not None:
            self.refresh_view()
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        self.requires_grad_(value)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) computing gradients for this leaf; returns `self`.

        Raises:
            RuntimeError: for a dtype that has no gradient, or for a tensor that is the result of an operation.
        """
        if requires_grad and self._array.dtype.kind not in "fc":
            raise errors.only_float_requires_grad()
        if self.grad_fn is not None:
            if not requires_grad:
                raise errors.change_requires_grad_flag()
            return self
        if requires_grad and self._inference and not modes.inference:
            raise errors.inference_requires_grad()
        self._requires_grad = bool(requires_grad)
        return self

    @property
    def grad(self) -> Tensor | None:
        """The gradient that `backward` has added up in this leaf, or None."""
        if self._grad is None and self._grad_fn is not None and self._retain is None and self._requires_grad:
            warnings.warn(errors.NON_LEAF_GRAD, stacklevel=2)
        grad: Tensor | None = self._grad
        if grad is not None and grad._grad_of is None:
            grad._grad_of = weakref.ref(self)
        return grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None:
            if not isinstance(value, Tensor):
                raise errors.grad_assign_type(type(value).__name__)
            if value is self:
                raise errors.grad_assign_self()
            if value._array.dtype is not self._array.dtype:
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

        >>> import autograd_nb as torch
        >>> x = torch.arange(4.0, requires_grad=True)
        >>> (2 * torch.dot(x, x)).backward()
        >>> x.grad
        tensor([ 0.,  4.,  8., 12.])
        """
        backward.backward(self, gradient, retain_graph, create_graph, inputs)

    def retain_grad(self) -> None:
        """Have `.grad` filled for this non-leaf tensor as well."""
        if not self.requires_grad:
            raise errors.retain_grad_without_grad()
        node = self._grad_fn
        if node is None or self._retain is not None:
            return
        owner = weakref.ref(self)

        def keep(gradient: Tensor) -> None:
            tensor = owner()
            if tensor is not None:
                tensor._grad = gradient.clone() if tensor._grad is None else tensor._grad + gradient

        node.hooks = node.hooks or Hooks()
        self._retain = RemovableHandle(node.hooks.retain.setdefault(self._output_nr, {}), keep)

    @property
    def retains_grad(self) -> bool:
        """Whether `retain_grad` was asked for on this non-leaf tensor."""
        return self._retain is not None

    def register_hook(self, hook: Callable[[Tensor], Tensor | None]) -> RemovableHandle:
        """`hook(grad)` runs when the gradient of this tensor is complete; what it returns replaces it."""
        if not self.requires_grad:
            raise errors.hook_without_grad()
        node = self._grad_fn or self.accumulator()
        number = self._output_nr
        if isinstance(node, AccumulateGrad):
            self._hooked = node  # a hook on a leaf lives as long as the leaf
        node.hooks = node.hooks or Hooks()
        return RemovableHandle(node.hooks.on_output.setdefault(number, {}), hook)

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> RemovableHandle:
        """`hook(leaf)` runs after a gradient was added to this leaf's `.grad`."""
        if not self.requires_grad:
            raise errors.hook_without_grad()
        if self.grad_fn is not None:
            raise errors.post_accumulate_hook_not_leaf()
        node = self._hooked = self.accumulator()
        return node.register_hook(lambda *_: hook(self))

    # -- the same memory, without the history --------------------------------------------------------

    def detach(self) -> Tensor:
        """The same memory, cut from the graph: no gradient flows back through it.

        In-place changes of either are seen, and counted, in both.
        """
        out = self._alias()
        out._counter = self.counter()
        if events.observer is not None and self._requires_grad:
            events.observer.cut(out, self, "detach")
        return out

    def detach_(self) -> Tensor:
        """Cut this very tensor from the graph; returns `self`."""
        if self._base is not None:
            raise errors.detach_view()
        self._requires_grad, self._grad_fn, self._output_nr, self._retain = False, None, 0, None
        return self

    @property
    def data(self) -> Tensor:
        """The same memory, cut from the graph, unseen by the version counter: in-place changes go unnoticed."""
        out = self._alias()
        if events.observer is not None and self._requires_grad:
            events.observer.cut(out, self, "data")
        return out

    @data.setter
    def data(self, value: Tensor) -> None:
        self._array = value._array

    def _alias(self) -> Tensor:
        out = _new(Tensor)
        out._array = self._array
        if self._inference:
            out._inference = True
        return out

    def _cast(self, dtype: Any) -> Tensor:
        """`self` in a NumPy dtype, recorded."""
        return self.to(from_numpy_dtype(dtype))

    # -- what it looks like ----------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """The sizes of the dimensions."""
        return Size(self._array.shape)

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return from_numpy_dtype(self._array.dtype)

    @property
    def device(self) -> Device:
        """Where the memory is: always the CPU."""
        return _CPU

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self._array.ndim

    def is_inference(self) -> bool:
        """Whether this tensor was made in inference mode."""
        return self._inference

    def __repr__(self) -> str:
        return tensor_text(self)

    def __iter__(self) -> Iterator[Tensor]:
        if self._array.ndim == 0:
            raise tensor_errors.iteration_over_scalar()
        return iter(self.unbind(0))


_new = object.__new__
Node.wrap = Tensor._wrap


def gradient_edges(inputs: tuple[Any, ...]) -> tuple[tuple[Edge, ...], int]:
    """Where the gradient of each input goes, and which inputs need one, as bits."""
    edges = []
    mask, bit = 0, 1
    for t in inputs:
        edge = NO_EDGE
        if isinstance(t, Variable):
            if t._base is not None:
                t.refresh_view()
            if t._requires_grad:
                edge = (t._grad_fn or t.accumulator(), t._output_nr)
                mask |= bit
        edges.append(edge)
        bit <<= 1
    return tuple(edges), mask


def _record(op: Op, inputs: tuple[Any, ...], options: dict[str, Any], outputs: tuple[Tensor, ...]) -> None:
    """Hang the results onto the graph, if anything asks for their gradient."""
    if not modes.grad:
        _leave_unrecorded(inputs, outputs)
        return
    edges, mask = gradient_edges(inputs)
    if not mask or not op.outputs:
        return
    node = (op.node_class or node_class(op))(edges, mask, inputs, options, outputs)
    if op.outputs == 1:
        out = outputs[0]
        out._requires_grad = True
        out._grad_fn = node
    else:
        for number, out in enumerate(outputs if op.outputs < 0 else outputs[: op.outputs]):
            out._requires_grad, out._grad_fn, out._output_nr = True, node, number
    if events.observer is not None:
        events.observer.applied(node, inputs, outputs[0] if len(outputs) == 1 else outputs)


def _leave_unrecorded(inputs: tuple[Any, ...], outputs: tuple[Tensor, ...]) -> None:
    """Results made where nothing is recorded: marked in inference mode, told to the observer else."""
    if modes.inference:
        for out in outputs:
            out._inference = True
    elif events.observer is not None:
        source = next((t for t in inputs if isinstance(t, Variable) and t._requires_grad), None)
        if source is not None:
            events.observer.cut(outputs[0], source, "no_grad")
