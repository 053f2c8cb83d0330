"""One bundle: its exhibits in order, what is to be looked at, and the versions that were fixed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.evidence.actions import arrange, leave_file_out, look_at, make_bundle
from rollbook.evidence.forms import ArrangeForm
from rollbook.evidence.paper import session_words
from rollbook.evidence.queries.bundles import BundlePage, VersionLine, bundle
from rollbook.evidence.queries.changed import Changed, changed_since
from rollbook.evidence.queries.checking import Raised, raised, sheaves
from rollbook.evidence.queries.composing import NotReady
from rollbook.evidence.queries.gathering import Gathered, Placed, gathered
from rollbook.evidence.queries.people import around
from rollbook.registers.views.addresses import clock, short_day
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.pages import OfficeRequest, page

SHOWN_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """An exhibit as its row shows it: its place, where a page of it is blacked, what was found on it."""

    placed: Placed
    first: bool
    last: bool
    cover_url: str
    raised: tuple[Raised, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as the page shows it, with what changed in the register since."""

    version: VersionLine
    made: str
    sha256: str
    data_sha256: str
    changes: tuple[str, ...]
    more: int


@require_safe
@page(Permission.MAKE_BUNDLES)
def bundle_page(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """One bundle as it stands; that it was opened is noted."""
    return _shown(request, bundle)


@require_POST
@page(Permission.MAKE_BUNDLES)
def arrange_exhibit(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """Move an exhibit, leave it out, put it in, choose its pages, or take an enclosed file out altogether."""
    bundle_of(request, bundle)
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        raise Refused("This cannot be read. Open the bundle again; nothing was changed.")
    wanted = form.wanted
    if wanted.act == "take-out":
        leave_file_out(request.actor, bundle_id=bundle, key=wanted.key)
    else:
        try:
            arrange(request.actor, bundle_id=bundle, wanted=wanted)
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            return _shown(request, bundle, refused=refused.says, status=422)
    return HttpResponseRedirect(f"{url_of(request, 'bundle', bundle)}#exhibits", status=303)


@require_POST
@page(Permission.MAKE_BUNDLES)
def look(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """Say of an enclosed file that it was looked at, or have what betrays somebody blacked in it."""
    bundle_of(request, bundle)
    key, covers = request.POST.get("key", ""), request.POST.get("act") == "cover"
    look_at(request.actor, bundle_id=bundle, key=key[:120], cover=covers)
    messages.info(request, "It will be blacked when the bundle is made." if covers else "Noted that you looked.")
    return HttpResponseRedirect(f"{url_of(request, 'bundle', bundle)}#exhibits", status=303)


@require_POST
@page(Permission.MAKE_BUNDLES)
def make(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """Fix the bundle as it stands: its next version."""
    bundle_of(request, bundle)
    try:
        make_bundle(request.actor, bundle)
    except (NotAllowed, NotFound):
        raise
    except NotReady as not_ready:
        return _shown(request, bundle, refused=not_ready.says, status=422)
    except Refused as refused:
        return _shown(request, bundle, refused=refused.says, status=422)
    messages.info(request, "The bundle is fixed. What is done from now on makes another version.")
    return HttpResponseRedirect(f"{url_of(request, 'bundle', bundle)}#versions", status=303)


def bundle_of(request: OfficeRequest, public_id: uuid.UUID) -> BundlePage:
    """The bundle, if there is one in this school: looked for before anything else is said."""
    return bundle(request.actor, public_id)


def url_of(request: OfficeRequest, name: str, bundle: uuid.UUID, **more: object) -> str:
    return reverse(f"evidence:{name}", kwargs={"school": request.school.slug, "bundle": bundle, **more})


def heading_of(request: OfficeRequest, of: BundlePage, title: str) -> dict[str, str]:
    """The heading of a page that belongs to a bundle, and the way back to it."""
    return {
        "title": title,
        "sub": f"{of.pupil.name}, for {of.parent}",
        "back": url_of(request, "bundle", of.public_id),
        "back_label": "Evidence bundle",
    }


def _shown(request: OfficeRequest, public_id: uuid.UUID, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor = request.actor
    of = bundle(actor, public_id)
    found = gathered(actor, of)
    who = around(actor, of.matter.pupil, of.matter.contact_id)
    ready, wrong = sheaves(actor, of, found, who, only_read=True)
    against = [*wrong, *raised(of, ready, who)]
    changes = changed_since(actor, of)
    values: dict[str, Any] = {
        "page": {
            "title": f"Evidence bundle: {of.pupil.name}",
            "sub": f"for {of.parent}, {short_day(of.matter.first)} {of.matter.first.year} to "
            f"{short_day(of.matter.last)} {of.matter.last.year}",
            "back": reverse("evidence:pupil", kwargs={"school": request.school.slug, "pupil": of.matter.pupil}),
            "back_label": f"Evidence about {of.pupil.name}",
        },
        "of": of,
        "refused": refused,
        "against": against,
        "rows": _rows(request, of, found, against),
        "left": [one for one in found.placed if not one.is_in],
        "versions": [_version(one, changes[one.number]) for one in of.versions],
        "urls": {
            name: url_of(request, name, public_id)
            for name in ("arrange", "witness", "words", "enclose", "look", "make")
        },
        "barred": len(of.hidden.words),
    }
    return render(request, "evidence/bundle.html", values, status=status)


def _rows(request: OfficeRequest, of: BundlePage, found: Gathered, against: Sequence[Raised]) -> list[Row]:
    shown = found.included
    return [
        Row(
            placed=one,
            first=n == 0,
            last=n == len(shown) - 1,
            cover_url=url_of(request, "cover", of.public_id, enclosed=one.exhibit.file) if one.exhibit.file else "",
            raised=tuple(other for other in against if other.key == one.key),
        )
        for n, one in enumerate(shown)
    ]


def _version(one: VersionLine, changes: Sequence[Changed]) -> VersionRow:
    local = one.made_at.astimezone(LONDON)
    said = [
        f"{session_words(c.session)}: {c.was or 'no mark'} is now {c.now or 'no mark'}" for c in changes[:SHOWN_CHANGES]
    ]
    return VersionRow(
        one,
        f"{short_day(local.date())} {local.year}, {clock(local)}, by {one.by_name}",
        _grouped(one.sha256),
        _grouped(one.data_sha256),
        tuple(said),
        len(changes) - len(said),
    )


def _grouped(digest: str) -> str:
    """A hash in groups of eight, as a person compares it with another."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
