"""Programs about what is computed for all examples of a batch at once: see tests/learning.py."""

DATA = """
f = torch.func
vmap, grad, ag = f.vmap, f.grad, torch.autograd.grad
x = torch.arange(6.0).reshape(2, 3)
y = x.clone().requires_grad_()
W = torch.arange(6.0).reshape(2, 3) - 2
"""

LYING = """
vmap(lambda a: a)(x) is x, vmap(lambda a: a, in_dims=1, out_dims=1)(x) is x, vmap(lambda a: a)(y) is y
vmap(lambda a: a, out_dims=1)(x).data_ptr() == x.data_ptr(), vmap(lambda a: a[0])(x).data_ptr() == x.data_ptr()
vmap(lambda a: a * 2)(y)
vmap(lambda a: a.sum())(y)
vmap(lambda a: a[0])(y)
vmap(lambda a: torch.dot(a, a))(y)
vmap(lambda a: (a * 2).exp().mean())(y)
vmap(lambda a: F.softmax(a, 0))(y)
vmap(lambda a: a.unsqueeze(0))(y)
vmap(grad(lambda a: (a**2).sum()))(y)
vmap(lambda a: a.exp(), in_dims=1)(x).stride(), vmap(lambda a: a * 2, in_dims=1)(x).stride()
seen = []
vmap(lambda a: seen.append((a.exp(), a * 2, a.sin().cos())) or a, in_dims=1)(x)
seen
z = x.clone()
vmap(lambda a: a.mul_(2))(z) is z
vmap(lambda a: a.mul_(2), in_dims=1)(z)
vmap(lambda a: a.view(-1)[0].mul_(2))(z)
z
vmap(lambda a: a.float().sum(-2))(x)
vmap(lambda a: a.sum() + torch.tensor(1, dtype=torch.float64))(x).dtype
vmap(lambda a: a.sum() * torch.ones(2, dtype=torch.float16))(x).dtype
vmap(lambda a: a * torch.tensor([2], dtype=torch.float64))(x).dtype
vmap(lambda a: a.max())(x), vmap(lambda a: a.max(0))(x), vmap(lambda a: a.topk(2))(x)
vmap(grad(lambda a: a.max()))(torch.tensor([[1.0, 1, 0], [0, 1, 0]]))
vmap(lambda a: a.amin(dim=()))(x[:, 0].long()), vmap(lambda a: a.type_as(W))(x[:, 0].long())
vmap(lambda a: a.view(4))(x)
vmap(lambda a: F.linear(a, torch.ones(2, 4)))(x)
vmap(lambda a: a + torch.ones(4))(x)
vmap(lambda a: a.softmax(1))(x)
vmap(lambda a: F.relu(a, True))(x - 2), vmap(lambda a: torch.relu_(a.clone()))(x - 2)
vmap(lambda a, b: F.cross_entropy(a[None], b[None]))(x, torch.tensor([0, -100]))
"""

GRADIENTS = """
vmap(grad(lambda w, a: ((w.T.T * 2) @ a).sum()), in_dims=(None, 0))(W, x)
vmap(grad(lambda w, a: (w * a).sum() + (w**2).sum()), in_dims=(None, 0))(W[0], x)
vmap(grad(lambda w, a: (w**2).sum()), in_dims=(None, 0))(W[0], x)
vmap(grad(lambda w, a: (w**2).sum() * a.sum()), in_dims=(None, 0))(W[0], x)
vmap(grad(lambda w, a: grad(lambda u: ((u * a) ** 3).sum())(w).sum()), in_dims=(None, 0))(torch.tensor([1.0, 2, 3]), x)
vmap(grad(lambda a: ag((a**3).sum(), a, create_graph=True)[0].sum()))(x)
vmap(grad(lambda w, a: ag(((w * a) ** 3).sum(), w, create_graph=True)[0].sum()), in_dims=(None, 0))(W[1], x)
vmap(lambda a: ag((a**3).sum(), a)[0])(y)

told = []
def hooked(a):
    b = a * 2
    b.register_hook(lambda g: told.append(g.shape) or g * 10)
    return (b * 3).sum()
vmap(grad(hooked))(x), vmap(grad(hooked), in_dims=1)(x), told
vmap(lambda a: a.register_hook(print))(y)
vmap(vmap(grad(lambda w, a: (w * a).sum()), in_dims=(None, 0)), in_dims=(0, None))(W, x)
vmap(grad(lambda w: vmap(lambda a: (w * a).sum().exp())(x).sum()))(W * 0.1)
vmap(f.jacrev(lambda w, a: w @ a), in_dims=(None, 0))(W, x)
vmap(f.jacfwd(lambda w, a: w @ a), in_dims=(None, 0))(W, x)
ag(vmap(lambda a: y @ a)(x).sum(), y)
def quiet(w, a):
    with torch.no_grad():
        s = (w * a).sum()
    return (w * a).sum() * s
vmap(grad(quiet), in_dims=(None, 0))(W[0], x)
def changed(w, a):
    b = a * 1
    b.mul_(w)
    b[0] = w[1]
    return (b**2).sum()
vmap(grad(changed), in_dims=(None, 0))(W[0], x), vmap(grad(changed), in_dims=(None, 1))(W[0][:2], x)
vmap(grad(lambda w, a: (F.layer_norm(a, (3,), w) ** 2).sum()), in_dims=(None, 0))(torch.ones(3), x)
vmap(grad(lambda w, k: (w[k] ** 2).sum()), in_dims=(None, 0))(W[0], torch.tensor([[0, 1], [2, 2]]))
vmap(grad(lambda w, k: F.embedding(k, w).pow(2).sum()), in_dims=(None, 0))(W, torch.tensor([[0, 1], [0, 0]]))
images = torch.arange(18.0).reshape(2, 1, 3, 3)
vmap(grad(lambda w, a: F.conv2d(a, w).sum()), in_dims=(None, 0))(torch.ones(1, 1, 2, 2), images)
def scaled(a):
    a.mul_(2)
    return (a**2).sum()
vmap(grad(scaled))(x.clone())
def reduced(a):
    b = a * 1
    b.scatter_reduce_(0, torch.tensor([0, 0]), a[1:], "amax")
    return (b**2).sum()
vmap(grad(reduced))(x)
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
weights = {name: p.detach() for name, p in net.named_parameters()}
def loss(weights, a, b):
    return F.cross_entropy(f.functional_call(net, weights, (a[None],)), b[None])
vmap(grad(loss), in_dims=(None, 0, 0))(weights, x, torch.tensor([0, 1]))
"""

BATCH_NORM = """
net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2), nn.Sequential(nn.BatchNorm1d(2), nn.InstanceNorm1d(2)))
f.replace_all_batch_norm_modules_(net) is net, net[1].track_running_stats, list(net.state_dict())
norm = f.replace_all_batch_norm_modules_(nn.BatchNorm1d(3))
vmap(norm)(torch.stack([W, x])), norm.running_mean, norm.eval()(x)
f.replace_all_batch_norm_modules_(nn.Linear(1, 1))
"""

ATTENTION = """
_ = torch.manual_seed(0)
q = torch.arange(24.0).sin().reshape(2, 1, 3, 4)
def attend(a):
    return F.scaled_dot_product_attention(a, a, a, dropout_p=0.5)
vmap(attend, randomness="different")(q)
vmap(attend)(q)
"""

AT_ONCE = {
    "attention that drops out": DATA + ATTENTION,
    "batch norm without statistics": DATA + BATCH_NORM,
    "how the results of a batch lie": DATA + LYING,
    "gradients of each example": DATA + GRADIENTS,
}
