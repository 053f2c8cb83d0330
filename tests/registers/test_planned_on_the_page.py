"""A register's page says that an absence is planned and no more; the save knows which (REG-D)."""

from __future__ import annotations

import pytest

from rollbook.registers.actions import plan_absence
from rollbook.registers.models import MarkDetail, PlannedMark, RegisterSave
from tests.registers.classroom import MONDAY, At, Classroom
from tests.registers.sent import as_json, taken, tokens

pytestmark = pytest.mark.django_db


def test_a_planned_absence_says_no_more_than_that_until_it_is_asked_for() -> None:
    room = Classroom(2)
    plan_absence(room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="E")
    pages, known = [], []
    for code in ("E", "Y5", "I", "V"):
        PlannedMark.objects.update(code=code)
        pages.append(_rows(At(room.tutor).get(room.url()).content.decode()))
        known.append(At(room.tutor).get(room.url("known")).content.decode())
    assert "planned" in pages[0]
    assert len(set(pages)) == 1, "whatever is planned, the page is the same"
    for code, html in zip(("E", "Y5", "I", "V"), known, strict=True):
        assert f"planned: {code}, " in html


def _rows(html: str) -> str:
    return html.split("<tbody>")[1].split("</tbody>")[0]


def test_a_planned_absence_is_taken_as_it_was_planned_without_the_page_knowing_it() -> None:
    room = Classroom(3)
    for n, code in ((0, "E"), (1, "V")):
        plan_absence(room.actor, pupil=str(room.pupils[n].public_id), first=MONDAY, last=MONDAY, code=code)
    at = At(room.tutor)
    html = at.get(room.url()).content.decode()
    taps = [{"token": token, "code": "", "planned": True, "seen": 0} for token in tokens(html)]
    answer = at.post(room.url("save"), as_json(html, *taps), content_type="application/json").json()
    assert [(row["outcome"], row["code"]) for row in answer["rows"]] == [
        ("stored", "E"),
        ("unchanged", ""),
        ("unchanged", ""),
    ]
    assert answer["rows"][1]["says"] == "", "it waits to be confirmed by whoever took the trip"
    assert "No absence is planned for this pupil any more" in answer["rows"][2]["says"]
    assert room.codes() == {"Abiodun": "E"}
    leaf = RegisterSave.objects.latest("seq").marks[1]
    assert str(leaf["basis"]).startswith("plan ")


def test_what_the_office_entered_meanwhile_stays_where_a_plan_was_let_stand() -> None:
    room = Classroom(1)
    plan_absence(room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="E")
    tutor = At(room.tutor)
    html = tutor.get(room.url()).content.decode()
    taken(room, room.officer, {1: "/"})
    tap = {"token": tokens(html)[0], "code": "", "planned": True, "seen": 0}
    (row,) = tutor.post(room.url("save"), as_json(html, tap), content_type="application/json").json()["rows"]
    assert (row["outcome"], row["code"]) == ("unchanged", "/")
    assert room.codes() == {"Abiodun": "/"}


def test_a_planned_code_that_needs_its_note_takes_the_note_of_the_plan() -> None:
    room = Classroom(1)
    plan_absence(
        room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="Y7", note="Clinic, monthly"
    )
    taken(room, room.tutor, {})
    assert room.codes() == {"Abiodun": "Y7"}
    assert MarkDetail.objects.count() == 1
