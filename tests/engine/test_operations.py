"""The page of operations says what the rows say, and what their checks find."""

from tests.engine import operations


def test_the_page_is_what_the_rows_and_their_checks_give() -> None:
    committed = operations.PAGE.read_text(encoding="utf-8")
    assert committed == operations.page(), f"make it anew: {operations.COMMAND}"


def test_every_derivative_on_the_page_was_found_right() -> None:
    assert "✗" not in operations.PAGE.read_text(encoding="utf-8").removeprefix(operations.HEAD)
