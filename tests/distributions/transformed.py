"""Programs about distributions that are others carried over, and about those that few need: see tests/learning.py."""

HEAD = """
D = torch.distributions
p = torch.tensor([0.2, 0.5, 0.3])
loc = torch.tensor([0.5, -1.0], requires_grad=True)
scale = torch.tensor([1.0, 2.5], requires_grad=True)
value = torch.tensor([0.3, 0.9])
T = D.transforms
"""

MADE = (
    "D.StudentT(scale.detach())  D.StudentT(5.0, loc.detach(), 2.0)  D.Chi2(scale.detach())  "
    "D.FisherSnedecor(scale.detach() * 3, 5.0)  D.Gumbel(loc, scale)  D.Gumbel(0.0, 1.0)  D.Weibull(scale, value)  "
    "D.Weibull(1.0, 2.0)  D.HalfNormal(scale)  D.HalfCauchy(scale)  D.Pareto(value / 9, scale)  "
    "D.InverseGamma(scale.detach(), value)  D.Kumaraswamy(scale, value)  D.VonMises(loc.detach(), scale.detach())  "
    "D.TransformedDistribution(D.Normal(loc, scale), [T.AffineTransform(1.0, -2.0), T.SigmoidTransform()])  "
    "D.TransformedDistribution(D.Uniform(0.0, 1.0), T.SigmoidTransform().inv)"
).split("  ")

WITHOUT = {
    "StudentT": "cdf",
    "Chi2": "cdf",
    "FisherSnedecor": "cdf entropy",
    "InverseGamma": "cdf",
    "VonMises": "cdf",
    "TransformedDistribution": "mean entropy",
}


def asked(made: str) -> str:
    """All that one distribution is asked."""
    without = next((text for name, text in WITHOUT.items() if f"D.{name}(" in made), "")
    lines = [f"d = {made}", "d", "d.batch_shape, d.event_shape, d.support"]
    if "mean" not in without:
        lines += ["d.mean", "d.variance", "d.stddev", "d.mode"]
    lines += ["d.sample()", "d.sample((2,))", "d.sample((3, 4)).shape", "d.log_prob(value)"]
    lines += ["d.expand((3, 2)).sample()", "d.expand((3, 2)).log_prob(value).sum()"]
    if "entropy" not in without:
        lines += ["d.entropy()"]
    if "cdf" not in without:
        lines += ["d.cdf(value)", "d.icdf(value)", "d.rsample((2,))"]
    return "\n".join(lines)


OTHERS = """
d = D.NegativeBinomial(5, value)
d, d.mean, d.variance, d.mode, d.logits
d.sample((3,))
d.log_prob(torch.tensor([2.0, 0.0]))
D.NegativeBinomial(torch.tensor([2.0, 3.0]), logits=loc).expand((2, 2)).log_prob(torch.tensor(1.0))
D.NegativeBinomial(5, 1.0)
D.NegativeBinomial(5)
d = D.OneHotCategorical(p)
d, d.batch_shape, d.event_shape, d.mean, d.mode, d.variance, d.support
d.sample((4,))
d.log_prob(torch.tensor([0.0, 1.0, 0.0])), d.entropy(), d.enumerate_support()
d.log_prob(torch.tensor([0.0, 1.0, 1.0]))
d.expand((2,)).sample()
logits = torch.tensor([0.1, 0.2, 0.7], requires_grad=True)
s = D.OneHotCategoricalStraightThrough(logits=logits).rsample()
s
(s * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
logits.grad
heat = torch.tensor(0.7)
d = D.RelaxedBernoulli(heat, value)
d, d.probs, d.temperature
d.rsample((2,))
d.log_prob(torch.tensor([0.3, 0.6]))
D.RelaxedBernoulli(heat, logits=loc).rsample()
d = D.RelaxedOneHotCategorical(heat, logits=logits)
d, d.event_shape
d.rsample((2,))
d.log_prob(torch.tensor([0.2, 0.3, 0.5]))
d.expand((2,)).sample().shape
d = D.LogisticNormal(loc, scale)
d, d.batch_shape, d.event_shape
d.rsample()
d.log_prob(torch.tensor([0.2, 0.3, 0.5]))
D.LogisticNormal(0.0, 1.0).sample()
m = D.MixtureSameFamily(D.Categorical(p), D.Normal(torch.tensor([-1.0, 0.0, 2.0]), torch.tensor([0.1, 1.0, 0.5])))
m, m.mean, m.variance, m.support
m.sample((5,))
m.log_prob(torch.tensor([0.0, 1.0]))
m.cdf(torch.tensor(0.5))
m.expand((2,)).sample()
w = D.MixtureSameFamily(D.Categorical(p), D.Independent(D.Normal(torch.arange(6.0).reshape(3, 2), 1.0), 1))
w.sample((2,)), w.mean, w.log_prob(torch.ones(2))
D.MixtureSameFamily(D.Normal(0.0, 1.0), D.Normal(0.0, 1.0))
D.MixtureSameFamily(D.Categorical(p), D.Normal(torch.zeros(2), 1.0))
(D.Gumbel(loc, scale).rsample((3,)) * torch.arange(6.0).reshape(3, 2)).sum().backward()
loc.grad, scale.grad
"""

TRANSFORMS = """
x = torch.tensor([-1.0, 0.5])
ways = [T.ExpTransform(), T.SigmoidTransform(), T.TanhTransform(), T.SoftplusTransform(), T.AffineTransform(1.0, -2.0)]
ways += [T.AffineTransform(x, x.abs()), T.StickBreakingTransform(), T.ExpTransform().inv.inv]
def through(t):
    y = t(x)
    return t, y, t.inv(y), t.log_abs_det_jacobian(x, y), t.bijective, t.domain, t.codomain
[through(t) for t in ways]
[t.inv for t in ways]
[t.sign for t in ways[:6]]
T.PowerTransform(3.0)(x.abs()), T.PowerTransform(torch.tensor(0.5)).inv(x.abs())
T.AbsTransform()(x), T.SoftmaxTransform()(x), T.SoftmaxTransform().inv(x.abs())
T.LowerCholeskyTransform()(torch.ones(2, 2)), T.LowerCholeskyTransform().inv(torch.eye(2))
c = T.ComposeTransform([T.ExpTransform(), T.AffineTransform(1.0, 2.0)])
c, c(x), c.inv(c(x)), c.log_abs_det_jacobian(x, c(x)), c.sign, c.domain, c.codomain
c == T.ComposeTransform([T.ExpTransform(), T.AffineTransform(1.0, 2.0)]), T.ExpTransform() == T.ExpTransform()
T.ExpTransform() == T.TanhTransform(), T.AffineTransform(0, 1) == T.AffineTransform(0, 2)
i = T.IndependentTransform(T.ExpTransform(), 1)
i, i(x), i.log_abs_det_jacobian(x, i(x)), i.domain
r = T.ReshapeTransform((2,), (1, 2))
r(x), r.inv(r(x)), r.log_abs_det_jacobian(x, r(x)), r.forward_shape(torch.Size([3, 2]))
T.ReshapeTransform((2,), (3,))
kept = T.ExpTransform(cache_size=1)
y = kept(x)
kept.inv(y) is x, kept(x) is y
T.Transform(cache_size=2)
T.IndependentTransform(T.ExpTransform(), 2)(x)
flow = D.TransformedDistribution(D.Normal(loc, scale), [T.StickBreakingTransform()])
flow.event_shape, flow.batch_shape, flow.base_dist
flow.sample(), flow.log_prob(torch.tensor([0.2, 0.3, 0.5]))
wide = D.TransformedDistribution(D.Normal(0.0, 1.0), T.AffineTransform(torch.zeros(2), torch.ones(2)))
wide.batch_shape, wide.sample()
D.TransformedDistribution(D.Normal(0.0, 1.0), 3)
D.TransformedDistribution(D.Normal(0.0, 1.0), [3])
D.TransformedDistribution(D.Normal(0.0, 1.0), T.StickBreakingTransform())
D.HalfNormal(1.0).log_prob(torch.tensor(-1.0))
D.Pareto(1.0, 1.0).log_prob(torch.tensor(0.5))
D.StudentT(-1.0)
D.HalfNormal(-1.0)
D.Weibull(1.0, 0.0)
D.identity_transform, D.identity_transform(x)
"""

PROGRAMS = {made: HEAD + asked(made) for made in MADE}
PROGRAMS |= {"distributions that few need": HEAD + OTHERS, "functions between distributions": HEAD + TRANSFORMS}
