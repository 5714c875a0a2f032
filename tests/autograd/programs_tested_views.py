"""What PyTorch's own autograd tests ask, in our words: views, `.data`, functions that overwrite, saved tensors, nan."""

TOOLS = """
import re
def function(forward, backward, name="Fn", **more):
    members = {key: staticmethod(f) for key, f in more.items()}
    members |= {"forward": staticmethod(forward), "backward": staticmethod(backward)}
    return type(name, (torch.autograd.Function,), members).apply
def refused(f):
    try:
        return f()
    except RuntimeError as e:
        return re.sub(r"of (\\w+?)(?:Backward)?\\d? is", r"of \\1 is", str(e))[:75]
"""

VIEWS = (
    TOOLS
    + """
def tried(grad, recorded):
    found = []
    for make in (lambda t: t.view_as(t), lambda t: t.unbind()[0], lambda t: t.unbind()[1]):
        x = torch.ones(2, requires_grad=recorded).clone()
        with torch.set_grad_enabled(grad):
            out = make(x)
        found.append((out._is_view(), refused(lambda: out.add_(1))))
    return found
tried(True, False)
tried(True, True)
tried(False, True)
tried(False, False)
own = function(lambda ctx, x: x.view_as(x), lambda ctx, g: g)
b = torch.ones(1, requires_grad=True)
v = own(torch.ones(1, 2))
v += b
v = own(torch.ones(1, 2))
v.copy_(b)
torch.ones(1, 2).unbind()[0].copy_(b)
torch.ones(1, 2).select(1, 0).copy_(b).requires_grad
one = function(lambda ctx, a: a.narrow(0, 0, 2), lambda ctx, g: g, "One")
two = function(lambda ctx, a, b: (a.narrow(0, 0, 2), a + b), lambda ctx, g, h: (g + h, h), "Two")
inner = function(lambda ctx, a: a.clone().select(0, 0), lambda ctx, g: torch.stack([g, g * 0]), "Inner")
a = torch.ones(2, requires_grad=True)
t = one(a.clone())
refused(lambda: t.add_(3))
t, u = two(a.clone(), a.clone())
refused(lambda: t.add_(3))
u += 3
t = inner(a.clone())
refused(lambda: t.add_(3))
(one(a) * 2).sum().backward()
a.grad
def both(make, view_grad, change_grad, recorded, change):
    base = torch.ones(2, 3, requires_grad=recorded).clone()
    with torch.set_grad_enabled(view_grad):
        view = make(base)
    with torch.set_grad_enabled(change_grad):
        first = refused(lambda: change(view) is view)
    return first, refused(lambda: view.add_(1) is view)
def table(change):
    makers = (lambda t: t.view_as(t), lambda t: t.unbind()[0], own)
    ways = [(m, v, c, r) for m in makers for v in (True, False) for c in (True, False) for r in (True, False)]
    return [both(*way, change) for way in ways]
table(lambda v: v.transpose_(0, 0))
table(lambda v: v.t_())
table(lambda v: v.squeeze_(0))
table(lambda v: v.unsqueeze_(0))
a = torch.ones(1, requires_grad=True)
c = a.clone()
with torch.no_grad():
    b = c[:]
    b *= 2
b
own(c)
x = torch.zeros(2)
with torch.no_grad():
    y = x.view(2)
y = y.requires_grad_(True)
z = y.view(2)
refused(lambda: z.div_(2))
with torch.inference_mode():
    y = x.view(2)
y = y.requires_grad_(True)
z = y.view(2)
refused(lambda: z.div_(2))
x = torch.zeros(1, requires_grad=True)
y = x.view_as(x)
y.add_(1)
with torch.no_grad():
    y = function(lambda ctx, x: x[:], lambda ctx, g: g)(x)
y.requires_grad, x[:].requires_grad
y.zero_()
a = torch.arange(10.0, requires_grad=True)
b = a.narrow(0, 0, 2).clone().view(-1)
b.relu_()
b.clone().sum().backward()
a.grad
torch.ones(10, requires_grad=True).narrow(0, 0, 10).relu_()
import gc, weakref
class Told:
    def __call__(self, *_):
        pass
def scope():
    copy = torch.ones(3, 3, requires_grad=True).clone()
    hook = Told()
    handle = copy.grad_fn.register_hook(hook)
    view = copy.view(9)
    F.relu(view, inplace=True)
    return weakref.ref(hook)
ref = scope()
gc.collect() >= 0, ref() is None
x = torch.randn(1, 2)
start = x._version
x.add_(1).add_(1)
x._version - start
xz = x[:]
x._version == xz._version
xz.add_(1)
x._version == xz._version
before = x._version
x.data = torch.ones(2, 3)
x._version == before, x.shape
x.add_(1)
x._version == xz._version
a = torch.tensor(1.0, requires_grad=True)
a.data = torch.tensor(2.0)
a
a.data = torch.tensor(3)
a
p = torch.tensor([0.0, 0.0, 0.0])
q = torch.tensor([-1.0, 0.0, 1.0], requires_grad=True)
(p**q).sum().backward()
q.grad
q.grad = None
(0**q).sum().backward()
q.grad
i = torch.tensor([0.3, 0.1, 0.2], requires_grad=True)
i.argmax().requires_grad, i.argsort().requires_grad, torch.searchsorted(i.sort()[0], i[0]).requires_grad
i.count_nonzero().requires_grad
[t.requires_grad for t in torch.unique(i, return_inverse=True, return_counts=True)][1:]
(i > 0).requires_grad, i.sort()[1].requires_grad
torch.mul(i, i, out=torch.zeros(3))
torch.mul(torch.ones(3), torch.ones(3), out=torch.zeros(3, requires_grad=True))
with torch.no_grad():
    r = torch.mul(i, i, out=torch.zeros(3))
r
"""
)

OVERWRITING = (
    TOOLS
    + """
calls = []
def adds(ctx, a, b):
    a.add_(b)
    ctx.mark_dirty(a)
    return a
def back(ctx, g):
    calls.append(g)
    return g, g
adder = function(adds, back, "Adder")
a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
adder(a.clone(), b).sum().backward()
a.grad, b.grad
c = adder(a.clone(), b)
c += 2
c.sum().backward()
c = adder(a.clone().view_as(a), b)
c.sum().backward()
len(calls), a.grad, b.grad, c.grad_fn.name()
def adds_two(ctx, a, b):
    a.add_(b)
    ctx.mark_dirty(a)
    return a, a + b
two = function(adds_two, lambda ctx, g, h: (g + h, g + h))
c, d = two(a.clone(), b)
c += 2
(c * d).sum().backward()
a.grad, b.grad
two(a.clone().view_as(a), b)
def loses(ctx, a, b):
    a.add_(b)
    ctx.mark_dirty(a)
    return a.clone(), a + b
function(loses, lambda ctx, g, h: (g, h))(a.clone(), b)
def stranger(ctx, a):
    out = a.clone().view_as(a)
    ctx.mark_dirty(out)
    return out
function(stranger, lambda ctx, g: g)(a.clone())
p, q = a.split_with_sizes([1, 1], dim=0)
refused(lambda: adder(p, b[:1]))
adder(a.view_as(a), b)
adder(a, b)
for needs in (True, False):
    z = torch.tensor(1.0, requires_grad=needs)
    x = z.clone()
    y = adder(x, torch.tensor(1.0))
    got = y is x, x.requires_grad, float(x)
got
def restored(ctx, g):
    before = torch.is_grad_enabled()
    with torch.enable_grad():
        t = torch.ones(2, requires_grad=True)
        (found,) = torch.autograd.grad(t**3, t, g)
        calls.append((torch.is_grad_enabled(), before))
    return found
calls.clear()
function(lambda ctx, x: x.clone(), restored)(a).sum().backward()
function(lambda ctx, x: x.clone(), restored)(a).sum().backward(create_graph=True)
calls
class NoForward(torch.autograd.Function):
    @staticmethod
    def backward(ctx, g):
        return g
NoForward.apply(a)
class NoBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()
NoBackward.apply(a).sum().backward()
class Both(NoBackward):
    @staticmethod
    def backward(ctx, g):
        return g
    @staticmethod
    def vjp(ctx, g):
        return g
Both.apply(a).sum().backward()
class Vjp(NoBackward):
    @staticmethod
    def vjp(ctx, g):
        return g * 5
a.grad = None
Vjp.apply(a).sum().backward()
a.grad
def local(ctx, x, inplace):
    view = x.clone()[:3]
    if inplace:
        view += 2
    return view
mine = function(local, lambda ctx, g, _: (g, None), "Local")
mine(torch.ones(5, requires_grad=True), False).grad_fn.name()
mine(torch.ones(5, requires_grad=True), True).grad_fn.name()
def nan(ctx, g):
    return g / 0 * 0
with torch.autograd.detect_anomaly():
    function(lambda ctx, x: x * 2, nan, "Nan")(a).sum().backward()
with torch.autograd.detect_anomaly(check_nan=False):
    function(lambda ctx, x: x * 2, nan, "Nan")(a).sum().backward()
    kept = torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
kept, torch.is_anomaly_enabled()
def second(ctx, g, h=None):
    return None, g / 0 * 0
with torch.autograd.detect_anomaly():
    function(lambda ctx, x, y: x * 2, second, "Second")(a, b).sum().backward()
_ = torch.autograd.set_detect_anomaly(True)
torch.is_anomaly_enabled()
_ = torch.autograd.set_detect_anomaly(False)
torch.is_anomaly_enabled()
with torch.autograd.set_detect_anomaly(True):
    got = torch.is_anomaly_enabled()
got, torch.is_anomaly_enabled()
torch.is_anomaly_enabled()
def identity(ctx, x):
    return x, x + 1
shared = function(identity, lambda ctx, g, h: (calls.append((g.data_ptr() == h.data_ptr())), g + h)[1])
t, u = shared(a)
(t * u).sum().backward()
calls[-1]
"""
)

KEPT = (
    TOOLS
    + """
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a * a
c = a * b
d = torch.exp(a)
b.grad_fn._saved_self is a, b.grad_fn._saved_other is a, c.grad_fn._saved_other is b
d.grad_fn._saved_result, d.grad_fn._saved_result is d
c.sum().backward()
c.grad_fn._saved_self
e = torch.exp(a)
kept = e.grad_fn._saved_result
with torch.no_grad():
    e += 1
kept, e._version == kept._version
def halves(make):
    t = make()
    y = t * t
    y.grad_fn._raw_saved_self.register_hooks(lambda x: 2 * x, lambda x: x / 2)
    saved = y.grad_fn._saved_self
    return saved, saved.grad_fn is t.grad_fn, torch.autograd.grad(y.sum(), t)
halves(lambda: torch.tensor([1.0, 2.0], requires_grad=True))
halves(lambda: torch.tensor([1.0, 2.0], requires_grad=True) + 1)
y = a * a
y.grad_fn._raw_saved_self.register_hooks(lambda x: 2 * x, lambda x: x)
torch.autograd.grad(y.sum(), a)
y = a**3
y.grad_fn._raw_saved_self.register_hooks(lambda x: x, lambda x: x)
(g,) = torch.autograd.grad(y.sum(), a, create_graph=True)
torch.autograd.grad(g.sum(), a)
y = a * a
y.grad_fn._raw_saved_self.register_hooks(lambda x: x, lambda x: 1)
y.grad_fn._saved_self
y = a * a
y.grad_fn._raw_saved_self.register_hooks(lambda x, b: x, lambda x: x)
def doubles(x):
    x *= 2
    return x
y = a.clone() ** 2
refused(lambda: y.grad_fn._raw_saved_self.register_hooks(doubles, lambda x: x / 2))[:42]
t = torch.tensor(1.0, requires_grad=True).clone()
s = t.exp()
t.detach_()
s.backward()
y = torch.exp(a)
y.grad_fn._raw_saved_result.register_hooks(lambda x: x, lambda x: x)
y.grad_fn._saved_result, y.grad_fn._saved_result.grad_fn is y.grad_fn
hooks = torch.autograd.graph.saved_tensors_hooks
seen = []
with hooks(lambda x: seen.append(x.clone()) or x, lambda x: x):
    y = a * a
    z = a.exp()
    w = a.sum()
seen
with hooks(lambda x: 2 * x, lambda x: x):
    y = a * a
y.grad_fn._saved_self, torch.autograd.grad(y.sum(), a)
with hooks(lambda x: x, lambda x: x.detach()):
    with hooks(lambda x: x * 10, lambda x: x / 10):
        y = a**2
torch.autograd.grad(y.sum(), a)
with hooks(lambda x: (x, 1), lambda x: x[0]):
    y = a**2
torch.autograd.grad(y.sum(), a)
with hooks(lambda x: x, lambda x: 3):
    y = a**2
y.sum().backward()
with hooks(lambda x: 1 / 0, lambda x: x):
    y = a**2
torch.autograd.graph.saved_tensors_hooks(lambda x: x)
with torch.autograd.graph.save_on_cpu():
    y = a.exp() * a
torch.autograd.grad(y.sum(), a)
@torch.autograd.graph.disable_saved_tensors_hooks("no hooks here")
def inside():
    with hooks(lambda x: x, lambda x: x):
        return a**2
inside()
with torch.autograd.graph.disable_saved_tensors_hooks("outer"):
    with torch.autograd.graph.disable_saved_tensors_hooks("inner"):
        with hooks(lambda x: x, lambda x: x):
            pass
with hooks(lambda x: x, lambda x: x):
    with torch.autograd.graph.disable_saved_tensors_hooks("too late"):
        pass
with hooks(lambda x: x, lambda x: x):
    pass
fn = function(lambda ctx, x: (ctx.save_for_backward(x, None), x)[1], lambda ctx, g: g)
y = fn(a)
y.grad_fn.saved_tensors
raw = y.grad_fn._raw_saved_tensors
type(raw[0]).__name__, len(raw)
raw[1].register_hooks(lambda x: x, lambda x: x)
raw[0].register_hooks(lambda x: x, lambda x: x)
raw[0].register_hooks(lambda x: x, lambda x: x)
y.sum().backward()
refused(lambda: y.grad_fn._raw_saved_tensors)
refused(lambda: y.grad_fn.saved_tensors)
y = function(lambda ctx, x: x, lambda ctx, g: g)(a)
y.grad_fn.saved_tensors, y.grad_fn._raw_saved_tensors
torch.stack([a, a]).grad_fn._saved_dim
m = torch.ones(2, 2, requires_grad=True)
out = m[:, torch.tensor([0, 1])]
out.grad_fn._saved_indices, out.grad_fn._saved_self_sym_sizes
m.mean().grad_fn._saved_self_sym_sizes
torch.logit(m / 2, 0.1).grad_fn._saved_eps, torch.logit(m / 2).grad_fn._saved_eps
F.threshold(m, 1.0, 2.0).grad_fn._saved_threshold, F.threshold(m, 1, 2).grad_fn._saved_threshold
torch.tanh(m).grad_fn._saved_result
loss = F.nll_loss(torch.randn(3, 5, requires_grad=True), torch.tensor([1, 0, 4]))
loss.grad_fn._saved_weight
Node = torch.autograd.graph.Node
isinstance(m.exp().grad_fn, Node), isinstance(m.exp().grad_fn.next_functions[0][0], Node), isinstance(y.grad_fn, Node)
isinstance(None, Node), isinstance(1, Node), issubclass(type(m.exp().grad_fn), Node)
"""
)

TESTED_VIEWS = {
    "views, tested": VIEWS,
    "functions that overwrite, tested": OVERWRITING,
    "saved tensors, tested": KEPT,
}
