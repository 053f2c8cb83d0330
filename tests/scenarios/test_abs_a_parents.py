"""ABS-A, what parents send: the form on a phone, a mail, a voicemail that came as mail; each once, to be filed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from rollbook.absence.jobs import file_mail, send_code
from rollbook.absence.models import Report
from rollbook.audit.jobs import hear
from rollbook.comms.jobs import hand_over, read_mailbox
from rollbook.comms.models import IncomingMail
from rollbook.comms.practice import PracticeTexts
from rollbook.comms.practice.mailbox import MailboxFault, PracticeMailbox
from rollbook.config.wiring import UNHEARD, WIRING
from rollbook.jobs.queue import claim
from rollbook.rules.actor import system_actor
from tests.absence.test_parents import Family
from tests.absence.test_parents_pages import Parent
from tests.builders import A_MORNING
from tests.comms.families import texts_through
from tests.comms.test_mailbox import read_through
from tests.formats.letters_in import a_mail, a_voicemail

pytestmark = pytest.mark.django_db
DOES = {"absence.send_code": send_code, "absence.file_mail": file_mail, "comms.hand_over": hand_over}


def what_follows(family: Family, minutes: float) -> None:
    """The worker does what the wiring says, until nothing is left to do now."""
    now = A_MORNING + timedelta(minutes=minutes)
    while hear(WIRING, UNHEARD, now):
        while claimed := claim(now):
            if claimed.name in DOES:
                DOES[claimed.name](system_actor(family.school.pk, now), **claimed.args)


def test_a_mother_reports_two_daughters_from_the_bus_stop() -> None:
    family = Family()
    phone = Parent(family)
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        # She types her number; a text with a code comes at once, without the minute in which others can be taken back.
        assert phone.go("", reached_at="0044 7700 900 123") == "code"
        what_follows(family, 0)
        (text,) = gateway.taken
        code = re.search(r"\d{6}", text["text"])
        assert code
        assert text["to"] == "+447700900123"
        assert "Tolu" not in text["text"]
    assert phone.go("code", code=code[0]) == "children"
    phone.go("children", children_chosen=phone.tokens())
    phone.go("days", when="today")
    phone.go("half", half="whole")
    phone.go("back", back_0="8/9")
    phone.go("why", kind="ill", words="Both were sick in the night.")
    phone.go("evidence", act="go")
    # The signal goes as she presses, and she presses again.
    assert [phone.go("check"), phone.go("check")] == ["sent", "sent"]
    (report,) = Report.objects.all()
    assert (report.way, report.state, report.taken_by_name) == ("form", "new", "Form for parents")
    assert report.pupils.count() == 2


def test_whoever_tries_numbers_learns_nothing() -> None:
    family = Family(no_contact=True)
    father, stranger = Parent(family), Parent(family)
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        said = []
        for browser, number in ((father, "07700 900123"), (stranger, "07700 900999")):
            assert browser.go("", reached_at=number) == "code"
            what_follows(family, 0)
            page = browser.post("code", code="246810").content.decode()
            said.append(re.search(r"That code is not right[^<]*", page))
        assert gateway.taken == []
    assert [m and m[0] for m in said] == ["That code is not right, or it is over. Tries left: 4."] * 2


def test_a_mail_and_a_voicemail_become_reports_once_though_the_mailbox_was_down_for_an_hour() -> None:
    family = Family()
    with PracticeMailbox() as server:
        read_through(family.school, server)
        server.post(a_mail("Tolu is ill today.\n\nSent from my iPhone", sender="Ada <ADA@example.org>").as_bytes())
        server.fault = MailboxFault.DOWN
        for minute in (1, 30):
            read_mailbox(system_actor(family.school.pk, A_MORNING + timedelta(minutes=minute)))
        server.post(a_voicemail("Voice message from 07700 900123", message_id="<v@phones.example>").as_bytes())
        server.post(a_voicemail("Voicemail from a withheld number", message_id="<w@phones.example>").as_bytes())
        away = a_mail("I am on leave.", subject="Automatic reply: Tolu", message_id="<x@a.example>")
        server.post(away.as_bytes())
        server.fault = MailboxFault.NONE
        server.renumber()
        for minute in (61, 62):
            read_mailbox(system_actor(family.school.pk, A_MORNING + timedelta(minutes=minute)))
            what_follows(family, minute)
            what_follows(family, minute)
    mail, voice, withheld = Report.objects.order_by("id")
    assert (mail.way, mail.state, mail.contact_id) == ("email", "new", family.contact.pk)
    assert (voice.way, voice.state, voice.contact_id) == ("voicemail", "new", family.contact.pk)
    assert voice.files.count() == 1
    # Nobody believes a number that was hidden: the office rings one that it holds.
    assert (withheld.state, withheld.doubt) == ("ring-back", "withheld")
    # The machine's answer is kept, and nobody is bothered with it.
    assert IncomingMail.objects.filter(kind="auto-reply").count() == 1


def test_a_report_by_form_waits_for_the_office_even_at_night() -> None:
    family = Family()
    phone = Parent(family, minutes=-300)
    with time_machine.travel(phone.now, tick=False):
        phone.signs_in()
    phone.go("children", children_chosen=phone.tokens()[:1])
    phone.go("days", when="next")
    phone.go("half", half="AM")
    phone.go("back")
    phone.go("why", kind="appointment", words="Dentist at nine")
    phone.go("evidence", act="go")
    assert phone.go("check") == "sent"
    report = Report.objects.get()
    assert (report.state, report.code, report.halves) == ("new", "", "0")
