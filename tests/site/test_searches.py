"""Missing from a lesson: reported once, each step stamped, the end kept, and no mark touched (REG-I)."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import report_missing, take_step
from rollbook.site.models import Search, SearchStep
from rollbook.site.queries import responses, search, searches_of_today, searches_version
from rollbook.staff.models import User
from tests.builders import a_school, an_actor
from tests.registers.classroom import Classroom
from tests.site.desk import Screen, acting, clock, mark, moved

pytestmark = pytest.mark.django_db


def reported(room: Classroom, n: int = 0, now: str = "10:20", **more: object) -> uuid.UUID:
    made = uuid.uuid4()
    tutor = an_actor(room.school, Role.TUTOR, now=clock(now), user=room.tutor)
    given = {"lesson": "Maths, S4", "last_seen": "By the library", **more}
    return report_missing(tutor, search_id=made, pupil=str(room.pupils[n].public_id), **given).search  # type: ignore[arg-type]


def step(room: Classroom, made: uuid.UUID, kind: str, now: str, note: str = "") -> None:
    take_step(acting(room, Role.COVER, now, "On call"), search_id=made, step_id=uuid.uuid4(), kind=kind, note=note)


def test_whoever_watches_sees_it_with_what_is_known_and_no_mark_is_touched() -> None:
    room = Classroom(2)
    mark(room, 0, "/")
    reported(room)
    (line,) = searches_of_today(acting(room, now="10:21"))
    assert (line.pupil.surname, line.known, line.state) == ("Abiodun", "/ this morning", "Nobody has taken it yet")
    assert room.codes() == {"Abiodun": "/"}
    assert AuditEntry.objects.get(verb="site.PupilMissing").subject == f"pupil:{room.pupils[0].public_id}"


def test_every_step_is_stamped_and_its_words_are_encrypted() -> None:
    room = Classroom(1)
    made = reported(room)
    step(room, made, "taken", "10:22")
    step(room, made, "searched", "10:25", "Toilets, block C")
    step(room, made, "found", "10:31", "In the music rooms")
    line = search(acting(room, now="10:40"), made)
    assert [(s.kind, s.at, s.note) for s in line.steps] == [
        ("reported", clock("10:20"), "Maths, S4: By the library"),
        ("taken", clock("10:22"), ""),
        ("searched", clock("10:25"), "Toilets, block C"),
        ("found", clock("10:31"), "In the music rooms"),
    ]
    assert line.state == "Found"
    assert all(b"block C" not in bytes(s.note) for s in SearchStep.objects.all())
    assert AuditEntry.objects.get(verb="site.SearchEnded").detail["minutes"] == 11


def test_left_the_site_is_a_missing_child_at_once() -> None:
    room = Classroom(1)
    made = reported(room)
    step(room, made, "left-site", "10:24", "Seen on camera at the gate")
    told = AuditEntry.objects.get(verb="site.LeftTheSite")
    assert told.at == clock("10:24")
    (line,) = searches_of_today(acting(room, now="10:25"))
    assert line.state == "Left the site: missing child"
    step(room, made, "police", "10:35")
    assert searches_of_today(acting(room, now="10:36"))[0].ended_at is None, "until the child is found"


def test_a_pupil_reported_twice_is_one_search() -> None:
    room = Classroom(1)
    made = reported(room)
    again = reported(room, now="10:23", lesson="Art, A2", last_seen="")
    assert again == made
    assert Search.objects.count() == 1
    assert [s.note for s in search(acting(room), made).steps] == ["Maths, S4: By the library", "Art, A2"]
    step(room, made, "found", "10:30")
    assert reported(room, now="11:30") != made


def test_a_double_tap_is_one_step() -> None:
    room = Classroom(1)
    made, once = reported(room), uuid.uuid4()
    for _ in range(2):
        take_step(acting(room, now="10:22"), search_id=made, step_id=once, kind="found")
    assert SearchStep.objects.filter(kind="found").count() == 1
    tutor = an_actor(room.school, Role.TUTOR, now=clock("10:20"), user=room.tutor)
    same = uuid.uuid4()
    for _ in range(2):
        report_missing(tutor, search_id=same, pupil=str(room.pupils[0].public_id), lesson="Maths")
    assert SearchStep.objects.filter(kind="reported").count() == 2


def test_who_only_reports_may_say_that_the_pupil_is_there_and_nothing_else() -> None:
    room = Classroom(1)
    made = reported(room)
    tutor = an_actor(room.school, Role.TUTOR, now=clock("10:25"), user=room.tutor)
    with pytest.raises(NotAllowed):
        take_step(tutor, search_id=made, step_id=uuid.uuid4(), kind="left-site")
    take_step(tutor, search_id=made, step_id=uuid.uuid4(), kind="stood-down")
    assert all(s.note == "" for s in search(tutor, made).steps), "the words are for those who watch"
    with pytest.raises(NotAllowed):
        searches_of_today(tutor)


def test_what_cannot_be_is_refused() -> None:
    room = Classroom(1)
    made = reported(room)
    for kind in ("sent", "searched"):
        with pytest.raises(Refused, match="Write w"):
            step(room, made, kind, "10:22")
    step(room, made, "found", "10:22")
    with pytest.raises(Refused, match="has ended"):
        step(room, made, "taken", "10:23")
    stranger = an_actor(a_school(), Role.COVER, now=clock("10:30"))
    for verb in (
        lambda: search(stranger, made),
        lambda: take_step(stranger, search_id=made, step_id=uuid.uuid4(), kind="found"),
        lambda: report_missing(stranger, search_id=uuid.uuid4(), pupil=str(room.pupils[0].public_id), lesson="Maths"),
    ):
        with pytest.raises(NotFound):
            verb()


def test_a_teacher_reports_only_their_own_pupils() -> None:
    room = Classroom(1)
    with pytest.raises(NotFound):
        report_missing(
            acting(room, Role.TEACHER), search_id=uuid.uuid4(), pupil=str(room.pupils[0].public_id), lesson="Maths"
        )


def test_the_terms_report_counts_drills_apart() -> None:
    room = Classroom(3)
    for n, (taken, found) in enumerate((("10:22", "10:30"), ("10:24", "10:26"))):
        made = reported(room, n)
        step(room, made, "taken", taken)
        step(room, made, "found", found)
    step(room, reported(room, 2, is_drill=True), "found", "10:21")
    told = responses(acting(room, now="11:00"))
    assert (told.name, len(told.real), len(told.drills), told.taken, told.ended) == ("Autumn term", 2, 1, 3, 8)
    assert told.left_site == 0


def test_open_pages_ask_for_one_number_in_one_statement() -> None:
    room = Classroom(1)
    desk = acting(room, now="10:30")
    before = searches_version(desk)
    made = reported(room)
    after = searches_version(desk)
    step(room, made, "taken", "10:22")
    assert len({before, after, searches_version(desk)}) == 3
    with CaptureQueriesContext(connection) as seen:
        searches_version(desk)
    assert len(seen) == 1


class Tutor(Screen):
    """The class's own tutor in the lesson."""

    def __init__(self, room: Classroom, now: str = "10:20") -> None:
        user: User = room.tutor
        super().__init__(room, Role.TUTOR, now, user=user)


def test_from_the_button_to_found_on_screen() -> None:
    room = Classroom(2)
    mark(room, 0, "/")
    tutor, desk, made = Tutor(room), Screen(room, now="10:22"), uuid.uuid4()
    pupil = room.pupils[0].public_id
    assert "/ this morning" in tutor.see("report", pupil=pupil)
    sent = tutor.send("report", {"search": made, "lesson": "Maths", "last_seen": "At break"}, pupil=pupil)
    assert sent.status_code == 303
    seen = tutor.see("search", search=made)
    assert "Left the site" not in seen
    assert "At break" not in seen
    assert "Abiodun" in desk.see("missing")
    assert "At break" in desk.see("search", search=made)
    for kind, note in (("sent", "Mr Cole"), ("taken", ""), ("left-site", "")):
        data = {"step": uuid.uuid4(), "kind": kind, "note": note}
        assert desk.send("step", data, search=made).status_code == 303
    assert "999" in desk.see("search", search=made)
    desk.send("step", {"step": uuid.uuid4(), "kind": "found"}, search=made)
    assert "Nobody is missing." in desk.see("missing")
    assert "Maths" in desk.see("response-times")
    assert desk.send("step", {"kind": "x"}, search=made).status_code == 422
    assert tutor.send("report", {"search": made, "lesson": ""}, pupil=pupil).status_code == 422


def test_a_signed_out_pupil_is_said_to_be_so_before_an_alarm() -> None:
    room = Classroom(1)
    mark(room, 0, "/")
    moved(room, 0, "left", "10:00")
    assert "signed out 10:00" in Tutor(room).see("report", pupil=room.pupils[0].public_id)


def test_the_watched_page_and_its_search() -> None:
    room = Classroom(4)
    desk, tutor = Screen(room), Tutor(room)
    assert json.loads(desk.at.get(desk.url("missing-state")).content) == {"version": "0.0"}
    assert tutor.at.get(tutor.url("missing-state")).status_code == 403
    assert "Abiodun" in tutor.send("find-missing", {"q": "ab"}).content.decode()
    part = tutor.at.post(tutor.url("find-missing"), {"q": "ab"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Missing now" not in tutor.see("missing")
