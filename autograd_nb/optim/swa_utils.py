"""`torch.optim.swa_utils`: means of the parameters over the last steps, and what goes with them.

Source: P. Izmailov et al., "Averaging weights leads to wider optima and better generalization", UAI 2018;
https://pytorch.org/docs/2.7/optim.html#weight-averaging-swa-and-ema
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.engine.creation import tensor
from autograd_nb.engine.dtypes import int64
from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.modules.batchnorm import _BatchNorm
from autograd_nb.nn.modules.module import Module

from .scheduling import LRScheduler

__all__ = [
    "SWALR",
    "AveragedModel",
    "get_ema_avg_fn",
    "get_ema_multi_avg_fn",
    "get_swa_avg_fn",
    "get_swa_multi_avg_fn",
    "update_bn",
]

Average = Callable[[Any, Any, Any], Any]


def _check_decay(decay: float) -> None:
    if not 0.0 <= decay <= 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")


def get_ema_avg_fn(decay: float = 0.999) -> Average:
    """A mean in which earlier values count less and less: `decay` of the mean so far, the rest of the new value.

    >>> average = torch.optim.swa_utils.get_ema_avg_fn(decay=0.75)
    >>> average(torch.tensor(4.0), torch.tensor(8.0), torch.tensor(1))
    tensor(5.)

    Raises:
        ValueError: for a `decay` outside of 0 to 1.
    """
    _check_decay(decay)

    def ema_update(ema_param: Any, current_param: Any, num_averaged: Any) -> Any:
        del num_averaged
        with no_grad():
            return decay * ema_param + (1 - decay) * current_param

    return ema_update


def get_ema_multi_avg_fn(decay: float = 0.999) -> Average:
    """The same of many parameters, in place.

    >>> means = [torch.tensor([4.0])]
    >>> torch.optim.swa_utils.get_ema_multi_avg_fn(decay=0.75)(means, [torch.tensor([8.0])], torch.tensor(1))
    >>> means
    [tensor([5.])]

    Raises:
        ValueError: for a `decay` outside of 0 to 1.
    """
    _check_decay(decay)

    def ema_update(ema_param_list: Sequence[Any], current_param_list: Sequence[Any], _: Any) -> None:
        with no_grad():
            for mean, value in zip(ema_param_list, current_param_list):
                mean.lerp_(value, 1 - decay) if mean.is_floating_point() else mean.copy_(
                    mean * decay + value * (1 - decay)
                )

    return ema_update


def get_swa_avg_fn() -> Average:
    """The mean of all values. Each counts the same.

    >>> average = torch.optim.swa_utils.get_swa_avg_fn()
    >>> average(torch.tensor(4.0), torch.tensor(10.0), torch.tensor(2))
    tensor(6.)
    """

    def swa_update(averaged_param: Any, current_param: Any, num_averaged: Any) -> Any:
        with no_grad():
            return averaged_param + (current_param - averaged_param) / (num_averaged + 1)

    return swa_update


def get_swa_multi_avg_fn() -> Average:
    """The same of many parameters, in place.

    >>> means = [torch.tensor([4.0])]
    >>> torch.optim.swa_utils.get_swa_multi_avg_fn()(means, [torch.tensor([10.0])], torch.tensor(2))
    >>> means
    [tensor([6.])]
    """

    def swa_update(averaged_param_list: Sequence[Any], current_param_list: Sequence[Any], num_averaged: Any) -> None:
        average = get_swa_avg_fn()
        with no_grad():
            for mean, value in zip(averaged_param_list, current_param_list):
                mean.copy_(average(mean, value, num_averaged))

    return swa_update


class AveragedModel(Module):
    """A copy of a model that holds means of its parameters.

    Args:
        model: the model.
        device: where the copy is to be.
        avg_fn: the next mean, from the mean, the new value and how many there were; the mean of all by default.
        multi_avg_fn: the same of lists of parameters, in place.
        use_buffers: whether means are taken of buffers, too; else they are copied.

    >>> import autograd_nb as torch
    >>> model = torch.nn.Linear(1, 1, bias=False)
    >>> mean = AveragedModel(model)
    >>> for value in (1.0, 2.0, 6.0):
    ...     _ = torch.nn.init.constant_(model.weight, value)
    ...     mean.update_parameters(model)
    >>> mean.module.weight.item()
    3.0
    """

    n_averaged: Any

    def __init__(
        self,
        model: Module,
        device: Any = None,
        avg_fn: Average | None = None,
        multi_avg_fn: Average | None = None,
        use_buffers: bool = False,
    ) -> None:
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module: Any = copy.deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", tensor(0, dtype=int64, device=device))
        self.avg_fn: Average | None = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the model with the means gives."""
        return self.module(*args, **kwargs)

    def update_parameters(self, model: Module) -> None:
        """Take the present values into the means.

        >>> model = torch.nn.Linear(1, 1)
        >>> mean = torch.optim.swa_utils.AveragedModel(model)
        >>> mean.update_parameters(model)
        >>> mean.n_averaged
        tensor(1)
        """
        own, new = self._values(self.module), self._values(model)
        count = int(self.n_averaged)
        if count == 0:
            for mean, value in zip(own, new):
                mean.copy_(value)
        elif self.multi_avg_fn is not None:
            self.multi_avg_fn(own, new, self.n_averaged)
        else:
            average = self.avg_fn or get_swa_avg_fn()
            for mean, value in zip(own, new):
                mean.copy_(average(mean, value, self.n_averaged))
        if not self.use_buffers:
            for buffer, value in zip(self.module.buffers(), model.buffers()):
                buffer.detach().copy_(value.detach())
        self.n_averaged += 1

    def _values(self, model: Any) -> list[Any]:
        values = [*model.parameters(), *(model.buffers() if self.use_buffers else ())]
        return [value.detach() for value in values]


def update_bn(loader: Iterable[Any], model: Module, device: Any = None) -> None:
    """Compute the statistics of all batch normalizations anew, over the batches of `loader`.

    A mean of parameters has none of its own.

    >>> model = torch.nn.BatchNorm1d(1)
    >>> torch.optim.swa_utils.update_bn([torch.tensor([[1.0], [3.0]]), torch.tensor([[5.0], [7.0]])], model)
    >>> model.running_mean
    tensor([4.])
    """
    layers = [module for module in model.modules() if isinstance(module, _BatchNorm)]
    if not layers:
        return
    momenta, training = [layer.momentum for layer in layers], model.training
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None
    model.train()
    with no_grad():
        for batch in loader:
            given = batch[0] if isinstance(batch, (list, tuple)) else batch
            model(given if device is None else given.to(device))
    for layer, momentum in zip(layers, momenta):
        layer.momentum = momentum
    model.train(training)


class SWALR(LRScheduler):
    """From the present learning rates to `swa_lr`, in `anneal_epochs` steps, along a cosine or a line.

    >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
    >>> scheduler = torch.optim.swa_utils.SWALR(optimizer, swa_lr=0.0, anneal_epochs=2, anneal_strategy="linear")
    >>> for _ in range(3):
    ...     print(scheduler.get_last_lr())
    ...     optimizer.step()
    ...     scheduler.step()
    [1.0]
    [0.5]
    [0.0]

    Raises:
        ValueError: for a list of rates that does not fit to the groups, and another strategy than "cos" and "linear".
    """

    def __init__(
        self,
        optimizer: Any,
        swa_lr: Any,
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        groups = optimizer.param_groups
        rates = list(swa_lr) if isinstance(swa_lr, (list, tuple)) else [swa_lr] * len(groups)
        if len(rates) != len(groups):
            raise ValueError(
                f"swa_lr must have the same length as optimizer.param_groups. swa_lr has {len(rates)} values, "
                f"param_groups has {len(groups)}."
            )
        for rate, group in zip(rates, groups):
            group["swa_lr"] = rate
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:  # type: ignore[redundant-expr]  # may be anything
            raise ValueError(f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}")
        self._anneal_strategy = anneal_strategy
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def _share(self, step: float) -> float:
        """How much of the way is gone after so many steps."""
        t = max(0.0, min(1.0, step / max(1, self.anneal_epochs)))
        return (1 - math.cos(math.pi * t)) / 2 if self._anneal_strategy == "cos" else t

    def get_lr(self) -> list[float]:
        """The next rates; where each began follows from the present one."""
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before, now = self._share(step - 1), self._share(step)
        found = []
        for group in self.optimizer.param_groups:
            goal = group["swa_lr"]
            start = goal if before == 1 else (group["lr"] - before * goal) / (1 - before)
            found.append(goal * now + start * (1 - now))
        return found


_cite_each(globals(), __all__, "optim")
