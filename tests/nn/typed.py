"""Programs about modules as one types them in a session: see tests/learning.py."""

WALKING = """
shared = nn.Linear(2, 2)
net = nn.Sequential(shared, nn.ReLU(), shared)
[name for name, _ in net.named_modules()]
[name for name, _ in net.named_modules(remove_duplicate=False)]
[name for name, _ in net.named_modules(None, "z")]
[name for name, _ in net.named_parameters(remove_duplicate=False)]
net.parameters().__name__
net.parameters(1, 2)
net.named_buffers(prefix="p", recurse=True, remove_duplicate=True, more=1)
len(net * 2)
len(2 * net)
net *= 2
[type(part).__name__ for part in net]
net.set_submodule("1", 3)
net.set_submodule("", nn.ReLU())
net.set_submodule("1", nn.Tanh())
net[1]
net.set_submodule("0.weight", nn.Tanh())
"""

STATE = """
net = nn.Linear(2, 1)
_ = net._apply(lambda t: t * 0 + 1)
list(net.state_dict(None).items())
list(net.state_dict(None, "p."))
filled = {}
net.state_dict(destination=filled) is filled
list(filled)
_ = net._register_state_dict_hook(lambda module, state, prefix, about: {"all": 1})
net.state_dict()
net = nn.Linear(2, 1)
seen = []
_ = net._register_load_state_dict_pre_hook(lambda state, prefix, *rest: seen.append((sorted(state), prefix, rest[1:])))
net.load_state_dict(net.state_dict())
seen
_ = net.register_state_dict_post_hook(lambda module, state, prefix, about: 3)
net.state_dict()
nn.utils.clip_grad_value_([], 1.0)
nn.utils.clip_grad_value_(net.parameters(), 1.0)
"""

CALLED_WRONGLY = """
x, t = torch.zeros(2, 3), torch.zeros(2, 3)
nn.MSELoss()(x)
nn.MSELoss()()
nn.MSELoss()(x, t, t)
nn.MSELoss()(input=x, target=t)
nn.MSELoss()(x, labels=t)
nn.CrossEntropyLoss()(x)
nn.TripletMarginLoss()()
nn.MSELoss(size_average=False)(x + 1, t)
nn.MSELoss(reduce=False).reduction
nn.KLDivLoss(reduce=True).reduction
nn.MSELoss("sum").reduction
nn.ReLU()()
nn.Tanh()(x, x)
nn.Conv2d(1, 1, 1)()
nn.MaxPool2d(2)(x, x)
nn.LSTMCell(2, 2)()
nn.GRU(2, 2)()
class Mine(nn.Conv1d):
    pass

Mine(1, 1, 1)()
F.cross_entropy(x, torch.zeros(2, 3, 1))
F.nll_loss(x, torch.zeros(2, 1))
"""

MIXED = """
x = torch.linspace(-1, 1, 6).reshape(2, 3)
nn.BatchNorm1d(3)(x.double())
nn.BatchNorm1d(3)(x.long())
nn.LayerNorm(3)(x.double())
nn.GroupNorm(1, 3)(x.double())
nn.LayerNorm(3).double()(x.half())
nn.BatchNorm1d(3).eval()(x.half()).dtype
nn.LayerNorm(3)(x.half()).dtype
"""

FILLED = """
w = torch.zeros(2, 3).t()
_ = torch.manual_seed(0)
nn.init.normal_(w)
nn.init.uniform_(torch.empty(3, 2).t(), -1, 1)
nn.init.uniform(torch.empty(2))
nn.init.constant(torch.empty(2), 3)
nn.init.xavier_normal(torch.empty(2, 2)).shape
F.alpha_dropout(torch.ones(3), 0.5, training=True)._version
"""

REPLACED = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(1, 1), nn.ReLU()
        self.v, self.w = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.ones(1))
        self.c, self.d = nn.Buffer(torch.zeros(1)), nn.Buffer(torch.ones(1))

net = Net()
net.a = nn.Tanh()
net.v = nn.Parameter(torch.ones(2))
net.c = nn.Buffer(torch.ones(2))
net
net.state_dict()
net.w = Net()
[name for name, _ in net.named_parameters()]
"""

HALVES = """
x = torch.tensor([[300.0, 400.0], [0.0, 600.0]], dtype=torch.float16, requires_grad=True)
y = F.rms_norm(x, (2,), eps=0.5)
y
F.rms_norm(x, (2,), torch.tensor([2.0, -1.0], dtype=torch.float16), eps=0.5).detach()
F.rms_norm(torch.zeros(1, 2).half(), (2,))
F.rms_norm(x * 1e-3, (2,)).detach()
torch.autograd.grad(y, x, torch.tensor([[1.0, 2.0], [3.0, 4.0]]).half())
"""

PROGRAMS = {
    "squares that do not fit into half precision": HALVES,
    "replaced in its place": REPLACED,
    "parts of modules, walked over": WALKING,
    "states in the manner of older programs": STATE,
    "modules called wrongly": CALLED_WRONGLY,
    "normalizing in another dtype": MIXED,
    "filled as memory lies": FILLED,
}
