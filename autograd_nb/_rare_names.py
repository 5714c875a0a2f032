"""The public names that most notebooks do without. `autograd_nb` loads this module when one of them is used."""

from .engine.arguments.sources import cite_all as _cite_all
from .engine.arguments.typenames import typename
from .engine.arrangement import (
    empty_permuted,
    empty_strided,
)
from .engine.functions.buckets import bucketize, searchsorted
from .engine.functions.combining import (
    atleast_1d,
    atleast_2d,
    atleast_3d,
    block_diag,
    broadcast_shapes,
    cartesian_prod,
    column_stack,
    combinations,
    dstack,
    tril_indices,
    triu_indices,
    unravel_index,
    vander,
)
from .engine.functions.complex_numbers import imag, real
from .engine.functions.contract import chain_matmul, cosine_similarity, tensordot
from .engine.functions.einsum import einsum
from .engine.functions.factoring import lu_unpack
from .engine.functions.grids import cumulative_trapezoid, gradient, trapezoid, trapz
from .engine.functions.histograms import histogramdd
from .engine.functions.padding import constant_pad_nd
from .engine.functions.removed import eig, lstsq, matrix_rank, solve, symeig
from .engine.functions.segments import segment_reduce
from .engine.functions.statistics import std_mean, var_mean
from .engine.functions.view_copies import (
    alias_copy,
    as_strided_copy,
    detach_copy,
    diagonal_copy,
    expand_copy,
    permute_copy,
    select_copy,
    slice_copy,
    split_copy,
    split_with_sizes_copy,
    squeeze_copy,
    t_copy,
    transpose_copy,
    unbind_copy,
    unfold_copy,
    unsqueeze_copy,
    view_copy,
)
from .engine.functions.windows import bartlett_window, blackman_window, hamming_window, hann_window, kaiser_window
from .engine.limits import finfo, iinfo
from .engine.memory.exchange import from_dlpack
from .engine.memory.sharing import asarray, frombuffer
from .engine.methods.decompositions import cdist, pdist
from .engine.numerics.lowrank import pca_lowrank, svd_lowrank
from .engine.settings import (
    are_deterministic_algorithms_enabled,
    get_default_device,
    get_deterministic_debug_mode,
    get_float32_matmul_precision,
    get_num_interop_threads,
    get_num_threads,
    init_num_threads,
    is_deterministic_algorithms_warn_only_enabled,
    is_storage,
    set_default_device,
    set_default_tensor_type,
    set_deterministic_debug_mode,
    set_float32_matmul_precision,
    set_flush_denormal,
    set_num_interop_threads,
    set_num_threads,
    use_deterministic_algorithms,
)
from .engine.tensor_types import (
    BoolTensor,
    ByteTensor,
    CharTensor,
    DoubleTensor,
    FloatTensor,
    HalfTensor,
    IntTensor,
    LongTensor,
    ShortTensor,
)

_cite_all(globals(), "torch.")

__all__ = sorted(name for name in globals() if not name.startswith("_"))  # noqa: PLE0605 - every name is public
