"""Bundles as they stand: whom they are about, what was chosen, and the versions that were fixed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.evidence.models import Bundle, BundleVersion
from rollbook.evidence.queries.choices import Choices, Hidden, ToldByHand
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.exhibits import Matter
from rollbook.rules.refused import NotFound

NO_BUNDLE = "There is no such bundle in this school."


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A bundle as it was fixed once: its files and their hashes, where the register stood then.

    `lines` is its index: label, title, pages.
    """

    public_id: uuid.UUID
    number: int
    made_at: datetime
    by_name: str
    pages: int
    document: uuid.UUID
    sha256: str
    data: uuid.UUID
    data_sha256: str
    register: str
    first: date
    last: date
    marks: dict[int, bytes]
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class BundleLine:
    """A bundle in a list: the pupil, the parent it is for, the days, and how often it was fixed."""

    public_id: uuid.UUID
    pupil: PupilLine
    parent: str
    first: date
    last: date
    changed_at: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class BundlePage:
    """A bundle whole; `turn` goes up with every change, so that two people do not undo each other's."""

    public_id: uuid.UUID
    matter: Matter
    pupil: PupilLine
    parent: str
    case: uuid.UUID | None
    choices: Choices
    hidden: Hidden
    told: ToldByHand
    turn: int
    versions: tuple[VersionLine, ...]


def bundle(actor: Actor, public_id: uuid.UUID) -> BundlePage:
    """One bundle; that it was opened is noted: a fixed number of statements.

    NotAllowed without leave to make bundles, NotFound for another school's.
    """
    actor.require(Permission.MAKE_BUNDLES)
    row = Bundle.objects.filter(school_id=actor.school, public_id=public_id).first()
    lines = pupil_lines(actor, [row.pupil_id], actor.today) if row is not None else ()
    if row is None or not lines:
        raise NotFound(NO_BUNDLE)
    log_access(actor, what="evidence bundle", subject=f"bundle:{public_id}")
    parent = contact_names(actor, [row.contact_id]).get(row.contact_id, "")
    versions = BundleVersion.objects.filter(school_id=actor.school, bundle=row).order_by("-number")
    return BundlePage(
        public_id=public_id,
        matter=Matter(row.pupil_id, lines[0].public_id, row.contact_id, row.first, row.last),
        pupil=lines[0],
        parent=parent,
        case=row.case,
        choices=Choices.read(row.choices),
        hidden=Hidden.read(bytes(row.hidden), public_id),
        told=ToldByHand.read(bytes(row.told), public_id),
        turn=row.turn,
        versions=tuple(_version(one) for one in versions),
    )


def bundles(actor: Actor) -> tuple[BundleLine, ...]:
    """The school's bundles, those changed last first: four statements."""
    actor.require(Permission.MAKE_BUNDLES)
    return _lines(actor, Bundle.objects.filter(school_id=actor.school).order_by("-changed_at", "-id"))


def bundles_about(actor: Actor, pupil_id: int) -> tuple[BundleLine, ...]:
    """The bundles about one pupil, the newest first: four statements."""
    actor.require(Permission.MAKE_BUNDLES)
    return _lines(actor, Bundle.objects.filter(school_id=actor.school, pupil_id=pupil_id).order_by("-begun_at", "-id"))


def contents_place(version: uuid.UUID) -> str:
    """Where the index of a version belongs, to which its encryption is bound."""
    return f"evidence.contents|{version}"


def _lines(actor: Actor, rows: Iterable[Bundle]) -> tuple[BundleLine, ...]:
    found = list(rows)
    pupils = {line.id: line for line in pupil_lines(actor, tuple({row.pupil_id for row in found}), actor.today)}
    parents = contact_names(actor, {row.contact_id for row in found})
    fixed: dict[int, int] = {}
    made = BundleVersion.objects.filter(school_id=actor.school, bundle__in=[row.pk for row in found])
    for of in made.order_by("bundle_id").values_list("bundle_id", flat=True):
        fixed[of] = fixed.get(of, 0) + 1
    return tuple(
        BundleLine(
            row.public_id,
            pupils[row.pupil_id],
            parents.get(row.contact_id, ""),
            row.first,
            row.last,
            row.changed_at,
            fixed.get(row.pk, 0),
        )
        for row in found
        if row.pupil_id in pupils
    )


def _version(row: BundleVersion) -> VersionLine:
    plain: list[list[str]] = json.loads(decrypt(row.contents, place=contents_place(row.public_id)))
    return VersionLine(
        public_id=row.public_id,
        number=row.number,
        made_at=row.made_at,
        by_name=row.by_name,
        pages=row.pages,
        document=row.document,
        sha256=row.document_sha256,
        data=row.data,
        data_sha256=row.data_sha256,
        register=row.register_place,
        first=row.first,
        last=row.last,
        marks={int(year): bytes.fromhex(codes) for year, codes in row.marks.items()},
        lines=tuple((label, title, pages) for label, title, pages in plain),
    )
