"""Year groups, registration groups, houses and sets, and who belongs to which, when."""

from __future__ import annotations

from datetime import date
from random import Random

from rollbook.demo.drafts import YEARS, Draft, Roll
from rollbook.demo.timetabling import teacher_of
from rollbook.demo.values import AcademicYear, Enrolment, Group, GroupKind, Kind, Membership, StaffMember

_HOUSES = ("Curie", "Seacole", "Turing", "Brunel")
_TREES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Maple", "Oak", "Rowan", "Willow", "Yew")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SUBJECTS = ("English", "Mathematics", "Science")


def groups_of(roll: Roll, years: tuple[AcademicYear, ...], tutors: list[StaffMember]) -> tuple[Group, ...]:
    """All groups of a school in the years given; sets only in a secondary's present year."""
    groups: list[Group] = []
    for year in years:
        for year_group in YEARS[roll.phase]:
            groups.append(
                Group(
                    year_key(roll.slug, year, year_group),
                    roll.slug,
                    year.name,
                    GroupKind.YEAR,
                    _year_name(year_group),
                    year_group,
                    "",
                    "",
                )
            )
            groups.extend(_forms(roll, year, year_group, tutors))
        groups.extend(
            Group(f"{roll.slug}:{year.name}:house:{house}", roll.slug, year.name, GroupKind.HOUSE, house, None, "", "")
            for house in _HOUSES
        )
    if roll.phase is Kind.SECONDARY:
        groups.extend(_sets(roll, years[-1], tutors))
    return tuple(groups)


def memberships_of(
    draft: Draft, rolls: dict[str, Roll], years: dict[str, tuple[AcademicYear, ...]], random: Random
) -> tuple[Membership, ...]:
    """A pupil's groups in each year of each stay, from the later of the two starts to the earlier end."""
    house, first_set = random.choice(_HOUSES), random.randrange(100)
    found: list[Membership] = []
    for enrolment in draft.enrolments:
        roll = rolls[enrolment.school]
        for year in years[enrolment.school]:
            keys = _keys(draft, roll, year, house, first_set, present=year is years[enrolment.school][-1])
            found.extend(_within(key, enrolment, year) for key in keys if _meets(enrolment, year))
    return tuple(found)


def year_key(slug: str, year: AcademicYear, year_group: int) -> str:
    return f"{slug}:{year.name}:year:{year_group}"


def form_key(slug: str, year: AcademicYear, year_group: int, form: int) -> str:
    return f"{slug}:{year.name}:form:{year_group}:{form}"


def _forms(roll: Roll, year: AcademicYear, year_group: int, tutors: list[StaffMember]) -> list[Group]:
    return [
        Group(
            key=form_key(roll.slug, year, year_group, form),
            school=roll.slug,
            academic_year=year.name,
            kind=GroupKind.REGISTRATION,
            name=_form_name(roll.phase, year_group, form),
            year_group=year_group,
            staff=tutors[((year_group - YEARS[roll.phase][0]) * roll.forms + form) % len(tutors)].key,
            room=f"{'ABC'[form % 3]}{year_group * 2 + form + 1}",
        )
        for form in range(roll.forms)
    ]


def _sets(roll: Roll, year: AcademicYear, teachers: list[StaffMember]) -> list[Group]:
    return [
        Group(
            key=_set_key(roll.slug, year, year_group, subject, number),
            school=roll.slug,
            academic_year=year.name,
            kind=GroupKind.TEACHING,
            name=f"{year_group}{subject[:2]}{number + 1}",
            year_group=year_group,
            staff=teacher_of(teachers, at, year_group, number).key,
            room=f"{'EMS'[at]}{number + 1}",
        )
        for year_group in YEARS[roll.phase]
        for at, subject in enumerate(_SUBJECTS)
        for number in range(roll.forms)
    ]


def _set_key(slug: str, year: AcademicYear, year_group: int, subject: str, number: int) -> str:
    return f"{slug}:{year.name}:set:{year_group}:{subject}:{number}"


def _keys(draft: Draft, roll: Roll, year: AcademicYear, house: str, first_set: int, *, present: bool) -> list[str]:
    year_group = draft.year_group_in(year.starts.year)
    if year_group not in YEARS[roll.phase]:
        return []
    keys = [
        year_key(roll.slug, year, year_group),
        form_key(roll.slug, year, year_group, draft.form % roll.forms),
        f"{roll.slug}:{year.name}:house:{house}",
    ]
    if roll.phase is Kind.SECONDARY and present:
        keys += [
            _set_key(roll.slug, year, year_group, subject, (first_set * (at + 1)) % roll.forms)
            for at, subject in enumerate(_SUBJECTS)
        ]
    return keys


def _meets(enrolment: Enrolment, year: AcademicYear) -> bool:
    return enrolment.starts <= year.ends and (enrolment.ends is None or enrolment.ends >= year.starts)


def _within(key: str, enrolment: Enrolment, year: AcademicYear) -> Membership:
    ends = min(enrolment.ends or date.max, year.ends)
    return Membership(key, max(enrolment.starts, year.starts), ends)


def _year_name(year_group: int) -> str:
    return f"Year {year_group}" if year_group else "Reception"


def _form_name(phase: Kind, year_group: int, form: int) -> str:
    if phase is Kind.PRIMARY:
        tree = _TREES[form % len(_TREES)] + (str(form // len(_TREES) + 1) if form >= len(_TREES) else "")
        return f"{year_group or 'R'} {tree}"
    return f"{year_group}{_LETTERS[form % len(_LETTERS)]}{form // len(_LETTERS) + 1 if form >= len(_LETTERS) else ''}"
