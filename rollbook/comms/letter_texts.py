"""The letters that every school has from the start: plain words, which a school changes as it likes.

Each says which duty it serves; a school's own words are versions of its own, and what was sent stays.
"""

# ruff: noqa: E501  (a paragraph of a letter is one line)

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as Rollbook brings it: `source` says what asks for it, in rule ids and the documents behind them."""

    key: str
    name: str
    subject: str
    words: str
    source: str


UNEXPLAINED = LetterText(
    "unexplained",
    "Absence without a reason",
    "Absence of {pupil}, {form}",
    """Dear {contact},

{forename} was absent from school and we have not yet been told why:

{unexplained_sessions}

Please let us know the reason by {reply_by}. A telephone call, an e-mail or a note to the school office is enough. If you have already told us, please accept our apologies and tell us once more.

The law asks us to record a reason for every absence. Where we are given none, the absence has to be recorded as unauthorised.

If something makes it hard for {forename} to come to school, please tell us. We would like to help, and we can do so sooner the sooner we know.""",
    "DAY-1, COD-4: Working together to improve school attendance; the clock of code N",
)
LATENESS = LetterText(
    "lateness",
    "Lateness",
    "Arriving on time: {pupil}, {form}",
    """Dear {contact},

This school year {forename} has arrived late for school {times_late}. These were the days:

{late_sessions}

The first minutes of a lesson are when it is explained what the lesson is about. Whoever comes in later has missed that, and everybody else is interrupted. Arriving after the register has closed counts in law as an absence for the whole morning or afternoon.

Please help {forename} to be here in good time. If there is a reason why mornings are difficult, please ring us, so that we can look for a way together.""",
    "COD-3, PUN-1: Working together to improve school attendance",
)
STATEMENT = LetterText(
    "statement",
    "Attendance statement",
    "{forename}’s attendance this school year",
    """Dear {contact},

We write to every family from time to time to say how often their children have been at school. This is how {pupil}, {form}, stands on {today}:

{figures}

Every school day has two sessions, a morning and an afternoon. {forename} has attended {attendance} of those that were possible.

{forename} is best helped when we talk to each other early. If you have any question about these figures, or if something makes it hard for {forename} to come to school, please ring the school office.""",
    "DAY-4: Working together to improve school attendance, paragraph on informing parents",
)
VISIT = LetterText(
    "home-visit",
    "Home-visit card",
    "We came to see you about {forename}",
    """Dear {contact},

We came to your home today, {today}, because {forename} was not at school and we had not been able to speak to you. Nobody answered the door.

Please ring the school office as soon as you read this, so that we know that {forename} is safe.""",
    "DAY-1: keep looking where an absence stays unexplained",
)
MEETING = LetterText(
    "meeting-invitation",
    "Invitation to a meeting",
    "A meeting about {forename}’s attendance",
    """Dear {contact},

We would like to talk with you about {forename}’s attendance, and ask you to come to a meeting ({meeting}):

{meeting_when}
{meeting_place}

{meeting_about}

You may bring somebody with you. If the time does not suit you, or if you need an interpreter or help with getting here, please ring the school office.""",
    "CASE-C: Working together to improve school attendance, meetings with families",
)
MEETING_MOVED = LetterText(
    "meeting-moved",
    "Meeting: changed",
    "Changed: the meeting about {forename}’s attendance",
    """Dear {contact},

The meeting ({meeting}) about {forename}’s attendance has been changed. It is now on:

{meeting_when}
{meeting_place}

If this does not suit you, please ring the school office.""",
    "CASE-C: Working together to improve school attendance, meetings with families",
)
MEETING_CANCELLED = LetterText(
    "meeting-cancelled",
    "Meeting: cancelled",
    "Cancelled: the meeting about {forename}’s attendance",
    """Dear {contact},

The meeting ({meeting}) about {forename}’s attendance on {meeting_when} will not take place, and you need not come. If we ask you to another, we will write to you again.""",
    "CASE-C: Working together to improve school attendance, meetings with families",
)
MEETING_MINUTES = LetterText(
    "meeting-minutes",
    "Minutes of a meeting",
    "What was said at the meeting about {forename}, {meeting_day}",
    """Dear {contact},

Enclosed you will find the minutes of the meeting ({meeting}) about {forename}’s attendance on {meeting_day}, with what each of us has agreed to do.

If something in them is not as you remember it, please ring the school office. It will be corrected in a new copy, and you will get that as well.""",
    "CASE-C: Working together to improve school attendance, meetings with families",
)
GENERAL = LetterText(
    "general",
    "General letter",
    "{pupil}, {form}",
    """Dear {contact},

{message}""",
    "COM-B",
)

BY_KEY: dict[str, LetterText] = {
    text.key: text
    for text in (
        UNEXPLAINED,
        LATENESS,
        STATEMENT,
        VISIT,
        MEETING,
        MEETING_MOVED,
        MEETING_CANCELLED,
        MEETING_MINUTES,
        GENERAL,
    )
}


def bring(text: LetterText) -> None:
    """Add a letter that another part of the house brings for every school; the same one twice is one."""
    if BY_KEY.setdefault(text.key, text) != text:
        raise ValueError(f"two letters are called “{text.key}”")
