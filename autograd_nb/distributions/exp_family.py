"""Distributions of the exponential family: their entropy follows from how they are normalized."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.backward import grad

from .distribution import Distribution


class ExponentialFamily(Distribution):
    """The base of distributions with the density exp(t(x) · θ - F(θ) + k(x)).

    A subclass that says its natural parameters θ (`_natural_params`), their log normalizer F (`_log_normalizer`) and
    the expected value of k (`_mean_carrier_measure`) has an entropy: the expected value of t is the gradient of F.

    >>> issubclass(torch.distributions.Normal, torch.distributions.ExponentialFamily)
    True
    """

    @property
    def _natural_params(self) -> tuple[Any, ...]:
        raise NotImplementedError

    def _log_normalizer(self, *natural_params: Any) -> Any:
        raise NotImplementedError

    @property
    def _mean_carrier_measure(self) -> Any:
        raise NotImplementedError

    def entropy(self) -> Any:
        parameters = [p.detach().requires_grad_() for p in self._natural_params]
        normalizer = self._log_normalizer(*parameters)
        result = normalizer - self._mean_carrier_measure
        for parameter, slope in zip(parameters, grad(normalizer.sum(), parameters, create_graph=True)):
            result = result - (parameter * slope).reshape((*self._batch_shape, -1)).sum(-1)
        return result
