"""What a move between teaching groups does to the registers to come, shown before it is done (REG-J)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rollbook.pupils.queries.groups import GroupLine, group
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.taught import teaching_groups_of
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.timetable.models import Lesson
from rollbook.timetable.queries.periods import period_key, when


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot of the week in which a group meets."""

    group_id: int
    week: str
    weekday: int
    period: str
    subject: str
    room: str

    @property
    def when(self) -> str:
        return when(self.week, self.weekday, self.period)

    def meets(self, other: SlotLine) -> bool:
        """Whether both take place at one time."""
        same_week = "" in (self.week, other.week) or self.week == other.week
        same_slot = (self.weekday, period_key(self.period)) == (other.weekday, period_key(other.period))
        return same_week and same_slot


@dataclass(frozen=True, slots=True)
class MovePreview:
    """From `first` on, the lesson registers that lose the pupil, those that gain them, and what then clashes."""

    pupil: PupilLine
    out_of: GroupLine
    into: GroupLine
    first: date
    lost: tuple[SlotLine, ...]
    gained: tuple[SlotLine, ...]
    clashes: tuple[tuple[SlotLine, str, SlotLine], ...]


def move_preview(actor: Actor, *, pupil: UUID, out_of: UUID, into: UUID, first: date) -> MovePreview:
    """What moving a pupil from one teaching group to another does from a day on; nothing is changed."""
    line = _pupil(actor, pupil, first)
    leaves, joins = group(actor, out_of, first), group(actor, into, first)
    _check(leaves, joins)
    held = {g.id: g.name for g in teaching_groups_of(actor, line.id, first)}
    if leaves.id not in held:
        raise Refused(f"{line.name} is not in {leaves.name} on {first:%d/%m/%Y}. Choose the group they leave.")
    if joins.id in held:
        raise Refused(f"{line.name} is in {joins.name} already on {first:%d/%m/%Y}.")
    slots = _slots(actor, {*held, joins.id}, first)
    gained = tuple(s for s in slots if s.group_id == joins.id)
    staying = [s for s in slots if s.group_id not in (joins.id, leaves.id)]
    clashes = tuple((new, held[old.group_id], old) for new in gained for old in staying if new.meets(old))
    lost = tuple(s for s in slots if s.group_id == leaves.id)
    return MovePreview(line, leaves, joins, first, lost, gained, clashes)


def _check(leaves: GroupLine, joins: GroupLine) -> None:
    for one in (leaves, joins):
        if one.kind != "teaching":
            raise Refused(f"{one.name} is not a teaching group. Other groups are changed on the pupil's page.")
    if leaves.year != joins.year:
        raise Refused("The two groups belong to different school years.")


def _pupil(actor: Actor, pupil: UUID, on: date) -> PupilLine:
    found = pupil_lines(actor, tuple(ids_of(actor, [str(pupil)]).values()), on)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return found[0]


def _slots(actor: Actor, groups: set[int], first: date) -> list[SlotLine]:
    rows = Lesson.objects.filter(school_id=actor.school, group_id__in=groups).exclude(last__lt=first)
    ordered = rows.order_by("weekday", "period", "week", "id")
    return [SlotLine(*row) for row in ordered.values_list("group_id", "week", "weekday", "period", "subject", "room")]
