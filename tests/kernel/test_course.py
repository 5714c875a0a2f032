"""The notebooks of a course, cell by cell in a real kernel: PyTorch's answers, and a helper package like the course's.

Such a package imports at its top whatever any chapter uses: most of PyTorch, torchvision, matplotlib.
"""

import pytest

from tests.kernel.conftest import Kernel
from tests.learning import lines, programs, recorded, same

PACKAGE = """
import sys

import numpy as np
import torch
import torchvision
from matplotlib import pyplot as plt
from matplotlib_inline import backend_inline
from torch import nn
from torch.nn import functional as F
from torch.utils import data
from torchvision import transforms

course = sys.modules[__name__]


def set_size(size=(3, 2)):
    backend_inline.set_matplotlib_formats("svg")
    course.plt.rcParams["figure.figsize"] = size


def plot(xs, curves, names):
    set_size()
    axes = plt.gca()
    for curve in curves:
        axes.plot(xs, curve)
    axes.legend(names)


def gpus(devices=[torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]):
    return devices or [torch.device("cpu")]


class Squares(data.Dataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return torch.tensor(float(index)), torch.tensor(float(index) ** 2)


class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.LazyLinear(1)

    def forward(self, x):
        return self.layer(x)

    def loss(self, predicted, y):
        return F.mse_loss(predicted, y)


def pictures(folder):
    turn = transforms.Compose([transforms.ToTensor()])
    return torchvision.datasets.FashionMNIST(root=folder, transform=turn)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A kernel in the folder of the course."""
    home = tmp_path_factory.mktemp("course")
    (home / "helpers").mkdir()
    (home / "helpers" / "__init__.py").write_text("")
    (home / "helpers" / "torch.py").write_text(PACKAGE)
    kernel = Kernel(home)
    start = "%matplotlib inline\nfrom helpers import torch as course\nimport torch\nfrom torch import nn"
    ran = kernel.run(start)
    assert ran.error is None
    assert len(ran.stderr.splitlines()) == 1, "what `torch` is here is said once, whoever imports it"
    yield kernel
    kernel.stop()


@pytest.mark.parametrize("name", programs("kernel"))
def test_cells(course, name):
    for code, theirs in zip(lines(programs("kernel")[name]), recorded("kernel")[name], strict=True):
        ran = course.run(code)
        assert ran.error is None, f"{code}: {ran.error}"
        ours = ran.displays[0]["text/plain"] if ran.displays else ran.value
        assert same(ours, None if theirs == "None" else theirs), f"{code}\n ours: {ours}\ntheirs: {theirs}"


def test_curves_are_drawn(course):
    ran = course.run(
        "import numpy as np\nxs = np.arange(0, 3, 0.1)\ncourse.plot(xs, [xs**2, 2 * xs - 1], ['f', 'line'])"
    )
    (drawn,) = ran.displays
    assert "<svg" in drawn["image/svg+xml"]
    of_tensors = course.run("xs = torch.arange(0, 3, 0.1)\ncourse.plot(xs, [xs**2, xs.sin()], ['square', 'sine'])")
    assert "image/svg+xml" in of_tensors.displays[0]


def test_what_the_package_defines_works(course):
    assert course.run("course.gpus()").value == "[device(type='cpu')]"
    batches = "x, y = next(iter(course.data.DataLoader(course.Squares(), batch_size=3)))\nx, y"
    assert course.run(batches).value == "(tensor([0., 1., 2.]), tensor([0., 1., 4.]))"
    trained = """
line = course.Line()
loss = line.loss(line(x.reshape(-1, 1)), y.reshape(-1, 1))
loss.backward()
[p.grad.shape for p in line.parameters()]
"""
    assert course.run(trained).value == "[torch.Size([1, 1]), torch.Size([1])]"
    assert course.run("loss").displays


def test_what_needs_pytorch_itself_says_so_where_it_is_used(course):
    assert course.run("course.pictures('.')").error == (
        "AttributeError: torchvision needs PyTorch itself, and torch is autograd_nb here: "
        "there is no torchvision.transforms.Compose"
    )


def test_help_is_ours(course):
    told = course.run("help(torch.ones)").stdout
    assert told.startswith("Help on function ones in module autograd_nb")
    assert ">>> torch.ones(" in told or ">>> ones(" in told
