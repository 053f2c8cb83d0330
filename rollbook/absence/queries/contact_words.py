"""What is written and said to families on the first day, and afterwards where it was wrong (ABS-B)."""

from __future__ import annotations

from collections.abc import Sequence

from rollbook.absence.queries.telling import WORDS
from rollbook.absence.words import together
from rollbook.pupils.queries import PupilLine
from rollbook.rules.contact_ladder import EMAIL
from rollbook.rules.sessions import Half
from rollbook.rules.wording import filled

SUBJECT = "Absence today: please contact us"
ASKS_SUBJECT = "Please ring us"
# To somebody who may not be told: nothing of the child, not even that there is one.
ASKS = "{school}: please ring the school office as soon as you can. Thank you."
WRONG_SUBJECT = "Our message of today was wrong"
WRONG = {
    half: "{school}: {forename} is in school. Our message about this " + half.label + " was wrong. We are sorry."
    for half in Half
}


def words_for(
    channel: str, half: Half, pupils: Sequence[PupilLine], school: str, *, asks: bool = False
) -> tuple[str, str]:
    """Subject (of an e-mail only) and words of the message about these pupils."""
    subject = (ASKS_SUBJECT if asks else SUBJECT) if channel == EMAIL else ""
    return subject, _filled(ASKS if asks else WORDS[half], pupils, school)


def correction_for(channel: str, half: Half, pupils: Sequence[PupilLine], school: str) -> tuple[str, str]:
    """Subject and words that take a wrong message about these pupils back."""
    words = WRONG[half] if len(pupils) == 1 else WRONG[half].replace(" is in ", " are in ")
    return WRONG_SUBJECT if channel == EMAIL else "", _filled(words, pupils, school)


def _filled(words: str, pupils: Sequence[PupilLine], school: str) -> str:
    return filled(words, {"school": school, "forename": together([p.forename for p in pupils])}).words
