"""Programs about torch.utils: see tests/learning.py."""

from tests.utils.programs_checkpoint import CHECKPOINTS

HEAD = """
import numpy as np
U = torch.utils.data
x = torch.arange(10.0).reshape(5, 2)
y = torch.arange(5)
both = U.TensorDataset(x, y)
class Squares(U.Dataset):
    def __len__(self): return 5
    def __getitem__(self, i): return i, {"square": i * i, "root": i ** 0.5}, f"n{i}"
class Stream(U.IterableDataset):
    def __iter__(self): return iter(range(5))
"""

DATASETS = """
len(both), both[1], both[1:3]
U.TensorDataset(x, torch.ones(3))
U.Dataset()[0]
U.IterableDataset().__iter__
Squares()[2]
(both + both)[7], len(both + both)
(both + both)[-1]
(both + both)[-11]
U.ConcatDataset([])
U.Subset(both, [3, 1])[1]
[s.indices for s in U.random_split(range(7), [3, 4])]
[s.indices for s in U.random_split(range(7), [0.5, 0.5])]
U.random_split(range(7), [3, 3])
U.StackDataset(both, Squares())[1]
U.StackDataset(a=both, b=Squares())[1]
U.StackDataset()
list(Stream() + Stream())
"""

LOADERS = """
list(U.DataLoader(both))
list(U.DataLoader(both, batch_size=2))
list(U.DataLoader(both, batch_size=2, drop_last=True))
list(U.DataLoader(both, batch_size=2, shuffle=True))
list(U.DataLoader(both, batch_size=2, shuffle=True))
torch.rand(2)
next(iter(U.DataLoader(both, 4, shuffle=True)))
torch.rand(2)
list(U.DataLoader(both, batch_size=None))
list(U.DataLoader(Squares(), batch_size=3))
list(U.DataLoader(Stream(), batch_size=2))
list(U.DataLoader(Stream(), batch_size=None))
list(U.DataLoader(both, sampler=[3, 1], batch_size=2))
list(U.DataLoader(both, batch_sampler=[[3, 1], [0]]))
list(U.DataLoader(both, batch_size=2, collate_fn=lambda batch: len(batch)))
list(U.DataLoader(range(4), 2, shuffle=True, generator=torch.Generator().manual_seed(5)))
list(U.DataLoader(np.arange(4.0), 2))
len(U.DataLoader(both, 2)), len(U.DataLoader(both, 2, drop_last=True)), len(U.DataLoader(both, batch_size=None))
U.DataLoader(both, 0)
U.DataLoader(both, 2.0)
U.DataLoader(both, shuffle=True, sampler=[1])
U.DataLoader(both, batch_sampler=[[1]], batch_size=2)
U.DataLoader(both, batch_size=None, drop_last=True)
U.DataLoader(both, num_workers=-1)
U.DataLoader(both, timeout=-1)
U.DataLoader(both, prefetch_factor=2)
U.DataLoader(both, persistent_workers=True)
U.DataLoader(Stream(), shuffle=True)
list(U.DataLoader([(1, 2), (3,)], 2))
list(U.DataLoader([torch.ones(2), torch.ones(3)], 2))
list(U.DataLoader([None, None], 2))
list(U.DataLoader([{"a": (1, 2.5)}, {"a": (3, 4.5)}], 2))
U.DataLoader([], shuffle=True)
"""

SAMPLERS = """
list(U.SequentialSampler(y))
list(U.RandomSampler(y))
list(U.RandomSampler(y, num_samples=12))
list(U.RandomSampler(y, replacement=True))
list(U.RandomSampler(y, replacement=True, num_samples=40))
list(U.RandomSampler(y, generator=torch.Generator().manual_seed(3)))
list(U.SubsetRandomSampler([5, 7, 9]))
list(U.WeightedRandomSampler([0.1, 0.9, 0.5], 5))
list(U.WeightedRandomSampler([0.1, 0.9, 0.5], 2, replacement=False))
list(U.BatchSampler(U.SequentialSampler(y), 2, False))
list(U.BatchSampler(U.SequentialSampler(y), 2, True))
U.RandomSampler(y, replacement=1)
U.RandomSampler(y, num_samples=0)
U.WeightedRandomSampler([0.1], 0)
U.WeightedRandomSampler([[0.1]], 1)
U.BatchSampler(y, 0, False)
U.BatchSampler(y, 2, 0)
U.default_collate([1.5, 2.5])
U.default_collate([np.float64(1.5), np.float64(2.5)])
U.default_collate([np.ones(2), np.zeros(2)])
U.default_collate(["a", "b"])
U.default_collate([True, False])
U.default_convert((np.ones(2), 3, "a"))
U.default_collate([np.array(["a"])])
"""

PASSES = """
loader = U.DataLoader(both, 2)
loader.batch_size = 3
loader.sampler = [0]
loader.collate_fn = len
batches = iter(loader)
next(batches), len(batches), len(list(batches)), iter(batches) is batches
next(batches)
class Several(U.Dataset):
    def __len__(self): return 4
    def __getitem__(self, i): return "one", i
    def __getitems__(self, indices): return [("several", i) for i in indices]
list(U.DataLoader(Several(), 3))
list(U.DataLoader(U.Subset(Several(), [2, 1]), 2)), list(U.DataLoader(U.Subset(Squares(), [2, 1]), 2))
list(U.DataLoader(U.StackDataset(Several(), y), 3)), list(U.DataLoader(U.StackDataset(a=Several(), b=[1, 2, 3, 4]), 3))
"""

DLPACK = """
a = np.arange(6.0).reshape(2, 3)
t = torch.from_dlpack(a)
t[0, 0] = 5
a, t
b = np.from_dlpack(x)
x[0, 0] = 9
b
c = torch.utils.dlpack.from_dlpack(torch.utils.dlpack.to_dlpack(x))
c[0, 1] = 7
x, c
torch.from_dlpack(x.t())
torch.from_dlpack(3)
torch.from_dlpack(torch.ones(2, requires_grad=True))
np.from_dlpack(torch.ones(2, requires_grad=True))
torch.from_dlpack(np.array([True, False]))
torch.cuda.is_available(), torch.cuda.device_count()
"""

PROGRAMS = {
    "datasets": HEAD + DATASETS,
    "loaders": HEAD + LOADERS,
    "samplers": HEAD + SAMPLERS,
    "passes": HEAD + PASSES,
    "dlpack": HEAD + DLPACK,
    **CHECKPOINTS,
}
