"""Waiting on me: tasks, replies nobody answered, messages that failed or are in doubt, entries that were not used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, short_day, wall_clock
from rollbook.home.queries import Today
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.rows import Act, Lane, Line
from rollbook.web.pages import OfficeRequest
from rollbook.work.queries import TaskLine

SHOWN = 8


def waiting_on_me(request: OfficeRequest, today: Today) -> Lane:
    """Messages first, which grow cold by the minute; then tasks, the most urgent on top."""
    tasks = today.on_me.tasks
    lines = (*_messages(request, today), *_entries(request, today), *(task_line(request, one) for one in tasks))
    overdue = sum(task.is_overdue(request.actor.today) for task in tasks)
    return Lane(
        key="lane-mine",
        title="Waiting on me",
        lines=lines[:SHOWN],
        more_url=reverse("work:mine", kwargs={"school": request.school.slug}) if len(lines) > SHOWN else "",
        more_says=f"Show {len(lines) - SHOWN} more in My work",
        count=len(lines),
        due=f"{count(overdue, 'task')} overdue" if overdue else "",
        hot=bool(overdue),
        done="Nothing waits for you.",
    )


def _entries(request: OfficeRequest, today: Today) -> Iterable[Line]:
    """What somebody sent of a register and was not used: which is right, a person has to say (REG-E)."""
    waiting = today.on_me.entries
    if not waiting:
        return
    url = reverse("registers:conflicts", kwargs={"school": request.school.slug})
    title = f"{count(waiting, 'entry', 'entries')} in a register {'was' if waiting == 1 else 'were'} not used"
    says = "They disagree with the mark that stands. Somebody has to say which is right."
    yield Line("entries", title, tag="Conflict", tone="warn", says=says, acts=(Act("Settle", url),))


def _messages(request: OfficeRequest, today: Today) -> Iterable[Line]:
    found = today.on_me.messages
    url = reverse("comms:outbox", kwargs={"school": request.school.slug})
    if found.replies:
        oldest = f"The oldest came {wall_clock(found.oldest_reply)}." if found.oldest_reply else ""
        verb = "waits" if found.replies == 1 else "wait"
        title = f"{count(found.replies, 'reply', 'replies')} {verb} for an answer"
        yield Line("replies", title, says=oldest, acts=(Act("Read replies", url, main=True),))
    if found.failed:
        title = f"{count(found.failed, 'message')} failed today"
        says = "They reached nobody: ring, or mend the number."
        yield Line("failed", title, tag="Failed", tone="stop", says=says, acts=(Act("See which", url),))
    if found.doubt:
        says = "Nobody knows whether they went. Somebody has to say before they are tried again."
        title = f"{count(found.doubt, 'message')} in doubt"
        yield Line("doubt", title, tag="In doubt", tone="warn", says=says, acts=(Act("Settle", url),))


def task_line(request: OfficeRequest, one: TaskLine) -> Line:
    """A task with when it must be done, from whom it is, and the button that ends it."""
    today = request.actor.today
    tag, tone = _when(one, today)
    where = {"school": request.school.slug, "task": one.public_id}
    says = " · ".join(words for words in (one.whose, f"from {one.made_by}" if one.made_by else "") if words)
    return Line(
        key=f"task-{one.public_id}",
        title=one.says,
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)) if one.pupil else None,
        forms=one.pupil.registration if one.pupil else "",
        tag=tag,
        tone=tone,
        says=says,
        acts=(Act("Done", reverse("work:task-done", kwargs=where), one.says, (("to", "today"),)),),
    )


def _when(one: TaskLine, today: date) -> tuple[str, str]:
    if one.is_overdue(today):
        return f"Overdue since {short_day(one.due)}", "stop"
    if one.act_by <= today:
        return ("Today, before the holiday" if one.in_holiday else "Today"), "warn"
    return f"By {short_day(one.act_by)}", ""
