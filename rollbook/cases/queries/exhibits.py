"""What cases can show a court: what was known, the steps that were taken, the outcome (LEG-8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.queries.page import in_text
from rollbook.cases.queries.situations import facts_of
from rollbook.cases.words import read
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.exhibits import Block, Exhibit, ExhibitKind, Matter, facts, heading, table
from rollbook.rules.process import AnyProcess
from rollbook.rules.process_facts import questions
from rollbook.rules.sessions import in_words

# By process: what its exhibits are, where it is not case work in general.
KINDS = {
    "leave_request": ExhibitKind.LEAVE,
    "attendance_contract": ExhibitKind.PLAN,
    "ebsa_plan": ExhibitKind.PLAN,
    "reintegration": ExhibitKind.PLAN,
}
# What is about attending and asked of the parent. The rest is put in by hand, by somebody who has read it.
ABOUT_ATTENDING = {
    *KINDS,
    "attendance_concern",
    "punctuality",
    "notice_to_improve",
    "penalty_notice",
    "home_visit_request",
}


def cases_shown(actor: Actor, matter: Matter) -> tuple[Exhibit, ...]:
    """Each case of the pupil that was open in these days, for who may see it: three statements.

    Set aside: a case about another parent, and what is not about attending. A case's notes are not in it.
    """
    actor.require(Permission.MAKE_BUNDLES)
    if not actor.may(Permission.SEE_CASES) or not pupil_lines(actor, [matter.pupil_id], actor.today):
        return ()
    rows = Case.objects.filter(school_id=actor.school, pupil_id=matter.pupil_id, opened_on__lte=matter.last)
    open_then = [row for row in rows.order_by("opened_on", "id") if (row.closed_on or matter.last) >= matter.first]
    seen = [row for row in open_then if row.process in processes() and actor.may(processes()[row.process].sees)]
    steps: dict[int, list[CaseStep]] = defaultdict(list)
    for step in CaseStep.objects.filter(case__in=seen, back_at=None, on__lte=matter.last).order_by("number"):
        steps[step.case_id].append(step)
    return tuple(_exhibit(row, steps[row.pk], matter) for row in seen)


def _exhibit(row: Case, steps: Iterable[CaseStep], matter: Matter) -> Exhibit:
    process = processes()[row.process]
    aside = "" if process.key in ABOUT_ATTENDING else "Not only about attending: read it before you put it in"
    if row.contact_id not in (None, matter.contact_id):
        aside = "About another parent"
    begun = in_words(row.opened_on).partition(" ")[2]
    closed = f", closed {in_words(row.closed_on).partition(' ')[2]}" if row.closed_on else ", open"
    return Exhibit(
        key=f"case:{row.public_id}",
        kind=KINDS.get(process.key, ExhibitKind.CASE),
        title=process.name,
        about=f"opened {begun}{closed}",
        blocks=tuple(_blocks(process, row, tuple(steps))),
        aside=aside,
    )


def _blocks(process: AnyProcess, row: Case, steps: tuple[CaseStep, ...]) -> Iterable[Block]:
    held = facts_of(process, row)
    yield facts(
        ("Opened", f"{in_words(row.opened_on)}, by {row.opened_by_name}"),
        ("Why", read(row.why, row.public_id, "why")),
        ("Outcome", process.outcome(row.outcome).says if row.outcome else "still open"),
        ("Closed because", read(row.closed_why, row.public_id, "closed")),
    )
    if known := [(question.label, said) for question in questions(process.facts) if (said := in_text(held, question))]:
        yield heading("What is recorded")
        yield facts(*known)
    if steps:
        yield heading("What was done")
        yield table(
            ("Day", "Step", "In words", "By"), tuple(_step(process, row, step) for step in steps), widths=(3, 5, 8, 3)
        )


def _step(process: AnyProcess, row: Case, step: CaseStep) -> tuple[str, str, str, str]:
    known = {one.key: one for one in process.steps}.get(step.step)
    choice = known.choice(step.choice) if known and step.choice else None
    says = known.says if known else step.step
    note = read(step.note, row.public_id, f"step:{step.number}:note")
    day = f"{step.on.day} {step.on:%b %Y}"
    return day, f"{says}: {choice.says[:1].lower()}{choice.says[1:]}" if choice else says, note, step.by_name
