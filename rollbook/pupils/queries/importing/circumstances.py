"""What a row says of a pupil's circumstances: where they live, and what is true of them for now."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.formats.pupil_rows import PupilRow
from rollbook.pupils.models import Characteristic, PupilAddress
from rollbook.pupils.queries.importing.changes import Change
from rollbook.pupils.queries.importing.desk import Desk, change
from rollbook.pupils.queries.importing.held import HeldPupil

_DAY = timedelta(days=1)
_SEN = {"K": {"sen": True, "ehcp": False}, "E": {"sen": False, "ehcp": True}, "N": {"sen": False, "ehcp": False}}
_YES_OR_NO = (
    "fsm", "eal", "pupil_premium", "looked_after", "child_protection", "child_in_need", "young_carer",
    "service_child", "medical",
)  # fmt: skip
LONGEST_POSTCODE = 10


def tell_circumstances(desk: Desk, row: PupilRow, held: HeldPupil, *, new: bool) -> list[Change]:
    """Open what the row says is true, end what it says is not; what it does not mention stays.

    A file does not say since when: what is opened counts from today, for a new pupil from the
    starting day or the first day of this academic year.
    """
    first = max(held.enrolments[-1].first_day, desk.year_start) if new and held.enrolments else desk.on
    told = {name.replace("_", "-"): said for name in _YES_OR_NO if (said := getattr(row, name)) is not None}
    told |= _SEN.get(row.sen or "", {})
    changes = []
    for kind, said in told.items():
        if said != (kind in held.characteristics):
            _set(desk, held, kind, said, first)
            label = Characteristic.Kind(kind).label
            changes.append(change(f"characteristic.{kind}", label, None if new else not said, said))
    return changes


def tell_address(desk: Desk, row: PupilRow, held: HeldPupil, *, new: bool) -> list[Change]:
    """Write down where the pupil lives; a new address ends the old one the day before."""
    lines, postcode = stated_place(row.address, row.postcode)
    current = held.address
    if current is not None:
        lines, postcode = lines or current.lines, postcode or current.postcode
    if not lines or (current is not None and (current.lines, current.postcode) == (lines, postcode)):
        return []
    first = held.enrolments[-1].first_day if new and held.enrolments else desk.on
    old = _one_line(current.lines, current.postcode) if current is not None else None
    if current is not None and current.first >= first:
        desk.writing.set(current, [("lines", lines), ("postcode", postcode)])
    else:
        if current is not None:
            desk.writing.set(current, [("last", first - _DAY)])
        held.address = PupilAddress(
            school_id=desk.held.school_id, pupil=held.pupil, lines=lines, postcode=postcode, first=first
        )
        desk.writing.add(held.address)
    return [change("address", "Address", old, _one_line(lines, postcode))]


def stated_place(address: tuple[str, ...] | None, postcode: str | None) -> tuple[str, str]:
    """Lines and postcode as they are kept; what is too long for a postcode is a line."""
    lines = list(address or ())
    if postcode and len(postcode) > LONGEST_POSTCODE:
        lines, postcode = [*lines, postcode], ""
    return "\n".join(lines), postcode or ""


def _set(desk: Desk, held: HeldPupil, kind: str, said: bool, first: date) -> None:
    if said:
        opened = Characteristic(school_id=desk.held.school_id, pupil=held.pupil, kind=kind, first=first)
        held.characteristics[kind] = opened
        desk.writing.add(opened)
    else:
        ended = held.characteristics.pop(kind)
        desk.writing.set(ended, [("last", max(ended.first, desk.on - _DAY))])


def _one_line(lines: str, postcode: str) -> str:
    return ", ".join([*lines.splitlines(), *([postcode] if postcode else [])])
