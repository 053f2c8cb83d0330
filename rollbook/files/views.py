"""A kept file, handed out to be saved and never shown as a page."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from rollbook.files.kinds import OPENED_BY
from rollbook.files.queries import KeptFile, read_file
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(*dict.fromkeys(OPENED_BY.values()))
def download(request: OfficeRequest, file: uuid.UUID) -> HttpResponse:
    """One file as it was taken in; that it was opened is noted."""
    return handed_out(read_file(request.actor, file))


def handed_out(file: KeptFile) -> HttpResponse:
    """A file as an answer: always an attachment, its type never guessed, and nothing in it may run."""
    return HttpResponse(
        file.data,
        content_type=file.media,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
