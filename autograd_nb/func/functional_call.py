"""`functional_call`: a module as a function of its parameters.

Source: https://pytorch.org/docs/2.7/generated/torch.func.functional_call.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.joining import stack

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


def stack_module_state(models: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and buffers of several modules of one kind, each stacked, for `functional_call` under `vmap`.

    >>> import autograd_nb as torch
    >>> params, buffers = stack_module_state([torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)])
    >>> params["weight"].shape, buffers
    (torch.Size([2, 1, 2]), {})

    Raises:
        RuntimeError: for no modules, or such that differ in kind, mode or what is learned.
    """
    given = list(models)
    if not given:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if len({model.training for model in given}) > 1:
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if any(type(model) is not type(given[0]) for model in given):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    parameters = [dict(model.named_parameters()) for model in given]
    buffers = [dict(model.named_buffers()) for model in given]
    return (
        {name: _stacked(name, [part[name] for part in parameters]) for name in parameters[0]},
        {name: _stacked(name, [part[name] for part in buffers]) for name in buffers[0]},
    )


def _stacked(name: str, tensors: list[Any]) -> Any:
    learned = {tensor.requires_grad for tensor in tensors}
    if len(learned) > 1:
        raise RuntimeError(f"Expected {name} from each model to have the same .requires_grad")
    found: Any = stack(tensors)
    return found.detach().requires_grad_() if learned == {True} else found
