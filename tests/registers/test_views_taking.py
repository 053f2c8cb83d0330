"""The register's page and its plain form: what they show, store and refuse, in sentences."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Characteristic, Group
from rollbook.registers.actions import plan_absence
from rollbook.registers.models import Amendment, Mark, MarkDetail, RegisterSave
from rollbook.rules.access import Role
from rollbook.schools.models import Closure
from tests.builders import a_group, a_pupil, a_role, a_school, a_user
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.registers.sent import as_json, blank_form, field, taken, tokens

pytestmark = pytest.mark.django_db
AFTER_CLOSE = AT_THE_DOOR + timedelta(hours=2)


def test_the_plain_form_takes_a_register() -> None:
    room = Classroom(4)
    answer = taken(room, room.tutor, {1: "/", 2: "n", 3: "L"}, **{"minutes-row1": ""})
    assert answer.status_code == 303
    assert room.codes() == {"Abiodun": "/", "Ahmed": "N", "Barker": "L"}
    assert Mark.objects.get(code="L").minutes == 7, "as late as the moment it was saved"


def test_the_second_button_marks_the_rest_present_but_never_a_planned_absence() -> None:
    room = Classroom(4)
    for n, code in ((1, "M"), (2, "V")):
        plan_absence(room.actor, pupil=str(room.pupils[n].public_id), first=MONDAY, last=MONDAY, code=code)
    assert taken(room, room.tutor, {}, act="rest").status_code == 303
    assert room.codes() == {"Abiodun": "/", "Ahmed": "M", "Castellano": "/"}, "V only waits to be confirmed"
    assert RegisterSave.objects.latest("seq").finished


def test_nothing_is_present_without_somebody_saying_so() -> None:
    room = Classroom(4)
    taken(room, room.tutor, {1: "N"})
    assert room.codes() == {"Abiodun": "N"}


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("\\", "Use / for a pupil present in the morning"),
        ("X", "only for pupils outside compulsory school age"),
        ("K", "needs a note"),
        ("J", "may not be used after"),
        ("#", "set by the calendar"),
        ("??", "not a code of the attendance register"),
    ],
)
def test_a_code_that_cannot_be_is_refused_in_a_sentence_beside_its_row(code: str, says: str) -> None:
    room = Classroom(3)
    answer = taken(room, room.tutor, {1: code, 2: "/"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert room.codes() == {"Ahmed": "/"}, "the others are stored"
    assert field(html, f"code-{tokens(html)[0]}") == code, "what was typed is still there"


def test_minutes_that_are_no_number_stop_only_their_row() -> None:
    room = Classroom(2)
    answer = taken(room, room.tutor, {1: "L", 2: "/"}, **{"minutes-row1": "ten"})
    assert "Write the minutes late as a number" in answer.content.decode()
    assert room.codes() == {"Ahmed": "/"}


def test_a_note_is_kept_where_the_code_asks_for_one() -> None:
    room = Classroom(1)
    taken(room, room.tutor, {1: "B"}, **{"note-row1": "Forest school"})
    assert room.codes() == {"Abiodun": "B"}
    assert MarkDetail.objects.count() == 1


def test_a_pupil_who_starts_tomorrow_is_not_on_the_register() -> None:
    room = Classroom(1)
    a_pupil(room.school, group=room.group, surname="Zane", first_day=MONDAY + timedelta(days=1))
    assert "Zane" not in At(room.tutor).get(room.url()).content.decode()


def test_a_closed_day_has_no_register_to_take() -> None:
    room = Classroom(2)
    Closure.objects.create(school=room.school, kind="inset", name="Staff training", first=MONDAY, last=MONDAY)
    html = At(room.tutor).get(room.url()).content.decode()
    assert "does not meet on Monday 7 September 2026 (Staff training)" in html
    assert 'name="issue"' not in html


def test_a_day_that_closed_after_the_page_was_opened_stores_nothing() -> None:
    room = Classroom(2)
    at = At(room.tutor)
    form = blank_form(at.get(room.url()).content.decode())
    Closure.objects.create(school=room.school, kind="inset", name="Staff training", first=MONDAY, last=MONDAY)
    answer = at.post(room.url("save"), form | {"act": "rest"})
    assert answer.status_code == 422
    assert "The school does not meet" in answer.content.decode()
    assert room.codes() == {}


def test_a_session_still_to_come_shows_when_it_can_be_taken() -> None:
    room = Classroom(2)
    html = At(room.tutor, AT_THE_DOOR - timedelta(hours=1)).get(room.url()).content.decode()
    assert "can be taken from 8:25" in html
    assert 'name="issue"' not in html


def test_the_same_form_twice_is_stored_once() -> None:
    room = Classroom(2)
    at = At(room.tutor)
    form = blank_form(at.get(room.url()).content.decode()) | {"act": "rest"}
    assert [at.post(room.url("save"), form).status_code for _ in range(2)] == [303, 303]
    assert RegisterSave.objects.count() == 1


@pytest.mark.parametrize("broken", ["issue", "save_id"])
def test_a_forged_page_stores_nothing(broken: str) -> None:
    room = Classroom(2)
    at = At(room.tutor)
    form = blank_form(at.get(room.url()).content.decode()) | {"act": "rest"}
    answer = at.post(room.url("save"), form | {broken: form[broken][:-3] + "abc"[: len(form[broken])] + "!"})
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()
    assert room.codes() == {}


def test_a_page_opened_by_somebody_else_stores_nothing() -> None:
    room = Classroom(2)
    form = blank_form(At(room.officer).get(room.url()).content.decode()) | {"act": "rest"}
    answer = At(room.tutor).post(room.url("save"), form)
    assert "opened by somebody else" in answer.content.decode()
    assert room.codes() == {}


def test_a_page_opened_eight_days_ago_stores_nothing() -> None:
    room = Classroom(2)
    form = blank_form(At(room.tutor).get(room.url()).content.decode()) | {"act": "rest"}
    answer = At(room.tutor, AT_THE_DOOR + timedelta(days=8)).post(room.url("save"), form)
    assert "more than 7 days ago" in answer.content.decode()
    assert room.codes() == {}


def test_a_page_of_the_morning_cannot_be_sent_to_the_afternoon() -> None:
    room = Classroom(2)
    at = At(room.tutor)
    form = blank_form(at.get(room.url()).content.decode()) | {"act": "rest"}
    assert "another session" in at.post(room.url("save", half="pm"), form).content.decode()


def test_a_correction_after_the_close_wants_its_reason() -> None:
    room = Classroom(2)
    taken(room, room.tutor, {1: "N", 2: "/"})
    without = taken(room, room.officer, {1: "I"}, AFTER_CLOSE)
    assert "Write the reason" in without.content.decode()
    assert room.codes()["Abiodun"] == "N"
    taken(room, room.officer, {1: "I"}, AFTER_CLOSE, reason="Mother rang at 10:40")
    assert room.codes()["Abiodun"] == "I"
    assert Amendment.objects.get().reason == "Mother rang at 10:40"


def test_a_tutor_is_told_who_may_correct_after_the_close() -> None:
    room = Classroom(2)
    taken(room, room.tutor, {1: "N", 2: "/"})
    answer = taken(room, room.tutor, {1: "/"}, AFTER_CLOSE, reason="He was here")
    assert "ask the attendance office" in answer.content.decode()


def test_a_conflict_names_both_values_and_who_it_was() -> None:
    room = Classroom(2)
    tutor = At(room.tutor)
    html = tutor.get(room.url()).content.decode()
    taken(room, room.officer, {1: "I"})
    tap = {"token": tokens(html)[0], "code": "/", "seen": 0}
    answer = tutor.post(room.url("save"), as_json(html, tap), content_type="application/json").json()
    (row,) = answer["rows"]
    assert (row["outcome"], row["code"], row["by"], row["at"]) == ("conflict", "I", "A. Osei", "8:47")
    assert room.codes()["Abiodun"] == "I"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"taps": None},
        {"taps": [{"token": "x"}]},
        {"taps": ["x"]},
        {"save_id": "7"},
        {"taps": [{"token": "x", "code": "/", "seen": "1"}]},
    ],
)
def test_a_script_that_sends_nonsense_is_told_so(spoilt: dict[str, object]) -> None:
    room = Classroom(1)
    at = At(room.tutor)
    html = at.get(room.url()).content.decode()
    answer = at.post(room.url("save"), json.dumps(as_json(html) | spoilt), content_type="application/json")
    assert answer.status_code == 422
    assert "cannot be read" in answer.json()["says"]


def test_the_page_holds_tokens_and_nothing_that_is_only_shown_on_request() -> None:
    room = Classroom(2)
    plan_absence(
        room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="M", note="Orthodontist"
    )
    Characteristic.objects.create(
        school=room.school, pupil=room.pupils[0], kind="child-protection", first=date(2026, 9, 1)
    )
    html = At(room.tutor).get(room.url()).content.decode()
    assert str(room.pupils[0].public_id) not in html
    for secret in ("Orthodontist", "rotection", "rb-strip"):
        assert secret not in html
    shown = At(room.officer).get(room.url("known")).content.decode()
    assert "Orthodontist" in shown
    assert "hild protection" in shown
    assert AccessEntry.objects.get().subject == f"group:{room.group.public_id}"


def test_a_teacher_without_leave_gets_past_marks_but_no_flag_and_no_reason() -> None:
    room = Classroom(2)
    teacher = a_user("Ms Cole")
    a_role(teacher, room.school, Role.COVER)
    plan_absence(
        room.actor, pupil=str(room.pupils[0].public_id), first=MONDAY, last=MONDAY, code="M", note="Orthodontist"
    )
    Characteristic.objects.create(
        school=room.school, pupil=room.pupils[0], kind="child-protection", first=date(2026, 9, 1)
    )
    shown = At(teacher).get(room.url("known")).content.decode()
    assert "rb-strip" in shown
    assert "Orthodontist" not in shown
    assert "rotection" not in shown
    assert not AccessEntry.objects.exists()


def test_who_may_open_a_register() -> None:
    room = Classroom(2)
    other, reception, stranger = a_user("Ms Brandt"), a_user("R. Desk"), a_user("Elsewhere")
    a_role(other, room.school, Role.TUTOR)
    a_group(room.school, "9B", tutor=other)
    a_role(reception, room.school, Role.RECEPTION)
    a_role(stranger, a_school("Elsewhere"))
    assert At(room.tutor).get(room.url()).status_code == 200
    assert At(other).get(room.url()).status_code == 404, "not their group"
    assert At(stranger).get(room.url()).status_code == 404, "not their school"
    looking = At(reception).get(room.url())
    assert looking.status_code == 200
    assert 'name="issue"' not in looking.content.decode(), "seen, not taken"
    assert "no-store" in looking.headers["Cache-Control"]
    assert Client().get(room.url()).status_code == 302


def test_a_teaching_group_has_no_register_of_the_half_day() -> None:
    room = Classroom(1)
    Group.objects.filter(pk=room.group.pk).update(kind=Group.Kind.TEACHING)
    assert At(room.tutor).get(room.url()).status_code == 404, "or every lesson could mark the morning again"


def test_another_schools_group_does_not_exist_even_under_ones_own_address() -> None:
    room, elsewhere = Classroom(2), a_school("Elsewhere")
    head = a_user("Head")
    a_role(head, elsewhere, Role.HEAD)
    for name in ("take", "known", "paper"):
        assert At(head).get(room.url(name, school=elsewhere)).status_code == 404


@pytest.mark.parametrize("size", [3, 30])
def test_a_register_costs_the_same_whatever_its_size(size: int) -> None:
    room = Classroom(size)
    at = At(room.tutor)
    with CaptureQueriesContext(connection) as spent:
        at.get(room.url())
    assert len(spent) == 12, "\n".join(q["sql"][:110] for q in spent.captured_queries)


@pytest.mark.parametrize("size", [3, 30])
def test_what_is_known_costs_the_same_whatever_the_size(size: int) -> None:
    room = Classroom(size)
    at = At(room.officer)
    with CaptureQueriesContext(connection) as spent:
        at.get(room.url("known"))
    assert len(spent) == 16, "\n".join(q["sql"][:110] for q in spent.captured_queries)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("planned", [0, 5])
def test_a_save_costs_four_statements_beside_its_own(planned: int) -> None:
    room = Classroom(30)
    for pupil in room.pupils[25 : 25 + planned]:
        plan_absence(room.actor, pupil=str(pupil.public_id), first=MONDAY, last=MONDAY, code="M")
    at = At(room.tutor)
    html = at.get(room.url()).content.decode()
    first, *others = ({"token": token, "code": "/", "seen": 0} for token in tokens(html))
    others[len(others) - planned :] = [{**tap, "code": "", "planned": True} for tap in others[len(others) - planned :]]
    at.post(room.url("save"), as_json(html, first), content_type="application/json")
    with CaptureQueriesContext(connection) as spent:
        answer = at.post(room.url("save"), as_json(html, *others), content_type="application/json")
    said = [q["sql"] for q in spent.captured_queries]
    begin = next(
        n for n, sql in enumerate(said) if sql.startswith("BEGIN") or ("register" in sql and "FOR UPDATE" in sql)
    )
    inside = [sql for sql in said[begin:] if not sql.startswith(("BEGIN", "COMMIT"))]
    assert {row["outcome"] for row in answer.json()["rows"]} == {"stored"}
    assert begin == 4, "\n".join(sql[:110] for sql in said)
    assert len(inside) == 9, "\n".join(sql[:110] for sql in inside)
