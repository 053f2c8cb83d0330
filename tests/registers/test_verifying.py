"""Tampering is found and named: a byte of the record, a mark, a total, a seal, a guard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from rollbook.audit import guards
from rollbook.audit.keys import encrypt
from rollbook.registers import verifying
from rollbook.registers.actions import amend_mark, seal_day
from rollbook.registers.models import Amendment, Mark, MarkDetail, PupilYear
from rollbook.registers.notes import detail_place
from rollbook.registers.verifying import missing_guards, verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from tests.builders import A_MORNING, an_actor
from tests.registers.test_taking import MONDAY, Form9A


@pytest.fixture
def form(db: None) -> Form9A:
    form = Form9A(now=A_MORNING + timedelta(hours=3))
    form.save(form.tap(0, "N"), form.tap(1, "/"))
    form.save(form.tap(2, "/"))
    amend_mark(
        form.actor,
        pupil=str(form.pupils[0].public_id),
        facts=form.issue.facts(),
        code="I",
        reason="Rang",
        seen=1,
    )
    seal_day(an_actor(form.school, Role.HEAD, now=form.actor.now), day=MONDAY)
    return form


def says(form: Form9A) -> list[str]:
    return [f"{fault.where} {fault.says}" for fault in verify_school(form.actor).faults]


def test_an_honest_register_is_green(form: Form9A) -> None:
    verdict = verify_school(form.actor)
    assert verdict.faults == ()
    assert (verdict.saves, verdict.marks, verdict.seals) == (3, 3, 1)
    assert missing_guards() == ()


def tamper(statement: str) -> None:
    with guards.disarmed(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_altered_byte_of_the_record_is_named(form: Form9A) -> None:
    cast = "marks::text" if connection.vendor == "postgresql" else "marks"
    back = "::jsonb" if connection.vendor == "postgresql" else ""
    tamper(f"UPDATE registers_registersave SET marks = REPLACE({cast}, '\"N\"', '\"M\"'){back} WHERE seq = 1")
    found = says(form)
    assert any(f.startswith("save 2026/1 was altered") for f in found), found


def test_a_removed_save_is_named(form: Form9A) -> None:
    tamper("DELETE FROM registers_registersave WHERE seq = 2")
    assert any("save 2026/2 is missing" in f for f in says(form))


def test_the_end_of_the_chain_cannot_be_cut_off(form: Form9A) -> None:
    tamper("DELETE FROM registers_amendment")
    tamper("DELETE FROM registers_registersave WHERE seq = 3")
    found = says(form)
    assert any("head of the chain" in f for f in found)
    assert any("is not what was sealed" in f for f in found)


def test_a_mark_that_the_record_does_not_know_is_named(form: Form9A) -> None:
    Mark.objects.filter(pupil=form.pupils[1]).update(code="I")
    assert any(f"pupil {form.pupils[1].public_id}" in f and "record says /" in f for f in says(form))


def test_a_wrong_total_is_named(form: Form9A) -> None:
    PupilYear.objects.filter(pupil=form.pupils[1]).update(attended=9)
    assert any("totals are not what its sessions count to" in f for f in says(form))


def test_a_missing_guard_is_named(form: Form9A) -> None:
    on = " ON registers_registersave" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER keep_registers_registersave_update{on}")
    assert [f.where for f in missing_guards()] == ["trigger keep_registers_registersave_update"]


@pytest.mark.parametrize(
    ("statement", "says_so"),
    [
        ("UPDATE registers_amendment SET reason = 'Other'", "is not what the record says: its reason"),
        ("UPDATE registers_amendment SET old = '/'", "is not what the record says: the old code"),
        ("UPDATE registers_amendment SET new = '/'", "is not what the record says: the new code"),
        ("UPDATE registers_amendment SET by_name = 'Nobody'", "is not what the record says: who made it"),
        ("UPDATE registers_amendment SET by_role = 'Nothing'", "is not what the record says: who made it"),
        ("UPDATE registers_amendment SET at = '2026-09-01 08:00:00+00:00'", "is not what the record says: when"),
        ("DELETE FROM registers_amendment", "is gone, but the record holds the change"),
        ("UPDATE registers_registersave SET by_name = 'Nobody' WHERE seq = 2", "save 2026/2 names another person"),
        ("UPDATE registers_registersave SET by_role = 'Nothing' WHERE seq = 2", "save 2026/2 names another person"),
        ("UPDATE registers_registersave SET by_id = 999999 WHERE seq = 2", "save 2026/2 names another person"),
        ("DELETE FROM registers_chain", "head of the chain is gone, but the last save is 2026/4"),
        ("DELETE FROM registers_markdetail", "is gone, but the record holds its digest"),
        ("UPDATE registers_mark SET has_detail = NOT has_detail WHERE code = 'I'", "note"),
        ("UPDATE registers_mark SET code = 'ZZ' WHERE code = 'I'", "is ZZ, but the record says I"),
    ],
)
def test_what_is_kept_beside_the_chain_cannot_be_changed_unseen(form: Form9A, statement: str, says_so: str) -> None:
    with_note(form)
    assert says(form) == []
    tamper(statement)
    found = says(form)
    assert any(says_so in f for f in found), found


def with_note(form: Form9A) -> None:
    form.save(form.tap(2, "C", seen=1, detail="A funeral", reason="Rang"))


def test_a_note_that_was_rewritten_is_named(form: Form9A) -> None:
    with_note(form)
    kept = MarkDetail.objects.get()
    place = detail_place(str(form.pupils[2].public_id), form.issue.session)
    MarkDetail.objects.update(text=encrypt("A holiday", place=place))
    assert [f for f in says(form) if "is not the text that was written" in f]
    MarkDetail.objects.update(text=b"\x01nonsense", id=kept.pk)
    assert [f for f in says(form) if "is not the text that was written" in f]


def test_an_amendment_that_was_made_up_is_named(form: Form9A) -> None:
    real = Amendment.objects.get()
    Amendment.objects.create(
        school=form.school,
        save_row=real.save_row,
        pupil=form.pupils[1],
        date=MONDAY,
        half=0,
        old="N",
        new="/",
        reason="Made up",
        at=real.at,
        by_name=real.by_name,
        by_role=real.by_role,
    )
    assert [f for f in says(form) if "the record holds no such change" in f]


def test_a_register_whose_saves_are_all_gone_is_named(form: Form9A) -> None:
    tamper("DELETE FROM registers_amendment")
    tamper("DELETE FROM registers_registersave")
    assert any("head of the chain says 2026/3" in f for f in says(form))


@pytest.mark.django_db(transaction=True)
def test_a_save_made_meanwhile_is_neither_held_up_nor_taken_for_tampering(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Form9A(now=A_MORNING)
    form.save(form.tap(0, "/"))
    real, meanwhile = verifying._seals, []

    def save_then_go_on(actor: Actor, reading: verifying._Reading) -> Iterator[verifying.Fault]:
        one = Thread(target=in_own_connection, args=(lambda: form.save(form.tap(1, "N")),))
        one.start()
        one.join(timeout=15)
        meanwhile.append(one.is_alive())
        yield from real(actor, reading)

    monkeypatch.setattr(verifying, "_seals", save_then_go_on)
    verdict = verify_school(form.actor)
    assert (meanwhile, verdict.faults, verdict.saves, verdict.marks) == ([False], (), 1, 1)
    monkeypatch.undo()
    assert (verify_school(form.actor).saves, Mark.objects.count()) == (2, 2)


def in_own_connection(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connection.close()
