"""Bringing the parameters and buffers of a module into another dtype, order of memory, or place.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.Module.html#torch.nn.Module.to
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.device import check_device, device
from autograd_nb.engine.dtypes import dtype as DType
from autograd_nb.engine.modes import no_grad

from .state import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


class Conversion(State):
    """What a module does to all its numbers at once."""

    def _apply(self, fn: Callable[[Any], Any], recurse: bool = True) -> Self:
        """Bring every parameter, gradient and buffer to `fn` of it, in place of the tensors' memory."""
        for module in self.modules() if recurse else (self,):
            with no_grad():
                for parameter in module._parameters.values():
                    if parameter is not None:
                        parameter.data = fn(parameter)
                        if parameter.grad is not None:
                            parameter.grad.data = fn(parameter.grad)
                for name, buffer in module._buffers.items():
                    if buffer is not None:
                        module._buffers[name] = fn(buffer)
        return self

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Parameters and buffers with fractions in another dtype or order of memory; the only device is the CPU.

        >>> import autograd_nb as torch
        >>> torch.nn.Conv2d(3, 2, 2).to(memory_format=torch.channels_last)(torch.ones(1, 3, 4, 4)).stride()
        (18, 1, 6, 2)
        """
        wanted = next((a for a in (*args, *kwargs.values()) if isinstance(a, DType)), None)
        if wanted is not None and not wanted.is_floating_point:
            raise TypeError(
                f"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={wanted}"
            )
        plain = {name: value for name, value in kwargs.items() if name != "memory_format"}
        for place in (*args, kwargs.get("device")):
            if isinstance(place, str):
                device(place)  # refuses a place that does not exist also where there are no parameters
        for tensor in [*self.parameters(), *self.buffers()]:
            if tensor.is_floating_point():
                images = "memory_format" in kwargs and tensor.dim() in (4, 5)  # nothing else has an order of memory
                options = kwargs if images else plain
                grad: Any = tensor.grad
                tensor.data = tensor.data.to(*args, **options)
                if grad is not None:
                    tensor._grad = grad.to(*args, **options)
        return self

    def double(self) -> Self:
        """Parameters and buffers with fractions in double precision, 8 bytes each. Returns the module.

        >>> torch.nn.Linear(2, 1).double().weight.dtype
        torch.float64
        """
        from autograd_nb.engine.dtypes import float64

        return self.to(float64)

    def float(self) -> Self:
        """Parameters and buffers with fractions in single precision, 4 bytes each. Returns the module.

        >>> torch.nn.Linear(2, 1, dtype=torch.float64).float().weight.dtype
        torch.float32
        """
        from autograd_nb.engine.dtypes import float32

        return self.to(float32)

    def half(self) -> Self:
        """Parameters and buffers with fractions in half precision, 2 bytes each. Returns the module.

        >>> torch.nn.Linear(2, 1).half().weight.dtype
        torch.float16
        """
        from autograd_nb.engine.dtypes import float16

        return self.to(float16)

    def type(self, dst_type: Any) -> Self:
        """Parameters and buffers in another dtype, in place. Returns the module.

        >>> torch.nn.Linear(2, 1).type(torch.float64).bias.dtype
        torch.float64
        """
        for tensor in [*self.parameters(), *self.buffers()]:
            tensor.data = tensor.data.type(dst_type)
        return self

    def share_memory(self) -> Self:
        """This module: there is one process.

        >>> torch.nn.Linear(2, 1).share_memory()
        Linear(in_features=2, out_features=1, bias=True)
        """
        for tensor in [*self.parameters(), *self.buffers()]:
            tensor.share_memory_()
        return self

    def to_empty(self, *, device: Any, recurse: bool = True) -> Self:
        """The same parameters and buffers, not filled yet (they hold zeros): for a module whose values are loaded next.

        >>> torch.nn.Linear(2, 1).to_empty(device="cpu").weight.shape
        torch.Size([1, 2])
        """
        if recurse:
            check_device(device)
        return self._apply(lambda t: t.new_empty(t.shape), recurse)

    def ipu(self, device: Any = None) -> Self:
        """The same for another kind of device.

        >>> torch.nn.ReLU().ipu()
        ReLU()

        Raises:
            RuntimeError: the module has parameters or buffers.
        """
        return self._elsewhere(RuntimeError("PyTorch is not linked with support for ipu devices"), device)

    def xpu(self, device: Any = None) -> Self:
        """The same for another kind of device.

        >>> torch.nn.ReLU().xpu()
        ReLU()

        Raises:
            AssertionError: the module has parameters or buffers.
        """
        return self._elsewhere(AssertionError("Torch not compiled with XPU enabled"), device)

    def _elsewhere(self, refusal: Exception, device: Any) -> Self:
        del device  # there is no such one

        def refuse(_: Any) -> Any:
            raise refusal

        return self._apply(refuse)

    def cuda(self, device: Any = None) -> Self:
        """Raises PyTorch's error, as soon as there is something to move: there is no GPU here.

        >>> torch.nn.ReLU().cuda()
        ReLU()

        Raises:
            RuntimeError: the module has parameters or buffers.
        """
        return self._apply(lambda t: t.cuda(device))

    def cpu(self) -> Self:
        """This module: it is always on the CPU.

        >>> torch.nn.Linear(2, 1).cpu()
        Linear(in_features=2, out_features=1, bias=True)
        """
        return self
