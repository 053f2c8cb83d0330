"""The words that every report uses alike: which days, whose figures, and how they were counted."""

from __future__ import annotations

from rollbook.absence.words import short_day
from rollbook.pupils.queries.groups import names_of_groups, year_order
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.pupils.queries.seeing import sees_everybody
from rollbook.reports.asked import Asked, When, Whose
from rollbook.reports.queries.roll import SEXES
from rollbook.rules.actor import Actor
from rollbook.schools.queries import TermLine

OWN_PUPILS = "Counted are the pupils whom you may see, not the whole school."


def about(actor: Actor, asked: Asked) -> str:
    """Days and pupils in words: “Mon 2 Nov to Fri 20 Nov 2026 · Year 9, free school meals”."""
    return f"{days(asked.when)} · {whom(actor, asked.whose)}"


def days(when: When) -> str:
    """The days in words, short, with the year at the end."""
    last = f"{when.last:%a} {when.last.day} {when.last:%b %Y}"
    return last if when.first == when.last else f"{short_day(when.first, around=when.last)} to {last}"


def whom(actor: Actor, whose: Whose) -> str:
    """Whose figures in words; one statement where a group is among them."""
    groups = names_of_groups(actor, (*whose.groups, *((whose.group,) if whose.group else ())))
    parts = [f"Year {year}" if year.isdigit() else year for year in whose.nc_years]
    parts += [groups[g] for g in whose.groups if g in groups]
    parts += [groups[whose.group]] if whose.group and whose.group in groups else []
    traits = (*whose.having, *((whose.trait,) if whose.trait else ()))
    parts += [inside(CHARACTERISTICS.get(kind, kind)) for kind in traits]
    parts += [SEXES[whose.sex].lower()] if whose.sex in SEXES else []
    return ", ".join(parts) or "everybody"


def inside(title: str) -> str:
    """A title as it stands inside a sentence: “Free school meals” small, “SEN support” and “English …” as they are."""
    begins = title[:2]
    if (begins.isalpha() and begins.isupper()) or title.startswith("English"):
        return title
    return title[:1].lower() + title[1:]


def counted_how(asked: Asked) -> tuple[str, ...]:
    """How the figures of attendance were counted, for the foot of a report."""
    return (
        "Every pupil on the roll at any time in these days is counted, leavers to their last day. A pupil stands in "
        "the year group, form and with the characteristics of the last day, or of their own last day.",
        "Attendance is sessions attended out of sessions possible; codes that are not possible sessions (such as X, "
        "D, Y1 to Y7) count in neither (PA-1, PA-2). Persistent is 10 % or more of a pupil's own possible sessions "
        "missed in these days, severe 50 % or more (PA-3). Lines are drawn in whole sessions; a percentage is rounded "
        "only to be printed (PA-10).",
    )


def only_theirs(actor: Actor) -> tuple[str, ...]:
    """The note for whoever does not see every pupil; nothing for who does."""
    if sees_everybody(actor):
        return ()
    years = ", ".join(sorted(actor.nc_years, key=year_order))
    return (f"{OWN_PUPILS} Yours are Year {years} and the groups that you take." if years else OWN_PUPILS,)


def term_title(term: TermLine) -> str:
    """A term with its year, which some schools' names of terms have already: “Autumn term 2026/27”."""
    year = f"{term.year}/{(term.year + 1) % 100:02}"
    return term.name if year in term.name else f"{term.name} {year}"
