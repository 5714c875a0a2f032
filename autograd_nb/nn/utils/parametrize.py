"""`torch.nn.utils.parametrize`: parameters of a module that are computed from others, each time they are read.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrize.register_parametrization.html
"""

from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.modules.containers import ModuleDict, ModuleList
from autograd_nb.nn.parameter import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.nn.modules.module import Module

_depth = 0
_kept: dict[tuple[int, str], Any] = {}


@contextlib.contextmanager
def cached() -> Iterator[None]:
    """Inside of it a parameter is computed once, when it is first read.

    >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    >>> with torch.nn.utils.parametrize.cached():
    ...     layer.weight is layer.weight
    True
    >>> layer.weight is layer.weight
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrize.cached.html
    """
    global _depth  # noqa: PLW0603 - one count for all threads, as in PyTorch
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            _kept.clear()


def _register(module: Any, name: str, tensor: Any) -> None:
    (module.register_parameter if isinstance(tensor, Parameter) else module.register_buffer)(name, tensor)


class ParametrizationList(ModuleList):
    """The parametrizations of one parameter, and what they start from: `original`, or `original0`, `original1`, ...

    >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    >>> type(layer.parametrizations.weight).__name__, len(layer.parametrizations.weight)
    ('ParametrizationList', 1)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrize.ParametrizationList.html
    """

    def __init__(self, modules: Any, original: Any, unsafe: bool = False) -> None:
        modules = list(modules)
        if not modules:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        shape, dtype = original.shape, original.dtype
        new: Any = original
        with no_grad():
            for module in reversed(modules):
                if hasattr(module, "right_inverse"):
                    with contextlib.suppress(NotImplementedError):
                        new = module.right_inverse(new)
        if not isinstance(new, (Variable, list, tuple)):
            raise ValueError(  # noqa: TRY004 - PyTorch's type
                f"'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got "
                f"{type(new).__name__}"
            )
        found: Any = new
        self.is_tensor = isinstance(found, Variable)
        self.ntensors = 1 if self.is_tensor else len(found)
        if self.is_tensor:
            if found.dtype != dtype:
                raise ValueError(
                    "When `right_inverse` outputs one tensor, it may not change the dtype.\n"
                    f"original.dtype: {dtype}\nright_inverse(original).dtype: {found.dtype}"
                )
            original.data = found.detach()
            _register(self, "original", original)
        else:
            self._register_several(found, original)
        if not unsafe:
            _check("tensor", self(), dtype, shape)

    def _register_several(self, parts: Any, original: Any) -> None:
        for i, part in enumerate(parts):
            if not isinstance(part, Variable):
                raise ValueError(  # noqa: TRY004 - PyTorch's type
                    f"'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got element {i} "
                    f"of the sequence with type {type(part).__name__}."
                )
            own: Any = Parameter(part, original.requires_grad) if isinstance(original, Parameter) else part
            own.requires_grad_(original.requires_grad)
            _register(self, f"original{i}", own)

    def right_inverse(self, value: Any) -> None:
        """Set what the parametrizations start from, so that they give `value`. Assigning to the parameter calls it.

        >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(2, 1))
        >>> layer.parametrizations.weight.right_inverse(torch.tensor([[3.0, 4.0]]))
        >>> layer.parametrizations.weight.original0.item()
        5.0

        Raises:
            RuntimeError: a parametrization has no `right_inverse`.
        """
        with no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(f"parametrization {type(module).__name__} does not implement right_inverse.")
                value = module.right_inverse(value)
            if self.is_tensor:
                if not isinstance(value, Variable):
                    raise ValueError(f"`right_inverse` should return a tensor. Got {type(value).__name__}")
                given: Any = value
                if given.dtype != self.original.dtype:
                    raise ValueError(
                        f"The tensor returned by `right_inverse` has dtype {given.dtype} while `original` has dtype "
                        f"{self.original.dtype}"
                    )
                self.original.data = given.detach()
                return
            if not isinstance(value, (list, tuple)):
                raise ValueError(f"'right_inverse' must return a sequence of tensors. Got {type(value).__name__}.")  # noqa: TRY004 - PyTorch's type
            if len(value) != self.ntensors:
                raise ValueError(
                    f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. Got a sequence of "
                    f"length {len(value)}."
                )
            for i, part in enumerate(value):
                getattr(self, f"original{i}").data = part.detach()

    def forward(self) -> Any:
        """The parameter.

        >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
        >>> bool((layer.parametrizations.weight() == layer.weight).all())
        True
        """
        parts = list(self)
        names = ["original"] if self.is_tensor else [f"original{i}" for i in range(self.ntensors)]
        value = parts[0](*(getattr(self, name) for name in names))
        for part in parts[1:]:
            value = part(value)
        return value


def _check(
    name: str, value: Any, dtype: Any, shape: Any, before: str = "unparametrized", after: str = "parametrized"
) -> None:
    if not isinstance(value, Variable):
        raise ValueError(f"A parametrization must return a tensor. Got {type(value).__name__}.")  # noqa: TRY004 - PyTorch's type
    found: Any = value
    the = "the `unsafe`" if name != "tensor" else "`unsafe`"
    for what, new, old in (("dtype", found.dtype, dtype), ("shape", found.shape, shape)):
        if new != old:
            told = (
                (f"{before} {what}: {old}\n{after} {what}: {new}")
                if name == "tensor"
                else (f"module.{name}.{what}: {old}\nparametrization(module.{name}).{what}: {new}")
            )
            raise ValueError(
                f"Registering a parametrization may not change the {what} of the tensor, unless {the} flag is "
                f"enabled.\n{told}"
            )


def _check_inverse(name: str, value: Any, before: Any) -> None:
    if not isinstance(value, Variable):
        raise ValueError(f"parametrization.right_inverse must return a tensor. Got: {type(value).__name__}")  # noqa: TRY004 - PyTorch's type
    found: Any = value
    for what, new, old in (("dtype", found.dtype, before.dtype), ("shape", found.shape, before.shape)):
        if new != old:
            raise ValueError(
                f"The tensor returned by parametrization.right_inverse must have the same {what} as module.{name}, "
                f"unless the `unsafe` flag is enabled.\nmodule.{name}.{what}: {old}\nreturned {what}: {new}"
            )


def _parametrized(module: Module) -> None:
    """Give the module a class of its own, which can hold properties."""
    kind: Any = type(module)

    def deep(self: Any, memo: dict[int, Any]) -> Any:
        if id(self) in memo:
            return memo[id(self)]
        twin: Any = object.__new__(type(self))
        memo[id(self)] = twin
        twin.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return twin

    def state(_: Any) -> Any:
        raise RuntimeError(
            "Serialization of parametrized modules is only supported through state_dict(). See:\n"
            "https://pytorch.org/tutorials/beginner/saving_loading_models.html"
            "#saving-loading-a-general-checkpoint-for-inference-and-or-resuming-training"
        )

    module.__class__ = type(f"Parametrized{kind.__name__}", (kind,), {"__getstate__": state, "__deepcopy__": deep})


def _property(name: str) -> property:
    def read(module: Any) -> Any:
        of = module.parametrizations[name]
        if not _depth:
            return of()
        key = (id(module), name)
        if key not in _kept:
            _kept[key] = of()
        return _kept[key]

    return property(read, lambda module, value: module.parametrizations[name].right_inverse(value))


def register_parametrization(
    module: Module, tensor_name: str, parametrization: Module, *, unsafe: bool = False
) -> Module:
    """Let a parameter be what `parametrization` makes of it: read, it is computed; it is learned below.

    The parametrization may have a `right_inverse`, by which values can be set. With `unsafe` shape and dtype may
    change.

    >>> import autograd_nb as torch
    >>> class Positive(torch.nn.Module):
    ...     def forward(self, x):
    ...         return x.exp()
    >>> layer = torch.nn.Linear(2, 1, bias=False)
    >>> _ = register_parametrization(layer, "weight", Positive())
    >>> (layer.weight > 0).all(), layer.parametrizations.weight.original.is_leaf
    (tensor(True), True)
    """
    owner: Any = module
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            with no_grad():
                before = getattr(module, tensor_name)
                _check(tensor_name, parametrization(before), before.dtype, before.shape)
                if hasattr(parametrization, "right_inverse"):
                    _check_inverse(tensor_name, parametrization.right_inverse(before), before)
        owner.parametrizations[tensor_name].append(parametrization)
        owner.parametrizations[tensor_name].unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        original = getattr(module, tensor_name)
        parts = ParametrizationList([parametrization], original, unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _parametrized(module)
            owner.parametrizations = ModuleDict()
        setattr(type(module), tensor_name, _property(tensor_name))
        owner.parametrizations[tensor_name] = parts
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name "
            f"'{tensor_name}'"
        )
    return module


def is_parametrized(module: Any, tensor_name: str | None = None) -> bool:
    """Whether a module, or one of its tensors, has parametrizations.

    >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    >>> [torch.nn.utils.parametrize.is_parametrized(layer, name) for name in ("weight", "bias")]
    [True, False]

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrize.is_parametrized.html
    """
    found = getattr(module, "parametrizations", None)
    if not isinstance(found, ModuleDict):
        return False
    return len(found) > 0 if tensor_name is None else tensor_name in found


def remove_parametrizations(module: Module, tensor_name: str, leave_parametrized: bool = True) -> Module:
    """Make a parameter an ordinary one again: with the value that was computed, or the one that this started from.

    >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    >>> layer = torch.nn.utils.parametrize.remove_parametrizations(layer, "weight")
    >>> type(layer.weight).__name__
    'Parameter'

    Raises:
        ValueError: it has none.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrize.remove_parametrizations.html
    """
    owner: Any = module
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    parts = owner.parametrizations[tensor_name]
    if parts.is_tensor:
        original = parts.original
        if leave_parametrized:
            with no_grad():
                value = getattr(module, tensor_name)
            original.data = value.detach()
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        original = Parameter(value) if value.requires_grad else value
    else:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a "
            "sequence of tensors."
        )
    delattr(type(module), tensor_name)
    del owner.parametrizations[tensor_name]
    _register(module, tensor_name, original)
    if not is_parametrized(module):
        del owner.parametrizations
        module.__class__ = type(module).__bases__[0]
    return module


def type_before_parametrizations(module: Any) -> type:
    """The class that a module had.

    >>> layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    >>> torch.nn.utils.parametrize.type_before_parametrizations(layer) is torch.nn.Linear
    True
    """
    return type(module).__bases__[0] if is_parametrized(module) else type(module)
