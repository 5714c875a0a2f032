"""Programs about higher derivatives at points where formulas have corners: see tests/learning.py."""

POINTS = """
def derivatives(f, *values):
    xs = [torch.tensor(value, requires_grad=True) for value in values]
    found, total = [], f(*xs).sum()
    for _ in range(2):
        grads = torch.autograd.grad(total, xs, create_graph=True, allow_unused=True)
        found.append([None if g is None else g.tolist() for g in grads])
        total = sum((g * torch.arange(1.0, g.numel() + 1).view(g.shape)).sum() for g in grads if g is not None)
    return found

zeros, inf, nan = [0.0, 0.0, 0.0], float("inf"), float("nan")
derivatives(lambda x: x.norm(), zeros)
derivatives(lambda x: torch.linalg.vector_norm(x), [3.0, 0.0, 4.0])
derivatives(lambda x: x.norm(dim=1), [[0.0, 0.0], [3.0, 4.0]])
derivatives(lambda x: F.normalize(x, dim=0), zeros)
derivatives(lambda x, y: F.cosine_similarity(x, y, 0), zeros, [1.0, 2.0, 3.0])
derivatives(lambda x: x.std(), zeros), derivatives(lambda x: x.std(1), [[1.0, 1.0], [3.0, 4.0]])
derivatives(lambda x, w: F.prelu(x, w), [0.0, -1.0, 2.0, nan], [0.25])
derivatives(lambda x, w: F.prelu(x, w), [[0.0, -1.0], [nan, -0.0]], [0.25, 0.5])
derivatives(lambda x: F.layer_norm(x, (3,)), [1.0, inf, 2.0])
places = torch.zeros(3), torch.tensor([3.0, 0.0, 4.0])
[f(x) for x in places for f in map(torch.func.hessian, (torch.norm, torch.std))]
[torch.func.jvp(torch.norm, (x,), (torch.ones(3),)) for x in places]
x = torch.tensor([3.0, 4.0], requires_grad=True)
(g,) = torch.autograd.grad(x.norm(), x, create_graph=True)
[node and node.name() for node, _ in g.grad_fn.next_functions]
"""

TREES = """
def tree(node):
    following = [tree(n) for n, _ in node.next_functions if n is not None]
    return [node.name(), *following] if following else node.name()

def of_gradient(f):
    x = torch.tensor([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]], requires_grad=True)
    (g,) = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    return tree(g.grad_fn)

of_gradient(torch.var), of_gradient(lambda x: x.var(1)), of_gradient(lambda x: torch.var_mean(x)[0])
of_gradient(torch.std), of_gradient(lambda x: x.std(1))
of_gradient(torch.norm), of_gradient(lambda x: x.norm(dim=1))
of_gradient(lambda x: x.norm(3)), of_gradient(F.normalize)
of_gradient(lambda x: F.prelu(x - 2, torch.tensor([0.2])) ** 2)
i = torch.tensor([0, 1])
of_gradient(lambda x: x[:, i] ** 2), of_gradient(lambda x: x.index_select(1, i) ** 2)
of_gradient(lambda x: x.masked_select(x > 2) ** 2), of_gradient(lambda x: x.gather(1, torch.tensor([[0]])) ** 2)
"""

POINT_PROGRAMS = {"special points": POINTS, "trees of gradients": TREES}
