"""What comes of a message in a training school: a receipt, sometimes a reply; the same message, the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REPLIES = (
    "Sorry, {he} has a temperature and was sick in the night. Will be in tomorrow",
    "Dentist until 11, back after that",
    "What do you mean? {he} left for school at 8",
    "Running late, will be there by 9.45",
    "Hospital appointment this morning, I sent the card last week",
    "ok thanks",
    "Both are ill, tummy bug",
    "Who is this?",
)
PRONOUNS = ("he", "she", "they")


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """What the practice gateway tells the school, so many seconds after it took a message, but for the moment."""

    after: float
    kind: str
    said: Mapping[str, Any]


def answers_to_text(text: Mapping[str, str]) -> tuple[Answer, ...]:
    """A receipt within seconds (one in fourteen failed), and a reply to one in five within a minute."""
    dice = _dice(text["reference"])
    report = {"id": f"text-{text['reference']}", "reference": text["reference"], "state": "delivered"}
    if dice[0] % 14 == 0:
        return (Answer(3.0 + dice[1] % 5, "reports", report | {"state": "failed", "reason": "number not in use"}),)
    found = [Answer(1.0 + dice[1] % 4, "reports", report)]
    if dice[2] % 5 == 0:
        words = REPLIES[dice[3] % len(REPLIES)].format(he=PRONOUNS[dice[4] % len(PRONOUNS)])
        reply = {"id": f"reply-{text['reference']}", "from": text["to"], "text": words[:1].upper() + words[1:]}
        found.append(Answer(12.0 + dice[5] % 45, "replies", reply))
    return tuple(found)


def answers_to_call(call: Mapping[str, str]) -> tuple[Answer, ...]:
    """Half are answered, most of them with a key pressed; the rest ring out, are engaged, or reach a voicemail."""
    dice = _dice(call["reference"])
    outcome = ("answered", "answered", "answered", "voicemail", "no-answer", "busy")[dice[0] % 6]
    said = {"id": f"text-{call['reference']}", "reference": call["reference"], "outcome": outcome}
    if outcome == "answered":
        said["key"] = ("1", "1", "", "1")[dice[1] % 4]
    return (Answer(8.0 + dice[2] % 20, "calls", said),)


def _dice(reference: str) -> bytes:
    return hashlib.sha256(reference.encode()).digest()
