"""Saved reports of the training school: what leaders read each week, governors each term, and who gets it (REP-F)."""

from __future__ import annotations

from datetime import time

from rollbook.demo.happening import Happenings
from rollbook.reports.actions import Sending, save_report, schedule_report
from rollbook.rules.access import Role

_FRIDAY, _HALF_PAST_THREE = 5, 15 * 60 + 30


def save_some_reports(happenings: Happenings) -> None:
    """Three reports that everybody may open; the week goes to the head and the attendance manager on Fridays."""
    manager = happenings.by(Role.ATTENDANCE_MANAGER, happenings.on, time(8, 50))
    head = happenings.by(Role.HEAD, happenings.on, time(8, 50))
    week = save_report(
        manager, kind="weekly-information", name="Leaders, every week", asked={"period": "this-week"}, shared="school"
    )
    save_report(
        manager,
        kind="attendance-by",
        name="Forms, this half term",
        asked={"period": "half-term", "by": "form"},
        shared="school",
    )
    save_report(manager, kind="governors", name="Governors, this term", asked={"period": "term"}, shared="school")
    readers = tuple(actor.user_id for actor in (head, manager) if actor.user_id)
    schedule_report(manager, saved=week, sending=Sending("week", at=_HALF_PAST_THREE, readers=readers, weekday=_FRIDAY))
