"""What PyTorch says inside of `func.vmap`.

Source: PyTorch's aten/src/ATen/functorch/{BatchRulesDynamic,BatchRulesRandomness,PlumbingHelper}.cpp.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INPLACE = (
    "vmap: {operation}(self, *extra_args) is not possible because there exists a Tensor `other` in extra_args that has "
    "more elements than `self`. This happened due to `other` being vmapped over but `self` not being vmapped over in a "
    "vmap. Please try to use out-of-place operators instead of {operation}. If said operator is being called inside "
    "the PyTorch framework, please file a bug report instead."
)

NAMED = frozenset({"fill_", "index_put_", "index_add_", "index_copy_", "index_fill_", "scatter_", "scatter_add_"})
"""Methods that PyTorch names when they cannot be mapped; the others are "inplace arithmetic"."""


def inplace(name: str) -> RuntimeError:
    """A tensor that all examples share is to be changed by a batch."""
    return RuntimeError(INPLACE.format(operation=name if name in NAMED else "inplace arithmetic"))


def running_statistics() -> RuntimeError:
    """Statistics that all examples share are to be moved by a batch."""
    return RuntimeError(
        "Batch norm got a batched tensor as input while the running_mean or running_var, which will be updated in "
        "place, were not batched.\nIf you are using a module and do not need eval mode, please set "
        "`track_running_stats` to be False.If you are using a prebuilt module and do not need eval mode, please see "
        "the functorch website for resources on how to patch your module to work with vmap"
    )


def out(name: str) -> RuntimeError:
    """Results of a batch are to be written into a tensor that is there."""
    return RuntimeError(
        f"Batching rule not implemented for aten::{name}.out; the fallback path doesn't work on out= or view ops."
    )


def item() -> RuntimeError:
    """A number is to be taken out of a batch."""
    return RuntimeError(
        "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling .item() on a "
        "Tensor, please try to rewrite what you're doing with other operations. If error is occurring somewhere inside "
        "PyTorch internals, please file a bug report."
    )


def number() -> RuntimeError:
    """A number is to be taken out of a batch that a transform inside of it follows: PyTorch does not know what for."""
    return RuntimeError(
        "vmap: It looks like you're either (1) calling .item() on a Tensor or (2) attempting to use a Tensor in some "
        "data-dependent control flow or (3) encountering this error in PyTorch internals. For (1): we don't support "
        "vmap over calling .item() on a Tensor, please try to rewrite what you're doing with other operations. For "
        "(2): If you're doing some control flow instead, we don't support that yet, please shout over at "
        "https://github.com/pytorch/functorch/issues/257 . For (3): please file an issue."
    )


def data_dependent() -> RuntimeError:
    """A batch is to decide what is done next."""
    return RuntimeError(
        "vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support "
        "that yet, please shout over at https://github.com/pytorch/functorch/issues/257 ."
    )


_VOICE = "Please voice your support in https://github.com/pytorch/functorch/issues/256"


def dynamic(name: str) -> RuntimeError:
    """An operation whose result has a shape that depends on the numbers."""
    return RuntimeError(
        "vmap: We do not support batching operators that can output dynamic shape. Attempted to vmap over "
        f"aten::{name}. {_VOICE}"
    )


def boolean_mask() -> RuntimeError:
    """An index of truth values."""
    return RuntimeError(
        "vmap: We do not support batching operators that can support dynamic shape. Attempting to batch over indexing "
        "with a boolean mask."
    )


def masked_select() -> RuntimeError:
    """A mask that differs from example to example."""
    return RuntimeError(
        "vmap: Attempted to vmap over `mask` in torch.masked_select(self, mask) We cannot support this because for "
        f"each batch this would return a differently shaped Tensor. {_VOICE}"
    )


def allclose() -> RuntimeError:
    """One truth value for all examples."""
    return RuntimeError(
        "vmap over torch.allclose isn't supported yet. Please voice your support over at "
        "github.com/pytorch/functorch/issues/275"
    )


def equal() -> RuntimeError:
    """The same, of `torch.equal`."""
    return RuntimeError("Batching rule not implemented for aten::equal. We could not generate a fallback.")


def no_storage() -> RuntimeError:
    """The memory of a batch is asked for."""
    return RuntimeError("Cannot access data pointer of Tensor that doesn't have storage")


def data() -> RuntimeError:
    """`.data` of a batch."""
    return RuntimeError("accessing `data` under vmap transform is not allowed")


def one_hot() -> RuntimeError:
    """How many classes there are is not said."""
    return RuntimeError(
        "When vmap-ing torch.nn.functional.one_hot, please provide an explicit positive num_classes argument."
    )


def stack_sizes(first: list[int], number: int, other: list[int]) -> RuntimeError:
    """The results of the examples have several shapes."""
    return RuntimeError(
        f"stack expects each tensor to be equal size, but got {first} at entry 0 and {other} at entry {number}"
    )


def random_refused() -> RuntimeError:
    """Random numbers where it was not said how."""
    return RuntimeError(
        "vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' "
        "randomness flags on vmap or perform the randomness operation out of vmap"
    )


def same_of_batch() -> RuntimeError:
    """The same numbers for all examples, drawn by what differs."""
    return RuntimeError(
        "Vmap does not currently support same randomness with a batched tensor input. Please file an issue with "
        "functorch"
    )


def different_in_one() -> RuntimeError:
    """Numbers that differ, written into a tensor that all examples share."""
    return RuntimeError(
        "vmap: Cannot ask for different inplace randomness on an unbatched tensor. This will appear like same "
        "randomness. If this is necessary for your usage, please file an issue with functorch."
    )


def vmap_returns(given: object) -> RuntimeError:
    """The static method `vmap` of a function has not given a pair."""
    return RuntimeError(
        "Expected the vmap staticmethod to have two returns, an output and out_dims with pytree structure compatible "
        f"with the output. Got a {type(given)} instead"
    )


def vmap_dims(dims: object, outputs: object) -> RuntimeError:
    """It has not given a dimension for each output."""
    given, wanted = (
        "TreeSpec(tuple, None, [" + ",\n  ".join("*" * len(x)) + "])" if isinstance(x, tuple) else "*"
        for x in (dims, outputs)
    )
    return RuntimeError(
        "The autograd.Function's vmap staticmethod returned an incompatible (output, out_dims) tuple. Expected "
        f"out_dims={dims} to be compatible with the structure of `output`. out_dims has structure {given} but output "
        f"has structure {wanted}. For more details, please see "
        "https://pytorch.org/docs/main/notes/extending.func.html"
    )


def one_size(shapes: Sequence[tuple[int, ...]]) -> int:
    """How many upstream gradients there are, in the first dimension of all of them.

    Raises:
        ValueError: one is a single number, or they differ.
        IndexError: there is none.
    """
    if () in shapes:
        raise ValueError(
            "vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0 for some input, but that input is a Tensor of "
            "dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0."
        )
    sizes = [shape[0] for shape in shapes]
    if len(set(sizes)) > 1:
        raise ValueError(
            f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
            "mapped dimension"
        )
    if not sizes[0]:
        raise IndexError("index 0 is out of bounds for dimension 0 with size 0")
    return sizes[0]


def strided_outside(
    size: Sequence[int], stride: Sequence[int], offset: int, seen: tuple[int, int], own: tuple[int, int]
) -> RuntimeError:
    """A view of an example that would see its neighbours."""
    return RuntimeError(
        f"result = tensor.as_strided({list(size)}, {list(stride)}, {offset}) can access memory outside of `tensor`. "
        f"`result` can access some memory in range {list(seen)}, but `tensor` can only access some memory in range "
        f"{list(own)}. This is not supported inside of vmap, please try to rewrite the `as_strided` call as a sequence "
        "of PyTorch view operations"
    )


def escaped() -> RuntimeError:
    """A batch has left its function."""
    return RuntimeError(
        "Either your tensor may have escaped from inside a function being vmapped and this is a user error (see "
        "https://pytorch.org/functorch/stable/ux_limitations.html), or there is an internal functorch error in "
        "`gen_vmap_plumbing` Please file an issue if it looks like the latter"
    )


def captured(operation: str) -> RuntimeError:
    """A tensor that comes from outside is to be changed in place."""
    return RuntimeError(
        "During a grad (vjp, jvp, grad, etc) transform, the function provided attempted to call in-place operation "
        f"(aten::{operation}) that would mutate a captured Tensor. This is not supported; please rewrite the function "
        "being transformed to explicitly accept the mutated Tensor(s) as inputs."
    )


def requires_grad() -> RuntimeError:
    """`requires_grad_()` inside of a function of a function."""
    return RuntimeError(
        "You are attempting to call Tensor.requires_grad_() (or perhaps using torch.autograd.functional.* APIs) inside "
        "of a function being transformed by a functorch transform. This is unsupported, please attempt to use the "
        "functorch transforms (e.g. grad, vjp, jacrev, jacfwd, hessian) or call requires_grad_() outside of a function "
        "being transformed instead."
    )


def retain_grad() -> RuntimeError:
    """`retain_grad()` inside of a function of a function."""
    return RuntimeError(
        "You are attempting to call Tensor.retain_grad() inside of a function being transformed by a functorch "
        "transform. This is unsupported, please attempt to use the functorch transforms (e.g. grad, vjp, jacrev, "
        "jacfwd, hessian) or call retain_grad() outside of a function being transformed instead."
    )


def saved_hooks() -> RuntimeError:
    """Hooks for saved tensors around or inside of a function that is differentiated by a function of functions."""
    return RuntimeError(
        "torch.func.{grad, vjp, jacrev, hessian} don't yet support saved tensor hooks. Please open an issue with your "
        "use case."
    )


def backward() -> RuntimeError:
    """`backward()` inside of a function of a function."""
    return RuntimeError(
        "backward() called inside a functorch transform. This is not supported, please use functorch.grad or "
        "functorch.vjp instead or call backward() outside of functorch transforms."
    )


REFUSED: dict[str, Callable[[], RuntimeError]] = {
    **dict.fromkeys(("arange", "eye", "full", "full_like", "new_full", "range", "scalar_tensor"), item),
    **dict.fromkeys(("nonzero", "argwhere"), functools.partial(dynamic, "nonzero")),
    "unique": functools.partial(dynamic, "_unique2"),
    "unique_consecutive": functools.partial(dynamic, "unique_consecutive"),
    "masked_select": masked_select,
    "allclose": allclose,
    "equal": equal,
}
"""Functions, and methods, that know nothing of batches."""


def refused(name: str, count: int, alone: bool) -> RuntimeError | None:
    """What is said to a function of so many arguments, of which the first may `alone` be a batch, if it is refused."""
    if name in ("full_like", "new_full") and alone:
        return None
    if name == "where" and count == 1:
        return dynamic("where")
    if name == "one_hot" and count == 1:
        return one_hot()
    if name in ("tensor", "as_tensor") and not alone:
        return item()
    return REFUSED[name]() if name in REFUSED else None
