"""A pupil whose parents live apart, weeks of marks, letters and texts to one of them, and files that are enclosed."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from pypdf import PdfReader

from rollbook.comms import actions as comms
from rollbook.comms.actions import Draft
from rollbook.comms.models import Message, Receipt
from rollbook.evidence.actions import begin_bundle, enclose, make_bundle
from rollbook.evidence.queries.bundles import BundlePage, VersionLine, bundle
from rollbook.files.queries import read_file
from rollbook.formats.bundles import page_texts
from rollbook.pupils.models import Contact, ContactPhone, Pupil, PupilAddress
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.models import Mark, PupilYear
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.blacking import bare
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import set_mark
from rollbook.schools.models import School
from tests.builders import TERM_STARTS, a_group, a_pupil, a_school, a_user, an_actor
from tests.comms.letter_room import a_home
from tests.evidence.papers import a_letter

TODAY = datetime(2026, 11, 20, 15, 0, tzinfo=LONDON)
LAST = date(2026, 11, 20)
MOTHERS, FATHERS = ("14 Larch Grove\nOakfield", "AB1 3EF"), ("The Mill, 3 Quarry Lane\nOakfield", "AB9 9ZZ")
BETRAYS = ("quarrylane", "themill", "ab99zz", "7700900999")


@dataclass
class Court:
    """Everything a bundle is made of, and the manager who makes it."""

    school: School
    manager: Actor
    pupil: Pupil
    mother: Contact
    father: Contact
    bundle: uuid.UUID

    def page(self) -> BundlePage:
        return bundle(self.manager, self.bundle)

    def made(self) -> VersionLine:
        make_bundle(self.manager, self.bundle)
        return self.page().versions[0]

    def document(self) -> bytes:
        return read_file(self.manager, self.made().document).data


def a_court(*, marks: str = "//GGNO/I", letters: int = 1, of: str = "mother", apart: bool = True) -> Court:
    """A bundle over the autumn for the mother, with whom the pupil lives, or the father, who lives elsewhere."""
    school = a_school("Oakfield School")
    manager = an_actor(school, Role.ATTENDANCE_MANAGER, now=TODAY, user=a_user("P. Nair"))
    pupil = a_pupil(school, group=a_group(school), upn="A999000000001")
    mother = a_home(school, pupil, at=MOTHERS[0], postcode=MOTHERS[1])
    father = a_home(
        school,
        pupil,
        name="Bola",
        title="Mr",
        at=(FATHERS if apart else MOTHERS)[0],
        postcode=(FATHERS if apart else MOTHERS)[1],
        priority=2,
    )
    ContactPhone.objects.create(school=school, contact=mother, number="+447700900123")
    ContactPhone.objects.create(school=school, contact=father, number="+447700900999")
    PupilAddress.objects.create(school=school, pupil=pupil, lines=MOTHERS[0], postcode=MOTHERS[1], first=TERM_STARTS)
    marked(school, pupil, marks)
    court = Court(school, manager, pupil, mother, father, uuid.uuid4())
    for n in range(letters):
        wrote(court, slot=f"one-{n}")
    begin_bundle(
        manager,
        bundle=court.bundle,
        pupil=pupil.public_id,
        contact=(mother if of == "mother" else father).public_id,
        first=TERM_STARTS,
        last=LAST,
    )
    return court


def a_bundle(school: School, pupil: Pupil) -> dict[str, uuid.UUID]:
    """A bundle about a pupil, begun now, with a file enclosed: for whoever needs the address of one."""
    head = an_actor(school, Role.HEAD, now=timezone.now())
    contact, made = a_home(school, pupil, name="Ife"), uuid.uuid4()
    days = {"first": TERM_STARTS, "last": TERM_STARTS}
    begin_bundle(head, bundle=made, pupil=pupil.public_id, contact=contact.public_id, **days)
    enclose(head, bundle_id=made, name="letter.pdf", data=a_letter("Dear School"))
    return {"bundle": made, "enclosed": uuid.UUID(bundle(head, made).choices.files[0].clean)}


def marked(school: School, pupil: Pupil, codes: str) -> None:
    """Marks from the first day of term on, one a session, over and over; totals are counted with them."""
    make_year_rows(an_actor(school, now=TODAY), TERM_STARTS, [str(pupil.public_id)])
    days = [d for n in range(60) if (d := TERM_STARTS + timedelta(days=n)).isoweekday() < 6]
    row = PupilYear.objects.get(pupil=pupil)
    kept, made = bytes(row.codes), []
    for n, session in enumerate(Session(day, half) for day in days for half in Half):
        code = codes[n % len(codes)]
        code = "\\" if code == "/" and session.half is Half.PM else code
        kept = set_mark(kept, session, code)
        made.append(
            Mark(
                school=school,
                date=session.on,
                half=session.half,
                pupil=pupil,
                code=code,
                entered_on=session.on,
                version=1,
            )
        )
    Mark.objects.bulk_create(made)
    PupilYear.objects.filter(pk=row.pk).update(codes=kept)


def wrote(court: Court, slot: str = "one", now: datetime | None = None) -> None:
    """A letter about the pupil to each home, posted; and a text to the mother."""
    office = an_actor(court.school, Role.ATTENDANCE_MANAGER, now=now or TODAY - timedelta(days=20))
    written = comms.write_letters(
        office, template="general", pupils=[court.pupil.pk], purpose="to-families", slot=slot, typed=typed()
    )
    assert written.run is not None, written.left_out
    comms.mark_posted(office, run=written.run)
    words = "Tolu was not in school today. Please ring us on 01632 960001."
    draft = Draft(pupils=(court.pupil.pk,), contact=court.mother.pk, channel="text", slot=f"text-{slot}", words=words)
    (put,) = comms.put_in_outbox(office, drafts=[draft], purpose="to-families")
    delivered(put.message, office.now)


def delivered(message: uuid.UUID | None, at: datetime) -> None:
    """The text went, and came: as a provider's receipt says it."""
    row = Message.objects.get(public_id=message)
    Message.objects.filter(pk=row.pk).update(state=Message.State.DELIVERED)
    told = {"provider": "text-gateway", "state": "delivered", "at": at + timedelta(seconds=75), "came_at": at}
    Receipt.objects.create(school_id=row.school_id, provider_ref=str(row.pk), message=row, **told)


def typed() -> dict[str, str]:
    return {"message": "We are worried about how often Tolu is away from school."}


def said(document: bytes) -> str:
    """Everything that anybody could read off a PDF by both readers, letters and digits alone."""
    by_pypdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    return bare(by_pypdf + " " + " ".join(page.text for page in page_texts(document)))


def insides(document: bytes) -> str:
    """Every stream unpacked, every string of every object, metadata, bookmarks and attachments: letters alone."""
    reader = PdfReader(io.BytesIO(document))
    parts = [document.decode("latin-1"), str(reader.metadata), str(reader.xmp_metadata), str(reader.outline)]
    parts += [str(reader.attachments), *(str(reader.trailer[name]) for name in reader.trailer)]
    for number in range(1, int(reader.trailer["/Size"])):
        parts.append(_inside(reader.get_object(number)))
    return bare(" ".join(parts))


def _inside(found: Any) -> str:
    unpacked = (
        found.get_data().decode("latin-1") if hasattr(found, "get_data") and found.get("/Subtype") != "/Image" else ""
    )
    return f"{found!r} {unpacked}"
