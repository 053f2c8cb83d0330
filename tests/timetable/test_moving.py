"""Moving a pupil between sets: what it does to the registers to come, shown first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.pupils.models import GroupMembership
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.timetable import actions
from rollbook.timetable.queries import move_preview
from tests.builders import a_group, a_pupil, an_actor
from tests.timetable.weekly import MONDAY, Weekly, a_lesson, a_set

pytestmark = pytest.mark.django_db
WEDNESDAY = MONDAY + timedelta(days=2)


class Sets(Weekly):
    """Tolu in two sets, and a third to move to that clashes with the one that stays."""

    def __init__(self) -> None:
        super().__init__()
        self.pupil = a_pupil(self.school)
        self.leaves = a_set(self.school, "9x/Sc1", pupils=(self.pupil,))
        self.stays = a_set(self.school, "9x/Fr1", pupils=(self.pupil,))
        self.joins = a_set(self.school, "9x/Sc2")
        a_lesson(self.leaves, "P1")
        a_lesson(self.joins, "P2", week="A")
        a_lesson(self.joins, "P3", weekday=3)
        a_lesson(self.stays, "2")

    @property
    def move(self) -> dict[str, object]:
        ids = {"pupil": self.pupil, "out_of": self.leaves, "into": self.joins}
        return {name: row.public_id for name, row in ids.items()} | {"first": WEDNESDAY}


def test_the_preview_names_lessons_lost_and_gained_and_two_at_one_time() -> None:
    s = Sets()
    found = move_preview(s.actor, **s.move)  # type: ignore[arg-type]
    assert [slot.when for slot in found.lost] == ["Monday P1"]
    assert [slot.when for slot in found.gained] == ["Monday P2, week A", "Thursday P3"]
    assert [(new.when, name) for new, name, _ in found.clashes] == [("Monday P2, week A", "9x/Fr1")]
    assert GroupMembership.objects.filter(group=s.joins).count() == 0, "nothing is changed by looking"


def test_a_move_is_dated_and_the_days_before_keep_the_pupil() -> None:
    s = Sets()
    actions.move_pupil(s.actor, **s.move)  # type: ignore[arg-type]
    rows = GroupMembership.objects.filter(pupil=s.pupil).order_by("group__name")
    assert [(r.group.name, r.first >= WEDNESDAY, r.last) for r in rows] == [
        ("9x/Fr1", False, None),
        ("9x/Sc1", False, WEDNESDAY - timedelta(1)),
        ("9x/Sc2", True, None),
    ]


def test_what_cannot_be_moved_is_refused_and_nothing_is_half_done() -> None:
    s = Sets()
    form = a_group(s.school, "9A")
    for change, says in (
        ({"first": MONDAY - timedelta(1)}, "is over"),
        ({"out_of": s.joins.public_id}, "is not in 9x/Sc2"),
        ({"into": s.stays.public_id}, "is in 9x/Fr1 already"),
        ({"into": form.public_id}, "not a teaching group"),
    ):
        with pytest.raises(Refused, match=says):
            actions.move_pupil(s.actor, **{**s.move, **change})  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.move_pupil(s.actor, **{**s.move, "into": Sets().joins.public_id})  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.move_pupil(an_actor(s.school, Role.TEACHER), **s.move)  # type: ignore[arg-type]
    assert GroupMembership.objects.filter(pupil=s.pupil, last__isnull=True).count() == 2
