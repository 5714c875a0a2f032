"""`torch.nn.utils.prune`: weights set to 0 by a mask, before each `forward`.

A pruned parameter `weight` is learned as `weight_orig`; the buffer `weight_mask` says what is left of it.

>>> import autograd_nb as torch
>>> layer = torch.nn.Linear(4, 1, bias=False)
>>> _ = l1_unstructured(layer, "weight", amount=0.5)
>>> int((layer.weight == 0).sum()), [name for name, _ in layer.named_parameters()]
(2, ['weight_orig'])

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .convert_parameters import parameters_to_vector
from .pruning_methods import (
    BasePruningMethod,
    CustomFromMask,
    Identity,
    L1Unstructured,
    LnStructured,
    PruningContainer,
    RandomStructured,
    RandomUnstructured,
    prunes,
)

if TYPE_CHECKING:
    from autograd_nb.nn.modules.module import Module

__all__ = [
    "BasePruningMethod",
    "CustomFromMask",
    "Identity",
    "L1Unstructured",
    "LnStructured",
    "PruningContainer",
    "RandomStructured",
    "RandomUnstructured",
    "custom_from_mask",
    "global_unstructured",
    "identity",
    "is_pruned",
    "l1_unstructured",
    "ln_structured",
    "random_structured",
    "random_unstructured",
    "remove",
]


def identity(module: Module, name: str) -> Module:
    """Prune nothing of a parameter, but give it a mask.

    >>> layer = torch.nn.utils.prune.identity(torch.nn.Linear(2, 1), "weight")
    >>> layer.weight_mask
    tensor([[1., 1.]])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.identity.html
    """
    Identity.apply(module, name)
    return module


def random_unstructured(module: Module, name: str, amount: Any) -> Module:
    """Set `amount` elements (a number, or a share) to 0, by chance. Returns the module.

    The parameter becomes `weight_orig`, which is learned on, times the buffer `weight_mask`.

    >>> layer = torch.nn.utils.prune.random_unstructured(torch.nn.Linear(4, 2), "weight", amount=0.5)
    >>> (layer.weight == 0).sum()
    tensor(4)

    Raises:
        TypeError: `amount` is no number.
        ValueError: it is a share that is not between 0 and 1, or more elements than there are.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.random_unstructured.html
    """
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module: Module, name: str, amount: Any, importance_scores: Any = None) -> Module:
    """Set to 0 the `amount` elements (a number, or a share) that are closest to it, or have the smallest scores.

    >>> layer = torch.nn.Linear(3, 1)
    >>> _ = layer.weight.data.copy_(torch.tensor([[3.0, 1.0, 2.0]]))
    >>> torch.nn.utils.prune.l1_unstructured(layer, "weight", amount=1).weight_mask
    tensor([[1., 0., 1.]])

    Raises:
        TypeError: `amount` is no number.
        ValueError: it is a share that is not between 0 and 1, or more elements than there are.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.l1_unstructured.html
    """
    L1Unstructured.apply(module, name, amount=amount, importance_scores=importance_scores)
    return module


def random_structured(module: Module, name: str, amount: Any, dim: int) -> Module:
    """Set whole channels along a dimension to 0, by chance: `amount` of them, a number or a share.

    >>> layer = torch.nn.utils.prune.random_structured(torch.nn.Linear(4, 3), "weight", amount=1, dim=0)
    >>> (layer.weight == 0).all(1).sum()
    tensor(1)

    Raises:
        ValueError: the parameter has one dimension.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.random_structured.html
    """
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module: Module, name: str, amount: Any, n: Any, dim: int, importance_scores: Any = None) -> Module:
    """Set to 0 the channels along a dimension with the smallest norms of order `n`.

    >>> layer = torch.nn.Linear(2, 2)
    >>> _ = layer.weight.data.copy_(torch.tensor([[3.0, 4.0], [0.0, 2.0]]))
    >>> torch.nn.utils.prune.ln_structured(layer, "weight", amount=1, n=2, dim=0).weight_mask
    tensor([[1., 1.],
            [0., 0.]])

    Raises:
        ValueError: the parameter has one dimension.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.ln_structured.html
    """
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def custom_from_mask(module: Module, name: str, mask: Any) -> Module:
    """Set to 0 what a mask does not leave.

    >>> layer = torch.nn.utils.prune.custom_from_mask(torch.nn.Linear(2, 1), "bias", mask=torch.tensor([0.0]))
    >>> bool(layer.bias == 0)
    True

    Raises:
        AssertionError: the mask is of another shape.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.custom_from_mask.html
    """
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(parameters: Any, pruning_method: Any, importance_scores: Any = None, **kwargs: Any) -> None:
    """Prune several parameters, as if they were one: `parameters` are pairs of a module and a name.

    >>> one, other = torch.nn.Linear(4, 1), torch.nn.Linear(4, 1)
    >>> pairs = [(one, "weight"), (other, "weight")]
    >>> torch.nn.utils.prune.global_unstructured(pairs, torch.nn.utils.prune.L1Unstructured, amount=3)
    >>> int((one.weight == 0).sum() + (other.weight == 0).sum())
    3

    Raises:
        TypeError: `parameters` cannot be gone through, or the method is not one of single elements.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.global_unstructured.html
    """
    if not isinstance(parameters, Iterable):
        raise TypeError("global_unstructured(): parameters is not an Iterable")
    given = {} if importance_scores is None else importance_scores
    if not isinstance(given, dict):
        raise TypeError("global_unstructured(): importance_scores must be of type dict")
    pairs = [(module, name, getattr(module, name)) for module, name in parameters]
    scores = parameters_to_vector([given.get((module, name), own) for module, name, own in pairs])
    mask = parameters_to_vector(
        [getattr(module, f"{name}_mask", own.new_ones(own.shape)) for module, name, own in pairs]
    )
    method = pruning_method(**kwargs)
    container = PruningContainer()
    container._tensor_name = method._tensor_name = "temp"
    if method.PRUNING_TYPE != "unstructured":
        raise TypeError(
            'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. Found method '
            f"{pruning_method} of type {method.PRUNING_TYPE}"
        )
    container.add_pruning_method(method)
    masks = container.compute_mask(scores, mask).split([own.numel() for _, _, own in pairs])
    for (module, name, own), part in zip(pairs, masks):
        custom_from_mask(module, name, mask=part.view_as(own))


def remove(module: Module, name: str) -> Module:
    """Make the pruned values of a parameter its values for good.

    >>> layer = torch.nn.utils.prune.l1_unstructured(torch.nn.Linear(4, 1), "weight", amount=3)
    >>> sorted(torch.nn.utils.prune.remove(layer, "weight").state_dict()), int((layer.weight == 0).sum())
    (['bias', 'weight'], 3)

    Raises:
        ValueError: the parameter is not pruned.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.remove.html
    """
    for key, hook in module._forward_pre_hooks.items():
        if prunes(hook, name):
            pruning: Any = hook
            pruning.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")


def is_pruned(module: Module) -> bool:
    """Whether something of the module, or of what it is made of, is pruned.

    >>> layer = torch.nn.Linear(4, 1)
    >>> before = torch.nn.utils.prune.is_pruned(layer)
    >>> before, torch.nn.utils.prune.is_pruned(torch.nn.utils.prune.identity(layer, "weight"))
    (False, True)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.is_pruned.html
    """
    hooks = [hook for part in module.modules() for hook in part._forward_pre_hooks.values()]
    return any(isinstance(hook, BasePruningMethod) for hook in hooks)
