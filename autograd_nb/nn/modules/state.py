"""What a module consists of: its parameters, buffers and parts by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.arguments.typenames import typename
from autograd_nb.engine.graph import Variable
from autograd_nb.nn.parameter import Parameter

from .loading import Loading
from .registering import OF_BUFFERS, OF_MODULES, OF_PARAMETERS, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.engine.tensor import Tensor

    from .module import Module


class State(Loading):
    """Parameters, buffers and parts of a module."""

    _parameters: dict[str, Any]
    _buffers: dict[str, Any]
    _modules: dict[str, Any]
    _non_persistent_buffers_set: set[str]  # buffers that are not part of the state

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Add a parameter under a name; None reserves the name. The same as `module.name = param`.

        >>> module = torch.nn.Module()
        >>> module.register_parameter("scale", torch.nn.Parameter(torch.ones(2)))
        >>> [name for name, _ in module.named_parameters()]
        ['scale']

        Raises:
            TypeError: `param` is no Parameter, such as the result of an operation.
            KeyError: the name is that of another attribute, empty, or has a dot.
        """
        if "_parameters" not in self.__dict__:
            raise AttributeError("cannot assign parameter before Module.__init__() call")
        self._check_name("parameter", name, self._parameters)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter '{name}' (torch.nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be created explicitly. "
                "To express the value as a function of another Tensor, compute the value in the forward() method."
            )
        if OF_PARAMETERS and param is not None:
            param = seen(OF_PARAMETERS, self, name, param)
        self._parameters[name] = param

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Add a tensor that belongs to the state of the module, but is not learned.

        Such as a running mean, or a table of positions. It is converted and saved with the module (saved only if
        `persistent`), but `parameters()` does not list it.

        >>> module = torch.nn.Module()
        >>> module.register_buffer("steps", torch.tensor(3))
        >>> module.steps, list(module.parameters()), list(module.state_dict())
        (tensor(3), [], ['steps'])

        Raises:
            TypeError: `tensor` is no tensor.
            KeyError: the name is that of another attribute, empty, or has a dot.
        """
        if "_buffers" not in self.__dict__:
            raise AttributeError("cannot assign buffer before Module.__init__() call")
        self._check_name("buffer", name, self._buffers)
        if tensor is not None and not isinstance(tensor, Variable):
            raise TypeError(
                f"cannot assign '{typename(tensor)}' object to buffer '{name}' (torch Tensor or None required)"
            )
        self._buffers[name] = seen(OF_BUFFERS, self, name, tensor) if OF_BUFFERS else tensor
        (self._non_persistent_buffers_set.discard if persistent else self._non_persistent_buffers_set.add)(name)

    def add_module(self, name: str, module: Module | None) -> None:
        """Add a part under a name. The same as `module.name = part`, for names that are computed.

        >>> net = torch.nn.Module()
        >>> for i in range(2):
        ...     net.add_module(f"layer{i}", torch.nn.Linear(2, 2))
        >>> net.layer1
        Linear(in_features=2, out_features=2, bias=True)

        Raises:
            TypeError: it is no module.
            KeyError: the name is that of another attribute, empty, or has a dot.
        """
        if module is not None and not isinstance(module, State):
            raise TypeError(f"{typename(module)} is not a Module subclass")
        self._check_name("module", name, self._modules)
        self._modules[name] = seen(OF_MODULES, self, name, module) if OF_MODULES else module

    register_module = add_module

    def _check_name(self, kind: str, name: Any, place: dict[str, Any]) -> None:
        """Refuse what cannot be a name, or is one of something else."""
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
        known = hasattr(self, name) and name not in place
        if kind == "module" and known:
            raise KeyError(f"attribute '{name}' already exists")
        if "." in name:
            raise KeyError(f'{kind} name can\'t contain "."' + (f", got: {name}" if kind == "module" else ""))
        if not name:
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if known:
            raise KeyError(f"attribute '{name}' already exists")

    # -- walking over them ----------------------------------------------------------------------------

    def named_modules(
        self, memo: set[Any] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """This module and all its parts, each once unless `remove_duplicate` is False, with their dotted names.

        >>> net = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Sequential(torch.nn.Tanh()))
        >>> [name for name, _ in net.named_modules()]
        ['', '0', '1', '1.0']
        """
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self  # type: ignore[misc]  # the only subclass is Module
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f"{prefix}.{name}" if prefix else name, remove_duplicate)

    def modules(self) -> Iterator[Module]:
        """This module and all its parts, each once.

        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())
        >>> [type(part).__name__ for part in net.modules()]
        ['Sequential', 'Linear', 'ReLU']
        """
        for _, module in self.named_modules():
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The parts directly below, each once, with their names.

        >>> net = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Tanh())
        >>> list(net.named_children())
        [('0', ReLU()), ('1', Tanh())]
        """
        seen: set[Any] = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def children(self) -> Iterator[Module]:
        """The parts directly below, each once.

        >>> list(torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Tanh()).children())
        [ReLU(), Tanh()]
        """
        for _, module in self.named_children():
            yield module

    def _named(self, place: str, prefix: str, recurse: bool, once: bool) -> Iterator[tuple[str, Any]]:
        seen: set[int] = set()
        parts = self.named_modules(prefix=prefix, remove_duplicate=once) if recurse else [(prefix, self)]
        for path, module in parts:
            for name, value in getattr(module, place).items():
                if value is None or (once and id(value) in seen):
                    continue
                seen.add(id(value))
                yield f"{path}.{name}" if path else name, value

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """All parameters with their names, each once.

        >>> import autograd_nb as torch
        >>> [name for name, _ in torch.nn.Sequential(torch.nn.Linear(2, 1)).named_parameters()]
        ['0.weight', '0.bias']
        """
        yield from self._named("_parameters", prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """All parameters, each once: what an optimizer is given. Without `recurse` only those of the module itself.

        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))
        >>> sum(p.numel() for p in net.parameters())
        13
        """
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """All buffers with their names, each once.

        >>> [name for name, _ in torch.nn.BatchNorm1d(2).named_buffers()]
        ['running_mean', 'running_var', 'num_batches_tracked']
        """
        yield from self._named("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """All buffers, each once.

        >>> len(list(torch.nn.BatchNorm1d(2).buffers()))
        3
        """
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def get_submodule(self, target: str) -> Module:
        """The part with this dotted name.

        >>> net = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Sequential(torch.nn.Tanh()))
        >>> net.get_submodule("1.0")
        Tanh()

        Raises:
            AttributeError: there is no such part.
        """
        module: Any = self
        for name in target.split(".") if target else ():
            if not hasattr(module, name):
                raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
            module = getattr(module, name)
            if not isinstance(module, State):
                raise AttributeError(f"`{name}` is not an nn.Module")  # noqa: TRY004 - PyTorch's type
        return module

    def get_parameter(self, target: str) -> Parameter:
        """The parameter with this dotted name.

        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 1))
        >>> net.get_parameter("0.weight").shape
        torch.Size([1, 2])

        Raises:
            AttributeError: there is no such parameter.
        """
        path, _, name = target.rpartition(".")
        module: Any = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
        found = getattr(module, name)
        if not isinstance(found, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")  # noqa: TRY004 - PyTorch's type
        return found

    def get_buffer(self, target: str) -> Tensor:
        """The buffer with this dotted name.

        >>> torch.nn.Sequential(torch.nn.BatchNorm1d(2)).get_buffer("0.running_mean")
        tensor([0., 0.])

        Raises:
            AttributeError: there is no such buffer.
        """
        path, _, name = target.rpartition(".")
        module: Any = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{type(module).__name__} has no attribute `{name}`")
        if name not in module._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        found: Tensor = module._buffers[name]
        return found

    def set_submodule(self, target: str, module: Module, strict: bool = False) -> None:
        """Put a module in the place of the part with this dotted name; with `strict` only if there is one.

        >>> net = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Sequential(torch.nn.Tanh()))
        >>> net.set_submodule("1.0", torch.nn.Sigmoid())
        >>> net.get_submodule("1.0")
        Sigmoid()

        Raises:
            ValueError: the name is empty, or `module` is no module.
            AttributeError: what has the name is no module.
        """
        if not target:
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, State):
            raise ValueError(f"`module` is not an nn.Module, found {type(module)}")  # noqa: TRY004 - PyTorch's type
        path, _, name = target.rpartition(".")
        holder: Any = self.get_submodule(path)
        if strict and name not in holder._modules:
            raise AttributeError(f"{type(holder).__name__} has no attribute `{name}`")
        if hasattr(holder, name) and not isinstance(getattr(holder, name), State):
            raise AttributeError(f"`{name}` is not an nn.Module")
        setattr(holder, name, module)
