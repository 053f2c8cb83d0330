"""Messages to colleagues and other services: the same outbox, each told once, and to the person alone (COM-A)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.audit.models import AuditEntry
from rollbook.comms.actions import ProfessionalNote, StaffNote, write_to_professional, write_to_staff
from rollbook.comms.models import Message, MessagePupil, Recipient
from rollbook.comms.practice import PracticeMail, PracticeTexts
from rollbook.comms.queries import message, messages_about, outbox
from rollbook.comms.wanted import Asked, still_wanted
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.staff.models import User
from tests.builders import a_role, a_school, a_user, an_actor
from tests.comms.families import Family, a_family, hand_over_at, mail_through, texts_through

pytestmark = pytest.mark.django_db
PURPOSE = "about-a-register"
WORKER = ProfessionalNote(
    name="Ms Grey, social worker", to="grey@borough.example", channel="email", subject="Not in school today",
    words="One of your young people is not in school today. Please ring us.", slot="sw:2026-09-07", pupils=(),
)  # fmt: skip


def a_colleague(family: Family, mobile: str = "+447700900555", email: str = "j@school.example") -> User:
    user = a_user("J. Okafor")
    user.mobile, user.email = mobile, email
    user.save()
    a_role(user, family.school, Role.COVER)
    return user


def a_note(user: User, channel: str = "text", slot: str = "chase:1") -> StaffNote:
    return StaffNote(user.pk, channel, "A register is late", "The register of 9B is late.", slot)


@still_wanted("no-longer-about")
def never(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    return {one: "settled" for one in asked if (one.slot, one.contact, one.pupils) == ("chase:1", None, ())}


def test_a_colleague_is_told_once_at_once_and_by_a_text(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    family = a_family()
    user = a_colleague(family)
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        with django_assert_num_queries(7):
            (told,) = write_to_staff(family.office, notes=[a_note(user)], purpose=PURPOSE)
        (again,) = write_to_staff(family.office, notes=[a_note(user)], purpose=PURPOSE)
        assert (again.message, again.was_there) == (told.message, True)
        hand_over_at(family.school, family.at(0).now)
        assert [(t["to"], t["text"]) for t in gateway.taken] == [("+447700900555", "The register of 9B is late.")]
    (line,) = outbox(family.office).went
    assert (line.contact, line.pupils, line.channel) == ("J. Okafor", (), "Text")
    written = str(list(AuditEntry.objects.values_list("detail", "subject")))
    assert "Okafor" not in written
    assert "900555" not in written


def test_who_has_no_number_hears_it_by_email_and_who_has_neither_is_said() -> None:
    family = a_family()
    by_mail, nobody = a_colleague(family, mobile=""), a_colleague(family, mobile="", email="")
    stranger = a_user("S. Else")
    with PracticeMail() as server:
        mail_through(family.school, server)
        told = write_to_staff(family.office, notes=[a_note(u) for u in (by_mail, nobody, stranger)], purpose=PURPOSE)
    assert [one.left_out for one in told] == [
        "",
        "has no mobile number and no e-mail address that the school can write to",
        "holds no role in this school today",
    ]
    assert Message.objects.get().channel == "email"


def test_without_a_provider_nothing_is_laid_by_for_later() -> None:
    family = a_family()
    (told,) = write_to_staff(family.office, notes=[a_note(a_colleague(family))], purpose=PURPOSE)
    assert told.left_out == "the school has not said through whom such messages go"
    assert not Message.objects.exists()


def test_a_note_that_is_no_longer_wanted_does_not_go() -> None:
    family = a_family()
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        write_to_staff(family.office, notes=[a_note(a_colleague(family))], purpose="no-longer-about")
        hand_over_at(family.school, family.at(1).now)
        assert gateway.taken == []
    assert Message.objects.get().why == "settled"


def test_a_social_worker_is_written_to_once_and_it_stands_with_the_pupil() -> None:
    family = a_family()
    note = replace(WORKER, pupils=(family.pupil.pk,))
    with PracticeMail() as server:
        mail_through(family.school, server)
        (told,) = write_to_professional(family.office, notes=[note], purpose="told-same-day")
        (again,) = write_to_professional(family.office, notes=[note], purpose="told-same-day")
        assert again.was_there
        hand_over_at(family.school, family.at(61).now)
        assert [str(mail["To"]) for mail in server.taken] == ["grey@borough.example"]
    (line,) = messages_about(family.office, family.pupil.pk)
    assert line.contact == "Ms Grey, social worker"
    assert told.message is not None
    assert message(family.office, told.message).to == "grey@borough.example"
    assert b"Grey" not in bytes(Message.objects.get().recipient_name)


@pytest.mark.parametrize(("channel", "to"), [("email", "not an address"), ("text", "01632 960123"), ("voice", "x")])
def test_an_address_that_cannot_be_written_to_is_refused(channel: str, to: str) -> None:
    with pytest.raises(Refused, match="Ms Grey, social worker"):
        write_to_professional(a_family().office, notes=[replace(WORKER, channel=channel, to=to)], purpose=PURPOSE)


def test_the_database_itself_keeps_a_message_to_one_person_once() -> None:
    family = a_family()
    user = a_colleague(family)
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        write_to_staff(family.office, notes=[a_note(user)], purpose=PURPOSE)
    row = Message.objects.get()
    for change in ({}, {"contact_id": family.contact.pk}, {"recipient": Recipient.PROFESSIONAL}, {"user_id": None}):
        copy = Message.objects.get()
        copy.pk, copy.public_id = None, a_family(a_school()).contact.public_id
        for name, value in change.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    assert list(Message.objects.values_list("pk", flat=True)) == [row.pk]
    assert not MessagePupil.objects.exists()


def test_an_actor_of_another_school_reaches_nobody_here() -> None:
    family, other = a_family(), a_school()
    with PracticeTexts() as gateway:
        texts_through(other, gateway)
        (told,) = write_to_staff(an_actor(other), notes=[a_note(a_colleague(family))], purpose=PURPOSE)
    assert told.left_out == "holds no role in this school today"
