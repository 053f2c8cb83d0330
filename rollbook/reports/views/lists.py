"""Lists of pupils: those that every school has, those that were saved, and one of them on the page or as a file."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.pupils.queries import groups_of
from rollbook.reports.drawing.files import Form, file_of
from rollbook.reports.list_forms import NarrowForm
from rollbook.reports.lists.making import MadeList, make_list
from rollbook.reports.lists.ready import READY, ready_list
from rollbook.reports.queries.lists import saved_list, saved_lists
from rollbook.reports.queries.saved import SavedLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.lists import ListShape
from rollbook.rules.lists_written import of_json
from rollbook.rules.refused import NotFound
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page

SEES = (Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS)
# A list that is not saved waits in the person's own sign-in, for what is typed into it may be a name.
DRAFT, DRAFT_OF = "list", "list_of"
UNSAVED = "A list that is not saved"


@require_safe
@page(*SEES)
def lists(request: OfficeRequest) -> HttpResponse:
    """What is there to open, and where one's own is made."""
    actor = request.actor
    keeps = actor.may(Permission.SEE_REPORTS)
    values = {
        "page": {"title": "Lists", "sub": "Pupils by whatever you need to know of them", **_back(request)},
        "saved": [(line, url_of(request, "saved", saved_list=line.public_id)) for line in saved_lists(actor)]
        if keeps
        else [],
        "ready": [(one, url_of(request, "ready", ready=one.key)) for one in READY if one.wants <= actor.permissions],
        "make_url": url_of(request, "make"),
        "draft_url": url_of(request, "unsaved") if DRAFT in request.session else "",
    }
    return render(request, "reports/lists.html", values)


@require_safe
@page(*SEES)
def ready(request: OfficeRequest, ready: str) -> HttpResponseBase:
    """One of those that every school has."""
    one = ready_list(ready)
    if one is None or not one.wants <= request.actor.permissions:
        raise NotFound("There is no such list. Choose one on the page of lists.")
    acts = {"copy_url": f"{url_of(request, 'make')}?ready={one.key}"}
    return _shown(request, one.shape, one.title, one.says, acts)


@require_safe
@page(*SEES)
def saved(request: OfficeRequest, saved_list: uuid.UUID) -> HttpResponseBase:
    """A saved one, as it stands at this moment and for this reader."""
    line, shape = _saved(request, saved_list)
    where = {"saved_list": line.public_id}
    change = f"{url_of(request, 'make')}?saved={line.public_id}"
    acts = {
        "send_url": reverse("reports:saved", kwargs={"school": request.school.slug, "saved": line.public_id})
        if request.actor.may(Permission.SHARE_REPORTS)
        else "",
        "retire_url": url_of(request, "retire", **where) if line.mine else "",
        "change_url" if line.mine else "copy_url": change,
    }
    says = f"{line.shared_says}. Saved by {line.by_name}." if not line.mine else f"{line.shared_says}."
    return _shown(request, shape, line.name, says, acts)


@require_safe
@page(*SEES)
def unsaved(request: OfficeRequest) -> HttpResponseBase:
    """The list that this person has just made."""
    shape = draft(request)
    if shape is None:
        return HttpResponseRedirect(url_of(request, "make"))
    of = request.session.get(DRAFT_OF)
    acts = {"change_url": f"{url_of(request, 'make')}?unsaved=1"}
    if request.actor.may(Permission.SEE_REPORTS):
        acts["save_url"] = url_of(request, "save")
        if of:
            acts["replace_url"] = url_of(request, "change", saved_list=of)
    return _shown(request, shape, UNSAVED, "", acts)


def draft(request: OfficeRequest) -> ListShape | None:
    """What this person has in the making, if anything."""
    kept = request.session.get(DRAFT)
    return of_json(kept) if kept else None


def url_of(request: OfficeRequest, name: str, **more: object) -> str:
    return reverse(f"lists:{name}", kwargs={"school": request.school.slug, **more})


def _saved(request: OfficeRequest, public_id: uuid.UUID) -> tuple[SavedLine, ListShape]:
    request.actor.require(Permission.SEE_REPORTS)
    return saved_list(request.actor, public_id)


def _shown(request: OfficeRequest, shape: ListShape, title: str, says: str, acts: dict[str, str]) -> HttpResponseBase:
    """The list on the page, on paper or as a file."""
    narrow = _narrow(request)
    made = make_list(request.actor, narrow.narrowed(shape), title=title)
    wanted = request.GET.get("as", "")
    if wanted in set(Form):
        file = file_of(made.report, Form(wanted))
        answer = HttpResponse(file.data, content_type=file.media)
        answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return answer
    template = "print" if wanted == "print" else "list"
    return render(request, f"reports/{template}.html", _around(request, made, narrow, says, acts))


def _narrow(request: OfficeRequest) -> NarrowForm:
    groups = groups_of(request.actor, "registration", request.actor.today)
    years = tuple(dict.fromkeys(group.nc_year for group in groups if group.nc_year))
    return NarrowForm(request.GET, auto_id="f_%s", years=years, names=[group.name for group in groups])


def _around(
    request: OfficeRequest, made: MadeList, narrow: NarrowForm, says: str, acts: dict[str, str]
) -> dict[str, object]:
    here = [(name, value) for name, values in request.GET.lists() for value in values if name != "as"]
    now = request.actor.now.astimezone(LONDON)
    heading = {
        "title": made.report.title,
        "sub": made.report.about,
        "wide": True,
        "back": url_of(request, "list"),
        "back_label": "Lists",
        "printed": f"{now:%a} {now.day} {now:%b %Y}, {now.hour}:{now.minute:02}",
    }
    return {
        "page": heading,
        "report": made.report,
        "made": made,
        "says": says,
        "narrow": narrow,
        "chips": _chips(request, narrow),
        "same": {form: f"?{urlencode([*here, ('as', form)])}" for form in (*Form, "print")},
        **acts,
    }


def _chips(request: OfficeRequest, narrow: NarrowForm) -> list[Chip]:
    """What the list is narrowed to for once, each with the address without it."""
    chips = []
    for name, words in (("y", "Year {}"), ("form", "Form {}")):
        if narrow.is_valid() and (value := narrow.cleaned_data.get(name)):
            rest = request.GET.copy()
            rest.pop(name)
            chips.append(Chip(words.format(value), f"?{rest.urlencode()}"))
    return chips


def _back(request: OfficeRequest) -> dict[str, str]:
    """Up to the page of reports, for those who have one."""
    if not request.actor.may(Permission.SEE_REPORTS):
        return {}
    return {"back": reverse("reports:list", kwargs={"school": request.school.slug}), "back_label": "Reports"}
