"""Making a list of pupils, keeping it under a name, changing and retiring it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.reports.actions.lists import change_list, save_list
from rollbook.reports.actions.saving import retire_report
from rollbook.reports.list_forms import ListForm, holds_of
from rollbook.reports.lists.columns import ListColumn, columns_for
from rollbook.reports.lists.making import condition_says
from rollbook.reports.lists.ready import ready_list
from rollbook.reports.queries.lists import saved_list as kept_list
from rollbook.reports.saving_forms import SaveForm
from rollbook.reports.views.lists import DRAFT, DRAFT_OF, SEES, draft, url_of
from rollbook.rules.access import Permission
from rollbook.rules.lists import ListShape, fitted
from rollbook.rules.lists_written import to_json
from rollbook.rules.refused import Refused
from rollbook.schools.queries import school_line
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

START = ListShape(("name", "form"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen column as the page lists it."""

    key: str
    title: str
    is_first: bool
    is_last: bool


@require_http_methods(["GET", "HEAD", "POST"])
@page(*SEES)
def make(request: OfficeRequest) -> HttpResponseBase:
    """Choose columns and conditions; every button works without script."""
    known = columns_for(request.actor)
    if request.method != "POST":
        shape, of = _begun(request)
        form = ListForm(known=known, shape=_fitting(shape, request), initial={"of": of})
        return _page(request, form, form.columns())
    act = request.POST.get("act", "show")
    room = _conditions_sent(request.POST, act)
    form = ListForm(request.POST, known=known, shape=START, conditions=room)
    if act != "show":
        columns = _moved(form.columns(), act)
        look = ListForm(known=known, shape=START, conditions=room)
        look.initial.update(_as_sent(request.POST, form, columns))
        return _page(request, look, columns)
    if not form.is_valid():
        return _page(request, form, form.columns())
    request.session[DRAFT] = to_json(form.shape())
    request.session[DRAFT_OF] = str(form.cleaned_data["of"] or "")
    return HttpResponseRedirect(url_of(request, "unsaved"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_REPORTS)
def save(request: OfficeRequest) -> HttpResponseBase:
    """Give the list in the making a name."""
    shape = draft(request)
    if shape is None:
        return redirect(url_of(request, "make"))
    may_share = request.actor.may(Permission.SHARE_REPORTS)
    has_trust = may_share and school_line(request.actor).trust_id is not None
    form = SaveForm(request.POST or None, may_share=may_share, has_trust=has_trust)
    made: list[uuid.UUID] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(save_list(request.actor, shape=shape, **form.cleaned_data)), beside="name"
    ):
        _forget_draft(request)
        messages.info(request, f"“{form.cleaned_data['name']}” is saved.")
        return redirect(url_of(request, "saved", saved_list=made[0]))
    heading = {"title": "Save this list", "back": url_of(request, "unsaved"), "back_label": "The list"}
    says = [condition_says(one, columns_for(request.actor)[one.column].title) for one in shape.conditions]
    values = {"page": heading, "form": form, "says": says}
    return render(request, "reports/list_save.html", values, status=422 if form.errors else 200)


@require_POST
@page(Permission.SEE_REPORTS)
def change(request: OfficeRequest, saved_list: uuid.UUID) -> HttpResponseBase:
    """Put the list in the making in the place of a saved one."""
    kept_list(request.actor, saved_list)
    shape = draft(request)
    if shape is None:
        raise Refused("There is nothing to put in its place. Open the list and change it again.")
    change_list(request.actor, saved=saved_list, shape=shape)
    _forget_draft(request)
    messages.info(request, "The list is changed for everybody who has it.")
    return redirect(url_of(request, "saved", saved_list=saved_list))


@require_POST
@page(Permission.SEE_REPORTS)
def retire(request: OfficeRequest, saved_list: uuid.UUID) -> HttpResponseBase:
    """Take a saved list away; nothing of any pupil goes with it."""
    retire_report(request.actor, saved=saved_list)
    messages.info(request, "The list is taken away. Nothing of any pupil went with it.")
    return redirect(url_of(request, "list"))


def _begun(request: OfficeRequest) -> tuple[ListShape, str]:
    """What the making starts from, and the saved list of one's own that it may take the place of."""
    if key := request.GET.get("ready"):
        one = ready_list(key)
        return (one.shape if one else START), ""
    if public_id := _uuid(request.GET.get("saved", "")):
        request.actor.require(Permission.SEE_REPORTS)
        line, shape = kept_list(request.actor, public_id)
        return shape, str(public_id) if line.mine else ""
    if "unsaved" in request.GET:
        return draft(request) or START, request.session.get(DRAFT_OF, "")
    return START, ""


def _fitting(shape: ListShape, request: OfficeRequest) -> ListShape:
    """Without what this person may not see; conditions on it are left to whoever may."""
    known = holds_of(columns_for(request.actor))
    kept = ListShape(
        shape.columns,
        tuple(one for one in shape.conditions if one.column in known),
        shape.order,
        shape.rows,
        shape.who,
        shape.period,
    )
    return fitted(kept, known).shape


def _moved(columns: Sequence[str], act: str) -> tuple[str, ...]:
    """The columns after a button: one a place up or down, or taken away."""
    verb, _, key = act.partition(":")
    if key not in columns:
        return tuple(columns)
    rest = [column for column in columns if column != key]
    if verb == "drop":
        return tuple(rest)
    at = columns.index(key) + (-1 if verb == "up" else 1)
    return (*rest[: max(at, 0)], key, *rest[max(at, 0) :])


def _as_sent(sent: QueryDict, form: ListForm, columns: Sequence[str]) -> dict[str, object]:
    """What was sent, not judged yet, with these columns ticked in this order."""
    said: dict[str, object] = {name: sent.get(name, "") for name in form.fields}
    ticked = {name: [key for key in sent.getlist(name) if key in columns] for name in form.shelves.values()}
    return said | ticked | {"sequence": ",".join(columns)}


def _conditions_sent(sent: QueryDict, act: str) -> int:
    """How many conditions the page has room for: as many as before, two more when they are asked for."""
    before = sum(name.startswith("column") and name[6:].isdecimal() for name in sent)
    return before + 2 if act == "more" else before


def _page(request: OfficeRequest, form: ListForm, columns: Sequence[str]) -> HttpResponse:
    values = {
        "page": {"title": "Make a list", "wide": True, "back": url_of(request, "list"), "back_label": "Lists"},
        "form": form,
        "chosen": _chosen(columns, form.known),
    }
    return render(request, "reports/list_make.html", values, status=422 if form.errors else 200)


def _chosen(columns: Sequence[str], known: Mapping[str, ListColumn]) -> list[Chosen]:
    last = len(columns) - 1
    return [Chosen(key, known[key].title, n == 0, n == last) for n, key in enumerate(columns)]


def _forget_draft(request: OfficeRequest) -> None:
    request.session.pop(DRAFT, None)
    request.session.pop(DRAFT_OF, None)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
