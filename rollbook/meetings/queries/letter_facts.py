"""What a letter can say of a meeting: the next one that is called about the pupil (COM-B)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rollbook.comms.facts import tells
from rollbook.meetings.models import Meeting, MeetingPupil
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import BY_KEY
from rollbook.rules.sessions import in_words

FIELDS = {
    "meeting": "what kind of meeting it is",
    "meeting_about": "what such a meeting is for",
    "meeting_when": "the day and the time of the meeting, in words",
    "meeting_place": "where the meeting is",
    "meeting_day": "the day of the meeting, in words",
}


@tells("meetings", FIELDS)
def meeting_facts(actor: Actor, pupils: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """The fields of the next meeting about each pupil: one statement. Who has none coming has no fields."""
    rows = MeetingPupil.objects.filter(
        school_id=actor.school, pupil_id__in=pupils, meeting__cancelled_at=None, meeting__at__gte=actor.now
    ).select_related("meeting")
    found: dict[int, Mapping[str, str]] = {}
    for row in rows.order_by("meeting__at", "id"):
        found.setdefault(row.pupil_id, facts_about(row.meeting))
    return found


def facts_about(row: Meeting) -> dict[str, str]:
    """The fields of one meeting."""
    kind, at = BY_KEY[row.kind], row.at.astimezone(LONDON)
    day = in_words(at.date())
    return {
        "meeting": kind.name[0].lower() + kind.name[1:] if kind.name[1:2].islower() else f"{kind.name} meeting",
        "meeting_about": kind.about,
        "meeting_when": f"{day} at {at:%-H:%M}",
        "meeting_place": row.place,
        "meeting_day": day,
    }
