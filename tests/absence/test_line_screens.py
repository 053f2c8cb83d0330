"""The absence line's pages: filed with one key, rung back, put aside, taken back; a call noted; a colleague told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import CallNote, Report
from rollbook.rules.access import Role
from tests.absence.line_room import LineRoom
from tests.absence.morning import MONDAY, Visitor

pytestmark = pytest.mark.django_db
TODAY = {"first_0": "16", "first_1": "11", "first_2": "2026"}
ASKED = 34


class Desk:
    """The office's browser at the absence line."""

    def __init__(self, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> None:
        self.room = LineRoom()
        self.room.morning.marked({0: "N", 1: "N", 2: "/"})
        self.who: Visitor = self.room.morning.person(role)

    def url(self, name: str, **more: object) -> str:
        return self.who.url(f"absence:{name}", **more)

    def pupil(self, n: int) -> str:
        return str(self.room.morning.pupils[n].public_id)

    def quick(self, *ns: int, **more: object) -> dict[str, object]:
        pupils = [self.pupil(n) for n in ns]
        return {"pupils": pupils, "first": MONDAY, "last": MONDAY, "halves": "01", "code": "I", "seen": 1, **more}


def test_the_inbox_shows_what_was_said_what_it_suggests_and_why() -> None:
    desk = Desk()
    desk.room.told("Hello, it's Tolu's mum, she has a temperature and won't be in today")
    shown = desk.who.get(desk.url("line")).content.decode()
    for words in (
        "temperature and won",
        "Tolu Abiodun",
        "named: Tolu",
        "I: illness",
        "Mon 16 Nov all day",
        "07700 900142",
    ):
        assert words in shown
    assert "Priya Shah (mother)" in shown


def test_a_report_is_filed_from_its_row_and_taken_back() -> None:
    desk = Desk()
    report = desk.room.told("Tolu is ill today")
    answer = desk.who.post(desk.url("line-file", report=report), desk.quick(0))
    assert (answer.status_code, answer["Location"]) == (303, desk.url("line"))
    assert desk.room.morning.code(0) == "I"
    assert "Tolu Abiodun: I, Mon 16 Nov all day" in desk.who.get(desk.url("line")).content.decode()
    desk.who.post(desk.url("line-undo", report=report), {"seen": 2})
    assert (desk.room.morning.code(0), desk.room.row(report).state) == ("N", "new")


def test_for_a_script_the_list_comes_back_with_a_way_to_undo() -> None:
    desk = Desk()
    report = desk.room.told("Tolu is ill today")
    answer = desk.who.post(desk.url("line-file", report=report), desk.quick(0, code="m"), HX_Request="true")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="ab-line"' in shown
    assert desk.url("line-undo", report=report) in shown
    assert desk.room.morning.code(0) == "M"


def test_a_row_without_a_code_is_refused_in_a_sentence() -> None:
    desk = Desk()
    report = desk.room.told("Tolu is off today")
    answer = desk.who.post(desk.url("line-file", report=report), desk.quick(0, code=""))
    assert answer.status_code == 422
    assert "Type a code" in answer.content.decode()


def test_a_withheld_number_shows_whom_to_ring_and_is_filed_after_that() -> None:
    desk = Desk()
    report = desk.room.told("Tolu Abiodun is ill today", number="")
    shown = desk.who.get(desk.url("line")).content.decode()
    assert "Ring back first" in shown
    assert "Ring <b>Priya Shah</b> 07700 900142" in shown
    desk.who.post(desk.url("line-ring", report=report), {"seen": 1, "said": "yes", "whom": "Priya Shah, 07700 900142"})
    assert desk.room.row(report).state == "new"


def test_a_report_is_put_aside_with_a_reason() -> None:
    desk = Desk()
    report = desk.room.told("Wrong school, sorry")
    assert desk.who.post(desk.url("line-reject", report=report), {"seen": 1, "why": ""}).status_code == 422
    desk.who.post(desk.url("line-reject", report=report), {"seen": 1, "why": "Not ours"})
    assert "Not ours" in desk.who.get(desk.url("line")).content.decode()


def test_on_its_own_page_the_pupil_is_chosen_and_the_other_child_offered() -> None:
    desk = Desk()
    report = desk.room.told("she is ill today")
    found = desk.who.post(desk.url("report", report=report), {"q": "Tol", "find": "1", "seen": "1"})
    assert "Abiodun" in found.content.decode()
    chosen = desk.who.post(desk.url("report", report=report), {"add": desk.pupil(0), "seen": "1"}).content.decode()
    assert "lives with them" in chosen
    sent = {"pupils": [desk.pupil(0), desk.pupil(1)], "halves": "01", "code": "I", "seen": "1", "file": "1", **TODAY}
    assert desk.who.post(desk.url("report", report=report), sent).status_code == 303
    assert (desk.room.morning.code(0), desk.room.morning.code(1)) == ("I", "I")


def test_what_the_rules_refuse_stands_in_the_form() -> None:
    desk = Desk()
    report = desk.room.told("Amir is ill today", number="+447700900555")
    sent = {"pupils": [desk.pupil(2)], "halves": "0", "code": "I", "seen": "1", "file": "1", **TODAY}
    answer = desk.who.post(desk.url("report", report=report), sent)
    assert answer.status_code == 422
    assert "Amir is marked /" in answer.content.decode()
    desk.who.post(desk.url("report", report=report), {**sent, "over": "on"})
    assert desk.room.morning.code(2) == "I"


def test_a_call_is_noted_kept_as_a_draft_and_filed_at_once() -> None:
    desk = Desk()
    desk.who.post(desk.url("note-draft"), {"words": "Tolu has a", "pupils": desk.pupil(0)})
    shown = desk.who.get(desk.url("note-call")).content.decode()
    for words in ("Tolu has a", "Tolu Abiodun", "Priya Shah, mother", "lives with them"):
        assert words in shown
    mother = str(desk.room.mother.pk)
    sent = {"words": "Tolu has a cold", "pupils": desk.pupil(0), "caller": mother, "code": "I", "halves": "01", **TODAY}
    answer = desk.who.post(desk.url("note-call"), {**sent, "file": "1"})
    assert answer.status_code == 303
    assert desk.room.morning.code(0) == "I"
    assert not CallNote.objects.exists()
    kept = Report.objects.get()
    assert (kept.way, kept.state, kept.contact_id) == ("phone", "filed", desk.room.mother.pk)


def test_a_call_that_sounds_like_a_pupil_is_not_filed_but_waits() -> None:
    desk = Desk()
    sent = {"words": "Tolu is ill", "pupils": desk.pupil(0), "sure": "pupil", "code": "I", "halves": "01", **TODAY}
    desk.who.post(desk.url("note-call"), {**sent, "file": "1"})
    assert Report.objects.get().state == "ring-back"
    assert desk.room.morning.code(0) == "N"


def test_a_draft_is_each_persons_own_and_can_be_dropped() -> None:
    desk = Desk()
    desk.who.post(desk.url("note-draft"), {"words": "half a"})
    other = desk.room.morning.person()
    assert "half a" not in other.get(desk.url("note-call")).content.decode()
    desk.who.post(desk.url("note-call"), {"drop": "1"})
    assert not CallNote.objects.exists()


def test_reception_notes_calls_and_does_not_read_the_inbox() -> None:
    desk = Desk(Role.RECEPTION)
    assert desk.who.get(desk.url("line")).status_code == 403
    assert "Pass to the attendance office" in desk.who.get(desk.url("note-call")).content.decode()
    desk.who.post(desk.url("note-call"), {"words": "Amir is ill", "pupils": desk.pupil(2), "keep": "1", "halves": "01"})
    assert Report.objects.get().taken_by_role == "Reception"


def test_a_tutor_passes_on_what_was_said_and_sees_who_is_away_without_the_words() -> None:
    desk = Desk(Role.TUTOR)
    told = desk.url("told", pupil=desk.room.morning.pupils[0].public_id)
    answer = desk.who.post(told, {"said_by": "Mother at the gate", "words": "asthma attack in the night", **TODAY})
    assert (answer.status_code, answer["Location"]) == (303, desk.url("away"))
    desk.room.file(Report.objects.get().public_id, 0)
    shown = desk.who.get(desk.url("away")).content.decode()
    assert "Tolu Abiodun" in shown
    assert "Away all day" in shown
    assert "asthma" not in shown


def test_somebody_elses_pupil_cannot_be_told_of() -> None:
    desk = Desk(Role.TEACHER)
    assert desk.who.get(desk.url("told", pupil=desk.room.morning.pupils[0].public_id)).status_code == 404


def test_names_are_found_by_post_and_never_stand_in_an_address() -> None:
    desk = Desk()
    assert desk.who.get(desk.url("line-find")).status_code == 405
    assert "Abiodun" in desk.who.post(desk.url("line-find"), {"q": "Tol"}).content.decode()
    assert "one more letter" in desk.who.post(desk.url("line-find"), {"q": "T"}).content.decode()


def test_an_open_inbox_asks_for_one_word() -> None:
    desk = Desk()
    desk.room.told("Tolu is ill")
    assert set(desk.who.get(desk.url("line-state")).json()) == {"version"}


def test_the_inbox_takes_the_same_statements_however_much_waits() -> None:
    desk = Desk()
    desk.room.told("Tolu Abiodun is ill today", number="")
    desk.room.told("Femi is ill today")
    with CaptureQueriesContext(connection) as few:
        desk.who.get(desk.url("line"))
    for n in range(8):
        desk.room.told(f"Tolu is ill today, {n}", minutes=n)
    with CaptureQueriesContext(connection) as many:
        desk.who.get(desk.url("line"))
    assert len(few) == len(many)
    assert len(many) <= ASKED
