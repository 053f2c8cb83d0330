"""The training school itself: its people, its rolls, its marks, and its lively last days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from rollbook.demo.building import build
from rollbook.demo.targets import ABSENT, UNAUTHORISED
from rollbook.demo.values import GroupKind, Kind, Training, YearMarks
from rollbook.rules.access import Role
from rollbook.rules.age import is_compulsory
from rollbook.rules.sessions import Half
from rollbook.rules.upn import examine

ON = date(2026, 11, 20)


@pytest.fixture(scope="module", params=list(Kind))
def training(request: pytest.FixtureRequest) -> Training:
    return build(request.param, seed=3, on=ON)


@pytest.fixture(scope="module")
def primary() -> Training:
    return build(Kind.PRIMARY, seed=3, on=ON)


def this_year(training: Training) -> list[YearMarks]:
    return [found for found in training.marks if found.academic_year == "2026/27"]


def test_the_same_seed_gives_the_same_school(primary: Training) -> None:
    assert build(Kind.PRIMARY, seed=3, on=ON) == primary
    assert build(Kind.PRIMARY, seed=4, on=ON).pupils != primary.pupils


def test_the_roll_is_as_large_as_asked() -> None:
    training = build(Kind.PRIMARY, seed=1, on=ON, pupils=210)
    on_roll = [p for p in training.pupils if any(e.starts <= ON and e.ends is None for e in p.enrolments)]
    assert len(on_roll) == 210


def test_upns_are_valid_and_unique(training: Training) -> None:
    upns = [pupil.upn for pupil in training.pupils]
    assert len(set(upns)) == len(upns)
    assert [upn for upn in upns if not examine(upn).valid] == []
    assert all(examine(pupil.former_upn).valid for pupil in training.pupils if pupil.former_upn)


def test_nobody_can_be_reached(training: Training) -> None:
    contacts = [contact for family in training.families for contact in family.contacts]
    ranges = ("07700 900", "01632 960", "496 0")
    assert all(any(r in phone.number for r in ranges) for contact in contacts for phone in contact.phones)
    assert all(contact.email.rsplit(".", 1)[-1] in ("", "org", "com", "net") for contact in contacts)
    assert all("example." in contact.email for contact in contacts if contact.email)
    assert all(pupil.address.postcode.startswith(("HR17", "HR18", "HR19")) for pupil in training.pupils)
    assert any(not phone.works for contact in contacts for phone in contact.phones)


def test_the_awkward_cases_are_on_roll(training: Training) -> None:
    names = {(pupil.legal_forename, pupil.legal_surname) for pupil in training.pupils}
    assert {("Cillian", "O’Neill"), ("Kavya", "K"), ("Sukarno", ""), ("Małgorzata", "Wiśniewska-Żółć")} <= names
    twins = Counter((pupil.family, pupil.legal_surname, pupil.born) for pupil in training.pupils)
    assert max(twins.values()) == 2
    assert any(p.preferred_forename != p.legal_forename for p in training.pupils)
    links = [link for pupil in training.pupils for link in pupil.contacts]
    assert any(link.no_contact and link.court_order for link in links)
    assert not any(link.no_contact and link.may_be_told for link in links)


def test_every_pupil_has_a_contact_in_priority_order(training: Training) -> None:
    known = {contact.key for family in training.families for contact in family.contacts}
    for pupil in training.pupils:
        assert [link.priority for link in pupil.contacts] == list(range(1, len(pupil.contacts) + 1))
        assert pupil.contacts
        assert {link.contact for link in pupil.contacts} <= known


def test_registration_groups_hold_22_to_30_at_the_moment(training: Training) -> None:
    forms = {g.key for s in training.schools for g in s.groups if g.kind is GroupKind.REGISTRATION}
    now = Counter(
        m.group
        for pupil in training.pupils
        for m in pupil.memberships
        if m.group in forms and m.starts <= ON and (m.ends is None or m.ends >= ON)
    )
    assert min(now.values()) >= 22
    assert max(now.values()) <= 30
    assert set(now) <= forms


def test_groups_and_staff_are_known(training: Training) -> None:
    groups = {group.key for school in training.schools for group in school.groups}
    staff = {member.key for school in training.schools for member in school.staff}
    assert {m.group for pupil in training.pupils for m in pupil.memberships} <= groups
    assert {group.staff for school in training.schools for group in school.groups} <= staff | {""}
    assert len(staff) == sum(len(school.staff) for school in training.schools)
    for school in training.schools:
        roles = {role for member in school.staff for role in member.roles}
        # Accounts of supply teachers are for one day, and made at the desk.
        assert roles == set(Role) - {Role.TRUST, Role.SYSTEM, Role.SUPPLY}
    assert any(member.shown == "Ms A. Osei" for school in training.schools for member in school.staff)


def test_marks_lie_within_enrolments_and_school_days(training: Training) -> None:
    pupils = {pupil.key: pupil for pupil in training.pupils}
    days = {(s.slug, year.name): set(year.school_days) for s in training.schools for year in s.years}
    for marks in training.marks:
        on_roll = [e for e in pupils[marks.pupil].enrolments if e.school == marks.school]
        for day in marks.days:
            assert day.on in days[marks.school, marks.academic_year]
            assert day.on <= ON
            assert any(e.starts <= day.on and (e.ends is None or day.on <= e.ends) for e in on_roll)


def test_marks_obey_the_codes(training: Training) -> None:
    born = {pupil.key: pupil.born for pupil in training.pupils}
    for marks in training.marks:
        noted = {(detail.on, detail.half) for detail in marks.details}
        for day in marks.days:
            assert day.am != "\\"
            assert day.pm != "/"
            for half, code, minutes in ((Half.AM, day.am, day.am_minutes), (Half.PM, day.pm, day.pm_minutes)):
                assert (minutes is not None) == (code in ("L", "U"))
                assert code not in ("K", "B", "D") or (day.on, half) in noted
                assert code != "X" or not is_compulsory(born[marks.pupil], day.on)


def test_amendments_agree_with_the_marks_as_they_stand(training: Training) -> None:
    for marks in training.marks:
        stands = {(day.on, half): code for day in marks.days for half, code in ((Half.AM, day.am), (Half.PM, day.pm))}
        for change in marks.amendments:
            assert stands[change.on, change.half] == change.now != change.was
            assert change.on <= change.at.date() <= ON
            assert change.at <= training.now
            assert change.reason


def test_this_morning_is_under_way(training: Training) -> None:
    assert all(len(school.untaken) == 3 for school in training.schools)
    today = [day for marks in this_year(training) for day in marks.days if day.on == ON]
    assert {day.pm for day in today} == {""}
    assert 0.005 < sum(day.am == "N" for day in today) / len(today) < 0.06
    assert sum(day.am == "/" for day in today) > 0.6 * len(today)


def test_some_reasons_are_overdue_and_none_is_left_from_last_year(training: Training) -> None:
    old = ON - timedelta(days=8)
    assert any("N" in (day.am, day.pm) for marks in this_year(training) for day in marks.days if day.on < old)
    last = [marks for marks in training.marks if marks.academic_year == "2025/26"]
    assert not any("N" in (day.am, day.pm) for marks in last for day in marks.days)


def test_some_pupils_crossed_a_line_yesterday(training: Training) -> None:
    assert crossings(training, 0.1) >= 2
    assert crossings(training, 0.5) >= 1
    assert any(reached_ten(marks) for marks in this_year(training))


def crossings(training: Training, line: float) -> int:
    return sum(rate(marks, 2) < line <= rate(marks, 1) for marks in this_year(training) if len(marks.days) > 10)


def rate(marks: YearMarks, without: int) -> float:
    codes = [code for day in marks.days[:-without] for code in (day.am, day.pm) if code not in ("", "D", "X", "Y4")]
    return sum(code in ABSENT for code in codes) / max(1, len(codes))


def reached_ten(marks: YearMarks) -> bool:
    counts = [sum(code in UNAUTHORISED for day in marks.days[:-n] for code in (day.am, day.pm)) for n in (2, 1)]
    return counts[0] < 10 <= counts[1]


def test_a_day_without_sessions_has_no_open_registers() -> None:
    training = build(Kind.PRIMARY, seed=3, on=date(2026, 11, 22), pupils=210)
    assert training.schools[0].untaken == ()
    assert max(day.on for marks in training.marks for day in marks.days) == ON


@pytest.mark.parametrize("on", [date(2024, 9, 3), date(2025, 1, 6), date(2026, 8, 20), date(2028, 6, 30)])
def test_any_date_will_do(on: date) -> None:
    training = build(Kind.SECONDARY, seed=5, on=on, pupils=300)
    assert all(day.on <= on for marks in training.marks for day in marks.days)


def test_siblings_and_movers_in_a_trust() -> None:
    training = build(Kind.TRUST, seed=3, on=ON, pupils=400)
    primary = [p for p in training.pupils if p.enrolments[-1].school in ("marlow-lane", "st-oswalds")]
    sizes = Counter(pupil.family for pupil in training.pupils)
    share = sum(sizes[pupil.family] > 1 for pupil in primary) / len(primary)
    assert 0.35 < share < 0.55
    assert sum(len({e.school for e in pupil.enrolments}) == 2 for pupil in training.pupils) > 40


def test_some_stayed_only_part_of_last_year(training: Training) -> None:
    for school in training.schools:
        year = school.years[0]
        stays = [m for m in training.marks if m.school == school.slug and m.academic_year == year.name]
        part = sum(len(m.days) < 175 for m in stays if m.days[-1].on.month != 6)
        assert 0.04 < part / len(stays) < 0.16
