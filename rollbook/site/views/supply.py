"""Supply teachers at the desk: an account for today, its slip, the day they take, and its end."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site import actions
from rollbook.site.around_forms import SupplyForm
from rollbook.site.views.desk import tabs
from rollbook.staff.actions.supply import SupplyCode, end_supply_account, renew_supply_code
from rollbook.staff.queries import staff_of, supply_accounts
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

LONGEST_NUMBER = 18
MAKES, COVERS = Permission.MAKE_SUPPLY_ACCOUNTS, Permission.SET_COVER


@require_http_methods(["GET", "HEAD", "POST"])
@page(MAKES)
def supply(request: OfficeRequest) -> HttpResponse:
    """Who is here for today, and somebody new: name, agency, checked, and the slip is printed."""
    form = SupplyForm(request.POST) if request.method == "POST" else SupplyForm(initial={"account": uuid.uuid4()})
    made: list[SupplyCode] = []
    if form.is_bound and tried(form, lambda: made.append(_welcome(request, form)), beside="name"):
        return _slip(request, made[0])
    accounts, today = supply_accounts(request.actor, request.actor.today), request.actor.today
    staff = [s for s in staff_of(request.actor) if s.is_active and all(s.id != a.user_id for a in accounts)]
    values = {
        "page": {"title": "Front desk", "sub": in_words(today)},
        "tabs": tabs(request, "site:supply"),
        "form": form,
        "open": [a for a in accounts if a.is_open(today)],
        "ended": [a for a in accounts if not a.is_open(today)],
        "staff": staff if request.actor.may(COVERS) else (),
    }
    return render(request, "site/supply.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(MAKES)
def supply_slip(request: OfficeRequest, account: uuid.UUID) -> HttpResponse:
    """Another slip; the one before opens nothing any more."""
    return _slip(request, renew_supply_code(request.actor, account=account))


@require_POST
@page(MAKES)
def end_supply(request: OfficeRequest, account: uuid.UUID) -> HttpResponse:
    """The account ends now."""
    end_supply_account(request.actor, account=account)
    messages.info(request, "The account has ended, and they are signed out. Take the badge back.")
    return HttpResponseRedirect(_here(request), status=303)


@require_POST
@page(COVERS)
def supply_day(request: OfficeRequest, account: uuid.UUID) -> HttpResponse:
    """The lessons and registers of somebody who is away."""
    teacher = request.POST.get("teacher", "")
    chosen = int(teacher) if teacher.isdecimal() and len(teacher) <= LONGEST_NUMBER else None
    given = actions.give_day(request.actor, account=account, teacher_id=chosen)
    messages.info(request, f"{given} lessons and registers of today given.")
    return HttpResponseRedirect(_here(request), status=303)


def _welcome(request: OfficeRequest, form: SupplyForm) -> SupplyCode:
    given = form.cleaned_data
    return actions.welcome_supply(
        request.actor,
        account_id=given["account"],
        name=" ".join(given["name"].split()),
        agency=given["agency"],
        checked=given["checked"],
    )


def _slip(request: OfficeRequest, made: SupplyCode) -> HttpResponse:
    """The one time that a code is shown: it is not kept, and so cannot be shown by a redirect."""
    line = next(a for a in supply_accounts(request.actor, request.actor.today) if a.public_id == made.account)
    values = {
        "page": {
            "title": "Sign-in slip",
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
            "back": _here(request),
        },
        "made": made,
        "line": line,
        "door": request.build_absolute_uri(reverse("supply-door")),
        "until": clock(line.code_until) if line.code_until else "",
    }
    return render(request, "site/supply_slip.html", values)


def _here(request: OfficeRequest) -> str:
    return reverse("site:supply", kwargs={"school": request.school.slug})
