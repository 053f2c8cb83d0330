"""What the words of reports suggest, for all of them at once: whose sessions, which, with which code, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.whose import Belonging, children_called, children_of_contacts, whose
from rollbook.registers.queries.standing_between import NOTHING_KNOWN, Known, known_between
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.sessions import Half, Session
from rollbook.rules.told_days import said_days
from rollbook.rules.told_reasons import suggested
from rollbook.rules.told_whom import Child, SaidPupils, names_to_look_for, said_pupils
from rollbook.schools.queries import calendar_of

_REACH = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Heard:
    """A report as it was taken: the words, and whatever the source or whoever took it has said besides."""

    words: str
    at: datetime
    number: str
    caller: str
    contact: int | None
    pupils: tuple[int, ...]
    asked: tuple[int, ...]
    first: date | None
    last: date | None
    halves: str
    back: date | None
    code: str
    way: str


@dataclass(frozen=True, slots=True)
class SeenSession:
    """One session that is suggested, and what stands or is planned there for one pupil."""

    pupil: PupilLine
    session: Session
    known: Known


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a report suggests; each part empty where the words leave it unsure, with why beside it where not.

    `others` are pupils whom the words name although they are no children of the number: shown, not guessed.
    `kept_away` says that there must be no contact with whoever this number belongs to.
    """

    pupils: tuple[PupilLine, ...] = ()
    whom_why: str = ""
    others: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    halves: str = ""
    back: date | None = None
    days_why: str = ""
    code: str = ""
    code_why: str = ""
    asks_for_leave: bool = False
    sessions: tuple[SeenSession, ...] = ()
    caller: str = ""
    kept_away: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether pupil, days and code are all suggested, so that one key can confirm them."""
        return bool(self.pupils and self.sessions and self.code) and not self.kept_away

    @property
    def stands_otherwise(self) -> tuple[SeenSession, ...]:
        """The sessions that were marked with something else than N or the code suggested."""
        return tuple(s for s in self.sessions if s.known.code and s.known.code not in ("N", self.code))


def suggest_all(actor: Actor, heard: Sequence[Heard]) -> list[Suggested]:
    """What each of some reports suggests: a fixed number of statements, however many there are."""
    belonging = _belonging(actor, heard)
    children = children_called(
        actor,
        {b.pupil_id for found in belonging for b in found} | {p for one in heard for p in one.pupils},
        {name for one in heard if not one.pupils for name in names_to_look_for(one.words)},
    )
    whom = [_whom(one, theirs, children) for one, theirs in zip(heard, belonging, strict=True)]
    lines = {line.id: line for line in pupil_lines(actor, {p for said in whom for p in said.pupils}, actor.today)}
    spans = [_days(one) for one in heard]
    first, last = _around(actor, spans)
    calendar = calendar_of(actor, first=first, last=last)
    known = known_between(actor, set(lines), first, last)
    return [
        _suggested(one, theirs, said, span, lines, calendar, known)
        for one, theirs, said, span in zip(heard, belonging, whom, spans, strict=True)
    ]


def _belonging(actor: Actor, heard: Sequence[Heard]) -> list[tuple[Belonging, ...]]:
    """For each report whose number or address it came from; where none was given, the contact who is named."""
    by_number = whose(actor, {one.number for one in heard if one.number})
    by_contact = children_of_contacts(actor, {one.contact for one in heard if one.contact is not None})
    return [by_number.get(one.number, ()) or by_contact.get(one.contact or 0, ()) for one in heard]


@dataclass(frozen=True, slots=True)
class _Span:
    first: date | None = None
    last: date | None = None
    halves: str = ""
    back: date | None = None
    why: str = ""


def _whom(heard: Heard, belonging: Collection[Belonging], children: Mapping[int, Child]) -> SaidPupils:
    if heard.pupils:
        return SaidPupils(heard.pupils, f"chosen: {heard.way.lower()}")
    ids = dict.fromkeys(b.pupil_id for b in belonging)
    known = [children[pupil] for pupil in ids if pupil in children]
    names = names_to_look_for(heard.words)
    elsewhere = [c for pk, c in children.items() if pk not in ids and names & {name.casefold() for name in c.forenames}]
    return said_pupils(heard.words, known, asked=heard.asked, elsewhere=elsewhere)


def _days(heard: Heard) -> _Span:
    if heard.first is not None:
        return _Span(heard.first, heard.last, heard.halves, heard.back, "as given")
    said = said_days(heard.words, heard.at)
    if said is None:
        return _Span(back=heard.back)
    halves = "01" if said.half is None else str(int(said.half))
    return _Span(said.first, said.last, halves, heard.back or said.back, f"“{'”, “'.join(said.words)}”")


def _around(actor: Actor, spans: Sequence[_Span]) -> tuple[date, date]:
    """The days that any of them speaks of, within what a report can be about."""
    early, late = actor.today - _REACH, actor.today + _REACH
    days = [d for s in spans if s.first and s.last for d in (s.first, s.last) if early <= d <= late]
    return min(days, default=actor.today), max(days, default=actor.today)


def _suggested(
    heard: Heard,
    belonging: Collection[Belonging],
    whom: SaidPupils,
    span: _Span,
    lines: Mapping[int, PupilLine],
    calendar: SchoolCalendar,
    known: Mapping[tuple[int, Session], Known],
) -> Suggested:
    pupils = tuple(lines[p] for p in whom.pupils if p in lines)
    days = calendar.between(span.first, span.last) if span.first and span.last else ()
    halves = [Half(int(half)) for half in span.halves]
    sessions = [Session(day, half) for day in days for half in halves]
    reason = suggested(heard.words)
    own = [b for b in belonging if b.pupil_id in whom.pupils] or list(belonging)
    return Suggested(
        pupils=pupils,
        whom_why=whom.why if pupils else "",
        others=whom.others,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        halves=span.halves if days else "",
        back=span.back,
        days_why=span.why if days else "",
        code=heard.code or reason.code,
        code_why=f"{heard.code}: chosen" if heard.code else reason.says,
        asks_for_leave=reason.asks_for_leave and not heard.code,
        sessions=tuple(SeenSession(p, s, known.get((p.id, s), NOTHING_KNOWN)) for p in pupils for s in sessions),
        caller=heard.caller or _caller(own),
        kept_away=any(b.no_contact for b in own),
    )


def _caller(belonging: Sequence[Belonging]) -> str:
    """Whose number it is, with what they are to the child; nothing where several people share it."""
    people = {b.contact_id: f"{b.name} ({b.relationship.lower()})" if b.relationship else b.name for b in belonging}
    return next(iter(people.values())) if len(people) == 1 else ""
