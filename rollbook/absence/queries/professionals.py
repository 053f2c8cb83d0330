"""Who outside the school is told the same day that a child is missing, and who has been told (DAY-2, ABS-D)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from rollbook.absence.models import Professional
from rollbook.absence.queries.contact_entries import EntryLine, entries_on
from rollbook.absence.queries.reasons import MissingPupil, without_reason
from rollbook.audit.actions import log_list
from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import Flag
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half

K = Professional.Kind
# By a child's flag, who is told of an absence without a reason (DAY-2).
WHO: Mapping[str, tuple[str, ...]] = {
    "child-protection": (K.SOCIAL_WORKER,),
    "social-worker": (K.SOCIAL_WORKER,),
    "child-in-need": (K.SOCIAL_WORKER,),
    "looked-after": (K.SOCIAL_WORKER, K.VIRTUAL_SCHOOL, K.CARER),
}


@dataclass(frozen=True, slots=True)
class ProfessionalLine:
    """Somebody outside the school around a child: what they are, their name, number and address."""

    id: int
    public_id: uuid.UUID
    pupil: int
    kind: str
    name: str
    number: str
    email: str
    first: date
    last: date | None

    @property
    def label(self) -> str:
        return str(K(self.kind).label)


@dataclass(frozen=True, slots=True)
class ToTell:
    """A professional and when they were told today, by which way, by whom; not told yet where `at` is None."""

    who: ProfessionalLine
    at: datetime | None = None
    way: str = ""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class ChildToTell:
    """A missing child with the people who are told, and the kinds of whom nobody is on file."""

    missing: MissingPupil
    tell: tuple[ToTell, ...]
    unknown: tuple[str, ...]


def professional_place(professional: uuid.UUID, what: str) -> str:
    """Where a professional's name, number or address belongs, to which its encryption is bound."""
    return f"professional:{professional}|{what}"


def professionals_of(actor: Actor, pupils: Collection[int], on: date) -> Mapping[int, tuple[ProfessionalLine, ...]]:
    """Who is told about these pupils on a day: one statement; nobody without leave to see flags."""
    if not pupils or not actor.may(Permission.SEE_FLAGS):
        return {}
    lasting = Q(last=None) | Q(last__gte=on)
    rows = Professional.objects.filter(lasting, school_id=actor.school, pupil_id__in=pupils, first__lte=on)
    found: dict[int, tuple[ProfessionalLine, ...]] = {}
    for row in rows.order_by("pupil_id", "kind", "id"):
        found[row.pupil_id] = (*found.get(row.pupil_id, ()), _line(row))
    return found


def to_tell(actor: Actor, on: date, half: Half) -> tuple[ChildToTell, ...]:
    """The missing children about whom somebody outside is told today, by risk: that the list was read is noted."""
    actor.require(Permission.SEE_FLAGS)
    missing = [m for family in without_reason(actor, on, half) for m in family.pupils]
    ids = [m.pupil.id for m in missing]
    around = professionals_of(actor, ids, on)
    entries = entries_on(actor, on, half, ids) if ids else {}
    found = tuple(_child(m, around.get(m.pupil.id, ()), entries.get(m.pupil.id, ())) for m in missing)
    listed = tuple(child for child in found if child.tell or child.unknown)
    if listed:
        log_list(actor, what="professionals to tell", count=len(listed))
    return listed


def wanted_kinds(flags: Sequence[Flag]) -> tuple[str, ...]:
    """Of which kinds somebody is told for a child with these flags (DAY-2)."""
    return tuple(dict.fromkeys(kind for flag in flags for kind in WHO.get(flag.kind, ())))


def _child(missing: MissingPupil, around: Sequence[ProfessionalLine], entries: Sequence[EntryLine]) -> ChildToTell:
    told = {e.professional: e for e in entries if e.kind == "told"}
    tell = tuple(_to_tell(who, told.get(who.id)) for who in around)
    known = {who.kind for who in around}
    return ChildToTell(missing, tell, tuple(K(k).label for k in wanted_kinds(missing.flags) if k not in known))


def _to_tell(who: ProfessionalLine, entry: EntryLine | None) -> ToTell:
    return ToTell(who, entry.at, entry.way, entry.by_name) if entry else ToTell(who)


def _line(row: Professional) -> ProfessionalLine:
    def clear(kept: bytes | memoryview, what: str) -> str:
        return decrypt(kept, place=professional_place(row.public_id, what)) if kept else ""

    return ProfessionalLine(
        id=row.pk,
        public_id=row.public_id,
        pupil=row.pupil_id,
        kind=row.kind,
        name=clear(row.name, "name"),
        number=clear(row.number, "number"),
        email=clear(row.email, "email"),
        first=row.first,
        last=row.last,
    )
