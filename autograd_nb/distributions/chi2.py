"""The chi-squared distribution."""

from __future__ import annotations

from typing import Any

from . import constraints
from .gamma import Gamma


class Chi2(Gamma):
    """The sum of the squares of `df` normal numbers.

    >>> torch.distributions.Chi2(torch.tensor(3.0)).mean
    tensor(3.)
    """

    arg_constraints = {"df": constraints.positive}

    def __init__(self, df: Any, validate_args: bool | None = None) -> None:
        super().__init__(0.5 * df, 0.5, validate_args=validate_args)

    @property
    def df(self) -> Any:
        """How many there are: the degrees of freedom.

        >>> torch.distributions.Chi2(torch.tensor(3.0)).df
        tensor(3.)
        """
        return self.concentration * 2

    def expand(self, batch_shape: Any) -> Chi2:
        return Chi2(self.df.expand(batch_shape), validate_args=False)
