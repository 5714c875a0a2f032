"""What PyTorch's own tests of optimizers ask: see tests/learning.py."""

SHARED = """
def steps(maker, **options):
    p, q = (nn.Parameter(torch.ones(2)) for _ in range(2))
    one, other = (getattr(torch.optim, maker)([x], **options) for x in (p, q))
    p.grad = torch.tensor([1.0, 2.0])
    one.step()
    saved = one.state_dict()
    other.load_state_dict(saved)
    q.grad = torch.tensor([3.0, -1.0])
    other.step()
    other.step()
    shared = [a is b for a, b in zip(one.state[p].values(), other.state[q].values())]
    return one.state[p], saved["state"], saved["param_groups"] == one.state_dict()["param_groups"], shared
steps("SGD", momentum=0.9)
steps("Adam", lr=0.5)
steps("RMSprop", momentum=0.5)
steps("ASGD")
steps("Adagrad")
p = nn.Parameter(torch.ones(2))
torch.optim.SGD([p], fused=True, differentiable=True)
torch.optim.Adam([p], fused=True, differentiable=True)
"""

TESTED = {"a state that two optimizers share": SHARED}
