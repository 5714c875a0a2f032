"""A softmax over very many classes: the frequent ones by themselves, the others in clusters.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.nn import functional as F

from .containers import ModuleList, Sequential
from .layers import Linear
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


class Answer(NamedTuple("_ASMoutput", [("output", Any), ("loss", Any)])):
    """The logarithms of the probabilities of the right classes, and the mean of minus these."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"_ASMoutput(output={self.output!r}, loss={self.loss!r})"


class AdaptiveLogSoftmaxWithLoss(Module):
    """Logarithms of probabilities of classes that are sorted by how frequent they are.

    Args:
        in_features: number of features.
        n_classes: number of classes.
        cutoffs: where clusters begin; the classes before the first stand by themselves.
        div_value: by how much each cluster has fewer features than the one before.
        head_bias: whether the map to the frequent classes has a bias.

    Raises:
        ValueError: for cutoffs that are not increasing numbers of classes.

    >>> import autograd_nb as torch
    >>> _ = torch.manual_seed(0)
    >>> layer = torch.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4])
    >>> round(layer.log_prob(torch.ones(1, 4)).exp().sum().item(), 4)
    1.0
    """

    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        cuts = list(cutoffs)
        if not cuts:
            raise ValueError("cutoffs should be a sequence of length larger than 0")
        if cuts != sorted(set(cuts)) or cuts[0] <= 0 or cuts[-1] > n_classes - 1 or any(int(c) != c for c in cuts):
            raise ValueError(
                "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each "
                "value is between 1 and n_classes-1"
            )
        self.in_features, self.n_classes, self.div_value, self.head_bias = in_features, n_classes, div_value, head_bias
        self.cutoffs = [*cuts, n_classes]
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, bias=head_bias, device=device, dtype=dtype)
        self.tail = ModuleList()
        for i in range(self.n_clusters):
            inner = int(in_features // div_value ** (i + 1))
            outer = self.cutoffs[i + 1] - self.cutoffs[i]
            first, second = (
                Linear(a, b, bias=False, device=device, dtype=dtype) for a, b in ((in_features, inner), (inner, outer))
            )
            self.tail.append(Sequential(first, second))

    def reset_parameters(self) -> None:
        """Draw the first numbers again.

        >>> layer = torch.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4])
        >>> layer.reset_parameters()
        >>> bool(layer.head.weight.abs().max() <= 0.5)
        True
        """
        self.head.reset_parameters()
        for first, second in self.tail:
            first.reset_parameters()
            second.reset_parameters()

    def forward(self, input_: Tensor, target_: Tensor) -> Answer:
        """For each example the logarithm of the probability of its class, and the loss.

        Shapes: (batch, in_features) and (batch) to (batch) and one number.

        >>> layer = torch.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4])
        >>> output, loss = layer(torch.ones(3, 4), torch.tensor([0, 2, 5]))
        >>> bool((loss + output.mean()).abs() < 1e-6)
        True

        Raises:
            RuntimeError: a target is no class, or the shapes do not fit.
        """
        x: Any = input_
        y: Any = target_
        _check(x, y)
        batched = y.dim() > 0
        if not batched:
            x, y = x.unsqueeze(0), y.unsqueeze(0)
        classes = y._array
        if ((classes < 0) | (classes >= self.n_classes)).any():
            raise RuntimeError(
                f"Target values should be in [0, {self.n_classes - 1}], but values in range "
                f"[{classes.min()}, {classes.max()}] were found. "
            )
        cluster = np.searchsorted(self.cutoffs, classes, side="right")
        output = x.new_zeros(len(classes))
        for i in range(1, self.n_clusters + 1):
            rows = y._wrap(np.flatnonzero(cluster == i))
            if len(rows._array):
                own = y.index_select(0, rows) - self.cutoffs[i - 1]
                known = F.log_softmax(self.tail[i - 1](x.index_select(0, rows)), 1).gather(1, own.unsqueeze(1))
                output.index_copy_(0, rows, known.squeeze(1))
        entry = y._wrap(np.where(cluster == 0, classes, self.shortlist_size + cluster - 1))
        output += F.log_softmax(self.head(x), 1).gather(1, entry.unsqueeze(1)).squeeze()
        loss = (-output).mean()
        return Answer(output if batched else output.squeeze(0), loss)

    def _every(self, x: Any, head: Any) -> Any:
        known: Any = F.log_softmax(head, 1)
        out = x.new_empty((len(x), self.n_classes))
        out[:, : self.shortlist_size] = known[:, : self.shortlist_size]
        for i in range(self.n_clusters):
            own: Any = F.log_softmax(self.tail[i](x), 1)
            out[:, self.cutoffs[i] : self.cutoffs[i + 1]] = own + known[:, self.shortlist_size + i].unsqueeze(1)
        return out

    def log_prob(self, input: Tensor) -> Tensor:
        """The logarithms of the probabilities of all classes.

        >>> torch.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4]).log_prob(torch.ones(3, 4)).shape
        torch.Size([3, 6])
        """
        return self._every(input, self.head(input))

    def predict(self, input: Tensor) -> Tensor:
        """The most probable class of each example.

        >>> layer, x = torch.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4]), torch.randn(3, 4)
        >>> bool((layer.predict(x) == layer.log_prob(x).argmax(1)).all())
        True
        """
        head: Any = self.head(input)
        output: Any = head.argmax(1)
        rare = output >= self.shortlist_size
        if rare._array.any():
            output[rare] = self._every(input[rare], head[rare]).argmax(1)
        found: Tensor = output
        return found


def _check(x: Any, y: Any) -> None:
    if y.dim() > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if y.dim() == 1 and x.size(0) != y.size(0):
        raise RuntimeError("Input and target should have the same size in the batch dimension.")
    if x.dim() != y.dim() + 1:
        raise RuntimeError(
            f"{y.dim()}D target tensor expects {y.dim() + 1}D input tensors, but found inputs with size {x.size()}"
        )
