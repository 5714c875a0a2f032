"""Programs about what modules are made of, their hooks and their state: see tests/learning.py."""

NET = """
class Net(nn.Module):
    def __init__(self, n=2):
        super().__init__()
        self.fc = nn.Linear(2, n)
        self.w = nn.Parameter(torch.ones(n))
        self.register_buffer("buf", torch.zeros(n))
        self.register_buffer("tmp", torch.ones(1), persistent=False)
        self.k = 3
    def forward(self, x):
        return self.fc(x) * self.w + self.buf
net = Net()
log = []
x = torch.linspace(-1, 1, 8).reshape(4, 2)
"""

NAMES = """
net.register_buffer("k", 3)
net.register_buffer("k", torch.ones(1))
net.register_buffer("a.b", torch.ones(1))
net.register_buffer("", torch.ones(1))
net.register_buffer(3, torch.ones(1))
net.register_buffer("new", 3)
net.register_parameter("q", torch.ones(1))
net.register_parameter("q", 3)
net.register_parameter("fc", None)
net.register_parameter("", nn.Parameter(torch.ones(1)))
net.add_module("z", 3)
net.add_module("z", torch.ones(1))
net.add_module("k", nn.ReLU())
net.add_module("a.b", nn.ReLU())
net.add_module("", nn.ReLU())
net.get_submodule("fc.x")
net.get_submodule("w")
net.get_parameter("fc.weight").shape
net.get_parameter("buf")
net.get_parameter("w.x")
net.get_buffer("w")
net.to(torch.int64)
net.share_memory() is net
nn.Sequential(3)
nn.ModuleList(3)
nn.ModuleList([3])
nn.ModuleDict([nn.ReLU()])
nn.ModuleDict([("a", nn.ReLU())])
nn.ModuleDict({"a": 3})
nn.ParameterList(3)
nn.ParameterList([torch.ones(1)])(3)
nn.Sequential(nn.ReLU())["a"]
nn.Sequential(nn.ReLU())[5]
nn.Parameter(torch.tensor([1]))
nn.Parameter(torch.tensor([1]), requires_grad=False)
nn.Linear(-1, 3)
nn.Unflatten(1, (2, 2))(torch.ones(2, 3))
torch.ones(2, 6).unflatten(1, (-1, 4))
"""

STATE = """
net.load_state_dict(3)
net.load_state_dict({})
net.load_state_dict({"w": torch.ones(3), "x": torch.ones(1), "fc.y": torch.ones(1), "fc.z.a": 1})
net.load_state_dict({name: 3 for name in net.state_dict()})
net.load_state_dict({"fc.weight": torch.zeros(2, 2), "x": 1}, strict=False)
net.fc.weight
list(net.state_dict()), list(net.state_dict(prefix="p."))
net.state_dict()._metadata
norm = nn.Sequential(nn.BatchNorm1d(2))
norm.load_state_dict({})
norm.load_state_dict(norm.state_dict())
state = norm.state_dict()
del state["0.num_batches_tracked"]
norm.load_state_dict(state)
norm.load_state_dict(dict(state))
hooks = []
hooks.append(net.register_state_dict_pre_hook(lambda m, prefix, keep: log.append((prefix, keep))))
hooks.append(net.register_state_dict_post_hook(lambda m, state, prefix, meta: log.append((len(state), prefix, meta))))
hooks.append(net.register_load_state_dict_pre_hook(lambda m, sd, *rest: log.append((len(sd), rest[0], rest[2]))))
hooks.append(net.register_load_state_dict_post_hook(lambda m, keys: log.append(keys.missing_keys)))
nn.Sequential(net).load_state_dict(nn.Sequential(net).state_dict())
log
hooks.append(net.register_load_state_dict_post_hook(lambda m, keys: keys.missing_keys.clear()))
net.load_state_dict({"w": torch.ones(2)})
hooks.append(net.register_load_state_dict_post_hook(lambda m, keys: 3))
net.load_state_dict({"w": torch.ones(2)})
import io
f = io.BytesIO()
torch.save(norm.state_dict(), f)
f.seek(0)
torch.load(f)
f.seek(0)
torch.load(f, map_location="cuda")
"""

HOOKS = """
hooks = [net.register_forward_pre_hook(lambda m, args: log.append("first"))]
hooks.append(net.register_forward_pre_hook(lambda m, args: log.append("before it"), prepend=True))
hooks.append(net.register_forward_pre_hook(lambda m, a, k: (a, {"x": k["x"] * 2}), with_kwargs=True))
hooks.append(net.register_forward_hook(lambda m, a, k, out: log.append((len(a), sorted(k))), with_kwargs=True))
hooks.append(net.register_forward_hook(lambda m, a, out: out * 10, prepend=True))
y = net(x=x)
y
log
hooks.append(net.register_forward_pre_hook(lambda m, a, k: a, with_kwargs=True))
net(x=x)
[hook.remove() for hook in hooks]
hooks = [net.register_forward_hook(lambda m, a, out: log.append(("always", out)), always_call=True)]
hooks.append(net.register_forward_hook(lambda m, a, out: log.append("not then")))
log.clear()
net(torch.ones(3))
log
[hook.remove() for hook in hooks]
everywhere = nn.modules.module
log.clear()
hooks = [everywhere.register_module_forward_hook(lambda m, a, out: log.append(type(m).__name__))]
hooks.append(everywhere.register_module_forward_pre_hook(lambda m, a: log.append("to " + type(m).__name__)))
hooks.append(everywhere.register_module_full_backward_hook(lambda m, gi, go: log.append((type(m).__name__, len(gi)))))
hooks.append(everywhere.register_module_full_backward_pre_hook(lambda m, go: log.append("back " + type(m).__name__)))
net(x.clone().requires_grad_()).sum().backward()
log
[hook.remove() for hook in hooks]
log.clear()
line = nn.Linear(2, 1)
hooks = [line.register_backward_hook(lambda m, gi, go: log.append((len(gi), len(go))))]
line.register_full_backward_hook(lambda m, gi, go: None)
line(x).sum().backward()
log
hooks[0].remove()
other = nn.ReLU()
_ = other.register_full_backward_hook(lambda m, gi, go: None)
other.register_backward_hook(lambda m, gi, go: None)
"""

PROGRAMS = {
    "names in a module": NET + NAMES,
    "the state of a module": NET + STATE,
    "hooks of a module": NET + HOOKS,
}
