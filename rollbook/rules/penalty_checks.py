"""What must hold before a penalty notice is asked for: each check passed, forbidding, or left to a person.

The law asks a person to consider, so nothing here decides to issue one (PEN-3, PEN-4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.age import is_compulsory
from rollbook.rules.penalty import Notice, Tier, penalty_for
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.sources import refuse
from rollbook.rules.ten_boxes import TenBoxes


class Offence(StrEnum):
    """What the unauthorised absence was; only a holiday needs no notice to improve first (PEN-12)."""

    HOLIDAY = "holiday"
    ABSENCE = "absence"
    LATENESS = "lateness"

    @property
    def label(self) -> str:
        return {
            Offence.HOLIDAY: "A holiday in term time (G)",
            Offence.ABSENCE: "Irregular attendance (O or N)",
            Offence.LATENESS: "Arriving after the register closed (U)",
        }[self]


class Support(StrEnum):
    """What support there was before (PEN-4)."""

    NOT_WORKED = "not-worked"
    NOT_TAKEN = "not-taken"
    NOT_APPROPRIATE = "not-appropriate"
    WORKING = "working"
    NOT_OFFERED = "not-offered"

    @property
    def label(self) -> str:
        return {
            Support.NOT_WORKED: "Support was given and has not worked",
            Support.NOT_TAKEN: "Support was offered and not taken up",
            Support.NOT_APPROPRIATE: "Support would not be appropriate, as for a holiday",
            Support.WORKING: "Support is being given and has begun to work",
            Support.NOT_OFFERED: "No support has been offered yet",
        }[self]


class Improving(StrEnum):
    """Where a notice to improve stands (PEN-12, NTI-1)."""

    FAILED = "failed"
    NOT_NEEDED = "not-needed"
    NO_EFFECT = "no-effect"
    RUNNING = "running"
    IMPROVED = "improved"
    NONE = "none"


class Verdict(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    BLOCKED = "blocked"
    ASKS = "asks"

    @property
    def label(self) -> str:
        return {Verdict.PASSED: "Passed", Verdict.BLOCKED: "Stops it", Verdict.ASKS: "A person decides"}[self]


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its verdict, a sentence and the rule."""

    key: str
    verdict: Verdict
    says: str
    rule: str


@dataclass(frozen=True, slots=True)
class Considered:
    """What is known when a notice is considered for one parent and one child on a day.

    Answers that nobody has given are None. `history` are all earlier notices to this parent for this child, those of
    other schools and authorities included; `covered` the sessions for which one of them was issued.
    """

    on: date
    born: date
    boxes: TenBoxes
    history: tuple[Notice, ...] = ()
    covered: frozenset[Session] = frozenset()
    offence: Offence | None = None
    support: Support | None = None
    improving: Improving = Improving.NONE
    best_tool: bool | None = None
    other_is_better: bool | None = None
    equality: bool | None = None
    has_needs: bool | None = None
    asked_elsewhere: bool | None = None
    exceptional: bool | None = None


def pre_issue_checks(considered: Considered) -> tuple[Check, ...]:
    """Every check that the framework asks for, in the order the office works through them (PEN-4)."""
    made = (
        _age(considered),
        _threshold(considered),
        _reasons(considered),
        _earlier_sessions(considered),
        _bar(considered),
        _elsewhere(considered),
        _support(considered),
        _improvement(considered),
        _equality(considered),
        _best_tool(considered),
        _other(considered),
    )
    return tuple(check for check in made if check is not None)


def blocked(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(check for check in checks if check.verdict is Verdict.BLOCKED)


def asking(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(check for check in checks if check.verdict is Verdict.ASKS)


def refuse_blocked(checks: Iterable[Check]) -> None:
    """Raise the first check that forbids a notice, as the refusal of a step."""
    for check in blocked(checks):
        raise refuse(check.rule, check.says)


def _age(considered: Considered) -> Check:
    if not is_compulsory(considered.born, considered.on):
        says = "The child is not of compulsory school age today, so no penalty notice is possible. Use support instead."
        return Check("age", Verdict.BLOCKED, says, "PEN-5")
    return Check("age", Verdict.PASSED, "The child is of compulsory school age.", "PEN-5")


def _threshold(considered: Considered) -> Check:
    boxes = considered.boxes
    if boxes.is_met:
        return Check("threshold", Verdict.PASSED, boxes.says, "PEN-1")
    if considered.exceptional:
        says = f"{boxes.says} The authority may act below it in exceptional cases: say why this is one."
        return Check("threshold", Verdict.ASKS, says, "PEN-3")
    return Check("threshold", Verdict.BLOCKED, f"{boxes.says} No notice can be asked for.", "PEN-1")


def _reasons(considered: Considered) -> Check:
    boxes = considered.boxes
    if not boxes.open_marks:
        return Check("reasons", Verdict.PASSED, "Every session that counts has its reason or its five days.", "COD-4")
    if boxes.stands_without_open:
        return Check("reasons", Verdict.ASKS, f"{boxes.warns} Leave them out or settle them first.", "PEN-14")
    if not boxes.is_met:
        return Check("reasons", Verdict.ASKS, boxes.warns, "PEN-14")
    return Check("reasons", Verdict.BLOCKED, f"{boxes.warns} Find out the reasons first.", "PEN-14")


def _earlier_sessions(considered: Considered) -> Check | None:
    """A session has been dealt with once a notice was issued for it."""
    again = [one.session for one in considered.boxes.counted if one.session in considered.covered]
    if not again:
        return None
    left = considered.boxes.figure - len(again)
    days = f"{len(again)} of the sessions were in an earlier notice (the last on {in_words(again[-1].on)})."
    if left >= considered.boxes.needed:
        return Check("covered", Verdict.PASSED, f"{days} The threshold is met without them.", "PEN-1")
    return Check("covered", Verdict.ASKS, f"{days} Without them there are {left}: ask the authority first.", "PEN-1")


def _bar(considered: Considered) -> Check:
    penalty = penalty_for(considered.on, considered.on, considered.history)
    if penalty.tier is Tier.NONE:
        return Check("bar", Verdict.BLOCKED, penalty.says, "PEN-7")
    if penalty.asks_a_person:
        return Check("bar", Verdict.ASKS, f"{penalty.says} {penalty.asks_a_person}", "PEN-7")
    return Check("bar", Verdict.PASSED, penalty.says, "PEN-7")


def _elsewhere(considered: Considered) -> Check:
    if considered.asked_elsewhere:
        return Check(
            "elsewhere", Verdict.PASSED, "Other schools and authorities of three years have been asked.", "PEN-8"
        )
    says = "Ask whether another school or authority issued a notice to this parent for this child in three years."
    return Check("elsewhere", Verdict.ASKS, says, "PEN-8")


def _support(considered: Considered) -> Check:
    support = considered.support
    if support in (Support.NOT_WORKED, Support.NOT_TAKEN, Support.NOT_APPROPRIATE):
        return Check("support", Verdict.PASSED, f"{support.label}.", "PEN-4")
    if support is Support.WORKING:
        return Check("support", Verdict.ASKS, f"{support.label}: would a notice help it?", "PEN-4")
    if support is Support.NOT_OFFERED:
        says = "No support has been offered. Offer it first, or say why it would not be appropriate."
        return Check("support", Verdict.BLOCKED, says, "PEN-4")
    return Check("support", Verdict.ASKS, "Say what support was offered, or why none was appropriate.", "PEN-4")


def _improvement(considered: Considered) -> Check:
    if considered.improving is Improving.FAILED:
        return Check(
            "improve", Verdict.PASSED, "A notice to improve was given, and there was no improvement.", "PEN-12"
        )
    if considered.offence is Offence.HOLIDAY:
        return Check("improve", Verdict.PASSED, "For a holiday no notice to improve is needed.", "PEN-12")
    if considered.improving is Improving.NO_EFFECT:
        return Check("improve", Verdict.PASSED, "A notice to improve was expected to have no effect.", "PEN-12")
    if considered.improving is Improving.RUNNING:
        says = "A notice to improve is running. Wait until it ends, or until it is broken."
        return Check("improve", Verdict.BLOCKED, says, "NTI-1")
    if considered.improving is Improving.IMPROVED:
        says = "Attendance improved as the notice to improve asked, so no penalty notice follows from it."
        return Check("improve", Verdict.BLOCKED, says, "NTI-1")
    says = "Give a notice to improve first, or say why it would have no effect."
    return Check("improve", Verdict.ASKS, says, "PEN-12")


def _equality(considered: Considered) -> Check:
    if considered.equality is None:
        return Check("equality", Verdict.ASKS, "Say how the Equality Act and any need were considered.", "PEN-4")
    if not considered.equality:
        says = "The Equality Act has not been considered. Consider it, and write down how."
        return Check("equality", Verdict.BLOCKED, says, "PEN-4")
    if considered.has_needs:
        says = "The child has needs of education or health on record: they were considered, so the reasons go along."
        return Check("equality", Verdict.ASKS, says, "PEN-4")
    return Check("equality", Verdict.PASSED, "The Equality Act and any need were considered.", "PEN-4")


def _best_tool(considered: Considered) -> Check:
    if considered.best_tool is None:
        says = "Say whether a notice is the best way to change what happens in this family."
        return Check("best-tool", Verdict.ASKS, says, "PEN-4")
    if not considered.best_tool:
        says = "A notice is not held to be the best way, so none is asked for."
        return Check("best-tool", Verdict.BLOCKED, says, "PEN-4")
    return Check("best-tool", Verdict.PASSED, "A notice is held to be the best way for this family.", "PEN-4")


def _other(considered: Considered) -> Check:
    if considered.other_is_better is None:
        return Check("other", Verdict.ASKS, "Say whether another intervention would be better.", "PEN-4")
    if considered.other_is_better:
        says = "Another intervention is held to be better. Begin it, and close this case with that outcome."
        return Check("other", Verdict.BLOCKED, says, "PEN-4")
    return Check("other", Verdict.PASSED, "No other intervention is held to be better.", "PEN-4")
