"""The document: one tensor's graph and its history as plain JSON, the same bytes in every run.

Every picture, table and page is made from it. Its form is defined by `schema.json`; it holds no address, no
time and no cell number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import fold, layout
from .collect import LIMIT, Collected, origin
from .comparison import comparison
from .entries import of_tensor
from .labels import Labels
from .ledger import History, Steps
from .nodes import Writer
from .orders import layers
from .record import recorder
from .sweeps import kept_sweeps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograd_nb.engine.graph import Variable

    from .sweeps import Sweeps

MIME = "application/vnd.autograd-nb.graph.v1+json"
VERSION = 1


LAID_OUT = ("kind", "name", "value", "requires_grad")
"""What the layout of a node depends on, of that which changes."""


def make_document(
    tensor: Variable, namespace: Mapping[str, object] | None = None, *, followed: bool = False
) -> dict[str, Any]:
    """The GraphDoc of a tensor: its graph, values, names, gradients and the walks that have come by.

    Args:
        tensor: the tensor to show; a leaf gives a document of one node.
        namespace: the learner's variables, for names.
        followed: whether it will be asked for again, see `renewed`.

    Returns:
        A dictionary that `json.dumps` takes as it is; see `schema.json`.
    """
    document, writer = _undrawn(tensor, namespace)
    layout.lay_out(document)
    if followed:
        of_tensor(tensor).standing = Standing(writer, document)
        writer.collected.let_go(tensor)
    return document


def renewed(tensor: Variable, namespace: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The newest document of a tensor of which there was one, in the names of that.

    All its parts are new only where some of what it showed is gone.
    """
    standing = standing_of(tensor)
    document = None if standing is None else standing.again()
    return make_document(tensor, namespace, followed=True) if document is None else document


def standing_of(tensor: Variable) -> Standing | None:
    """What is known from the last document of a tensor, if it still has that graph."""
    found: Standing | None = of_tensor(tensor).standing
    return found if found is not None and found.writer.collected.root == origin(tensor)[0] else None


def collected_of(tensor: Variable) -> Collected:
    """What the document of a tensor shows."""
    standing = standing_of(tensor)
    whole = None if standing is None else standing.writer.collected.whole()
    return Collected(tensor, recorder) if whole is None else whole


class Standing:
    """The last document of a tensor, from which the next is made: most of a graph never changes.

    It is kept with its tensor and holds nothing that the tensor does not hold. What has not changed since the last
    document is, part for part, the same object in the next one.
    """

    def __init__(self, writer: Writer, document: dict[str, Any]) -> None:
        self.writer = writer
        self._document = document
        self._steps: Steps = {}

    def again(self) -> dict[str, Any] | None:
        """The document as it is by now; None if some of what it showed is gone."""
        collected = self.writer.collected
        whole = collected.whole()
        if whole is None:
            return None
        self.writer.turn_to(whole)
        try:
            return self._again()
        finally:
            self.writer.turn_to(collected)

    def _again(self) -> dict[str, Any]:
        before, writer = self._document, self.writer
        nodes = writer.again(before["nodes"])
        groups = before["nodes"][len(nodes) :]
        history = History(writer.collected, writer.ids, writer.edge_numbers, self._steps)
        unseen = writer.unseen(nodes)
        document = {
            **{key: part for key, part in before.items() if key != "unseen"},
            "nodes": [*nodes, *groups],
            "changes": history.changes(),
            "backwards": history.backwards(),
        } | ({"unseen": unseen} if unseen else {})
        pairs = zip(before["nodes"], nodes, strict=False)
        if any(one is not other and any(one[key] != other[key] for key in LAID_OUT) for one, other in pairs):
            layout.lay_out(document)
        self._document = document
        return document


def undrawn(tensor: Variable, namespace: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The same before layout."""
    return _undrawn(tensor, namespace)[0]


def _undrawn(tensor: Variable, namespace: Mapping[str, object] | None) -> tuple[dict[str, Any], Writer]:
    root = tensor._grad_fn
    both = None if root is None else kept_sweeps(root, tensor._output_nr)
    # The numbers of a loop vanish with its turns. Where no loop is folded they take as much room as anything else.
    for counts_numbers in (False, True):
        of_tensor(tensor).counts_numbers = counts_numbers
        document, writer = _collect(tensor, namespace, both)
        fold.fold(document)
        if len(document["nodes"]) - sum(len(node.get("members", ())) for node in document["nodes"]) <= LIMIT:
            break
    return document, writer


def finish(document: dict[str, Any]) -> dict[str, Any]:
    """Fold a collected document and lay it out."""
    fold.fold(document)
    layout.lay_out(document)
    return document


def collect(
    tensor: Variable, namespace: Mapping[str, object] | None = None, both: Sweeps | None = None, *, opened: bool = False
) -> dict[str, Any]:
    """The document before folding and layout; `both` are its sweeps, `opened` if a view is to begin with them."""
    return _collect(tensor, namespace, both, opened=opened)[0]


def _collect(
    tensor: Variable, namespace: Mapping[str, object] | None, both: Sweeps | None, *, opened: bool = False
) -> tuple[dict[str, Any], Writer]:
    collected = Collected(tensor, recorder)
    writer = Writer(collected, Labels(collected, namespace or {}), tensor)
    nodes = writer.nodes()
    edges = writer.edges()
    history = History(collected, writer.ids, writer.edge_numbers)
    root = writer.ids[collected.root]
    told = layers(collected, writer.label(collected.root), writer.walks)
    unseen = writer.unseen(nodes)
    sweeps = both and comparison(both, nodes, writer.ids, writer.edge_numbers, collected, opened=opened)
    document = (
        {
            "version": VERSION,
            "text": repr(tensor),
            "root": root,
            "nodes": nodes,
            "edges": edges,
            "changes": history.changes(),
            "backwards": history.backwards(),
            "layout": None,
            "unfolded": None,
            "folded": 0,
            "omitted": collected.omitted,
        }
        | ({"layers": told} if told else {})
        | ({"unseen": unseen} if unseen else {})
        | ({"sweeps": sweeps} if sweeps else {})
    )
    return document, writer
