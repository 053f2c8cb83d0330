"""Families to ring: who is missing, why it matters, whom to ring, where the code is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from rollbook.absence.queries import Family
from rollbook.absence.views.places import mark_url, pupil_url, settle_url, shown_flags
from rollbook.absence.words import family_name, forms_of, wall_clock
from rollbook.home.queries import Moment, SeenFirst, Today
from rollbook.home.views.lanes.links import PupilLink
from rollbook.pupils.queries import Flag as PupilFlag
from rollbook.pupils.queries import PupilLine, RingLine
from rollbook.rules.access import Permission
from rollbook.rules.attendance import Totals, absence_of
from rollbook.rules.sessions import Half
from rollbook.web.components.layout import Flag
from rollbook.web.pages import OfficeRequest


@dataclass(frozen=True, slots=True)
class CallRow:
    """A family to ring: who is missing, why it matters, whom to ring, and where to set the code."""

    key: str
    pupils: tuple[PupilLink, ...]
    name: str
    forms: str
    flags: tuple[Flag, ...]
    why: str
    ring: RingLine | None
    settle: str
    register: str = ""
    search: str = ""

    @property
    def slot(self) -> str:
        return f"#{self.key}-slot"

    @property
    def tel(self) -> str:
        return "tel:" + "".join(c for c in self.ring.number if c in "+0123456789") if self.ring else ""


def calling_flags(flags: Iterable[PupilFlag]) -> tuple[Flag, ...]:
    """Of a family's flags those that change how one rings."""
    told = dict.fromkeys(flag for flag in flags if flag.is_about_care)
    return shown_flags(sorted(told, key=lambda flag: flag.rank))


def first_rows(request: OfficeRequest, today: Today) -> list[CallRow]:
    return [_first_row(request, one, today) for one in today.first]


def _first_row(request: OfficeRequest, one: SeenFirst, today: Today) -> CallRow:
    moment, lead = today.moment, one.pupils[0]
    if one.unaware:
        why = "The family believes that the child is in school."
    elif not one.marked:
        why = f"Nobody has marked {lead.forename} yet; registers closed {_closed(moment)}."
    elif one.was_in_before:
        why = "Was in this morning, and is not here now: missing."
    else:
        why = "Not here, and no reason is known." + _so_far(today.totals.get(lead.id))
    why = f"{_seen(one.pupils, today)}{'' if one.unaware else _told(one.pupils, today)}{why}"
    row = _call_row(request, one.pupils, calling_flags(one.flags), why, one.ring, moment, marked=one.marked)
    missing = one.unaware or one.was_in_before
    return replace(row, search=_search_url(request, lead) if missing else "")


def _search_url(request: OfficeRequest, pupil: PupilLine) -> str:
    """Where the missing-child steps begin, for those who may report a child missing."""
    if not request.actor.may(Permission.REPORT_MISSING):
        return ""
    return reverse("site:report", kwargs={"school": request.school.slug, "pupil": pupil.public_id})


def _closed(moment: Moment) -> str:
    return wall_clock(moment.window.closes) if moment.window else ""


def family_rows(request: OfficeRequest, today: Today, shown: int) -> list[CallRow]:
    """The first so many families of the list, in its order."""
    return [_family_row(request, family, today) for family in today.families[:shown]]


def _family_row(request: OfficeRequest, family: Family, today: Today) -> CallRow:
    pupils = tuple(m.pupil for m in family.pupils)
    flags = calling_flags(flag for m in family.pupils for flag in m.flags)
    if len(pupils) > 1:
        flags = (Flag("Siblings", "info"), *flags)
    gone = [m.pupil.forename for m in family.pupils if m.was_in_before]
    if gone:
        flags = (Flag("Missing", "stop"), *flags)
    why = f"{' and '.join(gone)} in this morning, not here now." if gone else ""
    if not gone and len(pupils) == 1:
        why = _so_far(today.totals.get(pupils[0].id)).strip()
    why = f"{_seen(pupils, today)}{_told(pupils, today)}{why}"
    return _call_row(request, pupils, flags, why, family.ring, today.moment, marked=True)


def _seen(pupils: Iterable[PupilLine], today: Today) -> str:
    """A child ticked at breakfast club and marked N came in: look on site before the family is rung."""
    told = [
        f"{p.forename} was {today.seen_early[p.id].says}: look here first. " for p in pupils if p.id in today.seen_early
    ]
    return "".join(told)


def _told(pupils: Iterable[PupilLine], today: Today) -> str:
    """What became of the text about them, the first word of the row while a family has not answered."""
    says, since = next((today.says_of(p.id) for p in pupils if today.says_of(p.id)[0]), ("", None))
    return f"{says[0].upper()}{says[1:]}{f' {wall_clock(since)}' if since else ''}. " if says else ""


def morning_rows(request: OfficeRequest, today: Today) -> list[CallRow]:
    """Those of this morning who are not missing now; the form opens on the morning's session."""
    morning = replace(today.moment, half=Half.AM)
    return [
        replace(
            _call_row(request, (one.pupil,), (), "", one.ring, morning, marked=True), key=f"am-{one.pupil.public_id}"
        )
        for one in today.morning
    ]


def _so_far(totals: Totals | None) -> str:
    share = absence_of(totals) if totals else None
    if totals is None or share is None or totals.is_early:
        return ""
    return f" Missed {totals.absent} of {totals.possible} sessions this year ({share} %)."


def _call_row(
    request: OfficeRequest,
    pupils: tuple[PupilLine, ...],
    flags: tuple[Flag, ...],
    why: str,
    ring: RingLine | None,
    moment: Moment,
    *,
    marked: bool,
) -> CallRow:
    lead = pupils[0]
    return CallRow(
        key=f"call-{lead.public_id}",
        pupils=tuple(PupilLink(p.name, pupil_url(request, p.public_id)) for p in pupils),
        name=family_name(pupils),
        forms=forms_of(pupils),
        flags=flags,
        why=why,
        ring=ring,
        settle=settle_url(request, lead.public_id, moment.session, "?for=family&back=today") if marked else "",
        register="" if marked else mark_url(request, lead.public_id, moment.session),
    )
