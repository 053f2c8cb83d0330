"""Tampering is found and named: a byte of the record, a mark, a total, a seal, a guard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from rollbook.audit import guards
from rollbook.registers.actions import amend_mark, seal_day
from rollbook.registers.models import Mark, PupilYear
from rollbook.registers.verifying import missing_guards, verify_school
from rollbook.rules.access import Role
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
