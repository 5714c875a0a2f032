"""The methods of `Tensor`, one explicit method per name, in the order of the table of operations.

Each is written against one contract, `_apply(op, *inputs, **options)`, see base.py.
"""

from inspect import CO_VARARGS
from types import FunctionType

from autograd_nb.engine.arguments.absent import OF_TENSORS, Absent
from autograd_nb.engine.arguments.calling import as_pytorch, bare
from autograd_nb.engine.arguments.sources import cite_method

from .access import Access
from .casting import Casting
from .choosing import Choosing
from .combining import Combining
from .compare import Compare
from .copies import Copies
from .deciding import Deciding
from .decompositions import Decompositions
from .elementwise import Elementwise
from .factors import Factors
from .gradient import Gradient
from .indexing import Indexing
from .limits import Limits
from .linalg import Linalg
from .logic import Logic
from .measures import Measures
from .memory import Memory
from .norms import Norms
from .overwriting import Overwriting
from .parts import Parts
from .places import Places
from .replacing import Replacing
from .reshaping import Reshaping
from .sampling import Sampling
from .special import Special
from .statistics import Statistics


class Methods(
    Gradient,
    Elementwise,
    Special,
    Limits,
    Compare,
    Logic,
    Norms,
    Choosing,
    Statistics,
    Linalg,
    Decompositions,
    Factors,
    Indexing,
    Places,
    Copies,
    Access,
    Measures,
    Casting,
    Overwriting,
    Combining,
    Reshaping,
    Deciding,
    Replacing,
    Parts,
    Memory,
    Sampling,
):
    """Everything that a tensor can be asked to do."""


QUICK = frozenset("add sub mul div pow dot mv mm matmul sum mean backward".split())
"""Methods that small programs call so often that a second look at their arguments would show."""

_QUICK_LOOKS = frozenset("item tolist dim ndimension numel nelement detach size stride register_hook".split())
"""Methods that are so, too, and have no arguments to look at or look for themselves."""


PARSED = (QUICK | _QUICK_LOOKS) - {"backward", "register_hook"}
"""Those of them that are in C++ in PyTorch, where no class stands before the name in a message."""


def _takes_arguments(method: FunctionType) -> bool:
    code = method.__code__
    return code.co_argcount + code.co_kwonlyargcount > 1 or bool(code.co_flags & CO_VARARGS)


for _part in Methods.__mro__[1:-1]:
    if not _part.__module__.startswith(__name__):
        continue
    for _name, _method in list(vars(_part).items()):
        if isinstance(_method, FunctionType):
            if _method.__name__ == _name:
                # What a learner sees is one class, as in PyTorch; but what PyTorch parses is called by its name alone.
                _method.__qualname__ = _name if _name in PARSED else f"Tensor.{_name}"
                if _name[0] != "_":
                    cite_method(_method, _name)
            _quick = _name[0] == "_" or _name in QUICK or _name in _QUICK_LOOKS
            if not _quick:
                _made = as_pytorch(_method, _name, own=True) if _takes_arguments(_method) else bare(_method, _name)
                setattr(_part, _name, _made)

for _name in OF_TENSORS - set(dir(Methods)):
    setattr(Methods, _name, Absent(_name))
