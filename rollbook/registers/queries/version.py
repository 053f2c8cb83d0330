"""What an open board asks again and again: whether anything on it has changed."""

from __future__ import annotations

from django.db.models import BigIntegerField, BinaryField, Value

from rollbook.registers.models import BoardCount, Chain
from rollbook.rules.actor import Actor


def board_version(actor: Actor) -> str:
    """A word that is another one whenever something was saved or chased in the school: one statement."""
    return version_of(actor.school)


def version_of(school: int) -> str:
    """The same for whoever holds a ticket of the school instead of being an actor.

    The chain's head stands for every save by whatever road, the count for what is no save. Both are
    written under the lock of a row, so they change in the order of commits; a highest id would not.
    """
    count = Value(0, BigIntegerField())
    heads = Chain.objects.filter(school_id=school).values_list("head", count)
    counts = BoardCount.objects.filter(school_id=school).values_list(Value(b"", BinaryField()), "n")
    rows = list(heads.union(counts, all=True))
    head = b"".join(bytes(row[0]) for row in rows)
    return f"{head.hex()[:20]}.{sum(row[1] for row in rows)}"
