"""`torch.utils.checkpoint`: parts of a program that save nothing for the way back, and run again when it is needed.

Two ways lead there. Without `use_reentrant` the part is recorded as ever, but its nodes keep numbers in the place of
tensors; the first that asks for its tensor has the part run again, and all get theirs. With it the part is one node,
whose backward runs the part again and walks through that.

>>> import autograd_nb as torch
>>> x = torch.tensor(2.0, requires_grad=True)
>>> runs = []
>>> y = checkpoint(lambda x: runs.append(x) or x.exp().sin(), x, use_reentrant=False)
>>> y.backward()
>>> len(runs)
2

Source: https://pytorch.org/docs/2.7/checkpoint.html
"""

from __future__ import annotations

import contextlib
import warnings
import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.engine.backward import backward
from autograd_nb.engine.batching.batches import batch_of
from autograd_nb.engine.drawing.sampling import get_rng_state, set_rng_state
from autograd_nb.engine.function import Function
from autograd_nb.engine.modes import enable_grad, modes, no_grad
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "CheckpointError",
    "checkpoint",
    "checkpoint_sequential",
    "noop_context_fn",
    "set_checkpoint_debug_enabled",
    "set_checkpoint_early_stop",
]


class CheckpointError(RuntimeError):
    """The part did something else when it ran again.

    >>> calls = []
    >>> def changing(x):
    ...     calls.append(x)
    ...     return x.exp() if len(calls) == 1 else x * 1
    >>> x = torch.ones(2, requires_grad=True)
    >>> y = torch.utils.checkpoint.checkpoint(changing, x, use_reentrant=False)
    >>> try:
    ...     y.sum().backward()
    ... except torch.utils.checkpoint.CheckpointError:
    ...     print("not the same")
    not the same
    """


def noop_context_fn() -> tuple[Any, Any]:
    """Two contexts that do nothing: what `checkpoint` runs its part in unless told otherwise.

    >>> first, again = torch.utils.checkpoint.noop_context_fn()
    >>> with first:
    ...     print("once")
    once
    """
    return contextlib.nullcontext(), contextlib.nullcontext()


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], tuple[Any, Any]] = noop_context_fn,
    determinism_check: str = "default",
    debug: bool = False,
    preserve_rng_state: bool = True,
    **kwargs: Any,
) -> Any:
    """Call `function` so that what it saves for the way back is computed again there.

    Args:
        function: computes the same each time it is called with the same arguments.
        args: its arguments.
        use_reentrant: whether one node stands for the part; False works with everything, and is to be preferred.
        context_fn: gives the contexts in which the part runs the first time and again.
        determinism_check: "default" compares shapes and dtypes of what is saved both times, "none" does not.
        debug: PyTorch's list of operations in errors is not part of this package.
        preserve_rng_state: whether random numbers are the same ones when the part runs again.
        kwargs: further arguments of `function`, without `use_reentrant`.

    >>> x = torch.tensor(2.0, requires_grad=True)
    >>> torch.utils.checkpoint.checkpoint(lambda x: x * x * x, x, use_reentrant=False).backward()
    >>> x.grad
    tensor(12.)

    Raises:
        CheckpointError: on the way back, if the part saved something else when it ran again.
        ValueError: options that go not together, or are unknown.
    """
    if use_reentrant is None:
        warnings.warn(
            "torch.utils.checkpoint: the use_reentrant parameter should be passed explicitly. Starting in PyTorch 2.9, "
            "calling checkpoint without use_reentrant will raise an exception. use_reentrant=False is recommended, but "
            "if you need to preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for "
            "more details on the differences between the two variants.",
            stacklevel=2,
        )
        use_reentrant = True
    if kwargs and use_reentrant:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    if _debug is not None:
        debug = _debug
    if use_reentrant:
        if context_fn is not noop_context_fn or debug:
            raise ValueError("Passing `context_fn` or `debug` is only supported when use_reentrant=False.")
        return CheckpointFunction.apply(function, preserve_rng_state, *args)
    if determinism_check not in ("default", "none"):
        raise ValueError(f"determinism_check should be one of ['default', 'none'], but got {determinism_check}")
    if debug:
        raise NotImplementedError("checkpoint with debug=True is not part of autograd_nb: leave it out")
    first, again = context_fn()
    part = _Part(function, args, kwargs, preserve_rng_state, again, determinism_check != "none")
    with _packing(part.pack, part.unpack), first:
        results = function(*args, **kwargs)
    part.complete = True
    return results


def checkpoint_sequential(
    functions: Any, segments: int, input: Any, use_reentrant: bool | None = None, *, preserve_rng_state: bool = True
) -> Any:
    """Call functions one after the other, with a checkpoint around each of so many segments but the last.

    >>> import autograd_nb as torch
    >>> checkpoint_sequential([torch.sin, torch.cos], 2, torch.zeros(1, requires_grad=True), use_reentrant=False)
    tensor([1.], grad_fn=<CosBackward0>)
    """
    if use_reentrant is None:
        warnings.warn(
            "torch.utils.checkpoint.checkpoint_sequential: the use_reentrant parameter should be passed explicitly. In "
            "version 2.9 we will raise an exception if use_reentrant is not passed. use_reentrant=False is "
            "recommended, but if you need to preserve the current default behavior, you can pass use_reentrant=True. "
            "Refer to docs for more details on the differences between the two variants.",
            stacklevel=2,
        )
        use_reentrant = True
    steps = list(functions.children()) if hasattr(functions, "children") else functions
    size = len(steps) // segments

    def segment(start: int, end: int) -> Callable[[Any], Any]:
        def run(value: Any) -> Any:
            for step in steps[start:end]:
                value = step(value)
            return value

        return run

    last = size * (segments - 1)
    value = input
    for start in range(0, last, size) if size else ():
        value = checkpoint(
            segment(start, start + size), value, use_reentrant=use_reentrant, preserve_rng_state=preserve_rng_state
        )
    return segment(last, len(steps))(value)


_early_stop = True


@contextlib.contextmanager
def set_checkpoint_early_stop(enable: bool) -> Iterator[None]:
    """A block whose checkpoints end the second run as soon as all is there that was saved the first time, or do not.

    >>> runs = []
    >>> def part(x):
    ...     y = x.exp()
    ...     runs.append("to the end")
    ...     return y
    >>> x = torch.ones(2, requires_grad=True)
    >>> for enabled in (True, False):
    ...     with torch.utils.checkpoint.set_checkpoint_early_stop(enabled):
    ...         y = torch.utils.checkpoint.checkpoint(part, x, use_reentrant=False)
    ...     y.sum().backward()
    ...     print(len(runs))
    1
    3
    """
    global _early_stop  # noqa: PLW0603 - PyTorch's setting is one for the whole process, too
    before, _early_stop = _early_stop, enable
    try:
        yield
    finally:
        _early_stop = before


_debug: bool | None = None


@contextlib.contextmanager
def set_checkpoint_debug_enabled(enabled: bool | None) -> Iterator[None]:
    """A block in which `debug` of `checkpoint` is this, whatever it is given; None leaves it to each call.

    PyTorch's list of operations in errors is not part of this package, so that True is refused by `checkpoint`.

    >>> x = torch.ones(2, requires_grad=True)
    >>> with torch.utils.checkpoint.set_checkpoint_debug_enabled(False):
    ...     torch.utils.checkpoint.checkpoint(torch.exp, x, use_reentrant=False, debug=True)
    tensor([2.7183, 2.7183], grad_fn=<ExpBackward0>)
    """
    global _debug  # noqa: PLW0603 - PyTorch's setting is one for the whole process, too
    before, _debug = _debug, enabled
    try:
        yield
    finally:
        _debug = before


class _Enough(Exception):  # noqa: N818 - no error
    """All that was saved the first time is there."""


def _changes(arg: Any) -> int:
    """How often a tensor was changed in place; of a batch of `func.vmap` this is not known."""
    return arg._changes if isinstance(arg, Tensor) and batch_of(arg) is None else 0


class _Part:
    """One call: what to run again, and what its nodes saved.

    Attributes:
        saved: shape and dtype of each tensor saved; nodes keep the numbers.
        values: what the second run saved, as far as nobody has asked for it.
        complete: whether the first run is over; a walk inside of it asks for what it has saved so far.
    """

    def __init__(
        self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], preserve: bool, again: Any, check: bool
    ) -> None:
        self.function, self.args, self.kwargs, self.again = function, args, kwargs, again
        self.versions = [_changes(arg) for arg in args]
        self.numbers = get_rng_state() if preserve else None
        self.check, self.early_stop = check, _early_stop
        self.saved: list[dict[str, Any]] = []
        self.values: dict[int, Tensor] = {}
        self.walk: Any = None
        self.complete = False

    def pack(self, tensor: Tensor) -> int:
        self.saved.append(_described(tensor))
        return len(self.saved) - 1

    def unpack(self, number: int) -> Tensor:
        walk = modes.walk
        if walk is None or self.walk is None or self.walk() is not walk:
            self._run_again()
            self.walk = None if walk is None else weakref.ref(walk)
        if number not in self.values:
            raise CheckpointError(
                "torch.utils.checkpoint: Unpack is being triggered for a tensor that was already unpacked once. "
                "If you are calling ctx.saved_tensors in backward, make sure to do so only once. Otherwise please open "
                "an issue with details on your use case."
            )
        value = self.values.pop(number)
        if walk is None:
            self.values = {}
        return value

    def _run_again(self) -> None:
        for arg, version in zip(self.args, self.versions):
            if _changes(arg) != version:
                raise errors.modified_inplace(
                    arg.type(), arg._array.shape, arg.made_by(), arg._output_nr, arg._changes, version, modes.anomaly
                )
        found: list[Tensor] = []

        def keep(tensor: Tensor) -> Tensor:
            if len(found) == len(self.saved):
                if not self.complete:
                    return tensor.detach()
                raise CheckpointError(
                    "torch.utils.checkpoint: trying to save more tensors during recomputation than during the original "
                    f"forward pass.\n{_TIP}"
                )
            found.append(tensor.detach() if tensor.requires_grad else tensor)  # who saved it may want the very same
            if self.early_stop and len(found) == len(self.saved):
                raise _Enough
            return found[-1]

        packing = _packing(keep, lambda tensor: tensor)
        with contextlib.suppress(_Enough), _random_numbers(self.numbers), enable_grad(), self.again, packing:
            self.function(*self.args, **self.kwargs)
        if len(found) != len(self.saved):
            raise CheckpointError(
                "torch.utils.checkpoint: A different number of tensors was saved during the original forward and "
                f"recomputation.\nNumber of tensors saved during forward: {len(self.saved)}\n"
                f"Number of tensors saved during recomputation: {len(found)}.\n{_TIP}"
            )
        other = [(n, was, _described(t)) for n, (was, t) in enumerate(zip(self.saved, found)) if was != _described(t)]
        if other and self.check:
            told = "".join(
                f"tensor at position {n}:\nsaved metadata: {was}\nrecomputed metadata: {now}\n" for n, was, now in other
            )
            raise CheckpointError(
                "torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than "
                f"during the forward pass.\n{told}.\n{_TIP}"
            )
        self.values = dict(enumerate(found))


_TIP = """
Tip: To see a more detailed error message, either pass `debug=True` to
`torch.utils.checkpoint.checkpoint(...)` or wrap the code block
with `with torch.utils.checkpoint.set_checkpoint_debug_enabled(True):` to
enable checkpoint‑debug mode globally.
"""


def _described(tensor: Tensor) -> dict[str, Any]:
    return {"shape": tensor.shape, "dtype": tensor.dtype, "device": tensor.device}


@contextlib.contextmanager
def _packing(pack: Any, unpack: Any) -> Iterator[None]:
    """A block in which what nodes save goes through these hooks."""
    if modes.saved_hooks_refused is not None:
        raise RuntimeError(modes.saved_hooks_refused)
    before = modes.saved_hooks
    modes.set_saved_hooks((*before, (pack, unpack)))
    try:
        yield
    finally:
        modes.set_saved_hooks(before)


@contextlib.contextmanager
def _random_numbers(state: Tensor | None) -> Iterator[None]:
    """A block that draws the random numbers that follow `state`; afterwards they go on where they were."""
    if state is None:
        yield
        return
    before = get_rng_state()
    set_rng_state(state)
    try:
        yield
    finally:
        set_rng_state(before)


class CheckpointFunction(Function):
    """The one node that stands for the whole part, with `use_reentrant`."""

    @staticmethod
    def forward(ctx: Any, function: Any, preserve: bool, *args: Any) -> Any:
        """Run the part, and keep its arguments alone."""
        if not any(isinstance(arg, Tensor) and arg.requires_grad for arg in args):
            warnings.warn("None of the inputs have requires_grad=True. Gradients will be None", stacklevel=4)
        ctx.function, ctx.numbers = function, get_rng_state() if preserve else None
        ctx.others = [None if isinstance(arg, Tensor) else arg for arg in args]
        ctx.places = [i for i, arg in enumerate(args) if isinstance(arg, Tensor)]
        ctx.save_for_backward(*[args[i] for i in ctx.places])
        with no_grad():
            return function(*args)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Run the part again, and walk through it."""
        if modes.walk.kind != "backward" or modes.walk.inputs is not None:
            raise RuntimeError(
                "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or passing an `inputs` "
                "parameter to .backward(). To resolve this error, you can either set use_reentrant=False, or call "
                ".backward() without passing the `inputs` argument."
            )
        args = list(ctx.others)
        for i, tensor in zip(ctx.places, ctx.saved_tensors):
            args[i] = tensor.detach()
            args[i].requires_grad = tensor.requires_grad
        with _random_numbers(ctx.numbers), enable_grad():
            results = ctx.function(*args)
        several = results if isinstance(results, tuple) else (results,)
        pairs = [(out, g) for out, g in zip(several, grads) if isinstance(out, Tensor) and out.requires_grad]
        if not pairs:
            raise RuntimeError("none of output has requires_grad=True, this checkpoint() is not necessary")
        backward([out for out, _ in pairs], [g for _, g in pairs])
        return (None, None, *[arg.grad if isinstance(arg, Tensor) else None for arg in args])


_cite_each(globals(), __all__, "checkpoint")
