"""The pupils as a CSV file that any system reads, and that an import here finds to change nothing."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q, Subquery

from rollbook.audit.actions import log_access
from rollbook.formats.values.guarded import csv_file
from rollbook.pupils.models import Group, GroupMembership, Pupil
from rollbook.pupils.queries.joins import covers, days_on_roll, groups_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of

COLUMNS = {
    "UPN": "upn",
    "Former UPN": "former_upn",
    "MIS ID": "mis_id",
    "Admission Number": "admission_number",
    "Legal Forename": "legal_forename",
    "Middle Names": "middle_names",
    "Legal Surname": "legal_surname",
    "Preferred Forename": "preferred_forename",
    "Preferred Surname": "preferred_surname",
    "Sex": "sex",
    "Date of Birth": "born",
    "Year Group": "year_group",
    "Registration Group": "registration",
    "House": "house",
    "Date of Admission": "first_day",
    "Date of Leaving": "last_day",
    "Ethnicity": "ethnicity",
    "First Language": "first_language",
}


def pupils_csv(actor: Actor) -> bytes:
    """Everybody on roll today or still to come, by legal name: one statement, and the access is noted."""
    actor.require(Permission.SEE_ALL_PUPILS)
    actor.require(Permission.EDIT_PUPILS)
    log_access(actor, what="export of the pupils", subject=f"school:{actor.school}")
    today = actor.today
    pupils = Pupil.objects.annotate(**days_on_roll("", today), **groups_on("", today), year_group=_year_group(today))
    still_here = Q(first_day__isnull=False) & (Q(last_day__isnull=True) | Q(last_day__gte=today))
    rows = pupils.filter(still_here, school_id=actor.school)
    found = sorted(rows.order_by("id").values_list(*COLUMNS.values()), key=_order)
    return csv_file(tuple(COLUMNS), (_cells(row) for row in found))


def _order(row: tuple[object, ...]) -> tuple[str, ...]:
    said = dict(zip(COLUMNS.values(), row, strict=True))
    return order_of(str(said["legal_surname"]), str(said["legal_forename"]))


def _year_group(on: date) -> Subquery:
    """The year of the year group that the pupil is in; not one that follows from the class."""
    found = GroupMembership.objects.filter(covers(on), pupil_id=OuterRef("pk"), group__kind=Group.Kind.YEAR)
    return Subquery(found.order_by("-first", "-id").values("group__nc_year")[:1])


def _cells(row: tuple[object, ...]) -> list[str]:
    """One pupil's cells; a preferred name is said only where it is another than the legal one."""
    said = {header: _said(value) for header, value in zip(COLUMNS, row, strict=True)}
    for name in ("Forename", "Surname"):
        if said[f"Preferred {name}"] == said[f"Legal {name}"]:
            said[f"Preferred {name}"] = ""
    return list(said.values())


def _said(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")
