"""What a row says of a pupil's standing: on roll from when to when, and in which groups."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.formats.pupil_rows import PupilRow
from rollbook.pupils.models import Enrolment, Group, GroupMembership
from rollbook.pupils.queries.importing.changes import Change
from rollbook.pupils.queries.importing.desk import Desk, change
from rollbook.pupils.queries.importing.held import HeldPupil, group_key
from rollbook.rules.codesets import code_of, name_of
from rollbook.rules.year_row import year_of, year_starts

_DAY = timedelta(days=1)
_LABELS = {
    "first_day": "Starting day",
    "last_day": "Last day",
    "leaving_reason": "Reason for leaving",
    "status": "Enrolment status",
    "boarder": "Boarder",
}
_KINDS = {Group.Kind.YEAR: "Year group", Group.Kind.REGISTRATION: "Registration group", Group.Kind.HOUSE: "House"}
_YEAR_NAMES = {"R": "Reception", "N1": "Nursery 1", "N2": "Nursery 2"}


def tell_enrolment(desk: Desk, row: PupilRow, held: HeldPupil) -> list[Change]:
    """Begin, correct or end the pupil's time on the roll as the row says."""
    latest = held.enrolments[-1] if held.enrolments else None
    again = latest is not None and latest.last_day and row.entry_date and row.entry_date > latest.last_day
    if latest is None or again:
        return _begin(desk, row, held, row.entry_date) if row.entry_date else []
    if any(row.entry_date == earlier.first_day for earlier in held.enrolments[:-1]):
        return []
    told = _told(desk, row, held, latest)
    changes = [
        change(f"enrolment.{n}", _LABELS[n], _shown(n, getattr(latest, n)), _shown(n, v)) for n, v in told.items()
    ]
    desk.writing.set(latest, told.items())
    if "last_day" in told:
        _leave_groups(desk, held, latest)
    return changes


def tell_groups(desk: Desk, row: PupilRow, held: HeldPupil) -> list[Change]:
    """Put the pupil into the year group, registration group and house that the row names."""
    enrolment = held.enrolments[-1] if held.enrolments else None
    if enrolment is None or (enrolment.last_day and enrolment.last_day < max(desk.year_start, desk.on)):
        return []
    start = max(enrolment.first_day, desk.year_start)
    wanted = (
        (Group.Kind.YEAR, _YEAR_NAMES.get(row.year, f"Year {row.year}") if row.year else None),
        (Group.Kind.REGISTRATION, row.registration_group),
        (Group.Kind.HOUSE, row.house),
    )
    changes: list[Change] = []
    for kind, name in wanted:
        if name:
            nc_year = "" if kind is Group.Kind.HOUSE else row.year or ""
            changes += _put(desk, held, _group(desk, kind, year_of(start), name, nc_year), start, enrolment.last_day)
    return changes


def tell_lessons(desk: Desk, row: PupilRow, held: HeldPupil) -> list[Change]:
    """Put the pupil into the teaching groups of a roster; one it does not name any more stays for a person to end."""
    enrolment = held.enrolments[-1] if held.enrolments else None
    if enrolment is None or not row.mis_id:
        return []
    changes = []
    for lesson, membership in desk.lessons.get(row.mis_id, ()):
        start = max(enrolment.first_day, membership.start or desk.year_start, desk.year_start)
        year = year_of(start)
        group = _group(desk, Group.Kind.TEACHING, year, lesson.name[:50], next(iter(lesson.years), ""))
        last = min((day for day in (membership.end, enrolment.last_day) if day), default=None)
        if any(m.group is group for m in held.memberships) or (last and last < start):
            continue
        _join(desk, held, group, start, last)
        changes.append(change("group.teaching", "Teaching group", None, group.name))
    return changes


def _begin(desk: Desk, row: PupilRow, held: HeldPupil, first_day: date) -> list[Change]:
    enrolment = Enrolment(school_id=desk.held.school_id, pupil=held.pupil, first_day=first_day)
    told = {"first_day": first_day, **_told(desk, row, held, enrolment)}
    for name, value in told.items():
        setattr(enrolment, name, value)
    held.enrolments.append(enrolment)
    desk.writing.add(enrolment)
    return [change(f"enrolment.{name}", _LABELS[name], None, _shown(name, value)) for name, value in told.items()]


def _told(desk: Desk, row: PupilRow, held: HeldPupil, enrolment: Enrolment) -> dict[str, object]:
    told: dict[str, object] = {}
    first = row.entry_date or enrolment.first_day
    if any(earlier.last_day and first <= earlier.last_day for earlier in held.enrolments if earlier is not enrolment):
        says = "The starting day lies within an earlier enrolment of this pupil. It was left out."
        desk.warn(row.rows[0], "Starting day", f"{first:%d/%m/%Y}", says)
        first = enrolment.first_day
    told["first_day"] = first
    if row.leaving_date and row.leaving_date < first:
        desk.warn(row.rows[0], "Last day", f"{row.leaving_date:%d/%m/%Y}", "It is before the starting day held here.")
    elif row.leaving_date:
        told["last_day"] = row.leaving_date
        told["leaving_reason"] = _reason(desk, row) or enrolment.leaving_reason
    if row.enrolment_status in Enrolment.Status.values:
        told["status"] = row.enrolment_status
    if row.boarder:
        told["boarder"] = row.boarder != "N"
    return {name: value for name, value in told.items() if value != getattr(enrolment, name)}


def _reason(desk: Desk, row: PupilRow) -> str:
    if not row.leaving_reason:
        return ""
    code = code_of("leaving_reason", row.leaving_reason)
    if code is None:
        says = f"“{row.leaving_reason[:60]}” is not a known reason for leaving. It was left out."
        desk.warn(row.rows[0], "Reason for leaving", row.leaving_reason, says)
    return code or ""


def _shown(name: str, value: object) -> object:
    if name == "leaving_reason":
        return name_of("leaving_reason", str(value or ""))
    if name == "status":
        return Enrolment.Status(str(value)).label
    return value


def _leave_groups(desk: Desk, held: HeldPupil, enrolment: Enrolment) -> None:
    last = enrolment.last_day
    for membership in held.memberships:
        if last and (membership.last is None or membership.last > last):
            desk.writing.set(membership, [("last", max(last, membership.first))])


def _group(desk: Desk, kind: Group.Kind, year: int, name: str, nc_year: str) -> Group:
    key = group_key(kind, year, name)
    group = desk.held.groups.get(key)
    if group is None:
        group = Group(school_id=desk.held.school_id, kind=kind, year=year, name=name, nc_year=nc_year)
        desk.held.groups[key] = group
        desk.writing.add(group)
    return group


def _put(desk: Desk, held: HeldPupil, group: Group, start: date, last: date | None) -> list[Change]:
    """Move the pupil within one kind of group: the old membership ends the day before the new one begins."""
    kind, year = Group.Kind(group.kind), group.year
    now = max(start, desk.on)
    of_kind = [m for m in held.memberships if m.group.kind == kind and (m.last is None or m.last >= now)]
    current = next((m for m in reversed(of_kind) if m.group.year == year), None)
    if current is not None and current.group is group:
        return []
    before = year_starts(year) - _DAY
    for stale in (m for m in of_kind if m.group.year < year):
        desk.writing.set(stale, [("last", max(stale.first, before))])
    old = current.group.name if current is not None else None
    if current is not None and current.first >= now:
        desk.writing.set(current, [("group", group)])
    else:
        if current is not None:
            desk.writing.set(current, [("last", now - _DAY)])
        been = any(m.group.kind == kind and m.group.year == year for m in held.memberships)
        _join(desk, held, group, now if been else start, last)
    return [change(f"group.{kind.value}", _KINDS[kind], old, group.name)]


def _join(desk: Desk, held: HeldPupil, group: Group, first: date, last: date | None) -> None:
    membership = GroupMembership(
        school_id=desk.held.school_id, group=group, pupil=held.pupil, first=first, last=last and max(first, last)
    )
    held.memberships.append(membership)
    desk.writing.add(membership)
