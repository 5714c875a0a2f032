"""Hooks of a module on the way back: nodes around its inputs and outputs, at which the gradients are seen.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
"""

from __future__ import annotations

import warnings
from typing import Any

from autograd_nb.engine.function import Function
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes


class BackwardHookFunction(Function):
    """What comes in goes out again."""

    @staticmethod
    def forward(ctx: Any, *args: Any) -> Any:
        """The same tensors, at a node of their own."""
        ctx.mark_non_differentiable(*[arg for arg in args if not arg.requires_grad])
        return args

    @staticmethod
    def backward(ctx: Any, *args: Any) -> Any:  # noqa: ARG004 - what autograd calls it with
        """The same gradients."""
        return args


class BackwardHook:
    """The hooks of one call of a module."""

    def __init__(self, module: Any, hooks: list[Any], before: list[Any]) -> None:
        self.module = module
        self.hooks = hooks
        self.before = before
        self.sent: tuple[Any, ...] | None = None  # the gradients of the outputs, once they are known
        self.inputs: tuple[int, list[int] | None] = (0, None)  # how many there are, and which are tensors
        self.outputs: tuple[int, list[int] | None] = (0, None)

    def around_inputs(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments, as they come out of a node that calls the hooks."""
        found, node, places = _through_a_node(args)
        self.inputs = (len(args), places)
        if node is not None:
            node.register_hook(self._at_inputs)
        return found

    def around_outputs(self, result: Any) -> Any:
        """The results, as they come out of a node that sees their gradients first."""
        if not isinstance(result, (Variable, tuple)):
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received "
                f"{type(result)}",
                stacklevel=5,
            )
        results: Any = result if isinstance(result, tuple) else (result,)
        found, node, places = _through_a_node(results)
        self.outputs = (len(results), places)
        if node is not None:
            node.register_hook(self._at_outputs)
        return found if isinstance(result, tuple) else found[0]

    def _at_inputs(self, grads: tuple[Any, ...], _: Any) -> Any:
        if self.sent is None:  # a walk that leads to the inputs only
            return None
        count, places = self.inputs
        found = _among(count, places or [], grads)
        for hook in self.hooks:
            found = _replaced(found, hook(self.module, found, self.sent), "Backward hook", "grad_input")
        self.sent = None
        return tuple(found[place] for place in places or [])

    def _at_outputs(self, _: Any, grads: tuple[Any, ...]) -> Any:
        count, places = self.outputs
        sent = _among(count, places or [], grads)
        for hook in self.before:
            sent = _replaced(sent, hook(self.module, sent), "Backward pre hook", "grad_output")
        self.sent = sent
        if self.inputs[1] is None:
            self._without_inputs(sent)
            self.sent = None
        return tuple(sent[place] for place in places or [])

    def _without_inputs(self, sent: tuple[Any, ...]) -> None:
        """No input requires grad: the hooks are called here."""
        warnings.warn(
            "Full backward hook is firing when gradients are computed with respect to module outputs since no inputs "
            "require gradients. See "
            "https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module."
            "register_full_backward_hook for more details.",
            stacklevel=5,
        )
        for hook in self.hooks:
            changed = hook(self.module, (None,) * self.inputs[0], sent)
            if changed is not None and not (isinstance(changed, tuple) and all(part is None for part in changed)):
                raise RuntimeError(
                    "Backward hook for Modules where no input requires gradient should always return None or None for "
                    "all gradients."
                )


def _replaced(grads: tuple[Any, ...], changed: Any, who: str, what: str) -> tuple[Any, ...]:
    """The gradients that a hook returns in place of `grads`; None leaves them as they are."""
    if changed is None:
        return grads
    new = changed if isinstance(changed, tuple) else (changed,)
    if len(new) != len(grads):
        raise RuntimeError(f"{who} returned an invalid number of {what}, got {len(new)}, but expected {len(grads)}")
    return new


def _among(count: int, places: list[int], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values at their places, None elsewhere."""
    found: list[Any] = [None] * count
    for place, value in zip(places, values):
        found[place] = value
    return tuple(found)


def _through_a_node(values: tuple[Any, ...]) -> tuple[Any, Any, list[int] | None]:
    """The values, their tensors through a node; that node; where the tensors are (None if nothing is recorded)."""
    places = [i for i, value in enumerate(values) if isinstance(value, Variable)]
    if not (modes.grad and any(values[i].requires_grad for i in places)):
        return values, None, None
    new: Any = BackwardHookFunction.apply(*(values[i] for i in places))
    node = next(tensor.grad_fn for tensor in new if tensor.grad_fn is not None)
    found = list(values)
    for place, tensor in zip(places, new):
        found[place] = tensor
    kind: Any = type(values)  # a named tuple stays one
    return tuple(found) if kind is tuple else kind(*found), node, places
