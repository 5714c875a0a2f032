"""LRScheduler: what all rules for learning rates share.

Source: https://pytorch.org/docs/2.7/optim.html#how-to-adjust-learning-rate
"""

from __future__ import annotations

import warnings
from types import FunctionType
from typing import Any

from autograd_nb.engine.graph import Variable

from .optimizer import Optimizer


class LRScheduler:
    """Subclasses say in `get_lr` what the rates of all groups are next; those here say it for one group, in `rate`.

    >>> import autograd_nb as torch
    >>> class Half(torch.optim.lr_scheduler.LRScheduler):
    ...     def get_lr(self):
    ...         return [base / 2**self.last_epoch for base in self.base_lrs]
    >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
    >>> scheduler = Half(optimizer)
    >>> optimizer.step()
    >>> scheduler.step()
    >>> scheduler.get_last_lr()
    [0.5]
    """

    _get_lr_called_within_step = False
    _is_initial = False

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        if last_epoch == -1:
            for group in optimizer.param_groups:
                group.setdefault("initial_lr", copied(group["lr"]))
        else:
            for i, group in enumerate(optimizer.param_groups):
                if "initial_lr" not in group:
                    raise KeyError(
                        f"param 'initial_lr' is not specified in param_groups[{i}] when resuming an optimizer"
                    )
        self.base_lrs = [copied(group["initial_lr"]) for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self._own_step = vars(optimizer).get("step")
        self._initial_step()

    def _initial_step(self) -> None:
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
            self._is_initial = False

    def rate(self, lr: float, base: float, number: int) -> float:
        """The next rate of a group, from the present one, the first one and the group's number."""
        raise NotImplementedError

    def get_lr(self) -> list[float]:
        """The next rates of all groups; `step` asks for them. `get_last_lr` tells which ones hold now."""
        self._warn_unless_asked()
        groups = self.optimizer.param_groups
        return [self.rate(group["lr"], base, i) for i, (group, base) in enumerate(zip(groups, self.base_lrs))]

    def _warn_unless_asked(self) -> None:
        """Say what to ask for instead where it is not `step` that wants the next rates."""
        if not self._get_lr_called_within_step:
            warnings.warn(
                "To get the last learning rate computed by the scheduler, please use `get_last_lr()`.", stacklevel=3
            )

    def step(self, epoch: int | None = None) -> None:
        """Go on to the next epoch: give the optimizer the rates that follow.

        Call it after `optimizer.step()`, once an epoch.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
        >>> scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        >>> optimizer.step()
        >>> scheduler.step()
        >>> optimizer.param_groups[0]["lr"]
        0.5
        """
        if self._step_count == 1 and vars(self.optimizer).get("step") is not self._own_step:
            warnings.warn(
                "Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. "
                "Please, make sure to call `optimizer.step()` before `lr_scheduler.step()`. See more details at "
                "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate",
                stacklevel=2,
            )
        elif self._step_count == 1 and not self.optimizer._steps:
            warnings.warn(
                "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you "
                "should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to "
                "do this will result in PyTorch skipping the first value of the learning rate schedule. See more "
                "details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate",
                stacklevel=2,
            )
        self._step_count += 1
        if epoch is not None:
            warnings.warn(EPOCH_DEPRECATED, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch: int | None = None) -> None:
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        closed = getattr(self, "_get_closed_form_lr", None)
        self._set(closed() if epoch is not None and closed is not None else self._asked())

    def _asked(self) -> list[float]:
        self._get_lr_called_within_step = True
        try:
            return self.get_lr()
        finally:
            self._get_lr_called_within_step = False

    def _set(self, rates: list[float]) -> None:
        for group, lr in zip(self.optimizer.param_groups, rates):
            put(group, "lr", lr)
        self._last_lr = [copied(group["lr"]) for group in self.optimizer.param_groups]

    def get_last_lr(self) -> list[float]:
        """The rates that were set last, one for each group of parameters.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.5)
        >>> torch.optim.lr_scheduler.StepLR(optimizer, step_size=10).get_last_lr()
        [0.5]
        """
        return self._last_lr

    def state_dict(self) -> dict[str, Any]:
        """What the scheduler remembers, without its optimizer. A function, as `LambdaLR` has one, is not kept.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.5)
        >>> torch.optim.lr_scheduler.StepLR(optimizer, step_size=10).state_dict()["last_epoch"]
        0
        """
        state = {name: value for name, value in self.__dict__.items() if name not in NOT_STATE}
        if "lr_lambdas" in state:  # a function is none; of an object that can be called, what it remembers is
            own = state.pop("lr_lambdas")
            state["lr_lambdas"] = [None if isinstance(f, FunctionType) else vars(f).copy() for f in own]
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a state that `state_dict` gave.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.5)
        >>> scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10)
        >>> scheduler.load_state_dict({"last_epoch": 7})
        >>> scheduler.last_epoch
        7
        """
        state = dict(state_dict)
        for given, remembered in zip(getattr(self, "lr_lambdas", ()), state.pop("lr_lambdas", ())):
            if remembered is not None:
                vars(given).update(remembered)
        self.__dict__.update(state)


NOT_STATE = frozenset(("optimizer", "_is_initial", "_own_step"))
"""What a scheduler has of others, or only while it begins."""


def copied(value: Any) -> Any:
    """A rate of its own: a tensor may be written over later."""
    return value.clone() if isinstance(value, Variable) else value  # type: ignore[attr-defined]  # every one is a Tensor


def put(group: dict[str, Any], name: str, value: Any) -> None:
    """Set a rate of a group; a tensor stays, and is written over."""
    if isinstance(group[name], Variable):
        group[name].fill_(value)
    else:
        group[name] = value


EPOCH_DEPRECATED = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use "
    "`scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, the closed "
    "form is used instead of the new chainable form, where available. Please open an issue if you are unable to "
    "replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose."
)


def check_optimizer(optimizer: Any) -> None:
    """Refuse what is no optimizer.

    Raises:
        TypeError: in PyTorch's words.
    """
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def for_each_group(name: str, optimizer: Any, given: Any) -> list[Any]:
    """One value for each group of parameters.

    Raises:
        ValueError: for a list of another length.
    """
    groups = len(optimizer.param_groups)
    if not isinstance(given, (list, tuple)):
        return [given] * groups
    if len(given) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. {name} has {len(given)} values, param_groups "
            f"has {groups}."
        )
    return list(given)
