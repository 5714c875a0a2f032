"""Programs about torch.utils.checkpoint: see tests/learning.py."""

BOTH = """
checkpoint, checkpoint_sequential = torch.utils.checkpoint.checkpoint, torch.utils.checkpoint.checkpoint_sequential
runs = []
def part(x):
    runs.append(torch.is_grad_enabled())
    return x.sin().exp() * x
x = torch.tensor([1.0, 2.0], requires_grad=True)
torch.autograd.grad(part(x).sum(), x)
runs.clear()
y = checkpoint(part, x, use_reentrant=False)
y.grad_fn.name(), runs
y.sum().backward()
x.grad, runs
x.grad = None
runs.clear()
y = checkpoint(part, x, use_reentrant=True)
y.grad_fn.name(), runs
y.sum().backward()
x.grad, runs
torch.autograd.grad(checkpoint(part, x, use_reentrant=False).sum(), x)
torch.autograd.grad(checkpoint(part, x, use_reentrant=True).sum(), x)
checkpoint(part, x, use_reentrant=True).sum().backward(inputs=[x])
checkpoint(torch.exp, x, use_reentrant=True).sum().backward()
(g,) = torch.autograd.grad(checkpoint(part, x, use_reentrant=False).sum(), x, create_graph=True)
torch.autograd.grad(g.sum(), x)
(g,) = torch.autograd.grad(part(x).sum(), x, create_graph=True)
torch.autograd.grad(g.sum(), x)
def quiet(x):
    with torch.no_grad():
        return x * 2
(checkpoint(quiet, x, use_reentrant=False) + x).sum().backward()
(checkpoint(quiet, x, use_reentrant=True) + x).sum().backward()
def noisy(x):
    return x * torch.rand(2)
z = checkpoint(noisy, x, use_reentrant=False)
torch.autograd.grad(z.sum(), x)[0] * x - z
x.grad = None
z = checkpoint(noisy, x, use_reentrant=True)
z.sum().backward()
x.grad * x - z
checkpoint(lambda x, scale=1: x * scale, x, scale=3, use_reentrant=False)
checkpoint(lambda x, scale=1: x * scale, x, scale=3, use_reentrant=True)
out = checkpoint(lambda d: {"r": d["t"] * x}, {"t": torch.ones(2)}, use_reentrant=False)["r"]
torch.autograd.grad(out.sum(), x)
layers = [nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2)]
direct = nn.Sequential(*layers)(x).sum()
for how in (True, False):
    for segments in (1, 2, 3):
        again = checkpoint_sequential(nn.Sequential(*layers), segments, x, use_reentrant=how).sum()
        same = torch.equal(direct, again)
same, checkpoint_sequential(layers, 3, x, use_reentrant=False).grad_fn.name()
"""

AGAIN = """
checkpoint, early_stop = torch.utils.checkpoint.checkpoint, torch.utils.checkpoint.set_checkpoint_early_stop
def three(x):
    return x.sin().exp().sin()
def two(x):
    return x.sin().exp()
def wider(x):
    return x.sin() * torch.tensor([1.0, 2.0])
def changing(first, second):
    functions = iter([first, second, second])
    return lambda x: next(functions)(x)
def refused(f):
    try:
        return f()
    except RuntimeError as e:
        return str(e).partition("Tip")[0]
a = torch.tensor([0.5], requires_grad=True)
refused(lambda: checkpoint(changing(three, two), a, use_reentrant=False).backward())
checkpoint(changing(two, three), a, use_reentrant=False).backward()
def late():
    with early_stop(False):
        checkpoint(changing(two, three), a, use_reentrant=False).backward()
refused(late)
refused(lambda: checkpoint(changing(two, wider), a, use_reentrant=False).backward())
checkpoint(changing(two, two), a, use_reentrant=False, determinism_check="none").backward()
count = []
def counted(x):
    count.append(1)
    b = x * x
    return torch.exp(x) + 0 * b
def exp(x):
    count.append(1)
    x * x
    return torch.exp(x)
d = checkpoint(exp, a, use_reentrant=False)
len(count)
d.grad_fn._saved_result, len(count)
d.grad_fn._saved_result, len(count)
d.sum().backward()
len(count)
refused(lambda: d.grad_fn._saved_result)
w = torch.tensor([2.0, 3.0], requires_grad=True)
h = w.register_hook(lambda g: count.append("hook"))
count.clear()
x = torch.ones(2, requires_grad=True)
checkpoint(lambda x: w * x, w * x, use_reentrant=False).sum().backward()
count, w.grad, x.grad
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        return x * y
    @staticmethod
    def backward(ctx, g):
        x, y = ctx.saved_tensors
        told.append(refused(lambda: ctx.saved_tensors)[:83])
        return g * y, g * x
told = []
w.grad = None
checkpoint(lambda a, b: Own.apply(a * 1, b * 1), w, x, use_reentrant=False).sum().backward()
told, w.grad
inner = lambda x: checkpoint(three, x, use_reentrant=False).cos()
nested = checkpoint(inner, a, use_reentrant=False)
torch.autograd.grad(nested, a), torch.autograd.grad(three(a).cos(), a)
with torch.autograd.graph.save_on_cpu():
    y = checkpoint(lambda x: x.pow(2).pow(2), a.pow(2), use_reentrant=False).pow(2)
torch.autograd.grad(y, a)
moments = []
import contextlib
def moment(name):
    moments.append(name)
    yield
moment = contextlib.contextmanager(moment)
y = checkpoint(torch.exp, a, use_reentrant=False, context_fn=lambda: (moment("first"), moment("again")))
moments
y.backward()
moments
checkpoint(torch.exp, a, use_reentrant=True, context_fn=lambda: (moment("first"), moment("again")))
b = a * 1
y = checkpoint(lambda x: x.exp(), b, use_reentrant=False)
with torch.no_grad():
    _ = b.mul_(2)
"modified by an inplace operation" in refused(lambda: y.backward())
checkpoint(torch.exp, a, use_reentrant=False, determinism_check="all")
[type(around).__name__ for around in torch.utils.checkpoint.noop_context_fn()]
"""

CHECKPOINTS = {"checkpoints": BOTH, "checkpoints that run again": AGAIN}
