"""Daily lists: one page for each reader, ready for paper, and when each is announced by e-mail (ABS-F)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions.daily import set_daily_policy
from rollbook.absence.daily_forms import DailyPolicyForm, as_typed
from rollbook.absence.queries.daily import (
    NotIn,
    announced_on,
    daily_list,
    daily_lists_for,
    daily_policies,
    daily_policy_on,
    the_list,
)
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, short_day, wall_clock
from rollbook.audit.actions import log_list
from rollbook.rules.access import Permission
from rollbook.rules.daily_lists import DAILY_LISTS, Why
from rollbook.rules.sessions import in_words
from rollbook.web.components.layout import Flag, Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

READERS = (Permission.SEE_REASONS, Permission.SEE_FLAGS, Permission.SET_UP_SCHOOL)
_TONES = {Why.CHILD_PROTECTION: "stop", Why.LOOKED_AFTER: "stop", Why.SOCIAL_WORKER: "stop", Why.MEDICAL: "info"}


@require_safe
@page(*READERS)
def daily_lists(request: OfficeRequest) -> HttpResponse:
    """The lists that this person may read, and when each is announced."""
    actor = request.actor
    times, there = daily_policy_on(actor, actor.today), announced_on(actor, actor.today)
    rows = [
        (one.title, _url(request, one.key), _when(times.get(one.key), announced=one.key in there))
        for one in daily_lists_for(actor)
    ]
    sets_up = actor.may(Permission.SET_UP_SCHOOL)
    values = {
        "page": {"title": "Daily lists", "sub": in_words(actor.today)},
        "rows": rows,
        "set_up_url": _address(request, "daily-set-up") if sets_up else "",
    }
    return render(request, "absence/daily_lists.html", values)


@require_safe
@page(*READERS)
def daily(request: OfficeRequest, key: str) -> HttpResponse:
    """One list as it stands now; that it was opened is noted."""
    actor = request.actor
    asked, found = the_list(actor, key), daily_list(actor, key)
    log_list(actor, what=f"daily list: {key}", count=len(found))
    values = {
        "page": {
            "title": asked.title,
            "sub": f"{in_words(actor.today)}, {wall_clock(actor.now)} · {count(len(found), 'pupil')}",
            "back": _address(request, "daily-lists"),
            "back_label": "Daily lists",
        },
        "tabs": [
            Tab(one.title.split(":")[0], _url(request, one.key), one.key == key) for one in daily_lists_for(actor)
        ],
        "rows": [(one, pupil_url(request, one.pupil.public_id), _flags(one)) for one in found],
        "unknown": sum(one.presses for one in found),
    }
    return render(request, "absence/daily.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def daily_set_up(request: OfficeRequest) -> HttpResponse:
    """At which time each list is announced to its readers, from a day on."""
    actor = request.actor
    times = daily_policy_on(actor, actor.today)
    form = DailyPolicyForm(request.POST or None, today=actor.today, initial=as_typed(times, actor.today))
    if form.is_bound and tried(
        form, lambda: set_daily_policy(actor, from_day=form.cleaned_data["from_day"], times=form.times())
    ):
        messages.info(request, f"This holds from {in_words(form.cleaned_data['from_day'])}.")
        return HttpResponseRedirect(_address(request, "daily-lists"), status=303)
    values = {
        "page": {
            "title": "When daily lists are announced",
            "back": _address(request, "daily-lists"),
            "back_label": "Daily lists",
        },
        "form": form,
        "fields": [form[key] for key in DAILY_LISTS],
        "known": [
            (f"Version {one.version}", f"from {short_day(one.valid_from, around=actor.today)}, by {one.by_name}")
            for one in daily_policies(actor)
        ],
    }
    return render(request, "absence/daily_set_up.html", values, status=422 if form.errors else 200)


def _flags(one: NotIn) -> list[Flag]:
    return [Flag(why.label, _TONES.get(why, "")) for why in one.why if why.label]


def _when(at: int | None, *, announced: bool) -> str:
    if at is None:
        return "not announced by e-mail"
    clock = f"{at // 60}:{at % 60:02}"
    return f"announced today at {clock}" if announced else f"announced at {clock} on school days"


def _url(request: OfficeRequest, key: str) -> str:
    return reverse("absence:daily", kwargs={"school": request.school.slug, "key": key})


def _address(request: OfficeRequest, name: str) -> str:
    return reverse(f"absence:{name}", kwargs={"school": request.school.slug})
