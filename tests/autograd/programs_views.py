"""Programs about views and changes in place: see tests/learning.py."""

NGVIEW = """
x=torch.ones(2,requires_grad=True)
y = x * 2
v, w, u, s, k, un, sp
v.is_leaf, w.is_leaf, u.is_leaf, k.is_leaf
v.grad_fn, u.grad_fn
v * 2, u * 2, w * 2
(v * 2).sum().backward()
x.grad
"""

STALE = """
x=torch.ones(2,requires_grad=True)
y = x * 2
with torch.no_grad(): v=y[:1]
y.mul_(2)
v.requires_grad
v.grad_fn
v * 2
v.is_leaf
v
a, b = (x * 2).unbind()
y = x * 2
a, b = y.unbind()
y.mul_(3)
a
a.requires_grad
z = torch.ones(3)
w = z[:2]
z.requires_grad_()
w.requires_grad, w.is_leaf
(w * 2).sum().backward()
z = torch.ones(3)
w = z[:2]
z.mul_(2)
z.requires_grad_()
w.requires_grad
w
w.add_(1)
"""

VIEWS1 = """
x = torch.ones(4, requires_grad=True)
y = x * 2
v = y[:2]
v.mul_(3)
y, v
y.sum().backward()
x.grad
x.grad = None
y = x * 2
v = y[:2]
w = v.view(2, 1)
w.add_(1)
y.mul_(y)
w, v, y
x.grad
y = x * 2
v = y[:2]
y.mul_(2)
v.sum().backward()
x.grad
z = torch.zeros(4)
z[1:3] = x[:2] * 5
z
x.grad = None
z.sum().backward()
x.grad
z = torch.zeros(2, 2)
z[0] = x[:2]
z[0, 1] = x[3]
z[:, 0] += x[2]
z
x.grad = None
(z * torch.arange(4.).view(2, 2)).sum().backward()
x.grad
y = x * 2
d = y.detach()
d.mul_(3)
y._version, d._version
y
y.sum().backward()
y = x ** 2
y2 = y.sin()
y.detach().zero_()
y = x ** 2
y2 = y.sin()
y.data.zero_()
y2.sum().backward()
x.grad
y = x * 1
v = y.view(2, 2)
t = v.t()
t[0].mul_(7)
y, v
x.grad = None
y.sum().backward()
x.grad
y = x.clone()
y[0] = y[1] * y[2]
y
x.grad = None
x.grad
y = x * 2
y[:2].copy_(y[2:] * 3)
y
x.grad = None
y.sum().backward()
x.grad
y = x * 2
s = y.split(2)
y = x * 2
s = y.chunk(2)
y = x * 2
e = y.expand(2, 4)
e.mul_(2)
y = x * 2
e = y.view(2, 2).diagonal()
e.mul_(5)
y
x.grad = None
y.sum().backward()
x.grad
y = x * 2
n = y.narrow(0, 1, 2)
n.fill_(3)
y
x.grad = None
y.sum().backward()
x.grad
y = x * 2
y.unsqueeze_(0)
y.t_()
y
y = x * 2
y.squeeze_()
y = x * 2
q = y.as_strided((2,), (2,))
q.mul_(3)
y
x.grad = None
y.sum().backward()
x.grad
y = x * 2
y.transpose(0, 0).add_(x)
y
y = torch.ones(4)
v = y[:2]
v.mul_(x[:2])
y, v, y.requires_grad, v.requires_grad
x.grad = None
y.sum().backward()
x.grad
y = x.clone()
v = y[:2]
w = y[2:]
v.mul_(2)
w.mul_(v)
y
x.grad = None
x.grad
y = torch.ones(4, dtype=torch.int64)
y[:2].mul_(x[:2])
y = x * 2
y.mul_(x.double())
y = x * 2
y.add_(torch.ones(2, 4))
y = x * 2
y[:2].add_(torch.ones(3))
x[:2].add_(1)
x.add_(1)
x.view(2, 2)[0].zero_()
with torch.no_grad(): x[:2].add_(1)
x
y = x * 2
y.masked_fill_(y > 3, 0)
y
y = x * 2
y[y > 3] = 0
y
y = x * 2
y.index_fill_(0, torch.tensor([0]), 9)
y
y = x * 2
y.index_add_(0, torch.tensor([0, 0]), x[:2])
y
y = x * 2
y.scatter_(0, torch.tensor([0, 1]), x[:2] * 4)
y
x.grad = None
y.sum().backward()
x.grad
y = x * 2
y.zero_()
y.sum().backward()
x.grad
y = x * 2
y.requires_grad_(False)
y = x * 2
z = y.exp()
y += 1
z.sum().backward()
y = x * 2
z = y * y
y += 1
y = x * 2
z = y.exp()
z += 1
y = x * 2
z = y.relu()
z += 1
y = x * 2
z = y.relu()
y += 1
z.sum().backward()
y = x * 2
z = y.tanh()
w = z * 2
z.zero_()
y = x * 2
z = y[1:] * 2
y[0] = 5
z.sum().backward()
x.grad
y = x * 2
z = y[1:] * y[:3]
y[0] = 5
y = x * 2
y.retain_grad()
y.mul_(3)
y.sum().backward()
y.grad
y = x * 2
y.mul_(3)
y.sum().backward()
y = x * 2
v = y[:2]
v.retain_grad()
v.mul_(2)
y.sum().backward()
v.grad
y = x * 2
v = y[:2]
v.mul_(2)
v.sum().backward()
y = x * 2
v = y[:2]
v.retain_grad()
(v * 3).sum().backward()
"""

VIEWS = {"ngview": NGVIEW, "stale": STALE, "views1": VIEWS1}
