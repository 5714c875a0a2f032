"""Programs around the graph of what was written through a view, of the first and second order."""

SHOWN = """
def shown(t):
    found = []
    def look(node, depth):
        found.append("  " * depth + ("None" if node is None else node.name().removeprefix("torch::autograd::")))
        for below, _ in node.next_functions if node else ():
            look(below, depth + 1)
    look(t.grad_fn, 0)
    return found

"""

GRAPHS = (
    SHOWN
    + """
x = torch.tensor([1., 2., 3.], requires_grad=True)
def gradient(change, power=1):
    y = x * 1
    change(y)
    return torch.autograd.grad((y**power).sum(), x, create_graph=True)[0]

g = gradient(lambda y: y[:2].mul_(x[:2]))
g, shown(g), torch.autograd.grad(g.sum(), x)
g = gradient(lambda y: y[:2].exp_())
g, shown(g), torch.autograd.grad(g.sum(), x)
g = gradient(lambda y: y[0].zero_(), 2)
g, shown(g), torch.autograd.grad(g.sum(), x)
g = gradient(lambda y: y.view(3, 1).t().sin_(), 2)
g, shown(g), torch.autograd.grad(g.sum(), x)
g = gradient(lambda y: y.__setitem__(1, x[0] ** 2), 2)
g, shown(g), torch.autograd.grad(g.sum(), x)
g = gradient(lambda y: y[1:].copy_(x[:2] ** 3), 2)
shown(g), torch.autograd.grad(g.sum(), x, create_graph=True)
y = x.clone()
y[1:].mul_(x[1:])
y.grad_fn(torch.ones(3))
y = torch.zeros(3, 4).t()
y[0] = x
y[1] = x**3
g, = torch.autograd.grad((y**2).sum(), x, create_graph=True)
g, torch.autograd.grad(g.sum(), x)
"""
)

TWICE = """
x = torch.tensor([1., 2., 3.], requires_grad=True)
y = x.clone()
y[0] = 5
y.sum().backward()
y.sum().backward()
y = x.clone()
y[:2].add_(1)
y.sum().backward(retain_graph=True)
y.sum().backward()
x.grad
y.sum().backward()
class Nothing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, other):
        ctx.mark_dirty(x)
        return x.mul_(2)
    @staticmethod
    def backward(ctx, g):
        return None, g

other = torch.ones(2, requires_grad=True)
y = x.clone()
_ = Nothing.apply(y[:2], other)
torch.autograd.grad(y.sum(), (x, other), allow_unused=True, retain_graph=True)
torch.autograd.grad(y.sum(), (x, other), allow_unused=True, create_graph=True)
"""

SLICES = {"graphs of what was overwritten": GRAPHS, "overwritten and walked twice": TWICE}
"""By name."""
