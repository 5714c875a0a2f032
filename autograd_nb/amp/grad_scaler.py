"""`GradScaler`: losses are made larger, so that gradients in half precision do not vanish, and gradients smaller again.

Where a gradient has become infinite, the step is left out and the factor is made smaller; when none has for a while,
it is made larger.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import full
from autograd_nb.engine.dtypes import float16, float32
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALE, GROWTH, BACKOFF = "scale", "growth_factor", "backoff_factor"
INTERVAL, TRACKER = "growth_interval", "_growth_tracker"
UNSCALED, STEPPED = "unscaled", "stepped"


class GradScaler:
    """Makes losses larger and gradients smaller again, and leaves steps out whose gradients are not finite.

    Args:
        device: for "cuda" it is switched off with a warning, as in PyTorch without a GPU; "cpu" works.
        init_scale: the first factor.
        growth_factor: what the factor grows by after `growth_interval` steps without an infinite gradient.
        backoff_factor: what it is multiplied by after a step that was left out.
        growth_interval: see `growth_factor`.
        enabled: with False `scale` gives what it gets, `step` is the optimizer's, and the rest does nothing.

    >>> weight = torch.tensor(1.0, requires_grad=True)
    >>> optimizer = torch.optim.SGD([weight], lr=0.5)
    >>> scaler = GradScaler("cpu", init_scale=8.0)
    >>> scaler.scale(weight**2).backward()
    >>> weight.grad
    tensor(16.)
    >>> scaler.step(optimizer)
    >>> scaler.update()
    >>> weight.grad, weight.item()
    (tensor(2.), 0.0)

    Source: https://pytorch.org/docs/2.7/amp.html#torch.amp.GradScaler
    """

    def __init__(
        self,
        device: str = "cuda",
        init_scale: float = 2.0**16,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None:
        self._device = device
        self._enabled = enabled
        if enabled and device == "cuda":
            warn("torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.")
            self._enabled = False
        if self._enabled:
            _require(growth_factor > 1.0, "The growth factor must be > 1.0.")
            _require(backoff_factor < 1.0, "The backoff factor must be < 1.0.")
        self._init_scale = init_scale
        self._scale: Tensor | None = None  # made when the first loss comes
        self._growth_factor, self._backoff_factor, self._growth_interval = (
            growth_factor,
            backoff_factor,
            growth_interval,
        )
        self._growth_tracker = 0
        self._stages: dict[int, str] = {}
        self._infinite: dict[int, bool] = {}

    def scale(self, outputs: Any) -> Any:
        """The losses times the factor: a tensor, or an iterable of tensors.

        >>> GradScaler("cpu", init_scale=4.0).scale((torch.tensor(1.0), torch.tensor(2.0)))
        (tensor(4.), tensor(8.))

        Raises:
            ValueError: it is neither.
        """
        if not self._enabled:
            return outputs
        if isinstance(outputs, Tensor):
            if self._scale is None:
                self._scale = full((), self._init_scale, dtype=float32)
            return outputs * self._scale
        if hasattr(outputs, "__iter__"):
            scaled = map(self.scale, outputs)
            return type(outputs)(scaled) if isinstance(outputs, (list, tuple)) else scaled
        raise ValueError("outputs must be a Tensor or an iterable of Tensors")

    def unscale_(self, optimizer: Any) -> None:
        """Divide the gradients by the factor before `step` does: to clip or look at them.

        >>> weight = torch.tensor(1.0, requires_grad=True)
        >>> scaler = GradScaler("cpu")
        >>> scaler.scale(weight * 3).backward()
        >>> scaler.unscale_(torch.optim.SGD([weight], lr=0.1))
        >>> weight.grad
        tensor(3.)

        Raises:
            RuntimeError: it was called since the last `update`, or `step` was.
            ValueError: a gradient is in half precision.
        """
        if not self._enabled:
            return
        inverse = 1 / self._known("unscale_").item()
        stage = self._stages.get(id(optimizer))
        if stage is UNSCALED:
            raise RuntimeError("unscale_() has already been called on this optimizer since the last update().")
        if stage is STEPPED:
            raise RuntimeError("unscale_() is being called after step().")
        found = [self._unscaled(gradient, inverse) for gradient in _gradients(optimizer)]
        if found:
            self._infinite[id(optimizer)] = not all(found)
        self._stages[id(optimizer)] = UNSCALED

    @staticmethod
    def _unscaled(gradient: Tensor, inverse: float) -> bool:
        """Divide a gradient, and say whether it is finite."""
        if gradient.dtype is float16:
            raise ValueError("Attempting to unscale FP16 gradients.")
        with no_grad():
            gradient.mul_(inverse)
        return bool(gradient.isfinite().all())

    def step(self, optimizer: Any, *args: Any, **kwargs: Any) -> Any:
        """`optimizer.step()` with gradients divided by the factor, unless one of them is not finite.

        >>> weight = torch.tensor(1.0, requires_grad=True)
        >>> scaler, optimizer = GradScaler("cpu"), torch.optim.SGD([weight], lr=0.1)
        >>> scaler.scale(weight * float("inf")).backward()
        >>> scaler.step(optimizer)
        >>> weight.item()
        1.0

        Raises:
            RuntimeError: it was called since the last `update`, or with a closure.
            AssertionError: nothing was scaled, or no parameter has a gradient.
        """
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs:
            raise RuntimeError("Closure use is not currently supported if GradScaler is enabled.")
        self._known("step")
        stage = self._stages.get(id(optimizer))
        if stage is STEPPED:
            raise RuntimeError("step() has already been called since the last update().")
        if stage is None:
            self.unscale_(optimizer)
        _require(id(optimizer) in self._infinite, "No inf checks were recorded for this optimizer.")
        result = None if self._infinite[id(optimizer)] else optimizer.step(*args, **kwargs)
        self._stages[id(optimizer)] = STEPPED
        return result

    def update(self, new_scale: float | Tensor | None = None) -> None:
        """Change the factor after a step: smaller if one was left out, larger after many that were not.

        Args:
            new_scale: the factor from now on, instead.

        >>> scaler = GradScaler("cpu")
        >>> _ = scaler.scale(torch.tensor(1.0))
        >>> scaler.update(3.0)
        >>> scaler.get_scale()
        3.0

        Raises:
            AssertionError: nothing was scaled, no step was taken, or `new_scale` is no number.
        """
        if not self._enabled:
            return
        scale = self._known("update")
        if isinstance(new_scale, Tensor):
            _require(
                new_scale.numel() == 1 and not new_scale.requires_grad,
                "new_scale should be a float or a 1-element torch.cuda.FloatTensor or torch.FloatTensor with "
                "requires_grad=False.",
            )
        if new_scale is not None:
            scale.fill_(new_scale)
        else:
            _require(bool(self._infinite), "No inf checks were recorded prior to update.")
            self._adapt(scale)
        self._stages, self._infinite = {}, {}

    def _adapt(self, scale: Tensor) -> None:
        if any(self._infinite.values()):
            scale.mul_(self._backoff_factor)
            self._growth_tracker = 0
            return
        self._growth_tracker += 1
        if self._growth_tracker == self._growth_interval:
            grown = scale * self._growth_factor
            if math.isfinite(grown.item()):
                scale.copy_(grown)
            self._growth_tracker = 0

    def _known(self, asked: str) -> Tensor:
        if self._scale is None:
            raise AssertionError(
                f"Attempted {asked} but _scale is None.  This may indicate your script did not use scaler.scale(loss "
                "or outputs) earlier in the iteration."
            )
        return self._scale

    def get_scale(self) -> float:
        """The factor; 1.0 if it is switched off.

        >>> GradScaler("cpu").get_scale()
        65536.0
        """
        if not self._enabled:
            return 1.0
        return self._init_scale if self._scale is None else self._scale.item()

    def is_enabled(self) -> bool:
        """Whether it does anything.

        >>> GradScaler("cuda", enabled=False).is_enabled()
        False
        """
        return self._enabled

    def state_dict(self) -> dict[str, Any]:
        """What `load_state_dict` takes; nothing if it is switched off.

        >>> GradScaler("cpu").state_dict()["scale"]
        65536.0
        """
        if not self._enabled:
            return {}
        return {
            SCALE: self.get_scale(),
            GROWTH: self._growth_factor,
            BACKOFF: self._backoff_factor,
            INTERVAL: self._growth_interval,
            TRACKER: self._growth_tracker,
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on where another one was.

        >>> scaler = GradScaler("cpu")
        >>> scaler.load_state_dict({**scaler.state_dict(), "scale": 2.0})
        >>> scaler.get_scale()
        2.0

        Raises:
            RuntimeError: it was switched off, or is and the other was not.
        """
        if not self._enabled:
            return
        if not state_dict:
            raise RuntimeError(
                "The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler."
            )
        self._init_scale = state_dict[SCALE]
        if self._scale is not None:
            self._scale.fill_(self._init_scale)
        self._growth_factor, self._backoff_factor = state_dict[GROWTH], state_dict[BACKOFF]
        self._growth_interval, self._growth_tracker = state_dict[INTERVAL], state_dict[TRACKER]


def _gradients(optimizer: Any) -> Iterable[Tensor]:
    return (p.grad for group in optimizer.param_groups for p in group["params"] if p.grad is not None)


def _require(holds: bool, text: str) -> None:
    if not holds:
        raise AssertionError(text)
