import gc
import re
import sys
import weakref
from types import SimpleNamespace

import ipywidgets
import pytest
import traitlets
from comm import DummyComm
from IPython.core.interactiveshell import InteractiveShell

import autograd_nb as torch
from autograd_nb.display import ipython, widget
from autograd_nb.display.widget import GraphWidget
from autograd_nb.trace import record
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def clean():
    """Nothing is left open by a test, and nobody records."""
    before = set(ipywidgets.widgets.widget._instances)
    yield
    for model_id in set(ipywidgets.widgets.widget._instances) - before:
        ipywidgets.widgets.widget._instances[model_id].close()
    assert len(widget.followers) == 0
    assert not record.recorder.active


@pytest.fixture
def x():
    return torch.arange(4.0, requires_grad=True)


@pytest.fixture
def shell(monkeypatch):
    """An IPython that `get_ipython()` finds, as in a kernel."""
    shell = InteractiveShell()
    monkeypatch.setattr(widget, "current_shell", lambda: shell)
    shell.user_ns["torch"] = torch
    yield shell
    ipython.unload_ipython_extension(shell)


def test_the_bundle_has_a_form_for_everybody(x):
    with record.recording():
        y = 2 * torch.dot(x, x)
        shown = torch.show(y)
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == repr(y) == "tensor(28., grad_fn=<MulBackward0>)"
    assert complete(data[MIME]) == shown.document
    assert "<img" in data["text/html"]
    assert metadata[MIME]["model_id"] == shown.model_id
    assert VIEW not in data  # nbconvert prefers it to all others, and has not what it needs
    shown.close()
    assert shown._repr_mimebundle_ is None  # ipywidgets' way


def test_its_output_is_brought_up_to_date(shell, x, monkeypatch):
    sent = []
    monkeypatch.setattr(shell.display_pub, "publish", lambda **message: sent.append(message))
    shell.user_ns["x"] = x
    shell.run_cell("y = 2 * torch.dot(x, x)\nw = torch.show(y)")
    assert sent == []
    shell.run_cell("w")
    shell.run_cell("y.backward()")
    first, later = sent
    assert not first["update"]
    assert later["update"]
    assert first["transient"] == later["transient"] == {"display_id": shell.user_ns["w"].model_id}
    assert first["data"][MIME]["backwards"] == []
    assert complete(later["data"][MIME]) == shell.user_ns["w"].document
    assert "[0., 4., 8., 12.]" in later["data"]["text/html"]
    assert [message["metadata"][MIME]["revision"] for message in sent] == [1, 2]
    shell.user_ns["w"].close()
    shell.run_cell("w")
    assert len(sent) == 2


def test_one_message_brings_the_content(shell, x, monkeypatch):
    """Its output's, or that of its traits where it stands among other widgets."""
    told = []
    monkeypatch.setattr(shell.display_pub, "publish", lambda **message: told.append(set(message["data"])))

    def by_comm(_, __, data, **___):
        told.append({name for name, value in data.get("state", {}).items() if value})

    monkeypatch.setattr(DummyComm, "publish_msg", by_comm)
    monkeypatch.setattr("comm.create_comm", DummyComm)  # who has imported ipykernel has put its own there
    shell.user_ns |= {"x": x, "Box": ipywidgets.Box}
    shell.run_cell("y = 2 * torch.dot(x, x)\nw = torch.show(y)\nw")
    content, forms = {"document", "html"}, {"text/plain", MIME, "text/html"}
    assert [parts for parts in told if parts & {*content, *forms}] == [forms]
    told.clear()
    shell.run_cell("y.backward(retain_graph=True)")
    assert told == [forms, {"revision"}], "the number comes after what it is of"
    told.clear()
    shell.run_cell("box = Box([w])")
    assert [parts for parts in told if parts & content] == [content], "now it stands where no output is"
    told.clear()
    shell.user_ns["w"].send_state()  # a page that was reloaded asks
    assert told.pop() >= content | {"revision"}
    shell.run_cell("y.backward(retain_graph=True)")
    assert told[-1] >= content | {"revision"}
    told.clear()
    shell.run_cell("box = Box([torch.show(y)])\ny.backward()")
    assert next(parts for parts in told if parts & {"document", *forms}) == content
    shell.run_cell("w.close()\nbox.close()")


def test_by_anywidget_it_opens_with_its_document(x, monkeypatch):
    """Colab keeps what a widget opened with, and gives it to frames that come later."""
    pytest.importorskip("anywidget")
    told = []
    monkeypatch.setattr(
        DummyComm,
        "publish_msg",
        lambda _, kind, data, **___: told.append((kind, data.get("state", {}).get("document"))),
    )
    monkeypatch.setattr("comm.create_comm", DummyComm)
    widget = torch.show(x * x, host="anywidget")
    assert [(kind, bool(document)) for kind, document in told if document is not None] == [("comm_open", True)]
    widget.close()


def test_its_output_stays_that_of_the_cell_that_shows_it(shell, x, monkeypatch):
    sent = []
    ipython.load_ipython_extension(shell)
    shell.user_ns["x"] = x
    shell.run_cell("y = 2 * torch.dot(x, x)", cell_id="made")
    monkeypatch.setattr(shell.display_pub, "publish", lambda **message: sent.append(message))
    shell.run_cell("torch.show(y)", cell_id="shown")
    shell.run_cell("y.backward();", cell_id="walked")
    assert [message["metadata"][MIME]["cell_id"] for message in sent] == ["shown", "shown"]


def test_its_repr_is_short_and_says_nothing_volatile(x):
    assert repr(torch.show(x * x)) == "autograd_nb.show()"


def test_names_are_those_of_the_caller(x):
    with record.recording():
        y = x * x
        shown = torch.show(y)
    assert [node["name"] for node in shown.document["nodes"]] == ["x", "y"]


def test_a_leaf_is_followed_too(x):
    shown = torch.show(x)
    (x * x).sum().backward()
    shown.update()
    assert shown.document["nodes"][0]["grad"]["text"] == "[0., 2., 4., 6.]"


def test_every_cell_is_followed(shell, x):
    shell.user_ns["x"] = x
    shell.run_cell("y = (x * x).sum()\nw = torch.show(y)")
    shown = shell.user_ns["w"]
    seen = []
    shown.observe(lambda change: seen.append(len(change["new"]["backwards"])), "document")
    shell.run_cell("y.backward(retain_graph=True)\ny.backward()")
    shell.run_cell("1 + 1")
    assert seen == [2]
    assert shown.html == shown._repr_mimebundle_()[0]["text/html"]


def test_without_the_extension_walks_are_recorded_while_it_is_open(shell, x):
    y = (x * x).sum()
    hooks = list(shell.events.callbacks["post_execute"])
    shown = torch.show(y)
    assert record.recorder.active
    shown.close()
    assert not record.recorder.active
    assert shell.events.callbacks["post_execute"] == hooks


def test_unloading_the_extension_ends_it(shell, x):
    ipython.load_ipython_extension(shell)
    hooks = list(shell.events.callbacks["post_execute"])
    shown = torch.show((x * x).sum())
    ipython.unload_ipython_extension(shell)
    assert shell.events.callbacks["post_execute"] == hooks
    assert shown.document["nodes"]  # the page keeps what it shows


def test_the_tensor_is_not_kept(shell, x):
    y = (x * x).sum()
    shown = torch.show(y)
    gone = weakref.ref(y)
    del y
    gc.collect()
    assert gone() is None
    x.grad = torch.ones(4)
    shell.events.trigger("post_execute")
    assert len(widget.followers) == 0
    assert shown.document["text"].startswith("tensor(14.")


def test_another_tensor_in_its_place(x):
    shown = torch.show(x * x)
    z = x.exp()
    shown.update(z)
    assert shown.document["text"] == repr(z)
    z.sum().backward()
    shown.update()
    assert len(shown.document["backwards"]) == 1


def test_a_fault_in_drawing_does_not_reach_the_cell(shell, x, monkeypatch, caplog):
    y = (x * x).sum()
    torch.show(y)
    monkeypatch.setattr(widget, "renewed", lambda *_: 1 / 0)
    y.backward()
    shell.events.trigger("post_execute")
    assert "could not be brought up to date" in caplog.text
    assert len(widget.followers) == 0


def test_only_the_newest_are_followed(shell, x, monkeypatch):
    monkeypatch.setattr(widget, "FOLLOWED", 2)
    y = (x * x).sum()
    shown = [torch.show(y) for _ in range(3)]
    y.backward()
    shell.events.trigger("post_execute")
    assert [len(each.document["backwards"]) for each in shown] == [0, 1, 1]


def test_traits_are_linked_and_observed(x):
    shown = torch.show(x * x, step=0, speed=2)
    slider = ipywidgets.IntSlider(max=5)
    ipywidgets.link((shown, "step"), (slider, "value"))
    slider.value = 3
    assert shown.step == 3
    seen = []
    shown.observe(lambda change: seen.append(change["new"]), "selected")
    shown.selected = 1
    shown.selected = None
    assert seen == [1, None]


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": -1},
        {"step": "1"},
        {"speed": 0},
        {"speed": float("inf")},
        {"playing": "yes"},
        {"selected": -1},
        {"direction": "up"},
    ],
)
def test_what_cannot_be_is_refused(x, wrong):
    with pytest.raises(traitlets.TraitError):
        torch.show(x * x, **wrong)


def test_only_tensors_and_known_hosts(x):
    with pytest.raises(TypeError, match=r"show\(\) takes a tensor, not float"):
        torch.show(1.0)
    shown = torch.show(x * x)
    with pytest.raises(TypeError, match=r"^update\(\) takes a tensor, not int$"):
        shown.update(3)
    assert shown.document["text"].endswith("grad_fn=<MulBackward0>)")
    shown.close()
    with pytest.raises(ValueError, match="knows the hosts 'jupyterlab' and 'anywidget', not 'moon'"):
        torch.show(x * x, host="moon")


def test_it_stands_among_other_widgets(x):
    shown = torch.show(x * x, layout={"width": "50%"})
    assert isinstance(shown, GraphWidget)
    assert ipywidgets.VBox([shown]).children == (shown,)


def test_in_other_front_ends_anywidget_is_used(shell, x, monkeypatch):
    pytest.importorskip("anywidget")
    from autograd_nb.display.anyhost import AnyGraphWidget

    assert type(torch.show(x * x)) is GraphWidget
    shell.user_ns["__vsc_ipynb_file__"] = "a.ipynb"
    shown = torch.show(x * x, step=0)
    assert isinstance(shown, AnyGraphWidget)
    assert type(torch.show(x * x, host="jupyterlab")) is GraphWidget
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == shown.document["text"]
    assert data[VIEW]["model_id"] == shown.model_id
    assert MIME not in data  # our extension, where it is loaded after all, would take the output for its own
    assert "<img" in data["text/html"]
    assert MIME not in metadata
    assert repr(shown) == "autograd_nb.show()"
    shown.update(x.exp())
    assert "ExpBackward0" in shown.document["text"]


def marimo(*, runs: bool) -> object:
    return SimpleNamespace(running_in_notebook=lambda: runs)


def test_marimo_that_is_only_imported_decides_nothing(x, monkeypatch):
    monkeypatch.setitem(sys.modules, "marimo", marimo(runs=False))
    assert type(torch.show(x * x)) is GraphWidget


@pytest.mark.parametrize(
    ("module", "stand_in", "place"),
    [("google.colab", object(), "Colab"), ("marimo", marimo(runs=True), "marimo")],
    ids=["Colab", "marimo"],
)
def test_where_anywidget_is_missing_the_error_says_what_to_do(x, monkeypatch, module, stand_in, place):
    monkeypatch.setitem(sys.modules, module, stand_in)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "autograd_nb.display.anyhost", raising=False)
    with pytest.raises(ImportError, match=rf"^in {place} show\(\) needs the package anywidget: install it with"):
        torch.show(x * x)


def test_the_module_is_one_script_and_one_export():
    pytest.importorskip("anywidget")
    from autograd_nb.display.anyhost import module

    text = module()
    exports = re.findall(r"\bexport\s*(?:[{*]|(?:default|const|let|var|function|class|async)\b)[^;]*;", text)
    assert exports == ["export default autogradView.widget;"]
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
