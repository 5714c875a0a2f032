"""Functions that PyTorch has taken away say what PyTorch's say (removed.json)."""

from __future__ import annotations

import json
import pathlib

import pytest

import autograd_nb as torch

ANSWERS = json.loads((pathlib.Path(__file__).parent / "removed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("code", "kind", "text"), ANSWERS, ids=[line[0] for line in ANSWERS])
def test_what_is_gone_says_what_to_write(code: str, kind: str, text: str) -> None:
    with pytest.raises({"RuntimeError": RuntimeError, "TypeError": TypeError}[kind]) as caught:
        eval(code, {"torch": torch, "A": torch.eye(2)})
    assert str(caught.value) == text
