"""The register as a file that proves itself: links, seals, disposals, the public key, and a README (REG-10).

The format is in `docs/export.md`; `rollbook verify --export` checks it without a database.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from rollbook.audit import keys
from rollbook.audit.actions import log_access
from rollbook.formats.plain_zip import pack
from rollbook.pupils.queries.legal import LegalIdentity, legal_identities
from rollbook.registers.actions.chaining import header_of
from rollbook.registers.models import Disposal, RegisterSave, Seal
from rollbook.rules import proof
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.chain import GENESIS, Leaf, canonical, is_mark, leaf_hash
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.queries import school_line

Tell = Callable[[RegisterSave], Mapping[str, object]]

README = """\
This is an attendance register (England), exported from Rollbook in an open format that proves itself.

  register.json    which school, which part of its record, the sealing key's public half
  pupils.jsonl     who the ids in the marks are
  saves.jsonl      every save in its order: header, entries ("leaves"), the hash before it, its own hash
  seals.jsonl      the day's seals: the chain's head as it stood, signed with the school's key (Ed25519)
  disposals.jsonl  entries that were let go after six years, and by which rule
  signature.json   the signature over the digests of all the files above

A save's hash is SHA-256 of: the hash before it, its header, and SHA-256 of all its leaves' hashes. JSON is hashed
with sorted keys, no spaces, UTF-8. In one pupil's export other pupils' entries are {"x": their hash}: nothing of
them is shown, and the hash still comes out.

Check it with:  rollbook verify --export FILE
and compare the key and the fingerprints with those that the school printed on the day.
"""


@dataclass(frozen=True, slots=True)
class Period:
    """Saves made from a day to a day, both included, by English local time; None is without end."""

    first: date | None = None
    last: date | None = None

    @property
    def made(self) -> Q:
        found = Q()
        if self.first is not None:
            found &= Q(made_at__gte=_midnight(self.first))
        if self.last is not None:
            found &= Q(made_at__lt=_midnight(self.last + timedelta(days=1)))
        return found


def has_saves(actor: Actor, period: Period) -> bool:
    """Whether anything was entered in that time: one statement."""
    return RegisterSave.objects.filter(period.made, school_id=actor.school).exists()


def export_register(actor: Actor, period: Period = Period()) -> bytes:
    """The whole school's record of a time, as one ZIP file; the same record and moment give the same bytes.

    From the first to the last save made then, with none left out between. Refused where there is none.
    """
    actor.require(Permission.SEE_RECORD)
    log_access(actor, what="export of the register", subject=f"school:{actor.school}")
    return _packed(actor, period, proof.WHOLE_SCHOOL, _save)


def export_pupil(actor: Actor, public_id: uuid.UUID, period: Period = Period()) -> bytes:
    """One pupil's entries with the whole chain that proves them, and of other pupils nothing but hashes."""
    actor.require(Permission.SEE_ALL_PUPILS)
    actor.require(Permission.SEE_REASONS)
    pupil = str(public_id)
    if pupil not in legal_identities(actor, [pupil]):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    log_access(actor, what="export of the register", subject=f"pupil:{pupil}")
    return _packed(actor, period, f"pupil:{pupil}", lambda row: _save_for(row, pupil))


def _rows(actor: Actor, period: Period) -> QuerySet[RegisterSave]:
    saves = RegisterSave.objects.filter(school_id=actor.school).order_by("chain_year", "seq")
    made = saves.filter(period.made).values_list("chain_year", "seq")
    first, last = made.first(), made.last()
    if first is None or last is None:
        raise _nothing()
    return saves.filter(_from(*first), _up_to(*last))


@dataclass(slots=True)
class _Walk:
    """What was met on the one walk along the saves, which are written as they are read and then let go."""

    first: RegisterSave | None = None
    last: RegisterSave | None = None
    saves: int = 0
    shown: set[str] = field(default_factory=set)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def along(self, rows: Iterable[RegisterSave], told: Tell) -> Iterator[Mapping[str, object]]:
        for row in rows:
            said = told(row)
            self.first, self.last, self.saves = self.first or row, row, self.saves + 1
            self.shown.update(_pupils_in(said))
            self.places[row.pk] = (row.chain_year, row.seq)
            yield said


def _packed(actor: Actor, period: Period, scope: str, told: Tell) -> bytes:
    walk = _Walk()
    saves = _json_lines(walk.along(_rows(actor, period).iterator(chunk_size=500), told))
    if walk.first is None or walk.last is None:
        raise _nothing()
    before, after = _before(actor, walk.first), _end(walk.last.chain_year, walk.last.seq, bytes(walk.last.hash))
    members = {
        proof.README: README.encode(),
        proof.MANIFEST: _json_lines([_manifest(actor, period, scope, before, after, walk.saves)]),
        proof.PUPILS: _json_lines(_pupil(one) for one in legal_identities(actor, walk.shown).values()),
        proof.SAVES: saves,
        proof.SEALS: _json_lines(_seals(actor, before, after)),
        proof.DISPOSALS: _json_lines(_disposals(actor, walk.places)),
    }
    signed = {"key": proof.key_id(keys.public_seal_key()), "signature": keys.sign(proof.export_message(members)).hex()}
    return pack({**members, proof.SIGNATURE: _json_lines([signed])})


def _pupils_in(save: Mapping[str, object]) -> Iterator[str]:
    leaves = save.get("leaves")
    return (str(leaf["p"]) for leaf in leaves if is_mark(leaf)) if isinstance(leaves, list) else iter(())


def _nothing() -> Refused:
    return Refused("Nothing was entered in the registers in that time, so there is nothing to export.")


def _manifest(
    actor: Actor, period: Period, scope: str, before: Mapping[str, object], after: Mapping[str, object], saves: int
) -> Mapping[str, object]:
    school = school_line(actor)
    public = keys.public_seal_key()
    return {
        "format": proof.FORMAT,
        "school": {
            "id": school.id,
            "name": school.name,
            "urn": school.urn,
            "la": school.la_number,
            "establishment": school.establishment_number,
        },
        "scope": scope,
        "from": period.first.isoformat() if period.first else None,
        "to": period.last.isoformat() if period.last else None,
        "made_at": actor.now.astimezone(UTC).isoformat(timespec="seconds"),
        "by": actor.role,
        "before": before,
        "after": after,
        "saves": saves,
        "keys": {proof.key_id(public): public.hex()},
    }


def _before(actor: Actor, first: RegisterSave) -> Mapping[str, object]:
    """Where the chain stood before the first save of the export."""
    earlier = RegisterSave.objects.filter(_up_to(first.chain_year, first.seq), school_id=actor.school)
    row = earlier.exclude(pk=first.pk).order_by("chain_year", "seq").last()
    if row is None:
        return _end(first.chain_year, 0, GENESIS)
    return _end(row.chain_year, row.seq, bytes(row.hash))


def _end(year: int, seq: int, head: bytes) -> Mapping[str, object]:
    return {"year": year, "seq": seq, "head": head.hex()}


def _save(row: RegisterSave) -> Mapping[str, object]:
    return {**_ends_of(row), "leaves": row.marks}


def _save_for(row: RegisterSave, pupil: str) -> Mapping[str, object]:
    """A save with one pupil's entries and who made it; where the pupil is not in it, its digest alone."""
    if not any(leaf.get("p") == pupil for leaf in row.marks):
        return {**_ends_of(row), "body": proof.body_hash(row.marks)}
    return {**_ends_of(row), "leaves": [_withheld(leaf, pupil) for leaf in row.marks]}


def _ends_of(row: RegisterSave) -> Mapping[str, object]:
    return {"header": header_of(row), "prev": bytes(row.prev).hex(), "hash": bytes(row.hash).hex()}


def _withheld(leaf: Leaf, pupil: str) -> Leaf:
    return {"x": leaf_hash(leaf).hex()} if is_mark(leaf) and leaf["p"] != pupil else leaf


def _seals(actor: Actor, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    inside = _from(_int(before["year"]), _int(before["seq"])) & _up_to(_int(after["year"]), _int(after["seq"]))
    for seal in Seal.objects.filter(inside, school_id=actor.school).order_by("day"):
        yield {
            "day": seal.day.isoformat(),
            **_end(seal.chain_year, seal.seq, bytes(seal.head)),
            "saves": seal.saves,
            "key": seal.key_id,
            "signature": bytes(seal.signature).hex(),
        }


def _disposals(actor: Actor, places: Mapping[int, tuple[int, int]]) -> Iterator[Mapping[str, object]]:
    for one in Disposal.objects.filter(school_id=actor.school).order_by("at", "id"):
        if one.save_row_id in places:
            year, seq = places[one.save_row_id]
            at = one.at.astimezone(UTC).isoformat(timespec="seconds")
            yield {"year": year, "seq": seq, "leaves": one.leaves, "rule": one.rule, "job": one.job, "at": at}


def _pupil(one: LegalIdentity) -> Mapping[str, object]:
    said = {"p": one.public_id, "surname": one.surname, "forename": one.forename, "upn": one.upn}
    return {**said, "born": one.born.isoformat()}


def _json_lines(lines: Iterable[Mapping[str, object]]) -> bytes:
    return b"".join(canonical(line) + b"\n" for line in lines)


def _from(year: int, seq: int) -> Q:
    return Q(chain_year__gt=year) | Q(chain_year=year, seq__gte=seq)


def _up_to(year: int, seq: int) -> Q:
    return Q(chain_year__lt=year) | Q(chain_year=year, seq__lte=seq)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON)


def _int(value: object) -> int:
    return int(str(value))
