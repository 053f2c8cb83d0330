"""The end of a session and of a day: what was planned becomes the mark, and nothing leaves unseen (REG-B)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from rollbook.audit.actions import action, record
from rollbook.registers.actions.many import Batch, BatchOutcome, store_many
from rollbook.registers.events import DayClosed
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.awaited import Awaited, awaited
from rollbook.registers.queries.day import day_left
from rollbook.registers.queries.weighing import Wanted
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half

# A teacher who saves a minute late must find the register as it was, not filled in meanwhile.
AFTER_CLOSE = timedelta(minutes=5)
NO_REASON = "N"
_BLANKS_ONLY: frozenset[str] = frozenset()


@action(Permission.TAKE_ANY_REGISTER)
def close_session(actor: Actor, *, on: date, half: Half) -> BatchOutcome:
    """Give pupils still unmarked the code that was planned for them, where their register has closed.

    A plan that claims attendance elsewhere waits for somebody to confirm it (REG-16, COD-7), and a
    blank without a plan stays a blank for the office. Doing it again changes nothing.
    """
    due = [a for a in awaited(actor, on, half) if a.is_away and actor.now >= a.closes + AFTER_CLOSE]
    batch = Batch(uuid.uuid4(), RegisterSave.Kind.PLAN, "plan", keeps_refused=False)
    return store_many(actor, batch, [_planned(a) for a in due], over=_BLANKS_ONLY)


@action(Permission.AMEND_MARKS)
def confirm_elsewhere(
    actor: Actor, *, on: date, half: Half, pupils: Sequence[str], came: bool, said_by: str = ""
) -> BatchOutcome:
    """Say of pupils planned elsewhere whether they were there: the planned code, or N where they were not.

    `pupils` are public ids; one who is marked already, or has no such plan, is left as it is. Not
    having been there is never B, K or any other code that claims it (COD-7).
    """
    asked = set(pupils)
    found = [a for a in awaited(actor, on, half) if a.is_elsewhere and a.public_id in asked]
    if not found:
        raise Refused("None of these pupils still waits to be confirmed in this session. Load the page again.")
    basis = f"confirmed by {said_by.strip()[:60]}" if said_by.strip() else "confirmed"
    wanted = [_planned(a, basis) if came else _not_there(a) for a in found]
    batch = Batch(uuid.uuid4(), RegisterSave.Kind.PLAN, "confirmed")
    return store_many(actor, batch, wanted, over=_BLANKS_ONLY)


@action(Permission.AMEND_MARKS)
def close_day(actor: Actor, *, on: date, seen: tuple[int, int, int]) -> None:
    """Note that somebody has seen all that a day leaves: blanks, plans unconfirmed and N, counted as `seen`.

    Refused where the day no longer leaves just that, so that nothing leaves unseen.
    """
    if on > actor.today:
        raise Refused("This day has not come yet, so it cannot be closed.")
    left = day_left(actor, on)
    if left.counts != seen:
        raise Refused("Something changed since you opened this page. Look at the list again, then close the day.")
    blanks, unconfirmed, no_reason = left.counts
    record(actor, DayClosed(on, blanks, unconfirmed, no_reason))


def _planned(one: Awaited, basis: str = "") -> Wanted:
    plan = one.plan
    assert plan is not None, "only pupils with a plan are asked about"
    entry = Entry(pupil=one.public_id, code=plan.code, detail=plan.note)
    return Wanted(entry, one.facts, basis=f"plan {plan.id} {basis}".strip())


def _not_there(one: Awaited) -> Wanted:
    assert one.plan is not None, "only pupils with a plan are asked about"
    entry = Entry(pupil=one.public_id, code=NO_REASON)
    return Wanted(entry, one.facts, basis=f"plan {one.plan.id} not there")
