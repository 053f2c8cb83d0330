"""A report's way through the office: waiting, rung back, put aside, taken up again (ABS-A)."""

from __future__ import annotations

import uuid
from datetime import datetime

from rollbook.absence.actions.contact import pupil_of, record_outcome, search_for
from rollbook.absence.events import ReportRejected, ReportReopened, RingBackDone, RingBackWanted
from rollbook.absence.models import Report, ReportPupil
from rollbook.absence.queries.line_words import sealed
from rollbook.absence.words import wall_clock
from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.web.plain_text import kept

NO_REPORT = "There is no such report in this school."
LONGEST_WHY = 500
_WAITS = (Report.State.NEW, Report.State.RING_BACK)


@action(Permission.FILE_REPORTS)
def reject_report(actor: Actor, *, report: uuid.UUID, seen: int, why: str) -> None:
    """Put a report aside with a reason; it is kept, and can be taken up again."""
    row = lock_waiting(actor, report, seen)
    reason = _line(why)
    if not reason:
        raise Refused("Write why this report is put aside; it is kept with it.")
    row.why = sealed(reason, row.public_id, "why")
    _decide(actor, row, Report.State.REJECTED, "why")
    record(actor, ReportRejected(row.public_id))


@action(Permission.FILE_REPORTS)
def want_ring_back(actor: Actor, *, report: uuid.UUID, seen: int, why: str = Report.Doubt.NOT_SURE) -> None:
    """Let a report wait until somebody has rung back on a number that the school holds."""
    row = lock_waiting(actor, report, seen)
    if why not in Report.Doubt.values:
        raise Refused("Choose why somebody should ring back.")
    if row.state == Report.State.RING_BACK:
        raise Refused("This report waits to be rung back already.")
    row.doubt, row.state = why, Report.State.RING_BACK
    row.version += 1
    row.save(update_fields=["doubt", "state", "version"])
    record(actor, RingBackWanted(row.public_id, why))


@action(Permission.FILE_REPORTS)
def rang_back(
    actor: Actor, *, report: uuid.UUID, seen: int, whom: str, confirmed: bool, pupil: int | None = None
) -> None:
    """Somebody rang a number that the school holds, and it was so, or was not (ABS-A).

    `whom` is who was reached and on which number. Confirmed, the report waits to be filed like any other.
    Not confirmed, it is put aside; of the `pupil` the family is noted as unaware, which begins the
    search for a child who is not where the family believes.
    """
    row = lock_waiting(actor, report, seen)
    said = _line(whom)
    if not said:
        raise Refused("Write whom you reached, on which number; it is kept with the report.")
    row.rung, row.rung_at, row.rung_by_name = sealed(said, row.public_id, "rung"), actor.now, actor.name
    row.save(update_fields=["rung", "rung_at", "rung_by_name"])
    record(actor, RingBackDone(row.public_id, confirmed))
    if confirmed:
        row.state = Report.State.NEW
        row.version += 1
        row.save(update_fields=["state", "version"])
        return
    row.why = sealed("Rung back: it was not so.", row.public_id, "why")
    _decide(actor, row, Report.State.REJECTED, "why")
    if pupil is not None:
        _unaware(actor, pupil, said)


@action(Permission.FILE_REPORTS)
def need_no_ring_back(actor: Actor, *, report: uuid.UUID, seen: int, why: str) -> None:
    """Say why nobody has to ring back after all; the report waits to be filed like any other."""
    row = lock_waiting(actor, report, seen)
    reason = _line(why)
    if not reason:
        raise Refused("Write how you know who it was; it is kept with the report.")
    row.rung, row.state = sealed(f"Not rung back: {reason}", row.public_id, "rung"), Report.State.NEW
    row.rung_by_name, row.rung_at = actor.name, actor.now
    row.version += 1
    row.save(update_fields=["rung", "rung_at", "rung_by_name", "state", "version"])
    record(actor, RingBackDone(row.public_id, confirmed=True))


@action(Permission.FILE_REPORTS)
def reopen_report(actor: Actor, *, report: uuid.UUID, seen: int) -> None:
    """Take up a report again that had been put aside."""
    row = lock(actor, report, seen)
    if row.state != Report.State.REJECTED:
        raise Refused("Only a report that was put aside can be taken up again.")
    waits = Report.State.RING_BACK if row.doubt and row.rung_at is None else Report.State.NEW
    _decide(actor, row, waits)
    record(actor, ReportReopened(row.public_id))


def lock(actor: Actor, report: uuid.UUID, seen: int) -> Report:
    """The report, held until the end of the act; refused when it changed since it was looked at."""
    row = Report.objects.select_for_update().filter(school_id=actor.school, public_id=report).first()
    if row is None:
        raise NotFound(NO_REPORT)
    if row.version != seen:
        by = f" by {row.decided_by_name}, {wall_clock(row.decided_at)}" if row.decided_at else ""
        raise Refused(f"Since you looked, this report has become “{row.get_state_display().lower()}”{by}. Look again.")
    return row


def lock_waiting(actor: Actor, report: uuid.UUID, seen: int) -> Report:
    """The same, of a report that still waits for somebody."""
    row = lock(actor, report, seen)
    if row.state not in _WAITS:
        raise Refused("This report has been dealt with. Take that back first, if it is wrong.")
    return row


def about(report: Report) -> tuple[int, ...]:
    """The pupils whom the source, or a person, named."""
    rows = ReportPupil.objects.filter(report=report, asked=False)
    return tuple(rows.order_by("pupil_id").values_list("pupil_id", flat=True))


def said_at(moment: datetime) -> str:
    """E.g. 17 Nov 8:12."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%b} {wall_clock(moment)}"


def _unaware(actor: Actor, pupil: int, said: str) -> None:
    """The family believes the child is in school; whoever does not write to families begins the search all the same."""
    half = Half.AM if actor.now.astimezone(LONDON).hour < 12 else Half.PM
    if actor.may(Permission.SEND_MESSAGES) or actor.may(Permission.HOLD_CONTACT):
        record_outcome(actor, pupil=pupil, on=actor.today, half=half, outcome="unaware", way="phone", note=said)
    else:
        search_for(actor, pupil_of(actor, pupil), actor.today, half)


def _decide(actor: Actor, row: Report, state: str, *more: str) -> None:
    row.state = state
    row.decided_at, row.decided_by_name = actor.now, actor.name
    row.version += 1
    row.save(update_fields=["state", "decided_at", "decided_by_name", "version", *more])


def _line(text: str) -> str:
    return " ".join(kept(text).split())[:LONGEST_WHY]
