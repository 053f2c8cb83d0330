"""Penalty notices by term: considered, warned, asked for, issued, and what became of them (CASE-F)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from rollbook.absence.words import count
from rollbook.audit.once import read_once
from rollbook.reports.asked import Asked, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import numbers_chart
from rollbook.reports.kinds.saying import days, inside, only_theirs, term_title
from rollbook.reports.queries.clocks import Ran, clocks_of, counted
from rollbook.reports.queries.penalty_notices import Event, Happened, Issued, PenaltyFigures, penalty_figures
from rollbook.reports.report import Cell, Number, Numbers, Picture, Report, Section, Share, Table, number, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.penalty import Tier
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import terms_and_closures

_E = Event
TITLES = {
    _E.CONSIDERED: "Considered, for a parent and a child",
    _E.OTHERWISE: "Support or another way instead",
    _E.WARNED: "Notice to improve given",
    _E.REQUESTED: "Asked for from the authority",
    _E.REFUSED: "Not issued by the authority",
    _E.TAKEN_BACK: "Request taken back",
    _E.ISSUED: "Issued",
    _E.PAID: "Paid",
    _E.UNPAID: "Not paid in 28 days",
    _E.PROSECUTED: "Prosecuted after that",
    _E.WITHDRAWN: "Withdrawn",
}
NONE = "No penalty notice was considered in these days."


def make(actor: Actor, asked: Asked) -> Report:
    """Every event by the term in which it happened; notices, children and parents counted apart."""
    with read_once():
        found = penalty_figures(actor, asked.when)
        spans = terms_of(actor, asked.when)
        ran = clocks_of(actor, found.cases, asked.when, only_law=False)
    says = says_of(found)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=days(asked.when),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            *((_numbers(found),) if found.events else ()),
            _by_term(found, spans, says),
            *_picture(found),
            *_issued(found.issued),
            *_in_time(ran),
        ),
        notes=(*NOTES, *only_theirs(actor)),
        says=says,
    )


NOTES = (
    "A notice is one parent’s, for one child: two parents of a child are two notices, and so are two children of one "
    "parent (PEN-6). Ten sessions in ten weeks mean that one is considered, never that it is issued (PEN-3).",
    "What the authority reports stands on the day it names; everything else on the day it was recorded as done. What "
    "happened in a holiday stands with the term before it. A step that was taken back is not counted.",
    "A notice that was issued in one term may be paid in the next, so a column does not add up.",
)


def says_of(found: PenaltyFigures) -> str:
    """The figures in a sentence."""
    if not found.events:
        return NONE
    issued = found.of(_E.ISSUED)
    considered, asked_for = len(found.of(_E.CONSIDERED)), len(found.of(_E.REQUESTED))
    first = f"{considered} considered, {asked_for} asked for, {len(issued)} issued"
    if not issued:
        return f"{first}."
    who = f"about {count(_children(issued), 'child', 'children')}, to {count(_parents(issued), 'parent')}"
    return f"{first} ({who}); {len(found.of(_E.PAID))} paid, {len(found.of(_E.WITHDRAWN))} withdrawn."


def terms_of(actor: Actor, when: When) -> tuple[tuple[str, When], ...]:
    """The period cut where terms begin: the holiday after a term goes with it. Two statements."""
    years = range(year_of(when.first), year_of(when.last) + 1)
    terms = [term for year in years for term in terms_and_closures(actor, year).terms]
    title = {term.id: term_title(term) for term in terms}
    starts = [(term.first, title[term.id]) for term in terms if term.first <= when.last]
    begun = [one for one in starts if one[0] <= when.first]
    kept = [*begun[-1:], *(one for one in starts if one[0] > when.first)]
    if not kept:
        return (("These days", when),)
    ends = [first - timedelta(days=1) for first, _ in kept[1:]] + [when.last]
    firsts = [when.first, *(first for first, _ in kept[1:])]
    return tuple((name, When(first, last)) for (_, name), first, last in zip(kept, firsts, ends, strict=True))


def by_event(found: PenaltyFigures, spans: Sequence[tuple[str, When]]) -> list[tuple[Event, list[int]]]:
    """How often each thing happened in each span."""
    return [
        (event, [sum(when.first <= one.on <= when.last for one in found.of(event)) for _, when in spans])
        for event in Event
    ]


def _by_term(found: PenaltyFigures, spans: Sequence[tuple[str, When]], says: str) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (TITLES[event], *own, sum(own), _children(found.of(event)), _parents(found.of(event)))
        for event, own in by_event(found, spans)
    )
    return Table(
        "What happened, term by term",
        (
            words("Penalty notices"),
            *(number(name) for name, _ in spans),
            number("In all"),
            number("Children"),
            number("Parents"),
        ),
        rows if found.events else (),
        says=says,
        empty=NONE,
    )


def _children(happened: Sequence[Happened]) -> int:
    return len({one.pupil for one in happened})


def _parents(happened: Sequence[Happened]) -> int:
    return len({one.contact for one in happened if one.contact is not None})


def _numbers(found: PenaltyFigures) -> Numbers:
    issued, paid, open_ = found.of(_E.ISSUED), found.of(_E.PAID), _open(found)
    settled = {one.case.public_id for event in (_E.PAID, _E.UNPAID) for one in found.of(event)}
    paid_of = Share(len(paid), len(settled))
    return Numbers(
        "In these days",
        (
            Number("Considered", len(found.of(_E.CONSIDERED)), f"{count(len(found.cases), 'case')} open at some time."),
            Number("Issued", len(issued), f"{count(_children(issued), 'child', 'children')}."),
            Number("Paid, of those decided", paid_of, f"{len(paid)} of {len(settled)} whose 28 days are reported on."),
            Number("Waiting", open_, "Asked for or issued, and not yet ended."),
        ),
    )


def _open(found: PenaltyFigures) -> int:
    return sum(case.closed_on is None and case.first("request") is not None for case in found.cases)


def _picture(found: PenaltyFigures) -> tuple[Section, ...]:
    """How many of each step there were, as a picture of where cases end."""
    if not found.events:
        return ()
    shown = (_E.CONSIDERED, _E.WARNED, _E.REQUESTED, _E.ISSUED, _E.PAID, _E.UNPAID, _E.PROSECUTED, _E.WITHDRAWN)
    counted_ = [(TITLES[event], len(found.of(event))) for event in shown]
    table = Table(
        "From the first step to the last",
        (words("Step"), number("Notices")),
        tuple(counted_),
        says=f"{counted_[0][1]} considered, {counted_[3][1]} issued.",
    )
    return (Picture(numbers_chart(table, "Notices", counted_, along="Step", up="Notices"), table),)


def _issued(issued: Sequence[Issued]) -> tuple[Section, ...]:
    """For what the notices were, to how many, and which were second ones."""
    if not issued:
        return ()
    why = Counter(one.offence.label if one.offence else "Not said" for one in issued)
    children = Counter(one.pupil for one in issued)
    pairs = {(one.pupil, one.contact) for one in issued}
    parents = Counter(contact for _, contact in pairs if contact is not None)
    both = Counter(pupil for pupil, _ in pairs)
    rows = (
        *((f"For {inside(label)}", n) for label, n in why.most_common()),
        ("A second notice to the same parent for the same child in three years", _second(issued)),
        ("Withdrawn since", sum(one.withdrawn for one in issued)),
        ("Children they were about", len(children)),
        ("Children with a notice to each of two parents or more", sum(n > 1 for n in both.values())),
        ("Parents they went to", len(parents)),
        ("Parents with notices for two children or more", sum(n > 1 for n in parents.values())),
    )
    return (Table("The notices issued", (words("Of them"), number("Number")), rows),)


def _second(issued: Sequence[Issued]) -> int:
    return sum(one.tier is Tier.SECOND for one in issued)


def _in_time(ran: Sequence[Ran]) -> tuple[Section, ...]:
    """Whether each step was taken by its clock."""
    if not ran:
        return ()
    names = list(dict.fromkeys(_clock(one) for one in ran))
    rows = []
    for name in names:
        own = counted(one for one in ran if _clock(one) == name)
        rows.append((name, own.ran, Share(own.in_time, own.ended), own.late, own.overdue, own.running))
    whole = counted(ran)
    columns = (words("Clock"), number("Ran"), number("In time"), number("Late"), number("Overdue"), number("Running"))
    return (
        Table(
            "In time",
            columns,
            tuple(rows),
            says=f"{whole.in_time} of {count(whole.ended, 'clock')} that ended in these days were met in time.",
            note="The clocks of 28 days to pay are the law’s (PEN-9); the others are the school’s own.",
        ),
    )


def _clock(one: Ran) -> str:
    step = one.case.process.step(one.clock.clock.step)
    return step.says


KIND = Kind(
    key="penalty-notices",
    title="Penalty notices",
    purpose="Considered, warned, asked for, issued, paid and withdrawn, term by term; children and parents apart.",
    duty="CASE-F",
    shelf=Shelf.LEADERS,
    make=make,
    permission=Permission.SEE_CASES,
    asks=(Ask.PERIOD,),
    usual=Period.YEAR,
)
