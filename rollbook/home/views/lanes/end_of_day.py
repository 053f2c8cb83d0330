"""End of day: what is left, tomorrow's planned absence, and the check list that closes the day."""

from __future__ import annotations

from django.urls import reverse

from rollbook.absence.words import count, short_day, wall_clock
from rollbook.home.queries import Stage, Today
from rollbook.home.views.lanes.overnight import named_with_codes
from rollbook.home.views.lanes.rows import Act, Lane, Line
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half
from rollbook.web.pages import OfficeRequest


def end_of_day(request: OfficeRequest, today: Today) -> Lane:
    """One line while the day goes on; what is left to do once the afternoon's registers have closed."""
    lines = []
    if ends_now(today):
        lines = [*_left(request, today)]
    if today.planned.next_day and today.moment.after:
        title = f"{count(len(today.planned.next_day), 'pupil')} planned away on {short_day(today.moment.after)}"
        lines.append(Line("plans-next", title, says=named_with_codes(today.planned.next_day)))
    due = _due(today)
    return Lane("lane-end", "End of day", tuple(lines), due=due if lines else "", done=due.capitalize(), is_done=False)


def ends_now(today: Today) -> bool:
    """Whether the day can be closed: the afternoon's registers have closed."""
    return today.moment.half is Half.PM and today.moment.stage in (Stage.CLOSED, Stage.OVER)


def _due(today: Today) -> str:
    if ends_now(today):
        return "the day can be closed"
    closes = today.closing
    return f"the check list opens when afternoon registers close, {wall_clock(closes)}" if closes else ""


def _left(request: OfficeRequest, today: Today) -> list[Line]:
    """What the check list will ask about; the list itself has it pupil by pupil."""
    school = {"school": request.school.slug}
    without = sum(len(f.pupils) for f in today.families) + sum(len(one.pupils) for one in today.first if one.marked)
    left = [
        words
        for n, words in (
            (today.blanks, f"{count(today.blanks, 'mark')} still missing"),
            (without, f"{count(without, 'pupil')} left as no reason"),
            (len(today.trips), f"{count(len(today.trips), 'list')} not confirmed"),
        )
        if n
    ]
    acts = [Act("Close the day", reverse("registers:day", kwargs=school), main=True)]
    if not request.actor.may(Permission.AMEND_MARKS):
        acts = []
    says = ", ".join(left).capitalize() + "." if left else "Every register is in and every absence has its reason."
    return [Line("close", "Close the day", says=says, acts=tuple(acts))]
