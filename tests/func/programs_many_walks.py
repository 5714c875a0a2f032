"""Derivatives in many directions at once: what hooks and own functions see, what is refused, how they nest."""

MANY_WALKS = """
f = torch.func
AF = torch.autograd.functional
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
seen = []
y = x.sin() * x
hook = x.register_hook(lambda g: seen.append((g.shape, g.dim(), g.requires_grad)))
handle = y.grad_fn.register_hook(lambda gi, go: seen.append((type(go).__name__, go[0].shape)))
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, retain_graph=True)
seen
seen.clear()
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, create_graph=True)
seen
(g,) = torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, create_graph=True)
[g.grad_fn.name()] + [n.name() for n, _ in g.grad_fn.next_functions if n is not None]
torch.autograd.grad(g.sum(), x)
handle.remove()
y = x.sin() * x
h = y.register_hook(lambda g: g * 2)
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, retain_graph=True)
h2 = y.register_hook(lambda g: g.sum())
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, retain_graph=True)
h2.remove()
h2 = y.register_hook(lambda g: torch.ones(3))
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True, retain_graph=True)
h2.remove()
torch.autograd.grad(y, x, torch.ones(2, 4), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, x, torch.ones(0, 3), is_grads_batched=True, retain_graph=True)
torch.autograd.grad([y, y.sum()], x, [torch.eye(3), torch.ones(2)], is_grads_batched=True, retain_graph=True)
torch.autograd.grad([y, y.sum()], x, [torch.eye(3), torch.ones(3)], is_grads_batched=True, retain_graph=True)
torch.autograd.grad([y, y.sum()], x, [torch.eye(3), None], is_grads_batched=True, retain_graph=True)
w = torch.ones(2, requires_grad=True)
torch.autograd.grad(y, [x, w], torch.eye(3), is_grads_batched=True, retain_graph=True, allow_unused=True)
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True)
torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True)
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        seen.append((g.shape, g.dim(), g.requires_grad))
        return 2 * x * g
class Numpy(Square):
    @staticmethod
    def backward(ctx, g):
        return torch.from_numpy(g.numpy())
class Deciding(Square):
    @staticmethod
    def backward(ctx, g):
        return g if g.sum() > 0 else -g
seen.clear()
torch.autograd.grad(Square.apply(x), x, torch.eye(3), is_grads_batched=True)
seen
AF.jacobian(Square.apply, x, vectorize=True)
AF.jacobian(lambda x: x.sin() * x, x, vectorize=True, create_graph=True)
AF.jacobian(lambda x: (x.sin(), x.sum(), x[:2] * w), x, vectorize=True)
AF.jacobian(lambda x, y: (x * y, w * 2), (x, x * 2), vectorize=True)
AF.hessian(lambda x: (x.sin() * x).sum(), x, vectorize=True)
AF.hessian(lambda x: (x.sin() * x).sum(), x, vectorize=True, outer_jacobian_strategy="forward-mode")
AF.hessian(lambda x, y: (x * y * y).sum(), (x, x * 2), vectorize=True)
AF.jacobian(lambda x: x[:0], x, vectorize=True)
AF.jacobian(lambda x: x.exp(), torch.ones(0), vectorize=True)
AF.jacobian(lambda x: torch.ones(2), x, vectorize=True)
AF.jacobian(lambda x: torch.ones(2), x, vectorize=True, strategy="forward-mode")
f.jacrev(lambda x: x[:0])(x.detach())
f.jacrev(lambda x: x.exp())(torch.ones(0))
f.jacfwd(lambda x: x.exp())(torch.ones(0))
f.jacfwd(lambda x: x[:0])(x.detach())
f.jacrev(lambda x: {"a": x.sin(), "b": x.sum()})(x.detach())
f.jacrev(lambda x: torch.where(x > 2, x, x * x))(x.detach())
f.vmap(f.jacrev(lambda x: x.sin()))(torch.eye(2))
f.vmap(f.hessian(lambda x: (x ** 3).sum()))(torch.eye(2))
f.vmap(f.jacfwd(f.jacfwd(lambda x: (x ** 3).sum())))(torch.eye(2))
f.jacrev(f.jacrev(lambda x: (x ** 3).sum()))(x)
f.jacrev(f.jacfwd(lambda x: (x ** 3).sum()))(x.detach())
f.jacfwd(f.jacfwd(lambda x: x ** 3))(x.detach()[:2])
f.jacrev(f.jacrev(f.jacrev(lambda x: (x ** 4).sum())))(x.detach()[:2])
f.jacfwd(f.jacrev(f.hessian(lambda x: (x ** 4).sum())))(x.detach()[:2])
z, back = f.vjp(lambda x: x.sin() * x, x.detach())
f.vmap(back)(torch.eye(3))
f.vmap(f.vmap(back))(torch.eye(3)[None])
f.vmap(lambda t: f.jvp(torch.sin, (x.detach(),), (t,))[1])(torch.eye(3))
f.vmap(lambda v: torch.autograd.grad(x.sin() * x, x, v)[0])(torch.eye(3))
f.jacrev(lambda x: torch.cat([x, x.cumsum(0), x.flip(0)]).prod())(x.detach())
f.hessian(lambda x: x.prod() + x.norm() + torch.logsumexp(x, 0))(x.detach())
def inplace(x):
    y = x.clone()
    y[0] = y[1] * 2
    y.mul_(x)
    return y
f.jacrev(inplace)(x.detach())
f.jacfwd(inplace)(x.detach())
f.hessian(lambda x: inplace(x).sum())(x.detach())
def fresh(x):
    y = torch.zeros(3)
    y[1:] = x[:2] ** 2
    return y
f.jacfwd(fresh)(x.detach())
f.jacrev(fresh)(x.detach())
f.hessian(lambda x: (fresh(x) ** 2).sum())(x.detach())
"""
