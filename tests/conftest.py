"""What tests of several folders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("patient")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers. One process can run it only once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver
