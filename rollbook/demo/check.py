"""Puts the training school's figures beside England's, and says whether they are close enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollbook.demo.building import build
from rollbook.demo.targets import ABSENT, SPELLS, TARGETS
from rollbook.demo.values import Kind, TrainingSchool, YearMarks

# Sessions a pupil was not required for, and marks nobody made: outside every percentage.
_NOT_POSSIBLE = frozenset({"", "D", "X", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z", "#"})
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ON = date(2026, 11, 20)
_PERSISTENT_WITHIN = 1.0
_SEVERE_WITHIN = 0.3
_CODE_WITHIN = 0.12
_WEEKDAY_WITHIN = 0.03
_COUNTED_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its target. `judged` is False for those shown for interest only."""

    name: str
    target: float
    found: float
    allowed: float
    judged: bool = True

    @property
    def good(self) -> bool:
        return not self.judged or abs(self.found - self.target) <= self.allowed + 1e-9


@dataclass(frozen=True, slots=True)
class Check:
    """All figures of one phase, over so many pupils' full years."""

    phase: Kind
    pupils: int
    figures: tuple[Figure, ...]

    @property
    def good(self) -> bool:
        return all(figure.good for figure in self.figures)


def check(kind: Kind, *, pupils: int, seed: int) -> tuple[Check, ...]:
    """Build a school of that size and judge its last full year; one check for each school."""
    training = build(kind, seed=seed, on=_ON, pupils=pupils)
    return tuple(judge(school, training.marks) for school in training.schools)


def judge(school: TrainingSchool, marks: Iterable[YearMarks]) -> Check:
    """Judge a school by the marks of its first year, which is a whole one."""
    year = school.years[0].name
    own = [found for found in marks if found.school == school.slug and found.academic_year == year]
    targets = TARGETS[school.phase]
    codes = [_codes(found) for found in own]
    counts = Counter(code for pupil in codes for code in pupil)
    possible = sum(count for code, count in counts.items())
    rates = [sum(code in ABSENT for code in pupil) / len(pupil) for pupil in codes if pupil]
    missed = sum(count for code, count in counts.items() if code in ABSENT)
    published = sum(share for code, share in targets.codes.items() if code in ABSENT)
    figures = [
        Figure("Overall absence, %", published, 100 * missed / possible, 0.0, judged=False),
        Figure("Persistent absence, % of pupils", targets.persistent, _share(rates, 0.1), _PERSISTENT_WITHIN),
        Figure("Severe absence, % of pupils", targets.severe, _share(rates, 0.5), _SEVERE_WITHIN),
        *(
            Figure(
                f"Code {code}, %",
                share,
                100 * counts[code] / possible,
                _CODE_WITHIN * share,
                judged=share > _COUNTED_FROM,
            )
            for code, share in targets.codes.items()
        ),
        *(
            Figure(f"{day}, ratio", target, found, _WEEKDAY_WITHIN)
            for day, target, found in zip(_DAYS, targets.weekdays, _week(own), strict=True)
        ),
    ]
    spells = sorted(length for pupil in codes for length in _spells(pupil))
    figures.append(Figure("Spell, lower quartile, sessions", 2, spells[len(spells) // 4], 0.0))
    figures.append(Figure("Spell, upper quartile, sessions", 4, spells[3 * len(spells) // 4], 0.0))
    return Check(school.phase, len(rates), tuple(figures))


def report(kind: Kind, *, pupils: int, seed: int) -> tuple[str, bool]:
    """The check as a table to print, and whether every figure judged is close enough."""
    checks = check(kind, pupils=pupils, seed=seed)
    return "\n\n".join(_table(found) for found in checks), all(found.good for found in checks)


def _codes(marks: YearMarks) -> list[str]:
    return [code for day in marks.days for code in (day.am, day.pm) if code not in _NOT_POSSIBLE]


def _share(rates: list[float], from_rate: float) -> float:
    return 100 * sum(rate >= from_rate for rate in rates) / len(rates)


def _week(marks: list[YearMarks]) -> list[float]:
    away, due = [0] * 5, [0] * 5
    for found in marks:
        for day in found.days:
            for code in (day.am, day.pm):
                due[day.on.weekday()] += code not in _NOT_POSSIBLE
                away[day.on.weekday()] += code in ABSENT
    mean = sum(away) / sum(due)
    return [a / d / mean for a, d in zip(away, due, strict=True)]


def _spells(codes: list[str]) -> Iterable[int]:
    """Runs of sessions away; weekends, and sessions not required, do not end one."""
    run = 0
    for code in codes:
        if code in SPELLS:
            run += 1
        elif run:
            yield run
            run = 0
    if run:
        yield run


def _table(found: Check) -> str:
    lines = [
        f"{found.phase.value.capitalize()}: {found.pupils:,} pupils, one full year",
        f"{'':34}{'England':>9}{'Here':>9}{'Within':>9}",
    ]
    for figure in found.figures:
        within = f"{figure.allowed:9.3f}" if figure.judged else f"{'-':>9}"
        verdict = "ok" if figure.good else "NOT CLOSE ENOUGH"
        lines.append(f"{figure.name:34}{figure.target:9.3f}{figure.found:9.3f}{within}  {verdict}")
    return "\n".join(lines)
