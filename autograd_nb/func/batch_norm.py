"""Layers that normalize over a batch, made fit for `vmap`.

Source: https://pytorch.org/docs/2.7/func.batch_norm.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.nn.modules.batchnorm import _BatchNorm

if TYPE_CHECKING:
    from autograd_nb.nn.modules import Module


def replace_all_batch_norm_modules_(root: Module) -> Module:
    """Let all `BatchNorm` layers of a module forget their running statistics, and keep none from now on.

    Inside of `vmap` these cannot be moved: all examples share them. Returns the module, which is changed.

    >>> import autograd_nb as torch
    >>> net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    >>> replace_all_batch_norm_modules_(net)[1]
    BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=False)
    """
    for module in root.modules():
        if isinstance(module, _BatchNorm) and module.track_running_stats:
            module.running_mean = module.running_var = module.num_batches_tracked = None
            module.track_running_stats = False
    return root
