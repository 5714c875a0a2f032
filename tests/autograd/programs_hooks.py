"""Programs about hooks, anomaly detection, inference mode and grad mode: see tests/learning.py."""

TENSOR_HOOKS = """
x = torch.ones(2, requires_grad=True)
y = x * 2
log = []
h = y.register_hook(lambda g: log.append(("y", g)))
h2 = y.register_hook(lambda g: g * 10)
h3 = x.register_hook(lambda g: log.append(("x", g)))
y.sum().backward(retain_graph=True)
log, x.grad
log.clear()
h2.remove()
h2.remove()
x.grad = None
y.sum().backward(retain_graph=True)
log, x.grad
bad = y.register_hook(lambda g: torch.ones(3))
y.sum().backward(retain_graph=True)
bad.remove()
bad = y.register_hook(lambda g: "a")
y.sum().backward(retain_graph=True)
bad.remove()
bad = y.register_hook(lambda g: g.double())
y.sum().backward(retain_graph=True)
bad.remove()
bad = y.register_hook(lambda g: 3.0)
y.sum().backward(retain_graph=True)
bad.remove()
bad = y.register_hook(lambda g: 1 / 0)
x.grad = None
y.sum().backward(retain_graph=True)
x.grad
bad.remove()
y.register_hook()
torch.ones(2).register_hook(lambda g: g)
y.detach().register_hook(lambda g: g)
with x.register_hook(lambda g: g * 100): y.sum().backward(retain_graph=True)
x.grad
x.grad = None
y.sum().backward(retain_graph=True)
x.grad
inplace = y.register_hook(lambda g: g.mul_(2))
x.grad = None
y.sum().backward(retain_graph=True)
x.grad
type(h)
h.id >= 0
z = y * 3
z.retain_grad()
hz = z.register_hook(lambda g: g * 5)
z.sum().backward()
z.grad
"""

NODE_HOOKS = """
a = torch.ones(2, requires_grad=True)
b = torch.full((2,), 2., requires_grad=True)
y = a * b
log = []
h = y.grad_fn.register_hook(lambda gi, go: log.append((gi, go)))
y.sum().backward(retain_graph=True)
log
log.clear()
h.remove()
h = y.grad_fn.register_hook(lambda gi, go: (gi[0] * 7, None))
a.grad = b.grad = None
y.sum().backward(retain_graph=True)
a.grad, b.grad
h.remove()
h = y.grad_fn.register_hook(lambda gi, go: (gi[0],))
y.sum().backward(retain_graph=True)
h.remove()
h = y.grad_fn.register_hook(lambda gi, go: gi[0])
y.sum().backward(retain_graph=True)
h.remove()
h = y.grad_fn.register_hook(lambda gi, go: (torch.ones(5), gi[1]))
y.sum().backward(retain_graph=True)
h.remove()
h = y.grad_fn.register_hook(lambda gi: None)
y.sum().backward(retain_graph=True)
h.remove()
p = y.grad_fn.register_prehook(lambda go: (go[0] * 3,))
a.grad = b.grad = None
y.sum().backward(retain_graph=True)
a.grad, b.grad
p.remove()
p = y.grad_fn.register_prehook(lambda go: go[0] * 3)
y.sum().backward(retain_graph=True)
p.remove()
p = y.grad_fn.register_prehook(lambda go: (go[0], go[0]))
y.sum().backward(retain_graph=True)
p.remove()
p = y.grad_fn.register_prehook(lambda go: log.append("pre"))
h = y.grad_fn.register_hook(lambda gi, go: log.append("post"))
t = y.register_hook(lambda g: log.append("tensor"))
log.clear()
y.sum().backward(retain_graph=True)
log
acc = torch.autograd.graph.get_gradient_edge(a).node
k = acc.register_hook(lambda gi, go: log.append(("acc", gi, go)))
k2 = acc.register_prehook(lambda go: log.append(("accpre", go)))
log.clear()
y.sum().backward(retain_graph=True)
log[3:]
acc.next_functions, acc.variable is a
"""

POST_ACC = """
x = torch.ones(2, requires_grad=True)
log = []
h = x.register_post_accumulate_grad_hook(lambda t: log.append((t is x, t.grad.clone())))
(x * 2).sum().backward()
log
(x * 2).sum().backward()
log[-1]
h.remove()
(x * 2).sum().backward()
len(log)
h = x.register_post_accumulate_grad_hook(lambda t: 3)
(x * 2).sum().backward()
h.remove()
h = x.register_post_accumulate_grad_hook(lambda t: setattr(t, "grad", None))
(x * 2).sum().backward()
x.grad
(x * 2).register_post_accumulate_grad_hook(lambda t: 3)
torch.ones(2).register_post_accumulate_grad_hook(lambda t: 3)
h.remove()
hh = [x.register_post_accumulate_grad_hook(lambda t, i=i: log.append(i)) for i in range(3)]
log.clear()
(x * 2).sum().backward()
log
torch.autograd.grad((x*2).sum(), x)
log
h4 = x.register_hook(lambda g: log.append("pre"))
log.clear()
(x*2).sum().backward()
log
lr = 0.1
opt = x.register_post_accumulate_grad_hook(lambda p: (p.data.sub_(p.grad * lr), None)[1])
(x * 2).sum().backward()
x
"""

MULTI = """
G = torch.autograd.graph
a, b, c = (torch.ones(2, requires_grad=True) for _ in range(3))
log = []
h = G.register_multi_grad_hook((a, b, c), lambda gs: log.append(gs))
(a * 2 + b).sum().backward()
log
log.clear()
(a + b + c).sum().backward()
log
log.clear()
log.clear()
h.remove()
h = G.register_multi_grad_hook((a, b), lambda g: log.append(g), mode="any")
log.clear()
(a * 2 + b).sum().backward()
log
log.clear()
(b).sum().backward()
log
h.remove()
(a + b).sum().backward()
len(log)
G.register_multi_grad_hook((a, torch.ones(2)), lambda g: 0)
G.register_multi_grad_hook((a,), lambda g: 0, mode="x")
y = a * b
z = y * 2
h = G.register_multi_grad_hook([y, z], lambda gs: log.append(gs))
log.clear()
z.sum().backward()
log
type(h)
"""

ANOMALY = """
import warnings
with torch.autograd.detect_anomaly():
    x = torch.tensor([-1.0], requires_grad=True)
    y = x.sqrt()
    z = (y * 2).sum()
try:
    with torch.autograd.detect_anomaly(): z.backward()
except RuntimeError as e: print(e)
with torch.autograd.detect_anomaly(check_nan=False): w = x.sqrt().sum(); w.backward()
x.grad
x = torch.tensor([0.0, 1.0], requires_grad=True)
with torch.autograd.set_detect_anomaly(True): (x.log() * 0).sum().backward()
torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
torch.is_anomaly_enabled()
torch.is_anomaly_enabled()
y = torch.tensor([-1.0], requires_grad=True).sqrt().sum()
with torch.autograd.set_detect_anomaly(True): y.backward()
class MyNan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x.clone()
    @staticmethod
    def backward(ctx, g): return g * float("nan")
with torch.autograd.detect_anomaly(): MyNan.apply(x).sum().backward()
"""

INFERENCE = """
x = torch.ones(2, requires_grad=True)
with torch.inference_mode(): y = x * 2; v = x.view(2); t = torch.ones(2); n = t.view(2)
y, y.requires_grad, y.is_inference(), v.is_inference(), t.is_inference(), n.is_inference()
y.mul_(2)
y.requires_grad_()
t.requires_grad = True
y.view(2).is_inference()
z = y.clone()
(y + 1).is_inference()
x.add_(y)
with torch.inference_mode(): torch.is_grad_enabled()
with torch.inference_mode():
    with torch.enable_grad(): w = x * 2
w, w.is_inference()
with torch.inference_mode():
    with torch.inference_mode(False): w = x * 2
w
def f(x): return x * 2
f(x).is_inference()
with torch.inference_mode(): x.mul_(2)
x
with torch.inference_mode(): v = x[:1]; v.is_inference(), v._is_view()
v.add_(1)
with torch.inference_mode(): t2 = torch.ones(2, requires_grad=True); t2.requires_grad, t2.is_leaf
t2
t2 * 2
y.backward(torch.ones(2))
y.detach().is_inference(), y.data.is_inference()
"""

GRADMODES = """
torch.is_grad_enabled()
with torch.no_grad(): torch.is_grad_enabled()
with torch.set_grad_enabled(False): torch.is_grad_enabled()
torch.set_grad_enabled(False)
torch.is_grad_enabled()
torch.set_grad_enabled(True)
def f(x): return x * 2
def g(x): return x * 2
x = torch.ones(2, requires_grad=True)
f(x), g(x)
def h(x): return x * 2
h(x), torch.is_grad_enabled()
def gen():
    yield torch.is_grad_enabled()
    yield torch.is_grad_enabled()
it = gen()
next(it), torch.is_grad_enabled(), next(it)
class K:
    def __init__(self): self.a = torch.is_grad_enabled()
K().a
with torch.no_grad(): z = torch.ones(2, requires_grad=True); z.requires_grad
with torch.no_grad(): x.mul_(2)
x, x._version
with torch.no_grad(): v = x[:1]
v.requires_grad, v._is_view()
v.mul_(2)
y = x * 2
with torch.no_grad(): u = y[:1]
u.mul_(2)
with torch.no_grad(): u.mul_(2)
y.sum().backward()
torch.no_grad().__enter__()
torch.set_grad_enabled(True)
torch.is_grad_enabled()
torch.set_grad_enabled("a")
torch.set_grad_enabled(1)
torch.enable_grad()(lambda: torch.is_grad_enabled())()
torch.autograd.grad_mode.no_grad is torch.no_grad
torch.set_grad_enabled(True)
"""

HOOKS = {
    "tensor_hooks": TENSOR_HOOKS,
    "node_hooks": NODE_HOOKS,
    "post_acc": POST_ACC,
    "multi": MULTI,
    "anomaly": ANOMALY,
    "inference": INFERENCE,
    "gradmodes": GRADMODES,
}
