"""What the notebooks of a course do on their way to automatic differentiation: see tests/learning.py.

A line is a cell. test_course.py runs them in a real kernel, after the course's own helper package has been imported.
"""

TENSORS = """
v = torch.arange(10, dtype=torch.float32)
v
v.numel()
v.shape
m = v.reshape(2, 5)
m
v.reshape(-1, 2).shape, v.reshape(5, -1).shape
torch.zeros((2, 1, 3))
torch.ones((2, 2))
torch.randn(2, 3).shape
torch.tensor([[5, 1], [0, -3]])
m[-1], m[0:1]
m[1, 2] = 40
m
m[:1, :] = 7
m
torch.exp(torch.tensor([0.0, 1.0]))
a = torch.tensor([1.0, 3, 9])
b = torch.tensor([2, 2, 2])
a + b, a - b, a * b, a / b, a ** b
p = torch.arange(6, dtype=torch.float32).reshape((2, 3))
q = torch.tensor([[2.0, 1, 2], [0, 4, 5]])
torch.cat((p, q), dim=0), torch.cat((p, q), dim=1)
p == q
p.sum()
column = torch.arange(3).reshape((3, 1))
row = torch.arange(2).reshape((1, 2))
column + row
before = id(q)
q = q + p
id(q) == before
z = torch.zeros_like(q)
place = id(z)
z[:] = p + q
id(z) == place
before = id(p)
p += q
id(p) == before
array = p.numpy()
back = torch.from_numpy(array)
type(array).__name__, type(back) is torch.Tensor
array[0, 0] = 100
back[0, 0], p[0, 0]
one = torch.tensor([2.5])
one, one.item(), float(one), int(one)
"""

ALGEBRA = """
s = torch.tensor(5.0)
t = torch.tensor(2.0)
s + t, s * t, s / t, s**t
x = torch.arange(4)
x[3], len(x), x.shape
A = torch.arange(8).reshape(4, 2)
A, A.T
S = torch.tensor([[1, 7], [7, 2]])
S == S.T
torch.arange(12).reshape(2, 3, 2)
A = torch.arange(6, dtype=torch.float32).reshape(2, 3)
B = A.clone()
A + B, A * B
k = 3
X = torch.arange(12).reshape(2, 3, 2)
k + X, (k * X).shape
A.sum(), A.sum(axis=0), A.sum(axis=1)
A.sum(axis=[0, 1]) == A.sum()
A.mean(), A.sum() / A.numel()
A.mean(axis=0), A.sum(axis=0) / A.shape[0]
rows = A.sum(axis=1, keepdims=True)
rows, rows.shape
A / rows
A.cumsum(axis=0)
u = torch.tensor([2.0, 0.0, 1.0])
w = torch.ones(3, dtype=torch.float32)
torch.dot(u, w), torch.sum(u * w)
torch.mv(A, u), A @ u
C = torch.ones(3, 2)
torch.mm(A, C), A @ C
d = torch.tensor([6.0, -8.0])
torch.norm(d)
torch.abs(d).sum()
torch.norm(torch.ones((2, 8)))
"""

TABLES = """
import numpy as np
table = np.array([[3, 0, 1], [2, 1, 0]])
torch.tensor(table.astype(float))
torch.tensor(np.array([1275.0, 1060.0]))
"""

CHANCE = """
from torch.distributions.multinomial import Multinomial
fair = torch.tensor([0.25, 0.75])
Multinomial(50, fair).sample().sum()
(Multinomial(50, fair).sample() / 50).sum()
counts = Multinomial(1, fair).sample((200,))
counts.shape, counts.sum(dim=1).unique()
running = counts.cumsum(dim=0)
shares = running / running.sum(dim=1, keepdims=True)
shares.shape, bool((shares.sum(dim=1) - 1).abs().max() < 1e-6)
type(shares.numpy()).__name__
"""

GRADIENTS = """
r = torch.arange(3.0)
r.requires_grad_(True)
r.grad
y = 3 * torch.dot(r, r)
y.backward()
r.grad == 6 * r
r.grad.zero_()
r.sum().backward()
r.grad
r.grad.zero_()
y = r * r
y.backward(gradient=torch.ones(len(y)))
r.grad
r.grad.zero_()
y = r * r
u = y.detach()
(u * r).sum().backward()
r.grad == u
r.grad.zero_()
y.sum().backward()
r.grad == 2 * r
def f(c):
    d = c * 2
    while d.norm() < 500:
        d = d * 2
    return d if d.sum() > 0 else 100 * d
c = torch.tensor(0.75, requires_grad=True)
d = f(c)
d.backward()
c.grad == d / c
"""

BATCHES = """
from torch.utils import data
pairs = data.TensorDataset(torch.arange(6.0).reshape(6, 1), torch.arange(6))
len(pairs), pairs[2]
[labels.tolist() for features, labels in data.DataLoader(pairs, batch_size=4)]
net = nn.Sequential(nn.Linear(1, 1))
len(list(net.parameters()))
"""

LOOKING_UP = """
"Multinomial" in dir(torch.distributions), "uniform" in dir(torch.distributions)
torch.ones(4)
"""

PROGRAMS = {
    "tensors": TENSORS,
    "algebra": ALGEBRA,
    "tables": TABLES,
    "chance": CHANCE,
    "gradients": GRADIENTS,
    "batches": BATCHES,
    "looking up": LOOKING_UP,
}
