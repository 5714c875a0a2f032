"""L-BFGS: steps of Newton's method with the curvature that the last gradients tell.

Source: J. Nocedal, "Updating quasi-Newton matrices with limited storage" (1980);
https://pytorch.org/docs/2.7/generated/torch.optim.LBFGS.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import cat
from autograd_nb.engine.modes import enable_grad, no_grad

from .line_search import Point, strong_wolfe
from .optimizer import Optimizer
from .steps import check

if TYPE_CHECKING:
    from collections.abc import Callable


class LBFGS(Optimizer):
    """Quasi-Newton steps; each call of `step` computes the loss several times, by its closure.

    Args:
        params: the parameters, of one group.
        lr: length of a step where there is no line search.
        max_iter, max_eval: how many steps there are in a call, and how often the loss is computed at most.
        tolerance_grad, tolerance_change: where to stop.
        history_size: how many gradients are remembered.
        line_search_fn: None or "strong_wolfe".

    >>> import autograd_nb as torch
    >>> x = torch.tensor([3.0, -2.0], requires_grad=True)
    >>> optimizer = torch.optim.LBFGS([x], line_search_fn="strong_wolfe")
    >>> def closure():
    ...     optimizer.zero_grad()
    ...     loss = ((x - 1) ** 2).sum()
    ...     loss.backward()
    ...     return loss
    >>> optimizer.step(closure)
    tensor(13., grad_fn=<SumBackward0>)
    >>> x
    tensor([1.0000, 1.0000], requires_grad=True)
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check([(0.0 <= lr, f"Invalid learning rate: {lr}")])
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._params = self.param_groups[0]["params"]

    def _gradient(self) -> Any:
        """All gradients in one row."""
        return cat([p.new_zeros(p.numel()) if p.grad is None else p.grad.view(-1) for p in self._params], 0)

    def _move(self, length: Any, direction: Any) -> None:
        start = 0
        for p in self._params:
            p.add_(direction[start : start + p.numel()].view_as(p), alpha=float(length))
            start += p.numel()

    def _tried(self, closure: Callable[[], Any], before: list[Any], length: Any, direction: Any) -> tuple[Any, Any]:
        """The loss and the gradient after a step, which is then taken back."""
        self._move(length, direction)
        loss = float(closure())
        gradient = self._gradient()
        for p, value in zip(self._params, before):
            p.copy_(value)
        return loss, gradient

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Several steps; `closure` zeroes the gradients, computes the loss, calls its backward() and returns it.

        >>> x = torch.tensor([3.0], requires_grad=True)
        >>> optimizer = torch.optim.LBFGS([x], lr=0.5, max_iter=1)
        >>> def closure():
        ...     optimizer.zero_grad()
        ...     loss = (x**2).sum()
        ...     loss.backward()
        ...     return loss
        >>> optimizer.step(closure).item(), x.item()
        (9.0, 2.5)
        """
        if closure is None:
            raise TypeError("LBFGS.step() missing 1 required positional argument: 'closure'")
        evaluate = enable_grad()(closure)
        self._steps += 1
        with no_grad():
            return self._several(evaluate)

    def _several(self, closure: Callable[[], Any]) -> Any:
        group, state = self.param_groups[0], self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first = closure()
        loss, calls = float(first), 1
        state["func_evals"] += 1
        gradient = self._gradient()
        if gradient.abs().max() <= group["tolerance_grad"]:
            return first
        number = 0
        while number < group["max_iter"]:
            number += 1
            state["n_iter"] += 1
            direction = self._direction(gradient, state, group["history_size"])
            if state.get("prev_flat_grad") is None:
                state["prev_flat_grad"] = gradient.clone()
            else:
                state["prev_flat_grad"].copy_(gradient)
            state["prev_loss"] = loss
            fresh = state["n_iter"] == 1
            state["d"] = direction
            state["t"] = length = min(1.0, 1.0 / gradient.abs().sum()) * group["lr"] if fresh else group["lr"]
            slope = gradient.dot(direction)
            if slope > -group["tolerance_change"]:
                break
            own = 0
            if group["line_search_fn"] is not None:
                if group["line_search_fn"] != "strong_wolfe":
                    raise RuntimeError("only 'strong_wolfe' is supported")
                before, along = [p.clone() for p in self._params], direction
                loss, gradient, length, own = strong_wolfe(
                    lambda t: self._tried(closure, before, t, along),  # noqa: B023 - it is called here only
                    length, direction, Point(0, loss, gradient, slope), group["max_eval"] - calls,
                )  # fmt: skip
                state["t"] = length
                self._move(length, direction)
            else:
                self._move(length, direction)
                if number != group["max_iter"]:
                    loss, own = float(closure()), 1
                    gradient = self._gradient()
            calls += own
            state["func_evals"] += own
            if number == group["max_iter"] or calls >= group["max_eval"]:
                break
            if gradient.abs().max() <= group["tolerance_grad"]:
                break
            if direction.mul(length).abs().max() <= group["tolerance_change"]:
                break
            if abs(loss - state["prev_loss"]) < group["tolerance_change"]:
                break
        return first

    def _direction(self, gradient: Any, state: dict[str, Any], size: int) -> Any:
        """Minus the gradient, times what is known of the inverse Hessian: two loops over what is remembered."""
        if state["n_iter"] == 1:
            state.update(old_dirs=[], old_stps=[], ro=[], H_diag=1)
            return gradient.neg()
        change = gradient.sub(state["prev_flat_grad"])
        moved = state["d"].mul(state["t"])
        product = change.dot(moved)
        changes, moves, inverse = state["old_dirs"], state["old_stps"], state["ro"]
        if product > 1e-10:
            if len(changes) == size:
                for kept in (changes, moves, inverse):
                    kept.pop(0)
            changes.append(change)
            moves.append(moved)
            inverse.append(1.0 / product)
            state["H_diag"] = product / change.dot(change)
        state.setdefault("al", [None] * size)
        found = gradient.neg()
        for i in reversed(range(len(changes))):
            state["al"][i] = moves[i].dot(found) * inverse[i]
            found.add_(changes[i], alpha=-float(state["al"][i]))
        found = found.mul(state["H_diag"])
        for i in range(len(changes)):
            back = changes[i].dot(found) * inverse[i]
            found.add_(moves[i], alpha=float(state["al"][i] - back))
        return found
