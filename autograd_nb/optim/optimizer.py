"""Optimizer: what all optimizers share. Groups of parameters with their options, and a state for each parameter.

Source: https://pytorch.org/docs/2.7/optim.html
"""

from __future__ import annotations

import copy
import functools
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.hooks import RemovableHandle
from autograd_nb.engine.modes import enable_grad, no_grad
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.updating import written, zero_gradients
from autograd_nb.engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Array = np.ndarray[Any, Any]


_BEFORE: dict[int, Callable[..., Any]] = {}  # hooks of the steps of all optimizers
_AFTER: dict[int, Callable[..., Any]] = {}


def register_optimizer_step_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(optimizer, args, kwargs)` runs before each step of every optimizer.

    >>> handle = register_optimizer_step_pre_hook(lambda optimizer, args, kwargs: None)
    >>> handle.remove()
    """
    return RemovableHandle(_BEFORE, hook)


def register_optimizer_step_post_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(optimizer, args, kwargs)` runs after each step of every optimizer.

    >>> handle = register_optimizer_step_post_hook(lambda optimizer, args, kwargs: None)
    >>> handle.remove()
    """
    return RemovableHandle(_AFTER, hook)


def _hooked(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that a subclass has written itself, with the hooks around it."""

    @functools.wraps(step)
    def call(self: Optimizer, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = self._run_before((self, *args), kwargs)
        result = step(*args, **kwargs)
        self._run_after(args, kwargs)
        return result

    return call


class _RequiredParameter:
    """The default of an option that has none: `required`, of which there is one."""

    def __repr__(self) -> str:
        return "<required parameter>"


required = _RequiredParameter()


class Optimizer:
    """Subclasses say in `update` what one step does to one parameter.

    Args:
        params: tensors, named tensors, or dictionaries with "params" and options of their own.
        defaults: the options, for groups that do not have their own.
    """

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        if isinstance(params, Variable):
            kind = params.type()  # type: ignore[attr-defined]  # every Variable is a Tensor
            raise TypeError(
                f"params argument given to the optimizer should be an iterable of Tensors or dicts, but got {kind}"
            )
        self.defaults = defaults
        if defaults.get("differentiable"):
            self.update = _refuse  # type: ignore[assignment,method-assign]  # a step costs nothing more
        self.state: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self._steps = 0
        for name in HOOKS:
            setattr(self, name, OrderedDict())
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "step" in cls.__dict__:
            cls.step = _hooked(cls.__dict__["step"])  # type: ignore[method-assign]

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Optimize more parameters, with options of their own."""
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
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {type(p).__name__}")
            if p._grad_fn is not None and p._retain is None:
                raise ValueError("can't optimize a non-leaf Tensor")
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
        """Let go of all gradients, or make them 0."""
        zero_gradients(self._parameters(), set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change every parameter that has a gradient. A closure that computes the loss runs first; returns its loss."""
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

    # -- hooks -------------------------------------------------------------------------------------------

    _optimizer_step_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_step_post_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_state_dict_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_state_dict_post_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_load_state_dict_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_load_state_dict_post_hooks: OrderedDict[int, Callable[..., Any]]

    def _run_before(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments of a step, as the hooks before it leave them."""
        for hook in [*_BEFORE.values(), *self._optimizer_step_pre_hooks.values()]:
            changed = hook(self, args, kwargs)
            if changed is None:
                continue
            if not isinstance(changed, tuple) or len(changed) != 2:
                raise RuntimeError(
                    f"{type(self).step} must return None or a tuple of (new_args, new_kwargs), but got {changed}."
                )
            args, kwargs = changed
        return args, kwargs

    def _run_after(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        for hook in [*self._optimizer_step_post_hooks.values(), *_AFTER.values()]:
            hook(self, args, kwargs)

    def register_step_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(optimizer, args, kwargs)` runs before each step; it may return both anew."""
        return RemovableHandle(self._optimizer_step_pre_hooks, hook)

    def register_step_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(optimizer, args, kwargs)` runs after each step."""
        return RemovableHandle(self._optimizer_step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer)` runs before `state_dict`."""
        return _registered(self._optimizer_state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer, state_dict)` runs after `state_dict`; what it returns takes the place of the state."""
        return _registered(self._optimizer_state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer, state_dict)` runs before `load_state_dict`; what it returns is loaded instead."""
        return _registered(self._optimizer_load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer)` runs after `load_state_dict`."""
        return _registered(self._optimizer_load_state_dict_post_hooks, hook, prepend)

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
        """State and options; parameters are numbered in the order of their groups."""
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
        """Go on from a state that `state_dict` gave."""
        saved = dict(state_dict)
        for before in self._optimizer_load_state_dict_pre_hooks.values():
            changed = before(self, saved)
            saved = saved if changed is None else changed
        saved = copy.deepcopy(saved)
        groups = saved["param_groups"]
        if len(groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        if [len(g["params"]) for g in groups] != [len(g["params"]) for g in self.param_groups]:
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
            )
        parameters = list(self._parameters())
        known = dict(enumerate(parameters))
        self.state = defaultdict(dict, {known.get(number, number): state for number, state in saved["state"].items()})
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


HOOKS = tuple(
    f"_optimizer_{what}_{when}_hooks" for what in ("step", "state_dict", "load_state_dict") for when in ("pre", "post")
)
"""The dictionaries of hooks that an optimizer has."""


def _copied(state: Any) -> Any:
    """What is remembered of a parameter, in a dictionary of its own; anything else is the user's."""
    return dict(state) if isinstance(state, dict) else state


def _refuse(*_: Any) -> None:
    """The step of an optimizer that was asked to be differentiable."""
    raise NotImplementedError("a differentiable optimizer is not here: write the step with tensors instead")


def _registered(
    hooks: OrderedDict[int, Callable[..., Any]], hook: Callable[..., Any], prepend: bool
) -> RemovableHandle:
    handle = RemovableHandle(hooks, hook)
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def _with_number(group: dict[str, Any]) -> dict[str, Any]:
    """The options of a group, in which a learning rate that is a tensor is the number that it holds."""
    return {**group, "lr": group["lr"].item()} if isinstance(group.get("lr"), Variable) else group


def remembered(state: dict[str, Any], name: str, like: Array, value: float = 0.0) -> Array:
    """The memory of an entry of the state; made on first use."""
    if name not in state:
        state[name] = Tensor._wrap(np.full_like(like, value))
    found: Array = state[name]._array
    return found


def decayed(gradient: Array, x: Array, group: dict[str, Any]) -> Array:
    """The gradient with weight decay; decoupled from it, the parameter shrinks by itself."""
    if not group["weight_decay"]:
        return gradient
    if group.get("decoupled_weight_decay"):
        x *= 1 - group["lr"] * group["weight_decay"]
        return gradient
    return gradient + group["weight_decay"] * x


def count_step(state: dict[str, Any]) -> float:
    """The number of this step, counted as PyTorch does: in a float tensor."""
    if "step" not in state:
        state["step"] = Tensor._wrap(np.zeros((), np.float32))
    if not isinstance(state["step"], Variable):  # loaded from what an older version saved
        state["step"] = Tensor._wrap(np.array(state["step"], np.float32))
    state["step"]._array += 1
    return float(state["step"]._array)


def check_rate(lr: Any) -> None:
    """Refuse a learning rate, or what comes of comparing it, of several numbers."""
    if isinstance(lr, Variable) and lr._array.size != 1:
        raise ValueError("Tensor lr must be 1-element")


def check(conditions: Iterable[tuple[Any, str]]) -> None:
    """Raise PyTorch's error for the first condition that does not hold.

    Raises:
        ValueError: with its text.
    """
    for holds, text in conditions:
        check_rate(holds)
        if not holds:
            raise ValueError(text)


Optimizer.__module__ = "torch.optim.optimizer"
