"""Blocks in which every function of tensors is handed to a mode: see tests/learning.py."""

MODES = """
BaseTorchFunctionMode, TorchFunctionMode = torch.overrides.BaseTorchFunctionMode, torch.overrides.TorchFunctionMode
names = []
class Telling(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        names.append(func.__name__)
        return func(*args, **(kwargs or {}))
def told(compute):
    names.clear()
    with Telling():
        result = compute()
    return result, list(names)
x = torch.ones(3, requires_grad=True)
told(lambda: torch.ones(2) + 1), told(lambda: 1 - torch.ones(2))
told(lambda: (x * 2).sum().backward()), told(lambda: x.grad), told(lambda: x.shape), told(lambda: x[0])
told(lambda: -x), told(lambda: x @ x), told(lambda: x == x), told(lambda: len(x)), told(lambda: x.size())
told(lambda: F.relu(x)), told(lambda: torch.stack([x, x])), told(lambda: torch.where(x > 0, x, x))
told(lambda: torch.arange(3)), told(lambda: torch.rand_like(x).shape), told(lambda: torch.full((1,), 2))
told(lambda: x.data.add_(1)), told(lambda: x.tolist()), told(lambda: x.is_leaf), told(lambda: torch.is_tensor(x))
told(lambda: setattr(x, "requires_grad", True)), told(lambda: x.clone().__setitem__(0, 1.0))
told(lambda: nn.Linear(3, 2, bias=False).requires_grad_(False)(x).shape)[0]
class Own(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.mm:
            return 7
        if func is torch.Tensor.add:
            return 8
        if func == torch.Tensor.shape.__get__:
            return 9
        return func(*args, **(kwargs or {}))
def answers():
    a = torch.ones(2, 2)
    return torch.mm(a, a), a.add(1), a + 1, 1 + a, a.shape, a.mul(2)
with Own() as mode:
    found = answers()
found, type(mode), answers()
def inside(outer, inner):
    names.clear()
    with outer, inner:
        a = torch.ones(2, 2)
        return torch.mm(a, a), list(names)
inside(Own(), Telling()), inside(Telling(), Own()), inside(Telling(), Telling())
class Refusing(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        raise ValueError("no")
def refused(mode):
    with mode:
        return x + 1
refused(Refusing())
refused(BaseTorchFunctionMode())
refused(TorchFunctionMode())
x + 1
class Sub(torch.Tensor):
    pass
s = Sub([1.0, 2.0])
told(lambda: torch.add(s, 1))
type(s + 1).__name__
"""
