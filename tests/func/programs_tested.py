"""What PyTorch's own tests of torch.func ask, in our words: functions of the learner's, and changes in place."""

OWN_FUNCTIONS = """
f = torch.func
import numpy as np
once = torch.autograd.function.once_differentiable
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(x):
        numbers = x.numpy()
        return torch.tensor(numbers**3), float(numbers.sum())
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])
        ctx.total = output[1]
    @staticmethod
    def backward(ctx, g, _):
        (x,) = ctx.saved_tensors
        return 3 * x**2 * g
x = torch.tensor([1.0, 2.0])
f.grad(lambda x: Cube.apply(x)[0].sum())(x)
f.grad(lambda x: f.grad(lambda x: Cube.apply(x)[0].sum())(x).sum())(x)
f.vjp(lambda x: Cube.apply(x)[0], x)[1](x)
f.jacrev(lambda x: Cube.apply(x)[0])(x)
f.grad(lambda x: Cube.apply(x)[0].mul_(2).sum())(x)
class Once(Cube):
    @staticmethod
    @once
    def backward(ctx, g, _): return 3 * ctx.saved_tensors[0] ** 2 * g
y = torch.tensor([1.0, 2.0], requires_grad=True)
g = f.vjp(lambda x: Once.apply(x)[0], y)[1](y)[0]
g.sum().backward()
class Kept(torch.autograd.Function):
    @staticmethod
    def forward(x): return x
    @staticmethod
    def setup_context(ctx, inputs, output): ctx.save_for_forward(output)
    @staticmethod
    def backward(ctx, g): return g
    @staticmethod
    def jvp(ctx, t): return t.view_as(t)
def refused(call):
    try: call()
    except RuntimeError as error: return "saved for backward" in str(error)
refused(lambda: f.grad(lambda x: Kept.apply(x.clone()).sum())(x)), refused(lambda: Kept.apply(x))
class Pair(torch.autograd.Function):
    @staticmethod
    def forward(x, ys): return x + ys[0] + ys[1]["z"]
    @staticmethod
    def setup_context(ctx, inputs, output): pass
    @staticmethod
    def backward(ctx, g): return g, None
    @staticmethod
    def vmap(info, in_dims, x, ys):
        seen.append((in_dims, tuple(x.shape), tuple(ys[0].shape), tuple(ys[1]["z"].shape)))
        return (x, ys[:1]), (in_dims[0], in_dims[1][:1])
seen = []
a, b = torch.arange(6.0).reshape(3, 2), torch.ones(2)
f.vmap(Pair.apply, in_dims=(1, [None, {"z": 1}]))(a, [b, {"z": a}])
f.vmap(lambda x: Pair.apply(x, [b, {"z": a.t()}]))(a.t())
seen
class Named(torch.autograd.Function):
    @staticmethod
    def forward(x, *, y): return x + y
    @staticmethod
    def setup_context(ctx, inputs, output): pass
    @staticmethod
    def vmap(info, in_dims, x, *, y): return x + y, 0
f.vmap(lambda x: Named.apply(x, y=b))(a.t())
"""

IN_PLACE = """
f = torch.func
a = torch.arange(6.0).reshape(3, 1, 2)
f.vmap(lambda x: x.clone().squeeze_(0) * 2)(a)
f.vmap(lambda x: x.clone().unsqueeze_(0).shape[0] * x.sum())(a)
f.vmap(lambda x: x.clone().transpose_(0, 1))(a).shape
f.vmap(lambda x: x.clone().t_())(a).shape
f.vmap(lambda x: (x * 1).squeeze_(), in_dims=2)(a)
def loss(w, x, t):
    y = x.mm(w)
    z = y.squeeze_(0)
    return (z - t).square().sum(), z is y
w, t = torch.ones(2, 2), torch.zeros(3, 2)
f.vmap(lambda x, t: f.grad(lambda w: loss(w, x, t)[0])(w))(a, t)
loss(w, a[0], t[0])[1]
def put(x, y):
    y.copy_(x)
    return y * 2
x, y = torch.tensor([1.0, 2.0]), torch.zeros(2)
f.jacrev(put)(x, y)
y, y.requires_grad
y.zero_()
f.jacfwd(put)(x, y)
y
def part(x, y, z):
    x[:2] = y
    return torch.stack([(x**2).sum(), (z**3).sum()])
f.jacrev(part, argnums=(1, 2))(torch.ones(3), x, x)
f.grad(lambda x, *, out: (out.copy_(x) * x).sum())(x, out=y)
y
f.grad(lambda x: (y.copy_(x) * x).sum())(x)
f.jacrev(torch.sin, chunk_size=1, _preallocate_and_copy=True)(x)
"""

SAVED = """
f, graph = torch.func, torch.autograd.graph
x = torch.tensor([1.0, 2.0])
def kept(fn, *args):
    with graph.save_on_cpu():
        return fn(*args)
def total(x): return x.sin().sum()
f.grad(lambda x: kept(total, x))(x)
f.grad_and_value(lambda x: kept(total, x))(x)
f.vjp(lambda x: kept(total, x), x)
f.jacrev(lambda x: kept(torch.sin, x))(x)
f.hessian(lambda x: kept(total, x))(x)
kept(f.grad(total), x)
kept(f.vjp, total, x)
kept(f.hessian(total), x)
kept(f.grad(f.grad(torch.sin)), x[0])
f.grad(lambda x: torch.utils.checkpoint.checkpoint(total, x, use_reentrant=False))(x)
kept(f.jvp, total, (x,), (x,))
f.jvp(lambda x: kept(total, x), (x,), (x,))
kept(f.jacfwd(torch.sin), x)
kept(f.vmap(torch.sin), x)
out, back = f.vjp(total, x)
kept(back, torch.tensor(1.0))
w = x.clone().requires_grad_()
kept(total, w).backward()
w.grad
def retained(x):
    y = x.sin()
    y.retain_grad()
    return y.sum()
f.grad(retained)(x)
f.vjp(retained, x)
f.vmap(f.grad(retained))(torch.ones(2, 2))
f.vmap(retained)(torch.ones(2, 2))
f.vmap(lambda x: retained(w) * x)(x)
retained(w)
"""

BEHIND_PARAMETERS = """
w, whole = nn.Parameter(torch.tensor([2.0, 3.0])), nn.Parameter(torch.tensor([2, 3]), requires_grad=False)
x, n = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1, 2], [3, 4]])
f = torch.func.vmap
f(lambda x: w - x)(x), f(lambda x: w // x)(x), f(lambda x: w % x)(x), f(lambda x: w / x)(x), f(lambda x: w**x)(x)
f(lambda n: whole / n)(n), f(lambda n: whole - n)(n), f(lambda n: whole // n)(n), f(lambda n: whole % n)(n)
f(lambda n: whole & n)(n), f(lambda n: whole | n)(n), f(lambda n: whole ^ n)(n)
f(lambda n: whole << n)(n), f(lambda n: whole >> n)(n)
f(lambda x: w.add(x, alpha=2))(x), f(lambda x: w.sub(x, alpha=2))(x), f(lambda x: w.remainder(x))(x)
f(lambda x: w.floor_divide(x))(x), f(lambda n: whole.div(n))(n), f(lambda n: whole.bitwise_and(n))(n)
f(lambda n: whole.add(n, alpha=0.5))(n)
f(lambda x, n: w.index_put((n % 2,), x))(x, n).detach()
f(lambda x, n: (w * 2).index_put((n % 2,), x, accumulate=True))(x, n * 2).detach()
torch.autograd.grad(f(lambda x, n: w.index_put((n % 2,), x) * w)(x, n * 2).sum(), w)
def loss(w, x): return (w * x - 1).pow(2).mean()
def learned(x): return loss(w - 0.1 * torch.func.grad(loss)(w, x), x)
f(learned)(x)
torch.autograd.grad(f(learned)(x).sum(), w)
sum(torch.autograd.grad(learned(row), w)[0] for row in x)
class Cube(torch.autograd.Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(x): return x**3
    @staticmethod
    def setup_context(ctx, inputs, output): ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, g): return 3 * g * ctx.saved_tensors[0] ** 2
torch.func.jacrev(Cube.apply)(x[0])
torch.func.jacfwd(Cube.apply)(x[0])
"""

MOVING = """
class Both(torch.autograd.Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(x, w): return x * w, x.sum()
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
        ctx.save_for_forward(*inputs)
    @staticmethod
    def backward(ctx, g, h):
        x, w = ctx.saved_tensors
        return g * w + h, g * x
    @staticmethod
    def jvp(ctx, x_moves, w_moves):
        x, w = ctx.saved_tensors
        return x_moves * w + x * w_moves, x_moves.sum()
f = torch.func
w, x = nn.Parameter(torch.tensor([2.0, 3.0])), torch.tensor([[0.0, 1.0], [2.0, 3.0]])
def first(x): return Both.apply(x, w)[0]
f.jacfwd(lambda w: Both.apply(x[1], w))(w.detach())
f.jacfwd(first)(x[1]), f.jacrev(first)(x[1])
f.vmap(f.jacfwd(first))(x)
f.hessian(lambda x: first(x).pow(3).sum())(x[1])
f.vmap(f.hessian(lambda x: first(x).pow(3).sum()))(x)
"""

DISTRIBUTIONS = """
D, f = torch.distributions, torch.func
a = torch.tensor([0.3, 0.6, 0.9])
one, half = torch.tensor(1.0), torch.tensor(0.5)
def asked(logarithm): return f.vmap(logarithm)(a), f.vmap(f.grad(logarithm))(a)
asked(lambda a: D.Normal(a, 1.0).log_prob(half))
asked(lambda a: D.Bernoulli(a).log_prob(one))
asked(lambda a: D.Gumbel(a, 1.0).log_prob(half))
asked(lambda a: D.StudentT(a).log_prob(half))
asked(lambda a: D.Binomial(3, a).log_prob(one))
asked(lambda a: D.Gamma(a, 1.0).log_prob(half))
asked(lambda a: D.Categorical(logits=torch.stack([a, 2 * a])).log_prob(torch.tensor(1)))
asked(lambda a: D.kl_divergence(D.Normal(a, 1.0), D.Normal(0.0, 2.0)))
"""

MADE_INSIDE = """
f, x = torch.func, torch.tensor([1.0, 2.0, 3.0])
f.vmap(lambda x: torch.tril_indices(2, 2)[0] * x)(x)
f.grad(lambda x: (torch.triu_indices(2, 2, 1).sum() * x).sum())(x)
f.vmap(lambda x: nn.Parameter(torch.ones(2)) * x)(x).detach()
f.grad(lambda x: (nn.Parameter(x.detach() * 2) * x).sum())(x).detach()
f.vmap(lambda x: nn.Linear(1, 2)(x.unsqueeze(0)) * 0 + 1)(x).detach()
f.vmap(lambda x: x.new_ones(2, requires_grad=True) * x)(x).detach()
f.grad(lambda x: nn.Parameter(torch.ones(3)).requires_grad_())(x)
"""

CHECKPOINTS = """
checkpoint = torch.utils.checkpoint.checkpoint
f, w = torch.func, nn.Parameter(torch.tensor([1.0, 2.0]))
x = torch.tensor([[0.0, 1.0], [2.0, 3.0]])
f.vmap(lambda x: checkpoint(lambda x: x * w, x, use_reentrant=False))(x)
f.vmap(lambda x: checkpoint(lambda x: x * w, x, use_reentrant=True))(x)
f.jvp(lambda x: checkpoint(lambda x: x * w, x, use_reentrant=False), (x[0],), (x[1],))[1].detach()
"""

LAYERS = """
f = torch.func
x = torch.randn(2, 4, 3)
def alike(net, *xs):
    parts = [net(*(x[i] for x in xs)) for i in range(2)]
    return torch.allclose(f.vmap(net)(*xs), torch.stack(parts), atol=1e-6)
def steps(net, *xs):
    def loss(p, *xs): return f.functional_call(net, p, xs).pow(2).sum()
    params = dict(net.named_parameters())
    found = f.vmap(f.grad(loss), (None, *(0 for _ in xs)))(params, *xs)
    each = [torch.autograd.grad(loss(params, *(x[i] for x in xs)), list(params.values())) for i in range(2)]
    pairs = zip(found.values(), zip(*each))
    return all(torch.allclose(mine, torch.stack(theirs), atol=1e-5) for mine, theirs in pairs)
class Alone(nn.Module):
    def __init__(self): super().__init__(); self.inner = nn.MultiheadAttention(3, 1)
    def forward(self, x): return self.inner(x, x, x)[0]
nets = [Alone(), nn.InstanceNorm1d(4, affine=True), nn.TransformerEncoderLayer(3, 1, 4, dropout=0.0, batch_first=True)]
[(alike(net, x), steps(net, x)) for net in nets]
wide = x.unsqueeze(1).repeat(1, 2, 1, 1)
nets = [nn.TransformerDecoderLayer(3, 1, 4, dropout=0.0), nn.Transformer(3, 1, 1, 1, 4, dropout=0.0)]
[(alike(net, wide, wide * 0.5), steps(net, wide, wide * 0.5)) for net in nets]
class Last(nn.Module):
    def __init__(self): super().__init__(); self.inner = nn.LSTM(3, 2, batch_first=True)
    def forward(self, x): return self.inner(x.unsqueeze(0))[0][0, -1]
steps(Last(), x)
"""

FUNCTIONALIZED = """
functionalize = torch.func.functionalize
def f(x):
    y = torch.zeros(2)
    y.add_(x)
    return y.view(2, 1).mul_(2)
functionalize(f)(torch.ones(2)), functionalize(f, remove="mutations_and_views")(torch.ones(2))
x = torch.ones(2)
functionalize(lambda a: a.add_(1))(x), x
torch.func.grad(lambda x: functionalize(f)(x).sum())(torch.ones(2))
torch.func.grad(functionalize(lambda x: f(x).sum()))(torch.ones(2))
torch.vmap(functionalize(lambda x: x.clone().add_(1)))(torch.ones(3, 2))
functionalize(f).__name__
functionalize(f, remove="all")(x)
"""

REFUSED = """
torch.func.functional_call(nn.Linear(2, 1), 3, torch.ones(2))
torch.func.functional_call(nn.Linear(2, 1), [3], torch.ones(2))
torch.vmap(torch.dot, (0, "a"))(torch.ones(2, 3), torch.ones(2, 3))
torch.vmap(torch.dot, (0, 0.5))(torch.ones(2, 3), torch.ones(2, 3))
"""

TESTED = {
    "what is refused": REFUSED,
    "functions for compilers": FUNCTIONALIZED,
    "functions of the learner's": OWN_FUNCTIONS,
    "changes in place": IN_PLACE,
    "what is kept": SAVED,
    "batches behind parameters": BEHIND_PARAMETERS,
    "batches through layers": LAYERS,
    "checkpoints of a batch": CHECKPOINTS,
    "leaves made inside": MADE_INSIDE,
    "distributions of a batch": DISTRIBUTIONS,
    "many directions through functions": MOVING,
}
