"""Certificates as pages: one for each award, all of a run in one PDF; never a figure, never a reason (RWD-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rollbook.comms.queries.letter_templates import letterhead
from rollbook.files.queries import read_file
from rollbook.rewards.queries.runs import GivenAward, RunLine
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.calendar import monday_of
from rollbook.schools.queries import school_line
from rollbook.web.printing import pdf

TEMPLATE = "rewards/typst/certificate.typ"
SIZES = ("a4", "a5")


def certificates_pdf(
    actor: Actor, run: RunLine, awards: Sequence[GivenAward], *, size: str, made_at: datetime
) -> bytes:
    """The certificates of these awards, in their order, on landscape pages of that size."""
    return pdf(TEMPLATE, data_of(actor, run, awards, size=size, made_at=made_at), made_at=made_at)


def data_of(
    actor: Actor, run: RunLine, awards: Sequence[GivenAward], *, size: str, made_at: datetime
) -> dict[str, object]:
    """What the template takes."""
    head, school = letterhead(actor), school_line(actor)
    picture = read_file(actor, head.crest).data if head.crest else b""
    day = (run.given_at or made_at).astimezone(LONDON).date()
    return {
        "title": f"{run.rule.name}: certificates",
        "size": size if size in SIZES else SIZES[0],
        "school": school.name,
        "crest": list(picture),
        "heading": run.rule.title,
        "words": run.rule.words,
        "period": period_words(run.first, run.last),
        "day": f"{day.day} {day:%B %Y}",
        "signed_by": head.signed_by,
        "position": head.position or "Headteacher",
        "names": [{"name": one.name, "form": "" if one.group else one.form} for one in awards],
    }


def period_words(first: date, last: date) -> str:
    """E.g. the week of 9 November 2026, 2 September to 23 October 2026."""
    if monday_of(first) == monday_of(last):
        monday = monday_of(first)
        return f"the week of {monday.day} {monday:%B %Y}"
    begins = f"{first.day} {first:%B}" + (f" {first.year}" if first.year != last.year else "")
    return f"{begins} to {last.day} {last:%B %Y}"
