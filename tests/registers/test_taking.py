"""Taking a register: what is stored, what is kept apart, and at what cost."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.pupils.models import Group, GroupMembership, GroupStaff, Pupil
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions import SaveOutcome, Tap, amend_mark, save_register
from rollbook.registers.actions.chaining import header_of
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.issue import Issue
from rollbook.registers.models import Amendment, Chain, Mark, MarkDetail, PupilYear, RegisterSave
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.chain import save_hash
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.year_row import year_of
from tests.builders import A_MORNING, a_group, a_pupil, a_school, a_user, an_actor

MONDAY = date(2026, 9, 7)


class Form9A:
    """A form of pupils, with its issue and an actor, on Monday 7 September 2026 at 8:45."""

    def __init__(self, size: int = 3, *, now: datetime = A_MORNING) -> None:
        self.school = a_school()
        self.group: Group = a_group(self.school)
        self.pupils: list[Pupil] = [
            a_pupil(self.school, group=self.group, forename=f"Pupil{n:02}") for n in range(size)
        ]
        self.actor: Actor = an_actor(self.school, now=now)
        self.issue = issue_for(self.actor, self.group)

    def tap(self, n: int, code: str, **more: object) -> Tap:
        return replace(Tap(self.issue.token(str(self.pupils[n].public_id)), code), **more)

    def save(self, *taps: Tap, actor: Actor | None = None, save_id: uuid.UUID | None = None) -> SaveOutcome:
        return save_register(
            actor or self.actor,
            issue=self.issue,
            save_id=save_id or uuid.uuid4(),
            taps=taps,
            is_school_day=True,
            finished=True,
        )

    def mark(self, n: int) -> Mark:
        return Mark.objects.get(pupil=self.pupils[n], date=MONDAY, half=0)


def issue_for(actor: Actor, group: Group, on: date = MONDAY) -> Issue:
    def at(hour: int, minute: int) -> datetime:
        return datetime(on.year, on.month, on.day, hour - 1, minute, tzinfo=UTC)

    return Issue(actor.school, actor.user_id or 0, group.pk, on, 0, at(8, 40), at(9, 10), at(12, 20), 1)


@pytest.mark.django_db
def test_marks_stand_and_are_counted() -> None:
    form = Form9A()
    outcome = form.save(form.tap(0, "/"), form.tap(1, "N"), form.tap(2, "L", minutes=7))
    assert [r.outcome for r in outcome.rows] == [Outcome.STORED] * 3
    assert (form.mark(2).code, form.mark(2).minutes, form.mark(2).version) == ("L", 7, 1)
    year = PupilYear.objects.get(pupil=form.pupils[1])
    assert (year.year, year.possible, year.attended, year.unauthorised) == (2026, 1, 0, 1)


@pytest.mark.django_db
def test_saves_are_linked_to_each_other() -> None:
    form = Form9A()
    form.save(form.tap(0, "/"))
    form.save(form.tap(1, "/"))
    first, second = RegisterSave.objects.order_by("seq")
    assert (first.seq, second.seq) == (1, 2)
    assert bytes(second.prev) == bytes(first.hash) != bytes(32)
    assert bytes(Chain.objects.get().head) == bytes(second.hash)
    first.refresh_from_db()
    assert save_hash(bytes(first.prev), header_of(first), first.marks) == bytes(first.hash)


@pytest.mark.django_db
def test_the_same_save_again_changes_nothing() -> None:
    form = Form9A()
    once, save_id = form.tap(0, "N"), uuid.uuid4()
    first = form.save(once, save_id=save_id)
    again = form.save(once, save_id=save_id)
    assert again.repeated
    assert [(r.key, r.code, r.version) for r in again.rows] == [(r.key, r.code, r.version) for r in first.rows]
    assert RegisterSave.objects.count() == 1
    with pytest.raises(Refused, match="sent before with other marks"):
        form.save(form.tap(0, "/"), save_id=save_id)


@pytest.mark.django_db
def test_somebody_elses_change_is_a_conflict_not_overwritten() -> None:
    form = Form9A()
    form.save(form.tap(0, "N"))
    outcome = form.save(form.tap(0, "/", seen=0))
    (row,) = outcome.rows
    assert (row.outcome, row.code) == (Outcome.CONFLICT, "N")
    assert form.mark(0).code == "N"
    assert RegisterSave.objects.latest("seq").marks[1]["now"] == "/", "the tap is kept in the record"


@pytest.mark.django_db
def test_an_amendment_keeps_the_five_facts() -> None:
    form = Form9A(now=A_MORNING + timedelta(hours=3))
    form.save(form.tap(0, "N"))
    outcome = amend_mark(
        form.actor,
        pupil=str(form.pupils[0].public_id),
        facts=form.issue.facts(),
        code="I",
        reason="Mother rang at 9:20: sick bug",
        seen=1,
    )
    assert outcome.rows[0].outcome is Outcome.STORED
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason) == ("N", "I", "Mother rang at 9:20: sick bug")
    assert (kept.by_name, kept.by_role, kept.at) == (form.actor.name, form.actor.role, form.actor.now)
    assert PupilYear.objects.get(pupil=form.pupils[0]).authorised == 1


@pytest.mark.django_db
def test_an_amendment_without_a_reason_is_refused() -> None:
    form = Form9A(now=A_MORNING + timedelta(hours=3))
    form.save(form.tap(0, "N"))
    (row,) = form.save(form.tap(0, "/", seen=1)).rows
    assert row.outcome is Outcome.REFUSED
    assert "reason" in row.says
    assert form.mark(0).code == "N"


@pytest.mark.django_db
def test_a_note_is_encrypted_and_only_its_digest_is_in_the_chain() -> None:
    form = Form9A()
    form.save(form.tap(0, "B", detail="Forest school at Hill Farm"))
    assert b"Forest" not in bytes(MarkDetail.objects.get().text)
    leaf = RegisterSave.objects.get().marks[1]
    assert "Forest" not in str(leaf)
    assert len(leaf["detail"]) == 64


@pytest.mark.django_db
def test_a_pupil_who_changed_form_meanwhile_is_not_lost() -> None:
    form = Form9A()
    tap = form.tap(0, "/")
    GroupMembership.objects.filter(pupil=form.pupils[0]).update(last=MONDAY - timedelta(days=1))
    (row,) = form.save(tap).rows
    assert row.outcome is Outcome.STORED
    assert form.mark(0).code == "/"


@pytest.mark.django_db
def test_a_pupil_who_left_is_refused_and_the_others_are_stored() -> None:
    form = Form9A()
    form.pupils[0].enrolments.update(last_day=MONDAY - timedelta(days=3))
    left, here = form.save(form.tap(0, "/"), form.tap(1, "/")).rows
    assert (left.outcome, left.rule) == (Outcome.REFUSED, "COD-17")
    assert here.outcome is Outcome.STORED


@pytest.mark.django_db
def test_a_tutor_may_take_but_not_amend_later() -> None:
    form = Form9A(now=A_MORNING + timedelta(hours=3))
    form.save(form.tap(0, "N"))
    teacher = a_user()
    GroupStaff.objects.create(school=form.school, group=form.group, user=teacher, part="tutor", first=MONDAY)
    tutor = an_actor(form.school, Role.TUTOR, now=form.actor.now, user=teacher)
    (row,) = form.save(form.tap(0, "/", seen=1, reason="He was here"), actor=tutor).rows
    assert row.outcome is Outcome.REFUSED
    assert "attendance office" in row.says


@pytest.mark.django_db
def test_a_row_that_stands_for_nobody_is_answered_and_kept_out_of_the_record() -> None:
    form = Form9A()
    stored, stranger = form.save(form.tap(0, "/"), Tap("not-a-pupil", "/")).rows
    assert stored.outcome is Outcome.STORED
    assert (stranger.key, stranger.outcome) == ("not-a-pupil", Outcome.REFUSED)
    assert "not-a-pupil" not in str(RegisterSave.objects.get().marks)
    assert ids_of(form.actor, ["not-a-pupil"]) == {}


@pytest.mark.django_db
def test_who_takes_the_group_no_longer_may_not_save_an_old_page() -> None:
    form = Form9A()
    tutor = a_user("Mr Dhillon")
    taking = GroupStaff.objects.create(
        school=form.school, group=form.group, user=tutor, part="tutor", first=MONDAY - timedelta(days=7)
    )
    actor = an_actor(form.school, Role.TUTOR, user=tutor)
    issue = replace(form.issue, user_id=tutor.pk)
    tap = Tap(issue.token(str(form.pupils[0].public_id)), "/")

    def save() -> SaveOutcome:
        return save_register(actor, issue=issue, save_id=uuid.uuid4(), taps=[tap], is_school_day=True, finished=True)

    assert save().rows[0].outcome is Outcome.STORED
    taking.last = MONDAY - timedelta(days=1)
    taking.save()
    row = save().rows[0]
    assert row.outcome is Outcome.REFUSED
    assert "do not take this group" in row.says
    assert RegisterSave.objects.count() == 2, "what was entered is kept for the office to see"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [30, 60])
def test_a_save_takes_at_most_ten_statements(size: int) -> None:
    form = Form9A(size)
    make_year_rows(form.actor, MONDAY, [str(p.public_id) for p in form.pupils])
    form.save(form.tap(0, "/"))
    taps = [form.tap(n, "/") for n in range(3, size)] + [form.tap(1, "L", minutes=4), form.tap(2, "N")]
    with CaptureQueriesContext(connection) as spent:
        form.save(*taps)
    said = [q["sql"] for q in spent.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
    assert len(said) == 9, "\n".join(s[:100] for s in said)
    changes = [form.tap(n, "N", seen=1) for n in range(3, size)]
    with CaptureQueriesContext(connection) as spent:
        form.save(*changes)
    said = [q["sql"] for q in spent.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
    assert len(said) == 10, "\n".join(s[:100] for s in said)
    assert Amendment.objects.count() == size - 3


def test_years_run_from_august() -> None:
    assert (year_of(date(2026, 7, 31)), year_of(date(2026, 8, 1))) == (2025, 2026)
