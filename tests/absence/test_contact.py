"""What came of reaching a family (ABS-B): kept as evidence, told for the whole list at once, taken back beside it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import record_outcome, take_back_entry
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries import contact_states
from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.site.models import Search
from tests.absence.morning import MONDAY, Morning
from tests.builders import a_pupil, a_school

pytestmark = pytest.mark.django_db


def note(morning: Morning, n: int, outcome: str, **more: object):  # type: ignore[no-untyped-def]
    pupil = morning.pupils[n].pk
    return record_outcome(morning.actor(), pupil=pupil, on=MONDAY, half=Half.AM, outcome=outcome, **more)  # type: ignore[arg-type]


def test_each_outcome_is_a_row_with_who_when_and_what_was_said_for_no_other_eyes() -> None:
    morning = Morning(1)
    priya = morning.contact(0)
    note(morning, 0, "aware", contact=priya.pk, way="ring", note="At the dentist, back by noon")
    (row,) = ContactEntry.objects.all()
    assert (row.outcome, row.contact_id, row.way, row.by_name, row.at) == (
        "aware", priya.pk, "ring", "A. Osei", morning.now,
    )  # fmt: skip
    assert b"dentist" not in bytes(row.note)
    assert "dentist" not in str(AuditEntry.objects.values_list("detail"))


def test_the_whole_list_is_told_in_two_statements_and_one_more_for_messages() -> None:
    morning = Morning(6)
    for n, outcome in enumerate(("aware", "no-answer", "message-left", "unreachable")):
        note(morning, n, outcome)
    ids = [pupil.pk for pupil in morning.pupils]
    actor = morning.actor()
    with CaptureQueriesContext(connection) as run:
        states = contact_states(actor, MONDAY, Half.AM, ids)
    assert len(run) == 2  # nothing was sent, so no message is asked after
    assert {n: states[ids[n]].outcome for n in range(4)} == {
        0: "aware", 1: "no-answer", 2: "message-left", 3: "unreachable",
    }  # fmt: skip
    assert ids[5] not in states
    assert states[ids[0]].says == "family knows; reason still needed 9:20"


def test_a_family_that_believes_the_child_is_in_starts_the_search_at_once_and_once() -> None:
    morning = Morning(1)
    note(morning, 0, "unaware")
    note(morning, 0, "unaware", note="Father rang as well")
    search = Search.objects.get()
    assert (search.pupil_id, search.on, search.ended_at) == (morning.pupils[0].pk, MONDAY, None)
    assert AuditEntry.objects.filter(verb="absence.FamilyUnaware").exists()


def test_a_mistake_is_taken_back_beside_what_stands_and_nothing_is_altered() -> None:
    morning = Morning(1)
    entry = note(morning, 0, "aware")
    take_back_entry(morning.actor(), entry=entry)
    take_back_entry(morning.actor(), entry=entry)
    assert ContactEntry.objects.count() == 2
    assert contact_states(morning.actor(), MONDAY, Half.AM, [morning.pupils[0].pk]) == {}
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactEntry.objects.update(outcome="unaware")


def test_who_may_not_or_who_is_not_here_is_refused() -> None:
    morning = Morning(1)
    stranger = a_pupil(a_school())
    with pytest.raises(Refused, match="no outcome"):
        note(morning, 0, "maybe")
    with pytest.raises(NotFound):
        record_outcome(morning.actor(), pupil=stranger.pk, on=MONDAY, half=Half.AM, outcome="aware")
    with pytest.raises(NotAllowed):
        record_outcome(
            morning.actor(Role.TEACHER), pupil=morning.pupils[0].pk, on=MONDAY, half=Half.AM, outcome="aware"
        )
