"""Programs about what a walk lets go of, and about views of views: see tests/learning.py."""

FREED = """
x = torch.ones(4, requires_grad=True)
y = x[torch.tensor([0, 1])]
y.sum().backward()
y.sum().backward()
y = x[x > 0]
y.sum().backward()
y.sum().backward()
y = x * 1
y[y > 0] = 0.
y.sum().backward()
y.sum().backward()
y = x * 1
y[torch.tensor([0])] = 0.
y.sum().backward()
y.sum().backward()
y = x * 1
y[0] = 0.
y.sum().backward()
y.sum().backward()
y = x.masked_fill(x > 0, 1.)
y.sum().backward()
y.sum().backward()
y = torch.where(x > 0, x, 1.)
y.sum().backward()
y.sum().backward()
y = x.gather(0, torch.tensor([0, 1]))
y.sum().backward()
y.sum().backward()
y = x.index_select(0, torch.tensor([0, 1]))
y.sum().backward()
y.sum().backward()
y = x.take(torch.tensor([0, 1]))
y.sum().backward()
y.sum().backward()
y = x.max()
y.backward()
y.backward()
y = x.max(0).values
y.backward()
y.backward()
y = x.sort().values
y.sum().backward()
y.sum().backward()
y = x.scatter(0, torch.tensor([0]), 1.)
y.sum().backward()
y.sum().backward()
y = x.index_add(0, torch.tensor([0]), x[:1])
y.sum().backward()
y.sum().backward()
y = x.cumsum(0)
y.sum().backward()
y.sum().backward()
y = x.clamp(0, 1)
y.sum().backward()
y.sum().backward()
y = F.nll_loss(x.view(2, 2), torch.tensor([0, 1]))
y.backward()
y.backward()
y = F.dropout(x)
y.sum().backward()
y.sum().backward()
y = x.topk(2).values
y.sum().backward()
y.sum().backward()
y = x.median()
y.backward()
y.backward()
y = x.repeat(2)
y.sum().backward()
y.sum().backward()
y = x / 3
y.sum().backward()
y.sum().backward()
y = x + 3
y.sum().backward()
y.sum().backward()
y = x ** 1
y.sum().backward()
y.sum().backward()
y = F.embedding(torch.tensor([0, 1]), x.view(2, 2))
y.sum().backward()
y.sum().backward()
y = x.index_fill(0, torch.tensor([0]), 1.)
y.sum().backward()
y.sum().backward()
y = x.masked_select(x > 0)
y.sum().backward()
y.sum().backward()
y = x.tril() if False else x.view(2,2).tril()
y.sum().backward()
y.sum().backward()
y = x.relu()
y.sum().backward()
y.sum().backward()
y = x.var()
y.backward()
y.backward()
y = x.prod()
y.backward()
y.backward()
y = x.norm()
y.backward()
y.backward()
y = x.mean()
y.backward()
y.backward()
y = torch.stack([x, x])
y.sum().backward()
y.sum().backward()
"""

SPECIAL = """
x = torch.ones(2, 2, requires_grad=True)
y = x * 1
a = y.unbind()[0]
b = a[:1]
with torch.no_grad(): c = y[0]
d = c[:1]
d, d.requires_grad
z = x[0]
z.requires_grad = True
z.requires_grad = False
y.requires_grad = True
y.requires_grad_(True).requires_grad
"""

UNSEEN = """
x = torch.ones(4, requires_grad=True)
v = x[:2]
with torch.no_grad(): x.mul_(2)
(v * 3).sum().backward()
x.grad
x = torch.ones(4, requires_grad=True)
v = x[:2]
with torch.no_grad(): v.mul_(2)
(v * 3).sum().backward()
x.grad
x = torch.ones(4, requires_grad=True)
y = x * 1
v = y[:2]
with torch.no_grad(): y.mul_(2)
(v * 3).sum().backward()
x.grad
"""

FREEING = {"freed": FREED, "special": SPECIAL, "unseen": UNSEEN}
