"""What becomes O at its deadline: all of it looked at first, then confirmed in one act (COD-4)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions import become_o
from rollbook.absence.forms import row_value
from rollbook.absence.queries import OpenSession, UnexplainedAbsence, unexplained
from rollbook.absence.queries.chasing import FamilyUnexplained, families_unexplained
from rollbook.absence.views.chasing_said import tried_briefly
from rollbook.absence.views.places import pupil_url
from rollbook.absence.views.undoing import keep_settled
from rollbook.absence.words import count, short_session
from rollbook.audit.actions import log_list
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.no_reason import ClockState
from rollbook.web.pages import OfficeRequest, page

CHANGED = "Since you looked, one of these absences was explained or has changed. Nothing became O; look once more."


@dataclass(frozen=True, slots=True)
class Row:
    """One session that becomes O, as the preview shows it; not ticked where a reply waits."""

    value: str
    pupil: str
    form: str
    url: str
    when: str
    overdue: bool
    tried: str
    waits: str

    @property
    def ticked(self) -> bool:
        return not self.waits


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def becoming(request: OfficeRequest) -> HttpResponse:
    """Everything whose clock is over or ends today, and the one button that makes O of what is ticked."""
    due = [one for one in unexplained(request.actor) if one.is_urgent]
    families = families_unexplained(request.actor, due)
    if request.method == "POST":
        return _become(request, due, families)
    return _preview(request, families, None)


def _become(
    request: OfficeRequest, due: list[UnexplainedAbsence], families: tuple[FamilyUnexplained, ...]
) -> HttpResponse:
    known = {_value(one): one for one in due}
    asked = request.POST.getlist("row")
    if not asked:
        return _preview(request, families, "No session was ticked, so nothing was changed.")
    if any(value not in known for value in asked):
        return _preview(request, families, CHANGED)
    tried = {key: tried_briefly(acts) for family in families for key, acts in family.tried.items()}
    outcomes = become_o(request.actor, absences=[known[value] for value in dict.fromkeys(asked)], tried=tried)
    stored = sum(row.outcome is Outcome.STORED for row in outcomes.values())
    token = keep_settled(request, "list", outcomes)
    request.session["became_o"] = {"token": str(token), "says": f"{count(stored, 'session')} became O."}
    left = len(outcomes) - stored
    if left:
        messages.warning(request, f"{count(left, 'session')} had changed meanwhile and stayed as they are.")
    return HttpResponseRedirect(_list(request), status=303)


def _preview(request: OfficeRequest, families: tuple[FamilyUnexplained, ...], wrong: str | None) -> HttpResponse:
    rows = [_row(request, family, one) for family in families for one in family.absences]
    log_list(request.actor, what="absences that become O", count=len(rows))
    overdue = sum(row.overdue for row in rows)
    values = {
        "page": {
            "title": "What becomes O",
            "sub": f"{count(len(rows), 'session')}, {overdue} overdue",
            "back": _list(request),
            "back_label": "No reason",
        },
        "rows": rows,
        "waits": sum(not row.ticked for row in rows),
        "wrong": wrong,
    }
    return render(request, "absence/becoming.html", values, status=422 if wrong else 200)


def _row(request: OfficeRequest, family: FamilyUnexplained, one: UnexplainedAbsence) -> Row:
    acts = family.tried.get((one.pupil.id, one.clock.session), ())
    reply = family.replies[0] if family.replies else None
    return Row(
        value=_value(one),
        pupil=one.pupil.listed_name,
        form=one.pupil.registration,
        url=pupil_url(request, one.pupil.public_id, "attendance"),
        when=short_session(one.clock.session, around=request.actor.today),
        overdue=one.clock.state is ClockState.OVERDUE,
        tried=tried_briefly(acts) or "nothing was tried",
        waits=f"A reply waits: “{reply.words[:80]}”" if reply else "",
    )


def _value(one: UnexplainedAbsence) -> str:
    return row_value(OpenSession(one.pupil, one.clock.session, one.version))


def _list(request: OfficeRequest) -> str:
    return reverse("absence:list", kwargs={"school": request.school.slug})


def became_now(request: OfficeRequest) -> dict[str, str] | None:
    """What this person made O last, while it can still be taken back here; None otherwise."""
    last = request.session.get("became_o")
    if not last or last["token"] not in request.session.get("settled", {}):
        return None
    where = {"school": request.school.slug, "token": uuid.UUID(last["token"])}
    return {"says": last["says"], "undo": reverse("absence:undo", kwargs=where)}
