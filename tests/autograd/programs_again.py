"""Gradients that are recorded themselves: the graphs behind them, by the names of their nodes."""

GRAPHS = """
def graph(node):
    if node is None:
        return "-"
    name = node.name().split("::")[-1]
    if name == "AccumulateGrad":
        return "A"
    return f"{name}({','.join(graph(following) for following, _ in node.next_functions)})"
def again(function, *inputs):
    leaves = [x.clone().requires_grad_() for x in inputs]
    out = function(*leaves)
    upstream = torch.ones_like(out, requires_grad=True)
    return [graph(g.grad_fn) for g in torch.autograd.grad(out, leaves, upstream, create_graph=True)]
x, y = torch.tensor([0.25, 0.5]), torch.tensor([0.75, 0.125])
"""

BESIDE_NUMBERS = """
again(lambda x: x * 2 + x / 3 - 1, x), again(lambda x: 2 - x, x), again(lambda x: 3 / x, x)
again(lambda x: x ** 3, x), again(torch.sqrt, x), again(torch.rsqrt, x), again(lambda x: 2 ** x, x)
again(torch.expm1, x), again(torch.log1p, x), again(torch.log2, x), again(torch.log10, x)
again(torch.tan, x), again(torch.atan, x), again(torch.asin, x), again(torch.acos, x)
again(torch.asinh, x), again(torch.acosh, x + 2), again(torch.erf, x), again(torch.erfinv, x)
again(torch.atan2, x, y), again(torch.fmod, x, y), again(torch.remainder, x, y), again(torch.copysign, x, y)
again(torch.logaddexp, x, y), again(torch.logaddexp2, x, y), again(torch.maximum, x, y)
again(lambda x, y: torch.addcmul(x, x, y, value=2), x, y), again(lambda x, y: torch.lerp(x, y, y), x, y)
again(lambda x: x.mean() + x.var(0), x), again(lambda x: x.std(0), x), again(lambda x: x.norm(3), x)
again(torch.max, x), again(torch.median, x), again(lambda x: x.view(1, 2).amax(1, True), x)
again(lambda x: x.unbind()[0], x), again(lambda x: torch.stack(x.unbind()), x), again(lambda x: x.split(1)[1], x)
again(F.silu, x), again(torch.special.entr, x)
"""

OWN_BACKWARD = """
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2 + 0 * (1 - g)
again(Double.apply, x)
x = x.requires_grad_()
handle = x.register_hook(lambda g: g * 3)
graph(torch.autograd.grad((x ** 3).sum(), x, create_graph=True)[0].grad_fn)
"""

PROGRAMS = {
    "graphs of gradients beside numbers": GRAPHS + BESIDE_NUMBERS,
    "graphs of gradients of the learner's own": GRAPHS + OWN_BACKWARD,
}
