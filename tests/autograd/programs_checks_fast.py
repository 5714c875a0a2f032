"""Programs about gradcheck's fast mode and its batches of directions: see tests/learning.py."""

START = """
import re
G = torch.autograd
x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([[1.0, 2.0, 0.5], [0.3, 0.1, 0.2]], dtype=torch.float64, requires_grad=True)
class Wrong(G.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2
    @staticmethod
    def backward(ctx, g):
        return 3 * g * ctx.saved_tensors[0]
    @staticmethod
    def jvp(ctx, t):
        return 5 * t

class Nearly(G.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2.0000201

def said(f, *args, check=G.gradcheck, **options):
    try:
        return check(f, args, **options)
    except RuntimeError as error:
        return re.sub(r"\\d+\\.\\d{6,}(e-\\d+)?", lambda number: f"{float(number[0]):.5f}", str(error))

"""

FAST = (
    START
    + """
said(torch.sin, x, fast_mode=True)
said(lambda a, b: (a * b, b.sum()), x, y, fast_mode=True, check_forward_ad=True)
said(Wrong.apply, x, fast_mode=True)
said(Wrong.apply, x, fast_mode=True, raise_exception=False)
said(lambda a, b: (a + b, Wrong.apply(b)), x, y, fast_mode=True)
said(Nearly.apply, x, fast_mode=True, rtol=1e-9, atol=1e-7)
said(lambda a: a.detach() * a, x, fast_mode=True)
said(lambda a: a.detach(), x, fast_mode=True)
said(lambda a: a.detach() * 0, x, fast_mode=True)
said(Wrong.apply, x, fast_mode=True, check_forward_ad=True, check_backward_ad=False)
said(torch.sin, x, check=G.gradgradcheck, fast_mode=True)
said(Wrong.apply, x, check=G.gradgradcheck, fast_mode=True)
said(torch.sin, torch.zeros(0, dtype=torch.float64, requires_grad=True), fast_mode=True)
said(torch.sin, torch.tensor(1.0, dtype=torch.float64, requires_grad=True), fast_mode=True)
x, x.grad
"""
)

FORWARD_AT_ONCE = (
    START
    + """
both = {"check_forward_ad": True, "check_batched_forward_grad": True}
said(lambda a: a * a, x, **both)
said(lambda a, b: (a * b, b.detach() * 0), x, y, **both)
said(F.linear, y, y.detach().clone().requires_grad_(), **both, fast_mode=True, check_batched_grad=True)
said(torch.sin, x, check_batched_forward_grad=True)
class Alone(G.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
    @staticmethod
    def jvp(ctx, t):
        return t * 2 if t[0].item() > 9 else 2 * t

said(Alone.apply, x, check_forward_ad=True)
said(Alone.apply, x, **both)[:39]
"""
)

CHECKS_FAST = {"fast checks": FAST, "forward at once": FORWARD_AT_ONCE}
