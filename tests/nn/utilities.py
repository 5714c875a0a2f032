"""Programs about torch.nn.utils and containers: see tests/learning.py."""

SET_UP = """
R, parametrize, parametrizations = nn.utils.rnn, nn.utils.parametrize, nn.utils.parametrizations
x = torch.linspace(-1, 1, 24).reshape(3, 2, 4).cos().requires_grad_()
"""

SEQUENCES = """
p = R.pack_padded_sequence(x, [3, 1])
p
R.pad_packed_sequence(p)
R.pad_packed_sequence(p, batch_first=True, padding_value=-1.0, total_length=4)
R.pack_padded_sequence(x, torch.tensor([1, 3]), enforce_sorted=False)
R.pad_packed_sequence(R.pack_padded_sequence(x, [1, 3], enforce_sorted=False))
p.data.pow(2).sum().backward()
x.grad
R.pad_sequence([torch.ones(2, requires_grad=True), torch.ones(3)])
R.pad_sequence([torch.ones(1, 2), torch.zeros(3, 2)], batch_first=True, padding_value=7.0)
R.pad_sequence([torch.ones(1), torch.ones(2)], padding_side="left")
R.pack_sequence([torch.tensor([1, 2]), torch.tensor([3])])
R.unpack_sequence(R.pack_sequence([torch.tensor([1, 2]), torch.tensor([3])]))
R.unpack_sequence(R.pack_sequence([torch.tensor([1]), torch.tensor([3, 4])], enforce_sorted=False))
R.unpad_sequence(torch.tensor([[1, 2], [3, 0]]), torch.tensor([2, 1]))
p.double().data.dtype, p.to(torch.float32) is p
R.pack_padded_sequence(x, [1, 3])
R.pack_padded_sequence(x, [3, 0])
R.pack_padded_sequence(x, [3])
R.pack_sequence([torch.ones(1), torch.ones(2)])
R.pad_sequence([])
R.pad_sequence(3)
R.pad_sequence([torch.ones(1), 2])
R.pad_sequence([torch.ones(1), torch.ones(2)], padding_side="l")
R.pad_packed_sequence(p, total_length=2)
def of(layer, lengths, **options):
    packed = R.pack_padded_sequence(x.double().detach().requires_grad_(), lengths, **options)
    out, last = layer.double()(packed)
    parts = [out.data, *(last if isinstance(last, tuple) else [last])]
    sum((part * torch.linspace(0.5, 1.5, part.numel()).reshape(part.shape)).sum() for part in parts).backward()
    return out, last, [parameter.grad.abs().sum() for parameter in layer.parameters()]
of(nn.RNN(4, 2), [3, 1])
of(nn.LSTM(4, 2, 2, bidirectional=True), [3, 1])
of(nn.GRU(4, 2, bidirectional=True, batch_first=True), [2, 1], enforce_sorted=False)
of(nn.GRU(4, 2), [1, 3], enforce_sorted=False)
nn.GRU(4, 2)(p, torch.ones(1, 2, 2))[1]
nn.GRU(3, 2)(p)
nn.GRU(4, 2)(p, torch.ones(1, 3, 2))
nn.GRU(4, 2)(p, torch.ones(2, 2))
"""

WEIGHTS = """
layer = parametrizations.weight_norm(nn.Linear(3, 2))
layer
layer.weight
list(layer.state_dict())
layer.parametrizations.weight.original0, layer.parametrizations.weight.original1
layer(torch.ones(1, 3)).pow(2).sum().backward()
[p.grad for p in layer.parameters()]
layer.weight = torch.ones(2, 3)
layer.weight
parametrize.is_parametrized(layer), parametrize.is_parametrized(layer, "bias")
parametrize.type_before_parametrizations(layer).__name__
parametrize.remove_parametrizations(layer, "weight")
layer.weight
parametrize.remove_parametrizations(layer, "weight")
sharp = parametrizations.spectral_norm(nn.Linear(3, 2))
sharp
sharp.weight
sharp.weight
sharp.eval().weight
list(sharp.state_dict())
sharp(torch.ones(1, 3)).sum().backward()
sharp.parametrizations.weight.original.grad
parametrizations.spectral_norm(nn.Linear(3, 2), "wrong")
parametrizations.weight_norm(nn.Conv1d(2, 3, 1), dim=None).weight
parametrizations.weight_norm(nn.Conv1d(2, 3, 2), dim=1).weight
class Even(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).T
class Scaled(nn.Module):
    def forward(self, x):
        return 2 * x
    def right_inverse(self, x):
        return x / 2
class Longer(nn.Module):
    def forward(self, x):
        return torch.cat([x, x])
square = nn.Linear(3, 3, bias=False)
parametrize.register_parametrization(square, "weight", Even())
square.weight
parametrize.register_parametrization(square, "weight", Scaled())
square.weight
square.weight = torch.eye(3)
parametrize.register_parametrization(square, "weight", Longer())
parametrize.register_parametrization(square, "gone", Even())
parametrize.register_parametrization(nn.Linear(2, 2), "weight", Longer())
parametrize.remove_parametrizations(square, "weight", leave_parametrized=False)
other = parametrize.register_parametrization(nn.Linear(2, 2), "weight", Scaled())
other.parametrizations.weight.original
other.weight = torch.eye(2)
other.parametrizations.weight.original
import copy
copy.deepcopy(other).weight
with parametrize.cached():
    kept = other.weight is other.weight
kept, other.weight is other.weight
old = nn.utils.weight_norm(nn.Linear(3, 2))
old.weight
[name for name, _ in old.named_parameters()]
old(torch.ones(1, 3))
nn.utils.remove_weight_norm(old)
[name for name, _ in old.named_parameters()]
nn.utils.remove_weight_norm(old)
g = torch.tensor([3.0, 4.0], requires_grad=True)
(g * g / 2).sum().backward()
nn.utils.get_total_norm([g.grad])
nn.utils.clip_grads_with_norm_([g], 1.0, torch.tensor(5.0))
g.grad
nn.utils.clip_grad_norm_([], 1.0)
nn.utils.get_total_norm([g.grad * float("inf")], error_if_nonfinite=True)
nn.utils.vector_to_parameters([1.0], [g])
"""

CONTAINERS = """
s = nn.Sequential(nn.ReLU(), nn.Tanh())
s.extend(nn.Sequential(nn.Sigmoid()))
s.insert(1, nn.ELU())
s.pop(0)
s + nn.Sequential(nn.GELU())
s + [nn.GELU()]
s.insert(9, nn.ELU())
s.insert(0, 3)
del s[0]
s
m = nn.ModuleList([nn.ReLU(), nn.Tanh()])
m.pop(-1)
m + [nn.ELU()]
m += [nn.ELU(), nn.SELU()]
del m[0:2]
m
m.pop(5)
d = nn.ModuleDict({"a": nn.ReLU()})
d.update({"b": nn.Tanh()})
d.pop("a")
d
d.update(3)
d.clear()
d
"""

HOOKS = """
seen = []
def note(module, grad_input, grad_output):
    seen.append((type(module).__name__, grad_input, grad_output))
x = torch.tensor([-1.0, 2.0], requires_grad=True)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
with torch.no_grad():
    net[0].weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]])), net[0].bias.zero_()
handles = [part.register_full_backward_hook(note) for part in net]
y = net(x)
y
y.sum().backward()
seen
x.grad
seen.clear()
net(x.detach()).sum().backward()
seen
[handle.remove() for handle in handles]
net(x).grad_fn.name()
h = net[0].register_full_backward_pre_hook(lambda module, sent: (sent[0] * 10,))
x.grad = None
net(x).sum().backward()
x.grad
h.remove()
h = net[1].register_full_backward_hook(lambda module, sent, came: (sent[0] * 0,))
x.grad = None
net(x).sum().backward()
x.grad
h.remove()
h = net[1].register_full_backward_hook(lambda module, sent, came: (1, 2))
net(x).sum().backward()
h.remove()
h = net[0].register_full_backward_hook(lambda module, sent, came: (1,))
net(x.detach()).sum().backward()
h.remove()
with torch.no_grad():
    quiet = net(x)
quiet
net.get_buffer("0.weight")
net.get_buffer("0.gone")
net.set_submodule("1", nn.Tanh())
net.set_submodule("5", nn.Tanh(), strict=True)
net.set_submodule("", nn.Tanh())
net
net.type(torch.float64)[0].weight.dtype
"""

SECOND_PARAMETRIZATION = """
class Doubled(nn.Module):
    def __init__(self, back=None):
        super().__init__()
        self.back = back
    def forward(self, x):
        return 2 * x
    def right_inverse(self, x):
        return x / 2 if self.back is None else self.back(x)
layer = nn.Linear(3, 2)
put = nn.utils.parametrize.register_parametrization
put(layer, "weight", Doubled())
put(layer, "weight", Doubled(lambda x: (x, x)))
put(layer, "weight", Doubled(lambda x: x[:-1]))
put(layer, "weight", Doubled(lambda x: x.int()))
put(layer, "weight", Doubled())
layer.weight / layer.parametrizations.weight.original
layer.weight = torch.ones(2, 3)
layer.parametrizations.weight.original
"""

PROGRAMS = {
    "hooks of modules on the way back": HOOKS,
    "sequences of several lengths": SET_UP + SEQUENCES,
    "weights in other terms": SET_UP + WEIGHTS,
    "containers that change": CONTAINERS,
    "a second parametrization": SECOND_PARAMETRIZATION,
}
