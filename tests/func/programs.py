"""Programs about torch.func: see tests/learning.py."""

DATA = """
f = torch.func
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, -1.0, 0.5])
M = torch.arange(6.0).reshape(3, 2)
"""

GRADIENTS = """
f.grad(lambda x: (x**2).sum())(x)
f.grad(f.grad(torch.sin))(torch.tensor(1.0))
f.grad(f.grad(f.grad(lambda x: x**4)))(torch.tensor(2.0))
f.grad_and_value(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, x + 1)
f.grad(lambda a: ((a**2).sum(), a * 2), has_aux=True)(x)
f.grad(lambda p: (p["w"] * p["b"][0]).sum())({"w": x, "b": [x]})
f.grad(lambda a, b: (a * b).sum(), argnums=1)(x, x + 1)
f.grad(lambda x: (x**2).sum())(x.clone().requires_grad_())
w = torch.tensor(2.0, requires_grad=True)
f.grad(lambda x: (w * x**2).sum())(x)
f.vjp(torch.sin, x)[1](x)
f.vjp(lambda a, b: (a * b, a.sum()), x, x)[1]((x, torch.tensor(1.0)))
f.jvp(torch.sin, (x,), (x,))
f.jvp(lambda a, b: a * b, (x, x), (x, torch.zeros(2)))
with torch.no_grad():
    z = f.grad(lambda x: (x**2).sum())(x)
z
"""

JACOBIANS = """
f.jacrev(torch.sin)(x)
f.jacfwd(lambda x: x**2)(x)
f.jacfwd(lambda m: m @ x)(M)
f.jacrev(lambda m: m @ x)(M)
f.jacrev(lambda a, b: (a * b, a.sum()), argnums=1)(x, x)
f.jacrev(lambda x: {"s": x.sum(), "p": x * 2})(x)
f.jacrev(lambda a, b: a.sum() * b, argnums=(0, 1))(x, y)
f.hessian(lambda x: (x**3).sum() * x[0])(x)
f.jacrev(f.jacfwd(lambda x: x**3))(x)
f.jacfwd(f.jacfwd(lambda x: x**3))(x)
f.jacrev(f.jacrev(lambda x: x.prod()))(y)
f.hessian(torch.nn.functional.softplus)(torch.tensor(0.5))
"""

BATCHES = """
f.vmap(torch.dot)(M, M)
f.vmap(lambda a, b: a * b, in_dims=(0, None))(M, x)
f.vmap(f.grad(lambda x, y: (x * y).sum()), in_dims=(1, None))(M, y)
f.vmap(lambda a: (a.sum(), a * 2), out_dims=(0, 1))(M)
f.vmap(f.hessian(lambda x: (x**3).sum()))(M)
f.vmap(torch.sin)(torch.tensor(1.0))
f.vmap(lambda a, b: a + b)(M, x)
f.vmap(lambda p: p["a"] + p["b"])({"a": M, "b": M})
f.vmap(f.vmap(lambda a: a * 2))(M)
torch.vmap(lambda x: x.sum())(M)
f.functional_call(nn.Linear(2, 1), {"weight": M[:1], "bias": torch.zeros(1)}, (x,))
"""

PROGRAMS = {"gradients": DATA + GRADIENTS, "jacobians": DATA + JACOBIANS, "batches": DATA + BATCHES}
