"""The fields that a school adds for itself: set up, and filled in for many pupils at once."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.actions import own_fields as actions
from rollbook.pupils.actions.own_values import fill_own_field
from rollbook.pupils.own_field_forms import FillForm, OwnFieldForm
from rollbook.pupils.queries.own_fields import OwnFieldLine, fields_set_up, own_field
from rollbook.pupils.queries.own_pasted import PastedValues, read_pasted_values
from rollbook.rules.access import Permission
from rollbook.rules.own_fields import EDITS, require_edit
from rollbook.schools.queries import school_line
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

SETS = (Permission.SET_UP_SCHOOL, Permission.SEE_TRUST)


@page(*SETS, *EDITS)
def fields(request: OfficeRequest) -> HttpResponse:
    """Every field, who may see it, and for how many pupils something stands in it."""
    found = fields_set_up(request.actor)
    live = [line for line in found if line.retired_on is None]
    may_set_up = any(request.actor.may(p) for p in SETS)
    heading = {
        "title": "Own fields",
        "sub": "What this school keeps of its pupils besides what every school does",
        **(_back_to_set_up(request) if request.actor.may(Permission.SET_UP_SCHOOL) else {}),
    }
    context = {
        "page": heading,
        "live": [_row(request, line, may_set_up=may_set_up) for line in live],
        "retired": [_row(request, line, may_set_up=may_set_up) for line in found if line.retired_on is not None],
        "add_url": _url(request, "add") if may_set_up else "",
    }
    return render(request, "pupils/own_fields.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*SETS)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Add a field; one for the whole trust only by who may see the trust."""
    form = OwnFieldForm(request.POST or None, trust=_may_share(request))
    if request.method == "POST" and tried(form, lambda: _make(request, form), beside="name"):
        messages.info(request, f"{form.cleaned_data['name']} is added. It stands at every pupil’s page from now on.")
        return redirect(_url(request, "list"))
    return _form(request, form, title="Add a field", verb="Add the field")


@require_http_methods(["GET", "HEAD", "POST"])
@page(*SETS)
def change(request: OfficeRequest, own_field: UUID) -> HttpResponseBase:
    """Change a field's name, help, choices, or who may see it."""
    line = _found(request, own_field)
    form = OwnFieldForm(request.POST or None, old=line)
    if request.method == "POST" and tried(
        form, lambda: actions.change_own_field(request.actor, field=own_field, shape=form.shape()), beside="name"
    ):
        messages.info(request, f"{form.cleaned_data['name']} is changed.")
        return redirect(_url(request, "list"))
    return _form(request, form, title=f"Change {line.name}", verb="Save the field")


@require_POST
@page(*SETS)
def retire(request: OfficeRequest, own_field: UUID) -> HttpResponseBase:
    """Show the field no more; what stands in it is kept."""
    line = _found(request, own_field)
    actions.retire_own_field(request.actor, field=own_field)
    messages.info(request, f"{line.name} is retired. What stands in it is kept.")
    return redirect(_url(request, "list"))


@require_POST
@page(*SETS)
def take_up(request: OfficeRequest, own_field: UUID) -> HttpResponseBase:
    """Show a retired field again."""
    line = _found(request, own_field)
    actions.take_up_own_field(request.actor, field=own_field)
    messages.info(request, f"{line.name} is shown again.")
    return redirect(_url(request, "list"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(*EDITS)
def fill(request: OfficeRequest, own_field: UUID) -> HttpResponseBase:
    """Paste values for many pupils, look at what would change, and write them."""
    line = _found(request, own_field)
    require_edit(request.actor, line.shape.audience)
    form = FillForm(request.POST or None, dated=line.shape.dated, around=request.actor.today)
    read = read_pasted_values(request.actor, line, form.cleaned_data["pasted"]) if form.is_valid() else None
    if read and "write" in request.POST and tried(form, lambda: _write(request, line, form, read), beside="pasted"):
        return redirect(_url(request, "list"))
    heading = {"title": f"Fill in {line.name}", "sub": line.kind_says, "back": _url(request, "list")}
    context = {
        "page": {**heading, "back_label": "Own fields"},
        "field": line,
        "form": form,
        "read": read,
        "write_label": f"Write it for {_pupils(read.changing)}" if read else "",
    }
    return render(request, "pupils/own_field_fill.html", context, status=422 if form.errors else 200)


def _make(request: OfficeRequest, form: OwnFieldForm) -> None:
    given = form.cleaned_data
    whole_trust = given.get("whole_trust", False) or not request.actor.may(Permission.SET_UP_SCHOOL)
    actions.make_own_field(request.actor, field=given["field"], shape=form.shape(), whole_trust=whole_trust)


def _write(request: OfficeRequest, line: OwnFieldLine, form: FillForm, read: PastedValues) -> None:
    first = form.cleaned_data.get("first")
    written = fill_own_field(request.actor, field=line.public_id, values=read.typed, first=first)
    messages.info(request, f"{line.name}: written for {_pupils(written)}.")


def _pupils(number: int) -> str:
    return "1 pupil" if number == 1 else f"{number} pupils"


def _row(request: OfficeRequest, line: OwnFieldLine, *, may_set_up: bool) -> tuple[OwnFieldLine, dict[str, str]]:
    """A field and what this person may do with it."""
    where = {"own_field": line.public_id}
    sets = may_set_up and request.actor.may(Permission.SEE_TRUST if line.whole_trust else Permission.SET_UP_SCHOOL)
    acts = {name: _url(request, name, **where) for name in ("change", "retire", "take-up")} if sets else {}
    urls = {name.replace("-", "_"): url for name, url in acts.items()}
    if line.may_edit:
        urls["fill"] = _url(request, "fill", **where)
    return line, urls


def _found(request: OfficeRequest, public_id: UUID) -> OwnFieldLine:
    return own_field(request.actor, public_id)


def _may_share(request: OfficeRequest) -> bool:
    """Whether this person chooses between the school and its trust."""
    both = request.actor.may(Permission.SEE_TRUST) and request.actor.may(Permission.SET_UP_SCHOOL)
    return both and school_line(request.actor).trust_id is not None


def _back_to_set_up(request: OfficeRequest) -> dict[str, str]:
    return {"back": reverse("schools:set-up", kwargs={"school": request.school.slug}), "back_label": "Set-up"}


def _form(request: OfficeRequest, form: forms.Form, *, title: str, verb: str) -> HttpResponse:
    back = _url(request, "list")
    context = {
        "page": {"title": title, "back": back, "back_label": "Own fields"},
        "form": form,
        "verb": verb,
        "leave": back,
    }
    return render(request, "pupils/own_field_form.html", context, status=422 if form.errors else 200)


def _url(request: OfficeRequest, name: str, **more: object) -> str:
    return reverse(f"own-fields:{name}", kwargs={"school": request.school.slug, **more})
