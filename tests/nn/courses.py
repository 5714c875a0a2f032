"""What notebooks of courses do: layers initialized before they have a shape, targets of other dtypes."""

LAZY = """
layer = nn.LazyLinear(2)
layer.weight.data, layer.weight.data.shape, layer.bias.data.dtype
layer.weight.size(), type(layer.weight.data) is torch.Tensor
layer.weight.data.normal_(0, 0.01), layer.bias.data.fill_(0)
layer.weight, layer.weight.requires_grad, layer.weight.data.requires_grad
layer(torch.ones(1, 3))
layer.weight
nn.LazyLinear(2, dtype=torch.float64).weight.data, nn.LazyLinear(2).double().bias.data
later = nn.LazyLinear(2)
later.weight.data = torch.ones(2, 2, dtype=torch.float64)
later.weight, later.weight.data, later.weight.dtype
nn.LazyBatchNorm1d().running_mean.data
nn.LazyBatchNorm1d().running_mean.data.shape
"""

TARGETS = """
x = torch.tensor([[0.5, -1.0, 2.0]], requires_grad=True)
y = torch.tensor([[1.0, 0.0, 1.0]])
p = x.sigmoid()
whole, truth, double = y.long(), y.bool(), y.double()
F.binary_cross_entropy(p, whole)
F.binary_cross_entropy(p, double)
F.binary_cross_entropy(p.double(), y)
F.binary_cross_entropy(p, 2 * y)
F.binary_cross_entropy(p, y, weight=whole), F.binary_cross_entropy(p, y, weight=double)
F.binary_cross_entropy_with_logits(x, whole)
F.binary_cross_entropy_with_logits(x, truth)
F.binary_cross_entropy_with_logits(x, y, pos_weight=truth)
F.binary_cross_entropy_with_logits(x, double), F.binary_cross_entropy_with_logits(x.double(), y)
for weight in (whole, truth, double): print(F.binary_cross_entropy_with_logits(x, y, weight=weight))
F.binary_cross_entropy_with_logits(x, y, weight=whole), F.binary_cross_entropy_with_logits(x, y, pos_weight=2 * double)
torch.autograd.grad(F.binary_cross_entropy_with_logits(x, y, weight=whole), x)
F.cross_entropy(x, torch.tensor([1]), weight=double[0])
F.nll_loss(x, torch.tensor([1]), weight=whole[0])
F.nll_loss(x[..., None], torch.tensor([[1]]), weight=double[0])
F.multi_margin_loss(x, torch.tensor([1]), weight=truth[0])
F.huber_loss(x, whole), F.huber_loss(x, double)
F.huber_loss(x, whole).backward()
F.huber_loss(x, double).backward()
F.huber_loss(torch.tensor([1, 2]), torch.tensor([1.0, 2.0]))
F.mse_loss(x, truth, weight=y)
F.l1_loss(x, truth)
F.l1_loss(x, whole), F.l1_loss(x, double)
F.l1_loss(whole, whole)
F.mse_loss(x, whole), F.mse_loss(x, double), F.mse_loss(x, truth)
F.soft_margin_loss(x, whole), F.soft_margin_loss(x, truth), F.soft_margin_loss(x, double)
"""

PROGRAMS = {"layers before they have a shape": LAZY, "targets of other dtypes": TARGETS}
