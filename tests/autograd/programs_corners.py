"""Programs around corners of nodes, hooks and functions that a session of trying things out comes by."""

CORNERS = """
a, b = (torch.ones(2, requires_grad=True) for _ in range(2))
seen = []
handle = torch.autograd.graph.register_multi_grad_hook((a, b), lambda gs: seen.append([g is None for g in gs]))
(a * 2).sum().backward()
torch.autograd.grad((a * 2).sum(), a)
torch.autograd.grad((a * 2).sum(), b, allow_unused=True), seen
(a * b).sum().backward(inputs=[a])
seen
handle.remove()
torch.autograd.grad((a * 2).sum(), a)
class Text(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y, n=3):
        return x * y
    @staticmethod
    def backward(ctx, g):
        return g, g, 5

Text.apply(a, b, 4).sum().backward()
class Number(Text):
    @staticmethod
    def backward(ctx, g):
        return 5, g, None

Number.apply(a, b, 4).sum().backward()
n = (a * 2).sum().grad_fn
n(3)
n(torch.tensor(1.), torch.tensor(1.))
n(None)
leaf = n.next_functions[0][0].next_functions[0][0]
a.grad = None
leaf(torch.ones(2)), a.grad, leaf(torch.tensor([1., 2.])), a.grad, leaf(None)
repr(torch.no_grad()).split(" at ")[0], repr(torch.inference_mode()).split(" at ")[0]
repr(torch.set_grad_enabled(True)).split(" at ")[0]
"""

PROGRAMS = {"corners": CORNERS}
"""By name."""
