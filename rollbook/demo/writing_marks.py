"""A training school's marks, as the saves and amendments by which they came to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.demo.values import DayMarks, MarkAmendment, Pupil, StaffMember, Training, TrainingSchool, YearMarks
from rollbook.pupils.actions.intake import Taken
from rollbook.registers.actions.history import PastMark, PastSave
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half, Session

_TAKEN_AFTER = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class _Register:
    """One register that was taken: which group's, in which session."""

    group: str
    session: Session


def past_saves(
    training: Training, school: TrainingSchool, taken: Taken, users: Mapping[str, int]
) -> Iterator[PastSave]:
    """Every register that was taken and every amendment since, in no order yet."""
    staff = {person.key: person for person in school.staff}
    tutors = {group.key: staff[group.staff] for group in school.groups if group.staff}
    opens = {times.half: times.opens for times in school.session_times}
    forms = {pupil.key: _forms(pupil, school) for pupil in training.pupils}
    registers: defaultdict[_Register, list[PastMark]] = defaultdict(list)
    for sheet in training.marks:
        if sheet.school != school.slug:
            continue
        public = str(taken.pupils[sheet.pupil])
        for register, mark in _entries(sheet, forms[sheet.pupil], public):
            registers[register].append(mark)
        for amendment in sheet.amendments:
            yield _amended(amendment, public, staff, users)
    for register, marks in registers.items():
        at = datetime.combine(register.session.on, opens[register.session.half], LONDON) + _TAKEN_AFTER
        yield _taken(register, marks, at, tutors[register.group], users, taken)


def _entries(
    sheet: YearMarks, forms: tuple[tuple[str, date, date | None], ...], public: str
) -> Iterator[tuple[_Register, PastMark]]:
    """A pupil's marks as first entered, with the register each was entered in."""
    details = {(d.on, d.half): d.text for d in sheet.details}
    first: dict[tuple[date, Half], str] = {}
    for amendment in sheet.amendments:
        first.setdefault((amendment.on, amendment.half), amendment.was)
    for day in sheet.days:
        group = _form_on(forms, day.on)
        for half, stands, minutes in _halves(day):
            entered = first.get((day.on, half), stands)
            if not entered or group is None:
                continue
            session = Session(day.on, half)
            as_first = entered == stands
            yield (
                _Register(group, session),
                PastMark(
                    pupil=public,
                    session=session,
                    code=entered,
                    minutes=minutes if as_first else None,
                    detail=details.get((day.on, half), "") if as_first else "",
                ),
            )


def _halves(day: DayMarks) -> tuple[tuple[Half, str, int | None], tuple[Half, str, int | None]]:
    return ((Half.AM, day.am, day.am_minutes), (Half.PM, day.pm, day.pm_minutes))


def _taken(
    register: _Register,
    marks: list[PastMark],
    at: datetime,
    tutor: StaffMember,
    users: Mapping[str, int],
    taken: Taken,
) -> PastSave:
    return PastSave(
        kind="taken",
        at=at,
        by_id=users[tutor.key],
        by_name=tutor.shown,
        by_role=Role.TUTOR.label,
        marks=tuple(marks),
        group_id=taken.groups[register.group],
        session=register.session,
    )


def _amended(
    amendment: MarkAmendment, public: str, staff: Mapping[str, StaffMember], users: Mapping[str, int]
) -> PastSave:
    person = staff[amendment.by]
    session = Session(amendment.on, amendment.half)
    mark = PastMark(
        pupil=public,
        session=session,
        code=amendment.now,
        minutes=amendment.minutes,
        was=amendment.was,
        reason=amendment.reason,
    )
    return PastSave(
        kind="amended",
        at=amendment.at,
        by_id=users[person.key],
        by_name=person.shown,
        by_role=person.roles[0].label,
        marks=(mark,),
        session=session,
    )


def _forms(pupil: Pupil, school: TrainingSchool) -> tuple[tuple[str, date, date | None], ...]:
    """The registration groups a pupil was in at this school, with their days."""
    forms = {group.key for group in school.groups if group.kind == "registration"}
    return tuple((m.group, m.starts, m.ends) for m in pupil.memberships if m.group in forms)


def _form_on(forms: tuple[tuple[str, date, date | None], ...], on: date) -> str | None:
    return next((group for group, first, last in forms if first <= on and (last is None or on <= last)), None)
