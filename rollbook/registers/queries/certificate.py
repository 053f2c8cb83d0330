"""What a certificate of attendance states of a pupil: totals, every session, every amendment (LEG-9, REG-7)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.legal import LegalIdentity, legal_identities
from rollbook.pupils.queries.lines import pupil_lines
from rollbook.pupils.queries.spans import OnRoll, times_on_roll
from rollbook.registers.models import Amendment
from rollbook.registers.queries.fingerprints import Fingerprint, fingerprint
from rollbook.registers.queries.history import told_reason
from rollbook.registers.queries.marks import MarkLine, marks_of_pupil
from rollbook.registers.queries.years import year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import NOTHING, Totals, tally
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import BYTE_OF, totals_between, year_of
from rollbook.schools.queries import SchoolDetails, calendar_of, school_line

LONGEST = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True)
class AmendedEntry:
    """One change of a mark: the five facts the law asks for (REG-7)."""

    session: Session
    old: str
    new: str
    reason: str
    at: datetime
    by_name: str
    by_role: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A pupil's attendance from a day to a day, as the register says it at this moment.

    `totals` are counted as every screen counts them; `codes` how often each code stands;
    `unmarked` the sessions before today for which the pupil was on roll and no mark was made.
    """

    school: SchoolDetails
    pupil: LegalIdentity
    registration: str
    nc_year: str
    first: date
    last: date
    totals: Totals
    codes: tuple[tuple[Code, int], ...]
    marks: tuple[MarkLine, ...]
    unmarked: tuple[Session, ...]
    amendments: tuple[AmendedEntry, ...]
    fingerprint: Fingerprint
    made_at: datetime


def certificate(actor: Actor, public_id: uuid.UUID, first: date, last: date) -> Certificate:
    """A pupil's certificate for a period, noted as an access: a fixed number of statements.

    Raises NotFound for another school's pupil, Refused where the period cannot be or the totals
    are not what the marks count to: nothing is certified then.
    """
    actor.require(Permission.PRINT_DOCUMENTS)
    check_period(actor, first, last)
    pupil = legal_identities(actor, [str(public_id)]).get(str(public_id))
    if pupil is None:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    log_access(actor, what="certificate of attendance", subject=f"pupil:{public_id}")
    marks = marks_of_pupil(actor, pupil.key, first, last)
    days = calendar_of(actor, first=first, last=last).days
    roll = times_on_roll(actor, [pupil.public_id]).get(pupil.public_id)
    (line,) = pupil_lines(actor, [pupil.key], marks[-1].session.on if marks else min(last, actor.today))
    return Certificate(
        school=school_line(actor),
        pupil=pupil,
        registration=line.registration,
        nc_year=line.nc_year,
        first=first,
        last=last,
        totals=_totals(actor, pupil.key, first, last, marks),
        codes=_by_code(marks),
        marks=marks,
        unmarked=_unmarked(actor, roll, days, {mark.session for mark in marks}),
        amendments=_amendments(actor, pupil.key, first, last),
        fingerprint=fingerprint(actor),
        made_at=actor.now,
    )


def check_period(actor: Actor, first: date, last: date) -> None:
    """Refuse a period that ends before it begins, has not begun, or is longer than three years."""
    if last < first:
        raise Refused("The last day is before the first. Check the two dates.")
    if first > actor.today:
        raise Refused("This period has not begun, so the register says nothing of it yet.")
    if last - first > LONGEST:
        raise Refused("A document covers at most three years. Make one for each year instead.")


def _totals(actor: Actor, pupil: int, first: date, last: date, marks: Iterable[MarkLine]) -> Totals:
    lines = year_lines(actor, range(year_of(first), year_of(last) + 1), [pupil])
    found = sum((totals_between(line.codes, line.year, first, last) for line in lines), NOTHING)
    if found != tally((mark.session, mark.code) for mark in marks):
        raise Refused("The register's totals are not what its marks count to. Run “rollbook verify” and ask for help.")
    return found


def _by_code(marks: Iterable[MarkLine]) -> tuple[tuple[Code, int], ...]:
    """Each code with its meaning on the day it was used, in the order of the register's own list."""
    counted = Counter(in_force(mark.session.on)[mark.code] for mark in marks)
    return tuple(sorted(counted.items(), key=lambda item: (BYTE_OF[item[0].symbol], item[0].valid_from)))


def _unmarked(
    actor: Actor, roll: OnRoll | None, days: Iterable[date], marked: Collection[Session]
) -> tuple[Session, ...]:
    past = [day for day in days if day < actor.today and roll is not None and roll.covers(day)]
    return tuple(s for day in past for half in Half if (s := Session(day, half)) not in marked)


def _amendments(actor: Actor, pupil: int, first: date, last: date) -> tuple[AmendedEntry, ...]:
    rows = Amendment.objects.filter(school_id=actor.school, pupil_id=pupil, date__range=(first, last), lesson="")
    return tuple(
        AmendedEntry(
            Session(a.date, Half(a.half)), a.old, a.new, told_reason(actor, a.reason), a.at, a.by_name, a.by_role
        )
        for a in rows.order_by("at", "id")
    )
