"""The row of a loss over all alignments of a short sequence with a longer one (connectionist temporal classification).

Between and around the labels stand blanks; an alignment stays at a state, goes on to the next, or leaves out a blank
between different labels. What begins at a state and what ends there are summed up step by step, as logarithms.

Source: A. Graves et al., Connectionist temporal classification, ICML 2006.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

from .derivatives import final
from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

LOW = -1e30
"""The logarithm of what cannot be: its exponential is 0, and differences of it are no nan."""


class Alignments:
    """The states of each example, and which may follow one another."""

    def __init__(self, xp: Any, x: Any, targets: Any, input_lengths: Any, target_lengths: Any, blank: int) -> None:
        self.xp, self.steps, self.classes = xp, x.shape[0], x.shape[2]
        self.steps_used, count = np.asarray(input_lengths), x.shape[1]
        self.rows = np.arange(count)[:, None]
        self.labels = np.full((count, 2 * max((0, *target_lengths)) + 1), blank)
        start = 0
        for n, length in enumerate(target_lengths):
            self.labels[n, 1 : 2 * length : 2] = targets[n, :length] if targets.ndim == 2 else targets[start : start + length]
            start += length
        states = np.arange(self.labels.shape[1])
        ends = 2 * np.asarray(target_lengths, int)[:, None]
        self.first = (states <= 1) & (states <= ends)
        self.last = (states == ends) | (states == ends - 1)
        self.skips = np.zeros(self.labels.shape, bool)
        self.skips[:, 2:] = (self.labels[:, 2:] != blank) & (self.labels[:, 2:] != self.labels[:, :-2])
        self.known = [x[t][self.rows, self.labels] for t in range(self.steps)]

    def only(self, where: Any, x: Any) -> Any:
        """`x` at some states; elsewhere nothing can be."""
        return self.xp.where(where, x, 0) + self.constant(np.where(where, 0, LOW), x)

    def constant(self, values: Any, like: Any) -> Any:
        """Numbers without a derivative, as `like` is."""
        values = values.astype(plain(like).dtype)
        return values if self.xp.plain else like.new_tensor(values)

    def together(self, *parts: Any) -> Any:
        """The logarithm of the sum of exponentials."""
        most = np.maximum.reduce([plain(part) for part in parts])
        shift = self.constant(most, parts[0])
        return self.xp.log(sum(self.xp.exp(part - shift) for part in parts)) + shift

    def moved(self, x: Any, by: int) -> Any:
        """States moved on, or back."""
        width = min(abs(by), x.shape[1])
        gap = self.constant(np.full((x.shape[0], width), LOW), x)
        if by > 0:
            return self.xp.cat([gap, x[:, : x.shape[1] - width]], 1)
        return self.xp.cat([x[:, width:], gap], 1)

    def forth(self) -> list[Any]:
        """For each step, what can have led to each state, with the state itself."""
        before = self.only(self.first, self.known[0])
        found = [before]
        for known in self.known[1:]:
            skipped = self.only(self.skips, self.moved(before, 2))
            before = self.together(before, self.moved(before, 1), skipped) + known
            found.append(before)
        return found

    def back(self) -> list[Any]:
        """For each step, what can follow each state, without the state itself."""
        like = self.known[0]
        end = self.constant(np.where(self.last, 0, LOW), like)
        after = self.constant(np.full(self.labels.shape, LOW), like)
        found = []
        for t in reversed(range(self.steps)):
            if t + 1 < self.steps:
                ahead = after + self.known[t + 1]
                skipped = self.moved(self.only(self.skips, ahead), -2)
                after = self.together(ahead, self.moved(ahead, -1), skipped)
            here = (self.steps_used == t + 1)[:, None]
            after = self.xp.where(~here, after, 0) + self.xp.where(here, end, 0)
            found.append(after)
        return found[::-1]

    def loss(self, forth: list[Any]) -> Any:
        """Minus the logarithm of the probability of all alignments; of none at all, minus `LOW`."""
        steps = np.maximum(self.steps_used - 1, 0)
        ends = sum(self.xp.where((steps == t)[:, None], part, 0) for t, part in enumerate(forth))
        ends = self.only(self.last, ends)
        return -self.together(*(ends[:, s] for s in range(self.labels.shape[1])))


def _ctc(
    x: Any, targets: Any, input_lengths: Any, target_lengths: Any, blank: int, zero_infinity: bool
) -> Any:
    of = Alignments(ARRAYS, x, plain(targets), input_lengths, target_lengths, blank)
    loss = np.where(of.loss(of.forth()) > -LOW / 2, math.inf, of.loss(of.forth()))
    nothing = np.where(np.asarray(target_lengths) == 0, -0.0, math.inf)
    return np.where(of.steps_used == 0, nothing, loss).astype(x.dtype)


def _ctc_vjp(
    xp: Any, g: Any, x: Any, targets: Any, input_lengths: Any, target_lengths: Any, blank: int, zero_infinity: bool
) -> Any:
    """As in PyTorch, the gradient holds for logarithms of probabilities that sum up to 1."""
    of = Alignments(xp, x, plain(targets), input_lengths, target_lengths, blank)
    forth, back = of.forth(), of.back()
    loss = of.loss(forth)
    impossible = plain(loss) > -LOW / 2
    found = []
    for t, (before, after) in enumerate(zip(forth, back)):
        share = xp.exp(before + after + xp.expand_dims(xp.where(~impossible, loss, 0), 1))
        each = xp.exp(x[t]) - xp.scatter((len(of.rows), of.classes), (of.rows, of.labels), share)
        counts = (t < of.steps_used)[:, None]
        sent = xp.where(np.broadcast_to(counts & ~impossible[:, None], each.shape), each * xp.expand_dims(g, 1), 0)
        if not zero_infinity:
            lost = np.broadcast_to(counts & impossible[:, None], each.shape)
            sent = sent + of.constant(np.where(lost, math.nan, 0.0), sent)
        found.append(xp.expand_dims(sent, 0))
    return xp.cat(found, 0)


CTC_LOSS = Op(
    "ctc_loss", "CtcLossBackward0", _ctc,
    vjp=(final("_ctc_loss_backward", _ctc_vjp),),
    formula="−log of the sum over all alignments in {x}",
    local=("exp({x}) − the share of alignments that pass there",), symbol="ctc_loss", saved_as={"x": "log_probs"},
    no_forward="_ctc_loss",
)
