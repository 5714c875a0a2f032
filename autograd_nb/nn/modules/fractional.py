"""Pooling layers with windows that begin where chance has it.

Source: https://pytorch.org/docs/2.7/nn.html#pooling-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn.convolution import each

from .module import Module


class FractionalMaxPoolNd(Module):
    """The largest of windows that begin where chance has it: `output_size` of them, or `output_ratio` times the size.

    Raises:
        ValueError: if not one of the two is given, or a ratio is not between 0 and 1.
    """

    _lends = ("__init__", "forward")

    dims: ClassVar[int]

    def __init__(
        self,
        kernel_size: Any,
        output_size: Any = None,
        output_ratio: Any = None,
        return_indices: bool = False,
        _random_samples: Any = None,
    ) -> None:
        super().__init__()
        n = self.dims
        self.kernel_size = kernel_size
        self.return_indices = return_indices
        self.register_buffer("_random_samples", _random_samples)
        self.output_size = None if output_size is None else each(output_size, n)
        ratios = output_ratio if isinstance(output_ratio, tuple) else (output_ratio,) * n
        self.output_ratio = None if output_ratio is None else ratios
        name = type(self).__name__
        if output_size is None and output_ratio is None:
            raise ValueError(f"{name} requires specifying either an output size, or a pooling ratio")
        if output_size is not None and output_ratio is not None:
            raise ValueError("only one of output_size and output_ratio may be specified")
        if output_ratio is not None and not all(0 < ratio < 1 for ratio in ratios):
            raise ValueError(f"output_ratio must be between 0 and 1 (got {output_ratio})")

    def forward(self, input: Any) -> Any:
        """The largest elements, with their indices if asked for.

        >>> torch.nn.FractionalMaxPool2d(2, output_size=1).forward(torch.tensor([[[1.0, 2.0], [4.0, 3.0]]]))
        tensor([[[4.]]])
        """
        pool: Any = getattr(F, f"fractional_max_pool{self.dims}d")
        options = (self.output_size, self.output_ratio, self.return_indices, self._random_samples)
        return pool(input, self.kernel_size, *options)


class FractionalMaxPool2d(FractionalMaxPoolNd):
    """The largest of windows of an image that begin where chance has it.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.FractionalMaxPool2d(2, output_size=3)(torch.ones(1, 1, 5, 5)).shape
    torch.Size([1, 1, 3, 3])

    Raises:
        ValueError: not one of `output_size` and `output_ratio` is given, or a ratio is not between 0 and 1.
    """

    dims = 2


class FractionalMaxPool3d(FractionalMaxPoolNd):
    """The largest of windows of a volume that begin where chance has it.

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.FractionalMaxPool3d(2, output_ratio=0.5)(torch.ones(1, 6, 6, 6)).shape
    torch.Size([1, 3, 3, 3])

    Raises:
        ValueError: not one of `output_size` and `output_ratio` is given, or a ratio is not between 0 and 1.
    """

    dims = 3
