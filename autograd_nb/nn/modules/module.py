"""Module: the base of every layer and network. It knows its parameters and its parts by name.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.Module.html
"""

from __future__ import annotations

from collections import OrderedDict
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from autograd_nb.engine import errors, events
from autograd_nb.engine.arguments.typenames import typename
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.updating import zero_gradients
from autograd_nb.nn.parameter import Parameter

from .conversion import Conversion
from .hooks import (  # noqa: F401 - PyTorch's address for them
    NOTES,
    PLACES,
    Hooked,
    any_everywhere,
    register_module_backward_hook,
    register_module_forward_hook,
    register_module_forward_pre_hook,
    register_module_full_backward_hook,
    register_module_full_backward_pre_hook,
)
from .registering import (  # noqa: F401 - PyTorch's address for them
    OF_BUFFERS,
    OF_MODULES,
    register_module_buffer_registration_hook,
    register_module_module_registration_hook,
    register_module_parameter_registration_hook,
    seen,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


_PACKAGE = __name__.rpartition(".")[0] + "."


def renamed(function: Any, name: str) -> Any:
    """The same function under another name, by which errors about its arguments call it."""
    copy = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__, copy.__doc__, copy.__annotations__ = (
        function.__kwdefaults__, function.__doc__, function.__annotations__,
    )  # fmt: skip
    copy.__qualname__ = name
    return copy


def _takes_nothing(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TypeError:
    for keyword in kwargs:
        return TypeError(f"{name}.__init__() got an unexpected keyword argument '{keyword}'")
    return TypeError(f"{name}.__init__() takes 1 positional argument but {len(args) + 1} were given")


class Module(Hooked, Conversion):
    """Subclass this: make parts in `__init__` (after `super().__init__()`), use them in `forward`.

    What is assigned as an attribute is known by its name: a `Parameter` is learned, a `Module` is a part whose
    parameters are learned, too.

    >>> class Double(torch.nn.Module):
    ...     def forward(self, x):
    ...         return 2 * x
    >>> Double()(torch.tensor(3.0))
    tensor(6.)
    >>> class Line(torch.nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.slope = torch.nn.Parameter(torch.tensor(2.0))
    ...     def forward(self, x):
    ...         return self.slope * x
    >>> list(Line().state_dict())
    ['slope']

    Raises:
        AttributeError: a part is assigned before `super().__init__()` has been called.
    """

    _lends: ClassVar[tuple[str, ...]]  # methods of which each subclass has its own, under its name
    _ours: ClassVar[bool] = False  # whether `forward` runs no code of the learner's, but for that of other modules
    dump_patches = call_super_init = False  # what PyTorch's has from older programs
    training: bool

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """What is derived here runs this package's code, unless it says otherwise."""
        super().__init_subclass__(**kwargs)
        if "_ours" not in cls.__dict__:
            cls._ours = cls.__dict__.get("__module__", "").startswith(_PACKAGE)
        shared = cls.__mro__[1].__dict__
        for name in shared.get("_lends", ()):
            if name not in cls.__dict__:
                setattr(cls, name, renamed(shared[name], f"{cls.__name__}.{name}"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            raise _takes_nothing(type(self).__name__, args, kwargs)
        mine = self.__dict__
        for name in ("_parameters", "_buffers", "_modules"):
            mine[name] = {}
        for name in PLACES:
            mine[name] = OrderedDict()
        for name in NOTES:
            mine[name] = {}
        for name in ("_non_persistent_buffers_set", "_public_hooks"):
            mine[name] = set()
        mine["training"] = True

    def forward(self, *_: Any) -> Any:
        """What the module computes; every subclass has its own.

        Call the module itself and not this: `module(x)` runs its hooks, too.

        >>> torch.nn.Identity().forward(3)
        3

        Raises:
            NotImplementedError: the subclass has none.
        """
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """`forward`, with the hooks around it."""
        hooked = (
            self._backward_hooks
            or self._backward_pre_hooks
            or self._forward_hooks
            or self._forward_pre_hooks
            or self._node_hooks
            or any_everywhere()
        )
        watcher = events.observer
        if watcher is None:
            return self._call_with_hooks(args, kwargs) if hooked else self.forward(*args, **kwargs)
        outside = watcher.entered(
            self._ours and not hooked and "forward" not in self.__dict__ and not modes.here.saved_hooks
        )
        try:
            return self._call_with_hooks(args, kwargs) if hooked else self.forward(*args, **kwargs)
        finally:
            watcher.left(outside)

    # -- attributes: parameters, buffers and parts are kept apart -------------------------------------

    def __setattr__(self, name: str, value: Any) -> None:
        mine = self.__dict__
        if isinstance(value, Parameter):
            if "_parameters" not in mine:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._forget(name, "_parameters")
            self.register_parameter(name, value)
        elif name in mine.get("_parameters", ()):
            if value is not None:
                kind = typename(value)
                raise errors.no_parameter(kind, name)
            self._parameters[name] = None
        elif isinstance(value, Module):
            if "_modules" not in mine:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._forget(name, "_modules")
            self._modules[name] = seen(OF_MODULES, self, name, value) if OF_MODULES else value
        elif name in mine.get("_modules", ()):
            if value is not None:
                kind = typename(value)
                raise TypeError(f"cannot assign '{kind}' as child module '{name}' (torch.nn.Module or None expected)")
            self._modules[name] = seen(OF_MODULES, self, name, None)
        elif name in mine.get("_buffers", ()) and not getattr(value, "_is_buffer", False):
            if value is not None and not isinstance(value, Variable):
                kind = typename(value)
                raise TypeError(
                    f"cannot assign '{kind}' as buffer '{name}' (torch.nn.Buffer, torch.Tensor or None expected)"
                )
            self._buffers[name] = seen(OF_BUFFERS, self, name, value) if OF_BUFFERS else value
        elif isinstance(value, Variable) and getattr(value, "_is_buffer", False):
            self.register_buffer(name, value, value.persistent)  # type: ignore[attr-defined,arg-type]  # a Buffer has it
        else:
            object.__setattr__(self, name, value)

    def _forget(self, name: str, place: str) -> None:
        """Whatever had this name before, but for what stands where it is going to: that is replaced at its place."""
        for other in {"_parameters", "_buffers", "_modules"} - {place}:
            self.__dict__.get(other, {}).pop(name, None)
        self.__dict__.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        for place in ("_parameters", "_buffers", "_modules"):
            found = self.__dict__.get(place, {})
            if name in found:
                return found[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __delattr__(self, name: str) -> None:
        for place in (self._parameters, self._buffers, self._modules):
            if name in place:
                del place[name]
                return
        object.__delattr__(self, name)

    def __dir__(self) -> list[str]:
        own = {*super().__dir__(), *self._parameters, *self._buffers, *self._modules}
        return sorted(name for name in own if not name[:1].isdigit())

    # -- what all parts do together ---------------------------------------------------------------------

    def apply(self, fn: Callable[[Module], None]) -> Self:
        """Call `fn` with every part, then with this module. Returns the module.

        >>> def zero(module):
        ...     if isinstance(module, torch.nn.Linear):
        ...         _ = torch.nn.init.zeros_(module.weight)
        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())
        >>> net.apply(zero)[0].weight.tolist()
        [[0.0, 0.0]]
        """
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def train(self, mode: bool = True) -> Self:
        """Switch to training, or with False to evaluation: dropout and batch norm differ. Returns the module.

        >>> net = torch.nn.Sequential(torch.nn.Dropout())
        >>> net.train(False)[0].training
        False

        Raises:
            ValueError: `mode` is neither True nor False.
        """
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")  # noqa: TRY004 - PyTorch's type
        for module in self.modules():
            object.__setattr__(module, "training", mode)
        return self

    def eval(self) -> Self:
        """Switch to evaluation: dropout does nothing, batch norm uses what it saw in training. Returns the module.

        Gradients are recorded all the same: `torch.no_grad()` is for that.

        >>> torch.nn.Dropout().eval()(torch.ones(2))
        tensor([1., 1.])
        """
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Say whether gradients are computed for the parameters: False freezes them. Returns the module.

        >>> layer = torch.nn.Linear(2, 1).requires_grad_(False)
        >>> layer(torch.ones(2)).requires_grad
        False
        """
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Let go of the gradients of all parameters, or make them 0 if `set_to_none` is False.

        Without it the gradients of one step are added to those of the last.

        >>> layer = torch.nn.Linear(2, 1)
        >>> layer(torch.ones(2)).sum().backward()
        >>> layer.zero_grad()
        >>> layer.weight.grad is None
        True
        """
        zero_gradients(self.parameters(), set_to_none)

    def compile(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the module runs as it is, as with PyTorch's backend "eager".

        >>> layer = torch.nn.ReLU()
        >>> layer.compile()
        >>> layer(torch.tensor([-1.0, 1.0]))
        tensor([0., 1.])
        """

    # -- text ---------------------------------------------------------------------------------------------

    def extra_repr(self) -> str:
        """What stands between the brackets of the print-out; subclasses may have their own.

        >>> torch.nn.Linear(2, 1).extra_repr()
        'in_features=2, out_features=1, bias=True'
        """
        return ""

    def _get_name(self) -> str:
        return type(self).__name__

    def __repr__(self) -> str:
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        parts = [f"({name}): {_indented(repr(part))}" for name, part in self._modules.items()]
        return _bracketed(self._get_name(), lines, parts)


def _bracketed(name: str, lines: list[str], parts: list[str]) -> str:
    if len(lines) == 1 and not parts:
        return f"{name}({lines[0]})"
    if not lines and not parts:
        return f"{name}()"
    return f"{name}(\n  " + "\n  ".join([*lines, *parts]) + "\n)"


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


Module.__module__ = "torch.nn.modules.module"
Module.forward.__qualname__ = "_forward_unimplemented"
for _part in (*Hooked.__mro__[:-1], *Conversion.__mro__[:-1]):  # errors call the methods of its parts by its name
    for _method in vars(_part).values():
        if isinstance(_method, FunctionType) and not _method.__name__.startswith("__"):
            _method.__qualname__ = f"Module.{_method.__name__}"
