"""What PyTorch's own autograd tests ask, in our words: views changed in place, inference mode, checkpoints, walks."""

VIEWED = """
def refused(f):
    try:
        return f()
    except RuntimeError as e:
        return str(e)[-60:]
root = torch.arange(4.0).view(2, 2).requires_grad_()
def through(change, end):
    x = root.clone()
    views = change(x)
    return torch.autograd.grad(end(x, *views).sum(), root)[0]
def one(x):
    v = x.narrow(0, 0, 1)
    v.mul_(2)
    return (v,)
def two(x):
    v, w = x.narrow(0, 0, 1), x.narrow(0, 0, 1)
    v.mul_(2)
    return v, w
def inner(x):
    v = x.narrow(0, 0, 1)
    w = v.narrow(1, 1, 1)
    w.mul_(2)
    return v, w
through(one, lambda x, v: x), through(two, lambda x, v, w: w), through(inner, lambda x, v, w: x)
a = torch.ones(3, 1, dtype=torch.double, requires_grad=True)
b = a * 2
c = b.view_as(b)
c[0][0] = 3
with torch.no_grad():
    name = c.grad_fn.name()
c.sum().backward()
name, a.grad
p = torch.arange(16.0, dtype=torch.double).view(4, 4).requires_grad_()
q = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.double, requires_grad=True)
def multiplied(root, b):
    x = root.clone()
    x.narrow(1, 2, 2).narrow(0, 1, 2).mul_(b)
    x.narrow(1, 0, 2).narrow(0, 1, 2).mul_(b)
    return x
torch.autograd.gradcheck(multiplied, [p, q], check_forward_ad=True), torch.autograd.gradgradcheck(multiplied, [p, q])
class Add(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.mark_dirty(x)
        return x.add_(y)
    @staticmethod
    def backward(ctx, g):
        return g, g
def added(root, b):
    x = root.clone()
    Add.apply(x.narrow(1, 2, 2).narrow(0, 1, 2), b)
    Add.apply(x.narrow(1, 0, 2).narrow(0, 1, 2), b)
    return x
torch.autograd.gradcheck(added, [p, q]), torch.autograd.gradgradcheck(added, [p, q])
def based(root, b):
    x = root.clone()
    before = x.requires_grad
    x.narrow(1, 2, 2).narrow(0, 0, 2).mul_(b)
    flags.append((before, x.requires_grad))
    return x
flags = []
torch.autograd.gradcheck(based, [p.detach(), q]), flags[0]
res = torch.tensor([2.0, 5.0]).narrow(0, 1, 1).mul_(torch.tensor([3.0], requires_grad=True))
res.requires_grad, res
r = torch.ones(1, dtype=torch.double, requires_grad=True)
x = torch.ones(5, dtype=torch.double)
v = x.select(0, 1)
v.requires_grad, v.grad_fn
x.add_(r)
v.requires_grad, torch.autograd.grad(v, r)
refused(lambda: root.clone().unbind()[0].mul_(2))
b = torch.ones(3, requires_grad=True).clone()
refused(lambda: b.unbind(0)[0].view_as(b[0]).mul_(2))
refused(lambda: b.view_as(b).unbind(0)[0].mul_(2))
n = torch.ones(2, 3, 2).select(2, 1).t().requires_grad_(True)
y = n.clone()
y.narrow(0, 0, 1).narrow(1, 1, 1).mul_(2)
y.sum().backward()
n.grad
d = torch.arange(9.0).view(3, 3).requires_grad_()
e = d + d
s = [refused(lambda: f(e)[0].mul_(f(e)[1])) for f in (lambda t: t.split(1), lambda t: t.split_with_sizes((1, 1, 1)))]
s
def unsafe(f):
    one, two, three = f(d + d)
    one.mul_(two)
    return torch.autograd.grad(one.sum(), d)
unsafe(lambda t: t.unsafe_split(1)), unsafe(lambda t: t.unsafe_chunk(3))
class Half(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, other):
        ctx.mark_dirty(x)
        return x.mul_(2)
    @staticmethod
    def backward(ctx, g):
        return g * 2, None
a = torch.tensor([1.0], requires_grad=True)
c = a.clone()
out = Half.apply(c[:], torch.tensor(1.0, requires_grad=True))
out.backward()
a.grad
t = torch.ones(2, 3).t().requires_grad_()
t.sum().backward()
t.grad
x = torch.rand((1,))
x.resize_((1, 2))._version
x.resize_as_(torch.ones(3))._version
x.resize_((3,))._version
l, f = torch.zeros(1, 1, 1, dtype=torch.long), torch.zeros(1, 1, dtype=torch.double)
l[0], f[0] = -12345, -12345.1
int(l), float(f)
f[0] = float("nan")
int(f[0])
f[0] = float("inf")
int(f[0])
bool(f), bool(l), bool(torch.zeros(1))
l[0] = 1234567890123456789
int(l), float(l)
y = torch.empty(2, dtype=torch.float16)
y.copy_(torch.ones(2, requires_grad=True)).requires_grad, y.to(torch.float64).requires_grad
"""

INFERENCE = """
def refused(f):
    try:
        return f()
    except RuntimeError as e:
        return str(e)[:68]
I = torch.inference_mode
with I():
    inside = torch.is_inference_mode_enabled()
    with I(False):
        within = torch.is_inference_mode_enabled()
inside, within, torch.is_inference_mode_enabled()
x = torch.ones(2, requires_grad=True)
double = lambda x: x * x
[(torch.is_inference(f(x)), f(x).requires_grad) for f in (I(double), I()(double), I(True)(double), I(False)(double))]
I(mode=double)(x).is_inference()
with I():
    c = torch.ones(2)
    d = torch.ones(2, requires_grad=True)
    found = [(t.is_inference(), t.requires_grad) for t in (c, d, d * d, d.view(-1), c.add_(2), d.view(2).t())]
    d.add_(2)
    found.append((d.is_inference(), d.requires_grad))
found
a = x.clone()
out = a * a
with I():
    _ = a.add_(2)
    kept = a.is_inference(), a.requires_grad, a.view(-1).is_inference(), a.view(-1).requires_grad
kept
refused(lambda: out.sum().backward())
o = c * c
o.is_inference(), o.requires_grad, o.is_leaf
refused(lambda: c.add_(2))
refused(lambda: c.unsqueeze_(0))
v = c.view(-1)
v.is_inference(), v.requires_grad, v._is_view(), v.is_leaf
a = x.clone()
with I():
    v = a.view(-1)
    w = v.view(-1)
    kept = v.is_inference(), v.requires_grad, v._is_view(), w._is_view(), w.is_leaf
    _ = w.add_(2)
kept, w.requires_grad, a._version, w._version
a = x.clone()
with I():
    v = a.view(-1)
(v * v).requires_grad, refused(lambda: v.add_(2)), v.view(2, 1).requires_grad
a.add_(1)
refused(lambda: v.grad_fn)
s = c.add(x)
s.is_inference(), s.requires_grad
with I():
    leaf = torch.ones(2, requires_grad=True)
s = leaf.add(x)
s.sum().backward()
leaf.grad, x.grad
refused(lambda: c * x)[:45]
refused(lambda: x.clone().mul_(c))[:45]
refused(lambda: torch.mul(x, x, out=c))
refused(lambda: torch.mul(torch.ones(2), torch.ones(2), out=c))
c.view_as(x).is_inference(), x.view_as(c).is_inference(), x.view_as(c).requires_grad
plain = torch.ones(2)
with I():
    v = plain.view_as(plain)
v.add_(2)
"""

WALKS = """
checkpoint, early_stop = torch.utils.checkpoint.checkpoint, torch.utils.checkpoint.set_checkpoint_early_stop
def grad(f):
    def wrapped(x):
        with torch.enable_grad():
            return torch.autograd.grad(f(x), x, create_graph=True)[0]
    return wrapped
def c(f):
    return lambda *args: checkpoint(f, *args, use_reentrant=False)
def f(x):
    return x.sin().exp().sin()
def g(x):
    a, b = f(x), f(x)
    torch.autograd.grad(a, x)
    torch.autograd.grad(b, x)
    return x.sin()
x = torch.tensor(0.5, requires_grad=True)
def table(f):
    return [
        [f(x), c(f)(x), c(c(f))(x)],
        [grad(f)(x), grad(c(f))(x), grad(c(c(f)))(x)],
        [grad(grad(f))(x), grad(c(grad(f)))(x), c(grad(grad(c(f))))(x), grad(c(grad(c(f))))(x)],
        [grad(grad(grad(f)))(x), grad(c(grad(grad(c(f)))))(x), grad(c(grad(c(grad(c(f))))))(x)],
    ]
[[round(float(v), 4) for v in row] for row in table(f)]
[[round(float(v), 4) for v in row] for row in table(g)]
with early_stop(False):
    tables = table(f), table(g)
[[round(float(v), 4) for v in row] for t in tables for row in t]
out, n, s = checkpoint(lambda k, a, b: (f(k * a * b.exp()), 1, "abcd"), 3, x, x * 2, use_reentrant=False)
n, s, torch.autograd.grad(out, x)
count = []
y = c(f)(x)
h = y.grad_fn.next_functions[0][0].register_hook(lambda *_: count.append(1))
y.backward()
count, x.grad
def clone(x):
    count.append(1)
    return x.clone()
count.clear()
c(lambda x: clone(x.sin().cos()))(x).backward()
len(count)
with early_stop(False):
    y = c(lambda x: clone(x.sin().cos()))(x)
y.backward()
len(count)
count.clear()
c(clone)(x).backward()
len(count)
a = torch.tensor(1.0, requires_grad=True)
p, q = checkpoint(lambda a: (a.sin().cos(), a.sin().cos().sin()), a, use_reentrant=False)
h = q.grad_fn.register_hook(lambda *_: p.backward(retain_graph=True))
q.backward(retain_graph=True)
a.grad
order = []
class Simple(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        order.append("simple")
        return g
class Again(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        with torch.enable_grad():
            ctx.x = x.detach().requires_grad_() - 1
        return ctx.x.detach()
    @staticmethod
    def backward(ctx, g):
        order.append("again")
        if ctx.x < 0:
            return g
        with torch.enable_grad():
            Again.apply(ctx.x).backward()
        return g
(Simple.apply(torch.tensor(6.0, requires_grad=True)) * Again.apply(torch.tensor(3.0, requires_grad=True))).backward()
order
w = torch.tensor([1.0, 2.0], requires_grad=True)
def penalty(g):
    handle.remove()
    with torch.enable_grad():
        t = g.detach().requires_grad_()
        (t * 2 + 5).sum().backward()
    return t.grad + g
tmp = w * w
handle = tmp.register_hook(penalty)
tmp.sum().backward()
w.grad
class Broken(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        raise ValueError("something")
import traceback
try:
    Broken.apply(w).sum().backward()
except ValueError as e:
    trace = traceback.format_exc()
'raise ValueError("something")' in trace or "ValueError: something" in trace
"""

TESTED_INFERENCE = {
    "views changed in place, tested": VIEWED,
    "inference mode, tested": INFERENCE,
    "checkpoints and walks, tested": WALKS,
}
