"""The pages of September, examinations and festivals: said for groups, looked at pupil by pupil, then done."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.occasions import set_occasion
from rollbook.registers.models import NoShow, PlannedMark
from rollbook.registers.queries.no_shows import not_arrived
from rollbook.registers.queries.proposed import for_study_leave, starting
from rollbook.rules.not_arrived import next_step
from rollbook.rules.sessions import Half, Session
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import MONDAY, At, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
AT_NINE = clock("9:30")


def url(room: Classroom, name: str, **place: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug, **place})


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def typed(name: str, on: date) -> dict[str, str]:
    return {f"{name}_0": str(on.day), f"{name}_1": str(on.month), f"{name}_2": str(on.year)}


def entered(at: At, room: Classroom, name: str, said: dict[str, Any], pupils: list[str]) -> str:
    """From the form over the preview to what the list of days then says."""
    seen = at.post(url(room, name), said).content.decode()
    save_id = re.search(r'name="save_id" value="([^"]+)"', seen)[1]  # type: ignore[index]
    done = at.post(url(room, name), {**said, "act": "enter", "save_id": save_id, "pupil": pupils})
    assert done.status_code == 303, text(done)[:500]
    return text(at.get(url(room, "days")))


def test_a_festival_is_entered_for_the_family_that_asked() -> None:
    room = Classroom(3)
    at = At(room.officer, AT_NINE)
    said = {"name": "Eid", "kind": "festival", **typed("first", MONDAY), **typed("last", MONDAY)}
    assert at.post(url(room, "occasions"), said).status_code == 303
    assert "Eid" in text(at.get(url(room, "occasions")))
    assert "is in the list already" in text(at.post(url(room, "occasions"), said))
    page = at.get(url(room, "observance")).content.decode()
    eid = re.search(r'name="occasion" value="([^"]+)"', page)[1]  # type: ignore[index]
    asked = {"occasion": eid, "groups": [str(room.group.public_id)], **typed("on", MONDAY)}
    told = entered(at, room, "observance", asked, [str(room.pupils[1].public_id)])
    assert "R for 1 on" in told
    assert room.codes() == {"Ahmed": "R"}
    assert "Has its day for Eid" in text(at.post(url(room, "observance"), asked))


def test_a_staggered_start_is_looked_at_pupil_by_pupil() -> None:
    room = Classroom(1)
    year_7 = a_group(room.school, "7A", nc_year="7")
    new = a_pupil(room.school, group=year_7, surname="New")
    old = a_pupil(room.school, group=year_7, surname="Old", first_day=date(2025, 9, 1))
    at = At(room.officer, AT_NINE)
    said = {"groups": [str(year_7.public_id)], **typed("expected", MONDAY)}
    seen = text(at.post(url(room, "starts"), said))
    assert "New: the starting day moves" in seen
    assert "No code says that the school told them" in seen
    nobody = at.post(url(room, "starts"), {**said, "act": "enter", "save_id": str(uuid.uuid4())})
    assert "Nobody was ticked" in text(nobody)
    both = at.post(
        url(room, "starts"),
        {**said, "act": "enter", "save_id": str(uuid.uuid4()), "pupil": [str(new.public_id), str(old.public_id)]},
    )
    assert both.status_code == 422
    assert "1 starting days moved" in entered(at, room, "starts", said, [str(new.public_id)])


def test_study_leave_from_the_page() -> None:
    room = Classroom(0)
    year_11 = a_group(room.school, "11A", nc_year="11")
    pupil = a_pupil(room.school, group=year_11, born=date(2011, 3, 1))
    at = At(room.officer, AT_NINE)
    said = {"groups": [str(year_11.public_id)], **typed("first", MONDAY + timedelta(days=1))}
    assert "Enter the last day" in text(at.post(url(room, "study-leave"), said))
    before = at.post(
        url(room, "study-leave"), {**said, **typed("first", MONDAY - timedelta(days=3)), **typed("last", MONDAY)}
    )
    assert "agreed in advance" in text(before)
    told = entered(at, room, "study-leave", {**said, **typed("last", date(2026, 9, 18))}, [str(pupil.public_id)])
    assert "Study leave planned for 1" in told
    assert PlannedMark.objects.get().code == "S"


def test_what_was_heard_of_who_has_not_come_is_written_down() -> None:
    room = Classroom(1)
    pupil = room.pupils[0].public_id
    office = an_actor(room.school, user=room.officer, now=AT_NINE)
    cell = Cell(str(pupil), Session(MONDAY, Half.AM), "N")
    enter_cells(office, save_id=uuid.uuid4(), cells=[cell], replace=False)
    at = At(room.officer, AT_NINE)
    assert "marked N" in text(at.get(url(room, "no-shows")))
    assert "Choose what was heard" in text(at.post(url(room, "heard", pupil=pupil), {"heard": "?"}))
    at.post(url(room, "heard", pupil=pupil), {"heard": "coming", "note": "On Thursday, from holiday"})
    assert "Coming, 7 Sep" in text(at.get(url(room, "no-shows")))
    assert b"Thursday" not in bytes(NoShow.objects.get().note)


@pytest.mark.parametrize(
    ("days", "heard", "says"),
    [
        (1, "", "Ring every contact today"),
        (1, "asked", "Ring every contact today"),
        (1, "coming", "Wait for the day"),
        (2, "coming", "Ask the last school"),
        (5, "", "Tell the authority"),
        (1, "unknown", "Tell the authority"),
        (10, "asked", "Ten school days"),
        (10, "elsewhere", "On roll here until a ground is met"),
    ],
)
def test_what_comes_next_for_who_has_not_come(days: int, heard: str, says: str) -> None:
    assert next_step(days, heard).startswith(says)


def test_thirty_pupils_take_as_many_statements_as_three() -> None:
    counts = []
    for size in (3, 30):
        room = Classroom(size)
        office = an_actor(room.school, user=room.officer, now=AT_NINE)
        pupils = [str(p.public_id) for p in room.pupils]
        set_occasion(office, name="Eid", kind="festival", first=MONDAY, last=MONDAY)
        own = []
        for ask in (
            lambda: starting(office, pupils, MONDAY),  # noqa: B023
            lambda: for_study_leave(office, pupils, MONDAY, MONDAY),  # noqa: B023
            lambda: not_arrived(office),  # noqa: B023
        ):
            with CaptureQueriesContext(connection) as seen:
                ask()
            own.append(len(seen))
        counts.append(own)
    assert counts[0] == counts[1] == [6, 4, 7]
