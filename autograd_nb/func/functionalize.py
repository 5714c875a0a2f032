"""`functionalize`, for programs that hand a function to what reads its steps: there is nothing of the kind here.

Source: https://pytorch.org/docs/2.7/generated/torch.func.functionalize.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def functionalize(func: Callable[..., Any], *, remove: str = "mutations") -> Callable[..., Any]:
    """`func` itself, in a function of the same name: results and changes of the inputs are those of `func`.

    In PyTorch the steps of such a function are others, without in-place operations and, if `remove` says so, without
    views, for compilers that read them. Whoever calls it sees no difference, and here nothing reads the steps. (But for
    `vmap`, which takes it there for a function that changes nothing: here an in-place change of what all examples share
    is refused as without it.)

    >>> import autograd_nb as torch
    >>> x = torch.zeros(2)
    >>> functionalize(lambda x: x.view(2, 1).add_(1))(x), x
    (tensor([[1.],
            [1.]]), tensor([1., 1.]))

    Raises:
        RuntimeError: when called, if `remove` is neither "mutations" nor "mutations_and_views".
    """

    @functools.wraps(func)
    def call(*args: Any, **kwargs: Any) -> Any:
        if remove not in ("mutations", "mutations_and_views"):
            raise RuntimeError(
                f"functionalize(f, remove='mutations'): received invalid argument for remove={remove}. Valid options "
                "are:\n     remove='mutations': all inplace and out= operators will be removed from the program, and "
                "replaced with their out-of-place equivalents.\n     remove='mutations_and_views': In addition to the "
                "above, all aliasing operators {view} will be replaced with their non-aliasing counterparts, "
                "{view}_copy.\n"
            )
        return func(*args, **kwargs)

    return call
