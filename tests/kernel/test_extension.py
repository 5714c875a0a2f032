"""`%load_ext autograd_nb` in IPython's ordinary kernel: quick, complete, and undone by `%unload_ext`."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograd_nb.kernel import alias
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete


@pytest.fixture(scope="module")
def fresh(plain):
    """The ordinary kernel, in which nothing is loaded yet."""
    return plain


def test_loading_brings_no_engine(fresh):
    ran = fresh.run("%load_ext autograd_nb\nimport sys\n{'numpy', 'autograd_nb.engine'} & set(sys.modules)")
    assert (ran.value, ran.stdout, ran.stderr) == ("set()", "", "")
    status = fresh.run("%autograd").stdout.splitlines()[1:4]
    assert [line.split()[:2] for line in status] == [["torch", "off"], ["recording", "on"], ["display", "on"]]


def test_nothing_is_aliased_until_asked(fresh):
    assert fresh.run("import torch").error == "ModuleNotFoundError: No module named 'torch'"
    ran = fresh.run("%autograd torch on\nimport torch\ntorch.__version__")
    assert ran.value == "'2.7.0+autograd_nb'"
    assert ran.stdout == "torch      on   `import torch` gives autograd_nb\n"
    assert ran.stderr == f"{alias.NOTICE}\n"


def test_what_ran_in_the_first_cell_is_recorded(fresh):
    (data,) = fresh.run("w = torch.ones(2, requires_grad=True)\nloss = (w * w).sum()\nloss").displays
    assert complete(data[MIME])["nodes"][-1]["source"]["line"] == "loss = (w * w).sum()"


def test_unloading_takes_the_alias_along(fresh):
    fresh.run("%unload_ext autograd_nb")
    assert fresh.run("import torch").error == "ModuleNotFoundError: No module named 'torch'"
    assert "UsageError: Line magic function `%autograd` not found" in fresh.run("%autograd").stderr
    assert fresh.run("loss").displays == []
    assert fresh.run("%load_ext autograd_nb\nloss").displays


def test_a_real_pytorch_is_refused_in_one_sentence(fresh):
    fresh.run("import types\nsys.modules['torch'] = torch = types.ModuleType('torch')\ntorch.__version__ = '2.9.1'")
    ran = fresh.run("%autograd torch on")
    assert ran.stdout == ""
    assert ran.stderr.startswith("UsageError: PyTorch 2.9.1 has been imported in this session and stays what `torch`")
    assert fresh.run("sys.modules['torch'] is torch").value == "True"
    assert fresh.run("%autograd torch off\nsys.modules['torch'] is torch").value == "True"


def state(shell):
    return (
        {name: list(callbacks) for name, callbacks in shell.events.callbacks.items()},
        {kind: set(magics) for kind, magics in shell.magics_manager.magics.items()},
        [dict(each.type_printers) for each in shell.display_formatter.formatters.values()],
        set(shell.extension_manager.loaded),
        {name: (set(each.strs), set(each.regexs)) for name, each in shell.strdispatchers.items()},
    )


def test_unloading_leaves_ipython_as_it_was():
    shell = InteractiveShell()
    before = state(shell)
    for _ in range(2):
        shell.extension_manager.load_extension("autograd_nb")
        shell.extension_manager.unload_extension("autograd_nb")
    assert state(shell) == before
