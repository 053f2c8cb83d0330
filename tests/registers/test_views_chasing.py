"""The live board's pages: the cheap question, the piece that changes, asking and sending, the ladder's form."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.registers.actions.chasing import nudge
from rollbook.registers.models import Chase, ChaseLadder
from rollbook.registers.watching import HEADER, forget, ticket
from rollbook.rules.access import Role
from rollbook.staff.models import User
from tests.builders import a_role, a_school, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At
from tests.registers.test_chasing import LateRoom
from tests.registers.test_views_taking import taken

pytestmark = pytest.mark.django_db
LATE = AT_THE_DOOR + timedelta(minutes=45)  # 9:32, 22 minutes after the register closed
AS_HEADER = "HTTP_" + HEADER.upper().replace("-", "_")


def url(room: LateRoom, name: str) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug})


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def ask(room: LateRoom, signed: str, seen: str = "", user: User | None = None) -> Any:
    at = At(user or room.officer, LATE)
    headers = {AS_HEADER: signed, "HTTP_IF_NONE_MATCH": seen}
    forget()
    with time_machine.travel(LATE, tick=False):
        return at.client.get(url(room, "version"), **headers)


def test_an_open_board_asks_in_one_statement_and_is_answered_by_nothing() -> None:
    room = LateRoom(2)
    signed = ticket(an_actor(room.school))
    first = ask(room, signed)
    assert (first.status_code, first["ETag"]) == (200, f'"{first.content.decode()}"')
    forget()
    client = At(room.officer, LATE).client
    for statements in (1, 0):  # a second board in the same moment costs the database nothing
        with time_machine.travel(LATE, tick=False), CaptureQueriesContext(connection) as spent:
            again = client.get(url(room, "version"), **{AS_HEADER: signed, "HTTP_IF_NONE_MATCH": first["ETag"]})
        assert (again.status_code, again.content, len(spent)) == (304, b"", statements)
    taken(room, room.tutor, {1: "/"})
    assert ask(room, signed, first["ETag"]).status_code == 200


@pytest.mark.parametrize("signed", ["", "nonsense", "MQ:1abc:zzz"])
def test_without_a_ticket_the_sign_in_decides(signed: str) -> None:
    room = LateRoom(1)
    assert ask(room, signed).status_code == 200
    assert ask(room, signed, user=room.tutor).status_code == 403
    stranger = a_user("Elsewhere")
    a_role(stranger, a_school("Elsewhere"))
    assert ask(room, signed, user=stranger).status_code == 404


def test_a_ticket_says_nothing_of_another_school() -> None:
    room, other = LateRoom(1), LateRoom(1)
    taken(room, room.tutor, {1: "/"})
    assert ask(room, ticket(an_actor(other.school))).content != ask(room, ticket(an_actor(room.school))).content


def test_the_piece_that_changes_shows_what_was_done_and_what_comes_next() -> None:
    room = LateRoom(2)
    room.ladder([(5, "taker"), (30, "head-of-year")])
    nudge(room.office(10), register=room.key)
    shown = text(At(room.officer, LATE).get(url(room, "board-now"), half="am"))
    assert "22 min late, not taken · next: whoever takes it now" in shown
    assert "asked Mr Dhillon 9:20" in shown
    assert "csrfmiddlewaretoken" not in shown, "the piece is the same for everybody"
    assert 'data-next="' in shown


def test_two_people_are_shown_the_same_piece_but_not_how_late_a_teacher_is() -> None:
    room = LateRoom(2)
    taken(room, room.tutor, {1: "/"})
    desk, cover = a_user("Desk"), a_user("Cover")
    a_role(desk, room.school, Role.RECEPTION)
    a_role(cover, room.school, Role.AUDITOR)
    shown = {
        user.name: text(At(user, LATE).get(url(room, "board-now"), half="am"))
        for user in (room.officer, desk, cover, room.officer)
    }
    assert "22 min late" in shown["A. Osei"]
    assert "min late" not in shown["Desk"] + shown["Cover"]
    assert 'name="nudge"' in shown["Desk"]
    assert 'name="nudge"' not in shown["Cover"], "an auditor asks nobody"


def test_a_kept_piece_costs_the_request_and_the_version() -> None:
    room = LateRoom(2)
    taken(room, room.tutor, {1: "/"})
    at = At(room.officer, LATE)
    at.get(url(room, "board-now"), half="am")
    with CaptureQueriesContext(connection) as spent:
        at.get(url(room, "board-now"), half="am")
    assert len(spent) == 4, "\n".join(q["sql"][:110] for q in spent.captured_queries)


def test_asking_and_sending_work_without_script_and_with_it() -> None:
    room = LateRoom(2)
    at = At(room.officer, LATE)
    plain = at.post(url(room, "chase"), {"nudge": room.key, "to": url(room, "board") + "?half=am"})
    assert (plain.status_code, plain["Location"]) == (303, url(room, "board") + "?half=am")
    script = at.post(url(room, "chase"), json.dumps({"nudge": room.key}), content_type="application/json")
    assert (script.status_code, "asked already" in script.json()["says"]) == (422, True)
    sent = at.post(url(room, "chase"), {"send": room.key, "user": str(room.tutor.pk), "to": "https://example.org/"})
    assert sent["Location"] == url(room, "board"), "never to another site"
    key = str(Chase.objects.get(kind="sent").public_id)
    assert at.post(url(room, "chase"), {"arrived": key}).status_code == 303
    assert "arrived 9:32" in text(at.get(url(room, "send") + f"?register={room.key}"))


@pytest.mark.parametrize(
    "sent", [{}, {"nudge": "am:nothing"}, {"undo": "x"}, {"arrived": str(uuid.uuid4())}, {"send": "am:x", "user": "me"}]
)
def test_what_cannot_be_done_is_said(sent: dict[str, str]) -> None:
    room = LateRoom(1)
    assert At(room.officer, LATE).post(url(room, "chase"), sent).status_code in (404, 422)
    assert not Chase.objects.exists()


def test_a_teacher_is_told_under_the_header_and_answers_on_their_registers() -> None:
    room = LateRoom(2)
    nudge(room.office(10), register=room.key)
    tutor = At(room.tutor, LATE)
    line = text(tutor.get(url(room, "asked")))
    assert "9A</b>: A. Osei asks for it, 9:20" in line
    assert Chase.objects.get().seen_at is None, "the line under the header is no proof that somebody read it"
    mine = text(tutor.get(url(room, "mine")))
    assert "I take it now" in mine
    assert Chase.objects.get().seen_at == LATE
    answered = tutor.post(url(room, "answer-chase"), {"key": str(Chase.objects.get().public_id), "act": "now"})
    assert answered["Location"] == room.url(), "straight to the register"
    assert text(tutor.get(url(room, "asked"))) == ""
    assert "takes it now 9:32" in text(At(room.officer, LATE).get(url(room, "board-now"), half="am"))


def test_the_line_under_the_header_is_cheap() -> None:
    room = LateRoom(2)
    at = At(room.tutor, LATE)
    with CaptureQueriesContext(connection) as spent:
        at.get(url(room, "asked"))
    assert len(spent) == 4, "\n".join(q["sql"][:110] for q in spent.captured_queries)


def test_the_ladder_is_set_by_a_form_and_what_is_wrong_is_said_there() -> None:
    room = LateRoom(1)
    at = At(room.officer, LATE)
    assert "No ladder is set" in text(at.get(url(room, "ladder")))
    day = {"from_day_0": "7", "from_day_1": "9", "from_day_2": "2026", "lesson_after": "15"}
    wrong = at.post(
        url(room, "ladder"), day | {"minutes_0": "20", "who_0": "taker", "minutes_1": "5", "who_1": "cover"}
    )
    assert wrong.status_code == 422
    assert "one after another" in text(wrong)
    assert at.post(url(room, "ladder"), day | {"who_0": "taker"}).status_code == 422
    right = at.post(
        url(room, "ladder"), day | {"minutes_0": "5", "who_0": "taker", "minutes_1": "20", "who_1": "cover"}
    )
    assert right.status_code == 302
    assert ChaseLadder.objects.get().steps == [[5, "taker"], [20, "cover"]]
    assert ChaseLadder.objects.get().valid_from == MONDAY


def test_a_register_entered_days_after_says_when_and_for_when() -> None:
    room = LateRoom(2)
    taken(room, room.tutor, {1: "/", 2: "/"}, now=LATE + timedelta(days=3))
    shown = text(At(room.officer, LATE + timedelta(days=3)).get(url(room, "board"), on="2026-09-07", half="am"))
    assert "entered on Thu 10 Sep for Mon 7 Sep" in shown
