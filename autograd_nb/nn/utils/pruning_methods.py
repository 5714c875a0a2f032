"""Which elements of a parameter are pruned: by chance, by size, whole channels; several methods one after the other.

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from __future__ import annotations

import numbers
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.nn.modules.module import Module


def _shape_check(scores: Any, wanted: Any, what: str) -> None:
    if scores.shape != wanted.shape:
        raise AssertionError(
            f"importance_scores should have the same shape as {what}, got {scores.shape} vs {wanted.shape}"
        )


class BasePruningMethod(ABC):
    """A hook that multiplies a parameter by its mask. Subclasses say `PRUNING_TYPE` and `compute_mask`.

    >>> class FirstHalf(torch.nn.utils.prune.BasePruningMethod):
    ...     PRUNING_TYPE = "unstructured"
    ...     def compute_mask(self, t, default_mask):
    ...         mask = default_mask.clone()
    ...         mask.view(-1)[: t.numel() // 2] = 0
    ...         return mask
    >>> FirstHalf().prune(torch.ones(4))
    tensor([0., 0., 1., 1.])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.BasePruningMethod.html
    """

    PRUNING_TYPE: ClassVar[str]
    _tensor_name: str

    def __call__(self, module: Module, _: Any) -> None:
        """Before each `forward`."""
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """The mask for a tensor of scores, where some elements may be masked already.

        >>> torch.nn.utils.prune.L1Unstructured(1).compute_mask(torch.tensor([3.0, 1.0]), torch.ones(2))
        tensor([1., 0.])
        """

    def apply_mask(self, module: Module) -> Any:
        """What is left of the parameter.

        >>> layer = torch.nn.Linear(2, 1)
        >>> method = torch.nn.utils.prune.L1Unstructured.apply(layer, "weight", 1)
        >>> bool((method.apply_mask(layer) == layer.weight).all())
        True
        """
        mask, original = (getattr(module, f"{self._tensor_name}_{part}") for part in ("mask", "orig"))
        return mask.to(original.dtype) * original

    @classmethod
    def apply(cls, module: Module, name: str, *args: Any, importance_scores: Any = None, **kwargs: Any) -> Any:
        """Prune a parameter of a module, in addition to what was pruned of it before.

        >>> layer = torch.nn.Linear(2, 1)
        >>> _ = torch.nn.utils.prune.L1Unstructured.apply(layer, "weight", 1)
        >>> sorted(layer.state_dict())
        ['bias', 'weight_mask', 'weight_orig']
        """
        method: Any = cls(*args, **kwargs)
        method._tensor_name = name
        earlier = [key for key, hook in module._forward_pre_hooks.items() if prunes(hook, name)]
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
        """A tensor with the pruned elements set to 0.

        >>> torch.nn.utils.prune.L1Unstructured(2).prune(torch.tensor([3.0, 1.0, 2.0]))
        tensor([3., 0., 0.])
        """
        if importance_scores is not None:
            _shape_check(importance_scores, t, "tensor t")
        scores = t if importance_scores is None else importance_scores
        return t * self.compute_mask(scores, t.new_ones(t.shape) if default_mask is None else default_mask)

    def remove(self, module: Module) -> None:
        """Make the pruned values a parameter again.

        >>> layer = torch.nn.Linear(2, 1, bias=False)
        >>> torch.nn.utils.prune.L1Unstructured.apply(layer, "weight", 1).remove(layer)
        >>> list(layer.state_dict())
        ['weight']
        """
        name = self._tensor_name
        weight = self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        original: Any = module._parameters.pop(f"{name}_orig")
        original.data = weight.data
        del module._buffers[f"{name}_mask"]
        setattr(module, name, original)


def prunes(hook: Any, name: str) -> bool:
    """Whether a hook prunes the parameter of this name."""
    return isinstance(hook, BasePruningMethod) and hook._tensor_name == name


class PruningContainer(BasePruningMethod):
    """Several methods one after the other: each prunes what the earlier ones have left.

    >>> layer = torch.nn.utils.prune.l1_unstructured(torch.nn.Linear(4, 1), "weight", 1)
    >>> type(torch.nn.utils.prune.L1Unstructured.apply(layer, "weight", 1)).__name__, int(layer.weight_mask.sum())
    ('PruningContainer', 2)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.PruningContainer.html
    """

    def __init__(self, *args: Any) -> None:
        self._pruning_methods: tuple[Any, ...] = ()
        if len(args) == 1:
            self._tensor_name = args[0]._tensor_name
        for method in args:
            self.add_pruning_method(method)

    def add_pruning_method(self, method: Any) -> None:
        """One more.

        >>> container = torch.nn.utils.prune.PruningContainer()
        >>> container.add_pruning_method(None)
        >>> len(container)
        1

        Raises:
            TypeError: it is no method of pruning.
            ValueError: it is about another parameter.
        """
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
        """The mask of the last method, of what the mask so far has left.

        >>> container = torch.nn.utils.prune.PruningContainer()
        >>> container._tensor_name = "weight"
        >>> method = torch.nn.utils.prune.L1Unstructured(1)
        >>> method._tensor_name = "weight"
        >>> container.add_pruning_method(method)
        >>> container.compute_mask(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 1.0, 1.0]))
        tensor([0., 0., 1.])
        """
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
    """Prunes nothing, but makes a mask.

    >>> torch.nn.utils.prune.Identity().prune(torch.tensor([3.0, 0.5]))
    tensor([3.0000, 0.5000])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.Identity.html
    """

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """The mask so far.

        >>> torch.nn.utils.prune.Identity().compute_mask(torch.ones(2), torch.tensor([0.0, 1.0]))
        tensor([0., 1.])
        """
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
    """Elements by chance: `amount` of them, a number or a share.

    >>> (torch.nn.utils.prune.RandomUnstructured(0.5).prune(torch.ones(8)) == 0).sum()
    tensor(4)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.RandomUnstructured.html
    """

    def _places(self, t: Any, count: int) -> Any:
        return t.detach().clone().uniform_().view(-1).topk(count).indices


class L1Unstructured(_Unstructured):
    """The elements that are closest to 0: `amount` of them, a number or a share.

    >>> torch.nn.utils.prune.L1Unstructured(0.5).prune(torch.tensor([3.0, 1.0, 2.0, 0.5]))
    tensor([3., 0., 2., 0.])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.L1Unstructured.html
    """

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
    """Channels by chance: `amount` of them along `dim`, a number or a share.

    >>> (torch.nn.utils.prune.RandomStructured(1, dim=0).prune(torch.ones(3, 2)) == 0).all(1).sum()
    tensor(1)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.RandomStructured.html
    """

    def _kept(self, t: Any, size: int, count: int) -> Any:
        chances = t.new_empty(size).detach().float().uniform_()
        return chances > chances.kthvalue(count).values


class LnStructured(_Structured):
    """The channels with the smallest norms of order `n`: `amount` of them along `dim`, a number or a share.

    >>> torch.nn.utils.prune.LnStructured(1, n=2, dim=0).prune(torch.tensor([[3.0, 4.0], [0.0, 2.0]]))
    tensor([[3., 4.],
            [0., 0.]])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.LnStructured.html
    """

    def __init__(self, amount: Any, n: Any, dim: int = -1) -> None:
        super().__init__(amount, dim)
        self.n = n

    def _kept(self, t: Any, size: int, count: int) -> Any:
        others = [d for d in range(t.dim()) if d != self.dim % t.dim()]
        return t.norm(self.n, others).topk(size - count).indices


class CustomFromMask(BasePruningMethod):
    """A mask that is given.

    >>> torch.nn.utils.prune.CustomFromMask(torch.tensor([1.0, 0.0])).prune(torch.tensor([3.0, 4.0]))
    tensor([3., 0.])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.prune.CustomFromMask.html
    """

    PRUNING_TYPE = "global"

    def __init__(self, mask: Any) -> None:
        self.mask = mask

    def compute_mask(self, t: Any, default_mask: Any) -> Any:
        """What both masks leave.

        >>> method = torch.nn.utils.prune.CustomFromMask(torch.tensor([1.0, 0.0]))
        >>> method.compute_mask(torch.ones(2), torch.ones(2))
        tensor([1., 0.])
        """
        del t
        if default_mask.shape != self.mask.shape:
            raise AssertionError(
                f"default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}"
            )
        return default_mask * self.mask.to(default_mask.dtype)
