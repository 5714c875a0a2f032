"""Programs about torch.distributions: see tests/learning.py."""

from tests.distributions.pathwise import PROGRAMS as PATHWISE
from tests.distributions.transformed import PROGRAMS as TRANSFORMED

HEAD = """
D = torch.distributions
p = torch.tensor([0.2, 0.5, 0.3])
loc = torch.tensor([0.5, -1.0], requires_grad=True)
scale = torch.tensor([1.0, 2.5], requires_grad=True)
value = torch.tensor([0.3, 0.9])
"""

MADE = (
    "D.Normal(0.0, 1.0)  D.Normal(loc, scale)  D.Normal(loc.detach(), 2)  D.Uniform(0.0, 2.0)  D.Uniform(loc, 3.0)  "
    "D.Exponential(scale)  D.Exponential(0.5)  D.Laplace(loc, scale)  D.Cauchy(loc, scale)  D.LogNormal(loc, scale)  "
    "D.Bernoulli(value)  D.Bernoulli(logits=loc)  D.Bernoulli(0.5)  D.Geometric(value)  D.Geometric(logits=loc)  "
    "D.Poisson(scale)  D.Binomial(5, value)  D.Binomial(torch.tensor([40.0, 3.0]), logits=loc)  D.Categorical(p)  "
    "D.Categorical(logits=p.repeat(2, 1))  D.Multinomial(10, p)  D.Multinomial(4, logits=p.repeat(2, 1))  "
    "D.Gamma(scale.detach(), 2.0)  D.Beta(0.5, 2.0)  D.Beta(scale.detach(), value)  D.Dirichlet(p)  "
    "D.MultivariateNormal(torch.zeros(2), torch.tensor([[2.0, 0.5], [0.5, 1.0]]))  "
    "D.MultivariateNormal(torch.zeros(2), scale_tril=torch.tensor([[2.0, 0.0], [0.5, 1.0]]))  "
    "D.Independent(D.Normal(loc, scale), 1)"
).split("  ")

VALUES = {
    "Categorical": "torch.tensor([2, 0])",
    "Multinomial": "d.sample()",
    "Dirichlet": "torch.tensor([0.1, 0.6, 0.3])",
    "Bernoulli": "torch.tensor([1.0, 0.0])",
    "Geometric": "torch.tensor([1.0, 3.0])",
    "Poisson": "torch.tensor([1.0, 3.0])",
    "Binomial": "torch.tensor([1.0, 3.0])",
    "Uniform": "value + 0.6",
}


def asked(made: str) -> str:
    """All that one distribution is asked."""
    value = next((text for name, text in VALUES.items() if f"D.{name}(" in made), "value")
    lines = [f"d = {made}", "d", "d.batch_shape, d.event_shape", "d.mean", "d.variance", "d.stddev"]
    lines += ["d.mode", "d.sample()", "d.sample((2,))", "d.sample((3, 4)).shape", f"d.log_prob({value})", "d.entropy()"]
    if any(f"D.{name}(" in made for name in ("Normal", "Uniform", "Exponential", "Laplace", "Cauchy", "LogNormal")):
        lines += ["d.cdf(value + 0.6)"]
        if "Multivariate" not in made and "Independent" not in made:
            lines += ["d.icdf(value)", "d.rsample((2,))", "d.expand((2, 2)).sample()"]
    if "Categorical(" in made or "Bernoulli(" in made:
        lines += ["d.probs", "d.logits", "d.enumerate_support()", "d.enumerate_support(False).shape"]
    return "\n".join(lines)


ERRORS = """
D.Normal(0.0, -1.0)
D.Normal(loc, torch.tensor([1.0, -2.0]))
D.Uniform(1.0, 0.0)
D.Bernoulli(1.5)
D.Bernoulli()
D.Bernoulli(0.5, 0.5)
D.Bernoulli(0.5).log_prob(torch.tensor(0.5))
D.Categorical(torch.tensor(0.5))
D.Categorical(torch.tensor([-0.5, 1.5]))
D.Categorical(p).log_prob(torch.tensor(3))
D.Multinomial(torch.tensor(3), p)
D.Multinomial(3, p).log_prob(torch.tensor([1.0, 1.0]))
D.Exponential(torch.tensor([0.0, 1.0]))
D.Exponential(1.0).log_prob(torch.tensor(-1.0))
D.Normal(0.0, 1.0).log_prob(3)
D.Normal(loc, scale).log_prob(torch.ones(3))
D.Normal("a", 1.0)
D.Dirichlet(torch.tensor(1.0))
D.MultivariateNormal(torch.zeros(2))
D.MultivariateNormal(torch.zeros(2), torch.tensor([[1.0, 2.0], [2.0, 1.0]]))
D.Independent(D.Normal(0.0, 1.0), 1)
D.Binomial(-1, p)
D.Geometric(torch.tensor(0.0))
D.kl_divergence(D.Geometric(0.5), D.Uniform(0.0, 1.0))
D.Poisson(1.0).rsample()
D.Normal(0.0, -1.0, validate_args=False).loc
torch.multinomial(torch.tensor([0.0, 0.0]), 1)
torch.multinomial(torch.tensor([1, 2]), 1)
torch.multinomial(p, 4)
torch.multinomial(p, 0)
torch.multinomial(torch.tensor([1.0, -1.0]), 1)
torch.multinomial(torch.tensor(1.0), 1)
"""

DIVERGENCES = """
D.kl_divergence(D.Normal(loc, scale), D.Normal(0.0, 1.0))
D.kl_divergence(D.Bernoulli(value), D.Bernoulli(0.4))
D.kl_divergence(D.Categorical(p), D.Categorical(torch.ones(3)))
D.kl_divergence(D.Uniform(0.0, 1.0), D.Uniform(-1.0, 3.0))
D.kl_divergence(D.Uniform(0.0, 1.0), D.Uniform(0.5, 3.0))
D.kl_divergence(D.Exponential(2.0), D.Exponential(scale))
D.kl_divergence(D.Poisson(2.0), D.Poisson(scale))
D.kl_divergence(D.Laplace(loc, scale), D.Laplace(0.0, 1.0))
D.kl_divergence(D.Gamma(scale, 2.0), D.Gamma(1.5, 1.0))
D.kl_divergence(D.Beta(0.5, 2.0), D.Beta(1.0, 1.0))
D.kl_divergence(D.Dirichlet(p), D.Dirichlet(torch.ones(3)))
D.kl_divergence(D.Independent(D.Normal(loc, scale), 1), D.Independent(D.Normal(torch.zeros(2), 1.0), 1))
"""

CHAPTER = """
num_tosses = 100
fair_probs = torch.tensor([0.5, 0.5])
D.multinomial.Multinomial(100, fair_probs).sample()
D.multinomial.Multinomial(100, fair_probs).sample() / 100
counts = D.multinomial.Multinomial(10000, fair_probs).sample()
counts / 10000
counts = D.multinomial.Multinomial(1, fair_probs).sample((1000,))
cum_counts = counts.cumsum(dim=0)
estimates = cum_counts / cum_counts.sum(dim=1, keepdims=True)
estimates[-3:]
x = torch.empty(6)
x.geometric_(0.3)
x.cauchy_(1.0, 2.0)
x.log_normal_()
x.exponential_(2.0)
x.log_normal_(0.0, -1.0)
x.geometric_(1.0)
x.cauchy_(0.0, 0.0)
torch.bernoulli(p)
torch.bernoulli(p, 0.9)
p.bernoulli()
torch.multinomial(p, 3)
torch.multinomial(p.double(), 8, replacement=True)
p.repeat(2, 1).multinomial(2)
torch.poisson(torch.tensor([[0.5, 3.0], [25.0, 0.0]]))
torch.poisson(torch.tensor([-1.0]))
torch.poisson(torch.tensor([1]))
torch.binomial(torch.tensor([5.0, 100.0, 30.0, 0.0]), torch.tensor([0.5, 0.3, 0.9, 0.5]))
torch.bernoulli(torch.tensor([0.5, 0.5], requires_grad=True))
torch.poisson(torch.tensor([0.5, 0.5], requires_grad=True))
"""

PROGRAMS = {made: HEAD + asked(made) for made in MADE}
COUNTED = """
D = torch.distributions
D.Normal(torch.zeros(2), 1.0).sample_n(3)
D.Categorical(torch.ones(2)).sample_n(4), D.Bernoulli(0.5).sample_n(2)
"""

OUTSIDE = """
D = torch.distributions
[D.kl_divergence(D.Chi2(3.0), q) for q in (D.Beta(1.0, 2.0), D.Pareto(1.0, 3.0), D.Uniform(0.0, 1.0))]
def sign(transform):
    try:
        return transform.sign
    except NotImplementedError:
        return "none"
[sign(t) for t in (D.SoftmaxTransform(), D.StickBreakingTransform(), D.LowerCholeskyTransform())]
[sign(t) for t in (D.AbsTransform(), D.ExpTransform(), D.SigmoidTransform(), D.TanhTransform(), D.SoftplusTransform())]
"""

PROGRAMS |= {
    "outside of the support": HEAD + OUTSIDE,
    "counted": HEAD + COUNTED,
    "errors": HEAD + ERRORS,
    "divergences": HEAD + DIVERGENCES,
    "chapter": HEAD + CHAPTER,
    **TRANSFORMED,
    **PATHWISE,
}
