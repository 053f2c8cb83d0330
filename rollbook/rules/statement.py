"""The witness statement of section 9: drafted from what the record says, every gap marked (LEG-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.rules.sessions import in_words

GAP = "[… to be completed by the witness]"
OATH = (
    "This statement (consisting of {pages} page(s) each signed by me) is true to the best of my knowledge and belief "
    "and I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully "
    "stated in it anything which I know to be false, or do not believe to be true."
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who makes the statement, as far as it was filled in."""

    name: str = ""
    occupation: str = ""
    age: str = ""
    knows: str = ""
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that the school sent or held: the day, what it was, and the exhibit that shows it."""

    on: date
    what: str
    label: str


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What the record says, for the statement; `registered` are the times on the roll."""

    school: str
    pupil: str
    born: date
    parent: str
    relationship: str
    registered: tuple[tuple[date, date | None], ...]
    first: date
    last: date
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    certificate: str = ""
    year: str = ""
    register: str = ""
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement ready for its page; `gaps` is how many places a witness still has to fill."""

    name: str
    age: str
    occupation: str
    paragraphs: tuple[str, ...]
    gaps: int


def drafted(facts: StatementFacts, witness: Witness) -> Statement:
    """Facts alone, in the order in which a court reads them: the school, the child, the register, what was sent."""
    name, occupation, age = (part.strip() or GAP for part in (witness.name, witness.occupation, witness.age))
    paragraphs = (
        f"I am employed by {facts.school} as {occupation}. {witness.knows.strip() or _gap('how long, and what for')}",
        _child(facts),
        _registered(facts),
        f"The school keeps an attendance register, as the law asks. {witness.keeps.strip() or _gap('how it is taken')}",
        *_register(facts),
        *_sent(facts.sent),
        f"{facts.parent}: what I said to them and they to me, as I remember it. {GAP}",
    )
    whole = (name, age, occupation, *paragraphs)
    return Statement(
        name, age, occupation, paragraphs, sum(part.count("to be completed by the witness]") for part in whole)
    )


def _gap(what: str) -> str:
    return f"[… {what}: to be completed by the witness]"


def _child(facts: StatementFacts) -> str:
    who = f"{facts.parent}, {facts.relationship.lower()} of the child," if facts.relationship else facts.parent
    return (
        f"This statement is about {facts.pupil}, born on {_day(facts.born)}. The school's admission register names "
        f"{who} as a person to be told about the child."
    )


def _registered(facts: StatementFacts) -> str:
    if not facts.registered:
        return f"{facts.pupil} is a registered pupil of the school. {_gap('since when')}"
    spans = [
        f"from {_day(first)} to {_day(last)}" if last else f"since {_day(first)}" for first, last in facts.registered
    ]
    return f"{facts.pupil} was on the admission register of the school {' and '.join(spans)}."


def _register(facts: StatementFacts) -> Sequence[str]:
    exhibits = [
        (facts.certificate, "the certificate of attendance"),
        (facts.year, "the year week by week with the reasons that the school was given"),
        (facts.register, "every session with every entry that was changed"),
    ]
    shown = [f"{what} as {label}" for label, what in exhibits if label]
    produced = f" I produce {_listed(shown)}." if shown else ""
    return (
        f"From {_day(facts.first)} to {_day(facts.last)} the register shows {facts.possible} possible sessions for "
        f"this pupil; a session is half a school day. {facts.attended} were attended. {facts.authorised} were recorded "
        f"as authorised absence and {facts.unauthorised} as unauthorised absence.{produced}",
    )


def _sent(sent: Sequence[Sent]) -> Sequence[str]:
    """“The school sent …”: whoever signs need not have posted it."""
    return [
        f"On {_day(one.on)} {one.what}." + (f" I produce it as {one.label}." if one.label else "")
        for one in sorted(sent, key=lambda one: one.on)
    ]


def _listed(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _day(day: date) -> str:
    return in_words(day).partition(" ")[2]
