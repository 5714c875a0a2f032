"""The older form of `parametrizations.weight_norm`: a hook before `forward` computes the weight.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.weight_norm.html
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.nn.parameter import Parameter, is_lazy

from .parametrizations import norm_except_dim, normed_weight

if TYPE_CHECKING:
    from autograd_nb.nn.modules.module import Module


class WeightNorm:
    """The hook."""

    def __init__(self, name: str, dim: int | None) -> None:
        self.name, self.dim = name, -1 if dim is None else dim

    def compute_weight(self, module: Module) -> Any:
        """The direction with its length.

        >>> layer = torch.nn.utils.weight_norm(torch.nn.Linear(2, 1))
        >>> WeightNorm("weight", 0).compute_weight(layer).shape
        torch.Size([1, 2])
        """
        return normed_weight(getattr(module, f"{self.name}_v"), getattr(module, f"{self.name}_g"), self.dim)

    def __call__(self, module: Module, _: Any) -> None:
        """Before each `forward`."""
        setattr(module, self.name, self.compute_weight(module))


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Learn a weight as `weight_v`, its direction, and `weight_g`, its length for each slice along `dim`.

    It warns that `parametrizations.weight_norm` is the newer way. Salimans and Kingma, 2016.

    >>> layer = torch.nn.utils.weight_norm(torch.nn.Linear(3, 2))
    >>> layer.weight_g.shape, layer.weight_v.shape
    (torch.Size([2, 1]), torch.Size([2, 3]))

    Raises:
        RuntimeError: this parameter has it already.
        ValueError: the parameter has no shape yet.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.weight_norm.html
    """
    warnings.warn(
        "`torch.nn.utils.weight_norm` is deprecated in favor of `torch.nn.utils.parametrizations.weight_norm`.",
        FutureWarning,
        stacklevel=2,
    )
    for hook in module._forward_pre_hooks.values():
        if isinstance(hook, WeightNorm) and hook.name == name:
            raise RuntimeError(f"Cannot register two weight_norm hooks on the same parameter {name}")
    hook = WeightNorm(name, dim)
    weight = getattr(module, name)
    if is_lazy(weight):
        raise ValueError(
            "The module passed to `WeightNorm` can't have uninitialized parameters. Make sure to run the dummy forward "
            "before applying weight normalization"
        )
    del module._parameters[name]
    module.register_parameter(f"{name}_g", Parameter(norm_except_dim(weight, hook.dim)))
    module.register_parameter(f"{name}_v", Parameter(weight.data))
    setattr(module, name, hook.compute_weight(module))
    module.register_forward_pre_hook(hook)
    return module


def remove_weight_norm(module: Module, name: str = "weight") -> Module:
    """Make the weight an ordinary parameter again.

    >>> layer = torch.nn.utils.weight_norm(torch.nn.Linear(3, 2))
    >>> sorted(name for name, _ in torch.nn.utils.remove_weight_norm(layer).named_parameters())
    ['bias', 'weight']

    Raises:
        ValueError: it has no such norm.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.remove_weight_norm.html
    """
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, WeightNorm) and hook.name == name:
            weight = hook.compute_weight(module)
            delattr(module, name)
            del module._parameters[f"{name}_g"], module._parameters[f"{name}_v"]
            setattr(module, name, Parameter(weight.data))
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")
