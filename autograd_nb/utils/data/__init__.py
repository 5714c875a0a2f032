"""`torch.utils.data`: examples in order or shuffled, one batch after the other.

>>> import autograd_nb as torch
>>> examples = torch.utils.data.TensorDataset(torch.arange(4.0), torch.tensor([0, 1, 0, 1]))
>>> for x, y in torch.utils.data.DataLoader(examples, batch_size=2):
...     print(x, y)
tensor([0., 1.]) tensor([0, 1])
tensor([2., 3.]) tensor([0, 1])

Source: https://pytorch.org/docs/2.7/data.html
"""

from autograd_nb.engine.arguments.elsewhere import also_found as _also_found
from autograd_nb.engine.arguments.sources import cite_each as _cite_each

from .collate import default_collate, default_convert
from .dataset import (
    ChainDataset,
    ConcatDataset,
    Dataset,
    IterableDataset,
    StackDataset,
    Subset,
    TensorDataset,
    random_split,
)
from .distributed import DistributedSampler
from .loader import DataLoader, get_worker_info
from .sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler, SubsetRandomSampler, WeightedRandomSampler

__all__ = [
    "BatchSampler",
    "ChainDataset",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "DistributedSampler",
    "IterableDataset",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "StackDataset",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "WeightedRandomSampler",
    "default_collate",
    "default_convert",
    "get_worker_info",
    "random_split",
]

_cite_each(globals(), __all__, "data")
_also_found(__name__, {"dataloader": "loader collate sampler dataset"})
