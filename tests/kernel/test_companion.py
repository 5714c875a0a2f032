"""`import torchvision` where `torch` is autograd_nb: it imports, and what is used of it says why it is not there."""

import importlib
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from autograd_nb.kernel import alias

ROOT = Path(__file__).resolve().parents[2]
WHY = "torchvision needs PyTorch itself, and torch is autograd_nb here: there is no"


@pytest.fixture(autouse=True)
def _on():
    alias.on()
    yield
    alias.off()


def test_a_course_package_imports_it_and_never_uses_it():
    space = {}
    code = """
import torchvision
from torchvision import datasets, transforms
import torchvision.transforms.functional as TF
import torchvision.transforms.v2 as v2
"""
    exec(code, space)
    assert space["TF"] is space["transforms"].functional
    assert space["datasets"].__name__ == "torchvision.datasets"
    assert space["torchvision"].__doc__.startswith("Empty: torchvision needs PyTorch itself")


@pytest.mark.parametrize("name", ["__version__", "disable_beta_transforms_warning", "transforms.ToTensor", "ops.nms"])
def test_what_is_used_says_why_it_is_not_there(name):
    space = {}
    exec("import torchvision, torchvision.transforms, torchvision.ops", space)
    with pytest.raises(AttributeError) as caught:
        eval(f"torchvision.{name}", space)
    assert str(caught.value) == f"{WHY} torchvision.{name}"


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("from torchvision.transforms import ToTensor", "torchvision.transforms.ToTensor"),
        ("from torchvision import datasets, resnet", "torchvision.resnet"),
        ("import torchvision.prototype.models", "torchvision.prototype"),
    ],
)
def test_what_is_imported_from_it_says_why_it_is_not_there(statement, missing):
    with pytest.raises(ModuleNotFoundError) as caught:
        exec(statement, {})
    assert str(caught.value) == f"{WHY} {missing}"


def test_a_look_for_a_name_is_answered_with_no():
    torchvision = importlib.import_module("torchvision")
    assert not hasattr(torchvision, "ops")
    assert getattr(torchvision, "__version__", None) is None
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("torchvision")


def test_it_goes_with_the_alias():
    importlib.import_module("torchvision.transforms")
    alias.off()
    assert not [name for name in sys.modules if name.startswith("torch")]
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'torchvision'$"):
        importlib.import_module("torchvision")


def test_one_that_is_installed_waits_until_the_alias_is_off(tmp_path):
    """It could not work with ours: it is compiled against PyTorch."""
    for name, version in (("torch", "2.9.1"), ("torchvision", "0.24.1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"__version__ = {version!r}\n")
    code = """
from autograd_nb.kernel import alias
alias.on()
import torch, torchvision
print(hasattr(torchvision, "__version__"))
alias.off()
import torch, torchvision
print(torch.__version__, torchvision.__version__)
"""
    start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "2.9.1", "0.24.1"]
