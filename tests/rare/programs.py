"""Programs about what few programs use: memory and its order, copies of views, older names. See tests/learning.py."""

MEMORY = """
x = torch.arange(24.0).reshape(1, 2, 3, 4).requires_grad_()
last = torch.channels_last
y = x.contiguous(memory_format=last)
y.stride(), y.is_contiguous(), y.is_contiguous(memory_format=last), type(y.grad_fn).__name__
y.contiguous(memory_format=last) is y, (y * 2).stride(), y.detach().numpy().strides
y
y.sum().backward()
x.grad.stride(), x.clone(memory_format=last).stride(), x.to(memory_format=last).stride(), y.contiguous().stride()
x.to(torch.float64, memory_format=last).stride(), x.to(memory_format=torch.preserve_format) is x
x[0].contiguous(memory_format=last)
x.clone(memory_format=torch.channels_last_3d)
torch.ones(1, 2, 2, 2, 2).contiguous(memory_format=torch.channels_last_3d).stride()
torch.zeros(2, 2, layout=torch.strided), torch.ones(2, pin_memory=False)
torch.zeros_like(x, memory_format=torch.preserve_format).shape, torch.randn_like(x[0, 0, 0], layout=torch.strided).shape
torch.empty(1, 2, 3, 4, memory_format=last).stride(), torch.empty_like(x, memory_format=last).stride()
torch.ones_like(x, memory_format=torch.contiguous_format).stride()
torch.empty(2, memory_format=last)
torch.empty_strided((2, 3), (1, 2)).stride(), torch.empty_permuted((2, 3, 4), (0, 2, 1)).stride()
torch.ones(2).new_empty_strided((2, 3), (1, 2)).stride()
torch.empty_permuted((2, 3), (0, 0))
b = torch.tensor([[1, 2], [3, 4]], dtype=torch.uint8)
b[1].untyped_storage()
len(b[1].untyped_storage()), b[1].untyped_storage().data_ptr() == b.data_ptr(), b.untyped_storage()[1]
b.untyped_storage()[9]
b.untyped_storage().tolist(), b.untyped_storage().device, b.untyped_storage() == b[1].untyped_storage()
f = torch.tensor([1.0, 2.0])
f.storage()
f.storage()[1], f.storage().dtype, len(f.storage())
f.as_strided_((2, 2), (0, 1))
torch.ones(4).as_strided_((2, 2), (1, 1), 1)
torch.zeros(0).set_(torch.ones(3)), torch.zeros(2).set_()
torch.ones(2).set_(torch.ones(3, dtype=torch.int32))
torch.ones(3, requires_grad=True).set_(torch.ones(2))
torch.zeros(2).set_(torch.arange(3.0).untyped_storage(), 1, (2,), (1,))
torch.ones(2).share_memory_(), torch.ones(2).is_ipu, torch.ones(2).is_sparse_csr
torch.ones(2).hardshrink(2.0), torch.ones(2, requires_grad=True).hardshrink()
torch.ones(2).as_subclass(torch.Tensor)
torch.ones(2).as_subclass(int)
u = torch.tensor([3.0, 1.0, 3.0], requires_grad=True)
u.unique(), u.unique(return_counts=True), u[None].unique(dim=1), u.unique_consecutive()
u.unique().sum().backward()
u[None].unique(dim=1).sum().backward()
u.unique_consecutive().sum().backward()
"""

COPIES = """
x = torch.arange(6.0).reshape(2, 3).requires_grad_()
torch.alias_copy(x), torch.as_strided_copy(x, (2, 2), (1, 2)), torch.diagonal_copy(x), torch.expand_copy(x, (2, 2, 3))
torch.narrow_copy(x, 1, 0, 2), torch.permute_copy(x, (1, 0)), torch.select_copy(x, 0, 1), torch.slice_copy(x, 0, 0, 1)
torch.split_copy(x, 2, 1), torch.split_with_sizes_copy(x, [1, 2], 1), torch.unbind_copy(x)
torch.squeeze_copy(x[None]), torch.squeeze_copy(x[None], 0), torch.squeeze_copy(x[None], (0, 1)), torch.t_copy(x)
torch.transpose_copy(x, 0, 1), torch.unfold_copy(x, 1, 2, 1), torch.unsqueeze_copy(x, 0), torch.view_copy(x, (3, 2))
x.narrow_copy(0, 0, 1), torch.view_copy(torch.ones(1), torch.int32), torch.expand_copy(input=x, size=(1, 2, 3)).shape
torch.view_copy(x, (3, 2)).add_(1)
x
(torch.expand_copy(x, (2, 2, 3)).sum() + (torch.unbind_copy(x)[1] * 5).sum()).backward()
x.grad
torch.detach_copy(x)
torch.detach_copy(x).sum().backward()
torch.view_copy(x.detach(), (6,), out=torch.zeros(6))
torch.view_copy(x, (4,))
torch.select_copy(x, 0, 5)
torch.narrow_copy(x, 0, 1, 5)
torch.view_copy(3, (4,))
torch.expand_copy(x)
"""

FACTORS = """
m = torch.tensor([[4.0, 1.0, 2.0], [1.0, 3.0, 0.0], [2.0, 5.0, 1.0], [0.0, 1.0, 7.0]], dtype=torch.float64)
q = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64)
b = torch.tensor([[1.0, 2.0], [0.5, -1.0]], dtype=torch.float64)
def sloped(f, *given):
    leaves = [x.clone().requires_grad_() for x in given]
    y = f(*leaves)
    (y * torch.arange(1.0, y.numel() + 1).reshape(y.shape)).sum().backward()
    return y.round(decimals=4) + 0.0, [x.grad.round(decimals=4) + 0.0 for x in leaves]
a, tau = torch.geqrf(m)
torch.geqrf(m)
torch.orgqr(a, tau).round(decimals=4) + 0.0
sloped(torch.linalg.householder_product, a, tau)
sloped(torch.linalg.householder_product, a, tau[:2])
sloped(torch.linalg.householder_product, a.expand(2, 4, 3), tau.expand(2, 3))
[sloped(torch.ormqr, a, tau, m, *way)[0] for way in ((), (True, True))]
[sloped(lambda *t: torch.ormqr(*t, *way), a, tau, m) for way in ((True, False), (True, True))]
[sloped(lambda *t: torch.ormqr(*t, *way), a, tau, m.T) for way in ((False, False), (False, True))]
torch.geqrf(m.clone().requires_grad_())[0].sum().backward()
torch.linalg.householder_product(a.T, tau)
torch.linalg.householder_product(a[0], tau)
torch.linalg.householder_product(a, tau[None])
torch.triangular_solve(b, q)
[sloped(lambda x, y: torch.triangular_solve(x, y, *way)[0], b, q) for way in ((), (False, True), (True, True, True))]
torch.lu(q), torch.lu(q, get_infos=True)
torch.lu(q, pivot=False)
torch.lu(m[0])
torch.lu_solve(b, *torch.linalg.lu_factor(q))
sloped(lambda x, y: torch.lu_solve(y, *torch.linalg.lu_factor(x)), q, b)
torch.linalg.inv(q, out=torch.zeros(0, dtype=torch.float64))
torch.linalg.qr(q, out=(torch.zeros(2, 2, dtype=torch.float64), torch.zeros(2, 2, dtype=torch.float64)))[1].abs()
torch.linalg.norm(q, out=torch.zeros((), dtype=q.dtype)), torch.linalg.det(q, out=torch.zeros((), dtype=q.dtype))
torch.linalg.slogdet(q, out=(torch.zeros((), dtype=torch.float64), torch.zeros((), dtype=torch.float64)))
torch.sort(torch.tensor([2.0, 1.0]), out=(torch.zeros(2), torch.zeros(2, dtype=torch.int64)))
torch.linalg.solve(q.clone().requires_grad_(), b, out=torch.zeros(2, 2))
torch.linalg.svd(q, out=(torch.zeros(2), torch.zeros(2)))
[part.shape for part in torch.svd(torch.zeros(5, 2, 3), compute_uv=False)]
A = torch.arange(20.0).reshape(5, 4).sin()
U, S, V = torch.svd_lowrank(A, 2)
S, (U * S @ V.T - A).abs().max() < 1e-5
U, S, V = torch.pca_lowrank(A.T, 2)
S, U.shape, V.shape
torch.svd_lowrank(A, 2, M=torch.ones(5, 4))[1]
torch.pca_lowrank(A, 9)
torch.pca_lowrank(A, 2, niter=-1)
"""

JOINED = """
x = torch.arange(12.0).reshape(4, 3)
i = torch.tensor([0, 2, 0])
source = torch.tensor([[1.0, 5, 2], [3.0, 4, 1], [7.0, 0, 2]])
def sloped(f):
    p, q = x.clone().requires_grad_(), source.clone().requires_grad_()
    y = f(p, q)
    (y * torch.arange(1.0, 13).reshape(4, 3)).sum().backward()
    return y, p.grad, q.grad
[x.index_reduce(0, i, source, way) for way in ("prod", "mean", "amax", "amin")]
[x.index_reduce(0, i, source, way, include_self=False) for way in ("prod", "mean", "amax", "amin")]
[sloped(lambda p, q: p.index_reduce(0, i, q, way)) for way in ("prod", "mean", "amax", "amin")]
sloped(lambda p, q: p.index_reduce(0, i, q, "mean", include_self=False))
x.clone().index_reduce_(0, i, source, "amax")
torch.index_reduce(x, 1, torch.tensor([1]), torch.ones(4, 1), "mean")
torch.index_reduce(x.long(), 0, i, source.long(), "mean")
x.index_reduce(0, i, source, "sum")
x.index_reduce(0, i, source[:2], "prod")
x.index_reduce(0, i.float(), source, "prod")
x.index_reduce(0, i + 3, source, "prod")
points = torch.tensor([[0.0, 1.0], [1.0, 0.0], [2.0, 0.0], [2.0, 2.0]])
torch.histogramdd(points, bins=[3, 2])
torch.histogramdd(points, bins=2, density=True)
torch.histogramdd(points, bins=[2, 2], range=[0.0, 1.0, 0.0, 1.0], weight=torch.tensor([1.0, 2.0, 4.0, 8.0]))
torch.histogramdd(points, bins=[torch.tensor([0.0, 0.5, 2.0]), torch.tensor([0.0, 1.0])])
torch.histogramdd(points[0], bins=[2])
torch.histogramdd(points, bins=[2])
"""

BINS = """
x = torch.tensor([1.0, 2.0, 1.0])
[torch.histogram(x)[0].shape, x.histogram(density=True).hist[:2], x.histogram(weight=x)[0].sum()]
x.histogram().bin_edges[:3]
torch.histogram(x, range=(0.0, 3.0)).hist.sum(), torch.histogram(x, 4, range=(0.0, 3.0), density=True)
torch.histogram(torch.tensor([1, 2]))
torch.histogram(torch.tensor([1.0, float("nan")]), 3)
torch.histogram(torch.tensor([1.0, float("inf")]), 3)
torch.histogram(torch.tensor([]), 2)
counted = torch.histogram(x.requires_grad_(), 4).hist
counted, counted.is_leaf, counted.requires_grad
counted.sum().backward()
"""

PADDED = """
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
torch.constant_pad_nd(x, (1, -1), 5), torch.constant_pad_nd(x, ())
torch.constant_pad_nd(torch.tensor([1, 2]), (0, 1), 2.5)
torch.constant_pad_nd(torch.tensor(1.0), ())
torch.nn.functional.pad(torch.tensor(1.0), ())
torch.constant_pad_nd(x, (1,))
torch.constant_pad_nd(x, (1, 1, 1, 1))
torch.constant_pad_nd(torch.ones(2, 2), (1, 1, 1))
torch.constant_pad_nd(torch.tensor(1.0), (1, 1))
"""

WINDOWS = """
torch.blackman_window(4), torch.blackman_window(5, periodic=False)
torch.bartlett_window(7).tolist(), torch.bartlett_window(6, False, dtype=torch.float64).tolist()
torch.hann_window(0), torch.hann_window(1), torch.hamming_window(1), torch.hann_window(0, False)
"""

SIZES = """
torch.addbmm(torch.ones(2, 2), torch.ones(2, 2, 3), torch.ones(3, 3, 2))
torch.addbmm(torch.ones(2, 2), torch.ones(2, 2, 3), torch.ones(2, 2, 2))
torch.addbmm(torch.ones(2, 2), torch.ones(2, 3), torch.ones(3, 3, 2))
torch.linalg.tensorinv(torch.ones(2, 2), 0)
torch.linalg.tensorinv(torch.ones(2, 2), -1)
"""

PROGRAMS = {
    "sizes of products": SIZES,
    "counts in bins": BINS,
    "memory and its order": MEMORY,
    "copies of views": COPIES,
    "factors by their older names": FACTORS,
    "slices joined, points counted": JOINED,
    "a number around it": PADDED,
    "windows to the last bit": WINDOWS,
}
