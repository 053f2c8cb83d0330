"""One chronology for each pupil: what a reader may not see is absent without trace, on screen, paper and PDF."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from rollbook.evidence.queries.chronology import TELLERS, history
from rollbook.registers.actions import amend_mark
from rollbook.rules.access import Role
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import register_day
from tests.builders import TERM_STARTS, a_role, a_user, an_actor
from tests.evidence.court import LAST, TODAY, Court, a_court, wrote
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db
CHANGING = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|data-csrf="[^"]*"|"X-CSRFToken": ?"[^"]*"')


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def reader(court: Court, role: Role) -> At:
    user = a_user(f"Somebody, {role}")
    a_role(user, court.school, role)
    return At(user, TODAY)


def url(court: Court) -> str:
    return reverse("home:history", kwargs={"school": court.school.slug, "pupil": court.pupil.public_id})


def seen(at: At, court: Court, **asked: str) -> str:
    answer = at.get(url(court), first="2026-09-01", last="2026-11-20", **asked)
    assert answer.status_code == 200, answer.status_code
    if asked.get("pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return CHANGING.sub("", answer.content.decode())


@pytest.mark.parametrize("asked", [{}, {"print": "1"}, {"pdf": "1"}, {"kind": "letter"}])
@pytest.mark.parametrize("role", [Role.RECEPTION, Role.ADMISSIONS])
def test_what_a_reader_may_not_see_leaves_no_trace(role: Role, asked: dict[str, str]) -> None:
    court = a_court(letters=0)
    at = reader(court, role)
    before = seen(at, court, **asked)
    wrote(court)
    assert seen(at, court, **asked) == before
    assert "Letter" in seen(reader(court, Role.ATTENDANCE_MANAGER), court)


def test_each_reader_has_lines_of_the_one_who_sees_most_and_no_others() -> None:
    court = a_court(letters=1)
    amend_mark_of(court)
    most = {(one.at, one.says) for one in told(court, Role.ATTENDANCE_MANAGER)}
    for role in (Role.HEAD, Role.SENCO, Role.RECEPTION, Role.DSL):
        lines = told(court, role)
        assert {(one.at, one.says) for one in lines} <= most, role
    assert [one.kind for one in told(court, Role.RECEPTION)] == ["mark"]
    assert "Reason given late" in "".join(one.words for one in told(court, Role.ATTENDANCE_MANAGER))
    assert "Reason given late" not in "".join(one.words for one in told(court, Role.RECEPTION))


def test_the_pdf_says_the_earliest_first_and_what_the_page_says() -> None:
    court = a_court(letters=2)
    amend_mark_of(court)
    said = seen(reader(court, Role.HEAD), court, pdf="1")
    assert said.index("Letter") < said.index("became I")
    assert "Chronology of Tolu Abiodun" in said


def test_every_part_that_tells_of_a_pupil_is_asked_once() -> None:
    assert len(set(TELLERS)) == len(TELLERS)
    assert {teller.__module__.split(".")[1] for teller in TELLERS} >= {
        "absence", "cases", "comms", "meetings", "registers", "site", "work",
    }  # fmt: skip


def told(court: Court, role: Role) -> tuple[Any, ...]:
    return history(an_actor(court.school, role, now=TODAY), court.pupil.pk, TERM_STARTS, LAST)


def amend_mark_of(court: Court) -> None:
    head, session = an_actor(court.school, Role.HEAD, now=TODAY), Session(TERM_STARTS, Half.AM)
    day = register_day(head, session.on, session.half)
    amend_mark(
        head,
        pupil=str(court.pupil.public_id),
        facts=RegisterFacts(session, day.is_school_day, day.opens, day.closes, day.ends),
        code="I",
        reason="Reason given late",
        seen=1,
    )
