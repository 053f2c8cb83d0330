"""Files put into a bundle by hand: their pages alone are kept for it, and the file stays as it came."""

from __future__ import annotations

import uuid
from dataclasses import replace

from rollbook.audit.actions import action
from rollbook.evidence.actions.arranging import change_choices, keep_change, locked
from rollbook.evidence.queries.bundles import bundle
from rollbook.evidence.queries.choices import Choices, Enclosed
from rollbook.files.actions import keep_file, keep_made
from rollbook.files.queries import read_file
from rollbook.formats.bundles import count_pages, opened
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

MOST_FILES = 60


def enclose(
    actor: Actor, *, bundle_id: uuid.UUID, file: uuid.UUID | None = None, name: str = "", data: bytes = b""
) -> str:
    """Enclose a kept file, or one that is sent in and kept now; gives its key.

    Read first, outside any transaction: a long file takes seconds. Raises FileRefused, with a sentence,
    for what cannot be put on pages: locked, broken, too long, no page at all.
    """
    bundle(actor, bundle_id)
    if file is not None:
        kept = read_file(actor, file)
        name, data = kept.name, kept.data
    return keep_enclosed(actor, bundle_id=bundle_id, file=file, name=name, data=data, clean=opened(name, data))


@action(Permission.MAKE_BUNDLES)
def keep_enclosed(
    actor: Actor, *, bundle_id: uuid.UUID, file: uuid.UUID | None, name: str, data: bytes, clean: bytes
) -> str:
    """Keep the pages that were read of a file, and the file itself where it is new."""
    row = locked(actor, bundle_id)
    choices = Choices.read(row.choices)
    if len(choices.files) >= MOST_FILES:
        raise Refused(f"{MOST_FILES} files are enclosed already. Leave one out first.")
    pupils = (row.pupil_id,)
    source = file or keep_file(actor, name=name, data=data, kind="evidence", pupils=pupils)
    if any(one.source == str(source) for one in choices.files):
        raise Refused("This file is enclosed already.")
    made = keep_made(actor, name=f"{name}.pdf", media="application/pdf", data=clean, kind="bundle", pupils=pupils)
    one = Enclosed(str(source), str(made), name, count_pages(clean))
    row.choices = replace(choices, files=(*choices.files, one)).plain()
    keep_change(actor, row, "enclose")
    return one.key


@action(Permission.MAKE_BUNDLES)
def leave_file_out(actor: Actor, *, bundle_id: uuid.UUID, key: str) -> None:
    """Take an enclosed file out of the bundle altogether; the kept file stays where it was."""
    change_choices(
        actor,
        bundle_id,
        lambda now: replace(now, files=tuple(one for one in now.files if one.key != key)),
        what="leave-file",
    )
