"""A register comes back: from the page's script with an answer row by row, or as a plain form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from rollbook.registers.actions import SaveOutcome, save_register
from rollbook.registers.forms import SentRegister, read_form, read_json
from rollbook.registers.issue import Issue, read_issue
from rollbook.registers.queries import LastEntry, last_entries, register_sheet
from rollbook.registers.views.addresses import clock, register_url
from rollbook.registers.views.rows import Said
from rollbook.registers.views.taking import register_page
from rollbook.registers.views.typed_back import is_paper, next_url, taken_on_paper
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session, parse_session
from rollbook.schools.queries import is_school_day
from rollbook.web.pages import OfficeRequest, page


@require_POST
@page(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def save(request: OfficeRequest, group: uuid.UUID, on: str, half: str) -> HttpResponse:
    """Save a register as it was sent; every row is answered."""
    session = parse_session(on, half)
    if request.content_type == "application/json":
        sent = read_json(request.body)
        issue, outcome = _store(request, sent, session)
        return JsonResponse(_answer(request, issue, outcome))
    sent = read_form(request.POST, session.half)
    _, outcome = _store(request, sent, session)
    if outcome.refused_whole:
        raise Refused(outcome.refused_whole, rule="SAV-1")
    return _page_again(request, group, session, sent, outcome)


def store_sent(request: OfficeRequest, sent: SentRegister) -> dict[str, object]:
    """Store a register of which only the issue says what it is of; what the page's script is told."""
    issue, outcome = _store(request, sent, None)
    return _answer(request, issue, outcome)


def _store(request: OfficeRequest, sent: SentRegister, session: Session | None) -> tuple[Issue, SaveOutcome]:
    actor = request.actor
    issue = read_issue(sent.issue, school_id=actor.school, user_id=actor.user_id)
    if session is not None and issue.session != session:
        raise Refused("This register page belongs to another session. Open the register again; nothing was saved.")
    outcome = save_register(
        actor,
        issue=issue,
        save_id=sent.save_id,
        taps=sent.taps,
        is_school_day=is_school_day(actor, issue.on),
        finished=sent.finished,
        taken_at=sent.taken_at,
        began_at=sent.began_at,
        **taken_on_paper(request),
    )
    return issue, outcome


def _answer(request: OfficeRequest, issue: Issue, outcome: SaveOutcome) -> dict[str, object]:
    return answer_of(outcome, _who_changed(request, issue, outcome))


def answer_of(outcome: SaveOutcome, by: Mapping[str, LastEntry]) -> dict[str, object]:
    """What the page's script is told of a save, row by row; `by` says who entered what stands, by token."""
    return {
        "repeated": outcome.repeated,
        "rows": [
            {
                "token": row.key,
                "outcome": row.outcome.value,
                "code": row.code,
                "minutes": row.minutes,
                "version": row.version,
                "says": row.says,
                "by": by[row.key].by_name if row.key in by else "",
                "at": clock(by[row.key].at) if row.key in by else "",
            }
            for row in outcome.rows
        ],
    }


def _who_changed(request: OfficeRequest, issue: Issue, outcome: SaveOutcome) -> dict[str, LastEntry]:
    """Who entered what stands in the rows that are in conflict; asked for only when there are any."""
    if not outcome.count(Outcome.CONFLICT):
        return {}
    return {issue.token(p): entry for p, entry in last_entries(request.actor, issue.session).items()}


def _page_again(
    request: OfficeRequest, group: uuid.UUID, session: Session, sent: SentRegister, outcome: SaveOutcome
) -> HttpResponse:
    """After a plain form: the register as it now stands; what was not stored stays in its fields, with why."""
    left = {row.key: Said(row.says, row.outcome is Outcome.CONFLICT) for row in outcome.rows if row.says}
    left |= {token: Said(says) for token, says in sent.problems.items()}
    if not left:
        stored = outcome.count(Outcome.STORED)
        messages.info(
            request, f"{stored} mark{'' if stored == 1 else 's'} saved." if stored else "Nothing had changed."
        )
        on = next_url(request, group, session) if is_paper(request) else register_url(request, group, session)
        return HttpResponseRedirect(on, status=303)
    sheet = register_sheet(request.actor, group, session.on, session.half)
    kept = {tap.token: tap for tap in sent.taps if tap.token in left}
    return register_page(request, sheet, sent=kept, said=left, reason=request.POST.get("reason", ""), status=422)
