"""A call of the function that is to be differentiated: its arguments, and what it may return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.batching.tracking import Tracking
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import enable_grad, modes
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.transform import followed_further, gradients, released, shared, stand_in

from . import tree

if TYPE_CHECKING:
    from collections.abc import Callable

JVP, VJP = "jvp(f, primals, tangents)", "vjp(f, *primals)"  # as messages call them, for the Jacobians too


class Call:
    """One call of the learner's function, with stand-ins for the arguments that count (all where it is not said)."""

    def __init__(
        self,
        who: str,
        func: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: int | tuple[int, ...] | None,
        has_aux: bool,
    ) -> None:
        self.who = who
        self.single = isinstance(argnums, int)
        numbers = range(len(args)) if argnums is None else _numbers(argnums, len(args))
        counted = {number % len(args) for number in numbers}
        self.inputs: list[Any] = []
        self.arguments = tuple(args[number] for number in numbers)
        with Tracking() as tracking:
            changed = [arg if number in counted else shared(arg) for number, arg in enumerate(args)]
            kwargs = {name: shared(arg) for name, arg in kwargs.items()}
            for number in numbers:
                own = tree.mapped(self._stand_in, args[number])
                if self._takes(number):
                    changed[number] = own
            tracking.given.extend(self.inputs)
            output = self._run(func, changed, kwargs)
        self.aux: Any = ()
        if has_aux:
            if not (isinstance(output, tuple) and len(output) == 2):
                raise RuntimeError(f"{who}: output of function f should be a tuple: (output, aux) if has_aux is True")
            output, self.aux = output
        self.output = output

    def tensors(self) -> list[Any]:
        """The outputs, of which there must be some, all of them tensors."""
        self.require_aux()
        outputs = tree.leaves(self.output)
        if not outputs or (len(outputs) == 1 and outputs[0] is None):
            raise RuntimeError(
                f"{self.who}: Expected f to be a function that has non-empty output (got output = {outputs})"
            )
        for out in outputs:
            if not isinstance(out, Variable):
                raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                    f"{self.who}: expected f(*primals) to return only tensors, got unsupported type {type(out)}"
                )
        return outputs

    def fractions(self) -> list[Any]:
        """The outputs, which must be of dtypes with fractions."""
        outputs = self.tensors()
        for out in outputs:
            if not out.is_floating_point():
                raise RuntimeError(
                    "vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got Tensor with dtype "
                    f"{out.dtype}"
                )
        return outputs

    def require_aux(self) -> None:
        """What the function handed through must be tensors too."""
        for leaf in tree.leaves(self.aux):
            if not isinstance(leaf, Variable):
                raise RuntimeError(  # noqa: TRY004 - PyTorch's type
                    f"Expected tensors, got unsupported type {type(leaf)}"
                )

    def _takes(self, number: int) -> bool:
        """Whether the function gets the stand-in for an argument."""
        del number
        return True

    def _stand_in(self, x: Any) -> Any:
        own = self._own(x)
        self.inputs.append(own)
        return own

    def _own(self, x: Any) -> Any:
        if not isinstance(x, Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(x)}")  # noqa: TRY004 - PyTorch's
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


class Reverse(Call):
    """One call that is recorded for a walk back, with the values that the walk needs: no hooks may replace them."""

    def _run(self, func: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        if modes.saved_hooks:
            raise errors.vmap.saved_hooks()
        before = modes.saved_hooks_refused
        modes.saved_hooks_refused = str(errors.vmap.saved_hooks())
        try:
            return super()._run(func, args, kwargs)
        finally:
            modes.saved_hooks_refused = before

    def gradients(self, outputs: list[Any], seeds: list[Any] | None = None) -> Any:
        """Those of outputs by the arguments that count, recorded where somebody could differentiate them again."""
        record = followed_further(outputs, self.inputs, seeds or ())
        return gradients(outputs, self.inputs, seeds, record)


class Forward(Call):
    """One call with arguments that move, each made by `dual`; with the last `begin` is called.

    Whether it is recorded is the caller's business.
    """

    def __init__(self, *call: Any, dual: Callable[[Any], Any], begin: Callable[[], None] = lambda: None) -> None:
        self._dual, self._begin = dual, begin
        super().__init__(*call)

    def _own(self, x: Any) -> Any:
        return self._dual(x)

    def _takes(self, number: int) -> bool:
        return number >= 0

    def _run(self, func: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        self._begin()
        return func(*args, **kwargs)


def _numbers(argnums: Any, count: int) -> tuple[int, ...]:
    """The arguments that count, of `count`, as they were written."""
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(  # noqa: TRY004 - PyTorch's type
            f"argnums must be int or Tuple[int, ...], got: {type(argnums)}"
        )
    numbers = argnums if isinstance(argnums, tuple) else (argnums,)
    for number in numbers:
        if not isinstance(number, int):
            raise RuntimeError(f"argnum must be int, got: {type(number)}")  # noqa: TRY004 - PyTorch's type
        if not -count <= number < count:
            raise RuntimeError(f"Got argnum={number}, but only {count} positional inputs")
    if not numbers:
        raise RuntimeError("argnums must be non-empty")
    distinct = {number % count for number in numbers}
    if len(distinct) != len(numbers):
        raise RuntimeError(f"argnums elements must be unique, got {tuple(number % count for number in numbers)}")
    return numbers


def zeros(found: Any, inputs: Any) -> list[Any]:
    """What was found, with zeros in the place of None."""
    return [x.new_zeros(x.shape) if g is None else g for g, x in zip(found, inputs)]
