"""First-day words: the school's own, in the family's language, and never with a blank (ABS-B, COM-A)."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.queries.contact_words import ASKS, FIRST_DAY, WRONG, wordings_to
from rollbook.comms.actions import choose_language, set_wording
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from tests.absence.morning import Morning

pytestmark = pytest.mark.django_db


def said(
    room: Morning, purpose: str, channel: str, *ns: int, contact: int, actor: Actor | None = None
) -> tuple[str, str]:
    actor = actor or room.actor()
    words = wordings_to(actor, Half.AM, [contact], ["text", "email", "voice"], FIRST_DAY, ASKS, WRONG)
    lines = pupil_lines(actor, [room.pupils[n].pk for n in ns], actor.today)
    return words.of(purpose, channel, contact, lines)


def test_a_family_reads_the_schools_words_in_its_language(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    room = Morning()
    contact, head = room.contact(0, 1), room.actor(Role.HEAD)
    name = room.school.name
    assert said(room, FIRST_DAY, "text", 0, contact=contact.pk)[1] == (
        f"{name}: we know no reason for the absence of Pupil00 this morning. Please reply or ring us now."
    )
    choose_language(room.actor(), contact=contact.public_id, language="pl")
    assert "nieobecności: Pupil00 and Pupil01" in said(room, FIRST_DAY, "text", 0, 1, contact=contact.pk)[1]
    set_wording(head, purpose=FIRST_DAY, channel="text", language="pl", words="{school}: {forename}?")
    with django_assert_num_queries(5):
        assert said(room, FIRST_DAY, "text", 0, contact=contact.pk, actor=head)[1] == f"{name}: Pupil00?"
    subject, words = said(room, WRONG, "email", 0, contact=contact.pk)
    assert subject == "Our message about Pupil00 was wrong", "no Polish e-mail yet, so English"
    assert "Dear Priya Shah" in words


def test_words_that_name_what_nobody_knows_give_way_to_rollbooks_own() -> None:
    room = Morning()
    contact = room.contact(0)
    room.group.memberships.all().delete()
    set_wording(room.actor(Role.HEAD), purpose=FIRST_DAY, channel="text", language="en", words="{forename} of {form}?")
    words = said(room, FIRST_DAY, "text", 0, contact=contact.pk)[1]
    assert "{" not in words
    assert words.startswith(f"{room.school.name}: we know no reason")


def test_who_may_not_be_told_reads_nothing_of_a_child() -> None:
    room = Morning()
    contact = room.contact(0, may_be_told=False)
    for channel in ("text", "email", "voice"):
        assert "Pupil" not in "".join(said(room, ASKS, channel, 0, contact=contact.pk))
