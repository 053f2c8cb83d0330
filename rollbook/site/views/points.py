"""Set-up: where each year group gathers in a fire."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.pupils.queries import groups_of
from rollbook.rules.access import Permission
from rollbook.site.actions.points import LONGEST_NAME, set_assembly_points
from rollbook.site.queries.gathering import assembly_points
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


class PointsForm(forms.Form):
    """One line for each year group of the school, and one for everybody else."""

    def __init__(self, *args: Any, years: list[str], held: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for year in [*years, ""]:
            words = f"Year {year}" if year.isdecimal() else year
            self.fields[f"point-{year}"] = forms.CharField(
                label=words or "Everybody else, visitors included",
                required=False,
                max_length=LONGEST_NAME,
                initial=held.get(year, ""),
            )

    @property
    def names(self) -> dict[str, str]:
        """What was said, by year group."""
        return {name.removeprefix("point-"): said for name, said in self.cleaned_data.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def points(request: OfficeRequest) -> HttpResponse:
    """Say where each year group gathers; the emergency list is printed and ticked by it."""
    actor = request.actor
    years = list(dict.fromkeys(g.nc_year for g in groups_of(actor, "registration", actor.today) if g.nc_year))
    form = PointsForm(request.POST or None, years=years, held=dict(assembly_points(actor)))
    back = reverse("site:on-site", kwargs={"school": request.school.slug})
    if request.method == "POST" and tried(form, lambda: set_assembly_points(actor, names=form.names)):
        messages.info(request, "The assembly points are set.")
        return HttpResponseRedirect(back, status=303)
    heading = {"title": "Assembly points", "sub": "as Tennis court", "back": back, "back_label": "On site"}
    values = {"page": heading, "form": form, "verb": "Set the assembly points", "leave": back}
    return render(request, "schools/form.html", values, status=422 if form.errors else 200)
