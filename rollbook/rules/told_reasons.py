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
     r"|headache|migraine|tummy|stomach|bug|infection|norovirus"
     r"|diarrh\w*|chicken ?pox|covid|tonsil\w*|asthma|not (?:feeling )?well"),
    ("R", "religious observance", r"eid|diwali|yom kippur|rosh hashanah|vaisakhi|passover"),
    # Leave is for the head to grant before it begins, so that these words suggest whom to ask and no code (COD-16).
    ("", "leave of absence", r"funeral|bereave\w*|passed away|died|holidays?|vacation|abroad|flights?|wedding|airport"
     r"|family emergency|performance|competition|interview"),
)  # fmt: skip
_PATTERNS = tuple((code, kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for code, kind, words in _SAYS)
_COMING = re.compile(
    r"\b(?:running late|on (?:his|her|their|the) way|be in (?:soon|later|by)|overslept|missed the bus|traffic)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that the words suggest, what it stands for here, and the words themselves; empty when they say nothing.

    Words and no code: the words ask for leave, which somebody has to decide before anything is coded.
    """

    code: str
    kind: str
    words: tuple[str, ...]

    @property
    def says(self) -> str:
        if not self.words:
            return ""
        quoted = f"“{'”, “'.join(self.words)}”"
        return f"{self.code}: {self.kind} ({quoted})" if self.code else f"asks for {self.kind} ({quoted})"

    @property
    def asks_for_leave(self) -> bool:
        return bool(self.words) and not self.code


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
