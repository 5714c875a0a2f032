"""Which names of a namespace a graph uses."""

from __future__ import annotations

import autograd_nb as torch
from autograd_nb import nn
from autograd_nb.trace.variables import MOST, variables


def test_variables_that_hold_tensors():
    x, y = torch.ones(1), torch.ones(2)
    assert list(variables({"x": x, "_": y, "_3": y, "Out": {}, "n": 3, "y": y}, torch.Tensor)) == [("x", x), ("y", y)]


def test_a_module_names_its_parameters_by_their_paths():
    net = nn.Sequential(nn.Linear(2, 1))
    found = [name for name, _ in variables({"net": net, "_": net}, torch.Tensor)]
    assert found == ["net.0.weight", "net.0.bias"]


def test_a_class_of_modules_and_one_that_fails_name_nothing():
    class Net(nn.Linear):
        pass

    class Broken:
        def named_parameters(self):
            raise RuntimeError("not yet")

    x = torch.ones(1)
    assert list(variables({"Net": Net, "broken": Broken(), "x": x}, torch.Tensor)) == [("x", x)]


def test_leaves_in_lists_dictionaries_and_objects_of_the_learners_classes(session):
    session.cell(
        """class Neuron:
    def __init__(self, size):
        self.w = [torch.tensor(1.0 + i, requires_grad=True) for i in range(size)]
        self.b = torch.tensor(0.0, requires_grad=True)
        self._last = torch.ones(1, requires_grad=True)
    def __call__(self, x):
        return sum((w * v for w, v in zip(self.w, x)), self.b)
"""
    )
    session.cell("n = Neuron(2)\nscale = {'up': torch.tensor(2.0, requires_grad=True)}\nother = [n, n.w]")
    session.cell("y = n([3.0, 4.0]) * scale['up']")
    leaves = [node["name"] for node in session.document("y")["nodes"] if node["kind"] == "leaf"]
    assert leaves == ["n.w[0]", "n.b", "n.w[1]", "scale['up']"]


def test_what_holds_itself_or_very_much_takes_little_time():
    x = torch.ones(1)
    ring = [[0]]
    ring[0].append(ring)
    names = [name for name, _ in variables({"ring": ring, "many": [0] * MOST, "late": [x]}, torch.Tensor)]
    assert names == []
    assert [name for name, _ in variables({"ring": ring, "late": [x]}, torch.Tensor)] == ["late[0]"]


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


def test_an_operation_with_several_results_shows_the_one_that_is_used(session):
    session.cell("A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)")
    session.cell("a, b = A.unbind(0)\nonly = (b * b).sum()\nboth = (a * b).sum()")
    session.cell("u, s, vt = torch.linalg.svd(A)\nnorm = s.sum()\nd = torch.logdet(A)")
    (one,) = [node for node in session.document("only")["nodes"] if node["op"] == "UnbindBackward0"]
    assert (one["name"], one["value"]["text"], one["shape"]) == ("b", "[1., 3.]", [2])
    (two,) = [node for node in session.document("both")["nodes"] if node["op"] == "UnbindBackward0"]
    assert two["name"] == "a, b"
    (values,) = [node for node in session.document("norm")["nodes"] if node["op"] == "LinalgSvdBackward0"]
    assert (values["name"], values["value"]["text"], values["shape"]) == ("s", "[3.6180, 1.3820]", [2])
    (log,) = [node for node in session.document("d")["nodes"] if node["op"] == "LinalgSlogdetBackward0"]
    assert log["value"]["text"] == "1.6094", "the sign is the first result, and is not what the formula says"


def test_a_result_that_nobody_holds_shows_what_it_was(session):
    session.cell("x = torch.arange(6.0, requires_grad=True)\ny = (x.chunk(3)[1] ** 2).sum()")
    session.cell("z = x.unbind()[2] * 1\nspread = torch.std_mean(x)[1] * 1")
    session.cell("long = torch.arange(200.0, requires_grad=True)\nw = long.chunk(2)[1].sum()")
    shown = {
        name: node["value"]["text"]
        for name in ("y", "z", "spread", "w")
        for node in session.document(name)["nodes"]
        if node["op"] in {"SplitBackward0", "UnbindBackward0", "StdMeanBackward0"}
    }
    assert shown == {"y": "[2., 3.]", "z": "2.", "spread": "2.5000", "w": "[100., 101., 102.,  ..., 197., 198., 199.]"}


def test_a_name_for_one_result_is_not_kept_for_another():
    A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
    with torch.recording():
        parts = A.unbind(0)
        first, second = parts[0] * 1, parts[1] * 1
        names = {"a": parts[0], "b": parts[1], "second": second, "first": first}
        for shown, name in ((second, "b"), (first, "a"), (second, "b")):
            (node,) = [n for n in torch.graph(shown, names).to_dict()["nodes"] if n["op"] == "UnbindBackward0"]
            assert node["name"] == name


def test_results_that_are_used_beside_each_other_have_values_and_gradients_of_their_own(session):
    session.cell("A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)\na, b = A.unbind(0)")
    session.cell("z = (a * b).sum() + (a * a).sum()\nz.backward()")
    document = session.document("z")
    (node,) = [node for node in document["nodes"] if node["op"] == "UnbindBackward0"]
    assert node["results"] == [
        {"name": "a", "value": {"text": "[2., 1.]"}},
        {"name": "b", "value": {"text": "[1., 3.]"}},
    ]
    taken = [(edge["to"], edge["input"], edge["result"]) for edge in document["edges"] if edge["from"] == node["id"]]
    first, second = sorted({to for to, _, _ in taken})
    assert taken == [(first, 0, 0), (first, 1, 1), (second, 0, 0), (second, 1, 0)]
    (step,) = [step for step in document["backwards"][0]["steps"] if step["node"] == node["id"]]
    assert (step["results"], step["upstream"]) == ([{"text": "[5., 5.]"}, {"text": "[2., 1.]"}], {"text": "[5., 5.]"})
    assert all("result" not in edge for edge in document["edges"] if edge["from"] != node["id"])


def test_results_are_called_what_holds_them_where_no_line_of_source_says_it():
    A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
    with torch.recording():
        parts = A.unbind(0)
        z = (parts[0] * parts[1]).sum()
    names = {"a": parts[0], "b": parts[1], "z": z}
    nodes = torch.graph(z, names).to_dict()["nodes"]
    assert [node["name"] for node in nodes if node["op"] == "UnbindBackward0"] == ["a, b"]
    assert [node["formula"] for node in nodes if node["op"] == "MulBackward0"] == ["a · b"]
