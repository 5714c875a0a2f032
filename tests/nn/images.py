"""Programs about images: convolutions, pooling, padding, resizing. Gathered in programs.py."""

DATA = """
x = torch.linspace(-1, 1, 2 * 2 * 5 * 6).double().reshape(2, 2, 5, 6).sin().mul(3).cos().requires_grad_()
line = torch.linspace(-1, 1, 20).double().reshape(1, 2, 10).exp().sin().requires_grad_()
w = torch.linspace(-1, 1.5, 4 * 2 * 9).double().reshape(4, 2, 3, 3)
b = torch.tensor([1.0, 2.0, 3.0, 4.0]).double()
def of(x, call):
    x.grad = None
    y = call(x)
    (y * torch.linspace(0.5, 1.5, y.numel()).reshape(y.shape)).sum().backward()
    return y.shape, y.grad_fn.name(), (y * y).sum(), y.flatten()[:4], x.grad.flatten()[:6], x.grad.abs().sum()
"""

CALLS = """
F.conv2d(x, w)  F.conv2d(x, w, b, 2, 1)  F.conv2d(x, w, b, (2, 1), (1, 2), (1, 2))  F.conv2d(x, w, padding="same")
F.conv2d(x, w[:, :1], b, groups=2)  F.conv2d(x, w[..., :2, :], padding="same")  F.conv2d(x[0], w, b)
F.conv_transpose2d(x, w[:2])  F.conv_transpose2d(x, w[:2], b[:2], 2, 1, 1)  F.conv_transpose2d(x, w[:2], groups=2)
F.max_pool2d(x, 2)  F.max_pool2d(x, 3, 1, 1)  F.max_pool2d(x, 2, ceil_mode=True)
F.max_pool2d(x, (2, 3), dilation=(1, 2))
F.avg_pool2d(x, 2)  F.avg_pool2d(x, 3, 2, 1)  F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)
F.avg_pool2d(x, 2, ceil_mode=True)  F.avg_pool2d(x, 2, divisor_override=3)  F.adaptive_avg_pool2d(x, (3, 4))
F.adaptive_avg_pool2d(x, 1)  F.adaptive_avg_pool2d(x, (None, 2))  F.adaptive_max_pool2d(x, (3, 4))
F.interpolate(x, scale_factor=2)  F.interpolate(x, size=(3, 4), mode="bilinear")  F.interpolate(x, 7, mode="bicubic")
F.interpolate(x, size=(8, 9), mode="bilinear", align_corners=True)  F.interpolate(x, size=3, mode="area")
F.pad(x, (1, 2, 0, 1), "reflect")  F.pad(x, (1, 2, 3, 0), "replicate")  F.pad(x, (2, 1, 1, 1), "circular")
F.unfold(x, 3)  F.unfold(x, (2, 3), 1, 1, 2)  F.fold(F.unfold(x, 2), (5, 6), 2)  F.pixel_unshuffle(x[..., :4, :], 2)
F.group_norm(x, 2)  F.instance_norm(x)  F.local_response_norm(x, 2)  F.batch_norm(x, None, None, training=True)
F.dropout2d(x)  F.channel_shuffle(x, 2)  F.lp_pool2d(x, 2, 2)
"""

LINES = """
F.conv1d(x, w[:, :, 0])  F.conv1d(x, w[:, :, 0], b, 2, 2, 2)  F.conv_transpose1d(x, w[:2, :, 0], stride=3)
F.max_pool1d(x, 3)  F.max_pool1d(x, 2, 1, 1)  F.avg_pool1d(x, 3, 2)  F.adaptive_avg_pool1d(x, 3)
F.adaptive_max_pool1d(x, 3)  F.interpolate(x, 7)  F.interpolate(x, 7, mode="linear")  F.pad(x, (3, 2), "reflect")
F.dropout1d(x)
"""

ERRORS = """
F.conv2d(torch.ones(2, 3), w)
F.conv2d(torch.ones(1, 3, 5, 5).double(), w)
F.conv2d(torch.ones(1, 2, 2, 2).double(), w)
F.conv2d(x, w.float())
F.conv2d(x, w, b.float())
F.conv2d(x, w, b[:2])
F.conv2d(x, w, stride=0)
F.conv2d(x, w, padding=-1)
F.conv2d(x, w, groups=3)
F.conv2d(x, w, stride=2, padding="same")
F.conv_transpose2d(x, w)
F.max_pool2d(x, 9)
F.max_pool2d(x, 2, padding=2)
F.max_pool2d(torch.ones(3), 2)
F.avg_pool2d(x, 2, divisor_override=0)
F.pad(x, (9, 0), "reflect")
F.pad(x, (9, 0), "circular")
F.interpolate(x)
F.interpolate(x, 3, 2)
F.interpolate(x, 3, align_corners=True)
F.pixel_shuffle(x, 2)
F.group_norm(x, 3)
nn.Conv2d(3, 4, 2, groups=2)
nn.Conv2d(3, 3, 2, padding="odd")
nn.BatchNorm2d(3)(torch.ones(2, 3))
nn.GroupNorm(2, 3)
"""

MODULES = """
[nn.Conv1d(1, 2, 3), nn.Conv2d(1, 2, 3, padding=1, stride=2), nn.Conv3d(2, 4, 2, groups=2, bias=False)]
[nn.Conv2d(1, 2, 3, padding="same", dilation=2, padding_mode="reflect")]
[nn.ConvTranspose2d(1, 2, 3, output_padding=1, stride=2)]
[nn.MaxPool1d(2), nn.MaxPool2d((2, 3)), nn.AvgPool1d(2), nn.AvgPool2d(2, padding=1), nn.AdaptiveAvgPool2d((1, 1))]
[nn.AdaptiveMaxPool1d(3), nn.Dropout2d(0.2), nn.ZeroPad2d(1), nn.ReflectionPad1d(2)]
[nn.ConstantPad2d((1, 2, 3, 4), 0.5), nn.Upsample(scale_factor=2), nn.Upsample(size=(2, 3), mode="bilinear")]
[nn.PixelShuffle(2), nn.Unfold(2), nn.Fold(4, 2), nn.RMSNorm(3), nn.CircularPad2d(1), nn.ReplicationPad3d(1)]
torch.manual_seed(0) and None
first = [nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2, stride=2)]
second = [nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid()]
net = nn.Sequential(*first, *second, nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))
net
picture = torch.rand(2, 1, 28, 28)
[layer(picture).shape for layer in net[:1]]
net(picture)
loss = F.cross_entropy(net(picture), torch.tensor([3, 5]))
loss.backward()
loss, net[0].weight.grad[0, 0, 0], net[3].bias.grad[:4], net[-1].weight.grad[3, :4]
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
optimizer.step()
F.cross_entropy(net(picture), torch.tensor([3, 5]))
torch.manual_seed(1) and None
block = [nn.LazyConv2d(3, 3, padding=1), nn.LazyBatchNorm2d(), nn.ReLU(), nn.MaxPool2d(2)]
lazy = nn.Sequential(*block, nn.Flatten(), nn.LazyLinear(2))
lazy[0]
lazy(picture[..., :6, :6])
lazy[0], lazy[-1]
lazy[1].running_mean, lazy[1].num_batches_tracked
_ = lazy.eval()
lazy(picture[..., :6, :6])
bn = nn.BatchNorm2d(1, momentum=None)
bn(picture).sum(), bn.running_mean, bn.running_var
nn.Conv2d(1, 2, 3, padding=1, padding_mode="circular")(picture).sum()
nn.ConvTranspose2d(1, 2, 3, stride=2)(picture).sum()
nn.GroupNorm(1, 1)(picture).square().sum(), nn.Upsample(scale_factor=2)(picture).mean(), nn.Dropout2d()(picture).sum()
"""


AGAIN = """
x = torch.arange(16.0).reshape(1, 1, 4, 4).cos().requires_grad_()
w = torch.tensor([0.25], requires_grad=True)
grad = torch.autograd.grad
def twice(call):
    y = call(x)
    g, = grad(y, x, torch.ones_like(y), create_graph=True)
    v = torch.ones_like(y, requires_grad=True)
    h, = grad(call(x), x, v, create_graph=True)
    return g.grad_fn and g.grad_fn.name(), h.grad_fn.name(), *grad(h.sum(), (x, v), allow_unused=True)

twice(lambda x: F.max_pool2d(x, 2))
twice(lambda x: F.avg_pool2d(x, 3, 1))
twice(lambda x: F.adaptive_avg_pool2d(x, 3))
twice(lambda x: F.adaptive_max_pool2d(x, 3))
twice(lambda x: F.pad(x, (1, 1, 0, 1), "reflect"))
twice(lambda x: F.pad(x, (1, 0, 0, 1), "replicate"))
twice(lambda x: F.prelu(x, w))
twice(lambda x: F.interpolate(x, scale_factor=0.5, mode="bilinear"))
g, = grad(F.prelu(x, w).square().sum(), w, create_graph=True)
grad(g, (x, w))
h = x * 1
y = F.max_pool2d(h, 2)
h.mul_(2)
y.sum().backward()
h = x * 1
y = F.avg_pool2d(h, 2)
h.mul_(2)
y.sum().backward()
h = x * 1
y = F.interpolate(h, scale_factor=2)
h.mul_(2)
y.sum().backward()
x.grad
t = torch.arange(32.0).reshape(1, 2, 4, 4).to(memory_format=torch.channels_last).requires_grad_()
grad(F.max_pool2d(t, 2).sum(), t)[0].stride(), grad(F.avg_pool2d(t, 2).sum(), t)[0].stride()
"""

NOT_FINITE = """
n, i = float("nan"), float("inf")
x = torch.arange(32.0).reshape(1, 2, 4, 4)
x[0, 0, 0, 2], x[0, 0, 3, 0], x[0, 0, 3, 1], x[0, 1, 1, 1] = n, i, -i, -i
line = torch.tensor([[[1.0, -2.0, 3.0, n, 4.0, 5.0]]])
def passed(call, x=x):
    x = x.clone().requires_grad_()
    y = call(x)
    g = torch.ones_like(y)
    g.view(-1)[-1] = i
    y.backward(g)
    return y, x.grad

passed(lambda x: F.avg_pool2d(x, 2))
passed(lambda x: F.avg_pool2d(x, 3, 1, 1))
passed(lambda x: F.avg_pool1d(x, 2), line)
passed(lambda x: F.avg_pool3d(x, 2))
passed(lambda x: F.adaptive_avg_pool2d(x, 3))
passed(lambda x: F.interpolate(x, scale_factor=2))
passed(lambda x: F.interpolate(x, 5, mode="nearest-exact"), line)
F.lp_pool1d(line, 1.5, 2), F.lp_pool2d(x, 2.0, 2, 1)
F.avg_pool2d(x[:0], 2), F.avg_pool2d(x[:, :0], 2)
"""


def _each(calls: str, x: str) -> str:
    parts = [part.strip() for line in calls.strip().splitlines() for part in line.split("  ") if part.strip()]
    return DATA + "\n".join(f"of({x}, lambda x: {part})" for part in parts)


PROGRAMS = {
    "pools and borders differentiated again": AGAIN,
    "images that hold inf and nan": NOT_FINITE,
    "images": _each(CALLS, "x"),
    "lines": _each(LINES, "line"),
    "what images refuse": DATA + ERRORS,
    "layers of images": DATA + MODULES,
}
