"""Programs that write to where elements lie on top of each other: the windows of `unfold` and of `as_strided`."""

WINDOWS = """
def written(change, *args):
    x = torch.arange(6.)
    change(x.unfold(0, 3, 1), *args)
    return x.tolist()

written(lambda w: w.mul_(2)), written(lambda w: w.add_(1)), written(lambda w: w.sub_(1).relu_())
written(lambda w: w.add_(torch.arange(12.).reshape(4, 3)))
written(lambda w: w.copy_(torch.arange(12.).reshape(4, 3)))
written(lambda w: w.copy_(torch.arange(12.).reshape(3, 4).t()))
written(lambda w: w.__setitem__(slice(None), torch.arange(12.).reshape(4, 3)))
written(lambda w: w.__setitem__((slice(None), 1), 7))
written(lambda w: w.__setitem__(1, 7))
written(lambda w: w.__setitem__(torch.tensor([0, 1]), 9.))
written(lambda w: w.__setitem__(w > 2, 9.))
written(lambda w: w.zero_()), written(lambda w: w.fill_(3)), written(lambda w: w.clamp_(1, 2))
written(lambda w: w.sub_(2).square_())
written(lambda w: w.masked_fill_(torch.tensor([True, False, True]), 9))
written(lambda w: w.index_fill_(0, torch.tensor([0, 1]), 9))
written(lambda w: w.lerp_(torch.ones(3), 0.5)), written(lambda w: w.addcmul_(torch.ones(4, 1), torch.ones(3)))
written(lambda w: w.uniform_()), written(lambda w: w.normal_()), written(lambda w: w.random_(9))
written(lambda w: torch.add(1, torch.ones(4, 3), out=w))
written(lambda w: w.diagonal().mul_(9)), written(lambda w: w[:, ::2].mul_(3)), written(lambda w: w.t().mul_(2))
written(lambda w: F.leaky_relu_(w.sub_(3), 0.5)), written(lambda w: F.hardtanh_(w)), written(lambda w: F.relu_(w))
written(lambda w: w.neg_()), written(lambda w: w.pow_(2)), written(lambda w: w.clamp_(max=torch.tensor(3.)))
x = torch.arange(6)
x.unfold(0, 3, 1).add_(1), x.unfold(0, 3, 1).bitwise_or_(1), x.unfold(0, 3, 1).remainder_(4), x
x = torch.arange(6.)
x.unfold(0, 3, 3).mul_(2), x.unfold(0, 2, 3).mul_(2), x, x._version
x.unfold(0, 3, 1).numpy().flags.writeable
x = torch.arange(5.)
x.expand(3, 5).mul_(2)
x.expand(3, 5).zero_(), x.expand(3, 5)[0].add_(3), x
"""

STRIDED = """
def strided(size, stride, change):
    x = torch.arange(6.)
    change(x.as_strided(size, stride))
    return x.tolist()

strided((4, 3), (1, 1), lambda w: w.mul_(2)), strided((4, 3), (1, 1), lambda w: w.zero_())
strided((3, 2), (1, 2), lambda w: w.mul_(2)), strided((2, 2, 2), (1, 2, 1), lambda w: w.add_(1))
strided((3, 3), (0, 1), lambda w: w.mul_(2))
strided((3, 3), (0, 1), lambda w: w.zero_())
strided((2, 3), (1, 1), lambda w: w.add_(torch.tensor([0., 1., 2.])).mul_(torch.tensor([[1.], [2.]])))
strided((2, 3), (1, 2), lambda w: w.copy_(torch.arange(6.).reshape(3, 2).t()))
strided((2, 2, 2), (2, 1, 1), lambda w: w.sub_(torch.arange(8.).reshape(2, 2, 2).transpose(0, 2)))
"""

RECORDED = """
def gradient(change):
    x = torch.ones(6, requires_grad=True)
    y = x * 2
    w = change(y)
    (y * torch.arange(6.)).sum().backward()
    return y.tolist(), y.grad_fn.name(), x.grad.tolist()

gradient(lambda y: y.unfold(0, 3, 1).mul_(2)), gradient(lambda y: y.unfold(0, 3, 1).zero_())
gradient(lambda y: y.unfold(0, 3, 1)[1].mul_(3)), gradient(lambda y: y.unfold(0, 3, 1)[1].fill_(3))
gradient(lambda y: y.unfold(0, 3, 1).__setitem__((slice(None), 1), 3))
gradient(lambda y: y.unfold(0, 3, 1).__setitem__(torch.tensor([0, 2]), 9.))
gradient(lambda y: y.unfold(0, 3, 1).square_()), gradient(lambda y: y.unfold(0, 3, 1).diagonal().mul_(9.))
gradient(lambda y: y.as_strided((4, 3), (1, 1)).zero_()), gradient(lambda y: y.as_strided((4, 3), (1, 1))[1].mul_(3))
gradient(lambda y: y.as_strided((4, 3), (1, 1))[:, ::2].mul_(3))
gradient(lambda y: y.as_strided((3, 2), (1, 2)).mul_(3))
gradient(lambda y: y.as_strided((3, 2), (1, 1)).index_fill_(0, torch.tensor([0, 2]), 3.))
gradient(lambda y: y.as_strided((2, 4), (1, 1)).mul_(torch.arange(8.)[::2]))
gradient(lambda y: y.as_strided((2, 2, 2), (1, 1, 1)).div_(torch.arange(1., 9.).reshape(2, 2, 2)))
gradient(lambda y: y.unfold(0, 4, 1).div_(torch.arange(1., 13.).reshape(3, 4)))
"""

OVERLAPS = {"windows overwritten": WINDOWS, "strided overwritten": STRIDED, "windows of what is recorded": RECORDED}
"""By name."""
