"""Where providers tell us what became of our messages, and what families answer: proved, without sign-in."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rollbook.comms.actions import take_calls, take_receipts, take_replies
from rollbook.comms.providers import provider_of
from rollbook.comms.providers.heard import NotProved
from rollbook.comms.queries.accounts import account_at_door
from rollbook.web.pages import public

LONGEST = 5_000_000  # a recorded call of a few minutes


@csrf_exempt
@public
@require_POST
def told_by_gateway(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """Take reports and replies; anything that does not bear our own account's signature is nobody's."""
    known = account_at_door(account, timezone.now())
    if known is None or int(request.headers.get("Content-Length") or 0) > LONGEST:
        return HttpResponse(status=404)
    try:
        heard = provider_of(known.provider).heard(request.headers, request.body, known.secret)
    except NotProved:
        return HttpResponse(status=403)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse("This cannot be read.", status=400, content_type="text/plain")
    take_receipts(known.actor, provider=known.provider, reports=heard.reports)
    take_replies(known.actor, provider=known.provider, told=heard.replies)
    take_calls(known.actor, provider=known.provider, calls=heard.calls)
    return HttpResponse(status=204)
