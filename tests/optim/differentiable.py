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
