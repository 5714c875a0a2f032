"""Programs about layers, optimizers and helpers that few need: see tests/learning.py."""

PRUNED = """
import importlib
prune = importlib.import_module(f"{torch.__name__}.nn.utils.prune")
m = nn.Linear(4, 3)
prune.l1_unstructured(m, "weight", amount=0.25)
m.weight
m.weight_orig, m.weight_mask
[name for name, _ in m.named_parameters()], list(m.state_dict())
prune.is_pruned(m)
prune.ln_structured(m, "weight", amount=1, n=2, dim=0)
m.weight, m.weight_mask
[(hook, len(hook)) for hook in m._forward_pre_hooks.values()][0][1]
prune.random_unstructured(m, "bias", amount=2)
m.bias
m(torch.ones(2, 4)).sum().backward()
m.weight_orig.grad
prune.remove(m, "weight")
[name for name, _ in m.named_parameters()]
prune.remove(m, "weight")
n = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 2))
prune.global_unstructured([(n[0], "weight"), (n[2], "weight")], pruning_method=prune.L1Unstructured, amount=0.4)
n[0].weight_mask, n[2].weight_mask
prune.random_structured(n[0], "weight", amount=1, dim=1)
n[0].weight_mask
prune.custom_from_mask(n[2], "bias", torch.tensor([0, 1]))
n[2].bias
prune.identity(n[0], "bias")
n[0].bias_mask
prune.L1Unstructured(2).prune(torch.tensor([3.0, -1.0, 2.0]))
prune.l1_unstructured(nn.Linear(2, 2), "weight", amount=5)
prune.l1_unstructured(nn.Linear(2, 2), "weight", amount=1.5)
prune.l1_unstructured(nn.Linear(2, 2), "weight", amount="a")
prune.l1_unstructured(nn.Linear(2, 2), "weight", amount=-1)
prune.ln_structured(nn.Linear(2, 2), "bias", amount=1, n=2, dim=0)
prune.ln_structured(nn.Linear(2, 2), "weight", amount=1, n=2, dim=2)
prune.BasePruningMethod()
prune.is_pruned(nn.Linear(1, 1))
"""

ORTHOGONAL = """
P = nn.utils.parametrizations
m = P.orthogonal(nn.Linear(3, 3))
m
m.weight
torch.allclose(m.weight @ m.weight.T, torch.eye(3), atol=1e-5)
m.parametrizations.weight.original
(m.weight * torch.arange(9.0).view(3, 3)).sum().backward()
m.parametrizations.weight.original.grad
m = P.orthogonal(nn.Linear(4, 2))
m.weight
(m.weight * torch.arange(8.0).view(2, 4)).sum().backward()
m.parametrizations.weight.original.grad
m = P.orthogonal(nn.Linear(2, 4), orthogonal_map="cayley")
m.weight
(m.weight * torch.arange(8.0).view(4, 2)).sum().backward()
m.parametrizations.weight.original.grad
m = P.orthogonal(nn.Linear(3, 3, dtype=torch.float64), use_trivialization=False, orthogonal_map="householder")
m.weight
m = P.orthogonal(nn.Linear(3, 3), use_trivialization=False)
m.weight
m.weight = torch.eye(3)
m = P.orthogonal(nn.Linear(2, 2))
m.weight = torch.tensor([[0.0, 1.0], [-1.0, 0.0]])
m.weight
m.weight = torch.ones(3, 3)
P.orthogonal(nn.Linear(2, 2), "bias")
P.orthogonal(nn.Linear(2, 2), "scale")
P.orthogonal(nn.Linear(2, 2), orthogonal_map="qr")
"""

HELPERS = """
m = nn.utils.spectral_norm(nn.Linear(3, 2))
m, list(m.state_dict())
m(torch.ones(1, 3))
m.weight
m(torch.ones(1, 3)).sum().backward()
m.weight_orig.grad
m.eval()(torch.ones(1, 3))
nn.utils.spectral_norm(m)
nn.utils.remove_spectral_norm(m)
list(m.state_dict())
nn.utils.remove_spectral_norm(m)
nn.utils.spectral_norm(nn.Linear(2, 2), n_power_iterations=0)
conv, bn = nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3)
x = torch.randn(2, 2, 3, 3)
_ = bn(conv(x))
fused = nn.utils.fuse_conv_bn_eval(conv.eval(), bn.eval())
torch.allclose(fused(x), bn(conv(x)), atol=1e-5)
fused.bias
linear, bn = nn.Linear(2, 3).eval(), nn.BatchNorm1d(3).eval()
nn.utils.fuse_linear_bn_eval(linear, bn).weight
nn.utils.fuse_linear_bn_eval(linear.train(), bn)
nn.utils.fuse_linear_bn_eval(linear.eval(), nn.BatchNorm1d(2).eval())
nn.utils.skip_init(nn.Linear, 5, 1)
nn.utils.skip_init(nn.Linear, 2, 3).weight.shape
torch.rand(1)
nn.utils.skip_init(nn.ReLU)
nn.utils.skip_init(dict)
d = nn.DataParallel(nn.Linear(2, 1), device_ids=[0])
d
list(d.state_dict()), d.device_ids
torch.equal(d(torch.ones(1, 2)), d.module(torch.ones(1, 2)))
s = nn.SyncBatchNorm(3)
s(torch.arange(6.0).view(2, 3))
s(torch.ones(3))
c = nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2, eps=0.1)))
type(c[1]).__name__, c[1].eps, list(c.state_dict())
w = torch.empty(2, 3)
nn.init.uniform(w)
nn.init.xavier_normal(w), nn.init.constant(w, 2), nn.init.eye(torch.empty(2, 2))
nn.init.kaiming_uniform(w), nn.init.orthogonal(w)
nn.modules.Linear is nn.Linear, nn.modules.loss.MSELoss is nn.MSELoss
"""

AVERAGED = """
S = torch.optim.swa_utils
net = nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2), nn.Linear(2, 1))
mean = S.AveragedModel(net)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
sched = S.SWALR(opt, swa_lr=0.05, anneal_epochs=3)
x = torch.arange(6.0).view(6, 1)
rates = []
for _ in range(5):
    opt.zero_grad()
    (net(x) ** 2).mean().backward()
    opt.step()
    mean.update_parameters(net)
    sched.step()
    rates.append(sched.get_last_lr()[0])
rates
[p.detach() for p in mean.parameters()]
mean.n_averaged
S.update_bn([x, x * 2], mean)
mean.module[1].running_mean, mean.module[1].running_var, mean.module[1].momentum
mean(x)
ema = S.AveragedModel(nn.Linear(1, 1), avg_fn=S.get_ema_avg_fn(0.9))
other = nn.Linear(1, 1)
for _ in range(3):
    ema.update_parameters(other)
    with torch.no_grad():
        other.weight += 1
ema.module.weight
ema = S.AveragedModel(nn.Linear(1, 1), multi_avg_fn=S.get_ema_multi_avg_fn(0.9), use_buffers=True)
for _ in range(3):
    ema.update_parameters(other)
    with torch.no_grad():
        other.weight += 1
ema.module.weight, list(ema.state_dict())
line = S.SWALR(torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0), 0.5, 2, "linear")
line.get_last_lr()
line.state_dict()["_anneal_strategy"], line.last_epoch
S.get_ema_avg_fn(1.5)
S.AveragedModel(net, avg_fn=S.get_swa_avg_fn(), multi_avg_fn=S.get_swa_multi_avg_fn())
S.SWALR(opt, 0.1, anneal_strategy="x")
S.SWALR(opt, 0.1, anneal_epochs=-1)
p = torch.ones(2, requires_grad=True)
a = torch.optim.SparseAdam([p])
a
p.sum().backward()
a.step()
torch.optim.SparseAdam([p], lr=0.0)
torch.optim.SparseAdam([p], betas=(1.0, 0.9))
"""

LOSSES = """
x = torch.tensor([[0.5, -1.0], [2.0, 0.3]])
y = torch.tensor([[1.0, 0.0], [1.5, 0.2]])
t = torch.tensor([0, 1])
nn.MSELoss(size_average=False)(x, y), nn.MSELoss(reduce=False)(x, y), nn.MSELoss(False, True).reduction
nn.MSELoss(None, None, "sum")(x, y)
nn.CrossEntropyLoss(None, None, -100, None, "sum", 0.1, 1)
nn.HuberLoss(weight=2)
nn.HuberLoss("sum", reduction="mean")
nn.MSELoss()(input=x, target=y)
nn.L1Loss(None, None, "none")(target=y, input=x)
nn.CrossEntropyLoss(torch.tensor([1.0, 2.0]), None, 1)(x, t)
nn.CrossEntropyLoss(None, None, -100, None, "sum", 0.1)(x, t)
nn.CrossEntropyLoss(None, False)(x, t)
nn.NLLLoss(None, None, 0, None, "none")(x, t)
nn.BCEWithLogitsLoss(None, None, None, "sum")(x, y.clamp(0, 1))
nn.PoissonNLLLoss(False, True, None, 1e-6)(x.abs(), y)
nn.PoissonNLLLoss()(log_input=x, target=y)
nn.SmoothL1Loss(None, None, "mean", 0.5)(x, y)
nn.HuberLoss("sum", 0.5)(x, y)
nn.GaussianNLLLoss(full=True)(x, y, var=torch.ones(2, 2))
nn.MarginRankingLoss(0.5, None, None, "sum")(x[0], x[1], target=torch.ones(2))
nn.TripletMarginLoss(1.0, 2.0, 1e-6, False, False)(x, y, negative=-x)
nn.CosineEmbeddingLoss(0.1)(x, y, torch.ones(2))
nn.KLDivLoss(None, None, "batchmean")(x, y)
nn.HingeEmbeddingLoss(1.0, None, None, "sum")(x, torch.ones(2, 2))
nn.CTCLoss(0, "sum")
F.mse_loss(x, y, False), F.mse_loss(x, y, None, False), F.mse_loss(x, y, None, None, "sum")
F.mse_loss(x, y, weight=y + 1), F.mse_loss(x, y, reduction="sum", weight=y + 1)
F.l1_loss(x, y, weight=y + 1), F.huber_loss(x, y, weight=y + 1), F.huber_loss(x, y, "none", 0.5, y)
F.mse_loss(x, y, weight=torch.ones(2))
F.cross_entropy(x, t, None, None, 1), F.cross_entropy(x, t, size_average=False)
F.nll_loss(x, t, None, False), F.kl_div(x, y, reduction="sum", log_target=True)
F.binary_cross_entropy(y.clamp(0, 1), y.clamp(0, 1), None, None, None, "sum")
F.multilabel_margin_loss(x, torch.tensor([[0, -1], [1, -1]]), False)
F.multilabel_soft_margin_loss(x, y, None, False)
F.mse_loss(x, y, None, None, "some")
F.triplet_margin_loss(x, y, -x, 1.0, 2, 1e-6, False, None, False)
"""

PLACES = """
m = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 1))
m.weight = nn.Parameter(torch.ones(1))
m[0].weight = nn.Parameter(torch.ones(2, 1))
with torch.no_grad():
    m[0].weight += 1
[name for name, _ in m.named_parameters()]
m.scale, m.shift = nn.Linear(1, 1), nn.Linear(1, 1)
m.scale = nn.Identity()
[name for name, _ in m.named_children()]
type(m.weight.new_zeros(2)).__name__, type(m.weight.new_tensor([1.0])).__name__
p = torch.ones(2, requires_grad=True)
opt = torch.optim.Adam([p], lr=0.1, weight_decay=0.5, decoupled_weight_decay=True)
(p * torch.tensor([1.0, -2.0])).sum().backward()
opt.step()
p
torch.optim.AdamW([p], decoupled_weight_decay=False)
torch.optim.AdamW([p], amsgrad=True, maximize=True)
deconv = nn.ConvTranspose1d(1, 1, 3, stride=2)
deconv(torch.ones(1, 1, 4)).shape, deconv(torch.ones(1, 1, 4), output_size=[10]).shape
deconv(torch.ones(1, 4), output_size=(1, 9)).shape
deconv(torch.ones(1, 1, 4), [11])
deconv(torch.ones(1, 1, 4), [1, 1, 1, 9])
d = {"device": "cpu", "dtype": torch.float64}
nn.GroupNorm(1, 2, **d).weight.dtype, nn.RMSNorm(2, **d).weight.dtype, nn.PReLU(**d).weight.dtype
nn.Bilinear(1, 2, 1, **d).bias.dtype, nn.LazyBatchNorm1d(**d)(torch.ones(2, 3, dtype=torch.float64)).dtype
nn.LazyConv1d(2, 1, **d)(torch.ones(1, 1, 3, dtype=torch.float64)).dtype
nn.LazyConvTranspose1d(2, 1, **d)(torch.ones(1, 1, 3, dtype=torch.float64)).dtype
"""

PROGRAMS: dict[str, str] = {
    "places": PLACES,
    "pruned": PRUNED,
    "orthogonal": ORTHOGONAL,
    "helpers": HELPERS,
    "averaged": AVERAGED,
    "losses": LOSSES,
}
