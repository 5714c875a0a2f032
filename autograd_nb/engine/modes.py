"""Grad mode, inference mode and anomaly detection: switches that belong to a thread.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#locally-disabling-gradient-computation
"""

from __future__ import annotations

import contextvars
import functools
import inspect
import threading
import warnings
from typing import TYPE_CHECKING, Any

from .naming import type_name
from .warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self, TypeVar

    F = TypeVar("F", bound="Callable[..., Any]")

import numpy as np

from . import errors


class Switches:
    """The switches of one thread."""

    __slots__ = (
        "anomaly",
        "careful",
        "check_nan",
        "context",
        "formula",
        "grad",
        "inference",
        "mapped",
        "multithreading",
        "quiet",
        "saved_hooks",
        "saved_hooks_refused",
        "transforms",
        "walk",
    )

    def __init__(self) -> None:
        self.grad = True
        self.inference = False
        self.anomaly = False
        self.check_nan = True
        self.saved_hooks: tuple[Any, ...] = ()  # pairs of pack and unpack, the innermost last
        self.saved_hooks_refused: str | None = None  # why there may be none
        self.transforms: tuple[Any, ...] = ()  # the functions of functions that run here: func.grad, func.vmap ...
        self.mapped: tuple[Any, ...] = ()  # those of them that go through a batch
        self.multithreading = True  # changes nothing: a walk runs in the thread that asked for it
        self.walk: Any = None  # the walk that runs in this thread
        self.formula = False  # whether a formula runs whose steps are recorded
        self.careful = False  # whether new nodes have more to do than usual: anomaly mode, or hooks for what they save
        # PyTorch divides by zero in silence. NumPy's error state lives in a context variable, so running a
        # function in a context of our own silences it there, for a tenth of what `np.errstate` costs,
        # and leaves the learner's own NumPy settings alone.
        self.context = contextvars.copy_context()
        self.context.run(np.seterr, all="ignore")
        self.quiet = self.context.run

    def apart(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Like `quiet`, for what runs long: in a copy of the context, so that `quiet` is free for what runs meanwhile.

        Debuggers, signals and finalizers may come in between, and no context can be entered twice.
        """
        return self.context.copy().run(function, *arguments)


class _Switch:
    """A switch of this thread as an attribute of `modes`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, modes: _Modes, owner: type) -> Any:
        return getattr(modes.here, self.name)

    def __set__(self, modes: _Modes, value: Any) -> None:
        setattr(modes.here, self.name, value)


class _Modes(threading.local):
    """The switches, of each thread its own. Who asks for several of them takes `here`, which is quicker."""

    grad = _Switch()
    inference = _Switch()
    anomaly = _Switch()
    check_nan = _Switch()
    saved_hooks = _Switch()
    saved_hooks_refused = _Switch()
    multithreading = _Switch()
    walk = _Switch()
    careful = _Switch()
    quiet = _Switch()

    def __init__(self) -> None:
        self.here = Switches()

    def set_anomaly(self, anomaly: bool, check_nan: bool) -> None:
        here = self.here
        here.anomaly, here.check_nan = anomaly, check_nan
        here.careful = anomaly or bool(here.saved_hooks)

    def set_saved_hooks(self, hooks: tuple[Any, ...]) -> None:
        here = self.here
        here.saved_hooks = hooks
        here.careful = here.anomaly or bool(hooks)


modes = _Modes()


def is_grad_enabled() -> bool:
    """Whether operations are recorded in this thread.

    >>> torch.is_grad_enabled()
    True
    """
    return modes.grad


def is_inference_mode_enabled() -> bool:
    """Whether this thread is inside `inference_mode`.

    >>> with torch.inference_mode():
    ...     torch.is_inference_mode_enabled()
    True
    """
    return modes.inference


def is_anomaly_enabled() -> bool:
    """Whether this thread looks for nan in gradients and remembers where each operation was called.

    >>> torch.is_anomaly_enabled()
    False
    """
    return modes.anomaly


def is_anomaly_check_nan_enabled() -> bool:
    """Whether anomaly detection looks for nan, and not only for where things were called.

    >>> torch.is_anomaly_check_nan_enabled()
    True
    """
    return modes.check_nan


class _Mode:
    """A context manager that is a decorator as well, as all of PyTorch's are."""

    def __enter__(self) -> None:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError

    def clone(self) -> Self:
        """A fresh manager of the same kind: a decorated function may call itself."""
        return self.__class__()

    def __call__(self, function: F) -> F:
        """Decorate `function`: it runs in this mode. A generator is in it while it runs, and not while it waits."""
        if isinstance(function, type):
            warn(
                "Decorating classes is deprecated and will be disabled in future versions. You should only decorate "
                "functions or methods. To preserve the current behavior of class decoration, you can directly decorate "
                "the `__init__` method and nothing else.",
                FutureWarning,
            )
        if inspect.isgeneratorfunction(function):
            return self._generating(function)

        def decorate_context(*args: Any, **kwargs: Any) -> Any:
            with self.clone():
                return function(*args, **kwargs)

        # What is no function has no name to take over: PyTorch's is seen then.
        decorate_context.__qualname__ = "context_decorator.<locals>.decorate_context"
        return functools.wraps(function)(decorate_context)  # type: ignore[return-value]  # it keeps the signature

    def _generating(self, function: Any) -> Any:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            generator = function(*args, **kwargs)
            step, value = generator.send, None
            try:
                while True:
                    with self.clone():
                        response = step(value)
                    try:
                        step, value = generator.send, (yield response)
                    except GeneratorExit:
                        with self.clone():
                            generator.close()
                        raise
                    except BaseException as error:  # noqa: BLE001 - the generator's to handle
                        step, value = generator.throw, error
            except StopIteration as end:
                return end.value

        return wrapped


class _NoParamDecoratorContextManager(_Mode):  # PyTorch's name, which stands in messages
    enabled = True

    def __new__(cls, function: Any = None) -> Any:
        """`@no_grad` without brackets decorates as well."""
        self = super().__new__(cls)
        return self if function is None else self(function)

    def __repr__(self) -> str:
        return f"<torch.autograd.grad_mode.{type(self).__name__} object at {id(self):#x}>"

    def __enter__(self) -> None:
        here = modes.here
        self.before = here.grad
        here.grad = self.enabled and not here.inference  # nothing is recorded inside of inference_mode

    def __exit__(self, *_: object) -> None:
        modes.here.grad = self.before


class no_grad(_NoParamDecoratorContextManager):  # noqa: N801 - PyTorch's name
    """Operations inside are not recorded: their results do not require grad. A context manager and a decorator.

    >>> x = torch.ones(2, requires_grad=True)
    >>> with torch.no_grad():
    ...     y = x * 2
    >>> y.requires_grad
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.no_grad.html
    """

    enabled = False

    def __init__(self) -> None:
        """Nothing is asked for: PyTorch says so where something is given."""


class enable_grad(_NoParamDecoratorContextManager):  # noqa: N801 - PyTorch's name
    """Operations inside are recorded again, within a `no_grad` block. A context manager and a decorator.

    >>> x = torch.ones(2, requires_grad=True)
    >>> with torch.no_grad(), torch.enable_grad():
    ...     y = x * 2
    >>> y.requires_grad
    True
    """

    enabled = True


class set_grad_enabled(_Mode):  # noqa: N801 - PyTorch's name
    """Set grad mode at once; as a context manager, put the old mode back at the end. Also a decorator.

    >>> x, training = torch.ones(2, requires_grad=True), False
    >>> with torch.set_grad_enabled(training):
    ...     y = x * 2
    >>> y.requires_grad
    False

    Raises:
        TypeError: the mode is no bool.

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad_mode.set_grad_enabled.html
    """

    def __init__(self, mode: bool) -> None:
        if not isinstance(mode, bool):
            raise errors.set_grad_enabled_type(type_name(mode))
        self.before = modes.grad
        self.mode = mode
        modes.grad = mode

    def __call__(self, function: F) -> F:
        """Decorate `function`; the mode set at once is put back first."""
        modes.grad = self.before
        return super().__call__(function)

    def __enter__(self) -> None:
        modes.grad = self.mode

    def __exit__(self, *_: object) -> None:
        modes.grad = self.before

    def __repr__(self) -> str:
        return f"torch.autograd.grad_mode.set_grad_enabled(mode={self.mode})"

    def clone(self) -> Self:
        """Another one with the same mode."""
        return self.__class__(self.mode)


class inference_mode(_Mode):  # noqa: N801 - PyTorch's name
    """`no_grad` whose results may never take part in a recorded operation again. A context manager and a decorator.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> with torch.inference_mode():
    ...     y = x * 2
    >>> y.requires_grad, y.is_inference()
    (False, True)

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad_mode.inference_mode.html
    """

    def __new__(cls, mode: Any = True) -> Any:
        """`@inference_mode` without brackets decorates as well."""
        self = super().__new__(cls)
        if isinstance(mode, bool):
            return self
        self.__init__()  # type: ignore[misc]  # `@inference_mode` without brackets
        return self(mode)

    def __init__(self, mode: bool = True) -> None:
        self.mode = mode

    __repr__ = _NoParamDecoratorContextManager.__repr__

    def __enter__(self) -> None:
        self.before = modes.grad, modes.inference
        modes.grad, modes.inference = not self.mode, self.mode

    def __exit__(self, *_: object) -> None:
        modes.grad, modes.inference = self.before

    def clone(self) -> Self:
        """Another one with the same mode."""
        return self.__class__(self.mode)


class set_detect_anomaly(_Mode):  # noqa: N801 - PyTorch's name
    """Switch anomaly detection at once; as a context manager, put the old setting back at the end.

    >>> with torch.autograd.set_detect_anomaly(True):
    ...     torch.is_anomaly_enabled()
    True

    Source: https://pytorch.org/docs/2.7/autograd.html#anomaly-detection
    """

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.before = modes.anomaly, modes.check_nan
        modes.set_anomaly(mode, check_nan)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        modes.set_anomaly(*self.before)


class detect_anomaly(set_detect_anomaly):  # noqa: N801 - PyTorch's name
    """Find the forward call whose gradient is nan: slower, for debugging.

    >>> x = torch.tensor(0.0, requires_grad=True)
    >>> with torch.autograd.detect_anomaly():
    ...     try:
    ...         (0 * x.sqrt()).backward()
    ...     except RuntimeError as error:
    ...         print(error)
    Function 'SqrtBackward0' returned nan values in its 0th output.

    Source: https://pytorch.org/docs/2.7/autograd.html#anomaly-detection
    """

    def __init__(self, check_nan: bool = True) -> None:
        self.before = modes.anomaly, modes.check_nan
        self.check_nan = check_nan
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should only be "
            "enabled for debugging.",
            stacklevel=2,
        )

    def __enter__(self) -> None:
        modes.set_anomaly(True, self.check_nan)


for _public in (set_detect_anomaly, detect_anomaly):
    _public.__module__ = "torch.autograd.anomaly_mode"
