"""Distances and angles between vectors, as layers.

Source: https://pytorch.org/docs/2.7/nn.html#distance-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.nn import functional as F

from .module import Module

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class CosineSimilarity(Module):
    """The cosine of the angle between vectors along `dim`: 1 for the same direction, -1 for the opposite one.

    Shapes: of what both inputs broadcast to, without `dim`.

    >>> torch.nn.CosineSimilarity()(torch.tensor([[1.0, 0.0]]), torch.tensor([[1.0, 1.0]]))
    tensor([0.7071])
    """

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The cosine.

        >>> torch.nn.CosineSimilarity(dim=0).forward(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 2.0]))
        tensor(0.)
        """
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """The distance of vectors along the last dimension: the `p`-norm of x1 - x2 + eps.

    Shapes: of what both inputs broadcast to, without the last dimension; with `keepdim` it stays, of size 1.

    >>> torch.nn.PairwiseDistance()(torch.tensor([[3.0, 4.0]]), torch.zeros(1, 2))
    tensor([5.0000])
    """

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The distance.

        >>> torch.nn.PairwiseDistance(p=1).forward(torch.tensor([3.0, 4.0]), torch.zeros(2))
        tensor(7.0000)
        """
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
