"""What meetings can show a court: the minutes as they were signed, with who was asked and who came (LEG-8, LEG-11)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from rollbook.meetings.models import Meeting, MeetingPupil, Person, SignedFile
from rollbook.meetings.queries.opening import rows_for
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.exhibits import Exhibit, ExhibitKind, Matter
from rollbook.rules.meetings import kind_of
from rollbook.rules.sessions import in_words


def minutes_shown(actor: Actor, matter: Matter) -> tuple[Exhibit, ...]:
    """The last signed edition of each meeting about the pupil in these days: four statements at most.

    Of a meeting about several pupils only the sheet of this one; set aside where this parent was not asked to it.
    """
    actor.require(Permission.MAKE_BUNDLES)
    begins = datetime.combine(matter.first, time(), LONDON)
    ends = datetime.combine(matter.last + timedelta(days=1), time(), LONDON)
    about = rows_for(actor).filter(pupils__pupil_id=matter.pupil_id, at__gte=begins, at__lt=ends)
    rows = {row.pk: row for row in about.exclude(signed_at=None).order_by("at", "id")}
    if not rows:
        return ()
    many = _about_many(actor, rows)
    files = SignedFile.objects.filter(school_id=actor.school, copy__meeting__in=rows).select_related("copy")
    found: dict[int, SignedFile] = {}
    for one in files.order_by("copy__edition", "id"):
        alone = one.pupil_id is None and one.copy.meeting_id not in many
        if alone or one.pupil_id == matter.pupil_id:
            found[one.copy.meeting_id] = one
    asked = Person.objects.filter(school_id=actor.school, meeting__in=rows, contact_id=matter.contact_id)
    theirs = dict(asked.order_by("meeting_id").values_list("meeting_id", "presence"))
    return tuple(_exhibit(row, found[row.pk], theirs) for row in rows.values() if row.pk in found)


def _about_many(actor: Actor, rows: dict[int, Meeting]) -> set[int]:
    pupils: dict[int, int] = defaultdict(int)
    for meeting in MeetingPupil.objects.filter(school_id=actor.school, meeting__in=rows).values_list(
        "meeting_id", flat=True
    ):
        pupils[meeting] += 1
    return {meeting for meeting, count in pupils.items() if count > 1}


def _exhibit(row: Meeting, signed: SignedFile, theirs: dict[int, str]) -> Exhibit:
    day = row.at.astimezone(LONDON).date()
    return Exhibit(
        key=f"meeting:{row.public_id}",
        kind=ExhibitKind.MEETING,
        title=f"Minutes: {kind_of(row.kind).titled(row.stage)}",
        about=f"of {in_words(day).partition(' ')[2]}, signed by {signed.copy.by_name}",
        on=day,
        file=signed.file,
        aside="" if row.pk in theirs else "This parent was not asked to this meeting",
        proof=f"Signed by {signed.copy.by_name}, edition {signed.copy.edition}",
    )
