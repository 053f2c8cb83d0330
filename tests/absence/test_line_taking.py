"""Taking a report down: once for its source, encrypted, and waiting to be rung back where nobody knows the number."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.actions import Reported, take_report
from rollbook.absence.models import Report
from rollbook.absence.queries.line_words import opened
from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from tests.absence.morning import MONDAY, Morning
from tests.builders import a_pupil, a_school

pytestmark = pytest.mark.django_db
WORDS = "Hello, Pupil00 has been sick all night"


def the(report: uuid.UUID) -> Report:
    return Report.objects.get(public_id=report)


def test_a_report_is_kept_in_its_words_with_who_took_it_and_when() -> None:
    morning = Morning()
    mother = morning.contact(0)
    desk = morning.actor(Role.RECEPTION)
    at = desk.now - timedelta(minutes=3)
    kept = the(
        take_report(desk, reported=Reported("phone", WORDS, contact=mother.pk, pupils=(morning.pupils[0].pk,), at=at))
    )
    assert (kept.way, kept.state, kept.told_at, kept.taken_at) == ("phone", "new", at, desk.now)
    assert (kept.taken_by, kept.taken_by_name, kept.taken_by_role) == (desk.user_id, "A. Osei", "Reception")
    assert opened(kept.words, kept.public_id, "words") == WORDS
    assert b"sick" not in bytes(kept.words)
    assert [p.pupil_id for p in kept.pupils.all()] == [morning.pupils[0].pk]


def test_the_same_source_is_taken_once() -> None:
    morning = Morning()
    actor = morning.actor()
    first = take_report(actor, reported=Reported("voicemail", WORDS, source="mailbox:17"))
    again = take_report(actor, reported=Reported("voicemail", "something else", source="mailbox:17"))
    assert first == again
    assert Report.objects.count() == AuditEntry.objects.filter(verb="absence.ReportTaken").count() == 1


def test_two_calls_without_a_source_are_two_reports() -> None:
    actor = Morning().actor()
    assert take_report(actor, reported=Reported("phone", WORDS)) != take_report(
        actor, reported=Reported("phone", WORDS)
    )


@pytest.mark.parametrize(
    ("way", "number", "state", "doubt"),
    [
        ("voicemail", "+447700900142", "new", ""),
        ("voicemail", "07700900142", "new", ""),
        ("text", "+44 7700 900142", "new", ""),
        ("email", "Priya@Example.org", "new", ""),
        ("voicemail", "07700 900999", "ring-back", "unknown"),
        ("voicemail", "", "ring-back", "withheld"),
        ("email", "someone@example.org", "ring-back", "unknown"),
        ("form", "", "new", ""),
        ("staff", "", "new", ""),
    ],
)
def test_what_comes_by_itself_from_a_number_that_nobody_has_waits_to_be_rung_back(
    way: str, number: str, state: str, doubt: str
) -> None:
    morning = Morning()
    mother = morning.contact(0)
    mother.emails.create(school=morning.school, address="priya@example.org")
    kept = the(take_report(morning.actor(), reported=Reported(way, WORDS, number=number)))
    assert (kept.state, kept.doubt) == (state, doubt)


def test_a_call_that_sounds_like_a_pupil_waits_even_from_a_number_that_we_hold() -> None:
    morning = Morning()
    mother = morning.contact(0)
    said = Reported("phone", WORDS, contact=mother.pk, number="07700 900142", doubt="pupil")
    assert the(take_report(morning.actor(), reported=said)).state == "ring-back"


def test_days_and_half_are_kept_as_said() -> None:
    actor = Morning().actor()
    kept = the(take_report(actor, reported=Reported("form", WORDS, first=MONDAY, half=Half.AM, expected_back=MONDAY)))
    assert (kept.first, kept.last, kept.halves, kept.expected_back) == (MONDAY, MONDAY, "0", MONDAY)


def test_what_cannot_be_is_refused_in_a_sentence() -> None:
    morning = Morning()
    actor = morning.actor()
    with pytest.raises(Refused, match="way"):
        take_report(actor, reported=Reported("pigeon", WORDS))
    with pytest.raises(Refused, match="before its first day"):
        take_report(actor, reported=Reported("phone", WORDS, first=MONDAY, last=MONDAY - timedelta(days=1)))
    with pytest.raises(NotFound):
        take_report(actor, reported=Reported("phone", WORDS, pupils=(a_pupil(a_school()).pk,)))
    with pytest.raises(NotFound):
        take_report(actor, reported=Reported("phone", WORDS, contact=999_999))


def test_a_teacher_takes_down_what_was_said_of_a_pupil_of_theirs_and_of_no_other() -> None:
    morning = Morning()
    tutor = morning.actor(Role.TUTOR)
    with pytest.raises(NotFound):
        take_report(tutor, reported=Reported("staff", WORDS, pupils=(morning.pupils[0].pk,)))
    with pytest.raises(NotAllowed):
        take_report(morning.actor(Role.SUPPLY), reported=Reported("staff", WORDS))
    assert take_report(tutor, reported=Reported("staff", WORDS))


def test_long_words_and_hidden_characters_are_made_fit_to_keep() -> None:
    kept = the(
        take_report(Morning().actor(), reported=Reported("email", "a\x00b" + "x" * 30_000, said_by="  Mrs\n Shah "))
    )
    words = opened(kept.words, kept.public_id, "words")
    assert words.startswith("abx")
    assert len(words) == 20_000
    assert opened(kept.said_by, kept.public_id, "said-by") == "Mrs Shah"
