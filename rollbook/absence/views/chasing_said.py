"""The chase of reasons in the words of a busy office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.chasing import CALL_SAID, SENT_ON, FamilyUnexplained, Tried
from rollbook.absence.queries.clocks import UnexplainedAbsence
from rollbook.absence.words import count, short_day, wall_clock
from rollbook.rules.actor import LONDON
from rollbook.rules.reason_chase import INSTEAD, ChaseStep, Pause

STATES = {
    "waiting": "waits to go",
    "handing": "being sent",
    "handed": "sent",
    "delivered": "delivered",
    "failed": "failed",
    SENT_ON: "failed, sent to another address",
    "doubt": "in doubt",
    "taken-back": "taken back",
    "not-wanted": "not sent",
}


@dataclass(frozen=True, slots=True)
class RunsThrough:
    """Clocks that run through the same days without school."""

    says: str
    sessions: int
    left: int


def tried_says(one: Tried, around: date) -> str:
    """E.g. text Tue 17 Nov 9:20, delivered; call Wed 18 Nov 10:05, nobody answered."""
    at = one.at.astimezone(LONDON)
    said = CALL_SAID.get(one.said, "") or STATES.get(one.state, "")
    after = f", {said}" if said else ""
    return f"{one.way.label.lower()} {short_day(at.date(), around=around)} {wall_clock(at)}{after}"


def tried_briefly(acts: Iterable[Tried]) -> str:
    """E.g. text 17 Nov, e-mail 18 Nov: for the reason of an amendment."""
    words = []
    for one in acts:
        at = one.at.astimezone(LONDON)
        said = f" ({CALL_SAID[one.said]})" if one.said in CALL_SAID else ""
        words.append(f"{one.way.label.lower()} {at.day} {at:%b}{said}")
    return ", ".join(dict.fromkeys(words))


def next_says(family: FamilyUnexplained, steps: Sequence[ChaseStep]) -> str:
    """E.g. Next: e-mail (day 2)."""
    if family.held:
        return f"Contact is held: ask {family.held}"
    if family.replies:
        return "Has replied: read it"
    if family.next is None:
        return ""
    if family.next > INSTEAD:
        return f"Next: call (what was sent on day {steps[family.next - INSTEAD - 1].day} did not arrive)"
    step = steps[family.next - 1]
    return f"Next: {step.way.label.lower()} (day {step.day})"


def runs_through(absences: Iterable[UnexplainedAbsence], around: date) -> list[RunsThrough]:
    """The holidays and closed days through which clocks run, the nearest first."""
    found: dict[Pause, int] = {}
    for one in absences:
        if one.pause is not None:
            found[one.pause] = found.get(one.pause, 0) + 1
    ordered = sorted(found.items(), key=lambda pair: pair[0].first)
    return [RunsThrough(pause_says(pause, around), n, pause.left) for pause, n in ordered]


def pause_says(pause: Pause, around: date) -> str:
    """E.g. the holiday from Mon 26 Oct; the closed day Fri 13 Nov."""
    first = short_day(pause.first, around=around)
    if pause.is_holiday:
        return f"the holiday from {first}"
    if pause.first == pause.last:
        return f"the closed day {first}"
    return f"the closed days from {first}"


def clocks_say(pauses: Sequence[RunsThrough]) -> list[str]:
    """E.g. 8 sessions end after the holiday from Mon 26 Oct; 2 school days are left before it."""
    return [
        f"{count(one.sessions, 'clock')} {'ends' if one.sessions == 1 else 'end'} after {one.says}; "
        f"{count(one.left, 'school day')} {'is' if one.left == 1 else 'are'} left before it."
        for one in pauses
    ]
