"""Form of the week: groups by the attendance of all their children together; small groups are kept out (RWD-2)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from rollbook.rules.rewards import NONE_COUNTED, Child, Counted, Terms, counted, last_place, reaches


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """Whether a group gets the award, and why; a small one has no figure, for it would be that of a child."""

    key: Hashable
    gets: bool
    says: str
    pupils: int
    counted: Counted
    is_small: bool = False


def judged_groups(terms: Terms, groups: Mapping[Hashable, Iterable[Child]]) -> tuple[GroupVerdict, ...]:
    """A verdict for each group, the best first, small ones last; equals share a place (RWD-2).

    Each child is counted with their own allowance (RWD-1), so that nobody's illness is held against a form.
    """
    found = [_pooled(terms, key, tuple(children)) for key, children in groups.items()]
    line = last_place([_rank(v) for v in found if not v.is_small], terms.most or 1)
    ranked = [_placed(v, line) for v in found]
    return tuple(sorted(ranked, key=lambda v: (v.is_small, _order(v))))


def _pooled(terms: Terms, key: Hashable, children: tuple[Child, ...]) -> GroupVerdict:
    each = [counted(child.codes, terms.allowance.for_child(child.having)) for child in children]
    there = [one for one in each if one.possible]
    whole = sum(there, NONE_COUNTED)
    if len(there) < terms.smallest or whole.possible < terms.least:
        says = f"Fewer than {terms.smallest} pupils with sessions that count: not ranked, for a figure would name them."
        return GroupVerdict(key, False, says, len(there), NONE_COUNTED, is_small=True)
    says = f"{whole.share} %: {whole.attended} of {whole.possible} sessions of {len(there)} pupils."
    return GroupVerdict(key, False, says, len(there), whole)


def _placed(verdict: GroupVerdict, line: tuple[int, int]) -> GroupVerdict:
    gets = not verdict.is_small and verdict.counted.attended > 0 and reaches(_rank(verdict), line)
    return replace(verdict, gets=gets)


def _rank(verdict: GroupVerdict) -> tuple[int, int]:
    return verdict.counted.attended, verdict.counted.possible or 1


def _order(verdict: GroupVerdict) -> Fraction:
    """Higher attendance first."""
    return -Fraction(*_rank(verdict))
