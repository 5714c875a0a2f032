"""Programs about transformers, and about layers that few networks have: see tests/learning.py."""

SET_UP = """
x = torch.linspace(-1, 1, 24).reshape(3, 2, 4).requires_grad_()
y = torch.linspace(2, -1, 16).reshape(2, 2, 4).cos().requires_grad_()
later = nn.Transformer.generate_square_subsequent_mask(3)
holes = torch.tensor([[False, False, True], [False, False, False]])
def of(layer, *inputs, **options):
    x.grad = y.grad = None
    layer.zero_grad()
    out = layer(*inputs, **options)
    (out * torch.linspace(0.5, 1.5, out.numel()).reshape(out.shape)).sum().backward()
    slopes = [x.grad, y.grad, *(parameter.grad for parameter in layer.parameters())]
    return out, [slope is not None and slope.abs().sum().round(decimals=2) for slope in slopes]
def small(kind, **options):
    return kind(4, 2, 8, dropout=0.0, **options)
"""

TRANSFORMERS = """
later
def text(module):  # later releases print one more option of normalizations
    return repr(module).replace(", bias=True", "")
text(nn.TransformerEncoderLayer(4, 2, 8))
text(nn.TransformerDecoderLayer(4, 2, 8, batch_first=True))
text(nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2, nn.LayerNorm(4)))
[name for name, _ in nn.Transformer(4, 2, 1, 1, 8).named_parameters()]
of(small(nn.TransformerEncoderLayer), x)
of(small(nn.TransformerEncoderLayer, norm_first=True, activation="gelu"), x)
of(small(nn.TransformerEncoderLayer, batch_first=True, bias=False), x)
of(nn.TransformerEncoderLayer(4, 2, 8), x)
of(small(nn.TransformerEncoderLayer), x, src_mask=later, src_key_padding_mask=holes)
of(small(nn.TransformerEncoderLayer), x, src_mask=later, is_causal=True)
of(small(nn.TransformerEncoderLayer), x[:, 0])
of(small(nn.TransformerDecoderLayer), x, y)
of(small(nn.TransformerDecoderLayer, norm_first=True), x, y, tgt_mask=later)
of(nn.TransformerEncoder(small(nn.TransformerEncoderLayer), 2, nn.LayerNorm(4)), x, mask=later)
of(nn.TransformerDecoder(small(nn.TransformerDecoderLayer), 2), x, y, tgt_mask=later)
encoder = nn.TransformerEncoder(small(nn.TransformerEncoderLayer, batch_first=True), 2).eval()
encoder(x.transpose(0, 1), src_key_padding_mask=holes).detach()
inferred = torch.no_grad()(encoder)
inferred(x.transpose(0, 1), src_key_padding_mask=holes)
inferred(x.transpose(0, 1), src_key_padding_mask=~holes)
inferred(x.transpose(0, 1), mask=later)
of(nn.Transformer(4, 2, 1, 1, 8, dropout=0.0), y, x, tgt_mask=later)
nn.Transformer(4, 2, 1, 2, 8, batch_first=True)(torch.ones(1, 3, 4), torch.ones(1, 2, 4))
nn.TransformerEncoderLayer(4, 2, 8, activation="tanh")
nn.TransformerEncoderLayer(5, 2, 8)
nn.Transformer(4, 2, 1, 1, 8)(x, y[:, :1])
nn.Transformer(4, 2, 1, 1, 8)(x, y[..., :1])
small(nn.TransformerEncoderLayer)(x, src_mask=torch.zeros(3, 3, dtype=torch.int64))
"""

LAYERS = """
layer = nn.AdaptiveLogSoftmaxWithLoss(4, 9, [2, 5], div_value=2.0, head_bias=True)
layer
classes = torch.tensor([0, 7, 3])
layer(x[:, 0], classes)
layer(x[0, 0], classes[1])
layer.log_prob(x[:, 1])
layer.predict(x[:, 1] * 9)
layer(x[:, 0], classes)[1].backward()
x.grad[:, 0]
layer.tail[0][0].weight.grad
layer(x[:, 0], classes[:2])
layer(x[0, 0], classes)
layer(x[:, 0], classes + 2)
nn.AdaptiveLogSoftmaxWithLoss(4, 9, [])
nn.AdaptiveLogSoftmaxWithLoss(4, 9, [5, 2])
d = nn.ParameterDict({"b": torch.ones(2), "a": nn.Parameter(torch.zeros(1))})
d
list(d.keys()), len(d), "a" in d
d["c"] = torch.zeros(2, 2)
d["a"], d.get("z"), [n for n, _ in d.named_parameters()]
d.pop("a")
list(reversed(d))
d.popitem()
d | {"q": 3}
d[1]
d.update(3)
d.update([(1, 2, 3)])
d(1)
m = nn.Module()
m.seen = nn.Buffer(torch.ones(2))
m.passing = nn.Buffer(torch.zeros(1), persistent=False)
m.state_dict(), list(m.named_buffers())
m.seen = 3
lazy = nn.LazyConvTranspose2d(3, 2)
lazy
lazy(torch.ones(1, 2, 2, 2)).shape
lazy
lazy = nn.LazyInstanceNorm1d()
lazy(torch.arange(6.0).reshape(1, 2, 3))
type(lazy).__name__, lazy.num_features
nn.FractionalMaxPool2d(2, output_size=3)(torch.arange(49.0).reshape(1, 1, 7, 7))
nn.FractionalMaxPool2d(2, output_ratio=0.5, return_indices=True)(torch.arange(98.0).sin().reshape(2, 1, 7, 7))
nn.FractionalMaxPool3d((2, 1, 2), output_size=(2, 3, 2))(torch.arange(125.0).reshape(1, 5, 5, 5))
nn.FractionalMaxPool2d(2)
nn.FractionalMaxPool2d(2, 3, 0.5)
nn.FractionalMaxPool2d(2, output_ratio=1.5)
nn.CTCLoss()
nn.CTCLoss(blank=1, reduction="sum")(x.log_softmax(2), torch.tensor([[2, 2], [3, 0]]), (3, 3), (2, 1))
"""

WARPED = """
image = torch.arange(24.0).reshape(1, 2, 3, 4).cos().requires_grad_()
grid = torch.tensor([[[[-1.0, -0.9], [0.1, 0.3], [1.7, -1.4]], [[0.0, 1.0], [-0.4, 0.6], [0.9, 2.3]]]]).requires_grad_()
def both(y):
    image.grad = grid.grad = None
    (y * torch.linspace(0.5, 1.5, y.numel()).reshape(y.shape)).sum().backward()
    return y, *[(slope * 1000).round() / 1000 + 0.0 for slope in (image.grad, grid.grad)]
modes, paddings = ("bilinear", "nearest", "bicubic"), ("zeros", "border", "reflection")
ways = [(m, p, a) for m in modes for p in paddings for a in (True, False)]
[(way, both(F.grid_sample(image, grid, *way))) for way in ways]
volume = torch.arange(24.0).reshape(1, 1, 2, 3, 4).cos()
places = torch.linspace(-1.2, 1.2, 12).reshape(1, 2, 2, 1, 3)
[F.grid_sample(volume, places, m, p, a) for m, p, a in ways[:12]]
odd = torch.tensor([[[[float("nan"), 0.0], [float("inf"), 0.2], [1e30, -1e30]]]])
[F.grid_sample(image, odd, *way) for way in ways if way[1] != "reflection"]
turned = torch.tensor([[[0.8, -0.6, 0.1], [0.6, 0.8, -0.2]]], requires_grad=True)
F.affine_grid(turned, (1, 2, 2, 3), False)
F.affine_grid(turned, (1, 2, 2, 1), True).pow(2).sum().backward()
turned.grad
F.affine_grid(torch.eye(3, 4)[None], (1, 1, 2, 1, 2), True)
F.affine_grid(turned, (2, 1, 2, 2), False)
F.affine_grid(turned, (1, 1, 2), False)
F.affine_grid(turned, (1, 1, 2, 0), False)
F.affine_grid(turned[0], (1, 1, 2, 2), False)
F.affine_grid(turned.long(), (1, 1, 2, 2), False)
F.grid_sample(image, grid, "cubic")
F.grid_sample(image, grid, padding_mode="wrap")
F.grid_sample(image, grid.double(), align_corners=True)
F.grid_sample(image, grid[..., :1], align_corners=True)
F.grid_sample(image[0], grid, align_corners=True)
F.grid_sample(image[..., :0], grid, align_corners=True)
F.grid_sample(volume, places, "bicubic", align_corners=True)
F.grid_sample(image, places, align_corners=True)
F.grid_sample([1.0], grid)
rows = torch.arange(12.0).cos().reshape(4, 3).requires_grad_()
def apart(p):
    rows.grad = None
    y = F.pdist(rows, p)
    (y * torch.arange(6.0)).sum().backward()
    return y, rows.grad
[apart(p) for p in (0, 1, 1.5, 2, 3, float("inf"))]
torch.pdist(rows[:1]), torch.pdist(rows[:, :0])
torch.pdist(rows[0])
torch.pdist(rows, -1)
torch.pdist(rows.long())
"""

ALIGNED = """
known = torch.arange(48.0).cos().reshape(6, 2, 4).log_softmax(2).requires_grad_()
said = torch.tensor([[1, 2, 2], [3, 1, 0]])
steps, sizes = torch.tensor([6, 5]), torch.tensor([3, 2])
def sloped(*inputs, **options):
    known.grad = None
    loss = F.ctc_loss(known, *inputs, **options)
    loss.sum().backward()
    return loss, known.grad
sloped(said, steps, sizes)
sloped(said, (6, 5), (3, 2), reduction="none")
sloped(torch.tensor([1, 2, 2, 3, 1]), steps, sizes, reduction="sum")
sloped(said, torch.tensor([3, 3]), sizes, reduction="none")
sloped(said, torch.tensor([3, 3]), sizes, zero_infinity=True)
sloped(said, torch.tensor([6, 0]), torch.tensor([0, 0]), reduction="none")
sloped(said, steps, sizes, blank=3)
F.ctc_loss(known[:, 0], said[0], steps[0], sizes[0])
F.ctc_loss(known, said, torch.tensor([7, 3]), sizes)
F.ctc_loss(known, said, steps, torch.tensor([4, 2]))
F.ctc_loss(known, said, steps, sizes, blank=4)
F.ctc_loss(known, said, steps, sizes[:1])
F.ctc_loss(known, said, steps[:1], sizes)
F.ctc_loss(known, said, steps.float(), sizes)
F.ctc_loss(known.half(), said, steps, sizes)
F.ctc_loss(known, said[:1], steps, sizes)
F.ctc_loss(known, torch.tensor([1, 2, 2, 3]), steps, sizes)
F.ctc_loss(known, said, torch.tensor([-1, 2]), sizes)
F.ctc_loss(known[:0], said, (0, 0), (3, 2))
F.ctc_loss(known, said, 6, sizes)
F.ctc_loss(known, said, steps, sizes, reduction="x")
"""

PROGRAMS = {
    "transformers": SET_UP + TRANSFORMERS,
    "layers that few networks have": SET_UP + LAYERS,
    "images read between their elements": WARPED,
    "sequences whose alignment is not known": ALIGNED,
}
