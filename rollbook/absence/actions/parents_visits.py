"""A visit to a form for parents: a number, a code, what is answered and shown, and what became of it (ABS-A, LEA-3).

Nothing that is done or said before the code is right depends on whether the number is known: who it
belongs to is looked up by a job, after the page has answered.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hmac import compare_digest

from rollbook.absence.events import CodeAskedFor, CodeSent, CodeTried, ParentVisitsForgotten
from rollbook.absence.models import ParentEvidence, ParentVisit
from rollbook.absence.queries.parents import Visit, as_visit, bonds_at, children_of, too_often
from rollbook.absence.queries.parents_words import (
    as_reached,
    code_key,
    evidence_place,
    opened_words,
    sealed_answers,
    sealed_words,
    visit_key,
)
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt_bytes, encrypt_bytes
from rollbook.comms.actions import Draft, put_in_outbox
from rollbook.comms.queries.wordings import languages_of, wording_for
from rollbook.formats.kept_media import media_of, shortened
from rollbook.formats.refusals import FileRefused
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.parents_form import KEPT_FOR
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.wording import filled
from rollbook.schools.queries.places import school_line
from rollbook.web.plain_text import kept

PURPOSE = "parents-code"
AT_ONCE = timedelta()
NOBODY = "0" * 64  # what a code is compared with where none was sent
MOST_FILES, LARGEST = 3, 8 * 1024 * 1024
EVIDENCE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/heic"})
OVER = "This took too long, or was sent already. Begin again."


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that a parent chose to show."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit that is about to be sent: as it stands, and who at that number is a contact of all the children."""

    visit: Visit
    contact: int | None


class AskedTooOften(Refused):
    """This number or this network has asked for too many codes, or typed too many wrong ones."""

    def __init__(self) -> None:
        super().__init__("Too many codes were asked for. Wait fifteen minutes and begin again, or ring the school.")


@action(Permission.REPORT_AS_PARENT)
def ask_for_code(actor: Actor, *, reached_at: str, network: str) -> uuid.UUID:
    """Begin a visit to the form under a mobile number or e-mail address, whether anybody here has it or not.

    Raises AskedTooOften by how often this number and network asked, and by nothing else.
    """
    channel, address = as_reached(reached_at)
    if not channel:
        raise Refused("Enter a mobile number, as 07700 900123, or an e-mail address.")
    ref = uuid.uuid4()
    address_key, network_key = visit_key(address, "address"), visit_key(network, "network")
    if too_often(actor, address_key, network_key):
        raise AskedTooOften
    ParentVisit.objects.create(
        school_id=actor.school,
        public_id=ref,
        begun_at=actor.now,
        channel=channel,
        address=sealed_words(address, ref, "address"),
        address_key=address_key,
        network_key=network_key,
    )
    record(actor, CodeAskedFor(ref))
    return ref


@action(Permission.SEND_MESSAGES)
def send_code(actor: Actor, *, visit: uuid.UUID) -> bool:
    """Send a visit its code, once, where its number is one by which an absence may be reported; whether it went."""
    row = ParentVisit.objects.select_for_update().filter(school_id=actor.school, public_id=visit).first()
    if row is None or row.code_key or not as_visit(actor, row).code_is_live:
        record_nothing_changed()
        return False
    address = opened_words(row.address, visit, "address")
    code = f"{secrets.randbelow(1_000_000):06}"
    contact = _first_reached(actor, row, address, code)
    if contact is None:
        record_nothing_changed()
        return False
    ParentVisit.objects.filter(pk=row.pk).update(contact_id=contact, code_key=code_key(code, visit))
    record(actor, CodeSent(visit))
    return True


@action(Permission.REPORT_AS_PARENT)
def try_code(actor: Actor, *, visit: uuid.UUID, code: str) -> bool:
    """Type the code of a visit: five tries within ten minutes, right once. A visit without a code has no right one."""
    row = _locked(actor, visit)
    known = as_visit(actor, row)
    typed = code_key("".join(code.split()), visit)
    right = compare_digest(typed, row.code_key or NOBODY) and known.code_is_live and known.is_open
    ParentVisit.objects.filter(pk=row.pk).update(
        tries=min(row.tries + 1, 99), proven_at=actor.now if right else row.proven_at
    )
    record(actor, CodeTried(visit, right))
    return right


@action(Permission.REPORT_AS_PARENT)
def note_said(actor: Actor, *, visit: uuid.UUID, said: Mapping[str, object], children: tuple[int, ...]) -> None:
    """Keep what a parent has answered so far, until it is sent or an hour is over; only about their own children."""
    row = proven(actor, visit)
    theirs = {child.pupil for child in children_of(actor, as_visit(actor, row))}
    if not set(children) <= theirs:
        raise NotFound("Choose from the names on the page.")
    ParentVisit.objects.filter(pk=row.pk).update(said=sealed_answers(said, visit))
    record_nothing_changed()


@action(Permission.REPORT_AS_PARENT)
def add_evidence(actor: Actor, *, visit: uuid.UUID, name: str, data: bytes) -> None:
    """Put a photograph or PDF beside the answers: three at most, of 8 MB each. FileRefused says what is wrong."""
    row = proven(actor, visit)
    if len(data) > LARGEST:
        raise FileRefused(f"“{shortened(name)}” is larger than {LARGEST // 1024 // 1024} MB. Send a smaller copy.")
    if media_of(name, data).type not in EVIDENCE:
        raise FileRefused(f"“{shortened(name)}” is not a photograph or a PDF. Send it as JPEG, PNG, HEIC or PDF.")
    if row.evidence.count() >= MOST_FILES:
        raise FileRefused(f"{MOST_FILES} files are enough here. Bring the others to the school.")
    ref = uuid.uuid4()
    ParentEvidence.objects.create(
        school_id=actor.school,
        visit=row,
        public_id=ref,
        name=sealed_words(kept(name)[:200], visit, f"name|{ref}"),
        data=encrypt_bytes(data, place=evidence_place(visit, ref)),
    )
    record_nothing_changed()


@action(Permission.REPORT_AS_PARENT)
def drop_evidence(actor: Actor, *, visit: uuid.UUID) -> None:
    """Take the chosen files away again."""
    proven(actor, visit).evidence.all().delete()
    record_nothing_changed()


@action(Permission.REPORT_AS_PARENT)
def became_of(actor: Actor, *, visit: uuid.UUID) -> uuid.UUID | None:
    """What a visit was sent as, if it was; it stays locked until the verb around this is done."""
    record_nothing_changed()
    return _locked(actor, visit).report


@action(Permission.REPORT_AS_PARENT)
def ready_to_send(actor: Actor, *, visit: uuid.UUID, children: tuple[int, ...]) -> Ready:
    """A visit whose code was right, and whose children still are theirs; refuses any other."""
    known = as_visit(actor, proven(actor, visit))
    theirs = {child.pupil for child in children_of(actor, known)}
    if not children or not set(children) <= theirs:
        raise Refused("Something has not been answered yet. Go through the questions once more.")
    record_nothing_changed()
    return Ready(known, _contact_of(actor, known, children))


@action(Permission.REPORT_AS_PARENT)
def take_shown(actor: Actor, *, visit: uuid.UUID) -> tuple[Shown, ...]:
    """The files that were shown, to be kept by whoever sends the visit on."""
    record_nothing_changed()
    return tuple(
        Shown(
            opened_words(one.name, visit, f"name|{one.public_id}"),
            decrypt_bytes(one.data, place=evidence_place(visit, one.public_id)),
        )
        for one in proven(actor, visit).evidence.order_by("id")
    )


@action(Permission.REPORT_AS_PARENT)
def sent_as(actor: Actor, *, visit: uuid.UUID, became: uuid.UUID) -> None:
    """Say what a visit became; all that it held of answers and files is deleted."""
    row = proven(actor, visit)
    row.evidence.all().delete()
    ParentVisit.objects.filter(pk=row.pk).update(report=became, said=b"")
    record_nothing_changed()


@action(Permission.HAND_OVER_MESSAGES)
def forget_visits(actor: Actor) -> int:
    """Delete what the form kept of visits two days old: reports stand elsewhere; how many there were."""
    old = ParentVisit.objects.filter(school_id=actor.school, begun_at__lt=actor.now - KEPT_FOR)
    count = old.count()
    if not count:
        record_nothing_changed()
        return 0
    old.delete()
    record(actor, ParentVisitsForgotten(count))
    return count


def _first_reached(actor: Actor, row: ParentVisit, address: str, code: str) -> int | None:
    """Put the code into the outbox for the first contact at this address whom it may go to; who that is."""
    bonds = bonds_at(actor, address)
    contacts = tuple(dict.fromkeys(bond.contact for bond in bonds))
    languages = languages_of(actor, contacts)
    for contact in contacts:
        wording = wording_for(actor, PURPOSE, row.channel, languages.get(contact, "en"))
        facts = {"code": code, "school": school_line(actor).name}
        draft = Draft(
            pupils=tuple(bond.pupil for bond in bonds if bond.contact == contact),
            contact=contact,
            channel=row.channel,
            slot=f"code:{row.public_id}",
            subject=filled(wording.subject, facts).words,
            words=filled(wording.words, facts).words,
        )
        draft = replace(draft, to=_as_held(actor, draft, address))
        (put,) = put_in_outbox(actor, drafts=[draft], purpose=PURPOSE, hold=AT_ONCE)
        if put.message is not None:
            return contact
    return None


def _as_held(actor: Actor, draft: Draft, address: str) -> str:
    """The address as the admission register has it: capitals and all."""
    if draft.channel == "text":
        return address
    ways = ways_to_reach(actor, draft.pupils)[draft.pupils[0]]
    held = (email for way in ways if way.contact_id == draft.contact for email in way.emails)
    return next((email for email in held if email.casefold() == address), address)


def _locked(actor: Actor, visit: uuid.UUID) -> ParentVisit:
    row = ParentVisit.objects.select_for_update().filter(school_id=actor.school, public_id=visit).first()
    if row is None:
        raise NotFound(OVER)
    return row


def proven(actor: Actor, visit: uuid.UUID) -> ParentVisit:
    row = _locked(actor, visit)
    known = as_visit(actor, row)
    if not (known.is_open and known.is_proven):
        raise Refused(OVER)
    return row


def _contact_of(actor: Actor, visit: Visit, children: tuple[int, ...]) -> int | None:
    """The contact at this number who is one to all of these children."""
    whose_child = [(bond.contact, bond.pupil) for bond in bonds_at(actor, visit.address)]
    contacts = dict.fromkeys(contact for contact, _ in whose_child)
    return next((c for c in contacts if all((c, pupil) in whose_child for pupil in children)), None)
