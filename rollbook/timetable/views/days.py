"""A day's lessons, and what that day changes of them: cover, rooms, and what does not take place."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words, parse_date
from rollbook.staff.queries import staff_of
from rollbook.timetable import actions
from rollbook.timetable.forms import ChangeForm
from rollbook.timetable.queries import LessonOn, lesson_on, lessons_on
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_safe
@page(Permission.SET_COVER)
def day(request: OfficeRequest) -> HttpResponse:
    """Every lesson of a day by period: who takes it and where, with what differs from the timetable."""
    on = parse_date(request.GET["on"]) if request.GET.get("on") else request.actor.today
    lessons = lessons_on(request.actor, on)
    back = reverse("timetable:week", kwargs={"school": request.school.slug})
    heading = {"title": "Cover and rooms", "sub": in_words(on), "back": back, "back_label": "Timetable", "wide": True}
    periods = [(period, list(found)) for period, found in groupby(lessons, key=lambda lesson: lesson.period)]
    return render(request, "timetable/day.html", {"page": heading, "periods": periods, "on": on.isoformat()})


@page(Permission.SET_COVER)
def change(request: OfficeRequest, lesson: UUID, on: str) -> HttpResponseBase:
    """One lesson on one day: who takes it, where, or that it does not take place."""
    actor, date_ = request.actor, parse_date(on)
    found = lesson_on(actor, lesson, date_)
    back = f"{reverse('timetable:day', kwargs={'school': request.school.slug})}?on={on}"
    first = {
        "user_id": found.teacher_id if found.covered else None,
        "room": found.room if found.room != found.usual_room else "",
        "cancelled": found.cancelled,
    }
    form = ChangeForm(request.POST or None, people=staff_of(actor), initial=first)
    if request.method == "POST" and tried(form, lambda: _set(request, found, form), beside="user_id"):
        messages.info(request, f"{found.group}, {found.period}: set for {in_words(date_)}")
        return redirect(back)
    usual = f"{found.usual_teacher or 'nobody'}, {found.usual_room or 'no room'}"
    heading = {
        "title": f"{found.group}, {found.period}",
        "sub": f"{in_words(date_)}. In the timetable: {usual}.",
        "back": back,
        "back_label": "Cover and rooms",
    }
    context = {"page": heading, "form": form, "verb": "Set it for this day", "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _set(request: OfficeRequest, found: LessonOn, form: ChangeForm) -> None:
    actor, given = request.actor, form.cleaned_data
    anyway: bool = given["anyway"]
    actions.set_cover(actor, lesson=found.public_id, on=found.on, user_id=given["user_id"], anyway=anyway)
    actions.change_room(actor, lesson=found.public_id, on=found.on, room=given["room"], anyway=anyway)
    actions.cancel_lesson(actor, lesson=found.public_id, on=found.on, cancelled=given["cancelled"])
