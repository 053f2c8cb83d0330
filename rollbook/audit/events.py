"""What a part of the office announces when it has done something."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done: ids and counts only, never names or free text.

    Each part of the office declares its own as frozen dataclasses in its `events.py`; `verb` is
    the sentence fragment that timelines show, `about` the kind of thing it was done to and the field with its id.
    """

    verb: ClassVar[str]
    about: ClassVar[tuple[str, str] | None] = None

    @property
    def subject(self) -> str:
        """What it was done to, as `kind:id`; timelines are read by it."""
        if self.about is None:
            return ""
        kind, field = self.about
        return f"{kind}:{getattr(self, field)}"

    def detail(self) -> dict[str, object]:
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}


def name_of(event: type[Event]) -> str:
    """The event's lasting name in the audit trail: `<part>.<Event>`."""
    part = event.__module__.removeprefix("rollbook.").split(".")[0]
    return f"{part}.{event.__name__}"


def _plain(value: object) -> object:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple, frozenset)):
        return [_plain(v) for v in value]
    return value
