"""Awards for attendance by a school's own rules, kind to illness and disability, and always explained (RWD-1 to RWD-3).

Counts of codes go in, verdicts with their reasons come out; everything is whole numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rollbook.rules.attendance import Percentage
from rollbook.rules.codes import ever_known

Codes = Mapping[str, int]


class AwardKind(StrEnum):
    """What an award is for."""

    ATTENDED = "attended"
    IMPROVED = "improved"
    BEST = "personal-best"
    PUNCTUAL = "punctual"
    GROUP = "group"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def looks_back(self) -> int:
        """How many periods of the same length before this one it is measured against."""
        return {AwardKind.IMPROVED: 1, AwardKind.BEST: 6}.get(self, 0)


_LABELS = {
    AwardKind.ATTENDED: "Attendance: all that counts, or nearly all",
    AwardKind.IMPROVED: "Most improved, against one's own past",
    AwardKind.BEST: "Personal best",
    AwardKind.PUNCTUAL: "Punctuality",
    AwardKind.GROUP: "Form of the week, or of any period",
}

# RWD-1: why each absence does not count against a child; the school chooses among them.
LEFT_OUT: Mapping[str, str] = {
    "M": "an appointment that was agreed before",
    "R": "a day of the parent's religion",
    "T": "a parent's travelling trade",
    "C2": "a part-time timetable that the school agreed",
    "C": "leave that the school granted, to a funeral for example",
    "C1": "a licensed performance",
    "J1": "an interview",
    "S": "study leave",
    "I": "illness",
    "E": "a suspension, for which the pupil has answered already",
    "L": "lateness, for example of a taxi that the authority sends",
}
_ALWAYS = frozenset({"M", "R", "T", "C2", "C", "C1", "J1", "S"})


@dataclass(frozen=True, slots=True)
class Allowance:
    """Which absences count against nobody, and which not against children with one of some characteristics (RWD-1)."""

    everybody: frozenset[str] = _ALWAYS
    some: frozenset[str] = frozenset({"I"})
    having: frozenset[str] = frozenset({"medical", "ehcp"})

    def __post_init__(self) -> None:
        if wrong := (self.everybody | self.some) - LEFT_OUT.keys():
            raise ValueError(f"absence with code {sorted(wrong)} always counts")

    def for_child(self, having: Iterable[str]) -> frozenset[str]:
        """The codes that are left out for a child with these characteristics."""
        return self.everybody if self.having.isdisjoint(having) else self.everybody | self.some


@dataclass(frozen=True, slots=True)
class Terms:
    """What one award asks. `least` are the sessions that must be left to count; `most` winners at most, 0 for all."""

    kind: AwardKind
    percent: int = 100
    points: int = 5
    lates: int = 0
    least: int = 8
    most: int = 0
    smallest: int = 5
    allowance: Allowance = Allowance()

    def __post_init__(self) -> None:
        fits = 1 <= self.percent <= 100 and 1 <= self.points <= 100 and self.lates >= 0 and self.most >= 0
        if not fits or self.least < 1 or self.smallest < 2:
            raise ValueError("the numbers of an award's terms do not fit")

    @property
    def says(self) -> str:
        """What the award asks, in a sentence."""
        lates = "never late" if not self.lates else f"late at most {_times(self.lates)}"
        whom = f"; the {self.most} who improved most" if self.most else ""
        return {
            AwardKind.ATTENDED: "Every session that counts was attended."
            if self.percent == 100
            else f"At least {self.percent} % of the sessions that count were attended.",
            AwardKind.IMPROVED: f"Attendance rose by {self.points} percentage points or more{whom}.",
            AwardKind.BEST: "The best attendance of one's own, of this and the six periods before.",
            AwardKind.PUNCTUAL: f"In school and {lates}.",
            AwardKind.GROUP: f"The form with the best attendance, of forms of {self.smallest} pupils or more; "
            "where several are equal, each.",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Counted:
    """The sessions of a child that count for an award, and those left out by their code."""

    possible: int
    attended: int
    late: int
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> Percentage | None:
        return Percentage(self.attended, self.possible) if self.possible else None

    @property
    def left_out_sessions(self) -> int:
        return sum(number for _, number in self.left_out)

    def __add__(self, other: Counted) -> Counted:
        both = dict(self.left_out)
        for symbol, number in other.left_out:
            both[symbol] = both.get(symbol, 0) + number
        possible, attended = self.possible + other.possible, self.attended + other.attended
        return Counted(possible, attended, self.late + other.late, tuple(sorted(both.items())))


NONE_COUNTED = Counted(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Child:
    """A child with how often each code stands in the period, and in the same lengths before it, the nearest first."""

    key: Hashable
    codes: Codes
    earlier: tuple[Codes, ...] = ()
    having: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a child gets the award, and why. `before` is what it was measured against; `rank` orders by merit."""

    key: Hashable
    gets: bool
    says: str
    counted: Counted
    before: Counted | None = None
    rank: tuple[int, int] = (0, 1)

    @property
    def is_near(self) -> bool:
        """Whether there was something to weigh: enough sessions, and not given."""
        return not self.gets and self.counted.possible > 0


def counted(codes: Codes, left_out: frozenset[str]) -> Counted:
    """What counts of some sessions: as attendance is always counted (PA-1, PA-2), less the codes left out (RWD-1)."""
    known = ever_known()
    possible = attended = late = 0
    out: dict[str, int] = {}
    for symbol, number in codes.items():
        code = known[symbol]
        if symbol in left_out and symbol != "L":
            out[symbol] = number
            continue
        attended += number if code.attends else 0
        possible += number if code.attends or code.absent else 0
        late += number if code.late and symbol not in left_out else 0
    return Counted(possible, attended, late, tuple(sorted(out.items())))


def judged(terms: Terms, children: Iterable[Child]) -> tuple[Verdict, ...]:
    """A verdict for each child, in the order given. Where only some get it, equals share the last place (RWD-2)."""
    found = tuple(_verdict(terms, child) for child in children)
    if terms.kind is not AwardKind.IMPROVED or not terms.most:
        return found
    line = last_place([v.rank for v in found if v.gets], terms.most)
    return tuple(v if not v.gets or reaches(v.rank, line) else _beaten(v, terms.most) for v in found)


def last_place(ranks: Iterable[tuple[int, int]], most: int) -> tuple[int, int]:
    """The last merit, as a fraction, that is still among the best so many; equals share it."""
    best: list[tuple[int, int]] = []
    for rank in ranks:
        best.append(rank)
        best.sort(key=lambda r: Percentage(*r), reverse=True)
        del best[most:]
    return best[-1] if best else (0, 1)


def reaches(rank: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether one fraction is as much as another."""
    return rank[0] * line[1] >= line[0] * rank[1]


def _verdict(terms: Terms, child: Child) -> Verdict:
    left_out = terms.allowance.for_child(child.having)
    now = counted(child.codes, left_out)
    if now.possible < terms.least:
        return Verdict(child.key, False, _too_few(now, terms), now)
    if terms.kind.looks_back:
        before = tuple(counted(codes, left_out) for codes in child.earlier[: terms.kind.looks_back])
        return _against_the_past(terms, child, now, tuple(b for b in before if b.possible >= terms.least))
    if terms.kind is AwardKind.PUNCTUAL:
        return _punctual(terms, child, now)
    gets = Percentage(now.attended, now.possible).at_least(terms.percent)
    return Verdict(child.key, gets, _attended(now, terms, gets), now, rank=(now.attended, now.possible))


def _too_few(now: Counted, terms: Terms) -> str:
    if not now.possible:
        return "No session of the period counts."
    return f"Only {_sessions(now.possible)} count; the award asks for {terms.least}."


def _attended(now: Counted, terms: Terms, gets: bool) -> str:
    if now.attended == now.possible:
        return f"All {now.possible} sessions that count were attended."
    asked = "" if gets else f"; the award asks for {terms.percent} %"
    return f"{now.share} %: {now.attended} of {now.possible} sessions that count were attended{asked}."


def _punctual(terms: Terms, child: Child, now: Counted) -> Verdict:
    if now.attended < terms.least:
        says = f"In school for {_sessions(now.attended)}; the award asks for {terms.least}."
        return Verdict(child.key, False, says, now)
    said = f"Late {_times(now.late)}" if now.late else "Never late"
    return Verdict(child.key, now.late <= terms.lates, f"{said} in {_sessions(now.attended)}.", now)


def _against_the_past(terms: Terms, child: Child, now: Counted, before: tuple[Counted, ...]) -> Verdict:
    if not before:
        return Verdict(child.key, False, "There are too few sessions before to measure against.", now)
    best = max(before, key=lambda b: Percentage(b.attended, b.possible))
    top = now.attended * best.possible - best.attended * now.possible
    bottom = now.possible * best.possible
    gets = top > 0 and (terms.kind is AwardKind.BEST or 100 * top >= terms.points * bottom)
    moved = f"{'up' if top > 0 else 'down'} from" if top else "as before,"
    past = "the best before" if terms.kind is AwardKind.BEST and len(before) > 1 else "the period before"
    then = f"{best.share} % ({best.attended} of {best.possible}; {past})"
    says = f"{now.share} % ({now.attended} of {now.possible}), {moved} {then}."
    return Verdict(child.key, gets, says, now, best, (max(top, 0), bottom))


def _beaten(verdict: Verdict, most: int) -> Verdict:
    return replace(verdict, gets=False, says=f"{verdict.says} The {most} who improved most get it.")


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
