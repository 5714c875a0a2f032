import gc
import sys
import threading
import weakref

import pytest
from ipywidgets.widgets.widget import _instances

import autograd_nb as torch
from autograd_nb.display import following, live
from autograd_nb.display.following import latest
from autograd_nb.display.live import LIMIT, LiveOutputs
from autograd_nb.display.model import GraphModel
from autograd_nb.trace import record
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.wire import complete


class Page:
    """Stands for a front end: collects what is published."""

    def __init__(self):
        self.names = {}
        self.sent = []
        self.outputs = LiveOutputs(self.publish, lambda: self.names)

    def publish(self, data, metadata, display_id):
        self.sent.append((data, metadata, display_id))

    def show(self, tensor, cell_id="cell", **options):
        return self.outputs.add(tensor, make_document(tensor, self.names, followed=True), cell_id, **options)

    def documents(self):
        """What was sent since the last call."""
        sent, self.sent = self.sent, []
        return [complete(data[MIME]) for data, _, _ in sent]


@pytest.fixture
def page():
    with record.recording():
        page = Page()
        yield page
        page.outputs.close()


@pytest.fixture
def x():
    return torch.arange(4.0, requires_grad=True)


def test_a_walk_is_sent_once_by_both_ways(page, x):
    y = 2 * torch.dot(x, x)
    output = page.show(y)
    y.backward()
    page.outputs.refresh()
    page.outputs.refresh()
    assert len(page.sent) == 1
    data, metadata, display_id = page.sent[0]
    assert data[MIME]["backwards"][0]["call"]
    assert metadata == output.metadata
    assert display_id == output.display_id
    assert output.model.model_id == output.model_id
    assert output.model.document == complete(data[MIME])
    assert output.model.html == data["text/html"]


def test_nothing_is_opened_before_anything_changes(page, x):
    before = dict(_instances)
    y = x * 2
    output = page.show(y)
    page.outputs.refresh()
    assert output.model is None
    assert _instances == before


def test_one_update_for_many_changes_in_a_cell(page, x):
    y = (x * x).sum()
    page.show(y)
    y.backward(retain_graph=True)
    x.grad.zero_()
    y.backward()
    x.grad = None
    page.outputs.refresh()
    (document,) = page.documents()
    assert [change["change"] for change in document["changes"]] == ["fill", "zero", "add", "none"]


def test_only_touched_outputs_are_sent(page, x):
    w = torch.ones(2, requires_grad=True)
    y, z = (x * x).sum(), (w * 3).sum()
    page.show(y)
    page.show(z)
    z.backward()
    page.outputs.refresh()
    (document,) = page.documents()
    assert document["text"] == repr(z)


def test_a_walk_from_above_touches_the_graphs_it_passes(page, x):
    y = x * x
    page.show(y)
    y.sum().backward()
    page.outputs.refresh()
    (document,) = page.documents()
    assert document["changes"][0]["grad"]["text"] == "[0., 2., 4., 6.]"


def test_a_leaf_shared_with_another_graph(page, x):
    page.show((x * x).sum())
    kept = x.exp().sum()
    kept.backward()
    page.outputs.refresh()
    # The first graph was not held by anyone: there is nothing to keep up to date.
    assert page.documents() == []
    y = (x * x).sum()
    page.show(y)
    x.grad.zero_()
    page.outputs.refresh()
    assert page.documents()[0]["changes"][-1]["change"] == "zero"


def test_autograd_grad_and_failed_walks_are_sent(page, x):
    y = (x * x).sum()
    page.show(y)
    torch.autograd.grad(y, x)
    page.outputs.refresh()
    (document,) = page.documents()
    assert document["backwards"][-1]["kind"] == "grad"
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward()
    page.outputs.refresh()
    (document,) = page.documents()
    assert document["backwards"][-1]["error"]["type"] == "RuntimeError"


def test_text_and_names_stay_as_first_shown(page, x):
    y = (x * x).sum()
    page.names.update(x=x, y=y)
    page.show(y)
    kept = y
    page.names["y"] = page.names["z"] = x.exp()
    y.backward()
    page.outputs.refresh()
    (document,) = page.documents()
    assert document["text"] == repr(kept)
    assert [n["name"] for n in document["nodes"] if n["id"] == document["root"]] == ["y"]


def test_looking_at_a_tensor_does_not_keep_it(page, x):
    y = (x * x).sum()
    output = page.show(y)
    gone = weakref.ref(y)
    y.backward()
    page.outputs.refresh()
    del y
    gc.collect()
    assert gone() is None
    model = output.model
    x.grad.zero_()
    page.outputs.refresh()
    assert len(page.outputs) == 0
    assert model.comm is None  # closed


def test_a_cell_that_runs_again_supersedes_its_outputs(page, x):
    y = (x * x).sum()
    output = page.show(y, cell_id="a")
    other = page.show(y, cell_id="b")
    y.backward()
    page.outputs.refresh()
    model = output.model
    page.outputs.supersede("a")
    assert list(page.outputs) == [other]
    assert model.comm is None
    page.outputs.supersede(None)
    assert list(page.outputs) == [other]


def test_the_number_of_live_outputs_is_bounded(page, x):
    shown = [(x * i).sum() for i in range(LIMIT + 5)]
    for y in shown:
        page.show(y)
    assert len(page.outputs) == LIMIT
    shown[0].backward()
    page.outputs.refresh()
    assert len(page.documents()) == LIMIT  # x is a leaf of all of them


def test_large_graphs_make_room_sooner(page, monkeypatch):
    monkeypatch.setattr(live, "NODES_LIMIT", 10)
    small = torch.ones(1, requires_grad=True) * 2
    large = torch.ones(1, requires_grad=True)
    for _ in range(20):
        large = (large + 1).exp()
    page.show(small)
    last = page.show(large)
    assert list(page.outputs) == [last]  # however large, the last one lives


def test_a_tensor_displayed_twice_is_looked_at_once(page, x, monkeypatch):
    y = (x * x).sum()
    page.show(y)
    page.names["y"] = y
    page.show(y)
    made = []
    make = live.renewed
    monkeypatch.setattr(live, "renewed", lambda *args: made.append(args) or make(*args))
    y.backward()
    page.outputs.refresh()
    assert len(made) == 1
    names = [document["nodes"][-1]["name"] for document in page.documents()]
    assert names == ["y", "y"]


def test_an_output_under_another_display_id_is_only_sent_to_the_model(page, x):
    y = (x * x).sum()
    output = page.show(y, updatable=False)
    y.backward()
    page.outputs.refresh()
    assert page.sent == []
    assert output.model.document["changes"]
    assert output.model.whole


def test_revisions_grow(page, x):
    y = (x * x).sum()
    output = page.show(y)
    assert "revision" not in output.metadata[MIME]
    seen = [0]
    for _ in range(3):
        y.backward(retain_graph=True)
        page.outputs.refresh()
        assert page.sent[-1][1][MIME]["revision"] == output.model.revision > seen[-1]
        seen.append(output.model.revision)


def test_a_displayed_tensor_with_another_history_is_let_go(page, x):
    y = x * x
    page.show(y)
    y.mul_(2)
    y.sum().backward()
    page.outputs.refresh()
    assert page.documents() == []
    assert len(page.outputs) == 0


def test_a_picture_that_fails_leaves_the_others(page, x, monkeypatch, caplog):
    y = (x * x).sum()
    page.show(y)
    good = page.show(y)
    make = live.renewed
    calls = []

    def fail_once(tensor, namespace):
        calls.append(tensor)
        if len(calls) == 1:
            raise ZeroDivisionError
        return make(tensor, namespace)

    monkeypatch.setattr(live, "renewed", fail_once)
    y.backward()
    page.outputs.refresh()
    assert list(page.outputs) == [good]
    assert len(page.sent) == 1
    assert "could not be brought up to date" in caplog.text


def test_closing_closes_the_models(page, x):
    y = (x * x).sum()
    output = page.show(y)
    y.backward()
    page.outputs.refresh()
    model = output.model
    page.outputs.close()
    assert model.comm is None
    assert len(page.outputs) == 0


def test_without_ipywidgets_the_output_is_still_updated(page, x, monkeypatch):
    monkeypatch.setattr(live, "_model", lambda: None)
    y = (x * x).sum()
    output = page.show(y)
    y.backward()
    page.outputs.refresh()
    assert len(page.sent) == 1
    assert output.model is None


def test_without_ipywidgets_there_is_no_model(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)  # importing it raises ImportError
    monkeypatch.delitem(sys.modules, "autograd_nb.display.model")
    assert live._model.__wrapped__() is None


def test_the_model_says_little_and_has_no_view():
    model = GraphModel(model_id="m1", document={"version": 1})
    assert repr(model) == "GraphModel()"
    assert "application/vnd.jupyter.widget-view+json" not in (model._repr_mimebundle_() or {})
    model.close()


def test_cells_in_other_threads(page, x):
    y = (x * x).sum()
    page.show(y)

    def cell():
        y.backward(retain_graph=True)
        page.outputs.refresh()

    threads = [threading.Thread(target=cell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page.outputs.refresh()
    assert len(page.documents()[-1]["backwards"]) == 4


def test_news_of_a_graph_are_found_without_recursion(page):
    y = torch.ones(1, requires_grad=True)
    for _ in range(5000):
        y = y + 1
    before = latest(y.grad_fn)
    y.backward()
    assert latest(y.grad_fn) > before


def test_a_graph_too_large_to_look_through_follows_everything(page, monkeypatch):
    monkeypatch.setattr(following, "LOOK_THROUGH", 10)
    y = torch.ones(1, requires_grad=True)
    for _ in range(20):
        y = y + 1
    before = latest(y.grad_fn)
    torch.ones(1, requires_grad=True).sum().backward()
    assert latest(y.grad_fn) > before


def test_each_way_has_one_message_for_a_cell_and_a_view(page, monkeypatch):
    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    b = x.sum() * 0.01
    for _ in range(50):
        b = b * 2 + 1
    views = [page.show(y, "first"), page.show(b, "second"), page.show(y, "third")]
    states = []
    monkeypatch.setattr(GraphModel, "send_state", lambda self, key=None: states.append(self.model_id))
    for turn in range(3):
        for _ in range(5):  # however often the cell walks
            y.backward(retain_graph=True)
            b.backward(retain_graph=True)
            x.grad.zero_()
        opened = {view.model_id for view in views if view.model is None}
        page.outputs.refresh()
        sent = page.documents()
        assert len(sent) == len(views)
        assert sorted([*states, *opened]) == sorted(view.model_id for view in views), turn
        states.clear()


def test_a_model_that_the_page_closes_takes_its_output_along(page, x):
    y = 2 * torch.dot(x, x)
    output = page.show(y)
    other = page.show(y, "other")
    y.backward(retain_graph=True)
    page.outputs.refresh()
    output.model.comm.handle_close({})
    assert list(page.outputs) == [other]
    assert output.model is None
    known = weakref.ref(output)
    del output
    gc.collect()
    assert known() is None
    page.documents()
    y.backward()
    page.outputs.refresh()
    assert len(page.documents()) == 1
