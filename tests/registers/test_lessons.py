"""Lesson registers: who takes them, what they store, and the session's mark where the rule names the lesson."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.config.commands.verify import checked
from rollbook.registers.actions import Tap, amend_mark
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.actions.rules import set_session_rule
from rollbook.registers.models import Amendment, LessonMark, LessonNote, Mark, MarkDetail, PupilYear, RegisterSave
from rollbook.registers.queries import register_sheet
from rollbook.registers.queries.changes import changes_of
from rollbook.registers.queries.conflicts import conflicts
from rollbook.registers.queries.exporting import export_pupil, export_register
from rollbook.registers.queries.lessons import lesson_list
from rollbook.registers.queries.rules import named_by, rule_for, rules_on
from rollbook.registers.queries.strip import day_strip
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.marking import Outcome, RegisterFacts
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.actions import add_closure
from rollbook.schools.queries import register_day
from rollbook.timetable.actions import cancel_lesson, set_cover
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import IN_P1, IN_P4, P4_LATE, LessonRoom
from tests.timetable.weekly import a_lesson, a_set

pytestmark = pytest.mark.django_db


def between(asked: CaptureQueriesContext) -> list[str]:
    """The statements of a save between BEGIN and COMMIT (or their savepoints, inside a test)."""
    marks = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return [q["sql"] for q in asked.captured_queries if not q["sql"].upper().startswith(marks)]


def sound(room: LessonRoom) -> bool:
    return verify_school(room.actor).faults == ()


def amended(room: LessonRoom, n: int, code: str, *, half: Half = Half.PM, now: object = IN_P4) -> None:
    day = register_day(room.actor, MONDAY, half, "9")
    facts = RegisterFacts(Session(MONDAY, half), True, day.opens, day.closes, day.ends)
    actor = replace(room.actor, now=now)  # type: ignore[arg-type]
    amend_mark(actor, pupil=str(room.pupils[n].public_id), facts=facts, code=code, reason="told at the desk", seen=0)


def test_a_lesson_is_taken_by_its_teacher_and_makes_no_session_mark_and_no_total() -> None:
    room = LessonRoom()
    outcome = room.take(room.p1, "//NL", minutes=4)
    assert outcome.count(Outcome.STORED) == 4
    assert room.marks(room.p1) == "//NL"
    assert room.session(0) == room.session(1) == "...."
    assert set(PupilYear.objects.values_list("possible", flat=True)) == {0}
    save = RegisterSave.objects.get()
    assert (save.lesson, save.half, save.kind) == (str(room.p1.public_id), None, "taken")
    assert AuditEntry.objects.latest("id").verb == "registers.LessonSaved"
    assert sound(room)


def test_a_save_of_thirty_is_eight_statements_and_ten_with_the_rule() -> None:
    room = LessonRoom(30)
    room.rule("P4")
    counts = []
    room.take(room.p1, "/")  # the first save of a school makes its chain
    for lesson, now in ((room.p1, IN_P1), (room.p4, IN_P4)):
        found = room.sheet(lesson, now)
        code = "/" if lesson is room.p1 else "\\"
        taps = [Tap(row.token, code, seen=row.version) for row in found.sheet.rows]
        with CaptureQueriesContext(connection) as asked:
            save_lesson(
                room.who(now), issue=found.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True
            )
        counts.append(len(between(asked)))
    assert counts == [8, 10]


def test_the_page_asks_a_fixed_number_of_statements_whatever_the_size_of_the_group() -> None:
    counts = []
    for size in (3, 30):
        room = LessonRoom(size)
        with CaptureQueriesContext(connection) as asked:
            room.sheet(room.p1)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13


def test_only_its_teacher_its_cover_and_the_office_take_it() -> None:
    room = LessonRoom()
    stranger, cover = a_user("Mr Obi"), a_user("Ms Lund")
    for user in (stranger, cover):
        a_role(user, room.school, Role.TEACHER)
    with pytest.raises(NotFound):
        room.sheet(room.p1, user=stranger)
    set_cover(room.actor, lesson=room.p1.public_id, on=MONDAY, user_id=cover.pk)
    assert room.sheet(room.p1, user=cover).takes
    assert room.sheet(room.p1, user=room.officer, role=Role.ATTENDANCE_ADMINISTRATOR).takes
    with pytest.raises(NotFound):
        room.sheet(room.p1)
    assert len(room.sheet(room.p1, user=cover).sheet.rows) == 4, "who covers sees the names"


def test_a_lesson_that_does_not_take_place_is_not_taken() -> None:
    room = LessonRoom()
    cancel_lesson(room.actor, lesson=room.p1.public_id, on=MONDAY)
    assert not room.sheet(room.p1, user=room.officer, role=Role.ATTENDANCE_ADMINISTRATOR).takes


def test_the_codes_are_those_of_the_session_and_wrong_ones_are_refused_row_by_row() -> None:
    room = LessonRoom()
    outcome = room.take(room.p1, "/\\X/")
    assert [row.outcome for row in outcome.rows] == [Outcome.STORED, Outcome.REFUSED, Outcome.REFUSED, Outcome.STORED]
    assert outcome.rows[1].rule == "COD-2"
    assert room.marks(room.p1) == "/../"
    assert sound(room)


def test_late_by_the_lessons_own_beginning() -> None:
    room = LessonRoom()
    room.take(room.p1, "L")
    assert LessonMark.objects.get().minutes == 5, "9:15, and the lesson began at 9:10"


def test_the_same_save_again_changes_nothing_and_another_with_its_id_is_refused() -> None:
    room = LessonRoom()
    found, save_id = room.sheet(room.p1), uuid.uuid4()
    taps = [Tap(row.token, "/") for row in found.sheet.rows]
    given = {"issue": found.issue, "save_id": save_id, "is_school_day": True, "finished": True}
    first = save_lesson(room.who(), taps=taps, **given)
    again = save_lesson(room.who(), taps=taps, **given)
    assert again.repeated
    assert [row.key for row in again.rows] == [row.key for row in first.rows]
    assert RegisterSave.objects.count() == 1
    with pytest.raises(Refused, match="sent before with other marks"):
        save_lesson(room.who(), taps=taps[:2], **given)


def test_two_who_take_one_lesson_are_told_and_the_first_word_stays() -> None:
    room = LessonRoom()
    found = room.sheet(room.p1)
    room.take(room.p1, "NNNN")
    taps = [Tap(row.token, "/") for row in found.sheet.rows]
    later = save_lesson(
        room.who(), issue=found.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True
    )
    assert {row.outcome for row in later.rows} == {Outcome.CONFLICT}
    assert room.marks(room.p1) == "NNNN"
    assert sound(room)


def test_a_mark_is_corrected_while_the_lesson_runs_and_amended_by_the_office_after_it() -> None:
    room = LessonRoom()
    room.take(room.p1, "N///")
    room.take(room.p1, "////")
    assert room.marks(room.p1) == "////"
    after = IN_P1 + timedelta(hours=2)
    assert room.take(room.p1, "N", after).rows[0].outcome is Outcome.REFUSED
    office = room.who(after, room.officer, Role.ATTENDANCE_ADMINISTRATOR)
    assert room.take(room.p1, "N", actor=office, reason="seen in town").rows[0].outcome is Outcome.STORED
    kept = Amendment.objects.order_by("id").values_list("lesson", "half", "old", "new", "reason", "by_name")
    assert list(kept) == [
        (str(room.p1.public_id), 0, "N", "/", "corrected while the register was open", "Ms Kaur"),
        (str(room.p1.public_id), 0, "/", "N", "seen in town", "A. Osei"),
    ]
    told = changes_of(office, room.pupils[0].pk, most=5)
    assert [change.title for change in told] == ["/ became N, Mon 7 Sep P1", "N became /, Mon 7 Sep P1"]
    assert sound(room)


def test_a_lesson_is_not_taken_before_it_begins() -> None:
    room = LessonRoom()
    early = room.take(room.p4, "\\", IN_P1)
    assert early.rows[0].outcome is Outcome.REFUSED
    assert early.rows[0].rule == "REG-16"


def test_a_note_is_kept_encrypted_apart_from_the_sessions_notes() -> None:
    room = LessonRoom()
    found = room.sheet(room.p1)
    tap = Tap(found.sheet.rows[0].token, "/", detail="came without books")
    save_lesson(room.who(), issue=found.issue, save_id=uuid.uuid4(), taps=[tap], is_school_day=True, finished=True)
    assert b"books" not in bytes(LessonNote.objects.get().text)
    assert not MarkDetail.objects.exists()


def test_the_rule_makes_the_sessions_mark_in_the_same_save_and_the_leaf_says_so() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "\\\\N\\", IN_P4)
    assert room.session() == "\\\\N\\"
    save = RegisterSave.objects.get()
    assert (save.kind, save.half, save.lesson) == ("rule", 1, str(room.p4.public_id))
    assert [leaf.get("basis") for leaf in save.marks if "p" in leaf] == [None] * 4 + ["rule:1"] * 4
    assert sorted(PupilYear.objects.values_list("attended", flat=True)) == [0, 1, 1, 1]
    assert AuditEntry.objects.latest("id").verb == "registers.MarksSaved"
    assert sound(room)


def test_a_lesson_that_the_rule_does_not_name_makes_none() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p1, "////")
    assert room.session(0) == "...."


def test_late_to_the_lesson_is_l_or_u_by_the_sessions_own_times() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "L", IN_P4 + timedelta(minutes=10), minutes=12)
    room.take(room.p4, ".L", P4_LATE, minutes=24)
    assert room.marks(room.p4) == "LL.."
    assert room.session() == "LU.."
    assert list(Mark.objects.order_by("code").values_list("minutes", flat=True)) == [12, 24]
    assert sound(room)


def test_a_correction_in_the_lesson_corrects_the_session_while_its_register_is_open() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "N\\\\\\", IN_P4)
    room.take(room.p4, "L", IN_P4 + timedelta(minutes=5), minutes=8)
    assert room.session() == "L\\\\\\"
    assert Amendment.objects.get(lesson="").new == "L"
    assert sound(room)


def test_after_the_sessions_register_closed_the_teacher_changes_the_lesson_and_not_the_session() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "N\\\\\\", IN_P4)
    row = room.take(room.p4, "L", P4_LATE, minutes=25).rows[0]
    assert row.outcome is Outcome.STORED
    assert row.says.startswith("Kept for the lesson; the afternoon mark stays N.")
    assert room.marks(room.p4)[0] == "L"
    assert room.session()[0] == "N"
    assert sound(room)


def test_what_the_office_entered_before_stays_and_the_difference_is_kept_as_a_conflict() -> None:
    room = LessonRoom()
    room.rule("P4")
    amended(room, 0, "I")
    row = room.take(room.p4, "\\\\\\\\", IN_P4).rows[0]
    assert "the afternoon mark stays I" in row.says
    assert room.session() == "I\\\\\\"
    leaves = [leaf for leaf in RegisterSave.objects.latest("seq").marks if leaf.get("outcome") == "conflict"]
    assert [(leaf["was"], leaf["now"], leaf["basis"]) for leaf in leaves] == [("I", "\\", "rule:1")]
    queue = conflicts(room.who(IN_P4, room.officer, Role.ATTENDANCE_ADMINISTRATOR))
    assert [found.pupil.id for found in queue] == [room.pupils[0].pk], "the office is shown the two side by side"
    assert sound(room)


def test_a_new_rule_touches_no_mark_that_stands() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "\\\\N\\", IN_P4)
    before = list(Mark.objects.values()), list(RegisterSave.objects.values())
    with pytest.raises(Refused, match="tomorrow at the earliest"):
        set_session_rule(room.actor, from_day=MONDAY, half=Half.PM)
    version = set_session_rule(room.actor, from_day=MONDAY + timedelta(1), half=Half.PM, nc_year="9", period="5")
    assert version == 2
    assert (list(Mark.objects.values()), list(RegisterSave.objects.values())) == before
    assert named_by(rules_on(room.actor, MONDAY), "P4", "9").version == 1  # type: ignore[union-attr]
    assert named_by(rules_on(room.actor, MONDAY + timedelta(1)), "P4", "9") is None
    assert rule_for(rules_on(room.actor, MONDAY + timedelta(1)), Half.PM, "9").period == "P5"  # type: ignore[union-attr]


def test_a_rule_of_a_year_group_goes_before_one_for_all() -> None:
    room = LessonRoom()
    room.rule("P4", nc_year="")
    room.rule("", nc_year="9")
    held = rules_on(room.actor, MONDAY)
    assert named_by(held, "Period 4", "10").version == 1  # type: ignore[union-attr]
    assert named_by(held, "P4", "9") is None, "Year 9 has its own registration"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"period": "P9"}, "no period called"),
        ({"period": "P1"}, "does not lie in the afternoon"),
        ({"nc_year": "99"}, "not a year group"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(values: dict[str, str], says: str) -> None:
    room = LessonRoom()
    with pytest.raises(Refused, match=says):
        set_session_rule(room.actor, from_day=MONDAY + timedelta(1), half=Half.PM, **values)


def test_the_strip_tells_the_mark_that_won_and_why() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p1, "L", minutes=3)
    amended(room, 0, "/", half=Half.AM, now=IN_P1)
    room.take(room.p4, "N", IN_P4)
    strip = day_strip(room.actor, room.pupils[0].public_id, MONDAY)
    assert [(box.label, box.code) for box in strip.boxes] == [("AM", "/"), ("P1", "L"), ("P4", "N"), ("PM", "N")]
    assert strip.why == (
        "The morning mark / was entered by A. Osei at 9:15 (amended).",
        "The afternoon mark N comes from the lesson in P4 (Ms Kaur, 13:13), by rule 1 in force from 01/09/2026.",
    )
    other = day_strip(room.actor, room.pupils[1].public_id, MONDAY)
    assert other.why[1] == "The afternoon has no mark yet; it comes from the lesson in P4."


def test_the_office_that_enters_a_mark_over_the_rule_is_named_in_the_sentence() -> None:
    room = LessonRoom()
    room.rule("P4")
    amended(room, 0, "I")
    why = day_strip(room.actor, room.pupils[0].public_id, MONDAY).why[1]
    assert why.endswith("(amended) although the rule names the lesson in P4.")


def test_the_days_lessons_with_where_their_registers_stand() -> None:
    room = LessonRoom()
    a_lesson(a_set(room.school, "10y/Hi2", nc_year="10"), "P1", teacher=room.officer)
    room.rule("P4")
    room.take(room.p1, "//..")
    own = lesson_list(room.who(), MONDAY, own=True)
    assert [(row.lesson.period, row.state.value, row.marked, row.size) for row in own] == [
        ("P1", "open", 2, 4),
        ("P4", "not open yet", 0, 4),
    ]
    assert own[1].rule is not None
    with CaptureQueriesContext(connection) as asked:
        assert len(lesson_list(room.actor, MONDAY, own=False)) == 3
    assert len(asked) == 5


def test_a_pupil_who_left_the_set_meanwhile_is_answered_and_kept() -> None:
    room = LessonRoom()
    found = room.sheet(room.p1)
    room.set.memberships.filter(pupil=room.pupils[0]).update(last=MONDAY - timedelta(1))
    taps = [Tap(row.token, "/") for row in found.sheet.rows]
    outcome = save_lesson(
        room.who(), issue=found.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True
    )
    assert outcome.count(Outcome.STORED) == 4, "they were there; whose lesson it was is for a person to say"
    assert sound(room)


def test_the_sessions_own_register_is_not_touched_by_a_lesson_without_a_rule() -> None:
    room = LessonRoom()
    room.take(room.p1, "NNNN")
    sheet = register_sheet(an_actor(room.school, user=room.officer, now=IN_P1), room.group.public_id, MONDAY, Half.AM)
    assert sheet.marked == 0


def test_a_day_with_lessons_marks_does_not_become_a_closure() -> None:
    room = LessonRoom()
    room.take(room.p1, "//..")
    with pytest.raises(Refused, match="cannot become a planned closure"):
        add_closure(room.actor, kind="inset", name="INSET", first=MONDAY, last=MONDAY)


def test_an_export_with_lessons_proves_itself() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p1, "//..")
    room.take(room.p4, "\\\\N\\", IN_P4)
    head = an_actor(room.school, Role.HEAD, now=IN_P4)
    assert checked(export_register(head)).faults == ()
    assert checked(export_pupil(head, room.pupils[0].public_id)).faults == ()


def test_verify_names_a_lessons_mark_that_was_changed_or_taken_away() -> None:
    room = LessonRoom()
    room.take(room.p1, "//..")
    LessonMark.objects.filter(pupil_id=room.pupils[0].pk).update(code="N")
    assert [f.says for f in verify_school(room.actor).faults] == ["is N, but the record says /"]
    LessonMark.objects.filter(pupil_id=room.pupils[0].pk).delete()
    assert [f.says for f in verify_school(room.actor).faults] == ["stands in the record but is gone"]
