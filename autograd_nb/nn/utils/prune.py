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

import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from .convert_parameters import parameters_to_vector

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


def _shape_check(scores: Any, wanted: Any, what: str) -> None:
    if scores.shape != wanted.shape:
        raise AssertionError(
            f"importance_scores should have the same shape as {what}, got {scores.shape} vs {wanted.shape}"
        )


class BasePruningMethod(ABC):
    """A hook that multiplies a parameter by its mask. Subclasses say `PRUNING_TYPE` and `compute_mask`."""

    PRUNING_TYPE: ClassVar[str]
    _tensor_name: str

    def __call__(self, module: Module, _: Any) -> None:
        """Before each `forward`."""
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """The mask for a tensor of scores, where some elements may be masked already."""

    def apply_mask(self, module: Module) -> Any:
        """What is left of the parameter."""
        mask, original = (getattr(module, f"{self._tensor_name}_{part}") for part in ("mask", "orig"))
        return mask.to(original.dtype) * original

    @classmethod
    def apply(cls, module: Module, name: str, *args: Any, importance_scores: Any = None, **kwargs: Any) -> Any:
        """Prune a parameter of a module, in addition to what was pruned of it before."""
        method: Any = cls(*args, **kwargs)
        method._tensor_name = name
        earlier = [key for key, hook in module._forward_pre_hooks.items() if _prunes(hook, name)]
        if len(earlier) > 1:
            raise AssertionError(
                f"Avoid adding multiple pruning hooks to the same tensor {name} of module {module}. Use a "
                "PruningContainer."
            )
        for key in earlier:
            hook: Any = module._forward_pre_hooks.pop(key)
            container = hook if isinstance(hook, PruningContainer) else PruningContainer(hook)
            container.add_pruning_method(method)
            method = container
        original = getattr(module, name)
        if importance_scores is not None:
            _shape_check(importance_scores, original, f"parameter {name} of {module}")
        scores = original if importance_scores is None else importance_scores
        before = getattr(module, f"{name}_mask").detach().clone() if earlier else original.new_ones(original.shape)
        mask = method.compute_mask(scores, default_mask=before)
        if not earlier:
            module.register_parameter(f"{name}_orig", original)
            del module._parameters[name]
        module.register_buffer(f"{name}_mask", mask)
        setattr(module, name, method.apply_mask(module))
        module.register_forward_pre_hook(method)
        return method

    def prune(self, t: Any, default_mask: Any = None, importance_scores: Any = None) -> Any:
        """A tensor with the pruned elements set to 0."""
        if importance_scores is not None:
            _shape_check(importance_scores, t, "tensor t")
        scores = t if importance_scores is None else importance_scores
        return t * self.compute_mask(scores, t.new_ones(t.shape) if default_mask is None else default_mask)

    def remove(self, module: Module) -> None:
        """Make the pruned values a parameter again."""
        name = self._tensor_name
        weight = self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        original: Any = module._parameters.pop(f"{name}_orig")
        original.data = weight.data
        del module._buffers[f"{name}_mask"]
        setattr(module, name, original)


def _prunes(hook: Any, name: str) -> bool:
    return isinstance(hook, BasePruningMethod) and hook._tensor_name == name


class PruningContainer(BasePruningMethod):
    """Several methods one after the other: each prunes what the earlier ones have left."""

    def __init__(self, *args: Any) -> None:
        self._pruning_methods: tuple[Any, ...] = ()
        if len(args) == 1:
            self._tensor_name = args[0]._tensor_name
        for method in args:
            self.add_pruning_method(method)

    def add_pruning_method(self, method: Any) -> None:
        """One more."""
        if method is not None and not isinstance(method, BasePruningMethod):
            raise TypeError(f"{type(method)} is not a BasePruningMethod subclass")
        if method is not None and method._tensor_name != self._tensor_name:
            raise ValueError(
                f"Can only add pruning methods acting on the parameter named '{self._tensor_name}' to PruningContainer "
                f"{self}. Found '{method._tensor_name}'"
            )
        self._pruning_methods += (method,)

    def __len__(self) -> int:
        return len(self._pruning_methods)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._pruning_methods)

    def __getitem__(self, idx: Any) -> Any:
        return self._pruning_methods[idx]

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """The mask of the last method, of what the mask so far has left."""
        method, mask = self._pruning_methods[-1], default_mask.to(t.dtype)
        part = self._left(method, t, default_mask)
        mask[part] = method.compute_mask(t[part], default_mask[part]).to(mask.dtype)
        return mask

    def _left(self, method: Any, t: Any, mask: Any) -> Any:
        """The index of what the method may prune: elements, or whole channels."""
        if method.PRUNING_TYPE == "unstructured":
            return mask == 1
        if method.PRUNING_TYPE == "global":
            return (slice(None),) * t.dim()
        if method.PRUNING_TYPE != "structured":
            raise AssertionError(f"Unrecognized PRUNING_TYPE {method.PRUNING_TYPE}")
        if not hasattr(method, "dim"):
            raise AttributeError(
                'Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim` defined.'
            )
        dim = method.dim % t.dim()
        kept = mask.sum([d for d in range(t.dim()) if d != dim]) != 0
        return (slice(None),) * dim + (kept,)


class Identity(BasePruningMethod):
    """Prunes nothing, but makes a mask."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """The mask so far."""
        del t
        return default_mask


class _Amount(BasePruningMethod):
    """Prunes a number of elements or channels, or a share of them."""

    def __init__(self, amount: Any) -> None:
        given: Any = amount
        if not isinstance(amount, numbers.Real):
            raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
        if given < 0 or (not isinstance(amount, numbers.Integral) and given > 1):
            raise ValueError(f"amount={amount} should either be a float in the range [0, 1] or a non-negative integer")
        self.amount = given

    def _count(self, size: int) -> int:
        whole = isinstance(self.amount, numbers.Integral)
        count: Any = self.amount if whole else round(self.amount * size)
        if count > size:
            raise ValueError(f"amount={count} should be smaller than the number of parameters to prune={size}")
        return int(count)


class _Unstructured(_Amount):
    """Single elements, those with the smallest scores of their own."""

    PRUNING_TYPE = "unstructured"

    def _places(self, t: Any, count: int) -> Any:
        raise NotImplementedError

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """0 for the elements that are pruned."""
        count, mask = self._count(t.numel()), default_mask.clone()
        if count:
            mask.view(-1)[self._places(t, count)] = 0
        return mask


class RandomUnstructured(_Unstructured):
    """Elements by chance."""

    def _places(self, t: Any, count: int) -> Any:
        return t.detach().clone().uniform_().view(-1).topk(count).indices


class L1Unstructured(_Unstructured):
    """The elements that are closest to 0."""

    def _places(self, t: Any, count: int) -> Any:
        return t.abs().view(-1).topk(count, largest=False).indices


class _Structured(_Amount):
    """Whole channels, along a dimension."""

    PRUNING_TYPE = "structured"

    def __init__(self, amount: Any, dim: int = -1) -> None:
        super().__init__(amount)
        self.dim = dim

    def _kept(self, t: Any, size: int, count: int) -> Any:
        raise NotImplementedError

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """0 for the channels that are pruned."""
        if t.dim() <= 1:
            raise ValueError(
                "Structured pruning can only be applied to multidimensional tensors. Found tensor of shape "
                f"{t.shape} with {t.dim()} dims"
            )
        if self.dim >= t.dim():
            raise IndexError(f"Invalid index {self.dim} for tensor of size {t.shape}")
        size = t.size(self.dim)
        count = self._count(size)
        if not count:
            return default_mask
        mask = t.new_zeros(t.shape)
        mask[(slice(None),) * (self.dim % t.dim()) + (self._kept(t, size, count),)] = 1
        return mask * default_mask.to(mask.dtype)


class RandomStructured(_Structured):
    """Channels by chance."""

    def _kept(self, t: Any, size: int, count: int) -> Any:
        chances = t.new_empty(size).detach().float().uniform_()
        return chances > chances.kthvalue(count).values


class LnStructured(_Structured):
    """The channels with the smallest norms."""

    def __init__(self, amount: Any, n: Any, dim: int = -1) -> None:
        super().__init__(amount, dim)
        self.n = n

    def _kept(self, t: Any, size: int, count: int) -> Any:
        others = [d for d in range(t.dim()) if d != self.dim % t.dim()]
        return t.norm(self.n, others).topk(size - count).indices


class CustomFromMask(BasePruningMethod):
    """A mask that is given."""

    PRUNING_TYPE = "global"

    def __init__(self, mask: Any) -> None:
        self.mask = mask

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """What both masks leave."""
        del t
        if default_mask.shape != self.mask.shape:
            raise AssertionError(
                f"default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}"
            )
        return default_mask * self.mask.to(default_mask.dtype)


def identity(module: Module, name: str) -> Module:
    """Prune nothing of a parameter, but give it a mask."""
    Identity.apply(module, name)
    return module


def random_unstructured(module: Module, name: str, amount: Any) -> Module:
    """Set `amount` elements (a number, or a share) to 0, by chance."""
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module: Module, name: str, amount: Any, importance_scores: Any = None) -> Module:
    """Set to 0 the `amount` elements (a number, or a share) that are closest to it, or have the smallest scores."""
    L1Unstructured.apply(module, name, amount=amount, importance_scores=importance_scores)
    return module


def random_structured(module: Module, name: str, amount: Any, dim: int) -> Module:
    """Set whole channels along a dimension to 0, by chance."""
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module: Module, name: str, amount: Any, n: Any, dim: int, importance_scores: Any = None) -> Module:
    """Set to 0 the channels along a dimension with the smallest norms of order `n`."""
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def custom_from_mask(module: Module, name: str, mask: Any) -> Module:
    """Set to 0 what a mask does not leave."""
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(parameters: Any, pruning_method: Any, importance_scores: Any = None, **kwargs: Any) -> None:
    """Prune several parameters, as if they were one: `parameters` are pairs of a module and a name."""
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
    """Make the pruned values of a parameter its values for good."""
    for key, hook in module._forward_pre_hooks.items():
        if _prunes(hook, name):
            pruning: Any = hook
            pruning.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")


def is_pruned(module: Module) -> bool:
    """Whether something of the module, or of what it is made of, is pruned."""
    hooks = [hook for part in module.modules() for hook in part._forward_pre_hooks.values()]
    return any(isinstance(hook, BasePruningMethod) for hook in hooks)
