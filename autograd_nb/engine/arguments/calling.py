"""How arguments are read: NumPy's names for some of them, and PyTorch's words where one is wrong, missing or unknown.

`x.sum(axis=0, keepdims=True)` is `x.sum(dim=0, keepdim=True)`, as in PyTorch. What PyTorch takes is known to
`signatures`. It is asked when a call has failed, and once for each combination of types that a function is called
with, so that a call that is right pays little for it.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, overrides
from autograd_nb.engine.batching import tracking
from autograd_nb.engine.batching.batches import Met, innermost, met
from autograd_nb.engine.memory.layouts import copied, order_of_copy, preserve_format, strided
from autograd_nb.engine.modes import modes
from autograd_nb.engine.wrapping import stand_in

from .signatures import FUNCTIONS, METHODS, NUMPY_NAMES, Match, complaint, match

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    F = TypeVar("F", bound="Callable[..., Any]")

PYTORCH_NAMES = {numpy: pytorch for pytorch, names in NUMPY_NAMES.items() for numpy in names}

# What Python says about arguments; compiled when first needed, which takes a while.
_MISSING = r"missing \d+ required positional arguments?: (.*)"
_UNKNOWN = r"got an unexpected keyword argument '(\w+)'"
_EXCESS = r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w"


def _says_nothing(name: str, value: Any) -> bool:
    """Whether an option asks for what is so anyway; of the order of memory, the result is given another later.

    Raises:
        NotImplementedError, RuntimeError: for a layout that is not here, and for memory of an accelerator.
    """
    if name == "layout" and value is not None and value is not strided:
        raise errors.not_provided(f"The layout {value}", "Leave it out: tensors here are strided.")
    if name == "pin_memory" and value:
        raise RuntimeError("Cannot access accelerator device when none is available.")
    return name in ("layout", "pin_memory", "memory_format") or (name == "names" and value is None)


OWN_WORDS = frozenset(
    """apply_ fill_diagonal_ logical_and_ logical_not_ logical_or_ logical_xor_ map_ requires_grad_ resize_
    resize_as_""".split()
)
"""Methods that change a tensor in place, and have words of their own for one that may not be changed, or change all."""


IN_PYTHON = frozenset("is_shared lu norm split stft unflatten unique unique_consecutive".split())
"""Methods that PyTorch has in Python, too, and which say as Python does what is missing or unknown."""


class Reader:
    """Reads the arguments of `function`: of the method, if the tensor before the dot is its `own` first argument.

    `more` are names of arguments that it has besides those in its own signature.
    """

    def __init__(self, function: Callable[..., Any], name: str, own: bool, more: str = "") -> None:
        self.function, self.name, self.own, self.more = function, name, own, more
        self.overwrites = own and name.endswith("_") and name not in OWN_WORDS
        self.section = METHODS if own else FUNCTIONS
        self.seen: set[Any] = set()  # the types of arguments that PyTorch takes

    def look(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Match | None:
        """Raise what PyTorch says to these arguments, if it says anything."""
        try:
            if self.own:
                return match(self.section, self.name, args[1:], kwargs, args[0])
            return match(self.section, self.name, args, kwargs)
        except (TypeError, RuntimeError) as refused:
            raise refused.with_traceback(None) from None

    def first_look(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], kinds: Any
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Raise what PyTorch says to these arguments; if it says nothing, remember their types, `kinds`.

        Returns the arguments, with numbers for tensors that stand for numbers. What the examples of a batch are is
        seen when the function is called for each.
        """
        if self.name not in overrides.NOT_ASKED and overrides.overriding(args, kwargs):
            raise Met
        if modes.here.mapped and innermost(args, kwargs) is not None:
            return args, kwargs
        found = self.look(args, kwargs)
        if found is None or found.by_type:
            self.seen.add(kinds)
            return args, kwargs
        plain = found.plain(args[self.own :], kwargs)
        return ((*args[: self.own], *plain[0]), plain[1]) if plain else (args, kwargs)

    def corrected(
        self, error: Exception, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """The arguments to call again with, if their names or NumPy's numbers may have been the reason; None if not.

        Raises:
            TypeError: PyTorch's, if arguments are wrong, missing, unknown, or too many: that comes before all else.
        """
        found = self.look(args, kwargs)
        modern = found and found.modern(self.section)
        if modern:
            return (*args[: self.own], *modern[0]), modern[1]
        if self.overwrites and isinstance(error, (RuntimeError, IndexError)):
            try:  # may it be overwritten at all? That comes before what it is overwritten with
                if modes.here.transforms:
                    tracking.refuse_captured(args[0], self.name, args[-1])
                args[0]._check_inplace(())
            except RuntimeError as forbidden:
                raise forbidden from None  # one error, not one while another is handled
        if self.was_entered(error):
            if found is None:
                return None
            plain = found.plain(args[self.own :], kwargs)
            return plain and ((*args[: self.own], *plain[0]), plain[1])
        if not isinstance(error, TypeError) or (self.own and self.name in IN_PYTHON):
            return None
        parameters = inspect.signature(self.function).parameters
        known = {*parameters, self.more}
        several = next((p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL), "")
        renamed = {PYTORCH_NAMES.get(k, k) if k not in known else k: v for k, v in kwargs.items()}
        told = renamed.keys() != kwargs.keys() or several in kwargs
        if told and renamed.keys() <= known and len(renamed) == len(kwargs):
            more = (renamed.pop(several),) if several in renamed else ()
            return (*args, *more), renamed
        kept = {name: value for name, value in kwargs.items() if name in known or not _says_nothing(name, value)}
        if len(kept) < len(kwargs):
            return args, kept
        self._translate(str(error))
        return None

    def modern(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """The arguments of a deprecated way to call it as the present one takes them, if they are of such a way."""
        found = self.look(args, kwargs)
        return found and found.modern(self.section)

    def laid(self, result: Any, kwargs: dict[str, Any]) -> Any:
        """What a second call has made, its memory in the order that was asked for."""
        wanted = kwargs.get("memory_format", preserve_format)
        if self.own or wanted is preserve_format or wanted is None or not hasattr(result, "_array"):
            return result
        result._array = copied(result._array, order_of_copy(wanted))
        return result

    def was_entered(self, error: BaseException) -> bool:
        """Whether the function had its arguments already when it failed."""
        code, trace = inspect.unwrap(self.function).__code__, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code is code:
                return True
            trace = trace.tb_next
        return False

    def _translate(self, text: str) -> None:
        """Raise what Python said about arguments as PyTorch says it, for functions whose signature is not known."""
        if found := re.search(_MISSING, text):
            raise errors.missing_argument(self.name, *re.findall(r"'(\w+)'", found[1])) from None
        if found := re.search(_UNKNOWN, text):
            raise errors.unexpected_keyword(self.name, found[1]) from None
        if found := re.search(_EXCESS, text):
            takes, given = (int(number) - self.own for number in found.groups())
            raise errors.too_many_arguments(self.name, takes, given) from None


def as_pytorch(  # noqa: C901 - two functions in one, either of them short
    function: F, name: str = "", own: bool = False, look: bool = True
) -> F:
    """`function` as PyTorch takes its arguments: NumPy's names understood, wrong ones refused in its words.

    What a call brings is compared with PyTorch's signatures when it fails, and when its types have not been seen yet.
    Without `look` only when it fails, which is for what is called so often that a look would show.
    """
    reader = Reader(function, name or function.__name__, own)
    seen = reader.seen

    def looking(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            kinds: Any = (*map(type, args), *kwargs, *map(type, kwargs.values()))
        elif len(args) == 2:  # the usual cases, in a third of the time; what comes before the dot is always a tensor
            kinds = args[1].__class__ if own else (args[0].__class__, args[1].__class__)
        elif len(args) == 1:
            kinds = None if own else args[0].__class__
        else:
            kinds = tuple(map(type, args))
        try:
            if kinds not in seen:
                args, kwargs = reader.first_look(args, kwargs, kinds)
        except Met:
            return met(call, args, kwargs)
        try:
            return function(*args, **kwargs) if kwargs else function(*args)  # a call without is quicker
        except Met:
            return met(call, args, kwargs)
        except Exception as error:
            if overrides.concerned(call, args, kwargs):
                return overrides.after(error, call, args, kwargs)
            again = reader.corrected(error, args, kwargs)
            if again is None:
                raise
        return reader.laid(function(*again[0], **again[1]), kwargs)

    def trusting(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs) if kwargs else function(*args)  # a call without is quicker
        except Met:
            return met(call, args, kwargs)
        except Exception as error:
            if overrides.concerned(call, args, kwargs):
                return overrides.after(error, call, args, kwargs)
            again = reader.corrected(error, args, kwargs)
            if again is None:
                raise
        return reader.laid(function(*again[0], **again[1]), kwargs)

    call: Any = looking if look else trusting

    def tell() -> None:
        nonlocal function
        function = overrides.looking(call, function)  # type: ignore[assignment]  # called as `function` is

    made = stand_in(call, function)
    if not own and reader.name not in overrides.NOT_ASKED:
        overrides.look_first(tell)
    return made


_OF_REDUCTIONS = ("size_average", "reduce", "reduction")


def besides(extra: str, asked: str = "") -> Callable[[F], F]:
    """For a function of `nn.functional` that gives its arguments, but for `extra`, to PyTorch's function of its name.

    That, or the one that is `asked`, says what it thinks of them when the call has failed; if `extra` is True and is
    called `inplace`, the function whose name ends in "_".
    """

    def around(function: F) -> F:
        computed: Any = function

        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                return computed(*args, **kwargs)
            except Met:
                return met(call, args, kwargs)
            except Exception as error:
                if overrides.concerned(call, args, kwargs):
                    return overrides.after(error, call, args, kwargs)
                if not isinstance(error, AttributeError) or "'_array'" in str(error):  # else Python has refused it
                    _refuse(function, extra, asked or function.__name__, args, kwargs)
                raise

        def tell() -> None:
            nonlocal computed
            computed = overrides.looking(call, function)

        made = stand_in(call, function)
        overrides.look_first(tell)
        if extra == "return_indices":  # PyTorch chooses one of two functions by it: this is what it calls the one
            function.__qualname__ = f"_{function.__name__}"
        return made  # type: ignore[return-value]  # called with whatever `function` is

    return around


def _refuse(
    function: Callable[..., Any], extra: str, asked: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """Raise what PyTorch's function that is `asked` says to the arguments, if it says anything."""
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError:  # Python has said what is wrong with them
        return
    bound.apply_defaults()
    overwrites = extra == "inplace" and bound.arguments[extra]
    given = [value for name, value in bound.arguments.items() if name not in (extra, *_OF_REDUCTIONS)]
    if "reduction" in bound.arguments:  # of losses PyTorch has it as a number, after the weight
        given.insert(3, 0)
    refused = complaint(FUNCTIONS, asked + "_" * bool(overwrites), tuple(given), {})
    if refused is not None:
        raise refused from None


def bare(method: F, name: str) -> F:
    """A method without arguments, which says as PyTorch does that it has none."""
    reader = Reader(method, name, own=True)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            reader.look((self, *args), kwargs)
            return method(self, *args, **kwargs)
        try:
            return method(self)
        except Met:
            return met(call, (self,), {})

    return stand_in(call, method)  # type: ignore[return-value]  # called with whatever `method` is
