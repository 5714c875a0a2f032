"""What PyTorch's own autograd tests ask, in our words: attributes of tensors and nodes, and walks within walks."""

ATTRIBUTES = """
x = torch.ones(2, requires_grad=True)
del x.grad
x.grad
del x.data
x.data = None
del x.requires_grad
x.requires_grad = 3
x.grad = 3
x.grad = torch.ones(3)
x.grad = x
h = x.register_hook(print)
h.remove()
y = torch.ones(2)
y.requires_grad_() is y, y.requires_grad
z = x * y
z.requires_grad_(False)
z.requires_grad_() is z
z.requires_grad = False
z.requires_grad = True
y.requires_grad_(False) is y, y.requires_grad
torch.ones(2).long().requires_grad_()
torch.ones(2, dtype=torch.int64, requires_grad=True)
a = x + y
n = a.grad_fn.next_functions
len(n), n[0][1], n[1]
(a + 5).grad_fn.next_functions[0][0] is a.grad_fn, (a + 5).grad_fn.next_functions[1]
x.numpy()
with torch.no_grad():
    x.numpy()
import pickle
for protocol in range(3):
    p, q = pickle.loads(pickle.dumps([x, torch.ones(2)], protocol=protocol))
p, q
v = torch.autograd.Variable(torch.ones(2), requires_grad=True)
v, type(v) is torch.Tensor, isinstance(v, torch.autograd.Variable)
x.is_leaf, z.is_leaf, z.detach().is_leaf, torch.ones(1).is_leaf
z.retains_grad, x.retains_grad
x.retain_grad()
x.retains_grad
torch.ones(1).retain_grad()
z.grad
x.grad_fn is None, z.grad_fn is z.grad_fn, z.grad_fn == z.grad_fn
z.grad_fn.name(), type(z.grad_fn).__name__, z.grad_fn.requires_grad, z.grad_fn.metadata
z.grad_fn.metadata["a"] = 1
z.grad_fn.metadata
x.backward(torch.ones(2))
x.grad
x.backward(torch.ones(3))
x.backward(torch.ones(2, dtype=torch.float64))
x.backward(2.0)
x.backward()
s = x.sum()
s.backward(torch.ones(1))
s.backward(gradient=torch.tensor(2.0))
x.grad
o = torch.max(torch.ones(2, 2, requires_grad=True) * 2, 1, True)
o[1].requires_grad, o[0].requires_grad
b = torch.zeros(1, requires_grad=True).repeat(1, 5).double()
b.grad_fn.name()
c = torch.rand(4, 0, requires_grad=True)
d = torch.ones(4, 1, requires_grad=True)
(c + d).sum().backward()
c.grad, d.grad
"""

ENTERED = """
def function(forward, backward, **more):
    members = {name: staticmethod(f) for name, f in more.items()}
    members |= {"forward": staticmethod(forward), "backward": staticmethod(backward)}
    return type("Fn", (torch.autograd.Function,), members).apply
def forward(ctx, x):
    with torch.enable_grad():
        ctx.x = x.detach().requires_grad_()
        ctx.y = torch.full((2,), 3.0, requires_grad=True)
        ctx.out = ctx.x * ctx.y
    return ctx.out.detach()
def backward(ctx, g):
    with torch.enable_grad():
        ctx.out.sum().backward()
    return ctx.x.grad * g
x = torch.ones(2, requires_grad=True)
function(forward, backward)(x).sum().backward()
x.grad
def broken(ctx, g):
    raise Exception("inside")
child = function(lambda ctx, x: x.clone(), broken)(torch.ones(2, requires_grad=True) ** 2).sum()
def enters(ctx, g):
    child.backward()
    return g
function(lambda ctx, x: x.clone(), enters)(x * x).sum().backward()
x.grad
def leaf_back(ctx, a, b):
    return a, b + a
def leaf_inplace(ctx, a, b):
    ctx.mark_dirty(a)
    return a.add_(b), b + 2
a, b = torch.zeros(2), torch.ones(2, requires_grad=True)
q, p = function(leaf_inplace, leaf_back)(a, b)
q is a, q.requires_grad, q.grad_fn.name()
q.sum().backward()
b.grad
calls = []
q, p = function(lambda ctx, a, b: (a, a + b), lambda ctx, g, h: (g + h, h))(x, b)
h = q.register_hook(lambda g: calls.append(g))
(q + p + x).sum().backward()
calls, x.grad, b.grad
def three(ctx, g):
    return g, None, None
y = function(lambda ctx, x: x, three)(x)
y.sum().backward()
def nones(ctx, x):
    ctx.save_for_backward(None, x, None)
    return x * x
got = []
function(nones, lambda ctx, g: got.append(ctx.saved_tensors))(x).sum().backward()
got
def aside(ctx, x):
    out = torch.zeros(2)
    ctx.mark_non_differentiable(out)
    return x, out
a, b = function(aside, lambda ctx, g, h: g)(x)
b = b + 1
a.requires_grad, b.requires_grad
function(lambda ctx, a, b: a, lambda ctx, g: (g, None))(a, b).sum().backward()
x.grad
old = torch.autograd.Function()
class Id(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        return g
f = Id()
isinstance(f, Id)
f(x)
Id.apply(x).grad_fn.name()
with torch.no_grad():
    y = Id.apply(x)
y.grad_fn, y.requires_grad, y is x
deep = torch.ones(1, requires_grad=True)
y = deep.clone()
for _ in range(3000):
    y = Id.apply(y + y * 0.0)
y.backward()
deep.grad
del y
"""

TESTED_ATTRIBUTES = {
    "attributes, tested": ATTRIBUTES,
    "walks within walks, tested": ENTERED,
}
