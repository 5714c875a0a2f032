"""`torch.save` and `torch.load` in PyTorch's own file format, for data: a file of one is read by the other.

A file is a zip archive with a pickle, in which a tensor stands by its sizes and the number of its storage, and a file
of plain bytes for each storage. Reading makes tensors, numbers, strings and containers out of it and nothing else: the
names in a pickle are looked up in the table of this module, never imported.

>>> import io, autograd_nb as torch
>>> file = io.BytesIO()
>>> save({"weight": torch.ones(2), "epoch": 3}, file)
>>> _ = file.seek(0)
>>> load(file)
{'weight': tensor([1., 1.]), 'epoch': 3}

Source: PyTorch's torch/serialization.py.
"""

from __future__ import annotations

import codecs
import io
import os
import pathlib
import pickle
import zipfile
from collections import OrderedDict
from typing import IO, TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .engine import dtypes, errors
from .engine.device import device
from .engine.dtypes import Size
from .engine.graph import Variable
from .engine.node import OWN, attributes
from .engine.tensor import Tensor
from .engine.warn import warn
from .nn.modules.module import Module
from .nn.parameter import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["load", "save"]

File = str | os.PathLike[str] | IO[bytes]


class _Name(NamedTuple):
    """Something that stands in a pickle by module and name."""

    module: str
    name: str

    def __call__(self) -> None:
        """Never called: a pickle may only name what could be."""


_REBUILD_TENSOR = _Name("torch._utils", "_rebuild_tensor_v2")
_REBUILD_PARAMETER = _Name("torch._utils", "_rebuild_parameter")
# The same for those on which somebody has set attributes.
_REBUILD_WITH_TYPE = _Name("torch._tensor", "_rebuild_from_type_v2")
_REBUILD_WITH_STATE = _Name("torch._utils", "_rebuild_parameter_with_state")
_TENSOR = _Name("torch", "Tensor")
_STORAGES = {f"{d.scalar_name}Storage": d for d in dtypes.ALL}
_ABSENT = {"BFloat16Storage": "bfloat16", "ComplexFloatStorage": "complex64", "ComplexDoubleStorage": "complex128"}
_MAKERS = (OrderedDict, set, bytearray, complex, codecs.encode)
_ARRAY, _NUMBER = np.ones(1).__reduce__()[0], np.float64(1).__reduce__()[0]
_OF_NUMPY: dict[Any, Any] = {("numpy", "ndarray"): np.ndarray, ("numpy", "dtype"): np.dtype}
for _core in ("numpy.core.multiarray", "numpy._core.multiarray"):
    _OF_NUMPY |= {(_core, "_reconstruct"): _ARRAY, (_core, "scalar"): _NUMBER}
"""What NumPy's arrays and numbers name. PyTorch reads them with `weights_only=False`."""

_PLAIN = (dict, list, tuple, set, str, bytes, bytearray, int, float, complex, type(None))


# -- writing -----------------------------------------------------------------------------------------


def save(obj: Any, f: File, pickle_module: Any = None, pickle_protocol: int = 2, **_: Any) -> None:
    """Write tensors, parameters, arrays, numbers, strings and containers of them to a file.

    Args:
        obj: for instance the `state_dict()` of a module or of an optimizer.
        f: a path, or a file opened for writing bytes.
        pickle_module: taken and left alone.
        pickle_protocol: the same; files are written in protocol 2, as PyTorch's are.

    >>> import io
    >>> file = io.BytesIO()
    >>> torch.save({"weight": torch.tensor([1.0, 2.0]), "epoch": 3}, file)
    >>> _ = file.seek(0)
    >>> torch.load(file)
    {'weight': tensor([1., 2.]), 'epoch': 3}

    Raises:
        NotImplementedError: for a module: what it computes is no data. Save its `state_dict()`.
        TypeError: for an object of any other kind.
    """
    del pickle_module, pickle_protocol
    if not isinstance(f, (str, os.PathLike)) and not hasattr(f, "write"):
        raise AttributeError("expected 'f' to be string, path, or a file-like object with a 'write' attribute")
    pickled = io.BytesIO()
    writer = _Writer(pickled)
    writer.dump(obj)
    target: Any = f
    root = "archive"
    if isinstance(f, (str, os.PathLike)):
        target = pathlib.Path(f)
        root = target.stem
        if not target.parent.exists():
            raise RuntimeError(f"Parent directory {target.parent} does not exist.")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{root}/data.pkl", pickled.getvalue())
        archive.writestr(f"{root}/byteorder", "little")
        for number, storage in enumerate(writer.storages):
            little = storage.astype(storage.dtype.newbyteorder("<"), copy=False)
            archive.writestr(f"{root}/data/{number}", little.tobytes())
        archive.writestr(f"{root}/version", "3\n")


class _Storage:
    """The memory of tensors, as a pickle refers to it."""

    def __init__(self, array: Any) -> None:
        self.array = array


class _Writer(pickle._Pickler):  # the one written in Python can be told what to write
    """A pickler that writes tensors as PyTorch does, and refuses what is no data."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, protocol=2)
        self.storages: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._alive: list[Any] = []

    def persistent_id(self, obj: Any) -> Any:
        """A storage stands by its number."""
        if not isinstance(obj, _Storage):
            return None
        dtype = dtypes.dtype_of(obj.array)
        number = self._numbers.setdefault(obj.array.__array_interface__["data"][0], len(self.storages))
        if number == len(self.storages):
            self.storages.append(obj.array)
        kind = _Name("torch", f"{dtype.scalar_name}Storage")
        return ("storage", kind, str(number), "cpu", obj.array.size)

    def reducer_override(self, obj: Any) -> Any:
        """How an object is written that is no number, string or container."""
        if isinstance(obj, Parameter):
            data = obj.detach()
            self._alive.append(data)  # the pickler knows objects by their address
            parts: tuple[Any, ...] = (data, obj.requires_grad, OrderedDict())
            state = self._state(obj)
            return (_REBUILD_WITH_STATE, (*parts, state)) if state else (_REBUILD_PARAMETER, parts)
        if isinstance(obj, Variable):
            state = self._state(obj)
            made = _REBUILD_TENSOR, self._tensor(obj)
            return (_REBUILD_WITH_TYPE, (_REBUILD_TENSOR, _TENSOR, made[1], state)) if state else made
        if isinstance(obj, Size):
            return _Name("torch", "Size"), (tuple(obj),)
        if isinstance(obj, device):
            return _Name("torch", "device"), (obj.type, *(() if obj.index is None else (obj.index,)))
        if isinstance(obj, Module):
            raise errors.not_provided(f"torch.save of a whole {type(obj).__name__}", "Save its state_dict().")
        if isinstance(obj, (np.ndarray, np.generic)) and obj.dtype.hasobject:
            raise TypeError("torch.save of an array of objects: a file holds numbers and strings")
        if isinstance(obj, (_Name, OrderedDict, dtypes.dtype, np.ndarray, np.generic, np.dtype, *_PLAIN)):
            return NotImplemented
        if any(obj is maker for maker in (*_MAKERS, *_OF_NUMPY.values())):  # whatever `==` of it says
            return NotImplemented
        raise TypeError(f"torch.save of {type(obj)}: a file holds tensors, numbers, strings and containers of them")

    def _state(self, tensor: Variable) -> dict[str, Any]:
        state = attributes(tensor)
        self._alive.append(state)
        return state

    def _tensor(self, tensor: Any) -> tuple[Any, ...]:
        """Storage, offset, sizes and steps; a view is written with all of its base, as in PyTorch."""
        array = tensor._array
        base = array if tensor._base is None else tensor._base._array
        if not base.flags.c_contiguous:
            base = array = np.ascontiguousarray(array)
        offset = (array.__array_interface__["data"][0] - base.__array_interface__["data"][0]) // array.itemsize
        steps = tuple(s // array.itemsize for s in array.strides)
        storage = _Storage(base.reshape(-1))
        self._alive.append(storage)
        return storage, offset if array.size else 0, array.shape, steps, bool(tensor.requires_grad), OrderedDict()

    def save_name(self, obj: _Name) -> None:
        """A name, though there may be nothing of that name here."""
        me: Any = self
        me.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
        me.memoize(obj)

    def save_dtype(self, obj: dtypes.dtype) -> None:
        """`torch.float32`."""
        self.save_name(_Name("torch", obj.name))  # a fresh one each time: a few bytes more

    dispatch: ClassVar[dict[type, Callable[..., None]]] = {
        **pickle._Pickler.dispatch,
        _Name: save_name,
        dtypes.dtype: save_dtype,
    }


# -- reading -----------------------------------------------------------------------------------------


def load(
    f: File,
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    **_: Any,
) -> Any:
    """Read what `save` wrote, here or in PyTorch.

    Args:
        f: a path, or a file opened for reading bytes.
        map_location: where tensors come to: the CPU is all there is.
        pickle_module: taken and left alone.
        weights_only: False also reads what NumPy made. Only data is ever read.
        mmap: only for a path; whether the file is mapped into memory makes no difference.

    >>> import io
    >>> file = io.BytesIO()
    >>> torch.save(torch.nn.Linear(1, 1, bias=False).state_dict(), file)
    >>> _ = file.seek(0)
    >>> list(torch.load(file))
    ['weight']

    Raises:
        EOFError: if nothing is left to read: `f.seek(0)` goes back to the beginning.
        ValueError: for `mmap` and an open file.
        pickle.UnpicklingError: for a file that asks for anything but data.
        RuntimeError: for a file that is no such archive.
    """
    del pickle_module
    if not isinstance(f, (str, os.PathLike)) and not hasattr(f, "read"):
        raise AttributeError(
            f"'{type(f).__name__}' object has no attribute 'seek'. You can only torch.load from a file that is "
            "seekable. Please pre-load the data into a buffer like io.BytesIO and try to load from it instead."
        )
    if mmap and not isinstance(f, (str, os.PathLike)):
        raise ValueError("f must be a file path in order to use the mmap argument")
    if isinstance(f, (str, os.PathLike)):
        with pathlib.Path(f).open("rb") as opened:
            begins = opened.read(2)
    else:
        begins = f.read(2)
        f.seek(-len(begins), os.SEEK_CUR)
    if not begins:
        raise EOFError(*() if weights_only is not False else ("Ran out of input",))
    try:
        archive = zipfile.ZipFile(f)
    except zipfile.BadZipFile:
        raise _no_archive(begins) from None
    with archive:
        found = [name for name in archive.namelist() if name.endswith("/data.pkl") or name == "data.pkl"]
        if not found:
            raise RuntimeError("PytorchStreamReader failed locating file data.pkl: file not found")
        root = found[0].removesuffix("data.pkl")
        order = f"{root}byteorder"
        big = order in archive.namelist() and archive.read(order) == b"big"
        return _Reader(archive, root, ">" if big else "<", map_location, weights_only is False).load()


def _no_archive(begins: bytes) -> Exception:
    """What is wrong with a file that begins so and is no zip archive."""
    if begins[:1] == pickle.PROTO and begins[1] > 2:  # written by pickle.dump, which first says how long a frame is
        given = begins[1]
        warn(
            f"Detected pickle protocol {given} in the checkpoint, which was not the default pickle protocol used by "
            "`torch.load` (2). The weights_only Unpickler might not support all instructions implemented by this "
            "protocol, please file an issue for adding support if you encounter this."
        )
        return pickle.UnpicklingError(
            "Weights only load failed. In PyTorch 2.6, we changed the default value of the `weights_only` argument in "
            "`torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will "
            "likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a "
            "trusted source.\nPlease file an issue with the following so that we can make `weights_only=True` "
            "compatible with your use case: WeightsUnpickler error: \n\nUnsupported operand 149\n\nCheck the "
            "documentation of torch.load to learn more about types accepted by default with weights_only "
            "https://pytorch.org/docs/stable/generated/torch.load.html."
        )
    return RuntimeError(
        "this is no zip archive: files that PyTorch wrote before version 1.6 are not part of autograd_nb"
    )


class _Reader(pickle.Unpickler):
    """An unpickler that makes tensors, numbers, strings and containers, and nothing else."""

    def __init__(self, archive: zipfile.ZipFile, root: str, order: Any, map_location: Any, numpy: bool) -> None:
        super().__init__(io.BytesIO(archive.read(f"{root}data.pkl")))
        self._archive, self._root, self._order = archive, root, order
        self._storages: dict[str, Any] = {}
        self._numpy = numpy
        self._elsewhere = str(map_location).startswith("cuda")

    def find_class(self, module: str, name: str) -> Any:
        """What a name in the pickle stands for."""
        known = _KNOWN.get((module, name))
        if known is not None:
            return known
        if module == "torch" and name in _STORAGES:
            return _STORAGES[name]
        if module == "torch" and name in _ABSENT:
            raise errors.not_provided(f"A tensor of {_ABSENT[name]} numbers", "Save it as float32.")
        if (module, name) in _OF_NUMPY:
            if self._numpy:
                return _OF_NUMPY[module, name]
            raise pickle.UnpicklingError(
                f"Weights only load failed. Unsupported global: GLOBAL {module}.{name} was not an allowed global by "
                "default. What NumPy made is read with `weights_only=False`."
            )
        raise pickle.UnpicklingError(
            f"Weights only load failed. Unsupported global: GLOBAL {module}.{name} was not an allowed global by "
            "default: autograd_nb reads tensors, numbers, strings and containers of them, and runs nothing from a file."
        )

    def persistent_load(self, pid: Any) -> Any:
        """The storage of this number."""
        kind, dtype, key, _, count = pid
        if kind != "storage" or not isinstance(dtype, dtypes.dtype):
            raise pickle.UnpicklingError(f"unknown persistent id {kind!r}")
        if self._elsewhere:
            raise RuntimeError(
                "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are "
                "running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map "
                "your storages to the CPU."
            )
        if key not in self._storages:
            data = self._archive.read(f"{self._root}data/{key}")
            stored = np.frombuffer(data, dtype.numpy.newbyteorder(self._order), count)
            self._storages[key] = Tensor._wrap(stored.astype(dtype.numpy))  # a copy that can be written to
        return self._storages[key]


def _rebuild_tensor(
    memory: Any, offset: int, size: Any, stride: Any, requires_grad: bool, hooks: Any = None, metadata: Any = None
) -> Tensor:
    del hooks, metadata
    storage = memory._array
    steps = [s * storage.itemsize for s in stride]
    last = offset + sum((n - 1) * s for n, s in zip(size, stride))
    if offset < 0 or (0 not in size and not 0 <= last < max(storage.size, 1)) or any(s < 0 for s in stride):
        raise pickle.UnpicklingError("a tensor reaches beyond its storage")
    tensor = Tensor._wrap(as_strided(storage[offset:], tuple(size), steps), bool(requires_grad))
    tensor._written()  # as in PyTorch, which puts the memory into an empty tensor
    if tensor._array.size != storage.size or not tensor._array.flags.c_contiguous:
        tensor._view_of(memory)
    return tensor


def _rebuild_parameter(data: Any, requires_grad: bool, hooks: Any) -> Parameter:
    del hooks
    return Parameter(data, requires_grad)


def _rebuild_with_type(make: Any, kind: Any, parts: Any, state: Any) -> Any:
    if kind is not Tensor:
        raise pickle.UnpicklingError(f"a tensor of type {kind!r}")
    return _with_attributes(make(*parts), state)


def _rebuild_with_state(data: Any, requires_grad: bool, hooks: Any, state: Any) -> Any:
    return _with_attributes(_rebuild_parameter(data, requires_grad, hooks), state)


def _with_attributes(tensor: Any, state: Any) -> Any:
    if not isinstance(state, dict) or not OWN.isdisjoint(state):
        raise pickle.UnpicklingError(f"attributes that no tensor can be given: {state!r}")
    vars(tensor).update(state)
    return tensor


_KNOWN: dict[tuple[str, str], Any] = {
    (_REBUILD_TENSOR.module, _REBUILD_TENSOR.name): _rebuild_tensor,
    (_REBUILD_PARAMETER.module, _REBUILD_PARAMETER.name): _rebuild_parameter,
    _REBUILD_WITH_TYPE: _rebuild_with_type,
    _REBUILD_WITH_STATE: _rebuild_with_state,
    _TENSOR: Tensor,
    ("torch", "Size"): Size,
    ("torch", "device"): device,
    ("collections", "OrderedDict"): OrderedDict,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
    ("builtins", "bytearray"): bytearray,
    ("builtins", "complex"): complex,
    ("__builtin__", "complex"): complex,
    ("_codecs", "encode"): lambda text, encoding: text.encode(encoding),
    **{("torch", d.name): d for d in dtypes.ALL},
}
"""Everything that a pickle may name."""
