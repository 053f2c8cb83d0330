"""The pages of a bundle: begun, arranged, looked at, fixed; each opening noted, each sum of statements pinned."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.evidence.models import Bundle, BundleVersion
from rollbook.registers.models import Amendment, Mark, PupilYear
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import set_mark
from tests.builders import TERM_STARTS, a_role, a_user
from tests.evidence.court import TODAY, Court, a_court
from tests.evidence.papers import a_letter, locked
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


class Desk:
    """Somebody signed in at the court's moment, in one role."""

    def __init__(self, court: Court, role: Role = Role.ATTENDANCE_MANAGER) -> None:
        self.court, user = court, a_user("P. Nair")
        a_role(user, court.school, role)
        self.at = At(user, TODAY)

    def url(self, name: str, **place: object) -> str:
        where = {"school": self.court.school.slug, **place}
        return reverse(f"evidence:{name}", kwargs=where)

    def see(self, name: str = "bundle", **place: object) -> str:
        answer = self.at.get(self.url(name, **place))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def send(self, name: str, data: dict[str, object], **place: object) -> Any:
        return self.at.post(self.url(name, bundle=self.court.bundle, **place), data)

    def bundle(self) -> str:
        return self.see(bundle=self.court.bundle)


def test_a_bundle_is_begun_for_one_parent_and_noted() -> None:
    court = a_court(letters=0)
    desk = Desk(court)
    shown = desk.see("pupil", pupil=court.pupil.public_id)
    assert "Ms Ada Abiodun (mother, parental responsibility)" in shown
    made = uuid.uuid4()
    given = {
        "bundle": str(made), "contact": str(court.father.public_id), "first_0": "1", "first_1": "9", "first_2": "2026",
        "last_0": "20", "last_1": "11", "last_2": "2026", "first": "1/9/2026", "last": "20/11/2026",
    }  # fmt: skip
    answer = desk.at.post(desk.url("pupil", pupil=court.pupil.public_id), given)
    assert answer.status_code == 303, answer.content.decode()
    assert Bundle.objects.get(public_id=made).contact_id == court.father.pk
    assert "for Mr Bola Abiodun" in desk.see(bundle=made)
    assert AccessEntry.objects.filter(what="evidence bundle", subject=f"bundle:{made}").exists()
    assert "for Mr Bola Abiodun" in desk.see("list")


def test_exhibits_move_leave_and_come_back() -> None:
    court = a_court()
    desk = Desk(court)
    desk.send("arrange", {"key": "chronology", "act": "up"})
    desk.send("arrange", {"key": "register", "act": "leave"})
    order = [one.key.split(":")[0] for one in _placed(court)]
    assert order[:5] == ["statement", "certificate", "year", "chronology", "letter"]
    shown = desk.bundle()
    assert shown.index("Chronology") < shown.index("Left out")
    assert "Addressed to Mr Bola Abiodun, not to this parent" in shown
    desk.send("arrange", {"key": "register", "act": "put"})
    assert "register" in [one.key for one in _placed(court)]
    refused = desk.send("arrange", {"key": "year", "act": "pages", "pages": "x"})
    assert refused.status_code == 422
    assert "says no pages" in refused.content.decode()


def test_what_is_found_in_an_enclosed_letter_stands_on_the_page_until_it_is_dealt_with() -> None:
    court = a_court(letters=0)
    desk = Desk(court)
    letter = SimpleUploadedFile("His letter.pdf", a_letter("Come to 3 Quarry Lane."), "application/pdf")
    assert desk.send("enclose", {"file": letter}).status_code == 303
    shown = desk.bundle()
    assert "this would say where somebody else is found (Mr Bola Abiodun: address)" in shown
    stopped = desk.send("make", {})
    assert stopped.status_code == 422
    assert BundleVersion.objects.count() == 0
    key = court.page().choices.files[0].key
    desk.send("look", {"key": key, "act": "cover"})
    assert desk.send("make", {}).status_code == 303
    assert "Version 1" in desk.bundle()


def test_a_locked_file_is_refused_beside_its_field() -> None:
    court = a_court(letters=0)
    sent = SimpleUploadedFile("locked.pdf", locked(a_letter("x")), "application/pdf")
    answer = Desk(court).send("enclose", {"file": sent})
    assert answer.status_code == 422
    assert "locked with a password" in answer.content.decode()


def test_an_area_is_blacked_by_its_numbers_and_taken_back() -> None:
    court = a_court(letters=0)
    desk = Desk(court)
    desk.send("enclose", {"file": SimpleUploadedFile("l.pdf", a_letter("A line.", "Another."), "application/pdf")})
    enclosed = court.page().choices.files[0].clean
    shown = desk.see("cover", bundle=court.bundle, enclosed=enclosed)
    assert "Page 1 of 2" in shown
    picture = desk.at.get(desk.url("cover-picture", bundle=court.bundle, enclosed=enclosed, number=1))
    assert picture.content.startswith(b"\x89PNG")
    area = {"left": "10", "top": "5", "right": "60.5", "bottom": "20"}
    assert desk.send("cover", area, enclosed=enclosed).status_code == 303
    ((_, page, kept),) = court.page().hidden.areas
    assert (page, kept.right) == (1, 605)
    assert desk.send("cover", {**area, "right": "1"}, enclosed=enclosed).status_code == 422
    desk.send("cover", {"act": "show"}, enclosed=enclosed)
    assert court.page().hidden.areas == ()
    assert desk.at.get(desk.url("cover-picture", bundle=court.bundle, enclosed=enclosed, number=9)).status_code == 404


def test_the_witness_and_the_words_are_kept_encrypted() -> None:
    court = a_court(letters=0)
    desk = Desk(court)
    said = {"name": "Priya Nair", "occupation": "Attendance manager", "age": "Over 18", "equality": "EAL considered."}
    assert desk.send("witness", {**said, "kinds": ["letter"], "words": ""}).status_code == 303
    assert desk.send("words", {"words": "Fairweather\n\n 07700 900456 "}).status_code == 303
    row = Bundle.objects.get(public_id=court.bundle)
    assert b"Priya" not in bytes(row.told)
    assert b"Fairweather" not in bytes(row.hidden)
    page = court.page()
    assert (page.told.witness.name, page.choices.kinds, page.hidden.words) == (
        "Priya Nair", ("letter",), ("Fairweather", "07700 900456"),
    )  # fmt: skip
    assert "PN/1" in desk.bundle()
    assert desk.send("words", {"words": "x"}).status_code == 422
    assert desk.send("words", {"words": ""}).status_code == 303
    assert court.page().hidden.words == ()


def test_what_changed_in_the_register_since_is_told() -> None:
    court = a_court(letters=0)
    court.made()
    desk = Desk(court)
    shown = desk.bundle()
    assert "The register says the same today" in shown
    assert "Exhibit 1 Certificate of attendance, page 3" in shown
    _becomes(court, Session(TERM_STARTS, Half.AM), "I")
    shown = desk.bundle()
    assert "Tue 1 Sep 2026, AM: / is now I" in shown


@pytest.mark.parametrize("role", [Role.ATTENDANCE_ADMINISTRATOR, Role.TUTOR, Role.HEAD_OF_YEAR, Role.DSL, Role.AUDITOR])
def test_few_may_open_it(role: Role) -> None:
    court = a_court(letters=0)
    assert Desk(court, role).at.get(Desk(court).url("bundle", bundle=court.bundle)).status_code == 403


def test_the_page_costs_the_same_however_much_is_in_it(django_assert_max_num_queries: Any) -> None:
    small, large = a_court(letters=1), a_court(letters=6)
    counts = []
    for court in (small, large):
        desk = Desk(court)
        desk.bundle()
        with django_assert_max_num_queries(110) as asked:
            desk.bundle()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _placed(court: Court) -> tuple[Any, ...]:
    from rollbook.evidence.queries.gathering import gathered

    return gathered(court.manager, court.page()).included


def _becomes(court: Court, session: Session, code: str) -> None:
    Mark.objects.filter(pupil=court.pupil, date=session.on, half=session.half).update(code=code, version=2)
    row = PupilYear.objects.get(pupil=court.pupil)
    PupilYear.objects.filter(pk=row.pk).update(codes=set_mark(bytes(row.codes), session, code))
    assert Amendment.objects.count() == 0
