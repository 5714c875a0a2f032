"""Which of several equal elements is chosen, as the algorithms that PyTorch uses have it.

The values of `topk`, `kthvalue` and `mode` do not depend on how the elements are brought into order; the places of
equal ones do. So these are the steps of the C++ library's `nth_element`, `sort` and `partial_sort`, and of PyTorch's
own `quick_select`, on small numbers that stand for the values: equal for equal ones. They are needed for ties only.

Source: libstdc++'s bits/stl_algo.h and bits/stl_heap.h; PyTorch's aten/src/ATen/native/Sorting.cpp
"""

from __future__ import annotations

LIMIT = 10_000
"""A line with more elements has too many steps for Python; of equal elements the first ones are taken there."""

_FEW = 16  # so many are sorted by insertion


class Queue:
    """Places of elements, moved about as C++ moves pairs of values and places.

    >>> queue = Queue([0, 0, 0, 0, 0])
    >>> queue.nth_element(1)
    >>> queue.places
    [2, 4, 3, 0, 1]
    """

    def __init__(self, keys: list[int]) -> None:
        self.keys = list(keys)
        self.places = list(range(len(keys)))

    def _swap(self, i: int, j: int) -> None:
        for line in (self.keys, self.places):
            line[i], line[j] = line[j], line[i]

    def _move(self, i: int, j: int) -> None:
        """What stands at j goes to i; those between move up."""
        for line in (self.keys, self.places):
            line.insert(i, line.pop(j))

    def nth_element(self, nth: int) -> None:
        """Bring the element that belongs to `nth` there, smaller ones before it, larger ones behind it."""
        first, last = 0, len(self.keys)
        if nth >= last:
            return
        depth = 2 * (last.bit_length() - 1)
        while last - first > 3:
            if not depth:
                self._heap_select(first, nth + 1, last)
                self._swap(first, nth)
                return
            depth -= 1
            cut = self._partition(first, last)
            first, last = (cut, last) if cut <= nth else (first, cut)
        self._insertion_sort(first, last)

    def sort(self, last: int) -> None:
        """Bring the first elements, up to `last`, into order."""
        if last:
            self._introsort(0, last, 2 * (last.bit_length() - 1))
            if last > _FEW:
                self._insertion_sort(0, _FEW)
                for i in range(_FEW, last):
                    self._insert(i, 0)
            else:
                self._insertion_sort(0, last)

    def partial_sort(self, middle: int) -> None:
        """Bring the smallest elements, up to `middle`, into order, and all others behind them."""
        self._heap_select(0, middle, len(self.keys))
        self._sort_heap(0, middle)

    def quick_select(self, k: int) -> None:
        """The same as `nth_element` in PyTorch's own way."""
        keys, left, right = self.keys, 0, len(self.keys) - 1
        while right > left:
            if right == left + 1:
                if keys[left] > keys[right]:
                    self._swap(left, right)
                return
            self._swap(left + (right - left) // 2, left + 1)
            for i, j in ((left + 1, right), (left, right), (left + 1, left)):
                if keys[i] > keys[j]:
                    self._swap(i, j)
            i, j, pivot = left + 1, right, keys[left]
            while True:
                i += 1
                while pivot > keys[i]:
                    i += 1
                j -= 1
                while keys[j] > pivot:
                    j -= 1
                if j < i:
                    break
                self._swap(i, j)
            self._swap(left, j)
            if j <= k:
                left = i
            if j >= k:
                right = j - 1

    # -- steps of these ------------------------------------------------------------------------------------

    def _introsort(self, first: int, last: int, depth: int) -> None:
        while last - first > _FEW:
            if not depth:
                self._heap_select(first, last, last)
                self._sort_heap(first, last)
                return
            depth -= 1
            cut = self._partition(first, last)
            self._introsort(cut, last, depth)
            last = cut

    def _partition(self, first: int, last: int) -> int:
        """Smaller ones before larger ones than the median of three, which is left at `first`."""
        keys = self.keys
        a, b, c = first + 1, first + (last - first) // 2, last - 1
        if keys[a] < keys[b]:
            median = b if keys[b] < keys[c] else c if keys[a] < keys[c] else a
        else:
            median = a if keys[a] < keys[c] else c if keys[b] < keys[c] else b
        self._swap(first, median)
        low, high, pivot = first + 1, last, keys[first]
        while True:
            while keys[low] < pivot:
                low += 1
            high -= 1
            while pivot < keys[high]:
                high -= 1
            if low >= high:
                return low
            self._swap(low, high)
            low += 1

    def _insertion_sort(self, first: int, last: int) -> None:
        for i in range(first + 1, last):
            if self.keys[i] < self.keys[first]:
                self._move(first, i)
            else:
                self._insert(i, first)

    def _insert(self, i: int, first: int) -> None:
        at = i
        while at > first and self.keys[i] < self.keys[at - 1]:
            at -= 1
        self._move(at, i)

    def _heap_select(self, first: int, middle: int, last: int) -> None:
        size = middle - first
        for hole in reversed(range(size // 2)):
            self._adjust(first, hole, size, self.keys[first + hole], self.places[first + hole])
        for i in range(middle, last):
            if self.keys[i] < self.keys[first]:
                self._pop(first, middle, i)

    def _sort_heap(self, first: int, last: int) -> None:
        while last - first > 1:
            last -= 1
            self._pop(first, last, last)

    def _pop(self, first: int, last: int, result: int) -> None:
        key, place = self.keys[result], self.places[result]
        self.keys[result], self.places[result] = self.keys[first], self.places[first]
        self._adjust(first, 0, last - first, key, place)

    def _adjust(self, first: int, hole: int, size: int, key: int, place: int) -> None:
        """Let the hole sink, then what is to stand there rise."""
        keys, places, top = self.keys, self.places, hole
        child = hole
        while child < (size - 1) // 2:
            child = 2 * (child + 1)
            if keys[first + child] < keys[first + child - 1]:
                child -= 1
            keys[first + hole], places[first + hole] = keys[first + child], places[first + child]
            hole = child
        if size % 2 == 0 and child == (size - 2) // 2:
            child = 2 * (child + 1) - 1
            keys[first + hole], places[first + hole] = keys[first + child], places[first + child]
            hole = child
        parent = (hole - 1) // 2
        while hole > top and keys[first + parent] < key:
            keys[first + hole], places[first + hole] = keys[first + parent], places[first + parent]
            hole, parent = parent, (parent - 1) // 2
        keys[first + hole], places[first + hole] = key, place


def topmost(keys: list[int], k: int, in_order: bool) -> list[int]:
    """Where the `k` smallest keys are, as `topk` has them.

    >>> topmost([0, 2, 0, 1, 0], 2, in_order=True)
    [2, 4]
    """
    queue = Queue(keys)
    if k * 64 <= len(keys):
        queue.partial_sort(k)
    elif k:
        queue.nth_element(k - 1)
        if in_order:
            queue.sort(k - 1)
    return queue.places[:k]


def kth(keys: list[int], k: int) -> int:
    """Where the smallest key is that has `k` before it, as `kthvalue` has it."""
    queue = Queue(keys)
    queue.quick_select(k)
    return queue.places[k]


def sorted_place(keys: list[int], before: int) -> int:
    """Where the key is that has `before` keys before it when all are sorted, as `mode` has it."""
    queue = Queue(keys)
    queue.sort(len(keys))
    return queue.places[before]
