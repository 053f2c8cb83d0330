"""The places where the school teaches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.schools import actions, queries
from rollbook.schools.forms import SiteForm
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.SET_UP_SCHOOL)
def sites(request: OfficeRequest) -> HttpResponseBase:
    form = SiteForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_site(request.actor, **form.cleaned_data), beside="name"
    ):
        messages.info(request, f"{form.cleaned_data['name']} added")
        return redirect(reverse("schools:sites", kwargs={"school": request.school.slug}))
    heading = {
        "title": "Sites",
        "sub": "Name them where registers open at different times in different places.",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
    }
    context = {"page": heading, "form": form, "sites": queries.sites(request.actor)}
    return render(request, "schools/sites.html", context, status=422 if form.errors else 200)
