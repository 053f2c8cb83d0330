"""CASE-I: one chronology for each pupil across everything, and each reader's own part of it.

Tolu was away in September. The office wrote and texted; a mark was put right. In November the head of
year, the head and reception each open the same page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rollbook.audit.models import AccessEntry
from rollbook.rules.access import Role
from tests.evidence.court import a_court
from tests.evidence.test_chronology import amend_mark_of, reader, seen

pytestmark = pytest.mark.django_db


def test_the_head_prints_it_and_reception_sees_what_reception_may(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    court = a_court(letters=1)
    amend_mark_of(court)

    # The head sees letters, texts and marks in one line, asks for the letters alone, and takes the PDF to a meeting.
    head = reader(court, Role.HEAD)
    whole = seen(head, court)
    for words in ("Letter “General letter”, posted", "Text to Ms Ada Abiodun", "/ became I"):
        assert words in whole
    letters = seen(head, court, kind="letter")
    assert "Letter “General letter”" in letters
    assert "Text to" not in letters
    paper = seen(head, court, pdf="1")
    assert paper.index("Letter") < paper.index("became I")

    # Reception sees that a mark was changed, not why, and nothing of letters; nor that there is more.
    desk = seen(reader(court, Role.RECEPTION), court)
    assert "/ became I" in desk
    assert "General letter" not in desk
    assert "Ms Ada Abiodun: delivered" not in desk
    assert "1 of 1" in desk or "Shown" not in desk

    # Each opening is on record.
    assert AccessEntry.objects.filter(what="pupil history", subject=f"pupil:{court.pupil.public_id}").count() == 4
