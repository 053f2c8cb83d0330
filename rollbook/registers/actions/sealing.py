"""The day's seal: a signed fingerprint of the chain that a head can print and keep (REG-10)."""

from __future__ import annotations

import hashlib
from datetime import date

from rollbook.audit import keys
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.events import DaySealed
from rollbook.registers.models import Chain, RegisterSave, Seal
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import seal_message


@action(Permission.SEE_RECORD)
def seal_day(actor: Actor, *, day: date) -> bool:
    """Sign the head of the school's chain as it stands for that day; false when it was sealed already."""
    if Seal.objects.filter(school_id=actor.school, day=day).exists():
        record_nothing_changed()
        return False
    chain = Chain.objects.select_for_update().filter(school_id=actor.school).first()
    if chain is None:
        record_nothing_changed()
        return False
    head = bytes(chain.head)
    message = seal_message(str(actor.school), day.isoformat(), chain.year, chain.seq, head)
    record(actor, DaySealed(day=day, seq=chain.seq))
    Seal.objects.create(
        school_id=actor.school,
        day=day,
        chain_year=chain.year,
        seq=chain.seq,
        head=head,
        saves=RegisterSave.objects.filter(school_id=actor.school, made_at__date=day).count(),
        signature=keys.sign(message),
        key_id=hashlib.sha256(keys.public_seal_key()).hexdigest()[:16],
    )
    return True
