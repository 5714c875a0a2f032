"""The files of PyTorch from which programs import its classes: each is found under that name, and is the same class.

`places.json` is recorded by `python -m tests.kernel.test_places`, run by a Python that has PyTorch.
"""

import importlib
import inspect
import json
import pathlib

import pytest

from autograd_nb.kernel import alias

FILE = pathlib.Path(__file__).with_name("places.json")
ROOMS = ["nn", "optim", "optim.lr_scheduler", "optim.swa_utils", "distributions", "utils.data", "autograd"]
NOT_HERE = {
    *("LinearCrossEntropyLoss", "LinearCrossEntropyOptions", "Muon", "enforce_grad_layout_policy"),  # later than 2.7
    *("Container", "NLLLoss2d", "CrossMapLRN2d", "NestedIOFunction", "PackedSequence_"),  # older than what is described
    *("DataParallel", "IterDataPipe", "MapDataPipe", "DFIterDataPipe", "DataChunk", "functional_datapipe"),
    *("guaranteed_datapipes_determinism", "non_deterministic", "runtime_validation"),
    *("runtime_validation_disabled", "argument_validation"),
}


@pytest.fixture(scope="module", autouse=True)
def _on():
    alias.on()
    yield
    alias.off()


@pytest.mark.parametrize("file", json.loads(FILE.read_text(encoding="utf-8")))
def test_a_file_of_pytorch_has_its_classes(file: str) -> None:
    for name, room in json.loads(FILE.read_text(encoding="utf-8"))[file].items():
        space: dict[str, object] = {}
        exec(f"from {file} import {name} as found\nimport {file}", space)
        assert space["found"] is getattr(importlib.import_module(room), name)


def test_what_a_file_has_not_it_does_not_have() -> None:
    with pytest.raises(ImportError, match=r"^cannot import name 'Conv2d' from 'autograd_nb.nn.modules.linear'"):
        exec("from torch.nn.modules.linear import Conv2d", {})
    with pytest.raises(AttributeError, match=r"^module 'autograd_nb.nn.modules.conv' has no attribute 'nope'$"):
        importlib.import_module("torch.nn.modules.conv").nope  # noqa: B018 - the look-up is what is tested


def main() -> None:
    """Record."""
    places: dict[str, dict[str, str]] = {}
    for room in (f"torch.{room}" for room in ROOMS):
        for name, found in sorted(vars(importlib.import_module(room)).items()):
            if inspect.isclass(found) and name not in NOT_HERE and name[0] != "_":
                file = found.__module__
                if file.startswith("torch.") and not file.startswith("torch._C"):
                    places.setdefault(file, {}).setdefault(name, room)
    FILE.write_text(json.dumps(places, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
