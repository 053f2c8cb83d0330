"""COM-B, told as the office does it: the figures of a term to every home, and what stands of them afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.comms.models import Letter, LetterRun
from rollbook.pupils.models import Contact, PupilContact
from rollbook.rules.sessions import Half
from tests.absence.morning import MONDAY, Morning
from tests.comms.letter_room import pages_of

pytestmark = pytest.mark.django_db
WEEK = [MONDAY - timedelta(days=7 - n) for n in range(5)]


def lives_at(contact: Contact, title: str, lines: str, postcode: str) -> Contact:
    contact.title, contact.address_lines, contact.postcode = title, lines, postcode
    contact.save()
    return contact


def a_term() -> Morning:
    """Pupil00 was ill on the Tuesday, whole; nobody knows where Pupil01 was on the Friday; Pupil02 was always here."""
    morning = Morning()
    codes = {on: {0: "/", 1: "/", 2: "/"} for on in WEEK}
    codes[WEEK[1]][0], codes[WEEK[4]][1] = "I", "N"
    morning.marked_on(codes, Half.AM, Half.PM)
    return morning


def test_the_figures_go_to_every_home_and_to_nobody_else() -> None:
    # Given a form in which the parents of one pupil live apart, and a father whom a court keeps away from another,
    morning = a_term()
    lives_at(morning.contact(0, name="Priya"), "Ms", "14 Larch Grove", "AB1 3EF")
    apart = lives_at(morning.contact(0, name="Ravi", priority=2, lives_with=False), "Mr", "2 Mill Lane", "CD4 5GH")
    PupilContact.objects.filter(contact=apart).update(parental_responsibility=True)
    lives_at(morning.contact(1, name="Dana"), "Mrs", "9 Elm Row", "EF6 7IJ")
    lives_at(morning.contact(1, name="Cole", priority=2, no_contact=True), "Mr", "1 Far Road", "GH8 9KL")
    lives_at(morning.contact(2, name="Noor"), "Dr", "3 High Street", "AB1 1AA")
    office = morning.person()
    letters = f"/s/{morning.school.slug}/messages/letters/"
    sent: dict[str, object] = {
        "slot": "5c0a7b1e-0000-4000-8000-000000000002",
        "groups": [str(morning.group.public_id)],
        "whom": "homes",
        "sort": "form",
    }

    # when the office looks at the statement before it is written,
    said = office.post(f"{letters}words/statement/write/", sent).content.decode()
    # then four letters would go, and the father is left out with the reason.
    assert "Write 4 letters" in said
    assert "there must be no contact with this person" in said

    # When they are written and the file to print is opened,
    seen = said.split('name="seen" value="')[1].split('"')[0]
    where = office.post(f"{letters}words/statement/make", {**sent, "seen": seen})["Location"]
    pages = pages_of(office.get(f"{where}print").content)
    # then each home has a page of its own, by name, with the pupil's own figures,
    assert [next(n for n in ("Priya", "Ravi", "Dana", "Noor") if n in page) for page in pages] == [
        "Priya", "Ravi", "Dana", "Noor",
    ]  # fmt: skip
    assert "80.0 %" in pages[0]
    assert "100.0 %" in pages[3]
    # neither parent reads of the other, and the father whom the court keeps away is on no page.
    assert "Ravi" not in pages[0]
    assert "Mill Lane" not in pages[0]
    assert "Priya" not in pages[1]
    assert "Larch Grove" not in pages[1]
    assert not any("Cole" in page or "Far Road" in page for page in pages)

    # When they have gone to the post, and next week the Tuesday turns out to have been a visit,
    office.post(f"{where}posted", {})
    before = list(Letter.objects.order_by("position").values_list("sha256", flat=True))
    morning.marked_on({WEEK[1] + timedelta(days=7): {0: "/", 1: "/", 2: "/"}}, Half.AM)
    # then what was sent stands as it was sent, on the pupil's history too.
    assert pages_of(office.get(f"{where}print").content) == pages
    assert list(Letter.objects.order_by("position").values_list("sha256", flat=True)) == before
    assert LetterRun.objects.get().state == "posted"


def test_only_those_with_an_unexplained_absence_are_asked_for_a_reason() -> None:
    # Given a form in which one pupil has an absence without a reason,
    morning = a_term()
    for n, name in enumerate(("Priya", "Dana", "Noor")):
        lives_at(morning.contact(n, name=name), "Ms", f"{n} Elm Row", "EF6 7IJ")
    office = morning.person()
    letters = f"/s/{morning.school.slug}/messages/letters/"
    # when the letter that asks for the reason is looked at for the whole form,
    sent: dict[str, object] = {
        "slot": "5c0a7b1e-0000-4000-8000-000000000003",
        "groups": [str(morning.group.public_id)],
        "whom": "homes",
        "sort": "form",
        "reply_by_0": "20",
        "reply_by_1": "11",
        "reply_by_2": "2026",
    }
    said = office.post(f"{letters}words/unexplained/write/", sent).content.decode()
    # then one letter would go, with the day and both its halves, and the two others say what is missing.
    assert "Write 1 letter" in said
    assert "Friday 13 November 2026" in said
    assert "morning and afternoon" in said
    assert "Friday 20 November 2026" in said
    assert said.count("nothing is known for unexplained_sessions") == 2
