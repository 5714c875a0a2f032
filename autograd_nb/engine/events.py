"""What can be observed from outside while operations are recorded and walked.

The engine tells one observer what happens and knows nothing of what it does with it. With no observer
the cost is one truth test an operation. `autograd_nb.trace` is the observer that the teaching views use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .committing import Change
    from .graph import AccumulateGrad, Edge, Node, Variable
    from .quick.quick_walk import Visit
    from .walk import Walk

Cut = Literal["detach", "data", "no_grad", "inference_mode", "item", "tolist", "numpy", "copy", "no_derivative"]
GradChange = Literal["none", "assign"]
Warned = Literal["non_leaf_grad", "create_graph", "copy_construct", "target_size"]


class Observer(Protocol):
    """The calls that the engine makes. Arrays handed over may be reused: copy what is to be kept."""

    def applied(self, node: Node, inputs: tuple[Any, ...], output: Any) -> None:
        """An operation recorded `node`; `inputs` (tensors or Python scalars) run parallel to `node.next_functions`.

        `output` is its result, the first if there are several.

        Called from within the learner's own call, so the source is the first frame outside this package.
        """

    def several(self, node: Node, outputs: tuple[Any, ...]) -> None:
        """What `applied` told of last gave these results, more than the first."""

    def entered(self, ours: bool) -> Any:
        """A call of many steps begins, of a module of `nn` or `x[0, 1:]`.

        `ours`: it runs no code of the learner's, but for other modules. What is returned is handed to `left`.
        """

    def left(self, outside: Any) -> None:
        """The call that was entered last returns."""

    def cut(self, output: Any, source: Variable, how: Cut) -> None:
        """`output` has the value of `source`, but no gradient flows back through it."""

    def decided(self, tensor: Variable, outcome: bool) -> None:
        """The program asked whether `tensor` is true, as `if` and `while` do."""

    def copied(self, output: Any, data: Any) -> None:
        """`output` was made of the numbers in `data`: tensors, an array, nested lists."""

    def unrecorded(self, inputs: tuple[Any, ...], output: Any) -> None:
        """Nothing is recorded of an operation: no input asks for a gradient, or it has no derivative.

        Left out where gradients are switched off and the observer has kept nothing on an input.
        """

    def backward_started(self, walk: Walk) -> None:
        """A walk from `walk.roots` with `walk.seeds` begins."""

    def visited(self, walk: Walk, node: Node, upstream: list[Any], contributions: list[Any]) -> None:
        """`node` received `upstream` (one gradient per output) and sends `contributions` (one per next function).

        If hooks have made `upstream` of something else, that stands with the node in `walk.arrived`.
        """

    def set_out(self, starts: list[tuple[Edge, Any]], given: bool) -> Any:
        """Instead of `backward_started`, a walk back to all leaves begins at these edges with these gradients.

        What is returned becomes `walk.trace` if the walk turns out to be unusual, else it is handed to `walked`.
        `given` says whether the gradients are the learner's. This and `walked` go together; an observer without
        `walked` hears of each visit by itself.
        """

    def walked(
        self,
        trace: Any,
        visited: list[Node],
        visits: list[Visit],
        due: dict[AccumulateGrad, float],
        leaves: list[tuple[AccumulateGrad, Any]],
        changes: list[tuple[Variable, Change]],
    ) -> None:
        """A walk in which no code of the learner's took part is over.

        Numbers without dimensions are NumPy's scalars in what is told. Nobody changes the arrays: they can be kept.

        Args:
            trace: what `set_out` has returned.
            visited: the operations, in the order of the walk.
            visits: what happened at each of them.
            due: after which place in this order each leaf had got all that came.
            leaves: what has arrived at each leaf, in that order.
            changes: what became of their `.grad`; of a leaf that no longer requires a gradient, nothing.
        """

    def backward_ended(self, walk: Walk, error: BaseException | None) -> None:
        """The walk is over. Without an error the gradients now stand in `walk.accumulated`'s leaves."""

    def refused(self, kind: str, roots: Sequence[Any], error: Exception, culprit: Any = None) -> None:
        """A call of `backward` or `grad` for `roots` raises `error` and walks nowhere: what it was given does not fit.

        `culprit` is the tensor that is at fault, where it is not a root.
        """

    def warned(self, about: Warned, tensor: Variable) -> None:
        """PyTorch warns here, and `tensor` is what it warns of.

        That is the tensor whose `.grad` was read though it is no leaf and keeps none, the one that
        `backward(create_graph=True)` begins at, the one that `torch.tensor` copies, or the prediction whose loss is
        compared with a target of another shape.
        """

    def overwritten(self, *tensors: Variable) -> None:
        """In-place operations have written over the memory of `tensors`, which is counted already.

        One that is the `.grad` of a leaf knows that in `_grad_of`.
        """

    def data_set(self, tensor: Variable) -> None:
        """`tensor.data = ...` has put other memory into a tensor; no version counts that."""

    def grad_changed(self, leaf: Variable, change: GradChange) -> None:
        """`leaf.grad` is another tensor now, or None, and no walk did that."""

    def grads_dropped(self, leaves: list[Variable]) -> None:
        """`zero_grad()` has set `.grad` of these to None."""


observer: Observer | None = None


def observe(new: Observer | None) -> Observer | None:
    """Make `new` the observer (None: nobody) and return the one before."""
    global observer
    old, observer = observer, new
    return old
