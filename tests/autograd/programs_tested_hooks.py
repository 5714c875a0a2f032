"""What PyTorch's own autograd tests ask, in our words: hooks, their order, and gradients that are retained."""

HOOK_ORDER = """
log = []
def says(name, factor):
    def hook(g):
        log.append(name)
        return tuple(part * factor for part in g) if isinstance(g, tuple) else g * factor
    return hook
def counts(name, *_):
    log.append(name)
def told():
    found = log.copy()
    log.clear()
    return found
a = torch.tensor(1.0, requires_grad=True)
b = a.clone()
h = b.grad_fn.register_prehook(says("pre1", 2))
h = b.register_hook(says("b", 3))
h = b.grad_fn.register_prehook(says("pre2", 2))
leaf = b.grad_fn.next_functions[0][0]
h = a.register_hook(says("a1", 3))
h = leaf.register_prehook(says("leaf", 2))
h = a.register_hook(says("a2", 3))
b.sum().backward(retain_graph=True)
told(), a.grad
torch.autograd.grad(b.sum(), inputs=(a,), retain_graph=True), told()
b.sum().backward(inputs=(b,))
told(), b.grad
a = torch.tensor(1.0, requires_grad=True)
b = a.clone()
h = b.register_hook(says("1", 2))
b.retain_grad()
h = b.register_hook(says("2", 2))
b.clone().backward()
b.grad, told()
t = torch.ones(3, requires_grad=True)
leaf = t.view_as(t).grad_fn.next_functions[0][0]
def after(grad_in, grad_out):
    log.append(("after", grad_in, grad_out[0].tolist()))
    t.grad = grad_out[0].mul(10)
h = t.register_hook(lambda g: g.sub(2.0))
h = leaf.register_prehook(lambda g: (g[0].div(5.0),))
h = t.register_post_accumulate_grad_hook(lambda t: log.append(("post", t.grad.tolist())))
h = leaf.register_hook(after)
t.sum().backward()
t.grad, told()
def bad(t):
    return t.grad
u = torch.ones(2, requires_grad=True)
h = u.register_post_accumulate_grad_hook(bad)
u.sum().backward()
(2 * u).register_post_accumulate_grad_hook(bad)
u.detach().register_post_accumulate_grad_hook(bad)
v = torch.ones(2, requires_grad=True)
h = v.register_post_accumulate_grad_hook(lambda t: t.sub_(t.grad))
h = v.register_post_accumulate_grad_hook(lambda t: t.mul_(4.0))
with torch.no_grad():
    v += 2
v.sum().backward()
v
a = torch.tensor(1.0, requires_grad=True)
b = a * 2
c = b * 2
leaf = b.grad_fn.next_functions[0][0]
h = a.register_hook(lambda g: counts("a", g))
h = b.register_hook(lambda g: counts("b", g))
h = leaf.register_hook(lambda *g: counts("leaf after", *g))
h = leaf.register_prehook(lambda g: counts("leaf before", g))
h = b.grad_fn.register_hook(lambda *g: counts("after", *g))
h = b.grad_fn.register_prehook(lambda g: counts("before", g))
torch.autograd.grad(c, inputs=b, retain_graph=True), told()
torch.autograd.grad(c, inputs=(a, b), retain_graph=True), told()
c.backward(retain_graph=True)
told()
c.backward(inputs=(a, b), retain_graph=True)
told()
a = torch.tensor(1.0, requires_grad=True)
h = a.register_hook(lambda g: 1 / 0)
b = torch.tensor(1.0, requires_grad=True)
c = a.clone()
h = c.grad_fn.next_functions[0][0].register_hook(lambda *g: 1 / 0)
(a + b + c).backward(inputs=[b])
b.grad, a.grad
a = torch.ones(3, 2, requires_grad=True)
var, mean = torch.var_mean(a * torch.arange(6.0).view(3, 2), dim=0)
h = mean.grad_fn.register_prehook(lambda g: (g[0] * 2, g[1] * 2))
(var + mean).sum().backward()
a.grad
d = torch.ones(2, requires_grad=True) * 2
h1 = d.grad_fn.register_prehook(lambda g: (h2.remove(), h3.remove(), counts("1"))[3:] and None)
h2 = d.grad_fn.register_prehook(lambda g: counts("2"))
h3 = d.grad_fn.register_prehook(lambda g: counts("3"))
h3.remove()
d.sum().backward()
told()
class Named:
    def __call__(self, g):
        return g.clone()
e = torch.ones(2, requires_grad=True)
h = e.register_hook(Named())
e.sum().backward()
e.grad
class Bad:
    def __call__(self, g):
        return torch.ones(3)
h = e.register_hook(Bad())
e.sum().backward()
def shaped(g):
    return torch.ones(3)
h.remove()
h = e.register_hook(shaped)
e.sum().backward()
h.remove()
h = e.register_hook(lambda g: 3)
e.sum().backward()
h.remove()
f = e * 2
h = f.grad_fn.register_prehook(lambda g: g[0])
f.sum().backward()
h.remove()
h = f.grad_fn.register_prehook(lambda g: (g[0], g[0]))
(e * 2 + f).sum().backward()
h.remove()
h = f.grad_fn.register_hook(lambda i, o: i[0])
f.sum().backward()
"""

RETAINED = """
import gc, weakref
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
h = x * 3
out = (h * h).sum()
h.retain_grad()
h.retain_grad()
out.backward(retain_graph=True)
h.grad
out.backward(retain_graph=True)
h.grad, x.grad
x.retain_grad()
out.backward()
x.grad, h.retains_grad, x.retains_grad
a = torch.tensor([1.0], requires_grad=True).clone()
a.retain_grad()
a.mul_(2)
a.mul_(2)
a.sum().backward()
a.grad
y = torch.tensor([1.0], requires_grad=True).clone()
y.retain_grad()
part = y[:]
part *= 2
y *= 2
y.sum().backward()
y.grad
base = torch.tensor([1.0], requires_grad=True).clone()
one, two = base[:], base[:]
one.retain_grad()
two.retain_grad()
one.mul_(2)
(one + two).sum().backward()
one.grad, two.grad
def pair(ctx, x):
    return x * 2, x * 3
back = staticmethod(lambda ctx, g, h: g * 2 + h * 3)
Pair = type("Pair", (torch.autograd.Function,), {"forward": staticmethod(pair), "backward": back})
for split in (Pair.apply, lambda t: torch.var_mean(t, dim=0)):
    b = torch.arange(6.0).view(3, 2).requires_grad_()
    var, mean = split(b)
    var.retain_grad()
    mean.retain_grad()
    var.mul_(2)
    (var + mean).sum().backward()
    kept = var.grad, mean.grad, b.grad
kept
count = []
a = torch.tensor([1.0], requires_grad=True)
b = a.clone()
h = b.register_hook(lambda g: count.append(("old", g)) or g * 2)
b.mul_(2)
h = b.register_hook(lambda g: count.append(("new", g)) or g * 2)
b.sum().backward()
count, a.grad
count.clear()
for split in (Pair.apply, lambda t: torch.var_mean(t, dim=0)):
    one, two = split(torch.arange(6.0).view(3, 2).requires_grad_())
    h1 = one.register_hook(lambda g: count.append(("one", g)))
    h2 = two.register_hook(lambda g: count.append(("two", g)))
    one.mul_(2)
    h3 = one.register_hook(lambda g: count.append(("changed", g)))
    (one + two * 3).sum().backward()
count
count.clear()
base = torch.tensor([1.0], requires_grad=True).clone()
one, two = base[:], base[:]
h = one.register_hook(lambda g: count.append("one"))
h = two.register_hook(lambda g: count.append("two"))
one.mul_(2)
two.grad_fn.name()
h = two.register_hook(lambda g: count.append("again"))
(one + two).sum().backward()
count
def cycle():
    y = torch.ones(2, requires_grad=True) * 2
    y.retain_grad()
    return y / 2, weakref.ref(y)
z, ref = cycle()
ref() is None
z.sum().backward()
x = torch.ones(2, 2, requires_grad=True)
y = torch.ones(2, 2, requires_grad=True)
inner = x * 1
r = inner**2 + y * inner + y**2
r.backward(torch.ones(2, 2), create_graph=True, inputs=[x, y, inner])
x.grad.detach(), y.grad.detach(), inner.grad.detach()
w = torch.ones(2, 2, requires_grad=True)
r.backward(torch.ones(2, 2), create_graph=True, inputs=[w])
w.grad
"""

TESTED_HOOKS = {
    "hooks in order, tested": HOOK_ORDER,
    "retained gradients, tested": RETAINED,
}
