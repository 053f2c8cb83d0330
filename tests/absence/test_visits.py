"""Home visits: asked for once, the risks read by those allowed only, and let go with a reason."""

from __future__ import annotations

import pytest

from rollbook.absence.actions import drop_visit, note_risks, request_visit
from rollbook.absence.models import HomeVisit, VisitPupil
from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.absence.morning import Morning

pytestmark = pytest.mark.django_db


def test_a_visit_is_asked_for_once_for_each_source() -> None:
    morning = Morning()
    asked = {"pupils": [p.pk for p in morning.pupils[:2]], "reason": "Nobody reached since Tuesday", "urgency": "today"}
    first = request_visit(morning.actor(), **asked, source="ladder:1")
    again = request_visit(morning.actor(), **asked, source="ladder:1")
    other = request_visit(morning.actor(), **asked)
    assert first == again != other
    assert HomeVisit.objects.count() == 2
    assert VisitPupil.objects.filter(visit__public_id=first).count() == 2
    told = AuditEntry.objects.filter(verb="absence.VisitAskedFor").order_by("id")[0]
    assert told.detail["source"] == "ladder:1"
    assert "Nobody reached" not in str(told.detail)


def test_reason_and_risks_are_kept_encrypted() -> None:
    morning = Morning()
    request_visit(morning.actor(), pupils=[morning.pupils[0].pk], reason="Not seen", urgency="now", risks="A large dog")
    row = HomeVisit.objects.get()
    assert b"Not seen" not in bytes(row.reason)
    assert b"dog" not in bytes(row.risks)
    assert row.risks_by_name


def test_what_is_asked_for_is_checked() -> None:
    ours, theirs = Morning(), Morning()
    with pytest.raises(Refused, match="how soon"):
        request_visit(ours.actor(), pupils=[ours.pupils[0].pk], reason="x", urgency="later")
    with pytest.raises(Refused, match="Write why"):
        request_visit(ours.actor(), pupils=[ours.pupils[0].pk], reason=" ", urgency="now")
    for pupils in ([], [theirs.pupils[0].pk], [ours.pupils[0].pk, theirs.pupils[0].pk]):
        with pytest.raises(NotFound):
            request_visit(ours.actor(), pupils=pupils, reason="x", urgency="now")
    with pytest.raises(NotAllowed):
        request_visit(ours.actor(Role.TEACHER), pupils=[ours.pupils[0].pk], reason="x", urgency="now")


def test_risks_are_written_by_those_allowed_only() -> None:
    morning = Morning()
    visit = request_visit(morning.actor(), pupils=[morning.pupils[0].pk], reason="Not seen", urgency="now")
    with pytest.raises(NotAllowed):
        note_risks(morning.actor(), visit=visit, risks="A dog")
    note_risks(morning.actor(Role.DSL), visit=visit, risks="A dog")
    note_risks(morning.actor(Role.DSL), visit=visit, risks="A dog")
    assert AuditEntry.objects.filter(verb="absence.VisitRisksNoted").count() == 1


def test_a_visit_is_let_go_with_a_reason_and_kept() -> None:
    morning = Morning()
    visit = request_visit(morning.actor(), pupils=[morning.pupils[0].pk], reason="Not seen", urgency="now")
    with pytest.raises(Refused, match="Write why"):
        drop_visit(morning.actor(), visit=visit, why="")
    drop_visit(morning.actor(), visit=visit, why="Mother rang")
    with pytest.raises(Refused, match="has let this visit go"):
        drop_visit(morning.actor(), visit=visit, why="Mother rang")
    with pytest.raises(NotFound):
        drop_visit(Morning().actor(), visit=visit, why="Mother rang")
