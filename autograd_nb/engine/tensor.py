"""Tensor: an array, the gradient beside it, and the edge into the graph that made it.

What operations a tensor has stands in `methods/`; this file holds what they all rest on: `_apply` computes and
records one operation, `_apply_inplace` does the same over the memory of its first input.
"""

from __future__ import annotations

import copyreg
from typing import TYPE_CHECKING, Any

import numpy as np

from . import duals, errors, events
from .batching import tracking
from .deriving import Derivable, TensorMeta
from .device import CPU
from .dtypes import Size, castable, from_numpy_dtype
from .forward import Overwriting, push
from .graph import Edge, Node, Variable, gradient_edges, node_class
from .inplace import CopySlices, alike, as_strided_history, overlapping, overwrite, refuse_overlap
from .memory.geometry import Geometry, geometry_in
from .memory.overlaps import overwrite_in_order
from .methods import Methods
from .methods.base import no_common_shape
from .modes import modes
from .naming import fixed
from .op import INPUT
from .printing import tensor_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .device import device as Device
    from .dtypes import dtype as DType
    from .op import Op


@fixed
class Tensor(Methods, Derivable, metaclass=TensorMeta):
    """An n-dimensional array whose operations can be recorded and differentiated.

    Made by the creation functions (`tensor`, `zeros`, `arange`, ...). The class itself, called, takes sizes or a list
    of numbers and gives the default dtype.

    >>> x = torch.tensor([1., 2., 3.], requires_grad=True)
    >>> (x * x).sum().backward()
    >>> x.grad
    tensor([2., 4., 6.])

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
        self = Variable.__new__(cls)
        self._array = array if type(array) is np.ndarray else np.asarray(array)
        if requires_grad:
            self._requires_grad = True
        return self

    # -- operations ------------------------------------------------------------------------------

    def _apply(self, op: Op, *inputs: Any, **options: Any) -> Any:
        """Compute `op` on `inputs` (tensors or Python scalars; the first is usually `self`) and record it.

        Returns a tensor, or a tuple of tensors where the operation has several results.
        """
        return op.optional(options, *inputs) if options else op.apply(*inputs)

    @staticmethod
    def looped_apply(op: Op, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """`_apply` for all operations."""
        arrays = [t._array if isinstance(t, Variable) else t for t in inputs]
        z = modes.here.quiet(op.forward, *arrays, **arrays_of(options))
        return (Tensor.finish_several if type(z) is tuple else Tensor._finish)(op, inputs, options, z)

    @staticmethod
    def _finish(op: Op, inputs: tuple[Any, ...], options: dict[str, Any], z: Any) -> Tensor:
        """The value `z` of `op` as a recorded tensor."""
        return op.finish(inputs, options, z)

    @staticmethod
    def finish_several(
        op: Op, inputs: tuple[Any, ...], options: dict[str, Any], arrays: tuple[Any, ...]
    ) -> tuple[Tensor, ...]:
        """The values of an operation with several results as recorded tensors."""
        outputs = tuple([Tensor._wrap(a) for a in arrays])
        if not outputs:  # the rows of a tensor that has none: there is nothing to record, and nothing to tell
            return outputs
        if op.view:
            for out in outputs:
                out._view_of(inputs[0])
                out._view_made_in = out._view_made_in or "several"
        _record(op, inputs, options, outputs)
        if duals.active:
            push(op, inputs, options, outputs)
        return outputs

    @staticmethod
    def looped_finish(op: Op, inputs: tuple[Any, ...], options: dict[str, Any], z: Any) -> Tensor:
        """`_finish` for all operations; most have a quicker way, see unrolled.py."""
        out = Variable.__new__(Tensor)
        out._array = z if type(z) is np.ndarray else np.asarray(z)
        if op.view:
            out._view_of(inputs[0])
        if not modes.grad:
            leave_unrecorded(inputs, (out,))
        else:
            edges, mask = gradient_edges(inputs) if op.outputs else ((), 0)
            if mask:
                node = (op.node_class or node_class(op))(edges, mask, inputs, options, (out,))
                out._requires_grad = True
                out._grad_fn = node
                if events.observer is not None:
                    events.observer.applied(node, inputs, out)
            elif events.observer is not None:
                events.observer.unrecorded(inputs, out)
        if duals.active:
            push(op, inputs, options, (out,))
        return out

    def _apply_inplace(self, op: Op, *inputs: Any, **options: Any) -> Tensor:
        """Compute `op` (whose first input is `self`) over the memory of `self` and record that.

        Raises:
            RuntimeError: where PyTorch forbids it: leaves that require grad and views of them, results that do not
                fit into the dtype or shape of `self`. Nothing has changed then.
        """
        others = inputs[1:]
        here = modes.here
        self._check_inplace(others, op.alike)
        arrays = [self._array, *[t._array if isinstance(t, Variable) else t for t in others]]
        plain = arrays_of(options)
        over = op.over if alike(arrays) and not (options and op.ufunc) else None
        z = None if over else self._computed(op, arrays, plain)
        edges: tuple[Edge, ...] = ()
        mask = 0
        if here.grad and (others or self._requires_grad or self._base is not None) and self._array.dtype.kind == "f":
            edges, mask = gradient_edges(inputs)
        geometry = None
        moving = Overwriting(op, inputs, options) if duals.active else None
        if mask:
            if any(n.kind == INPUT and n.number == 0 for n in op.plan(mask).needs):
                inputs = (self.clone(), *others)  # the formula wants the value from before, and its history
            if self._base is not None:
                geometry = geometry_in(self._array, self._base._array)
        if over:
            try:
                here.quiet(over, *arrays, **plain)
            except (TypeError, ValueError):  # the shapes do not fit, or the result does not
                z = self._computed(op, arrays, plain)
        if z is not None:
            if self._array.flags.writeable:
                overwrite(self._array, z)
            else:
                overwrite_in_order(op, arrays, plain, z)
        (self._counter or self.counter()).value += 1
        if mask:
            node = node_class(op)(edges, mask, inputs, options, (self,))
            node.saved_before(self.counter())
            self._rebase(node, inputs, geometry)
        if moving is not None:
            moving.done()
        if events.observer is not None:
            events.observer.overwritten(self)
        return self

    def _computed(self, op: Op, arrays: list[Any], options: dict[str, Any]) -> Any:
        """The value of `op`, found to fit into this tensor."""
        try:
            z = np.asarray(modes.quiet(op.forward, *arrays, **options))
        except ValueError:
            raise no_common_shape([np.asarray(a) for a in arrays]) from None
        if z.shape != self._array.shape:
            raise errors.inplace_shape(self._array.shape, z.shape)
        if not castable(z.dtype, self._array.dtype):
            raise errors.result_type_cast(from_numpy_dtype(z.dtype).scalar_name, self.dtype.scalar_name)
        return z

    def _check_inplace(self, others: tuple[Any, ...], alike: bool = False) -> None:
        """Refuse what PyTorch refuses before anything is written; `alike` is for what gives all elements one value."""
        here = modes.here
        if here.transforms:
            tracking.refuse_captured(self)
        if self._inference and not (here.inference or self._counted):
            raise errors.inference_inplace()
        if here.grad:
            self._check_history(others)
        if not alike and overlapping(self._array):
            raise errors.shared_elements_inplace()
        counter = self._counter
        for t in others if counter is not None else ():
            if isinstance(t, Variable) and t._counter is counter and t is not self:
                refuse_overlap(self._array, t._array)

    def _check_history(self, others: tuple[Any, ...]) -> None:
        """Refuse what would leave the graph without a meaning."""
        if (base := self._base) is None:
            if self._requires_grad and self._grad_fn is None:
                raise errors.leaf_inplace()
            return
        if self._view_made_in and any(isinstance(t, Variable) and t._requires_grad for t in (self, base, *others)):
            raise self._view_refused()
        if base._grad_fn is None and (base._requires_grad or self.requires_grad):
            raise errors.view_of_leaf_inplace()

    def _view_refused(self, indirect: bool = False) -> Exception:
        """Why a view that was made in a special way may not be changed in place, nor (`indirect`) its base."""
        made_by = None if self._grad_fn is None else (self._output_nr, self._grad_fn.name())
        refusal = {
            "no_grad": errors.no_grad_view_inplace,
            "inference": errors.inference_view_inplace,
            "several": errors.multi_view_inplace,
            "custom": errors.custom_view_inplace,
        }[self._view_made_in]
        return refusal(made_by, indirect)

    def _rebase(self, node: Node, inputs: tuple[Any, ...], geometry: Geometry | None) -> None:
        """Give `self` the history `node` after an in-place operation; a view passes it to its base."""
        target: Any = self
        history: Node = node
        if geometry is not None:
            target = self._base
            history = CopySlices(target, node, geometry)
            inputs = (target, *inputs[1:])
            self._view_version = -1
        target._set_history(history)
        if events.observer is not None:
            events.observer.applied(history, inputs, target)

    def _set_history(self, node: Node, output_nr: int = 0) -> None:
        self._requires_grad = True
        self._grad_fn = node
        self._output_nr = output_nr
        if self._retain is not None:
            self._retain.remove()
            self._retain = None
            self.retain_grad()

    def _view_of(self, source: Tensor) -> None:
        """Note that `self` shares the memory of `source`."""
        if source._inference:  # nobody knows its views
            self._inference = True
            return
        self._base = source if source._base is None else source._base
        self._counter = source.counter()
        self._view_version = self._counter.value
        if not modes.here.grad:
            self._view_made_in = "inference" if modes.inference else "no_grad"
        elif source._view_made_in:
            self._view_made_in = source._view_made_in

    def refresh_view(self) -> bool:
        """Replay the view on its base when the memory has changed since (PyTorch's `AsStridedBackward0`).

        Returns whether only the base asks for a gradient, so that an edge to this view leads nowhere.

        Raises:
            RuntimeError: for a view that was made in a special way.
        """
        recorded = self._base._requires_grad
        if self._view_version == self._changes:
            if recorded != self._requires_grad and (recorded or self._follows):  # what the base asks for by now
                self._requires_grad = self._follows = recorded
            return self._follows
        recorded = recorded or self._grad_fn is not None
        if recorded and self._view_made_in:
            raise self._view_refused(indirect=True)
        self._view_version = self._changes
        if recorded:
            node = as_strided_history(self._base, self._array)
            self._set_history(node)
            if events.observer is not None:
                events.observer.applied(node, (self._base,), self)
        return False

    def _written(self) -> None:
        """Count a change of this tensor's memory that no operation is recorded of, and tell of it."""
        (self._counter or self.counter()).value += 1
        if events.observer is not None:
            events.observer.overwritten(self)

    # -- what it looks like ----------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """The sizes of the dimensions: a tuple.

        >>> torch.zeros(2, 3).shape
        torch.Size([2, 3])

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.shape.html
        """
        return Size(self._array.shape)

    @property
    def dtype(self) -> DType:
        """The type of the elements.

        >>> torch.zeros(2).dtype
        torch.float32

        Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.dtype
        """
        return from_numpy_dtype(self._array.dtype)

    @property
    def device(self) -> Device:
        """Where the memory is: always the CPU.

        >>> torch.zeros(2).device
        device(type='cpu')

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.device.html
        """
        return CPU

    def __repr__(self) -> str:
        return tensor_text(self)

    def __iter__(self) -> Iterator[Tensor]:
        if self._array.ndim == 0:
            raise errors.iteration_over_scalar()
        return iter(self.unbind(0))


def arrays_of(options: dict[str, Any]) -> dict[str, Any]:
    """The options with arrays in place of tensors; most have none."""
    for value in options.values():
        if isinstance(value, Variable):
            return {k: v._array if isinstance(v, Variable) else v for k, v in options.items()}
    return options


def _record(op: Op, inputs: tuple[Any, ...], options: dict[str, Any], outputs: tuple[Tensor, ...]) -> None:
    """Hang several results of one operation onto the graph, if anything asks for their gradient."""
    if not modes.grad:
        leave_unrecorded(inputs, outputs)
        return
    edges, mask = gradient_edges(inputs)
    if not mask or not op.outputs:
        if events.observer is not None:
            events.observer.unrecorded(inputs, outputs[0])
        return
    node = (op.node_class or node_class(op))(edges, mask, inputs, options, outputs)
    for number, out in enumerate(outputs if op.outputs < 0 else outputs[: op.outputs]):
        out._requires_grad, out._grad_fn, out._output_nr = True, node, number
    if events.observer is not None:
        events.observer.applied(node, inputs, outputs[0])
        events.observer.several(node, outputs)


def leave_unrecorded(inputs: tuple[Any, ...], outputs: tuple[Tensor, ...]) -> None:
    """Results made where nothing is recorded: marked in inference mode, told to the observer else."""
    inference = modes.here.inference
    if inference:
        for out in outputs:
            out._inference = out._base is None or out._inference
    watcher = events.observer
    if watcher is not None:
        known = False
        for t in inputs:
            if isinstance(t, Variable):
                if t._requires_grad:
                    watcher.cut(outputs[0], t, "inference_mode" if inference else "no_grad")
                    return
                known = known or t._trace is not None
        if known:
            watcher.unrecorded(inputs, outputs[0])


def _tensor() -> type[Tensor]:
    """The class itself: what it comes back as out of a pickle, whether or not anything is called torch there."""
    return Tensor


# What lies below this file and needs the class is given it here.
Node.wrap = Tensor._wrap
TensorMeta.plain = Tensor
Tensor.__module__ = "torch"  # what a learner sees is torch.Tensor
copyreg.pickle(TensorMeta, lambda kind: (_tensor, ()) if kind is Tensor else kind.__qualname__)
