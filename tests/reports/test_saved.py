"""Reports kept under a name, shared, and sent by e-mail to who may read them (REP-F)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rollbook.comms.models import Message, ProviderAccount
from rollbook.reports.actions import (
    Sending,
    end_schedule,
    retire_report,
    save_report,
    schedule_report,
    send_due_reports,
)
from rollbook.reports.queries.saved import saved_report, saved_reports, schedules_of
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import School, Trust
from rollbook.staff.models import User
from tests.absence.morning import Morning
from tests.builders import a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
THIS_HALF_TERM = {"period": "half-term", "by": "form", "years": ["9"]}
FRIDAY_AFTERNOON = datetime(2026, 11, 20, 15, 45, tzinfo=UTC)


def a_colleague(school: School, role: Role, name: str = "B. Head") -> User:
    """Somebody with an address, at a school that writes e-mails."""
    ProviderAccount.objects.get_or_create(
        school=school, channel="email", defaults={"provider": "smtp", "kept": b"", "since": FRIDAY_AFTERNOON}
    )
    user = a_user(name)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@school.example")
    a_role(user, school, role)
    return user


def a_saved(actor: Actor, shared: str = "school", name: str = "Year 9", kind: str = "attendance-by") -> uuid.UUID:
    return save_report(actor, kind=kind, name=name, asked=THIS_HALF_TERM, shared=shared)


def at(actor: Actor, when: datetime) -> Actor:
    return replace(actor, now=when)


def rollbook(school: School, when: datetime) -> Actor:
    return an_actor(school, now=when, permissions=frozenset(Permission))


def test_what_was_asked_is_kept_and_never_the_figures() -> None:
    actor = an_actor(a_school())
    kept = saved_report(actor, a_saved(actor))
    assert kept.asked == THIS_HALF_TERM
    assert (kept.mine, kept.from_here, kept.shared_says) == (True, True, "Everybody here who may read reports")


def test_a_report_of_ones_own_is_nobody_elses() -> None:
    school = a_school()
    saved = a_saved(an_actor(school), shared="me")
    other = an_actor(school, Role.HEAD)
    assert saved_reports(other) == ()
    with pytest.raises(NotFound):
        saved_report(other, saved)


def test_a_report_shared_with_the_trust_is_asked_of_each_schools_own_pupils() -> None:
    trust = Trust.objects.create(name="Hillside", slug=f"hillside-{uuid.uuid4().hex[:6]}")
    here, there, elsewhere = a_school(trust=trust.pk), a_school(trust=trust.pk), a_school()
    saved = a_saved(an_actor(here), shared="trust")
    assert [one.public_id for one in saved_reports(an_actor(there))] == [saved]
    assert not saved_reports(an_actor(there))[0].mine
    assert saved_reports(an_actor(elsewhere)) == ()


@pytest.mark.parametrize(
    ("name", "shared", "says"),
    [
        ("", "me", "Give it a name"),
        ("x" * 101, "me", "Give it a name"),
        ("A", "all", "with whom"),
        ("A", "trust", "trust"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(name: str, shared: str, says: str) -> None:
    actor = an_actor(a_school())
    with pytest.raises(Refused, match=says):
        a_saved(actor, name=name, shared=shared)


def test_two_of_ones_reports_have_two_names() -> None:
    actor = an_actor(a_school())
    saved = a_saved(actor)
    with pytest.raises(Refused, match="already"):
        a_saved(actor, name="  Year   9 ")
    retire_report(actor, saved=saved)
    a_saved(actor)


def test_a_head_of_year_keeps_for_themselves_and_shares_nothing() -> None:
    actor = an_actor(a_school(), Role.HEAD_OF_YEAR)
    a_saved(actor, shared="me")
    with pytest.raises(NotAllowed):
        a_saved(actor, name="Another", shared="school")


def test_only_who_saved_a_report_takes_it_off_the_page() -> None:
    school = a_school()
    saved = a_saved(an_actor(school))
    with pytest.raises(NotFound):
        retire_report(an_actor(school, Role.HEAD), saved=saved)


@pytest.mark.parametrize(
    ("sending", "says"),
    [
        (Sending("hourly", 900, (1,)), "how often"),
        (Sending("week", 60, (1,)), "between 5:00 and 20:00"),
        (Sending("week", 900, ()), "readers"),
        (Sending("week", 900, (999_999,)), "holds no role"),
    ],
)
def test_a_sending_that_cannot_be_is_refused(sending: Sending, says: str) -> None:
    actor = an_actor(a_school())
    with pytest.raises(Refused, match=says):
        schedule_report(actor, saved=a_saved(actor), sending=sending)


def a_friday() -> tuple[Morning, User, Actor]:
    """A report for the head, every Friday at 15:30, arranged on Monday 16 November."""
    morning = Morning(3)
    head = a_colleague(morning.school, Role.HEAD)
    office = morning.actor()
    schedule_report(office, saved=a_saved(office), sending=Sending("week", 15 * 60 + 30, (head.pk,), weekday=5))
    return morning, head, office


def test_a_report_is_sent_once_on_its_day_after_its_time() -> None:
    morning, head, _ = a_friday()
    for when, sent in (
        (FRIDAY_AFTERNOON - timedelta(days=1), 0),
        (FRIDAY_AFTERNOON - timedelta(minutes=30), 0),
        (FRIDAY_AFTERNOON, 1),
        (FRIDAY_AFTERNOON + timedelta(minutes=10), 0),
        (FRIDAY_AFTERNOON + timedelta(days=3), 0),
        (FRIDAY_AFTERNOON + timedelta(days=7), 1),
    ):
        assert send_due_reports(rollbook(morning.school, when)) == sent, when
    assert Message.objects.filter(school=morning.school, purpose="report", user_id=head.pk).count() == 2


def test_a_report_missed_on_friday_goes_out_on_saturday_and_once() -> None:
    morning, _, _ = a_friday()
    saturday = FRIDAY_AFTERNOON + timedelta(days=1)
    assert send_due_reports(rollbook(morning.school, saturday)) == 1
    assert send_due_reports(rollbook(morning.school, saturday + timedelta(days=1))) == 0


def test_a_report_that_names_nobody_goes_as_a_pdf() -> None:
    morning, _, _ = a_friday()
    send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON))
    message = Message.objects.get(school=morning.school, purpose="report")
    assert [enclosure.media for enclosure in message.enclosures.all()] == ["application/pdf"]


def test_whose_role_has_ended_is_sent_nothing() -> None:
    morning, head, _ = a_friday()
    head.assignments.update(last=FRIDAY_AFTERNOON.date() - timedelta(days=2))
    assert send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON)) == 0
    assert not Message.objects.filter(school=morning.school, purpose="report").exists()


def test_whose_post_reads_no_reports_is_sent_nothing() -> None:
    morning = Morning(1)
    reception, office = a_colleague(morning.school, Role.RECEPTION), morning.actor()
    schedule_report(office, saved=a_saved(office), sending=Sending("day", 600, (reception.pk,)))
    assert send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON)) == 0


def test_an_ended_sending_ends() -> None:
    morning, _, office = a_friday()
    saved = saved_reports(office)[0].public_id
    schedule = schedules_of(office, saved)[0]
    assert schedule.readers == ("B. Head",)
    assert end_schedule(office, schedule=schedule.public_id) == saved
    assert schedules_of(office, saved) == ()
    assert send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON)) == 0
    with pytest.raises(NotFound):
        end_schedule(office, schedule=schedule.public_id)


def test_every_two_weeks_leaves_one_out() -> None:
    morning = Morning(1)
    head, office = a_colleague(morning.school, Role.HEAD), morning.actor()
    schedule_report(office, saved=a_saved(office), sending=Sending("fortnight", 930, (head.pk,), weekday=5))
    weeks = [send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON + timedelta(days=7 * n))) for n in range(4)]
    assert weeks == [1, 0, 1, 0]


def test_at_the_end_of_term_it_goes_on_the_last_day() -> None:
    morning = Morning(1)
    head, office = a_colleague(morning.school, Role.HEAD), morning.actor()
    schedule_report(office, saved=a_saved(office), sending=Sending("term", 930, (head.pk,)))
    last_day = datetime(2026, 12, 18, 15, 45, tzinfo=UTC)
    assert send_due_reports(rollbook(morning.school, FRIDAY_AFTERNOON)) == 0
    assert send_due_reports(rollbook(morning.school, last_day)) == 1
    assert send_due_reports(rollbook(morning.school, last_day + timedelta(days=1))) == 0


def test_a_sending_of_another_school_is_not_found() -> None:
    _, _, office = a_friday()
    schedule = schedules_of(office, saved_reports(office)[0].public_id)[0]
    with pytest.raises(NotFound):
        end_schedule(an_actor(a_school()), schedule=schedule.public_id)


def test_one_saves_a_report_from_its_page_and_has_it_sent() -> None:
    morning = Morning(2)
    head = a_colleague(morning.school, Role.HEAD)
    person = morning.person()
    page = person.url("reports:save", report_kind="attendance-by")
    assert "Save this report" in person.get(f"{page}?period=term&by=form").content.decode()
    empty = person.post(page, {"query": "period=term&by=form", "name": "", "shared": "me"})
    assert empty.status_code == 422
    answer = person.post(page, {"query": "period=term&by=form", "name": "Forms", "shared": "school"})
    saved = saved_reports(morning.actor())[0]
    assert answer.headers["Location"] == person.url("reports:saved", saved=saved.public_id)
    html = person.get(answer.headers["Location"]).content.decode()
    assert "period=term" in html
    sending = {"every": "week", "weekday": "5", "at": "15:30", "readers": [str(head.pk)]}
    assert (
        person.post(person.url("reports:schedule", saved=saved.public_id), {**sending, "at": "late"}).status_code == 422
    )
    person.post(person.url("reports:schedule", saved=saved.public_id), sending)
    assert "Every week, Friday, 15:30" in person.get(answer.headers["Location"]).content.decode()
    schedule = schedules_of(morning.actor(), saved.public_id)[0]
    person.post(person.url("reports:end-schedule", schedule=schedule.public_id), {})
    assert schedules_of(morning.actor(), saved.public_id) == ()
