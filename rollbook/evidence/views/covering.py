"""A page of an enclosed file, and the areas of it that are blacked."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.evidence.actions import hide_area, show_area
from rollbook.evidence.forms import AreaForm
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.gathering import gathered
from rollbook.evidence.views.bundle import bundle_of, heading_of, url_of
from rollbook.files.queries import read_file
from rollbook.formats.bundles import as_pictures, count_pages, opened, page_picture
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

SHARP = 100


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MAKE_BUNDLES)
def cover(request: OfficeRequest, bundle: uuid.UUID, enclosed: uuid.UUID) -> HttpResponse:
    """One page of an enclosed file, with a form for an area of it."""
    of = bundle_of(request, bundle)
    key, title = _enclosed(request, of, enclosed)
    count = count_pages(_pages(request, enclosed))
    number = min(max(1, _number(request.GET.get("page", "1"))), count)
    here = f"{url_of(request, 'cover', bundle, enclosed=enclosed)}?page={number}"
    back = request.method == "POST" and request.POST.get("act") == "show"
    if back:
        show_area(request.actor, bundle_id=bundle, key=key, page=number)
        return HttpResponseRedirect(here, status=303)
    form = AreaForm(request.POST or None, auto_id="area-%s")
    if form.is_bound and tried(
        form, lambda: hide_area(request.actor, bundle_id=bundle, key=key, page=number, area=form.area), beside="left"
    ):
        return HttpResponseRedirect(here, status=303)
    values: dict[str, Any] = {
        "page": heading_of(request, of, f"Black an area: {title}"),
        "form": form,
        "number": number,
        "count": count,
        "picture": url_of(request, "cover-picture", bundle, enclosed=enclosed, number=number),
        "pages": [(n, f"?page={n}", n == number) for n in range(1, count + 1)],
        "areas": [area for of_key, at, area in of.hidden.areas if (of_key, at) == (key, number)],
    }
    return render(request, "evidence/cover.html", values, status=422 if form.errors else 200)


@require_safe
@page(Permission.MAKE_BUNDLES)
def cover_picture(request: OfficeRequest, bundle: uuid.UUID, enclosed: uuid.UUID, number: int) -> HttpResponse:
    """One page as a picture, as it will be: its areas black."""
    of = bundle_of(request, bundle)
    key, _ = _enclosed(request, of, enclosed)
    data = _pages(request, enclosed)
    areas = of.hidden.areas_of(key).get(number - 1)
    if areas:
        data = as_pictures(data, {number - 1: areas}, sharp=SHARP)
    picture = page_picture(data, number - 1, sharp=SHARP)
    if not picture:
        raise NotFound("There is no such page in this file.")
    return HttpResponse(picture, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _enclosed(request: OfficeRequest, of: BundlePage, enclosed: uuid.UUID) -> tuple[str, str]:
    """The key and title of the exhibit that is this file; NotFound for any other file."""
    for one in gathered(request.actor, of).placed:
        if one.exhibit.file == enclosed:
            return one.key, one.exhibit.title
    raise NotFound("This file is not enclosed in the bundle.")


def _pages(request: OfficeRequest, enclosed: uuid.UUID) -> bytes:
    kept = read_file(request.actor, enclosed)
    return opened(kept.name, kept.data)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 5 else 1
