"""Where a pupil is thought to be, from the day's marks and movements: what a roll call goes by (COD-23).

A code alone never settles it: who was marked present may have signed out since, who was absent may have come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rollbook.rules.actor import LONDON
from rollbook.rules.code import Code

# A session lost to a closure says nothing of a child who has not been collected yet.
LOST_ON_THE_DAY = frozenset({"Y3", "Y4"})
# Nobody is in school by night; a quarter of an hour after the last bell who has nothing to stay for has gone.
NOT_BEFORE = timedelta(minutes=90)
AFTER_BELL = timedelta(minutes=15)


class Place(StrEnum):
    """On site; perhaps on site, so that somebody must look; or not on site."""

    HERE = "here"
    PERHAPS = "perhaps"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class LastMove:
    """A pupil's last movement of the day: whether out of the school, and when (aware)."""

    out: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a pupil is thought to be, and what that rests on."""

    place: Place
    why: str


def whereabouts(
    morning: str,
    afternoon: str,
    moved: LastMove | None,
    *,
    codes: Mapping[str, Code],
    afternoon_from: datetime | None,
) -> Whereabouts:
    """Where a pupil is, by the last that is known: a movement, or the mark of a register taken after it (COD-23).

    `afternoon_from` is when the afternoon's register opens. Doubt counts as perhaps: a pupil not
    marked at all, or present in the morning, N in the afternoon and never signed out.
    """
    if moved is not None and not _marked_since(afternoon, moved, afternoon_from):
        return _by_movement(moved)
    was_here = (moved is not None and not moved.out) or _on_site(morning, codes)
    if afternoon:
        return _by_afternoon(afternoon, was_here, moved, codes)
    if not morning:
        return Whereabouts(Place.PERHAPS, "not marked yet")
    return _by_code(morning, "this morning", codes)


def outside_the_day(
    found: Whereabouts,
    later: str,
    moved: LastMove | None,
    *,
    now: datetime,
    morning_from: datetime | None,
    ends: datetime | None,
) -> tuple[Whereabouts, bool]:
    """The same before the first and after the last bell, and whether only nobody having signed out speaks for it.

    A day pupil who was here and did not sign out is presumed gone after the bell, and still perhaps on site: in an
    alarm they are somebody to ask about (COD-23). While the school is lost to a closure nobody is presumed gone.
    """
    if found.place is Place.PERHAPS and moved is None and morning_from is not None and now < morning_from - NOT_BEFORE:
        return Whereabouts(Place.AWAY, "school has not begun"), False
    if found.place is not Place.HERE or ends is None or now < ends + AFTER_BELL or later in LOST_ON_THE_DAY:
        return found, False
    if moved is not None and moved.at >= ends:
        return found, False
    return Whereabouts(Place.PERHAPS, f"{found.why}, not known to have left since {_clock(ends)}"), True


def _marked_since(afternoon: str, moved: LastMove, afternoon_from: datetime | None) -> bool:
    return bool(afternoon) and afternoon_from is not None and moved.at < afternoon_from


def _by_movement(moved: LastMove) -> Whereabouts:
    if moved.out:
        return Whereabouts(Place.AWAY, f"signed out {_clock(moved.at)}")
    return Whereabouts(Place.HERE, f"signed in {_clock(moved.at)}")


def _by_afternoon(code: str, was_here: bool, moved: LastMove | None, codes: Mapping[str, Code]) -> Whereabouts:
    found = _by_code(code, "this afternoon", codes)
    if found.place is Place.HERE and moved is not None and moved.out:
        return Whereabouts(Place.HERE, f"{found.why}, though signed out {_clock(moved.at)}")
    if code in LOST_ON_THE_DAY and was_here and (moved is None or not moved.out):
        return Whereabouts(Place.HERE, "here this morning, not signed out since the school closed")
    if code == "N" and was_here and (moved is None or not moved.out):
        return Whereabouts(Place.PERHAPS, "here this morning, N this afternoon, not signed out")
    return found


def _by_code(code: str, when: str, codes: Mapping[str, Code]) -> Whereabouts:
    return Whereabouts(Place.HERE if _on_site(code, codes) else Place.AWAY, f"{code} {when}")


def _on_site(code: str, codes: Mapping[str, Code]) -> bool:
    return bool(code) and code in codes and codes[code].on_site


def _clock(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"
