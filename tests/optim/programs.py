"""Programs about torch.optim, and whole training runs: see tests/learning.py."""

from tests.optim.differentiable import KIN, STEPS
from tests.optim.tested import TESTED

MAKERS = """
SGD(p, lr=0.05)
SGD(p, lr=0.01, momentum=0.9, weight_decay=0.01)
SGD(p, 0.01, 0.9, nesterov=True)
SGD(p, 0.01, 0.9, 0.5)
SGD(p, 0.001, maximize=True)
Adam(p, lr=0.01)
Adam(p, lr=0.01, weight_decay=0.1, amsgrad=True)
AdamW(p, lr=0.01)
RMSprop(p, lr=0.01)
RMSprop(p, lr=0.01, momentum=0.5, centered=True)
Adagrad(p, lr=0.1, lr_decay=0.1)
Adadelta(p)
Adamax(p, lr=0.01)
Adamax(p, lr=0.01, weight_decay=0.1, maximize=True)
NAdam(p, lr=0.01)
NAdam(p, lr=0.01, weight_decay=0.1, decoupled_weight_decay=True, momentum_decay=0.1)
RAdam(p, lr=0.01)
RAdam(p, lr=0.01, betas=(0.5, 0.7), weight_decay=0.1)
Rprop(p, lr=0.01)
ASGD(p, lr=0.01, lambd=0.1, t0=3)
Adafactor(p, lr=0.1)
Adafactor(p, lr=0.1, weight_decay=0.1, eps=(0.01, 0.1), beta2_decay=-0.5)
"""

TRAIN = """
net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
X = torch.randn(20, 3)
y = (X**2).sum(1, keepdim=True)
p = net.parameters()
optimizer = torch.optim.{maker}
losses = []
def step():
    loss = F.mse_loss(net(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.detach())
for _ in range(25):
    step()
torch.stack(losses)
net[2].weight
optimizer
sorted(optimizer.state_dict()["state"].get(0, {{}}))
state = optimizer.state_dict()
optimizer.load_state_dict(state)
step()
losses[-1]
"""

RULES = """
p = torch.ones(2, requires_grad=True)
S = torch.optim.lr_scheduler
def rates(make):
    optimizer = torch.optim.SGD([p], lr=0.5)
    scheduler = make(optimizer)
    found = []
    for _ in range(12):
        optimizer.step()
        scheduler.step()
        found.append(scheduler.get_last_lr()[0])
    return found
rates(lambda o: S.StepLR(o, 2, 0.3))
rates(lambda o: S.MultiStepLR(o, [2, 4], 0.5))
rates(lambda o: S.ExponentialLR(o, 0.9))
rates(lambda o: S.CosineAnnealingLR(o, 5, 0.01))
rates(lambda o: S.LambdaLR(o, lambda epoch: 0.5**epoch))
torch.optim.SGD(p, lr=0.1)
torch.optim.SGD([], lr=0.1)
torch.optim.SGD([p * 2], lr=0.1)
torch.optim.SGD([p], lr=-1)
torch.optim.SGD([p], lr=1, nesterov=True)
torch.optim.Adam([p], betas=(1.0, 0.9))
torch.optim.SGD([{"params": [p]}, {"params": [p]}], lr=1)
torch.optim.SGD([{"params": [p], "lr": 0.3}, {"params": [torch.zeros(1, requires_grad=True)]}], lr=0.1)
p.sum().backward()
o = torch.optim.SGD([p], lr=0.1)
o.step(lambda: (p**2).sum())
o.zero_grad(set_to_none=False)
p, p.grad
"""

SCHEDULES = """
p = torch.ones(2, requires_grad=True)
S = torch.optim.lr_scheduler
def rates(make, steps=12, **options):
    optimizer = torch.optim.SGD([p], lr=0.5, momentum=0.9, **options)
    scheduler = make(optimizer)
    found = [(scheduler.get_last_lr()[0], optimizer.param_groups[0]["momentum"])]
    for _ in range(steps):
        optimizer.step()
        scheduler.step()
        found.append((round(scheduler.get_last_lr()[0], 12), round(optimizer.param_groups[0]["momentum"], 12)))
    return found
rates(lambda o: S.MultiplicativeLR(o, lambda epoch: 0.9))
rates(lambda o: S.ConstantLR(o))
rates(lambda o: S.LinearLR(o))
rates(lambda o: S.LinearLR(o, 0.1, 0.5, 4))
rates(lambda o: S.PolynomialLR(o, 4, 2.0))
rates(lambda o: S.CyclicLR(o, 0.1, 1.0, step_size_up=3, step_size_down=2))
rates(lambda o: S.CyclicLR(o, 0.1, 1.0, 2, mode="triangular2", cycle_momentum=False))
rates(lambda o: S.CyclicLR(o, 0.1, 1.0, 2, mode="exp_range", gamma=0.9))
rates(lambda o: S.CyclicLR(o, 0.1, 1.0, 2, scale_fn=lambda x: 0.5 / x))
rates(lambda o: S.OneCycleLR(o, 1.0, total_steps=12))
rates(lambda o: S.OneCycleLR(o, 1.0, epochs=4, steps_per_epoch=3, anneal_strategy="linear", three_phase=True))
rates(lambda o: S.OneCycleLR(o, 1.0, total_steps=3), 4)
rates(lambda o: S.CosineAnnealingWarmRestarts(o, 3))
rates(lambda o: S.CosineAnnealingWarmRestarts(o, 2, 2, 0.1))
rates(lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 20), S.ExponentialLR(o, 0.9)], [4]))
rates(lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1), S.CosineAnnealingLR(o, 5), S.StepLR(o, 2)], [3, 8]))
rates(lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 3), S.ExponentialLR(o, 0.9)]))
def adam(make, steps=4):
    optimizer = torch.optim.Adam([p], lr=0.5)
    scheduler = make(optimizer)
    for _ in range(steps):
        optimizer.step()
        scheduler.step()
    return scheduler.get_last_lr(), optimizer.param_groups[0]["betas"]
adam(lambda o: S.OneCycleLR(o, 1.0, total_steps=10))
def falling(measures, **options):
    optimizer = torch.optim.SGD([p], lr=1.0)
    scheduler = S.ReduceLROnPlateau(optimizer, **options)
    found = []
    for measure in measures:
        scheduler.step(measure)
        found.append(scheduler.get_last_lr()[0])
    return found, scheduler.best, scheduler.num_bad_epochs
falling([3, 2, 2, 2, 1, 1, 1, 1, 1], patience=1)
falling([3, 2, 2, 2, 1, 1, 1, 1, 1], patience=0, factor=0.5, cooldown=1, min_lr=0.2)
falling([1, 1.2, 1.3, 1.3, 1.3], mode="max", patience=0, threshold=0.1, threshold_mode="abs")
falling([torch.tensor(1.0), torch.tensor(0.99), torch.tensor(0.98)], patience=0, threshold=0.5)
o = torch.optim.SGD([p], lr=1.0)
s = S.StepLR(o, 2, 0.5)
s.step(5)
s.get_last_lr()
s = S.CosineAnnealingWarmRestarts(o, 2, 2)
s.step(1.5)
s.get_last_lr(), s.last_epoch
s.step(7)
s.get_last_lr(), s.T_cur, s.T_i
class Half(S.LRScheduler):
    def get_lr(self):
        return [base / 2**self.last_epoch for base in self.base_lrs]
rates(Half, 3)
s = S.LinearLR(torch.optim.SGD([p], lr=1.0))
state = s.state_dict()
state["last_epoch"], state["base_lrs"], state["start_factor"]
s.load_state_dict({**state, "last_epoch": 3})
s.last_epoch
S.StepLR(p, 2)
S.ConstantLR(o, 2.0)
S.LinearLR(o, 0.0)
S.LinearLR(o, 0.5, 2.0)
S.MultiplicativeLR(o, 3)
S.LambdaLR(o, [lambda e: 1, lambda e: 2])
S.CyclicLR(o, 0.1, 1.0, mode="x")
S.CyclicLR(torch.optim.Adagrad([p]), 0.1, 1.0)
S.CyclicLR(o, [0.1, 0.2], 1.0)
S.OneCycleLR(o, 1.0)
S.OneCycleLR(o, 1.0, total_steps=-1)
S.OneCycleLR(o, 1.0, total_steps=3, pct_start=2)
S.OneCycleLR(o, 1.0, total_steps=3, anneal_strategy="x")
S.CosineAnnealingWarmRestarts(o, 0)
S.SequentialLR(o, [], [])
S.SequentialLR(o, [S.StepLR(o, 2)], [3])
S.SequentialLR(o, [S.ReduceLROnPlateau(o)], [])
S.ChainedScheduler([])
S.ReduceLROnPlateau(o, factor=1.0)
S.ReduceLROnPlateau(o, mode="x")
S.ReduceLROnPlateau(o, min_lr=[0, 0])
"""

NEWTON = """
def minimum(steps=3, **options):
    x = torch.tensor([-1.5, 2.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([x], **options)
    losses = []
    def closure():
        optimizer.zero_grad()
        loss = (1 - x[0]) ** 2 + 3 * (x[1] - x[0] ** 2) ** 2
        loss.backward()
        return loss
    for _ in range(steps):
        losses.append(optimizer.step(closure).item())
    state = optimizer.state[x]
    return x, [round(loss, 3) for loss in losses], state["func_evals"], state["n_iter"]
minimum(1, lr=0.1, max_iter=4)
minimum(2, lr=0.02, max_iter=6, history_size=2)
minimum(1, line_search_fn="strong_wolfe", max_iter=4)
minimum(3, line_search_fn="strong_wolfe")
minimum(1, line_search_fn="other")
q = torch.ones(2, requires_grad=True)
torch.optim.LBFGS([q])
torch.optim.LBFGS([{"params": [q]}, {"params": [torch.ones(1, requires_grad=True)]}])
torch.optim.LBFGS([q], lr=-1)
q.grad = torch.ones(2)
o, seen = torch.optim.SGD([q], lr=0.1), []
h = o.register_step_pre_hook(lambda optimizer, args, kwargs: seen.append((q.clone(), len(args))))
h2 = o.register_step_post_hook(lambda optimizer, args, kwargs: seen.append(q.clone()))
o.step()
seen
h.remove(), h2.remove()
o.step(lambda: torch.tensor(3.0))
len(seen)
torch.optim.Adafactor([q], d=0.5)
torch.optim.Adafactor([q], beta2_decay=0.5)
torch.optim.Rprop([q], etas=(1.5, 2.0))
torch.optim.NAdam([q], momentum_decay=-1)
torch.optim.RAdam([q], betas=(1.0, 0.9))
torch.optim.ASGD([q], weight_decay=-1)
"""

LINEAR_FROM_SCRATCH = """
true_w, true_b = torch.tensor([2, -3.4]), 4.2
X = torch.randn(1000, 2)
y = torch.matmul(X, true_w.reshape(-1, 1)) + true_b + torch.randn(1000, 1) * 0.01
w = torch.normal(0, 0.01, (2, 1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)
def epoch():
    for i in range(0, 1000, 100):
        l = ((torch.matmul(X[i:i + 100], w) + b - y[i:i + 100]) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            for q in (w, b):
                q -= 0.3 * q.grad
                q.grad.zero_()
    return l
epoch()
epoch()
w, b
"""

LINEAR_CONCISE = """
X = torch.randn(1000, 2)
y = X @ torch.tensor([2, -3.4]).reshape(-1, 1) + 4.2 + torch.randn(1000, 1) * 0.01
net = nn.Sequential(nn.Linear(2, 1))
_ = net[0].weight.data.normal_(0, 0.01)
_ = net[0].bias.data.fill_(0)
loss = nn.MSELoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.03)
for _ in range(3):
    for i in range(0, 1000, 10):
        l = loss(net(X[i:i + 10]), y[i:i + 10])
        trainer.zero_grad()
        l.backward()
        trainer.step()
loss(net(X), y)
net[0].weight, net[0].bias
"""

SOFTMAX_REGRESSION = """
X = torch.randn(60, 12)
y = torch.randint(0, 5, (60,))
net = nn.Sequential(nn.Flatten(), nn.Linear(12, 5))
def init_weights(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, std=0.01)
_ = net.apply(init_weights)
loss = nn.CrossEntropyLoss(reduction="none")
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(20):
    trainer.zero_grad()
    l = loss(net(X), y)
    l.mean().backward()
    trainer.step()
l.mean()
(net(X).argmax(1) == y).float().mean()
net[1].bias
"""

MLP_WITH_DROPOUT = """
net = nn.Sequential(nn.Flatten(), nn.Linear(12, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 5))
X = torch.randn(60, 3, 4)
y = torch.randint(0, 5, (60,))
trainer = torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=0.001)
losses = []
for _ in range(10):
    l = F.cross_entropy(net(X), y)
    trainer.zero_grad()
    l.backward()
    trainer.step()
    losses.append(l.item())
losses[0], round(losses[-1], 4)
_ = net.eval()
F.cross_entropy(net(X), y)
"""

NAMED = """
import copy
import pickle
net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.named_parameters(), lr=0.1)
opt
opt.state_dict()
opt.add_param_group({"params": [torch.ones(1, requires_grad=True)]})
opt.add_param_group({"params": [("more", torch.ones(1, requires_grad=True))]})
opt.param_groups[1]["param_names"]
torch.optim.SGD([("a", torch.ones(1, requires_grad=True)), torch.ones(1, requires_grad=True)], lr=0.1)
net(torch.ones(1, 2)).sum().backward()
opt.step()
opt.state_dict()["state"]
opt = torch.optim.Adam(net.parameters())
_ = opt.register_step_post_hook(lambda *given: None)
pickle.loads(pickle.dumps(opt)).param_groups[0]["lr"], copy.deepcopy(opt).defaults["lr"]
rule = torch.optim.lr_scheduler.ChainedScheduler([torch.optim.lr_scheduler.ConstantLR(opt, 0.1, 2)])
rule.step(3)
rule.get_lr()
"""

STATES_OF_RULES = """
S = torch.optim.lr_scheduler
def optimizer(lr=0.1):
    return torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=lr, momentum=0.9)
class Twice:
    def __init__(self):
        self.factor = 2
    def __call__(self, epoch):
        return self.factor
S.LambdaLR(optimizer(), lambda e: 0.5**e).state_dict()["lr_lambdas"]
S.MultiplicativeLR(optimizer(), Twice()).state_dict()["lr_lambdas"]
rule = S.LambdaLR(optimizer(), Twice())
rule.load_state_dict({"lr_lambdas": [{"factor": 5}], "last_epoch": 3})
rule.lr_lambdas[0].factor, rule.last_epoch
S.OneCycleLR(optimizer(), 0.1, total_steps=10).state_dict()["_schedule_phases"]
rate = torch.tensor(0.1)
o = optimizer(rate)
rule = S.ConstantLR(o, 0.1)
rate
_ = rate.mul_(3)
o.param_groups[0]["lr"] is rate, o.param_groups[0]["initial_lr"], rule.base_lrs, rule.get_last_lr()
o = optimizer(torch.tensor(0.1))
rule = S.CyclicLR(o, 0.05, 1.0)
o.param_groups[0]["lr"], o.param_groups[0]["initial_lr"]
import warnings
o = optimizer()
rule = S.StepLR(o, 2)
usual = o.step
o.step = lambda: usual()
o.step()
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    rule.step()
[str(w.message) for w in told]
"""

WHOSE = """
S = torch.optim.lr_scheduler
o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
own = lambda step: 0.1
own.__module__ == S.__name__, S.StepLR(o, 2).__module__ == S.__name__, S.LambdaLR(o, own).__module__ == S.__name__
S._LRScheduler.__name__, issubclass(S._LRScheduler, S.LRScheduler)
[S.ReduceLROnPlateau(o).__module__ == S.__name__, S.OneCycleLR(o, 0.1, total_steps=10).__module__ == S.__name__]
"""

OF_ANOTHER_DTYPE = """
x = torch.ones(2, requires_grad=True)
first = torch.optim.Adam([x])
x.sum().backward()
first.step()
y = torch.ones(2, dtype=torch.float64, requires_grad=True)
second = torch.optim.Adam([y])
second.load_state_dict(first.state_dict())
second.state[y]
y.sum().backward()
second.step()
y, second.state[y]["step"]
o = torch.optim.RMSprop([x], centered=True, momentum=0.1)
o.step()
list(o.state[x])
torch.optim.Adam([x], foreach=True, fused=True)
"""

PROGRAMS = {
    **{maker: TRAIN.format(maker=maker) for maker in MAKERS.split("\n") if maker},
    "named parameters, and copies of an optimizer": NAMED,
    "a state of another dtype, in its order": OF_ANOTHER_DTYPE,
    "rules": RULES,
    "what rules remember, and rates that are tensors": STATES_OF_RULES,
    "rules that rise and fall, and rules of rules": SCHEDULES,
    "steps of Newton's method": NEWTON,
    "linear regression from scratch": LINEAR_FROM_SCRATCH,
    "linear regression, concise": LINEAR_CONCISE,
    "softmax regression": SOFTMAX_REGRESSION,
    "a rule of PyTorch told from one's own": WHOSE,
    "a perceptron with dropout": MLP_WITH_DROPOUT,
    "steps that are recorded": STEPS,
    "steps of the others that are recorded": KIN,
    **TESTED,
}
