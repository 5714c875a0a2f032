"""`functional_call`: a module as a function of its parameters.

Source: https://pytorch.org/docs/2.7/generated/torch.func.functional_call.html
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.graph import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping


def functional_call(
    module: Any,
    parameter_and_buffer_dicts: Any,
    args: Any = None,
    kwargs: dict[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call `module` with other tensors in the place of its parameters and buffers.

    Args:
        module: the module.
        parameter_and_buffer_dicts: a dictionary of the tensors by name, or several.
        args: the arguments of the call, or the only one.
        kwargs: those by name.
        tie_weights: a tensor that the module has under several names is replaced under all of them.
        strict: the names must be those of the module, all of them.

    >>> import autograd_nb as torch
    >>> net = torch.nn.Linear(1, 1, bias=False)
    >>> functional_call(net, {"weight": torch.tensor([[3.0]])}, torch.tensor([2.0]))
    tensor([6.])
    """
    given = parameter_and_buffer_dicts
    values: Mapping[str, Any] = given if isinstance(given, dict) else _together(given)
    own = dict(module.named_parameters(remove_duplicate=False)) | dict(module.named_buffers(remove_duplicate=False))
    if tie_weights:
        values = _tied(own, values)
    if strict:
        _require_names(module, own, values)
    changed: list[tuple[dict[str, Any], str, Any]] = []
    try:
        for path, value in values.items():
            above, _, name = path.rpartition(".")
            place = _place(module.get_submodule(above), name)
            if value is not None and not isinstance(value, Variable):
                raise TypeError(f"{value} is not an instance of torch.Tensor")
            changed.append((place, name, place.get(name, _ABSENT)))
            place[name] = value
        positional = () if args is None else args if isinstance(args, tuple) else (args,)
        return module(*positional, **(kwargs or {}))
    finally:
        for place, name, before in changed:
            if before is _ABSENT:
                del place[name]
            else:
                place[name] = before


_ABSENT = object()


def _together(parts: Any) -> dict[str, Any]:
    """The tensors of several dictionaries, each of which has names of its own."""
    if not isinstance(parts, (list, tuple)):
        raise ValueError(  # noqa: TRY004 - PyTorch's
            f"Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got {type(parts)}"
        )
    if not all(isinstance(part, dict) for part in parts):
        raise ValueError("Expected all elements of parameter_and_buffer_dicts to be dictionaries")
    counts = Counter(name for part in parts for name in part)
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise ValueError(f"{repeated} appeared in multiple dictionaries; behavior of functional call is ambiguous")
    return {name: value for part in parts for name, value in part.items()}


def _place(owner: Any, name: str) -> dict[str, Any]:
    """The dictionary of a module in which a tensor stands, or will stand where the module has none of this name."""
    if not name:
        raise KeyError('tensor name can\'t be empty string ""')
    for place in (owner._parameters, owner._buffers):
        if name in place:
            return place
    before = getattr(owner, name, _ABSENT)
    if before is not _ABSENT and not isinstance(before, Variable):
        raise TypeError(f"attribute `{name}`: {before} is not an instance of torch.Tensor")
    return owner.__dict__


def _tied(own: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, for all names of each tensor."""
    names: dict[int, list[str]] = {}
    for name, tensor in own.items():
        names.setdefault(id(tensor), []).append(name)
    found = dict(values)
    for tied in names.values():
        given = [name for name in tied if name in values]
        if len({id(values[name]) for name in given}) > 1:
            raise ValueError(
                f"functional_call got multiple values for keys {sorted(tied)}, which are tied. Consider using "
                "tie_weights=False"
            )
        if given:
            found |= dict.fromkeys(tied, values[given[0]])
    return found


def _require_names(module: Any, own: dict[str, Any], values: Mapping[str, Any]) -> None:
    lines = [
        f"\n\t{kind} key(s): {', '.join(map(repr, sorted(names)))}."
        for kind, names in (("Unexpected", values.keys() - own.keys()), ("Missing", own.keys() - values.keys()))
        if names
    ]
    if lines:
        raise RuntimeError(f"Error(s) in reparametrizing for {module._get_name()}:{''.join(lines)}")


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
