"""Today's answers turned into the rows of its lanes: words, numbers to ring, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from rollbook.absence.queries import Crossed, Family
from rollbook.absence.views.places import mark_url, pupil_url, settle_url, shown_flags
from rollbook.absence.views.unexplained import clock_tag
from rollbook.absence.words import count, family_name, forms_of, joined, short_day, span, wall_clock
from rollbook.home.queries import Moment, PupilClocks, SeenFirst, Stage, Today
from rollbook.pupils.queries import Flag as PupilFlag
from rollbook.pupils.queries import PupilLine, RingLine
from rollbook.registers.queries import BoardRow, RegisterState
from rollbook.rules.attendance import Totals, absence_of
from rollbook.rules.sessions import Half
from rollbook.web.components.layout import Flag
from rollbook.web.pages import OfficeRequest

_S = RegisterState
TONES = {_S.MISSING: "late", _S.PARTLY: "late", _S.OPEN: "open", _S.TAKEN: "done", _S.NOT_OPEN: "none"}


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One register: in words, and where to take it."""

    name: str
    tone: str
    state: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class PupilLink:
    """A pupil's name that opens their page."""

    name: str
    url: str


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

    @property
    def slot(self) -> str:
        return f"#{self.key}-slot"

    @property
    def tel(self) -> str:
        return "tel:" + "".join(c for c in self.ring.number if c in "+0123456789") if self.ring else ""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A pupil's unexplained sessions against the legal clock."""

    key: str
    pupil: PupilLink
    forms: str
    tag: str
    tone: str
    says: str
    due: str
    settle_o: str
    settle: str

    @property
    def slot(self) -> str:
        return f"#{self.key}-slot"


@dataclass(frozen=True, slots=True)
class CrossRow:
    """A pupil who crossed a line, the rule's sentence, and the sessions behind it."""

    pupil: PupilLink
    forms: str
    says: str
    rule: str
    early: bool
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A pupil who joins or leaves."""

    pupil: PupilLink
    forms: str
    tag: str
    tone: str
    says: str


@dataclass(frozen=True, slots=True)
class ClockPart:
    """A piece of the line under the date; `hot` when it presses."""

    says: str
    hot: bool = False


def clock_line(today: Today) -> list[ClockPart]:
    """Now, where registers stand, and the next deadline in words."""
    moment = today.moment
    parts = [ClockPart(wall_clock(moment.now))]
    if moment.stage is Stage.NO_SCHOOL:
        parts.append(ClockPart(_no_school(moment)))
        return parts
    if moment.window is None:
        parts.append(ClockPart("no session times are set for today: add them under Set-up, Times", hot=True))
        return parts
    parts.append(ClockPart(_registers(moment)))
    if moment.unplanned:
        parts.append(ClockPart(f"unexpected closure: {moment.unplanned} (code Y4)", hot=True))
    deadline = _reached(today)
    return [*parts, deadline] if deadline else parts


def _no_school(moment: Moment) -> str:
    why = moment.closed_for or ("the weekend" if moment.on.weekday() >= 5 else "no session today")
    after = f" · next school day {short_day(moment.after)}" if moment.after else " · no further school day is known"
    return f"No school: {why}{after}"


def _registers(moment: Moment) -> str:
    window, now = moment.window, moment.now
    if window is None:
        return ""
    which = f"{moment.half.label} registers"
    if moment.stage is Stage.BEFORE:
        return f"{which} open {wall_clock(window.opens)}, in {span(_minutes(now, window.opens))}"
    if moment.stage is Stage.OPEN:
        return f"{which} close {wall_clock(window.closes)}, in {span(_minutes(now, window.closes))}"
    closed = f"{which} closed {wall_clock(window.closes)}"
    if moment.stage is Stage.CLOSED:
        return closed
    after = f", next {short_day(moment.after)}" if moment.after and moment.half is Half.PM else ""
    return f"{closed} · {moment.half.label} session over{after}"


def _reached(today: Today) -> ClockPart | None:
    """How long is left to reach every family (the school's policy); quiet when there is nobody to reach."""
    by = today.moment.contact_by
    left = len(today.families) + len(today.first)
    if by is None or today.moment.stage in (Stage.BEFORE, Stage.OVER):
        return None
    if not left:
        return ClockPart("every family reached") if not today.waiting else None
    at = wall_clock(by)
    if today.moment.now < by:
        return ClockPart(f"every family reached by {at}: {span(_minutes(today.moment.now, by))}", hot=True)
    families = "1 family" if left == 1 else f"{left} families"
    return ClockPart(f"{families} still to reach, due by {at}", hot=True)


def _minutes(now: datetime, until: datetime) -> int:
    return max(1, -int((now - until).total_seconds() // 60))


def register_cells(request: OfficeRequest, rows: Sequence[BoardRow], moment: Moment) -> list[RegisterCell]:
    return [_cell(request, row, moment) for row in rows]


def _cell(request: OfficeRequest, row: BoardRow, moment: Moment) -> RegisterCell:
    where = {"school": request.school.slug, "group": row.group.public_id, "on": moment.on.isoformat()}
    cover = any(person.part == "cover" for person in row.group.staff)
    who = f"cover: {row.group.staff_names}" if cover else row.group.staff_names or "no teacher named"
    return RegisterCell(
        name=row.group.name,
        tone=TONES[row.state],
        state=_state(row),
        detail=" · ".join(part for part in (who, row.group.room) if part),
        url=reverse("registers:take", kwargs={**where, "half": moment.half.name.lower()}),
    )


def _state(row: BoardRow) -> str:
    if row.state is _S.TAKEN:
        away = [f"{n} {word}" for n, word in ((row.absent, "absent"), (row.late, "late")) if n]
        return ", ".join(away) or "all here"
    if row.state is _S.NOT_OPEN:
        return f"opens {wall_clock(row.opens)}" if row.opens else "no times set"
    marked = f"{row.marked} of {row.size}"
    if row.state is _S.OPEN:
        return f"open, {marked}"
    late = "" if row.overdue is None else f"{row.overdue} min late"
    return ", ".join(part for part in (late, marked if row.marked else "") if part) or "not taken"


def calling_flags(flags: Iterable[PupilFlag]) -> tuple[Flag, ...]:
    """Of a family's flags those that change how one rings."""
    told = dict.fromkeys(flag for flag in flags if flag.is_about_care)
    return shown_flags(sorted(told, key=lambda flag: flag.rank))


def first_rows(request: OfficeRequest, today: Today) -> list[CallRow]:
    return [_first_row(request, one, today) for one in today.first]


def _first_row(request: OfficeRequest, one: SeenFirst, today: Today) -> CallRow:
    moment, lead = today.moment, one.pupils[0]
    if not one.marked:
        why = f"Nobody has marked {lead.forename} yet; registers closed {_closed(moment)}."
    elif one.was_in_before:
        why = "Was in this morning, and is not here now: missing."
    else:
        why = "Not here, and no reason is known." + _so_far(today.totals.get(lead.id))
    why = f"{_seen(one.pupils, today)}{why}"
    return _call_row(request, one.pupils, calling_flags(one.flags), why, one.ring, moment, marked=one.marked)


def _closed(moment: Moment) -> str:
    return wall_clock(moment.window.closes) if moment.window else ""


def family_rows(request: OfficeRequest, today: Today) -> list[CallRow]:
    return [_family_row(request, family, today) for family in today.families]


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
    told = next((today.told[p.id] for p in pupils if p.id in today.told), None)
    return f"{told.says.capitalize()} {wall_clock(told.since)}. " if told else ""


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


def clock_rows(request: OfficeRequest, clocks: Sequence[PupilClocks]) -> list[ClockRow]:
    return [_clock_row(request, one) for one in clocks]


def _clock_row(request: OfficeRequest, one: PupilClocks) -> ClockRow:
    urgent = one.due or one.absences[:1]
    tag, tone = clock_tag(urgent[0])
    last = urgent[-1].clock.session
    sessions = [absence.clock.session for absence in urgent]
    must = f"{count(len(sessions), 'session')} must become O" if one.due else count(len(sessions), "session")
    due = urgent[-1].clock.due
    return ClockRow(
        key=f"clock-{one.pupil.public_id}",
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        tag=tag,
        tone=tone,
        says=f"{must} unless the reason is found: {joined(sessions, around=request.actor.today, most=3)}",
        due=short_day(due) if due else "",
        settle_o=settle_url(request, one.pupil.public_id, last, "?for=pupil&code=O&back=today") if one.due else "",
        settle=settle_url(request, one.pupil.public_id, last, "?for=pupil&back=today"),
    )


def cross_rows(request: OfficeRequest, crossed: Sequence[Crossed]) -> list[CrossRow]:
    return [_cross_row(request, one) for one in crossed]


def _cross_row(request: OfficeRequest, one: Crossed) -> CrossRow:
    key = {"persistent absence": "persistent", "severe absence": "severe"}.get(one.crossing.line.value, "ten")
    return CrossRow(
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        says=one.crossing.says,
        rule=one.crossing.rule,
        early=one.crossing.is_early,
        when=joined(one.crossing.sessions[-6:], around=request.actor.today, most=3),
        url=f"{pupil_url(request, one.pupil.public_id, 'attendance')}?open={key}#{key}",
    )


def move_rows(request: OfficeRequest, today: Today) -> list[MoveRow]:
    on = today.moment.on
    rows = []
    for pupil in today.movements.new:
        if pupil.first_day is None:
            continue
        when = "today" if pupil.first_day == on else short_day(pupil.first_day)
        verb, tone = ("Starts", "info") if pupil.first_day >= on else ("Started", "")
        rows.append((pupil.first_day != on, pupil.first_day, pupil, f"{verb} {when}", tone))
    for pupil in today.movements.leaving:
        if pupil.last_day is None:
            continue
        when = "today" if pupil.last_day == on else short_day(pupil.last_day)
        verb, tone = ("Last day", "warn") if pupil.last_day >= on else ("Left", "")
        rows.append((pupil.last_day != on, pupil.last_day, pupil, f"{verb} {when}", tone))
    rows.sort(key=lambda row: (row[0], row[1], row[2].id))
    return [
        MoveRow(PupilLink(p.name, pupil_url(request, p.public_id)), p.registration, tag, tone, "")
        for _, _, p, tag, tone in rows
    ]
