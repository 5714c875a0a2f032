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

TURNED = """
b = np.arange(6.0).reshape(2, 3)
torch.from_numpy(b[::-1])  torch.tensor(b[::-1])  torch.as_tensor(b[:, ::-1])  torch.asarray(np.flip(b, 0))
torch.from_numpy(np.rot90(b))  torch.from_numpy(b[::-1][:1])  torch.from_numpy(b[:0][::-1])  torch.from_numpy(b.T)
torch.tensor([b[::-1].tolist()])  torch.from_numpy(b[::-1].copy())  torch.from_numpy(b[:, ::2]).stride()
torch.from_numpy(np.broadcast_to(b[0], (2, 3)).copy()).stride()
"""

MEMORY = """
torch.typename(x), torch.typename(3), torch.typename("a")
torch.imag(x)
torch.is_conj(x), torch.is_neg(x), x.is_pinned(), x.is_shared(), x.is_set_to(x), x.is_set_to(x.view(3, 1))
x.is_coalesced()
x.dense_dim(), x.sparse_dim(), x.to_dense() is x, x.view(3, 1).T.dim_order(), x.const_data_ptr() == x.data_ptr()
x.clone().apply_(lambda v: v + 2), x.clone().map_(x, lambda v, w: v * w)
g.apply_(abs)
torch.arange(3).apply_(lambda v: v * 2)
torch.range(1, 3), torch.range(0, 1, 0.3), torch.range(1, 3, dtype=torch.int64)
torch.range(3, 1)
torch.kaiser_window(5), torch.kaiser_window(4, False), torch.kaiser_window(1), torch.kaiser_window(3, True, 2.0)
torch.kaiser_window(-1)
torch.get_float32_matmul_precision(), torch.set_float32_matmul_precision("high")
torch.get_float32_matmul_precision(), torch.set_float32_matmul_precision("highest")
torch.are_deterministic_algorithms_enabled(), torch.get_deterministic_debug_mode(), torch.is_storage(x)
torch.ones(2, 2).addbmm_(torch.ones(3, 2, 4), torch.ones(3, 4, 2), beta=2)
torch.conv1d(x.view(1, 1, 3), torch.ones(1, 1, 2)), torch.celu_(x.clone()), torch.hardshrink(x, 2.0)
torch.max_pool1d(x.view(1, 3), 2), torch.pairwise_distance(x.view(1, 3), x.view(1, 3) + 1), torch.threshold(x, 2.0, 0.0)
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
    "arrays turned round": HEAD + _each(TURNED),
    "memory and settings": HEAD + MEMORY,
}
