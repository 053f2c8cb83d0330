"""What a penalty-notice case is weighed by: the ten weeks, the notices before, the notice to improve. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rollbook.processes.penalty_notice.facts import Facts
from rollbook.rules.line_crossings import unauthorised_in
from rollbook.rules.penalty import TARIFFS, Notice, NoticeOutcome, Penalty, penalty_for
from rollbook.rules.penalty_checks import Check, Considered, Improving, Offence, pre_issue_checks
from rollbook.rules.process import Earlier, Situation
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.standing import Standing
from rollbook.rules.ten_boxes import TenBoxes, Told, ten_boxes
from rollbook.rules.year_row import marks_of, year_of

KEY, IMPROVE = "penalty_notice", "notice_to_improve"
_OUTCOMES = {
    "paid": NoticeOutcome.PAID,
    "prosecution": NoticeOutcome.PROSECUTED,
    "withdrawn": NoticeOutcome.WITHDRAWN,
}
_NEVER_WAS = "mistake"


def boxes_until(standing: Standing, until: date, told: Mapping[Session, Told] | None = None) -> TenBoxes:
    """The ten school weeks that end on a day, from the marks as they stand now; with what is known of each mark."""
    marks = (mark for year, row in standing.rows.items() for mark in marks_of(row, year))
    return ten_boxes(
        standing.calendar,
        marks,
        until,
        born=standing.born,
        count_no_reason=standing.count_no_reason,
        told=told,
    )


def boxes_of(facts: Facts, situation: Situation) -> TenBoxes | None:
    """The ten weeks of this case: up to the last day of the offence, or the latest session that counts (PEN-2).

    None where the marks may not be looked at, or lie further back than they are read.
    """
    standing = situation.standing
    if standing is None:
        return None
    until = facts.offence_to or latest_session(standing, situation.on)
    return boxes_until(standing, until) if _reaches(standing, until) else None


def latest_session(standing: Standing, on: date) -> date:
    """The day of the latest session that counts, up to a day; that day itself where there is none."""
    counted = unauthorised_in(standing.rows, on, standing.born, standing.count_no_reason)
    return counted[-1].on if counted else on


def the_ten(facts: Facts, situation: Situation) -> Mapping[str, object]:
    """The first and last day of what counts now, and a holiday where all of it is G: for the head to take over."""
    boxes = boxes_of(facts, situation)
    if boxes is None or not boxes.is_met:
        return {}
    days = {"offence_from": boxes.counted[0].session.on, "offence_to": boxes.counted[-1].session.on}
    return days | ({"offence": Offence.HOLIDAY} if all(one.code == "G" for one in boxes.counted) else {})


def no_longer(facts: Facts, situation: Situation) -> str:
    """Says that the threshold is not met any more, because marks were corrected since (PEN-14); empty while it is."""
    standing = situation.standing
    if standing is None or facts.exceptional:
        return ""
    days = {facts.offence_to} if facts.offence_to else {situation.opened_on, latest_session(standing, situation.on)}
    windows = [boxes_until(standing, day) for day in days if day and _reaches(standing, day)]
    if not windows or any(window.is_met for window in windows):
        return ""
    best = max(windows, key=lambda window: window.figure)
    asked = situation.last("request") is not None
    then = " A notice has been asked for: take the request back, or have it withdrawn." if asked else ""
    return f"By a correction the threshold is no longer met: {best.figure} of {best.needed} sessions count.{then}"


def history_of(facts: Facts, situation: Situation) -> tuple[Notice, ...]:
    """Every earlier notice to this parent for this child: of this school's cases, and those told by others (PEN-8)."""
    here = (Notice(before.issued_on, _outcome(case)) for case, before in _notices(situation) if before.issued_on)
    there = (Notice(day, NoticeOutcome.UNPAID) for day in facts.notices_elsewhere)
    return tuple(sorted((*here, *there), key=lambda notice: notice.issued))


def penalty_now(facts: Facts, situation: Situation) -> Penalty:
    """What a notice would be today, or was on the day of its issue (PEN-7); days that cannot be are passed over."""
    issued = max(facts.issued_on or situation.on, TARIFFS[0].valid_from)
    return penalty_for(issued, max(facts.received_on or issued, issued), history_of(facts, situation))


def checks_of(facts: Facts, situation: Situation) -> tuple[Check, ...]:
    """Every check before the notice, as it stands today; none where the marks cannot be looked at."""
    boxes = boxes_of(facts, situation)
    if boxes is None:
        return ()
    return pre_issue_checks(
        Considered(
            on=situation.on,
            born=situation.born,
            boxes=boxes,
            history=history_of(facts, situation),
            covered=_covered(situation, boxes),
            offence=facts.offence,
            support=facts.support,
            improving=improving_of(situation),
            best_tool=facts.best_tool,
            other_is_better=facts.other_is_better,
            equality=facts.equality,
            has_needs=facts.has_needs,
            asked_elsewhere=facts.asked_elsewhere,
            exceptional=facts.exceptional,
        )
    )


def improving_of(situation: Situation) -> Improving:
    """Where the notice to improve stands: by this case's steps, else by the parent's latest one."""
    for step, stands in (
        ("improving:not-improved", Improving.FAILED),
        ("improve:failed", Improving.FAILED),
        ("improve:no-effect", Improving.NO_EFFECT),
        ("improve:holiday", Improving.NOT_NEEDED),
        ("improve:give", Improving.RUNNING),
    ):
        if situation.last(step):
            return stands
    latest = improvement_case(situation)
    if latest is None:
        return Improving.NONE
    ended = {"not-improved": Improving.FAILED, "improved": Improving.IMPROVED}
    return ended.get(latest.outcome, Improving.NONE) if latest.closed_on else Improving.RUNNING


def improvement_case(situation: Situation) -> Earlier | None:
    """The latest notice to improve that was given to this parent for this child."""
    found = [case for case in situation.earlier if case.process == IMPROVE and case.contact == situation.contact]
    return found[-1] if found else None


def improvement_ended(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Says that the notice to improve which this case waits for has ended (NTI-1)."""
    latest = improvement_case(situation)
    waits = situation.last("improve:give") is not None and situation.last("improving") is None
    if not waits or latest is None or latest.closed_on is None or latest.closed_on < situation.opened_on:
        return ()
    how = {"not-improved": "without sufficient improvement", "improved": "with improvement"}.get(latest.outcome)
    if how is None:
        return ()
    return (f"The notice to improve ended on {in_words(latest.closed_on)} {how}. Record it here and decide.",)


def _notices(situation: Situation) -> Iterable[tuple[Earlier, Facts]]:
    for case in situation.earlier:
        facts, of_this = case.facts, case.process == KEY and case.contact == situation.contact
        if of_this and isinstance(facts, Facts) and facts.issued_on is not None and case.outcome != _NEVER_WAS:
            yield case, facts


def _outcome(case: Earlier) -> NoticeOutcome:
    return _OUTCOMES.get(case.outcome, NoticeOutcome.UNPAID)


def _covered(situation: Situation, boxes: TenBoxes) -> frozenset[Session]:
    """The sessions of these weeks for which a notice to this parent was issued before and stands."""
    spans = [
        (before.offence_from, before.offence_to)
        for case, before in _notices(situation)
        if _outcome(case) is not NoticeOutcome.WITHDRAWN and before.offence_from and before.offence_to
    ]
    days = (one.session for one in boxes.counted)
    return frozenset(s for s in days if any(first <= s.on <= last for first, last in spans))


def _reaches(standing: Standing, until: date) -> bool:
    """Whether ten school weeks before the day lie within the two years of marks that are read."""
    known = standing.year - 1
    if year_of(until) > known:
        return True
    return year_of(until) == known and len(standing.calendar.weeks_until(until, 10)) == 10
