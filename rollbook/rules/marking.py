"""What becomes of each entry of a save: stored, unchanged, in conflict or refused.

Plain values in, one decision a pupil out; nothing is looked up and nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.rules.actor import LONDON
from rollbook.rules.age import is_compulsory
from rollbook.rules.arriving import Arrival
from rollbook.rules.code import Ages, Code
from rollbook.rules.codes import code_on
from rollbook.rules.refused import Refused
from rollbook.rules.register_times import minutes_late
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse

# A register may be taken a little before the time at which it opens, never hours before (REG-16).
EARLIEST_BEFORE_OPENING = timedelta(minutes=15)
MOST_MINUTES = 400
WHILE_OPEN = "corrected while the register was open"


@dataclass(frozen=True, slots=True)
class PupilOnRegister:
    """A pupil as the attendance register needs to know them; both days included, `last_day` None while on roll."""

    pupil: str
    born: date
    first_day: date
    last_day: date | None = None
    boarder: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The mark that stands now; `version` grows by one with every change and starts at 1."""

    code: str
    version: int
    minutes: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person sends for one pupil: `seen` is the version they looked at, 0 where no mark stood.

    Empty detail or minutes say nothing; with the code that already stands, they keep what is there.
    `planned` leaves the pupil as planned; its code is looked up as the save is stored.
    """

    pupil: str
    code: str
    minutes: int | None = None
    detail: str = ""
    seen: int = 0
    reason: str = ""
    planned: bool = False


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One session of one register; aware datetimes.

    `opens` and `closes` are when taking really began and ended where that is known, else the
    policy's times (REG-4). `ends` is the end of the session, if known. `not_used` is why no entry of
    this submission can be used, where none can; they are refused, and so kept.
    """

    session: Session
    is_school_day: bool
    opens: datetime
    closes: datetime
    ends: datetime | None = None
    not_used: str = ""

    @property
    def minutes_open(self) -> int:
        return minutes_late(self.closes, self.opens)


class Outcome(StrEnum):
    """What became of an entry."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one entry.

    `was` is the code that stood (None without one), `now` the code that was sent; `version` is the
    mark's version afterwards. `says` and `rule` speak where nothing was stored. `is_amendment` is
    true where a standing code gives way to another, `reason` then says why (REG-7).
    """

    pupil: str
    outcome: Outcome
    was: str | None
    now: str
    minutes: int | None = None
    detail: str = ""
    version: int = 0
    says: str = ""
    rule: str = ""
    is_amendment: bool = False
    reason: str = ""


def decide(
    entries: Iterable[Entry],
    *,
    standing: Mapping[str, Standing],
    pupils: Mapping[str, PupilOnRegister],
    register: RegisterFacts,
    now: datetime,
    may_amend: bool,
    taken_at: datetime | None = None,
) -> tuple[Decision, ...]:
    """Decide every entry of a save, in the order sent; one pupil's refusal stops no other (SAV-1).

    `now` is the server's and counts. `taken_at` is the device's, which may be wrong: it is believed
    only in that a save waited, so that nothing is worked out from the moment at which it arrived.
    """
    save = _Save(register, now, may_amend, Arrival(now, taken_at))
    first_of: dict[str, Entry] = {}
    return tuple(
        _decide_one(entry, standing.get(entry.pupil), pupils.get(entry.pupil), save)
        if first_of.setdefault(entry.pupil, entry) is entry
        else _sent_twice(entry, standing.get(entry.pupil))
        for entry in entries
    )


@dataclass(frozen=True, slots=True)
class _Save:
    """What is the same for every entry of a save."""

    register: RegisterFacts
    now: datetime
    may_amend: bool
    arrival: Arrival


def _decide_one(entry: Entry, stands: Standing | None, pupil: PupilOnRegister | None, save: _Save) -> Decision:
    session = save.register.session
    try:
        _check_session(save)
        on_register = _check_pupil(pupil, session.on)
        if not entry.code:
            return _blank(entry, stands)
        code = _check_code(entry.code, on_register, session)
        if stands is not None and _says_the_same(entry, stands):
            return _left_alone(entry, stands, Outcome.UNCHANGED)
        if entry.seen != (stands.version if stands else 0):
            return _in_conflict(entry, stands)
        minutes = _minutes(entry, code, stands, save)
        detail = _detail(entry, code, stands)
        reason = _reason(entry, stands, save)
    except Refused as refused:
        return _left_alone(entry, stands, Outcome.REFUSED, refused.says, refused.rule)
    return Decision(
        pupil=entry.pupil,
        outcome=Outcome.STORED,
        was=stands.code if stands else None,
        now=entry.code,
        minutes=minutes,
        detail=detail,
        version=stands.version + 1 if stands else 1,
        is_amendment=stands is not None and stands.code != entry.code,
        reason=reason,
    )


def _check_session(save: _Save) -> None:
    register, now = save.register, save.now
    on = register.session.on
    if register.not_used:
        raise refuse("SAV-1", register.not_used)
    if not register.is_school_day:
        raise refuse(
            "REG-6",
            f"The school does not meet on {in_words(on)}, so there is no session to mark. If it did meet, "
            "correct the calendar first.",
        )
    if now.astimezone(LONDON).date() < on or now < register.opens - EARLIEST_BEFORE_OPENING:
        raise refuse(
            "REG-16",
            f"This session ({register.session.says}) has not begun. A mark says where the pupil was, so it "
            "cannot be made beforehand; plan the absence instead.",
        )


def _check_pupil(pupil: PupilOnRegister | None, on: date) -> PupilOnRegister:
    if pupil is None:
        raise refuse(
            "REG-2",
            "This pupil is not on this register. Reload the page; if the pupil should be here, check the group.",
        )
    if on < pupil.first_day:
        raise refuse(
            "COD-17",
            f"This pupil's starting day is {in_words(pupil.first_day)}, after this session. No mark is made "
            "before it; if the day is wrong, correct the admission register.",
        )
    if pupil.last_day is not None and on > pupil.last_day:
        raise refuse(
            "COD-17",
            f"This pupil's last day on the register was {in_words(pupil.last_day)}. No mark is made after it; "
            "if the day is wrong, correct the admission register.",
        )
    if pupil.boarder:
        raise refuse(
            "REG-3",
            "This pupil boards on this date and so is not in the attendance register. If that is wrong, "
            "correct the admission register.",
        )
    return pupil


def _check_code(symbol: str, pupil: PupilOnRegister, session: Session) -> Code:
    code = code_on(symbol, session.on)
    if not code.enterable:
        raise refuse(
            code.rule,
            f"Code {symbol} ({code.name}) is set by the calendar or the admission register, not entered as a "
            "mark. Choose another code.",
        )
    if session.half not in code.halves:
        right = "\\" if session.half is Half.PM else "/"
        raise refuse(
            "COD-2",
            f"Code {symbol} is not for the {session.half.label}. Use {right} for a pupil present in the "
            f"{session.half.label}.",
        )
    if code.ages is Ages.OUTSIDE and is_compulsory(pupil.born, session.on):
        raise refuse(
            "COD-11",
            f"Code {symbol} is only for pupils outside compulsory school age, and this pupil is within it. "
            "Use the code that says why the pupil is absent; C2 for an agreed part-time timetable.",
        )
    if code.ages is Ages.COMPULSORY and not is_compulsory(pupil.born, session.on):
        raise refuse(
            "COD-11",
            f"Code {symbol} is only for pupils of compulsory school age, and this pupil is outside it. Use X "
            "where the pupil is not required to attend this session.",
        )
    return code


def _blank(entry: Entry, stands: Standing | None) -> Decision:
    if stands is None:
        return _left_alone(entry, stands, Outcome.UNCHANGED)
    raise refuse(
        "REG-7",
        f"A mark that stands ({stands.code}) cannot be cleared. Enter the code that is right; the original is "
        "kept beside it.",
    )


def _says_the_same(entry: Entry, stands: Standing) -> bool:
    return (
        entry.code == stands.code
        and entry.minutes in (None, stands.minutes)
        and entry.detail.strip() in ("", stands.detail)
    )


def _sent_twice(entry: Entry, stands: Standing | None) -> Decision:
    says = "This pupil was sent twice in one save; the first entry was used. Reload the page and look at the mark."
    return _left_alone(entry, stands, Outcome.REFUSED, says, "SAV-1")


def _in_conflict(entry: Entry, stands: Standing | None) -> Decision:
    if stands is None:
        says = "The mark that you saw is no longer there. Reload the page and look again."
    else:
        says = (
            f"Someone changed this mark to {stands.code} after you opened the page. Your {entry.code} was kept for "
            "the office to see but not used; look at the mark and enter it again if it is right."
        )
    return _left_alone(entry, stands, Outcome.CONFLICT, says, "SAV-1")


def _minutes(entry: Entry, code: Code, stands: Standing | None, save: _Save) -> int | None:
    if entry.minutes is not None:
        return _plausible(entry.minutes, code, save.register)
    if not code.late:
        return None
    if stands is not None and stands.code == code.symbol:
        return stands.minutes
    return _arriving_now(code, save)


def _plausible(minutes: int, code: Code, register: RegisterFacts) -> int | None:
    if not 0 <= minutes <= MOST_MINUTES:
        raise refuse(
            "COD-3", f"{minutes} minutes late is not possible in one session. Enter a number from 0 to {MOST_MINUTES}."
        )
    if not code.late:
        return None
    closed = f"{register.closes.astimezone(LONDON):%H:%M}"
    if code.attends and minutes > register.minutes_open:
        raise refuse(
            "COD-3",
            f"{minutes} minutes late is after the register closed at {closed}. Use U, or a better code if "
            "there is a proper reason; if the pupil came before it closed, correct the minutes.",
        )
    if code.absent and minutes < register.minutes_open:
        raise refuse(
            "COD-3",
            f"{minutes} minutes late is before the register closed at {closed}. Use L; if the pupil came "
            "after it closed, correct the minutes.",
        )
    return minutes


def _arriving_now(code: Code, save: _Save) -> int | None:
    """The minutes late of a pupil who comes in as the mark is made; None where that cannot be (COD-3)."""
    register, now = save.register, save.now
    if save.arrival.waited:
        return None
    if now < register.opens or (register.ends is not None and now >= register.ends):
        return None
    if code.attends != (now < register.closes):
        return None
    minutes = minutes_late(now, register.opens)
    return minutes if minutes <= MOST_MINUTES else None


def _detail(entry: Entry, code: Code, stands: Standing | None) -> str:
    given = entry.detail.strip()
    if given:
        return given
    kept = stands.detail if stands is not None and stands.code == code.symbol else ""
    if code.detail_required and not kept and (stands is None or stands.code != code.symbol):
        raise refuse("COD-6", f"Code {code.symbol} ({code.name}) needs a note. Write {code.detail_says}.")
    return kept


def _reason(entry: Entry, stands: Standing | None, save: _Save) -> str:
    """Why a standing mark changes: said by the person once the register has closed (REG-7, REG-8)."""
    given = entry.reason.strip()
    if stands is None:
        return given
    if save.now < save.register.closes:
        return given or WHILE_OPEN
    register = save.register
    entered = save.arrival.entered_between(register.opens - EARLIEST_BEFORE_OPENING, register.closes)
    if not save.may_amend and entered:
        raise refuse(
            "REG-7",
            f"The register closed before this reached the school (entered at {entered} by the device's clock), and "
            f"this pupil is marked {stands.code}. Your {entry.code} is kept for the office, who can enter it.",
        )
    if not save.may_amend:
        raise refuse(
            "REG-7",
            f"The register has closed and this pupil is marked {stands.code}. Only those who may amend marks "
            "can change it now; ask the attendance office.",
        )
    if not given and entered:
        return f"entered at {entered} by the device's clock, while the register was open; received after it closed"
    if not given:
        raise refuse(
            "REG-7",
            f"The register has closed, so changing {stands.code} to {entry.code} is an amendment. Write the "
            "reason; it is kept with the original mark.",
        )
    return given


def _left_alone(entry: Entry, stands: Standing | None, outcome: Outcome, says: str = "", rule: str = "") -> Decision:
    return Decision(
        pupil=entry.pupil,
        outcome=outcome,
        was=stands.code if stands else None,
        now=entry.code,
        minutes=stands.minutes if stands and outcome is Outcome.UNCHANGED else entry.minutes,
        detail=stands.detail if stands and outcome is Outcome.UNCHANGED else entry.detail,
        version=stands.version if stands else 0,
        says=says,
        rule=rule,
        reason=entry.reason,
    )
