"""What every test may use; the register's triggers step aside only to empty a test database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TransactionTestCase

from rollbook.audit import guards

PURE = ("tests/rules/", "tests/formats/", "tests/analytics/", "tests/architecture/", "tests/demo/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs no database is run against one of the two only, and so is what drives a browser."""
    for item in items:
        if item.nodeid.startswith(PURE) and not any(item.iter_markers("django_db")):
            item.add_marker("pure")
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker("browser")


@pytest.fixture(autouse=True, scope="session")
def _flush_without_guards() -> Iterator[None]:
    """Django empties the tables after a transactional test, which the triggers rightly refuse."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self: Any) -> None:
        with guards.disarmed():
            empty(self)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
