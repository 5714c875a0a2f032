"""Programs about backward, grad, detach and .grad: see tests/learning.py."""

BACKWARDS = """
x = torch.ones(2, requires_grad=True)
y = (x * 2)
y.backward()
y.backward(torch.ones(3))
y.backward("a")
y.backward(1.0)
torch.autograd.backward([y, y], [torch.ones(2)])
torch.autograd.backward([y, y], [torch.ones(2), None])
torch.autograd.backward(y, torch.ones(2), inputs=[])
torch.autograd.backward(y, torch.ones(2), inputs=x)
x.grad
torch.autograd.backward((), ())
torch.autograd.backward(y, torch.ones(2), grad_variables=torch.ones(2))
torch.autograd.backward(torch.ones(2), torch.ones(2))
torch.autograd.backward(3, torch.ones(2))
torch.autograd.grad(3, x)
torch.autograd.grad(y, 3)
0
0
torch.autograd.grad((x*2).sum(), (x, torch.ones(2)))
torch.autograd.grad((x*2).sum(), x, allow_unused=False, materialize_grads=True)
torch.autograd.grad((x*2).sum(), x, only_inputs=False)
torch.autograd.grad((x*2).sum(), x, only_inputs=True)
y = x * x
torch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True)
y = x * x
y = x * x
torch.autograd.grad(y, x, torch.ones(3, 2, dtype=torch.int64))
torch.autograd.grad(y, x, torch.ones(2, dtype=torch.float64))
y = x * x
y.backward(torch.ones(2, dtype=torch.float64))
x.grad
torch.autograd.grad(y.sum(), y)
z = (x * x).sum()
z.backward(inputs=[x, torch.ones(2)])
w = x * x
z = w.sum()
z.backward(inputs=[w])
w.grad
w.grad
z = w.sum()
z.backward(inputs=[w, x])
w.grad, x.grad
torch.autograd.grad(x.sum(), x.sum(), allow_unused=True)
s = torch.tensor(2., requires_grad=True)
torch.autograd.grad(s, s)
torch.autograd.grad(s, s, torch.tensor(5.))
s.backward()
s.grad
torch.ones(2, dtype=torch.int64, requires_grad=True)
torch.autograd.grad((x.long()).sum(), x)
"""

DETACH = """
x = torch.ones(2, requires_grad=True)
y = x + 1
z = y.detach()
z
y.detach_()
x.detach_()
x
x = torch.ones(4, requires_grad=True)
y = x * 2
v = y[:2]
v.detach_()
v.detach()
u = torch.ones(3)
u[:2].detach_()
x.requires_grad = False
y.requires_grad = False
y.requires_grad_(False)
y.data
y.data = torch.zeros(4)
y
x.data = torch.zeros(3)
x
x.data = 3
x.data = torch.zeros(3, dtype=torch.int64)
z = x.detach()
z.requires_grad
x.data = torch.zeros(2, dtype=torch.float64)
x
"""

GRAD_ASSIGN = """
x = torch.ones(2, requires_grad=True)
x.grad = torch.ones(3)
x.grad = 3
x.grad = "a"
x.grad = x
x.grad = torch.ones(2)
x.grad
(x * 2).sum().backward()
x.grad
x.grad = None
del x.grad
x.grad
g = torch.zeros(2)
x.grad = g
(x*3).sum().backward()
g
(x*3).sum().backward(create_graph=True)
g
x.grad is g
x.grad
x.grad.zero_()
x.grad.detach_().zero_()
y = x * 2
y.grad
y.grad = torch.ones(2)
y.grad
y.retain_grad()
y.sum().backward()
y.grad
torch.ones(2).retain_grad()
x.retain_grad()
x.retains_grad, y.retains_grad
"""

ORDER = """
x = torch.arange(6.0).reshape(2, 3).requires_grad_()
grad = torch.autograd.grad
g = grad(x.T, x, torch.arange(6.0).reshape(3, 2))[0]
g.stride(), g.is_contiguous(), g
g.view(-1)
g = grad(x.sum(), x)[0]
g.stride()
g.mul_(2)
g = grad(x.sum(0), x, torch.arange(3.0))[0]
g.stride(), g
g = grad(x.mean(), x)[0]
g.stride(), g.mul_(2)
grad(x.mean(1).sum(), x)[0].add_(1)
g = grad(torch.cat([x, x * 2], 1), x, torch.ones(2, 6))[0]
g.stride()
g = grad(torch.cat([x, x.detach()], 1), x, torch.arange(12.0).reshape(2, 6))[0]
g.stride(), g
v = torch.ones(2, 3)
g = grad(x + 1, x, v)[0]
g.mul_(5), v
g = grad(x.flip(0), x, torch.arange(6.0).reshape(2, 3))[0]
g.stride(), g
g = grad(x.cumsum(1), x, torch.arange(6.0).reshape(2, 3))[0]
g.stride(), g
g = grad(x.rot90(), x, torch.arange(6.0).reshape(3, 2))[0]
g.stride(), g
g = grad(x.diagonal(), x, torch.ones(2))[0]
g.stride(), g.add_(1)
x.T.sum(0).sum().backward()
x.grad.stride()
"""

NAMES = """
x = torch.tensor([[0.5, 1.0], [2.0, -1.0]], requires_grad=True)
w = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
v = torch.ones(2, requires_grad=True)
b = torch.ones(3, 2, 2, requires_grad=True)
def names(y, *inputs):
    up = torch.ones_like(y, requires_grad=True)
    shares = torch.autograd.grad(y, inputs, up, create_graph=True)
    return [g.grad_fn and g.grad_fn.name() for g in shares], torch.autograd.grad(sum(g.sum() for g in shares), up)[0]

names(x.exp2(), x)
names(torch.addmm(x, x, w, beta=2, alpha=3), x, w)
names(torch.addmv(v, x, v, alpha=0.5), x)
names(torch.addr(x, v, v, beta=2, alpha=2), x, v)
names(torch.bmm(b, b), b)
names(torch.addbmm(x, b, b, alpha=2), x, b)
names(torch.baddbmm(x, b, b, beta=0.5), x, b)
names(torch.add(x, w, alpha=2), x, w), names(torch.sub(x, w, alpha=2), x, w)
names(torch.lerp(x, w, 0.25), x, w), names(x.deg2rad(), x), names(x.rad2deg(), x)
names(x.index_add(0, torch.tensor([1, 0]), w, alpha=2), x, w)
h = torch.tensor([0.1, 0.7], dtype=torch.float16, requires_grad=True)
names(h.deg2rad(), h), names(torch.lerp(h, h * 2, 0.3), h)
"""

MATRICES = """
x = torch.arange(6.0).reshape(2, 3).requires_grad_()
w = torch.arange(12.0).reshape(4, 3).requires_grad_()
b = torch.ones(4, requires_grad=True)
linear = torch.nn.functional.linear
grad = torch.autograd.grad
grad(linear(x, w, b).sum(), w)[0].stride(), grad(linear(x, w).sum(), w)[0].stride()
grad(linear(x, w, b).sum(), w, create_graph=True)[0].stride(), grad(linear(x, w).sum(), x)[0].stride()
y = x @ w.T
y.grad_fn._saved_mat2_sym_strides, y.grad_fn._saved_self_sym_strides
grad(y, (x, w), torch.arange(8.0).reshape(2, 4))
z = w.T.mm(w[:, :2])
[g.stride() for g in grad(z.sum(), w, retain_graph=True)], z.grad_fn._saved_self_sym_strides
u = w.T.detach().requires_grad_()
v = x.detach().requires_grad_()
[(g.stride(), g) for g in grad((v @ u).cos().sum(), (u, v))]
[g.stride() for g in grad(torch.addmm(b, v, u, alpha=2).sum(), (u, v), create_graph=True)]
t = x.detach().T.requires_grad_()
[(g.stride(), g) for g in grad((t @ torch.ones(2, 2)).sum(), t)]
g, = grad((t @ u.T[:2]).square().sum(), t, create_graph=True)
g.stride(), grad(g.sum(), (t, u))
"""

GRADIENT = {
    "gradients of matrices as they lie in memory": MATRICES,
    "nodes of gradients": NAMES,
    "backwards": BACKWARDS,
    "detach": DETACH,
    "grad_assign": GRAD_ASSIGN,
    "gradients as they lie in memory": ORDER,
}
