"""`torch` as another name of autograd_nb, in this process."""

import importlib
import importlib.metadata
import importlib.util
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.cbook import _unpack_to_numpy

import autograd_nb
from autograd_nb.kernel import alias

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def torch():
    alias.on()
    yield importlib.import_module("torch")
    alias.off()


def test_all_names_are_the_same_objects(torch):
    assert torch.__version__ == "2.7.0+autograd_nb"
    assert set(torch.__all__) == set(autograd_nb.__all__)
    assert [name for name in torch.__all__ if getattr(torch, name) is not getattr(autograd_nb, name)] == []
    assert set(dir(torch)) >= set(torch.__all__)


def test_imports_of_all_kinds(torch):
    space = {}
    code = """
import torch.linalg as L, torch.autograd
from torch import nn, Tensor, linalg
from torch.autograd import Function, grad
import torch.nn.functional as F
from torch import *
"""
    exec(code, space)
    assert space["L"] is space["linalg"] is torch.linalg is autograd_nb.linalg
    assert space["F"] is autograd_nb.nn.functional
    assert space["Function"] is autograd_nb.autograd.Function
    assert space["arange"] is autograd_nb.arange
    assert isinstance(space["arange"](2.0), torch.Tensor)


def test_a_module_under_two_names_keeps_its_own(torch):
    linalg = importlib.import_module("torch.linalg")
    assert linalg.__spec__.name == linalg.__name__ == "autograd_nb.linalg"
    assert importlib.reload(linalg) is linalg
    assert importlib.reload(torch) is torch
    assert torch.__version__ == "2.7.0+autograd_nb"


def test_pickles(torch):
    x = torch.arange(3.0, requires_grad=True)
    again = pickle.loads(pickle.dumps(x))
    assert type(again) is autograd_nb.Tensor
    assert again.tolist() == x.tolist()
    assert again.requires_grad
    things = (torch.float32, torch.Size([2, 3]), torch.Tensor, torch.sin, torch.no_grad)
    assert pickle.loads(pickle.dumps(things)) == things
    alias.off()
    assert pickle.loads(pickle.dumps(things)) == things, "a pickle needs no alias"


def test_what_is_missing_says_so(torch):
    with pytest.raises(AttributeError, match=r"^module 'torch' has no attribute 'onnx'$"):
        torch.onnx  # noqa: B018 - the look-up is what is tested
    for code in ("import torch.onnx", "from torch import onnx", "from torch.onnx import export"):
        with pytest.raises(ModuleNotFoundError, match=r"^No module named 'torch.onnx': torch is autograd_nb here"):
            exec(code, {})
    for private in ("engine", "trace", "display", "kernel", "_names"):
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f"torch.{private}")
        assert private == "trace" or not hasattr(torch, private)


def test_off_removes_every_trace():
    before = (list(sys.meta_path), set(sys.modules), list(sys.path))
    alias.on()
    alias.on()
    importlib.import_module("torch.linalg")
    alias.off()
    assert (list(sys.meta_path), set(sys.modules), list(sys.path)) == before
    assert importlib.util.find_spec("torch") is None
    assert not alias.is_on()


def test_those_who_only_look_are_answered(torch):
    """Libraries that can use PyTorch look first: for the module, its version, parts of it."""
    found = importlib.util.find_spec
    assert Path(found("torch").origin).parent == Path(autograd_nb.__file__).parent
    assert found("torch.nn.functional") is not None
    for absent in ("torch.onnx", "torch.nn.quantized", "torchvision.prototype"):
        assert found(absent) is None
    assert not hasattr(torch, "onnx")
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("torch")


def test_libraries_that_meet_it_take_it_for_what_it_is(torch):
    """NumPy's and matplotlib's ways with a tensor: by `sys.modules["torch"]`, by `__array__`."""
    x = torch.tensor([1.0, 4.0])
    assert np.sqrt(x).tolist() == [1.0, 2.0]
    assert _unpack_to_numpy(x).tolist() == [1.0, 4.0]
    with pytest.raises(RuntimeError, match="Can't call numpy\\(\\) on Tensor that requires grad"):
        np.asarray(x.requires_grad_())


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, where PyTorch is installed in `folder`: a package, and what pip knows of it."""
    package, known = folder / "torch", folder / "torch-2.9.1.dist-info"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text("__version__ = '2.9.1'\n")
    (package / "fx.py").write_text("Graph = object\n")
    known.mkdir(exist_ok=True)
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 2.9.1\n")
    start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(folder)!r}]\nfrom autograd_nb.kernel import alias\n"
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


def test_without_the_alias_everything_is_as_it_was(tmp_path):
    """Importing autograd_nb, or its alias, touches neither `torch` nor the looks for it."""
    code = """
import importlib.metadata, importlib.util
import autograd_nb
autograd_nb.ones(2)
assert "torch" not in sys.modules and not alias.is_on()
print(importlib.util.find_spec("torch").origin)
import torch, torch.fx
print(torch.__version__, importlib.metadata.version("torch"), torch.fx.Graph is object)
"""
    done = run(code, tmp_path)
    assert done.stdout.splitlines() == [str(tmp_path / "torch" / "__init__.py"), "2.9.1 2.9.1 True"], done.stderr
    assert done.stderr == ""


def test_an_installed_pytorch_is_not_mixed_into_ours(tmp_path):
    """Not even by a part that ours does not have. What pip knows of it stays what pip knows."""
    code = """
import importlib.metadata, importlib.util
alias.on()
import torch
print(importlib.util.find_spec("torch.fx"), importlib.metadata.version("torch"))
try:
    import torch.fx
except ModuleNotFoundError as error:
    print(error)
"""
    why = "autograd_nb does not compile; use the function or module itself"
    assert run(code, tmp_path).stdout.splitlines() == [
        "None 2.9.1",
        f"No module named 'torch.fx': torch is autograd_nb here, which has no 'autograd_nb.fx': {why}",
    ]


def test_a_pytorch_that_is_imported_is_never_shadowed(tmp_path):
    code = """
import torch
before = dict(sys.modules), list(sys.meta_path)
try:
    alias.on()
except alias.AliasError as error:
    print(error)
assert (dict(sys.modules), list(sys.meta_path)) == before
alias.off()
assert sys.modules["torch"] is torch
"""
    done = run(code, tmp_path)
    assert done.stderr == ""
    assert done.stdout == (
        "PyTorch 2.9.1 has been imported in this session and stays what `torch` means; restart the kernel, and switch "
        "the alias on before anything imports torch\n"
    )


def test_a_pytorch_that_is_only_installed_comes_back(tmp_path):
    code = """
alias.on()
import torch, torch.linalg
print(torch.__version__)
alias.off()
import torch
print(torch.__version__)
"""
    assert run(code, tmp_path).stdout.split() == ["2.7.0+autograd_nb", "2.9.1"]


def test_it_says_so_once(tmp_path):
    code = """
alias.on()
import torch
from torch import linalg
alias.off()
alias.on()
import torch
"""
    assert run(code, tmp_path).stderr == f"{alias.NOTICE}\n"
