"""Lists that every school has from the start: what a colleague asks for in passing."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.rules.access import Permission as P
from rollbook.rules.lists import Condition, How, ListShape, Order, Rows, Who


@dataclass(frozen=True, slots=True)
class ReadyList:
    """A list that needs no making: `wants` all of these permissions, beside leave to see pupils."""

    key: str
    title: str
    says: str
    shape: ListShape
    wants: frozenset[P] = frozenset()


_BY_FORM = (Order("form"), Order("name"))
_YES = ("yes",)
_CONTACTS = frozenset({P.SEE_CONTACTS})
_FLAGS = frozenset({P.SEE_FLAGS})

READY: tuple[ReadyList, ...] = (
    ReadyList(
        "absent-today",
        "Absent today, by form",
        "Everybody with an absence in a session of today.",
        ListShape(
            ("name", "form", "am", "pm", "contact-name", "contact-phone", "attendance"),
            (Condition("absent-today", How.IS, _YES),),
            _BY_FORM,
        ),
    ),
    ReadyList(
        "late-this-week",
        "Late this week",
        "Everybody who was late this week, the most minutes first.",
        ListShape(
            ("name", "form", "late", "late-after", "late-minutes"),
            (Condition("late-minutes", How.AT_LEAST, ("1",)),),
            (Order("late-minutes", down=True), Order("name")),
            period="this-week",
        ),
    ),
    ReadyList(
        "birthdays",
        "Birthdays this week",
        "Who has a birthday today or in the next six days.",
        ListShape(
            ("name", "form", "birthday", "age"),
            (Condition("birthday", How.BEFORE, ("today+7",)),),
            (Order("birthday"),),
        ),
    ),
    ReadyList(
        "no-first-contact",
        "Nobody to ring",
        "Pupils without any contact who may be rung.",
        ListShape(("name", "form", "contacts"), (Condition("contact-name", How.EMPTY),), _BY_FORM),
        _CONTACTS,
    ),
    ReadyList(
        "contacts-without-a-number",
        "Contacts without a number",
        "Every contact for whom no working number is held.",
        ListShape(
            ("name", "form", "contact-name", "contact-relationship", "contact-email"),
            (Condition("contact-phone", How.EMPTY),),
            _BY_FORM,
            Rows.CONTACT,
        ),
        _CONTACTS,
    ),
    ReadyList(
        "families",
        "Brothers and sisters",
        "Pupils who live with the same contact as another pupil here.",
        ListShape(
            ("name", "form", "siblings", "contact-name", "contact-phone"),
            (Condition("siblings", How.FILLED),),
            (Order("surname"), Order("name")),
        ),
        _CONTACTS,
    ),
    ReadyList(
        "medical",
        "Medical needs by form",
        "Pupils with a medical need, and the medication that is held for them.",
        ListShape(("name", "form", "medical", "medication"), (Condition("medical", How.IS, _YES),), _BY_FORM),
        _FLAGS,
    ),
    ReadyList(
        "ehcp",
        "EHC plans, with attendance",
        "Pupils with an EHC plan and their attendance this year, the lowest first.",
        ListShape(
            ("name", "form", "attendance", "unauthorised", "late", "persistent"),
            (Condition("ehcp", How.IS, _YES),),
            (Order("attendance"), Order("name")),
        ),
        _FLAGS,
    ),
    ReadyList(
        "looked-after",
        "Looked-after children, with today’s marks",
        "Every looked-after child with today’s marks and the year’s attendance.",
        ListShape(
            ("name", "form", "am", "pm", "minutes-today", "attendance", "contact-name", "contact-phone"),
            (Condition("looked-after", How.IS, _YES),),
            _BY_FORM,
        ),
        _FLAGS,
    ),
    ReadyList(
        "social-worker",
        "Children with a social worker",
        "Their attendance this year and how many cases are open about them.",
        ListShape(
            ("name", "form", "child-protection", "attendance", "unauthorised", "cases-count", "last-absence"),
            (Condition("social-worker", How.IS, _YES),),
            (Order("attendance"), Order("name")),
        ),
        _FLAGS,
    ),
    ReadyList(
        "persistent",
        "Persistently absent this year",
        "Pupils who missed a tenth or more of the year so far.",
        ListShape(
            ("name", "form", "absence", "absent", "unauthorised", "severe", "last-absence"),
            (Condition("persistent", How.IS, _YES),),
            (Order("absence", down=True), Order("name")),
        ),
    ),
    ReadyList(
        "starters",
        "New pupils",
        "Who joined in the last four weeks or is still to come.",
        ListShape(
            ("name", "form", "first-day", "last-school", "attendance"), order=(Order("first-day"),), who=Who.STARTERS
        ),
    ),
    ReadyList(
        "not-marked",
        "Not marked for a week",
        "Pupils on roll without a mark in the last seven days.",
        ListShape(
            ("name", "form", "last-marked", "first-day", "contact-name", "contact-phone"),
            (Condition("last-marked", How.BEFORE, ("today-7",)),),
            _BY_FORM,
        ),
    ),
)


def ready_list(key: str) -> ReadyList | None:
    """The one with that key, if there is one."""
    return next((one for one in READY if one.key == key), None)
