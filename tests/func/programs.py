"""Programs about torch.func: see tests/learning.py."""

from .programs_at_once import AT_ONCE
from .programs_inside import INSIDE
from .programs_many_walks import MANY_WALKS
from .programs_tested import TESTED

DATA = """
f = torch.func
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, -1.0, 0.5])
M = torch.arange(6.0).reshape(3, 2)
"""

GRADIENTS = """
f.grad(lambda x: (x**2).sum())(x)
f.grad(f.grad(torch.sin))(torch.tensor(1.0))
f.grad(f.grad(f.grad(lambda x: x**4)))(torch.tensor(2.0))
f.grad_and_value(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, x + 1)
f.grad(lambda a: ((a**2).sum(), a * 2), has_aux=True)(x)
f.grad(lambda p: (p["w"] * p["b"][0]).sum())({"w": x, "b": [x]})
f.grad(lambda a, b: (a * b).sum(), argnums=1)(x, x + 1)
f.grad(lambda x: (x**2).sum())(x.clone().requires_grad_())
w = torch.tensor(2.0, requires_grad=True)
f.grad(lambda x: (w * x**2).sum())(x)
f.vjp(torch.sin, x)[1](x)
f.vjp(lambda a, b: (a * b, a.sum()), x, x)[1]((x, torch.tensor(1.0)))
f.jvp(torch.sin, (x,), (x,))
f.jvp(lambda a, b: a * b, (x, x), (x, torch.zeros(2)))
with torch.no_grad():
    z = f.grad(lambda x: (x**2).sum())(x)
z
"""

JACOBIANS = """
f.jacrev(torch.sin)(x)
f.jacfwd(lambda x: x**2)(x)
f.jacfwd(lambda m: m @ x)(M)
f.jacrev(lambda m: m @ x)(M)
f.jacrev(lambda a, b: (a * b, a.sum()), argnums=1)(x, x)
f.jacrev(lambda x: {"s": x.sum(), "p": x * 2})(x)
f.jacrev(lambda a, b: a.sum() * b, argnums=(0, 1))(x, y)
f.hessian(lambda x: (x**3).sum() * x[0])(x)
f.jacrev(f.jacfwd(lambda x: x**3))(x)
f.jacfwd(f.jacfwd(lambda x: x**3))(x)
f.jacrev(f.jacrev(lambda x: x.prod()))(y)
f.hessian(torch.nn.functional.softplus)(torch.tensor(0.5))
f.hessian(lambda a: a.matrix_exp().trace())(torch.eye(2))
"""

BATCHES = """
f.vmap(torch.dot)(M, M)
f.vmap(lambda a, b: a * b, in_dims=(0, None))(M, x)
f.vmap(f.grad(lambda x, y: (x * y).sum()), in_dims=(1, None))(M, y)
f.vmap(lambda a: (a.sum(), a * 2), out_dims=(0, 1))(M)
f.vmap(f.hessian(lambda x: (x**3).sum()))(M)
f.vmap(torch.sin)(torch.tensor(1.0))
f.vmap(lambda a, b: a + b)(M, x)
f.vmap(lambda p: p["a"] + p["b"])({"a": M, "b": M})
f.vmap(f.vmap(lambda a: a * 2))(M)
torch.vmap(lambda x: x.sum())(M)
f.functional_call(nn.Linear(2, 1), {"weight": M[:1], "bias": torch.zeros(1)}, (x,))
"""

LINEAR = """
f = torch.func
x, y = torch.tensor([1.0, 2.0]), torch.tensor([0.5, -1.0])
out, moved = f.linearize(lambda a, b: (a * b, {"s": a.sum()}), x, y)
out
moved(torch.ones(2), torch.zeros(2))
moved(torch.zeros(2), torch.ones(2))
moved(x, y), f.jvp(lambda a, b: (a * b, {"s": a.sum()}), (x, y), (x, y))[1]
moved(torch.ones(2))
moved(torch.ones(3), torch.ones(2))
moved(torch.ones(2, dtype=torch.float64), torch.ones(2))
f.linearize(torch.sin, x)[1](x)
f.linearize(lambda p: p["w"].exp(), {"w": x})[1]({"w": y})
f.vmap(f.linearize(lambda a: a.prod() * a, x)[1])(torch.eye(2))
f.jvp(lambda x: f.grad(lambda x: (x**3).sum())(x), (x,), (y,))
f.jvp(lambda x: f.vjp(torch.sin, x)[1](y)[0], (x,), (y,))
f.grad(lambda x: f.jvp(lambda z: f.jvp(torch.sin, (z,), (x,))[1], (x,), (y,))[1].sum())(x)
f.jacfwd(lambda a, b: (a * b, a.sum()), argnums=(0, 1))(x, y)
f.jacfwd(lambda a: {"s": a.sum(), "p": (a * 2, a.prod())})(x)
f.jacfwd(lambda a: (a * 2, a.sum()), has_aux=True)(x)
f.jacfwd(torch.sin)(torch.tensor(0.0))
f.jacfwd(lambda a: torch.ones(3))(x)
f.jacfwd(lambda a: a.view(1, 2).expand(2, 2).cumsum(0))(x)
f.hessian(lambda a, b: (a * b).sin().sum(), argnums=(0, 1))(x, y)
f.jacrev(f.jacfwd(f.jacrev(lambda a: (a**3).sum())))(x)
f.jacfwd(lambda a: f.vmap(lambda b: a * b)(torch.eye(2)))(x)
def changed(a):
    b = a.clone()
    b[0] = a[1] * 2
    b.mul_(a)
    return b
f.jacfwd(changed)(x), f.jacrev(changed)(x)
"""

REFUSALS = """
fn = torch.func
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, -1.0])
fn.grad(lambda x: (x ** 2).sum())(x)
fn.grad(lambda x, y: (x * y).sum(), argnums=(0, 1))(x, y)
fn.grad(lambda x: ((x ** 2).sum(), x), has_aux=True)(x)
fn.grad_and_value(lambda x: (x ** 2).sum())(x)
fn.grad(lambda x: x)(x)
fn.grad(lambda x: 3)(x)
fn.grad(lambda x: (x.sum(), 1))(x)
fn.grad(lambda x: x.sum())(3.0)
fn.grad(lambda x: x.sum(), argnums=1)(x)
fn.grad(lambda x: x.sum(), argnums=-1)(x)
fn.grad(fn.grad(lambda x: x ** 3))(torch.tensor(2.))
fn.grad(lambda d: (d["a"] * d["b"]).sum())({"a": x, "b": y})
fn.vjp(lambda x: x ** 2, x)[1](x)
fn.vjp(lambda x: (x ** 2, x.sum()), x)[1]((x, torch.tensor(1.)))
fn.vjp(lambda x: x ** 2, x)[1](torch.ones(3))
fn.vjp(lambda x: 3, x)
fn.jvp(lambda x: x ** 2, (x,), (y,))
fn.jvp(lambda x: x ** 2, x, y)
fn.jvp(lambda x: x ** 2, (x,), (y, y))
fn.jvp(lambda x: x ** 2, (x,), (torch.ones(3),))
fn.jvp(lambda x: (x ** 2, x), (x,), (y,), has_aux=True)
fn.jvp(lambda x: torch.ones(2), (x,), (y,))
fn.jvp(lambda x: torch.ones(2), (x,), (y,), strict=True)
fn.jacrev(lambda x: x ** 2)(x)
fn.jacrev(lambda x: (x ** 2, x.sum()))(x)
fn.jacrev(lambda x, y: x * y, argnums=(0, 1))(x, y)
fn.jacrev(lambda x: x ** 2, chunk_size=1)(x)
fn.jacrev(lambda x: {"a": x ** 2})(x)
fn.jacrev(lambda x: 3)(x)
fn.jacrev(lambda x: (x, 3))(x)
fn.jacfwd(lambda x: x ** 2)(x)
fn.jacfwd(lambda x: (x ** 2, x.sum()))(x)
fn.jacfwd(lambda x: {"a": x ** 2})(x)
fn.jacfwd(lambda x, y: x * y, argnums=1)(x, y)
fn.jacfwd(lambda x: torch.ones(3))(x)
fn.hessian(lambda x: (x ** 3).sum())(x)
fn.jacrev(fn.jacrev(lambda x: x ** 3))(x)
fn.jacfwd(fn.jacfwd(lambda x: x ** 3))(x)
fn.jvp(fn.grad(lambda x: (x ** 3).sum()), (x,), (y,))
fn.grad(lambda x: fn.jvp(lambda z: (z ** 3).sum(), (x,), (y,))[1])(x)
v = torch.arange(6.).view(2, 3)
fn.vmap(torch.sum)(v)
fn.vmap(lambda a, b: a * b, in_dims=(0, None))(v, torch.ones(3))
fn.vmap(lambda a: a * 2, in_dims=1, out_dims=1)(v)
fn.vmap(lambda a: a * 2, in_dims=1)(v)
fn.vmap(lambda a: (a.sum(), a), out_dims=(0, 1))(v)
fn.vmap(lambda a: {"s": a.sum()})(v)
fn.vmap(lambda d: d["x"] + d["y"])({"x": v, "y": v})
fn.vmap(lambda d: d[0] + d[1], in_dims=((0, None),))((v, torch.ones(3)))
fn.vmap(fn.grad(lambda a: (a ** 2).sum()))(v)
fn.vmap(fn.vmap(lambda a: a + 1))(v)
fn.vmap(lambda a: a, in_dims=None)(v)
fn.vmap(lambda a: a, in_dims=3)(v)
fn.vmap(lambda a, b: a, in_dims=(0,))(v, v)
fn.vmap(lambda a, b: a + b)(v, torch.ones(3, 3))
fn.vmap(lambda a: a)(3)
fn.vmap(lambda: 3)()
fn.vmap(lambda a: 3)(v)
fn.vmap(lambda a: a, out_dims=5)(v)
fn.vmap(lambda a: (a, a), out_dims=(0,))(v)
fn.vmap(lambda a: a, in_dims="x")(v)
fn.vmap(lambda a: a + torch.rand(3))(v)
fn.vmap(lambda a: torch.rand(3), randomness="same")(v).shape
fn.vmap(lambda a: torch.rand(3), randomness="different")(v).shape
fn.vmap(lambda a: a, randomness="x")(v)
fn.vmap(lambda a: a, chunk_size=1)(v)
fn.vmap(lambda a: a, chunk_size=0)(v)
fn.vmap(lambda a: a.sum())(torch.zeros(0, 3))
torch.vmap is fn.vmap
fn.vmap(lambda a: torch.ones(2))(v)
fn.functional_call(nn.Linear(2, 1, bias=False), {"weight": torch.ones(1, 2)}, (x,))
"""

TOGETHER = """
fn = torch.func
models = [nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)) for _ in range(3)]
params, buffers = fn.stack_module_state(models)
{name: (value.shape, value.is_leaf, value.requires_grad) for name, value in {**params, **buffers}.items()}
nets = [nn.Linear(2, 1) for _ in range(3)]
params, buffers = fn.stack_module_state(nets)
x = torch.tensor([[1.0, 2.0], [0.5, -1.0]])
together = fn.vmap(lambda p, b: fn.functional_call(nets[0], (p, b), (x,)))(params, buffers)
together.detach()
torch.allclose(together, torch.stack([net(x) for net in nets]))
together.sum().backward()
params["weight"].grad
fn.stack_module_state([])
fn.stack_module_state([nn.Linear(2, 1), nn.ReLU()])
fn.stack_module_state([nn.Linear(2, 1), nn.Linear(2, 1).eval()])
fn.stack_module_state([nn.Linear(2, 1), nn.Linear(2, 1).requires_grad_(False)])
"""

CALLS = """
f = torch.func
x, i = torch.tensor([1.0, 2.0]), torch.tensor([1, 2])
h = lambda a, b: (a * b).sum()
f.jacfwd(torch.sin, argnums=-1)(x)
f.jacfwd(h, argnums=(-1, 0))(x, x)
f.hessian(h, argnums=(0, -1))(x, x)
f.jacrev(torch.sin, argnums=-1)(x)
f.grad(h, argnums=(0, -1))(x, x)
f.grad(h, argnums=(0, 0))(x, x)
f.grad(h, argnums=(1, -1))(x, x)
f.grad(h, argnums=())(x, x)
f.grad(h, argnums=[0])(x, x)
f.jacfwd(h, argnums="a")(x, x)
f.jacrev(h, argnums=("a",))(x, x)
f.grad(h, argnums=-3)(x, x)
f.jacfwd(torch.sin)()
f.jacfwd(torch.sin)(i)
f.hessian(torch.sin)(i)
f.jacrev(torch.sin)(i)
f.linearize(torch.sin, i)
f.jacfwd(torch.sin)([1.0, 2.0])
f.jacrev(torch.sin)(3)
f.jacfwd(lambda x: None)(x)
f.jacfwd(lambda x: ())(x)
f.jacrev(lambda x: [])(x)
f.jacrev(lambda x: (x, 3))(x)
f.jacfwd(lambda x: (x, 3))(x)
f.jacrev(lambda x: x.long())(x)
f.vjp(lambda x: x.long(), x)
f.jacfwd(lambda x: x.long())(x)
f.jacfwd(lambda x: x, has_aux=True)(x)
f.jacrev(lambda x: (x, 1, 2), has_aux=True)(x)
f.grad(lambda x: x.sum(), has_aux=True)(x)
f.jvp(lambda x: x, (x,), (x,), has_aux=True)
f.vjp(lambda x: (x, "a"), x, has_aux=True)
f.grad(lambda x: (x.sum(), [x, None]), has_aux=True)(x)
f.jacfwd(lambda x: (x, 3), has_aux=True)(x)
f.jacrev(torch.sin, chunk_size=0)
f.jacfwd(torch.sin, randomness="q")(x)
f.jacfwd(lambda x: torch.rand(2) * x)(x)
f.hessian(lambda x: (torch.rand(2) * x * x).sum() + 1 / 0)(x)
f.jacfwd(lambda x: torch.ones(3).normal_() * x[0], randomness="same")(x).diff().count_nonzero()
f.vmap(lambda x: torch.rand(2).reshape(3))(x)
f.jvp(torch.sin, (x,), (3,))
f.jvp(torch.sin, (3,), (x,))
f.jvp(torch.sin, (), ())
f.jvp(torch.sin, (x,), [x])
f.vjp(lambda x: (x, x), x)[1](x)
f.vjp(lambda x: {"a": (x, [x]), "b": (x,)}, x)[1]([x, x])
f.jacrev(h)(x, b=x)
f.jacfwd(h)(x, b=x)
"""

REPLACED = """
f = torch.func
x, w = torch.ones(2), {"weight": torch.ones(1, 2)}
m = nn.Linear(2, 1)
f.functional_call(m, {"w": x}, x).detach()
hasattr(m, "w")
f.functional_call(m, {"w": x, "v": x}, x, strict=True)
f.functional_call(m, w, x, strict=True)
f.functional_call(m, {**w, "bias": torch.ones(1)}, x, strict=True)
f.functional_call(m, {"forward": x}, x)
f.functional_call(m, {"": x}, x)
f.functional_call(m, {"weight": 3}, x)
twice = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False))
twice[1].weight = twice[0].weight
new = torch.full((2, 2), 2.0)
f.functional_call(twice, {"0.weight": new}, x)
f.functional_call(twice, {"0.weight": new}, x, strict=True)
f.functional_call(twice, {"0.weight": new, "1.weight": x.diag()}, x)
f.functional_call(twice, {"0.weight": new, "1.weight": x.diag()}, x, tie_weights=False)
twice[0].weight is twice[1].weight
f.vmap(lambda a: a, in_dims=(None,))(x)
"""

FORMS = """
from collections import OrderedDict, namedtuple
P = namedtuple("P", "a b")
v = torch.func.vmap
x = torch.arange(6.0).reshape(2, 3)
v(torch.linalg.slogdet)(torch.eye(2).expand(3, 2, 2))
v(lambda a: a.max(0))(x)
v(torch.sort)(x).indices
v(lambda a: P(a, a.sum()))(x)
type(v(lambda a: OrderedDict(a=a.sum()))(x)).__name__
v(lambda a: (a, [a, (a, a)]), out_dims=(0, [0, 1]))(x)[1][1][1]
v(lambda a: (a, (a, a)), out_dims=(0, 1))(x)[1][0]
v(lambda a: [a, a], out_dims=(0, 1))(x)
v(lambda a: torch.arange(3), out_dims=None)(x)
v(lambda a: "word", out_dims=None)(x)
v(lambda a: (a.sum(), "word"), out_dims=(0, None))(x)
v(lambda a: a, out_dims=None)(x)
v(lambda a: a, out_dims="first")(x)
v(lambda a: 1.0)(x)
v(torch.mul, [0, 0])(x, x)
v(lambda z: z[0] + z[1], in_dims=([0],))([x, x])
v(lambda z: z[0] + z[1], in_dims=((0, 0),))([x, x])
v(lambda z: z["a"] + z["b"], in_dims=({"a": 0, "b": None},))({"a": x, "b": torch.ones(3)})
"""

STATISTICS = """
x = torch.arange(24.0).view(3, 4, 2)
norm = nn.BatchNorm1d(2)
torch.func.vmap(norm)(x)
norm.running_mean
torch.func.vmap(norm.eval())(x).sum(1)
torch.func.vmap(nn.BatchNorm1d(2, track_running_stats=False, affine=False))(x)[0]
torch.func.vmap(lambda a, m, v: F.batch_norm(a, m, v, training=True))(x, torch.zeros(3, 2), torch.ones(3, 2))[0]
"""

PROGRAMS = (
    INSIDE
    | AT_ONCE
    | TESTED
    | {
        "running statistics": STATISTICS,
        "tensors replaced": REPLACED,
        "calls": CALLS,
        "modules together": TOGETHER,
        "gradients": DATA + GRADIENTS,
        "jacobians": DATA + JACOBIANS,
        "batches": DATA + BATCHES,
        "forms of what comes and goes": FORMS,
        "linear maps": LINEAR,
        "refusals": REFUSALS,
        "many walks at once": MANY_WALKS,
    }
)
