"""What a run would give as the register stands now: who, why, and who was near (RWD-3)."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from rollbook.pupils.queries.groups import year_order
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.rewards.queries.counting import Counting, counting
from rollbook.rewards.queries.runs import HandLine, RunLine, by_hand
from rollbook.rules.actor import Actor
from rollbook.rules.rewards import Child, Counted, Verdict, judged
from rollbook.rules.rewards_for_groups import GroupVerdict, judged_groups

FORM = "registration"
NO_CHILD = "This pupil is not among those that the award is for."


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child with the verdict of the rule and of a person, if one decided; `few` where little counts."""

    pupil: OnTheRoll
    verdict: Verdict
    hand: HandLine | None = None
    few: bool = False
    open_sessions: int = 0

    @property
    def gets(self) -> bool:
        return self.hand.gives if self.hand else self.verdict.gets


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form with the verdict of the rule."""

    public_id: uuid.UUID
    name: str
    verdict: GroupVerdict


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run would give. `mark` says of whom it was, so that giving something else is noticed."""

    children: tuple[ChildLine, ...]
    forms: tuple[FormLine, ...]
    counting: Counting

    @property
    def gets(self) -> tuple[ChildLine, ...]:
        return tuple(line for line in self.children if line.gets)

    @property
    def winners(self) -> tuple[FormLine, ...]:
        return tuple(line for line in self.forms if line.verdict.gets)

    @property
    def near(self) -> tuple[ChildLine, ...]:
        """Those who get nothing though enough counts, the nearest first."""
        found = [line for line in self.children if not line.gets and line.hand is None and line.verdict.is_near]
        return tuple(sorted(found, key=_missing))

    @property
    def left_out(self) -> tuple[ChildLine, ...]:
        return tuple(line for line in self.children if line.hand and not line.hand.gives)

    @property
    def without_reason(self) -> int:
        """How many children have a session whose reason is not established yet."""
        return sum(line.open_sessions > 0 for line in self.children)

    @property
    def mark(self) -> str:
        keys = sorted(str(line.pupil.public_id) for line in self.gets) + [str(f.public_id) for f in self.winners]
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def judge(actor: Actor, run: RunLine) -> Judged:
    """A run's verdicts by the register as it stands, in the order of surnames: eight statements at most."""
    found = counting(actor, run)
    if run.is_of_groups:
        return Judged((), _forms(run, found), found)
    hands = by_hand(actor, run)
    verdicts = judged(run.rule.terms, found.children.values())
    return Judged(tuple(_line(found, hands, verdict) for verdict in verdicts), (), found)


def _line(found: Counting, hands: Mapping[int, HandLine], verdict: Verdict) -> ChildLine:
    key = int(str(verdict.key))
    few = verdict.gets and 2 * verdict.counted.possible < found.most_sessions
    return ChildLine(found.pupils[key], verdict, hands.get(key), few, found.children[key].codes.get("N", 0))


def _forms(run: RunLine, found: Counting) -> tuple[FormLine, ...]:
    members: defaultdict[Hashable, list[Child]] = defaultdict(list)
    names: dict[Hashable, str] = {}
    for key, child in found.children.items():
        for group in found.pupils[key].groups:
            if group.kind == FORM:
                members[group.public_id].append(child)
                names[group.public_id] = group.name
    verdicts = judged_groups(run.rule.terms, members)
    return tuple(FormLine(uuid.UUID(str(v.key)), names[v.key], v) for v in verdicts)


def _missing(line: ChildLine) -> tuple[object, ...]:
    counted: Counted = line.verdict.counted
    return (counted.possible - counted.attended, counted.late, *line.pupil.order)


def by_form(lines: Iterable[ChildLine]) -> tuple[ChildLine, ...]:
    """Year by year and form by form, as certificates are handed out."""
    return tuple(sorted(lines, key=lambda one: (year_order(one.pupil.nc_year), one.pupil.form, *one.pupil.order)))
