"""Where the mark of a session comes from: the rules in force and to come, and a new one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.registers.actions.rules import YEAR_GROUPS, set_session_rule
from rollbook.registers.queries.rules import session_rules
from rollbook.registers.session_rule_forms import SessionRuleForm
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half
from rollbook.schools.queries import lesson_time_rows
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.SET_UP_SCHOOL)
def rules(request: OfficeRequest) -> HttpResponseBase:
    """Every rule the school set, and the form for a new one from tomorrow on."""
    actor = request.actor
    periods = list(dict.fromkeys(row.name for row in lesson_time_rows(actor)))
    form = SessionRuleForm(request.POST or None, around=actor.today, periods=periods, years=sorted(YEAR_GROUPS))
    if request.method == "POST" and tried(form, lambda: _set(request, form), beside="from_day"):
        messages.info(request, "The rule is set. Marks made before its day stay as they are.")
        return redirect(reverse("registers:rules", kwargs={"school": request.school.slug}))
    heading = {
        "title": "Where session marks come from",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
    }
    context = {"page": heading, "form": form, "rules": session_rules(actor), "today": actor.today}
    return render(request, "registers/lesson_rules.html", context, status=422 if form.errors else 200)


def _set(request: OfficeRequest, form: forms.Form) -> int:
    given = form.cleaned_data
    return set_session_rule(
        request.actor,
        from_day=given["from_day"],
        half=Half[given["half"]],
        nc_year=given["nc_year"],
        period=given["period"],
    )
