"""Programs about torch.nn: see tests/learning.py."""

from tests.nn.again import PROGRAMS as AGAIN
from tests.nn.attention import PROGRAMS as ATTENTION
from tests.nn.courses import PROGRAMS as COURSES
from tests.nn.images import PROGRAMS as IMAGES
from tests.nn.machinery import PROGRAMS as MACHINERY
from tests.nn.recurrent import PROGRAMS as RECURRENT
from tests.nn.tables import PROGRAMS as TABLES
from tests.nn.tested import PROGRAMS as TESTED
from tests.nn.transformers import PROGRAMS as TRANSFORMERS
from tests.nn.typed import PROGRAMS as TYPED
from tests.nn.utilities import PROGRAMS as UTILITIES
from tests.nn.whole import PROGRAMS as WHOLE

DATA = """
x = torch.tensor([[0.5, -1.0, 2.0], [7.0, 0.1, -0.2]], requires_grad=True)
t = torch.tensor([[0.2, 0.3, 0.4], [0.5, 0.1, 0.2]])
classes = torch.tensor([2, 0])
def both(y):
    x.grad = None
    (y * torch.linspace(0.5, 1.5, y.numel()).reshape(y.shape)).sum().backward()
    return y, x.grad
"""

ACTIVATIONS = """
F.relu(x)  F.relu6(x)  F.leaky_relu(x)  F.leaky_relu(x, 0.2)  F.elu(x)  F.elu(x, 0.5)  F.selu(x)  F.celu(x)
F.celu(x, 2.0)  F.gelu(x)  F.gelu(x, approximate="tanh")  F.silu(x)  F.mish(x)  F.softplus(x)  F.softplus(x, 3, 5)
F.softsign(x)  F.hardtanh(x)  F.hardtanh(x, -0.5, 0.5)  F.hardsigmoid(x)  F.hardswish(x)  F.logsigmoid(x)
F.tanhshrink(x)  F.softshrink(x)  F.hardshrink(x)  F.threshold(x, 0.1, 20.0)  F.prelu(x, torch.tensor(0.25))
F.glu(x.reshape(3, 2))  F.softmin(x, 1)  F.softmax(x, 1)  F.softmax(x, -1, dtype=torch.float64)  F.log_softmax(x, 0)
F.sigmoid(x)  F.tanh(x)  F.normalize(x)  F.normalize(x, p=1, dim=0)  F.layer_norm(x, (3,))  F.rms_norm(x, (3,))
F.layer_norm(x, (3,), t[0], t[1])  F.batch_norm(x.reshape(6, 1), None, None, training=True)  F.batch_norm(x, t[0], t[1])
F.embedding(torch.tensor([[0, 1], [1, 1]]), x)  F.embedding(classes // 2, x, padding_idx=0)  F.pad(x, (1, 2))
F.pad(x, (1, -1, 0, 2), value=3.0)  F.dropout(x)  F.dropout(x, 1.0)  F.dropout(x, training=False) * 1
F.linear(x, t)  F.linear(x, t, t[:, 0])  F.linear(x[0], t, t[:, 0])  F.linear(x[None], t, t[:, 0])
F.cosine_similarity(x, t)  F.pairwise_distance(x, t)
"""

LOSSES = """
F.mse_loss(x, t)  F.mse_loss(x, t, reduction="none")  F.mse_loss(x, t, reduction="sum")  F.mse_loss(x, x * 2)
F.mse_loss(x, t[0])  F.mse_loss(x, classes[:, None].float())  F.l1_loss(x, t)  F.l1_loss(x, t, reduction="none")
F.smooth_l1_loss(x, t)  F.smooth_l1_loss(x, t, beta=0.0)  F.smooth_l1_loss(x, t, beta=3.0, reduction="sum")
F.huber_loss(x, t)  F.huber_loss(x, t, delta=0.5, reduction="none")  F.binary_cross_entropy(x.sigmoid(), t)
F.binary_cross_entropy(x.sigmoid(), t, weight=t, reduction="sum")  F.binary_cross_entropy_with_logits(x, t)
F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor([1.0, 2.0, 3.0]), reduction="none")
F.kl_div(x, t)  F.kl_div(x, t, reduction="batchmean")  F.kl_div(x, t, log_target=True, reduction="sum")
F.nll_loss(x, classes)  F.nll_loss(x, classes, reduction="none")  F.nll_loss(x, classes, t[0])
F.nll_loss(x, torch.tensor([0, -100]))  F.nll_loss(x, classes, ignore_index=2, reduction="sum")
F.nll_loss(x[0], torch.tensor(1))  F.cross_entropy(x, classes)  F.cross_entropy(x, classes, reduction="sum")
F.cross_entropy(x, t)  F.cross_entropy(x, t, weight=t[0])  F.cross_entropy(x, t, reduction="none")
F.cross_entropy(x, classes, label_smoothing=0.1)  F.cross_entropy(x, classes, label_smoothing=0.1, weight=t[0])
F.cross_entropy(x, t, label_smoothing=0.1, reduction="none")  F.cross_entropy(x[None], torch.tensor([[0, 1, 1]]))
F.cross_entropy(x[0], torch.tensor(1))  F.soft_margin_loss(x, t.sign())  F.poisson_nll_loss(x, t)
F.poisson_nll_loss(x, t * 9, full=True)  F.gaussian_nll_loss(x, t, t)  F.margin_ranking_loss(x[0], x[1], t[0])
F.hinge_embedding_loss(x, t)  F.triplet_margin_loss(x, t, x * 2)
"""

ERRORS = """
F.relu([1.0])
F.selu([1.0])
F.gelu(torch.tensor([1]))
F.gelu(x, approximate="x")
F.hardtanh(x, 1.0, -1.0)
F.glu(x)
F.dropout(x, 2.0)
F.mse_loss(x, t, reduction="foo")
F.mse_loss(torch.tensor([1]), torch.tensor([2]))
F.l1_loss(x, torch.ones(4))
F.huber_loss(x, t, delta=0.0)
F.smooth_l1_loss(x, t, beta=-1.0)
F.binary_cross_entropy(x, t)
F.binary_cross_entropy(x.sigmoid(), t[0])
F.binary_cross_entropy_with_logits(x, t[0])
F.nll_loss(x, torch.tensor([0, 3]))
F.nll_loss(x, torch.tensor([0]))
F.cross_entropy(x, torch.tensor([0, 1, 2]))
F.cross_entropy(x, classes, weight=torch.ones(2))
F.one_hot(torch.tensor([0, -1]))
F.one_hot(torch.tensor([3]), 2)
F.one_hot(torch.tensor([1.0]))
F.one_hot(torch.tensor([[1, 0], [2, 1]]), 4)
F.linear(x, torch.ones(2, 4))
F.layer_norm(x, (2,))
F.layer_norm(x, 3)
F.layer_norm(x, (3,), torch.ones(2))
F.embedding(torch.tensor([0, 3]), x)
F.embedding(torch.tensor([0.0]), x)
F.pad(x, (1,))
F.pad(x, (1, 1, 1, 1, 1, 1))
"""

NETWORK = """
net = nn.Sequential(nn.Flatten(), nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 3))
net
x = torch.randn(5, 4)
net(x)
_ = net.eval()
net(x)
loss = nn.CrossEntropyLoss()(net(x), torch.tensor([0, 1, 2, 0, 1]))
loss
loss.backward()
net[1].weight.grad
list(net.state_dict())
net[1:3]
len(net), net.training
[p.shape for p in net.parameters()]
[name for name, _ in net.named_parameters()]
net.zero_grad()
net[1].weight.grad
net.load_state_dict({"1.weight": torch.ones(2, 2), "zz": torch.ones(1)})
net.load_state_dict(net.state_dict())
nn.utils.clip_grad_norm_(net.parameters(), 1.0)
"""

MODULES = """
torch.manual_seed(0) and None
nn.Linear(2, 3).weight
nn.Linear(2, 3).bias
nn.Linear(2, 3, bias=False)
nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
nn.ModuleDict({"a": nn.ReLU()})
nn.ParameterList([torch.ones(2), torch.zeros(2, 3)])
[nn.LeakyReLU(), nn.ReLU(True), nn.Softplus(), nn.Softmax(dim=1), nn.GELU(), nn.PReLU(), nn.Threshold(0.1, 20)]
[nn.Softshrink(), nn.Hardtanh(), nn.ReLU6(), nn.ELU(0.5, inplace=True), nn.CELU(), nn.SELU(), nn.LogSoftmax(-1)]
[nn.Embedding(3, 2), nn.MSELoss(), nn.BCEWithLogitsLoss(), nn.Identity(), nn.Unflatten(1, (2, 2)), nn.GLU()]
x = torch.randn(5, 4)
bn = nn.BatchNorm1d(4)
bn(x)
bn.running_mean, bn.running_var, bn.num_batches_tracked
_ = bn.eval()
bn(x)
nn.LayerNorm(4)(x)
class M(nn.Module):
    pass
M()(x)
M().foo
m = M()
m.w = nn.Parameter(torch.ones(2))
m.w = torch.ones(2)
m.l = nn.Linear(1, 1)
m.l = 3
m
dict(m.named_parameters())
seen = []
h = m.l.register_forward_hook(lambda mod, a, o: seen.append((a, o)))
_ = m.l(torch.ones(1, 1))
h.remove()
seen
m.double().w.dtype, m.l.weight
nn.Parameter(torch.zeros(2)).data, nn.Parameter(torch.zeros(2)).detach(), nn.Parameter(torch.zeros(2)) * 2
import copy
c = copy.deepcopy(m)
c.w, c.w is m.w
lazy = nn.LazyLinear(2)
lazy, lazy.weight
_ = lazy(x)
lazy, lazy.weight
"""

INITIAL = """
nn.init.xavier_uniform_(torch.empty(2, 3))
nn.init.xavier_normal_(torch.empty(2, 3))
nn.init.kaiming_uniform_(torch.empty(2, 3), nonlinearity="relu")
nn.init.kaiming_normal_(torch.empty(2, 3), mode="fan_out")
nn.init.normal_(torch.empty(4), 1.0, 0.01)
nn.init.uniform_(torch.empty(4), -1.0, 1.0)
nn.init.eye_(torch.empty(2, 3))
nn.init.constant_(torch.empty(2), 0.5)
nn.init.dirac_(torch.empty(3, 2, 2, 3))
nn.init.dirac_(torch.empty(4, 1, 3), groups=2)
nn.init.dirac_(torch.empty(3, 3))
nn.init.dirac_(torch.empty(3, 3, 3), groups=2)
nn.init.orthogonal_(torch.empty(2, 3))
nn.init.orthogonal_(torch.empty(3, 2, 1), 0.5)
nn.init.orthogonal_(torch.empty(3))
nn.init.sparse_(torch.empty(5, 2), 0.3)
nn.init.sparse_(torch.empty(5), 0.3)
nn.init.xavier_uniform_(torch.empty(2))
nn.init.calculate_gain("tanh"), nn.init.calculate_gain("leaky_relu", 0.2)
w = torch.empty(3, requires_grad=True)
nn.init.zeros_(w)
"""


def _each(calls: str) -> str:
    """Every call, its value and gradient."""
    parts = [part.strip() for line in calls.strip().splitlines() for part in line.split("  ") if part.strip()]
    return DATA + "\n".join(f"both({part})" for part in parts)


PROGRAMS = {
    "activations and layers": _each(ACTIVATIONS),
    "losses": _each(LOSSES),
    "what is refused": DATA + ERRORS,
    "a network": NETWORK,
    "modules": MODULES,
    "first numbers": INITIAL,
    **AGAIN,
    **IMAGES,
    **ATTENTION,
    **COURSES,
    **MACHINERY,
    **RECURRENT,
    **TABLES,
    **TESTED,
    **TRANSFORMERS,
    **TYPED,
    **UTILITIES,
    **WHOLE,
}
