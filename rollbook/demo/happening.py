"""What happened around the registers yesterday and this morning: the desk, a visit, a trip, and what disagrees."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rollbook.demo.leaver import take_off_the_roll
from rollbook.demo.values import Membership, StaffMember
from rollbook.demo.writing_lessons import Changed, Fortnight
from rollbook.registers.actions import amend_mark, save_register
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.actions.taking import Tap
from rollbook.registers.issue import Issue
from rollbook.rules.access import Role, permissions_of
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import RegisterDay, register_day
from rollbook.site.actions import expect_visit, sign_pupil, sign_visitor_in

_TRIP_YEAR = 8


@dataclass(frozen=True, slots=True)
class Cast:
    """The pupils to whom something happened, by our own names; all were present yesterday and are now."""

    slipped_away: tuple[str, ...]
    came_after_all: tuple[str, ...]
    left_at_noon: str
    leaves_now: str
    planned_away: str
    at_the_dentist: str
    left_the_school: str
    late: tuple[str, ...]


def cast_of(fortnight: Fortnight, before: date, on: date) -> Cast | None:
    """Who they are: the first in the list whose marks fit; None for a school too small for them all."""
    then, now = fortnight.sessions(before), fortnight.sessions(on)
    here = (p for p in sorted(then) if then[p] == ("/", "\\") and now.get(p, ("",))[0] == "/")
    ill = (p for p in sorted(then) if then[p][1] == "I")
    late = tuple(p for p in sorted(now) if now[p][0] == "N")
    try:
        return Cast(
            slipped_away=tuple(next(here) for _ in range(3)),
            came_after_all=tuple(next(ill) for _ in range(2)),
            left_at_noon=next(here),
            leaves_now=next(here),
            planned_away=next(here),
            at_the_dentist=next(here),
            left_the_school=next(here),
            late=late[:3],
        )
    except (StopIteration, RuntimeError):
        return None


def changed_lessons(cast: Cast, before: date, on: date) -> Changed:
    """Where a lesson says otherwise than the session in which it lies."""
    first, second, third = cast.slipped_away
    found = {(first, before, "P3"): "N", (second, before, "P5"): "N", (third, on, "P1"): "N"}
    return found | {(pupil, before, "P5"): "\\" for pupil in cast.came_after_all}


@dataclass(frozen=True, slots=True)
class Happenings:
    """The acts of yesterday and this morning, each by whoever did it at its moment."""

    actor: Actor
    fortnight: Fortnight
    cast: Cast
    before: date
    on: date
    users: Mapping[str, int]

    def act(self) -> None:
        cast, moved = self.cast, self._desk
        self._planned()
        moved(cast.left_at_noon, "left", self.before, time(12, 20), "medical")
        for pupil, at in zip(cast.late, (time(9, 2), time(9, 11), time(9, 16)), strict=False):
            moved(pupil, "arrived", self.on, at, "transport")
        for pupil, at in self._came_late():
            moved(pupil, "arrived", self.on, at, "")
        moved(cast.leaves_now, "left", self.on, time(9, 18), "medical")
        self._visitors()
        self._two_entries()
        who = self.fortnight.taken.pupils[cast.left_the_school]
        take_off_the_roll(self.by(Role.ADMISSIONS, self.before, time(15, 50)), who, self.before)

    def _planned(self) -> None:
        """A trip to come, and one of yesterday on which somebody was seen in class."""
        office = self.by(Role.ATTENDANCE_ADMINISTRATOR, self.before - timedelta(days=7), time(15))
        away = [str(self.fortnight.taken.pupils[self.cast.planned_away])]
        plan_absences(office, pupils=away, first=self.before, last=self.before, code="V", note="Science fair")
        trip = next((day for day in self._days() if day > self.on + timedelta(days=4)), None)
        if trip is not None:
            going = [str(self.fortnight.taken.pupils[p]) for p in self._form_of_year(_TRIP_YEAR)]
            plan_absences(office, pupils=going, first=trip, last=trip, code="V", note="Theatre visit, back by 15:00")

    def _visitors(self) -> None:
        desk = self.by(Role.RECEPTION, self.on, time(8, 50))
        sign_visitor_in(
            desk, visit_id=uuid.uuid4(), name="Ann Burrell", kind="contractor", organisation="Boiler service"
        )
        sign_visitor_in(
            desk, visit_id=uuid.uuid4(), name="Femi Adu", kind="visitor", organisation="School nursing team"
        )
        expect_visit(
            desk, visit_id=uuid.uuid4(), name="Judith Marsh", kind="visitor", here_for="Interview, 11:00", on=self.on
        )

    def _two_entries(self) -> None:
        """The office hears of the dentist while the tutor’s page still says present."""
        pupil = str(self.fortnight.taken.pupils[self.cast.at_the_dentist])
        office = self.by(Role.ATTENDANCE_ADMINISTRATOR, self.on, time(8, 52))
        day = register_day(office, self.on, Half.AM)
        facts = RegisterFacts(Session(self.on, Half.AM), day.is_school_day, day.opens, day.closes, day.ends)
        amend_mark(office, pupil=pupil, facts=facts, code="M", reason="Mother rang: dentist", seen=1)
        tutor, group = self._tutor_of(self.cast.at_the_dentist)
        self._again(tutor, group, day, pupil)

    def _again(self, tutor: Actor, group: int, day: RegisterDay, pupil: str) -> None:
        issue = Issue(tutor.school, tutor.user_id or 0, group, day.on, int(Half.AM), day.opens, day.closes, day.ends, 1)
        tap = Tap(issue.token(pupil), "L", minutes=12, seen=1)
        save_register(tutor, issue=issue, save_id=uuid.uuid4(), taps=[tap], is_school_day=True, finished=True)

    def _desk(self, pupil: str, kind: str, on: date, at: time, reason: str) -> None:
        desk = self.by(Role.RECEPTION, on, at)
        who = str(self.fortnight.taken.pupils[pupil])
        sign_pupil(desk, movement_id=uuid.uuid4(), pupil=who, kind=kind, at=desk.now, reason=reason)

    def _came_late(self) -> Iterator[tuple[str, time]]:
        """Whose late arrival of this morning the desk has entered in the register already."""
        for marks in self.fortnight.training.marks:
            for change in marks.amendments if marks.school == self.fortnight.school.slug else ():
                if change.on == self.on and change.now in ("L", "U"):
                    yield marks.pupil, change.at.astimezone(LONDON).time()

    def _tutor_of(self, pupil: str) -> tuple[Actor, int]:
        forms = {g.key: g for g in self.fortnight.school.groups if g.kind == "registration"}
        place = next(m for m in self._memberships(pupil) if m.group in forms)
        staff = {person.key: person for person in self.fortnight.school.staff}
        tutor = staff[forms[place.group].staff]
        return self._as(tutor, Role.TUTOR, self.on, time(8, 58)), self.fortnight.taken.groups[place.group]

    def _memberships(self, pupil: str) -> list[Membership]:
        found = next(p for p in self.fortnight.training.pupils if p.key == pupil)
        return [m for m in found.memberships if m.starts <= self.on and (m.ends is None or self.on <= m.ends)]

    def _form_of_year(self, year_group: int) -> list[str]:
        year = self.fortnight.school.years[-1].name
        form = next(
            g
            for g in self.fortnight.school.groups
            if (g.kind, g.academic_year, g.year_group) == ("registration", year, year_group)
        )
        return self.fortnight.members(self.on)[self.fortnight.taken.groups[form.key]][:]

    def _days(self) -> tuple[date, ...]:
        return self.fortnight.school.years[-1].school_days

    def by(self, role: Role, on: date, at: time) -> Actor:
        """The first who holds a role, at a moment."""
        return self._as(next(p for p in self.fortnight.school.staff if role in p.roles), role, on, at)

    def _as(self, person: StaffMember, role: Role, on: date, at: time) -> Actor:
        return replace(
            self.actor,
            user_id=self.users[person.key],
            name=person.shown,
            role=role.label,
            permissions=permissions_of(frozenset({role})),
            now=datetime.combine(on, at, LONDON),
        )
