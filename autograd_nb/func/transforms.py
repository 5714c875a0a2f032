"""`torch.func`: derivatives as functions of functions. They may be nested in any way.

Source: https://pytorch.org/docs/2.7/func.api.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import duals
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.joining import stack
from autograd_nb.engine.modes import enable_grad, modes
from autograd_nb.engine.ops.shape import ALIAS
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.transform import Directions, gradients, moving, released, stand_in

from . import tree

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
    """Like `grad`; its function gives the gradient and the number."""

    @functools.wraps(func)
    def both(*args: Any, **kwargs: Any) -> Any:
        call = _Call(func, args, kwargs, argnums, has_aux)
        out = call.output
        if not isinstance(out, Variable):
            raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(out)}"
            )
        if out._array.ndim:
            raise RuntimeError(
                "grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with "
                f"{out._array.ndim} dims. Maybe you wanted to use the vjp or jacrev APIs instead?"
            )
        found = gradients([out], call.inputs)
        slopes = call.argument(call.release(_zeros(found, call.inputs)))
        (value,) = call.release([out])
        return slopes, (value, call.released_aux()) if has_aux else value

    return both


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """The output of `func`, and the function that multiplies a vector with its Jacobian.

    >>> import autograd_nb as torch
    >>> output, back = vjp(torch.sin, torch.tensor([0.0]))
    >>> back(torch.tensor([1.0]))
    (tensor([1.]),)
    """
    call = _Call(func, primals, {}, tuple(range(len(primals))), has_aux)
    outputs = call.tensors("vjp(f, *primals)", "f(*primals)")

    def back(*cotangents: Any) -> Any:
        seeds = tree.leaves(cotangents)
        if len(seeds) != len(outputs):
            raise RuntimeError(
                f"Expected pytree structure of cotangents to be the same as pytree structure of outputs to the "
                f"function: {len(outputs)} tensors, got {len(seeds)}"
            )
        found = gradients(outputs, call.inputs, seeds)
        return call.argument(call.release(_zeros(found, call.inputs)))

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
            "jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    directions, count = tree.leaves(tangents), len(tree.leaves(primals))
    if len(directions) != count:
        raise RuntimeError(
            "jvp(f, primals, tangents): Expected primals and tangents to have the same python structure. For example, "
            "if primals is a tuple of 3 tensors, tangents also must be. Got primals with structure "
            f"{tree.spec(primals)} and tangents with structure {tree.spec(tangents)}"
        )
    rest = iter(directions)
    levels = (level,) = duals.enter(1, duals.depth())
    try:
        call = _Forward(
            func, primals, {}, tuple(range(len(primals))), has_aux, dual=lambda x: moving(x, level, next(rest))
        )
        outputs = call.tensors("jvp(f, primals, tangents)", "f(*args)")
        moved = [level.tangent(out) for out in outputs]
    finally:
        duals.leave(levels)
    if strict and any(t is None for t in moved):
        raise RuntimeError(
            "jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. This is not allowed "
            "with strict=True."
        )
    values = [out if t is None else out._apply(ALIAS, out) for out, t in zip(outputs, moved)]
    results = tree.like(call.output, values), tree.like(call.output, _zeros(moved, outputs))
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
    call = _Call(func, primals, {}, tuple(range(len(primals))), False)
    outputs = call.tensors("linearize(f, *primals)", "f(*primals)")
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
        return tree.like(call.output, released(_zeros(found, outputs), [*call.inputs, *ups]))

    return tree.like(call.output, call.release(outputs)), moved


def jacrev(
    func: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `func`, by going back from every element of the output.

    >>> import autograd_nb as torch
    >>> jacrev(torch.sin)(torch.tensor([0.0, 0.0]))
    tensor([[1., 0.],
            [0., 1.]])
    """
    del chunk_size

    @functools.wraps(func)
    def jacobian(*args: Any, **kwargs: Any) -> Any:
        call = _Call(func, args, kwargs, argnums, has_aux)
        found = []
        for out in call.tensors("vjp(f, *primals)", "f(*primals)"):
            rows = [_zeros(gradients([element], call.inputs), call.inputs) for element in _elements(out)]
            with enable_grad():
                blocks = [
                    _stacked([row[k] for row in rows], (*out._array.shape, *x._array.shape), x)
                    for k, x in enumerate(call.inputs)
                ]
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
    """The function that computes the Jacobian of `func`, by moving every element of the inputs."""
    del randomness

    @functools.wraps(func)
    def jacobian(*args: Any, **kwargs: Any) -> Any:
        with Directions() as directions:
            call = _Forward(func, args, kwargs, argnums, has_aux, dual=directions.dual)
            found = []
            for out in call.tensors("jvp(f, primals, tangents)", "f(*args)"):
                columns = zip(directions.columns(out), call.inputs)
                found.append(call.argument([_columns(column, x, out) for column, x in columns]))
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


# -- what they share ----------------------------------------------------------------------------------------------


class _Call:
    """One call of the learner's function, with stand-ins for the arguments that count."""

    def __init__(
        self,
        func: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: int | tuple[int, ...],
        has_aux: bool,
    ) -> None:
        self.single = isinstance(argnums, int)
        numbers = (argnums,) if isinstance(argnums, int) else argnums
        for number in numbers:
            if not -len(args) <= number < len(args):
                raise RuntimeError(f"Got argnum={number}, but only {len(args)} positional inputs")
        changed = list(args)
        self.inputs: list[Any] = []
        for number in numbers:
            changed[number] = tree.mapped(self._stand_in, args[number])
        self.arguments = tuple(args[number] for number in numbers)
        here = modes.here
        here.transforms += 1
        try:
            output = self._run(func, changed, kwargs)
        finally:
            here.transforms -= 1
        self.aux = None
        if has_aux:
            if not (isinstance(output, tuple) and len(output) == 2):
                raise RuntimeError("output of function f should be a tuple: (output, aux) if has_aux is True")
            output, self.aux = output
        self.output = output

    def tensors(self, who: str, what: str) -> list[Any]:
        """The outputs, all of which must be tensors."""
        outputs = tree.leaves(self.output)
        for out in outputs:
            if not isinstance(out, Variable):
                raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                    f"{who}: expected {what} to return only tensors, got unsupported type {type(out)}"
                )
        return outputs

    def _stand_in(self, x: Any) -> Any:
        if not isinstance(x, Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(x)}")  # noqa: TRY004 - PyTorch's
        own = self._own(x)
        self.inputs.append(own)
        return own

    def _own(self, x: Any) -> Any:
        return stand_in(x)

    def _run(self, func: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        with enable_grad():
            return func(*args, **kwargs)

    def argument(self, values: list[Any]) -> Any:
        """One value per input, in the form of the arguments."""
        found = tree.like(self.arguments, values)
        return found[0] if self.single else found

    def release(self, results: Any) -> list[Any]:
        """Results without the history that only leads to our own stand-ins."""
        return released(results, self.inputs)

    def released_aux(self) -> Any:
        """What the function handed through."""
        return tree.like(self.aux, self.release(tree.leaves(self.aux)))


class _Forward(_Call):
    """One call with arguments that move, each made by `dual`. Whether it is recorded is the caller's business."""

    def __init__(self, *call: Any, dual: Callable[[Any], Any]) -> None:
        self._dual = dual
        super().__init__(*call)

    def _own(self, x: Any) -> Any:
        return self._dual(x)

    def _run(self, func: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        return func(*args, **kwargs)


def _zeros(found: Any, inputs: Any) -> list[Any]:
    return [x.new_zeros(x.shape) if g is None else g for g, x in zip(found, inputs)]


def _elements(out: Any) -> list[Any]:
    with enable_grad():
        return list(out.reshape(-1).unbind()) if out._array.ndim else [out]


def _stacked(parts: list[Any], shape: tuple[int, ...], like: Any) -> Any:
    return stack(parts).view(shape) if parts else like.new_zeros(shape)


def _columns(columns: list[Any], x: Any, out: Any) -> Any:
    """A block of the Jacobian of which each column is one element of `x`."""
    shape = (*out._array.shape, *x._array.shape)
    return stack(columns).movedim(0, -1).view(shape) if columns else x.new_zeros(shape)
