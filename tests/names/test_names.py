"""What PyTorch answers to the programs of this folder is what we answer."""

import pytest

from tests.learning import check, programs


@pytest.mark.parametrize("name", programs("names"))
def test_program(name: str):
    check("names", name)
