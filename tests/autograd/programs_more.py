"""More programs about functional and checks: see tests/learning.py."""

OPTIONS = """
F_ = torch.autograd.functional
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, -1.0])
F_.jacobian(lambda x: x ** 2, x, strategy="forward-mode", vectorize=True)
F_.jacobian(lambda x: x ** 2, x, strategy="forward-mode")
F_.jacobian(lambda x: x ** 2, x, vectorize=True)
F_.jacobian(lambda x: x ** 2, x, vectorize=True, strict=True)
F_.jacobian(lambda x: x ** 2, x, strategy="nope")
F_.jacobian(lambda x: (x ** 2, x.sum()), x)
F_.jacobian(lambda x, y: (x * y, x.sum()), (x, y), vectorize=True)
F_.jacobian(lambda x: x ** 2, x, create_graph=True)
xr = x.clone().requires_grad_()
F_.jacobian(lambda x: x ** 2, xr, create_graph=True)
F_.jacobian(lambda x: x ** 2, xr, create_graph=True, vectorize=True)
F_.jacobian(lambda x: x ** 2, xr, create_graph=True, strategy="forward-mode", vectorize=True)
F_.jacobian(lambda x: torch.ones(2), x, strict=True, create_graph=True)
F_.jacobian(lambda x: x * 2, xr, strict=True, create_graph=True)
F_.hessian(lambda x: (x ** 3).sum(), x, vectorize=True)
F_.hessian(lambda x: (x ** 3).sum(), x, outer_jacobian_strategy="forward-mode")
F_.hessian(lambda x: (x ** 3).sum(), x, outer_jacobian_strategy="nope")
F_.hessian(lambda x: (x ** 3).sum(), xr, create_graph=True)
F_.hessian(lambda x, y: (x * y).sum(), (x, y), strict=True)
F_.vjp(lambda x: x ** 2, xr, x, create_graph=True)
F_.vjp(lambda x: x ** 2, x, (x, x))
F_.vjp(lambda x: (x ** 2, x), x, (x,))
F_.vjp(lambda x: (x ** 2, x), x, (x, torch.ones(3)))
F_.vjp(lambda x: 3, x, x)
F_.vjp(lambda x: [x], x, x)
F_.vjp(lambda x: x ** 2, [x], x)
F_.vjp(lambda x: x ** 2, 3, x)
F_.jvp(lambda x: x ** 2, xr, x, create_graph=True)
F_.jvp(lambda x, y: (x * y, y), (x, y), (x, y))
F_.jvp(lambda x: x ** 2, x, x, strict=True)
F_.jvp(lambda x: torch.ones(2), x, x, strict=True)
F_.vhp(lambda x: (x ** 3).sum(), x, x, strict=True)
F_.vhp(lambda x: x.sum(), x, x, strict=True)
F_.vhp(lambda x: x, x, x)
F_.vhp(lambda x: (x ** 3).sum(), xr, x, create_graph=True)
F_.hvp(lambda x: (x ** 3).sum(), x, x, strict=True)
F_.hvp(lambda x: x.sum(), x, x)
F_.hvp(lambda x: (x.sum(), x.sum()), x, x)
F_.hvp(lambda x, y: (x * y).sum(), (x, y), (x, y), create_graph=True)
F_.hvp(lambda x: (x ** 3).sum(), x)
F_.hvp(lambda x: (x ** 3).sum(), torch.tensor(2.))
with torch.no_grad(): F_.jacobian(lambda x: x ** 2, x)
F_.jacobian(lambda x: x ** 2, torch.tensor(3.))
F_.jacobian(lambda x: x.sum(), torch.zeros(0))
"""

REFUSED_CHECKS = """
gc = torch.autograd.gradcheck
ggc = torch.autograd.gradgradcheck
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
gc(lambda x: x ** 2, x), ggc(lambda x: x ** 3, x)
gc(lambda x: x.detach() ** 2 + x, x)
gc(lambda x: x ** 2, x.detach())
gc(lambda x: x ** 2, (x.detach(),), raise_exception=False)
gc(lambda x: x ** 2, x.float())
gc(lambda x: x ** 2, x.detach().float().requires_grad_())
gc(lambda x: x ** 2, x.expand(2, 2))
gc(lambda x: x.detach(), x)
gc(lambda x: x.detach() * 0, x)
gc(lambda x: x ** 2, x, check_forward_ad=True)
gc(lambda x: x ** 2, x, check_batched_grad=True)
class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x ** 2
    @staticmethod
    def backward(ctx, g): return g * 3
gc(Bad.apply, x)
gc(Bad.apply, x, raise_exception=False)
ggc(Bad.apply, x)
class Non(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x ** 2
    @staticmethod
    def backward(ctx, g): x, = ctx.saved_tensors; return 2 * x * g + torch.rand(2, dtype=torch.float64) * 1e-6
gc(Non.apply, x)
gc(Non.apply, x, nondet_tol=1e-3)
class WrongDt(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x ** 2
    @staticmethod
    def backward(ctx, g): x, = ctx.saved_tensors; return (2 * x * g).float()
gc(WrongDt.apply, x, check_grad_dtypes=True)
class Und(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.set_materialize_grads(False); return x.clone()
    @staticmethod
    def backward(ctx, g): return g * 1
gc(Und.apply, x)
class Und2(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.set_materialize_grads(False); return x.clone()
    @staticmethod
    def backward(ctx, g): return torch.ones(2, dtype=torch.float64) if g is None else g
gc(Und2.apply, x)
gc(Und2.apply, x, check_undefined_grad=False)
gc(lambda x, y: x * y, (x, x.detach().requires_grad_()))
ggc(lambda x, y: x * y, (x, x.detach().requires_grad_()), (torch.ones(2, dtype=torch.float64),))
gc(lambda x: x ** 2, x, atol=1e-20, rtol=1e-20)
gc(lambda x: x ** 2, (x, 3))
ggc(lambda x: x ** 2, x, gen_non_contig_grad_outputs=True)
torch.autograd.gradcheck.GradcheckError
issubclass(torch.autograd.gradcheck.GradcheckError, RuntimeError)
gc(lambda x: x.sum(), torch.zeros(0, dtype=torch.float64, requires_grad=True))
gc(lambda x: x * 1, x.detach().requires_grad_(), check_backward_ad=False)
"""

SECOND = """
V = torch.tensor([0.3, -0.7, 0.2], requires_grad=True)
P = torch.tensor([0.5, 0.4, 0.2], requires_grad=True)
A = torch.tensor([[2.0, 0.3], [0.3, 1.5]], requires_grad=True)
mask = torch.tensor([True, False, True])
at = torch.tensor([0, 2])
def nodes(f, *xs):
    gs = torch.autograd.grad((f(*xs) ** 2).sum(), xs, create_graph=True)
    return [g.grad_fn.name() for g in gs], [g.detach() for g in gs]
nodes(torch.maximum, V, P), nodes(torch.minimum, V, P)
nodes(torch.fmax, V, P), nodes(torch.fmin, V, P)
nodes(lambda v: v.masked_fill(mask, 2.0), V)
nodes(torch.nansum, V), nodes(torch.nan_to_num, V), nodes(torch.nanmean, V)
nodes(torch.copysign, V, P)[0][0], nodes(lambda v: v.copysign(-1.0), V), nodes(lambda v: torch.xlogy(v, P.detach()), V)
nodes(lambda v: torch.special.xlog1py(v, P.detach()), V)
nodes(lambda v: v[at], V), nodes(lambda v: v[mask], V)
nodes(lambda v: v.index_fill(0, at, 1.0), V), nodes(lambda v, p: v.index_copy(0, at, p[:2] * 1), V, P)[0][0]
nodes(lambda v, p: v.scatter(0, at, p[:2] * 1), V, P)[0][0], nodes(lambda v: v.scatter(0, at, 2.0), V)
nodes(lambda v: torch.zeros(3).scatter_add(0, torch.tensor([0, 0, 1]), v), V)
nodes(torch.linalg.det, A), nodes(torch.logdet, A), nodes(lambda a: torch.linalg.slogdet(a)[1], A)
nodes(torch.linalg.cholesky, A), nodes(lambda a: torch.linalg.cholesky(a, upper=True), A)
bce = F.binary_cross_entropy_with_logits
nodes(lambda v: bce(v, P.detach()), V), nodes(lambda v: bce(V.detach(), v), P)
nodes(lambda v: bce(v, P.detach(), reduction="sum"), V)
nodes(lambda v: bce(v, P.detach(), pos_weight=torch.tensor(2.0), weight=P.detach()), V)
nodes(lambda v: F.binary_cross_entropy(P.detach(), v), P)
"""

HALF = """
A = torch.ones(2, 2, dtype=torch.float16)
torch.linalg.matrix_norm(A), torch.linalg.matrix_norm(A, 1), torch.linalg.norm(A, -torch.inf)
torch.linalg.matrix_norm(A, 2)
torch.linalg.norm(A, "nuc")
torch.linalg.cond(A, 1)
"""

MORE = {"names_of_gradients": SECOND, "half_norms": HALF, "options": OPTIONS, "refused_checks": REFUSED_CHECKS}
