"""What is announced of bundles: ids, counts and hashes, never names or words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class BundleBegun(Event):
    """A bundle about a pupil was begun for one parent."""

    verb: ClassVar[str] = "began an evidence bundle"
    bundle: uuid.UUID
    pupil: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class BundleArranged(Event):
    """What is in a bundle, in which order, or what is taken off its pages was changed; `what` says which."""

    verb: ClassVar[str] = "arranged an evidence bundle"
    bundle: uuid.UUID
    what: str

    @property
    def subject(self) -> str:
        return f"bundle:{self.bundle}"


@dataclass(frozen=True, slots=True)
class BundleMade(Event):
    """A bundle was fixed as it stands: its number, its pages and the hash of its PDF."""

    verb: ClassVar[str] = "fixed an evidence bundle"
    bundle: uuid.UUID
    version: int
    pages: int
    sha256: str

    @property
    def subject(self) -> str:
        return f"bundle:{self.bundle}"
