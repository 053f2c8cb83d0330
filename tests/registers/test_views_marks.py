"""One mark: its history, and putting it right with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.models import Amendment
from rollbook.rules.access import Role
from tests.builders import a_role, a_school, a_user
from tests.registers.classroom import AT_THE_DOOR, At, Classroom
from tests.registers.test_views_taking import taken

pytestmark = pytest.mark.django_db
AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=2)


def room_with_n() -> Classroom:
    room = Classroom(2)
    taken(room, room.tutor, {1: "N", 2: "/"})
    return room


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def amended(room: Classroom, at: At, **given: str) -> Any:
    html = at.get(room.mark_url(0)).content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1]  # type: ignore[index]
        for name in ("seen", "save_id")
    }
    return at.post(room.mark_url(0, "amend"), hidden | given)


def test_a_mark_is_put_right_and_the_original_stays_visible() -> None:
    room = room_with_n()
    office = At(room.officer, AFTER_CLOSE)
    assert amended(room, office, code="I", reason="Mother rang at 10:40").status_code == 303
    page = text(office.get(room.mark_url(0)))
    first = page.index("Original: N (Reason for absence not yet established)")
    then = page.index("Changed from N to I (Illness (not an appointment))")
    assert first < then, "oldest first"
    assert "Mr Dhillon, Form tutor" in page
    assert "A. Osei, Attendance administrator" in page
    assert "Mother rang at 10:40" in page
    assert room.codes()["Abiodun"] == "I"


def test_after_the_close_the_reason_is_asked_for_at_its_field() -> None:
    room = room_with_n()
    answer = amended(room, At(room.officer, AFTER_CLOSE), code="I")
    assert answer.status_code == 422
    assert "changing N to I is an amendment. Write the reason" in text(answer)
    assert 'href="#id_reason"' in text(answer)
    assert room.codes()["Abiodun"] == "N"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"code": "\\"}, "“\\” is not a code for this session; choose one from the list."),
        ({"code": "L", "minutes": "-5"}, "Minutes late: write 0 or more"),
        ({"code": "L", "minutes": "ten"}, "Minutes late: write a whole number, for example 7"),
        ({"code": "I", "note": "x" * 501}, "Note is too long: 501 letters, and 500 fit"),
        ({"code": "I", "save_id": "x"}, "This page cannot be read. Reload it and try again"),
        ({"code": "X"}, "only for pupils outside compulsory school age"),
        ({"code": "K"}, "needs a note"),
        ({"code": "L", "minutes": "50"}, "is after the register closed"),
        ({"code": ""}, "The right code"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(given: dict[str, str], says: str) -> None:
    room = room_with_n()
    answer = amended(room, At(room.officer, AFTER_CLOSE), reason="He came", **given)
    assert answer.status_code == 422
    assert says in text(answer)
    assert room.codes()["Abiodun"] == "N"


def test_somebody_elses_change_meanwhile_is_shown_not_overwritten() -> None:
    room = room_with_n()
    office = At(room.officer, AFTER_CLOSE)
    html = office.get(room.mark_url(0)).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("seen", "save_id")}  # type: ignore[index]
    head = a_user("H. Mistry")
    a_role(head, room.school, Role.HEAD)
    amended(room, At(head, AFTER_CLOSE), code="M", reason="Dentist")
    answer = office.post(room.mark_url(0, "amend"), hidden | {"code": "I", "reason": "Ill"})
    assert answer.status_code == 409
    assert "H. Mistry changed it to M at 10:47" in text(answer)
    assert room.codes()["Abiodun"] == "M"
    assert Amendment.objects.count() == 1


def test_the_same_amendment_twice_is_made_once() -> None:
    room = room_with_n()
    office = At(room.officer, AFTER_CLOSE)
    html = office.get(room.mark_url(0)).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("seen", "save_id")}  # type: ignore[index]
    for _ in range(2):
        answer = office.post(room.mark_url(0, "amend"), hidden | {"code": "I", "reason": "Ill"})
        assert answer.status_code == 303
    assert Amendment.objects.count() == 1


def test_a_reason_is_a_familys_own_and_not_for_everybody() -> None:
    room = room_with_n()
    amended(room, At(room.officer, AFTER_CLOSE), code="I", reason="Mother rang at 10:40")
    teacher = a_user("Ms Cole")
    a_role(teacher, room.school, Role.RECEPTION)
    page = text(At(teacher, AFTER_CLOSE).get(room.mark_url(0)))
    assert "Changed from N to I" in page
    assert "Mother rang" not in page
    assert "A reason is kept; your role does not show it." in page
    assert "Put it right" not in page


def test_who_may_see_a_mark_and_who_may_change_it() -> None:
    room = room_with_n()
    stranger, other = a_user("Elsewhere"), a_user("Ms Brandt")
    a_role(stranger, a_school("Elsewhere"))
    a_role(other, room.school, Role.TUTOR)
    assert At(room.tutor).get(room.mark_url(0)).status_code == 200
    assert At(other).get(room.mark_url(0)).status_code == 404, "not a pupil of theirs"
    assert At(stranger).get(room.mark_url(0)).status_code == 404
    refused = At(room.tutor, AFTER_CLOSE).post(room.mark_url(0, "amend"), {"code": "/"})
    assert refused.status_code == 403
    assert room.codes()["Abiodun"] == "N"


def test_a_mark_costs_nine_statements() -> None:
    room = room_with_n()
    at = At(room.officer)
    with CaptureQueriesContext(connection) as spent:
        at.get(room.mark_url(0))
    assert len(spent) == 9, "\n".join(q["sql"][:110] for q in spent.captured_queries)
