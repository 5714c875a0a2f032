"""DOT for export: Graphviz itself must read it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from autograd_nb.display.dot import to_dot
from tests.trace.examples import NAMES, Builder, golden

DOT = shutil.which("dot")


def drawn(source: str) -> str:
    assert DOT
    done = subprocess.run([DOT, "-Tplain"], input=source, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_the_source() -> None:
    source = to_dot(golden("dot_backward"))
    assert "rankdir=LR" in source
    assert r'label="y = ×\nMulBackward0\n28.\n∂ 1. (visit 1)"' in source
    assert r'label="x\nleaf, shape [4]\n[0., 1., 2., 3.]\nx.grad = [0., 4., 8., 12.]"' in source
    assert source.count("n0 -> n1 [") == 2


def test_a_folded_loop_is_one_node() -> None:
    source = to_dot(golden("loop"))
    assert "peripheries=2" in source
    assert source.count("->") == 1


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_graphviz_draws_it(name: str) -> None:
    document = golden(name)
    nodes = len(document["layout"]["nodes"])
    assert sum(line.startswith("node ") for line in drawn(to_dot(document)).splitlines()) == nodes


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", ["<b>x</b>", '"]; evil [label="', "\\", "\\N", "a\nb", "{x|y}", "<", "x\\"])
def test_hostile_names_cannot_break_out(name: str) -> None:
    build = Builder()
    build.op("×", build.leaf(name), build.constant(name), name=name)
    lines = drawn(to_dot(build.document())).splitlines()
    assert sorted(line.split()[1] for line in lines if line.startswith("node ")) == ["n0", "n1", "n2"]


def test_the_direction_is_the_pictures() -> None:
    assert "rankdir=LR" in to_dot(golden("dot"))
    assert "rankdir=TB" in to_dot(golden("dot"), "down")
    with pytest.raises(ValueError, match="direction must be"):
        to_dot(golden("dot"), "up")


def test_no_number_is_torn() -> None:
    build = Builder()
    long = "[0.12345678, 12.34567890, 123.45678901, 0.00001234]"
    build.op("×", build.leaf("x"), build.constant(long, name="data"), name="y")
    text = to_dot(build.document())
    assert "data = [0.12345678, …" in text
