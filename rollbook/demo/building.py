"""Builds a training school, or a trust of three, as it stands on one morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from rollbook.demo.amending import Amender
from rollbook.demo.drafts import Intake, Roll
from rollbook.demo.grouping import form_key, groups_of
from rollbook.demo.homes import TOWN
from rollbook.demo.marking import mark_year
from rollbook.demo.roll import settle, write_families, write_pupils
from rollbook.demo.sheets import OPEN, Diary, Sheet
from rollbook.demo.staffing import Staffroom
from rollbook.demo.staging import name_suspensions, stage
from rollbook.demo.timetabling import timetable_of
from rollbook.demo.values import (
    AcademicYear,
    Address,
    DayMarks,
    Kind,
    MarkDetail,
    SessionTimes,
    StaffMember,
    Training,
    TrainingSchool,
    UntakenRegister,
    YearMarks,
)
from rollbook.demo.years import academic_year, academic_year_of
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half

PUPILS = {Kind.PRIMARY: 420, Kind.SECONDARY: 1000}
_MOMENT = time(9, 20)
_LA = 830
_UNTAKEN = 3


@dataclass(frozen=True, slots=True)
class _Plan:
    """A school to be built."""

    slug: str
    name: str
    phase: Kind
    establishment: int
    urn: str
    share: float
    street: str


_FIRST = _Plan("marlow-lane", "Marlow Lane Primary School", Kind.PRIMARY, 2970, "990001", 1.0, "Marlow Lane")
_SECOND = _Plan("st-oswalds", "St Oswald’s Primary School", Kind.PRIMARY, 2971, "990002", 0.5, "Priory Gardens")
_UPPER = _Plan("aldermere", "Aldermere High School", Kind.SECONDARY, 4970, "990003", 1.0, "Station Road")
_PLANS = {Kind.PRIMARY: (_FIRST,), Kind.SECONDARY: (_UPPER,), Kind.TRUST: (_FIRST, _SECOND, _UPPER)}


def build(kind: Kind, *, seed: int, on: date, pupils: int | None = None) -> Training:
    """The training school at 09:20 on a date: last year's marks, this year's to that moment.

    `pupils` is the number on roll, in a trust of each phase's larger school. The same arguments
    always give the same school. On a day without sessions the marks end with the last school day.
    """
    this_year = academic_year_of(on)
    plans = _PLANS[kind]
    years = {
        plan.slug: tuple(academic_year(first, plan.phase, seed) for first in (this_year - 1, this_year))
        for plan in plans
    }
    intake = Intake(seed=seed, on=on, this_year=this_year)
    rolls = [intake.roll(plan.slug, plan.phase, round((pupils or PUPILS[plan.phase]) * plan.share)) for plan in plans]

    families = settle(rolls, this_year=this_year, on=on, seed=seed)
    written, homes = write_families(families, seed)
    numbers = {plan.slug: (_LA, plan.establishment) for plan in plans}
    staffroom = Staffroom(Random(f"{seed}:staff"))
    now = datetime.combine(on, _MOMENT, LONDON)
    built = [
        _school(plan, roll, years[plan.slug], staffroom, seed=seed, now=now)
        for plan, roll in zip(plans, rolls, strict=True)
    ]
    return Training(
        kind=kind,
        seed=seed,
        now=now,
        trust="Aldermere Learning Trust" if kind is Kind.TRUST else "",
        trust_staff=tuple(staffroom.trust()) if kind is Kind.TRUST else (),
        schools=tuple(school for school, _ in built),
        families=written,
        pupils=write_pupils(rolls, years, homes, numbers, seed),
        marks=tuple(marks for _, found in built for marks in found),
    )


def _school(
    plan: _Plan, roll: Roll, years: tuple[AcademicYear, ...], staffroom: Staffroom, *, seed: int, now: datetime
) -> tuple[TrainingSchool, list[YearMarks]]:
    posts = staffroom.posts(plan.slug)
    tutors = staffroom.tutors(plan.slug, roll.forms * (7 if plan.phase is Kind.PRIMARY else 5))
    teachers = staffroom.teachers(plan.slug, 4 if plan.phase is Kind.PRIMARY else 15)
    untaken = _untaken(roll, years[-1], now, seed)
    groups = groups_of(roll, years, tutors + teachers)
    school = TrainingSchool(
        slug=plan.slug,
        name=plan.name,
        phase=plan.phase,
        la_number=str(_LA),
        establishment_number=str(plan.establishment),
        urn=plan.urn,
        lowest_age=4 if plan.phase is Kind.PRIMARY else 11,
        highest_age=11 if plan.phase is Kind.PRIMARY else 16,
        address=Address(plan.street, "", TOWN, "HR17 1AA"),
        telephone="01632 960999",
        session_times=_TIMES[plan.phase],
        years=years,
        staff=tuple(posts + tutors + teachers),
        groups=groups,
        lessons=timetable_of(groups, years[-1].name, tutors + teachers) if plan.phase is Kind.SECONDARY else (),
        untaken=tuple(UntakenRegister(form_key(roll.slug, years[-1], *form), now.date(), Half.AM) for form in untaken),
    )
    marks = [marks for year in years for marks in _marks(roll, year, posts, untaken, seed=seed, now=now)]
    return school, marks


_TIMES = {
    Kind.PRIMARY: (
        SessionTimes(Half.AM, time(8, 40), time(9, 10), time(12, 0)),
        SessionTimes(Half.PM, time(13, 10), time(13, 25), time(15, 15)),
    ),
    Kind.SECONDARY: (
        SessionTimes(Half.AM, time(8, 40), time(9, 10), time(12, 30)),
        SessionTimes(Half.PM, time(13, 10), time(13, 25), time(15, 10)),
    ),
}


def _untaken(roll: Roll, year: AcademicYear, now: datetime, seed: int) -> list[tuple[int, int]]:
    """The forms (year group and number) whose register is still due this morning."""
    if now.date() not in year.school_days:
        return []
    forms = sorted(
        {
            (draft.year_group_in(year.starts.year), draft.form)
            for draft in roll.drafts
            if draft.enrolments[-1].ends is None
        }
    )
    return sorted(Random(f"{seed}:untaken:{roll.slug}").sample(forms, min(_UNTAKEN, len(forms) - 1)))


def _marks(
    roll: Roll,
    year: AcademicYear,
    posts: list[StaffMember],
    untaken: list[tuple[int, int]],
    *,
    seed: int,
    now: datetime,
) -> list[YearMarks]:
    random = Random(f"{seed}:amendments:{roll.slug}:{year.name}")
    sheets, diary = mark_year(roll, year, until=now.date(), seed=seed)
    if year.starts <= now.date() <= year.ends and diary.days:
        today = diary.days[-1] == now.date()
        stage(sheets, diary, last=len(diary.days) - (2 if today else 1), random=random)
        if today:
            _not_yet(sheets, untaken)
    name_suspensions(sheets, last=len(diary.days) - 1)
    by_role = {role: member.key for member in posts for role in member.roles}
    amender = Amender(
        diary,
        _TIMES[roll.phase],
        office=by_role[Role.ATTENDANCE_ADMINISTRATOR],
        desk=by_role[Role.RECEPTION],
        now=now,
        random=random,
    )
    return [_written(sheet, diary, amender, roll.slug, year.name) for sheet in sheets]


def _not_yet(sheets: list[Sheet], untaken: list[tuple[int, int]]) -> None:
    """Take away what nobody can have marked by now: this afternoon, and the registers still due."""
    for sheet in sheets:
        slot = len(sheet.codes) - 2
        halves = (slot, slot + 1) if (sheet.year_group, sheet.form) in untaken else (slot + 1,)
        for half in halves:
            if sheet.last * 2 >= slot:
                sheet.codes[half] = OPEN
                sheet.minutes.pop(half, None)
                sheet.details.pop(half, None)


def _written(sheet: Sheet, diary: Diary, amender: Amender, slug: str, year: str) -> YearMarks:
    amendments = amender.amend(sheet)
    codes, minutes = sheet.codes, sheet.minutes
    late = {slot: count for slot, count in minutes.items() if codes[slot] in ("L", "U")}
    return YearMarks(
        pupil=sheet.draft.key,
        school=slug,
        academic_year=year,
        days=tuple(
            DayMarks(diary.days[day], codes[2 * day], codes[2 * day + 1], late.get(2 * day), late.get(2 * day + 1))
            for day in range(sheet.first, sheet.last + 1)
        ),
        details=tuple(
            MarkDetail(diary.days[slot // 2], Half(slot % 2), text) for slot, text in sorted(sheet.details.items())
        ),
        amendments=amendments,
    )
