"""The book's own package asks for a NumPy that is too old: what a cell that installs it does, and what is said."""

import importlib
import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograd_nb.kernel import alias

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def wheels(tmp_path):
    """A package that asks for an old NumPy, and such a NumPy, as far as pip looks at them."""
    for name, version, needs in (("course", "1.0", "Requires-Dist: numpy==1.23.5\n"), ("numpy", "1.23.5", "")):
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    return tmp_path


def test_a_cell_cannot_set_numpy_back(kernel, plain, wheels):
    """Notebooks for Colab begin with `!pip install` of the book's package."""
    install = (
        f"import sys\n!{{sys.executable}} -m pip install --no-index --disable-pip-version-check "
        f"--find-links '{wheels}' --target '{wheels}/TARGET' course"
    )
    ran = kernel.run(install.replace("TARGET", "ours"))
    assert ran.error is None
    said = ran.stdout + ran.stderr
    assert "course 1.0 depends on numpy==1.23.5" in said
    assert "The user requested (constraint) numpy>=2.0" in said
    assert not (wheels / "ours").exists()
    assert "Successfully installed course-1.0 numpy-1.23.5" in plain.run(install.replace("TARGET", "plain")).stdout


def test_the_users_own_constraints_stay(kernel):
    code = "import os, subprocess, sys\nos.environ['PIP_CONSTRAINT'] = 'theirs.txt'\n"
    code += "from autograd_nb.kernel.kernel import _keep_numpy\n_keep_numpy()\nos.environ['PIP_CONSTRAINT'].split()"
    theirs, ours = eval(kernel.run(code).value)
    assert theirs == "theirs.txt"
    assert ours.startswith("file://")


def test_the_constraint_is_what_the_package_asks_for():
    constraints = (ROOT / "autograd_nb" / "kernel" / "constraints.txt").read_text().split()
    asked = re.findall(r'^  "(numpy[^"]*)",$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert asked == constraints


def test_an_old_numpy_is_refused_in_one_sentence():
    """Ours would run on it and give other dtypes than PyTorch."""
    code = "import numpy\nnumpy.__version__ = '1.26.4'\nimport autograd_nb as torch\ntorch.ones(2)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: autograd_nb needs NumPy 2 or newer and finds NumPy 1.26.4: `pip install")


@pytest.fixture
def _on():
    alias.on()
    yield
    alias.off()


@pytest.mark.usefixtures("_on")
@pytest.mark.parametrize("statement", ["import d2l", "from d2l import torch as d2l"])
def test_where_it_is_missing_the_error_says_how_to_install_it(statement):
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'd2l': `pip install --no-deps d2l` installs"):
        exec(statement, {})
    assert importlib.util.find_spec("d2l") is None, "who only looks is answered"
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'd2m'$"):
        importlib.import_module("d2m")
    alias.off()
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'd2l'$"):
        exec(statement, {})


@pytest.mark.usefixtures("_on")
def test_where_it_is_there_it_is_found(tmp_path, monkeypatch):
    (tmp_path / "d2l").mkdir()
    (tmp_path / "d2l" / "torch.py").write_text("import torch\ny = torch.ones(2)\n")
    monkeypatch.syspath_prepend(tmp_path)
    space = {}
    try:
        exec("from d2l import torch as d2l", space)
    finally:
        for name in ("d2l", "d2l.torch"):
            sys.modules.pop(name, None)
    assert space["d2l"].y.tolist() == [1.0, 1.0]
