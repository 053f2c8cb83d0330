"""Fixing a bundle: composed first, so that nobody's save waits for it, then kept with its hash."""

from __future__ import annotations

import hashlib
import json
import uuid

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.evidence.actions.arranging import locked
from rollbook.evidence.events import BundleMade
from rollbook.evidence.models import BundleVersion
from rollbook.evidence.queries.bundles import bundle, contents_place
from rollbook.evidence.queries.composing import Composed, composed
from rollbook.files.actions import keep_made
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused


def make_bundle(actor: Actor, bundle_id: uuid.UUID) -> uuid.UUID:
    """Compose a bundle as it stands and fix it; gives its version. Seconds of work, outside any transaction."""
    page = bundle(actor, bundle_id)
    return fix_bundle(actor, bundle_id=bundle_id, turn=page.turn, made=composed(actor, page))


@action(Permission.MAKE_BUNDLES)
def fix_bundle(actor: Actor, *, bundle_id: uuid.UUID, turn: int, made: Composed) -> uuid.UUID:
    """Keep what was composed as the next version. Refused where somebody changed the bundle meanwhile."""
    row = locked(actor, bundle_id)
    if row.turn != turn:
        raise Refused("Somebody changed this bundle while it was being made. Look at it again, and make it anew.")
    number = BundleVersion.objects.filter(bundle=row).count() + 1
    version, name = uuid.uuid4(), f"bundle-{bundle_id.hex[:6]}-{number}"
    pupils = (row.pupil_id,)
    document = keep_made(
        actor, name=f"{name}.pdf", media="application/pdf", data=made.document, kind="bundle", pupils=pupils
    )
    data = keep_made(actor, name=f"{name}.zip", media="application/zip", data=made.data, kind="bundle", pupils=pupils)
    lines = [(one.label, one.title, one.pages) for one in made.lines]
    BundleVersion.objects.create(
        school_id=actor.school,
        public_id=version,
        bundle=row,
        number=number,
        made_at=actor.now,
        by_name=actor.name,
        by_role=actor.role,
        pages=made.pages,
        document=document,
        document_sha256=hashlib.sha256(made.document).hexdigest(),
        data=data,
        data_sha256=hashlib.sha256(made.data).hexdigest(),
        register_place=made.place,
        register_head=made.head,
        first=row.first,
        last=row.last,
        marks={str(year): codes.hex() for year, codes in made.years.items()},
        contents=encrypt(json.dumps(lines), place=contents_place(version)),
    )
    record(actor, BundleMade(bundle_id, number, made.pages, hashlib.sha256(made.document).hexdigest()))
    return version
