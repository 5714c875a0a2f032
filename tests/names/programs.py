"""Programs about names that stand beside the usual ones: random states, tests, types, out=. See tests/learning.py."""

from tests.names.layers import PROGRAMS as LAYERS

STATES = """
import zlib
def seen():
    state = torch.get_rng_state()
    return state.dtype, len(state), zlib.crc32(bytes(state.tolist()))
_ = torch.manual_seed(5)
seen()
_ = torch.rand(1)
seen()
_ = torch.rand(623)
seen()
_ = torch.rand(1), torch.randn(1)
seen()
_ = torch.randn(1)
seen()
_ = torch.manual_seed(-3)
seen()
_ = torch.randn(3, dtype=torch.float64)
seen()
state = torch.get_rng_state()
a = torch.randn(20)
torch.set_rng_state(state)
torch.equal(torch.randn(20), a)
g = torch.Generator().manual_seed(2**63 + 9)
torch.rand(2, generator=g)
zlib.crc32(bytes(g.get_state().tolist()))
torch.set_rng_state(torch.zeros(3, dtype=torch.uint8))
torch.set_rng_state(torch.zeros(5056, dtype=torch.uint8))
torch.set_rng_state(torch.zeros(5056))
torch.set_rng_state(torch.zeros(10112, dtype=torch.uint8)[::2])
seen()
with torch.random.fork_rng():
    _ = torch.rand(5)
seen()
with torch.random.fork_rng(enabled=False):
    _ = torch.rand(5)
seen()
torch.random.manual_seed(4).initial_seed(), torch.random.initial_seed()
torch.equal(torch.random.get_rng_state(), torch.get_rng_state())
torch.random.set_rng_state(state)
torch.rand(2)
"""

OUT = """
def out(*size, **options):
    return torch.empty(size, **options)
torch.rand(3, out=out(3))
torch.rand(3, out=out(3, dtype=torch.float64))
torch.randn(2, 2, out=out(2, 2))
torch.randint(5, (3,), out=out(3))
torch.randint(0, 5, (3,), out=out(3, dtype=torch.int64))
torch.randperm(3, out=out(3, dtype=torch.int64))
torch.randperm(3, out=out(3))
torch.normal(0.0, 1.0, (3,), out=out(3))
torch.normal(torch.zeros(3), 1.0, out=out(3))
torch.rand(2, out=out(2), dtype=torch.float64)
torch.rand(2, out=out(2, requires_grad=True))
torch.rand(2, out=out(2, dtype=torch.int64))
A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
B = A.detach()
torch.tensordot(B, B, 1, out=out(2, 2))
torch.tensordot(A, B, 1, out=out(2, 2))
torch.chain_matmul(B, B, out=out(2, 2))
torch.chain_matmul(A, B, out=out(2, 2))
F.normalize(B, out=out(2, 2))
torch.inverse(A, out=out(2, 2))
torch.slogdet(A, out=(out(1)[0], out(1)[0]))
torch.norm(A, out=out(1)[0])
L = torch.linalg
L.norm(A, out=out(1)[0])
L.cond(A, out=out(1)[0])
L.matrix_rank(A, out=out(1, dtype=torch.int64)[0])
L.tensorsolve(A, torch.ones(2), out=out(2))
L.inv(A, out=out(2, 2))
L.solve(A, torch.ones(2), out=out(2))
L.cholesky(A, out=out(2, 2))
L.qr(A, out=(out(2, 2), out(2, 2)))
L.det(A, out=out(1)[0])
L.pinv(A, out=out(2, 2))
L.vector_norm(A, out=out(1)[0])
L.eigh(A, out=(out(2), out(2, 2)))
"""

CLOSE = """
close = torch.testing.assert_close
a = torch.tensor([1.0, 2.0, 3.0])
close(a, a + 1e-8)
close(a, a + torch.tensor([0.0, 0.1, 0.2]))
close(a, a[:2])
close(a, a.double())
close(a, a.double(), check_dtype=False)
close(a, [1.0, 2.0, 3.0])
close([a, 1.0], [a, 1.1])
close({"a": a}, {"b": a})
close({"a": a}, {"a": a + 1})
close([a], [a, a])
close(1.0, 1.1)
close(1, 2)
close(1, 1.0)
close(True, False)
close(None, None)
close(None, 1)
close(a, a + 1, rtol=0.1)
close(a, a + 1, rtol=0.1, atol=0.1, msg="no")
close(a, a + 1, msg=lambda text: "so: " + text)
close(torch.tensor([1, 2]), torch.tensor([1, 3]))
close(torch.tensor([float("nan")]), torch.tensor([float("nan")]))
close(torch.tensor([float("nan")]), torch.tensor([float("nan")]), equal_nan=True)
close(torch.tensor([True]), torch.tensor([False]))
close(torch.eye(3), torch.ones(3, 3))
close(torch.tensor(1.0), torch.tensor(2.0))
close("a", "a")
close(a.half(), a.half() + 1)
close(torch.eye(2)[:, ::2], torch.eye(2)[:, :1], check_stride=True)
close(a, 1.0)
make = torch.testing.make_tensor
make((3,), dtype=torch.float32, device="cpu", low=-1, high=1)
make(2, 3, dtype=torch.int64, device="cpu")
make((2,), dtype=torch.bool, device="cpu")
make((3,), dtype=torch.uint8, device="cpu")
make((2,), dtype=torch.float64, device="cpu", requires_grad=True)
make((2, 2), dtype=torch.float32, device="cpu", noncontiguous=True).stride()
make((5,), dtype=torch.int32, device="cpu", low=0, high=2, exclude_zero=True)
make((2,), dtype=torch.float32, device="cpu", low=2, high=1)
"""

SETTINGS = """
torch.set_default_tensor_type("torch.DoubleTensor")
torch.tensor(1.0), torch.get_default_dtype()
torch.set_default_tensor_type(torch.FloatTensor)
torch.tensor([1.0]).dtype
torch.set_default_tensor_type(torch.IntTensor)
torch.set_default_tensor_type(3)
torch.set_default_tensor_type("words")
torch.set_deterministic_debug_mode("default")
torch.get_deterministic_debug_mode()
torch.set_deterministic_debug_mode("x")
torch.set_deterministic_debug_mode(7)
torch.return_types.max
isinstance(torch.ones(2).max(0), torch.return_types.max)
torch.version.cuda, torch.version.hip
torch.fft.fftfreq(5), torch.fft.fftfreq(4, 0.5), torch.fft.rfftfreq(5), torch.fft.rfftfreq(4, d=2.0)
torch.fft.fftfreq(3, dtype=torch.float64)
torch.fft.fftshift(torch.arange(5)), torch.fft.ifftshift(torch.arange(5))
torch.fft.fftshift(torch.arange(6).view(2, 3)), torch.fft.fftshift(torch.arange(6).view(2, 3), dim=1)
x = torch.arange(4.0, requires_grad=True)
torch.fft.ifftshift(x, dim=(0,))
"""

FUNCTIONS = """
x = torch.tensor([[0.5, -1.0, 0.2, 0.1], [2.0, 0.3, 0.4, -0.7]], requires_grad=True)
y = torch.tensor([[1.0, 0.0, 0.5, 0.5], [1.5, 0.2, 0.1, 0.9]])
torch.dropout(x, 0.5, True), torch.dropout(x, 0.5, False)
torch.dropout_(torch.ones(6), 0.5, True)
torch.alpha_dropout(y, 0.5, True)
torch.alpha_dropout_(y.clone(), 0.5, True)
torch.layer_norm(x, (4,)), torch.rms_norm(y, (4,)), torch.group_norm(x, 2)
torch.layer_norm(x, (4,), torch.ones(4), torch.zeros(4), 1e-5, True)
torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)
torch.instance_norm(y.view(1, 2, 4), None, None, None, None, True, 0.1, 1e-5, False)
torch.embedding(torch.eye(3), torch.tensor([2, 0]))
torch.kl_div(x, y), torch.kl_div(x, y, 0), torch.kl_div(x, y, 2, log_target=True)
torch.binary_cross_entropy_with_logits(x, y), torch.binary_cross_entropy_with_logits(x, y, None, None, 2)
torch.cosine_embedding_loss(x, y, torch.ones(2)), torch.hinge_embedding_loss(x, y, 1.0, 0)
torch.margin_ranking_loss(x[0], x[1], torch.ones(4), 0.1, 2), torch.margin_ranking_loss(x[0], x[1], torch.ones(4))
torch.triplet_margin_loss(x, y, -x, 1.0, 2.0, 1e-6, True, 0)
torch.poisson_nll_loss(x, y, True, False, 1e-8, 1)
torch.native_channel_shuffle(torch.arange(8.0).view(1, 4, 2), 2)
torch.conv_tbc(torch.arange(8.0).view(4, 1, 2), torch.arange(6.0).view(3, 2, 1), torch.ones(1), 1)
a = torch.tensor([0.5, 0.2])
torch.arcsin_(a), torch.arccos_(a), torch.arctan_(a), torch.i0_(a)
torch.as_strided_(torch.arange(4.0), (2,), (2,)), torch.ldexp_(a, torch.tensor([1, 2]))
torch.gcd_(torch.tensor([6]), torch.tensor([4])), torch.lcm_(torch.tensor([6]), torch.tensor([4]))
torch.addmv_(torch.ones(2), torch.ones(2, 3), torch.ones(3))
"""

LAID = """
x = torch.arange(12.0).reshape(3, 4).T
x.float(memory_format=torch.contiguous_format) is x, x.to(torch.float32, memory_format=torch.contiguous_format) is x
x.to(torch.float32, memory_format=torch.contiguous_format, copy=True).stride()
x.double(memory_format=torch.contiguous_format).stride()
y = torch.ones(1, 2, 3, 4).to(memory_format=torch.channels_last)
y.float(memory_format=torch.contiguous_format).stride(), y.float(memory_format=torch.channels_last) is y
y.to(memory_format=torch.channels_last_3d)
x.float(memory_format=torch.channels_last)
z = torch.arange(18.0).reshape(3, 3, 2).requires_grad_()
torch.cross(z, z.detach() + 1, dim=1).stride(), torch.linalg.cross(z, z.flip(0), dim=0).stride()
torch.autograd.grad(torch.cross(z, z.detach() * 2 + 1, dim=1).sum(), z)[0].stride()
torch.ones(2).__rdiv__(3), x.__rdiv__(1.0).shape
import importlib
fw = importlib.import_module(torch.__name__ + ".autograd.forward_ad")
def over(name):
    with fw.dual_level():
        return fw.unpack_dual(getattr(fw.make_dual(torch.tensor([0.5]), torch.ones(1)), name)())

over("asin_")
over("asinh_")
over("acosh_")
over("atanh_")
"""

PROGRAMS = {
    "memory and what is seldom called": LAID,
    "functions": FUNCTIONS,
    "states": STATES,
    "out": OUT,
    "close": CLOSE,
    "settings": SETTINGS,
    **LAYERS,
}
