"""Subshells and comms: code that runs beside a cell, in whatever thread ipykernel gives it."""

import time

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete


def control(kernel, kind):
    """Ask on the control channel."""
    message = kernel.client.session.msg(kind)
    kernel.client.control_channel.send(message)
    while True:
        reply = kernel.client.get_control_msg(timeout=20)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return reply["content"]


def execute(kernel, code, subshell=None):
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    message = kernel.client.session.msg("execute_request", content)
    if subshell is not None:
        message["header"]["subshell_id"] = subshell
    kernel.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def results(kernel, *asked):
    """What each of these executions gave: (the order in which they ended, their messages)."""
    messages = {each: [] for each in asked}
    ended = []
    while len(ended) < len(asked):
        message = kernel.client.get_iopub_msg(timeout=30)
        parent = message["parent_header"].get("msg_id")
        if parent in messages:
            if message["content"].get("execution_state") == "idle":
                ended.append(parent)
            messages[parent].append(message)
    return ended, messages


def test_a_subshell_has_its_own_grad_mode_and_is_recorded(kernel):
    kernel.run("import torch, time\nx = torch.arange(3.0, requires_grad=True)\nx + 1")
    subshell = control(kernel, "create_subshell_request")["subshell_id"]
    main = execute(kernel, "with torch.no_grad():\n    time.sleep(2)\n    quiet = 2 * x\nquiet.requires_grad")
    time.sleep(0.5)
    beside = execute(kernel, "loud = 3 * x\nloud", subshell)
    ended, messages = results(kernel, main, beside)
    assert ended == [beside, main]
    (shown,) = (m["content"]["data"] for m in messages[beside] if m["msg_type"] == "display_data")
    assert shown["text/plain"] == "tensor([0., 3., 6.], grad_fn=<MulBackward0>)"
    assert complete(shown[MIME])["nodes"][-1]["source"]["line"] == "loud = 3 * x"
    (value,) = (m["content"]["data"] for m in messages[main] if m["msg_type"] == "execute_result")
    assert value["text/plain"] == "False"
    assert control(kernel, "list_subshell_request")["subshell_id"] == [subshell]
    assert kernel.run("torch.is_grad_enabled(), (5 * x).requires_grad").value == "(True, True)"

    # A walk in the subshell brings up to date what the main shell showed.
    shown = execute(kernel, "s = (x * x).sum()\ns")
    results(kernel, shown)
    walked = execute(kernel, "s.backward()", subshell)
    _, messages = results(kernel, walked)
    updates = [m["content"]["data"] for m in messages[walked] if m["msg_type"] == "update_display_data"]
    (update,) = (complete(data[MIME]) for data in updates if "SumBackward0" in data["text/plain"])
    assert update["changes"][0]["by"] == "s.backward()"


def test_a_comm_handler_records_and_leaves_grad_mode(kernel):
    kernel.run(
        "from comm import get_comm_manager\n"
        "def opened(comm, message):\n"
        "    global made\n"
        "    made = (x * 7).sum()\n"
        "get_comm_manager().register_target('test', opened)"
    )
    kernel.client.shell_channel.send(
        kernel.client.session.msg("comm_open", {"comm_id": "c", "target_name": "test", "data": {}})
    )
    (data,) = kernel.run("with torch.no_grad(): pass\nmade").displays
    assert data["text/plain"] == "tensor(21., grad_fn=<SumBackward0>)"
    (product,) = (node for node in complete(data[MIME])["nodes"] if node["op"] == "MulBackward0")
    assert product["source"]["expression"] == "x * 7"
