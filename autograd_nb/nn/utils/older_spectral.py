"""The older form of `parametrizations.spectral_norm`: a hook before `forward` computes the weight.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.spectral_norm.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.modes import no_grad
from autograd_nb.nn import functional as F
from autograd_nb.nn.modules.convolution import ConvTranspose1d, ConvTranspose2d, ConvTranspose3d
from autograd_nb.nn.parameter import Parameter, UninitializedParameter

if TYPE_CHECKING:
    from autograd_nb.nn.modules.module import Module


class SpectralNorm:
    """The hook."""

    def __init__(self, name: str = "weight", n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12) -> None:
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.name, self.n_power_iterations, self.dim, self.eps = name, n_power_iterations, dim, eps

    def reshape_weight_to_matrix(self, weight: Any) -> Any:
        """One row for each slice along `dim`."""
        if self.dim:
            weight = weight.permute(self.dim, *(d for d in range(weight.dim()) if d != self.dim))
        return weight.reshape(weight.size(0), -1)

    def compute_weight(self, module: Module, do_power_iteration: bool) -> Any:
        """The weight divided by its largest singular value, as the vectors u and v know it."""
        weight, u, v = (getattr(module, f"{self.name}_{part}") for part in ("orig", "u", "v"))
        matrix = self.reshape_weight_to_matrix(weight)
        if do_power_iteration:
            with no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(F.normalize(matrix.t().mv(u), dim=0, eps=self.eps))
                    u.copy_(F.normalize(matrix.mv(v), dim=0, eps=self.eps))
                u, v = u.clone(), v.clone()  # the graph keeps these, and the next step changes the others
        return weight / u.dot(matrix.mv(v))

    def __call__(self, module: Module, _: Any) -> None:
        """Before each `forward`; in training the vectors come a step closer."""
        setattr(module, self.name, self.compute_weight(module, module.training))


def spectral_norm(
    module: Module, name: str = "weight", n_power_iterations: int = 1, eps: float = 1e-12, dim: int | None = None
) -> Module:
    """Divide a weight by its largest singular value, which is learned as `weight_orig`.

    The value is estimated by `n_power_iterations` steps at each call while training. `parametrizations.spectral_norm`
    is the newer way. Miyato and others, 2018.

    >>> _ = torch.manual_seed(0)
    >>> layer = torch.nn.utils.spectral_norm(torch.nn.Linear(3, 2), n_power_iterations=20)
    >>> _ = layer(torch.ones(3))
    >>> torch.linalg.matrix_norm(layer.weight, 2).round(decimals=2).item()
    1.0

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.spectral_norm.html
    """
    if dim is None:
        dim = int(isinstance(module, (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)))
    for hook in module._forward_pre_hooks.values():
        if isinstance(hook, SpectralNorm) and hook.name == name:
            raise RuntimeError(f"Cannot register two spectral_norm hooks on the same parameter {name}")
    hook = SpectralNorm(name, n_power_iterations, dim, eps)
    weight: Any = module._parameters[name]
    if weight is None:
        raise ValueError(f"`SpectralNorm` cannot be applied as parameter `{name}` is None")
    if isinstance(weight, UninitializedParameter):
        raise ValueError(  # noqa: TRY004 - PyTorch's type
            "The module passed to `SpectralNorm` can't have uninitialized parameters. Make sure to run the dummy "
            "forward before applying spectral normalization"
        )
    with no_grad():
        sizes = hook.reshape_weight_to_matrix(weight).shape
        u, v = (F.normalize(weight.new_empty(size).normal_(0, 1), dim=0, eps=eps) for size in sizes)
    delattr(module, name)
    module.register_parameter(f"{name}_orig", weight)
    setattr(module, name, weight.data)
    module.register_buffer(f"{name}_u", u)
    module.register_buffer(f"{name}_v", v)
    module.register_forward_pre_hook(hook)
    return module


def remove_spectral_norm(module: Module, name: str = "weight") -> Module:
    """Make the weight an ordinary parameter again.

    >>> layer = torch.nn.utils.spectral_norm(torch.nn.Linear(3, 2))
    >>> sorted(name for name, _ in torch.nn.utils.remove_spectral_norm(layer).named_parameters())
    ['bias', 'weight']

    Raises:
        ValueError: it has no such norm.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.remove_spectral_norm.html
    """
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, SpectralNorm) and hook.name == name:
            with no_grad():
                weight = hook.compute_weight(module, do_power_iteration=False)
            for part in ("", "_u", "_v", "_orig"):
                delattr(module, f"{name}{part}")
            module.register_parameter(name, Parameter(weight.detach()))
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"spectral_norm of '{name}' not found in {module}")
