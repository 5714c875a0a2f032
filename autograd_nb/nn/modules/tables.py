"""Tables of vectors that are looked up by number: `Embedding`, `EmbeddingBag`.

Source: https://pytorch.org/docs/2.7/nn.html#sparse-layers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.nn import functional as F
from autograd_nb.nn import init
from autograd_nb.nn.parameter import Parameter

from .layers import new_parameter
from .module import Module

if TYPE_CHECKING:
    from typing import Self

    from autograd_nb.engine.tensor import Tensor


class _Table(Module):
    """What both have in common: the vectors, normally distributed at first; that of the padding is zero."""

    def _make(self, weight: Any, dtype: Any, device: Any, frozen: bool) -> None:
        shape = (self.num_embeddings, self.embedding_dim)
        if self.padding_idx is not None:
            if not -shape[0] <= self.padding_idx < shape[0]:
                raise AssertionError(f"{self._padding} must be within num_embeddings")
            self.padding_idx %= shape[0]
        if weight is None:
            self.weight = new_parameter(shape, dtype, device)
            self.reset_parameters()
        elif weight._array.shape != shape:
            raise AssertionError("Shape of weight does not match num_embeddings and embedding_dim")
        else:
            self.weight = Parameter(weight, requires_grad=not frozen)

    num_embeddings: int
    embedding_dim: int
    padding_idx: int | None
    _padding = "padding_idx"  # what its error calls it

    def reset_parameters(self) -> None:
        """Draw the vectors again.

        >>> table = torch.nn.Embedding(3, 2, padding_idx=0)
        >>> table.reset_parameters()
        >>> table.weight[0].tolist()
        [0.0, 0.0]
        """
        init.normal_(self.weight)
        if self.padding_idx is not None:
            self.weight._array[self.padding_idx] = 0

    @classmethod
    def from_pretrained(cls, embeddings: Tensor, freeze: bool = True, **options: Any) -> Self:
        """A table of these vectors; unless `freeze` is False they learn no more.

        >>> table = torch.nn.Embedding.from_pretrained(torch.eye(2))
        >>> table.num_embeddings, table.weight.requires_grad
        (2, False)

        Raises:
            AssertionError: they have not two dimensions.
        """
        if embeddings.dim() != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        rows, columns = embeddings._array.shape
        if cls is Embedding:  # which may be whole numbers, as long as they do not learn
            return cls(rows, columns, _weight=embeddings, _freeze=freeze, **options)
        found = cls(rows, columns, _weight=embeddings, **options)  # both have it
        found.weight.requires_grad_(not freeze)
        return found


class Embedding(_Table):
    """A table of vectors, looked up by number; see `nn.functional.embedding` for the options.

    What is learned: `weight` (num_embeddings, embedding_dim), normally distributed at first; the row `padding_idx` is 0
    and stays so.

    Shapes: whole numbers of any shape to (..., embedding_dim).

    >>> torch.nn.Embedding.from_pretrained(torch.eye(2))(torch.tensor([1, 1]))
    tensor([[0., 1.],
            [0., 1.]])
    >>> torch.nn.Embedding(10, 3)(torch.tensor([[1, 2], [4, 9]])).shape
    torch.Size([2, 2, 3])

    Raises:
        IndexError: when it is called, with a number that is not below `num_embeddings`.
    """

    _padding = "Padding_idx"

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        _weight: Tensor | None = None,
        _freeze: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        self._make(_weight, dtype, device, _freeze)

    def forward(self, input: Tensor) -> Tensor:
        """The vectors.

        >>> torch.nn.Embedding.from_pretrained(torch.eye(2)).forward(torch.tensor(1))
        tensor([0., 1.])
        """
        options = (self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq, self.sparse)
        return F.embedding(input, self.weight, *options)

    def extra_repr(self) -> str:
        """The sizes, and what is not as usual."""
        usual = {"padding_idx": None, "max_norm": None, "norm_type": 2, "scale_grad_by_freq": False, "sparse": False}
        told = [f"{name}={getattr(self, name)}" for name, value in usual.items() if getattr(self, name) != value]
        return ", ".join([str(self.num_embeddings), str(self.embedding_dim), *told])


class EmbeddingBag(_Table):
    """A table of vectors, summed up bag by bag; see `nn.functional.embedding_bag` for the options.

    What is learned: `weight` (num_embeddings, embedding_dim). `mode` is "mean", "sum" or "max".

    Shapes: (bags, numbers), or all numbers in one row and where each bag begins, to (bags, embedding_dim).

    >>> torch.nn.EmbeddingBag.from_pretrained(torch.eye(2))(torch.tensor([[0, 1]]))
    tensor([[0.5000, 0.5000]])
    >>> torch.nn.EmbeddingBag(10, 3)(torch.tensor([1, 2, 4, 5]), torch.tensor([0, 3])).shape
    torch.Size([2, 3])
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        _weight: Tensor | None = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset
        self.padding_idx = padding_idx
        self._make(_weight, dtype, device, False)

    def forward(self, input: Tensor, offsets: Tensor | None = None, per_sample_weights: Tensor | None = None) -> Tensor:
        """The sums.

        >>> table = torch.nn.EmbeddingBag.from_pretrained(torch.eye(2), mode="sum")
        >>> table.forward(torch.tensor([0, 1, 1]), offsets=torch.tensor([0, 1]))
        tensor([[1., 0.],
                [0., 2.]])
        """
        return F.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            self.sparse,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    def extra_repr(self) -> str:
        """The sizes, and what is not as usual."""
        told = [str(self.num_embeddings), str(self.embedding_dim)]
        if self.max_norm is not None:
            told.append(f"max_norm={self.max_norm}")
        if self.norm_type != 2:
            told.append(f"norm_type={self.norm_type}")
        if self.scale_grad_by_freq:
            told.append(f"scale_grad_by_freq={self.scale_grad_by_freq}")
        told.append(f"mode={self.mode!r}")
        if self.padding_idx is not None:
            told.append(f"padding_idx={self.padding_idx}")
        return ", ".join(told)
