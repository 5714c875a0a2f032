"""What tests of several folders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from autograd_nb.engine.modes import Switches, modes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("patient")

SWITCHES = [name for name in Switches.__slots__ if name not in {"context", "quiet"}]


@pytest.fixture(autouse=True)
def switches_as_found() -> Iterator[None]:
    """A test that leaves a switch of autograd's behind fails, and not the one that trips over it."""
    yield
    found = Switches()
    left = {name: getattr(modes.here, name) for name in SWITCHES if getattr(modes.here, name) != getattr(found, name)}
    if left:
        modes.here = found
    assert not left


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers. One process can run it only once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver
