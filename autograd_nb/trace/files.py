"""Which file each operation of a document was written in, and each change of a gradient.

A document itself names no file: a notebook's cell is compiled under a name that differs from run to run. Who
can say more about files (the display knows which cell stands behind which name) asks here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.graph import Node

from .document import collected_of
from .entries import made_of
from .ledger import places_of_changes
from .record import recorder

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Variable


def files_of(tensor: Variable) -> dict[int, str]:
    """The file names of the operations in the document of `tensor`, by node id.

    Operations that nobody recorded are left out, and so are leaves and constants, whose making is not recorded.

    Example:
        >>> import autograd_nb as torch
        >>> from autograd_nb.trace.record import recording
        >>> with recording():
        ...     y = 2 * torch.ones(2, requires_grad=True).sum()
        >>> sorted(files_of(y))
        [1, 3]
    """
    found: dict[int, str] = {}
    for number, thing in enumerate(collected_of(tensor).things.values()):
        made = made_of(thing) if isinstance(thing, Node) else None
        if made is not None and made.code is not None:
            found[number] = made.code.co_filename
    return found


def files_of_changes(tensor: Variable) -> dict[int, str]:
    """The file names of the calls that changed gradients in the document of `tensor`, by number of the change.

    Example:
        >>> import autograd_nb as torch
        >>> from autograd_nb.trace.record import recording
        >>> with recording():
        ...     y = 2 * torch.ones(2, requires_grad=True).sum()
        ...     y.backward()
        >>> sorted(files_of_changes(y))
        [0]
    """
    places = places_of_changes(collected_of(tensor))
    return {number: code.co_filename for number, (code, _) in enumerate(places) if code is not None}


def files_of_unseen(tensor: Variable) -> dict[int, str]:
    """The file names of the lines that changed something unseen in the document of `tensor`, by number there.

    Example:
        >>> import autograd_nb as torch
        >>> from autograd_nb.trace.record import recording
        >>> with recording():
        ...     x = torch.ones(2, requires_grad=True)
        ...     y = (x * x).sum()
        ...     x.data.mul_(2)
        tensor([2., 2.])
        >>> sorted(files_of_unseen(y))
        [0]
    """
    found = recorder.unseen.among(collected_of(tensor).things)
    return {number: at[0].co_filename for number, (_, _, at) in enumerate(found) if at[0] is not None}
