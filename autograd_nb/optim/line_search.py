"""A step along a direction that is neither too short nor too long: the conditions of Wolfe.

Source: J. Nocedal and S. J. Wright, "Numerical optimization" (2006), algorithms 3.5 and 3.6, as PyTorch has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Point(NamedTuple):
    """What is known at a length of the step: the loss, the gradient, and the slope along the direction."""

    t: Any
    loss: Any
    gradient: Any
    slope: Any


def cubic_minimum(a: Point, b: Point, bounds: tuple[Any, Any] | None = None) -> Any:
    """Where the cubic through two points with these slopes has its minimum, within bounds."""
    if bounds is not None:
        low, high = bounds
    else:
        low, high = (a.t, b.t) if a.t <= b.t else (b.t, a.t)
    d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t)
    square = d1**2 - a.slope * b.slope
    if square < 0:
        return (low + high) / 2.0
    d2 = square.sqrt()
    if a.t <= b.t:
        place = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
    else:
        place = a.t - (a.t - b.t) * ((a.slope + d2 - d1) / (a.slope - b.slope + 2 * d2))
    return min(max(place, low), high)


class Search(NamedTuple):
    """What a search along a direction goes by."""

    evaluate: Callable[[Any], tuple[Any, Any]]
    direction: Any
    start: Point
    most: int
    c1: float
    c2: float

    def at(self, length: Any) -> Point:
        """What is known at a length."""
        loss, gradient = self.evaluate(length)
        return Point(length, loss, gradient, gradient.dot(self.direction))

    def too_high(self, point: Point) -> Any:
        """Whether there is less descent than was promised."""
        return point.loss > self.start.loss + self.c1 * point.t * self.start.slope

    def flat(self, point: Point) -> Any:
        """Whether little of the slope is left."""
        return abs(point.slope) <= -self.c2 * self.start.slope

    def bracket(self, t: Any) -> tuple[list[Point], int, bool]:
        """Two lengths with a good one between them, or one that is good; how many were tried, and whether it is."""
        before, now = self.start._replace(t=0), self.at(t)
        for tries in range(self.most):
            if self.too_high(now) or (tries > 1 and now.loss >= before.loss):
                return [before, now], tries, False
            if self.flat(now):
                return [now], tries, True
            if now.slope >= 0:
                return [before, now], tries, False
            bounds = (now.t + 0.01 * (now.t - before.t), now.t * 10)
            before, now = now, self.at(cubic_minimum(before, now, bounds))
        return [self.start._replace(t=0), now], self.most, False


def strong_wolfe(
    evaluate: Callable[[Any], tuple[Any, Any]],
    t: Any,
    direction: Any,
    start: Point,
    most: int,
    c1: float = 1e-4,
    c2: float = 0.9,
    tolerance_change: float = 1e-9,
) -> tuple[Any, Any, Any, int]:
    """Loss, gradient and length of a good step, and how often the loss was computed.

    Args:
        evaluate: the loss and the gradient after a step of some length.
        t: the length to try first.
        direction: of the step.
        start: loss, gradient and slope before the step.
        most: how many lengths are tried.
        c1: how much of the promised descent is asked for.
        c2: how much of the slope may be left.
        tolerance_change: a bracket below this is not divided.
    """
    search = Search(evaluate, direction, start, most, c1, c2)
    bracket, tries, done = search.bracket(t)
    size, stuck = direction.abs().max(), False
    low, high = (0, 1) if bracket[0].loss <= bracket[-1].loss else (1, 0)
    while not done and tries < most:
        ends = [point.t for point in bracket]
        if abs(ends[1] - ends[0]) * size < tolerance_change:
            break
        t, stuck = _inside(cubic_minimum(bracket[0], bracket[1]), ends, stuck)
        now = search.at(t)
        tries += 1
        if search.too_high(now) or now.loss >= bracket[low].loss:
            bracket[high] = now
            low, high = (0, 1) if bracket[0].loss <= bracket[1].loss else (1, 0)
        else:
            done = bool(search.flat(now))
            if not done and now.slope * (bracket[high].t - bracket[low].t) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = now
    best = bracket[low]
    return best.loss, best.gradient, best.t, tries + 1


def _inside(t: Any, ends: list[Any], stuck: bool) -> tuple[Any, bool]:
    """A length that is not too near to the ends of the bracket twice; and whether it was near now."""
    least, most = min(ends), max(ends)
    margin = 0.1 * (most - least)
    if min(most - t, t - least) >= margin:
        return t, False
    if stuck or t >= most or t <= least:
        return (most - margin if abs(t - most) < abs(t - least) else least + margin), False
    return t, True
