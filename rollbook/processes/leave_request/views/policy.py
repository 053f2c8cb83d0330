"""Set-up of leave: within how many school days it is answered, and from which sentences the head begins."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.processes.leave_request.actions.policy import set_leave_policy
from rollbook.processes.leave_request.forms import PolicyForm
from rollbook.processes.leave_request.queries.policy import leave_policy
from rollbook.processes.leave_request.views.places import here, to
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def leave_set_up(request: OfficeRequest) -> HttpResponse:
    """The school's own choices about leave."""
    policy = leave_policy(request.actor)
    form = PolicyForm(
        request.POST or None,
        initial={
            "answer_days": policy.answer_days,
            "granting": "\n".join(policy.granting),
            "refusing": "\n".join(policy.refusing),
        },
    )
    if form.is_bound and tried(form, lambda: set_leave_policy(request.actor, **form.cleaned_data)):
        messages.info(request, "Kept.")
        return to(request, "set-up")
    values = {
        "page": {
            "title": "Leave: the school’s own choices",
            "sub": f"Since {policy.since:%d/%m/%Y}, by {policy.by_name}" if policy.since else "As usual",
            "back": here(request, "requests"),
            "back_label": "Leave",
        },
        "form": form,
        "verb": "Keep it",
    }
    return render(request, "leave/plain_form.html", values, status=422 if form.errors else 200)
