"""Marks that waited on a device for their network: they say by their issue alone which register they are of."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from rollbook.registers.forms import read_json
from rollbook.registers.issue import is_of_lesson
from rollbook.registers.views.lessons import store_sent_lesson
from rollbook.registers.views.saving import store_sent
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page


@require_POST
@page(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def waited(request: OfficeRequest) -> HttpResponse:
    """Store a register, a session's or a lesson's, that was entered without a network; every row is answered."""
    sent = read_json(request.body)
    answer = store_sent_lesson(request, sent) if is_of_lesson(sent.issue) else store_sent(request, sent)
    return JsonResponse(answer)
