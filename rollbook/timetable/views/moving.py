"""Moving a pupil between teaching groups: what it does to the registers to come is shown first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.pupils.queries import groups_of, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.taught import teaching_groups_of
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.timetable import actions
from rollbook.timetable.forms import MoveForm
from rollbook.timetable.queries import MovePreview, move_preview
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.EDIT_PUPILS)
def move(request: OfficeRequest, pupil: UUID) -> HttpResponseBase:
    actor = request.actor
    key = ids_of(actor, [str(pupil)]).get(str(pupil))
    found = pupil_lines(actor, [key] if key else [], actor.today)
    if not key or not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    held = [(str(g.public_id), g.name) for g in teaching_groups_of(actor, key, actor.today)]
    groups = [(str(g.public_id), g.name) for g in groups_of(actor, "teaching", actor.today)]
    form = MoveForm(request.POST or None, around=actor.today, held=held, groups=groups, initial={"first": actor.today})
    shown: list[MovePreview] = []
    if request.method == "POST":
        done = tried(form, lambda: shown.append(_act(request, pupil, form)), beside="out_of")
        if done and request.POST.get("act") == "move":
            messages.info(request, f"{found[0].name} moves to {shown[0].into.name}")
            return redirect(reverse("timetable:move", kwargs={"school": request.school.slug, "pupil": pupil}))
    heading = {"title": f"Move {found[0].name}", "sub": "Between teaching groups, from a day on."}
    context = {"page": heading, "form": form, "preview": shown[0] if shown else None, "held": held}
    return render(request, "timetable/move.html", context, status=422 if form.errors else 200)


def _act(request: OfficeRequest, pupil: UUID, form: MoveForm) -> MovePreview:
    """Show what a move does, or do it, as the button says."""
    act = actions.move_pupil if request.POST.get("act") == "move" else move_preview
    given = form.cleaned_data
    out_of, into = UUID(given["out_of"]), UUID(given["into"])
    return act(request.actor, pupil=pupil, out_of=out_of, into=into, first=given["first"])
