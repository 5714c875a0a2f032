"""Programs about what goes on inside of a function that is mapped or differentiated: see tests/learning.py."""

DATA = """
f = torch.func
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
y = torch.ones(3)
"""

TEXTS = """
seen = []
look = lambda *given: [seen.append(repr(a)) for a in given] and given[0].sum()
f.grad(lambda a: look(a, a * 2, torch.ones(2), x, x * 2, a.detach(), a > 0))(x)
f.grad(f.grad(lambda a: look(a, a * 2, torch.ones(2))))(torch.tensor(2.0))
f.vmap(lambda a: look(a, a * 2, torch.ones(2), x, x * 2, a.detach(), a.sum(), a > 0))(x)
f.vmap(lambda a: look(a, a * 2, a.sum()), in_dims=1)(x)
f.vmap(f.vmap(lambda a: look(a, a * 2)))(x)
f.vmap(f.grad(lambda a: look(a, a * 2)))(x)
f.grad(lambda z: f.vmap(lambda a: look(a, a * 2))(z).sum())(x)
f.jvp(lambda a: look(a, a * 2), (x,), (x,))
f.vjp(lambda a: look(a, a * 2), x)[0]
f.jacrev(lambda a: look(a, a * 2))(x)
f.jacfwd(lambda a: look(a, a * 2))(y)
f.hessian(lambda a: look(a, a * 2))(y)
f.vmap(lambda a: look(a))(x.clone().requires_grad_()).detach()
print(*seen, sep="\\n")
seen
"""

ONCE = """
calls = []
f.vmap(lambda a: calls.append(a.shape) or a * 2)(x)
calls
f.vmap(lambda a: calls.append((a.dtype, a.ndim, a.numel(), len(a), a.requires_grad, a.grad_fn, a.is_leaf)) or a)(x)
calls
isinstance(torch.ones(1), torch.Tensor)
f.vmap(lambda a: calls.append(isinstance(a, torch.Tensor)) or a)(x)
f.vmap(lambda a: list(a))(x)
f.vmap(lambda a: sum(a))(x)
f.vmap(lambda a: torch.stack([a, y]))(x)
f.vmap(lambda a: torch.cat([y, a[:1]]))(x)
f.vmap(lambda a: x[0, a.long() % 3])(x)
f.vmap(lambda a: x[a.long()[0] % 2])(x)
f.vmap(lambda a: a.new_zeros(2))(x)
f.vmap(lambda a: torch.where(a > 2, a, y))(x)
f.vmap(lambda a: y.sub(a) + y.mul(a) + y.pow(a) + y.add(a) + y.div(a))(x)
f.vmap(lambda a: y.dot(a) + x.mv(a).sum() + x.matmul(a)[0] + (x @ a)[1] + y @ a)(x)
f.vmap(lambda a: (y - a) + (y / a) + (y ** a) + (2 - a) + 2 / a + y * a)(x)
f.vmap(lambda a: torch.nn.functional.softmax(a, 0))(x)
f.vmap(lambda a: torch.nn.functional.cross_entropy(a, torch.tensor(1)))(x)
f.vmap(torch.nn.functional.mse_loss, in_dims=(0, None))(x, y)
f.vmap(lambda a: (a.sort().values, a.max(0).indices))(x)
f.vmap(lambda a: torch.linalg.matrix_rank(a[None]))(x)
f.vmap(lambda a: torch.bincount(a.long()))(x)
f.vmap(lambda a: a.repeat_interleave(a.long()))(x)
def changed(a):
    z = a.clone()
    z[0] = a[1]
    z += 1
    z[1:].mul_(a[1:])
    return z
f.vmap(changed)(x)
f.vmap(f.grad(lambda a: changed(a).sum()))(x)
z = x.clone()
f.vmap(lambda a: a.mul_(2))(z)
z
f.vmap(lambda a: torch.ones(2), out_dims=1)(x)
f.vmap(lambda a: (a, None), out_dims=(0, None))(x)
f.vmap(lambda a: ())(x)
f.vmap(lambda a: None)(x)
f.vmap(lambda a: a, in_dims=(0,))(torch.tensor(1.0))
f.vmap(lambda a: a, out_dims=-1)(x)
f.vmap(lambda a: (a, a.long(), a > 1))(torch.zeros(0, 2))
f.vmap(f.vmap(lambda a, b: a * b, in_dims=(0, None)), in_dims=(None, 0))(y, torch.arange(2.0))
f.vmap(f.vmap(lambda a, b: a * b, in_dims=(None, 0)), in_dims=(0, None))(x, torch.arange(2.0))
f.vmap(f.vmap(f.grad(lambda a: a.sin())))(x)
f.vmap(f.jacrev(lambda a: a * a.sum()))(x)
f.vmap(f.jacfwd(lambda a: a * a.sum()))(x)
f.vmap(f.hessian(lambda a: a.prod()))(x)
f.vmap(lambda a, t: f.jvp(torch.sin, (a,), (t,)))(x, x)
f.vmap(lambda a, t: f.vjp(torch.sin, a)[1](t))(x, x)
f.grad(lambda z: f.vmap(lambda a: a.prod())(z).sum())(x)
f.jacrev(lambda z: f.vmap(lambda a: a.prod())(z))(x)
"""

REFUSED = """
f.vmap(lambda a: a.item())(x)
f.vmap(lambda a: float(a[0]))(x)
f.vmap(lambda a: torch.arange(int(a[0])))(x)
f.vmap(lambda a: torch.full((2,), a[0]))(x)
f.vmap(lambda a: torch.tensor([a[0], 2.0]))(x)
f.vmap(lambda a: f"{a.sum():.2f}")(x)
f.vmap(lambda a: range(a.long()[0]))(x)
f.vmap(lambda a: a.tolist())(x)
f.vmap(lambda a: a.numpy())(x)
f.vmap(lambda a: a.data_ptr())(x)
f.vmap(lambda a: a[a > 2])(x)
f.vmap(lambda a: a.data)(x)
f.vmap(lambda a: torch.equal(a, a))(x)
f.vmap(lambda a: torch.nn.functional.one_hot(a.long()))(x)
f.vmap(lambda a: a.backward())(x)
f.vmap(lambda a: a.requires_grad_())(x)
f.vmap(lambda a: len(a))(x)
kept = []
f.vmap(lambda a: kept.append(a) or a)(x)
kept[0].shape
kept[0] + 1
kept[0].item()
def into(change):
    def fill(a):
        z = torch.zeros(3)
        change(z, a)
        return z
    return fill
f.vmap(into(lambda z, a: z.__setitem__(0, a[0])))(x)
f.vmap(into(lambda z, a: z.copy_(a)))(x)
f.vmap(into(lambda z, a: z.mul_(a)))(x)
f.vmap(into(lambda z, a: z.__imul__(a)))(x)
f.vmap(into(lambda z, a: z.fill_(a[0])))(x)
f.vmap(into(lambda z, a: z.index_add_(0, torch.tensor([0]), a[:1])))(x)
f.vmap(into(lambda z, a: z.masked_fill_(a > 2, 0.0)))(x)
f.vmap(into(lambda z, a: z.__setitem__(a > 2, 0)))(x)
f.grad(lambda a: a.sum().backward())(x)
f.grad(lambda a: a.requires_grad_().sum())(x)
f.grad(lambda a: torch.tensor(a.detach().numpy()).sum())(x)
f.grad(lambda a: float(a.sum()) * a.sum())(x)
f.grad(lambda a: a[a > 2].sum())(x)
"""

CAPTURED = """
kept = torch.zeros(3)
changes = ["copy_(a[0])", "add_(1)", "mul_(a[0])", "pow_(2)", "pow_(a[0])", "zero_()", "fill_(1)", "sin_()",
    "__setitem__(0, a[0, 0])", "__setitem__(slice(None), 0)", "__setitem__(a[0] > 1, a[0, 0])", "__iadd__(1)",
    "__itruediv__(2)", "__ifloordiv__(2)", "__imod__(2)", "normal_()", "clamp_(0, 1)", "masked_fill_(a[0] > 1, 0)"]
def told(transform, change):
    try:
        return transform(lambda a: eval("kept." + change, {"kept": kept, "a": a}) or a.sum())(x)
    except RuntimeError as error:
        return str(error)
[told(f.grad, change) for change in changes]
f.jvp(lambda a: kept.add_(1), (x,), (x,))
f.vjp(lambda a: kept.add_(1), x)
f.jacrev(lambda a: kept.copy_(a[0]))(x)
f.jacfwd(lambda a: kept.copy_(a[0]))(x)
f.vmap(f.grad(lambda a: kept.mul_(a).sum()))(x)
kept
f.vmap(lambda a: kept.add_(1))(x)
f.jacfwd(lambda a: a.mul_(2))(y.clone())
f.grad(lambda a: kept.copy_(a).sum())(x)
kept
def own(a):
    z = torch.zeros(3)
    z[0] = a[0, 0]
    z.mul_(2)
    w = (x * 2).add_(1)
    return (z + a.detach().mul_(1) + w).sum()
f.grad(own)(x)
f.grad(f.grad(lambda b: own(b * x).exp().log()))(torch.tensor(1.0))
w = torch.ones(3, requires_grad=True)
f.grad(lambda a: w.mul_(2).sum())(x)
norm = nn.BatchNorm1d(3)
f.grad(lambda a: norm(a).sum())(x)
norm.running_mean
"""

RANDOM = """
draws = {"randn": lambda a: torch.randn(2), "nine": lambda a: torch.randn(9), "like": lambda a: torch.randn_like(a),
    "dropout": lambda a: torch.dropout(a, 0.5, True), "bernoulli": lambda a: torch.bernoulli(a / 9),
    "perm": lambda a: torch.randperm(4), "int": lambda a: torch.randint(9, (3,)),
    "mean": lambda a: torch.normal(a, 1.0),
    "normal": lambda a: torch.normal(0.0, 1.0, (2,)), "over": lambda a: a.clone().normal_(),
    "into": lambda a: torch.zeros(3).normal_(), "multi": lambda a: torch.multinomial(a, 2),
    "as": lambda a: torch.rand_like(y), "of": lambda a: torch.dropout(y + 1, 0.5, True),
    "half": lambda a: torch.dropout(a, 0.5, False), "flip": lambda a: a.clone().bernoulli_(0.5),
    "wait": lambda a: a.clone().exponential_(0.5), "gumbel": lambda a: torch.nn.functional.gumbel_softmax(a)}
def told(randomness, name, dim=0):
    torch.manual_seed(0)
    try:
        return f.vmap(draws[name], in_dims=dim, randomness=randomness)(x)
    except RuntimeError as error:
        return str(error)
[told("different", name) for name in draws]
[told("same", name) for name in draws]
[told("error", name) for name in draws]
told("different", "like", 1)
def twice(outer, inner):
    torch.manual_seed(0)
    return f.vmap(f.vmap(lambda a: torch.randn(2), randomness=inner), randomness=outer)(x)
twice("same", "different")
twice("different", "same")
twice("different", "different")
twice("error", "different")
torch.manual_seed(0) and f.jacrev(lambda a: torch.randn(2) * a[0, 0])(x).shape
f.jacfwd(lambda a: torch.randn(2) * a[0])(y)
"""

FUNCTIONS = """
class Whole(torch.autograd.Function):
    @staticmethod
    def forward(a, b):
        return a * b
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b, g * a
    @staticmethod
    def vmap(info, in_dims, a, b):
        told.append((info, in_dims, getattr(a, "shape", a), getattr(b, "shape", b)))
        a = a if in_dims[0] is None else a.movedim(in_dims[0], 0)
        b = b if in_dims[1] is None else b.movedim(in_dims[1], 0)
        return Whole.apply(a, b), 0
told = []
f.vmap(Whole.apply)(x, x)
f.vmap(Whole.apply, in_dims=(0, None))(x, y)
f.vmap(Whole.apply, in_dims=(1, 1), out_dims=1)(x, x)
f.vmap(lambda a: Whole.apply(y, a))(x)
f.vmap(lambda a: Whole.apply(a, 2.0))(x)
f.vmap(f.grad(lambda a: Whole.apply(a, y).sum()))(x)
f.grad(lambda z: f.vmap(lambda a: Whole.apply(a, a))(z).sum())(x)
f.vmap(lambda a: Whole.apply(y, y) * a)(x)
f.vmap(f.vmap(Whole.apply))(x, x)
f.vmap(Whole.apply, randomness="same")(x, x)
told
class Pair(Whole):
    @staticmethod
    def vmap(info, in_dims, a, b):
        return (a * b, a), (0, None)
f.vmap(lambda a: Pair.apply(a, y))(x)
class Single(Whole):
    @staticmethod
    def vmap(info, in_dims, a, b):
        return a * b
f.vmap(lambda a: Single.apply(a, y))(x)
class Excess(Whole):
    @staticmethod
    def vmap(info, in_dims, a, b):
        return a * b, (0, 0)
f.vmap(lambda a: Excess.apply(a, y))(x)
class Rule(torch.autograd.Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(a):
        return a * a, a.sum()
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])
    @staticmethod
    def backward(ctx, g, h):
        (a,) = ctx.saved_tensors
        return 2 * a * g + h
f.vmap(Rule.apply)(x)
f.vmap(lambda a: Rule.apply(a)[0], in_dims=1)(x)
f.vmap(f.grad(lambda a: Rule.apply(a)[0].sum()))(x)
f.grad(lambda z: f.vmap(lambda a: Rule.apply(a)[0])(z).sum())(x)
f.jacrev(lambda a: Rule.apply(a)[0])(y)
"""

CLOSE = """
f.jvp(torch.sin, (x,), (x.double(),))
f.jvp(lambda a: (a * 2, a.square().sum(0)), (x,), (x.double(),))
f.jvp(torch.sin, (x.double(),), (x,))
f.jvp(torch.sin, (x,), (x[0],))
f.jvp(torch.sin, (x,), (x.long(),))
f.vjp(torch.sin, x)[1](x.double())
f.vjp(torch.sin, x)[1](x[0])
f.vjp(torch.sin, x)[1](x.long())
f.vjp(torch.sin, x)[1]()
f.vjp(torch.sin, x)[1]((x,))
f.vjp(lambda a: (a, a.sum()), x)[1](x, x.sum())
"""

IMAGES = """
vmap = torch.vmap
image = torch.arange(32.0).reshape(2, 1, 4, 4)
pairs = torch.arange(12.0).reshape(2, 3, 2)
vmap(lambda a: F.unfold(a, 2))(image)
vmap(lambda a: F.fold(a, (3, 3), 2))(image.reshape(2, 4, 4))
vmap(lambda a: F.adaptive_avg_pool2d(a, (2, 1)))(image), vmap(lambda a: F.adaptive_avg_pool3d(a, 1))(image[:, None])
vmap(lambda a, at: F.grid_sample(a, at, align_corners=False))(image[:, None], torch.zeros(2, 1, 1, 2, 2))
vmap(lambda a: F.affine_grid(a, (1, 1, 2, 2), align_corners=False))(torch.arange(12.0).reshape(2, 1, 2, 3))
at = torch.tensor([[[0, 2]], [[1, 3]]])
vmap(lambda a, i: F.max_unpool1d(a, i, 2))(torch.arange(4.0).reshape(2, 1, 2), at)
vmap(lambda a, i: F.max_unpool2d(a, i, 2))(torch.arange(4.0).reshape(2, 1, 1, 2), at[:, None])
vmap(lambda a, i: F.max_unpool3d(a, i, 2))(torch.arange(4.0).reshape(2, 1, 1, 1, 2), at[:, None, None])
vmap(lambda a: torch.meshgrid(a, a + 1, indexing="ij"))(pairs[:, 0])
vmap(lambda a: torch.broadcast_tensors(a, torch.ones(2, 1, 1)))(pairs)[0].shape
weights = torch.ones(6, 2), torch.ones(6), None, None, False, 0.0, torch.ones(2, 2), torch.ones(2)
vmap(lambda a: F.multi_head_attention_forward(a, a, a, 2, 1, *weights))(pairs / 8)
attention = nn.MultiheadAttention(2, 1)
vmap(attention, in_dims=(0, 0, 0))(pairs * 0, pairs, pairs)[1].detach()
loss = lambda state, a: torch.func.functional_call(attention, state, (a, a, a))[0].square().sum()
each = vmap(torch.func.grad(loss), in_dims=(None, 0))(dict(attention.named_parameters()), pairs / 8)
{name: tuple(value.shape) for name, value in each.items()}
vmap(nn.TransformerEncoderLayer(2, 1, 2, 0.0).eval())(pairs).shape
"""

STEPS = """
vmap = torch.vmap
rows = torch.arange(12.0).reshape(3, 4)
vmap(lambda a: a.as_strided((2,), (2,), 1))(rows), vmap(lambda a: torch.as_strided(a, (2,), (2,)))(rows)
vmap(lambda a: a.as_strided((2,), (3,)), in_dims=1)(rows), vmap(lambda a: (a * 2).as_strided((2,), (1,), 1))(rows)
vmap(lambda a: a[1:].as_strided((2,), (1,)))(rows), vmap(lambda a: a[1:].as_strided((2,), (1,), 2))(rows)
vmap(lambda a: a.as_strided((3,), (2,), 0))(rows)
vmap(lambda a: a.as_strided((2,), (1,), 3))(rows)
vmap(vmap(lambda a: a.as_strided((2,), (1,), 0)))(rows.reshape(3, 2, 2))
vmap(torch.func.grad(lambda a: (a.as_strided((2,), (1,), 1) ** 2).sum()))(rows)
"""

NUMBERS = """
vmap = torch.vmap
rows = torch.tensor([[0.0, 3.0, 4.0], [1.0, 0.0, 0.0]])
vmap(lambda a: a.new_full((2,), 2.0))(rows), vmap(lambda a: a.new_full((2,), 2, dtype=torch.int64))(rows)
vmap(lambda a: torch.full_like(a, 2.0, dtype=torch.float64, device="cpu"))(rows)
vmap(lambda a: torch.full_like(a, a.sum()))(rows)
vmap(lambda a: a.new_full((2,), a.sum()))(rows)
vmap(F.hinge_embedding_loss)(rows, torch.tensor([[1.0, -1, 1], [-1, -1, -1]]))
masked = torch.masked
vmap(lambda a: masked.softmax(a, 0, mask=a > 0))(rows), vmap(lambda a: masked.normalize(a, 2.0, 0, mask=a > 0))(rows)
vmap(lambda a: masked.mean(a, 0, mask=a > 0))(rows), vmap(lambda a: masked.var(a, mask=a > 0))(rows)
torch.func.hessian(lambda a: masked.logsumexp(a, 0, mask=torch.tensor([True, True, False])))(rows[0])
torch.func.jvp(lambda a: masked.norm(a, 2.0, 0, mask=rows[0] < 3), (rows[0],), (rows[0] + 1,))
torch.func.jacfwd(lambda a: masked.std(a, mask=rows[0] < 4))(rows[0])
"""

MET = """
x = torch.arange(6.0).reshape(2, 3)
y = x.clone().requires_grad_()
vmap(lambda a: a * 2, out_dims=1)(x), vmap(lambda a: a * 2, out_dims=-1)(x).stride()
vmap(lambda a: a * 2, out_dims=5)(x)
vmap(lambda a: a * 2, out_dims=-3)(x)
vmap(lambda a: a.sum(), out_dims=1)(x)
vmap(lambda a: a.sum(), out_dims=-1)(x), vmap(lambda a: a * 2, out_dims=-2)(x)
torch.autograd.grad(vmap(lambda a: a * 2, out_dims=1)(y), y, torch.arange(6.0).reshape(3, 2))
vmap(lambda a: True & (a > 1))(x), vmap(lambda a: False | (a > 1))(x), vmap(lambda a: True ^ (a > 1))(x)
vmap(lambda a: 1 | a)(x.long()), vmap(lambda a: 3 & a)(x.long())
vmap(lambda a: torch.ones(3).div(a, rounding_mode="trunc"))(x + 1)
vmap(lambda a: torch.tensor([7, 8, 9]).div(a, rounding_mode="floor"))((x + 1).long())
vmap(lambda a: torch.unravel_index(a, (2, 4)))(x.long())
vmap(lambda a: torch.einsum("i->", a))(x), vmap(lambda a: torch.einsum("ij->i", a))(torch.ones(2, 3, 4))
vmap(lambda a: torch.einsum("i,j->ij", a, torch.ones(2)))(x)
vmap(torch.func.grad(lambda a: torch.einsum("i,i->", a, a)))(x)
vmap(lambda a, b: torch.einsum("i,ij->j", a, b), in_dims=(0, None))(x, torch.arange(6.0).reshape(3, 2))
"""

INSIDE = {
    "functions that are met by a batch": DATA + MET,
    "images of a batch": IMAGES,
    "steps of a batch": STEPS,
    "numbers for a batch": NUMBERS,
    "texts inside": DATA + TEXTS,
    "a mapped function runs once": DATA + ONCE,
    "what a batch refuses": DATA + REFUSED,
    "captured tensors": DATA + CAPTURED,
    "random numbers of a batch": DATA + RANDOM,
    "functions of a batch": DATA + FUNCTIONS,
    "directions": DATA + CLOSE,
}
