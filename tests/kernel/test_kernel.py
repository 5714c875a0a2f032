"""The kernel as a front end meets it: what it adds to ipykernel, and that it takes nothing away."""

import keyword
import re
import textwrap
import time

import pytest

from autograd_nb.kernel import alias
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete


def test_it_introduces_itself_shortly(kernel):
    info = kernel.ask("kernel_info")
    assert info["implementation"] == "autograd_nb"
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["implementation_version"])
    assert len(info["banner"].splitlines()) == 2
    assert "import torch gives autograd_nb" in info["banner"]
    assert info["language_info"]["name"] == "python"


def test_torch_is_ours_and_it_says_so_once(kernel):
    first = kernel.run("import torch\nfrom torch import nn\nimport torch.nn.functional as F\ntorch.__version__")
    assert first.value == "'2.7.0+autograd_nb'"
    assert first.stderr == f"{alias.NOTICE}\n"
    assert first.stdout == ""
    again = kernel.run("import torch, autograd_nb\nx = torch.arange(4.0)\nisinstance(x, autograd_nb.Tensor)")
    assert (again.value, again.stderr) == ("True", "")


def test_a_graph_is_shown_and_a_leaf_is_text(kernel):
    ran = kernel.run("x = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)\ny")
    (data,) = ran.displays
    assert data["text/plain"] == "tensor(28., grad_fn=<MulBackward0>)"
    assert [node["name"] for node in data[MIME]["nodes"]] == ["x", "", "", "y"]
    assert kernel.run("y.backward()\nx.grad").value == "tensor([ 0.,  4.,  8., 12.])"


def test_what_was_imported_by_name_is_recorded_as_well(kernel):
    code = """
    from torch.autograd import Function
    class Double(Function):
        @staticmethod
        def forward(ctx, x): return 2 * x
        @staticmethod
        def backward(ctx, g): return 2 * g
    z = Double.apply(torch.ones(2, requires_grad=True))
    z
    """
    (data,) = kernel.run(textwrap.dedent(code)).displays
    assert data["text/plain"] == "tensor([2., 2.], grad_fn=<DoubleBackward>)"


def test_what_a_session_has_made_can_be_pickled(kernel):
    """Recorded or not, with gradients or in a graph: what comes back is ours, and a leaf."""
    made = """
    import pickle, torch
    net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())
    net(torch.ones(1, 2)).sum().backward()
    product = net[0].weight * 2
    again, leaf, sgd = pickle.loads(pickle.dumps((net, product, torch.optim.SGD(net.parameters(), lr=0.1))))
    type(again[0].weight) is torch.nn.Parameter, leaf.is_leaf, type(sgd).__name__
    """
    assert kernel.run(textwrap.dedent(made)).value == "(True, True, 'SGD')"
    assert kernel.run("again(torch.ones(1, 2)).equal(net(torch.ones(1, 2)))").value == "True"


SAME = {
    "error": "1 / 0",
    "out": "6 * 7",
    "underscore": "_ + 1",
    "semicolon": "5;",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "async for": "async def two():\n    yield 1\n    yield 2\n[n async for n in two()]",
    "shell": "!echo from the shell",
    "capture": "%%capture caught\nprint('caught')",
    "captured": "caught.stdout",
    "who": "a_name = 1\n%who int",
    "writefile": "%%writefile told.py\nimport math\nprint('told', math.pi)",
    "run": "%run told.py",
    "display": "from IPython.display import display, HTML\ndisplay(HTML('<b>1</b>'))",
    "unknown magic": "%no_such_magic",
    "syntax": "1 +",
}


def test_cells_behave_as_in_ipykernel(kernel, plain):
    for code in SAME.values():
        ours, theirs = kernel.run(code), plain.run(code)
        assert (ours.stdout, ours.stderr, ours.value, ours.error, ours.displays) == (
            theirs.stdout,
            theirs.stderr,
            theirs.value,
            theirs.error,
            theirs.displays,
        ), code


def test_time(kernel, plain):
    for each in (kernel, plain):
        assert "loop" in each.run("%timeit -n 2 -r 1 sum(range(10))").stdout
        assert "Wall time" in each.run("%%time\nsum(range(10))").stdout


def test_a_script_imports_torch(kernel):
    kernel.run("%%writefile script.py\nimport torch\nw = torch.ones(2, requires_grad=True)\nv = w.sum()")
    assert kernel.run("%run script.py").stderr == ""
    (data,) = kernel.run("v").displays
    assert data["text/plain"] == "tensor(2., grad_fn=<SumBackward0>)"


def test_autoreload(kernel):
    kernel.run("%load_ext autoreload\n%autoreload 2")
    kernel.run("%%writefile mine.py\nimport torch\ndef f(x): return 2 * x")
    assert kernel.run("import mine\nmine.f(torch.ones(1))").value == "tensor([2.])"
    time.sleep(1.1)  # a file's time has seconds
    kernel.run("%%writefile mine.py\nimport torch\ndef f(x): return 30 * x")
    assert kernel.run("mine.f(torch.ones(1))").value == "tensor([30.])"
    ran = kernel.run("%autoreload 0\ntorch.__version__, torch.linalg.__spec__.name")
    assert (ran.value, ran.stderr) == ("('2.7.0+autograd_nb', 'autograd_nb.linalg')", "")


def test_matplotlib_inline(kernel):
    ran = kernel.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot(torch.arange(3.0));")
    assert [sorted(data) for data in ran.displays] == [["image/png", "text/plain"]]
    assert ran.error is None


def test_completion(kernel):
    def completed(code):
        return kernel.ask("complete", code, len(code))["matches"]

    assert "arange" in completed("torch.ara")
    assert "requires_grad_" in completed("x.requires_g")
    assert "vector_norm" in completed("torch.linalg.ve")
    assert "arange" in completed("from torch import ara")
    assert not [name for name in completed("x.") if name.startswith("_")]
    assert {"torch.nn", "torch.autograd", "torch.utils"} <= set(completed("import torch."))
    assert not {"torch.engine", "torch.kernel", "torch.cli", "torch._names"} & set(completed("import torch."))


@pytest.mark.parametrize("name", ["kernel", "plain"])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("%autograd ", {"torch", "recording", "display", "status", "help"}),
        ("1\n%autograd re", {"recording"}),
        ("autograd di", {"display"}),
        ("%autograd torch ", {"on", "off"}),
        ("%autograd display of", {"off"}),
    ],
)
def test_completion_of_the_magic(name, code, expected, request):
    kernel = request.getfixturevalue(name)
    kernel.run("%load_ext autograd_nb")
    found = set(kernel.ask("complete", code, len(code))["matches"])
    assert found - set(keyword.kwlist) == expected, "IPython offers Python's keywords everywhere"
    done = f"{code}on "
    assert not set(kernel.ask("complete", done, len(done))["matches"]) & {"torch", "status", "on", "off"}


def test_inspection(kernel):
    kernel.run("import torch\nx = torch.arange(4.0, requires_grad=True)\ny = 2 * torch.dot(x, x)")

    def told(code):
        text = kernel.ask("inspect", code, len(code))["data"]["text/plain"]
        return re.sub(r"\x1b\[[\d;]*m", "", text)

    assert told("torch.dot(").startswith("Signature: torch.dot(")
    assert "tensor(32.)" in told("torch.dot(")  # its example
    assert told("x").startswith("Tensor of shape [4], torch.float32, leaf, requires_grad\n")
    assert told("y").startswith("Tensor of shape [], torch.float32, made by MulBackward0, requires_grad\n")
    method = told("y.sum(")
    assert method.startswith("y: Tensor of shape [], torch.float32, made by MulBackward0, requires_grad\nSignature:")
    assert "The sum of all elements" in method
    signature = "y.sum( dim=None, keepdim: bool = False, *, dtype=None, axis=None, keepdims=None, ) -> Tensor"
    assert signature in " ".join(method.split())
    assert told("torch.matmul(").startswith("Signature: torch.matmul(input, other: Tensor) -> Tensor\n")
    assert told("torch.nn.Linear(").startswith("Init signature:")
    (page,) = kernel.run("torch.dot?").payload
    assert "The sum of the products" in page["data"]["text/plain"]


def test_status_and_help(kernel):
    status = kernel.run("%autograd").stdout.splitlines()
    assert [line.split()[:2] for line in status[1:4]] == [["torch", "on"], ["recording", "on"], ["display", "on"]]
    assert len(status) == 5
    assert kernel.run("%autograd status").stdout.splitlines() == status
    assert len(kernel.run("%autograd help").stdout.splitlines()) == 5
    (page,) = kernel.run("%autograd?").payload
    assert "%autograd torch on|off" in page["data"]["text/plain"]


@pytest.mark.parametrize("words", ["torhc", "torch", "torch of", "display on now", "on"])
def test_unknown_arguments(kernel, words):
    ran = kernel.run(f"%autograd {words}")
    expected = f"UsageError: %autograd does not know '{words}': %autograd help lists what it knows.\n"
    assert (ran.stdout, ran.stderr, ran.error) == ("", expected, None)


def test_what_pytorch_has_besides(kernel):
    """PyTorch's error; below it, what `torch` is here."""
    ran = kernel.run("torch.onnx")
    assert ran.error == "AttributeError: module 'torch' has no attribute 'onnx'"
    (shown,) = ran.displays
    assert shown["text/plain"].startswith("torch is autograd_nb here: PyTorch's automatic differentiation")
    assert kernel.run("hasattr(torch, 'onnx'), 'onnx' in dir(torch)").value == "(False, False)"


def test_a_traceback_is_about_the_learners_lines(kernel):
    """Of our own functions IPython shows the one that raised the error, and says how many it left out."""
    ran = kernel.run("x.add_(1)")
    assert ran.error.startswith("RuntimeError: a leaf Variable that requires grad")
    seen = re.sub(r"\x1b\[[\d;]*m", "", ran.traceback)
    assert seen.count("File ") == 1
    assert re.search(r"x\.add_\(1\)\s+\[\.\.\. skipping hidden \d frames?\]", seen)
    between = """
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g @ torch.ones(7)

Wrong.apply(x).sum().backward()
"""
    seen = re.sub(r"\x1b\[[\d;]*m", "", kernel.run(between).traceback)
    assert "Wrong.apply(x).sum().backward()" in seen
    assert "return g @ torch.ones(7)" in seen, "what the learner wrote between ours is shown"
    assert seen.count("File ") == 1
    assert seen.count("skipping hidden") == 2


def test_display_off_and_on(kernel):
    assert kernel.run("%autograd display off").stdout.startswith("display    off")
    assert kernel.run("2 * x").value == "tensor([0., 2., 4., 6.], grad_fn=<MulBackward0>)"
    kernel.run("hidden = 3 * x")
    kernel.run("%autograd display on")
    (data,) = kernel.run("hidden").displays
    assert complete(data[MIME])["nodes"][-1]["source"]["line"] == "hidden = 3 * x", "recording went on"


def test_recording_off_and_on(kernel):
    kernel.run("%autograd recording off")
    assert kernel.run("%autograd").stdout.splitlines()[2].split()[:2] == ["recording", "off"]
    kernel.run("unseen = 5 * x")
    (data,) = kernel.run("unseen").displays
    assert complete(data[MIME])["nodes"][-1]["source"] is None
    kernel.run("%autograd recording on\nseen = 5 * x")
    (data,) = kernel.run("seen").displays
    assert complete(data[MIME])["nodes"][-1]["source"]["line"] == "seen = 5 * x"


def test_the_alias_off_and_on(kernel):
    off = "%autograd torch off\nimport sys\n[name for name in sys.modules if name.partition('.')[0] == 'torch']"
    ran = kernel.run(off)
    assert ran.stdout.startswith("torch      off")
    assert ran.value == "[]"
    assert kernel.run("import torch").error == "ModuleNotFoundError: No module named 'torch'"
    assert kernel.run("%autograd torch on\nimport torch\ntorch.ones(1)").value == "tensor([1.])"


def test_unload_and_load(kernel):
    assert kernel.run("%unload_ext autograd_nb\n2 * x").value == "tensor([0., 2., 4., 6.], grad_fn=<MulBackward0>)"
    assert "UsageError" in kernel.run("%autograd").stderr
    assert kernel.run("import torch\ntorch.__version__").value == "'2.7.0+autograd_nb'"
    assert len(kernel.run("%load_ext autograd_nb\n2 * x").displays) == 1


def test_interrupt(kernel):
    endless = "import time\nprint('begun', flush=True)\nwhile True: time.sleep(0.01)"
    asked = kernel.client.execute(endless, stop_on_error=False)  # else what comes at once after it is aborted
    while kernel.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=20)
    assert reply["parent_header"]["msg_id"] == asked
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.run("x.sum()").displays


def test_an_interrupted_loop_leaves_everything_whole(kernel):
    """Wherever the signal falls: in a walk, in a block without gradients, in the recorder."""
    loop = """
w, steps = torch.zeros(3, requires_grad=True), 0
print('begun', flush=True)
while True:
    with torch.enable_grad():
        (w * torch.ones(3)).sum().backward()
    with torch.no_grad():
        w -= 0.1
    steps += 1
"""
    whole = "w.grad.unique().numel(), abs(steps - w.grad[0].item()) <= 1, torch.is_grad_enabled()"
    for wait in (0.1, 0.17, 0.23):
        asked = kernel.client.execute(loop, stop_on_error=False)  # else what comes at once after it is aborted
        while kernel.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
            pass
        time.sleep(wait)
        kernel.manager.interrupt_kernel()
        reply = kernel.client.get_shell_msg(timeout=20)
        assert reply["parent_header"]["msg_id"] == asked
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert kernel.run(whole).value == "(1, True, True)"
        (data,) = kernel.run("after = (w * w).sum()\nafter").displays
        assert complete(data[MIME])["nodes"][-1]["source"]["line"] == "after = (w * w).sum()"


def test_restart(kernel):
    kernel.manager.restart_kernel(now=True)
    kernel.client.stop_channels()
    kernel.connect()
    assert kernel.run("x").error == "NameError: name 'x' is not defined"
    ran = kernel.run("import torch\nx = torch.ones(2, requires_grad=True)\nx + 1")
    assert ran.stderr == f"{alias.NOTICE}\n"
    assert len(ran.displays) == 1
