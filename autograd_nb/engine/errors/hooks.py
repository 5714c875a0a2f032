"""PyTorch's texts about hooks: what they return, and those for saved tensors (see `errors`)."""

from __future__ import annotations

from autograd_nb.engine.explain import explained

# ---- what hooks return -------------------------------------------------------------------------------------


@explained
def hook_result_type(got: str) -> TypeError:
    """A hook returns a tensor that replaces the gradient, or `None` to leave it as it is."""
    return TypeError(f"expected Variable, but hook returned '{got}'")


@explained
def hook_result_tuple(got: str) -> TypeError:
    """A hook of a node returns a tuple of gradients, one for each it was given, or `None` to leave them as they are."""
    return TypeError(f"expected tuple, but hook returned '{got}'")


@explained
def hook_result_count(hook: str, got: int, expected: int) -> RuntimeError:
    """A hook of a node returns as many gradients as it was given."""
    return RuntimeError(
        f"hook '{hook}' has returned an incorrect number of values (got {got}, but expected {expected})"
    )


@explained
def hook_result_for_none() -> RuntimeError:
    """No gradient came here, so there is none to replace."""
    return RuntimeError("can't replace a None gradient with a non-None value")


@explained
def hook_result_dtype(hook: str, was: str, got: str) -> RuntimeError:
    """What replaces a gradient has its dtype."""
    return RuntimeError(f"hook '{hook}' has changed the type of value (was {was} got {got})")


@explained
def hook_result_shape(hook: str) -> RuntimeError:
    """What replaces a gradient has its shape."""
    return RuntimeError(f"hook '{hook}' has changed the size of value")


# ---- hooks for saved tensors -------------------------------------------------------------------------------


@explained
def pack_hook_inplace() -> RuntimeError:
    """A pack hook gets the very tensor that was computed with. Change a `clone()` of it."""
    return RuntimeError(
        "A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack hook can not "
        "be modified by in-place operations as this can lead to unexpected side-effects. Please open an issue if you "
        "need to perform in-place operations on the input to a pack hook."
    )


@explained
def unpack_hook_type(got: str) -> TypeError:
    """An unpack hook gives back the value that was saved, as a tensor."""
    return TypeError(f"Output of saved tensor unpack_hook expected to be a Tensor but got result of type {got}")


@explained
def register_hooks_arguments(saved: object, hooks: tuple[object, ...]) -> TypeError:
    """Give two functions: one that packs, one that unpacks."""
    given = ", ".join(repr(value) for value in (saved, *hooks))
    return TypeError(
        "register_hooks(): incompatible function arguments. The following argument types are supported:\n"
        "    1. (self: torch._C._autograd.SavedTensor, arg0: Callable, arg1: Callable) -> None\n\n"
        f"Invoked with: {given}"
    )


@explained
def default_hooks_arguments(pack: object, unpack: object) -> TypeError:
    """Give two functions: one that packs, one that unpacks."""
    return TypeError(
        "_push_saved_tensors_default_hooks(): incompatible function arguments. The following argument types are "
        f"supported:\n    1. (arg0: Callable, arg1: Callable) -> None\n\nInvoked with: {pack!r}, {unpack!r}"
    )


@explained
def saved_none_hooks() -> RuntimeError:
    """The other input needs no gradient, so this one was not saved."""
    return RuntimeError("Calling register_hooks on a saved tensor with value None is forbidden")


@explained
def saved_freed_hooks() -> RuntimeError:
    """Register the hooks before `backward()`, or keep the graph with `retain_graph=True`."""
    return RuntimeError(
        "Calling register_hooks on a saved tensor after it has been freed. Saved intermediate values of the graph are "
        "freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through "
        "the graph a second time or if you need to access saved variables after calling backward."
    )


@explained
def saved_hooks_set() -> RuntimeError:
    """The value was packed already, by hooks of this node or of a saved_tensors_hooks block around the operation."""
    return RuntimeError(
        "Calling register_hooks on a saved tensor whose hooks have already been set. Hint: only one pair of hooks is "
        "allowed at a time."
    )
