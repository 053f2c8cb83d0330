"""Registers that are late: asking for them, sending somebody, and telling the next on the school's ladder (REG-B)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.events import ChaseStamped, LadderSet, RegisterEscalated, RegisterNudged, StaffSent
from rollbook.registers.models import BoardCount, Chase, ChaseLadder
from rollbook.registers.queries.chasing import TAKER, Step, holders, post_name, staff_to_send
from rollbook.registers.queries.day_board import Line, day_board
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import StaffMember, staff_members

MOST_STEPS = 6
LONGEST_WAIT = 240
_TEACHES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)


@action(Permission.CHASE_REGISTERS)
def nudge(actor: Actor, *, register: str) -> tuple[str, ...]:
    """Ask those who take a late register of today for it: it stands on their registers and in their top bar.

    Gives the names of those asked. Whoever was asked already and has not answered is not asked twice.
    """
    line = _late(actor, register)
    waiting = {c.to_id for c in line.chased if c.kind == Chase.Kind.NUDGE and not c.answered_at}
    people = [person for person in line.takers if person.user_id not in waiting]
    if not line.takers:
        raise Refused("Nobody is named for this register. Send somebody, or take it yourself.")
    if not people:
        raise Refused(f"{line.people_names} has been asked already and has not answered yet.")
    for person in people:
        _tell(actor, line, Chase.Kind.NUDGE, (person.user_id, person.name), post=post_name(TAKER))
    record(actor, RegisterNudged(register, actor.today, tuple(person.user_id for person in people)))
    return tuple(person.name for person in people)


@action(Permission.CHASE_REGISTERS)
def send(actor: Actor, *, register: str, user_id: int) -> str:
    """Note that a member of staff is sent to a room whose register is late; gives their name."""
    line = _late(actor, register)
    name = dict(staff_to_send(actor)).get(user_id)
    if name is None:
        raise Refused("Choose somebody who works in the school today.")
    _tell(actor, line, Chase.Kind.SENT, (user_id, name))
    record(actor, StaffSent(register, actor.today, user_id))
    return name


@action(Permission.CHASE_REGISTERS)
def stamp(actor: Actor, *, chase: uuid.UUID, what: str) -> None:
    """Note that whoever was sent has arrived, or is back."""
    row = _standing(actor, chase)
    if row.kind != Chase.Kind.SENT or what not in ("arrived", "back"):
        raise Refused("Only somebody who was sent can arrive or come back. Load the board again.")
    field = f"{what}_at"
    if getattr(row, field) is not None:
        raise Refused("This was noted already. Load the board again.")
    setattr(row, field, actor.now)
    _store(actor, row, [field], what)


@action(Permission.CHASE_REGISTERS)
def take_back(actor: Actor, *, chase: uuid.UUID) -> None:
    """Take the last thing noted back: “back”, then “arrived”, then that somebody was asked or sent at all."""
    row = _standing(actor, chase)
    if row.kind == Chase.Kind.STEP:
        raise Refused("What the ladder told cannot be untold.")
    if row.back_at or row.arrived_at:
        field = "back_at" if row.back_at else "arrived_at"
        setattr(row, field, None)
        return _store(actor, row, [field], f"not {field.removesuffix('_at')}")
    row.undone_at, row.undone_by = actor.now, actor.name
    return _store(actor, row, ["undone_at", "undone_by"], "taken back")


@action(*_TEACHES)
def note_seen(actor: Actor, *, chases: Sequence[uuid.UUID]) -> None:
    """Note that a person has seen what they are asked; the first time counts."""
    rows = Chase.objects.filter(school_id=actor.school, to_id=actor.user_id or 0, public_id__in=chases)
    if not rows.filter(seen_at__isnull=True).update(seen_at=actor.now):
        return record_nothing_changed()
    count_change(actor)
    return record(actor, ChaseStamped("", actor.today, "seen"))


@action(*_TEACHES, Permission.CHASE_REGISTERS)
def answer_nudge(actor: Actor, *, chase: uuid.UUID, answer: str) -> None:
    """Answer whoever asked for a register: it is being taken, or somebody else is needed."""
    row = _standing(actor, chase)
    if row.to_id != actor.user_id or answer not in Chase.Answer.values:
        raise NotFound("There is no such question, or it was answered already.")
    row.answer, row.answered_at, row.seen_at = answer, actor.now, row.seen_at or actor.now
    _store(actor, row, ["answer", "answered_at", "seen_at"], answer)


@action(Permission.CHASE_REGISTERS)
def escalate(actor: Actor) -> int:
    """Tell the next on the ladder of each register of today that is late enough; gives how many were told.

    Steps whose time has passed are told in order, each once. A step that nobody's post answers to is
    noted as told to nobody, so that the board shows the hole.
    """
    board = day_board(actor, actor.today)
    due = [line for line in board.lines if line.next_at is not None and line.next_at <= actor.now]
    if board.ladder is None or not due:
        record_nothing_changed()
        return 0
    members, told = staff_members(actor), 0
    for line in due:
        for number, step in _steps_due(actor, line, board.ladder.steps):
            told += _escalated(actor, line, number, step, members)
    return told


@action(Permission.SET_UP_SCHOOL)
def set_ladder(actor: Actor, *, from_day: date, lesson_after: int, steps: Sequence[tuple[int, str]]) -> int:
    """From a day on, say who is told of a late register and after how many minutes; gives the version.

    `steps` are minutes past the register's time and whom: `taker` or a role. No step at all switches
    the ladder off. It may begin today: what was told already stays told.
    """
    if from_day < actor.today:
        raise Refused(f"A ladder cannot begin on {in_words(from_day)}, which is over. It may begin today.")
    if not 0 < lesson_after <= LONGEST_WAIT:
        raise Refused(f"A lesson's register is late 1 to {LONGEST_WAIT} minutes after the lesson's start.")
    _check_steps(steps)
    latest = ChaseLadder.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    ChaseLadder.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        lesson_after=lesson_after,
        steps=[list(step) for step in steps],
    )
    count_change(actor)
    record(actor, LadderSet(version, from_day, len(steps)))
    return version


@action(Permission.SET_COVER)
def show_change(actor: Actor) -> None:
    """Let open boards look again: who teaches, covers or where has changed, which no save tells."""
    count_change(actor)
    record_nothing_changed()


def count_change(actor: Actor) -> None:
    """Let every open board know that something changed: the row's lock keeps the count in the order of commits."""
    if not BoardCount.objects.filter(school_id=actor.school).update(n=F("n") + 1):
        BoardCount.objects.get_or_create(school_id=actor.school, defaults={"n": 1})


def _check_steps(steps: Sequence[tuple[int, str]]) -> None:
    if len(steps) > MOST_STEPS:
        raise Refused(f"A ladder has at most {MOST_STEPS} steps.")
    minutes = [step[0] for step in steps]
    if any(not 0 <= m <= LONGEST_WAIT for m in minutes):
        raise Refused(f"Each step comes 0 to {LONGEST_WAIT} minutes after the register's time.")
    if minutes != sorted(minutes):
        raise Refused("The steps must come one after another: each after as many minutes as the one before, or more.")
    known = {TAKER, *(role.value for role in Role if role is not Role.SYSTEM)}
    if wrong := [who for _, who in steps if who not in known]:
        raise Refused(f"“{wrong[0]}” is no post in the school. Choose one from the list.")


def _late(actor: Actor, register: str) -> Line:
    """The register by its key, if it is one of today and late."""
    line = day_board(actor, actor.today).line(register)
    if line is None:
        raise NotFound("There is no such register today.")
    if not line.is_late:
        raise Refused(f"The register of {line.name} is not late any more. Load the board again.")
    return line


def _standing(actor: Actor, chase: uuid.UUID) -> Chase:
    row = Chase.objects.select_for_update().filter(school_id=actor.school, public_id=chase).first()
    if row is None or row.undone_at is not None:
        raise NotFound("This was taken back already, or there is no such entry.")
    return row


def _store(actor: Actor, row: Chase, fields: list[str], what: str) -> None:
    row.save(update_fields=fields)
    count_change(actor)
    record(actor, ChaseStamped(row.register, row.date, what))


def _tell(
    actor: Actor, line: Line, kind: Chase.Kind, to: tuple[int, str] | None, *, step: int = 0, post: str = ""
) -> None:
    Chase.objects.create(
        school_id=actor.school,
        date=actor.today,
        register=line.register,
        group_id=line.group_id,
        name=line.name[:80],
        kind=kind,
        step=step,
        post=post,
        to_id=to[0] if to else None,
        to_name=to[1] if to else "",
        by_id=actor.user_id,
        by_name=actor.name,
        at=actor.now,
    )
    count_change(actor)


def _steps_due(actor: Actor, line: Line, steps: Sequence[Step]) -> Iterable[tuple[int, Step]]:
    told = max((c.step for c in line.chased if c.kind == Chase.Kind.STEP), default=0)
    for number, step in enumerate(steps[told:], told + 1):
        if line.due is not None and (actor.now - line.due).total_seconds() >= step.minutes * 60:
            yield number, step


def _escalated(actor: Actor, line: Line, number: int, step: Step, members: Sequence[StaffMember]) -> int:
    if step.who == TAKER:
        people = [(person.user_id, person.name) for person in line.takers]
    else:
        people = holders(members, step.who, line.nc_year)
    told: list[tuple[int, str] | None] = [*dict.fromkeys(people)] or [None]
    for person in told:
        _tell(actor, line, Chase.Kind.STEP, person, step=number, post=post_name(step.who))
    record(actor, RegisterEscalated(line.register, actor.today, number, tuple(p[0] for p in people)))
    return len(people)
