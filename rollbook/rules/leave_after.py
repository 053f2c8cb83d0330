"""After the days that leave was asked for: what the marks say of it, and what a person may put right.

Leave that was granted is no mark, and leave that was refused is none either (COD-16, REG-16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.codes import ever_known
from rollbook.rules.leave import Purpose, refused_code
from rollbook.rules.sessions import Session

MOST_BEYOND = 20


class Seen(StrEnum):
    """What a session turned out to be; `label` is what the office reads."""

    AS_GRANTED = "as granted"
    IN_SCHOOL = "in school"
    SET_APART = "the festival's own day"
    NO_MARK = "no mark yet"
    NO_REASON = "absent, reason open"
    TAKEN = "taken without leave"
    ILL = "refused, then ill"
    OTHER = "absent for another reason"
    BEYOND = "away beyond the leave"


@dataclass(frozen=True, slots=True)
class After:
    """One session asked for, or just after: the mark that stands, what it says, and the code that would fit instead."""

    session: Session
    code: str
    seen: Seen
    fits: str = ""


class Came(StrEnum):
    """What came of a request, once its days are over."""

    TAKEN_AS_GRANTED = "as-granted"
    NOT_TAKEN = "not-taken"
    TAKEN_WITHOUT_LEAVE = "without-leave"
    ILL_INSTEAD = "ill"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LookBack:
    """All of a request's sessions afterwards, and what came of it; `open` marks keep it from being settled."""

    sessions: tuple[After, ...]

    @property
    def came(self) -> Came:
        kinds = {one.seen for one in self.sessions}
        if kinds & {Seen.NO_MARK, Seen.NO_REASON}:
            return Came.OPEN
        if kinds & {Seen.TAKEN, Seen.BEYOND}:
            return Came.TAKEN_WITHOUT_LEAVE
        if Seen.ILL in kinds:
            return Came.ILL_INSTEAD
        return Came.TAKEN_AS_GRANTED if Seen.AS_GRANTED in kinds else Came.NOT_TAKEN

    def of(self, *kinds: Seen) -> tuple[After, ...]:
        return tuple(one for one in self.sessions if one.seen in kinds)

    @property
    def to_code(self) -> tuple[After, ...]:
        """What stands at N though the request says what it was: a person settles it."""
        return tuple(one for one in self.sessions if one.fits)


def look_back(
    asked: Iterable[Session],
    granted: Iterable[Session],
    mark_at: Callable[[Session], str | None],
    purpose: Purpose,
    *,
    set_apart: Iterable[Session] = (),
    after: Sequence[Session] = (),
) -> LookBack:
    """Read the marks of every session asked for, and of the run of absence right `after` the last of them.

    Nothing is changed by it. What stands at N in a session of refused leave is G for a holiday and O for other
    leave; illness there is shown, never doubted by a machine (MED-1).
    """
    given, own = frozenset(granted), frozenset(set_apart)
    found = [_seen(one, mark_at(one) or "", one in given, one in own, purpose) for one in asked]
    was_away = bool(found) and found[-1].seen not in (Seen.NO_MARK, Seen.IN_SCHOOL)
    return LookBack((*found, *(_beyond(after, mark_at, purpose) if was_away else ())))


def _seen(session: Session, code: str, was_granted: bool, is_set_apart: bool, purpose: Purpose) -> After:
    if not code:
        return After(session, "", Seen.NO_MARK)
    known = ever_known()[code]
    if not known.absent or code == "U":
        return After(session, code, Seen.IN_SCHOOL)
    if is_set_apart and code == "R":
        return After(session, code, Seen.SET_APART)
    if code == "N":
        return After(session, code, Seen.NO_REASON, "" if was_granted or is_set_apart else refused_code(purpose))
    if was_granted:
        return After(session, code, Seen.AS_GRANTED if known.authorised else Seen.OTHER)
    if code in ("G", "O"):
        return After(session, code, Seen.TAKEN)
    return After(session, code, Seen.ILL if code == "I" else Seen.OTHER)


def _beyond(after: Sequence[Session], mark_at: Callable[[Session], str | None], purpose: Purpose) -> Iterable[After]:
    """The unbroken absence after the last day asked for, without a reason or without leave."""
    for session in after[:MOST_BEYOND]:
        code = mark_at(session) or ""
        if code not in ("N", "G", "O"):
            return
        yield After(session, code, Seen.BEYOND, refused_code(purpose) if code == "N" else "")
