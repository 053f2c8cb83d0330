"""What a provider tells us by itself: receipts, replies and how calls ended, as plain values; and how it is proved."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

MOST = 1_000


class NotProved(Exception):
    """What came in does not bear our own account's proof."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a provider's: about the message that it calls `ref`, or that we called `ours`.

    `state` is delivered or failed.
    """

    ref: str
    ours: str
    state: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A text that came in, as the provider passes it on."""

    ref: str
    sender: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallTold:
    """How a call ended: `outcome` as in `CallOutcome`, the key that was pressed, and what was recorded, if anything."""

    ref: str
    ours: str
    outcome: str
    key: str
    at: datetime
    recording: bytes = b""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that one call at the door said."""

    reports: tuple[Report, ...] = ()
    replies: tuple[Told, ...] = ()
    calls: tuple[CallTold, ...] = ()


def check_signature(headers: Mapping[str, str], body: bytes, secret: str) -> None:
    """NotProved unless the body is signed with our secret: HMAC-SHA256 in X-Signature."""
    ours = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(ours, headers.get("X-Signature", "")):
        raise NotProved


def check_bearer(headers: Mapping[str, str], secret: str) -> None:
    """NotProved unless our own token is shown."""
    shown = headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not secret or not hmac.compare_digest(secret.encode(), shown):
        raise NotProved


def our_id(typed: object) -> str:
    """Our own id of a message where one is given, else nothing."""
    try:
        return str(uuid.UUID(str(typed)))
    except ValueError:
        return ""


def moment(typed: object) -> datetime:
    """An aware moment; ValueError for one without its offset."""
    found = datetime.fromisoformat(str(typed))
    if found.tzinfo is None:
        raise ValueError("a moment without its offset")
    return found.astimezone(UTC)
