"""What `pip install .` gives to someone who has neither Node nor `dot`."""

import email
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXTENSION = "share/jupyter/labextensions/autograd-nb"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, with nothing on the path but Python."""
    folder = tmp_path_factory.mktemp("wheel")
    sources = folder / "sources"
    skip = shutil.ignore_patterns("node_modules", "lib", "__pycache__", ".*")
    for name in ("autograd_nb", "labextension", "notebooks"):
        shutil.copytree(ROOT / name, sources / name, ignore=skip)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    environment = {**os.environ, "PATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=sources,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_wheel_carries_the_built_extension_once(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        shared = [name for name in names if f"/{EXTENSION.removeprefix('share/')}/" in name]
        (manifest,) = (name for name in shared if name.endswith("/package.json"))
        load = json.loads(archive.read(manifest))["jupyterlab"]["_build"]["load"]
    folder = manifest.removesuffix("/package.json")
    assert f"{folder}/{load}" in names
    assert f"{folder}/install.json" in names
    assert not [name for name in names if name.startswith("autograd_nb/_labextension")]


def test_the_wheel_carries_what_the_package_reads(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "autograd_nb/__init__.py",
        "autograd_nb/py.typed",
        "autograd_nb/trace/schema.json",
        "autograd_nb/display/standalone.js",
        "autograd_nb/_kernelspec/kernel.json",
        "autograd_nb/docs/guide.md",
        "autograd_nb/_notebooks/2.5.1-simple-function.ipynb",
    } <= names
    assert [name for name in names if name.endswith("share/jupyter/kernels/autograd_nb/kernel.json")]
    assert not [name for name in names if name.startswith("autograd_nb/docs/") and name.endswith(".png")]
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "notebooks/", "labextension/"))]


def test_the_engine_does_not_ask_for_jupyterlab(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    needed = {line.partition(">")[0] for line in metadata.get_all("Requires-Dist") or [] if "extra ==" not in line}
    assert needed == {"graphviz", "ipykernel", "ipywidgets", "numpy"}


def test_the_wheel_works_without_a_notebook_library_and_without_dot(wheel: Path, tmp_path: Path):
    """The engine and the static pictures, as in an environment that has nothing but NumPy."""
    code = """
import sys
for name in ("IPython", "ipykernel", "ipywidgets", "jupyterlab", "graphviz"):
    sys.modules[name] = None  # importing it raises ImportError
import autograd_nb as torch
assert torch.__file__.startswith(sys.argv[1]), torch.__file__
x = torch.arange(4.0, requires_grad=True)
with torch.recording():
    y = 2 * torch.dot(x, x)
    y.backward()
drawn = torch.graph(y)
assert drawn.to_svg().lstrip().startswith("<svg")
assert "data:image/svg+xml" in drawn.to_html() or "<svg" in drawn.to_html() or "<script" in drawn.to_html()
assert "[0., 4., 8., 12.]" in drawn.to_text()
print(x.grad)
"""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PATH": str(tmp_path / "empty")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "tensor([ 0.,  4.,  8., 12.])\n"


def test_a_folder_that_was_never_installed(tmp_path: Path):
    """Put on the path by hand, as by a course that carries it along: no metadata, and a kernel that answers."""
    code = """
import importlib.metadata, sys


def nothing(name):
    raise importlib.metadata.PackageNotFoundError(name)

importlib.metadata.version = nothing
import autograd_nb as torch
from autograd_nb.kernel.kernel import AutogradKernel
print(torch.__version__, torch.ones(1).tolist())
kernel = AutogradKernel()
print(kernel.kernel_info["implementation_version"], len(kernel.banner.splitlines()))
print(torch.show(torch.ones(1, requires_grad=True).sum()).version)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["0+unknown [1.0]", "0+unknown 2", "0+unknown"], done.stderr


def test_jupyterlab_finds_the_extension_enabled():
    """`jupyter labextension list` of this environment. (It writes to standard error.)"""
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    (line,) = (line for line in (done.stdout + done.stderr).splitlines() if "autograd-nb" in line)
    assert "enabled" in line
    assert "OK" in line


def test_every_word_of_the_settings_can_be_translated() -> None:
    """JupyterLab's language packs collect the words of a schema by these paths."""
    utils = pytest.importorskip("jupyterlab_server.translation_utils")
    schema = json.loads((ROOT / "labextension" / "schema" / "plugin.json").read_text(encoding="utf-8"))

    def words(found: Any, path: str) -> list[str]:
        if isinstance(found, str):
            return [path]
        pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
        return [each for key, value in pairs for each in words(value, f"{path}/{key}")]

    seen = [path[1:] for path in words(schema, "") if path.endswith(("/title", "/description", "label"))]
    assert len(seen) > 10
    assert [path for path in seen if not any(re.fullmatch(each, path) for each in utils.DEFAULT_SCHEMA_SELECTORS)] == []
