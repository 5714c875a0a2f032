"""Programs about forward mode: dual tensors, what operations do with them, functions with a `jvp`, and the errors."""

LEVELS = """
fw = torch.autograd.forward_ad
x = torch.tensor([1.0, 2.0])
fw.unpack_dual(x)
fw.make_dual(x, x)
fw.exit_dual_level()
level = fw.enter_dual_level()
level
fw.enter_dual_level()
fw.exit_dual_level(level=3)
d = fw.make_dual(x, torch.tensor([3.0, 4.0]))
d
d._is_view()
d.requires_grad
fw.unpack_dual(d)
fw.unpack_dual(torch.ones(1))
fw.make_dual(x, torch.ones(3))
fw.make_dual(torch.ones(2, dtype=torch.int64), x)
fw.make_dual(x, torch.ones(2, dtype=torch.int64))
fw.make_dual(x, 3.0)
fw.make_dual(d, x)
fw.make_dual(x, d)
t = torch.ones(2)
fw.unpack_dual(fw.make_dual(x, t)).tangent is t
fw.unpack_dual(d).primal.data_ptr() == x.data_ptr()
fw.exit_dual_level(level=level)
d
fw.unpack_dual(d)
with fw.dual_level() as number:
    seen = repr(fw.make_dual(x, x) * number)
seen
"""

MODES = """
fw = torch.autograd.forward_ad
level = fw.enter_dual_level()
d = fw.make_dual(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
with torch.no_grad():
    a = d * d
a
with torch.inference_mode():
    b = repr(d * d), repr(fw.make_dual(torch.ones(2), torch.ones(2)))
b
with fw._set_fwd_grad_enabled(False):
    c = repr(d * 2), fw.unpack_dual(d), fw.make_dual(torch.ones(2), torch.ones(2)), fw._is_fwd_grad_enabled()
c
d * 2, fw._is_fwd_grad_enabled()
d.detach(), d.sin().detach(), d.data
e = d * 1
e.detach_()
e
torch.exp(d, out=torch.empty(2))
d // 2
d % 2
torch.heaviside(d, d)
d.unique_consecutive()
d > 1, d.long(), d.double(), d.half()
d.sum().item(), d.tolist(), d.numpy()
fw.exit_dual_level()
"""

OPERATIONS = """
fw = torch.autograd.forward_ad
level = fw.enter_dual_level()
v = fw.make_dual(torch.tensor([3.0, 1.0, 2.0]), torch.tensor([1.0, 2.0, 3.0]))
m = fw.make_dual(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 0.0], [0.5, 2.0]]))
v.max(), v.max(0), v.sort(), v.topk(2), v.argmax()
v.cumsum(0), v.std(), v.norm(), v.prod(), v.median(), fw.unpack_dual(v.logsumexp(0)).tangent
m @ m
torch.linalg.inv(m), torch.linalg.det(m), m.T
torch.einsum("ij,jk->ik", m, m)
torch.cat([m, torch.zeros(1, 2)]), torch.stack([m, m])
m.split(1), m.unbind(), m[0], m[:, 1:], m[torch.tensor([0, 0])]
F.mse_loss(v, torch.zeros(3)), F.cross_entropy(v[None], torch.tensor([1]))
F.softmax(v, 0), F.log_softmax(v, 0), F.softplus(v)
torch.where(v > 1, v, torch.zeros(3)), torch.relu(v - 2), torch.floor(v), torch.sign(v)
v * torch.ones(3, dtype=torch.int64), v + torch.zeros(2, 3), v.sum() * v
v.new_zeros(2), torch.zeros_like(v), v.clone(), v.contiguous()
m.expand(2, 2, 2).sum(0), m.view(4), m.reshape(-1), m.diagonal()
p, q = fw.unpack_dual(v * v)
p * 2, p[0], q
fw.exit_dual_level()
"""

INPLACE = """
fw = torch.autograd.forward_ad
level = fw.enter_dual_level()
x = fw.make_dual(torch.ones(2), torch.tensor([1.0, 2.0]))
v = x[0]
x.mul_(3)
v
v.add_(fw.make_dual(torch.tensor(1.0), torch.tensor(10.0)))
x
x.zero_()
v
b = torch.zeros(3)
w = b[1:]
w.copy_(fw.make_dual(torch.ones(2), torch.tensor([1.0, 2.0])))
b
c = torch.zeros(2)
c.add_(fw.make_dual(torch.ones(2), torch.ones(2)))
c[0] = 5.0
c
c[1] = fw.make_dual(torch.tensor(1.0), torch.tensor(7.0))
c
d = torch.zeros(2)
seen = d.view(2, 1)
d.add_(fw.make_dual(torch.ones(2), torch.ones(2)))
seen
d.detach().add_(1)
d
e = torch.zeros(2, requires_grad=True)
with torch.no_grad():
    e.add_(fw.make_dual(torch.ones(2), torch.ones(2)))
e
g = torch.zeros(2, 3)
g += fw.make_dual(torch.ones(3), torch.arange(3.0))
g.mul_(2)
g.sum(0)
h = torch.zeros(4)
k = h.view(2, 2)
k[0].copy_(fw.make_dual(torch.ones(2), torch.tensor([1.0, 2.0])))
h, k
n = fw.make_dual(torch.ones(2, 3), torch.arange(6.0).view(2, 3))
n = n.clone()
n.t_()
n.unsqueeze_(0)
one = fw.make_dual(torch.tensor([1.0, 2.0]), torch.ones(2))
two = one + 1
two.mul_(5)
one, fw.unpack_dual(one).tangent
one._version, two._version
fw.exit_dual_level()
"""

OVER = """
fw = torch.autograd.forward_ad
p = torch.tensor([1.0, 2.0], requires_grad=True)
level = fw.enter_dual_level()
x = fw.make_dual(p, torch.tensor([1.0, 0.0]))
x
fw.unpack_dual(x)
fw.unpack_dual(x * x).primal
torch.autograd.grad((x**3).sum(), x)
torch.autograd.grad(x.exp().sum(), p)
torch.autograd.grad((x.exp() * x).sum(), p)
torch.autograd.grad(x.tanh().sum(), p)
torch.autograd.grad(x.sigmoid().prod(), p)
torch.autograd.grad(x**2, x, fw.make_dual(torch.ones(2), torch.tensor([1.0, 2.0])))
(x.exp() * x).sum().backward()
p.grad
z = x**2
handle = z.register_hook(lambda g: seen.append(g))
seen = []
torch.autograd.grad(z.sum(), x)
seen
y = fw.make_dual(p, torch.ones(2, requires_grad=True))
torch.autograd.grad(fw.unpack_dual(y**3).tangent.sum(), p)
fw.exit_dual_level()
p.grad
"""

FUNCTIONS = """
fw = torch.autograd.forward_ad
def function(forward, jvp=None):
    members = {"forward": staticmethod(forward), "backward": staticmethod(lambda ctx, *g: None)}
    if jvp:
        members["jvp"] = staticmethod(jvp)
    return type("Fn", (torch.autograd.Function,), members).apply
def dual(*numbers):
    return fw.make_dual(torch.tensor(numbers), torch.ones(len(numbers)))
def product(ctx, x, y, k):
    ctx.save_for_forward(x, y)
    return x * y, x + y
def careful(ctx, x, y, k):
    ctx.set_materialize_grads(False)
    return product(ctx, x, y, k)
def moved(ctx, tx, ty, tk):
    seen.append((tx, ty, tk, ctx.saved_tensors, ctx.needs_input_grad))
    x, y = ctx.saved_tensors
    return (tx * y, tx) if ty is None else (tx * y + x * ty, tx + ty)
seen = []
level = fw.enter_dual_level()
other = torch.tensor([3.0, 4.0])
function(product, moved)(dual(1.0, 2.0), other, 5)
function(careful, moved)(dual(1.0, 2.0), other, 5)
function(product, moved)(torch.ones(2), other, 5)
seen
function(product)(dual(1.0, 2.0), other, 5)
function(product, lambda ctx, *t: t[0])(dual(1.0, 2.0), other, 5)
function(product, lambda ctx, *t: (t[0],) * 3)(dual(1.0, 2.0), other, 5)
function(product, lambda ctx, *t: (3, t[0]))(dual(1.0, 2.0), other, 5)
function(lambda ctx, x: x * 2, lambda ctx, t: t.sum())(dual(1.0, 2.0))
function(lambda ctx, x: (x * 2, 7), lambda ctx, t: (t * 2, None))(dual(1.0, 2.0))
def positive(ctx, x):
    y = x > 0
    ctx.mark_non_differentiable(y)
    return x * 2, y
function(positive, lambda ctx, t: (t * 2, None))(dual(1.0, 2.0))
function(positive, lambda ctx, t: (t, t))(dual(1.0, 2.0))
def doubled(ctx, x):
    ctx.mark_dirty(x)
    return x.mul_(2)
a = dual(1.0, 2.0)
function(doubled, lambda ctx, t: t.mul_(2))(a)
a
function(doubled, lambda ctx, t: t * 2)(dual(1.0, 2.0))
function(doubled, lambda ctx, t: t.add_(2) * 2)(dual(1.0, 2.0))
def scaled(ctx, x, y):
    ctx.mark_dirty(x)
    return x.mul_(y)
b = torch.ones(2)
function(scaled, lambda ctx, t, u: u * 2)(b, dual(1.0, 2.0))
b
function(lambda ctx, x: x.view(2, 1), lambda ctx, t: t.view(2, 1))(dual(1.0, 2.0))
function(lambda ctx, x: x.view(2, 1), lambda ctx, t: (t * 2).view(2, 1))(dual(1.0, 2.0))
function(lambda ctx, x: x.view(2, 1), lambda ctx, t: t.view(2, 1).clone())(dual(1.0, 2.0))
function(lambda ctx, x: x, lambda ctx, t: t)(dual(1.0, 2.0))
function(lambda ctx, x: x, lambda ctx, t: t.view_as(t))(dual(1.0, 2.0))
function(lambda ctx, x: ctx.save_for_forward(x, "a"), None)(dual(1.0, 2.0))
class Square(torch.autograd.Function):
    @staticmethod
    def forward(x):
        seen.append(fw.unpack_dual(x).tangent)
        return x * x
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_forward(inputs[0])
        ctx.save_for_backward(inputs[0])
    @staticmethod
    def backward(ctx, g):
        return 2 * ctx.saved_tensors[0] * g
    @staticmethod
    def jvp(ctx, t):
        return 2 * ctx.saved_tensors[0] * t
Square.apply(dual(1.0, 2.0))
p = fw.make_dual(torch.ones(2, requires_grad=True), torch.ones(2))
Square.apply(p)
torch.autograd.grad(Square.apply(p).sum(), p)
seen[-1]
fw.exit_dual_level()
torch.func.jvp(Square.apply, (other,), (other,))
"""

CHECKED = """
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
    @staticmethod
    def jvp(ctx, t):
        return t * 3
check, again = torch.autograd.gradcheck, torch.autograd.gradgradcheck
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
check(torch.sin, x, check_forward_ad=True)
check(lambda x: (x.sum(), x * x), x, check_forward_ad=True, check_backward_ad=False)
check(Wrong.apply, x)
check(Wrong.apply, x, check_forward_ad=True)
check(Wrong.apply, x, check_forward_ad=True, raise_exception=False)
check(lambda a, x: Wrong.apply(x), (torch.ones(2), x), check_forward_ad=True)
check(lambda a, x: x.detach() * x, (torch.ones(2), x))
check(torch.sin, x, check_backward_ad=False)
again(lambda x: x.sin() * x, x, check_fwd_over_rev=True)
again(lambda x: x.sin() * x, x, check_fwd_over_rev=True, check_rev_over_rev=False)
again(torch.sin, x, check_fwd_over_rev=True, check_rev_over_rev=False, check_undefined_grad=False)
again(torch.sin, x, check_rev_over_rev=False)
J = torch.autograd.functional.jacobian
y = torch.tensor([1.0, 2.0])
J(lambda x: (x**2, x.sum()), y, vectorize=True, strategy="forward-mode")
J(lambda x, y: x.outer(y), (y, torch.ones(3)), vectorize=True, strategy="forward-mode")
J(lambda x: torch.ones(2), y, vectorize=True, strategy="forward-mode")
H = torch.autograd.functional.hessian
H(lambda x: (x**3).sum(), y, vectorize=True, outer_jacobian_strategy="forward-mode").detach()
f = torch.func
f.jvp(lambda x: f.jvp(lambda z: (x * z * z).sum(), (x,), (torch.ones(2),))[1], (y,), (torch.tensor([1.0, 0.0]),))
f.jacfwd(lambda x: f.grad(lambda z: (z**3).sum())(x))(y)
f.jvp(lambda x: x.detach() * x, (y,), (y,))
f.jvp(lambda x: x.long(), (y,), (y,))
f.jvp(lambda x: x, (y.long(),), (y,))
f.jvp(lambda x: x, (y,), (y.long(),))
f.jvp(lambda x: x, (y,), (torch.ones(3),))
f.jvp(lambda x: torch.ones(2), (y,), (y,), strict=True)
f.jvp(lambda x: (x, x.sum()), (y,), (y,), has_aux=True)
f.grad(lambda x: f.jvp(torch.sin, (x,), (torch.ones(2),))[1].sum())(y)
def still(x):
    with torch.no_grad():
        return x * x
f.jvp(still, (y,), (y,))
f.vmap(lambda v: f.jvp(torch.sin, (y,), (v,))[1])(torch.eye(2))
f.jvp(torch.sin, (y.clone().requires_grad_(),), (y,))
f.jacfwd(torch.sin)(y.clone().requires_grad_())
f.hessian(lambda x: (x**3).sum())(y.clone().requires_grad_())
"""

ORDER = """
A, fa = torch.autograd.functional, torch.autograd.forward_ad
x, i = torch.tensor([1.0, 2.0]), torch.tensor([1, 2])
A.jvp(lambda x: 1 / 0, x, x[:1])
A.jvp(lambda x: 1 / 0, x)
A.vhp(lambda x: 1 / 0, x, x[:1])
A.hvp(lambda x: 1 / 0, x)
A.vjp(lambda x: 1 / 0, x, x[:1])
A.jvp(lambda x: x.long(), x, x)
A.jacobian(lambda x: 1 / 0, x, strict=True, vectorize=True)
A.jacobian(lambda x: x * 2, x, strict=True, vectorize=True)
A.hessian(lambda x: x.long().sum(), x, strict=True)
A.hessian(lambda x: x.sum(), x, strict=True, vectorize=True)
A.hessian(lambda x: (x**3).sum(), x, strict=True, vectorize=True)
A.hessian(lambda x: (x, x), x, strict=True, vectorize=True)
fa.unpack_dual(3)
with fa.dual_level():
    fa.unpack_dual(3.0)
with fa.dual_level():
    whole, part = i.clone(), i.clone()
    whole.copy_(fa.make_dual(x, x))
    part[:1] = fa.make_dual(x, x)[1:]
    found = fa.unpack_dual(whole), fa.unpack_dual(part)
found
zeta, inf = torch.special.zeta, float("inf")
zeta(torch.tensor(inf), torch.tensor([0.5, 1.0, 2.0, 0.0, -1.5]))
zeta(torch.tensor([1.0, 2.0, inf, 0.5]), torch.tensor(inf))
zeta(torch.tensor(2.0), torch.tensor([-inf, 1e30, 1e-30]))
i.new_zeros(2, requires_grad=True)
"""

FORWARD = {
    "order of the checks": ORDER,
    "dual levels": LEVELS,
    "forward mode and other modes": MODES,
    "operations on dual tensors": OPERATIONS,
    "dual tensors in place": INPLACE,
    "forward over reverse": OVER,
    "functions with a jvp": FUNCTIONS,
    "forward mode checked": CHECKED,
}
