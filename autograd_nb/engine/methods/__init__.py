"""The methods of `Tensor`, one explicit method per name, in the order of the table of operations.

Each is written against one contract, `_apply(op, *inputs, **options)`, see base.py.
"""

from .access import Access
from .casting import Casting
from .elementwise import Elementwise
from .inplace import Inplace
from .linalg import Linalg
from .reduce import Reduce


class Methods(Elementwise, Reduce, Linalg, Access, Casting, Inplace):
    """Everything that a tensor can be asked to do."""
