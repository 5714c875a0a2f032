"""Programs about gradients through samples, matrices that are drawn, and divergences: see tests/learning.py."""

HEAD = """
D = torch.distributions
C = D.constraints
v = torch.tensor([0.3, 0.7])
w = torch.tensor([1.2, 2.5])
loc = torch.tensor([0.1, -0.4])
cov = torch.tensor([[2.0, 0.3], [0.3, 1.0]])
"""


def drawn(made: str, *parameters: str) -> str:
    """A sample, and what is sent back to the parameters, over a range of shapes."""
    lines = [f"{name} = torch.tensor([0.05, 0.4, 1.0, 3.0, 7.5, 20.0], requires_grad=True)" for name in parameters]
    lines += [f"x = {made}.rsample((3,))", "x", "(x * torch.arange(18.0).reshape(3, 6).cos()).sum().backward()"]
    return "\n".join([*lines, *(f"{name}.grad" for name in parameters)])


GRADIENTS = "\n".join(
    [
        drawn("D.Gamma(a, b)", "a", "b"),
        drawn("D.Beta(a, b.flip(0))", "a", "b"),
        drawn("D.Beta(a * 3, b * 2)", "a", "b"),
        drawn("D.Dirichlet(a)", "a"),
        drawn("D.Dirichlet(a * 9)", "a"),
        drawn("D.Chi2(a)", "a"),
        drawn("D.StudentT(a + 2)", "a"),
        drawn("D.FisherSnedecor(a + 1, b + 1)", "a", "b"),
        drawn("D.InverseGamma(a + 1, b)", "a", "b"),
        "a = torch.tensor([0.5, 2.0], requires_grad=True)",
        "x = D.Gamma(a, 1.0).rsample()",
        "x",
        "(g,) = torch.autograd.grad(x.sum(), a, create_graph=True)",
        "g",
        "g.sum().backward()",
    ]
)

OTHERS = (
    "D.Wishart(3.0, cov)  D.Wishart(torch.tensor([3.0, 4.5]), scale_tril=torch.eye(2))  "
    "D.Wishart(3.5, precision_matrix=cov)  "
    "D.LKJCholesky(3, 0.5)  D.LKJCholesky(2, w)  D.LowRankMultivariateNormal(loc, torch.ones(2, 1), w)  "
    "D.LowRankMultivariateNormal(torch.zeros(3, 2), torch.tensor([[1.0, 0.5], [0.2, 0.1]]), w)  "
    "D.ContinuousBernoulli(v)  D.ContinuousBernoulli(logits=torch.tensor([0.0, 0.001, -3.0]))  "
    "D.ContinuousBernoulli(0.5)  D.GeneralizedPareto(loc, w, torch.tensor([0.0, 0.4]))  "
    "D.GeneralizedPareto(0.0, 1.0, -0.5)"
).split("  ")
WITHOUT = {"LKJ": "mean entropy cdf rsample", "Wishart": "cdf stddev", "LowRank": "cdf"}


def asked(made: str) -> str:
    """All that one distribution is asked."""
    without = next((text for name, text in WITHOUT.items() if name in made), "")
    lines = [f"d = {made}", "d", "d.batch_shape, d.event_shape", "x = d.sample((2,))", "x", "d.log_prob(x)"]
    lines += ["d.mean", "d.variance"] if "mean" not in without else []
    lines += ["d.mode"] if "mean" not in without and "Continuous" not in made else []
    lines += ["d.entropy()"] if "entropy" not in without else []
    lines += ["d.cdf(x)", "d.icdf(torch.tensor(0.3))"] if "cdf" not in without else []
    lines += ["d.rsample().shape"] if "rsample" not in without else []
    lines += ["d.expand((3, 2)).sample().shape", "d.support.check(d.sample()).all()"]
    if "LowRank" in made or "Wishart" in made:
        lines += ["d.covariance_matrix", "d.precision_matrix", "d.scale_tril"]
    return "\n".join(lines)


TRANSFORMS = """
T = D.transforms
x = torch.tensor([0.3, -0.7, 1.1])
t = T.CorrCholeskyTransform()
y = t(x)
y, t.inv(y), t.log_abs_det_jacobian(x, y)
t.forward_shape(torch.Size((4, 3))), t.inverse_shape(torch.Size((4, 3, 3)))
t.forward_shape((2,))
t.inverse_shape((2, 3))
t = T.PositiveDefiniteTransform()
t(cov), t.inv(cov)
t = T.CatTransform([T.ExpTransform(), T.AffineTransform(1.0, 2.0)], lengths=[1, 2])
y = t(x)
y, t.inv(y), t.log_abs_det_jacobian(x, y), t.bijective, t.length
t.domain.check(x)
t = T.StackTransform([T.ExpTransform(), T.SigmoidTransform()], dim=1)
y = t(cov)
y, t.inv(y), t.log_abs_det_jacobian(cov, y)
t = T.CumulativeDistributionTransform(D.Normal(0.0, 2.0))
y = t(x)
y, t.inv(y), t.log_abs_det_jacobian(x, y), t.sign
t = T.ExpTransform().with_cache()
t(x) is t(x)
D.biject_to(C.real), D.biject_to(C.positive), D.biject_to(C.unit_interval), D.biject_to(C.simplex)
D.transform_to(C.simplex), D.transform_to(C.interval(-1.0, 2.0)), D.transform_to(C.less_than(3.0))
D.transform_to(C.positive_definite), D.transform_to(C.independent(C.positive, 1))
D.transform_to(C.cat([C.positive, C.real]))(torch.tensor([0.5, 1.0]))
D.transform_to(C.stack([C.positive, C.real]))(torch.tensor([0.5, 1.0]))
D.biject_to(C.boolean)
D.transform_to.register(3, abs)
"""

CONSTRAINTS = """
C.corr_cholesky, C.lower_triangular, C.square, C.symmetric, C.positive_semidefinite, C.dependent
C.corr_cholesky.check(torch.eye(3)), C.corr_cholesky.check(cov)
C.lower_triangular.check(cov), C.lower_triangular.check(cov.tril())
C.square.check(torch.zeros(2, 3)), C.square.check(cov)
C.symmetric.check(cov), C.symmetric.check(cov.tril()), C.symmetric.check(torch.zeros(2, 3))
C.positive_semidefinite.check(torch.zeros(2, 2)), C.positive_definite.check(torch.zeros(2, 2))
C.positive_definite.check(torch.stack([cov, -cov])), C.positive_definite.check(torch.zeros(2, 3))
C.dependent.check(cov)
C.dependent.event_dim
C.dependent(event_dim=2).event_dim
C.is_dependent(C.dependent), C.is_dependent(C.real)
c = C.cat([C.positive, C.real], lengths=[1, 2])
c, c.check(torch.tensor([-1.0, 1.0, float("nan")])), c.event_dim, c.is_discrete
c = C.stack([C.positive, C.boolean], dim=-1)
c.check(cov), c.event_dim, c.is_discrete
class Halves(D.Distribution):
    @C.dependent_property(is_discrete=False, event_dim=0)
    def support(self):
        return C.interval(0.0, 0.5)
Halves.support.event_dim, C.is_dependent(Halves.support)
U = D.utils
U.tril_matrix_to_vec(cov), U.vec_to_tril_matrix(torch.arange(3.0)), U.vec_to_tril_matrix(torch.ones(1), -1)
U.tril_matrix_to_vec(cov, 3)
U.clamp_probs(torch.tensor([0.0, 0.5, 1.0]))
U.probs_to_logits(v), U.logits_to_probs(v), U.broadcast_all(1.0, v)
"""

KINDS = (
    "Bernoulli({a})  Beta({a}, {b})  Binomial(5, {a})  ContinuousBernoulli({a})  Exponential({b})  Gamma({b}, {a})  "
    "Gumbel({c}, {b})  Laplace({c}, {b})  Normal({c}, {b})  Pareto({a}, {b})  Poisson({b})  Uniform({a} / 10, {a})  "
    "Uniform(-{a}, {b} + 1)  Cauchy({c}, {b})  Geometric({a})  HalfNormal({b})  LogNormal({c}, {b})  "
    "OneHotCategorical({a})  Wishart({b}.sum(), cov)  MultivariateNormal({c}, cov * {b}[0])  "
    "LowRankMultivariateNormal({c}, {b}.unsqueeze(-1), {b})  Independent(D.Normal({c}, {b}), 1)"
).split("  ")
FIRST, SECOND = {"a": "v", "b": "w", "c": "loc"}, {"a": "v.flip(0)", "b": "(w.flip(0) * 1.3)", "c": "loc.flip(0)"}


def divergences(kind: str) -> str:
    """From one distribution to one of each kind; LogNormal only to itself, as it is no transformed one here."""
    p = f"D.{kind.format(**FIRST)}"
    others = [k for k in KINDS if k == kind or "LogNormal" not in kind + k]
    return HEAD + "\n".join(f"D.kl_divergence({p}, D.{other.format(**SECOND)})" for other in others)


ERRORS = """
D.Wishart(0.5, cov)
D.Wishart(3.0)
D.Wishart(3.0, torch.ones(2))
D.LKJCholesky(1)
D.LKJCholesky(3, -1.0)
D.LKJCholesky(2).log_prob(cov)
D.LKJCholesky(2).rsample()
D.LowRankMultivariateNormal(torch.tensor(0.0), cov, w)
D.LowRankMultivariateNormal(loc, w, w)
D.LowRankMultivariateNormal(loc, torch.ones(3, 1), w)
D.LowRankMultivariateNormal(loc, torch.ones(2, 1), torch.ones(3))
D.LowRankMultivariateNormal(loc, torch.ones(2, 1), -w)
D.ContinuousBernoulli()
D.ContinuousBernoulli(0.5, 0.5)
D.ContinuousBernoulli(v).log_prob(torch.tensor(2.0))
D.kl_divergence(D.Binomial(3, 0.5), D.Binomial(4, 0.5))
D.GeneralizedPareto(0.0, -1.0, 0.0)
D.ExponentialFamily().entropy()
"""

PROGRAMS = {
    "gradients through samples": HEAD + GRADIENTS,
    **{made: HEAD + asked(made) for made in OTHERS},
    "transforms of matrices": HEAD + TRANSFORMS,
    "constraints": HEAD + CONSTRAINTS,
    **{f"divergences of {kind}": divergences(kind) for kind in KINDS},
    "errors of matrices": HEAD + ERRORS,
}
