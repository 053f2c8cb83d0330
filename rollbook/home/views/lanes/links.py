"""What a lane says of a pupil: the name, and the page it opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PupilLink:
    """A pupil's name that opens their page."""

    name: str
    url: str
