"""Where a text gateway tells us what became of our texts, and what families text back: signed, without sign-in."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rollbook.comms.actions.receipts import Report, take_receipts
from rollbook.comms.actions.replies import Told, take_replies
from rollbook.comms.queries.accounts import account_at_door
from rollbook.web.pages import public

LONGEST = 500_000
MOST = 1_000
STATES = frozenset({"delivered", "failed"})


@csrf_exempt
@public
@require_POST
def told_by_gateway(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """Take reports and replies; anything that does not bear our own account's signature is nobody's."""
    known = account_at_door(account, timezone.now())
    if known is None or int(request.headers.get("Content-Length") or 0) > LONGEST:
        return HttpResponse(status=404)
    if not _signed(request, known.secret):
        return HttpResponse(status=403)
    try:
        reports, told = _read(json.loads(request.body))
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse("This cannot be read.", status=400, content_type="text/plain")
    take_receipts(known.actor, provider=known.provider, reports=reports)
    take_replies(known.actor, provider=known.provider, told=told)
    return HttpResponse(status=204)


def _signed(request: HttpRequest, secret: str) -> bool:
    ours = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(ours, request.headers.get("X-Signature", ""))


def _read(said: Any) -> tuple[list[Report], list[Told]]:
    """The gateway's JSON: `{"reports": [{id, reference?, state, at, reason?}], "replies": [{id, from, text, at}]}`."""
    reports = [
        Report(
            str(r["id"])[:120], _ours(r.get("reference")), str(r["state"]), _moment(r["at"]), str(r.get("reason", ""))
        )
        for r in list(said.get("reports", ()))[:MOST]
        if r["state"] in STATES
    ]
    told = [
        Told(str(t["id"])[:120], str(t["from"]), str(t["text"]), _moment(t["at"]))
        for t in list(said.get("replies", ()))[:MOST]
    ]
    return reports, told


def _ours(typed: object) -> str:
    try:
        return str(uuid.UUID(str(typed)))
    except ValueError:
        return ""


def _moment(typed: object) -> datetime:
    moment = datetime.fromisoformat(str(typed))
    if moment.tzinfo is None:
        raise ValueError("a moment without its offset")
    return moment
