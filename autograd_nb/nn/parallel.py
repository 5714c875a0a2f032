"""`torch.nn.parallel`: modules on several GPUs. There are none, so that everything runs as it is.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.DataParallel.html
"""

from __future__ import annotations

from typing import Any

from .modules.module import Module

__all__ = ["DataParallel", "data_parallel"]


class DataParallel(Module):
    """A module that would be run on several GPUs: without one it is run as it is, as in PyTorch.

    >>> import autograd_nb as torch
    >>> net = torch.nn.DataParallel(torch.nn.Linear(2, 1))
    >>> net(torch.ones(3, 2)).shape, net.device_ids
    (torch.Size([3, 1]), [])
    """

    def __init__(self, module: Module, device_ids: Any = None, output_device: Any = None, dim: int = 0) -> None:
        super().__init__()
        del device_ids, output_device, dim
        self.module = module
        self.device_ids: list[int] = []

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the module gives.

        >>> torch.nn.DataParallel(torch.nn.ReLU()).forward(torch.tensor([-1.0, 2.0]))
        tensor([0., 2.])
        """
        return self.module(*inputs, **kwargs)


def data_parallel(
    module: Module,
    inputs: Any,
    device_ids: Any = None,
    output_device: Any = None,
    dim: int = 0,
    module_kwargs: Any = None,
) -> Any:
    """Run a module once on several GPUs.

    >>> torch.nn.parallel.data_parallel(torch.nn.Linear(2, 1), torch.ones(3, 2))
    Traceback (most recent call last):
        ...
    RuntimeError: device type could not be determined

    Raises:
        RuntimeError: there are none.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.torch.nn.parallel.data_parallel.html
    """
    del module, inputs, device_ids, output_device, dim, module_kwargs
    raise RuntimeError("device type could not be determined")


def __getattr__(name: str) -> Any:
    why = ": autograd_nb computes in one process; use the module itself" if name == "DistributedDataParallel" else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{why}")
