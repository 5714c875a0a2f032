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

OWN = """
layer = nn.Linear(3, 4)
nn.init._calculate_fan_in_and_fan_out(layer.weight)
nn.init._calculate_correct_fan(nn.Conv2d(2, 3, 5).weight, "fan_out")
nn.init._calculate_fan_in_and_fan_out(layer.bias)
nn.init._calculate_correct_fan(layer.weight, "fan")
utils = nn.modules.utils
utils._pair(3), utils._triple((1, 2)), utils._single([5]), utils._quadruple(0)
utils._ntuple(2)("ab"), utils._pair.__name__
utils._reverse_repeat_tuple((1, 2), 2)
x = torch.ones(2, requires_grad=True)
x.sum().backward()
x.data = torch.ones(3)
(2 * x).sum().backward()
x.grad.tolist()
x.grad = None
(2 * x).sum().backward()
x.grad
"""

DETERMINISTIC = """
asked = [torch.are_deterministic_algorithms_enabled, torch.is_deterministic_algorithms_warn_only_enabled]
told = lambda: ([f() for f in asked], torch.get_deterministic_debug_mode())
torch.use_deterministic_algorithms(True)
told()
torch.use_deterministic_algorithms(True, warn_only=True)
told()
torch.set_deterministic_debug_mode("error")
told()
torch.set_deterministic_debug_mode(1)
told()
torch.use_deterministic_algorithms(False)
told()
"""

PROGRAMS = {
    "layers of one's own": OWN,
    "the same numbers in every run": DETERMINISTIC,
    "layers before they have a shape": LAZY,
    "targets of other dtypes": TARGETS,
}
