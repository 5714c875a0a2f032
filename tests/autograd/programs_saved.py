"""Programs about what nodes save, and about nodes: see tests/learning.py."""

HOOKS_SAVED = """
G = torch.autograd.graph
log = []
def pack(t):
    log.append(("pack", tuple(t.shape), t.requires_grad, t.is_leaf)); return t
def unpack(t):
    log.append(("unpack", tuple(t.shape))); return t
a = torch.ones(2, requires_grad=True)
b = torch.full((2,), 2., requires_grad=True)
with G.saved_tensors_hooks(pack, unpack):
    y = (a * b).exp() * 2 + a.sin() / 3
log
log.clear()
y.sum().backward(retain_graph=True)
log
log.clear()
torch.autograd.grad(y.sum(), a, create_graph=True)
log
a.grad, b.grad
log.clear()
with G.saved_tensors_hooks(lambda t: t * 2, lambda t: t):
    z = a ** 3
a.grad = None
z.sum().backward()
a.grad
with G.saved_tensors_hooks(lambda t: t, lambda t: 3):
    z = a ** 3
z.sum().backward()
with G.saved_tensors_hooks(lambda t: 1/0, lambda t: 3):
    z = a ** 3
with G.saved_tensors_hooks(lambda t: t, lambda t: 1/0):
    z = a ** 3
z.sum().backward()
with G.saved_tensors_hooks(lambda t: t):
    z = a ** 3
z = a ** 3
z.grad_fn._raw_saved_self.register_hooks(lambda t: t * 2, lambda t: t)
z.grad_fn._raw_saved_self.register_hooks(lambda t: t * 2, lambda t: t)
z.grad_fn._saved_self
z.grad_fn._saved_self.requires_grad, z.grad_fn._saved_self.grad_fn
a.grad = None
z.sum().backward()
a.grad
z.grad_fn._saved_self
z = a ** 3
r = z.grad_fn._raw_saved_self
z.sum().backward()
r.register_hooks(lambda t: t, lambda t: t)
z = a ** 3
r = z.grad_fn._raw_saved_self
type(r)
z = a * 2
z.grad_fn._raw_saved_other.register_hooks(lambda t: t, lambda t: t)
z.grad_fn._raw_saved_self.register_hooks(lambda t: t, lambda t: t)
z.grad_fn._saved_self
z.grad_fn._saved_other
y = a.exp()
y.grad_fn._raw_saved_result.register_hooks(lambda t: t * 2, lambda t: t)
y.grad_fn._saved_result
(g,) = torch.autograd.grad(y.sum(), a, create_graph=True)
g
torch.autograd.grad(g.sum(), a)
with G.saved_tensors_hooks(lambda t: (t.requires_grad, t.grad_fn), lambda p: torch.ones(2)):
    y = a.exp()
y.grad_fn._saved_result
torch.autograd.grad(y.sum(), a)
"""

DISABLE = """
G = torch.autograd.graph
a = torch.ones(2, requires_grad=True)
with G.disable_saved_tensors_hooks("no hooks here"):
    with G.saved_tensors_hooks(lambda t: t, lambda t: t):
        y = a ** 2
with G.saved_tensors_hooks(lambda t: t, lambda t: t):
    with G.disable_saved_tensors_hooks("no hooks here"):
        y = a ** 2
def f():
    with G.saved_tensors_hooks(lambda t: t, lambda t: t):
        return a ** 2
f()
with G.saved_tensors_hooks(lambda t: t, lambda t: t):
    y = a ** 2
y
with G.saved_tensors_hooks(lambda t: print("outer") or t, lambda t: t):
    with G.saved_tensors_hooks(lambda t: print("inner") or t, lambda t: t):
        y = a ** 2
    y = a ** 3
def g(x): return x.exp()
with G.save_on_cpu():
    y = a ** 2
y.sum().backward()
a.grad
with G.save_on_cpu(pin_memory=False): y = a.sin()
y.grad_fn._saved_self
torch.autograd.grad(y.sum(), a)
"""

ALLOW_MUT = """
G = torch.autograd.graph
a = torch.ones(2, requires_grad=True)
with G.allow_mutation_on_saved_tensors() as ctx:
    b = a.clone()
    c = b ** 2
    b.mul_(3)
    c.sum().backward()
a.grad
with G.allow_mutation_on_saved_tensors():
    b = a.clone()
    c = b ** 2
    b.mul_(3)
c.sum().backward()
with G.allow_mutation_on_saved_tensors():
    with G.allow_mutation_on_saved_tensors():
        pass
a.grad = None
with G.allow_mutation_on_saved_tensors():
    b = a.clone(); c = b.sin(); b.zero_(); d = b.cos(); b.add_(2); (c + d).sum().backward()
a.grad
with G.allow_mutation_on_saved_tensors():
    b = a.clone(); c = b.exp(); c.mul_(2); c.sum().backward()
a.grad
"""

CUSTOMSAVED = """
class F2(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = x.exp()
        ctx.save_for_backward(x, y, None)
        return y
    @staticmethod
    def backward(ctx, g):
        x, y, n = ctx.saved_tensors
        print("s", x, y, n)
        return g * y
a = torch.ones(2, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(lambda t: print("pack", t) or t * 2, lambda t: print("unpack", t) or t):
    y = F2.apply(a)
y.sum().backward()
a.grad
y = F2.apply(a)
y.grad_fn._raw_saved_tensors[0].register_hooks(lambda t: t * 5, lambda t: t)
y.grad_fn.saved_tensors
y.grad_fn._saved_tensors if hasattr(y.grad_fn, "_saved_tensors") else 0
y.grad_fn.saved_variables
"""

GRAPHMOD = """
G = torch.autograd.graph
a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
y = a * b
e = G.get_gradient_edge(y)
G.get_gradient_edge(a.detach())
torch.autograd.grad(y.sum(), e)
z = (y * y).sum()
torch.autograd.grad(z, (G.get_gradient_edge(y), a))
torch.autograd.backward(G.get_gradient_edge(a * 2), torch.ones(2))
a.grad
torch.autograd.grad(G.get_gradient_edge(a * 3), a, torch.ones(2))
torch.autograd.backward(G.get_gradient_edge((a * 2).sum()))
G.increment_version(a)
a._version
G.increment_version([a, b])
b._version
isinstance(y.grad_fn, G.Node), isinstance(G.get_gradient_edge(a).node, G.Node), issubclass(type(y.grad_fn), G.Node)
y.grad_fn.metadata
y.grad_fn.metadata["a"] = 3
y.grad_fn.metadata
y.grad_fn.metadata is (y).grad_fn.metadata
e.node.metadata["k"] = 1
e.node.metadata
y.grad_fn is y.grad_fn
y.grad_fn._sequence_nr() >= 0
y.grad_fn.name()
G.get_gradient_edge(a).node.name()
G.get_gradient_edge(a).node.variable is a
y.grad_fn.requires_grad if hasattr(y.grad_fn, "requires_grad") else None
hasattr(y.grad_fn, "register_prehook"), hasattr(y.grad_fn, "_saved_self"), y.grad_fn._saved_self is a
y.grad_fn._saved_nope
s = torch.ones(4, requires_grad=True)
w = s[1:3]
[ (n, getattr(w.grad_fn, n)) for n in dir(w.grad_fn) if n.startswith("_saved")]
q = s.view(2, 2).sum(0)
m = s.view(2, 2).max(0).values
[ (n, getattr(m.grad_fn, n)) for n in dir(m.grad_fn) if n.startswith("_saved")]
t = s ** 2
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = s ** s
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = s.clamp(0, 1)
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = s[torch.tensor([0, 1])]
t = F.softmax(s, 0)
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = torch.stack([s, s])
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = torch.cat([s, s])
t = s.mean()
t = torch.where(s > 0, s, 2 * s)
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = s.view(2,2) @ s.view(2,2)
t = s.reshape(2,2).t()
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
t = s / 3
t = s + 3 * s
t = s.add(s, alpha=2)
[ (n, getattr(t.grad_fn, n)) for n in dir(t.grad_fn) if n.startswith("_saved")]
"""

SAVED = {
    "hooks_saved": HOOKS_SAVED,
    "disable": DISABLE,
    "allow_mut": ALLOW_MUT,
    "customsaved": CUSTOMSAVED,
    "graphmod": GRAPHMOD,
}
