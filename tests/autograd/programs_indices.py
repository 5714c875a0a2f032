"""Programs about indices that are changed before the way back: see tests/learning.py."""

CHANGED_INDICES = """
x = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
i = torch.tensor([1, 0])
y = x[i]
y.grad_fn._saved_indices, y.grad_fn._saved_indices[0] is i
x[:, i].grad_fn._saved_indices, x[[0, 1], i].grad_fn._saved_indices, x[i, [0, 1]].grad_fn._saved_indices
y.sum().backward()
y.grad_fn._saved_indices
y = x[i]
z = x[:, i[:1]]
w = x[[0, 1], i]
m = torch.tensor([True, False, True])
v = x[m]
v.grad_fn._saved_indices
i.add_(1)
m.logical_not_()
y.sum().backward()
z.sum().backward()
w.sum().backward()
v.sum().backward()
y.grad_fn._saved_indices
i[0] = 0
x[i].sum().backward()
x.grad
u = torch.tensor([1, 0, 1], dtype=torch.uint8)
x[u].grad_fn._saved_indices
k = torch.tensor(1)
y = x[k]
k.zero_()
y.sum().backward()
x.grad
"""

CHANGED_TARGETS = """
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
i = torch.tensor([1, 2])
y = x * 1
y[i] = torch.zeros(2)
y.grad_fn._saved_indices, y.grad_fn._saved_accumulate
z = torch.zeros(4).index_put((i,), x[:2])
i.zero_()
y.sum().backward()
z.sum().backward()
i = torch.tensor([1, 2])
y = x.index_select(0, i)
y.grad_fn._saved_index is i, y.grad_fn._saved_dim, y.grad_fn._saved_self_sym_sizes
(g,) = torch.autograd.grad((y * y).sum(), x, create_graph=True)
g, torch.autograd.grad(g.sum(), x)[0]
y = x.index_select(0, i)
i.zero_()
y.sum().backward()
x[0].index_select(0, torch.tensor([0])), x.view(2, 2).index_select(1, torch.tensor(1))
m = torch.tensor([True, False, True, True])
y = x.masked_select(m)
y.grad_fn._saved_mask is m, y.grad_fn._saved_self is x
m.zero_()
y.sum().backward()
m = torch.tensor([[True], [False]])
y = x.masked_select(m)
y
y.sum().backward()
x.grad
x.gather(0, i).grad_fn._saved_sparse_grad
x.scatter(0, i, torch.ones(2)).grad_fn._saved_index is i
hasattr(x.scatter(0, i, torch.ones(2)).grad_fn, "_saved_y_shape")
"""

INDICES = {"changed_indices": CHANGED_INDICES, "changed_targets": CHANGED_TARGETS}
