"""Filing a report: what was told becomes marks and planned absences, through the registers' own roads (ABS-A)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import TypeVar

from rollbook.absence.actions.line_states import lock_waiting, said_at
from rollbook.absence.actions.settling import Settlement, settle_no_reason
from rollbook.absence.events import ReportFiled
from rollbook.absence.models import Report, ReportMark, ReportPupil
from rollbook.audit.actions import action, record
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions.planning_many import Pattern, plan_absences
from rollbook.registers.queries.standing_between import NOTHING_KNOWN, Known, known_between
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import code_on
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of

R = TypeVar("R")
BASIS = "report"
LONGEST_DAYS = 60
MOST_PUPILS = 12


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person makes of a report: whose sessions, from which day to which, and the code.

    `pupils` are public ids, `halves` "0", "1" or "01". `over` also changes marks that stand and are
    not N. `note` goes with codes that need one; `seen` is the version of the report on the screen.
    """

    pupils: tuple[str, ...]
    first: date
    last: date
    halves: str
    code: str
    seen: int
    over: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FiledSession:
    """What became of one session: settled, planned, as-it-was or refused, and the sentence for the last two."""

    pupil: PupilLine
    session: Session
    became: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a report that was filed, session by session."""

    rows: tuple[FiledSession, ...]

    def count(self, became: str) -> int:
        return sum(row.became == became for row in self.rows)

    @property
    def left(self) -> tuple[FiledSession, ...]:
        """The sessions that were not changed as asked, each with why."""
        return tuple(row for row in self.rows if row.became == "refused")


@action(Permission.FILE_REPORTS)
def file_report(actor: Actor, *, report: uuid.UUID, decided: Decided) -> Filed:
    """Make marks and planned absences of a report, in one act (ABS-A); what became of each session.

    A session that stands as N, or otherwise with `over`, is amended with its reason (REG-7); one without a mark
    becomes a planned absence (REG-16). Every session stands for itself. Refused when nothing at all could be done,
    when the report waits to be rung back, or when somebody else dealt with it meanwhile.
    """
    row = lock_waiting(actor, report, decided.seen)
    if row.state == Report.State.RING_BACK:
        raise Refused("Ring back first, on a number that the school holds, or say that it is not needed.")
    pupils = _pupils(actor, decided)
    wanted = _sessions(actor, decided)
    known = known_between(actor, [p.id for p in pupils], decided.first, decided.last)
    rows = [_asked(p, s, known.get((p.id, s), NOTHING_KNOWN), decided) for p in pupils for s in wanted]
    why = f"{row.get_way_display()}, {said_at(row.told_at)}"
    done = _settled(actor, [r for r in rows if r.road == "settle"], decided, why)
    # What a code must be explained by is said by a person; every other plan says where it comes from.
    note = "" if code_on(decided.code, decided.first).detail_required else why
    done += _planned(actor, [r for r in rows if r.road == "plan"], decided, row, note=decided.note.strip() or note)
    done += [FiledSession(r.pupil, r.session, r.road, r.says) for r in rows if r.road in ("as-it-was", "refused")]
    filed = Filed(tuple(sorted(done, key=lambda r: (r.session, r.pupil.surname, r.pupil.id))))
    if all(one.became == "refused" for one in filed.rows):
        raise Refused(" ".join(dict.fromkeys(one.says for one in filed.rows)))
    _keep(actor, row, decided, filed, {(r.pupil.id, r.session): r.known for r in rows})
    return filed


@dataclass(frozen=True, slots=True)
class _Asked:
    pupil: PupilLine
    session: Session
    known: Known
    road: str
    says: str = ""


def _asked(pupil: PupilLine, session: Session, known: Known, decided: Decided) -> _Asked:
    """By which road a session goes: what stands is amended, what does not is planned, what agrees is left."""
    if known.code == decided.code or (not known.code and known.planned == decided.code):
        return _Asked(pupil, session, known, "as-it-was")
    if not known.code:
        return _Asked(pupil, session, known, "plan")
    if known.code == "N" or decided.over:
        return _Asked(pupil, session, known, "settle")
    says = f"{pupil.forename} is marked {known.code} on {session.says}, so that was left as it is."
    return _Asked(pupil, session, known, "refused", says)


def _pupils(actor: Actor, decided: Decided) -> tuple[PupilLine, ...]:
    if not decided.pupils:
        raise Refused("Choose the pupil first: nobody is chosen.")
    if len(decided.pupils) > MOST_PUPILS:
        raise Refused(f"A report is about {MOST_PUPILS} pupils at most.")
    found = pupil_lines(actor, tuple(ids_of(actor, decided.pupils).values()), decided.first)
    if len(found) < len(set(decided.pupils)):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return found


def _sessions(actor: Actor, decided: Decided) -> tuple[Session, ...]:
    if decided.last < decided.first:
        raise Refused("The last day is before the first day. Check the two dates.")
    if (decided.last - decided.first).days > LONGEST_DAYS:
        raise Refused(f"A report is filed for at most {LONGEST_DAYS} days at once. Check the last day.")
    if not decided.halves or not set(decided.halves) <= {"0", "1"}:
        raise Refused("Choose mornings, afternoons or whole days.")
    code_on(decided.code, decided.first)
    days = calendar_of(actor, first=decided.first, last=decided.last).between(decided.first, decided.last)
    if not days:
        raise Refused("The school does not meet on these days, so there is nothing to mark. Check the dates.")
    return tuple(Session(day, Half(int(half))) for day in days for half in sorted(decided.halves))


def _settled(actor: Actor, rows: Sequence[_Asked], decided: Decided, why: str) -> list[FiledSession]:
    if not rows:
        return []
    settlements = [
        Settlement(
            pupil=str(r.pupil.public_id),
            session=r.session,
            code=decided.code,
            reason=why,
            seen=r.known.version,
            nc_year=r.pupil.nc_year,
            note=decided.note,
        )
        for r in rows
    ]
    refused, outcomes = _tried(partial(settle_no_reason, actor, settlements=settlements))
    if outcomes is None:
        return [FiledSession(r.pupil, r.session, "refused", refused) for r in rows]
    found = []
    for r in rows:
        row = outcomes[str(r.pupil.public_id), r.session]
        became = "settled" if row.outcome is Outcome.STORED else "as-it-was"
        became = "refused" if row.outcome in (Outcome.REFUSED, Outcome.CONFLICT) else became
        found.append(FiledSession(r.pupil, r.session, became, row.says if became == "refused" else ""))
    return found


def _planned(
    actor: Actor, rows: Sequence[_Asked], decided: Decided, report: Report, *, note: str
) -> list[FiledSession]:
    """A plan for each run of days with the same halves, for all pupils who have the same runs together."""
    by_pupil: dict[PupilLine, list[Session]] = {}
    for r in rows:
        by_pupil.setdefault(r.pupil, []).append(r.session)
    alike: dict[tuple[Session, ...], list[PupilLine]] = {}
    for pupil, own in by_pupil.items():
        alike.setdefault(tuple(sorted(own)), []).append(pupil)
    found: list[FiledSession] = []
    for sessions, pupils in alike.items():
        for run in _runs(sessions):
            refused, _ = _tried(partial(_plan, actor, run, pupils, decided, report, note))
            became = "refused" if refused else "planned"
            found += [FiledSession(p, s, became, refused) for p in pupils for s in run]
    return found


def _plan(
    actor: Actor, run: Sequence[Session], pupils: Sequence[PupilLine], decided: Decided, report: Report, note: str
) -> int:
    weekend = any(s.on.isoweekday() > 5 for s in run)
    halves = "".join(sorted({str(int(s.half)) for s in run}))
    return plan_absences(
        actor,
        pupils=[str(p.public_id) for p in pupils],
        first=run[0].on,
        last=run[-1].on,
        code=decided.code,
        note=note,
        patterns=(Pattern("1234567" if weekend else "12345", halves),),
        basis=BASIS,
        basis_id=str(report.public_id),
    )


def _runs(sessions: Iterable[Session]) -> list[tuple[Session, ...]]:
    """Days one after another with the same halves, so that each can be one plan."""
    days = [(on, tuple(own)) for on, own in groupby(sessions, key=lambda s: s.on)]
    runs: list[list[Session]] = []
    before: tuple[Half, ...] = ()
    for _, own in days:
        halves = tuple(s.half for s in own)
        if runs and halves == before:
            runs[-1] += own
        else:
            runs.append(list(own))
        before = halves
    return [tuple(run) for run in runs]


def _tried(act: Callable[[], R]) -> tuple[str, R | None]:
    """What the rules said against it, and what it answered; what the person may not do is still refused."""
    try:
        return "", act()
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return refused.says, None


def _keep(
    actor: Actor, row: Report, decided: Decided, filed: Filed, known: Mapping[tuple[int, Session], Known]
) -> None:
    changed = [one for one in filed.rows if one.became in ("settled", "planned")]
    ReportMark.objects.bulk_create(
        ReportMark(
            school_id=actor.school,
            report=row,
            pupil_id=one.pupil.id,
            date=one.session.on,
            half=int(one.session.half),
            was=known[one.pupil.id, one.session].code,
            code=decided.code,
            planned=one.became == "planned",
        )
        for one in changed
    )
    pupils = {one.pupil.id: str(one.pupil.public_id) for one in filed.rows}
    ReportPupil.objects.filter(report=row, pupil_id__in=pupils).update(filed=True)
    ReportPupil.objects.bulk_create(
        [ReportPupil(school_id=actor.school, report=row, pupil_id=pupil, filed=True) for pupil in pupils],
        ignore_conflicts=True,
    )
    row.state, row.code = Report.State.FILED, decided.code
    row.decided_at, row.decided_by_name = actor.now, actor.name
    row.version += 1
    row.save(update_fields=["state", "code", "decided_at", "decided_by_name", "version"])
    told = ReportFiled(
        report=row.public_id,
        pupils=tuple(pupils.values()),
        code=decided.code,
        first=decided.first,
        last=decided.last,
        settled=filed.count("settled"),
        planned=filed.count("planned"),
        refused=filed.count("refused"),
    )
    record(actor, told)
