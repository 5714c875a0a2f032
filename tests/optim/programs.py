"""Programs about torch.optim, and whole training runs: see tests/learning.py."""

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

PROGRAMS = {
    **{maker: TRAIN.format(maker=maker) for maker in MAKERS.split("\n") if maker},
    "rules": RULES,
    "linear regression from scratch": LINEAR_FROM_SCRATCH,
    "linear regression, concise": LINEAR_CONCISE,
    "softmax regression": SOFTMAX_REGRESSION,
    "a perceptron with dropout": MLP_WITH_DROPOUT,
}
