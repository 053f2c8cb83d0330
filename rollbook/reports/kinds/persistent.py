"""Persistent and severe absence with its movement since an earlier day (REP-B, CASE-A, PA-3, PA-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from rollbook.absence.queries.standings import standings
from rollbook.absence.words import count, short_day
from rollbook.audit.once import read_once
from rollbook.reports.asked import Asked, By, Measure, Slice, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.saying import about, counted_how, only_theirs
from rollbook.reports.queries.done import MEANT, done
from rollbook.reports.queries.movement import Between, Movement, Moving, between, day_before, moving, those
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.queries.sent import last_sent
from rollbook.reports.report import (
    Cell,
    Number,
    Numbers,
    Picture,
    Report,
    Share,
    Table,
    change,
    number,
    person,
    words,
)
from rollbook.reports.report import Person as Named
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.attendance import Totals, is_severe
from rollbook.rules.bands import band_of
from rollbook.rules.forecasts import ASSUMED, forecast_in_short
from rollbook.rules.standing import Standing
from rollbook.rules.told import Told
from rollbook.schools.queries import policy_on

_M = Measure
SINCE, SENT = "compared-with", "sent"
_STAYED = (Movement.WORSE, Movement.SAME, Movement.BETTER)
_PUPILS = (
    person(),
    words("Form", folds=True),
    number("Absence"),
    number("Change", folds=True),
    words("Movement"),
    words("Against 10 %", folds=True),
    words("Last done", folds=True),
    words("On", folds=True),
)


def make(actor: Actor, asked: Asked) -> Report:
    """The year up to the last day asked about, beside the same year up to the day before the first."""
    with read_once():
        return _made(actor, asked)


def _made(actor: Actor, asked: Asked) -> Report:
    days = between(_since(actor, asked), asked.last)
    roll = roll_for(actor, asked, since=days.now.first)
    found = moving(roll, days, asked.whose)
    keys = [one.pupil.id for one in found]
    stands = standings(actor, keys, on=asked.last) if keys else {}
    told = done(actor, keys, days.now.first, asked.last)
    whole = roll.line(days.now, asked.whose)
    says = _says(whole, found, days)
    by_year = _by_year(roll, days, asked, says)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=f"{about(actor, asked)} · compared with the end of {short_day(days.since, around=asked.last)}",
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            _numbers(roll, whole, found, days, asked),
            *((by_year,) if whole.pupils else ()),
            _bands(actor, roll, days, asked),
            _listed("Joined since", those(found, Movement.JOINED), days, stands, told, "Nobody has joined them."),
            _listed("Still over the line", _worst_first(found), days, stands, told, "Nobody was over the line before."),
            _listed("Left since", those(found, Movement.LEFT), days, stands, told, "Nobody has come back under it."),
        ),
        notes=(*_notes(), *only_theirs(actor), *counted_how(asked)),
        says=says,
    )


def _since(actor: Actor, asked: Asked) -> date:
    """The day compared with: that for which this was last sent where that was asked, else the one before the first."""
    sent = last_sent(actor, KIND.key) if asked.also(SINCE) == SENT else None
    return sent or day_before(asked.first)


def _says(whole: Line, found: Sequence[Moving], days: Between) -> str:
    if not whole.pupils:
        return ""
    joined, left = len(those(found, Movement.JOINED)), len(those(found, Movement.LEFT))
    worse, better = len(those(found, Movement.WORSE)), len(those(found, Movement.BETTER))
    first = (
        f"{whole.persistent} of {count(whole.pupils, 'pupil')} ({whole.share(_M.PERSISTENT)}) are persistently absent"
    )
    if days.then is None:
        return f"{first} since the year began in these days."
    since = f"Since the end of {short_day(days.since, around=days.now.last)}"
    moved = f"{joined} joined them and {left} came back under the line"
    return f"{first}. {since} {moved}; of those who stayed, {worse} got worse and {better} better."


def _numbers(roll: Roll, whole: Line, found: Sequence[Moving], days: Between, asked: Asked) -> Numbers:
    before = roll.line(days.then, asked.whose) if days.then else None

    def one(label: str, measure: Measure) -> Number:
        share = whole.share(measure)
        moved = change(share, before.share(measure), up_is_good=False) if before else None
        return Number(label, share, f"{share.part:,} of {share.whole:,} pupils this year, leavers among them.", moved)

    severe = [m for m in found if is_severe(m.now) and not is_severe(m.then)]
    return Numbers(
        "Now",
        (
            one("Persistently absent", _M.PERSISTENT),
            one("Severely absent", _M.SEVERE),
            Number("Joined", len(those(found, Movement.JOINED)), "On the roll and newly over 10 %."),
            Number("Came back under", len(those(found, Movement.LEFT)), "On the roll and no longer over 10 %."),
            Number("Newly severe", len(severe), "On the roll and newly over 50 %."),
        ),
    )


def _by_year(roll: Roll, days: Between, asked: Asked, says: str) -> Picture:
    """Each year group then and now."""
    lines = roll.lines(By.NC_YEAR, days.now, asked.whose)
    then = [roll.line(days.then, line.whose) if days.then else None for line in lines]
    table = Table(
        "Persistently absent by year group",
        (
            words("Year group"),
            number("Pupils", folds=True),
            number("Then"),
            number("Now"),
            number("Change", folds=True),
            number("Severe now", folds=True),
        ),
        tuple(_year_row(line, before) for line, before in zip(lines, then, strict=True)),
        says=_most_moved(lines, then) or says,
    )
    series = [("Now", [(line.title, line.share(_M.PERSISTENT)) for line in lines])]
    if days.then:
        pairs = zip(lines, then, strict=True)
        series.append(("Then", [(line.title, was.share(_M.PERSISTENT)) for line, was in pairs if was]))
    chart = shares_chart(table, series, along="Year group", up="Persistently absent")
    return Picture(chart, table, open=True)


def _year_row(line: Line, before: Line | None) -> tuple[Cell, ...]:
    now = line.share(_M.PERSISTENT)
    then = Share(before.persistent, before.pupils) if before and before.pupils else None
    moved = change(now, then, up_is_good=False) if then else None
    return (line.title, line.pupils, then, now, moved, line.share(_M.SEVERE))


def _most_moved(lines: Sequence[Line], then: Sequence[Line | None]) -> str:
    """The year group in which the share rose most, where it rose in any."""
    moves = [
        (moved.tenths, line.title, moved)
        for line, before in zip(lines, then, strict=True)
        if before and (moved := change(line.share(_M.PERSISTENT), before.share(_M.PERSISTENT), up_is_good=False))
    ]
    most = max(moves, key=lambda one: one[0], default=None)
    return f"It rose most in {most[1]} ({most[2]} points)." if most and most[0] > 0 else ""


def _bands(actor: Actor, roll: Roll, days: Between, asked: Asked) -> Table:
    """How many stood in each band of the school's policy, then and now."""
    bands = policy_on(actor, asked.last).bands
    titles = ["Below every band", *(f"{band.title}, from {band.percent} %" for band in bands)]

    def counted(when: When | None) -> list[int]:
        found = [0] * (len(bands) + 1)
        for _, totals in roll.by_pupil(when, asked.whose) if when else ():
            if totals.possible:
                band = band_of(totals, bands)
                found[bands.index(band) + 1 if band else 0] += 1
        return found

    now, then = counted(days.now), counted(days.then)
    rows = tuple(
        (title, was if days.then else None, n) for title, was, n in reversed(list(zip(titles, then, now, strict=True)))
    )
    return Table(
        "By band",
        (words("Band"), number("Then", people=True), number("Now", people=True)),
        rows if any(now) else (),
        foot=("All with a mark", sum(then) if days.then else None, sum(now)) if any(now) else (),
        note="Bands are those of the school’s policy; 10 % and 50 % are the law’s. Each pupil stands in the highest.",
        empty="There is no mark this year for these pupils.",
    )


def _worst_first(found: Sequence[Moving]) -> tuple[Moving, ...]:
    return tuple(one for movement in _STAYED for one in those(found, movement))


def _listed(
    title: str,
    listed: Sequence[Moving],
    days: Between,
    stands: Mapping[int, Standing],
    told: Mapping[int, tuple[Told, ...]],
    empty: str,
) -> Table:
    rows = tuple(_row(one, days, stands.get(one.pupil.id), told.get(one.pupil.id, ())) for one in listed)
    return Table(title, _PUPILS, rows, says=f"{count(len(rows), 'pupil')}." if rows else "", empty=empty)


def _row(one: Moving, days: Between, standing: Standing | None, told: Sequence[Told]) -> tuple[Cell, ...]:
    last = next((act for act in told if act.kind in MEANT), None)
    return (
        Named(one.pupil.listed_name, one.pupil.public_id),
        one.pupil.form,
        _absence(one.now, days, one.pupil.public_id),
        one.change,
        f"{one.movement}, severe" if is_severe(one.now) else one.movement.value,
        forecast_in_short(standing.until_persistent) if standing else "",
        last.says if last else "nothing yet",
        short_day(last.at.astimezone(LONDON).date(), around=days.now.last) if last else "",
    )


def _absence(totals: Totals, days: Between, pupil: UUID) -> Share:
    return Share(totals.absent, totals.possible, Slice(_M.ABSENCE, days.now, Whose(pupil=pupil)))


def _notes() -> tuple[str, ...]:
    return (
        "Absence is counted over the whole year up to the last day, as on the watch list; the change is against the "
        "same year up to the earlier day. The lists name those on the roll on the last day; the shares count leavers "
        "too, as published figures do (PA-1).",
        f"“Against 10 %” says where the year can still end (PA-6). {ASSUMED}",
        "“Last done” is the last letter, visit, meeting or step of a case that this reader may know of; an act that "
        "came before a change is not its cause.",
    )


KIND = Kind(
    key="persistent",
    title="Persistent and severe absence, with its movement",
    purpose="Who is over 10 % and 50 %, who joined and who came back since an earlier day, and what was done.",
    duty="CASE-A",
    shelf=Shelf.OFFICE,
    make=make,
    permission=Permission.SEE_WATCH_LISTS,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.THIS_WEEK,
    also=((SINCE, (("", "The day before these days"), (SENT, "When it was last sent to me"))),),
)
