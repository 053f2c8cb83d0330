"""Registers on paper: all sheets of a session in one document, and typed back one after another (REG-C)."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import GroupStaff
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.paper import blank_sheets
from rollbook.registers.verifying import verify_school
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom
from tests.registers.test_views_taking import taken

pytestmark = pytest.mark.django_db
LATER = AT_THE_DOOR + timedelta(days=3)  # Thursday


class TwoForms(Classroom):
    """9A and 9B; nobody is named for 9B."""

    def __init__(self, size: int = 2) -> None:
        super().__init__(size)
        self.other = a_group(self.school, "9B")
        extra = a_pupil(self.school, group=self.other, forename="Zoe", surname="Zander")
        make_year_rows(self.actor, MONDAY, [str(extra.public_id)])

    def named(self, name: str, query: str = "") -> str:
        return reverse(f"registers:{name}", kwargs={"school": self.school.slug}) + query

    def register(self, at: At, group: Any, paper: str) -> dict[str, str]:
        """What the plain form of a register sends: its hidden fields and an empty row for each pupil."""
        place = {"school": self.school.slug, "group": group.public_id, "on": MONDAY.isoformat(), "half": "am"}
        page = at.get(reverse("registers:take", kwargs=place) + f"?paper={paper}")
        context = page.context
        rows = {f"code-{row.row.token}": "" for row in context["rows"]}
        seen = {f"seen-{row.row.token}": "0" for row in context["rows"]}
        return {
            "issue": context["issue"],
            "save_id": str(context["save_id"]),
            "paper": paper,
            "act": "rest",
            **rows,
            **seen,
        }


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_every_register_of_a_session_is_printed_in_one_document() -> None:
    room = TwoForms()
    at = At(room.officer)
    made = at.get(room.named("paper-all", "?on=2026-09-07&half=am"))
    assert (made.status_code, made["Content-Type"], made.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert made.content.count(b"/Type /Page\n") + made.content.count(b"/Type /Page ") in (0, 2)
    assert AccessEntry.objects.filter(what="registers on paper").count() == 1
    assert [(s.group.name, len(s.pupils)) for s in blank_sheets(room.actor, MONDAY)] == [("9A", 2), ("9B", 1)]


def test_no_sheets_for_a_day_without_school_nor_for_a_tutor() -> None:
    room = TwoForms()
    assert At(room.officer).get(room.named("paper-all", "?on=6/9&half=am")).status_code == 422
    assert At(room.tutor).get(room.named("paper-all")).status_code == 403


def test_what_is_typed_from_paper_says_so_and_leads_to_the_next_sheet() -> None:
    room = TwoForms()
    at = At(room.officer, LATER)
    listed = text(at.get(room.named("typed-back", "?on=2026-09-07&half=am")))
    assert "entered on Thu 10 Sep for Mon 7 Sep" in listed
    assert f"paper={room.tutor.pk}" in listed, "who takes the register is proposed"
    sent = room.register(at, room.group, str(room.tutor.pk))
    saved = at.post(room.url("save"), sent)
    following = at.get(saved["Location"])
    assert str(room.other.public_id) in following["Location"]
    row = RegisterSave.objects.get(group=room.group)
    assert (row.source, row.by_name, row.made_at) == ("paper", "A. Osei", LATER)
    history = text(at.get(room.mark_url(0)))
    assert "on paper, taken by Mr Dhillon" in history
    assert verify_school(room.actor).faults == ()

    place = {"school": room.school.slug, "group": room.other.public_id, "on": "2026-09-07", "half": "am"}
    last = at.post(reverse("registers:save", kwargs=place), room.register(at, room.other, "0"))
    assert at.get(last["Location"])["Location"] == room.named("typed-back", "?on=2026-09-07&half=am")
    assert "Every register of this session is in." in text(at.get(room.named("typed-back", "?on=7/9&half=am")))


def test_nobody_types_for_a_person_who_is_not_there() -> None:
    room = TwoForms()
    at = At(room.officer, LATER)
    refused = at.post(room.url("save"), room.register(at, room.group, "0") | {"paper": "999999"})
    assert refused.status_code == 422
    assert not RegisterSave.objects.exists()


def test_a_tutor_types_nothing_back() -> None:
    room = TwoForms()
    at = At(room.tutor)
    assert at.get(room.named("typed-back")).status_code == 403
    assert at.post(room.url("save"), room.register(at, room.group, str(room.tutor.pk))).status_code == 403
    assert not RegisterSave.objects.exists()


def test_a_register_taken_in_the_room_is_no_paper() -> None:
    room = TwoForms()
    taken(room, room.tutor, {1: "/", 2: "/"})
    assert RegisterSave.objects.get().source == "web"


@pytest.mark.parametrize("groups", [1, 8])
def test_the_cost_of_all_sheets_does_not_grow_with_their_number(groups: int) -> None:
    room = Classroom(2)
    for n in range(groups):
        own = a_group(room.school, f"8{n}")
        a_pupil(room.school, group=own)
        GroupStaff.objects.create(school=room.school, group=own, user=room.tutor, part="tutor", first=MONDAY)
    actor = an_actor(room.school, user=room.officer)
    with CaptureQueriesContext(connection) as spent:
        assert len(blank_sheets(actor, MONDAY)) == groups + 1
    assert len(spent) <= 8, "\n".join(q["sql"][:110] for q in spent.captured_queries)
