"""Programs around the options of `gradcheck` and `gradgradcheck`."""

OPTIONS = """
gradcheck, gradgradcheck = torch.autograd.gradcheck, torch.autograd.gradgradcheck
x = torch.rand(3, dtype=torch.double, requires_grad=True)
y = torch.rand(3, dtype=torch.double, requires_grad=True)
gradcheck(lambda t: t * 2, x, check_batched_grad=True), gradcheck(lambda t: (t, t.sum()), x, check_batched_grad=True)
gradcheck(lambda s, t: s * t.exp(), (x, y), check_batched_grad=True)
gradcheck(lambda s, t: s.sum(), (x, y), check_batched_grad=True)
gradcheck(lambda t: t * 2, x, check_forward_ad=True, check_batched_forward_grad=True)
gradcheck(lambda t: t * 2, x, check_batched_forward_grad=True)
gradcheck(lambda t: t * 2, x, check_forward_ad=False, check_backward_ad=False)
gradcheck(lambda t: t * 2, x, check_batched_grad=True, check_backward_ad=False, check_forward_ad=True)
class Flat(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * (g.sum().item() * 0 + 2)

gradcheck(Flat.apply, x), gradcheck(Flat.apply, x, check_batched_grad=True, raise_exception=False)
class Mean(Flat):
    @staticmethod
    def backward(ctx, g):
        return g * 2 if g.dim() else g

gradcheck(Mean.apply, x, check_batched_grad=True), gradgradcheck(Mean.apply, x, check_batched_grad=True)
gradgradcheck(lambda t: t**3, x, check_batched_grad=True), gradgradcheck(lambda t: t**3, x, check_fwd_over_rev=True)
gradcheck(lambda t: 3, x)
gradcheck(lambda t: t > 0, x)
gradcheck(lambda t: t.detach(), x)
gradcheck(lambda t: t.detach() * 0 + 1, x)
gradcheck(lambda t: torch.ones(3, dtype=torch.long), x)
gradcheck(lambda t: (t, t > 0), x)
"""

CHECKS = {"options of gradcheck": OPTIONS}
"""By name."""
