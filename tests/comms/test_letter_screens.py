"""The screens of letters: written, looked at, printed, posted; words in versions; the letterhead (COM-B)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rollbook.audit.models import AccessEntry
from rollbook.comms.models import Letter, LetterHead, LetterRun, LetterVersion
from rollbook.pupils.models import Group, Pupil
from rollbook.rules.access import Role
from rollbook.schools.models import School
from tests.builders import a_group, a_pupil, a_role, a_school, a_user
from tests.comms.letter_room import A_CREST, a_home, pages_of
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db


@dataclass
class Office:
    school: School
    group: Group
    pupil: Pupil
    client: At

    def url(self, rest: str = "") -> str:
        return f"/s/{self.school.slug}/messages/letters/{rest}"

    def asked(self, **more: Any) -> dict[str, Any]:
        return {
            "slot": "5c0a7b1e-0000-4000-8000-000000000001",
            "groups": [str(self.group.public_id)],
            "message": "School begins at 8:40.",
            "whom": "homes",
            "sort": "form",
        } | more


@pytest.fixture
def office() -> Office:
    school = a_school()
    group = a_group(school)
    pupil = a_pupil(school, group=group)
    a_home(school, pupil)
    user = a_user()
    a_role(user, school, Role.ATTENDANCE_ADMINISTRATOR)
    return Office(school, group, pupil, At(user))


def hidden(page: str) -> dict[str, list[str]]:
    """What the form that writes would send."""
    form = page.split("/make")[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_a_letter_is_written_looked_at_printed_and_posted(office: Office) -> None:
    assert b"General letter" in office.client.get(office.url()).content
    page = office.client.get(office.url("words/general/write/")).content.decode()
    assert "9A (1)" in page

    preview = office.client.post(office.url("words/general/write/"), office.asked()).content.decode()
    assert "Write 1 letter" in preview
    assert 'src="data:image/png;base64,' in preview
    assert not Letter.objects.exists()

    made = office.client.post(office.url("words/general/make"), hidden(preview))
    run = LetterRun.objects.get()
    assert made["Location"] == office.url(f"runs/{run.public_id}/")
    assert b"Ms Ada Abiodun" in office.client.get(made["Location"]).content

    printed = office.client.get(office.url(f"runs/{run.public_id}/print"))
    assert (printed["Content-Type"], len(pages_of(printed.content))) == ("application/pdf", 1)
    assert office.client.get(office.url(f"runs/{run.public_id}/print")).content == printed.content

    one = Letter.objects.get()
    shown = office.client.get(office.url(f"{one.public_id}/")).content.decode()
    assert one.sha256[:8] in shown
    alone = office.client.get(office.url(f"{one.public_id}/pdf"))
    assert "School begins at 8:40." in pages_of(alone.content)[0]
    assert {"letters", "letter", "file: letter"} <= {entry.what for entry in AccessEntry.objects.all()}

    office.client.post(office.url(f"runs/{run.public_id}/posted"), {})
    run.refresh_from_db()
    assert run.state == "posted"
    assert b"Posted or taken back" in office.client.get(office.url()).content


def test_a_double_press_writes_once(office: Office) -> None:
    sent = hidden(office.client.post(office.url("words/general/write/"), office.asked()).content.decode())
    first = office.client.post(office.url("words/general/make"), sent)
    again = office.client.post(office.url("words/general/make"), sent)
    assert first["Location"] == again["Location"]
    assert Letter.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_not_written(office: Office) -> None:
    sent = hidden(office.client.post(office.url("words/general/write/"), office.asked()).content.decode())
    a_home(office.school, office.pupil, name="Ben", at="2 Mill Lane", priority=2)
    answer = office.client.post(office.url("words/general/make"), sent).content.decode()
    assert "Look again" in answer
    assert "Write 2 letters" in answer
    assert not Letter.objects.exists()


def test_who_is_left_out_is_shown_with_the_reason(office: Office) -> None:
    a_home(office.school, office.pupil, name="Ben", at="2 Mill Lane", priority=2, no_contact=True)
    page = office.client.post(office.url("words/general/write/"), office.asked()).content.decode()
    assert "there must be no contact with this person" in page
    assert "Ben" in page


def test_an_empty_field_is_shown_before_anything_is_written(office: Office) -> None:
    sent = office.asked(reply_by_0="11", reply_by_1="9", reply_by_2="2026")
    page = office.client.post(office.url("words/unexplained/write/"), sent).content.decode()
    assert "nothing is known for unexplained_sessions" in page
    assert "Nobody would get a letter" in page
    assert office.client.post(office.url("words/unexplained/make"), sent).status_code == 200
    assert not Letter.objects.exists()


def test_pupils_are_handed_over_by_another_page(office: Office) -> None:
    pupil = str(office.pupil.public_id)
    page = office.client.get(office.url(f"words/general/write/?pupil={pupil}")).content.decode()
    assert "About 1 pupil chosen on the page before" in page
    sent = {**office.asked(), "pupil": [pupil]}
    del sent["groups"]
    assert "Write 1 letter" in office.client.post(office.url("words/general/write/"), sent).content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"message": ""}, "Write what the letter is to say"),
        ({"groups": []}, "Tick at least one group"),
        ({"whom": "everybody"}, "Choose to whom it goes"),
    ],
)
def test_what_is_missing_is_said(office: Office, wrong: dict[str, Any], says: str) -> None:
    answer = office.client.post(office.url("words/general/write/"), office.asked(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_words_are_kept_in_versions_and_a_field_that_there_is_not_is_refused(office: Office) -> None:
    url = office.url("words/general/")
    wrong = office.client.post(url, {"subject": "S", "words": "Dear {mother}"})
    assert (wrong.status_code, "There is no field {mother}" in wrong.content.decode()) == (422, True)

    office.client.post(url, {"subject": "S {pupil}", "words": "Dear {contact}, {{7*7}}"})
    page = office.client.get(url).content.decode()
    assert "version 2" in page
    assert "Version 1" in page
    assert "{{7*7}}" in page
    office.client.post(url, {"subject": "S {pupil}", "words": "Dear {contact}, {{7*7}}"})
    assert LetterVersion.objects.count() == 1


def test_a_letter_of_the_schools_own_has_an_address_of_its_own(office: Office) -> None:
    sent = {"name": "Trip to Bath", "subject": "Bath", "words": "Dear {contact},\n\n{message}"}
    made = office.client.post(office.url("new/"), sent)
    assert made["Location"] == office.url("words/trip-to-bath/")
    again = office.client.post(office.url("new/"), sent)
    assert again["Location"] == office.url("words/trip-to-bath-2/")
    assert office.client.get(office.url("words/nothing-such/")).status_code == 404

    assert b"Take it off the list" in office.client.get(office.url("words/trip-to-bath/")).content
    office.client.post(office.url("words/trip-to-bath/retire"), {})
    listed = office.client.get(office.url()).content.decode()
    assert office.url("words/trip-to-bath-2/write/") in listed
    assert office.url("words/trip-to-bath/write/") not in listed
    assert office.client.post(office.url("words/general/retire"), {}).status_code == 422


def test_the_letterhead_is_set_up_with_a_crest(office: Office) -> None:
    sent = {"lines": "Station Road", "signed_by": "Mrs Okonkwo", "position": "", "foot": "", "envelope": "c5"}
    bad = office.client.post(office.url("letterhead/"), {**sent, "crest": SimpleUploadedFile("a.svg", b"<svg/>")})
    assert bad.status_code == 422
    good = office.client.post(office.url("letterhead/"), {**sent, "crest": SimpleUploadedFile("a.png", A_CREST)})
    assert good.status_code == 303
    head = LetterHead.objects.get()
    assert (head.envelope, head.lines, head.crest is not None) == ("c5", "Station Road", True)
    assert "data:image/png;base64," in office.client.get(office.url("letterhead/")).content.decode()
    office.client.post(office.url("letterhead/"), {**sent, "no_crest": "on"})
    head.refresh_from_db()
    assert head.crest is None


def test_whoever_may_not_write_to_families_sees_no_letters(office: Office) -> None:
    teacher = a_user()
    a_role(teacher, office.school, Role.TEACHER)
    client = At(teacher)
    for rest in ("", "words/general/", "words/general/write/", "letterhead/"):
        assert client.get(office.url(rest)).status_code == 403


def test_a_letter_is_begun_from_the_page_of_a_pupil(office: Office) -> None:
    page = office.client.get(f"/s/{office.school.slug}/pupils/{office.pupil.public_id}/").content.decode()
    begun = office.url(f"words/general/write/?pupil={office.pupil.public_id}")
    assert f'href="{begun}"' in page
    assert "About 1 pupil chosen" in office.client.get(begun).content.decode()
