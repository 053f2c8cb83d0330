"""What is written and said to families on the first day, and afterwards where it was wrong (ABS-B).

The school's own words for the occasion, in the language the contact wants; with Rollbook's own, in English,
where those name something that is not known of this family.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rollbook.absence.words import together
from rollbook.comms.queries.wordings import WordingLine, languages_of, wordings_among
from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.rules.wording import filled
from rollbook.rules.wordings import ENGLISH, own_words
from rollbook.schools.queries import school_line

FIRST_DAY, ASKS, WRONG = "first-day", "please-ring", "first-day-wrong"


@dataclass(frozen=True, slots=True)
class Wordings:
    """Everything that is needed to write to these contacts about a session."""

    school: str
    half: Half
    names: Mapping[int, str]
    languages: Mapping[int, str]
    known: Mapping[tuple[str, str, str], WordingLine]

    def of(self, purpose: str, channel: str, contact: int, pupils: Sequence[PupilLine]) -> tuple[str, str]:
        """Subject (of an e-mail only) and words to a contact about these pupils."""
        facts = self._facts(contact, pupils)
        line = self.known[(purpose, channel, self.languages.get(contact, ENGLISH))]
        subject, words = filled(line.subject, facts), filled(line.words, facts)
        if subject.missing or words.missing:  # never a blank, and never no message
            own = own_words(purpose, channel, ENGLISH)
            assert own is not None, "every purpose has English words (tests/rules/test_wordings.py)"
            subject, words = filled(own.subject, facts), filled(own.words, facts)
        return subject.words, words.words

    def _facts(self, contact: int, pupils: Sequence[PupilLine]) -> dict[str, str]:
        forms = list(dict.fromkeys(p.registration for p in pupils if p.registration))
        return {
            "school": self.school,
            "session": f"this {self.half.label}",
            "contact": self.names.get(contact, "parent or carer"),
            "pupil": together([p.name for p in pupils]),
            "forename": together([p.forename for p in pupils]),
            "form": together(forms) if forms else "",
        }


def wordings_to(
    actor: Actor, half: Half, contacts: Collection[int], channels: Collection[str], *purposes: str
) -> Wordings:
    """The words of these occasions by these channels for these contacts: four statements."""
    languages = languages_of(actor, contacts)
    return Wordings(
        school=school_line(actor).name,
        half=half,
        names=contact_names(actor, contacts),
        languages=languages,
        known=wordings_among(actor, purposes, channels, {ENGLISH, *languages.values()}),
    )
