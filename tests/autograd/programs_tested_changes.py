"""What PyTorch's own autograd tests ask, in our words: grad mode, and changes in place."""

MODES = """
def mode():
    return torch.is_grad_enabled()
@torch.no_grad
def off():
    return mode()
@torch.enable_grad
def on():
    return mode()
off(), on(), mode()
with torch.no_grad():
    inside = off(), on(), mode()
inside
seen = []
def generator():
    try:
        for i in range(3):
            seen.append(mode())
            got = yield i
            seen.append((mode(), got))
    except KeyError:
        seen.append(("KeyError", mode()))
        yield "recovered"
        raise ValueError from None
    finally:
        seen.append(("finally", mode()))
for _ in torch.no_grad()(generator)():
    seen.append(mode())
seen
seen.clear()
g = torch.no_grad()(generator)()
next(g), g.send("a"), g.throw(KeyError), mode()
next(g)
seen, mode()
seen.clear()
g = torch.no_grad()(generator)()
next(g)
g.close()
seen, mode()
def caught(f):
    try:
        f()
    except Exception as e:
        return type(e).__name__
g = torch.set_grad_enabled(False)(generator)()
next(g)
caught(lambda: g.throw(IndexError)), mode()
def deep(n):
    return [mode()] + (torch.no_grad()(deep)(n - 1) if n % 2 else torch.enable_grad()(deep)(n - 1) if n else [])
deep(4), mode()
@torch.set_grad_enabled(False)
def inner(x):
    return x.sin()
mode(), inner(torch.ones(1, requires_grad=True)).requires_grad
setting = torch.set_grad_enabled(False)
mode()
wrapped = setting(lambda: mode())
mode(), wrapped()
with torch.set_grad_enabled(False):
    torch.set_grad_enabled(True)
    y = torch.ones(1, requires_grad=True) * 2
y.requires_grad, mode()
@torch.no_grad()
class Made:
    def __init__(self):
        self.mode = mode()
Made().mode, mode()
x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    w = x * 2
    v = x.view(2, 1)
w.backward(torch.ones(2))
v.requires_grad, w.grad_fn, v.grad_fn
with torch.inference_mode():
    i = x * 2
    seen = i.is_inference(), mode(), torch.is_inference_mode_enabled()
seen
i.add_(1)
(i + 1).requires_grad
i.requires_grad_()
torch.inference_mode(False)(lambda: mode())()
@torch.inference_mode
def inferred():
    return torch.is_inference_mode_enabled(), mode()
inferred()
torch.is_inference_mode_enabled()
"""

CHANGES = """
def refused(f):
    try:
        f()
    except RuntimeError as e:
        return str(e).partition(":")[0]
x = torch.ones(2, 2, requires_grad=True)
y = torch.full((2, 2), 4.0, requires_grad=True)
z = x * y
q, w = z + y, z * y
z = z.add_(2)
q.sum().backward(retain_graph=True)
refused(w.sum().backward)
m = x / 2
z = m + y / 8
q, r = z * y, z + y
version = z._version
w = z.exp_()
z._version - version
x.grad = None
r.sum().backward(retain_graph=True)
x.grad
w.sum().backward(retain_graph=True)
x.grad
refused(q.sum().backward)
leaf = torch.ones(3, requires_grad=True)
x = leaf.clone()
x.add_(10)
y = x + 2
y.sum().backward()
z = x * y
x.add_(2)
refused(z.sum().backward)
leaf.grad
b = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
c = torch.zeros(3)
c[[1, 2]] = b[[1, 1]]
c.backward(torch.ones(3), retain_graph=True)
c.backward(torch.ones(3))
c.backward(torch.ones(3))
b.grad
d = b + 1
d.sum().backward()
d.sum().backward()
b.grad
a = torch.zeros(2, 3)
v = a[:]
v.add_(5)
a.requires_grad = True
a.sum().backward()
a.grad
a.add_(5)
v.add_(5)
a = torch.zeros(2, 3)
a += torch.ones(3, requires_grad=True)
a.requires_grad, a.grad_fn.name()
x = torch.zeros(2, 3)
p, q = torch.ones(3, requires_grad=True), torch.ones(3, requires_grad=True)
x[0] = p
x[1] = 2 * q
x.sum().backward()
p.grad, q.grad, x.grad_fn.name()
x = torch.ones(3, requires_grad=True)
with torch.no_grad():
    x[0] = 5.0
x
z = (x * p).sum()
with torch.no_grad():
    x *= 2
refused(z.backward)
x[0] = 1.0
x[0].add_(1)
mu = torch.ones(1, requires_grad=True)
t = torch.empty(1)
loss = 0
for i in range(3):
    t.detach_()
    t.copy_(mu + i)
    loss += (t * torch.tensor([float(i)])).sum()
loss.backward()
mu.grad
a = torch.tensor([1.0, 0, 0])
b = torch.zeros(3, requires_grad=True)
s = b + 0
s[a != 0] = s[a != 0]
s.backward(torch.ones(3))
b.grad
x = torch.randn(3, requires_grad=True)
y = x * 2
(x + y).sum().backward(retain_graph=True)
y.detach_()
y.requires_grad, y.grad_fn, y.is_leaf
x.narrow(0, 1, 1).detach_()
view = x.narrow(0, 1, 1)
x.detach_()
x.requires_grad, view.requires_grad, view.grad_fn is not None, view._base is x
x = torch.tensor(2.0, requires_grad=True)
y = x**2
z = x.detach()
z.zero_()
refused(y.backward)
a = torch.ones(5, requires_grad=True)
torch.autograd.graph.increment_version(a)
a._version
torch.autograd.graph.increment_version([a, a])
a._version
with torch.inference_mode():
    i = torch.ones(2)
torch.autograd.graph.increment_version(i)
x = torch.ones(2, requires_grad=True)
a, b, c = x + 2, x + 2, x + 2
one = a + b
two = one + c
for _ in range(4):
    a, b, c = a * 2, b * 2, c * 2
(two + (a + b + c)).sum().backward()
x.grad
x = torch.ones(4, 2, requires_grad=True)
o = x.chunk(2)[1] * 4 + 2
o.sum().backward()
x.grad
h = []
handle = x.register_hook(lambda g: h.append(g))
p, q = x.chunk(2)
torch.autograd.grad(p + 2 * q, [p, q], torch.ones(2, 2), create_graph=True), h
first = x.unbind()[0]
handle = first.register_hook(lambda g: h.append(g))
first.sum().backward()
x.unbind()[1].sum().backward()
h
torch.autograd.grad(torch.ones(3, 3, requires_grad=True).diagonal(), x, torch.ones(()).expand(3), allow_unused=True)
m = torch.ones(3, 3, requires_grad=True)
torch.autograd.grad(m.diagonal(), m, torch.tensor(2.0).expand(3))
torch.autograd.grad(m[0], m, torch.tensor([1.0]).expand(3))
torch.autograd.grad(m[1:], m, torch.arange(2.0).view(2, 1).expand(2, 3))
"""

TESTED_CHANGES = {
    "modes, tested": MODES,
    "changes in place, tested": CHANGES,
}
