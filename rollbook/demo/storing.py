"""Puts a training school into the database by the office's own verbs, as a school would have come to be."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from rollbook.demo.around import Around
from rollbook.demo.awards import Awards
from rollbook.demo.cases import Caseload
from rollbook.demo.contact import FirstDayContact
from rollbook.demo.daily import announce_daily_lists_at
from rollbook.demo.evidence import Evidence
from rollbook.demo.happening import Happenings, cast_of, changed_lessons
from rollbook.demo.leave import Leave
from rollbook.demo.letters import write_some_letters
from rollbook.demo.line import AbsenceLine
from rollbook.demo.meetings import Meetings
from rollbook.demo.messages import arrange_messages
from rollbook.demo.own_lists import add_own_fields_and_lists
from rollbook.demo.parents import open_parents_form
from rollbook.demo.penalties import Penalties
from rollbook.demo.reports import save_some_reports
from rollbook.demo.returns import Returns
from rollbook.demo.values import Kind, StaffMember, Training, TrainingSchool
from rollbook.demo.visits import Visits
from rollbook.demo.work import Handover
from rollbook.demo.writing_lessons import Fortnight, take_lessons, write_timetable
from rollbook.demo.writing_marks import past_saves
from rollbook.demo.writing_pupils import contacts_of, groups_of, pupils_of
from rollbook.pupils.actions.intake import take_in
from rollbook.registers.actions import make_rows_for_roll, record_history, seal_day
from rollbook.registers.actions.history import PastSave
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.rules.calendar import ClosureKind
from rollbook.schools import actions as schools
from rollbook.staff.actions.joining import NewMember, take_on

_PHASES = {Kind.PRIMARY: "PS", Kind.SECONDARY: "SS"}
_KINDS = {
    ClosureKind.INSET: "inset",
    ClosureKind.BANK_HOLIDAY: "bank-holiday",
    ClosureKind.OCCASIONAL: "occasional",
    ClosureKind.POLLING: "polling",
    ClosureKind.HALF_TERM: "half-term",
    ClosureKind.UNPLANNED: "unplanned",
}


@dataclass(frozen=True, slots=True)
class Account:
    """An account that can sign in to the training school."""

    role: str
    username: str
    password: str
    school: str


def store(training: Training, *, real_now: datetime) -> tuple[Account, ...]:
    """Store everything, school by school; the school's clock then says `training.now` at `real_now`."""
    password = f"practise-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
    shift = training.now - real_now
    founder = system_actor(None, training.now)
    trust_id = None
    if training.trust:
        trust_id = schools.create_trust(founder, name=training.trust, slug=_slug(training.trust))
    accounts: list[Account] = []
    for school in training.schools:
        actor = _found(founder, school, trust_id, shift)
        accounts += _fill(actor, training, school, password)
    if trust_id is not None:
        accounts += _trust_staff(actor, training, trust_id, password)
    return tuple(accounts)


def _found(founder: Actor, school: TrainingSchool, trust_id: int | None, shift: timedelta) -> Actor:
    """The school with its calendar, times and policy, as they were set before the first year began."""
    school_id = schools.create_school(
        founder,
        name=school.name,
        slug=school.slug,
        la_number=school.la_number,
        establishment_number=school.establishment_number,
        urn=school.urn,
        phase=_PHASES[school.phase],
        lowest_age=school.lowest_age,
        highest_age=school.highest_age,
        trust_id=trust_id,
        practice_shift=shift,
    )
    first = school.years[0].starts
    before = system_actor(school_id, datetime.combine(first - timedelta(days=14), time(9), LONDON))
    for year in school.years:
        for term in year.terms:
            schools.add_term(before, name=f"{term.name} {year.name}", first=term.days.first, last=term.days.last)
        for closure in year.closures:
            if closure.kind is ClosureKind.UNPLANNED and closure.days.first > founder.today:
                continue
            schools.add_closure(
                before,
                kind=_KINDS[closure.kind],
                first=closure.days.first,
                last=closure.days.last,
                name=closure.says,
            )
    for times in school.session_times:
        schools.set_session_times(
            before, half=times.half, opens=times.opens, closes=times.closes, ends=times.ends, from_day=first
        )
    schools.set_policy(before, from_day=first)
    return system_actor(school_id, founder.now)


def _fill(actor: Actor, training: Training, school: TrainingSchool, password: str) -> list[Account]:
    first = school.years[0].starts
    posts = _one_for_each_role(school.staff)
    users = take_on(
        actor,
        members=[_member(person) for person in school.staff],
        first=first,
        passwords={person.username: password for person in posts.values()},
    )
    by_key = {person.key: users[person.username] for person in school.staff}
    taken = take_in(
        actor,
        groups=groups_of(school, by_key),
        contacts=contacts_of(training, school),
        pupils=pupils_of(training, school),
    )
    arrange_messages(actor)
    open_parents_form(actor)
    for year in school.years:
        make_rows_for_roll(actor, on=max(year.starts, first))
    _write_marks(actor, past_saves(training, school, taken, by_key))
    if school.lessons:
        _live(actor, Fortnight(training, school, taken), by_key)
    return [Account(role.value, person.username, password, school.slug) for role, person in posts.items()]


def _live(actor: Actor, fortnight: Fortnight, users: Mapping[str, int]) -> None:
    """The timetable, and where two days of this year are over or under way, what happened on them."""
    write_timetable(actor, fortnight.school)
    days = [day for day in fortnight.school.years[-1].school_days if day <= actor.today][-2:]
    if len(days) < 2 or days[-1] != actor.today:
        return
    before, today = days
    cast = cast_of(fortnight, before, today)
    take_lessons(actor, fortnight, days, changed_lessons(cast, before, today) if cast else {})
    if cast:
        happenings = Happenings(actor, fortnight, cast, before, today, users)
        happenings.act()
        marked = fortnight.sessions(today)
        Around(happenings, tuple(pupil for pupil in sorted(marked) if marked[pupil][0] == "/")[-14:]).act()
        AbsenceLine(happenings).act()
        FirstDayContact(happenings).act()
        Handover(happenings).act()
        Visits(happenings).act()
        Meetings(happenings).act()
        Penalties(happenings).act()
        Leave(happenings).act()
        Returns(happenings).act()
        Caseload(happenings).act()
        announce_daily_lists_at(happenings.by(Role.HEAD, happenings.on, time(7, 55)))
        write_some_letters(happenings.by(Role.ATTENDANCE_ADMINISTRATOR, happenings.on, time(8, 35)))
        Evidence(happenings).act()
        Awards(happenings).act()
        save_some_reports(happenings)
        add_own_fields_and_lists(happenings)


def _write_marks(actor: Actor, saves: Iterable[PastSave]) -> None:
    """A month of saves at a time, oldest first, with the seal of each month's last day."""
    ordered = sorted(saves, key=lambda save: save.at)
    for _, month in groupby(ordered, key=lambda save: (save.at.year, save.at.month)):
        together = tuple(month)
        record_history(actor, saves=together, source="training")
        last = together[-1].at.astimezone(LONDON).date()
        if last < actor.today:
            seal_day(actor, day=last)


def _trust_staff(actor: Actor, training: Training, trust_id: int, password: str) -> list[Account]:
    people = training.trust_staff
    take_on(
        actor,
        members=[_member(person, trust_id) for person in people],
        first=training.schools[0].years[0].starts,
        passwords={person.username: password for person in people},
    )
    return [Account(Role.TRUST.value, person.username, password, "") for person in people]


def _member(person: StaffMember, trust_id: int | None = None) -> NewMember:
    return NewMember(
        username=person.username,
        name=person.shown,
        initials=(person.forename[0] + person.surname[0]).upper(),
        email=person.email,
        roles=person.roles,
        nc_year="9" if Role.HEAD_OF_YEAR in person.roles else "",
        trust_id=trust_id,
    )


def _one_for_each_role(staff: Iterable[StaffMember]) -> Mapping[Role, StaffMember]:
    """The first holder of each role, in the order of the staff list; a tutor's account is for tutors."""
    found: dict[Role, StaffMember] = {}
    for person in staff:
        role = person.roles[0]
        found.setdefault(role, person)
    return found


def _slug(name: str) -> str:
    return "-".join(name.lower().split())
