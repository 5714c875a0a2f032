"""Programs about functions of one's own: see tests/learning.py."""

FUNCTION_BASIC = """
class MyF(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, s, b):
        ctx.s = s
        ctx.save_for_backward(a, b)
        return a + s * b + a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g + g * b, None, g * ctx.s + g * a
def desc(fn):
    return 'None' if fn is None else type(fn).__name__ + '(' + ', '.join(desc(f) for f, _ in fn.next_functions) + ')'
x = torch.ones(2, 2, requires_grad=True)
y = torch.full((2, 2), 3., requires_grad=True)
r = MyF.apply(x, 2, y)
r
desc(r.grad_fn)
r.grad_fn.name()
go = torch.ones((), requires_grad=True)
r.sum().backward(go, create_graph=True)
desc(x.grad.grad_fn)
desc(y.grad.grad_fn)
x.grad
"""

ONCE = """
once_differentiable = torch.autograd.function.once_differentiable
class MyF(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, s, b):
        ctx.s = s
        ctx.save_for_backward(a, b)
        return a + s * b + a * b
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        print(torch.is_grad_enabled())
        a, b = ctx.saved_tensors
        return g + g * b, None, g * ctx.s + g * a
def desc(fn):
    return 'None' if fn is None else type(fn).__name__ + '(' + ', '.join(desc(f) for f, _ in fn.next_functions) + ')'
x = torch.ones(2, 2, requires_grad=True)
y = torch.full((2, 2), 3., requires_grad=True)
r = MyF.apply(x, 2, y)
r.sum().backward(torch.ones((), requires_grad=True), create_graph=True)
desc(x.grad.grad_fn)
x.grad.sum().backward()
"""

RETURNS_INPUT = """
class R(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x
    @staticmethod
    def backward(ctx, g): return g * 2
v = torch.ones(1, requires_grad=True)
r = R.apply(v)
r
r.backward()
v.grad
r is v
R.apply(v.clone())
w = R.apply(v.clone())
w2 = R.apply(v)
"""

RETURNS_UNDEFINED = """
class R(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return None
x = torch.ones(1, requires_grad=True)
R.apply(x).backward()
x.grad
R.apply(x**2).backward()
x.grad
R.apply(x).sum().backward()
x.grad
torch.autograd.grad(R.apply(x), x, allow_unused=True)
"""

INVALID_GRADIENTS = """
class B(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return torch.randn(10)
x = torch.randn(5, 5, requires_grad=True)
B.apply(x).sum().backward()
class B2(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return g, g
B2.apply(x).sum().backward()
class B3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y): return x * 2
    @staticmethod
    def backward(ctx, g): return g
B3.apply(x, x).sum().backward()
class B4(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return "a"
B4.apply(x).sum().backward()
class B5(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return 3.0
B5.apply(x).sum().backward()
class B6(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return "abc", x * 2, 3
    @staticmethod
    def backward(ctx, *g): return g[1]
B6.apply(x)[0::2]
B6.apply(x)[1].sum().backward()
B4.apply(x).sum().backward
class B7(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
B7.apply(x).sum().backward()
class B8(torch.autograd.Function):
    @staticmethod
    def backward(ctx, x): return x * 2
B8.apply(x)
class B9(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(3); return x
    @staticmethod
    def backward(ctx, x): return x * 2
B9.apply(x)
class B10(torch.autograd.Function):
    def forward(self, x): return x
    def backward(self, x): return x
B10()(x)
B10.apply(x)
class B11(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g): raise ValueError("mine")
B11.apply(x).sum().backward()
class B12(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return None
    @staticmethod
    def backward(ctx, g): return g
B12.apply(x)
class B13(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return [x * 1, x * 2]
    @staticmethod
    def backward(ctx, *g): return g[0]
B13.apply(x)
class B14(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g): return g
    @staticmethod
    def vjp(ctx, g): return g
B14.apply(x).sum().backward()
class B15(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def vjp(ctx, g): return g * 7
B15.apply(x).sum().backward()
x.grad[0]
"""

FUNCTION = {
    "function_basic": FUNCTION_BASIC,
    "once": ONCE,
    "returns_input": RETURNS_INPUT,
    "returns_undefined": RETURNS_UNDEFINED,
    "invalid_gradients": INVALID_GRADIENTS,
}
