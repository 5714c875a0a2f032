"""Programs around tensors that are made in inference mode and used outside of it."""

LEAVES = """
with torch.inference_mode():
    x = torch.ones(2, requires_grad=True)
x.requires_grad, x.is_leaf, x.is_inference(), x.grad_fn
y = x * 2
y.requires_grad, y.is_inference(), y.grad_fn.name()
x.exp(), F.relu(x), F.softmax(x, 0), x.sum().sqrt(), x.cumsum(0)
(x + x).requires_grad, (x @ x).grad_fn, x.sum().grad_fn
x.view(2).requires_grad, x.view(2).is_inference(), x[0].is_inference(), x.t().grad_fn
torch.cat([x, x]), torch.stack([x, x]), x.unbind(), x.split(1), torch.max(x, 0)
x.backward()
x.sum().backward()
torch.autograd.grad(x.sum(), x)
a = torch.ones(2, requires_grad=True)
a + x
(a + x).sum().backward()
a.grad, x.grad
nn.Parameter(x)
nn.Parameter(x, requires_grad=False).is_inference(), nn.Parameter(x.clone()).is_inference()
F.linear(x, x[None], x[:1]), F.conv1d(x.view(1, 1, 2), x.view(1, 1, 2))
"""

DETACHED = """
with torch.inference_mode():
    t = torch.ones(2)
d = t.detach()
d.is_inference(), d._version
d.add_(1), t
t.data.fill_(5), t, t.data._version
t.add_(1)
t._version
d.requires_grad_()
with torch.inference_mode():
    within = t.detach()
within.add_(1)
n = torch.ones(2)
with torch.inference_mode():
    normal = n.detach()
normal.is_inference(), normal.add_(1), n, n._version
"""

MODULES = """
with torch.inference_mode():
    l = nn.Linear(2, 1)
    p = nn.Parameter(torch.ones(2))
    q = nn.Parameter(nn.Linear(2, 1).weight.clone())
l.weight.is_inference(), l.weight.requires_grad, p.is_inference(), q.is_inference()
l(torch.ones(2)).shape
l.weight.grad = torch.ones(1, 2)
torch.optim.SGD(l.parameters(), lr=0.1).step()
torch.optim.Adam(l.parameters(), lr=0.1).step()
import copy
copy.deepcopy(l).weight.is_inference(), l.double().weight.is_inference(), l.weight.requires_grad
"""

INFERENCE = {
    "leaves made in inference mode": LEAVES,
    "inference tensors detached": DETACHED,
    "modules made in inference mode": MODULES,
}
"""By name."""
