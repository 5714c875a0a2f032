"""`functional_call`: a module as a function of its parameters.

Source: https://pytorch.org/docs/2.7/generated/torch.func.functional_call.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def functional_call(
    module: Any, parameter_and_buffer_dicts: Any, args: Any = None, kwargs: dict[str, Any] | None = None
) -> Any:
    """Call `module` with other tensors in the place of its parameters and buffers.

    >>> import autograd_nb as torch
    >>> net = torch.nn.Linear(1, 1, bias=False)
    >>> functional_call(net, {"weight": torch.tensor([[3.0]])}, torch.tensor([2.0]))
    tensor([6.])
    """
    given = parameter_and_buffer_dicts
    values: Mapping[str, Any] = given if isinstance(given, dict) else {k: v for part in given for k, v in part.items()}
    changed: list[tuple[dict[str, Any], str, Any]] = []
    try:
        for path, value in values.items():
            above, _, name = path.rpartition(".")
            owner = module.get_submodule(above)
            place = owner._parameters if name in owner._parameters else owner._buffers
            if name not in place:
                raise AttributeError(f"{type(owner).__name__} has no attribute `{name}`")
            changed.append((place, name, place[name]))
            place[name] = value
        positional = () if args is None else args if isinstance(args, tuple) else (args,)
        return module(*positional, **(kwargs or {}))
    finally:
        for place, name, before in changed:
            place[name] = before
