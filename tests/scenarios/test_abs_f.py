"""ABS-F: who of the looked-after, protected, persistently absent and medical pupils is not in, told each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions.daily import announce_daily_lists, set_daily_policy
from rollbook.absence.models import DailySending
from rollbook.absence.queries.daily import daily_list, daily_lists_for
from rollbook.audit.models import AccessEntry
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeMail
from rollbook.pupils.models import GroupMembership
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.staff.models import RoleAssignment, User
from tests.absence.morning import MONDAY, Morning, Visitor, days_of_term
from tests.builders import TERM_STARTS, a_group, a_user
from tests.comms.families import hand_over_at, mail_through

pytestmark = pytest.mark.django_db
AT_HALF_PAST_NINE = {"safeguarding": 9 * 60 + 30, "year": 9 * 60 + 30}


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(MONDAY, time(hour, minute), UTC)


def someone(morning: Morning, role: Role, name: str, *, nc_year: str = "", last: date | None = None) -> User:
    user = a_user(name)
    user.email = f"{name.split()[-1].lower()}@school.example"
    user.save()
    RoleAssignment.objects.create(
        user=user, school=morning.school, role=role, nc_year=nc_year, first=TERM_STARTS, last=last
    )
    return user


def rollbook(morning: Morning, hour: int, minute: int) -> Actor:
    return system_actor(morning.school.pk, at(hour, minute))


def names(actor: Actor, key: str) -> list[str]:
    return [one.pupil.forename for one in daily_list(actor, key)]


def a_school_day(size: int = 6) -> Morning:
    """Pupil00 looked after and away, 01 on a plan and in, 02 medical and ill, 03 persistently absent, 04 unmarked."""
    morning = Morning(size)
    morning.flag(0, "looked-after")
    morning.flag(1, "child-protection")
    morning.flag(2, "medical")
    morning.flag(4, "social-worker")
    past = days_of_term(MONDAY - timedelta(days=28))
    morning.marked_on({day: {3: "I", 0: "/", 2: "/"} for day in past}, *Half)
    morning.marked({0: "N", 1: "/", 2: "I", 3: "G", 5: "/"})
    return morning


def test_each_reader_finds_the_pupils_of_their_list_who_are_not_in() -> None:
    morning = a_school_day()
    # The safeguarding lead: who is away, and who has no mark though the register has closed. Not who is in.
    assert names(morning.actor(Role.DSL), "safeguarding") == ["Pupil00", "Pupil04"]
    # Inclusion: medical and persistently absent; leaders: all of them.
    assert names(morning.actor(Role.SENCO), "inclusion") == ["Pupil02", "Pupil03"]
    assert set(names(morning.actor(Role.HEAD), "leaders")) == {"Pupil00", "Pupil02", "Pupil03", "Pupil04"}


def test_whoever_nobody_can_place_stands_first_and_no_list_says_what_somebody_is_ill_with() -> None:
    morning = a_school_day()
    found = daily_list(morning.actor(Role.HEAD), "leaders")
    assert [one.presses for one in found] == [True, True, False, False]
    ill = next(one for one in found if one.pupil.forename == "Pupil02")
    assert (ill.am, ill.pm) == ("absent, authorised", "")
    page = morning.person(Role.HEAD)
    said = page.get(page.url("absence:daily", key="leaders")).content.decode()
    assert "Illness" not in said
    assert "Look for them" in said
    assert AccessEntry.objects.filter(what__startswith="daily list").exists()


def test_a_list_is_read_by_those_alone_for_whom_it_is() -> None:
    morning = a_school_day()
    assert [one.key for one in daily_lists_for(morning.actor(Role.TUTOR))] == ["form"]
    for role, key in ((Role.TUTOR, "safeguarding"), (Role.HEAD_OF_YEAR, "leaders"), (Role.RECEPTION, "form")):
        with pytest.raises(NotAllowed):
            daily_list(morning.actor(role), key)
    with pytest.raises(NotFound):
        daily_list(morning.actor(Role.HEAD), "everybody")
    teacher = morning.person(Role.TEACHER)
    assert teacher.get(teacher.url("absence:daily", key="safeguarding")).status_code == 403


def test_a_tutor_reads_the_own_form_and_a_head_of_year_the_own_year() -> None:
    morning = a_school_day()
    other = a_group(morning.school, "10B", nc_year="10")
    GroupMembership.objects.filter(pupil=morning.pupils[3]).update(group=other)
    tutor = Visitor(morning.school, morning.tutor, morning.now)
    said = tutor.get(tutor.url("absence:daily", key="form")).content.decode()
    assert "Pupil00" in said
    assert "Pupil03" not in said
    assert "Looked after" not in said, "a tutor's role does not tell them"
    kelly = someone(morning, Role.HEAD_OF_YEAR, "Miss Kelly", nc_year="10")
    head = Visitor(morning.school, kelly, morning.now)
    said = head.get(head.url("absence:daily", key="year")).content.decode()
    assert "Pupil03" in said
    assert "Pupil00" not in said


def test_at_its_time_each_reader_gets_one_email_with_a_count_and_no_name() -> None:
    morning = a_school_day()
    office = morning.actor()
    someone(morning, Role.DSL, "Mrs Ward")
    someone(morning, Role.HEAD_OF_YEAR, "Miss Kelly", nc_year="9")
    someone(morning, Role.HEAD_OF_YEAR, "Mr Stone", nc_year="8")
    someone(morning, Role.DSL, "Mr Gone", last=MONDAY - timedelta(days=1))
    set_daily_policy(office, from_day=MONDAY, times=AT_HALF_PAST_NINE)
    with PracticeMail() as post:
        mail_through(morning.school, post)
        assert announce_daily_lists(rollbook(morning, 9, 29)) == 0
        assert announce_daily_lists(rollbook(morning, 9, 30)) == 3
        assert announce_daily_lists(rollbook(morning, 9, 35)) == 0, "once a day each"
        assert DailySending.objects.filter(on=MONDAY).count() == 2
        hand_over_at(morning.school, at(9, 36))
        told = {str(mail["To"]): mail.get_content() for mail in post.taken}
    assert set(told) == {"ward@school.example", "kelly@school.example", "stone@school.example"}
    assert "2 pupils are not in" in told["ward@school.example"]
    assert "everybody is in" in told["stone@school.example"], "no pupil of year 8 is away"
    assert not any("Pupil0" in words or "Name0" in words for words in told.values())


def test_nothing_is_announced_on_a_day_without_school_or_before_anybody_chose_a_time() -> None:
    morning = a_school_day()
    someone(morning, Role.DSL, "Mrs Ward")
    assert announce_daily_lists(rollbook(morning, 12, 0)) == 0
    set_daily_policy(morning.actor(), from_day=MONDAY, times=AT_HALF_PAST_NINE)
    sunday = system_actor(morning.school.pk, at(12, 0) + timedelta(days=6))
    assert announce_daily_lists(sunday) == 0
    assert not Message.objects.exists()


def test_a_policy_holds_from_a_day_on_and_is_never_written_over() -> None:
    morning = Morning()
    office = morning.person()
    day = {"from_day_0": "16", "from_day_1": "11", "from_day_2": "2026"}
    sent = {**day, "safeguarding": "9:30", "leaders": "10.00"}
    assert office.post(office.url("absence:daily-set-up"), sent).status_code == 303
    wrong = office.post(office.url("absence:daily-set-up"), {**sent, "leaders": "late"})
    assert wrong.status_code == 422
    with pytest.raises(Refused, match="which is over"):
        set_daily_policy(morning.actor(), from_day=MONDAY - timedelta(days=1), times={})
    later = replace(morning.actor(), now=at(11, 0))
    assert set_daily_policy(later, from_day=MONDAY, times={}) == 2
    listed = morning.person(Role.HEAD)
    assert "not announced by e-mail" in listed.get(listed.url("absence:daily-lists")).content.decode()


def test_more_pupils_take_no_more_statements() -> None:
    counts = []
    for size in (6, 40):
        head = a_school_day(size).actor(Role.HEAD)
        with CaptureQueriesContext(connection) as told:
            daily_list(head, "leaders")
        counts.append(len(told))
    assert counts == [8, 8]


def test_a_trust_officer_has_no_list_of_names() -> None:
    morning = Morning()
    assert daily_lists_for(morning.actor(Role.TRUST)) == ()
