"""The groups of a school year: how many pupils are in each, and who takes its register."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rollbook.pupils import queries
from rollbook.pupils.actions import grouping
from rollbook.pupils.group_forms import GroupForm, GroupStaffForm, NewGroupForm
from rollbook.pupils.queries.group_staff import parts_in
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import sites
from rollbook.staff.queries import staff_of
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

KINDS = (
    ("registration", "Registration groups"),
    ("year", "Year groups"),
    ("house", "Houses"),
    ("teaching", "Teaching groups"),
)


@page(Permission.SET_UP_SCHOOL)
def groups(request: OfficeRequest, kind: str = "registration") -> HttpResponse:
    if kind not in dict(KINDS):
        raise NotFound("There is no such kind of group.")
    found = queries.groups_of(request.actor, kind, request.actor.today)
    heading = {
        "title": dict(KINDS)[kind],
        "sub": f"{len(found)} this school year",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
    }
    tabs = [Tab(label, _url(request, "kind", kind=k), current=k == kind) for k, label in KINDS]
    return render(request, "pupils/groups.html", {"page": heading, "groups": found, "tabs": tabs})


@page(Permission.SET_UP_SCHOOL)
def group(request: OfficeRequest, group_id: UUID) -> HttpResponse:
    found = queries.group(request.actor, group_id)
    today, parts = request.actor.today, parts_in(request.actor, group_id)
    heading = {
        "title": found.name,
        "sub": f"{dict(KINDS)[found.kind]} · {'1 pupil' if found.size == 1 else f'{found.size} pupils'} today",
        "back": _url(request, "kind", kind=found.kind),
        "back_label": dict(KINDS)[found.kind],
    }
    context = {
        "page": heading,
        "group": found,
        "now": [p for p in parts if p.last is None or p.last >= today],
        "past": [p for p in parts if p.last is not None and p.last < today],
        "pupils": queries.roster(request.actor, found.id, today),
    }
    return render(request, "pupils/groups_one.html", context)


@page(Permission.SET_UP_SCHOOL)
def add(request: OfficeRequest) -> HttpResponseBase:
    form = NewGroupForm(request.POST or None, sites=sites(request.actor))
    made: list[UUID] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(grouping.create_group(request.actor, **form.cleaned_data)), beside="name"
    ):
        messages.info(request, f"{form.cleaned_data['name']} made")
        return redirect(_url(request, "one", group_id=made[0]))
    return _form(request, form, title="Make a group", verb="Make the group", back=_url(request, "list"))


@page(Permission.SET_UP_SCHOOL)
def change(request: OfficeRequest, group_id: UUID) -> HttpResponseBase:
    found, back = queries.group(request.actor, group_id), _url(request, "one", group_id=group_id)
    first = {"name": found.name, "nc_year": found.nc_year, "room": found.room, "site_id": found.site_id}
    form = GroupForm(request.POST or None, sites=sites(request.actor), initial=first)
    if request.method == "POST" and tried(
        form, lambda: grouping.change_group(request.actor, group=group_id, **form.cleaned_data), beside="name"
    ):
        messages.info(request, f"{form.cleaned_data['name']} changed")
        return redirect(back)
    return _form(request, form, title=f"Change {found.name}", verb="Save the group", back=back)


@page(Permission.SET_UP_SCHOOL)
def add_staff(request: OfficeRequest, group_id: UUID) -> HttpResponseBase:
    actor, back = request.actor, _url(request, "one", group_id=group_id)
    found = queries.group(actor, group_id)
    form = GroupStaffForm(
        request.POST or None, around=actor.today, people=staff_of(actor), initial={"first": actor.today}
    )
    if request.method == "POST" and tried(
        form, lambda: grouping.set_group_staff(actor, group=group_id, **form.cleaned_data), beside="user_id"
    ):
        messages.info(request, f"{found.name}: who takes its register is set")
        return redirect(back)
    return _form(request, form, title=f"Who takes the register of {found.name}", verb="Set it", back=back)


@page(Permission.SET_UP_SCHOOL)
@require_POST
def end_staff(request: OfficeRequest, group_id: UUID, staff_id: int) -> HttpResponseBase:
    grouping.end_group_staff(request.actor, group=group_id, staff_id=staff_id)
    messages.info(request, "Ended. From today they do not take this register.")
    return redirect(_url(request, "one", group_id=group_id))


def _form(request: OfficeRequest, form: forms.Form, *, title: str, verb: str, back: str) -> HttpResponse:
    heading = {"title": title, "back": back, "back_label": "Back"}
    context = {"page": heading, "form": form, "verb": verb, "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _url(request: OfficeRequest, name: str, **more: object) -> str:
    return reverse(f"groups:{name}", kwargs={"school": request.school.slug, **more})
