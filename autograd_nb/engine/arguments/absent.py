"""What PyTorch has and this environment has not, where a learner may meet it: why, and what to use instead.

Such a name raises an AttributeError, so that `hasattr` says what is so; its text goes on where Python's ends.

>>> reason("stft")
'complex numbers are not part of autograd_nb; numpy.fft works on x.numpy()'
"""

from __future__ import annotations

from typing import Any

_COMPLEX = "complex numbers are not part of autograd_nb; "
_EXPORT = "autograd_nb exports no models; torch.save(module.state_dict(), file) keeps what they have learned"
_SPARSE = "sparse tensors are not part of autograd_nb; use a tensor of all elements"
_NESTED = "nested tensors are not part of autograd_nb; pad them, or keep them in a list"
_QUANTIZED = "quantized tensors are not part of autograd_nb; use float32"
_DEVICE = "autograd_nb computes on the CPU in float32 or float64 only; leave it out"
_COMPILER = "autograd_nb does not compile; use the function or module itself"
_MASKED = "tensors that carry a mask are not part of autograd_nb; give the functions of torch.masked a mask="
_NAMED = "named dimensions are not part of autograd_nb; use their numbers"

_REASONS = {
    _COMPLEX + "numpy.fft works on x.numpy()": "stft istft",
    _COMPLEX + "keep real and imaginary parts in tensors of their own": """complex polar view_as_complex view_as_real
        view_as_complex_copy view_as_real_copy cfloat cdouble chalf""",
    _SPARSE: """sparse sparse_coo_tensor sparse_csr_tensor sparse_csc_tensor sparse_bsr_tensor sparse_bsc_tensor
        sparse_compressed_tensor to_sparse to_sparse_coo to_sparse_csr to_sparse_csc to_sparse_bsr to_sparse_bsc
        sparse_mask sparse_resize_ sparse_resize_and_clear_ coalesce indices values crow_indices col_indices smm hspmm
        sspaddmm indices_copy values_copy crow_indices_copy col_indices_copy""",
    _NESTED: "nested to_padded_tensor",
    _QUANTIZED: """quantize_per_tensor quantize_per_channel quantize_per_tensor_dynamic dequantize q_scale q_zero_point
        qscheme int_repr q_per_channel_axis q_per_channel_scales q_per_channel_zero_points quantized_batch_norm
        quantization ao qint8 quint8 qint32
        quantized_max_pool1d quantized_max_pool2d fake_quantize_per_tensor_affine fake_quantize_per_channel_affine""",
    _EXPORT: "onnx package",
    "autograd_nb makes no memory without a tensor; x.untyped_storage() is that of x": """Storage UntypedStorage
        TypedStorage FloatStorage DoubleStorage HalfStorage LongStorage IntStorage ShortStorage CharStorage ByteStorage
        BoolStorage""",
    "quasi-random points are not part of autograd_nb; scipy.stats.qmc makes them": "quasirandom",
    "float8 is not part of autograd_nb; use float32": "float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz",
    _DEVICE: "ipu xpu mps cpu Stream Event mtia to_mkldnn record_stream pin_memory",
    _COMPILER: """fx library ops
        fork wait cond while_loop export sym_float sym_int sym_ite sym_max sym_min sym_not sym_sum
        parse_ir parse_schema parse_type_comment import_ir_module import_ir_module_from_buffer""",
    _MASKED: "MaskedTensor as_masked_tensor is_masked_tensor masked_tensor",
    _NAMED: "names refine_names align_to rename rename_ align_as",
    "one process on the CPU is all of autograd_nb; leave it out": """distributed multiprocessing get_device_module
        futures monitor""",
    "autograd_nb has no profiler; time.perf_counter or %timeit say how long something takes": "profiler",
    "autograd_nb downloads nothing; make the module and load its state_dict()": "hub",
    "not part of autograd_nb; torch.linalg.eigh gives all eigenvalues": "lobpcg",
    "not part of autograd_nb; torch.from_numpy takes an array that numpy.memmap reads from a file": "from_file",
    "larger unsigned integers are not part of autograd_nb; use int64": "uint16 uint32 uint64",
    "NumPy has no bfloat16; use float32 or float64": "bfloat16",
}
_REASON = {name: text for text, names in _REASONS.items() for name in names.split()}

OF_TENSORS = frozenset(
    """stft istft cfloat cdouble chalf to_sparse to_sparse_coo to_sparse_csr to_sparse_csc to_sparse_bsr to_sparse_bsc
    sparse_mask sparse_resize_ sparse_resize_and_clear_ coalesce indices values crow_indices col_indices smm sspaddmm
    dequantize q_scale q_zero_point qscheme int_repr q_per_channel_axis q_per_channel_scales q_per_channel_zero_points
    ipu xpu mtia to_mkldnn record_stream pin_memory names refine_names align_to rename rename_ bfloat16
    to_padded_tensor""".split()
)
"""Those that are methods or attributes of tensors."""


def reason(name: str) -> str | None:
    """Why `name` is not here, if there is something to say about it."""
    return _REASON.get(name)


class Absent:
    """In the place of a method that tensors do not have: it says why.

    A `__getattr__` could say the same, but a class that has one is slow with every attribute.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, tensor: Any, owner: Any) -> Any:
        who = "type object 'Tensor'" if tensor is None else "'Tensor' object"
        raise AttributeError(f"{who} has no attribute '{self._name}': {reason(self._name)}")
