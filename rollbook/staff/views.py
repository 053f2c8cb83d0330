"""The staff screens: who works here, in which roles, and what each role may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rollbook.rules.access import PERMISSIONS, Permission, Role, may_give
from rollbook.rules.refused import NotFound
from rollbook.staff import actions, queries
from rollbook.staff.forms import AccountForm, ChangeAccountForm, EndRoleForm, RoleForm
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.MANAGE_STAFF)
def staff_list(request: OfficeRequest) -> HttpResponse:
    members = queries.staff_members(request.actor)
    here = [m for m in members if m.now or m.later]
    heading = {"title": "Staff", "sub": f"{len(here)} people hold a role in this school"}
    context = {"page": heading, "here": here, "left": [m for m in members if not (m.now or m.later)]}
    return render(request, "staff/list.html", context)


@page(Permission.MANAGE_STAFF)
def person(request: OfficeRequest, user_id: int) -> HttpResponse:
    member = queries.staff_member(request.actor, user_id)
    heading = {"title": member.name, "back": _url(request, "list"), "back_label": "Staff"}
    opens = all(may_give(request.actor.permissions, line.role) for line in (*member.now, *member.later))
    context = {"page": heading, "member": member, "is_self": user_id == request.actor.user_id, "opens": opens}
    return render(request, "staff/person.html", context)


@page(Permission.MANAGE_STAFF)
def add(request: OfficeRequest) -> HttpResponseBase:
    form = AccountForm(request.POST or None, **_about_roles(request))
    made: list[actions.NewPassword] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(actions.create_account(request.actor, **form.cleaned_data)), beside="username"
    ):
        return _hand_over(request, made[0], title="The account is ready")
    return _form(request, form, title="Add an account", verb="Make the account", back=_url(request, "list"))


@page(Permission.MANAGE_STAFF)
def change(request: OfficeRequest, user_id: int) -> HttpResponseBase:
    member, back = queries.staff_member(request.actor, user_id), _url(request, "person", user_id)
    first = {"name": member.name, "initials": member.initials, "email": member.email, "mobile": member.mobile}
    form = ChangeAccountForm(request.POST or None, initial=first)
    if request.method == "POST" and tried(
        form, lambda: actions.change_account(request.actor, user_id=user_id, **form.cleaned_data), beside="name"
    ):
        messages.info(request, f"{form.cleaned_data['name']} changed")
        return redirect(back)
    return _form(request, form, title=f"Change {member.name}", verb="Save the account", back=back)


@page(Permission.MANAGE_STAFF)
@require_POST
def new_password(request: OfficeRequest, user_id: int) -> HttpResponse:
    made = actions.reset_password(request.actor, user_id=user_id)
    return _hand_over(request, made, title="There is a new password")


@page(Permission.MANAGE_STAFF)
def give_role(request: OfficeRequest, user_id: int) -> HttpResponseBase:
    member, back = queries.staff_member(request.actor, user_id), _url(request, "person", user_id)
    form = RoleForm(request.POST or None, **_about_roles(request))
    if request.method == "POST" and tried(
        form, lambda: actions.assign_role(request.actor, user_id=user_id, **form.cleaned_data), beside="role"
    ):
        messages.info(request, f"{member.name}: {form.cleaned_data['role'].label} given")
        return redirect(back)
    return _form(request, form, title=f"Give {member.name} a role", verb="Give the role", back=back)


@page(Permission.MANAGE_STAFF)
def end_role(request: OfficeRequest, user_id: int, role_id: int) -> HttpResponseBase:
    member, back = queries.staff_member(request.actor, user_id), _url(request, "person", user_id)
    line = next((r for r in (*member.now, *member.later) if r.id == role_id and not r.through_trust), None)
    if line is None:
        raise NotFound("There is no such role in this school.")
    form = EndRoleForm(request.POST or None, around=request.actor.today)
    if request.method == "POST" and tried(
        form, lambda: actions.end_role(request.actor, assignment_id=role_id, last=form.last), beside="last"
    ):
        messages.info(request, f"{member.name}: {line.title} ended")
        return redirect(back)
    return _form(request, form, title=f"End {line.title} for {member.name}", verb="End the role", back=back)


@page(Permission.MANAGE_STAFF)
def roles(request: OfficeRequest) -> HttpResponse:
    given = [role for role in Role if role is not Role.SYSTEM]
    table = [(role, [p.value.replace("-", " ") for p in Permission if p in PERMISSIONS[role]]) for role in given]
    heading = {"title": "What each role may do", "back": _url(request, "list"), "back_label": "Staff"}
    return render(request, "staff/roles.html", {"page": heading, "table": table})


def _about_roles(request: OfficeRequest) -> dict[str, Any]:
    today = request.actor.today
    return {"around": today, "giver": request.actor.permissions, "initial": {"first": today}}


def _hand_over(request: OfficeRequest, made: actions.NewPassword, *, title: str) -> HttpResponse:
    """The one time that a password is shown; it is not kept and so cannot be shown by a redirect."""
    back = _url(request, "person", made.user_id)
    heading = {"title": title, "back": back, "back_label": "To the account"}
    return render(request, "staff/hand_over.html", {"page": heading, "made": made, "person_url": back})


def _form(request: OfficeRequest, form: forms.Form, *, title: str, verb: str, back: str) -> HttpResponse:
    heading = {"title": title, "back": back, "back_label": "Back"}
    context = {"page": heading, "form": form, "verb": verb, "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _url(request: OfficeRequest, name: str, user_id: int | None = None) -> str:
    more = {"user_id": user_id} if user_id is not None else {}
    return reverse(f"staff:{name}", kwargs={"school": request.school.slug, **more})
