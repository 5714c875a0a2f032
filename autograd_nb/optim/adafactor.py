"""Adafactor: Adam's scaling from one number for each row and each column of a matrix.

Source: N. Shazeer and M. Stern, "Adafactor: adaptive learning rates with sublinear memory cost" (2018);
https://pytorch.org/docs/2.7/generated/torch.optim.Adafactor.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .optimizer import Optimizer
from .steps import Array, check, count_step, remembered


class Adafactor(Optimizer):
    """Steps relative to the size of the parameter, scaled by the mean squares of rows and columns.

    >>> import autograd_nb as torch
    >>> x = torch.ones(2, 3, requires_grad=True)
    >>> optimizer = torch.optim.Adafactor([x], lr=0.1)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> optimizer.state[x]["row_var"].shape
    torch.Size([2, 1])
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        beta2_decay: float = -0.8,
        eps: tuple[float | None, float] = (None, 1e-3),
        d: float = 1.0,
        weight_decay: float = 0.0,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
    ) -> None:
        check(
            [
                (0.0 <= lr, f"Learning rate should be >= 0 but is: {lr}"),
                (0.0 >= beta2_decay, f"beta2_decay should be <= 0 but is: {beta2_decay}"),
                (eps[0] is None or 0.0 <= eps[0], f"epsilon1 should be >= 0 but is: {eps[0]}"),
                (0.0 <= eps[1], f"epsilon2 should be >= 0 but is: {eps[1]}"),
                (1.0 <= d, f"Clipping threshold d should be >= 1 but is: {d}"),
                (0.0 <= weight_decay, f"weight_decay should be >= 0 but is: {weight_decay}"),
            ]
        )
        defaults = {
            "lr": lr,
            "beta2_decay": beta2_decay,
            "eps": eps,
            "d": d,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, g, lr = parameter._array, gradient, group["lr"]
        step = count_step(state)
        least = float(np.finfo(x.dtype).eps) if group["eps"][0] is None else group["eps"][0]
        share = step ** group["beta2_decay"]
        rate = max(group["eps"][1], _length(x) / x.size**0.5) * min(lr, 1 / step**0.5)
        if group["weight_decay"]:
            x *= 1 - lr * group["weight_decay"]
        if g.ndim > 1:
            rows = remembered(state, "row_var", np.zeros((*g.shape[:-1], 1), g.dtype))
            columns = remembered(state, "col_var", np.zeros((*g.shape[:-2], 1, g.shape[-1]), g.dtype))
            rows += share * (np.mean(g * g, -1, keepdims=True) - rows)
            columns += share * (np.mean(g * g, -2, keepdims=True) - columns)
            square = np.matmul(rows, columns) / np.maximum(rows.mean(-2, keepdims=True), least)
        else:
            kept = remembered(state, "variance", g)
            kept += share * (g * g - kept)
            square = kept
        change = g / np.sqrt(np.maximum(square, least * least))
        x -= rate / max(1.0, _length(change) / (change.size**0.5 * group["d"])) * change


def _length(x: Array) -> float:
    return float(np.sqrt(np.sum(x * x)))
