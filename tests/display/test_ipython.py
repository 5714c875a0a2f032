"""The extension in a real InteractiveShell, in a real kernel, and in a terminal."""

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import KernelManager
from traitlets import List

from autograd_nb.display import mime
from autograd_nb.display.ipython import _is_displaying, _sessions, load_ipython_extension, unload_ipython_extension
from autograd_nb.engine import events
from autograd_nb.engine.tensor import Tensor
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

ROOT = Path(__file__).resolve().parents[2]
SETUP = "import autograd_nb as torch; x = torch.arange(4.0, requires_grad=True); y = 2 * torch.dot(x, x)"
TEXT = "tensor(28., grad_fn=<MulBackward0>)"


class Publisher(DisplayPublisher):
    """Collects what a front end would be sent."""

    sent = List()

    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        self.sent.append((data, metadata or {}, transient or {}, update))


def state(shell):
    """All that the extension could leave behind in IPython and in the engine."""
    formatter = shell.display_formatter
    everything = [formatter.ipython_display_formatter, formatter.mimebundle_formatter]
    return (
        {name: list(callbacks) for name, callbacks in shell.events.callbacks.items()},
        [dict(each.type_printers) for each in [*everything, *formatter.formatters.values()]],
        [dict(each.deferred_printers) for each in [*everything, *formatter.formatters.values()]],
        list(shell.input_transformers_post),
        {kind: set(magics) for kind, magics in shell.magics_manager.magics.items()},
        events.observer,
    )


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()  # where `display` looks for the shell
    shell.display_pub = Publisher()
    shell.history_manager.enabled = False
    before = state(shell)
    load_ipython_extension(shell)
    run(shell, SETUP)
    shell.display_pub.sent.clear()
    yield shell
    unload_ipython_extension(shell)
    assert state(shell) == before
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def run(shell, code, **options):
    """Run a cell; returns its result and what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        result = shell.run_cell(code, store_history=True, **options)
    result.raise_error()
    return result, printed.getvalue()


def test_the_last_value_is_text_graph_and_fallback(shell):
    run(shell, "y", cell_id="c1")
    ((data, metadata, transient, update),) = shell.display_pub.sent
    assert data["text/plain"] == TEXT
    assert data[MIME]["text"] == TEXT
    assert "<img " in data["text/html"]
    assert transient["display_id"]
    assert metadata[MIME] == {"output": 1, "cell_id": "c1", "cells": {}}, "nothing that another run would change"
    assert not update


def test_out_and_the_underscores_are_as_always(shell):
    count = shell.execution_count
    result, _ = run(shell, "y")
    y = shell.user_ns["y"]
    assert result.result is y
    assert shell.user_ns["Out"][count] is y
    assert shell.user_ns["_"] is y
    assert shell.user_ns[f"_{count}"] is y
    assert shell.history_manager.output_hist_reprs[count] == TEXT


def test_a_hook_of_ipython_8_does_not_say_whether_it_is_active():
    """Where no kernel sends its message, the graph goes into the result itself then, as with `display(y)`."""
    assert not _is_displaying(SimpleNamespace())
    assert _is_displaying(SimpleNamespace(msg={}))


@pytest.mark.parametrize("code", ["y;", "print(y)", "z = y", "None", "repr(y);"])
def test_no_graph_where_pytorch_shows_none(shell, code):
    _, printed = run(shell, code)
    assert shell.display_pub.sent == []
    assert printed == (f"{TEXT}\n" if code == "print(y)" else "")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("x", "tensor([0., 1., 2., 3.], requires_grad=True)"),
        ("torch.ones(2)", "tensor([1., 1.])"),
        ("y.detach()", "tensor(28.)"),
        ("[y]", "[tensor(28., grad_fn=<MulBackward0>)]"),
    ],
)
def test_everything_else_is_text(shell, code, text):
    _, printed = run(shell, code)
    assert shell.display_pub.sent == []
    assert printed.split(": ", 1)[1].strip() == text


def test_display_is_ipythons_own(shell):
    run(shell, "from IPython.display import display; h = display(y, display_id='mine'); h.update(y)")
    (first, second) = shell.display_pub.sent
    assert first[0][MIME] == second[0][MIME]
    assert [each[2]["display_id"] for each in (first, second)] == ["mine", "mine"]
    assert [each[3] for each in (first, second)] == [False, True]


def test_a_later_cell_updates_the_output_once(shell):
    run(shell, "y")
    run(shell, "y.backward(retain_graph=True)\nx.grad.zero_()\ny.backward()\nx.grad")
    first, later = shell.display_pub.sent
    assert later[3]
    assert later[2] == first[2]
    assert later[1] == first[1]
    assert later[0]["text/plain"] == TEXT
    assert [change["change"] for change in complete(later[0][MIME])["changes"]] == ["fill", "zero", "add"]
    assert later[0][MIME]["nodes"][-1]["name"] == "y"


def test_a_cell_that_displays_and_walks_ends_up_to_date(shell):
    run(shell, "y.backward()\ny")
    ((data, *_),) = shell.display_pub.sent
    assert complete(data[MIME])["changes"][0]["change"] == "fill"


def test_an_exception_in_the_cell_still_updates(shell):
    run(shell, "y")
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell("y.backward()\n1/0")
    assert len(shell.display_pub.sent) == 2


def test_the_cell_id_is_kept_and_a_second_run_supersedes(shell):
    run(shell, "y", cell_id="c1")
    run(shell, "y", cell_id="c1")
    assert shell.display_pub.sent[0][1][MIME]["cell_id"] == "c1"
    run(shell, "y.backward()", cell_id="c2")
    assert len(shell.display_pub.sent) == 3  # two displays, one update


def test_without_history_as_nbval_runs_it(shell):
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell("y", store_history=False)
        shell.run_cell("y.backward()", store_history=False)
    assert [update for *_, update in shell.display_pub.sent] == [False, True]


def test_a_graph_that_cannot_be_drawn_is_text(shell, monkeypatch, caplog):
    monkeypatch.setattr("autograd_nb.display.ipython.make_document", lambda *_: 1 / 0)
    _, printed = run(shell, "y")
    assert shell.display_pub.sent == []
    assert TEXT in printed
    assert "could not be drawn" in caplog.text


def test_loading_and_unloading_twice_is_harmless(shell):
    loaded = state(shell)
    load_ipython_extension(shell)
    assert state(shell) == loaded
    unload_ipython_extension(shell)
    unload_ipython_extension(shell)
    _, printed = run(shell, "y")
    assert shell.display_pub.sent == []
    assert TEXT in printed


def test_another_formatter_for_tensors_comes_back():
    shell = InteractiveShell()
    formatter = shell.display_formatter.mimebundle_formatter

    def own(_tensor):
        return {"text/plain": "own"}

    formatter.for_type(Tensor, own)
    load_ipython_extension(shell)
    unload_ipython_extension(shell)
    assert formatter.type_printers[Tensor] is own
    shell.history_manager.end_session()


def test_a_terminal_shows_pytorchs_text_only(tmp_path):
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "--simple-prompt", "-c"]
    code = f"%load_ext autograd_nb\n{SETUP}\nget_ipython().run_cell('y')\ny.backward()\nprint(x.grad)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path), "TERM": "dumb"}
    done = subprocess.run([*command, code], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert TEXT in done.stdout
    assert "<img" not in done.stdout
    assert "tensor([ 0.,  4.,  8., 12.])" in done.stdout


class Kernel:
    """A real kernel, asked as a front end does."""

    def __init__(self, home):
        self.manager = KernelManager(kernel_name="python3")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home)}
        self.manager.start_kernel(env=environment, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, cell_id=None):
        """The messages of a cell: a list of (type, content). A page names its cells, nbclient does not."""
        messages = []
        self.client.session.metadata = {} if cell_id is None else {"cellId": cell_id}
        self.client.execute_interactive(
            code, timeout=60, output_hook=lambda m: messages.append((m["msg_type"], m["content"]))
        )
        return [m for m in messages if m[0] not in ("execute_input", "status")]

    def ask(self, model_id):
        """The messages after a page has asked a widget for its state."""
        content = {"comm_id": model_id, "data": {"method": "request_state"}}
        asked = self.client.session.msg("comm_msg", content)
        self.client.shell_channel.send(asked)
        messages = []
        while not messages or messages[-1]["content"].get("execution_state") != "idle":
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") == asked["header"]["msg_id"]:
                messages.append(message)
        return [(m["msg_type"], m["content"]) for m in messages if m["msg_type"] != "status"]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    kernel = Kernel(tmp_path_factory.mktemp("ipython"))
    yield kernel
    kernel.stop()


def test_in_a_real_kernel(kernel):
    assert kernel.run(f"%load_ext autograd_nb\n{SETUP}") == []
    ((kind, shown),) = kernel.run("y", cell_id="c")
    assert kind == "display_data"
    display_id = shown["transient"]["display_id"]
    assert shown["metadata"][MIME] == {"output": 1, "cell_id": "c", "cells": {}}
    assert "display_id" not in str(shown["data"])
    assert kernel.run("Out[2] is y, _ is y")[0][1]["data"]["text/plain"] == "(True, True)"

    walked = kernel.run("y.backward()\nx.grad")
    assert [kind for kind, _ in walked] == ["execute_result", "update_display_data", "comm_open"]
    update, comm = walked[1][1], walked[2][1]
    assert comm["comm_id"] == "c-1"
    assert update["transient"]["display_id"] == display_id
    assert comm["target_name"] == "jupyter.widget"
    state = comm["data"]["state"]
    assert state["revision"] == update["metadata"][MIME]["revision"] > 0
    assert not state.keys() & {"document", "html"}, "this the update has brought"
    assert "_view_name" not in state
    assert update["data"]["text/plain"] == shown["data"]["text/plain"]

    zeroed = kernel.run("x.grad.zero_();")
    assert [kind for kind, _ in zeroed] == ["update_display_data", "comm_msg"]
    update, comm = zeroed[0][1], zeroed[1][1]
    assert comm["data"]["state"] == {"revision": update["metadata"][MIME]["revision"]}

    # A page was reloaded: it does not know any more where the output of a display id is.
    ((kind, whole),) = kernel.ask("c-1")
    assert kind == "comm_msg"
    assert whole["data"]["state"]["document"] == update["data"][MIME]
    assert whole["data"]["state"]["html"] == update["data"]["text/html"]
    update, comm = (content for _, content in kernel.run("x.grad = None"))
    assert comm["data"]["state"] == {
        "revision": update["metadata"][MIME]["revision"],
        "document": update["data"][MIME],
        "html": update["data"]["text/html"],
    }

    assert [kind for kind, _ in kernel.run("%unload_ext autograd_nb")] == ["comm_close"]
    assert [kind for kind, _ in kernel.run("y")] == ["execute_result"]


def test_an_interrupt_leaves_no_half_written_gradient(kernel):
    kernel.run(f"%load_ext autograd_nb\n{SETUP}\nimport time\nx.register_hook(lambda g: time.sleep(30));")
    kernel.run("y")
    request = kernel.client.execute("started = True\ny.backward()")
    time.sleep(1.0)
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == request
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    sent = []
    while not sent or sent[-1]["content"].get("execution_state") != "idle":
        sent.append(kernel.client.get_iopub_msg(timeout=30))
    (update,) = [m["content"] for m in sent if m["msg_type"] == "update_display_data"]
    document = complete(update["data"][MIME])
    assert document["changes"] == []
    assert document["nodes"][0]["grad"] is None
    assert document["backwards"][-1]["error"]["type"] == "KeyboardInterrupt"
    assert kernel.run("print(x.grad)")[0][1]["text"] == "None\n"


def test_the_metadata_tell_which_cell_made_what(shell):
    run(shell, "def double(t):\n    return 2 * t", cell_id="functions")
    run(shell, "s = torch.dot(x, x)", cell_id="dot")
    run(shell, "double(s)", cell_id="here")
    ((data, metadata, _, _),) = shell.display_pub.sent
    nodes = {node["op"]: node["id"] for node in complete(data[MIME])["nodes"]}
    assert metadata[MIME]["cell_id"] == "here"
    assert metadata[MIME]["cells"] == {"dot": [nodes["DotBackward0"]], "functions": [nodes["MulBackward0"]]}


def test_the_metadata_tell_which_cell_changed_a_gradient(shell):
    run(shell, "y.backward(retain_graph=True)\ny", cell_id="here")
    run(shell, "y.backward()", cell_id="walk")
    run(shell, "1 + 1", cell_id="another")
    run(shell, "x.grad.zero_()\nx.grad = None", cell_id="reset")
    first, *_, last = [metadata[MIME] for _, metadata, _, _ in shell.display_pub.sent]
    assert first["changes"] == {"": [0]}
    assert last["changes"] == {"": [0], "walk": [1], "reset": [2, 3]}
    assert last["cell_id"] == "here"
    (output,) = _sessions[shell].outputs  # for a page that was reloaded, which gets no metadata any more
    assert mime.placed("here", output.model.homes).items() <= last.items()


def test_a_widget_tells_which_cell_changed_a_gradient(shell):
    run(shell, "w = torch.show(y)", cell_id="here")
    run(shell, "y.backward()", cell_id="walk")
    assert shell.user_ns["w"].homes["changes"] == {"walk": [0]}


def test_no_cells_where_the_front_end_names_none(shell):
    run(shell, "y")
    assert shell.display_pub.sent[0][1] == {}


def test_the_texts_of_cells_are_not_remembered_without_end(shell, monkeypatch):
    monkeypatch.setattr("autograd_nb.display.ipython.CELLS", 2)
    run(shell, "s = torch.dot(x, x)", cell_id="dot")
    run(shell, "t = 2 * s", cell_id="mul")
    run(shell, "t", cell_id="here")
    ((_, metadata, _, _),) = shell.display_pub.sent
    assert list(metadata[MIME]["cells"]) == ["mul"]
