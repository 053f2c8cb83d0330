"""Set-up: through whom the school's texts and e-mails go."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.comms import actions
from rollbook.comms.forms import AccountForm
from rollbook.comms.providers import PROVIDERS, provider_of
from rollbook.comms.queries.accounts import channels_set, hook_of
from rollbook.comms.queries.mailbox import mailbox_state
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_safe
@page(Permission.SET_UP_SCHOOL)
def accounts(request: OfficeRequest) -> HttpResponse:
    """Each way out of the house, and whether it is set."""
    chosen = channels_set(request.actor)
    rows = [(one, chosen.get(one.channel) == one.name, _url(request, one.name)) for one in PROVIDERS.values()]
    heading = {
        "title": "Texts and e-mail",
        "sub": "Through whom messages leave the school",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
    }
    values = {"page": heading, "rows": rows, "mailbox": mailbox_state(request.actor)} | {
        "practises": bool(request.actor.shift)
    }
    return render(request, "comms/accounts.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def account(request: OfficeRequest, provider: str) -> HttpResponse:
    """The account with one provider; a secret is never shown again."""
    chosen = provider_of(provider)
    is_kept = channels_set(request.actor).get(chosen.channel) == provider
    form = AccountForm(chosen, request.POST if request.method == "POST" else None, is_kept=is_kept)
    if form.is_bound and tried(
        form, lambda: actions.set_provider(request.actor, provider=provider, kept=form.cleaned_data)
    ):
        notes.info(request, f"{chosen.label} is set.")
        return HttpResponseRedirect(_all(request), status=303)
    heading = {"title": chosen.label, "back": _all(request), "back_label": "Texts and e-mail"}
    hook = hook_of(request.actor, provider)
    tells = any(setting.name == "receipts_secret" for setting in chosen.settings)
    at = request.build_absolute_uri(reverse("told-by-gateway", kwargs={"account": hook})) if hook else ""
    values = {"page": heading, "form": form, "is_kept": is_kept, "hook": at if tells else ""}
    return render(request, "comms/account.html", values, status=422 if form.errors else 200)


def _all(request: OfficeRequest) -> str:
    return reverse("comms:accounts", kwargs={"school": request.school.slug})


def _url(request: OfficeRequest, provider: str) -> str:
    return reverse("comms:account", kwargs={"school": request.school.slug, "provider": provider})
