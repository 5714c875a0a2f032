"""Programs about torch.autograd: see tests/learning.py."""

from tests.autograd.programs_again import PROGRAMS as AGAIN
from tests.autograd.programs_checks import CHECKS as CHECK_OPTIONS
from tests.autograd.programs_checks_fast import CHECKS_FAST
from tests.autograd.programs_corners import PROGRAMS as CORNERS
from tests.autograd.programs_forward import FORWARD as FORWARD_MODE
from tests.autograd.programs_freeing import FREEING
from tests.autograd.programs_function import FUNCTION
from tests.autograd.programs_gradient import GRADIENT
from tests.autograd.programs_hooks import HOOKS
from tests.autograd.programs_indices import INDICES
from tests.autograd.programs_inference import INFERENCE
from tests.autograd.programs_leaf_views import LEAF_VIEWS
from tests.autograd.programs_more import MORE
from tests.autograd.programs_overlaps import OVERLAPS
from tests.autograd.programs_points import POINT_PROGRAMS
from tests.autograd.programs_saved import SAVED
from tests.autograd.programs_slices import SLICES
from tests.autograd.programs_tested import TESTED
from tests.autograd.programs_tested_attributes import TESTED_ATTRIBUTES
from tests.autograd.programs_tested_changes import TESTED_CHANGES
from tests.autograd.programs_tested_forward import TESTED_FORWARD
from tests.autograd.programs_tested_hooks import TESTED_HOOKS
from tests.autograd.programs_tested_inference import TESTED_INFERENCE
from tests.autograd.programs_tested_settings import TESTED_SETTINGS
from tests.autograd.programs_tested_views import TESTED_VIEWS
from tests.autograd.programs_views import VIEWS
from tests.autograd.refused_functions import PROGRAMS as REFUSED_FUNCTIONS

FUNCTIONAL = """
A = torch.autograd.functional
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, -1.0, 0.5])
A.jacobian(lambda x: x**2, x)
A.jacobian(lambda a, b: (a.sum() * b, a * 2), (x, y))
A.jacobian(lambda x: x.sum(), x)
A.jacobian(lambda x: torch.ones(2), x)
A.jacobian(lambda x: torch.ones(2), x, strict=True)
A.jacobian(lambda a, b: a * 1, (x, y), strict=True)
A.jacobian(lambda x: 3.0, x)
A.jacobian(lambda x: x**2, x.clone().requires_grad_(), create_graph=True).requires_grad
A.hessian(lambda x: (x**3).sum(), x)
A.hessian(lambda a, b: (a.sum() * b**2).sum() + (a**3).sum(), (x, y))
A.hessian(lambda x: x.sum(), x)
A.hessian(lambda x: x.sum(), x, strict=True)
A.hessian(lambda x: x, x)
A.hessian(lambda x: (x.sum(), x.sum()), x)
A.vjp(lambda x: x**2, x, x)
A.vjp(lambda x: x.sum(), x)
A.vjp(lambda x: x**2, x)
A.vjp(lambda x: x**2, x, y)
A.vjp(lambda a, b: a * 1, (x, y), x, strict=True)
A.jvp(lambda x: x**2, x, torch.tensor([1.0, 0.0]))
A.jvp(lambda x: x**2, x)
A.jvp(lambda x: x**2, 3.0)
A.jvp(lambda x: torch.ones(2), x, x)
A.jvp(lambda x: 2 * x, x, x, strict=True)
A.jvp(lambda x: 2 * x, x, x, create_graph=True, strict=True)
A.hvp(lambda x: (x**3).sum(), x, torch.tensor([1.0, 0.5]))
A.vhp(lambda x: (x**3).sum(), x, torch.tensor([1.0, 0.5]))
A.vhp(lambda a, b: (a.sum() * b**2).sum(), (x, y), (x, y))
"""

CHECKS = """
check, again = torch.autograd.gradcheck, torch.autograd.gradgradcheck
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([0.5, -2.0], dtype=torch.float64, requires_grad=True)
check(lambda x: x**2, x)
check(lambda x: x.detach() * x, x)
check(lambda x: x.detach() * x, x, raise_exception=False)
check(lambda x, y: (x * y, x + 1), (x, y))
check(lambda x: x, torch.ones(2))
check(lambda x: x * 0 + 1, x)
again(lambda x, y: x * y.sin(), (x, y))
again(lambda x: x**3, x)
"""

FORWARD = """
fw = torch.autograd.forward_ad
x = torch.tensor([1.0, 2.0])
level = fw.enter_dual_level()
d = fw.make_dual(x, torch.tensor([1.0, 0.0]))
fw.unpack_dual(d).tangent
fw.unpack_dual((d**3).sum() * d)
fw.unpack_dual(x)
fw.unpack_dual(torch.stack([d.exp(), d.sin()])).tangent
fw.make_dual(x, torch.ones(3))
fw.enter_dual_level()
fw.exit_dual_level()
fw.make_dual(x, x)
"""

GRAPH = """
g = torch.autograd.graph
w = torch.tensor(2.0, requires_grad=True)
v = torch.tensor(3.0, requires_grad=True)
seen = []
h = g.register_multi_grad_hook((w, v), lambda gradients: seen.append(gradients))
(w * v).backward()
seen
h.remove()
(w * v).backward()
len(seen)
first = g.register_multi_grad_hook((w, v), lambda gradient: seen.append(gradient), mode="any")
(w * v * v).backward()
seen[1:]
g.get_gradient_edge(w * v).output_nr
isinstance((w * v).grad_fn, g.Node)
x = torch.ones(2)
g.increment_version(x)
x._version
g.register_multi_grad_hook((w,), print, mode="some")
"""


PROGRAMS = {
    "functional": FUNCTIONAL,
    "checks": CHECKS,
    "forward": FORWARD,
    "graph": GRAPH,
    **FUNCTION,
    **GRADIENT,
    **AGAIN,
    **SAVED,
    **HOOKS,
    **VIEWS,
    **LEAF_VIEWS,
    **INDICES,
    **CHECKS_FAST,
    **POINT_PROGRAMS,
    **OVERLAPS,
    **CORNERS,
    **CHECK_OPTIONS,
    **SLICES,
    **INFERENCE,
    **MORE,
    **REFUSED_FUNCTIONS,
    **FREEING,
    **FORWARD_MODE,
    **TESTED,
    **TESTED_HOOKS,
    **TESTED_CHANGES,
    **TESTED_ATTRIBUTES,
    **TESTED_VIEWS,
    **TESTED_FORWARD,
    **TESTED_INFERENCE,
    **TESTED_SETTINGS,
}
