"""The grid of a week as the office meets it, also without script."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.registers.models import Amendment, Mark, RegisterSave
from rollbook.registers.verifying import verify_school
from tests.registers.classroom import AT_THE_DOOR, At, Classroom

pytestmark = pytest.mark.django_db
FRIDAY_EVENING = AT_THE_DOOR + timedelta(days=4, hours=9)


def url(room: Classroom, name: str, query: str = "") -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug}) + query


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def where(room: Classroom) -> dict[str, str]:
    return {"group": str(room.group.public_id), "week": "2026-09-07"}


def sent_on(answer: Any, **more: str) -> dict[str, str]:
    """What the preview's form sends back, as a browser reads it."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in hidden} | more


def looked(room: Classroom, at: At, **given: Any) -> Any:
    return at.post(url(room, "bulk-preview"), where(room) | given)


def test_rows_and_columns_are_ticked_looked_at_and_entered_without_script() -> None:
    room = Classroom(4)
    at = At(room.officer, FRIDAY_EVENING)
    page = text(at.get(url(room, "bulk", f"?group={room.group.public_id}&week=2026-09-09")))
    assert "Week of Mon 7 Sep 2026" in page
    assert "Castellano, Ben" in page
    assert AccessEntry.objects.filter(subject=f"group:{room.group.public_id}").count() == 1
    rows = [str(p.public_id) for p in room.pupils[:2]]
    seen = looked(room, at, row=rows, col=["2026-09-07.am", "2026-09-07.pm"], code="/")
    assert "<b>2</b> blanks become <b>/</b>" in text(seen)
    assert "<b>2</b> blanks become <b>\\</b>" in text(seen), "present is \\ in the afternoon"
    assert not Mark.objects.exists()
    assert at.post(url(room, "bulk-enter"), sent_on(seen)).status_code == 303
    assert room.codes() == {"Abiodun": "/", "Ahmed": "/"}
    assert "4 marks entered." in text(at.get(url(room, "bulk", f"?group={room.group.public_id}")))
    assert verify_school(room.actor).faults == ()


def test_what_stands_stays_unless_asked_and_then_needs_a_reason() -> None:
    room = Classroom(2)
    at = At(room.officer, FRIDAY_EVENING)
    given = {"row": [str(p.public_id) for p in room.pupils], "col": ["2026-09-07.am"]}
    at.post(url(room, "bulk-enter"), sent_on(looked(room, at, **given, code="N")))
    kept = looked(room, at, **given, code="I")
    assert "<b>2</b> stay as marked already" in text(kept)
    assert "Nothing would change" in text(kept)
    seen = looked(room, at, **given, code="I", replace="1")
    assert "<b>2</b> marks <b>N</b> become <b>I</b>: an amendment, the original stays" in text(seen)
    refused = at.post(url(room, "bulk-enter"), sent_on(seen, reason=" "))
    assert refused.status_code >= 400
    assert "Write the reason" in text(refused)
    at.post(url(room, "bulk-enter"), sent_on(seen, reason="Parents rang"))
    assert room.codes() == {"Abiodun": "I", "Ahmed": "I"}
    assert Amendment.objects.count() == 2


def test_it_is_taken_back_from_the_grid() -> None:
    room = Classroom(2)
    at = At(room.officer, FRIDAY_EVENING)
    given = {"row": [str(p.public_id) for p in room.pupils], "col": ["2026-09-07.am"], "code": "I"}
    at.post(url(room, "bulk-enter"), sent_on(looked(room, at, **given)))
    save_id = str(RegisterSave.objects.get().save_id)
    back = where(room) | {"save_id": save_id, "reason": "Wrong form"}
    assert at.post(url(room, "bulk-reverse"), back).status_code == 303
    assert room.codes() == {}
    page = text(at.get(url(room, "bulk", f"?group={room.group.public_id}")))
    assert "Taken back: 2 marks as before" in page
    assert verify_school(room.actor).faults == ()


def test_cells_that_cannot_be_are_told_one_by_one() -> None:
    room = Classroom(2)
    at = At(room.officer, FRIDAY_EVENING)
    pupil = str(room.pupils[0].public_id)
    cells = json.dumps([[pupil, "2026-09-07.am", "zz"], [pupil, "2026-09-07.pm", "x"], [pupil, "2026-09-08.am", "i"]])
    seen = text(looked(room, at, cells=cells))
    assert "<b>1</b> blank becomes <b>I</b>" in seen
    assert "“ZZ” is not a code of the attendance register" in seen
    assert "only for pupils outside compulsory school age" in seen


@pytest.mark.parametrize("cells", ["{", "[[1]]", '[["x","2026-09-07.am","I"]]', "[[]]", '{"a":1}'])
def test_what_cannot_be_read_enters_nothing(cells: str) -> None:
    room = Classroom(1)
    assert looked(room, At(room.officer, FRIDAY_EVENING), cells=cells).status_code >= 400
    assert not Mark.objects.exists()


def test_two_thousand_cells_are_looked_at_with_as_many_statements_as_ten() -> None:
    counts = []
    for size in (1, 30):
        room = Classroom(size)
        at = At(room.officer, FRIDAY_EVENING)
        columns = [f"2026-09-{day:02}.{half}" for day in range(7, 12) for half in ("am", "pm")]
        with CaptureQueriesContext(connection) as seen:
            answer = looked(room, at, row=[str(p.public_id) for p in room.pupils], col=columns, code="I")
        assert f"<b>{size * 10}</b> blanks" in text(answer)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 40
