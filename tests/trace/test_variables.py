"""Which names of a namespace a graph uses."""

from __future__ import annotations

import autograd_nb as torch
from autograd_nb import nn
from autograd_nb.trace.variables import variables


def test_variables_that_hold_tensors():
    x, y = torch.ones(1), torch.ones(2)
    assert list(variables({"x": x, "_": y, "_3": y, "Out": {}, "n": 3, "y": y}, torch.Tensor)) == [("x", x), ("y", y)]


def test_a_module_names_its_parameters_by_their_paths():
    net = nn.Sequential(nn.Linear(2, 1))
    found = [name for name, _ in variables({"net": net, "_": net}, torch.Tensor)]
    assert found == ["net.0.weight", "net.0.bias"]


def test_a_module_call_names_only_its_result():
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    with torch.recording():
        x = torch.ones(4, 2)
        out = net(x)
        doc = torch.graph(out, {"net": net, "x": x, "out": out}).to_dict()
    named = {node["name"] for node in doc["nodes"] if node["kind"] == "op"}
    assert named == {"", "out"}
    assert [n["name"] for n in doc["nodes"] if n["kind"] != "op"] == [
        "net.0.weight",
        "net.0.bias",
        "x",
        "net.2.weight",
        "net.2.bias",
    ]
