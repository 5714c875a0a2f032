"""`torch.func`: derivatives as functions of functions. They may be nested in any way.

Source: https://pytorch.org/docs/2.7/func.api.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import duals
from autograd_nb.engine.batching.batches import require_randomness
from autograd_nb.engine.modes import enable_grad
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.transform import (
    Directions,
    alias,
    followed_further,
    gradients,
    moving,
    released,
    require_fractions,
    rows,
    tangent,
)

from . import tree
from .call import JVP, VJP, Call, Forward, Reverse, zeros

if TYPE_CHECKING:
    from collections.abc import Callable


def grad(func: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False) -> Callable[..., Any]:
    """The function that computes the gradient of `func`, which returns one number.

    Args:
        func: the function; with `has_aux` it returns the number and something else, which is handed through.
        argnums: the arguments with respect to which the gradient is taken.
        has_aux: see `func`.

    >>> import autograd_nb as torch
    >>> grad(lambda x: (x**2).sum())(torch.tensor([1.0, 2.0]))
    tensor([2., 4.])
    """

    @functools.wraps(func)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        found, value = grad_and_value(func, argnums, has_aux)(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def grad_and_value(
    func: Callable[..., Any], argnums: int | tuple[int, ...] = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Like `grad`; its function gives the gradient and the number.

    >>> torch.func.grad_and_value(lambda x: (x**2).sum())(torch.tensor([1.0, 2.0]))
    (tensor([2., 4.]), tensor(5.))

    Raises:
        RuntimeError: where `func` returns more than one number, or no tensor.
    """

    @functools.wraps(func)
    def both(*args: Any, **kwargs: Any) -> Any:
        call = Reverse("grad_and_value(f)(*args)", func, args, kwargs, argnums, has_aux)
        out = call.output
        if not isinstance(out, Tensor):
            raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(out)}"
            )
        if out.ndim:
            raise RuntimeError(
                "grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with "
                f"{out.ndim} dims. Maybe you wanted to use the vjp or jacrev APIs instead?"
            )
        found = call.gradients([out])
        slopes = call.argument(call.release(zeros(found, call.inputs)))
        (value,) = call.release([out])
        call.require_aux()
        return slopes, (value, call.released_aux()) if has_aux else value

    return both


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """The output of `func`, and the function that multiplies a vector with its Jacobian.

    >>> import autograd_nb as torch
    >>> output, back = vjp(torch.sin, torch.tensor([0.0]))
    >>> back(torch.tensor([1.0]))
    (tensor([1.]),)
    """
    call = Reverse(VJP, func, primals, {}, None, has_aux)
    outputs = call.fractions()

    def back(cotangents: Any, retain_graph: bool = True, create_graph: bool | None = None) -> Any:
        del retain_graph, create_graph  # the graph stays, and the walk is recorded where somebody could ask for it
        given, own = tree.brief(cotangents), tree.brief(call.output)
        if given != own:
            raise RuntimeError(
                "Expected pytree structure of cotangents to be the same as pytree structure of outputs to the "
                f"function. cotangents: {given}, primal output: {own}"
            )
        found = call.gradients(outputs, tree.leaves(cotangents))
        return call.argument(call.release(zeros(found, call.inputs)))

    back.__qualname__ = "_vjp_with_argnums.<locals>.wrapper"  # as messages about its arguments call it
    output = tree.like(call.output, call.release(outputs))
    return (output, back, call.released_aux()) if has_aux else (output, back)


def jvp(
    func: Callable[..., Any],
    primals: tuple[Any, ...],
    tangents: tuple[Any, ...],
    *,
    strict: bool = False,
    has_aux: bool = False,
) -> Any:
    """The output of `func`, and how it moves when the inputs move along the tangents.

    >>> import autograd_nb as torch
    >>> jvp(torch.sin, (torch.tensor([0.0]),), (torch.tensor([2.0]),))
    (tensor([0.]), tensor([2.]))
    """
    if not isinstance(primals, tuple):
        raise RuntimeError(  # noqa: TRY004 - PyTorch's type
            f"{JVP}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    if tree.spec(primals) != tree.spec(tangents):
        raise RuntimeError(
            f"{JVP}: Expected primals and tangents to have the same python structure. For example, "
            "if primals is a tuple of 3 tensors, tangents also must be. Got primals with structure "
            f"{tree.spec(primals)} and tangents with structure {tree.spec(tangents)}"
        )
    directions = tree.leaves(tangents)
    for name, values in (("primals", tree.leaves(primals)), ("tangents", directions)):
        if not values:
            raise RuntimeError(f"{JVP}: Expected {name} to contain at least one Tensor.")
        for value in values:
            if not isinstance(value, Tensor):
                raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                    f"{JVP}: Expected {name} to only contain Tensors, got {type(value)}"
                )
    rest = iter(directions)
    levels = (level,) = duals.enter(1, duals.depth())
    try:
        call = Forward(JVP, func, primals, {}, None, has_aux, dual=lambda x: moving(x, level, next(rest)))
        outputs = call.tensors()
        moved = [tangent(out, level) for out in outputs]
    finally:
        duals.leave(levels)
    if strict and any(t is None for t in moved):
        raise RuntimeError(
            "jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. This is not allowed "
            "with strict=True."
        )
    values = [out if t is None else alias(out) for out, t in zip(outputs, moved)]
    results = tree.like(call.output, values), tree.like(call.output, zeros(moved, outputs))
    return (*results, call.aux) if has_aux else results


def linearize(func: Callable[..., Any], *primals: Any) -> Any:
    """The output of `func`, and the function that says how it moves when the inputs move along tangents.

    `func` is computed once, and its graph is kept: going back is linear in the upstream gradient, and differentiated by
    it along the tangents it is the derivative in the other direction.

    >>> import autograd_nb as torch
    >>> output, moved = linearize(torch.sin, torch.tensor([0.0, 1.0]))
    >>> moved(torch.tensor([1.0, 1.0]))
    tensor([1.0000, 0.5403])
    """
    for x in tree.leaves(primals):
        if isinstance(x, Tensor):
            require_fractions("primal", x)
    call = Call("linearize(f, *primals)", func, primals, {}, None, False)
    outputs = call.tensors()
    with enable_grad():
        ups = [out.new_ones(out.shape).requires_grad_() for out in outputs]
    back = gradients(outputs, call.inputs, ups)

    def moved(*tangents: Any) -> Any:
        if tree.spec(tangents) != tree.spec(primals):
            raise RuntimeError(
                f"Expected the tangents {tree.spec(tangents)} to have the same argspec as the primals "
                f"{tree.spec(primals)}"
            )
        given = tree.leaves(tangents)
        for i, (t, x) in enumerate(zip(given, call.inputs)):
            for what, mine, its in (("shape", t.shape, x.shape), ("dtype", t.dtype, x.dtype)):
                if mine != its:
                    raise RuntimeError(
                        f"tangent:{i} with {what} {mine} in flattened pytree doesn't match the {what} {its} of the "
                        "corresponding primal."
                    )
        pairs = [(g, t) for g, t in zip(back, given) if g is not None]
        found = gradients([g for g, _ in pairs], ups, [t for _, t in pairs])
        return tree.like(call.output, released(zeros(found, outputs), [*call.inputs, *ups]))

    return tree.like(call.output, call.release(outputs)), moved


def jacrev(
    func: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
    _preallocate_and_copy: bool = False,
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `func`, by going back from every element of the output.

    >>> import autograd_nb as torch
    >>> jacrev(torch.sin)(torch.tensor([0.0, 0.0]))
    tensor([[1., 0.],
            [0., 1.]])
    """
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @functools.wraps(func)
    def jacobian(*args: Any) -> Any:
        call = Reverse(VJP, func, args, {}, argnums, has_aux)
        outputs = call.fractions()
        found = []
        for out, block in zip(outputs, rows(outputs, call.inputs, followed_further(outputs, call.inputs))):
            with enable_grad():
                blocks = [_block(part, (*out.shape, *x.shape), x) for part, x in zip(block, call.inputs)]
            found.append(call.argument(call.release(blocks)))
        result = tree.like(call.output, found)
        return (result, call.released_aux()) if has_aux else result

    return jacobian


def jacfwd(
    func: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    has_aux: bool = False,
    *,
    randomness: str = "error",
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `func`, by moving every element of the inputs.

    `randomness` is that of `vmap`, over the elements of the inputs; all get the same random numbers with "different"
    too. An argument counted from the end gives zeros, as in PyTorch, which does not move it.

    Shapes: that of the output followed by that of the input. Quicker than `jacrev` where there are few inputs.

    >>> torch.func.jacfwd(lambda x: torch.stack([x[0], x[0] * x[1], x[1] ** 2]))(torch.tensor([3.0, 4.0]))
    tensor([[1., 0.],
            [4., 3.],
            [0., 8.]])
    """

    @functools.wraps(func)
    def jacobian(*args: Any) -> Any:
        require_randomness(randomness)
        with Directions("same" if randomness == "different" else randomness) as directions:
            call = Forward(JVP, func, args, {}, argnums, has_aux, dual=directions.dual, begin=directions.begin)
            found = []
            for out in call.tensors():
                columns = zip(directions.columns(out), call.inputs)
                found.append(call.argument([column.view((*out.shape, *x.shape)) for column, x in columns]))
        result = tree.like(call.output, found)
        return (result, call.aux) if has_aux else result

    return jacobian


def hessian(func: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """The function that computes all second derivatives of `func`: forward over backward.

    >>> import autograd_nb as torch
    >>> hessian(lambda x: (x**3).sum())(torch.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    return jacfwd(jacrev(func, argnums), argnums)


# -- parts of Jacobians ---------------------------------------------------------------------------------------------


def _block(part: Any, shape: tuple[int, ...], like: Any) -> Any:
    return like.new_zeros(shape) if part is None else part.view(shape)
