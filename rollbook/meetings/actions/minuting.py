"""Minutes as they are written in the meeting, what was decided, and who does what by when."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.meetings.actions.standing import pupils_in, standing
from rollbook.meetings.events import ActionPointAdded, MeetingDecided, MinutesKept
from rollbook.meetings.models import ActionPoint, Decision, Meeting, Minute, Person
from rollbook.meetings.places import decision_place, minute_place, person_place, point_place
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import decision_of, kind_of
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_names
from rollbook.work.actions import make_task

LONGEST_WORDS, LONGEST_POINT, LONGEST_REASON = 40_000, 400, 4_000


class MinutesMoved(Refused):
    """Somebody wrote on the minutes since they were opened; theirs are given, so that nothing is lost."""

    def __init__(self, theirs: str, by_name: str, version: int) -> None:
        super().__init__(
            f"{by_name} has written on these minutes meanwhile. Both versions stand below: put them together."
        )
        self.theirs, self.by_name, self.version = theirs, by_name, version


@action(Permission.HOLD_MEETINGS, Permission.HAVE_TASKS)
def keep_minutes(actor: Actor, *, meeting: uuid.UUID, words: str, version: int, pupil: int | None = None) -> int:
    """Keep the minutes of the meeting, or of one of its pupils (key), written on `version`; gives the new version.

    0 is the version of minutes that are not begun. MinutesMoved where somebody wrote since: two writers never
    overwrite each other. For whoever holds meetings or was asked to this one.
    """
    row = standing(actor, meeting)
    _check_pupil(actor, row, pupil)
    if len(words) > LONGEST_WORDS:
        raise Refused(f"Minutes have {LONGEST_WORDS:,} characters at most; these have {len(words):,}.")
    rows = Minute.objects.select_for_update().filter(school_id=actor.school, meeting=row, edition=row.edition)
    there = (rows.filter(pupil=None) if pupil is None else rows.filter(pupil_id=pupil)).first()
    stands = decrypt(there.words, place=minute_place(there.public_id)) if there else ""
    if stands == words:
        record_nothing_changed()
        return there.version if there else 0
    if version != (there.version if there else 0):
        raise MinutesMoved(stands, there.by_name if there else "", there.version if there else 0)
    kept = there or Minute(
        school_id=actor.school, public_id=uuid.uuid4(), meeting=row, edition=row.edition, pupil_id=pupil, version=0
    )
    kept.words, kept.version = encrypt(words, place=minute_place(kept.public_id)), kept.version + 1
    kept.kept_at, kept.by_id, kept.by_name = actor.now, actor.user_id, actor.name
    kept.save()
    record(actor, MinutesKept(meeting, row.edition, kept.version))
    return kept.version


@action(Permission.HOLD_MEETINGS, Permission.HAVE_TASKS)
def add_action_point(
    actor: Actor,
    *,
    meeting: uuid.UUID,
    says: str,
    due: date,
    owner: int | None = None,
    role: str = "",
    person: uuid.UUID | None = None,
    pupil: int | None = None,
) -> uuid.UUID:
    """Somebody does something by a day: a colleague (user id), whoever holds a role, or a `person` of the meeting.

    It becomes a task of theirs. Where a parent or somebody from outside does it, whoever writes this is to ask
    them by then. `pupil` (key) is the pupil it is about, where the meeting is about many.
    """
    row = standing(actor, meeting)
    _check_pupil(actor, row, pupil)
    if not says.strip() or len(says.strip()) > LONGEST_POINT:
        raise Refused(f"Say in at most {LONGEST_POINT} characters what is to be done.")
    if due < actor.today:
        raise Refused("Say by when it is to be done: today or later.")
    name, task_of, wording = _whose(actor, row, says.strip(), owner, role, person)
    point = uuid.uuid4()
    first = row.pupils.order_by("position").values_list("pupil_id", flat=True)[0]
    about = first if pupil is None else pupil
    task = make_task(
        actor, says=wording, due=due, owner=task_of, role="" if task_of else role,
        pupil=about, source=f"meeting:{meeting}:{point}",
    )  # fmt: skip
    ActionPoint.objects.create(
        school_id=actor.school,
        public_id=point,
        meeting=row,
        thread=row.thread,
        pupil_id=pupil,
        says=encrypt(says.strip(), place=point_place(point, "says")),
        owner_name=encrypt(name, place=point_place(point, "owner")),
        due=due,
        task=task,
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, ActionPointAdded(meeting, point, task, due))
    return point


@action(Permission.HOLD_MEETINGS)
def decide(actor: Actor, *, meeting: uuid.UUID, choice: str, reason: str, pupil: int | None = None) -> None:
    """Note what was decided, about one pupil (key) or all, and why: one of the decisions of this kind and stage.

    The last one stands; those before it are kept.
    """
    row = standing(actor, meeting)
    pupils = _check_pupil(actor, row, pupil)
    chosen = decision_of(kind_of(row.kind), row.stage, choice)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("Write why this was decided, in a few sentences.")
    ref = uuid.uuid4()
    Decision.objects.create(
        school_id=actor.school,
        public_id=ref,
        meeting=row,
        edition=row.edition,
        pupil_id=pupil,
        choice=chosen.key,
        reason=encrypt(reason.strip(), place=decision_place(ref)),
        at=actor.now,
        by_name=actor.name,
    )
    whom = str(pupils[pupil]) if pupil is not None else ""
    record(actor, MeetingDecided(meeting, row.kind, row.stage, whom, chosen.key, row.source))


def _check_pupil(actor: Actor, row: Meeting, pupil: int | None) -> dict[int, uuid.UUID]:
    pupils = pupils_in(actor, row)
    if pupil is not None and pupil not in pupils:
        raise NotFound("This meeting is not about that pupil.")
    return pupils


def _whose(
    actor: Actor, row: Meeting, says: str, owner: int | None, role: str, person: uuid.UUID | None
) -> tuple[str, int | None, str]:
    """Who does it by name, whose task it is, and what the task says."""
    if owner is not None:
        name = staff_names(actor, [owner]).get(owner)
        if name is None:
            raise NotFound("There is no such member of staff in this school.")
        return name, owner, says
    if role:
        if role not in set(Role):
            raise Refused("Choose one of the school’s roles.")
        return Role(role).label, None, says
    if person is None:
        raise Refused("Say who does it.")
    return _outside(actor, row, says, person)


def _outside(actor: Actor, row: Meeting, says: str, person: uuid.UUID) -> tuple[str, int | None, str]:
    one = Person.objects.filter(school_id=actor.school, meeting=row, public_id=person).first()
    if one is None:
        raise NotFound("Nobody of that kind is asked to this meeting.")
    name = decrypt(one.name, place=person_place(one.public_id, "name"))
    if one.user_id:
        return name, one.user_id, says
    held = in_words(row.at.date())
    return name, actor.user_id or row.called_by_id, f"Ask {name}, as agreed on {held}: {says}"[:500]
