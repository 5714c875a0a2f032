"""Optimizer: what all optimizers share. Groups of parameters with their options, and a state for each parameter.

Source: https://pytorch.org/docs/2.7/optim.html
"""

from __future__ import annotations

import copy
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.typenames import typename
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import enable_grad, no_grad
from autograd_nb.engine.updating import written, zero_gradients
from autograd_nb.engine.warn import warn

from .hooks import (  # register_... are found here, as in PyTorch
    _AFTER,
    _BEFORE,
    HOOKS,
    Hooked,
    register_optimizer_step_post_hook,  # noqa: F401 - PyTorch has it here, too
    register_optimizer_step_pre_hook,  # noqa: F401 - PyTorch has it here, too
    with_hooks,
)
from .recorded import recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .recorded import Step
    from .steps import Array


class _RequiredParameter:
    """The default of an option that has none: `required`, of which there is one."""

    def __repr__(self) -> str:
        return "<required parameter>"


required = _RequiredParameter()


class Optimizer(Hooked):
    """What all optimizers share: groups of parameters with their options, and a state for each parameter.

    Args:
        params: tensors, named tensors, or dictionaries with "params" and options of their own.
        defaults: the options, for groups that do not have their own.

    An optimizer of one's own computes its step in `step`, or says in `update` what a step does to one parameter.

    >>> class SignDescent(torch.optim.Optimizer):
    ...     def step(self):
    ...         with torch.no_grad():
    ...             for group in self.param_groups:
    ...                 for p in group["params"]:
    ...                     p -= group["lr"] * p.grad.sign()
    >>> x = torch.tensor([3.0, -4.0], requires_grad=True)
    >>> (x**2).sum().backward()
    >>> SignDescent([x], {"lr": 0.5}).step()
    >>> x
    tensor([ 2.5000, -3.5000], requires_grad=True)
    """

    _step_recorded: Step | None = None

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        if isinstance(params, Variable):
            kind = params.type()  # type: ignore[attr-defined]  # every Variable is a Tensor
            raise errors.optimized_tensor(kind)
        self.defaults = defaults
        if defaults.get("fused"):
            if defaults.get("differentiable"):
                raise RuntimeError("`fused` does not support `differentiable`")
            if defaults.get("foreach"):
                raise RuntimeError("`fused` and `foreach` cannot be `True` together.")
        if defaults.get("differentiable"):
            self.update = recorded(self._step_recorded)  # type: ignore[method-assign]  # a step costs nothing more
        self.state: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self._steps = 0
        super().__init__()
        groups = list(params)
        if not groups:
            raise errors.nothing_to_optimize()
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "step" in cls.__dict__:
            cls.step = with_hooks(cls.__dict__["step"])  # type: ignore[method-assign]  # replaced on purpose

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Optimize more parameters, with options of their own; those that are not given are the optimizer's.

        >>> first, second = (torch.ones(1, requires_grad=True) for _ in range(2))
        >>> optimizer = torch.optim.SGD([first], lr=0.1, momentum=0.9)
        >>> optimizer.add_param_group({"params": [second], "lr": 0.5})
        >>> [(group["lr"], group["momentum"]) for group in optimizer.param_groups]
        [(0.1, 0.9), (0.5, 0.9)]

        Raises:
            TypeError: for what is no dictionary, parameters in a set, and what is no tensor.
            ValueError: for a tensor that was computed from others, and one that is optimized already.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        given = param_group["params"]
        if isinstance(given, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the ordering of tensors in "
                "sets will change between runs. Please use a list instead."
            )
        params = [given] if isinstance(given, Variable) else list(given)
        names = [p[0] for p in params if isinstance(p, tuple)]
        if names and len(names) != len(params):
            raise ValueError("all optimizer params should be with/without names. Some param names are missing")
        params = [p[1] if isinstance(p, tuple) else p for p in params]
        for p in params:
            if not isinstance(p, Variable):
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {typename(p)}")
            if p._grad_fn is not None and p._retain is None and not self.defaults.get("differentiable"):
                raise errors.optimize_non_leaf()
        if len({id(p) for p in params}) != len(params):
            warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information"
            )
        for group in self.param_groups:
            if ("param_names" in group) != bool(names):
                raise ValueError(
                    "all optimizer param groups should be with/without names. cannot add param group "
                    f"{'with' if names else 'without'} names to the optimizer"
                )
        known = {id(p) for group in self.param_groups for p in group["params"]}
        if any(id(p) in known for p in params):
            raise ValueError("some parameters appear in more than one parameter group")
        named = {"param_names": names} if names else {}
        self.param_groups.append({**param_group, "params": params, **named, **self._missing(param_group)})

    def _missing(self, group: dict[str, Any]) -> dict[str, Any]:
        missing = {name: value for name, value in self.defaults.items() if name not in group}
        for name, value in missing.items():
            if value is required:
                raise ValueError(f"parameter group didn't specify a value of required optimization parameter {name}")
        return missing

    # -- the step ----------------------------------------------------------------------------------------

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Let go of all gradients, or make them 0. Without it, `backward` adds to what the step before has left.

        >>> x = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = torch.optim.SGD([x], lr=0.1)
        >>> (3 * x).sum().backward()
        >>> optimizer.zero_grad(set_to_none=False)
        >>> x.grad
        tensor([0.])
        >>> optimizer.zero_grad()
        >>> x.grad is None
        True
        """
        zero_gradients(self._parameters(), set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change every parameter that has a gradient. A closure that computes the loss runs first; returns its loss.

        >>> x = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = torch.optim.SGD([x], lr=0.25)
        >>> (x**2).sum().backward()
        >>> optimizer.step()
        >>> x
        tensor([0.5000], requires_grad=True)
        """
        args: tuple[Any, ...] = (self, closure) if closure is not None else (self,)
        kwargs: dict[str, Any] = {}
        if _BEFORE or self._optimizer_step_pre_hooks:
            args, kwargs = self._run_before(args, kwargs)
            closure = args[1] if len(args) > 1 else kwargs.get("closure")
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        changed = []
        try:
            with no_grad():
                for group in map(_with_number, self.param_groups):
                    for p in group["params"]:
                        if p._grad is not None:
                            gradient = p._grad._array
                            if p._inference:
                                p._check_inplace(())
                            state = self.state[p]
                            self.update(p, -gradient if group.get("maximize") else gradient, group, state)
                            if not state:
                                del self.state[p]  # a step that remembers nothing
                            p.counter().value += 1
                            changed.append(p)
        finally:
            written(changed)
        self._steps += 1
        if _AFTER or self._optimizer_step_post_hooks:
            self._run_after(args, kwargs)
        return loss

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """Change one parameter in place.

        Args:
            parameter: the tensor; write into its array.
            gradient: its gradient, as an array that is not to be changed.
            group: the options.
            state: what is remembered of this parameter from step to step.
        """
        raise NotImplementedError

    def _parameters(self) -> Iterator[Any]:
        return (p for group in self.param_groups for p in group["params"])

    def __getstate__(self) -> dict[str, Any]:
        """What copies and pickles have: no hooks."""
        return {name: value for name, value in self.__dict__.items() if name not in HOOKS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, **{name: OrderedDict() for name in HOOKS})

    # -- saving and loading ---------------------------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """State and options; parameters are numbered in the order of their groups.

        What it holds is shared with the optimizer, not copied: `copy.deepcopy` or `torch.save` keeps it.

        >>> x = torch.tensor([1.0], requires_grad=True)
        >>> optimizer = torch.optim.SGD([x], lr=0.1, momentum=0.9)
        >>> (3 * x).sum().backward()
        >>> optimizer.step()
        >>> optimizer.state_dict()["state"]
        {0: {'momentum_buffer': tensor([3.])}}
        """
        for before in self._optimizer_state_dict_pre_hooks.values():
            before(self)
        found = self._told()
        for after in self._optimizer_state_dict_post_hooks.values():
            changed = after(self, found)
            found = found if changed is None else changed
        return found

    def _told(self) -> dict[str, Any]:
        number: dict[int, int] = {}
        for i, p in enumerate(self._parameters()):
            number.setdefault(id(p), i)
        return {
            "state": {
                number[id(p)] if isinstance(p, Variable) else p: _copied(state) for p, state in self.state.items()
            },
            "param_groups": [
                {
                    **{k: v for k, v in group.items() if k != "params"},
                    "params": [number[id(p)] for p in group["params"]],
                }
                for group in self.param_groups
            ],
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a state that `state_dict` gave; options and groups are those of the state.

        What was remembered of parameters is shared with the state, not copied: further steps change it there, too.

        >>> x = torch.tensor([1.0], requires_grad=True)
        >>> saved = torch.optim.SGD([x], lr=0.1).state_dict()
        >>> optimizer = torch.optim.SGD([x], lr=5.0)
        >>> optimizer.load_state_dict(saved)
        >>> optimizer.param_groups[0]["lr"]
        0.1

        Raises:
            ValueError: for another number of groups, or of parameters in a group.
        """
        saved = dict(state_dict)
        for before in self._optimizer_load_state_dict_pre_hooks.values():
            changed = before(self, saved)
            saved = saved if changed is None else changed
        groups = copy.deepcopy(saved["param_groups"])
        if len(groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        if [len(g["params"]) for g in groups] != [len(g["params"]) for g in self.param_groups]:
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
            )
        parameters = list(self._parameters())
        known = dict(enumerate(parameters))
        self.state = defaultdict(dict)
        for number, state in saved["state"].items():
            p = known.get(number)
            self.state[number if p is None else p] = state if p is None else _fitting(state, p)
        for mine, theirs in zip(self.param_groups, groups):
            mine.update({name: value for name, value in theirs.items() if name != "params"})
        for after in self._optimizer_load_state_dict_post_hooks.values():
            after(self)

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines += [""] * (i > 0) + [f"Parameter Group {i}"]
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join([*lines, ")"])


def _copied(state: Any) -> Any:
    """What is remembered of a parameter, in a dictionary of its own; anything else is the user's."""
    return dict(state) if isinstance(state, dict) else state


def _fitting(saved: Any, parameter: Any, name: str = "") -> Any:
    """What was remembered of a parameter, in the dtype that the parameter has now; steps are counted in their own."""
    if isinstance(saved, dict):
        return {key: _fitting(value, parameter, key) for key, value in saved.items()}
    if isinstance(saved, (list, tuple)):
        return type(saved)(_fitting(value, parameter) for value in saved)
    if not isinstance(saved, Variable) or name == "step" or not parameter.is_floating_point():
        return saved
    return saved.to(parameter.dtype)  # type: ignore[attr-defined]  # every Variable is a Tensor


def _with_number(group: dict[str, Any]) -> dict[str, Any]:
    """The options of a group, in which a learning rate that is a tensor is the number that it holds."""
    if not isinstance(group.get("lr"), Variable) or group.get("differentiable"):
        return group
    return {**group, "lr": group["lr"].item()}


Optimizer.__module__ = "torch.optim.optimizer"
