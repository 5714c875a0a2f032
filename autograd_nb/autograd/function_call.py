"""One call of a learner's function, as `functional` makes it: on stand-ins for its inputs, with PyTorch's checks.

Source: https://pytorch.org/docs/2.7/autograd.html#functional-higher-level-api
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import enable_grad
from autograd_nb.engine.transform import gradients

if TYPE_CHECKING:
    from collections.abc import Callable

STRICT = " This is not allowed in strict mode."


class Call:
    """One call of the learner's function on stand-ins for its inputs."""

    def __init__(self, name: str, inputs: Any, create_graph: bool, strict: bool) -> None:
        self.name, self.create_graph, self.strict = name, create_graph, strict
        self.several_inputs, given = tensors_of(inputs, "inputs", name)
        with enable_grad():
            self.inputs = tuple(_prepared(x, create_graph) for x in given)

    def run(self, func: Callable[..., Any]) -> None:
        """Compute the outputs."""
        with enable_grad():
            results = func(*self.inputs)
        self.several_outputs, self.outputs = tensors_of(results, "outputs of the user-provided function", self.name)
        if self.strict:
            require_gradient(self.outputs, "outputs")

    def vector(self, v: Any, like: tuple[Any, ...], several: bool) -> tuple[Any, ...]:
        """`v`, compared with what it belongs to."""
        _, given = tensors_of(v, "v", self.name)
        if len(given) != len(like):
            if several:
                raise RuntimeError(f"v is a tuple of invalid length: should be {len(like)} but got {len(given)}.")
            raise RuntimeError("The given v should contain a single Tensor.")
        for i, (mine, other) in enumerate(zip(given, like)):
            if mine.size() != other.size():
                entry = f"Entry {i} in " if several else ""
                raise RuntimeError(f"{entry}v has invalid size: should be {other.size()} but got {mine.size()}.")
        return given if self.create_graph else tuple(t.detach() for t in given)

    def direction(self, v: Any) -> tuple[Any, ...]:
        """`v` as a direction in which the inputs move; 1 where there is one number only."""
        if v is not None:
            return self.vector(v, self.inputs, self.several_inputs)
        if len(self.inputs) != 1 or self.inputs[0].nelement() != 1:
            who = "the input to the user-provided function"
            raise RuntimeError(f"The vector v can only be None if {who} is a single Tensor with a single element.")
        return (self.inputs[0].new_ones(self.inputs[0].shape),)

    def require_gradients(self, found: tuple[Any, ...]) -> None:
        """In strict mode, say which input has no influence."""
        if self.strict:
            require_gradient(found, "grad_inputs")

    def filled(self, found: Any, like: Any, nothing: Callable[[int], str], constant: Callable[[int], str]) -> Any:
        """Zeros in the place of None; in strict mode the errors."""
        results = []
        for i, (g, x) in enumerate(zip(found, like)):
            if g is None and self.strict:
                raise RuntimeError(nothing(i))
            if self.strict and self.create_graph and not g.requires_grad:
                raise RuntimeError(constant(i))
            results.append(x.new_zeros(x.shape) if g is None else g)
        return tuple(results)

    def give(self, values: tuple[Any, ...], several: bool) -> Any:
        """Results in the form of what they belong to, without history unless that was asked for."""
        done = values if self.create_graph else tuple(value.detach() for value in values)
        return done if several else done[0]


def slopes_of(name: str, func: Any, inputs: Any, v: Any, create_graph: bool, strict: bool) -> tuple[Call, Any, Any]:
    """The gradient of the number that `func` returns, and the vector to multiply."""
    call = Call(name, inputs, create_graph, strict)
    tangents = call.direction(v)
    call.run(func)
    require_single(name, call.several_outputs, call.outputs)
    slopes = gradients(call.outputs, call.inputs)
    if strict:
        require_gradient(slopes, "jacobian")
    return call, slopes, tangents


def tensors_of(value: Any, what: str, function: str) -> tuple[bool, tuple[Any, ...]]:
    """Whether several tensors were given, and all of them as a tuple.

    Raises:
        TypeError: for what is no tensor.
    """
    several = isinstance(value, tuple)
    given = value if several else (value,)
    for i, t in enumerate(given):
        if not isinstance(t, Variable):
            which = f"value at index {i}" if several else f"given {what}"
            raise TypeError(
                f"The {what} given to {function} must be either a Tensor or a tuple of Tensors but the {which} has "
                f"type {type(t)}."
            )
    return several, given


def require_single(name: str, several: bool, outputs: tuple[Any, ...]) -> None:
    """Refuse outputs that are not one number."""
    if several:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if outputs[0].nelement() != 1:
        raise RuntimeError(f"The Tensor returned by the function given to {name} should contain a single element")


def _prepared(x: Any, create_graph: bool) -> Any:
    """A tensor of our own in the place of the input, so that other uses of that one are not counted."""
    return x.view_as(x) if create_graph and x.requires_grad else x.detach().requires_grad_()


def require_gradient(values: tuple[Any, ...], kind: str) -> None:
    """Refuse, in strict mode, what does not depend on an input."""
    for i, value in enumerate(values):
        if value is None:
            raise RuntimeError(f"The output of the user-provided function is independent of input {i}.{STRICT}")
        if not value.requires_grad:
            raise RuntimeError(_INDEPENDENT[kind].format(i))


_INDEPENDENT = {
    "outputs": "Output {} of the user-provided function does not require gradients. The outputs must be computed in a "
    "differentiable manner from the input when running in strict mode.",
    "grad_inputs": "The gradient with respect to input {} is independent of the inputs of the user-provided function."
    + STRICT,
    "jacobian": "While computing the hessian, found that the jacobian of the user-provided function with respect to "
    "input {} is independent of the input. This is not allowed in strict mode. You should ensure that your function is "
    "twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for "
    "example).",
}


def vjp_independent(i: int) -> str:
    """What strict mode says where `vjp` has nothing to give."""
    return f"The output of the user-provided function is independent of input {i}.{STRICT}"


def jacobian_constant(i: int) -> str:
    """What strict mode says where a product with the Jacobian does not depend on an input."""
    return (
        f"The jacobian of the user-provided function is independent of input {i}. This is not allowed in strict mode "
        "when create_graph=True."
    )


def jvp_independent(i: int) -> str:
    """What strict mode says where `jvp` has nothing to give."""
    return (
        f"The gradient with respect to the input is independent of entry {i} in the grad_outputs when using the "
        f"double backward trick to compute forward mode gradients.{STRICT}"
    )


def hvp_independent(i: int) -> str:
    """What strict mode says where a product with the Hessian has nothing to give."""
    return f"The jacobian of the user-provided function is independent of input {i}.{STRICT}"


def hessian_constant(i: int) -> str:
    """What strict mode says where a product with the Hessian does not depend on an input."""
    return (
        f"The hessian of the user-provided function is independent of input {i}. This is not allowed in strict mode "
        "when create_graph=True."
    )
