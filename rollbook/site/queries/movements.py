"""Who came in late, left early or came back, and what of it still waits for a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import PreparedRows, given
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import MarkLine, marks_on
from rollbook.rules.actor import Actor
from rollbook.rules.arrivals import is_open
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half, Session
from rollbook.site.models import Movement

NO_MOVEMENT = "There is no such movement in this school."


@dataclass(frozen=True, slots=True)
class MovementLine:
    """A movement as the desk shows it; `session` and `proposed` where a code follows, `stands` the mark there now.

    `collected_by` and `note` are read only where a single movement is opened.
    """

    public_id: uuid.UUID
    pupil: PupilLine
    at: datetime
    kind: str
    says: str
    reason: str
    reason_says: str
    source: str
    by_name: str
    session: Session | None
    proposed: str
    settled: str
    settled_by: str
    stands: str = ""
    taken_back: bool = False
    collected_by: str = ""
    note: str = ""

    @property
    def confirm(self) -> str:
        """The words of the one likely act."""
        return f"Confirm {self.proposed}"

    @property
    def waits(self) -> bool:
        """Whether a person has still to say what becomes of the mark."""
        if self.session is None or self.settled or self.taken_back:
            return False
        return is_open(self.proposed, self.stands, self.session.on)


def movements_on(actor: Actor, on: date) -> tuple[MovementLine, ...]:
    """Every movement of a day that was not taken back, the latest first: four statements."""
    return _lines(actor, on, _OF_DAY.rows(school=actor.school, on=on))


_OF_DAY = PreparedRows(
    Movement,
    lambda: Movement.objects.filter(school_id=given("school"), on=given("on", "day"), taken_back_at=None).order_by(
        "-at", "-id"
    ),
)


def waiting_of(lines: Iterable[MovementLine]) -> tuple[MovementLine, ...]:
    """Those of a day's movements whose mark is still to be settled, the one that waited longest first."""
    return tuple(line for line in reversed(tuple(lines)) if line.waits)


def movement(actor: Actor, public_id: uuid.UUID) -> MovementLine:
    """One movement with who collected and what was noted; NotFound for another school's."""
    row = Movement.objects.filter(school_id=actor.school, public_id=public_id).first()
    found = _lines(actor, row.on, [row], opened=True) if row else ()
    if row is None or not found:
        raise NotFound(NO_MOVEMENT)
    return found[0]


def place(public_id: uuid.UUID, what: str) -> str:
    """Where a movement's free text belongs, to which its encryption is bound."""
    return f"movement:{public_id}:{what}"


def last_kind(actor: Actor, pupil_id: int) -> str:
    """The kind of a pupil's last movement today, empty where there was none: one statement."""
    rows = Movement.objects.filter(school_id=actor.school, pupil_id=pupil_id, on=actor.today, taken_back_at=None)
    return rows.order_by("-at", "-id").values_list("kind", flat=True).first() or ""


def _lines(actor: Actor, on: date, rows: Sequence[Movement], *, opened: bool = False) -> tuple[MovementLine, ...]:
    pupils = {p.id: p for p in pupil_lines(actor, {row.pupil_id for row in rows}, on)}
    marks = {half: marks_on(actor, on, half, pupils) if pupils else {} for half in Half}
    return tuple(
        _line(row, pupils[row.pupil_id], _code(marks, row), opened=opened) for row in rows if row.pupil_id in pupils
    )


def _code(marks: Mapping[Half, Mapping[int, MarkLine]], row: Movement) -> str:
    if row.half is None:
        return ""
    mark = marks[Half(row.half)].get(row.pupil_id)
    return mark.code if mark else ""


def _line(row: Movement, pupil: PupilLine, stands: str, *, opened: bool) -> MovementLine:
    return MovementLine(
        public_id=row.public_id,
        pupil=pupil,
        at=row.at,
        kind=row.kind,
        says=Movement.Kind(row.kind).label,
        reason=row.reason,
        reason_says=Movement.Reason(row.reason).label,
        source=row.source,
        by_name=row.by_name,
        session=Session(row.on, Half(row.half)) if row.half is not None else None,
        proposed=row.proposed,
        settled=row.settled,
        settled_by=row.settled_by_name,
        stands=stands,
        taken_back=row.taken_back_at is not None,
        collected_by=_read(row, "collected") if opened else "",
        note=_read(row, "note") if opened else "",
    )


def _read(row: Movement, what: str) -> str:
    kept = row.note if what == "note" else row.collected_by
    return decrypt(kept, place=place(row.public_id, what)) if kept else ""
