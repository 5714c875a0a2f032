"""Programs about classes that say what functions do with their objects: see tests/learning.py."""

from tests.overrides.modes import MODES

LOGGED = """
log = []
class Logged(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        log.append(func.__name__)
        return super().__torch_function__(func, types, args, kwargs)
m = Logged([1.0, 2.0])
t = torch.tensor([3.0, 4.0])
w = torch.ones(2, 2)
"""

OPERATORS = LOGGED + "".join(
    f"{code}\nlog.clear()\n"
    for code in """m+t t+m 1+m m-1 1-m t-m m*t 2*m m/2 t/m m//2 2//m t//m m%2 2%m t%m m**2 2**m m@t t@m m==1 1==m t==m
    m<t t<m m>=t m!=t -m +m abs(m) ~(m>1) (m>1)&(t>1) m.long()<<1 1<<m.long() m[0] len(m) float(m[0]) int(m[1])
    bool(m[0]) [*m] 1.0_in_m repr(m) f"{m}" f"{m[0]:.2f}" m+"a" m.shape m.T m.data m.grad m.requires_grad m.device
    m.dtype m.is_leaf m.ndim m.grad_fn""".replace("1.0_in_m", "m.__contains__(1.0)").split()
)

CALLS = LOGGED + "".join(
    f"type({code}), log\nlog.clear()\n"
    for code in """m.add(t) torch.add(m,t) torch.add(t,m) torch.add(1,m) torch.exp(m) torch.mean(m) m.mean()
    m.sum(dim=0) torch.sum(m,dim=0) torch.stack([m,m]) torch.cat([t,m]) torch.where(t>3,m,t)
    torch.zeros_like(m) m.new_zeros(2)
    m.numpy() m.tolist() m.clone() m.detach() m.requires_grad_() m.long() m.to(torch.float64) m.view(2,1) m.reshape(2,1)
    m.split(1) torch.max(m,0) torch.tensor(m) torch.as_tensor(m) torch.allclose(m,t) m.size() m.stride() m.unique()
    m.numel() m.dim() m.as_subclass(torch.Tensor) torch.is_tensor(m) torch.broadcast_tensors(m,t) torch.norm(m)
    F.linear(m,w) F.softmax(m,dim=0) F.mse_loss(m,t) F.dropout(m) F.cross_entropy(m,t) F.gelu(m) F.one_hot(m.long())
    F.layer_norm(m,(2,)) torch.dot(t,m) torch.clamp(m,max=1) torch.sort(m) torch.normal(m,1.0)""".split()
)

CHANGES = """
class Plain(torch.Tensor):
    pass
m = Plain([1.0, 2.0])
t = torch.tensor([3.0, 4.0])
m += t
m
t += m
t
m[0] = 7
m
m.add_(t).mul_(2)
m.data = torch.zeros(3)
m
m.grad = torch.ones(3)
type(m.grad), m.requires_grad
m.requires_grad = True
y = (m * m.exp()).sum()
y
y.backward()
m.grad
m.note = "mine"
m.note, hasattr(m + 1, "note")
Plain(2, 3).shape, Plain(), Plain(torch.ones(2)), Plain(torch.ones(2, requires_grad=True) * 2)
torch.Tensor._make_subclass(Plain, torch.ones(2), True)
torch.ones(2).as_subclass(Plain).as_subclass(torch.Tensor)
(torch.ones(2, requires_grad=True) * 2).as_subclass(Plain)
torch.ones(2).as_subclass(int)
Plain([[1.0, 2.0], [3.0, 4.0]])
Plain([[1.0, 2.0], [3.0, 4.0]]).double()
isinstance(m, torch.Tensor), issubclass(Plain, torch.Tensor), Plain.__name__
torch.nn.Linear(3, 2)(m).shape
type(torch.nn.Linear(3, 2)(m))
type(torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU(), torch.nn.Dropout())(m))
"""

KINDS = """
class Plain(torch.Tensor):
    pass
class Inner(Plain):
    pass
class Other(torch.Tensor):
    pass
a, b, c = Plain([1.0]), Inner([2.0]), Other([3.0])
type(a + b), type(b + a), type(torch.add(a, b)), type(torch.stack([a, b, torch.ones(1)]))
a + c
torch.add(a, c)
a < c
class Weight(torch.nn.Parameter):
    pass
w = Weight(torch.ones(2))
type(w), type(w * 2), type(w.data), type(w.detach())
class Carrying(torch.Tensor):
    @staticmethod
    def __new__(cls, x, extra, *args, **kwargs):
        return super().__new__(cls, x, *args, **kwargs)
    def __init__(self, x, extra):
        self.extra = extra
c = Carrying([1.0, 2.0], "metres")
c, c.extra
class Named(torch.Tensor):
    def __init__(self, data):
        super().__init__()
        self.label = "n"
Named([1.0]).label, Named([1.0])
class Explicit(torch.Tensor):
    def __new__(cls, data, name=None):
        return torch.Tensor.__new__(cls, data)
Explicit([1.0, 2.0]), Explicit(torch.ones(2)) + 1
torch.Tensor._make_subclass(int, torch.ones(1))
torch.Tensor._make_subclass(Explicit, 1)
class Passing(torch.Tensor):
    def __init__(self, data):
        super().__init__(data)
Passing([1.0])
class Shown(torch.Tensor):
    def __repr__(self):
        return "shown"
Shown([1.0]), Shown([1.0]) * 2, f"{Shown([1.0])}"
class Twice:
    def twice(self):
        return self * 2
class Mixed(Twice, torch.Tensor):
    pass
Mixed([1.0]).twice(), isinstance(Mixed([1.0]), Twice)
class Adds(torch.Tensor):
    def add(self, other):
        return super().add(other).mul(10)
Adds([1.0]).add(1), Adds([1.0]) + 1
class Refuses(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return NotImplemented
r = Refuses([1.0])
torch.add(r, 1)
r + 1
class Counts(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        kwargs = {} if kwargs is None else kwargs
        if func is torch.Tensor.sum or func is torch.sum:
            return "counted"
        return super().__torch_function__(func, types, args, kwargs)
n = Counts([1.0, 2.0])
n.sum(), torch.sum(n), n.mean(), torch.sum(torch.ones(2))
class Fails(torch.Tensor):
    calls = 0
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        cls.calls += 1
        raise ValueError(func.__name__)
f = Fails([1.0])
torch.exp(f)
torch.stack([f, f])
F.linear(f, f)
f.exp()
Fails.calls
"""

DUCKS = """
HANDLED = {}
class Diagonal:
    def __init__(self, n, value):
        self.n, self.value = n, value
    def __repr__(self):
        return f"Diagonal(n={self.n}, value={self.value})"
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func not in HANDLED or not all(issubclass(t, (torch.Tensor, Diagonal)) for t in types):
            return NotImplemented
        return HANDLED[func](*args, **(kwargs or {}))
HANDLED[torch.mean] = lambda input: float(input.value) / input.n
HANDLED[torch.add] = HANDLED[torch.Tensor.add] = lambda a, b: ("add", type(a).__name__, type(b).__name__)
HANDLED[F.relu] = lambda input, inplace=False: Diagonal(input.n, max(input.value, 0))
HANDLED[F.softmax] = lambda input, dim=None, **_: ("softmax", dim)
HANDLED[torch.stack] = lambda tensors, dim=0: (len(tensors), dim)
HANDLED[torch.einsum] = lambda equation, *operands: (equation, len(operands))
HANDLED[torch.matmul] = lambda a, b: "matmul"
HANDLED[F.mse_loss] = lambda a, b, **_: "mse_loss"
HANDLED[torch.linalg.inv] = lambda a: Diagonal(a.n, 1 / a.value)
HANDLED[torch.ones_like] = lambda a: Diagonal(a.n, 1)
d = Diagonal(5, 2)
t = torch.ones(2)
torch.mean(d)
torch.add(d, 1), torch.add(t, d), torch.add(d, t), torch.add(1, d)
t + d, t.add(d)
F.relu(Diagonal(5, -2))
F.softmax(d, dim=0)
torch.stack([d, d], dim=1), torch.stack([t, d])
torch.einsum("ii", d), torch.matmul(t, d), torch.matmul(d, t)
torch.mul(d, 2)
torch.exp(d)
F.elu(d)
F.mse_loss(d, d), torch.linalg.inv(d), torch.ones_like(d)
torch.exp(3)
t + 1, torch.exp(t)
"""

MODULE = """
handle_torch_function, has_torch_function = torch.overrides.handle_torch_function, torch.overrides.has_torch_function
is_tensor_like, resolve_name = torch.overrides.is_tensor_like, torch.overrides.resolve_name
is_tensor_method_or_property = torch.overrides.is_tensor_method_or_property
wrap_torch_function = torch.overrides.wrap_torch_function
class Plain(torch.Tensor):
    pass
class Duck:
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return func.__name__, [t.__name__ for t in types], args[1:], kwargs
p, d, t = Plain([1.0]), Duck(), torch.ones(1)
has_torch_function((t, 1)), has_torch_function((p,)), has_torch_function([1, d]), has_torch_function(())
has_torch_function((nn.Parameter(t),))
is_tensor_like(t), is_tensor_like(p), is_tensor_like(d), is_tensor_like(1)
def double(a, b, c=3):
    return handle_torch_function(double, (a, b), a, b, c=c)
double(d, 2)
class Silent:
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return NotImplemented
double.__module__ = "mine"
handle_torch_function(double, (Silent(),), 1)
def plainly(a):
    return a + a
twice = wrap_torch_function(lambda a: (a,))(plainly)
twice(t), twice(d)
is_tensor_method_or_property(torch.Tensor.add), is_tensor_method_or_property(torch.add)
is_tensor_method_or_property(torch.Tensor.shape.__get__)
resolve_name(torch.Tensor.add), resolve_name(torch.add), resolve_name(F.linear)
resolve_name(torch.Tensor.shape.__get__)
"""

MACHINERY = (
    LOGGED
    + """
m.requires_grad_()
log.clear()
y = (m * m.exp()).sum()
log
g, = torch.autograd.grad(y, m, create_graph=True)
g, log
g.sum().backward()
m.grad, log
optimizer = torch.optim.SGD([m], lr=0.1, momentum=0.9)
optimizer.step()
m
torch.autograd.functional.jacobian(lambda a: a * a, m)
class Triple(torch.autograd.Function):
    forward = staticmethod(lambda ctx, x: x * 3)
    backward = staticmethod(lambda ctx, g: g * 3)
Triple.apply(m)
list(torch.utils.data.DataLoader([m.detach(), m.detach()], batch_size=2))
layer = torch.nn.Linear(2, 1)
layer.load_state_dict({"weight": m.detach()[None], "bias": t[:1]})
layer.weight
hook = m.register_hook(lambda g: log.append(type(g)))
log.clear()
m.sum().backward()
log
"""
)

PROGRAMS = {
    "machinery": MACHINERY,
    "operators": OPERATORS,
   "calls": CALLS, "changes": CHANGES, "kinds": KINDS, "ducks": DUCKS, "module": MODULE,
   "modes": MODES,
}  # fmt: skip
