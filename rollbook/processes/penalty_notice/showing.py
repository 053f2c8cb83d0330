"""What a penalty-notice case shows beside its steps, tells its letters, and gives to the authority's form. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.weighing import (
    boxes_of,
    checks_of,
    history_of,
    improvement_case,
    penalty_now,
)
from rollbook.rules.penalty import Notice, NoticeOutcome, Tier
from rollbook.rules.process import Panel, Situation
from rollbook.rules.sessions import in_words
from rollbook.rules.ten_boxes import Counted, TenBoxes

FIELDS = {
    "offence_sessions": "a table of the sessions that count toward the notice",
    "offence_figure": "how many sessions in how many school weeks, in words",
    "offence_from": "the first day of the absence, in words",
    "offence_to": "the last day of the absence, in words",
    "notice_authority": "the local authority that was asked for the notice",
    "notice_amounts": "what a notice would cost, in words",
    "notice_support": "the support there was, in words",
}
_BECAME = {
    NoticeOutcome.PAID: "paid",
    NoticeOutcome.UNPAID: "not known to be paid",
    NoticeOutcome.PROSECUTED: "unpaid, prosecuted",
    NoticeOutcome.WITHDRAWN: "withdrawn: does not count",
}


def panels(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The ten weeks, the checks, the ladder of notices, what is to be paid: each counted anew."""
    boxes = boxes_of(facts, situation)
    found = (
        _weeks(facts, boxes) if boxes else None,
        _checks(facts, situation),
        _ladder(facts, situation),
        _to_pay(facts, situation),
    )
    return tuple(panel for panel in found if panel is not None)


def told(facts: Facts, situation: Situation) -> Mapping[str, str]:
    """The fields of its letters; those that are not known yet are empty."""
    boxes = boxes_of(facts, situation)
    pay = penalty_now(facts, situation).pay
    return {
        "offence_sessions": _table(boxes.counted) if boxes else "",
        "offence_figure": _figure(boxes) if boxes else "",
        "offence_from": in_words(facts.offence_from) if facts.offence_from else "",
        "offence_to": in_words(facts.offence_to) if facts.offence_to else "",
        "notice_authority": facts.authority,
        "notice_amounts": _amounts([pounds for pounds, _ in pay]),
        "notice_support": facts.support_says or (facts.support.label if facts.support else ""),
    }


def request_fields(facts: Facts, situation: Situation) -> tuple[tuple[str, str], ...]:
    """What the school tells the authority in a request, as label and value, in the order most forms ask for it.

    Pupil, parent and school are not among them: the office has those. Unknown values are empty, never left out.
    """
    boxes, penalty = boxes_of(facts, situation), penalty_now(facts, situation)
    counted = boxes.counted if boxes else ()
    improvement = improvement_case(situation)
    return (
        ("Reason for the request", facts.offence.label if facts.offence else ""),
        ("Absence from", _day(facts.offence_from)),
        ("Absence to", _day(facts.offence_to)),
        ("Unauthorised sessions in ten school weeks", str(boxes.figure) if boxes else ""),
        ("Threshold reached on", _day(boxes.met_on if boxes else None)),
        ("Sessions and codes", "\n".join(f"{one.session.says}: {one.code}" for one in counted)),
        ("Sessions whose reason is still unknown", str(len(boxes.open_marks)) if boxes else ""),
        ("Unauthorised sessions at another school, not added", _number(facts.sessions_elsewhere)),
        ("Why this parent", facts.why_parent),
        ("First or second notice in three years", {Tier.FIRST: "First", Tier.SECOND: "Second"}.get(penalty.tier, "")),
        ("Earlier notices", "\n".join(_notice(notice) for notice in history_of(facts, situation)) or "None"),
        ("Support before the request", told(facts, situation)["notice_support"]),
        ("Notice to improve", _improvement(situation, improvement is not None)),
        ("Equality Act and needs considered", facts.equality_says),
        ("Needs of education or health on record", _yes(facts.has_needs)),
        ("Exceptional case below the threshold", _yes(facts.exceptional)),
    )


def _weeks(facts: Facts, boxes: TenBoxes) -> Panel:
    rows = tuple(
        (_week(box.monday), str(box.days), str(len(box.counted)), ", ".join(_short(one) for one in box.counted))
        for box in boxes.boxes
    )
    says = " ".join(part for part in (boxes.says, boxes.warns, _skipped(boxes), _elsewhere(facts)) if part)
    return Panel("The ten school weeks", says, ("Week of", "Days", "Counted", "Sessions"), rows, "PEN-2")


def _skipped(boxes: TenBoxes) -> str:
    if not boxes.skipped:
        return ""
    n = len(boxes.skipped)
    return f"{n} {'week' if n == 1 else 'weeks'} without a session inside them {'is' if n == 1 else 'are'} not counted."


def _elsewhere(facts: Facts) -> str:
    """Another school's sessions are another offence there (PEN-15)."""
    n = facts.sessions_elsewhere
    return f"{n} at another school in these weeks, shown and not added." if n else ""


def _checks(facts: Facts, situation: Situation) -> Panel | None:
    rows = tuple((check.verdict.label, check.says, check.rule) for check in checks_of(facts, situation))
    if not rows or situation.last("answer:issued"):
        return None
    return Panel("Before a notice", "As it stands today.", ("Stands", "What must hold", "Rule"), rows, "PEN-4")


def _ladder(facts: Facts, situation: Situation) -> Panel:
    penalty = penalty_now(facts, situation)
    rows = tuple(
        (in_words(one.issued), _BECAME[one.outcome], "Yes" if one in penalty.counted else "No")
        for one in history_of(facts, situation)
    )
    says = " ".join(part for part in (penalty.says, penalty.asks_a_person) if part)
    return Panel(
        "Notices to this parent for this child", says, ("Issued", "What became of it", "Counts"), rows, "PEN-8"
    )


def _to_pay(facts: Facts, situation: Situation) -> Panel | None:
    if facts.issued_on is None or facts.received_on is None:
        return None
    says = f"Counted from {in_words(facts.received_on)}, the day of receipt. It is paid to the authority alone."
    rows = tuple((f"£{pounds}", in_words(day)) for pounds, day in penalty_now(facts, situation).pay)
    return Panel("To be paid", says, ("Amount", "Until the end of"), rows, "PEN-9")


def _week(monday: date) -> str:
    return f"{monday.day} {monday:%b %Y}"


def _short(one: Counted) -> str:
    return f"{one.session.on:%a} {one.session.half.name.lower()} {one.code}"


def _table(counted: Iterable[Counted]) -> str:
    return "\n".join(["Session\tCode", *(f"{one.session.says}\t{one.code}" for one in counted)])


def _figure(boxes: TenBoxes) -> str:
    return f"{boxes.figure} unauthorised sessions in {len(boxes.boxes)} school weeks"


def _amounts(pounds: list[int]) -> str:
    if not pounds:
        return ""
    if len(pounds) == 1:
        return f"£{pounds[0]}, to be paid within 28 days"
    return f"£{pounds[0]} if it is paid within 21 days, and £{pounds[1]} within 28 days"


def _notice(notice: Notice) -> str:
    return f"{in_words(notice.issued)}, {_BECAME[notice.outcome]}"


def _improvement(situation: Situation, given: bool) -> str:
    if situation.last("improve:holiday"):
        return "Not needed for a holiday"
    if situation.last("improve:no-effect"):
        return "Not given: expected to have no effect"
    if situation.last("improving:not-improved") or situation.last("improve:failed"):
        return "Given, and there was no sufficient improvement"
    return "Given" if given else "Not given"


def _day(day: date | None) -> str:
    return in_words(day) if day else ""


def _number(n: int | None) -> str:
    return "" if n is None else str(n)


def _yes(answer: bool | None) -> str:
    return "" if answer is None else ("Yes" if answer else "No")
