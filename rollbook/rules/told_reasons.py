"""What a family's own words suggest: a code, and the words that led to it. A person decides (ABS-C)."""

from __future__ import annotations

import re
from dataclasses import dataclass

STOP = frozenset({"stop", "stop all", "stopall", "unsubscribe", "opt out", "end", "quit"})

# In this order: an appointment names itself, and “not well after the dentist” is still about today's illness.
_SAYS = (
    ("M", "appointment", r"dentist\w*|orthodont\w*|doctor'?s?|gp|hospital|clinic|optician\w*|appointment|appt"
     r"|check.?up"),
    ("I", "illness", r"ill|unwell|sick\w*|poorly|vomit\w*|throwing up|thrown up|temperature|fever|cough\w*|flu|cold"
     r"|headache|migraine|tummy|stomach|diarrh\w*|chicken ?pox|covid|tonsil\w*|asthma|not (?:feeling )?well"),
    ("R", "religious observance", r"eid|diwali|yom kippur|rosh hashanah|vaisakhi|passover"),
    ("C", "something out of the ordinary", r"funeral|bereave\w*|passed away|died"),
)  # fmt: skip
_PATTERNS = tuple((code, kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for code, kind, words in _SAYS)
_COMING = re.compile(
    r"\b(?:running late|on (?:his|her|their|the) way|be in (?:soon|later|by)|overslept|missed the bus|traffic)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that the words suggest, what it stands for here, and the words themselves; empty when they say nothing."""

    code: str
    kind: str
    words: tuple[str, ...]

    @property
    def says(self) -> str:
        return f"{self.code}: {self.kind} (“{'”, “'.join(self.words)}”)" if self.code else ""


NOTHING = Suggestion("", "", ())


def suggested(told: str) -> Suggestion:
    """What some words suggest; nothing where they speak of two things, or of coming late."""
    if _COMING.search(told):
        return NOTHING
    found = [(code, kind, tuple(dict.fromkeys(m.lower() for m in p.findall(told)))) for code, kind, p in _PATTERNS]
    said = [Suggestion(*one) for one in found if one[2]]
    return said[0] if len(said) == 1 else NOTHING


def wants_no_more(told: str) -> bool:
    """Whether a text asks for no more texts, in one of the words that text services know."""
    return told.strip().strip(".!").casefold() in STOP
