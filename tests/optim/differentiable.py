"""Programs with steps that are recorded themselves."""

STEPS = """
O = torch.optim
def rate():
    return torch.tensor(0.1, requires_grad=True)

def learned(make, steps=2, **options):
    start = torch.tensor([3., -1.], requires_grad=True)
    x = start.clone()
    optimizer = make([x], differentiable=True, **options)
    for _ in range(steps):
        x.grad, = torch.autograd.grad((x.clone()**2).sum() + x.clone().prod(), x, create_graph=True)
        optimizer.step()
    (x**2).sum().backward()
    return x, start.grad, [v.grad for v in options.values() if isinstance(v, torch.Tensor) and v.requires_grad]

learned(O.SGD, lr=0.1), learned(O.SGD, lr=torch.tensor(0.1)), learned(O.SGD, lr=rate())
learned(O.SGD, 1, lr=rate(), momentum=0.9), learned(O.SGD, 1, lr=rate(), momentum=0.9, nesterov=True, weight_decay=0.1)
learned(O.SGD, 1, lr=rate(), maximize=True, momentum=0.5, dampening=0.5)
learned(O.SGD, lr=0.1, weight_decay=torch.tensor(0.1, requires_grad=True))
learned(O.Adam, lr=0.1), learned(O.Adam, lr=rate())
learned(O.Adam, 1, lr=rate(), weight_decay=0.1, amsgrad=True)
learned(O.Adam, lr=rate(), maximize=True, betas=(0.5, 0.6))
learned(O.AdamW, lr=rate()), learned(O.AdamW, lr=0.1, weight_decay=0.5)
p = torch.tensor([1.], requires_grad=True)
(p * 2).sum().backward()
O.SGD([p], lr=0.1, differentiable=True).step()
O.SGD([p.clone()], lr=0.1)
x = p.clone()
adam = O.Adam([x], lr=0.1, differentiable=True)
x.grad = torch.ones(1)
adam.step()
x._version, adam.state_dict()
net = nn.Linear(2, 1)
weights = {name: w.clone() for name, w in net.named_parameters()}
sgd = O.SGD(list(weights.values()), lr=0.1, differentiable=True)
def loss():
    return torch.func.functional_call(net, weights, (torch.ones(3, 2),)).pow(2).mean()

for w, g in zip(weights.values(), torch.autograd.grad(loss(), list(weights.values()), create_graph=True)):
    w.grad = g
sgd.step()
loss().backward()
net.weight.grad, net.bias.grad
"""

KIN = (
    STEPS[: STEPS.index("learned(O.SGD, lr=0.1)")]
    + """
learned(O.RMSprop, lr=0.1), learned(O.RMSprop, 3, lr=0.1, momentum=0.9)
learned(O.RMSprop, lr=0.1, centered=True)
learned(O.RMSprop, 1, lr=0.1, centered=True), learned(O.RMSprop, 1, lr=0.2, weight_decay=0.3, maximize=True)
learned(O.Adagrad, lr=0.1), learned(O.Adagrad, 3, lr=0.1, lr_decay=0.1, weight_decay=0.1)
learned(O.Adagrad, lr=0.1, initial_accumulator_value=0.5, maximize=True)
learned(O.Adadelta), learned(O.Adadelta, 3, lr=0.5, rho=0.5, eps=0.1, weight_decay=0.1)
learned(O.Adadelta, maximize=True)
learned(O.Adamax, 1, lr=0.1), learned(O.Adamax, 1, lr=0.1, weight_decay=0.1), learned(O.Adamax, 1, maximize=True)
learned(O.NAdam, lr=0.1), learned(O.NAdam, 3, lr=0.1, weight_decay=0.1, decoupled_weight_decay=True)
learned(O.NAdam, lr=0.1, weight_decay=0.1, maximize=True, betas=(0.5, 0.6))
learned(O.RAdam, lr=0.1), learned(O.RAdam, 7, lr=0.01), learned(O.RAdam, 7, lr=0.01, weight_decay=0.1)
learned(O.RAdam, 7, lr=0.01, weight_decay=0.1, decoupled_weight_decay=True, maximize=True)
learned(O.ASGD, lr=0.1), learned(O.ASGD, 4, lr=0.1, t0=1, lambd=0.1, weight_decay=0.1), learned(O.ASGD, maximize=True)
learned(O.Rprop, 1, lr=0.1), learned(O.Rprop, 1, lr=1.5), learned(O.Rprop, 1, lr=0.1, maximize=True)
learned(O.Rprop, lr=0.1)
x = torch.tensor([3., -1.], requires_grad=True).clone()
kin = [O.RMSprop, O.Adagrad, O.Adadelta, O.Adamax, O.NAdam, O.RAdam, O.ASGD, O.Rprop]
made = [make([x], differentiable=True) for make in kin]
x.grad = torch.ones(2)
[optimizer.step() for optimizer in made]
[sorted(optimizer.state_dict()["state"][0].items()) for optimizer in made]
x._version
"""
)
