"""REP-D, as the trust tells it: every school side by side, counted alike, the one to ring first."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from rollbook.audit.jobs import hear
from rollbook.config.wiring import UNHEARD, WIRING
from rollbook.jobs.loops import work_off
from rollbook.registers.actions import save_register
from rollbook.registers.actions.taking import Tap
from rollbook.registers.queries import register_sheet
from rollbook.reports.jobs import count_school
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.schools.models import School
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.reports.trust_room import a_marked_school, a_trust, a_trust_officer, rollbook_in

pytestmark = pytest.mark.django_db

AT_TEN = AT_THE_DOOR + timedelta(hours=1, minutes=13)
LIKE_ENGLAND = {"7": ["/" * 5] * 9 + ["//I//"]}


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_regional_director_knows_on_monday_whom_to_ring() -> None:
    # Three schools: one as any, one whose registers stopped on Thursday, one that begins only today.
    trust = a_trust()
    oakfield = a_marked_school("Oakfield", LIKE_ENGLAND, trust=trust)
    birch = a_marked_school("Birch Hill", {"7": ["//---"] * 10}, trust=trust)
    for school in (oakfield, birch):
        count_school(rollbook_in(school, AT_THE_DOOR))
    room = Classroom(20)
    School.objects.filter(pk=room.school.pk).update(trust=trust, name="Cedar Park")
    count_school(rollbook_in(room.school, AT_THE_DOOR))
    director = At(a_trust_officer(trust), AT_TEN)

    # At a quarter to nine a tutor of Cedar Park takes the register: eighteen here, two ill.
    pupils = [str(pupil.public_id) for pupil in room.pupils]
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=AT_THE_DOOR)
    issue = register_sheet(tutor, room.group.public_id, MONDAY, Half.AM).issue
    taps = [Tap(issue.token(pupil), "I" if n < 2 else "/") for n, pupil in enumerate(pupils)]
    save_register(tutor, issue=issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)

    # Nobody orders it: what the worker hears of the save counts the school again.
    work_off(lambda: AT_TEN, hear=lambda at: hear(WIRING, UNHEARD, at))
    page = director.get(reverse("trust-year", kwargs={"trust": trust.slug}))
    shown = {line.row.name: line.row for line in page.context["lines"]}
    assert str(shown["Cedar Park"].attendance) == "90.0 %"

    # Those with gaps stand first, each with the sentence that says why; the quiet one stands last.
    assert [line.row.name for line in page.context["lines"]] == ["Cedar Park", "Birch Hill", "Oakfield"]
    assert "Not one mark on the last ten school days." in text(page)
    assert "40 of 80 marks of the last ten school days are missing (50.0 %)." in text(page)
    assert shown["Oakfield"].signs == ()

    # The whole is pooled from sessions and is no average of three percentages.
    whole = page.context["view"].together
    assert (whole.totals.attended, whole.totals.possible) == (98 + 40 + 18, 100 + 40 + 20)

    # England's figure of the same phase and week stands beside, with its source under the table; no pupil is named.
    assert str(shown["Oakfield"].england.shown) in text(page)
    assert "Department for Education" in text(page)
    assert "Abiodun" not in text(page)

    # Who works in one of the schools, for a trust next door, or is not signed in, has no such page.
    head = a_user("H. Head")
    a_role(head, oakfield, Role.HEAD)
    for other in (head, a_trust_officer(a_trust("Southern Trust"), "S. South")):
        assert At(other, AT_TEN).get(reverse("trust-year", kwargs={"trust": trust.slug})).status_code == 404
