"""Programs about what custom functions may not do, and about anomaly mode: see tests/learning.py."""

FUNCTIONS = """
class Old(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        return x * k
    @staticmethod
    def backward(ctx, g):
        return g * 2, None
class New(torch.autograd.Function):
    @staticmethod
    def forward(x, k=2.0):
        return x * k
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.k = inputs[1]
    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None
class Mapped(New):
    generate_vmap_rule = True
class Both(Mapped):
    @staticmethod
    def vmap(info, in_dims, x, k):
        return x * k, 0
x = torch.tensor([1.0, 2.0], requires_grad=True)
torch.func.grad(lambda t: Old.apply(t, 2.0).sum())(torch.ones(2))
torch.func.vmap(lambda t: Old.apply(t, 2.0))(torch.ones(3, 2))
torch.func.jacrev(lambda t: Old.apply(t, 2.0))(torch.ones(2))
torch.func.vjp(lambda t: Old.apply(t, 2.0), torch.ones(2))
torch.func.grad(lambda t: New.apply(t, 3.0).sum())(torch.ones(2))
torch.func.vmap(lambda t: New.apply(t, 2.0))(torch.ones(3, 2))
torch.func.vmap(torch.func.grad(lambda t: New.apply(t, 3.0).sum()))(torch.ones(3, 2))
torch.func.vmap(lambda t: Mapped.apply(t, 2.0))(torch.ones(3, 2))
torch.func.vmap(torch.func.grad(lambda t: Mapped.apply(t, 3.0).sum()))(torch.ones(3, 2))
torch.func.vmap(lambda t: Both.apply(t, 2.0))(torch.ones(3, 2))
New.apply(x)
New.apply()
New.apply(x, 2.0, 3)
New.apply(x, k=4.0)
class Marks(Old):
    @staticmethod
    def forward(ctx, x, k):
        ctx.mark_non_differentiable(k)
        return x * 1
Marks.apply(x, 2)
class Dirties(Old):
    @staticmethod
    def forward(ctx, x, k):
        ctx.mark_dirty(k)
        return x * 1
Dirties.apply(x, 2)
class Writes(Old):
    @staticmethod
    def forward(ctx, x, k):
        ctx.mark_dirty(x)
        return x.mul_(k)
a = x * 1
y = Writes.apply(a, 2)
a._version, y is a
"""

ANOMALY = """
import warnings
def told(f):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            f()
        except RuntimeError as error:
            return [str(w.message).split(".")[0] for w in caught], str(error)[:60]
def changed():
    x = torch.ones(2, requires_grad=True)
    with torch.autograd.detect_anomaly():
        y = x.exp()
        y.mul_(2)
        y.sum().backward()
told(changed)
def hooked():
    x = torch.ones(2, requires_grad=True)
    def refuse(g):
        raise RuntimeError("no")
    with torch.autograd.detect_anomaly():
        y = x.sin()
        y.register_hook(refuse)
        (y * 2).sum().backward()
told(hooked)
def unseen():
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    y.mul_(2)
    with torch.autograd.detect_anomaly():
        y.sum().backward()
told(unseen)
def infinite():
    x = torch.zeros(2, requires_grad=True)
    with torch.autograd.detect_anomaly():
        (x / 0 * 0).sum().backward()
told(infinite)
"""

PROGRAMS = {"custom functions that are refused": FUNCTIONS, "where a walk failed": ANOMALY}
