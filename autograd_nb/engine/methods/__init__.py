"""The methods of `Tensor`, one explicit method per name, in the order of the table of operations.

Each is written against one contract, `_apply(op, *inputs, **options)`, see base.py.
"""

from types import FunctionType

from .access import Access
from .casting import Casting
from .compare import Compare
from .elementwise import Elementwise
from .gradient import Gradient
from .indexing import Indexing
from .inplace import Inplace
from .linalg import Linalg
from .reduce import Reduce


class Methods(Gradient, Elementwise, Compare, Reduce, Linalg, Indexing, Access, Casting, Inplace):
    """Everything that a tensor can be asked to do."""


for _part in Methods.__mro__[1:-1]:
    for _name, _method in vars(_part).items():
        if isinstance(_method, FunctionType) and _part.__module__.startswith(__name__):
            _method.__qualname__ = f"Tensor.{_name}"  # what a learner sees is one class, as in PyTorch
