"""Programs about tensors beside NumPy's arrays and Python's own functions: see tests/learning.py."""

HEAD = """
import math, copy
import numpy as np
a = np.ones(3)
x = torch.arange(1.0, 4.0)
g = torch.ones(3, requires_grad=True)
n = torch.tensor(3)
"""

NUMPY = """
a + x  x + a  x * a
a * x  x - a  a - x  x / a  a / x  x ** a  x == a  a == x  x < a  x @ a  a @ x  g + a  a + g  np.exp(x)
np.exp(g)  np.add(x, x)  np.maximum(x, 2)  np.sqrt(torch.tensor(4.0))  np.isnan(x)  np.argmax(x)  np.dot(x, x)
np.concatenate([x, x])  np.stack([x, x])  np.array([n, n])  np.linspace(torch.tensor(0.0), torch.tensor(1.0), 3)
x + np.float32(2)  np.float32(2) + x  np.float64(2) * g  np.int64(2) * x  x.add(a)  np.asarray(x)  np.asarray(g)
np.asarray(x, dtype=np.float64)  torch.tensor(a)  torch.tensor([np.float32(1), 2])  torch.as_tensor(a)
torch.from_numpy(a)
"""

PYTHON = """
f"{n:5d} {torch.tensor(3.14159):.2f} {x} {n}"  f"{x:.2f}"  f"{torch.tensor(1.5, requires_grad=True):.1f}"
list(range(n))
[10, 20, 30, 40][n]  [*x]  list(reversed(x))  reversed(n)  round(torch.tensor(3.7))  int(torch.tensor(3.7))  int(x)
float(g.sum())  bool(x)  bool(n)  max(n, torch.tensor(5))  sum([n, n])  sorted([torch.tensor(3), torch.tensor(1)])
math.sqrt(torch.tensor(4.0))  len(x)  len(n)  [t for t in n]  dict(zip("abc", x))  hash(n) == hash(n)  n in [n]
2 in x  "a" in x  x.tolist(), n.tolist(), n.item()  x.item()  copy.copy(x)  copy.deepcopy(g)  copy.deepcopy(g * 2)
type(x), type(x.shape), type(x.dtype), type(x.device)  torch.Tensor  isinstance(g, torch.Tensor)  x[n - 2]
n // 2, n % 2
abs(-x)  -x  +x  pow(x, 2)  divmod(7, 2)  x.__array__().dtype  str(n), repr(n)  [1, 2, 3][torch.tensor([1])]
"""

OUT = """
o = torch.zeros(3)
torch.exp(x, out=o) is o
o
torch.add(x, 1, out=o)
torch.exp(g, out=o)
torch.add(x, 1, out=torch.zeros(3, dtype=torch.int64))
torch.add(x, 1, out=torch.empty(0))
torch.mm(x[None], x[:, None], out=torch.zeros((1, 1), dtype=torch.float64))
torch.stack((x, x), out=torch.empty(0))
torch.cat((x, x), out=torch.zeros(6))
torch.eq(x, 2, out=torch.zeros(3))
torch.exp(x, out=3)
torch.arange(3, out=o)
torch.linalg.eig(torch.ones(2, 3))
"""


SETTINGS = """
torch.set_num_threads(2)
torch.get_num_threads()
torch.set_num_threads(0)
torch.set_default_device("cpu")
torch.get_default_device()
torch.use_deterministic_algorithms(False)
torch.default_generator.manual_seed(3) is torch.default_generator
torch.rand(2)
x.is_cpu, x.is_cuda, x.is_sparse, x.is_quantized, x.is_meta, x.get_device()
torch.multinomial(torch.tensor([1.0, -1.0]), 3, replacement=True)
torch.multinomial(torch.tensor([1.0, math.inf]), 3, replacement=True)
torch.multinomial(torch.tensor([1.0, math.nan]), 1)
"""


GRIDS = """
torch.meshgrid(torch.arange(3), torch.arange(2), indexing="ij")
torch.meshgrid(torch.arange(3), torch.arange(2), indexing="xy")
torch.meshgrid(x.requires_grad_(), torch.arange(2.0), torch.tensor(5.0), indexing="xy")
torch.meshgrid(x, indexing="xy")
[t.stride() for t in torch.meshgrid(torch.arange(3), torch.arange(2), indexing="xy")]
"""


def _each(lines: str) -> str:
    """Every expression on a line of its own."""
    return "\n".join(part.strip() for line in lines.splitlines() for part in line.split("  ") if part.strip())


PROGRAMS = {
    "numpy": HEAD + _each(NUMPY),
    "python": HEAD + _each(PYTHON),
    "out": HEAD + OUT,
    "settings": HEAD + SETTINGS,
    "grids": HEAD + GRIDS,
}
