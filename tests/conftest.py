"""What every test may use; the register's triggers step aside only to empty a test database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TransactionTestCase

from rollbook.audit import guards


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
