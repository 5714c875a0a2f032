"""What PyTorch's own autograd tests ask, in our words: functions and the edges of the graph."""

OWN_FUNCTIONS = """
from collections import OrderedDict
def function(forward, backward, **more):
    members = {name: staticmethod(f) for name, f in more.items()}
    members |= {"forward": staticmethod(forward), "backward": staticmethod(backward)}
    return type("Fn", (torch.autograd.Function,), members).apply
def shown(node):
    if node is None:
        return "None"
    return f"{type(node).__name__}({', '.join(shown(n) for n, _ in node.next_functions)})"
once = torch.autograd.function.once_differentiable
def mixed(ctx, x, scalar, y):
    ctx.scalar = scalar
    ctx.save_for_backward(x, y)
    return x + scalar * y + x * y
def back(ctx, g):
    x, y = ctx.saved_tensors
    modes.append(torch.is_grad_enabled())
    return g + g * y, None, g * ctx.scalar + g * x
modes = []
x = torch.ones(2, 2, requires_grad=True)
y = torch.full((2, 2), 3.0, requires_grad=True)
r = function(mixed, back)(x, 2, y)
r.sum().backward(torch.ones((), requires_grad=True), create_graph=True)
x.grad, y.grad, modes
shown(x.grad.grad_fn)
x.grad = y.grad = None
r = function(mixed, once(back))(x, 2, y)
r.sum().backward(torch.ones((), requires_grad=True), create_graph=True)
x.grad, y.grad, modes
shown(x.grad.grad_fn)
x.grad.sum().backward()
x.grad = y.grad = None
same = function(lambda ctx, x: x, lambda ctx, g: g * 2)
v = torch.ones((), requires_grad=True)
same(v).backward()
v.grad
same(v.clone()).backward()
v.grad
nothing = function(lambda ctx, x: x * 2, lambda ctx, g: None)
w = torch.ones(1, requires_grad=True)
nothing(w).backward()
w.grad
nothing(w**2).sum().backward()
w.grad
torch.autograd.grad(nothing(w), w, allow_unused=True)

def two(ctx, x):
    a, b = x.clone(), x.clone()
    ctx.mark_non_differentiable(b)
    return a, b
got = []
def keep(ctx, *g):
    got.append(g)
    return g[0]
function(two, keep)(w)[0].backward()
def two_unfilled(ctx, x):
    ctx.set_materialize_grads(False)
    return two(ctx, x)
function(two_unfilled, keep)(w)[0].backward()
def two_half(ctx, x):
    ctx._materialize_non_diff_grads = False
    return two(ctx, x)
function(two_half, keep)(w)[0].backward()
got
def several(ctx, a, b, scale, c):
    ctx.save_for_backward(a, b, c)
    return scale, a + b * c, None, True, a * b, "bar", a
def several_back(ctx, *g):
    got.append([None if each is None else each.clone() for each in g])
    a, b, c = ctx.saved_tensors
    return g[1] + g[4] * b + g[6], g[1] * c + g[4] * a, None, g[1] * b
got.clear()
a, b, c = (torch.full((2,), float(n), requires_grad=n < 3) for n in (1, 2, 3))
out = function(several, once(several_back))(a, b, 5, c)
out
torch.autograd.backward([out[1].sum(), out[4].sum(), out[6].sum()])
a.grad, b.grad, c.grad, got
function(several, several_back)(1.0, 2.0, 5, 3.0)
function(lambda ctx, x: x * 2, lambda ctx, g: torch.ones(10))(x).sum().backward()
function(lambda ctx, x: x * 2, lambda ctx, g: (g, g))(x).sum().backward()
function(lambda ctx, x: x * 2, lambda ctx, g: 3.0)(x).sum().backward()
def fails(ctx, g):
    raise Exception("on the way back")
function(lambda ctx, x: x.clone(), once(fails))(x * x).sum().backward()
def squared(x):
    return x**2, 2 * x.item()
def context(ctx, inputs, output):
    ctx.factor = output[1]
z = torch.tensor(3.0, requires_grad=True)
torch.autograd.grad(function(squared, once(lambda ctx, g, _: g * ctx.factor), setup_context=context)(z)[0], z)
class Squared(torch.autograd.Function):
    pass
Squared.generate_vmap_rule, hasattr(Squared, "vmap"), hasattr(Squared, "jvp")
Squared.apply(z)
Squared().forward(z)
double = function(lambda ctx, x: (x * 2,) * 2, lambda ctx, g, h: g * 2 + h * 2)
p, q = double(x)
p is q
torch.autograd.grad((p + q).sum(), x)
def inplace(ctx, x):
    x.mul_(2)
    ctx.mark_dirty(x)
    return x, x
doubled = function(inplace, lambda ctx, g, h: g * 2 + h * 2)
p, q = doubled(x.clone())
p is q
torch.autograd.grad((p + q).sum(), x)
doubled(x)
doubled(x.clone()[0])
def early(ctx, x):
    y = x**2
    ctx.save_for_backward(x, y)
    return y
once_more = function(early, lambda ctx, g: 2 * ctx.saved_tensors[0] * g)
g, = torch.autograd.grad(once_more(z), z, create_graph=True)
torch.autograd.grad(g, z)
stashed = []
def stash(ctx, g):
    stashed.append(ctx)
    return ctx.saved_tensors
def saves(ctx, x):
    ctx.save_for_backward(x)
    return x
function(saves, stash)(w).backward()
stashed[0].saved_tensors
x.unused_attribute = OrderedDict()
sum([function(saves, lambda ctx, g: g)(w) for _ in range(3)]).grad_fn.name()
needs = []
def which(ctx, x, y):
    needs.append(ctx.needs_input_grad)
    return x, y
h = function(which, lambda ctx, g, h: (g, None))
k, l = h(x, torch.ones(2, 2))
needs, k.requires_grad, l.requires_grad
handle = l.register_hook(lambda g: got.append("l"))
(k + l).sum().backward()
got[-1]
"""

EDGES = """
g = torch.autograd.graph
edge, Edge = g.get_gradient_edge, g.GradientEdge
x = torch.tensor([1.0, 2.0], requires_grad=True)
torch.autograd.grad(x.clone().sum(), edge(x))
y = x.clone()
torch.autograd.grad(y.clone().sum(), edge(y))
y = torch.var_mean(x)[1]
torch.autograd.grad(y.clone().sum(), edge(y))
e = edge(x)
out = x.clone()
torch.autograd.grad(out.sum(), e)
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x.clone()
before = edge(y)
y *= 2
torch.autograd.grad(y.sum(), (before, y))
a, b = x.clone(), x.clone()
torch.autograd.grad((a + b).sum(), (Edge(a.grad_fn, a.output_nr), Edge(b.grad_fn, b.output_nr)))
out = a.clone()
torch.autograd.grad(out.sum(), (edge(a), b), allow_unused=True, materialize_grads=True)[1].detach()
torch.autograd.grad(out.sum(), (a, edge(b)), allow_unused=True)
torch.autograd.grad(out.sum(), (a, edge(b)), allow_unused=True, materialize_grads=True)
torch.autograd.backward(out.sum(), inputs=(edge(a), b))
torch.autograd.backward(out.sum(), inputs=(a, edge(b)))
a.grad, b.grad, x.grad
def parts(x, reduce=True):
    inner = x.sin().cos()
    inner = inner.sum() if reduce else inner
    return inner.exp().clone().sin().sum(), edge(inner)
out, inner = parts(x)
first, = torch.autograd.grad(out, (inner,))
torch.autograd.grad(inner, (x,), grad_outputs=(first,))
torch.autograd.grad(parts(x)[0], (x,))
torch.autograd.grad(parts(x, reduce=False)[1], (x,))
torch.autograd.grad(parts(x)[1], (x,))
torch.autograd.grad(parts(x)[1], (x,), grad_outputs=torch.ones(4))
torch.autograd.grad(parts(x)[1], (x,), grad_outputs=torch.ones((), dtype=torch.float64))
torch.autograd.backward(parts(x)[1])
torch.autograd.backward((parts(x)[1], parts(x)[0]))
x.grad
torch.autograd.backward(parts(x)[1], inputs=(x,), grad_tensors=torch.ones(4))
z = x * x
m = z.grad_fn._input_metadata
len(m), m[0].shape, m[0].dtype
v, _ = torch.var_mean(torch.ones(3, 2, requires_grad=True), dim=0)
[part.shape for part in v.grad_fn._input_metadata]
kept = edge(x.clone().clone())
torch.autograd.backward(kept, torch.ones(2))
g.get_gradient_edge(torch.ones(2))
edge(x).node is edge(x).node, edge(x) == edge(x)
x.grad_fn, z.grad_fn.next_functions[0][0].variable is x
z.grad_fn(torch.ones(2))
z.grad_fn(torch.ones(2), torch.ones(2))
z.grad_fn()
torch.autograd.grad(torch.ones(1), x)
torch.autograd.grad(z.sum(), torch.ones(1))
torch.ones(1).backward()
torch.autograd.backward([z], [None])
torch.autograd.backward([z, torch.ones(2)], [torch.ones(2), torch.ones(2)])
w = x + x
torch.autograd.backward([w, w], [torch.ones(2), torch.ones(2)])
x.grad
torch.autograd.backward(z, torch.ones(2), inputs=[])
"""

TESTED = {
    "own functions, tested": OWN_FUNCTIONS,
    "edges, tested": EDGES,
}
