"""The absence mailbox: every mail in it taken once, told only afterwards, whatever happens between (ABS-A)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.comms import actions
from rollbook.comms.actions.mailbox import IN_CLEAR, set_mailbox
from rollbook.comms.jobs import read_mailbox
from rollbook.comms.models import IncomingMail, Mailbox, Message
from rollbook.comms.practice import PracticeMail
from rollbook.comms.practice.mailbox import PASSWORD, USER, MailboxFault, PracticeMailbox
from rollbook.comms.queries.mailbox import Incoming, incoming, mailbox_state
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.schools.models import School
from tests.builders import A_MORNING, a_school, an_actor
from tests.comms.families import a_family, hand_over_at, mail_through
from tests.formats.letters_in import a_bounce, a_mail, a_voicemail

pytestmark = pytest.mark.django_db


def settings_for(server: PracticeMailbox, **more: str) -> dict[str, str]:
    kept = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "user": USER, "password": PASSWORD}
    return kept | {"folder": "INBOX", "done": ""} | more


def read_through(school: School, server: PracticeMailbox, **more: str) -> None:
    set_mailbox(an_actor(school, Role.HEAD), kept=settings_for(server, **more))


def rollbook(school: School, minutes: float = 0) -> Actor:
    return system_actor(school.pk, A_MORNING + timedelta(minutes=minutes))


def taken(school: School) -> list[Incoming]:
    rows = IncomingMail.objects.filter(school=school).order_by("id").values_list("public_id", flat=True)
    found = [incoming(rollbook(school), ref) for ref in rows]
    return [one for one in found if one is not None]


def words(school: School) -> list[str]:
    return [one.words for one in taken(school)]


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def server(school: School) -> Iterator[PracticeMailbox]:
    with PracticeMailbox() as server:
        read_through(school, server)
        yield server


def test_each_mail_is_taken_once_and_marked_as_read_afterwards(school: School, server: PracticeMailbox) -> None:
    server.post(a_mail("Tolu is ill.", message_id="<1@a.example>").as_bytes())
    for minute in range(3):
        read_mailbox(rollbook(school, minute))
    server.post(a_mail("Bisi is ill.", message_id="<2@a.example>").as_bytes())
    read_mailbox(rollbook(school, 3))
    assert words(school) == ["Tolu is ill.", "Bisi is ill."]
    assert [post.flags for post in server.inbox] == [{"\\Seen"}, {"\\Seen"}]
    kept = IncomingMail.objects.all()[0]
    assert b"ill" not in bytes(kept.words)
    assert "ill" not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_a_machine_that_stops_between_taking_and_telling_takes_nothing_twice(
    school: School, server: PracticeMailbox
) -> None:
    for n in range(3):
        server.post(a_mail(f"Mail {n}.", message_id=f"<{n}@a.example>").as_bytes())
    fetched = []

    def strike() -> None:
        fetched.append(1)
        if len(fetched) == 2:
            server.fault = MailboxFault.BREAKS_OFF

    server.before_fetch = strike
    read_mailbox(rollbook(school))
    assert words(school) == ["Mail 0."]
    assert [post.flags for post in server.inbox] == [set(), set(), set()]  # not told: the talk broke off before
    server.fault, server.before_fetch = MailboxFault.NONE, lambda: None
    read_mailbox(rollbook(school, 1))
    assert words(school) == ["Mail 0.", "Mail 1.", "Mail 2."]
    assert all("\\Seen" in post.flags for post in server.inbox)


def test_a_mailbox_that_is_down_for_an_hour_is_shown_and_nothing_is_lost(
    school: School, server: PracticeMailbox
) -> None:
    server.post(a_mail("Before.", message_id="<1@a.example>").as_bytes())
    read_mailbox(rollbook(school))
    server.fault = MailboxFault.DOWN
    for minute in range(1, 61, 20):
        server.post(a_mail(f"Minute {minute}.", message_id=f"<m{minute}@a.example>").as_bytes())
        read_mailbox(rollbook(school, minute))
    state = mailbox_state(rollbook(school, 61))
    assert state is not None
    assert state.is_down
    assert (state.why, state.failing_since) == (
        "The mail server could not be reached.",
        A_MORNING + timedelta(minutes=1),
    )
    server.fault = MailboxFault.SLOW
    read_mailbox(rollbook(school, 62))
    assert words(school) == ["Before.", "Minute 1.", "Minute 21.", "Minute 41."]
    state = mailbox_state(rollbook(school, 62))
    assert state is not None
    assert not state.is_down
    told = list(
        AuditEntry.objects.filter(verb__startswith="comms.Mailbox").order_by("id").values_list("verb", flat=True)
    )
    assert told == ["comms.MailboxSet", "comms.MailboxFailed", "comms.MailboxReadAgain"]


def test_a_server_that_numbers_anew_brings_nothing_twice(school: School, server: PracticeMailbox) -> None:
    for n in range(3):
        server.post(a_mail(f"Mail {n}.", message_id=f"<{n}@a.example>").as_bytes())
    read_mailbox(rollbook(school))
    server.inbox.pop(0)
    server.renumber()
    server.post(a_mail("New.", message_id="<new@a.example>").as_bytes())
    server.inbox[0].flags.clear()
    read_mailbox(rollbook(school, 1))
    read_mailbox(rollbook(school, 2))
    assert words(school) == ["Mail 0.", "Mail 1.", "Mail 2.", "New."]
    assert Mailbox.objects.get().validity == 2


def test_two_mails_under_one_id_are_two_and_two_copies_of_one_are_one(school: School, server: PracticeMailbox) -> None:
    for text in ("Tolu is ill.", "Bisi is ill.", "Tolu is ill."):
        server.post(a_mail(text, message_id="<same@phones.example>").as_bytes())
    server.post(
        b"Received: by another road\r\n" + a_mail("Bisi is ill.", message_id="<same@phones.example>").as_bytes()
    )
    server.post(b"Subject: no id\r\n\r\nTolu is late.")
    read_mailbox(rollbook(school))
    assert words(school) == ["Tolu is ill.", "Bisi is ill.", "Tolu is late."]
    assert all("\\Seen" in post.flags for post in server.inbox)


def test_what_lay_there_read_before_the_school_began_is_left_alone(school: School) -> None:
    with PracticeMailbox() as server:
        server.post(a_mail("Last term.", message_id="<1@a.example>").as_bytes(), on=date(2026, 7, 1))
        server.post(a_mail("Read already.", message_id="<2@a.example>").as_bytes())
        server.inbox[1].flags.add("\\Seen")
        server.post(a_mail("This morning.", message_id="<3@a.example>").as_bytes())
        server.post(a_mail("Read already, too.", message_id="<5@a.example>").as_bytes())
        server.inbox[3].flags.add("\\Seen")
        read_through(school, server)
        read_mailbox(rollbook(school))
        server.inbox[0].flags.clear()
        server.post(a_mail("Later.", message_id="<4@a.example>").as_bytes())
        server.inbox[4].flags.add("\\Seen")  # somebody read it on their phone before we came
        read_mailbox(rollbook(school, 1))
    assert words(school) == ["This morning.", "Later."]


def test_a_school_may_have_what_was_read_put_into_a_folder(school: School) -> None:
    with PracticeMailbox() as server:
        server.folders["Taken"] = []
        read_through(school, server, done="Taken")
        server.post(a_mail("Tolu is ill.").as_bytes())
        read_mailbox(rollbook(school))
        assert (len(server.inbox), len(server.folders["Taken"])) == (0, 1)
        del server.folders["Taken"]
        server.post(a_mail("Bisi is ill.", message_id="<2@a.example>").as_bytes())
        read_mailbox(rollbook(school, 1))
        state = mailbox_state(rollbook(school))
        assert state is not None
        assert state.why == "The folder for what was read is not there."
        assert words(school) == ["Tolu is ill.", "Bisi is ill."]


def test_files_are_kept_and_what_cannot_be_kept_is_said(school: School, server: PracticeMailbox) -> None:
    files = (
        ("note.pdf", "application/pdf", b"%PDF-1.7\n" + b"0" * 100),
        ("game.exe", "application/x-msdownload", b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200),
    )
    server.post(a_mail("See the note.", files=files).as_bytes())
    read_mailbox(rollbook(school))
    (mail,) = taken(school)
    assert len(mail.files) == 1
    assert mail.problems[0].startswith("A file was left in the mailbox: “game.exe” is not a kind of file")


def test_a_mail_that_is_too_large_is_kept_as_that_and_never_fetched(school: School, server: PracticeMailbox) -> None:
    server.post(a_mail("Ill. ").as_bytes() + b"0" * 15 * 1024 * 1024)
    read_mailbox(rollbook(school))
    (mail,) = taken(school)
    assert (mail.kind, mail.subject, mail.words) == ("too-large", "Tolu Abiodun 9B", "")
    assert mail.problems == ("This mail is larger than 15 MB: look at it in the mailbox.",)
    assert "\\Seen" in server.inbox[0].flags


def test_more_than_a_batch_is_read_in_batches(school: School, server: PracticeMailbox) -> None:
    read_mailbox(rollbook(school))
    for n in range(60):
        server.post(a_mail(f"Mail {n}.", message_id=f"<{n}@a.example>").as_bytes())
    read_mailbox(rollbook(school))
    assert len(words(school)) == 50
    read_mailbox(rollbook(school))
    assert words(school) == [f"Mail {n}." for n in range(60)]


def test_our_own_mail_that_comes_back_has_failed() -> None:
    family = a_family()
    with PracticeMail() as mail, PracticeMailbox() as server:
        mail_through(family.school, mail)
        read_through(family.school, server)
        draft = family.draft(channel="email", subject="Tolu today")
        actions.put_in_outbox(family.office, drafts=[draft], purpose="to-families")
        hand_over_at(family.school, family.at(60).now)
        server.post(a_bounce(mail.taken[0]["Message-ID"], action="delayed", status="4.4.1"))
        read_mailbox(rollbook(family.school, 2))
        assert Message.objects.get().state == "handed"
        server.post(a_bounce(mail.taken[0]["Message-ID"]))
        read_mailbox(rollbook(family.school, 3))
    message = Message.objects.get()
    assert (message.state, message.why) == ("failed", "there is no such address")


def test_an_answer_knows_what_it_answers() -> None:
    family = a_family()
    with PracticeMail() as mail, PracticeMailbox() as server:
        mail_through(family.school, mail)
        read_through(family.school, server)
        draft = family.draft(channel="email", subject="Tolu today")
        actions.put_in_outbox(family.office, drafts=[draft], purpose="to-families")
        hand_over_at(family.school, family.at(60).now)
        server.post(a_mail("She is ill.", In_Reply_To=mail.taken[0]["Message-ID"]).as_bytes())
        read_mailbox(rollbook(family.school, 2))
    (came,) = taken(family.school)
    assert (came.contact, came.pupils) == (family.contact.pk, (family.pupil.pk,))


def test_a_voicemail_keeps_its_recording_and_its_number(school: School, server: PracticeMailbox) -> None:
    server.post(a_voicemail().as_bytes())
    read_mailbox(rollbook(school))
    (came,) = taken(school)
    assert (came.kind, came.caller, len(came.files)) == ("voicemail", "+447700900123", 1)


def test_a_mail_costs_as_many_statements_however_full_the_mailbox(school: School, server: PracticeMailbox) -> None:
    counted = []
    for many in (2, 6):
        for n in range(many):
            server.post(a_mail(f"Mail {many} {n}.", message_id=f"<{many}.{n}@a.example>").as_bytes())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_mailbox(rollbook(school))
        counted.append(len(queries))
    each = (counted[1] - counted[0]) / 4
    assert each <= 16  # a transaction of its own for each mail, and one for telling the mailbox
    assert counted[0] - 2 * each <= 12


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"host": ""}, "“Server” is missing."),
        ({"port": "many"}, "A port is a number"),
        ({"host": "imap.school.example"}, IN_CLEAR),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(
    school: School, server: PracticeMailbox, wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_through(school, server, **wrong)
    assert refused.value.says.startswith(sentence)


def test_the_password_is_encrypted_stays_when_left_empty_and_only_set_up_may_change_it(
    school: School, server: PracticeMailbox
) -> None:
    assert PASSWORD.encode() not in bytes(Mailbox.objects.get().kept)
    read_through(school, server, password="")
    server.post(a_mail("Tolu is ill.").as_bytes())
    read_mailbox(rollbook(school))
    assert words(school) == ["Tolu is ill."]
    with pytest.raises(NotAllowed):
        set_mailbox(an_actor(school, Role.TEACHER), kept=settings_for(server))


def test_a_mailbox_that_was_switched_off_is_not_read(school: School, server: PracticeMailbox) -> None:
    set_mailbox(an_actor(school, Role.HEAD), kept=settings_for(server), is_on=False)
    server.post(a_mail("Tolu is ill.").as_bytes())
    read_mailbox(rollbook(school))
    assert words(school) == []
