"""What a phone keeps of an emergency list while the network is down: tokens for the list and its lines, no name, no id.

They mean nothing without this installation's key, and nothing under another person's sign-in.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Mapping

from django.utils.crypto import salted_hmac

_SALT = "rollbook.site.roll"


def roll_token(roll: uuid.UUID, user_id: int | None) -> str:
    """What stands for a list on one person's phone."""
    return _token(f"{roll}|{user_id}")


def row_token(roll: str, number: int) -> str:
    """What stands for one line of the list that `roll` stands for."""
    return _token(f"{roll}|{number}")


def numbers_of(roll: str, numbers: Iterable[int]) -> Mapping[str, int]:
    """The lines of a list by their tokens."""
    return {row_token(roll, number): number for number in numbers}


def _token(said: str) -> str:
    return base64.urlsafe_b64encode(salted_hmac(_SALT, said, algorithm="sha256").digest()[:12]).decode()
