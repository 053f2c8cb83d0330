"""A class about whose pupils cases are opened."""

import pytest

from tests.registers.classroom import Classroom


@pytest.fixture
def room() -> Classroom:
    return Classroom(size=12)
