"""Programs about tables of vectors, and about layers and losses beyond the everyday ones: see tests/learning.py."""

SET_UP = """
w = torch.arange(12.0).reshape(4, 3).requires_grad_()
factors = torch.tensor([0.5, 1.0, -1.0, 2.0, 3.0], requires_grad=True)
rows = torch.tensor([1, 2, 2, 3, 0])
starts = torch.tensor([0, 2, 2])
def of(y, *leaves):
    for leaf in leaves:
        leaf.grad = None
    (y * torch.linspace(0.5, 1.5, y.numel()).reshape(y.shape)).sum().backward()
    return y, [leaf.grad for leaf in leaves]
x = torch.cos(torch.arange(32.0, dtype=torch.float64) ** 1.5).reshape(1, 2, 4, 4).requires_grad_()
line = torch.sin(torch.arange(12.0, dtype=torch.float64) ** 1.5).reshape(1, 2, 6).requires_grad_()
labels = torch.tensor([[2, 0, -1, 1], [3, -1, 0, 0]])
scores = torch.tensor([[0.1, 0.2, 0.4, 0.8], [0.3, -1.0, 0.25, 0.5]], requires_grad=True)
"""

TABLES = """
of(F.embedding(rows, w, scale_grad_by_freq=True), w)
of(F.embedding_bag(rows, w, starts), w)
of(F.embedding_bag(rows, w, starts, mode="sum"), w)
of(F.embedding_bag(rows, w, starts, mode="max"), w)
of(F.embedding_bag(rows.view(1, 5), w, padding_idx=2), w)
of(F.embedding_bag(rows.view(1, 5), w, mode="max", padding_idx=-2), w)
of(F.embedding_bag(rows, w, starts, mode="sum", per_sample_weights=factors), w, factors)
of(F.embedding_bag(rows, w, torch.tensor([0, 2, 5]), mode="sum", include_last_offset=True), w)
F.embedding_bag(rows, w)
F.embedding_bag(rows.view(1, 5), w, starts)
F.embedding_bag(rows.view(1, 1, 5), w)
F.embedding_bag(rows, w, starts, mode="min")
F.embedding_bag(rows, w, starts, mode="mean", per_sample_weights=factors)
F.embedding_bag(rows, w, starts, mode="sum", per_sample_weights=factors[:4])
F.embedding_bag(rows, w, starts + 1)
F.embedding_bag(rows, w, starts * 9)
F.embedding_bag(rows.float(), w, starts)
F.embedding_bag(rows, w, starts.view(1, 3))
F.embedding_bag(rows, w, starts, padding_idx=9)
nn.Embedding(5, 3, padding_idx=-1, max_norm=2.0, scale_grad_by_freq=True)
nn.EmbeddingBag(5, 3, mode="max", padding_idx=1)
nn.Embedding(2, 2).weight, nn.EmbeddingBag(2, 2, padding_idx=0).weight
e = nn.Embedding(4, 2, max_norm=1.0)
e(torch.tensor([1, 1, 3])), e.weight, e.weight._version
nn.Embedding.from_pretrained(torch.eye(2)).weight
nn.EmbeddingBag.from_pretrained(torch.eye(2), freeze=False, mode="sum")
nn.EmbeddingBag(4, 2)(rows[:2].view(1, 2)), nn.Embedding(4, 2, padding_idx=7)
nn.Embedding(4, 2, _weight=torch.ones(3, 2))
nn.Embedding.from_pretrained(torch.ones(2))
F.embedding(rows, w[0])
"""

LAYERS = """
nn.InstanceNorm2d(3, affine=True, track_running_stats=True).weight
of(nn.InstanceNorm2d(2)(x), x)
of(nn.InstanceNorm2d(2, affine=True).double()(x[0]), x)
of(nn.InstanceNorm1d(2)(line), line)
n = nn.InstanceNorm2d(2, track_running_stats=True).double()
n(x), n.running_mean, n.running_var, n.num_batches_tracked
n.eval()(x)
nn.InstanceNorm2d(2)(line[0])
nn.InstanceNorm2d(3, affine=True)(x)
nn.LPPool1d(2, 3), nn.LPPool2d(2, (3, 2), stride=1, ceil_mode=True), nn.LPPool3d(2, 3)
of(nn.LPPool2d(2, 2)(x), x)
of(nn.LPPool1d(3, 2)(line.abs()), line)
of(F.lp_pool3d(x[None], 2, (2, 2, 2)), x)
nn.MaxUnpool1d(2), nn.MaxUnpool2d((2, 3), 2, 1)
values, places = nn.MaxPool2d(2, return_indices=True)(x)
of(nn.MaxUnpool2d(2)(values, places), x)
F.max_pool2d_with_indices(x, 2)[1], F.adaptive_max_pool1d_with_indices(line, 2)
nn.PixelUnshuffle(2), nn.PixelUnshuffle(2)(x).shape, nn.ChannelShuffle(2), nn.ChannelShuffle(2)(x).flatten()[:4]
nn.FeatureAlphaDropout(0.3), nn.FeatureAlphaDropout(0.3)(x).sum()
nn.LocalResponseNorm(2), of(nn.LocalResponseNorm(2)(x), x)
nn.RReLU(), nn.RReLU(0.1, 0.2, True), nn.RReLU()(x).sum().item() != 0, nn.RReLU().eval()(x.detach())
nn.Softmax2d(), of(nn.Softmax2d()(x), x)
nn.Softmax2d()(line[0])
nn.UpsamplingNearest2d(scale_factor=2), nn.UpsamplingBilinear2d(size=4), nn.UpsamplingBilinear2d(size=3)(x)
nn.TripletMarginWithDistanceLoss(), nn.TripletMarginWithDistanceLoss()(x[0, 0], x[0, 1], x[0, 0] * 2)
nn.TripletMarginWithDistanceLoss(margin=0)
F.elu_(x.detach() * 1).sum(), F.celu_(x.detach() * 1).sum(), F.selu_(x.detach() * 1).sum()
F.leaky_relu_(x.detach() * 1, 0.2).sum(), F.hardtanh_(x.detach() * 1).sum(), F.threshold_(x.detach() * 1, 0.1, 5).sum()
of(F.elu_(x * 1), x)[0].grad_fn.name()
z = F.elu(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.celu(x * 1, 0.5, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.selu(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.leaky_relu(x * 1, 0.2, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.relu6(x * 3, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.hardtanh(x * 1, -0.5, 0.5, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.hardswish(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.hardsigmoid(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.silu(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.mish(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.threshold(x * 1, 0.1, 2.0, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.rrelu(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.rrelu(x * 1, training=True, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
z = F.dropout(x * 1, inplace=True)
of(z, x)[1], z.grad_fn.name(), z._version
of(F.elu(x * 1, -1.0, inplace=True), x)
of(F.leaky_relu(x * 1, -0.1, inplace=True), x)
of(F.celu(x * 1, -0.5, inplace=True), x)
F.elu(x, inplace=True)
nn.Sequential(nn.LeakyReLU(0.2, inplace=True), nn.ReLU6(True))(x * 1).grad_fn.name()
"""

MARGINS = """
nn.MultiLabelMarginLoss(), of(F.multilabel_margin_loss(scores, labels), scores)
of(F.multilabel_margin_loss(scores, labels, reduction="none"), scores)
of(F.multilabel_margin_loss(scores[0], labels[0], reduction="sum"), scores)
F.multilabel_margin_loss(scores, labels[0])
F.multilabel_margin_loss(scores[:, :0], labels[:, :0])
of(F.multi_margin_loss(scores, torch.tensor([2, 0])), scores)
of(F.multi_margin_loss(scores, torch.tensor([2, 0]), p=2, margin=0.5, reduction="none"), scores)
of(F.multi_margin_loss(scores, torch.tensor([2, 0]), weight=torch.arange(1.0, 5.0), reduction="sum"), scores)
of(F.multi_margin_loss(scores[0], torch.tensor(1)), scores)
"""

PROGRAMS = {
    "tables": SET_UP + TABLES,
    "layers beyond": SET_UP + LAYERS,
    "margins": SET_UP + MARGINS,
}
