"""One day that ends early: its own times, for that day alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.schools.actions.early import finish_early
from rollbook.schools.forms import EarlyFinishForm
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.SET_UP_SCHOOL)
def early(request: OfficeRequest) -> HttpResponseBase:
    """Say on which day the school finishes early, and how its afternoon is held."""
    form = EarlyFinishForm(request.POST or None, around=request.actor.today)
    back = reverse("schools:times", kwargs={"school": request.school.slug})
    if request.method == "POST" and tried(
        form, lambda: finish_early(request.actor, **form.cleaned_data), beside="closes"
    ):
        messages.info(request, f"{in_words(form.cleaned_data['on'])} finishes at {form.cleaned_data['ends']:%H:%M}")
        return redirect(back)
    heading = {"title": "Finish early on one day", "back": back, "back_label": "Session and lesson times"}
    context = {"page": heading, "form": form, "verb": "Set that day’s times", "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)
