"""The parents' form: the school at the door, what a visit has come to, and whose children it may be about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from rollbook.absence.models import ParentEvidence, ParentForm, ParentVisit
from rollbook.absence.queries.parents_words import opened_answers, opened_words
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.whose import whose
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.parents_form import (
    A_DAY,
    A_WHILE,
    AN_HOUR,
    CODE_LASTS,
    MOST_FROM_A_NETWORK,
    MOST_IN_A_DAY,
    MOST_IN_A_WHILE,
    MOST_TRIES,
    MOST_WRONG_FROM_A_NETWORK,
    VISIT_LASTS,
    Bond,
    may_report,
)
from rollbook.schools.queries.joins import school_facts

PARENT = "Form for parents"
LEAVE = (
    "Leave in term time is decided by the headteacher, beforehand, and this form cannot ask for it. "
    "Write to the school, or ask the office for the form for leave."
)


@dataclass(frozen=True, slots=True)
class ParentsDoor:
    """A school whose form is on: who acts there, what the school is called, and what it says about leave."""

    actor: Actor
    school_name: str
    slug: str
    leave_words: str
    takes_leave: bool = False


@dataclass(frozen=True, slots=True)
class FormSetting:
    """Whether the forms are on, since when and by whom, and the school's own words about leave."""

    is_on: bool
    leave_words: str
    since: datetime | None
    by_name: str
    leave_is_on: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What every form for parents asks, as answered so far; None where a question has not been."""

    children: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    half: str | None = None
    evidence_said: bool = False

    @property
    def is_one_day(self) -> bool:
        return self.first is not None and self.first == self.last


@dataclass(frozen=True, slots=True)
class Answers(Said):
    """What has been answered of an absence."""

    back: date | None = None
    back_said: bool = False
    kind: str | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the form. `report` once it was sent; `tries_left` says nothing of whether the number is known."""

    public_id: uuid.UUID
    channel: str
    address: str = field(repr=False)
    is_open: bool
    is_proven: bool
    code_is_live: bool
    tries_left: int
    said: Mapping[str, object] = field(repr=False)
    report: uuid.UUID | None

    @property
    def answers(self) -> Answers:
        """What the form for absences has been told."""
        return answers_of(self.said)


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil as the form names them: a forename, and a word for this visit alone in place of an id."""

    pupil: int
    forename: str
    token: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A file that was chosen and not sent yet."""

    public_id: uuid.UUID
    name: str


def parents_door(slug: str, now: datetime, *, leave: bool = False) -> ParentsDoor | None:
    """The school of this address, or None where it has no such form or there is none: one statement.

    The form is the one for absences, or with `leave` the one by which leave is asked for.
    """
    facts = school_facts("school__", "there")
    this = {"there_slug": slug, "leave_is_on" if leave else "is_on": True}
    row = ParentForm.objects.annotate(**facts).filter(**this).values_list("leave_words", "leave_is_on", *facts).first()
    if row is None:
        return None
    words, takes_leave, school_id, name, known_as, shift = row
    there = shift or timedelta()
    actor = Actor(None, PARENT, "Parent", school_id, frozenset({Permission.REPORT_AS_PARENT}), now + there, there)
    return ParentsDoor(actor, name, known_as, words or LEAVE, takes_leave)


def form_setting(actor: Actor) -> FormSetting:
    """Whether the school's form for parents is on: one statement."""
    row = ParentForm.objects.filter(school_id=actor.school).first()
    if row is None:
        return FormSetting(False, "", None, "")
    return FormSetting(row.is_on, row.leave_words, row.since, row.by_name, row.leave_is_on)


def too_often(actor: Actor, address_key: str, network_key: str) -> bool:
    """Whether this number, or this network, has asked too often: one statement, the same whoever it is."""
    now = actor.now
    mine = Q(address_key=address_key)
    theirs = Q(network_key=network_key, begun_at__gt=now - AN_HOUR)
    rows = ParentVisit.objects.filter(school_id=actor.school, begun_at__gt=now - A_DAY)
    counted = rows.filter(mine | Q(network_key=network_key)).aggregate(
        soon=Count("id", filter=mine & Q(begun_at__gt=now - A_WHILE)),
        day=Count("id", filter=mine),
        network=Count("id", filter=theirs),
        wrong=Sum("tries", filter=theirs & Q(proven_at=None)),
    )
    return bool(
        counted["soon"] >= MOST_IN_A_WHILE
        or counted["day"] >= MOST_IN_A_DAY
        or counted["network"] >= MOST_FROM_A_NETWORK
        or (counted["wrong"] or 0) >= MOST_WRONG_FROM_A_NETWORK
    )


def visit_of(actor: Actor, visit: uuid.UUID) -> Visit | None:
    """A visit of this school's form, for whoever holds it: one statement."""
    actor.require(Permission.REPORT_AS_PARENT)
    row = ParentVisit.objects.filter(school_id=actor.school, public_id=visit).first()
    return as_visit(actor, row) if row is not None else None


def as_visit(actor: Actor, row: ParentVisit) -> Visit:
    """A row as a visit at this moment."""
    return Visit(
        public_id=row.public_id,
        channel=row.channel,
        address=opened_words(row.address, row.public_id, "address"),
        is_open=row.report is None and actor.now < row.begun_at + VISIT_LASTS,
        is_proven=row.proven_at is not None,
        code_is_live=actor.now < row.begun_at + CODE_LASTS and row.tries < MOST_TRIES,
        tries_left=max(0, MOST_TRIES - row.tries),
        said=opened_answers(row.said, row.public_id),
        report=row.report,
    )


def bonds_at(actor: Actor, address: str) -> tuple[Bond, ...]:
    """By which bonds the form may be used from this number or address: three statements."""
    seeing = _looking(actor, Permission.SEE_CONTACTS)
    found = whose(seeing, [address]).get(address, ())
    bonds = (Bond(b.contact_id, b.pupil_id, b.may_be_told, b.no_contact, b.court_order) for b in found)
    return may_report(bonds)


def children_of(actor: Actor, visit: Visit) -> tuple[Child, ...]:
    """The children here of whoever proved that the number is theirs, as it stands now; nobody's before that."""
    if not visit.is_proven:
        return ()
    pupils = {bond.pupil for bond in bonds_at(actor, visit.address)}
    seeing = _looking(actor, Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS)
    lines = sorted(pupil_lines(seeing, pupils, actor.today), key=lambda line: (line.born, line.id))
    return tuple(Child(one.id, one.forename, _token(visit, one.public_id)) for one in lines)


def evidence_of(actor: Actor, visit: Visit) -> tuple[EvidenceLine, ...]:
    """The files that were chosen: one statement."""
    rows = ParentEvidence.objects.filter(school_id=actor.school, visit__public_id=visit.public_id).order_by("id")
    return tuple(
        EvidenceLine(ref, opened_words(name, visit.public_id, f"name|{ref}"))
        for ref, name in rows.values_list("public_id", "name")
    )


def answers_of(said: Mapping[str, object]) -> Answers:
    """What is kept of the answers, as values."""
    given = dict(said)
    for word in ("first", "last", "back"):
        day = given.get(word)
        given[word] = date.fromisoformat(str(day)) if day else None
    children = given.get("children")
    given["children"] = tuple(int(pk) for pk in children) if isinstance(children, list) else ()
    return Answers(**given)  # type: ignore[arg-type]  # written by `as_said` alone


def as_said(answers: Answers) -> dict[str, object]:
    """Answers as they are kept."""
    days = {word: day.isoformat() if day else None for word, day in _days(answers)}
    return {
        "children": list(answers.children),
        "half": answers.half,
        "back_said": answers.back_said,
        "kind": answers.kind,
        "words": answers.words,
        "evidence_said": answers.evidence_said,
        **days,
    }


def _days(answers: Answers) -> Iterable[tuple[str, date | None]]:
    return (("first", answers.first), ("last", answers.last), ("back", answers.back))


def _looking(actor: Actor, *permissions: Permission) -> Actor:
    """The form looks on the parent's behalf at what a parent may not: only this part of it, and never shown."""
    return replace(actor, permissions=actor.permissions | set(permissions))


def _token(visit: Visit, pupil: uuid.UUID) -> str:
    return uuid.uuid5(visit.public_id, str(pupil)).hex
