"""torch.save and torch.load: PyTorch's files, both ways, and nothing but data in them.

`data/saved.pt` was written by PyTorch 2.13 with what `contents` makes.
"""

from __future__ import annotations

import copy
import io
import os
import pathlib
import pickle
import zipfile
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest

import autograd_nb as torch

SAVED = pathlib.Path(__file__).parent / "data" / "saved.pt"


def contents(torch: Any) -> dict[str, Any]:
    """Tensors of all kinds: views that share memory, scalars, empty ones, leaves; and what stands beside them."""
    x = torch.arange(6.0).reshape(2, 3)
    return {
        "whole": x,
        "row": x[1],
        "turned": x.t(),
        "parameter": torch.nn.Parameter(torch.ones(2)),
        "leaf": torch.ones(2, dtype=torch.float64, requires_grad=True),
        "kinds": [torch.tensor(3), torch.tensor([True, False]), torch.empty(0, 3), torch.ones(1, dtype=torch.float16)],
        "others": [1, 2.5, "s", None, True, (1, 2), {3}, b"ab", torch.float32, torch.Size([2, 3])],
        "state": OrderedDict(weight=torch.zeros(1)),
    }


def saved(obj: Any) -> io.BytesIO:
    file = io.BytesIO()
    torch.save(obj, file)
    file.seek(0)
    return file


def test_a_file_of_pytorch_is_read() -> None:
    assert repr(torch.load(SAVED)) == repr(contents(torch))


def test_what_shares_memory_does_so_again() -> None:
    found = torch.load(SAVED)
    found["whole"][1, 0] = 100
    assert found["row"].tolist() == [100, 4, 5]
    assert found["turned"][0, 1] == 100
    again = torch.load(saved(found))
    again["turned"][0, 1] = 7
    assert again["whole"][1, 0] == 7


def test_the_same_pickle_is_written() -> None:
    """Names, storages and order are PyTorch's, so PyTorch reads it (checked with 2.13 when this was recorded)."""
    theirs = pickle_of(SAVED.read_bytes())
    ours = pickle_of(saved(contents(torch)).getvalue())
    assert names_in(ours) == names_in(theirs)


def pickle_of(file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("data.pkl"))
        return archive.read(name)


def names_in(pickled: bytes) -> set[str]:
    import pickletools

    return {str(argument) for code, argument, _ in pickletools.genops(pickled) if code.name == "GLOBAL"}


def test_paths_and_modules(tmp_path: pathlib.Path) -> None:
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    path = tmp_path / "net.params"
    torch.save(net.state_dict(), path)
    other = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    assert repr(other.load_state_dict(torch.load(str(path)))) == "<All keys matched successfully>"
    assert all(torch.equal(a, b) for a, b in zip(net.state_dict().values(), other.state_dict().values(), strict=True))
    with pytest.raises(NotImplementedError, match="state_dict"):
        torch.save(net, path)
    assert list(torch.load(path)), "the file from before is still there"


class Harmful:
    def __reduce__(self) -> Any:
        return os.system, ("echo harm",)


def harmful_archive(pickled: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
    file.seek(0)
    return file


def test_nothing_is_run() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"GLOBAL (posix|nt)\.system was not an allowed global"):
        torch.load(harmful_archive(pickle.dumps(Harmful())))
    with pytest.raises(pickle.UnpicklingError, match="not an allowed global"):
        torch.load(harmful_archive(b"cbuiltins\neval\n."), weights_only=False)


def test_a_tensor_stays_inside_its_storage() -> None:
    file = saved(torch.zeros(4))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = parts["archive/data.pkl"].replace(b"K\x04\x85", b"K\x7f\x85")  # the size
    with zipfile.ZipFile(other := io.BytesIO(), "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, changed if name.endswith("pkl") else data)
    other.seek(0)
    with pytest.raises(pickle.UnpicklingError, match="beyond its storage"):
        torch.load(other)


def test_what_is_no_data_is_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(TypeError, match="tensors, numbers, strings"):
        torch.save({"f": print}, tmp_path / "x")
    assert not (tmp_path / "x").exists()
    with pytest.raises(RuntimeError, match="Parent directory"):
        torch.save(1, tmp_path / "no" / "x")
    (tmp_path / "y").write_bytes(b"no archive")
    with pytest.raises(RuntimeError, match="no zip archive"):
        torch.load(tmp_path / "y")
    with pytest.raises(AttributeError, match="seekable"):
        torch.load(3)


def test_leaves_are_pickled_and_copied() -> None:
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    (leaf * leaf).sum().backward()
    parameter = torch.nn.Parameter(leaf.detach())
    for twin in (pickle.loads(pickle.dumps(leaf)), copy.deepcopy(leaf)):
        assert (repr(twin), twin.is_leaf) == (repr(leaf), True)
        assert twin.data_ptr() != leaf.data_ptr()
    assert copy.deepcopy(leaf).grad.tolist() == [2, 4]
    assert pickle.loads(pickle.dumps(leaf)).grad is None
    assert repr(pickle.loads(pickle.dumps(parameter))) == repr(parameter)
    assert pickle.loads(pickle.dumps(leaf * 2)).grad_fn is None
    assert copy.copy(leaf).data_ptr() == leaf.data_ptr()


def attributed(torch: Any) -> dict[str, Any]:
    x, parameter = torch.arange(3.0), torch.nn.Parameter(torch.ones(2))
    x.note, x.more = "kept", [1, torch.zeros(1)]
    parameter.tag = {"rate": 0.1}
    return {"x": x, "parameter": parameter, "part": x[1:]}


def attributes(obj: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(obj).items() if not name.startswith("_")}


def test_attributes_are_kept_where_pytorch_keeps_them(tmp_path: pathlib.Path) -> None:
    """In pickles, copies and files; of a parameter not in a deep copy, and never in what is computed."""
    things = attributed(torch)
    x, parameter = things["x"], things["parameter"]
    expected = {"note": "kept", "more": [1, torch.zeros(1)]}
    for twin in (pickle.loads(pickle.dumps(x)), copy.deepcopy(x), copy.copy(x), torch.load(saved(x))):
        assert repr(attributes(twin)) == repr(expected)
    assert copy.copy(x).more is x.more
    assert copy.deepcopy(x).more is not x.more
    for twin in (pickle.loads(pickle.dumps(parameter)), copy.copy(parameter), torch.load(saved(parameter))):
        assert attributes(twin) == {"tag": {"rate": 0.1}}
    for other in (copy.deepcopy(parameter), x.clone(), x.detach(), x[1:], x + 1):
        assert attributes(other) == {}
    grown = torch.ones(2, requires_grad=True)
    grown.grad, grown.note = torch.ones(2), 1
    grown.grad.note = 2
    assert (copy.deepcopy(grown).note, copy.deepcopy(grown).grad.note) == (1, 2)
    x.makes = lambda: 1
    with pytest.raises((AttributeError, pickle.PicklingError), match="local object"):
        pickle.dumps(x)
    with pytest.raises(TypeError, match="tensors, numbers, strings"):
        torch.save(x, tmp_path / "x.pt")


def test_attributes_in_a_file_of_pytorch() -> None:
    """`data/attributes.pt` was written by PyTorch 2.13 with what `attributed` makes; it reads ours as well."""
    file = SAVED.with_name("attributes.pt")
    found = torch.load(file)
    assert repr([(each, attributes(each)) for each in found.values()]) == repr(
        [(each, attributes(each)) for each in attributed(torch).values()]
    )
    assert names_in(pickle_of(saved(attributed(torch)).getvalue())) == names_in(pickle_of(file.read_bytes()))


def test_an_attribute_of_the_engine_is_not_read() -> None:
    x = torch.ones(1)
    x.trace = 1
    with zipfile.ZipFile(saved(x)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        for name, data in parts.items():
            # The length of a string stands before it.
            changed = data.replace(b"\x05\0\0\0trace", b"\x06\0\0\0_trace")
            archive.writestr(name, changed)
            assert (changed != data) == name.endswith("pkl")
    file.seek(0)
    with pytest.raises(pickle.UnpicklingError, match=r"no tensor can be given: \{'_trace': 1\}"):
        torch.load(file)


def test_what_numpy_made_is_saved_and_read_on_demand() -> None:
    made = {"losses": np.arange(6.0).reshape(2, 3).T, "best": np.float32(0.5), "names": np.array(["a", "bc"])}
    with pytest.raises(pickle.UnpicklingError, match=r"_reconstruct was not an allowed global.*weights_only=False"):
        torch.load(saved(made))
    read = torch.load(saved(made), weights_only=False)
    assert read["losses"].tolist() == made["losses"].tolist()
    assert (type(read["best"]), read["best"]) == (np.float32, 0.5)
    assert read["names"].tolist() == ["a", "bc"]


class Undecided:
    """Of a kind whose `==` has no truth value, as pandas' tables."""

    __hash__ = None  # type: ignore[assignment]  # Python's way to say unhashable

    def __eq__(self, other: object) -> Any:
        return np.ones(2)


def test_objects_are_refused_whatever_they_are_equal_to() -> None:
    with pytest.raises(TypeError, match=r"torch\.save of <class '.*Undecided'>: a file holds"):
        saved(Undecided())
    with pytest.raises(TypeError, match=r"an array of objects"):
        saved(np.array([Undecided(), None], dtype=object))


def test_a_device_is_saved() -> None:
    assert torch.load(saved({"device": torch.device("cpu")})) == {"device": torch.device("cpu")}
    assert torch.load(saved(torch.device("cuda:1"))) == torch.device("cuda:1")
