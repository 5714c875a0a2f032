"""What PyTorch's own autograd tests ask, in our words: dual tensors and views, hooks of several tensors, ties."""

DUALS = """
fw = torch.autograd.forward_ad
fw._current_level
def tangent(t):
    return fw.unpack_dual(t).tangent
foo, bar = torch.tensor([1.0, 2.0]), torch.ones(2)
level = fw.enter_dual_level()
fw._current_level
baz = fw.make_dual(foo, bar)
p, t = fw.unpack_dual(baz)
t is bar, p is fw.unpack_dual(baz).primal, tangent(foo)
foo.add_(1)
foo._version == baz._version == p._version
bar.add_(1)
bar._version == t._version, t
foo.requires_grad_(), bar.requires_grad_()
dual = fw.make_dual(foo, bar)
p, t = fw.unpack_dual(dual)
torch.autograd.grad(p.sum(), (foo, bar), retain_graph=True, allow_unused=True)
torch.autograd.grad(t.sum(), (foo, bar), retain_graph=True, allow_unused=True)
fw.unpack_dual(dual.detach() * 2)
with torch.no_grad():
    out = fw.unpack_dual(dual * 3)
out
copy = dual.clone()
copy.detach_()
fw.unpack_dual(copy * 2)
fw.exit_dual_level()
fw._current_level, tangent(baz)
foo, bar = torch.tensor([1.0, 2.0]), torch.ones(2)
level = fw.enter_dual_level()
dual = fw.make_dual(foo, bar)
dual *= 2
tangent(foo), bar, tangent(dual), foo, fw.unpack_dual(dual).primal
p, t = fw.unpack_dual(dual)
tangent(p), tangent(t)
p *= 2
dual
t *= 2
dual
view = dual.narrow(0, 0, 1)
view *= 2
tangent(foo), dual, view
other = torch.zeros(2)
other += dual
other
other = torch.zeros(2)
other[0] = dual[0]
other
loose = torch.zeros(2)
detached = loose.detach()
detached += dual
tangent(loose), detached
changes = [lambda x, y: x.add_(y), lambda x, y: x.mul_(y), lambda x, y: x.copy_(y)]
found = []
for change in changes:
    base = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    view = base.transpose(0, 1)
    _ = change(view, fw.make_dual(torch.arange(4.0).view(2, 2), torch.arange(1.0, 5.0).view(2, 2)))
    before = tangent(base).clone()
    view *= 2
    found.append((before, tangent(base), tangent(view)))
found
turned = fw.make_dual(torch.zeros(2, 2).t(), torch.arange(4.0).view(2, 2))
turned, tangent(turned).stride(), turned.view(-1) if turned.is_contiguous() else turned.reshape(-1)
d = fw.make_dual(torch.ones(2), torch.ones(2))
d == 1, d.eq_(1)
torch.add(torch.ones(2), torch.ones(2), out=torch.zeros(2))
torch.add(d, torch.ones(2), out=torch.zeros(2))
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, n, x, m, y):
        return x * 2 + y * 3
    @staticmethod
    def jvp(ctx, n, x, m, y):
        kinds.append((n, m))
        return x * 2 + y * 3
kinds = []
Own.apply(1, fw.make_dual(torch.tensor(1.0), torch.tensor(1.0)), 1, torch.tensor(1.0))
kinds
class Whole(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, n):
        return x.clone(), n.clone()
    @staticmethod
    def jvp(ctx, x, n):
        kinds.append(n)
        return x, None
Whole.apply(fw.make_dual(torch.tensor(1.0), torch.tensor(1.0)), torch.tensor(3))
kinds[1:]
class Backwards(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clone()
    @staticmethod
    def jvp(ctx, t):
        kinds.append(len(ctx.saved_tensors))
        return t
    @staticmethod
    def vjp(ctx, g):
        kinds.append(len(ctx.saved_tensors))
        return g
leaf = torch.tensor(1.0, requires_grad=True)
Backwards.apply(fw.make_dual(leaf, torch.tensor(1.0))).backward()
kinds[2:], leaf.grad
fw.exit_dual_level()
def bad(x, y):
    if fw._current_level >= 0:
        value, t = fw.unpack_dual(y)
        y = fw.make_dual(value, t * 1.1)
    return x + y, y
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([0.5, 0.25], dtype=torch.float64, requires_grad=True)
torch.autograd.gradcheck(lambda x, y: (x + y, y), (x, y), check_forward_ad=True)
torch.autograd.gradcheck(bad, (x, y), check_forward_ad=True)
"""

SEVERAL = """
g = torch.autograd.graph
class Foo(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a.clone()
    @staticmethod
    def backward(ctx, g):
        return g
class Broken(Foo):
    @staticmethod
    def backward(ctx, g):
        raise RuntimeError("broken")
a, b, c = (torch.ones(2, requires_grad=True) for _ in range(3))
t1, t2, t3 = a.mul(2), Foo.apply(b), c.clone()
calls = []
handle = g.register_multi_grad_hook((t1, t2, t3), lambda grads: calls.append([x is not None for x in grads]))
out = t2 * t3
out.sum().backward(inputs=(t2, t3), retain_graph=True)
calls
out.sum().backward(inputs=(t1,), retain_graph=True)
calls
out.sum().backward(inputs=(t1, t3), retain_graph=True)
calls
out = Broken.apply(t2) * t3
out.sum().backward(inputs=(t2, t3), retain_graph=True)
calls
(t1 * t2 * t3).sum().backward()
calls
handle.remove()
out.sum().backward(inputs=(t1, t3), retain_graph=True)
len(calls)
order = []
z = torch.ones(3, requires_grad=True) * 2
s, k = z.sin(), z.cos()
h = z.register_hook(lambda grad: order.append("z"))
h = g.register_multi_grad_hook((s, k), lambda grad: order.append("any"), mode="any")
(s + k).sum().backward(retain_graph=True)
(s + k).sum().backward(retain_graph=True)
order
h.remove()
(s + k).sum().backward()
order
with g.allow_mutation_on_saved_tensors():
    a = torch.ones(2, 3, requires_grad=True)
    b = a.clone()
    out = (b**2).sum()
    b.sin_()
    out.sum().backward()
a.grad, b
with g.allow_mutation_on_saved_tensors():
    a = torch.ones(2, requires_grad=True)
    b = a.clone()
    out = b.exp()
    out.sin_()
    (out * 1).sum().backward()
a.grad
with g.allow_mutation_on_saved_tensors():
    a = torch.ones(2, 3, requires_grad=True)
    b = a.clone()
    c = b[0]
    out = (c**2).sum()
    b.mul_(2)
    out.backward()
a.grad
with g.allow_mutation_on_saved_tensors():
    a = torch.ones(2, requires_grad=True)
    b = a.clone()
    out = (b**2).sum()
    b.sin_()
out.backward()
with g.allow_mutation_on_saved_tensors():
    with g.allow_mutation_on_saved_tensors():
        pass
a = torch.ones(2, requires_grad=True)
b = a.clone()
with g.allow_mutation_on_saved_tensors():
    out = (b**2).sum()
    b.sin_()
    (b**2).sum().backward()
a.grad
hooks = g.saved_tensors_hooks
with hooks(lambda x: 3 * x, lambda x: 3 * x):
    b = torch.tensor([1.0, 2.0], requires_grad=True)
    with hooks(lambda x: 5 * x, lambda x: 5 * x):
        a = torch.tensor([1.0, 2.0], requires_grad=True)
        y = a * a
    z = b * b
torch.autograd.grad(y.sum(), a), torch.autograd.grad(z.sum(), b)
class Custom(Exception):
    pass
def fails(x):
    raise Custom("unpack")
with hooks(lambda x: x, fails):
    out = torch.sin(a)
out.sum().backward()
packed = []
with hooks(lambda x: packed.append(x) or x, lambda x: packed.append("un") or x):
    out = (a * torch.ones(2)).sum()
    alone = (a * 3).sum()
    out.backward()
len(packed), packed[-1]
with hooks(lambda x: 2 * x, lambda x: x):
    y = (a**3).sum()
    (grad,) = torch.autograd.grad(y, a, create_graph=True)
    second = torch.autograd.grad(grad.sum(), a)
second
def body(x):
    x += 1
    return x
def refused(f):
    try:
        return f()
    except RuntimeError as e:
        return str(e)[:56]
def exp():
    with hooks(body, lambda x: x):
        return torch.exp(a)
refused(exp)
class Power(torch.autograd.Function):
    @staticmethod
    def forward(x, y=3):
        return x**y
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.given = inputs
    @staticmethod
    def backward(ctx, g):
        x, y = ctx.given
        return g * y * x ** (y - 1), None
x = torch.tensor(2.0, requires_grad=True)
Power.apply(x), torch.autograd.grad(Power.apply(x), x)
class Class(Power):
    @classmethod
    def forward(cls, x, y=3):
        return x**y
    @classmethod
    def setup_context(cls, ctx, inputs, output):
        ctx.given = inputs
    @classmethod
    def backward(cls, ctx, g):
        x, y = ctx.given
        return g * y * x ** (y - 1), None
Class.apply(x), torch.autograd.grad(Class.apply(x), x)
ties = torch.tensor([1.0, 0.0, 1.0, 0.0, 1.0, 0.0], requires_grad=True)
nans = torch.tensor([float("nan")] * 3, requires_grad=True)
[torch.autograd.grad(f(ties), ties)[0] for f in (torch.min, torch.max, torch.median, torch.nanmedian)]
[torch.autograd.grad(f(nans), nans)[0] for f in (torch.min, torch.max, torch.median, torch.nanmedian)]
"""

TESTED_FORWARD = {"dual tensors, tested": DUALS, "several hooks, tested": SEVERAL}
