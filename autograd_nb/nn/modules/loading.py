"""Saving the state of a module by name, and loading it again.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.warn import warn
from autograd_nb.nn.parameter import Parameter, is_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.engine.tensor import Tensor


class Keys(NamedTuple("_IncompatibleKeys", [("missing_keys", list[str]), ("unexpected_keys", list[str])])):
    """What `load_state_dict` found too little or too much."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return f"_IncompatibleKeys(missing_keys={self.missing_keys}, unexpected_keys={self.unexpected_keys})"

    __str__ = __repr__


_EXTRA = "_extra_state"
_NEVER_CALLED = (
    "Reached a code path in Module.{}_extra_state() that should never be called. Please file an issue at "
    "https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug."
)


class Loading:
    """The state of a module as a dictionary."""

    _version = 1

    def state_dict(
        self, *args: Any, destination: Any = None, prefix: str = "", keep_vars: bool = False
    ) -> OrderedDict[str, Tensor]:
        """All parameters and lasting buffers by name. They share memory with the module's own.

        Save it with `torch.save`; to keep a copy while training goes on use `copy.deepcopy`.

        >>> torch.nn.Linear(2, 1).state_dict().keys()
        odict_keys(['weight', 'bias'])

        Args:
            args: `destination`, `prefix` and `keep_vars` in the manner of older programs.
            destination: the dictionary that is filled; a new one unless given.
            prefix: what each name begins with.
            keep_vars: whether the parameters themselves are taken, with their history.
        """
        if args:
            warn(
                "Positional args are being deprecated, use kwargs instead. Refer to "
                "https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.state_dict for details.",
                FutureWarning,
            )
            given: Any = (*args, *(destination, prefix, keep_vars)[len(args) :])
            destination, prefix, keep_vars = given
        state: Any = destination
        if state is None:
            state = OrderedDict()
            state._metadata = OrderedDict()  # by part: the version that its state is of
        found: OrderedDict[str, Tensor] = self._put_into(state, prefix, keep_vars)
        return found

    def _put_into(self, state: Any, prefix: str, keep_vars: bool) -> Any:
        me: Any = self
        about = {"version": self._version}
        if hasattr(state, "_metadata"):
            state._metadata[prefix[:-1]] = about
        for hook in list(me._state_dict_pre_hooks.values()):
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(state, prefix, keep_vars)
        for name, module in me._modules.items():
            if module is not None:
                module._put_into(state, f"{prefix}{name}.", keep_vars)
        for hook in list(me._state_dict_hooks.values()):
            changed = hook(self, state, prefix, about)
            if changed is None:
                continue
            if hook in me._public_hooks:
                raise RuntimeError("state_dict post-hook must return None")
            state = changed
        return state

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        """Put what this module itself has, without its parts, into the state; subclasses may save something else."""
        for _, name, value in self._saved():
            destination[prefix + name] = value if keep_vars or is_lazy(value) else value.detach()
        if type(self).get_extra_state is not Loading.get_extra_state:
            destination[prefix + _EXTRA] = self.get_extra_state()

    def _load_from_state_dict(
        self,
        state_dict: Any,
        prefix: str,
        local_metadata: Any,
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        """Take what belongs to this module itself; subclasses, which may read another state, call this one.

        What is missing, unknown or wrong is added to the three lists. Here values are copied at once.
        """
        load = _Load(state_dict, strict, local_metadata.get("assign_to_params_buffers", False))
        load.missing, load.problems = missing_keys, error_msgs
        load.look_at_own(self, prefix, state_dict, local_metadata)
        if strict:
            unexpected_keys += load.unexpected
        load.copy()

    def _saved(self) -> Iterator[tuple[dict[str, Any], str, Any]]:
        """What of this module itself is saved: where it is kept, its name, and it."""
        me: Any = self
        lasting = [(name, value) for name, value in me._buffers.items() if name not in me._non_persistent_buffers_set]
        for place, pairs in ((me._parameters, list(me._parameters.items())), (me._buffers, lasting)):
            for name, value in pairs:
                if value is not None:
                    yield place, name, value

    def get_extra_state(self) -> Any:
        """What a subclass has to save besides parameters and buffers; called if it has such a method.

        >>> class Counting(torch.nn.Module):
        ...     def get_extra_state(self):
        ...         return {"calls": 3}
        >>> dict(Counting().state_dict())
        {'_extra_state': {'calls': 3}}

        Raises:
            RuntimeError: here, where there is nothing of the kind.
        """
        raise RuntimeError(_NEVER_CALLED.format("get"))

    def set_extra_state(self, state: Any) -> None:  # noqa: ARG002 - for subclasses
        """Take what `get_extra_state` of a subclass gave; RuntimeError here.

        >>> class Counting(torch.nn.Module):
        ...     def get_extra_state(self):
        ...         return {"calls": self.calls}
        ...     def set_extra_state(self, state):
        ...         self.calls = state["calls"]
        >>> one = Counting()
        >>> one.load_state_dict({"_extra_state": {"calls": 3}})
        <All keys matched successfully>
        >>> one.calls
        3
        """
        raise RuntimeError(_NEVER_CALLED.format("set"))

    def _may_be_missing(self, name: str, version: Any) -> bool:  # noqa: ARG002 - for subclasses
        """Whether a state of this version need not have what is saved under `name` today."""
        return False

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False) -> Keys:
        """Copy saved values into parameters and buffers of the same names.

        With `assign` the tensors themselves are taken, and not their values.

        >>> one, other = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
        >>> one.load_state_dict(other.state_dict())
        <All keys matched successfully>
        >>> bool((one.weight == other.weight).all())
        True

        Returns:
            the names that are missing and those that are unknown, as `missing_keys` and `unexpected_keys`.

        Raises:
            TypeError: if there is no dictionary.
            RuntimeError: for shapes that differ, and with `strict` for names that are missing or unknown. Nothing
                has changed then, unless a hook of the loading is there to see the values loaded.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        load = _Load(state_dict, strict, assign)
        load.look_at(self, "", OrderedDict(state_dict))
        keys = Keys(load.missing, load.unexpected)
        if not load.hooks:
            load.refuse(self)
        load.copy()
        for module, hook in load.hooks:
            if hook(module, keys) is not None:
                raise AssertionError(
                    "Hooks registered with ``register_load_state_dict_post_hook`` are not expected to return new "
                    "values, if incompatible_keys need to be modified, it should be done inplace."
                )
        load.refuse(self)
        return keys


class _Load:
    """One call of `load_state_dict`: what is found is written down first, then copied."""

    def __init__(self, state: Mapping[str, Any], strict: bool, assign: bool) -> None:
        self.about: Any = getattr(state, "_metadata", {})
        self.strict, self.assign = strict, assign
        self.missing: list[str] = []
        self.unexpected: list[str] = []
        self.problems: list[str] = []
        self.copies: list[tuple[dict[str, Any], str, Any, Any]] = []
        self.hooks: list[tuple[Any, Any]] = []
        self.extra: list[tuple[Any, Any]] = []

    def look_at(self, module: Any, prefix: str, state: dict[str, Any]) -> None:
        """Compare a module and its parts with their state."""
        about = self.about.get(prefix[:-1], {})
        if type(module)._load_from_state_dict is Loading._load_from_state_dict:
            self.look_at_own(module, prefix, state, about)
        else:
            if self.assign:
                about["assign_to_params_buffers"] = True
            lists = self.missing, self.unexpected, self.problems
            with no_grad():
                module._load_from_state_dict(state, prefix, about, True, *lists)
        for name, part in module._modules.items():
            if part is not None:
                below = f"{prefix}{name}."
                self.look_at(part, below, {key: value for key, value in state.items() if key.startswith(below)})
        self.hooks += [(module, hook) for hook in module._load_state_dict_post_hooks.values()]

    def look_at_own(self, module: Any, prefix: str, state: dict[str, Any], about: Any) -> None:
        """Compare what a module itself has, without its parts, with the state."""
        for hook in list(module._load_state_dict_pre_hooks.values()):
            hook(module, state, prefix, about, True, self.missing, self.unexpected, self.problems)
        mine = set()
        for place, name, value in module._saved():
            mine.add(name)
            if prefix + name in state:
                self._take(place, prefix + name, name, value, state[prefix + name])
            elif not module._may_be_missing(name, about.get("version")):
                self.missing.append(prefix + name)
        if type(module).set_extra_state is not Loading.set_extra_state:
            mine.add(_EXTRA)
            if prefix + _EXTRA in state:
                self.extra.append((module, state[prefix + _EXTRA]))
            else:
                self.missing.append(prefix + _EXTRA)
        for key in state:
            first, *rest = key[len(prefix) :].split(".", 1)
            if key.startswith(prefix) and first not in (module._modules if rest else mine):
                self.unexpected.append(key)

    def _take(self, place: dict[str, Any], key: str, name: str, value: Any, given: Any) -> None:
        if not isinstance(given, Variable):
            self.problems.append(
                f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object '
                f"from checkpoint but received {type(given)}"
            )
            return
        found: Any = given
        if is_lazy(value):
            if not is_lazy(found):
                self.copies.append((place, name, value, found))
            return
        shape = found.shape  # refused if it has none yet
        if len(shape) == 1 and not value._array.ndim:  # files of before version 0.4
            found = found[0]
        if found._array.shape != value._array.shape:
            self.problems.append(
                f"size mismatch for {key}: copying a param with shape {found.size()} from checkpoint, the "
                f"shape in current model is {value.size()}."
            )
            return
        self.copies.append((place, name, value, found))

    def refuse(self, module: Any) -> None:
        """Raise the error that says all that is wrong."""
        problems = list(self.problems)
        if self.strict and self.unexpected:
            problems.insert(0, f"Unexpected key(s) in state_dict: {_quoted(self.unexpected)}. ")
        if self.strict and self.missing:
            problems.insert(0, f"Missing key(s) in state_dict: {_quoted(self.missing)}. ")
        if problems:
            lines = "\n\t".join(problems)
            raise RuntimeError(f"Error(s) in loading state_dict for {type(module).__name__}:\n\t{lines}")

    def copy(self) -> None:
        """Bring the values into the module."""
        with no_grad():
            for place, name, value, given in self.copies:
                if self.assign:
                    place[name] = _in_place_of(value, given)
                else:
                    if is_lazy(value):
                        value.materialize(given.shape)
                    value.copy_(given)
        for module, given in self.extra:
            module.set_extra_state(given)


def _in_place_of(value: Any, given: Any) -> Any:
    """What is put where a parameter or buffer was: a parameter as it is, any other tensor as a parameter."""
    if not isinstance(value, Parameter):
        return given
    if isinstance(given, Parameter):
        return given.requires_grad_(value.requires_grad)
    return Parameter(given, value.requires_grad)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
