"""The screens of meetings: called, told, minuted by script and by plain form, decided, signed, given out."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.meetings.actions import add_action_point, decide, keep_minutes
from rollbook.meetings.models import Meeting, Minute, Person, SignedCopy
from rollbook.meetings.queries import meeting
from rollbook.rules.access import Role
from rollbook.web.dates import as_posted
from tests.meetings.room import AFTERWARDS, NOW, THURSDAY, MeetingRoom
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db
DURING = THURSDAY + timedelta(minutes=10)


def url(room: MeetingRoom, name: str, made: uuid.UUID | None = None) -> str:
    where: dict[str, Any] = {"school": room.school.slug} | ({"meeting": made} if made else {})
    return reverse(f"meetings:{name}", kwargs=where)


def says(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def at(room: MeetingRoom, now: datetime = NOW, user: Any = None) -> At:
    return At(user or room.officer, now)


def test_a_meeting_is_called_from_a_name_to_its_page() -> None:
    room = MeetingRoom()
    browser = at(room)
    found = says(browser.post(url(room, "find"), {"q": "abi"}))
    assert f"?pupil={room.tolu.public_id}" in found
    new = f"{url(room, 'new')}?pupil={room.tolu.public_id}&kind=panel"
    assert "Attendance panel" in says(browser.get(new))
    typed = {
        "kind": "panel:", **as_posted("on", date(2026, 11, 26)), "at": "15.30", "minutes": "45", "place": "Room 4",
        "family": [str(room.mother.public_id), f"pupil:{room.tolu.public_id}"], "staff": [str(room.officer.pk)],
        "writes": str(room.dsl.pk),
    }  # fmt: skip
    answer = browser.post(new, typed)
    made = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url(room, "meeting", made.public_id))
    page = says(browser.get(answer["Location"]))
    for words in ("Attendance panel", "Thu 26 Nov, 15:30 to 16:15", "Ms Ada Abiodun", "Mrs Quaye", "not told yet"):
        assert words in page
    assert Person.objects.filter(minutes=True).count() == 1
    assert "Tolu Abiodun" in says(browser.get(url(room, "list")))


def test_what_is_missing_is_said_beside_the_form() -> None:
    room = MeetingRoom()
    new = f"{url(room, 'new')}?pupil={room.tolu.public_id}"
    answer = at(room).post(new, {"kind": "attendance:"})
    page = says(answer)
    assert answer.status_code == 422
    for words in ("Say on which day", "Say at what time", "Say where it is"):
        assert words in page


def test_people_are_told_after_a_look_at_who_and_how() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room)
    page = says(browser.get(url(room, "invite", made)))
    assert "E-mail with calendar file" in page
    mother = meeting(room.office(), made).people[0]
    browser.post(url(room, "invite", made), {f"way-{mother.public_id}": "hand"})
    people = meeting(room.office(), made).people
    assert [(one.way, one.told) for one in people[:1]] == [("hand", True)]


def test_a_script_keeps_minutes_and_is_told_of_another_writer() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, DURING)

    def kept(words: str, version: int) -> Any:
        body = json.dumps({"words": words, "version": version, "pupil": ""})
        return browser.post(url(room, "minutes", made), body, content_type="application/json")

    assert kept("Tolu says", 0).json() == {"version": 1, "says": "Saved 15:40"}
    tutor = room.as_(room.tutor, Role.TUTOR, DURING)
    keep_minutes(tutor, meeting=made, words="Tolu says that the bus is late", version=1)
    clash = kept("Tolu says nothing", 1)
    assert (clash.status_code, clash.json()["theirs"], clash.json()["by"]) == (
        409, "Tolu says that the bus is late", "Mr Dhillon",
    )  # fmt: skip
    bad = browser.post(url(room, "minutes", made), "{", content_type="application/json")
    assert (bad.status_code, "could not be read" in bad.json()["says"]) == (422, True)
    assert Minute.objects.get().version == 2


def test_a_plain_form_keeps_minutes_and_shows_both_writers_words() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, DURING)
    assert browser.post(url(room, "minutes", made), {"words": "One\r\nTwo", "version": "0"}).status_code == 303
    assert meeting(room.office(DURING), made).minute().words == "One\nTwo"
    answer = browser.post(url(room, "minutes", made), {"words": "Mine", "version": "0"})
    page = says(answer)
    assert answer.status_code == 409
    assert "Somebody wrote meanwhile" in page
    assert "One Two Mine" in page
    assert browser.post(url(room, "minutes", made), {"words": "x", "version": "-1"}).status_code == 422


def test_an_action_point_is_added_as_a_part_of_the_page_or_by_a_plain_form() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, DURING)
    typed = {"says": "Ring the bus company", "who": f"user:{room.dsl.pk}", **as_posted("due", date(2026, 11, 26))}
    part = browser.post(url(room, "points", made), typed, headers={"X-Part": "points"})
    assert (part.status_code, "Ring the bus company" in says(part), "<html" in says(part)) == (200, True, False)
    assert browser.post(url(room, "points", made), typed).status_code == 303
    wrong = browser.post(url(room, "points", made), {**typed, "says": ""}, headers={"X-Part": "points"})
    assert (wrong.status_code, "Say what is to be done" in says(wrong)) == (422, True)
    assert len(meeting(room.office(DURING), made).points) == 2


def test_decided_signed_given_out_and_corrected() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, AFTERWARDS)
    assert "Nothing is written" in says(browser.get(url(room, "sign", made)))
    browser.post(url(room, "minutes", made), {"words": "The bus is late.", "version": "0"})
    wrong = browser.post(url(room, "decide", made), {"choice": "review", "reason": ""})
    assert (wrong.status_code, "Write why this was decided" in says(wrong)) == (422, True)
    browser.post(url(room, "decide", made), {"choice": "review", "reason": "The other bus is tried"})
    mother = meeting(room.office(AFTERWARDS), made).people[0]
    browser.post(url(room, "who", made), {f"presence-{mother.public_id}": "there"})
    read = says(browser.get(url(room, "sign", made)))
    for words in ("The bus is late.", "The other bus is tried", "Nothing is said of A. Osei, Mr Dhillon"):
        assert words in read
    assert browser.post(url(room, "sign", made), {}).status_code == 303
    page = says(browser.get(url(room, "meeting", made)))
    assert ("Edition 1" in page, SignedCopy.objects.count()) == (True, 1)
    assert "data-mt-minutes" not in page

    assert "E-mail with the file" in says(browser.get(url(room, "circulate", made)))
    browser.post(url(room, "circulate", made), {"to": [str(mother.public_id)], f"way-{mother.public_id}": "hand"})
    assert "by hand" in says(browser.get(url(room, "meeting", made)))
    browser.post(url(room, "correct", made), {"why": "It was the train"})
    assert "edition 2" in says(browser.get(url(room, "meeting", made)))


def test_a_targeting_meeting_is_made_of_the_watch_list_and_has_a_pack() -> None:
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Bello")
    for pupil in (room.tolu, bisi):
        room.marks(pupil, *((f"2026-11-{day:02}", "OO") for day in (9, 10, 11, 12, 13)))
    browser = at(room)
    page = says(browser.get(url(room, "targeting")))
    assert page.count('name="pupils"') == page.count(" checked") - 1 == 2
    typed = {
        "kind": "targeting:", **as_posted("on", date(2026, 11, 26)), "at": "10:00", "minutes": "90", "place": "Hall",
        "staff": [str(room.officer.pk)], "pupils": [str(room.tolu.public_id), str(bisi.public_id)],
    }  # fmt: skip
    assert browser.post(url(room, "targeting"), {**typed, "pupils": []}).status_code == 422
    browser.post(url(room, "targeting"), typed)
    made = Meeting.objects.get().public_id
    given = {"pupil": str(bisi.public_id), "done": "Three visits", "asked": "A family worker"}
    assert browser.post(url(room, "pack-pupil", made), given).status_code == 303
    assert "A family worker" in says(browser.get(f"{url(room, 'meeting', made)}?pupil={bisi.public_id}"))
    pdf = browser.get(url(room, "pack", made))
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")


def test_a_meeting_is_moved_and_cancelled_on_one_page() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room)
    assert "15:30" in says(browser.get(url(room, "change", made)))
    typed = {
        **as_posted("on", date(2026, 11, 20)),
        "at": "9:00",
        "minutes": "30",
        "place": "Hall",
        "agenda": "One\nTwo",
    }
    browser.post(url(room, "change", made), typed)
    page = meeting(room.office(), made)
    assert (page.line.place, page.agenda) == ("Hall", ("One", "Two"))
    assert browser.post(url(room, "change", made), {"cancel": "1", "reason": ""}).status_code == 422
    browser.post(url(room, "change", made), {"cancel": "1", "reason": "Snow"})
    assert "Not held" in says(browser.get(url(room, "meeting", made)))


def test_a_follow_up_opens_with_the_same_people_and_the_next_stage() -> None:
    room = MeetingRoom()
    made = room.called(kind="ard", stage="admission")
    office = room.office(AFTERWARDS)
    decide(office, meeting=made, choice="admit", reason="Under 85 %")
    due = AFTERWARDS.date() + timedelta(days=7)
    add_action_point(office, meeting=made, says="Ring the bus company", due=due, owner=room.dsl.pk)
    page = says(at(room, AFTERWARDS).get(f"{url(room, 'new')}?follows={made}"))
    assert "Ring the bus company" in page
    assert '<option value="ard:review" selected>' in page
    for follows in (uuid.uuid4(), "nonsense"):
        assert at(room).get(f"{url(room, 'new')}?follows={follows}").status_code == 404


def test_who_is_asked_writes_and_does_not_sign() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, AFTERWARDS, room.tutor)
    page = says(browser.get(url(room, "meeting", made)))
    assert "data-mt-minutes" in page
    assert "Read and sign" not in page
    assert browser.get(url(room, "sign", made)).status_code == 403
    assert browser.get(url(room, "invite", made)).status_code == 403


def test_the_pages_cost_a_fixed_number_of_statements_and_note_who_looked() -> None:
    room = MeetingRoom()
    made = room.called()
    browser = at(room, DURING)

    def cost(name: str, *more: uuid.UUID) -> int:
        browser.get(url(room, name, *more))
        with CaptureQueriesContext(connection) as seen:
            browser.get(url(room, name, *more))
        return len(seen)

    def more(first: int, last: int) -> None:
        for n in range(first, last):
            other = room.called(source=f"s{n}", at=DURING - timedelta(days=n))
            add_action_point(room.office(DURING), meeting=other, says="x", due=DURING.date(), owner=room.dsl.pk)

    more(0, 2)
    lists, page = cost("list"), cost("meeting", made)
    more(2, 7)
    assert cost("list") == lists
    assert cost("meeting", made) == page
    assert AccessEntry.objects.filter(what="meeting").count() >= 2
