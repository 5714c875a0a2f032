"""`torch.nn.utils.rnn`: sequences of several lengths.

>>> import autograd_nb as torch
>>> torch.nn.utils.rnn.pad_sequence([torch.ones(1), torch.zeros(2)]).shape
torch.Size([2, 2])

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from autograd_nb.nn.packing import (
    PackedSequence,
    invert_permutation,
    pack_padded_sequence,
    pack_sequence,
    pad_packed_sequence,
    pad_sequence,
    unpack_sequence,
    unpad_sequence,
)

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpack_sequence",
    "unpad_sequence",
]
