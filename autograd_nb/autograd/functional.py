"""`torch.autograd.functional`: Jacobians, Hessians and their products with vectors.

>>> import autograd_nb as torch
>>> jacobian(lambda x: x**2, torch.tensor([1.0, 2.0]))
tensor([[2., 0.],
        [0., 4.]])

Source: https://pytorch.org/docs/2.7/autograd.html#functional-higher-level-api
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.joining import stack
from autograd_nb.engine.modes import enable_grad
from autograd_nb.engine.transform import Directions, gradients

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]

_STRICT = " This is not allowed in strict mode."


# -- products with vectors -----------------------------------------------------------------------------------


def vjp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The outputs of `func`, and the vector `v` times its Jacobian: what `backward` computes.

    Args:
        func: takes tensors, returns a tensor or a tuple of them.
        inputs: a tensor or a tuple of them.
        v: of the shape of the outputs; may be left out for a single number.
        create_graph: let the results be differentiated again.
        strict: raise an error where the result does not depend on an input, instead of giving zeros.
    """
    call = _Call("vjp", inputs, create_graph, strict)
    call.run(func)
    if v is None:
        if len(call.outputs) != 1 or call.outputs[0].nelement() != 1:
            raise RuntimeError(
                "The vector v can only be None if the user-provided function returns a single Tensor with a single "
                "element."
            )
        seeds: Any = None
    else:
        seeds = call.vector(v, call.outputs, call.several_outputs)
    found = gradients(call.outputs, call.inputs, seeds)
    products = call.filled(found, call.inputs, _back, _again)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_inputs)


def jvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The outputs of `func`, and its Jacobian times the vector `v`: how the outputs move when the inputs move by `v`.

    Computed by going back twice, as in PyTorch: the gradients of the inputs are linear in the upstream gradients, and
    differentiated by them they are the derivative in the other direction.
    """
    call = _Call("jvp", inputs, create_graph, strict)
    tangents = call.direction(v)
    call.run(func)
    with enable_grad():
        ups = [out.new_zeros(out.shape, requires_grad=True) for out in call.outputs]
    back = gradients(call.outputs, call.inputs, ups)
    call.require_gradients(back)
    pairs = [(g, t) for g, t in zip(back, tangents) if g is not None]
    moved = gradients([g for g, _ in pairs], ups, [t for _, t in pairs])
    products = call.filled(moved, call.outputs, _trick, _again)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_outputs)


def vhp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The number that `func` returns, and the vector `v` times its Hessian."""
    call, slopes, tangents = _slopes("vhp", func, inputs, v, create_graph, strict)
    found = gradients(slopes, call.inputs, tangents)
    products = call.filled(found, call.inputs, _double, _twice)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_inputs)


def hvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The number that `func` returns, and its Hessian times the vector `v`. `vhp` is the same, and quicker."""
    call, slopes, tangents = _slopes("hvp", func, inputs, v, create_graph, strict)
    with enable_grad():
        ups = [x.new_zeros(x.shape).requires_grad_() for x in call.inputs]
    back = gradients(slopes, call.inputs, ups)
    pairs = [(g, t) for g, t in zip(back, tangents) if g is not None]
    found = gradients([g for g, _ in pairs], ups, [t for _, t in pairs])
    products = call.filled(found, call.inputs, _double, _twice)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_inputs)


# -- whole matrices ---------------------------------------------------------------------------------------------


def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """All first derivatives: of the shape of an output followed by that of an input.

    For several outputs or inputs, tuples of these. `vectorize` and `strategy` choose among ways to the same numbers;
    what PyTorch refuses of them is refused here.
    """
    _check_ways(strategy, vectorize, strict, create_graph)
    if strategy == "forward-mode":
        return _by_columns(func, inputs)
    call = _Call("jacobian", inputs, create_graph, strict)
    call.run(func)
    if vectorize and strict:
        raise RuntimeError(
            "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. "
            "Please either set `strict=False` or `vectorize=False`."
        )
    blocks = []
    for i, out in enumerate(call.outputs):
        rows: list[list[Any]] = [[] for _ in call.inputs]
        with enable_grad():
            elements = list(out.reshape(-1).unbind()) if out._array.ndim else [out]
        for element in elements:
            for k, (g, x) in enumerate(zip(gradients([element], call.inputs), call.inputs)):
                _check_row(g, i, k, strict, create_graph)
                rows[k].append(x.new_zeros(x.shape) if g is None else g)
        with enable_grad():
            blocks.append(tuple(_block(row, out, x) for row, x in zip(rows, call.inputs)))
    done = tuple(call.give(block, call.several_inputs) for block in blocks)
    return done if call.several_outputs else done[0]


def _by_columns(func: Callable[..., Any], inputs: Any) -> Any:
    """The Jacobian by moving every element of the inputs."""
    several, given = _tensors(inputs, "inputs", "jacobian")
    with Directions() as directions:
        results = func(*[directions.dual(x) for x in given])
        several_outputs, outputs = _tensors(results, "outputs of the user-provided function", "jacobian")
        blocks = [[_columns(column, out, x) for column, x in zip(directions.columns(out), given)] for out in outputs]
    found: Any = blocks if several else tuple(block[0] for block in blocks)
    return found if several_outputs else found[0]


def _columns(columns: list[Any], out: Any, x: Any) -> Any:
    """A block of the Jacobian of which each column is one element of `x`."""
    shape = (*out._array.shape, *x._array.shape)
    return stack(columns).permute((*range(1, out._array.ndim + 1), 0)).reshape(shape) if columns else x.new_zeros(shape)


def _check_ways(strategy: str, vectorize: bool, strict: bool, create_graph: bool) -> None:
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs '
            'than inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode":
        if create_graph:
            raise NotImplementedError(
                'torch.autograd.functional.jacobian: `create_graph=True` and `strategy="forward-mode"` are not '
                'supported together (yet). Please either set `create_graph=False` or `strategy="reverse-mode"`.'
            )
        if strict:
            raise RuntimeError(
                'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` are not supported '
                'together (yet). Please either set `strict=False` or `strategy="reverse-mode"`.'
            )
        if not vectorize:
            raise NotImplementedError(
                "Computing Jacobian using forward-AD or forward-over-reverse Hessian is"
                "only implemented for `vectorize=True`."
            )


def _block(rows: list[Any], out: Any, x: Any) -> Any:
    shape = (*out._array.shape, *x._array.shape)
    return stack(rows).view(shape) if rows else x.new_zeros(shape)


def _check_row(g: Any, i: int, k: int, strict: bool, create_graph: bool) -> None:
    if not strict:
        return
    if g is None:
        raise RuntimeError(f"Output {i} of the user-provided function is independent of input {k}.{_STRICT}")
    if create_graph and not g.requires_grad:
        raise RuntimeError(
            "The jacobian of the user-provided function is independent of "
            f"input {k}. This is not allowed in strict mode when create_graph=True."
        )


def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """All second derivatives of a function that returns one number: the Jacobian of its Jacobian.

    >>> import autograd_nb as torch
    >>> hessian(lambda x: (x**3).sum(), torch.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    if outer_jacobian_strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')
    several, _ = _tensors(inputs, "inputs", "hessian")

    def number(*x: Any) -> Any:
        out = func(*x)
        several, given = _tensors(out, "outputs of the user-provided function", "hessian")
        if strict:
            _require(given, "outputs")
        _single("hessian", several, given)
        return out.squeeze()

    def slopes(*x: Any) -> Any:
        if outer_jacobian_strategy == "forward-mode":
            x = tuple(each.requires_grad_() for each in x)  # else the inner Jacobian takes them as they stand
        found = jacobian(number, x, create_graph=True)
        if strict:
            _require(found, "jacobian")
        return found

    found = jacobian(slopes, inputs, create_graph, strict, vectorize, outer_jacobian_strategy)
    return found if several else found[0]


# -- what they share ----------------------------------------------------------------------------------------------


class _Call:
    """One call of the learner's function on stand-ins for its inputs."""

    def __init__(self, name: str, inputs: Any, create_graph: bool, strict: bool) -> None:
        self.name, self.create_graph, self.strict = name, create_graph, strict
        self.several_inputs, given = _tensors(inputs, "inputs", name)
        with enable_grad():
            self.inputs = tuple(_prepared(x, create_graph) for x in given)

    def run(self, func: Callable[..., Any]) -> None:
        """Compute the outputs."""
        with enable_grad():
            results = func(*self.inputs)
        self.several_outputs, self.outputs = _tensors(results, "outputs of the user-provided function", self.name)
        if self.strict:
            _require(self.outputs, "outputs")

    def vector(self, v: Any, like: tuple[Any, ...], several: bool) -> tuple[Any, ...]:
        """`v`, compared with what it belongs to."""
        _, given = _tensors(v, "v", self.name)
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
            _require(found, "grad_inputs")

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


def _slopes(name: str, func: Any, inputs: Any, v: Any, create_graph: bool, strict: bool) -> tuple[_Call, Any, Any]:
    """The gradient of the number that `func` returns, and the vector to multiply."""
    call = _Call(name, inputs, create_graph, strict)
    tangents = call.direction(v)
    call.run(func)
    _single(name, call.several_outputs, call.outputs)
    slopes = gradients(call.outputs, call.inputs)
    if strict:
        _require(slopes, "jacobian")
    return call, slopes, tangents


def _tensors(value: Any, what: str, function: str) -> tuple[bool, tuple[Any, ...]]:
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


def _single(name: str, several: bool, outputs: tuple[Any, ...]) -> None:
    if several:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if outputs[0].nelement() != 1:
        raise RuntimeError(f"The Tensor returned by the function given to {name} should contain a single element")


def _prepared(x: Any, create_graph: bool) -> Any:
    """A tensor of our own in the place of the input, so that other uses of that one are not counted."""
    return x.view_as(x) if create_graph and x.requires_grad else x.detach().requires_grad_()


def _require(values: tuple[Any, ...], kind: str) -> None:
    for i, value in enumerate(values):
        if value is None:
            raise RuntimeError(f"The output of the user-provided function is independent of input {i}.{_STRICT}")
        if not value.requires_grad:
            raise RuntimeError(_INDEPENDENT[kind].format(i))


_INDEPENDENT = {
    "outputs": "Output {} of the user-provided function does not require gradients. The outputs must be computed in a "
    "differentiable manner from the input when running in strict mode.",
    "grad_inputs": "The gradient with respect to input {} is independent of the inputs of the user-provided function."
    + _STRICT,
    "jacobian": "While computing the hessian, found that the jacobian of the user-provided function with respect to "
    "input {} is independent of the input. This is not allowed in strict mode. You should ensure that your function is "
    "twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for "
    "example).",
}


def _back(i: int) -> str:
    return f"The output of the user-provided function is independent of input {i}.{_STRICT}"


def _again(i: int) -> str:
    return (
        f"The jacobian of the user-provided function is independent of input {i}. This is not allowed in strict mode "
        "when create_graph=True."
    )


def _trick(i: int) -> str:
    return (
        f"The gradient with respect to the input is independent of entry {i} in the grad_outputs when using the "
        f"double backward trick to compute forward mode gradients.{_STRICT}"
    )


def _double(i: int) -> str:
    return f"The jacobian of the user-provided function is independent of input {i}.{_STRICT}"


def _twice(i: int) -> str:
    return (
        f"The hessian of the user-provided function is independent of input {i}. This is not allowed in strict mode "
        "when create_graph=True."
    )
