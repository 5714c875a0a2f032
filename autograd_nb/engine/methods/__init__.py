"""The methods of `Tensor`, one explicit method per name, in the order of the table of operations.

Each is written against one contract, `_apply(op, *inputs, **options)`, see base.py.
"""

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
