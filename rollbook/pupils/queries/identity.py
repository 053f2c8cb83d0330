"""One pupil: who they are, where they stand in the school, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rollbook.pupils.models import Enrolment, Pupil, PupilAddress
from rollbook.pupils.queries.flags import Flag, flags_of
from rollbook.pupils.queries.joins import covers, days_on_roll, groups_on, shown_name
from rollbook.pupils.queries.lines import PupilLine
from rollbook.pupils.queries.seeing import NO_PUPIL, seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.age import age_on, is_compulsory
from rollbook.rules.codesets import name_of
from rollbook.rules.refused import NotFound


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """A time on the roll, both days included."""

    first_day: date
    last_day: date | None
    status: str
    boarder: bool
    leaving_reason: str
    removal_ground: str
    destination: str


@dataclass(frozen=True, slots=True)
class PupilOverview:
    """What the admission register holds of a pupil, as far as this person may see it (ADM-4).

    `address_lines`, `postcode`, `upn` and the names of the last school are empty without leave to
    see contacts; `ethnicity`, `first_language` and `flags` without leave to see flags or to edit
    pupils (`flags` only with the first). `enrolments` begin with the latest.
    """

    line: PupilLine
    legal_forename: str
    legal_surname: str
    middle_names: str
    preferred_forename: str
    preferred_surname: str
    former_surname: str
    sex: str
    age: int
    compulsory_age: bool
    upn: str
    former_upn: str
    admission_number: str
    ethnicity: str
    first_language: str
    address_lines: tuple[str, ...]
    postcode: str
    last_school_name: str
    last_school_address: str
    enrolments: tuple[EnrolmentLine, ...]
    flags: tuple[Flag, ...]


def pupil(actor: Actor, public_id: UUID, on: date | None = None) -> PupilOverview:
    """A pupil as they stand on a day (today unless said): four statements at most.

    Raises NotFound for another school's pupil, or one this person may not see.
    """
    on = on or actor.today
    annotated = Pupil.objects.annotate(**shown_name(""), **days_on_roll("", on), **groups_on("", on))
    found = annotated.filter(seen(actor), public_id=public_id).first()
    if found is None:
        raise NotFound(NO_PUPIL)
    return _overview(actor, found, on, _address(actor, found.pk, on))


def _overview(actor: Actor, found: Pupil, on: date, address: PupilAddress | None) -> PupilOverview:
    contacts = actor.may(Permission.SEE_CONTACTS)
    particulars = actor.may(Permission.SEE_FLAGS) or actor.may(Permission.EDIT_PUPILS)
    return PupilOverview(
        line=_line(found),
        legal_forename=found.legal_forename,
        legal_surname=found.legal_surname,
        middle_names=found.middle_names,
        preferred_forename=found.preferred_forename,
        preferred_surname=found.preferred_surname,
        former_surname=found.former_surname,
        sex=name_of("sex", found.sex),
        age=age_on(found.born, on),
        compulsory_age=is_compulsory(found.born, on),
        upn=found.upn if contacts else "",
        former_upn=found.former_upn if contacts else "",
        admission_number=found.admission_number,
        ethnicity=name_of("ethnicity", found.ethnicity) if particulars else "",
        first_language=name_of("first_language", found.first_language) if particulars else "",
        address_lines=tuple(address.lines.splitlines()) if address else (),
        postcode=address.postcode if address else "",
        last_school_name=found.last_school_name if contacts else "",
        last_school_address=found.last_school_address if contacts else "",
        enrolments=_enrolments(found.pk),
        flags=flags_of(actor, (found.pk,), on).get(found.pk, ()),
    )


def _line(found: Pupil) -> PupilLine:
    """The line of a pupil that was read with the annotations of a line."""
    asked = ("forename", "surname", "first_day", "last_day", "boarder", "registration", "house", "nc_year")
    read = {name: getattr(found, name) for name in asked}
    return PupilLine(id=found.pk, public_id=found.public_id, born=found.born, **read)


def _address(actor: Actor, pupil_id: int, on: date) -> PupilAddress | None:
    if not actor.may(Permission.SEE_CONTACTS):
        return None
    return PupilAddress.objects.filter(covers(on), pupil_id=pupil_id).order_by("-first", "-id").first()


def _enrolments(pupil_id: int) -> tuple[EnrolmentLine, ...]:
    return tuple(
        EnrolmentLine(
            row.first_day,
            row.last_day,
            row.get_status_display(),
            row.boarder,
            name_of("leaving_reason", row.leaving_reason),
            row.removal_ground,
            row.destination,
        )
        for row in Enrolment.objects.filter(pupil_id=pupil_id).order_by("-first_day", "-id")
    )
