"""`torch.autograd.functional`: Jacobians, Hessians and their products with vectors.

>>> import autograd_nb as torch
>>> jacobian(lambda x: x**2, torch.tensor([1.0, 2.0]))
tensor([[2., 0.],
        [0., 4.]])

Source: https://pytorch.org/docs/2.7/autograd.html#functional-higher-level-api
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.modes import enable_grad
from autograd_nb.engine.transform import Directions, gradients, rows, units

from .function_call import (
    STRICT,
    Call,
    hessian_constant,
    hvp_independent,
    jacobian_constant,
    jvp_independent,
    require_gradient,
    require_single,
    slopes_of,
    tensors_of,
    vjp_independent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]


# -- products with vectors -----------------------------------------------------------------------------------


def vjp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The outputs of `func`, and the vector `v` times its Jacobian: what `backward` computes.

    Args:
        func: takes tensors, returns a tensor or a tuple of them.
        inputs: a tensor or a tuple of them.
        v: of the shape of the outputs; may be left out for a single number.
        create_graph: let the results be differentiated again.
        strict: raise an error where the result does not depend on an input, instead of giving zeros.

    >>> output, product = torch.autograd.functional.vjp(
    ...     lambda x: x**2, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 10.0])
    ... )
    >>> product
    tensor([ 2., 40.])

    Raises:
        RuntimeError: for a `v` of another shape, and where it was left out and there are several numbers.
        TypeError: for inputs or outputs that are no tensors.
    """
    call = Call("vjp", inputs, create_graph, strict)
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
    products = call.filled(found, call.inputs, vjp_independent, jacobian_constant)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_inputs)


def jvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The outputs of `func`, and its Jacobian times the vector `v`: how the outputs move when the inputs move by `v`.

    Computed by going back twice, as in PyTorch: the gradients of the inputs are linear in the upstream
    gradients, and differentiated by them they are the derivative in the other direction.

    >>> output, product = torch.autograd.functional.jvp(
    ...     lambda x: torch.stack([x[0], x[0] * x[1]]), torch.tensor([3.0, 4.0]), torch.tensor([1.0, 0.0])
    ... )
    >>> product
    tensor([1., 4.])

    Raises:
        RuntimeError: for a `v` of another shape than the inputs.
    """
    call = Call("jvp", inputs, create_graph, strict)
    tangents = call.direction(v)
    call.run(func)
    with enable_grad():
        ups = [out.new_zeros(out.shape, requires_grad=True) for out in call.outputs]
    back = gradients(call.outputs, call.inputs, ups)
    call.require_gradients(back)
    pairs = [(g, t) for g, t in zip(back, tangents) if g is not None]
    moved = gradients([g for g, _ in pairs], ups, [t for _, t in pairs])
    products = call.filled(moved, call.outputs, jvp_independent, jacobian_constant)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_outputs)


def vhp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The number that `func` returns, and the vector `v` times its Hessian.

    >>> torch.autograd.functional.vhp(lambda x: x[0] ** 2 * x[1], torch.tensor([3.0, 1.0]), torch.tensor([1.0, 0.0]))
    (tensor(9.), tensor([2., 6.]))

    Raises:
        RuntimeError: where `func` returns more than one number, and for a `v` of another shape than the inputs.
    """
    call, slopes, tangents = slopes_of("vhp", func, inputs, v, create_graph, strict)
    found = gradients(slopes, call.inputs, tangents)
    products = call.filled(found, call.inputs, hvp_independent, hessian_constant)
    return call.give(call.outputs, call.several_outputs), call.give(products, call.several_inputs)


def hvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """The number that `func` returns, and its Hessian times the vector `v`. `vhp` is the same, and quicker.

    >>> torch.autograd.functional.hvp(lambda x: x[0] ** 2 * x[1], torch.tensor([3.0, 1.0]), torch.tensor([1.0, 0.0]))
    (tensor(9.), tensor([2., 6.]))

    Raises:
        RuntimeError: where `func` returns more than one number, and for a `v` of another shape than the inputs.
    """
    call, slopes, tangents = slopes_of("hvp", func, inputs, v, create_graph, strict)
    with enable_grad():
        ups = [x.new_zeros(x.shape).requires_grad_() for x in call.inputs]
    back = gradients(slopes, call.inputs, ups)
    pairs = [(g, t) for g, t in zip(back, tangents) if g is not None]
    found = gradients([g for g, _ in pairs], ups, [t for _, t in pairs])
    products = call.filled(found, call.inputs, hvp_independent, hessian_constant)
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

    >>> torch.autograd.functional.jacobian(lambda x, y: x * y, (torch.tensor([1.0, 2.0]), torch.tensor(3.0)))
    (tensor([[3., 0.],
            [0., 3.]]), tensor([1., 2.]))

    Raises:
        TypeError: for inputs or outputs that are no tensors.
    """
    _check_ways(strategy, vectorize, strict, create_graph)
    if strategy == "forward-mode":
        return _by_columns(func, inputs)
    call = Call("jacobian", inputs, create_graph, strict)
    call.run(func)
    if vectorize and strict:
        raise RuntimeError(
            "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. "
            "Please either set `strict=False` or `vectorize=False`."
        )
    if vectorize:
        errors.vmap.one_size([(sum(out.numel() for out in call.outputs),)])
        parts = rows(call.outputs, call.inputs, create_graph)
        done = tuple(_blocks(call, out, of_out) for out, of_out in zip(call.outputs, parts))
        return done if call.several_outputs else done[0]
    blocks = []
    for i, out in enumerate(call.outputs):
        found: list[list[Any]] = [[] for _ in call.inputs]
        if not out.numel():
            raise RuntimeError("stack expects a non-empty TensorList")
        for unit in units(out):
            for k, (g, x) in enumerate(zip(gradients([out], call.inputs, [unit], create_graph), call.inputs)):
                _check_row(g, i, k, strict, create_graph)
                found[k].append(x.new_zeros(x.shape) if g is None else g)
        with enable_grad():
            blocks.append(tuple(_block(row, out, x) for row, x in zip(found, call.inputs)))
    done = tuple(call.give(block, call.several_inputs) for block in blocks)
    return done if call.several_outputs else done[0]


def _blocks(call: Call, out: Any, parts: list[Any]) -> Any:
    """The blocks of the Jacobian of one output, of the gradients of all its elements at once."""
    with enable_grad():
        blocks = [
            x.new_zeros((*out.shape, *x.shape)) if part is None else part.view((*out.shape, *x.shape))
            for part, x in zip(parts, call.inputs)
        ]
    return call.give(tuple(blocks), call.several_inputs)


def _by_columns(func: Callable[..., Any], inputs: Any) -> Any:
    """The Jacobian by moving every element of the inputs."""
    several, given = tensors_of(inputs, "inputs", "jacobian")
    with Directions() as directions:
        dual = [directions.dual(x) for x in given]
        directions.begin()
        results = func(*dual)
        several_outputs, outputs = tensors_of(results, "outputs of the user-provided function", "jacobian")
        blocks = [
            [column.reshape((*out.shape, *x.shape)) for column, x in zip(directions.columns(out), given)]
            for out in outputs
        ]
    found: Any = blocks if several else tuple(block[0] for block in blocks)
    return found if several_outputs else found[0]


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
        raise RuntimeError(f"Output {i} of the user-provided function is independent of input {k}.{STRICT}")
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

    >>> torch.autograd.functional.hessian(lambda x: x[0] ** 2 * x[1], torch.tensor([3.0, 1.0]))
    tensor([[2., 6.],
            [6., 0.]])

    Raises:
        RuntimeError: where the function returns more than one number.
    """
    if outer_jacobian_strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')
    several, _ = tensors_of(inputs, "inputs", "hessian")

    def number(*x: Any) -> Any:
        out = func(*x)
        several, given = tensors_of(out, "outputs of the user-provided function", "hessian")
        if strict:
            require_gradient(given, "outputs")
        require_single("hessian", several, given)
        return out.squeeze()

    def slopes(*x: Any) -> Any:
        if outer_jacobian_strategy == "forward-mode":
            for each in x:
                each._requires_grad = True  # else the inner Jacobian takes them as they stand
        found = jacobian(number, x, create_graph=True)
        if strict:
            require_gradient(found, "jacobian")
        return found

    found = jacobian(slopes, inputs, create_graph, strict, vectorize, outer_jacobian_strategy)
    return found if several else found[0]


_cite_each(globals(), __all__, "torch.autograd.functional.")
