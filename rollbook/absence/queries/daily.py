"""The daily lists: which pupils of a list are not in, for the reader who asks, without a word about health (ABS-F)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.models import DailyPolicy, DailySending
from rollbook.audit.once import read_once
from rollbook.pupils.queries import Flag, PupilLine, flags_of, pupil_lines
from rollbook.pupils.queries.groups import own_groups
from rollbook.pupils.queries.identifying import keys_on_roll
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries import MarkLine, marks_on, year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import is_persistent
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.rules.daily_lists import DAILY_LISTS, FLAGS, DailyList, Why
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import is_school_day, times_of, window_of

NO_LIST = "There is no such daily list."
NO_REASON = "no reason yet"
NO_MARK = "no mark, and the register has closed"


@dataclass(frozen=True, slots=True)
class NotIn:
    """A pupil who is not in: why they are on the list, and each half in words (empty where they are in)."""

    pupil: PupilLine
    why: tuple[Why, ...]
    am: str
    pm: str

    @property
    def presses(self) -> bool:
        """Whether nobody knows where the pupil is."""
        return NO_REASON in (self.am, self.pm) or NO_MARK in (self.am, self.pm)


@dataclass(frozen=True, slots=True)
class DailyPolicyLine:
    """One version of when lists are announced: minutes after midnight by the key of the list."""

    version: int
    valid_from: date
    times: Mapping[str, int]
    by_name: str


def daily_lists_for(actor: Actor) -> tuple[DailyList, ...]:
    """The lists that this person may read."""
    return tuple(one for one in DAILY_LISTS.values() if one.may_be_read_with(actor.permissions, actor.nc_years))


def the_list(actor: Actor, key: str) -> DailyList:
    """A list by its key, for who may read it."""
    found = DAILY_LISTS.get(key)
    if found is None:
        raise NotFound(NO_LIST)
    if not found.may_be_read_with(actor.permissions, actor.nc_years):
        raise NotAllowed(f"This list is not part of your role ({actor.role}).")
    return found


def daily_list(actor: Actor, key: str) -> tuple[NotIn, ...]:
    """Who of a list is not in today, those of whom nobody knows where they are first: at most nine statements."""
    with read_once():
        return _not_in(actor, the_list(actor, key))


def daily_policies(actor: Actor) -> tuple[DailyPolicyLine, ...]:
    """Every version of when lists are announced, the newest first: one statement."""
    rows = DailyPolicy.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(DailyPolicyLine(row.version, row.valid_from, row.times, row.by_name) for row in rows)


def daily_policy_on(actor: Actor, on: date) -> Mapping[str, int]:
    """At how many minutes after midnight each list is announced on a day; none without a policy: one statement."""
    rows = DailyPolicy.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return row.times if row else {}


def announced_on(actor: Actor, on: date) -> frozenset[str]:
    """The keys of the lists that were announced on a day: one statement."""
    return frozenset(DailySending.objects.filter(school_id=actor.school, on=on).values_list("list", flat=True))


def _not_in(actor: Actor, asked: DailyList) -> tuple[NotIn, ...]:
    on = actor.today
    if not is_school_day(actor, on):
        return ()
    told = _told(actor, on, asked)
    why = _why(actor, asked, told, on)
    lines = pupil_lines(actor, tuple(why), on)
    found = [
        NotIn(line, why[line.id], *told[line.id])
        for line in lines
        if _expected(line, on) and (not asked.own_years or line.nc_year in actor.nc_years)
    ]
    return tuple(sorted(found, key=lambda one: (not one.presses, one.pupil.order)))


def _told(actor: Actor, on: date, asked: DailyList) -> dict[int, tuple[str, ...]]:
    """What stands in each half about everybody who is not in, or has no mark though registers have closed."""
    marks = {half: marks_on(actor, on, half) for half in Half}
    codes, closed = in_force(on), _closed(actor, on)
    pupils = _own_form(actor, on) if asked.own_form else keys_on_roll(actor, on)
    said = {
        p: (
            _says(marks[Half.AM].get(p), codes, Half.AM in closed),
            _says(marks[Half.PM].get(p), codes, Half.PM in closed),
        )
        for p in pupils
    }
    return {pupil: halves for pupil, halves in said.items() if any(halves)}


def _own_form(actor: Actor, on: date) -> Collection[int]:
    members = members_of(actor, [group.id for group in own_groups(actor, on) if group.kind == "registration"], on)
    return {pupil for own in members.values() for pupil in own}


def _closed(actor: Actor, on: date) -> frozenset[Half]:
    """The halves whose registers have closed by now."""
    rows = times_of(actor, on).rows
    windows = {half: window_of(rows, on, half) for half in Half}
    return frozenset(half for half, window in windows.items() if window is not None and window.closes <= actor.now)


def _says(mark: MarkLine | None, codes: Mapping[str, Code], closed: bool) -> str:
    """Whether it is known why and allowed; never the code, which may tell of an illness."""
    if mark is None:
        return NO_MARK if closed else ""
    code = codes[mark.code]
    if not code.absent:
        return ""
    if mark.code == "N":
        return NO_REASON
    return "absent, authorised" if code.authorised else "absent, not authorised"


def _why(actor: Actor, asked: DailyList, told: Mapping[int, tuple[str, ...]], on: date) -> dict[int, tuple[Why, ...]]:
    """Why each of these stands on the list; who has no reason to stand on it is left out."""
    flags = flags_of(actor, tuple(told), on) if FLAGS & set(asked.shows) else {}
    persistent = _persistent(actor, told, on) if Why.PERSISTENT in asked.shows else frozenset()
    found = {pupil: _reasons(asked, flags.get(pupil, ()), pupil in persistent) for pupil in told}
    return {pupil: why for pupil, why in found.items() if why}


def _reasons(asked: DailyList, flags: tuple[Flag, ...], persistent: bool) -> tuple[Why, ...]:
    kinds = {flag.kind for flag in flags}
    return tuple(
        why for why in asked.shows if why is Why.AWAY or why.value in kinds or (why is Why.PERSISTENT and persistent)
    )


def _persistent(actor: Actor, pupils: Collection[int], on: date) -> frozenset[int]:
    return frozenset(y.pupil_id for y in year_lines(actor, [year_of(on)], pupils) if is_persistent(y.totals))


def _expected(line: PupilLine, on: date) -> bool:
    return line.first_day is not None and line.first_day <= on and not line.boarder and bool(line.registration)
